"""What is checked: the protocol in every mode, then each rule and each fault of the peer."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import threading
import time
import traceback
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from krb5 import Krb5Error
from pypsrp.exceptions import AuthenticationError, WinRMTransportError, WSManFaultError
from pypsrp.powershell import PowerShell, PSInvocationState, RunspacePool
from pypsrp.wsman import NAMESPACES, WSMan
from spnego.exceptions import SpnegoError

from . import deployment_checks, directory_checks
from .client import PROMPT_NO, connect, host, run, value
from .running import Peer

TOKYO = "pchat-tokyo.contoso.com"
SEOUL = "pchat-seoul.contoso.com"
LEGACY = "sip:ocschat@fabrikam.com"
NEW = "New-CsPersistentChatEndpoint"
GET = "Get-CsPersistentChatEndpoint"
REMOVE = "Remove-CsPersistentChatEndpoint"

# Peer options and pypsrp's authentication for each way in.
MODES = (
    ("HTTPS, Negotiate, NTLM inside SPNEGO", ("--auth", "negotiate"), "negotiate"),
    ("HTTPS, Negotiate, raw NTLM tokens", ("--auth", "negotiate"), "ntlm"),
    ("HTTPS, NTLM", ("--auth", "ntlm"), "ntlm"),
    ("HTTPS, NTLM and Negotiate offered", ("--auth", "both"), "negotiate"),
    ("HTTPS, Negotiate with channel binding", ("--auth", "negotiate", "--require-channel-binding"), "negotiate"),
    ("HTTPS, NTLM with channel binding", ("--auth", "ntlm", "--require-channel-binding"), "ntlm"),
    ("HTTPS, Basic", ("--auth", "basic"), "basic"),
    ("HTTPS, no authentication", ("--auth", "none"), "basic"),
    ("HTTPS of 2012 R2, Negotiate", ("--tls", "2012r2"), "negotiate"),
    ("HTTP, Negotiate", ("--http", "--auth", "negotiate"), "negotiate"),
    ("HTTP sealed, Negotiate", ("--http", "--auth", "negotiate", "--seal"), "negotiate"),
    ("HTTP sealed, NTLM", ("--http", "--auth", "ntlm", "--seal"), "ntlm"),
    ("HTTPS, protocol 2.1", ("--protocol", "2.1"), "negotiate"),
    ("HTTPS, protocol 2.3", ("--protocol", "2.3"), "negotiate"),
    ("HTTPS, Kerberos inside SPNEGO", ("--auth", "kerberos"), "kerberos"),
    ("HTTPS, the Kerberos scheme", ("--auth", "kerberos-scheme"), "kerberos"),
    ("HTTPS, Negotiate with Kerberos and NTLM, by ticket", ("--auth", "negotiate", "--kerberos"), "kerberos"),
    ("HTTPS, Negotiate with Kerberos and NTLM, by NTLM", ("--auth", "negotiate", "--kerberos"), "negotiate"),
    ("HTTPS, Kerberos with channel binding", ("--auth", "kerberos", "--require-channel-binding"), "kerberos"),
    ("HTTPS, Kerberos with extended protection", ("--auth", "kerberos", "--extended-protection"), "kerberos"),
    ("HTTPS, NTLM with extended protection",
     ("--auth", "negotiate", "--kerberos", "--extended-protection"), "negotiate"),
    ("HTTP, Kerberos", ("--http", "--auth", "kerberos"), "kerberos"),
    ("HTTP sealed, Kerberos inside SPNEGO", ("--http", "--auth", "kerberos", "--seal"), "kerberos"),
    ("HTTP sealed, the Kerberos scheme", ("--http", "--auth", "kerberos-scheme", "--seal"), "kerberos"),
    ("HTTP sealed, Negotiate with Kerberos and NTLM, by ticket",
     ("--http", "--auth", "negotiate", "--kerberos", "--seal"), "kerberos"),
    ("HTTP sealed, Negotiate with Kerberos and NTLM, by NTLM",
     ("--http", "--auth", "negotiate", "--kerberos", "--seal"), "negotiate"),
)


class Checks:
    """Counts and prints."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def that(self, what: str, holds: Any, seen: Any = None) -> None:
        if holds:
            self.passed += 1
            print(f"ok      {what}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED  {what}" + (f": {seen!r}" if seen is not None else ""), flush=True)

    def equal(self, what: str, seen: Any, wanted: Any) -> None:
        self.that(what, seen == wanted, seen)

    def raises(self, what: str, kinds: type[BaseException] | tuple[type[BaseException], ...],
               act: Callable[[], Any]) -> BaseException | None:
        try:
            seen = act()
        except kinds as err:
            self.that(what, True)
            return err
        self.that(what, False, seen)
        return None

    def group(self, name: str, act: Callable[[Checks], None]) -> None:
        """Runs one group; what it did not foresee is one failure and no end of the others."""
        print(f"# {name}", flush=True)
        try:
            act(self)
        except Exception:
            self.that(name, False, traceback.format_exc())


def everything(checks: Checks) -> None:
    for name, options, auth in MODES:
        checks.group(name, lambda checks, options=options, auth=auth: _mode(checks, options, auth))
    for group in (_certificates, _front, _kerberos, _tickets, _death, _reading, _creating, _removing, _host, _rights,
                  _binding, _delay, _shapes, _protocol, _pipeline_faults, _connection_faults, _hostile, _control,
                  *deployment_checks.GROUPS, *directory_checks.GROUPS):
        checks.group((group.__doc__ or group.__name__).splitlines()[0].rstrip("."), group)


