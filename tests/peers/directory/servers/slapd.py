"""slapd with attributes of Active Directory: many entries, a limit without paging, referrals that lead nowhere."""

from __future__ import annotations

import base64
import shutil
import uuid
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from . import certificates, domain, image, schema
from .programs import environment, find, run

# The catalog's ports have the same entries: a client finds them where it looks.
PORTS = (389, 636, 3268, 3269)

# A page is the only way past the limit, as with Active Directory's MaxPageSize.
_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include {folder}/ad.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
rootDSE {folder}/root.ldif
sizelimit size.soft=1000 size.hard=1000 size.prtotal={total}
TLSCACertificateFile {folder}/tls/ca.pem
TLSCertificateFile {folder}/tls/server.pem
TLSCertificateKeyFile {folder}/tls/server.key
security simple_bind=128
database mdb
maxsize 2147483648
suffix {root}
rootdn cn=root,{root}
rootpw {password}
directory {folder}/db
index objectClass,cn,{indexes} eq
access to attrs=userPassword by anonymous auth
access to * by users read by anonymous auth
"""
_OPERATORS = ("rtcadmin", "helpdesk")


class Slapd:
    """A server in a folder, not yet running."""

    ports = PORTS

    def __init__(self, folder: Path, address: str, options: Namespace) -> None:
        deployment = domain.Deployment.read()
        self.host = f"{domain.HOST}.{deployment.dns_name}"
        self._folder = folder
        self._address = address
        self._root = deployment.root
        self._entries = options.entries
        image.restore(options.cache, f"slapd-{options.entries}", (_version(), str(options.entries)),
                      lambda fresh: _fill(fresh, deployment, options.entries), folder)
        certificates.make(folder / "tls", options.certificate, self.host, deployment.dns_name, address)
        self._configuration = _configure(folder, deployment.root, options.total)
        (folder / "root.ldif").write_text(_root_entry(deployment, self.host))
        if options.refer_to:
            self._refer_to(address if options.refer_to == "itself" else options.refer_to)

    def command(self) -> list[str]:
        urls = [f"{'ldaps' if port in (636, 3269) else 'ldap'}://{self._address}:{port}" for port in PORTS]
        # A level of debugging keeps it in the foreground, and this one says who asks what.
        return [str(self._program()), "-f", str(self._configuration), "-h", " ".join(urls), "-d", "stats"]

    def environment(self) -> dict[str, str]:
        return environment()

    def facts(self) -> dict[str, object]:
        return {"base": self._root, "administrator": f"cn=root,{self._root}", "user_prefix": "CN=",
                "user_suffix": f",OU=Operators,{self._root}", "entries": self._entries,
                "special_names": len(domain.SPECIAL_NAMES)}

    def _refer_to(self, address: str) -> None:
        """An entry that is elsewhere, and there again elsewhere."""
        name = f"CN=elsewhere,{self._root}"
        _add(self._configuration, _ldif([[("dn", name), ("objectClass", "referral"), ("objectClass", "extensibleObject"),
                                          ("cn", "elsewhere"), ("ref", f"ldaps://{address}/{name}")]]))

    def _program(self) -> Path:
        """The server. Ubuntu confines the packaged one to the system's own directories, by its path."""
        packaged = Path(find("slapd"))
        if not Path("/etc/apparmor.d/usr.sbin.slapd").exists():
            return packaged
        own = self._folder / "slapd"
        if not own.exists():
            shutil.copy(packaged, own)
        return own


def add_options(parser) -> None:
    parser.add_argument("--entries", type=int, default=0, metavar="N", help="contacts in OU=Bulk (default: none)")
    parser.add_argument("--total", default="unlimited", metavar="N",
                        help="entries that all pages of one answer may have together (default: unlimited)")
    parser.add_argument("--refer-to", metavar="ADDRESS",
                        help="a referral CN=elsewhere to the entry of this name on that server, or on 'itself'")


def _version() -> str:
    # It prints its version, then finds no configuration.
    return run("slapd", "-VV", accepted=(0, 1)).decode().strip()


def _fill(folder: Path, deployment: domain.Deployment, entries: int) -> None:
    certificates.make(folder / "tls", "good", domain.HOST, deployment.dns_name, "127.0.0.1")
    configuration = _configure(folder, deployment.root)
    (folder / "root.ldif").write_text("")
    _add(configuration, _ldif(_tree(deployment, entries)))
    shutil.rmtree(folder / "tls")


