"""Programs of other packages, and what is said when one is missing."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from pathlib import Path

# Debian keeps servers where only root's PATH looks.
_SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
_PATIENCE = 120.0
_PACKAGES = {
    "samba": "samba samba-ad-dc", "samba-tool": "samba", "slapd": "slapd", "slapadd": "slapd",
    "ldapmodify": "ldap-utils", "ldapsearch": "ldap-utils", "openssl": "openssl", "kinit": "krb5-user",
}
_PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """A program is missing, a right is, or a server did not come up. The text is all a person needs."""


def find(name: str) -> str:
    found = shutil.which(name, path=_SEARCH)
    if found is None:
        raise ServerError(f"{name} is missing; Debian and Ubuntu have it in the package {_PACKAGES.get(name, name)}")
    return found


def run(name: str, *words: str, cwd: Path | None = None, env: dict[str, str] | None = None,
        input: bytes = b"", patience: float = _PATIENCE, accepted: tuple[int, ...] = (0,)) -> bytes:
    """Runs a program to its end and returns what it printed."""
    try:
        done = subprocess.run([find(name), *words], cwd=cwd, env=environment(env), input=input, capture_output=True,
                              timeout=patience)
    except subprocess.TimeoutExpired:
        raise ServerError(f"{name} {words[0] if words else ''}: no answer within {patience:.0f} s") from None
    if done.returncode not in accepted:
        said = (done.stderr + done.stdout[-2000:]).decode("utf-8", "replace").strip()
        raise ServerError(f"{name} {words[0] if words else ''}: {said}")
    return done.stdout


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "PYTHONDONTWRITEBYTECODE": "1", **(more or {})}


def end_with_parent() -> None:
    """For a child before it becomes its program: killed when its parent is, however that ended."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
