"""Samba as the one controller of contoso.com: LDAP, LDAPS, global catalog, KDC and DNS."""

from __future__ import annotations

import socket
from argparse import Namespace
from pathlib import Path

from . import certificates, domain, image
from .programs import ServerError, environment, find, run

PORTS = (53, 88, 389, 636, 3268, 3269)

# Four bytes that occur nowhere else in a fresh domain. They stand in its DNS records until a server has its address.
_PLACEHOLDER = "127.219.173.61"

_CONFIGURATION = """\
[global]
    netbios name = {netbios}
    realm = {realm}
    workgroup = {workgroup}
    server role = active directory domain controller
    interfaces = {address}/8
    bind interfaces only = yes
    # What a client of the directory meets, and no file or print service.
    server services = ldap, cldap, kdc, dns
    # Provisioning would copy the machine's own resolver in.
    dns forwarder =
    allow dns updates = disabled
    dns update command = /bin/true
    spn update command = /bin/true
    samba kcc command = /bin/true
    private dir = {folder}/private
    state directory = {folder}/state
    cache directory = {folder}/cache
    lock directory = {folder}/run
    pid directory = {folder}/run
    ncalrpc dir = {folder}/run/ncalrpc
    ntp signd socket directory = {folder}/run/ntp_signd
    winbindd socket directory = {folder}/run/winbindd
    binddns dir = {folder}/bind-dns
    log file = {folder}/server.log
    # Who signed in, and by which mechanism.
    log level = 1 auth_audit:3
    logging = file
    max log size = 0
    tls enabled = yes
    tls keyfile = {folder}/tls/server.key
    tls certfile = {folder}/tls/server.pem
    tls cafile = {folder}/tls/ca.pem
    # As a hardened controller: a simple bind only over TLS.
    ldap server require strong auth = allow_sasl_over_tls
    ntlm auth = ntlmv2-only
    kdc default domain supported enctypes = aes128-cts-hmac-sha1-96 aes256-cts-hmac-sha1-96 arcfour-hmac-md5
"""

_KERBEROS = """\
[libdefaults]
    default_realm = {realm}
    dns_lookup_realm = false
    dns_lookup_kdc = false
    dns_canonicalize_hostname = false
    rdns = false
    udp_preference_limit = 1

[realms]
    {realm} = {{
        kdc = {address}:88
    }}

[domain_realm]
    .{domain} = {realm}
    {domain} = {realm}
"""


class Samba:
    """A controller in a folder, not yet running."""

    ports = PORTS

    def __init__(self, folder: Path, address: str, options: Namespace) -> None:
        deployment = domain.Deployment.read()
        self.host = f"{domain.HOST}.{deployment.dns_name}"
        self._folder = folder
        self._address = address
        self._domain = deployment.dns_name
        image.restore(options.cache, f"samba-{options.recycle_bin}", (_version(), options.recycle_bin),
                      lambda fresh: _provision(fresh, deployment.dns_name, options.recycle_bin), folder)
        certificates.make(folder / "tls", options.certificate, self.host, deployment.dns_name, address)
        for zone in (folder / "private" / "sam.ldb.d").glob("DC=*DNSZONES*.ldb"):
            _readdress(zone, address)
        (folder / "krb5.conf").write_text(_KERBEROS.format(
            realm=self._domain.upper(), domain=self._domain, address=address))
        self._configuration = _configure(folder, self._domain, address)

    def command(self) -> list[str]:
        # One process, in the foreground, which ends when its standard input does.
        return [find("samba"), "-s", str(self._configuration), "-F", "--no-process-group", "-M", "single"]

    def environment(self) -> dict[str, str]:
        return environment({"KRB5_CONFIG": str(self._folder / "krb5.conf")})

    def facts(self) -> dict[str, object]:
        root = domain.Deployment.read().root
        return {"base": root, "administrator": f"Administrator@{self._domain}", "user_suffix": f"@{self._domain}",
                "user_prefix": "", "krb5_config": str(self._folder / "krb5.conf"),
                "special_names": len(domain.SPECIAL_NAMES)}

    def ticket_cache(self, account: str) -> str:
        """A cache with the account's ticket, as signing in to a machine makes one."""
        cache = self._folder / f"ccache-{account}"
        run("kinit", "-c", f"FILE:{cache}", f"{account}@{self._domain.upper()}",
            env={"KRB5_CONFIG": str(self._folder / "krb5.conf")}, input=domain.PASSWORD.encode() + b"\n", patience=20)
        return str(cache)


def add_options(parser) -> None:
    parser.add_argument("--recycle-bin", choices=domain.RECYCLE_BINS, default="off",
                        help="restorable: deleted accounts can be restored, see README.md (default: off)")


def _version() -> str:
    return run("samba", "--version").decode().strip()


def _provision(folder: Path, dns_name: str, recycle_bin: str) -> None:
    try:
        import samba  # noqa: F401
    except ImportError:
        raise ServerError("Samba's modules for Python are missing; Debian and Ubuntu have them in python3-samba") \
            from None
    run("samba-tool", "domain", "provision", "--server-role=dc", f"--realm={dns_name.upper()}",
        f"--domain={_workgroup(dns_name)}", f"--adminpass={domain.PASSWORD}", "--dns-backend=SAMBA_INTERNAL",
        f"--targetdir={folder}", f"--host-name={domain.HOST}", f"--host-ip={_PLACEHOLDER}",
        "--function-level=2008_R2", f"--option=interfaces={_PLACEHOLDER}/8", "--option=bind interfaces only=yes")
    domain.seed(_configure(folder, dns_name, _PLACEHOLDER), folder / "private" / "sam.ldb", recycle_bin)


def _configure(folder: Path, dns_name: str, address: str) -> Path:
    for name in ("run", "cache", "etc"):
        (folder / name).mkdir(exist_ok=True)
    configuration = folder / "etc" / "smb.conf"
    configuration.write_text(_CONFIGURATION.format(
        netbios=domain.HOST.upper(), realm=dns_name.upper(), workgroup=_workgroup(dns_name), address=address,
        folder=folder))
    return configuration


def _workgroup(dns_name: str) -> str:
    return dns_name.partition(".")[0].upper()


def _readdress(path: Path, address: str) -> None:
    """Gives the records of a DNS zone the address of this run. Neither the database nor the records have a checksum,
    and loading Samba's modules to do it properly would take longer than everything else."""
    content = path.read_bytes()
    path.write_bytes(content.replace(socket.inet_aton(_PLACEHOLDER), socket.inet_aton(address)))
