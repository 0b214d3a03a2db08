"""One run of the peer: its folder, its secrets, its two servers, and their end."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from argparse import Namespace
from pathlib import Path

from . import authentication, certificates, http_front, kerberos
from . import options as command_line
from .certificates import write_secret
from .control import Control
from .deployment import Deployment
from .directory import DirectoryDeployment
from .faults import Faults
from .journal import Journal
from .service import Service


def run() -> int:
    """Serves until told to end; returns the exit code."""
    options = command_line.parse()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    folder = Path(tempfile.mkdtemp(prefix="pchat-peer-"))
    try:
        with contextlib.ExitStack() as stack:
            _serve(options, folder, stop, stack)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _serve(options: Namespace, folder: Path, stop: threading.Event, stack: contextlib.ExitStack) -> None:
    deployment = (Deployment(options.deployment) if options.directory is None
                  else DirectoryDeployment(options.deployment, options.directory, options))
    journal_path = (options.log_file or folder / "peer.log").absolute()
    journal, faults = Journal(journal_path), Faults()
    user = json.loads(options.deployment.read_text(encoding="utf-8"))["caller"]
    password_file = folder / "password"
    deployment.user_password = secrets.token_urlsafe(18)
    policy = _login(options, folder, user, deployment.dns_domain, password_file, deployment.user_password)

    realm = None
    if options.kerberos:
        realm = stack.enter_context(kerberos.Realm(
            folder, deployment.dns_domain, user.rpartition("\\")[2], policy.password, options.spn_host))
        policy = dataclasses.replace(policy, realm=realm.name)

    tls = files = None
    if not options.http:
        files = certificates.make(folder, options.certificate, options.dns_name)
        tls = http_front.tls_context(options, files)
        if options.require_channel_binding:
            binding = authentication.channel_binding(files.end_point_hash)
            policy = dataclasses.replace(
                policy, channel_binding=binding, bound_tickets=options.extended_protection)
    service = Service(options, deployment, faults, journal)
    with (
        http_front.Front(options, policy, service, journal, tls) as front,
        Control(options, deployment, faults, journal, front, realm) as control,
    ):
        for server in (front, control):
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        scheme = "http" if options.http else "https"
        facts = {
            "uri": f"{scheme}://localhost:{front.server_address[1]}/OcsPowershell",
            "ca_file": str(files.ca_file) if files else None,
            "user": user,
            "password_file": str(password_file),
            "log_file": str(journal_path),
            "control_uri": f"http://127.0.0.1:{control.server_address[1]}",
            **(_kerberos_facts(realm, options.ccache) if realm else {}),
        }
        print(json.dumps(facts), flush=True)
        _explain(options, facts)
        if options.exit_with_stdin:
            threading.Thread(target=_await_end_of_input, args=(stop,), daemon=True).start()
        stop.wait()
        service.close()
        front.shutdown()
        control.shutdown()


def _login(options: Namespace, folder: Path, user: str, dns_domain: str, password_file: Path,
           password: str) -> authentication.Policy:
    """Writes the password of this run, and the file pyspnego looks users up in."""
    write_secret(password_file, password.encode())
    domain, _, name = user.partition("\\")
    # Domain and name have to be what the client sends, so its usual spellings are all there.
    users = folder / "users"
    write_secret(users, "".join(f"{line}:{password}\n" for line in (
        f"{domain}:{name}", f"{dns_domain}:{name}", f":{name}@{dns_domain}")).encode())
    os.environ["NTLM_USER_FILE"] = str(users)
    return authentication.Policy(options.auth, user, password, None)


def _kerberos_facts(realm: kerberos.Realm, with_cache: bool) -> dict[str, str | None]:
    return {
        "realm": realm.name,
        "kdc": realm.kdc,
        "kerberos_user": realm.user,
        "spn": realm.service.rpartition("@")[0],
        "krb5_config": str(realm.client_config),
        "ccache": str(realm.cache()) if with_cache else None,
    }


def _explain(options: Namespace, facts: dict[str, str | None]) -> None:
    lines = ["The peer is listening, on this machine only.",
             f"Connect the window to {facts['uri']}"]
    if facts["ca_file"]:
        lines.append(f"and trust the certificate authority in {facts['ca_file']}.")
    else:
        lines[-1] += " without TLS."
    if options.auth == "none":
        lines.append("It asks for no credentials.")
    else:
        how = {"negotiate": "Negotiate", "ntlm": "NTLM", "both": "Negotiate or NTLM", "kerberos": "Kerberos",
               "kerberos-scheme": "Kerberos",
               "basic": "Basic"}[options.auth]
        lines.append(f"Sign in with {how} as {facts['user']}; the password of this run is in {facts['password_file']}.")
    if options.kerberos:
        lines.append(f"The KDC of {facts['realm']} is {facts['kdc']}; KRB5_CONFIG={facts['krb5_config']} finds it.")
    lines.append(f"What arrives is written to {facts['log_file']}; faults are set at {facts['control_uri']}/fault.")
    lines.append("It ends when standard input ends." if options.exit_with_stdin else "End it with Ctrl+C.")
    print("\n".join(lines), file=sys.stderr, flush=True)


def _await_end_of_input(stop: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    stop.set()
