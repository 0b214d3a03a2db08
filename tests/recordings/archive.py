"""What is needed of the archive: the recordings, and the key pair they were made with."""

from __future__ import annotations

import ast
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_RECORDINGS = "/tests/tests_pypsrp/responses/"
# The template in the same folder explains the format and records nothing.
_TEMPLATE = "_template"
_KEY_SOURCE = "/tests/tests_pypsrp/test_host.py"
_KEY_FUNCTION = "gen_rsa_keypair"


@dataclass
class Files:
    """The recorded exchanges by the name of their file, in its order, and the primes of the exchange key."""

    exchanges: dict[str, list[dict[str, Any]]]
    primes: dict[str, int]


def read(path: Path) -> Files:
    """Reads the archive without unpacking it anywhere."""
    exchanges: dict[str, list[dict[str, Any]]] = {}
    primes: dict[str, int] = {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None:
                continue
            if _RECORDINGS in member.name and member.name.endswith(".yml"):
                name = Path(member.name).stem
                if name != _TEMPLATE:
                    exchanges[name] = yaml.safe_load(file.read())["messages"]
            elif member.name.endswith(_KEY_SOURCE):
                primes = _primes(file.read().decode())
    return Files(dict(sorted(exchanges.items())), primes)


def _primes(source: str) -> dict[str, int]:
    """The numbers `p` and `q` in the function that makes the key; the source is read, not run."""
    function = next(node for node in ast.parse(source).body
                    if isinstance(node, ast.FunctionDef) and node.name == _KEY_FUNCTION)
    return {node.targets[0].id: ast.literal_eval(node.value) for node in function.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in ("p", "q")}
