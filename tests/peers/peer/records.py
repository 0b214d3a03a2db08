"""Error records: those PowerShell itself makes, recorded, and those of Lync, inferred.

No page prints the errors of the Persistent Chat endpoint cmdlets. Known are only
the type `Microsoft.Rtc.Management.AD.ManagementException` (administrators' public
scripts catch it) and the words "Management object not found for identity" (in
Microsoft's own documentation). Every other text, id and category of a *Lync*
error below is INFERRED, and a test that leans on one proves nothing about a real
server. Names of cmdlet classes after the comma of an id are inferred throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

from psrpcore.types import ErrorCategory, ErrorCategoryInfo, ErrorRecord, NETException

_RUNTIME = ["System.Management.Automation.RuntimeException", "System.SystemException"]
_BASE = ["System.Exception", "System.Object"]
_COR_E_EXCEPTION = -2146233088
_COR_E_RUNTIME = -2146233087


class CategoryInfo(ErrorCategoryInfo):
    """Writes the category message as PowerShell does; psrpcore leaves the colon out."""

    def __str__(self) -> str:
        return (f"{self.Category.name}: ({_shortened(self.TargetName)}:{self.TargetType or ''}) "
                f"[{self.Activity or ''}], {self.Reason or ''}")


def _shortened(text: str | None) -> str:
    """PowerShell shortens a long target to forty characters, keeping both ends."""
    text = text or ""
    return text if len(text) <= 40 else f"{text[:15]}...{text[-15:]}"


@dataclass(eq=False)
class CmdletError(Exception):
    """An error on its way to the client; `terminating` ends the pipeline."""

    message: str
    error_id: str
    category: str
    exception: str
    bases: tuple[str, ...] = ()
    target: str | None = None
    target_type: str = "String"
    terminating: bool = True
    # Lync cmdlets put their class behind the id, the engine does not.
    of_cmdlet: bool = True

    def record(self, cmdlet: str | None, class_name: str | None) -> ErrorRecord:
        exception = NETException(
            Message=self.message,
            HResult=_COR_E_RUNTIME if self.bases else _COR_E_EXCEPTION,
            Source="System.Management.Automation" if self.bases else "Microsoft.Rtc.Management",
        )
        exception.PSObject.type_names = [self.exception, *self.bases, *_BASE]
        exception.PSObject.to_string = f"{self.exception}: {self.message}"
        error_id = f"{self.error_id},{class_name}" if self.of_cmdlet and class_name else self.error_id
        return ErrorRecord(
            Exception=exception,
            CategoryInfo=CategoryInfo(
                Category=ErrorCategory[self.category],
                Activity=cmdlet if self.of_cmdlet else "",
                Reason=self.exception.rpartition(".")[2],
                TargetName=self.target or "",
                TargetType=self.target_type if self.target is not None else "",
            ),
            TargetObject=self.target,
            FullyQualifiedErrorId=error_id,
        )


# What PowerShell's engine says. The first two are recorded, the rest is PowerShell's documented behaviour.


def command_not_found(name: str) -> CmdletError:
    return CmdletError(
        f"The term '{name}' is not recognized as the name of a cmdlet, function, script file, or operable program. "
        "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
        "CommandNotFoundException", "ObjectNotFound", "System.Management.Automation.CommandNotFoundException",
        tuple(_RUNTIME), target=name, of_cmdlet=False)


def scripts_not_allowed(script: str) -> CmdletError:
    return CmdletError(
        "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.",
        "ScriptsNotAllowed", "ParserError", "System.Management.Automation.ParseException",
        tuple(_RUNTIME), target=script, of_cmdlet=False)


def _binding(message: str, error_id: str, category: str = "InvalidArgument",
             exception: str = "ParameterBindingException") -> CmdletError:
    bases = [] if exception == "ParameterBindingException" else [
        "System.Management.Automation.ParameterBindingException"]
    return CmdletError(message, error_id, category, f"System.Management.Automation.{exception}",
                       (*bases, *_RUNTIME))


def unknown_parameter(name: str) -> CmdletError:
    return _binding(f"A parameter cannot be found that matches parameter name '{name}'.", "NamedParameterNotFound")


def ambiguous_parameter(name: str, candidates: list[str]) -> CmdletError:
    matches = " ".join(f"-{candidate}" for candidate in candidates)
    return _binding(f"Parameter cannot be processed because the parameter name '{name}' is ambiguous. "
                    f"Possible matches include: {matches}.", "AmbiguousParameter")


def repeated_parameter(name: str) -> CmdletError:
    return _binding(
        f"Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple values "
        "to parameters that can accept multiple values, use the array syntax. For example, "
        '"-parameter value1,value2,value3".', "ParameterAlreadyBound")


def two_parameter_sets() -> CmdletError:
    return _binding("Parameter set cannot be resolved using the specified named parameters.", "AmbiguousParameterSet")


def missing_parameters(names: list[str]) -> CmdletError:
    """A real server asks the host for them first when there is one; the peer does not."""
    return _binding("Cannot process command because of one or more missing mandatory parameters: "
                    f"{' '.join(names)}.", "MissingMandatoryParameter")


def null_argument(name: str) -> CmdletError:
    return _binding(f"Cannot bind argument to parameter '{name}' because it is null.",
                    "ParameterArgumentValidationErrorNullNotAllowed", "InvalidData",
                    "ParameterBindingValidationException")


def empty_argument(name: str) -> CmdletError:
    return _binding(f"Cannot bind argument to parameter '{name}' because it is an empty string.",
                    "ParameterArgumentValidationErrorEmptyStringNotAllowed", "InvalidData",
                    "ParameterBindingValidationException")


def wrong_argument(name: str, wanted: str, got: str) -> CmdletError:
    return _binding(f"Cannot process argument transformation on parameter '{name}'. Cannot convert value of type "
                    f'"{got}" to type "{wanted}".', "ParameterArgumentTransformationError", "InvalidData",
                    "ParameterBindingArgumentTransformationException")


def no_positional(value: str) -> CmdletError:
    return _binding(f"A positional parameter cannot be found that accepts argument '{value}'.",
                    "PositionalParameterNotFound")


def cannot_prompt() -> CmdletError:
    return CmdletError(
        "A command that prompts the user failed because the host program or the command type does not support user "
        "interaction. The host was attempting to request confirmation with the following message: Are you sure you "
        "want to perform this action?", "InvalidOperation", "InvalidOperation",
        "System.Management.Automation.Host.HostException", tuple(_RUNTIME))


def stopped_by_preference(error: CmdletError) -> CmdletError:
    """The same error with -ErrorAction Stop: terminating, with the exception the engine wraps it in."""
    return CmdletError(
        'The running command stopped because the preference variable "ErrorActionPreference" or common parameter is '
        f"set to Stop: {error.message}", error.error_id, error.category,
        "System.Management.Automation.ActionPreferenceStopException", tuple(_RUNTIME), error.target,
        error.target_type, of_cmdlet=error.of_cmdlet)


# What this peer is too small for. The words say so, lest somebody takes them for a server's.


def peer_cannot(what: str) -> CmdletError:
    return CmdletError(f"The test peer runs one command with named parameters at a time; it does not {what}.",
                       "PeerCannot", "NotImplemented", "System.NotSupportedException",
                       ("System.SystemException",), of_cmdlet=False)


def chatter() -> CmdletError:
    """The non-terminating record of `chatter`, with every field filled."""
    return CmdletError("chatter: error", "Chatter", "ResourceUnavailable", "System.TimeoutException",
                       ("System.SystemException",), target="chatter", terminating=False)


# What Lync says: INFERRED, see above.

_MANAGEMENT = "Microsoft.Rtc.Management.AD.ManagementException"


def not_found(identity: str) -> CmdletError:
    """The words and the exception type are known; id and category are not."""
    return CmdletError(f'Management object not found for identity "{identity}".', "ManagementObjectNotFound",
                       "ObjectNotFound", _MANAGEMENT, target=identity, target_type="UserIdParameter",
                       terminating=False)


def address_in_use(sip_address: str, owner: str) -> CmdletError:
    return CmdletError(f'SIP address "{sip_address}" is already in use by "{owner}". SIP addresses must be unique.',
                       "SipAddressInUse", "ResourceExists", _MANAGEMENT, target=sip_address, terminating=False)


def unknown_pool(fqdn: str) -> CmdletError:
    return CmdletError(f'Cannot find a Persistent Chat Server pool with the fully qualified domain name "{fqdn}".',
                       "PersistentChatPoolNotFound", "ObjectNotFound", _MANAGEMENT, target=fqdn, target_type="Fqdn",
                       terminating=False)


def unknown_domain(domain: str) -> CmdletError:
    return CmdletError(f'SIP domain "{domain}" is not configured for this deployment.', "SipDomainNotFound",
                       "InvalidArgument", _MANAGEMENT, target=domain, terminating=False)


def invalid_address(sip_address: str) -> CmdletError:
    return CmdletError(f'SIP address "{sip_address}" is not valid. A SIP address must use the sip: prefix and a '
                       "valid SIP domain.", "InvalidSipAddress", "InvalidArgument", _MANAGEMENT, target=sip_address,
                       terminating=False)


def invalid_fqdn(text: str, parameter: str) -> CmdletError:
    return _binding(f"Cannot process argument transformation on parameter '{parameter}'. \"{text}\" is "
                    "not a valid fully qualified domain name.", "ParameterArgumentTransformationError",
                    "InvalidData", "ParameterBindingArgumentTransformationException")


def invalid_filter(text: str) -> CmdletError:
    return CmdletError(f'The filter "{text}" is not valid.', "InvalidFilter", "InvalidArgument", _MANAGEMENT,
                       target=text)


def unknown_item(kind: str, identity: str) -> CmdletError:
    """Get-CsSipDomain, Get-CsService and Get-CsPersistentChatState with an identity nobody has."""
    return CmdletError(f'Cannot find {kind} "{identity}" because it does not exist.', "ItemNotFound",
                       "ObjectNotFound", "Microsoft.Rtc.Management.Common.ItemNotFoundException", target=identity,
                       terminating=False)


def directory_refused() -> CmdletError:
    """The words are those of Microsoft's KB2466000; the rest is inferred."""
    return CmdletError('Active Directory operation failed on "dc01.contoso.com". You cannot retry this operation: '
                       '"Insufficient access rights to perform the operation".', "ActiveDirectoryOperationFailed",
                       "PermissionDenied", _MANAGEMENT, terminating=False)


