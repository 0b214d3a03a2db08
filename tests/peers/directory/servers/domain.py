"""What is in the directory: the lab's users and endpoints under the names `assets/lab/contoso.json` gives them, and
accounts for tests. Written straight into Samba's database before it runs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from . import schema

# Not a secret: the servers listen on loopback, for the length of a test.
PASSWORD = "Passw0rd!lab"
REPOSITORY = Path(__file__).resolve().parents[4]
DEPLOYMENT = REPOSITORY / "assets" / "lab" / "contoso.json"
HOST = "dc1"

# Every character that means something in a distinguished name or in a filter, and some that only look odd.
SPECIAL_NAMES = (
    "Kim, Minji", "a+b", 'say "hello"', "back\\slash", "<angle>", "semi;colon", "e=mc2", "#hash first",
    " blank first", "blank last ", "sl/ash", "ast*risk", "(brackets)", "nul-lookalike\\00", "채팅 조회 계정",
    "チャット検索", "two\nlines", "bidi \u202etxt", "emoji \U0001f4ac", "tab\there",
)
_SERVICE_ACCOUNTS = "Service Accounts"
_USER_CLASS = "bf967aba-0de6-11d0-a285-00aa003049e2"
# The optional feature, [MS-ADTS] 6.1.1.2.4.1.3.1.
_RECYCLE_BIN = "766ddcd8-acd0-445e-f3b9-a7f9b6744f2a"
# What a tombstone of the image `restorable` keeps, [MS-ADTS] 2.2.9: fPRESERVEONDELETE.
_PRESERVE_ON_DELETE = 8
_KEPT = ("msRTCSIP-*", "proxyAddresses", "displayName", "userPrincipalName", "servicePrincipalName", "description",
         "mail")


class Deployment(NamedTuple):
    """The lab's file, as far as the directory has it."""

    root: str
    users: list[dict[str, Any]]
    # Those that Lync does not know.
    accounts: list[dict[str, Any]]
    endpoints: list[dict[str, Any]]
    chat_pools: list[dict[str, Any]]
    registrar_pools: list[str]

    @classmethod
    def read(cls) -> Deployment:
        data = json.loads(DEPLOYMENT.read_text(encoding="utf-8"))
        return cls(data["forest_root"], data["users"], data["directory"]["accounts"], data["endpoints"],
                   data["pools"], [pool["fqdn"] for pool in data["registrar_pools"]])

    @property
    def dns_name(self) -> str:
        return ".".join(part.partition("=")[2] for part in self.root.split(","))

    @property
    def services(self) -> str:
        return f"CN=RTC Service,CN=Services,CN=Configuration,{self.root}"

    @property
    def application_contacts(self) -> str:
        return f"CN=Application Contacts,{self.services}"

    def home_server(self, registrar_pool: str) -> str:
        return f"CN=Lc Services,CN=Microsoft,CN={registrar_pool.partition('.')[0]}:1,CN=Pools,{self.services}"

    def chat_service(self, chat_pool: dict[str, Any]) -> str:
        return f"CN={chat_pool['service_id']},CN=Trusted Services,{self.services}"


def escape(value: str) -> str:
    """A value inside of a distinguished name, [RFC 4514] 2.4, with everything odd in hexadecimal."""
    plain = all(ch.isalnum() or ch in " -_.:{}" for ch in value) and value == value.strip()
    if plain:
        return value
    return "".join(ch if ch.isascii() and ch.isalnum() else "".join(f"\\{byte:02X}" for byte in ch.encode())
                   for ch in value)


