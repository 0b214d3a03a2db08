"""A client that is not ours, to see and to change the directory behind the console's back: OpenLDAP's programs."""

from __future__ import annotations

import base64
from typing import Any

from .programs import run

_PATIENCE = 20.0
# [MS-ADTS] 3.1.1.3.4.1.14: deleted objects are found too.
_SHOW_DELETED = "1.2.840.113556.1.4.417"
_NO_SUCH_OBJECT = 32


class Client:
    def __init__(self, address: str, ca_file: str, account: str, password: str) -> None:
        self._sign_in = ["-x", "-H", f"ldaps://{address}", "-D", account, "-w", password]
        # The certificate is not what this client is about: some tests spoil it.
        self._env = {"LDAPTLS_CACERT": ca_file, "LDAPTLS_REQCERT": "allow"}

    def change(self, ldif: str) -> None:
        """Carries out LDIF with changes."""
        run("ldapmodify", *self._sign_in, env=self._env, input=ldif.encode(), patience=_PATIENCE)

    def search(self, base: str, filter: str, attributes: list[str], scope: str = "sub",
               deleted: bool = False) -> list[dict[str, Any]]:
        """The entries, each with its name and its values in base64. An absent base holds none."""
        more = ["-E", f"!{_SHOW_DELETED}"] if deleted else []
        answer = run("ldapsearch", *self._sign_in, "-LLL", "-o", "ldif-wrap=no", *more, "-b", base, "-s", scope,
                     filter, *attributes, env=self._env, patience=_PATIENCE, accepted=(0, _NO_SUCH_OBJECT))
        entries = (_entry(block) for block in answer.decode().split("\n\n"))
        return [entry for entry in entries if entry is not None]


def _entry(block: str) -> dict[str, Any] | None:
    dn = None
    attributes: dict[str, list[str]] = {}
    for line in block.splitlines():
        name, separator, rest = line.partition(":")
        if not separator or line.startswith("#"):
            continue
        value = base64.b64decode(rest[1:]) if rest.startswith(":") else rest.removeprefix(" ").encode()
        if name == "dn":
            dn = value.decode()
        else:
            attributes.setdefault(name, []).append(base64.b64encode(value).decode())
    return None if dn is None else {"dn": dn, "attributes": attributes}
