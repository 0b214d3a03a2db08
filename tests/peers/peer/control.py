"""The control port: how a test sets faults, changes the deployment and reads what arrived.

Plain HTTP and JSON on the loopback, without authentication: it knows no secret
and changes nothing but this run's memory.
"""

from __future__ import annotations

import argparse
import http.server
import json
import socketserver
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import options as command_line
from .deployment import Deployment, same
from .faults import Faults
from .http_front import Front
from .journal import Journal
from .kerberos import KerberosError, Realm
from .servers import STATES


class Control(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """What each request does."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, options: argparse.Namespace, deployment: Deployment, faults: Faults, journal: Journal,
                 front: Front, realm: Realm | None) -> None:
        self._options = options
        self._deployment = deployment
        self._faults = faults
        self._journal = journal
        self._front = front
        self._realm = realm
        self.questions: dict[str, Callable[[], Any]] = {
            "/log": lambda: {"pipelines": journal.pipelines()},
            "/requests": lambda: {"requests": journal.requests()},
            "/state": deployment.describe,
            "/faults": lambda: {"faults": faults.waiting()},
            "/options": self._chosen,
        }
        self.orders: dict[str, Callable[[dict[str, Any]], Any]] = {
            "/fault": lambda wanted: asdict(faults.add(wanted)),
            "/clear-faults": lambda _: faults.clear(),
            "/clear-log": lambda _: journal.clear(),
            "/reset": self._reset,
            "/settle": lambda _: deployment.settle(),
            "/options": self._change,
            "/add-endpoint": self._add_endpoint,
            "/remove-endpoint": self._remove_endpoint,
            "/set-service": self._set_service,
            "/set-replica": self._set_replica,
            "/set-list": self._set_list,
            "/add-user": lambda wanted: self._add_principal(wanted, deployment.add_user),
            "/add-contact": lambda wanted: self._add_principal(wanted, deployment.add_contact),
            "/drop-connections": lambda _: {"dropped": front.drop_connections()},
            "/die": lambda _: front.die(),
            "/revive": lambda _: front.revive(),
            "/kdc": self._order_kdc,
        }
        super().__init__(("127.0.0.1", options.control_port), _Handler)

    def _chosen(self) -> dict[str, Any]:
        return {name: getattr(self._options, name) for name in command_line.RUNTIME}

    def _change(self, wanted: dict[str, Any]) -> dict[str, Any]:
        command_line.change(self._options, wanted)
        return self._chosen()

    def _reset(self, _wanted: dict[str, Any]) -> None:
        """The deployment as the file has it, no faults, an empty log; the options stay."""
        self._deployment.reset()
        self._faults.clear()
        self._journal.clear()

    def _add_endpoint(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Somebody else creates an endpoint; no rule is asked."""
        _only(wanted, {"sip_address", "pool"}, {"display_name", "guid", "hidden_reads"})
        endpoint = self._deployment.add(
            wanted["sip_address"], wanted["pool"], wanted.get("display_name"), wanted.get("hidden_reads", 0),
            wanted.get("guid"))
        return {**vars(endpoint), "dn": self._deployment.endpoint_dn(endpoint)}

    def _remove_endpoint(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Somebody else removes an endpoint."""
        _only(wanted, {"sip_address"}, {"ghost_reads"})
        found = self._deployment.present(lambda endpoint: same(endpoint.sip_address, wanted["sip_address"]))
        if not found:
            raise ValueError("no such endpoint")
        for endpoint in found:
            self._deployment.remove(endpoint, wanted.get("ghost_reads", 0))
        return {"removed": len(found)}

    def _set_service(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Somebody else starts or stops a service, or it fails by itself; no rule is asked."""
        _only(wanted, {"computer", "name", "status"}, set())
        if wanted["status"] not in STATES:
            raise ValueError(f"a status is one of {', '.join(STATES)}")
        services = [service for service in self._deployment.servers.services(wanted["computer"]) or []
                    if same(service.name, wanted["name"])]
        if not services:
            raise ValueError("no such service")
        self._deployment.servers.change(services[0], wanted["status"])
        return {**vars(services[0])}

    def _set_replica(self, wanted: dict[str, Any]) -> None:
        """A replica falls behind, or catches up by itself."""
        _only(wanted, {"fqdn", "up_to_date"}, {"last_status_report"})
        replica = self._deployment.servers.replica(wanted["fqdn"])
        if replica is None:
            raise ValueError("no such replica")
        self._deployment.servers.set_replica(replica, wanted["up_to_date"], wanted.get("last_status_report"))

    def _set_list(self, wanted: dict[str, Any]) -> None:
        """Somebody else changes what a list of the file holds, such as the rooms after an import."""
        _only(wanted, {"name", "entries"}, set())
        if not isinstance(self._deployment.file.get(wanted["name"]), list) or not isinstance(wanted["entries"], list):
            raise ValueError("there is no such list")
        self._deployment.file[wanted["name"]] = wanted["entries"]

    def _order_kdc(self, wanted: dict[str, Any]) -> None:
        """What happens to the KDC: see `kerberos.Realm.orders`."""
        _only(wanted, {"do"}, set())
        if self._realm is None:
            raise ValueError("there is no KDC without --kerberos")
        order = self._realm.orders.get(wanted["do"])
        if order is None:
            raise ValueError(f"the KDC knows only {', '.join(self._realm.orders)}")
        order()

    def _add_principal(self, wanted: dict[str, Any], add: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        _only(wanted, {"sip_address", "dn"}, {
            "display_name", "sam_account_name", "user_principal_name", "registrar_pool", "enabled"})
        entry = {"display_name": None, **wanted}
        add(entry)
        return entry


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "TestPeerControl"
    sys_version = ""
    server: Control

    def log_message(self, format: str, *args: object) -> None:
        """The control port is not what a test is about."""

    def do_GET(self) -> None:
        question = self.server.questions.get(self.path)
        if question is None:
            self._send(404, {"error": f"there is no {self.path}"})
        else:
            self._send(200, question())

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        order = self.server.orders.get(self.path)
        if order is None:
            self._send(404, {"error": f"there is no {self.path}"})
            return
        try:
            wanted = json.loads(body or b"{}")
            if not isinstance(wanted, dict):
                raise ValueError("an object is needed")
            result = order(wanted)
        except (ValueError, KerberosError) as err:
            self._send(400, {"error": str(err)})
            return
        self._send(200, {} if result is None else result)

    def _send(self, status: int, content: Any) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _only(wanted: dict[str, Any], needed: set[str], allowed: set[str]) -> None:
    missing = needed - wanted.keys()
    unknown = wanted.keys() - needed - allowed
    if missing:
        raise ValueError(f"missing: {', '.join(sorted(missing))}")
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