def _mode(checks: Checks, options: tuple[str, ...], auth: str) -> None:
    with Peer(*options) as peer:
        # A small envelope, so that the endpoints need several Receives.
        for number in range(60):
            peer.tell("/add-endpoint", sip_address=f"sip:many{number}@contoso.com", pool=SEOUL)
        ticket = auth == "kerberos"
        # NTLM's caller is DOMAIN\\user, Kerberos' is user@REALM.
        user = peer.facts["kerberos_user"] if ticket else peer.user
        with connect(peer, auth, user=user, max_envelope_size=16384) as wsman, RunspacePool(wsman, host=host()) as pool:
            services = run(pool, "Get-CsService", PersistentChatServer=True).output
            checks.equal("three services are listed", len(services), 3)
            checks.equal("sixty-four endpoints arrive in small envelopes", len(run(pool, GET).output), 64)
            made = run(pool, NEW, SipAddress="sip:mode@contoso.com", PersistentChatPoolFqdn=TOKYO, PassThru=True,
                       Confirm=False)
            checks.equal("an endpoint is created", [value(one, "SipAddress") for one in made.output],
                         ["sip:mode@contoso.com"])
        served = [entry for entry in peer.ask("/requests")["requests"] if entry.get("operation")]
        checks.that("Receive was needed again for the rest",
                    sum(entry["operation"] == "receive" for entry in served) > 6, len(served))
        largest = max(entry["size"] for entry in served)
        checks.that("no answer is larger than the envelope", 8192 < largest <= 16384, largest)
        if auth != "basic":
            handshakes = [entry for entry in peer.ask("/requests")["requests"] if entry["status"] == 401]
            checks.equal("one handshake served the whole connection", len(handshakes), 1 if ticket else 2)
            checks.equal("of the mechanism that was meant", {entry["mechanism"] for entry in served},
                         {"kerberos" if ticket else "ntlm"})
            checks.equal("the caller is the one who signed in", {entry["principal"] for entry in served}, {peer.user})
        if "none" not in options:
            wrong = connect(peer, auth, user=user, password="not the password")
            refusals = (Krb5Error,) if ticket else (AuthenticationError, WinRMTransportError)
            checks.raises("a wrong password is refused", refusals, lambda: RunspacePool(wrong).open())
            log = peer.log_file.read_text(encoding="utf-8")
            checks.that("no password is in the log", peer.password not in log and "not the password" not in log)
        if "--seal" in options:
            clear = connect(peer, auth, user=user, encryption="never")
            checks.raises("a body in clear is refused", WinRMTransportError, lambda: RunspacePool(clear).open())
        binds = "--require-channel-binding" in options or "--extended-protection" in options
        if ticket:
            checks.equal("the ticket is bound where the peer knows its channel",
                         {entry["channel_bound"] for entry in served}, {binds})
        if binds:
            unbound = connect(peer, auth, user=user, negotiate_send_cbt=False)
            if ticket and "--extended-protection" not in options:
                # MIT refuses bindings that differ and lets those in who send none.
                with unbound, RunspacePool(unbound) as pool:
                    domains = run(pool, "Get-CsSipDomain").output
                    checks.equal("Kerberos without channel binding is let in", len(domains), 2)
                return
            checks.raises("no channel binding is refused", (AuthenticationError, WinRMTransportError),
                          lambda: RunspacePool(unbound).open())


def _certificates(checks: Checks) -> None:
    """Certificates a client must refuse."""
    for kind in ("expired", "wrong-name"):
        with Peer("--certificate", kind) as peer:
            checks.raises(f"{kind} is refused by the client", requests.exceptions.SSLError,
                          lambda: RunspacePool(connect(peer)).open())


def _front(checks: Checks) -> None:
    """Paths, connections and the folder of a run."""
    with Peer("--http", "--auth", "ntlm") as peer:
        def status(path: str, headers: dict[str, str] | None = None) -> tuple[int, str | None]:
            connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=10)
            connection.request("POST", path, b"", headers or {})
            answer = connection.getresponse()
            answer.read()
            connection.close()
            return answer.status, answer.getheader("WWW-Authenticate")

        checks.equal("another path is not found", status("/wsman")[0], 404)
        checks.equal("a query is tolerated", status("/OcsPowershell?PSVersion=5.1"), (401, "NTLM"))
        checks.equal("a scheme that is not offered is refused",
                     status("/OcsPowershell", {"Authorization": "Negotiate TlRMTVNTUAABAAAA"}), (401, "NTLM"))
        checks.equal("nonsense for a token is refused",
                     status("/OcsPowershell", {"Authorization": f"NTLM {base64.b64encode(b'nonsense').decode()}"}),
                     (401, "NTLM"))
        checks.equal("the password file is for its owner only", peer.password_file.stat().st_mode & 0o777, 0o600)
        with connect(peer, "ntlm") as wsman, RunspacePool(wsman) as pool:
            run(pool, "Get-CsSipDomain")
            checks.that("open connections are dropped on order", peer.tell("/drop-connections")["dropped"] >= 1)
            run(pool, "Get-CsSipDomain")
        lane = [entry["connection"] for entry in peer.ask("/requests")["requests"] if entry.get("operation")]
        checks.equal("a new connection signed in anew", len(set(lane)), 2)
        folder = peer.log_file.parent
    checks.that("the folder of the run is gone", not folder.exists())


