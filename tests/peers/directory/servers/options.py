"""What the command line chooses for one run of a server."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from . import certificates, domain


def parse(program: str, add_own: Callable[[argparse.ArgumentParser], None]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=program, description=f"Runs {program} for a test, on the loopback only.")
    parser.add_argument("--cache", type=Path, default=domain.REPOSITORY / "target" / "directory",
                        help="where images are kept (default: target/directory)")
    parser.add_argument("--address", help="the loopback address (default: one that is free)")
    parser.add_argument("--certificate", choices=certificates.KINDS, default="good")
    add_own(parser)
    return parser.parse_args()
