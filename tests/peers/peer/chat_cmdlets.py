"""Categories, rooms, add-ins and compliance of a pool, and the message two users exchange.

The content cmdlets ask the pool's own service, so while it is stopped on every active server they can say nothing.
"""

from __future__ import annotations

from typing import Any

from psrpcore.types import PSDuration, PSEnumBase, PSInt, PSObject, PSType

from . import records
from .binding import Parameter
from .cmdlet import IDENTITY, Session, fqdn_of, limited, lync
from .deployment import Pool, Principal, same
from .objects import bag
from .topology_objects import enum

_CHAT = "Microsoft.Rtc.Management.Chat.Cmdlets"
_SETTINGS = "Microsoft.Rtc.Management.WritableConfig.Settings.PersistentChat"
_CREDENTIALS = ("SenderCredential", "ReceiverCredential")


@PSType([f"{_CHAT}.ChatRoomPrivacy"])
class Privacy(PSEnumBase):
    """The words are documented, values and type name are inferred."""

    Open = 0
    Closed = 1
    Secret = 2


@PSType(["Microsoft.Rtc.SyntheticTransactions.TaskResult"])
class TaskResult(PSEnumBase):
    """The words are documented, values and type name are inferred."""

    Success = 0
    Failure = 1


def _pools(session: Session, bound: dict[str, Any]) -> list[Pool]:
    """The pool that is meant, or all, if their services answer."""
    deployment, pools = session.deployment, session.deployment.pools
    if bound.get("PersistentChatPoolFqdn") is not None:
        wanted = fqdn_of(bound, "PersistentChatPoolFqdn")
        pools = [pool for pool in pools if same(pool.fqdn, wanted)]
        if not pools:
            session.error(records.unknown_pool(wanted))
    if bound.get("Identity") is not None:
        wanted = bound["Identity"].partition("\\")[0]
        pools = [pool for pool in pools if same(pool.fqdn, wanted)]
        if not pools:
            session.error(records.unknown_pool(wanted))
    for pool in pools:
        if not deployment.is_chat_up(pool):
            session.error(records.chat_is_down(pool.fqdn))
    return [pool for pool in pools if deployment.is_chat_up(pool)]


def _content(key: str, kind: str, shape: Any) -> Any:
    def run(session: Session, bound: dict[str, Any]) -> None:
        pools = _pools(session, bound)
        entries = [entry for pool in pools for entry in session.deployment.file.get(key, [])
                   if same(entry["pool"], pool.fqdn)]
        if bound.get("Identity") is not None and pools:
            entries = [entry for entry in entries if same(_identity(entry), bound["Identity"])]
            if not entries:
                session.error(records.unknown_item(kind, bound["Identity"]))
        if bound.get("Category") is not None:
            wanted = bound["Category"].rpartition("\\")[2]
            entries = [entry for entry in entries if same(entry["category"], wanted)]
        if bound.get("Disabled") is not None:
            entries = [entry for entry in entries if entry["disabled"] == bool(bound["Disabled"])]
        limited(session, bound, [shape(session, entry) for entry in entries])
    return run


def _identity(entry: dict[str, Any]) -> str:
    return f"{entry['pool']}\\{entry['name']}"


def _uri(session: Session, kind: str, unique: str) -> str:
    return f"{kind}://{session.deployment.dns_domain}/{unique}"


def _category(session: Session, entry: dict[str, Any]) -> PSObject:
    rooms = [room for room in session.deployment.file.get("rooms", [])
             if same(room["pool"], entry["pool"]) and room["category"] == entry["name"]]
    return bag(f"{_CHAT}.Category", _identity(entry), {
        "Identity": _identity(entry),
        "CategoryUri": _uri(session, "ma-cat", entry["name"]),
        "Name": entry["name"],
        "Description": entry["description"],
        "NumberOfChatRooms": PSInt(len(rooms)),
        "Invites": True,
        "FileUpload": True,
        "ChatHistory": True,
        "AllowedMembers": [session.deployment.forest_root],
        "DeniedMembers": [],
        "Creators": [],
        "PersistentChatPoolFqdn": entry["pool"],
    })


def _room(session: Session, entry: dict[str, Any]) -> PSObject:
    return bag(f"{_CHAT}.ChatRoom", _identity(entry), {
        "Identity": _identity(entry),
        "ChatRoomUri": _uri(session, "ma-chan", entry["guid"]),
        "Name": entry["name"],
        "Description": None,
        "Privacy": enum(session.shapes.flat, Privacy, entry["privacy"]),
        "Type": "Normal",
        "Addin": None,
        "CategoryUri": _uri(session, "ma-cat", entry["category"]),
        "Category": f"{entry['pool']}\\{entry['category']}",
        "Members": [user.sip_address for user in session.deployment.users],
        "Managers": [],
        "Presenters": [],
        "Invitations": "Inherit",
        "Disabled": entry["disabled"],
    })


def _addin(_session: Session, entry: dict[str, Any]) -> PSObject:
    return bag("Microsoft.Rtc.Management.PersistentChat.Cmdlets.AddinObject", _identity(entry), {
        "Identity": _identity(entry),
        "Name": entry["name"],
        "Url": entry["url"],
    })


