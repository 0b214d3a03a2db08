"""A peer started for some checks, and its control port."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

SERVE = Path(__file__).resolve().parents[1] / "serve"


# The control port is on this machine, whatever proxy the environment names.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Peer:
    """A running peer; leaving the `with` block ends it."""

    def __init__(self, *options: str) -> None:
        self.options = options
        # The peer ends with this pipe, even if this program is killed.
        self._process = subprocess.Popen(
            [sys.executable, str(SERVE), "--exit-with-stdin", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the peer did not start with {options}")
        self.facts: dict[str, str | None] = json.loads(line)
        facts = self.facts
        self.uri: str = facts["uri"]
        self.ca_file: str | None = facts["ca_file"]
        self.user: str = facts["user"]
        self.password_file = Path(facts["password_file"])
        self.log_file = Path(facts["log_file"])
        self._control: str = facts["control_uri"]
        # Read now: it goes with the peer.
        self.password = self.password_file.read_text(encoding="utf-8")

    @property
    def port(self) -> int:
        return urlsplit(self.uri).port

    @property
    def tls(self) -> bool:
        return self.uri.startswith("https:")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def ask(self, path: str) -> dict[str, Any]:
        with _OPENER.open(self._control + path, timeout=10) as answer:
            return json.load(answer)

    def tell(self, path: str, **wanted: Any) -> dict[str, Any]:
        request = urllib.request.Request(self._control + path, json.dumps(wanted).encode(), method="POST")
        with _OPENER.open(request, timeout=10) as answer:
            return json.load(answer)

    def refuses(self, path: str, **wanted: Any) -> int:
        """The status with which the control port refuses something."""
        try:
            self.tell(path, **wanted)
        except urllib.error.HTTPError as err:
            err.close()
            return err.code
        return 200

    def endpoints(self) -> list[str]:
        """The addresses that exist, sorted."""
        return sorted(entry["sip_address"] for entry in self.ask("/state")["endpoints"] if entry["exists"])
