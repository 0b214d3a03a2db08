"""WS-Management requests read and answers written.

Prefixes, header order, texts and fault codes are those of recorded traffic
(Windows Server 2012 R2 to 2019, in pypsrp's test data) unless a comment says
otherwise.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
WSMV = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
POWERSHELL = "http://schemas.microsoft.com/powershell"
RESOURCE = f"{POWERSHELL}/Microsoft.PowerShell"

OPERATIONS = {
    f"{TRANSFER}/Create": "create",
    f"{TRANSFER}/Delete": "delete",
    f"{TRANSFER}/Get": "get",
    f"{SHELL}/Command": "command",
    f"{SHELL}/Send": "send",
    f"{SHELL}/Receive": "receive",
    f"{SHELL}/Signal": "signal",
}
# What a request leaves for the rest of an envelope when an answer is split.
ENVELOPE_OVERHEAD = 3072
STREAM_OVERHEAD = 256
# [MS-WSMV] says what a client may ask for at least.
SMALLEST_ENVELOPE = 8192

_DURATION = re.compile(r"\AP(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")


class Fault(Exception):
    """A WS-Management fault to answer with."""

    def __init__(self, code: int, subcode: str, text: str, *, sender: bool = True,
                 message: str | None = None, detail: str | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.subcode = subcode
        self.text = text
        self.sender = sender
        self.message = message or text
        self.detail = detail


_SELECTORS = ("The WS-Management service cannot process the request because the request contained "
              "invalid selectors for the resource. ")
_UNEXPECTED_SELECTORS = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/UnexpectedSelectors"


def timed_out() -> Fault:
    return Fault(2150858793, "w:TimedOut", "The WS-Management service cannot complete the operation within "
                 "the time specified in OperationTimeout.  ", sender=False)


def unknown_shell() -> Fault:
    return Fault(2150858843, "w:InvalidSelectors", _SELECTORS, detail=_UNEXPECTED_SELECTORS)


def unknown_command() -> Fault:
    return Fault(2150858843, "w:InvalidSelectors", _SELECTORS, detail=_UNEXPECTED_SELECTORS, message=(
        "The Windows Remote Shell received a request to perform an operation on a command identifier that does "
        "not exist. Either the command has completed execution or the client specified an invalid command "
        "identifier. "))


def aborted() -> Fault:
    """A Receive whose command or shell went away. The code is Windows' ERROR_OPERATION_ABORTED; inferred."""
    return Fault(995, "w:InternalError", "The I/O operation has been aborted because of either a thread exit "
                 "or an application request. ", sender=False)


def not_understood(why: str) -> Fault:
    """A request the peer could not read; its words are the peer's own, so that a test shows them."""
    return Fault(2150858767, "a:InvalidMessageInformationHeader", f"The WS-Management service cannot process "
                 f"the request. {why}")


def unknown_resource(resource: str) -> Fault:
    """Text and code as Windows documents them; not in the recorded traffic."""
    return Fault(2150858752, "a:DestinationUnreachable", "The WS-Management service cannot process the request. "
                 f"The resource URI ({resource}) was not found in the WS-Management catalog. ")


def internal_error(why: str) -> Fault:
    return Fault(2147942487, "w:InternalError", f"The WS-Management service cannot process the request. {why}",
                 sender=False)


@dataclass(frozen=True)
class Request:
    """One WS-Management request."""

    operation: str
    message_id: str
    to: str
    resource: str
    shell_id: str | None
    max_envelope_size: int
    timeout_seconds: float
    body: ElementTree.Element

    def child(self, name: str) -> ElementTree.Element:
        """The request's own element in the body, or a fault."""
        found = self.body.find(f"{{{SHELL}}}{name}")
        if found is None:
            raise not_understood(f"The body has no {name}.")
        return found


def read(envelope: bytes) -> Request:
    """Reads an envelope, or raises the fault to answer with."""
    try:
        root = ElementTree.fromstring(envelope)
    except ElementTree.ParseError as err:
        raise not_understood(f"The XML is not well-formed: {err}.") from err
    header = root.find(f"{{{SOAP}}}Header")
    body = root.find(f"{{{SOAP}}}Body")
    if root.tag != f"{{{SOAP}}}Envelope" or header is None or body is None:
        raise not_understood("The envelope is not SOAP 1.2.")

    def text(namespace: str, name: str) -> str:
        return (header.findtext(f"{{{namespace}}}{name}") or "").strip()

    action = text(ADDRESSING, "Action")
    operation = OPERATIONS.get(action)
    if operation is None:
        raise Fault(2150858754, "a:ActionNotSupported", "The action is not supported by the service. ")
    message_id = text(ADDRESSING, "MessageID")
    if not message_id:
        raise not_understood("There is no MessageID.")
    size = text(WSMAN, "MaxEnvelopeSize")
    shell = header.find(f"{{{WSMAN}}}SelectorSet/{{{WSMAN}}}Selector[@Name='ShellId']")
    return Request(
        operation=operation,
        message_id=message_id,
        to=text(ADDRESSING, "To"),
        resource=text(WSMAN, "ResourceURI"),
        shell_id=None if shell is None else (shell.text or "").strip(),
        max_envelope_size=max(int(size), SMALLEST_ENVELOPE) if size.isdigit() else 153600,
        timeout_seconds=_seconds(text(WSMAN, "OperationTimeout")),
        body=body,
    )


