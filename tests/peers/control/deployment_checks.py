"""What is checked of the deployment: topology, services, replication, users, content, roles and streams."""

from __future__ import annotations

import datetime
import json
import time
from typing import TYPE_CHECKING, Any

from pypsrp.complex_objects import PSCredential
from pypsrp.powershell import PowerShell, RunspacePool

from peer.options import DEPLOYMENT

from .client import connect, host, run, value
from .running import Peer

if TYPE_CHECKING:
    from .checks import Checks

LAB = json.loads(DEPLOYMENT.read_text(encoding="utf-8"))
TOKYO = "pchat-tokyo.contoso.com"
SEOUL = "pchat-seoul.contoso.com"
FRONT_END = "fe01.contoso.com"
CHAT_SERVER = "pc01.contoso.com"
CHAT = "LABCHAT"
LOOKUP = "sip:ocschat@contoso.com"
LOOKUP_DN = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com"
START, STOP = "Start-CsWindowsService", "Stop-CsWindowsService"
SERVICES, REPLICAS = "Get-CsWindowsService", "Get-CsManagementStoreReplicationStatus"
NOT_FOUND = ["CommandNotFoundException"]


def _status(peer: Peer, computer: str) -> dict[str, str]:
    return {entry["name"]: entry["status"] for entry in peer.ask("/state")["services"]
            if entry["computer"] == computer}