def directory_unreachable(why: str) -> CmdletError:
    """The peer's own words: what a real server says of its controllers is not known."""
    return CmdletError(f"Active Directory operation failed: {why}", "ActiveDirectoryOperationFailed",
                       "ResourceUnavailable", _MANAGEMENT, terminating=False)


def homed_on_earlier_version(identity: str) -> CmdletError:
    return CmdletError(f'"{identity}" is homed on an earlier version. Use the tools of that version.',
                       "HomedOnEarlierVersion", "InvalidOperation", _MANAGEMENT, target=identity, terminating=False)


def already_enabled(identity: str) -> CmdletError:
    return CmdletError(f'"{identity}" is already enabled.', "AlreadyEnabled", "InvalidOperation", _MANAGEMENT,
                       target=identity, terminating=False)


def unreachable_computer(fqdn: str) -> CmdletError:
    """The words are those of .NET's ServiceController; the rest is inferred."""
    return CmdletError(f"Cannot open Service Control Manager on computer '{fqdn}'. This operation might require other "
                       "privileges.", "CannotOpenServiceControlManager", "OpenError",
                       "System.InvalidOperationException", ("System.SystemException",), target=fqdn,
                       terminating=False)


def unknown_service(name: str, fqdn: str) -> CmdletError:
    """The words are those of .NET's ServiceController; the rest is inferred."""
    return CmdletError(f"Service {name} was not found on computer '{fqdn}'.", "ServiceNotFound", "ObjectNotFound",
                       "System.InvalidOperationException", ("System.SystemException",), target=name, terminating=False)


def chat_is_down(fqdn: str) -> CmdletError:
    return CmdletError(f'Cannot connect to the Persistent Chat service of pool "{fqdn}".', "PersistentChatUnreachable",
                       "ConnectionError", "Microsoft.Rtc.Management.Chat.ChatServiceException", target=fqdn,
                       target_type="Fqdn", terminating=False)
