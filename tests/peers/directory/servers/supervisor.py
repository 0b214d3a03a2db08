"""One run of one server: its folder, its process, the orders it takes, and its end.

Orders are lines of JSON on standard input, each answered with one line on standard output. The end of standard input
is the end of the run, so that a server never outlives the test that started it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import domain, ldap, loopback
from .programs import ServerError, end_with_parent


def serve(kind: Callable[[Path, str, Namespace], Any], options: Namespace) -> int:
    """Starts a server, says where it is, and takes orders; returns the exit code."""
    # Told to end, it tidies up as when its input ends.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = Path(tempfile.mkdtemp(prefix="pchat-ad-"))
    # A test that was not root starts this with sudo, and reads the certificates.
    folder.chmod(0o755)
    run = None
    try:
        run = _Run(kind, folder, options)
        facts = {**run.facts(), "facts_file": str(folder / "facts.json")}
        Path(facts["facts_file"]).write_text(json.dumps(facts))
        print(json.dumps(facts), flush=True)
        for line in sys.stdin:
            print(json.dumps(run.obey(json.loads(line))), flush=True)
        return 0
    except ServerError as err:
        # The first line is all that is read when a start fails.
        print(json.dumps({"error": str(err)}), flush=True)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 0
    finally:
        if run is not None:
            run.kill()
        shutil.rmtree(folder, ignore_errors=True)


class _Run:
    def __init__(self, kind: Callable[[Path, str, Namespace], Any], folder: Path, options: Namespace) -> None:
        self._folder = folder
        self._ports = kind.ports
        self._address = options.address or loopback.free_address(kind.ports)
        self._server = kind(folder, self._address, options)
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def facts(self) -> dict[str, Any]:
        return {"address": self._address, "host": self._server.host, "ca_file": str(self._folder / "tls" / "ca.pem"),
                "other_ca_file": str(self._folder / "tls" / "other-ca.pem"), "password": domain.PASSWORD,
                "log_file": str(self._folder / "server.log"), "pid": self._process.pid, **self._server.facts()}

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        do = order.get("do")
        try:
            if do == "pause":
                self._process.send_signal(signal.SIGSTOP)
            elif do == "resume":
                self._process.send_signal(signal.SIGCONT)
            elif do == "kill":
                self.kill()
            elif do == "start":
                self.start()
            elif do == "log":
                return {"text": (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")}
            elif do == "ticket-cache":
                cache = self._server.ticket_cache(order["account"])
                if "SUDO_UID" in os.environ:
                    os.chown(cache, int(os.environ["SUDO_UID"]), -1)
                return {"path": cache}
            elif do == "change":
                self._client().change(order["ldif"])
            elif do == "search":
                return {"entries": self._client().search(
                    order["base"], order["filter"], order["attributes"], order.get("scope", "sub"),
                    order.get("deleted", False))}
            else:
                raise ServerError(f"no such order: {do}")
        except (ServerError, OSError) as err:
            return {"error": str(err)}
        return {}

    def start(self) -> None:
        if self._process is not None:
            return
        log = open(self._folder / "server.log", "ab")
        with log:
            self._process = subprocess.Popen(
                self._server.command(), env=self._server.environment(), cwd=self._folder, stdin=subprocess.PIPE,
                stdout=log, stderr=log, preexec_fn=end_with_parent)
        try:
            loopback.await_ports(self._address, self._ports, lambda: self._process.poll() is None)
        except ServerError as err:
            said = (self._folder / "server.log").read_text(encoding="utf-8", errors="replace")[-2000:]
            raise ServerError(f"{err}\n{said}") from None

    def kill(self) -> None:
        """Ends it at once, also when it is paused."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            process.stdin.close()

    def _client(self) -> ldap.Client:
        facts = self._server.facts()
        return ldap.Client(self._address, str(self._folder / "tls" / "ca.pem"), facts["administrator"],
                           domain.PASSWORD)
