"""What the command line chooses for one run of the peer."""

from __future__ import annotations

import argparse
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
DEPLOYMENT = REPOSITORY / "assets" / "lab" / "contoso.json"

# The switches a test may also flip while the peer runs, through POST /options.
RUNTIME = {
    "no_role": bool,
    "no_domain_right": bool,
    "no_principal_right": bool,
    "no_whatif_text": bool,
    "no_role_names": bool,
    "roles": str,
    "activity_seconds": int,
    "service_delay": int,
    "principal_contacts": bool,
    "principal_configuration": bool,
    "replication_delay": int,
    "stale_proxy_addresses": bool,
    "language_mode": str,
    "shape": str,
}
CHOICES = {
    "language_mode": ("NoLanguage", "FullLanguage"),
    "shape": ("nested", "flat"),
}


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Reads the command line; a combination that makes no sense ends the program."""
    parser = argparse.ArgumentParser(
        prog="serve",
        description="Serves remote PowerShell like a Lync front end, on the loopback only.",
    )
    front = parser.add_argument_group("HTTP and TLS")
    front.add_argument("--port", type=int, default=0, help="port of /OcsPowershell (default: any free one)")
    front.add_argument("--control-port", type=int, default=0,
                       help="port of the control channel (default: any free one)")
    front.add_argument("--http", action="store_true", help="plain HTTP instead of TLS")
    front.add_argument("--tls", choices=("modern", "2012r2"), default="modern",
                       help="2012r2: TLS 1.2 with only what Schannel of Windows Server 2012 R2 offers")
    front.add_argument("--certificate", choices=("good", "expired", "wrong-name"), default="good")
    front.add_argument("--dns-name", action="append", default=[], metavar="NAME",
                       help="one more name in the server certificate; may be repeated")

    login = parser.add_argument_group("authentication")
    login.add_argument("--auth", default="negotiate", choices=(
        "negotiate", "ntlm", "both", "kerberos", "kerberos-scheme", "basic", "none"),
        help="kerberos: Negotiate and Kerberos are offered, no NTLM is taken; kerberos-scheme: Kerberos alone is")
    login.add_argument("--kerberos", action="store_true",
                       help="start a KDC and take Kerberos inside Negotiate besides NTLM; --auth kerberos implies it")
    login.add_argument("--ccache", action="store_true",
                       help="make a ticket cache with the user's ticket, as kinit does (with --kerberos)")
    login.add_argument("--spn-host", action="append", default=[], metavar="NAME",
                       help="one more host with a service principal HTTP/NAME; may be repeated (with --kerberos)")
    login.add_argument("--require-channel-binding", action="store_true",
                       help="refuse NTLM without the TLS channel binding; a ticket without one is taken")
    login.add_argument("--extended-protection", action="store_true",
                       help="refuse NTLM and tickets without the TLS channel binding, as Windows does by this name")
    login.add_argument("--seal", action="store_true", help="require encrypted bodies (with --http)")

    session = parser.add_argument_group("the session")
    session.add_argument("--language-mode", choices=CHOICES["language_mode"], default="NoLanguage")
    session.add_argument("--protocol", choices=("2.1", "2.2", "2.3"), default="2.2",
                         help="PSRP version the peer speaks")
    session.add_argument("--no-role", action="store_true", help="leave New- and Remove-CsPersistentChatEndpoint out")
    session.add_argument("--no-domain-right", action="store_true", help="leave Get-CsSipDomain out")
    session.add_argument("--no-principal-right", action="store_true", help="leave Get-CsAdPrincipal out")
    session.add_argument("--no-whatif-text", action="store_true", help="-WhatIf sends no text to the host")

    session.add_argument("--roles", default="", metavar="ROLE,ROLE",
                         help="roles of the caller (default: caller_roles of the deployment)")

    world = parser.add_argument_group("the deployment")
    world.add_argument("--deployment", type=Path, default=DEPLOYMENT, help="default: assets/lab/contoso.json")
    world.add_argument("--directory", type=Path, metavar="FACTS",
                       help="users and endpoints are those of this directory; facts_file of tests/peers/directory")
    world.add_argument("--stale-proxy-addresses", action="store_true",
                       help="Set-CsUser leaves the old address behind in proxyAddresses (with --directory)")
    world.add_argument("--replication-delay", type=int, default=0, metavar="READS",
                       help="reads during which a new endpoint is not listed yet and a removed one still is")
    world.add_argument("--replicator-cycle", type=int, default=60, metavar="SECONDS",
                       help="the cycle that Get-CsUserReplicatorConfiguration tells (default: 60)")
    world.add_argument("--principal-contacts", action="store_true", help="Get-CsAdPrincipal also finds contacts")
    world.add_argument("--principal-configuration", action="store_true",
                       help="Get-CsAdPrincipal also searches the Configuration partition, where endpoints live")
    world.add_argument("--no-role-names", action="store_true", help="Get-CsWindowsService leaves RoleName out")
    world.add_argument("--activity-seconds", type=int, default=2, metavar="SECONDS",
                       help="how long Get-CsWindowsService takes without -ExcludeActivityLevel")
    world.add_argument("--service-delay", type=int, default=1, metavar="READS",
                       help="reads during which a service is pending after -NoWait")
    world.add_argument("--shape", choices=CHOICES["shape"], default="nested",
                       help="flat: nested objects and enums leave as strings, as in recorded traffic")

    life = parser.add_argument_group("the run")
    life.add_argument("--exit-with-stdin", action="store_true", help="end when standard input ends")
    life.add_argument("--log-file", type=Path, help="keep the log here (default: in the run's own folder)")

    chosen = parser.parse_args(arguments)
    chosen.kerberos = chosen.kerberos or chosen.auth.startswith("kerberos")
    if chosen.kerberos and chosen.auth not in ("negotiate", "both", "kerberos", "kerberos-scheme"):
        parser.error("--kerberos needs Negotiate, which carries it")
    if (chosen.ccache or chosen.spn_host) and not chosen.kerberos:
        parser.error("--ccache and --spn-host need --kerberos")
    if chosen.seal and not chosen.http:
        parser.error("--seal needs --http: WS-Management encrypts bodies only where TLS does not")
    if chosen.seal and chosen.auth in ("basic", "none"):
        parser.error("--seal needs NTLM, Kerberos or Negotiate")
    chosen.require_channel_binding = chosen.require_channel_binding or chosen.extended_protection
    if chosen.require_channel_binding and chosen.http:
        parser.error("a channel binding needs TLS")
    if min(chosen.replication_delay, chosen.service_delay, chosen.activity_seconds, chosen.replicator_cycle) < 0:
        parser.error("reads and seconds are not negative")
    return chosen


def change(options: argparse.Namespace, wanted: dict[str, object]) -> None:
    """Changes switches of a running peer, all of them or none."""
    for name, value in wanted.items():
        kind = RUNTIME.get(name)
        if kind is None:
            raise ValueError(f"unknown option {name!r}")
        # bool is an int in Python, so the exact type is asked for.
        if type(value) is not kind:
            raise ValueError(f"option {name!r} takes a {kind.__name__}")
        if name in CHOICES and value not in CHOICES[name]:
            raise ValueError(f"option {name!r} is one of {', '.join(CHOICES[name])}")
        if kind is int and value < 0:
            raise ValueError(f"option {name!r} cannot be negative")
    for name, value in wanted.items():
        setattr(options, name, value)