def _kerberos(checks: Checks) -> None:
    """A KDC with faults."""
    with Peer("--http", "--auth", "kerberos", "--seal", "--spn-host", "127.0.0.1") as peer:
        def sign_in(**more: Any) -> int:
            wsman = connect(peer, "kerberos", user=peer.facts["kerberos_user"], **more)
            with wsman, RunspacePool(wsman) as pool:
                return len(run(pool, "Get-CsSipDomain").output)

        checks.equal("a service of another name has its key too",
                     sign_in(negotiate_hostname_override="127.0.0.1"), 2)
        enterprise = f"lab-admin\\@contoso.com@{peer.facts['realm']}"
        with connect(peer, "kerberos", user=enterprise) as wsman, RunspacePool(wsman) as pool:
            run(pool, "Get-CsSipDomain")
        served = {entry["principal"] for entry in peer.ask("/requests")["requests"] if entry.get("operation")}
        checks.equal("a name with a domain is the same caller", served, {peer.user})
        missing = checks.raises("a service nobody knows has no ticket", SpnegoError,
                                lambda: sign_in(negotiate_hostname_override="nowhere.contoso.com"))
        checks.that("in the words of the KDC", "not found in Kerberos database" in str(missing), missing)
        for order, remedy, kind, words in (
            ("forget-service", "know-service", SpnegoError, "not found in Kerberos database"),
            ("wrong-clock", "right-clock", Krb5Error, "Clock skew too great"),
            ("lock-user", "unlock-user", Krb5Error, "credentials have been revoked"),
            ("expire-password", "renew-password", Krb5Error, "Password has expired"),
            ("stop", "start", Krb5Error, "Cannot contact any KDC"),
        ):
            peer.tell("/kdc", do=order)
            error = checks.raises(f"{order}: nobody signs in", kind, sign_in)
            checks.that("and the error says why", words in str(error), error)
            peer.tell("/kdc", do=remedy)
            checks.equal(f"{remedy}: it works again", sign_in(), 2)
        checks.equal("an unknown order is refused", peer.refuses("/kdc", do="dance"), 400)
        ntlm = connect(peer, "ntlm", encryption="never")
        checks.raises("NTLM is not taken", AuthenticationError, lambda: RunspacePool(ntlm).open())
        log = peer.log_file.read_text(encoding="utf-8")
        checks.that("no password is in the log", peer.password not in log)
        folder = Path(peer.facts["krb5_config"]).parent
        checks.equal("the realm's folder is for its owner only", folder.stat().st_mode & 0o777, 0o700)
        words = (folder / "kdc.log").read_text(encoding="utf-8")
        checks.that("the KDC logged the tickets it gave", "ISSUE" in words, words[-200:])
        port = urlsplit(peer.facts["kdc"]).port
    with socket.socket() as probe:
        checks.that("the KDC ended with the peer", probe.connect_ex(("127.0.0.1", port)) != 0)


def _tickets(checks: Checks) -> None:
    """A ticket cache, without any password."""
    with Peer("--auth", "kerberos", "--ccache") as peer:
        os.environ["KRB5CCNAME"] = f"FILE:{peer.facts['ccache']}"
        try:
            wsman = connect(peer, "kerberos")
            # pypsrp takes the cache when it is given nobody.
            wsman.transport.username = wsman.transport.password = None
            with wsman, RunspacePool(wsman) as pool:
                checks.equal("the cache signs in", len(run(pool, "Get-CsSipDomain").output), 2)
        finally:
            del os.environ["KRB5CCNAME"]
        served = {entry["principal"] for entry in peer.ask("/requests")["requests"] if entry.get("operation")}
        checks.equal("as the user who has the ticket", served, {peer.user})
        checks.equal("the cache is for its owner only", Path(peer.facts["ccache"]).stat().st_mode & 0o777, 0o600)


def _death(checks: Checks) -> None:
    """A front end that dies and comes back."""
    broken = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
    for after_act in (False, True):
        with Peer() as peer:
            wsman = connect(peer)
            pool = RunspacePool(wsman)
            pool.open()
            peer.tell("/fault", name="die", cmdlet=NEW, after_act=after_act)
            checks.raises("the connection breaks", broken, lambda: run(
                pool, NEW, SipAddress="sip:d@contoso.com", PersistentChatPoolFqdn=SEOUL, Confirm=False))
            checks.equal("after the act" if after_act else "before the act",
                         "sip:d@contoso.com" in peer.endpoints(), after_act)
            checks.raises("nobody listens any more", broken, lambda: RunspacePool(connect(peer)).open())
            peer.tell("/revive")
            fault = checks.raises("the revived front end knows no shell", WSManFaultError, lambda: run(pool, GET))
            checks.equal("as faults say", fault.code, 2150858843)
            pool.shell.opened = False
            with connect(peer) as again, RunspacePool(again) as fresh:
                checks.equal("a new session shows what became of it", len(run(fresh, GET).output), 4 + after_act)
            checks.equal("only the dead are revived", peer.refuses("/revive"), 400)
            peer.tell("/die")
            checks.raises("it dies on order too", broken, lambda: RunspacePool(connect(peer)).open())