def topology(checks: Checks) -> None:
    """Sites, pools, computers and settings."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        def read(cmdlet: str, **parameters: Any) -> list[Any]:
            outcome = run(pool, cmdlet, **parameters)
            checks.equal(f"{cmdlet} has no errors", outcome.errors, [])
            return outcome.output

        def first(cmdlet: str, type_name: str, **parameters: Any) -> Any:
            found = read(cmdlet, **parameters)[0]
            checks.equal(f"{cmdlet} has its type", found.types[0], f"Microsoft.Rtc.Management.{type_name}")
            return found

        sites = read("Get-CsSite")
        kinds = [(value(one, "Identity"), value(one, "SiteType")) for one in sites]
        checks.equal("sites have identity and kind", kinds,
                     [("Site:Seoul", "CentralSite"), ("Site:Tokyo", "CentralSite")])
        checks.equal("a site is named without its scope", len(read("Get-CsSite", Identity="Seoul")), 1)
        checks.that("and their pools", SEOUL in value(sites[0], "Pools") and TOKYO in value(sites[1], "Pools"))
        first("Get-CsPool", "Deploy.Internal.Cluster")
        pools = read("Get-CsPool", Site="Tokyo")
        checks.equal("pools of a site", [str(one) for one in pools], [
            "pool2013-tokyo.contoso.com", "pool2015-tokyo.contoso.com", TOKYO, "pchat2015.contoso.com"])
        checks.equal("a pool has computers and services",
                     (value(pools[2], "Computers"), value(pools[2], "Services"), value(pools[2], "Site")),
                     (["pc11.contoso.com", "pc12.contoso.com", "pc13.contoso.com"],
                      [f"PersistentChatServer:{TOKYO}"], "Site:Tokyo"))
        first("Get-CsComputer", "Deploy.Internal.Machine")
        computers = read("Get-CsComputer", Pool=SEOUL)
        checks.equal("computers of a pool", [(value(one, "Identity"), value(one, "Pool")) for one in computers],
                     [(CHAT_SERVER, SEOUL)])
        checks.equal("an unknown pool is an error", run(pool, "Get-CsComputer", Pool="x.contoso.com").error_ids,
                     ["ItemNotFound"])
        trusted = first("Get-CsTrustedApplicationPool", "Xds.DisplayTrustedApplicationPool")
        checks.equal("the trusted application is of Lync 2010",
                     (value(trusted, "Version"), value(trusted, "Applications")), (5, ["urn:application:ocschat"]))
        replicator = read("Get-CsUserReplicatorConfiguration")[0]
        checks.equal("a time span arrives as one", value(replicator, "ReplicationCycleInterval"), "PT1M")
        policies = read("Get-CsClientVersionPolicy")
        rule = value(policies[0], "Rules")[0]
        checks.equal("client rules are nested objects", (
            value(rule, "UserAgent"), str(value(rule, "Action")), str(value(rule, "CompareOp")),
            value(rule, "MajorVersion"), value(rule, "QfeNumber")), ("OC", "Block", "LSS", 4, None))
        proxies = read("Get-CsProxyConfiguration")
        checks.equal("proxy settings of two scopes",
                     [(value(one, "Identity"), value(one, "UseNtlmForClientToProxyAuth")) for one in proxies],
                     [(one["identity"], one["ntlm"]) for one in LAB["proxy_configurations"]])
        compliance = read("Get-CsPersistentChatComplianceConfiguration")
        checks.equal("compliance has an adapter where it is set", [value(one, "AdapterType") for one in compliance],
                     [one["adapter_type"] for one in LAB["compliance_configurations"]])
        commands = read("Get-Command", Name="Get-CsPool")
        checks.equal("versions arrive as such", value(commands[0], "Version"), "5.0.8308.0")
        peer.tell("/options", shape="flat")
        service = run(pool, SERVICES, ComputerName=CHAT_SERVER, ExcludeActivityLevel=True).output[0]
        checks.equal("flat states are text", value(service, "Status"), "Running")
        checks.equal("flat cmdlets of a role too", value(read("Get-CsAdminRole")[0], "Cmdlets")[0],
                     "Name=Get-CsService")
        checks.equal("flat rules are text", value(read("Get-CsClientVersionPolicy")[0], "Rules")[0],
                     "OC LSS 4.0.7577: Block")


def services(checks: Checks) -> None:
    """Windows services."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        def act(cmdlet: str, **parameters: Any) -> Any:
            return run(pool, cmdlet, **{"Confirm": False, **parameters})

        def read(computer: str) -> list[Any]:
            return run(pool, SERVICES, ComputerName=computer, ExcludeActivityLevel=True).output

        found = read(CHAT_SERVER)
        checks.equal("a service has its type", found[0].types[0], "Microsoft.Rtc.Management.Deployment.Core.NTService")
        checks.equal("chat services have the role", [
            (value(one, "Name"), value(one, "RoleName")) for one in found],
            [("REPLICA", ["ReplicaReplicatorAgent"]), ("W3SVC", ["W3SVC"]), (CHAT, ["PersistentChatService"]),
             ("LABCHATCOMPLIANCE", ["PersistentChatService"])])
        status = value(found[2], "Status")
        checks.equal("the status is an enum of .NET", (str(status), status.types[0]),
                     ("Running", "System.ServiceProcess.ServiceControllerStatus"))
        checks.equal("without activity", value(found[2], "ActivityLevel"), None)
        begun = time.monotonic()
        busy = run(pool, SERVICES, ComputerName=FRONT_END).output
        checks.that("with activity it takes its time", time.monotonic() - begun > 1.9)
        checks.that("and says it", "Requests" in value(busy[0], "ActivityLevel"))
        checks.that("a standby server has them too", CHAT in [value(one, "Name") for one in read("pc13.contoso.com")])
        peer.tell("/options", no_role_names=True)
        checks.that("RoleName may be absent", "RoleName" not in read(CHAT_SERVER)[2].adapted_properties)

        before = _status(peer, CHAT_SERVER)
        outcome = run(pool, STOP, Name=CHAT, ComputerName=CHAT_SERVER, WhatIf=True)
        checks.equal("what-if stops nothing", (_status(peer, CHAT_SERVER), pool.host.ui.lines[-1:], outcome.errors), (
            before, [f'What if: Performing the operation "{STOP}" on target "{CHAT}".'], []))
        outcome = act(STOP, Name=CHAT, ComputerName=CHAT_SERVER)
        checks.equal("a service is stopped without output", (outcome.output, outcome.errors), ([], []))
        checks.equal("and the others are not", _status(peer, CHAT_SERVER), {**before, CHAT: "Stopped"})
        checks.equal("stopping it again is no error", act(STOP, Name=CHAT, ComputerName=CHAT_SERVER).errors, [])
        checks.equal("starting it needs no more", act(START, Name=CHAT, ComputerName=CHAT_SERVER).errors, [])
        checks.equal("nor when it runs", act(START, Name=CHAT, ComputerName=CHAT_SERVER).errors, [])
        act(STOP, Name=CHAT, ComputerName=CHAT_SERVER, NoWait=True, Graceful=True)
        states = [str(value(read(CHAT_SERVER)[2], "Status")) for _ in range(2)]
        checks.equal("without waiting it is pending first", states, ["StopPending", "Stopped"])
        checks.equal("an unknown service is an error", act(STOP, Name="SPOOLER", ComputerName=CHAT_SERVER).error_ids,
                     ["ServiceNotFound"])
        checks.equal("an unknown computer too", act(STOP, Name=CHAT, ComputerName="x.contoso.com").error_ids,
                     ["CannotOpenServiceControlManager"])
        act(STOP, ComputerName="fe02.contoso.com", LeaveWebServerRunning=True)
        checks.equal("the web server may be left", _status(peer, "fe02.contoso.com"),
                     {"REPLICA": "Stopped", "W3SVC": "Running", "RTCSRV": "Stopped"})
        act(STOP, ComputerName=FRONT_END)
        checks.equal("without -Name every service of the computer stops", set(_status(peer, FRONT_END).values()),
                     {"Stopped"})
        peer.tell("/set-service", computer=CHAT_SERVER, name=CHAT, status="Running")
        checks.equal("somebody else starts one", str(value(read(CHAT_SERVER)[2], "Status")), "Running")
        checks.equal("of those there are",
                     peer.refuses("/set-service", computer=CHAT_SERVER, name="X", status="Running"), 400)
        checks.equal("in states there are",
                     peer.refuses("/set-service", computer=CHAT_SERVER, name=CHAT, status="Dancing"), 400)


