"""The attributes that preparing a forest for Lync adds, in the words of Active Directory and in those of slapd.

OIDs in Microsoft's arc were seen in a public dump of a schema. Those in IANA's arc for examples, [RFC 5612], are made
up: no public text has the real ones, and nothing may lean on them.
"""

from __future__ import annotations

from typing import NamedTuple

_LYNC = "1.2.840.113556.1.6.24.1."
_EXAMPLE = "1.3.6.1.4.1.32473.13.1."

# Lync Server 2013 and Skype for Business Server 2015, as `CN=ms-RTC-SIP-SchemaVersion` tells them.
RANGE_UPPER, RANGE_LOWER = 1150, 3


class _Syntax(NamedTuple):
    directory: str
    om: int
    om_class: str | None
    slapd: str
    equality: str
    substring: str | None


_TEXT = _Syntax("2.5.5.12", 64, None, "1.3.6.1.4.1.1466.115.121.1.15", "caseIgnoreMatch", "caseIgnoreSubstringsMatch")
_BOOLEAN = _Syntax("2.5.5.8", 1, None, "1.3.6.1.4.1.1466.115.121.1.7", "booleanMatch", None)
_NUMBER = _Syntax("2.5.5.9", 2, None, "1.3.6.1.4.1.1466.115.121.1.27", "integerMatch", None)
_NAME = _Syntax("2.5.5.1", 127, "KwwCh3McAIVK", "1.3.6.1.4.1.1466.115.121.1.12", "distinguishedNameMatch", None)
_OCTETS = _Syntax("2.5.5.10", 4, None, "1.3.6.1.4.1.1466.115.121.1.40", "octetStringMatch", None)
_SID = _OCTETS._replace(directory="2.5.5.17")


class _Attribute(NamedTuple):
    name: str
    oid: str
    syntax: _Syntax
    is_single: bool = True
    is_indexed: bool = False


_ATTRIBUTES = (
    _Attribute("msRTCSIP-PrimaryUserAddress", _LYNC + "1", _TEXT, is_indexed=True),
    _Attribute("msRTCSIP-UserEnabled", _LYNC + "6", _BOOLEAN, is_indexed=True),
    _Attribute("msRTCSIP-TargetHomeServer", _LYNC + "47", _NAME),
    _Attribute("msRTCSIP-OriginatorSid", _LYNC + "50", _SID, is_indexed=True),
    _Attribute("msRTCSIP-PrimaryHomeServer", _LYNC + "57", _NAME, is_indexed=True),
    _Attribute("msRTCSIP-UserExtension", _LYNC + "63", _TEXT, is_single=False),
    _Attribute("msRTCSIP-FederationEnabled", _LYNC + "67", _BOOLEAN),
    _Attribute("msRTCSIP-InternetAccessEnabled", _LYNC + "68", _BOOLEAN),
    _Attribute("msRTCSIP-ArchivingEnabled", _LYNC + "80", _NUMBER),
    _Attribute("msRTCSIP-OptionFlags", _LYNC + "87", _NUMBER),
    _Attribute("msRTCSIP-Line", _LYNC + "88", _TEXT, is_indexed=True),
    _Attribute("msRTCSIP-LineServer", _LYNC + "89", _TEXT),
    _Attribute("msRTCSIP-OwnerUrn", _EXAMPLE + "1", _TEXT, is_indexed=True),
    _Attribute("msRTCSIP-ApplicationDestination", _EXAMPLE + "2", _NAME),
    _Attribute("msRTCSIP-ApplicationOptions", _EXAMPLE + "3", _NUMBER),
    _Attribute("msRTCSIP-DeploymentLocator", _EXAMPLE + "4", _TEXT),
    _Attribute("msRTCSIP-UserPolicies", _EXAMPLE + "6", _TEXT, is_single=False),
    _Attribute("msRTCSIP-UserRoutingGroupId", _EXAMPLE + "5", _OCTETS),
)
# What slapd has not and Active Directory has always had.
_OF_WINDOWS = (
    _Attribute("sAMAccountName", "1.2.840.113556.1.4.221", _TEXT),
    _Attribute("userPrincipalName", "1.2.840.113556.1.4.656", _TEXT),
    _Attribute("objectGUID", "1.2.840.113556.1.4.2", _OCTETS, is_indexed=True),
    _Attribute("objectSid", "1.2.840.113556.1.4.146", _SID),
    _Attribute("userAccountControl", "1.2.840.113556.1.4.8", _NUMBER),
    _Attribute("adminCount", "1.2.840.113556.1.4.150", _NUMBER),
    _Attribute("proxyAddresses", "1.2.840.113556.1.2.210", _TEXT, is_single=False, is_indexed=True),
    _Attribute("servicePrincipalName", "1.2.840.113556.1.4.771", _TEXT, is_single=False),
    *(_Attribute(f"{name}NamingContext", f"{_EXAMPLE}3{number}", _NAME)
      for number, name in enumerate(("default", "rootDomain", "configuration", "schema"))),
    _Attribute("dnsHostName", "1.2.840.113556.1.4.619", _TEXT),
    _Attribute("jpegThumbnail", _EXAMPLE + "20", _OCTETS, is_single=False),
)


