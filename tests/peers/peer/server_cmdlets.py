"""Windows services and the replication of the Central Management store."""

from __future__ import annotations

from typing import Any

from . import records, topology_objects
from .binding import SHOULD_PROCESS, Parameter
from .cmdlet import Session, lync, should_process
from .deployment import same
from .servers import WEB_SERVER, Replica, WindowsService

_ACTIVITY = "Incoming Requests per Second=0,Messages In Server=0,Incoming Messages Held Overload Queue=0"


def _services(session: Session, bound: dict[str, Any]) -> list[WindowsService] | None:
    """The services the parameters name; none of them is an error that has been written."""
    computer = bound.get("ComputerName") or session.deployment.front_end
    services = session.deployment.servers.services(computer)
    if services is None:
        session.error(records.unreachable_computer(computer))
        return None
    if bound.get("Name") is not None:
        services = [service for service in services if same(service.name, bound["Name"])]
        if not services:
            session.error(records.unknown_service(bound["Name"], computer))
            return None
    return services


def _get_service(session: Session, bound: dict[str, Any]) -> None:
    services = _services(session, bound)
    if services is None:
        return
    busy = not bound.get("ExcludeActivityLevel")
    if busy:
        # Asking every service how busy it is takes its time.
        session.wait(session.options.activity_seconds)
    for service in services:
        session.write(topology_objects.windows_service(
            session.shapes.flat, service, session.deployment.servers.look(service), _ACTIVITY if busy else None,
            not session.options.no_role_names))


def _change_service(name: str, status: str) -> Any:
    def run(session: Session, bound: dict[str, Any]) -> None:
        services = _services(session, bound)
        if services is None:
            return
        # Without -Name every service of the computer is meant, as documented, so that a test sees who forgets it.
        target = bound.get("Name") or f"all services on {services[0].computer}"
        if not should_process(session, bound, name, target):
            return
        reads = session.options.service_delay if bound.get("NoWait") else 0
        for service in services:
            if not (bound.get("LeaveWebServerRunning") and service.name == WEB_SERVER):
                session.deployment.servers.change(service, status, reads)
    return run


def _replicas(session: Session, bound: dict[str, Any]) -> list[Replica]:
    replicas = session.deployment.servers.replicas()
    if bound.get("ReplicaFqdn") is not None:
        wanted = bound["ReplicaFqdn"]
        replicas = [replica for replica in replicas if same(replica.fqdn, wanted)]
        if not replicas:
            session.error(records.unknown_item("replica", wanted))
    return replicas


def _get_replication(session: Session, bound: dict[str, Any]) -> None:
    for replica in _replicas(session, bound):
        session.write(topology_objects.replica(session.deployment.servers.read(replica)))


def _replicate(session: Session, bound: dict[str, Any]) -> None:
    for replica in _replicas(session, bound):
        session.deployment.servers.replicate(replica, session.options.replication_delay)


_ONE_SERVICE = (Parameter("Name", position=1), Parameter("ComputerName"), Parameter("Report"))
_CHANGE = (*_ONE_SERVICE, Parameter("NoWait", "switch"), Parameter("Force", "switch"), *SHOULD_PROCESS)

CMDLETS = (
    lync("Get-CsWindowsService", (*_ONE_SERVICE, Parameter("ExcludeActivityLevel", "switch")), _get_service),
    lync("Start-CsWindowsService", _CHANGE, _change_service("Start-CsWindowsService", "Running")),
    lync("Stop-CsWindowsService", (
        *_CHANGE, Parameter("Graceful", "switch"), Parameter("LeaveClsAgentRunning", "switch"),
        Parameter("LeaveWebServerRunning", "switch")), _change_service("Stop-CsWindowsService", "Stopped")),
    lync("Get-CsManagementStoreReplicationStatus", (
        Parameter("ReplicaFqdn"), Parameter("CentralManagementStoreStatus", "switch")), _get_replication),
    # No -WhatIf: the documentation lists none.
    lync("Invoke-CsManagementStoreReplication", (Parameter("ReplicaFqdn"), Parameter("Force", "switch")), _replicate),
)