def replication(checks: Checks) -> None:
    """Replication of the Central Management store."""
    with Peer("--replication-delay", "2") as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        replicas = run(pool, REPLICAS).output
        checks.equal("every computer has a replica", len(replicas), 14)
        checks.equal("a replica has its type", replicas[0].types[0], "Microsoft.Rtc.Management.Xds.ReplicaState")
        checks.equal("all are up to date", {value(one, "UpToDate") for one in replicas}, {True})
        moment = value(replicas[0], "LastStatusReport")
        checks.that("a time arrives as one", datetime.datetime.fromisoformat(moment).tzinfo is not None, moment)
        peer.tell("/set-replica", fqdn=FRONT_END, up_to_date=False, last_status_report="2026-01-05T08:30:00+00:00")

        def is_up() -> bool:
            return value(run(pool, REPLICAS, ReplicaFqdn=FRONT_END.upper()).output[0], "UpToDate")

        checks.equal("one falls behind and stays there", [is_up() for _ in range(4)], [False] * 4)
        outcome = run(pool, "Invoke-CsManagementStoreReplication", ReplicaFqdn=FRONT_END)
        checks.equal("replication is asked for", (outcome.output, outcome.errors), ([], []))
        checks.equal("and is through after two reads", [is_up() for _ in range(4)], [False, False, True, True])
        peer.tell("/set-replica", fqdn=FRONT_END, up_to_date=False)
        run(pool, "Invoke-CsManagementStoreReplication")
        peer.tell("/settle")
        checks.equal("or as soon as the test says so", is_up(), True)
        unknown = run(pool, "Invoke-CsManagementStoreReplication", ReplicaFqdn="x.contoso.com")
        checks.equal("an unknown replica is an error", unknown.error_ids, ["ItemNotFound"])
        checks.equal("there is no -WhatIf", run(pool, "Invoke-CsManagementStoreReplication", WhatIf=True).error_ids,
                     ["NamedParameterNotFound"])
        updated = run(pool, "Update-CsUserDatabase", Fqdn="pool2010.contoso.com")
        checks.equal("a user database is read again", (updated.errors, peer.ask("/state")["updated_user_databases"]),
                     ([], ["pool2010.contoso.com"]))
        run(pool, "Update-CsUserDatabase")
        checks.equal("without -Fqdn that of the computer's own pool", peer.ask("/state")["updated_user_databases"][1:],
                     ["pool2013-seoul.contoso.com"])


