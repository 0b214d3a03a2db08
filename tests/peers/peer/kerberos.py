"""A Kerberos realm for one run: MIT's KDC on loopback ports, its principals, its faults.

Everything is in the run's own folder and nothing of the system's Kerberos is read or written: `KRB5_CONFIG`,
`KRB5_KDC_PROFILE`, `KRB5_KTNAME` and the replay cache all point there. The programs are Debian's `krb5-kdc`,
`krb5-admin-server` (for kadmin.local) and `krb5-user` (for kinit). Passwords reach them through standard input only.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from .certificates import write_secret

# Debian keeps the administration programs where only root's PATH looks.
_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
_PATIENCE = 20.0

_CLIENT = """\
[libdefaults]
    default_realm = {realm}
    dns_lookup_realm = false
    dns_lookup_kdc = false
    dns_canonicalize_hostname = false
    rdns = false
    udp_preference_limit = {udp_limit}
    clockskew = {clockskew}
    permitted_enctypes = aes256-cts-hmac-sha1-96 aes128-cts-hmac-sha1-96

[realms]
    {realm} = {{
        kdc = {kdc}
    }}

[domain_realm]
    localhost = {realm}
    .{domain} = {realm}
    {domain} = {realm}
"""
# A KDC that takes no clock for right: every timestamp is outside of this tolerance.
_NO_CLOCK = -1

_KDC = """\
[kdcdefaults]
    kdc_listen = 127.0.0.1:{port}
    kdc_tcp_listen = 127.0.0.1:{port}

[realms]
    {realm} = {{
        database_name = {folder}/principal
        key_stash_file = {folder}/stash
        acl_file = {folder}/acl
        max_life = 10h
        supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
        default_principal_flags = +preauth
    }}

[logging]
    kdc = FILE:{folder}/kdc.log
    admin_server = FILE:{folder}/kadmin.log
    default = FILE:{folder}/krb5.log