def _seconds(duration: str) -> float:
    if not duration:
        return 60.0
    match = _DURATION.match(duration)
    if match is None or duration in ("P", "PT"):
        raise not_understood(f"The XML contains an invalid timeout field in the SOAP header: {duration}.")
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def decode(element: ElementTree.Element | None) -> bytes:
    """The bytes of an element that carries base64."""
    if element is None:
        raise not_understood("The element that carries data is missing.")
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except binascii.Error as err:
        raise not_understood("The data is not base64.") from err


def create_answer(request: Request, shell_id: str, owner: str) -> bytes:
    shell = escape(shell_id)
    body = (
        f"<x:ResourceCreated><a:Address>{escape(request.to)}</a:Address><a:ReferenceParameters>"
        f"<w:ResourceURI>{escape(request.resource)}</w:ResourceURI><w:SelectorSet>"
        f'<w:Selector Name="ShellId">{shell}</w:Selector></w:SelectorSet></a:ReferenceParameters>'
        f"</x:ResourceCreated>{_shell(request.resource, shell, owner)}"
    )
    return envelope(f"{TRANSFER}/CreateResponse", request.message_id, body)


def get_answer(request: Request, shell_id: str, owner: str) -> bytes:
    return envelope(f"{TRANSFER}/GetResponse", request.message_id, _shell(RESOURCE, escape(shell_id), owner))


def _shell(resource: str, shell: str, owner: str) -> str:
    return (
        f'<rsp:Shell xmlns:rsp="{SHELL}"><rsp:ShellId>{shell}</rsp:ShellId>'
        f"<rsp:ResourceUri>{escape(resource)}</rsp:ResourceUri><rsp:Owner>{escape(owner)}</rsp:Owner>"
        "<rsp:ClientIP>127.0.0.1</rsp:ClientIP><rsp:ProcessId>4242</rsp:ProcessId>"
        "<rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams>"
        "<rsp:OutputStreams>stdout</rsp:OutputStreams><rsp:MaxIdleTimeOut>PT2147483.647S</rsp:MaxIdleTimeOut>"
        "<rsp:Locale>en-US</rsp:Locale><rsp:DataLocale>en-US</rsp:DataLocale>"
        "<rsp:CompressionMode>NoCompression</rsp:CompressionMode><rsp:ProfileLoaded>Yes</rsp:ProfileLoaded>"
        "<rsp:Encoding>UTF8</rsp:Encoding><rsp:BufferMode>Block</rsp:BufferMode><rsp:State>Connected</rsp:State>"
        "<rsp:ShellRunTime>P0DT0H0M0S</rsp:ShellRunTime><rsp:ShellInactivity>P0DT0H0M0S</rsp:ShellInactivity>"
        "</rsp:Shell>"
    )


def command_answer(request: Request, command_id: str) -> bytes:
    body = f"<rsp:CommandResponse><rsp:CommandId>{escape(command_id)}</rsp:CommandId></rsp:CommandResponse>"
    return envelope(f"{SHELL}/CommandResponse", request.message_id, body)


def receive_answer(request: Request, fragments: list[bytes], command_id: str | None, done: bool) -> bytes:
    whose = f" CommandId={quoteattr(command_id)}" if command_id else ""
    streams = "".join(
        f'<rsp:Stream Name="stdout"{whose}>{base64.b64encode(fragment).decode()}</rsp:Stream>'
        for fragment in fragments
    )
    state = ""
    if done:
        state = (f'<rsp:CommandState{whose} State="{SHELL}/CommandState/Done">'
                 "<rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState>")
    body = f"<rsp:ReceiveResponse>{streams}{state}</rsp:ReceiveResponse>"
    return envelope(f"{SHELL}/ReceiveResponse", request.message_id, body)


def plain_answer(request: Request) -> bytes:
    """The answer to Send, Signal and Delete, which say nothing."""
    if request.operation == "delete":
        return envelope(f"{TRANSFER}/DeleteResponse", request.message_id, "")
    name = request.operation.capitalize()
    return envelope(f"{SHELL}/{name}Response", request.message_id, f"<rsp:{name}Response/>")


def fault_answer(fault: Fault, message_id: str | None) -> bytes:
    language = 'xml:lang="en-US"'
    detail = f"<w:FaultDetail>{fault.detail}</w:FaultDetail>" if fault.detail else ""
    body = (
        f"<s:Fault><s:Code><s:Value>s:{'Sender' if fault.sender else 'Receiver'}</s:Value>"
        f"<s:Subcode><s:Value>{fault.subcode}</s:Value></s:Subcode></s:Code>"
        f"<s:Reason><s:Text {language}>{escape(fault.text)}</s:Text></s:Reason><s:Detail>{detail}"
        f'<f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{fault.code}" '
        f'Machine="localhost"><f:Message>{escape(fault.message)}</f:Message></f:WSManFault></s:Detail></s:Fault>'
    )
    return envelope(f"{WSMAN.removesuffix('.xsd')}/fault", message_id, body)


def envelope(action: str, relates_to: str | None, body: str, prologue: str = "") -> bytes:
    """An answer's envelope; `prologue` stands before it, where only a hostile server writes something."""
    related = f"<a:RelatesTo>{escape(relates_to)}</a:RelatesTo>" if relates_to else ""
    return (
        f'{prologue}<s:Envelope xml:lang="en-US" xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:x="{TRANSFER}" '
        f'xmlns:w="{WSMAN}" xmlns:rsp="{SHELL}" xmlns:p="{WSMV}"><s:Header><a:Action>{action}</a:Action>'
        f"<a:MessageID>uuid:{str(uuid.uuid4()).upper()}</a:MessageID>"
        f"<a:To>{ADDRESSING}/role/anonymous</a:To>{related}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()