def users(checks: Checks) -> None:
    """Users and their addresses."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        def act(cmdlet: str, identity: str = LOOKUP, **parameters: Any) -> Any:
            return run(pool, cmdlet, Identity=identity, **{"Confirm": False, **parameters})

        def address() -> str | None:
            state = peer.ask("/state")
            return next(user["sip_address"] for user in [*state["users"], *state["disabled_users"]]
                        if user["dn"] == LOOKUP_DN)

        retired = "sip:ocschat-retired@contoso.com"
        run(pool, "Set-CsUser", Identity=LOOKUP, SipAddress=retired, WhatIf=True)
        checks.equal("what-if moves nothing", (address(), len(pool.host.ui.lines)), (LOOKUP, 1))
        checks.equal("an address in use is refused", act("Set-CsUser", SipAddress="sip:noc@contoso.com").error_ids,
                     ["SipAddressInUse"])
        checks.equal("an endpoint's too", act("Set-CsUser", SipAddress="sip:ocschat@fabrikam.com").error_ids,
                     ["SipAddressInUse"])
        checks.equal("a user keeps his own", act("Set-CsUser", SipAddress=LOOKUP).errors, [])
        moved = act("Set-CsUser", SipAddress=retired)
        checks.equal("an address moves", (moved.output, moved.errors, address()), ([], [], retired))
        made = run(pool, "New-CsPersistentChatEndpoint", SipAddress=LOOKUP, PersistentChatPoolFqdn=SEOUL, Confirm=False)
        checks.equal("and is free for an endpoint", made.errors, [])
        checks.equal("which keeps it", act("Set-CsUser", retired, SipAddress=LOOKUP).error_ids, ["SipAddressInUse"])
        checks.equal("-Enabled:$false frees nothing", (act("Set-CsUser", retired, Enabled=False).errors, address()),
                     ([], retired))
        stray = act("Set-CsUser", retired, SipAddress="sip:a@example.net")
        checks.equal("a domain nobody has is taken", stray.errors, [])
        gone = act("Disable-CsUser", LOOKUP_DN)
        checks.equal("a user is disabled", (gone.output, gone.errors, address()), ([], [], None))
        checks.equal("and Get-CsUser knows him no more", run(pool, "Get-CsUser", Identity=LOOKUP_DN).error_ids,
                     ["ManagementObjectNotFound"])
        checks.equal("disabling him again is an error", act("Disable-CsUser", LOOKUP_DN).error_ids,
                     ["ManagementObjectNotFound"])
        wanted = {"RegistrarPool": "pool2010.contoso.com", "SipAddress": retired}
        checks.equal("a pool that is none does not take him",
                     act("Enable-CsUser", LOOKUP_DN, **{**wanted, "RegistrarPool": "x.contoso.com"}).error_ids,
                     ["ItemNotFound"])
        checks.equal("an address in use is refused here too",
                     act("Enable-CsUser", LOOKUP_DN, **{**wanted, "SipAddress": LOOKUP}).error_ids, ["SipAddressInUse"])
        back = act("Enable-CsUser", LOOKUP_DN, **wanted)
        checks.equal("he is enabled again", (back.errors, address()), ([], retired))
        checks.equal("once", act("Enable-CsUser", LOOKUP_DN, **wanted).error_ids, ["AlreadyEnabled"])
        peer.tell("/reset")
        checks.equal("reset brings him back", address(), LOOKUP)
        granted(checks, pool, act)


def granted(checks: Checks, pool: RunspacePool, act: Any) -> None:
    """Policies of a user, and the users no cmdlet may change."""
    def policies() -> dict[str, str]:
        user = run(pool, "Get-CsUser", Identity=LOOKUP_DN).output[0]
        named = ((kind, value(user, kind)) for kind in ("ExternalAccessPolicy", "PinPolicy", "VoicePolicy"))
        return {kind: name for kind, name in named if name is not None}

    before = {"ExternalAccessPolicy": "Services", "PinPolicy": "서비스 계정"}
    checks.equal("a user has policies", policies(), before)
    run(pool, "Grant-CsVoicePolicy", Identity=LOOKUP_DN, PolicyName="Seoul", WhatIf=True)
    checks.equal("what-if grants nothing", policies(), before)
    checks.equal("one is granted", (act("Grant-CsVoicePolicy", LOOKUP_DN, PolicyName="Seoul").errors, policies()),
                 ([], {**before, "VoicePolicy": "Seoul"}))
    checks.equal("and taken again", (act("Grant-CsVoicePolicy", LOOKUP_DN, PolicyName=None).errors, policies()),
                 ([], before))
    act("Set-CsUser", LOOKUP_DN, SipAddress="sip:ocschat-retired@contoso.com")
    checks.equal("another address changes none", policies(), before)
    act("Disable-CsUser", LOOKUP_DN)
    act("Enable-CsUser", LOOKUP_DN, RegistrarPool="pool2010.contoso.com", SipAddress=LOOKUP)
    checks.equal("disabling forgets them", policies(), {})
    earlier = run(pool, "Get-CsUser", Identity="sip:dispatch@contoso.com").output[0]
    checks.equal("a user of an earlier version has no registrar pool",
                 (value(earlier, "RegistrarPool"), "ocs2007r2" in value(earlier, "HomeServer")), (None, True))
    for cmdlet in ("Set-CsUser", "Disable-CsUser", "Grant-CsPinPolicy"):
        checks.equal(f"{cmdlet} does not change him", act(cmdlet, "sip:dispatch@contoso.com").error_ids,
                     ["HomedOnEarlierVersion"])
        checks.equal(f"{cmdlet} has no right to a protected one", act(cmdlet, "sip:chatadmin@contoso.com").error_ids,
                     ["ActiveDirectoryOperationFailed"])


def content(checks: Checks) -> None:
    """Categories, rooms and add-ins."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        def read(noun: str, **parameters: Any) -> Any:
            return run(pool, f"Get-CsPersistentChat{noun}", **parameters)

        categories = read("Category", PersistentChatPoolFqdn=SEOUL).output
        checks.equal("categories have names and counts",
                     [(str(one), value(one, "NumberOfChatRooms")) for one in categories], [(f"{SEOUL}\\영업", 2)])
        rooms = read("Room", PersistentChatPoolFqdn=TOKYO).output
        checks.equal("rooms have names", [value(one, "Name") for one in rooms],
                     ["障害対応", "Data centre move", "Closed in 2012"])
        checks.equal("and a privacy", [str(value(one, "Privacy")) for one in rooms], ["Closed", "Secret", "Open"])
        hidden = read("Room", Disabled=True).output
        checks.equal("disabled ones can be asked for", [value(one, "Name") for one in hidden], ["Closed in 2012"])
        checks.equal("add-ins", [value(one, "Name") for one in read("Addin").output], ["シフト表"])
        checks.equal("an unknown pool is an error", read("Room", PersistentChatPoolFqdn="x.contoso.com").error_ids,
                     ["PersistentChatPoolNotFound"])
        peer.tell("/set-service", computer="pc11.contoso.com", name=CHAT, status="Stopped")
        checks.equal("one active server is enough", len(read("Room", PersistentChatPoolFqdn=TOKYO).output), 3)
        peer.tell("/set-service", computer="pc12.contoso.com", name=CHAT, status="Stopped")
        down = read("Room", PersistentChatPoolFqdn=TOKYO)
        checks.equal("none is not", (down.output, down.error_ids), ([], ["PersistentChatUnreachable"]))
        checks.equal("the other pools still answer", len(read("Category").output), 1)