def _add(configuration: Path, ldif: str) -> None:
    run("slapadd", "-q", "-f", str(configuration), input=ldif.encode())


def _configure(folder: Path, root: str, total: str = "unlimited") -> Path:
    (folder / "db").mkdir(exist_ok=True)
    (folder / "ad.schema").write_text(schema.slapd_schema())
    configuration = folder / "slapd.conf"
    configuration.write_text(_CONFIGURATION.format(
        folder=folder, root=root, password=domain.PASSWORD, total=total, indexes=schema.slapd_indexes()))
    return configuration


def _root_entry(deployment: domain.Deployment, host: str) -> str:
    """What a client of Active Directory asks of the root first."""
    root = deployment.root
    return _ldif([[
        ("dn", ""), ("defaultNamingContext", root), ("rootDomainNamingContext", root),
        ("configurationNamingContext", f"CN=Configuration,{root}"),
        ("schemaNamingContext", f"CN=Schema,CN=Configuration,{root}"), ("dnsHostName", host)]])


def _tree(deployment: domain.Deployment, entries: int) -> Iterator[list[tuple[str, str | bytes]]]:
    root, dns_name = deployment.root, deployment.dns_name
    yield [("dn", root), ("objectClass", "domain"), ("dc", dns_name.partition(".")[0])]
    for unit in ("Operators", "Service Accounts", "Special", "Bulk"):
        yield [("dn", f"OU={unit},{root}"), ("objectClass", "organizationalUnit"), ("ou", unit)]
    application_contacts = deployment.application_contacts
    names = application_contacts.removesuffix(f",{root}").split(",")
    for depth in range(len(names) - 1, -1, -1):
        cn = names[depth].removeprefix("CN=")
        yield [("dn", f"{','.join(names[depth:])},{root}"), ("objectClass", "container"), ("cn", cn)]
    for name in _OPERATORS:
        yield [("dn", f"CN={name},OU=Operators,{root}"), ("objectClass", "user"), ("cn", name), ("sn", name),
               ("sAMAccountName", name), ("userPassword", domain.PASSWORD)]
    for user in deployment.users:
        name = user["sam_account_name"]
        yield [("dn", f"CN={name},OU=Service Accounts,{root}"), ("objectClass", "user"), ("cn", name), ("sn", name),
               ("sAMAccountName", name), ("displayName", user["display_name"]), ("userAccountControl", "512"),
               ("userPrincipalName", user["user_principal_name"]),
               *_address(user["sip_address"]), ("jpegThumbnail", b"\xff\xd8\xff\x00\x01"),
               ("msRTCSIP-UserRoutingGroupId", bytes(range(256)))]
    for endpoint in deployment.endpoints:
        name = f"{{{endpoint['guid']}}}"
        yield [("dn", f"CN={name},{application_contacts}"), ("objectClass", "contact"), ("cn", name), ("sn", name),
               ("msRTCSIP-OwnerUrn", "urn:application:PersistentChat"), *_address(endpoint["sip_address"])]
    for number, name in enumerate(domain.SPECIAL_NAMES, 1):
        yield [("dn", f"CN={domain.escape(name)},OU=Special,{root}"), ("objectClass", "contact"), ("cn", name),
               ("sn", "special"), *_address(f"sip:special{number:02}@{dns_name}")]
    for number in range(1, entries + 1):
        name = f"bulk{number:06}"
        yield [("dn", f"CN={name},OU=Bulk,{root}"), ("objectClass", "contact"), ("cn", name), ("sn", "bulk"),
               ("displayName", f"대량 連絡先 {number}"), *_address(f"sip:{name}@{dns_name}"),
               # An address that all of them claim.
               ("proxyAddresses", f"sip:crowd@{dns_name}")]


def _address(address: str) -> list[tuple[str, str | bytes]]:
    return [("objectGUID", uuid.uuid5(uuid.NAMESPACE_URL, address).bytes), ("msRTCSIP-PrimaryUserAddress", address),
            ("msRTCSIP-UserEnabled", "TRUE"), ("proxyAddresses", address)]


def _ldif(entries) -> str:
    """Values in base64, as LDIF needs it of anything odd."""
    def line(name: str, value: str | bytes) -> str:
        data = value.encode() if isinstance(value, str) else value
        return f"{name}:: {base64.b64encode(data).decode()}" if data else f"{name}:"
    return "\n".join("\n".join(line(*pair) for pair in entry) + "\n" for entry in entries)