def directory_attributes(domain_dn: str) -> str:
    """LDIF for Samba: the attributes, and the object that says which preparation made them."""
    schema = f"CN=Schema,CN=Configuration,{domain_dn}"
    entries = []
    for attribute in _ATTRIBUTES:
        lines = [
            f"dn: CN={attribute.name},{schema}", "changetype: add", "objectClass: top", "objectClass: attributeSchema",
            f"cn: {attribute.name}", f"attributeID: {attribute.oid}",
            f"attributeSyntax: {attribute.syntax.directory}", f"oMSyntax: {attribute.syntax.om}",
            f"isSingleValued: {_bool(attribute.is_single)}", "showInAdvancedViewOnly: TRUE",
            f"adminDisplayName: {attribute.name}", f"lDAPDisplayName: {attribute.name}",
            # The global catalog has all of them.
            "isMemberOfPartialAttributeSet: TRUE", f"searchFlags: {int(attribute.is_indexed)}",
        ]
        if attribute.syntax.om_class:
            lines.append(f"oMObjectClass:: {attribute.syntax.om_class}")
        entries.append(lines)
    entries.append([
        f"dn: CN=ms-RTC-SIP-SchemaVersion,{schema}", "changetype: add", "objectClass: top",
        "objectClass: attributeSchema", "cn: ms-RTC-SIP-SchemaVersion", f"attributeID: {_EXAMPLE}99",
        f"attributeSyntax: {_TEXT.directory}", f"oMSyntax: {_TEXT.om}", "isSingleValued: TRUE",
        "lDAPDisplayName: msRTCSIP-SchemaVersion", f"rangeLower: {RANGE_LOWER}", f"rangeUpper: {RANGE_UPPER}",
    ])
    return _ldif(entries)


def directory_classes(domain_dn: str) -> str:
    """LDIF for Samba: users and contacts may have them. The attributes have to be there already."""
    schema = f"CN=Schema,CN=Configuration,{domain_dn}"
    may = [f"mayContain: {attribute.name}" for attribute in _ATTRIBUTES]
    return _ldif([[f"dn: CN={name},{schema}", "changetype: modify", "add: mayContain", *may]
                  for name in ("User", "Contact")])


def slapd_schema() -> str:
    """The same for slapd, on top of core, cosine and inetorgperson."""
    lines = []
    for attribute in (*_OF_WINDOWS, *_ATTRIBUTES):
        syntax = attribute.syntax
        substring = f" SUBSTR {syntax.substring}" if syntax.substring else ""
        single = " SINGLE-VALUE" if attribute.is_single else ""
        lines.append(f"attributetype ( {attribute.oid} NAME '{attribute.name}' EQUALITY {syntax.equality}{substring} "
                     f"SYNTAX {syntax.slapd}{single} )")
    may = " $ ".join([*(attribute.name for attribute in (*_OF_WINDOWS, *_ATTRIBUTES)), "mail", "displayName"])
    lines += [
        f"objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP organizationalPerson STRUCTURAL MAY ( {may} ) )",
        f"objectclass ( 1.2.840.113556.1.5.15 NAME 'contact' SUP organizationalPerson STRUCTURAL MAY ( {may} ) )",
        "objectclass ( 1.2.840.113556.1.3.23 NAME 'container' SUP top STRUCTURAL MUST cn MAY displayName )",
    ]
    return "\n".join(lines) + "\n"


def slapd_indexes() -> str:
    return ",".join(attribute.name for attribute in (*_OF_WINDOWS, *_ATTRIBUTES) if attribute.is_indexed)


def _ldif(entries: list[list[str]]) -> str:
    return "\n".join("\n".join(lines) + "\n" for lines in entries)


def _bool(value: bool) -> str:
    return "TRUE" if value else "FALSE"