def message(checks: Checks) -> None:
    """The message two users exchange."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        pool.exchange_keys()
        people = {"TargetFqdn": "pool2013-tokyo.contoso.com", "SenderSipAddress": "sip:noc@contoso.com",
                  "ReceiverSipAddress": "sip:helpdesk@contoso.com"}

        def credentials(password: str) -> dict[str, Any]:
            return {"SenderCredential": PSCredential(username="CONTOSO\\noc", password=password),
                    "ReceiverCredential": PSCredential(username="helpdesk@contoso.com", password=password)}

        def test(**more: Any) -> tuple[str, str | None]:
            [result] = run(pool, "Test-CsPersistentChatMessage", **people, **more).output
            return str(value(result, "Result")), value(result, "Error")

        checks.equal("passwords arrive through the session key", test(**credentials(peer.password)), ("Success", None))
        checks.equal("a wrong one is refused", test(**credentials("not the password")),
                     ("Failure", "401, Unauthorized: sip:noc@contoso.com"))
        checks.equal("the server's own trust needs none", test(), ("Success", None))
        checks.equal("a room can be named", test(ChatRoomUri=f"{TOKYO}\\障害対応"), ("Success", None))
        checks.equal("which has to be there", test(ChatRoomUri=f"{TOKYO}\\会議"),
                     ("Failure", "No chat room was found."))
        half = {"SenderCredential": credentials(peer.password)["SenderCredential"]}
        checks.equal("one credential alone is none", run(pool, "Test-CsPersistentChatMessage", **people,
                                                         **half).error_ids, ["MissingMandatoryParameter"])
        checks.equal("the messages stay", [one["room"] for one in peer.ask("/state")["messages"]],
                     [f"{SEOUL}\\공지", f"{SEOUL}\\공지", f"{TOKYO}\\障害対応"])
        [result] = run(pool, "Test-CsPersistentChatMessage", **people).output
        checks.equal("the answer has a latency", value(result, "Latency"), "PT4.182S")
        log = peer.log_file.read_text(encoding="utf-8")
        sent = str(peer.ask("/log"))
        seen = log + sent
        checks.that("no password is in the log", peer.password not in seen and "not the password" not in seen)
        sealed = peer.ask("/log")["pipelines"][0]["commands"][0]["parameters"]
        checks.that("nor what encrypts it", any("<SS" in (one.get("xml") or "") for one in sealed)
                    and not any("<SS N=\"Password\">A" in (one.get("xml") or "") for one in sealed))


def roles(checks: Checks) -> None:
    """Sessions of roles."""
    with Peer("--roles", "CsUserAdministrator") as peer:
        def names(roles: str) -> set[str]:
            peer.tell("/options", roles=roles)
            with connect(peer) as wsman, RunspacePool(wsman) as pool:
                return {value(one, "Name") for one in run(pool, "Get-Command", Name="*-Cs*").output}

        with connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
            held = run(pool, "Get-Command", Name=["Set-CsUser", STOP])
            checks.equal("Get-Command shows what the role holds and misses the rest",
                         ([value(one, "Name") for one in held.output], held.error_ids, held.failed),
                         (["Set-CsUser"], NOT_FOUND, False))
            checks.equal("which is not there", run(pool, STOP, Name=CHAT, Confirm=False).error_ids, NOT_FOUND)
            found = run(pool, "Get-CsAdminRole", Identity="CsServerAdministrator").output
            cmdlets = value(found[0], "Cmdlets")
            checks.that("roles list their cmdlets", STOP in [value(one, "Name") for one in cmdlets])
            checks.that("as text with a name before", f"Name={STOP}" in [str(one) for one in cmdlets])
        everything, server = names("CsAdministrator"), names("CsServerAdministrator")
        checks.equal("an administrator has every cmdlet", len(everything), 45)
        checks.that("a server administrator services", STOP in server and "Set-CsUser" not in server, server)
        chat = names("CsPersistentChatAdministrator")
        checks.that("a chat administrator endpoints",
                    "New-CsPersistentChatEndpoint" in chat and STOP not in chat, chat)
        view = names("CsViewOnlyAdministrator")
        checks.that("a viewer no changes", view and all(name.startswith("Get-") for name in view), view)
        checks.equal("roles add up", names("CsServerAdministrator, CsUserAdministrator"),
                     server | names("CsUserAdministrator"))
        checks.equal("a role nobody has gives nothing", names("Nobody"), set())


def streams(checks: Checks) -> None:
    """A cmdlet that uses every stream."""
    for protocol, informed in (("2.2", []), ("2.3", ["chatter: information"])):
        with Peer("--protocol", protocol) as peer, connect(peer) as wsman:
            with RunspacePool(wsman, host=host(0)) as pool:
                peer.tell("/fault", name="chatter", cmdlet="Get-CsSipDomain")
                shell = PowerShell(pool)
                shell.add_cmdlet("Get-CsSipDomain")
                output = shell.invoke()
                seen = shell.streams
                checks.equal(f"protocol {protocol}: the output is whole", len(output), 2)
                checks.equal("verbose and debug", [str(one) for one in (*seen.verbose, *seen.debug)],
                             ["chatter: verbose, 자세히, 詳細", "chatter: debug"])
                checks.equal("progress has a beginning and an end",
                             [(one.description, one.percent_complete) for one in seen.progress],
                             [("half-way", 50), ("done", 100)])
                checks.equal("information", [one.message_data for one in seen.information], informed)
                checks.equal("each with its text", [one.message for one in (*seen.verbose, *seen.debug, *seen.warning)],
                             ["chatter: verbose, 자세히, 詳細", "chatter: debug", "chatter: warning"])
                checks.equal("a warning", [str(one) for one in seen.warning], ["chatter: warning"])
                checks.equal("an error that ends nothing", [one.fq_error.partition(",")[0] for one in seen.error],
                             ["Chatter"])
                checks.equal("a line and a question for the host", (pool.host.ui.lines, [
                    (caption, labels, default) for caption, _, labels, default in pool.host.ui.prompts]),
                    (["chatter: a line for the host"], [("Chatter", ["&Yes", "&No"], 1)]))


GROUPS = (topology, services, replication, users, content, message, roles, streams)