def _reading(checks: Checks) -> None:
    """Reading the deployment."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        services = run(pool, "get-csservice", persistentchatserver=True).output
        first = services[0]
        checks.equal("a service has its type", first.types[0],
                     "Microsoft.Rtc.Management.Xds.DisplayPersistentChatServer")
        checks.equal("and its identity as text", str(first), f"PersistentChatServer:{SEOUL}")
        checks.equal("versions are numbers", [value(one, "Version") for one in services], [6, 6, 7])
        checks.equal("servers are a list", value(services[1], "ActiveServers"),
                     ["pc11.contoso.com", "pc12.contoso.com"])
        checks.equal("a pool narrows services down", len(run(pool, "Get-CsService", PersistentChatServer=True,
                                                             PoolFqdn=TOKYO.upper()).output), 1)
        domains = run(pool, "Get-CsSipDomain").output
        checks.equal("SIP domains", [(value(one, "Name"), value(one, "IsDefault")) for one in domains],
                     [("contoso.com", True), ("fabrikam.com", False)])
        state = run(pool, "Get-CsPersistentChatState", Identity=f"PersistentChatServer:{TOKYO}").output
        checks.equal("the state is an enum with a name", [str(value(one, "PoolState")) for one in state], ["Normal"])
        endpoints = run(pool, GET).output
        checks.equal("four endpoints", len(endpoints), 4)
        checks.equal("an endpoint has its type", endpoints[0].types[0],
                     "Microsoft.Rtc.Management.ADConnect.Schema.OCSPersistentChatContact")
        checks.equal("the registrar is an object whose text is a name", str(value(endpoints[0], "RegistrarPool")),
                     "pool2013-seoul.contoso.com")
        for how, identity in (("address", LEGACY.upper()), ("display name", "Persistent Chat (Fabrikam)"),
                              ("distinguished name", value(endpoints[3], "Identity").replace(",", ", "))):
            found = run(pool, GET, Identity=identity).output
            checks.equal(f"an endpoint is found by {how}", [value(one, "SipAddress") for one in found], [LEGACY])
        checks.equal("a pool has its endpoints", len(run(pool, GET, PersistentChatPoolFqdn=TOKYO).output), 2)
        checks.equal("no result is asked for, none comes", len(run(pool, GET, ResultSize=0).output), 0)
        missing = run(pool, GET, Identity="sip:nobody@contoso.com")
        checks.equal("an unknown endpoint is an error", (missing.error_ids, missing.failed),
                     (["ManagementObjectNotFound"], False))
        checks.equal("that ends the pipeline with -ErrorAction Stop",
                     run(pool, GET, Identity="sip:nobody@contoso.com", ErrorAction="Stop").failed, True)
        principal = run(pool, "Get-CsAdPrincipal", Filter='SipAddress -eq "sip:OCSCHAT@contoso.com"').output
        checks.equal("a principal is found by filter", [value(one, "Name") for one in principal],
                     ["Group Chat Lookup Service"])
        endpoint_filter = f'SipAddress -eq "{LEGACY}"'
        checks.equal("endpoints are no principals", run(pool, "Get-CsAdPrincipal", Filter=endpoint_filter).output, [])
        peer.tell("/options", principal_configuration=True)
        checks.equal("unless the peer searches Configuration too",
                     len(run(pool, "Get-CsAdPrincipal", Filter=endpoint_filter).output), 1)
        peer.tell("/add-contact", sip_address="sip:door@contoso.com", dn="CN=Door,DC=contoso,DC=com",
                  display_name="Door")
        contact_filter = "SipAddress -like 'sip:door@*'"
        checks.equal("contacts are not found", run(pool, "Get-CsAdPrincipal", Filter=contact_filter).output, [])
        peer.tell("/options", principal_contacts=True)
        checks.equal("unless the peer finds contacts",
                     len(run(pool, "Get-CsAdPrincipal", Filter=contact_filter).output), 1)
        checks.equal("a filter that is none is refused",
                     run(pool, "Get-CsAdPrincipal", Filter="SipAddress = x").error_ids, ["InvalidFilter"])
        user = run(pool, "Get-CsUser", Identity="sip:noc@contoso.com").output
        checks.equal("a user is found", [str(value(one, "RegistrarPool")) for one in user],
                     ["pool2013-tokyo.contoso.com"])
        checks.equal("a user is found by filter", len(run(pool, "Get-CsUser", Filter="Enabled -eq $true").output), 6)
        checks.equal("an unknown user is an error", run(pool, "Get-CsUser", Identity="sip:x@contoso.com").error_ids,
                     ["ManagementObjectNotFound"])


def _creating(checks: Checks) -> None:
    """Creating endpoints."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        def new(address: str | None, fqdn: str = SEOUL, **more: Any) -> Any:
            parameters = {"SipAddress": address} if address is not None else {}
            return run(pool, NEW, **parameters, PersistentChatPoolFqdn=fqdn, **{"Confirm": False, **more})

        name = "Erster 채팅 チャット 💬"
        quiet = new("sip:first@contoso.com", DisplayName=name)
        checks.equal("without -PassThru nothing is output", (quiet.output, quiet.errors), ([], []))
        found = run(pool, GET, Identity="sip:first@contoso.com").output
        checks.equal("the display name survives", [value(one, "DisplayName") for one in found], [name])
        passed = new("sip:second@contoso.com", PassThru=True)
        checks.equal("with -PassThru the endpoint is", len(passed.output), 1)
        checks.equal("a second one in a pool brings a warning", len(passed.warnings), 1)
        peer.tell("/add-contact", sip_address="sip:door@contoso.com", dn="CN=Door,DC=contoso,DC=com")
        for what, address, fqdn, wanted in (
            ("an endpoint's address, in other case", "sip:OCSCHAT@fabrikam.com", SEOUL, "SipAddressInUse"),
            ("a user's address", "sip:HelpDesk@contoso.com", SEOUL, "SipAddressInUse"),
            ("a contact's address", "sip:door@contoso.com", SEOUL, "SipAddressInUse"),
            ("an unknown pool", "sip:a@contoso.com", "nowhere.contoso.com", "PersistentChatPoolNotFound"),
            ("an unknown domain", "sip:a@example.net", SEOUL, "SipDomainNotFound"),
            ("an address without sip:", "a@contoso.com", SEOUL, "InvalidSipAddress"),
        ):
            refused = new(address, fqdn)
            checks.equal(f"{what} is refused", (refused.error_ids, refused.failed, refused.output),
                         ([wanted], False, []))
        for what, outcome, wanted in (
            ("a missing address", new(None), "MissingMandatoryParameter"),
            ("an empty address", new(""), "ParameterArgumentValidationErrorEmptyStringNotAllowed"),
            ("a pool that is no name", new("sip:a@contoso.com", "no name"), "ParameterArgumentTransformationError"),
            ("an unknown parameter", new("sip:a@contoso.com", Force=True), "NamedParameterNotFound"),
        ):
            checks.equal(f"{what} fails the pipeline", (outcome.error_ids, outcome.failed), ([wanted], True))
        checks.equal("nothing but the two was made", len(peer.endpoints()), 6)