def _get_compliance(session: Session, bound: dict[str, Any]) -> None:
    entries = session.deployment.file.get("compliance_configurations", [])
    if bound.get("Identity") is not None:
        entries = [entry for entry in entries if same(entry["identity"], bound["Identity"])]
        if not entries:
            session.error(records.unknown_item("PersistentChatComplianceConfiguration", bound["Identity"]))
    for entry in entries:
        session.write(bag(
            f"{_SETTINGS}.PersistentChatComplianceConfiguration", entry["identity"], {
                "Identity": entry["identity"],
                "RunInterval": PSDuration(seconds=entry["run_interval_seconds"]),
                "AdapterName": entry["adapter_name"],
                "AdapterType": entry["adapter_type"],
                "OneChatRoomPerOutputFile": False,
                "AddChatRoomDetails": False,
                "AddUserDetails": False,
                "AdapterOutputDirectory": entry["output_folder"],
                "CustomConfiguration": None,
                "CreateFileAttachmentsManifest": True,
            }))


class _NoMessage(Exception):
    """Why two users could not exchange a message; every text is inferred."""


def _test_message(session: Session, bound: dict[str, Any]) -> None:
    deployment = session.deployment
    target = fqdn_of(bound, "TargetFqdn")
    missing = [name for name in _CREDENTIALS if bound.get(name) is None]
    if len(missing) == 1:
        # Two parameter sets: both credentials, or the server's own trust.
        raise records.missing_parameters(missing)
    latency, error, diagnosis = PSDuration(milliseconds=0), None, None
    try:
        if deployment.registrar_pool(target) is None:
            raise _NoMessage(f"No such host is known: {target}")
        people = [_signed_in(session, bound, who) for who in ("Sender", "Receiver")]
        room = _room_of(session, bound.get("ChatRoomUri"))
        deployment.messages.append({"sender": people[0].sip_address, "receiver": people[1].sip_address,
                                    "room": _identity(room)})
        latency = PSDuration(seconds=4, milliseconds=182)
    except _NoMessage as err:
        error, diagnosis = str(err), "Inner Exception: none"
    session.write(bag("Microsoft.Rtc.SyntheticTransactions.TaskOutput", "TaskOutput", {
        "TargetFqdn": target,
        "Result": enum(session.shapes.flat, TaskResult, "Success" if error is None else "Failure"),
        "Latency": latency,
        "Error": error,
        "Diagnosis": diagnosis,
    }))


def _signed_in(session: Session, bound: dict[str, Any], who: str) -> Principal:
    deployment, address = session.deployment, bound[f"{who}SipAddress"]
    user = next((user for user in deployment.users if same(user.sip_address, address)), None)
    if user is None:
        raise _NoMessage(f"404, Not Found: {address}")
    credential = bound.get(f"{who}Credential")
    if credential is None:
        return user
    name = str(credential.UserName)
    short = name.rpartition("\\")[2]
    is_name = same(name, user.user_principal_name or "") or same(short, user.sam_account_name or "")
    # Decrypted by psrpcore with the session key; kept nowhere.
    if not is_name or str(credential.Password.decrypt()) != deployment.user_password:
        raise _NoMessage(f"401, Unauthorized: {address}")
    return user


def _room_of(session: Session, wanted: str | None) -> dict[str, Any]:
    rooms = [room for room in session.deployment.file.get("rooms", []) if not room["disabled"]]
    if wanted is not None:
        rooms = [room for room in rooms
                 if same(_identity(room), wanted) or same(_uri(session, "ma-chan", room["guid"]), wanted)]
    if not rooms:
        raise _NoMessage("No chat room was found.")
    up = [room for room in rooms if session.deployment.is_chat_up(session.deployment.pool(room["pool"]))]
    if not up:
        raise _NoMessage("504, Server time-out: the Persistent Chat service did not answer.")
    return up[0]


_POOL = Parameter("PersistentChatPoolFqdn")
_PERSON = tuple(Parameter(f"{who}SipAddress", mandatory=True) for who in ("Sender", "Receiver"))

CMDLETS = (
    lync("Get-CsPersistentChatCategory", (IDENTITY, _POOL, Parameter("AsObject", "switch")),
         _content("categories", "Category", _category)),
    lync("Get-CsPersistentChatRoom", (
        IDENTITY, _POOL, Parameter("Category"), Parameter("Disabled", "any"), Parameter("ResultSize")),
        _content("rooms", "ChatRoom", _room)),
    lync("Get-CsPersistentChatAddin", (IDENTITY, _POOL), _content("addins", "Addin", _addin)),
    lync("Get-CsPersistentChatComplianceConfiguration", (
        IDENTITY, Parameter("Filter"), Parameter("LocalStore", "switch")), _get_compliance),
    lync("Test-CsPersistentChatMessage", (
        Parameter("TargetFqdn", mandatory=True), *_PERSON,
        *(Parameter(name, "any") for name in _CREDENTIALS), Parameter("ChatRoomUri"),
        Parameter("Authentication", "any"), Parameter("RegistrarPort", "int"), Parameter("Setup", "any")),
        _test_message),
)