"""


class KerberosError(Exception):
    """A program of MIT Kerberos is missing or refused."""


class Realm:
    """The KDC of a run. The `with` block begins and ends it."""

    def __init__(self, folder: Path, dns_domain: str, account: str, password: str, hosts: list[str]) -> None:
        self.name = dns_domain.upper()
        self.user = f"{account}@{self.name}"
        self.service = f"HTTP/localhost@{self.name}"
        self._folder = folder / "kerberos"
        self._domain = dns_domain
        self._account = account
        self._password = password
        self._hosts = ["localhost", *hosts]
        self._process: subprocess.Popen[bytes] | None = None
        # Taken for the whole run, so that a KDC which is stopped leaves a port that refuses.
        self._port = 0

    @property
    def kdc(self) -> str:
        return f"tcp://127.0.0.1:{self._port}"

    @property
    def client_config(self) -> Path:
        return self._folder / "krb5.conf"

    def __enter__(self) -> Realm:
        self._folder.mkdir(mode=0o700)
        self._port = _free_port()
        self._write(clockskew=300)
        os.environ.update({
            "KRB5_CONFIG": str(self.client_config),
            "KRB5_KTNAME": f"FILE:{self._keytab}",
            # The acceptor's memory of tickets used before, else one file for all runs under /var/tmp.
            "KRB5RCACHENAME": f"file2:{self._folder}/replay",
        })
        master = secrets.token_urlsafe(24)
        self._run("kdb5_util", "create", "-s", "-r", self.name, answers=(master, master))
        # user@domain travels as one name with an at sign in it, [RFC 6806] 5. MIT's own database has no aliases, so
        # each spelling is a principal of its own with the same password.
        for name in (self._account, *(f"{self._account}\\@{realm}" for realm in (self.name, self._domain))):
            self._kadmin("addprinc", name, answers=(self._password, self._password))
        for host in self._hosts:
            self._kadmin("addprinc", "-randkey", f"HTTP/{host}")
            self._kadmin("ktadd", "-k", f"FILE:{self._keytab}", f"HTTP/{host}")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def _keytab(self) -> Path:
        return self._folder / "http.keytab"

    @property
    def orders(self) -> dict[str, Callable[[], None]]:
        """What the control port may do to the KDC."""
        service, account = self.service, f"{self._account}@{self.name}"
        return {
            # Unreachable: nobody listens.
            "stop": self.stop,
            "start": self.start,
            # Every client's clock is wrong, or right again.
            "wrong-clock": lambda: self._restart(clockskew=_NO_CLOCK),
            "right-clock": lambda: self._restart(clockskew=300),
            # The service's name is in no database, or is again, with the key the keytab has.
            "forget-service": lambda: self._kadmin("renprinc", "-force", service, f"forgotten/{service}"),
            "know-service": lambda: self._kadmin("renprinc", "-force", f"forgotten/{service}", service),
            "lock-user": lambda: self._kadmin("modprinc", "-allow_tix", account),
            "unlock-user": lambda: self._kadmin("modprinc", "+allow_tix", account),
            "expire-password": lambda: self._kadmin("modprinc", "-pwexpire", "2020-01-01 00:00:00", account),
            "renew-password": lambda: self._kadmin("modprinc", "-pwexpire", "never", account),
        }

    def cache(self) -> Path:
        """A ticket cache with the user's ticket, as kinit makes it."""
        cache = self._folder / "ccache"
        self._run("kinit", "-c", f"FILE:{cache}", self.user, answers=(self._password,))
        return cache

    def start(self) -> None:
        if self._process is not None:
            return
        self._process = subprocess.Popen(
            [_program("krb5kdc"), "-n", "-r", self.name], env=self._environment(), cwd=self._folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE
        while True:
            if self._process.poll() is not None:
                raise KerberosError(f"krb5kdc ended with {self._process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise KerberosError("krb5kdc does not listen") from None
                time.sleep(0.02)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait(_PATIENCE)

    def _restart(self, clockskew: int) -> None:
        self.stop()
        self._write(clockskew)
        self.start()

    def _write(self, clockskew: int) -> None:
        facts = {"realm": self.name, "domain": self._domain, "folder": self._folder, "port": self._port}
        # Only the KDC's own clock is ever wrong, not that of clients and acceptor on this machine.
        for name, skew in (("krb5.conf", 300), ("kdc-krb5.conf", clockskew)):
            (self._folder / name).write_text(
                _CLIENT.format(**facts, kdc=f"127.0.0.1:{self._port}", udp_limit=1, clockskew=skew))
        (self._folder / "kdc.conf").write_text(_KDC.format(**facts))

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "KRB5_CONFIG": str(self._folder / "kdc-krb5.conf"),
                "KRB5_KDC_PROFILE": str(self._folder / "kdc.conf"), "LC_ALL": "C"}

    def _kadmin(self, *words: str, answers: tuple[str, ...] = ()) -> None:
        self._run("kadmin.local", "-r", self.name, *words, answers=answers)

    def _run(self, program: str, *words: str, answers: tuple[str, ...] = ()) -> None:
        done = subprocess.run(
            [_program(program), *words], env=self._environment(), cwd=self._folder, timeout=_PATIENCE,
            input="".join(f"{answer}\n" for answer in answers).encode(), capture_output=True)
        # kadmin.local exits with 0 whatever happened, and says so on standard error.
        refused = done.stderr.decode("utf-8", "replace")
        if done.returncode != 0 or any(word in refused for word in ("while ", "Usage", "usage")):
            raise KerberosError(f"{program} {words[-1]}: {refused.strip()}")


def _program(name: str) -> str:
    found = shutil.which(name, path=_SEARCH)
    if found is None:
        raise KerberosError(f"{name} is missing; Debian and Ubuntu have it in krb5-kdc, krb5-admin-server, krb5-user")
    return found


def _free_port() -> int:
    """A port that is free for TCP and UDP alike."""
    for _ in range(50):
        with contextlib.ExitStack() as stack:
            stream = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            stream.bind(("127.0.0.1", 0))
            datagram = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            with contextlib.suppress(OSError):
                datagram.bind(stream.getsockname())
                return stream.getsockname()[1]
    raise KerberosError("no port is free for TCP and UDP alike")