def _removing(checks: Checks) -> None:
    """Removing endpoints."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        gone = run(pool, REMOVE, Identity=LEGACY, Confirm=False)
        checks.equal("an endpoint is removed without output", (gone.output, gone.errors), ([], []))
        checks.that("it does not exist any more", LEGACY not in peer.endpoints())
        again = run(pool, REMOVE, Identity=LEGACY, Confirm=False)
        checks.equal("removing it again is an error", again.error_ids, ["ManagementObjectNotFound"])
        forced = run(pool, REMOVE, Identity=LEGACY, Confirm=False, Force=True)
        checks.equal("that -Force suppresses", forced.errors, [])


def _host(checks: Checks) -> None:
    """What-if text and confirmation."""
    with Peer() as peer, connect(peer) as wsman:
        wanted = {"SipAddress": "sip:host@contoso.com", "PersistentChatPoolFqdn": TOKYO}
        before = peer.endpoints()
        with RunspacePool(wsman, host=host(PROMPT_NO)) as pool:
            outcome = run(pool, NEW, **wanted, WhatIf=True)
            checks.equal("what-if text arrives at the host", pool.host.ui.lines, [
                f'What if: Performing the operation "{NEW}" on target "sip:host@contoso.com".'])
            checks.equal("and nothing else does", (outcome.output, outcome.errors, pool.host.ui.prompts), ([], [], []))
            pool.host.ui.lines.clear()
            run(pool, REMOVE, Identity=LEGACY, WhatIf=True)
            text = pool.host.ui.lines
            checks.that("removing has its text too", len(text) == 1 and "CN={d8031b6e" in text[0], text)
            run(pool, NEW, **wanted)
            checks.equal("without -Confirm:$false the host is asked", [
                (caption, labels, default) for caption, _, labels, default in pool.host.ui.prompts],
                [("Confirm", ["&Yes", "Yes to &All", "&No", "No to A&ll", "&Suspend"], 0)])
            checks.equal("a no leaves everything as it is", peer.endpoints(), before)
            pool.host.ui.lines.clear()
            peer.tell("/options", no_whatif_text=True)
            run(pool, NEW, **wanted, WhatIf=True)
            checks.equal("a server may send no what-if text", pool.host.ui.lines, [])
        with RunspacePool(wsman, host=host(0)) as pool:
            run(pool, NEW, **wanted)
            checks.that("a yes acts", "sip:host@contoso.com" in peer.endpoints())
        with RunspacePool(wsman) as pool:
            outcome = run(pool, NEW, **{**wanted, "SipAddress": "sip:nohost@contoso.com"})
            checks.equal("without a host nobody can be asked", (outcome.error_ids, outcome.failed),
                         (["InvalidOperation"], True))


def _rights(checks: Checks) -> None:
    """Sessions without some cmdlets."""
    with Peer("--no-role", "--no-domain-right", "--no-principal-right") as peer:
        with connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
            for cmdlet in (NEW, REMOVE, "Get-CsSipDomain", "Get-CsAdPrincipal"):
                outcome = run(pool, cmdlet)
                checks.equal(f"{cmdlet} is not there", (outcome.error_ids, outcome.failed),
                             (["CommandNotFoundException"], True))
            checks.that("in PowerShell's words", outcome.errors[0][0].startswith("The term 'Get-CsAdPrincipal' is not"),
                        outcome.errors)
            names = [value(one, "Name") for one in run(pool, "Get-Command", Name="*-CsPersistentChat*").output]
            checks.equal("Get-Command lists the rest", [name for name in names if "Endpoint" in name], [GET])
            outcome = run(pool, "Get-Command", Name=NEW)
            checks.equal("and misses what is missing", (outcome.error_ids, outcome.failed),
                         (["CommandNotFoundException"], False))


def _binding(checks: Checks) -> None:
    """Scripts, several commands and positions."""
    with Peer() as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        refused = run(pool, "", script="Get-CsSipDomain | Where-Object { $_.IsDefault }")
        checks.equal("script text is refused", (refused.error_ids, refused.failed, refused.errors[0][0]), (
            ["ScriptsNotAllowed"], True,
            "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode."))
        piped = PowerShell(pool)
        piped.add_cmdlet(GET).add_cmdlet(REMOVE)
        piped.invoke()
        checks.equal("joined commands are too", [error.fq_error for error in piped.streams.error], ["PeerCannot"])
        checks.equal("beginnings of names bind", len(run(pool, GET, PersistentChat=TOKYO).output), 2)
        checks.equal("ambiguous ones do not", run(pool, NEW, P=1).error_ids, ["AmbiguousParameter"])
        entry = next(entry for entry in peer.ask("/log")["pipelines"]
                     if entry["commands"][0]["parameters"] and entry["commands"][0]["name"] == GET)
        checks.equal("the log has parameters with their types",
                     {name: entry["commands"][0]["parameters"][0][name] for name in ("name", "type", "value")},
                     {"name": "PersistentChat", "type": "S", "value": TOKYO})
        peer.tell("/options", language_mode="FullLanguage")
        positional = PowerShell(pool)
        positional.add_cmdlet(GET).add_argument(LEGACY)
        checks.equal("positions bind in FullLanguage", len(positional.invoke()), 1)


def _delay(checks: Checks) -> None:
    """Replication delay."""
    with Peer("--replication-delay", "2") as peer, connect(peer) as wsman, RunspacePool(wsman, host=host()) as pool:
        run(pool, NEW, SipAddress="sip:late@contoso.com", PersistentChatPoolFqdn=SEOUL, Confirm=False)
        counts = [len(run(pool, GET, PersistentChatPoolFqdn=SEOUL).output) for _ in range(4)]
        checks.equal("a new endpoint is listed after two reads", counts, [1, 1, 2, 2])
        checks.equal("its address is taken at once", run(
            pool, NEW, SipAddress="sip:LATE@contoso.com", PersistentChatPoolFqdn=TOKYO, Confirm=False).error_ids,
            ["SipAddressInUse"])
        run(pool, REMOVE, Identity="sip:late@contoso.com", Confirm=False)
        counts = [len(run(pool, GET, PersistentChatPoolFqdn=SEOUL).output) for _ in range(4)]
        checks.equal("a removed one is listed for two reads more", counts, [2, 2, 1, 1])


def _shapes(checks: Checks) -> None:
    """Flat objects, as recorded servers send nested ones."""
    with Peer("--shape", "flat") as peer, connect(peer) as wsman, RunspacePool(wsman) as pool:
        checks.equal("the registrar is a string", value(run(pool, GET).output[0], "RegistrarPool"),
                     "pool2013-seoul.contoso.com")
        state = run(pool, "Get-CsPersistentChatState").output[0]
        checks.equal("the state is a string", value(state, "PoolState"), "Normal")


def _protocol(checks: Checks) -> None:
    """The protocol beneath."""
    with Peer() as peer, connect(peer, operation_timeout=1) as wsman:
        pool = RunspacePool(wsman, host=host())
        pool.open()
        checks.equal("runspaces are counted", pool.get_available_runspaces(), 1)
        pool.exchange_keys()
        checks.that("keys are exchanged", True)
        checks.that("the shell is alive", pool.is_alive())
        fault = checks.raises("a Receive with nothing to deliver times out", WSManFaultError,
                              lambda: pool.shell.receive("stdout"))
        checks.equal("with the code of TimedOut", fault.code, 2150858793)
        fault = checks.raises("an unknown command is a fault", WSManFaultError,
                              lambda: pool.shell.receive("stdout", "00000000-0000-0000-0000-000000000000"))
        checks.equal("with the code of InvalidSelectors", fault.code, 2150858843)
        shell = pool.shell
        pool.close()
        fault = checks.raises("a deleted shell is a fault", WSManFaultError, lambda: shell.receive("stdout"))
        checks.equal("with the same code", fault.code, 2150858843)
        other = RunspacePool(wsman, configuration_name="JEARole")
        fault = checks.raises("another configuration is a fault", WSManFaultError, other.open)
        checks.equal("with the code of a resource nobody has", fault.code, 2150858752)
        with RunspacePool(wsman, host=host()) as big:
            long_name = "n" * 600_000
            run(big, NEW, SipAddress="sip:big@contoso.com", PersistentChatPoolFqdn=SEOUL, DisplayName=long_name,
                Confirm=False)
            found = run(big, GET, Identity="sip:big@contoso.com").output
            checks.equal("a message of many fragments goes both ways", len(value(found[0], "DisplayName")), 600_000)


def _pipeline_faults(checks: Checks) -> None:
    """Faults of a pipeline."""
    with Peer() as peer, connect(peer, operation_timeout=1) as wsman, RunspacePool(wsman, host=host()) as pool:
        wanted = {"PersistentChatPoolFqdn": SEOUL, "Confirm": False}
        peer.tell("/fault", name="refuse", cmdlet=NEW)
        refused = run(pool, NEW, SipAddress="sip:r@contoso.com", **wanted)
        checks.equal("refuse is an error record", (refused.error_ids, refused.failed),
                     (["ActiveDirectoryOperationFailed"], False))
        checks.that("and nothing was done", "sip:r@contoso.com" not in peer.endpoints())
        peer.tell("/fault", name="refuse", terminating=True, message="No.", error_id="Mine", category="ResourceBusy")
        refused = run(pool, GET)
        checks.equal("refuse can be terminating, in a test's own words",
                     (refused.errors[0][0], refused.error_ids, refused.failed), ("No.", ["Mine"], True))
        checks.equal("once is once", len(run(pool, GET).output), 4)

        peer.tell("/fault", name="slow", seconds=1.5)
        begun = time.monotonic()
        found = len(run(pool, GET).output)
        checks.equal("slow is slow, past a TimedOut", (found, time.monotonic() - begun > 1.4), (4, True))

        peer.tell("/fault", name="timeout", cmdlet=NEW)
        shell = PowerShell(pool)
        shell.add_cmdlet(NEW).add_parameters({"SipAddress": "sip:t@contoso.com", **wanted})
        shell.begin_invoke()
        shell.poll_invoke(timeout=1)
        checks.equal("timeout never answers", shell.state, PSInvocationState.RUNNING)
        # Not pypsrp's stop(): it spells the signal rightly, and PowerShell's server does not.
        pool.shell.signal("powershell/signal/crtl_c", shell.id)
        stopped = _messages(pool, shell.id)
        checks.that("the stop signal stops it",
                    "PipelineStopped" in stopped and 'N="PipelineState">3<' in stopped, stopped)
        checks.that("and nothing was done", "sip:t@contoso.com" not in peer.endpoints())
        checks.equal("the log says so", peer.ask("/log")["pipelines"][-1]["outcome"], "stopped")
        checks.equal("the session goes on", len(run(pool, GET).output), 4)

        peer.tell("/fault", name="timeout", cmdlet=GET)
        shell = PowerShell(pool)
        shell.add_cmdlet(GET)
        shell.begin_invoke()
        waiting: list[BaseException] = []

        def wait() -> None:
            try:
                with connect(peer) as lane:
                    _receive(lane, pool, shell.id)
            except WSManFaultError as err:
                waiting.append(err)

        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.5)
        shell.stop()
        thread.join(10)
        checks.equal("any other signal ends the command and a Receive that waits", [err.code for err in waiting], [995])
        fault = checks.raises("a terminated command is unknown", WSManFaultError,
                              lambda: pool.shell.receive("stdout", shell.id))
        checks.equal("as faults say", fault.code, 2150858843)


def _receive(wsman: WSMan, pool: RunspacePool, command_id: str | None) -> ElementTree.Element:
    """A Receive of its own lane."""
    rsp = NAMESPACES["rsp"]
    receive = ElementTree.Element(f"{{{rsp}}}Receive")
    stream = ElementTree.SubElement(receive, f"{{{rsp}}}DesiredStream")
    stream.text = "stdout"
    if command_id:
        stream.set("CommandId", command_id)
    return wsman.receive(pool.shell.resource_uri, receive, selector_set=pool.shell._selector_set)


def _messages(pool: RunspacePool, command_id: str) -> str:
    """What waits for a command, as the text of its messages."""
    return pool.shell.receive("stdout", command_id)[2]["stdout"].decode("utf-8", "replace")


def _connection_faults(checks: Checks) -> None:
    """Faults of connections and answers."""
    broken = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
    with Peer() as peer, connect(peer, operation_timeout=2) as wsman, RunspacePool(wsman, host=host()) as pool:
        def new(name: str) -> Any:
            return run(pool, NEW, SipAddress=f"sip:{name}@contoso.com", PersistentChatPoolFqdn=SEOUL, Confirm=False)

        peer.tell("/fault", name="drop-before-act", cmdlet=NEW)
        checks.raises("drop-before-act drops", broken, lambda: new("before"))
        checks.that("before the act", "sip:before@contoso.com" not in peer.endpoints())
        peer.tell("/fault", name="drop-after-act", cmdlet=NEW)
        checks.raises("drop-after-act drops", broken, lambda: new("after"))
        checks.that("after the act", "sip:after@contoso.com" in peer.endpoints())
        peer.tell("/fault", name="drop-after-act", cmdlet=NEW, operation="receive")
        checks.raises("drop-after-act drops at Receive too", broken, lambda: new("receive"))
        checks.that("after the act as well", "sip:receive@contoso.com" in peer.endpoints())
        run(pool, GET)
        peer.tell("/clear-log")
        peer.tell("/fault", name="second-401", cmdlet=NEW)
        new("again")
        commands = [entry for entry in peer.ask("/requests")["requests"] if entry.get("operation") == "command"]
        checks.equal("second-401 asks again and the command runs once",
                     ([entry["status"] for entry in commands], len(peer.ask("/log")["pipelines"])), ([401, 200], 1))
        peer.tell("/fault", name="http-500", operation="command")
        fault = checks.raises("http-500 ends the operation", WSManFaultError, lambda: new("page"))
        checks.equal("and is no fault but a page", fault.code, None)
        peer.tell("/fault", name="idle-close")
        peer.tell("/clear-log")
        for _ in range(2):
            checks.equal("idle-close leaves the session usable", len(run(pool, GET).output), 7)
            # A request that is under way already keeps its connection; an idle one loses it.
            time.sleep(0.3)
        numbers = [entry["connection"] for entry in peer.ask("/requests")["requests"] if entry.get("operation")]
        checks.that("over new connections", numbers[-1] > numbers[0], numbers)
        peer.tell("/clear-faults")
        peer.tell("/fault", name="shell-gone")
        fault = checks.raises("shell-gone is a fault", WSManFaultError, lambda: run(pool, GET))
        checks.equal("of invalid selectors", fault.code, 2150858843)
        fault = checks.raises("the shell stays gone", WSManFaultError, lambda: run(pool, GET))
        pool.shell.opened = False


def _hostile(checks: Checks) -> None:
    """Hostile answers."""
    from peer.hostile import KINDS

    with Peer("--http", "--auth", "none") as peer, connect(peer, "basic") as wsman:
        with RunspacePool(wsman, host=host()) as pool:
            for kind in KINDS:
                shell = PowerShell(pool)
                shell.add_cmdlet("Get-CsSipDomain")
                peer.tell("/fault", name=f"hostile:{kind}", cmdlet="Get-CsSipDomain")
                shell.begin_invoke()
                status, stated, body = _raw_receive(peer, pool, shell.id)
                checks.that(f"{kind} is what it says", status == 200 and _is_hostile(kind, stated, body), body[:200])
                shell.end_invoke()
                checks.equal("and the pipeline ends well after it", len(shell.output), 2)
            for operation in ("create", "command"):
                peer.tell("/fault", name="hostile:not-xml", operation=operation)
                act = RunspacePool(wsman).open if operation == "create" else lambda: run(pool, GET)
                checks.raises(f"a hostile answer to {operation}", ElementTree.ParseError, act)


def _raw_receive(peer: Peer, pool: RunspacePool, command_id: str) -> tuple[int, int, bytes]:
    """The status, stated length and first two megabytes of a Receive's answer, read by nobody."""
    sent: list[bytes] = []

    class Stop(Exception):
        pass

    def capture(message: bytes, **_: Any) -> bytes:
        sent.append(message)
        raise Stop

    lane = connect(peer, "basic")
    lane.transport.send = capture
    try:
        _receive(lane, pool, command_id)
    except Stop:
        pass
    connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=20)
    connection.request("POST", "/OcsPowershell", sent[0], {"Content-Type": "application/soap+xml;charset=UTF-8"})
    answer = connection.getresponse()
    stated = int(answer.getheader("Content-Length"))
    try:
        body = answer.read(2_000_000)
    except http.client.IncompleteRead as err:
        body = err.partial
    connection.close()
    return answer.status, stated, body


