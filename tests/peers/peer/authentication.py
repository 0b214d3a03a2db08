"""NTLM, Kerberos, SPNEGO and Basic, bound to one TCP connection as IIS binds them.

pyspnego is the acceptor. It speaks NTLM and SPNEGO itself, with the users of the
file named by NTLM_USER_FILE, which `serve` points at a file only this user can
read; Kerberos it leaves to MIT's GSSAPI and the run's keytab. No token and no
password is ever written to the log.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field

import spnego
from spnego._negotiate import NegotiateProxy
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import NegotiateOptions

# What [MS-WSMV] 2.2.9.1 calls a sealed body under each scheme.
_SEALS = {"Kerberos": "application/HTTP-Kerberos-session-encrypted"}
_SPNEGO_SEAL = "application/HTTP-SPNEGO-session-encrypted"


class _NtlmInSpnego(NegotiateProxy):
    """SPNEGO over the mechanisms of one mode; pyspnego itself takes every one that its machine can."""

    @classmethod
    def available_protocols(cls, options: NegotiateOptions | None = None) -> list[str]:
        return ["ntlm", "negotiate"]


class _KerberosInSpnego(NegotiateProxy):
    @classmethod
    def available_protocols(cls, options: NegotiateOptions | None = None) -> list[str]:
        return ["kerberos", "negotiate"]


class _BothInSpnego(NegotiateProxy):
    @classmethod
    def available_protocols(cls, options: NegotiateOptions | None = None) -> list[str]:
        return ["kerberos", "ntlm", "negotiate"]


@dataclass(frozen=True)
class Policy:
    """What the peer offers, and whom it lets in."""

    mode: str
    user: str
    password: str = field(repr=False)
    channel_binding: GssChannelBindings | None
    # The realm whose tickets are taken; None takes no Kerberos.
    realm: str | None = None

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes a 401 offers, in the order IIS lists them."""
        return {
            "negotiate": ("Negotiate",),
            "ntlm": ("NTLM",),
            "both": ("Negotiate", "NTLM"),
            "kerberos": ("Negotiate", "Kerberos"),
            "kerberos-scheme": ("Kerberos",),
            "basic": ("Basic",),
            "none": (),
        }[self.mode]

    def acceptor(self, scheme: str) -> spnego.ContextProxy:
        """A new security context of the server's side."""
        match scheme:
            case "NTLM":
                return spnego.server(
                    protocol="ntlm", options=NegotiateOptions.use_ntlm, channel_bindings=self.channel_binding)
            case "Kerberos":
                return spnego.server(
                    protocol="kerberos", options=NegotiateOptions.use_gssapi, channel_bindings=self.channel_binding)
            case _:
                # Takes SPNEGO and raw tokens alike, as Windows does.
                kind = _NtlmInSpnego
                if self.realm is not None:
                    kind = _KerberosInSpnego if self.mode == "kerberos" else _BothInSpnego
                return kind(usage="accept", options=NegotiateOptions.use_negotiate,
                            channel_bindings=self.channel_binding)

    def named(self, principal: str | None) -> str | None:
        """DOMAIN\\user for a Kerberos principal too, as Windows names the caller."""
        if principal is None or self.realm is None:
            return principal
        name, _, realm = principal.replace("\\@", "@").rpartition("@")
        if realm != self.realm:
            return principal
        domain = self.user.partition("\\")[0]
        return f"{domain}\\{name.partition('@')[0]}"


@dataclass(frozen=True)
class Verdict:
    """What one request's Authorization header led to."""

    principal: str | None
    challenges: tuple[str, ...] = ()
    # The last SPNEGO token travels on the answer itself.
    final_token: str | None = None
    why: str = ""


class Connection:
    """The authentication state of one TCP connection."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._context: spnego.ContextProxy | None = None
        self._scheme = ""
        self.principal: str | None = policy.user if policy.mode == "none" else None

    @property
    def context(self) -> spnego.ContextProxy | None:
        """The finished security context, for sealing."""
        return self._context if self.principal else None

    @property
    def seal_protocol(self) -> str:
        """The protocol a sealed body names."""
        return _SEALS.get(self._scheme, _SPNEGO_SEAL)

    @property
    def mechanism(self) -> str | None:
        """What signed the caller in, for the journal: kerberos or ntlm, whichever SPNEGO chose."""
        return None if self.context is None else self._context.negotiated_protocol

    def forget(self) -> None:
        """Makes the connection anonymous again."""
        if self._policy.mode != "none":
            self.principal = None
            self._context = None

    def check(self, header: str | None) -> Verdict:
        """Judges one request. A connection that is in stays in until a new handshake begins on it."""
        if self._policy.mode == "none":
            return Verdict(self.principal)
        if header is None:
            # Basic has no connection to remember: each request proves itself.
            if self.principal and self._policy.mode != "basic":
                return Verdict(self.principal)
            return self._refuse("no credentials")
        scheme, _, value = header.strip().partition(" ")
        offered = {name.lower(): name for name in self._policy.schemes}
        name = offered.get(scheme.lower())
        if name is None:
            return self._refuse(f"scheme {scheme!r} is not offered")
        try:
            token = base64.b64decode(value.strip(), validate=True)
        except binascii.Error:
            return self._refuse("the token is not base64")
        return self._basic(token) if name == "Basic" else self._step(name, token)

    def _basic(self, token: bytes) -> Verdict:
        user, _, password = token.decode("utf-8", "replace").partition(":")
        expected = (self._policy.user, self._policy.password)
        right_user = user.casefold() == expected[0].casefold()
        if right_user and hmac.compare_digest(password.encode(), expected[1].encode()):
            self.principal = self._policy.user
            return Verdict(self.principal)
        return self._refuse("wrong user or password")

    def _step(self, scheme: str, token: bytes) -> Verdict:
        if self.principal or self._context is None:
            self.forget()
        try:
            if self._context is None:
                self._context, self._scheme = self._policy.acceptor(scheme), scheme
            answer = self._context.step(token)
        except Exception as err:
            # A malformed token may raise anything in there; whatever it is, nobody signed in.
            # pyspnego's own words name the reason and quote no secret.
            return self._refuse(f"{type(err).__name__}: {err}")
        encoded = base64.b64encode(answer).decode() if answer else None
        if self._context.complete:
            self.principal = self._policy.named(self._context.client_principal)
            return Verdict(self.principal, final_token=f"{scheme} {encoded}" if encoded else None)
        if encoded is None:
            return self._refuse("the handshake stopped half-way")
        return Verdict(None, (f"{scheme} {encoded}",), why="handshake")

    def _refuse(self, why: str) -> Verdict:
        self.forget()
        challenges = tuple(
            f'{name} realm="localhost"' if name == "Basic" else name for name in self._policy.schemes)
        return Verdict(None, challenges, why=why)


def channel_binding(end_point_hash: bytes) -> GssChannelBindings:
    """The tls-server-end-point binding of [RFC 5929]."""
    return GssChannelBindings(application_data=b"tls-server-end-point:" + end_point_hash)
