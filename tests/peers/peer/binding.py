"""Commands and parameters: as they arrived on the wire, and as PowerShell binds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from psrpcore.types import PSObject

from . import records

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

# Common parameters every cmdlet has, with their aliases.
_COMMON = {
    "Verbose": ("switch", ("vb",)),
    "Debug": ("switch", ("db",)),
    "ErrorAction": ("any", ("ea",)),
    "WarningAction": ("any", ("wa",)),
    "ErrorVariable": ("string", ("ev",)),
    "WarningVariable": ("string", ("wv",)),
    "OutVariable": ("string", ("ov",)),
    "OutBuffer": ("int", ("ob",)),
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a cmdlet: a string, an int, a switch, or anything at all."""

    name: str
    kind: str = "string"
    mandatory: bool = False
    position: int | None = None
    aliases: tuple[str, ...] = ()


COMMON = tuple(Parameter(name, kind, aliases=aliases) for name, (kind, aliases) in _COMMON.items())
# What a cmdlet that changes something has besides.
SHOULD_PROCESS = (Parameter("WhatIf", "switch", aliases=("wi",)), Parameter("Confirm", "switch", aliases=("cf",)))


def as_received(clixml: bytes) -> list[dict[str, Any]]:
    """The commands of a CreatePipeline message, with each value's CLIXML type, for the journal."""
    root = ElementTree.fromstring(clixml.removeprefix(b"\xef\xbb\xbf"))
    commands = []
    for command in root.findall(".//LST/Obj/MS/S[@N='Cmd']/.."):
        commands.append({
            "name": _text(command.find("S[@N='Cmd']")),
            "is_script": command.findtext("B[@N='IsScript']") == "true",
            "parameters": [_parameter(argument) for argument in command.findall("Obj[@N='Args']/LST/Obj/MS")],
        })
    return commands


def _parameter(argument: ElementTree.Element) -> dict[str, Any]:
    value = argument.find("*[@N='V']")
    entry: dict[str, Any] = {
        "name": _text(argument.find("S[@N='N']")),
        "type": None if value is None else value.tag,
        "value": None,
    }
    if value is None:
        return entry
    for secret in value.iter("SS"):
        # Encrypted with the session key, and no business of a journal all the same.
        secret.text = "…"
    if value.tag == "B":
        entry["value"] = value.text == "true"
    elif value.tag in ("I16", "I32", "I64", "By", "SB", "U16", "U32", "U64"):
        entry["value"] = int(value.text or "0")
    elif value.tag == "Obj":
        entry["value"] = _text(value.find("ToString"))
        entry["type_names"] = [name.text for name in value.findall("TN/T")]
    elif value.tag != "Nil":
        entry["value"] = _text(value)
    entry["xml"] = ElementTree.tostring(value, encoding="unicode")
    return entry


def _text(element: ElementTree.Element | None) -> str | None:
    """A CLIXML string, its `_xHHHH_` escapes resolved, pairs of surrogates joined."""
    if element is None or element.tag == "Nil":
        return None
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), element.text or "")
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def bind(parameters: tuple[Parameter, ...], arguments: list[tuple[str | None, Any]],
         positional: bool) -> dict[str, Any]:
    """Binds arguments as PowerShell does: case does not matter, aliases and unambiguous beginnings do."""
    known = parameters + COMMON
    bound: dict[str, Any] = {}
    waiting: list[Any] = []
    for name, value in arguments:
        if name is None:
            waiting.append(value)
            continue
        parameter = _find(known, name.removeprefix("-").removesuffix(":"))
        if parameter.name in bound:
            raise records.repeated_parameter(parameter.name)
        bound[parameter.name] = _convert(parameter, value)
    if waiting and not positional:
        raise records.peer_cannot("bind positional arguments in NoLanguage mode")
    for value in waiting:
        free = [parameter for parameter in known
                if parameter.position is not None and parameter.name not in bound]
        if not free:
            raise records.no_positional(str(value))
        first = min(free, key=lambda parameter: parameter.position or 0)
        bound[first.name] = _convert(first, value)
    missing = [parameter.name for parameter in parameters if parameter.mandatory and parameter.name not in bound]
    if missing:
        raise records.missing_parameters(missing)
    return bound


def _find(parameters: tuple[Parameter, ...], name: str) -> Parameter:
    folded = name.casefold()
    for parameter in parameters:
        if folded in (parameter.name.casefold(), *(alias.casefold() for alias in parameter.aliases)):
            return parameter
    beginnings = [parameter for parameter in parameters if parameter.name.casefold().startswith(folded)]
    if folded and len(beginnings) == 1:
        return beginnings[0]
    if folded and beginnings:
        raise records.ambiguous_parameter(name, [parameter.name for parameter in beginnings])
    raise records.unknown_parameter(name)


def _convert(parameter: Parameter, value: Any) -> Any:
    match parameter.kind:
        case "switch":
            # AddParameter("WhatIf") without a value sends Nil and means "on".
            if value is None:
                return True
            if isinstance(value, bool):
                return value
            if isinstance(getattr(value, "IsPresent", None), bool):
                return value.IsPresent
            raise records.wrong_argument(parameter.name, "System.Management.Automation.SwitchParameter", _kind(value))
        case "int":
            try:
                return int(value)
            except (TypeError, ValueError):
                raise records.wrong_argument(parameter.name, "System.Int32", _kind(value)) from None
        case "string":
            if value is None:
                if parameter.mandatory:
                    raise records.null_argument(parameter.name)
                return None
            if isinstance(value, PSObject) and not isinstance(value, (str, int)):
                text = value.PSObject.to_string
                if text is None:
                    raise records.wrong_argument(parameter.name, "System.String", _kind(value))
                return text
            if parameter.mandatory and str(value) == "":
                raise records.empty_argument(parameter.name)
            return str(value)
        case _:
            return value


def _kind(value: Any) -> str:
    names = value.PSObject.type_names if isinstance(value, PSObject) else []
    return names[0] if names else type(value).__name__