def _is_hostile(kind: str, stated: int, body: bytes) -> bool:
    def streams() -> bytes:
        root = ElementTree.fromstring(body)
        return b"".join(base64.b64decode(one.text) for one in root.iter(f"{{{NAMESPACES['rsp']}}}Stream"))

    match kind:
        case "not-xml":
            return b"<html>" in body
        case "truncated":
            return len(body) < stated
        case "huge-body":
            return stated > 100_000_000
        case "dtd" | "entities":
            return b"<!DOCTYPE" in body
        case "deep-envelope":
            return body.count(b"<rsp:ReceiveResponse>") > 10_000
        case "wrong-relates-to":
            return b"<a:RelatesTo>" in body
        case "bad-base64":
            return b"A*A" in body
        case "billion-refs":
            return len(body) < 8192 and streams().count(b"<Ref ") == 90
        case "deep-nesting":
            return streams().count(b"<Obj ") > 10_000
        case "clixml-dtd":
            return b"<!DOCTYPE" in streams()
        case _:
            return len(streams()) > 21


def _control(checks: Checks) -> None:
    """The control port."""
    with Peer() as peer:
        checks.equal("an unknown fault is refused", peer.refuses("/fault", name="earthquake"), 400)
        checks.equal("an unknown hostile kind too", peer.refuses("/fault", name="hostile:earthquake"), 400)
        checks.equal("an unknown property too", peer.refuses("/fault", name="refuse", when="now"), 400)
        checks.equal("a wrong operation too", peer.refuses("/fault", name="http-500", operation="dance"), 400)
        checks.equal("an unknown option too", peer.refuses("/options", weather=True), 400)
        checks.equal("an option of the wrong type too", peer.refuses("/options", no_role=1), 400)
        checks.equal("an endpoint without a pool too",
                     peer.refuses("/add-endpoint", sip_address="sip:a@contoso.com"), 400)
        checks.equal("an unknown path is not found", peer.refuses("/weather"), 404)
        peer.tell("/fault", name="slow", seconds=2)
        names = [fault["name"] for fault in peer.ask("/faults")["faults"]]
        checks.equal("faults that wait are listed", names, ["slow"])
        peer.tell("/add-endpoint", sip_address="sip:a@contoso.com", pool=SEOUL)
        peer.tell("/remove-endpoint", sip_address=LEGACY)
        now = peer.endpoints()
        checks.that("endpoints come and go", "sip:a@contoso.com" in now and LEGACY not in now, now)
        peer.tell("/reset")
        checks.equal("reset goes back", (len(peer.endpoints()), peer.ask("/faults")["faults"]), (4, []))
