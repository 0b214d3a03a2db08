"""What a cmdlet is, what it can do while it runs, and what many of them share."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from . import records
from .binding import Parameter
from .deployment import Deployment, same
from .objects import Shapes

_CLASSES = "Microsoft.Rtc.Management.AD.Cmdlets"
# The host label of the fifth choice; PowerShell then opens a nested prompt, the peer takes it for a No.
_CHOICES = (
    ("&Yes", "Continue with only the next step of the operation."),
    ("Yes to &All", "Continue with all the steps of the operation."),
    ("&No", "Skip this operation and proceed with the next operation."),
    ("No to A&ll", "Skip this operation and all subsequent operations."),
    ("&Suspend", 'Pause the current pipeline and return to the command prompt. Type "exit" to resume the pipeline.'),
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_FQDN = re.compile(rf"\A{_LABEL}(?:\.{_LABEL})+\Z")
_SIP = re.compile(r"\Asip:(?P<user>[^@\s:]+)@(?P<domain>[^@\s:]+)\Z", re.IGNORECASE)


class Session(Protocol):
    """What a running cmdlet can do; `runspace` provides it."""

    options: Any
    deployment: Deployment
    shapes: Shapes

    def write(self, value: Any) -> None: ...
    def warn(self, text: str) -> None: ...
    def wait(self, seconds: float) -> None: ...
    def error(self, error: records.CmdletError) -> None: ...
    def host_line(self, text: str) -> None: ...
    def host_choice(self, caption: str, message: str, choices: tuple[tuple[str, str], ...], default: int) -> int: ...


@dataclass(frozen=True)
class Cmdlet:
    name: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Session, dict[str, Any]], None]
    class_name: str
    # The runtime switch that takes this cmdlet out of the session.
    missing_with: str | None = None


def should_process(session: Session, bound: dict[str, Any], name: str, target: str) -> bool:
    """ShouldProcess: what-if text or a question goes to the host, and only a yes lets the act happen."""
    action = f'Performing the operation "{name}" on target "{target}".'
    if bound.get("WhatIf"):
        if not session.options.no_whatif_text:
            session.host_line(f"What if: {action}")
        return False
    # Whether Lync's confirm impact asks without -Confirm is not known. Asking unless the
    # client says -Confirm:$false proves that it does say so.
    if bound.get("Confirm", True):
        answer = session.host_choice("Confirm", f"Are you sure you want to perform this action?\n{action}", _CHOICES, 0)
        return answer in (0, 1)
    return True


def matcher(text: str) -> Callable[[str | None], bool]:
    """Wildcards as the Filter parameters of the topology cmdlets take them."""
    pattern = re.compile(fnmatch.translate(text.casefold()))
    return lambda value: value is not None and pattern.match(value.casefold()) is not None


_CLAUSE = re.compile(
    r"""\s*(?P<property>[A-Za-z]+)\s+-(?P<operator>eq|ne|like)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|"""
    r"""\$(?P<constant>true|false|null))\s*""", re.IGNORECASE)
_JOIN = re.compile(r"-(and|or)\b", re.IGNORECASE)


def filter_of(text: str) -> Callable[[dict[str, Any]], bool]:
    """Reads a -Filter string: clauses joined by one kind of -and or -or. Anything else is refused."""
    clauses: list[Callable[[dict[str, Any]], bool]] = []
    joins: set[str] = set()
    rest = text.strip().removeprefix("{").removesuffix("}")
    while True:
        match = _CLAUSE.match(rest)
        if match is None:
            raise records.invalid_filter(text)
        clauses.append(_clause(match))
        rest = rest[match.end():]
        if not rest:
            break
        join = _JOIN.match(rest)
        if join is None:
            raise records.invalid_filter(text)
        joins.add(join[1].lower())
        rest = rest[join.end():]
    if len(joins) > 1:
        raise records.invalid_filter(text)
    every = all if joins != {"or"} else any
    return lambda properties: every(clause(properties) for clause in clauses)


def _clause(match: re.Match[str]) -> Callable[[dict[str, Any]], bool]:
    name = match["property"].casefold()
    operator = match["operator"].lower()
    constant = match["constant"]
    wanted = match["double"] if match["double"] is not None else match["single"]

    def holds(properties: dict[str, Any]) -> bool:
        value = next((content for key, content in properties.items() if key.casefold() == name), None)
        if constant is not None:
            equal = value is {"true": True, "false": False, "null": None}[constant.lower()]
        elif operator == "like":
            return matcher(wanted)(None if value is None else str(value))
        else:
            equal = value is not None and same(str(value), wanted)
        return equal if operator == "eq" else not equal

    return holds


def limited(session: Session, bound: dict[str, Any], values: list[Any]) -> None:
    """Writes results, at most -ResultSize of them; nought is documented to return nothing."""
    limit = bound.get("ResultSize")
    if limit is not None and not same(str(limit), "Unlimited"):
        try:
            values = values[: max(int(limit), 0)]
        except ValueError:
            raise records.wrong_argument("ResultSize", "Microsoft.Rtc.Management.ADConnect.Core.Unlimited`1",
                                         "System.String") from None
    for value in values:
        session.write(value)


def fqdn_of(bound: dict[str, Any], parameter: str) -> str:
    text = bound[parameter]
    if not _FQDN.match(text):
        raise records.invalid_fqdn(text, parameter)
    return text


def sip_address_of(text: str) -> re.Match[str] | None:
    return _SIP.match(text)


DIRECTORY = (Parameter("DomainController"),)
SEARCH = (Parameter("Filter"), Parameter("ResultSize"), *DIRECTORY)
IDENTITY = Parameter("Identity", position=1)


def lync(name: str, parameters: tuple[Parameter, ...], run: Callable[[Session, dict[str, Any]], None],
         missing_with: str | None = None) -> Cmdlet:
    """A cmdlet of the product; the name of its class is inferred."""
    verb, _, noun = name.partition("-")
    return Cmdlet(name, parameters, run, f"{_CLASSES}.{verb}{noun}Cmdlet", missing_with)
