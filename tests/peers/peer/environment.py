"""The virtual environment the peer runs in. Standard library only.

`serve` and `prove` may be started with the Python of any virtual environment
that already holds `requirements.txt` (tests do that), or directly: then one is
made under `target/peers-venv`, from the pinned hashes, and used again until the
requirements change.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parents[1]
REQUIREMENTS = PEERS / "requirements.txt"
# What builds the packages that have no wheels. Pinned and installed first, since pip would fetch it without a hash.
BUILD_REQUIREMENTS = PEERS / "build-requirements.txt"
MODULES = ("cryptography", "gssapi", "krb5", "psrpcore", "pypsrp", "spnego")


def enter() -> None:
    """Returns when the needed packages can be imported, else starts the program again where they can."""
    if sys.version_info < (3, 11):
        sys.exit("The peer needs Python 3.11 or newer.")
    if all(importlib.util.find_spec(module) for module in MODULES):
        return
    folder = _folder()
    if Path(sys.prefix).resolve() == folder.resolve():
        sys.exit(f"{folder} lacks packages it was made with; delete it and start again.")
    python = _prepare(folder)
    os.execv(python, [str(python), *sys.argv])


def _folder() -> Path:
    target = os.environ.get("CARGO_TARGET_DIR")
    return Path(target or PEERS.parents[1] / "target").absolute() / "peers-venv"


def _prepare(folder: Path) -> Path:
    """Makes the environment unless it is there and of the same requirements."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    stamp = folder / "requirements.sha256"
    wanted = hashlib.sha256(BUILD_REQUIREMENTS.read_bytes() + REQUIREMENTS.read_bytes()).hexdigest()
    # Two tests may start at once; the second waits for the first one's work.
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (python.exists() and stamp.exists() and stamp.read_text() == wanted):
            print(f"Preparing {folder} from requirements.txt; this happens once and takes minutes.", file=sys.stderr)
            _run([sys.executable, "-m", "venv", "--clear", str(folder)])
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
            _run([*pip, "-r", str(BUILD_REQUIREMENTS)])
            _run([*pip, "--no-build-isolation", "-r", str(REQUIREMENTS)])
            # Written last: an interrupted preparation is done again.
            stamp.write_text(wanted)
    return python


def _run(command: list[str]) -> None:
    # Standard output belongs to the one JSON line of `serve`.
    if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno()).returncode != 0:
        sys.exit(f"This did not work: {' '.join(command)}\n"
                 "On Debian and Ubuntu python3-venv, python3-dev, gcc and libkrb5-dev are needed, and the network once.")
