"""What is checked of cmdlets that work in a real directory: Samba is started, and asked by a client of its own what
they left in it.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pypsrp.powershell import RunspacePool

from .client import connect, host, run, value
from .running import Peer

if TYPE_CHECKING:
    from .checks import Checks

_SAMBA = Path(__file__).resolve().parents[1] / "directory" / "samba"
_BASE = "DC=contoso,DC=com"
_LOOKUP_DN = f"CN=ocschat,OU=Service Accounts,{_BASE}"
_LOOKUP, _RETIRED = "sip:ocschat@contoso.com", "sip:ocschat-retired@contoso.com"
_CONTACTS = f"CN=Application Contacts,CN=RTC Service,CN=Services,CN=Configuration,{_BASE}"
_TOKYO = "pchat-tokyo.contoso.com"
_POLICIES = {"ExternalAccessPolicy": "Services", "PinPolicy": "서비스 계정"}


class _Samba:
    """A domain controller; leaving the `with` block ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["/usr/bin/python3", str(_SAMBA)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts: dict[str, Any] = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def values(self, base: str, filter: str, attribute: str) -> list[str]:
        """All values of an attribute in the entries found, sorted."""
        self._process.stdin.write(json.dumps({
            "do": "search", "base": base, "filter": filter, "attributes": [attribute]}) + "\n")
        self._process.stdin.flush()
        return sorted(base64.b64decode(found).decode() for entry in self._answer()["entries"]
                      for found in entry["attributes"].get(attribute, []))

    def _answer(self) -> dict[str, Any]:
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            print(f"the directory says: {answer['error']}", file=sys.stderr)
            raise RuntimeError(answer["error"])
        return answer


def accounts(checks: Checks) -> None:
    """Users in a real directory."""
    with (_Samba() as samba, Peer("--directory", samba.facts["facts_file"]) as peer, connect(peer) as wsman,
          RunspacePool(wsman, host=host()) as pool):
        def act(cmdlet: str, identity: str = _LOOKUP_DN, **parameters: Any) -> list[str]:
            return run(pool, cmdlet, Identity=identity, Confirm=False, **parameters).error_ids

        def stored(attribute: str) -> list[str]:
            return samba.values(_LOOKUP_DN, "(objectClass=user)", attribute)

        def user() -> Any:
            return run(pool, "Get-CsUser", Identity=_LOOKUP_DN).output[0]

        def policies() -> dict[str, str]:
            return {kind: value(user(), kind) for kind in _POLICIES if value(user(), kind) is not None}

        checks.equal("a user is read", (value(user(), "SipAddress"), str(value(user(), "RegistrarPool"))),
                     (_LOOKUP, "pool2010.contoso.com"))
        checks.equal("with policies", policies(), _POLICIES)
        checks.equal("another address is given", act("Set-CsUser", SipAddress=_RETIRED), [])
        checks.equal("in both attributes", (stored("msRTCSIP-PrimaryUserAddress"), stored("proxyAddresses")),
                     ([_RETIRED], ["SMTP:ocschat@contoso.com", _RETIRED]))
        peer.tell("/options", stale_proxy_addresses=True)
        act("Set-CsUser", SipAddress=_LOOKUP)
        checks.equal("or the old one is left behind", stored("proxyAddresses"),
                     ["SMTP:ocschat@contoso.com", _RETIRED, _LOOKUP])
        peer.tell("/options", stale_proxy_addresses=False)
        checks.equal("an address in use is refused", act("Set-CsUser", SipAddress="sip:noc@contoso.com"),
                     ["SipAddressInUse"])
        checks.equal("a user is disabled", act("Disable-CsUser"), [])
        checks.equal("nothing of Lync is left", (stored("msRTCSIP-PrimaryUserAddress"), stored("msRTCSIP-UserPolicies"),
                                                 stored("msRTCSIP-DeploymentLocator")), ([], [], []))
        checks.equal("nor its own address", _LOOKUP in stored("proxyAddresses"), False)
        checks.equal("it cannot be disabled twice", len(act("Disable-CsUser")), 1)
        checks.equal("a user is enabled", act("Enable-CsUser", RegistrarPool="pool2010.contoso.com",
                                              SipAddress=_LOOKUP), [])
        checks.equal("where it was, without policies",
                     (value(user(), "SipAddress"), str(value(user(), "RegistrarPool")), policies()),
                     (_LOOKUP, "pool2010.contoso.com", {}))
        for kind, name in _POLICIES.items():
            checks.equal(f"{kind} is granted", act(f"Grant-Cs{kind}", PolicyName=name), [])
        checks.equal("the policies are back", policies(), _POLICIES)
        checks.equal("rights that are not inherited are no rights",
                     act("Set-CsUser", f"CN=adminlookup,OU=Service Accounts,{_BASE}", SipAddress=_RETIRED),
                     ["ActiveDirectoryOperationFailed"])


def endpoints(checks: Checks) -> None:
    """Endpoints in a real directory."""
    with (_Samba() as samba, Peer("--directory", samba.facts["facts_file"]) as peer, connect(peer) as wsman,
          RunspacePool(wsman, host=host()) as pool):
        def listed() -> list[str]:
            return sorted(value(one, "SipAddress") for one in run(pool, "Get-CsPersistentChatEndpoint").output)

        def create(address: str) -> list[str]:
            return run(pool, "New-CsPersistentChatEndpoint", SipAddress=address, PersistentChatPoolFqdn=_TOKYO,
                       Confirm=False).error_ids

        before = listed()
        checks.equal("those of the file are there", len(before), 4)
        checks.equal("an address in use is refused", create(_LOOKUP), ["SipAddressInUse"])
        checks.equal("an endpoint is created", create("sip:legacy@contoso.com"), [])
        checks.equal("and listed", listed(), sorted([*before, "sip:legacy@contoso.com"]))
        checks.equal("a contact of the configuration partition holds the address",
                     samba.values(_CONTACTS, "(&(objectClass=contact)(proxyAddresses=sip:legacy@contoso.com))",
                                  "msRTCSIP-OwnerUrn"), ["urn:application:PersistentChat"])
        peer.tell("/options", replication_delay=1)
        create("sip:later@contoso.com")
        checks.equal("a new one may be listed late", ["sip:later@contoso.com" in listed() for _ in range(2)],
                     [False, True])
        peer.tell("/options", replication_delay=0)
        for address in ("sip:legacy@contoso.com", "sip:later@contoso.com"):
            run(pool, "Remove-CsPersistentChatEndpoint", Identity=address, Confirm=False)
        checks.equal("they are removed", (listed(), samba.values(
            _CONTACTS, "(proxyAddresses=sip:l*)", "msRTCSIP-PrimaryUserAddress")), (before, []))


GROUPS = (accounts, endpoints)