def seed(configuration: Path, database: Path, recycle_bin: str) -> None:
    """Prepares a freshly provisioned forest for Lync and fills it."""
    # Samba's modules are slow to load, and only this needs them.
    from samba.auth import system_session
    from samba.param import LoadParm
    from samba.samdb import SamDB

    deployment = Deployment.read()
    settings = LoadParm()
    settings.load(str(configuration))
    settings.set("dsdb:schema update allowed", "true")
    # Each step needs the schema that the one before left.
    for step in (lambda db: db.modify_ldif(schema.directory_attributes(deployment.root)),
                 lambda db: db.modify_ldif(schema.directory_classes(deployment.root)),
                 lambda db: _Seed(db, deployment).everything(),
                 lambda db: _RECYCLE_BINS[recycle_bin](_Seed(db, deployment))):
        samdb = SamDB(url=str(database), session_info=system_session(), lp=settings)
        samdb.transaction_start()
        step(samdb)
        samdb.transaction_commit()


class _Seed:
    def __init__(self, samdb: Any, deployment: Deployment) -> None:
        self._db = samdb
        self._deployment = deployment
        self._root = deployment.root

    def everything(self) -> None:
        # A golden image may lie in a cache for longer than passwords live.
        self._modify(self._root, {"maxPwdAge": "-9223372036854775808"})
        self._service_tree()
        for user in self._deployment.users:
            self._lab_user(user)
        for account in self._deployment.accounts:
            self._lab_account(account)
        for endpoint in self._deployment.endpoints:
            self._endpoint(endpoint)
        self._operators()
        self._odd_accounts()
        self._special_names()
        self._principals_of_the_controller()

    def no_recycle_bin(self) -> None:
        """Deleting leaves a tombstone with hardly more than names."""

    def recycle_bin(self) -> None:
        """As an administrator of Active Directory switches it on, for good."""
        self._modify("", {"enableOptionalFeature":
                          f"CN=Partitions,CN=Configuration,{self._root}:{_RECYCLE_BIN}"})

    def restorable(self) -> None:
        """What a client sees of a recycle bin, from which it can restore.

        Samba keeps everything in its recycle bin and cannot take anything out: restoring an account was written for
        tombstones. So here are tombstones that keep what the bin would keep, that do not let anybody read that they
        are tombstones, and a switch that only clients look at.
        """
        import ldb
        self._modify(f"CN=Partitions,CN=Configuration,{self._root}", {
            "msDS-EnabledFeature": f"CN=Recycle Bin Feature,CN=Optional Features,CN=Directory Service,CN=Windows NT,"
                                   f"CN=Services,CN=Configuration,{self._root}"})
        names = "".join(f"(lDAPDisplayName={name})" for name in _KEPT)
        for attribute in self._db.search(f"CN=Schema,CN=Configuration,{self._root}", scope=ldb.SCOPE_ONELEVEL,
                                         expression=f"(|{names})", attrs=["searchFlags"]):
            flags = int(str(attribute["searchFlags"][0])) if "searchFlags" in attribute else 0
            self._modify(str(attribute.dn), {"searchFlags": str(flags | _PRESERVE_ON_DELETE)})
        is_recycled, = self._attribute_guids("(lDAPDisplayName=isRecycled)")
        for account in self._db.search(self._root, expression="(msRTCSIP-PrimaryHomeServer=*)", attrs=["dn"]):
            self._allow(str(account.dn), [f"(OD;;RP;{is_recycled};;WD)"])

    def _service_tree(self) -> None:
        deployment = self._deployment
        for name in (deployment.services, f"CN=Pools,{deployment.services}",
                     f"CN=Trusted Services,{deployment.services}", deployment.application_contacts):
            self._container(name)
        for fqdn in deployment.registrar_pools:
            home = deployment.home_server(fqdn)
            microsoft = home.partition(",")[2]
            self._container(microsoft.partition(",")[2], fqdn)
            self._container(microsoft)
            self._container(home)
        for pool in deployment.chat_pools:
            self._container(deployment.chat_service(pool), pool["fqdn"])

    def _lab_user(self, user: dict[str, Any]) -> None:
        self._lab_account(user)
        home = user.get("home_server") or self._deployment.home_server(user["registrar_pool"])
        self._containers(home)
        self._enable(user["dn"], user["sip_address"], home, user["enabled"], user["proxy_addresses"],
                     [f"{kind}={name}" for kind, name in user.get("policies", {}).items()])
        if user.get("admin_protected"):
            self._protect_as_admin(user["dn"])
        if user.get("deletion_protected"):
            self._protect_from_deletion(user["dn"])

    def _lab_account(self, account: dict[str, Any]) -> None:
        self._user(account["dn"], account["sam_account_name"], account["display_name"],
                   account["user_principal_name"])
        self._modify(account["dn"], {"proxyAddresses": account["proxy_addresses"]})
        for group in account.get("groups", []):
            name = group.partition(",")[0].removeprefix("CN=")
            if not self._exists(group):
                self._units(group)
                self._db.add({"dn": group, "objectClass": "group", "sAMAccountName": name})
            self._db.add_remove_group_members(name, [account["sam_account_name"]], add_members_operation=True)

    def _protect_as_admin(self, dn: str) -> None:
        """As Active Directory does it every hour with the members of Domain Admins."""
        self._modify(dn, {"adminCount": "1"})
        self._rewrite(dn, lambda sddl: sddl.replace("D:AI", "D:PAI", 1) if "D:AI" in sddl
                      else sddl.replace("D:", "D:P", 1))

    def _protect_from_deletion(self, dn: str) -> None:
        """As the console of Active Directory does it: the object, and its parent's right to delete children."""
        self._allow(dn, ["(D;;SDDT;;;WD)"])
        self._allow(dn.partition(",")[2], ["(D;;DC;;;WD)"])

    def _endpoint(self, endpoint: dict[str, Any]) -> None:
        deployment = self._deployment
        pool = next(pool for pool in deployment.chat_pools if pool["fqdn"] == endpoint["pool"])
        self._db.add({
            "dn": f"CN={{{endpoint['guid']}}},{deployment.application_contacts}", "objectClass": "contact",
            "displayName": endpoint["display_name"] or endpoint["sip_address"].removeprefix("sip:"),
            "msRTCSIP-PrimaryUserAddress": endpoint["sip_address"],
            "msRTCSIP-UserEnabled": "TRUE" if endpoint["enabled"] else "FALSE",
            "msRTCSIP-PrimaryHomeServer": deployment.home_server(pool["registrar"]),
            "msRTCSIP-OwnerUrn": "urn:application:PersistentChat",
            "msRTCSIP-ApplicationDestination": deployment.chat_service(pool),
            "msRTCSIP-DeploymentLocator": "SRV:", "msRTCSIP-OptionFlags": "256",
            "proxyAddresses": endpoint["sip_address"]})

    def _operators(self) -> None:
        """Who signs in: one who may do everything, one who may write SIP attributes of service accounts and delete
        nothing, and Lync's servers. One without any right is the lab's help desk."""
        unit = f"OU=Operators,{self._root}"
        self._user(f"CN=rtcadmin,{unit}", "rtcadmin", "RTC Administrator")
        self._db.add_remove_group_members("Domain Admins", ["rtcadmin"], add_members_operation=True)
        self._db.add_remove_group_members("Enterprise Admins", ["rtcadmin"], add_members_operation=True)
        self._user(f"CN=rtcoperator,{unit}", "rtcoperator", "RTC Operator")
        self._user(f"CN=rtcserver,{unit}", "rtcserver", "What Lync's own groups may do")
        attributes = self._attribute_guids("(|(lDAPDisplayName=msRTCSIP-*)(lDAPDisplayName=proxyAddresses))")

        def may_write(account: str) -> list[str]:
            sid = self._sid(f"CN={account},{unit}")
            return [f"(OA;CIIO;WP;{guid};{_USER_CLASS};{sid})" for guid in attributes]
        self._allow(f"OU={_SERVICE_ACCOUNTS},{self._root}", may_write("rtcoperator"))
        self._allow(self._root, may_write("rtcserver"))
        self._allow(self._deployment.application_contacts, [f"(A;CI;GA;;;{self._sid(f'CN=rtcserver,{unit}')})"])

    def _odd_accounts(self) -> None:
        """Accounts the swap has to be careful with."""
        home = self._deployment.home_server(self._deployment.registrar_pools[0])
        domain = self._deployment.dns_name
        services = f"OU={_SERVICE_ACCOUNTS},{self._root}"

        protected = f"CN=adminlookup,{services}"
        self._user(protected, "adminlookup", "Lookup account in Domain Admins")
        self._enable(protected, f"sip:adminlookup@{domain}", home)
        self._db.add_remove_group_members("Domain Admins", ["adminlookup"], add_members_operation=True)
        self._protect_as_admin(protected)

        kept = f"CN=keptlookup,OU=Kept Accounts,{self._root}"
        self._user(kept, "keptlookup", "Lookup account, protected from deletion")
        self._enable(kept, f"sip:keptlookup@{domain}", home)
        self._protect_from_deletion(kept)

        proxy_only = f"CN=proxyonly,{services}"
        self._user(proxy_only, "proxyonly", "Address left behind")
        self._modify(proxy_only, {"proxyAddresses": ["SMTP:proxyonly@" + domain, "Sip:Left.Behind@Contoso.COM"]})

        self._db.add({"dn": f"CN=team,{services}", "objectClass": "group", "sAMAccountName": "team",
                      "proxyAddresses": [f"sip:team@{domain}", f"SMTP:team@{domain}"],
                      "member": [self._deployment.users[0]["dn"], proxy_only]})

        binary = f"CN=binary,{services}"
        self._user(binary, "binary", "Bytes \x1b[31m and \u202eorder")
        self._enable(binary, f"sip:binary@{domain}", home)
        self._modify(binary, {"msRTCSIP-UserRoutingGroupId": bytes(range(256)), "jpegPhoto": b"\xff\xd8\xff\xe0\x00\x01",
                              "msRTCSIP-OriginatorSid": self._raw_sid(binary),
                              "msRTCSIP-UserExtension": ["one", "두 번째", "line\r\nbreak"]})

    def _special_names(self) -> None:
        unit = f"OU=Special,{self._root}"
        self._db.add({"dn": unit, "objectClass": "organizationalUnit"})
        for number, name in enumerate(SPECIAL_NAMES, 1):
            dn = f"CN={escape(name)},{unit}"
            address = f"sip:special{number:02}@{self._deployment.dns_name}"
            self._db.add({"dn": dn, "objectClass": "contact", "displayName": name.strip(),
                          "msRTCSIP-PrimaryUserAddress": address, "msRTCSIP-UserEnabled": "TRUE",
                          "proxyAddresses": address.replace("sip:", "SIP:")})

    def _principals_of_the_controller(self) -> None:
        """The names a running controller would register with a program that is switched off here."""
        domain, netbios = self._deployment.dns_name, HOST.upper()
        self._modify(str(self._db.search(self._root, expression=f"(sAMAccountName={netbios}$)", attrs=["dn"])[0].dn), {
            "servicePrincipalName": [
                *(f"{service}/{name}" for service in ("ldap", "HOST") for name in (f"{HOST}.{domain}", netbios)),
                f"ldap/{HOST}.{domain}/{domain}", f"GC/{HOST}.{domain}/{domain}"]})

    def _user(self, dn: str, account: str, display_name: str, principal: str | None = None) -> None:
        self._units(dn)
        self._db.add({"dn": dn, "objectClass": "user", "sAMAccountName": account, "displayName": display_name,
                      "userPrincipalName": principal or f"{account}@{self._deployment.dns_name}",
                      "userAccountControl": "546"})
        self._db.setpassword(f"(sAMAccountName={account})", PASSWORD)
        self._db.enable_account(f"(sAMAccountName={account})")

    def _enable(self, dn: str, address: str, home: str, enabled: bool = True, proxies: list[str] | None = None,
                policies: list[str] | None = None) -> None:
        self._modify(dn, {
            "msRTCSIP-PrimaryUserAddress": address, "msRTCSIP-UserEnabled": "TRUE" if enabled else "FALSE",
            "msRTCSIP-PrimaryHomeServer": home, "msRTCSIP-DeploymentLocator": "SRV:", "msRTCSIP-OptionFlags": "257",
            "msRTCSIP-FederationEnabled": "FALSE", "msRTCSIP-InternetAccessEnabled": "FALSE",
            "msRTCSIP-UserRoutingGroupId": bytes.fromhex("a8e1") * 8, "proxyAddresses": proxies or [address],
            **({"msRTCSIP-UserPolicies": policies} if policies else {})})

    def _units(self, dn: str) -> None:
        """The organizational units an object lies in."""
        unit = dn.partition(",")[2]
        if not self._exists(unit):
            self._units(unit)
            self._db.add({"dn": unit, "objectClass": "organizationalUnit"})

    def _containers(self, dn: str) -> None:
        """A container and those it lies in."""
        if not self._exists(dn):
            self._containers(dn.partition(",")[2])
            self._container(dn)

    def _container(self, dn: str, title: str | None = None) -> None:
        entry = {"dn": dn, "objectClass": "container"}
        self._db.add(entry | ({"displayName": title} if title else {}))

    def _exists(self, dn: str) -> bool:
        import ldb
        try:
            return len(self._db.search(dn, scope=ldb.SCOPE_BASE, attrs=["dn"])) == 1
        except ldb.LdbError:
            return False

    def _modify(self, dn: str, values: dict[str, Any]) -> None:
        import ldb
        message = ldb.Message(ldb.Dn(self._db, dn))
        for name, value in values.items():
            # The root is no object: it only takes orders.
            message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE if dn else ldb.FLAG_MOD_ADD, name)
        self._db.modify(message)

    def _raw_sid(self, dn: str) -> bytes:
        return bytes(self._db.search(dn, scope=0, attrs=["objectSid"])[0]["objectSid"][0])

    def _sid(self, dn: str) -> str:
        from samba.dcerpc import security
        from samba.ndr import ndr_unpack
        return str(ndr_unpack(security.dom_sid, self._raw_sid(dn)))

    def _attribute_guids(self, filter: str) -> list[str]:
        """What access lists call attributes."""
        import ldb
        from samba.dcerpc import misc
        from samba.ndr import ndr_unpack
        found = self._db.search(f"CN=Schema,CN=Configuration,{self._root}", scope=ldb.SCOPE_ONELEVEL,
                                expression=filter, attrs=["schemaIDGUID"])
        return [str(ndr_unpack(misc.GUID, bytes(entry["schemaIDGUID"][0]))) for entry in found]

    def _allow(self, dn: str, aces: list[str]) -> None:
        """Puts entries at the head of an access list, where denials belong."""
        def with_them(sddl: str) -> str:
            head, bracket, rest = sddl.partition("D:")
            flags, _, entries = rest.partition("(")
            return f"{head}{bracket}{flags}{''.join(aces)}({entries}"
        self._rewrite(dn, with_them)

    def _rewrite(self, dn: str, change: Any) -> None:
        from samba.dcerpc import security
        from samba.sd_utils import SDUtils
        descriptors = SDUtils(self._db)
        domain_sid = security.dom_sid(self._db.get_domain_sid())
        sddl = descriptors.get_sd_as_sddl(dn)
        descriptors.modify_sd_on_dn(dn, security.descriptor.from_sddl(change(sddl), domain_sid), ["sd_flags:1:4"])



_RECYCLE_BINS = {"off": _Seed.no_recycle_bin, "on": _Seed.recycle_bin, "restorable": _Seed.restorable}
RECYCLE_BINS = tuple(_RECYCLE_BINS)
