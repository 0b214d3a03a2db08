"""What leaves as CLIXML: type names, properties, ToString.

As in recorded traffic the wire carries the *original* type names; putting
`Deserialized.` before them is the reader's work (the recordings have that prefix
only on objects a client had sent first). Properties of .NET objects are adapted
ones (`<Props>`). A real server flattens what lies deeper than its serialization
depth into strings: an enum in a property arrives as `<S>Running</S>`, a list of
objects as a list of strings. Whether Lync's own types ask for more depth is not
known, so the peer sends nested objects by default and strings with
`--shape flat`; a client has to live with both. The property lists are those of
docs; what no document lists is marked.
"""

from __future__ import annotations

import uuid
from typing import Any

from psrpcore.types import PSEnumBase, PSGuid, PSInt, PSNoteProperty, PSObject, PSType, PSVersion

from .deployment import Deployment, Endpoint, Pool, Principal, SipDomain

OBJECT = "System.Object"

# The properties of Get-CsUser that name policies which can be granted to one account.
POLICIES = ("ArchivingPolicy", "ClientPolicy", "ClientVersionPolicy", "ConferencingPolicy", "DialPlan",
            "ExternalAccessPolicy", "HostedVoicemailPolicy", "LocationPolicy", "MobilityPolicy",
            "PersistentChatPolicy", "PinPolicy", "PresencePolicy", "VoicePolicy")


@PSType(["Microsoft.Rtc.Management.Xds.PersistentChatPoolState"])
class PoolState(PSEnumBase):
    """The state of a pool. The values are documented, the .NET type name is inferred."""

    Normal = 0
    FailedOver = 1


def bag(type_name: str, text: str, properties: dict[str, Any]) -> PSObject:
    """An object with adapted properties and a ToString."""
    value = PSObject()
    value.PSObject.type_names = [type_name, OBJECT]
    value.PSObject.adapted_properties = [PSNoteProperty(name, content) for name, content in properties.items()]
    value.PSObject.to_string = text
    return value


class Shapes:
    """Makes objects either nested or flattened."""

    def __init__(self, flat: bool, deployment: Deployment) -> None:
        self.flat = flat
        self._deployment = deployment

    def endpoint(self, endpoint: Endpoint) -> PSObject:
        """OCSPersistentChatContact; its properties are inferred from its documented sibling OCSADApplicationContact."""
        pool = self._deployment.pool(endpoint.pool)
        dn = self._deployment.endpoint_dn(endpoint)
        registrar = pool.registrar if pool else endpoint.pool
        return bag("Microsoft.Rtc.Management.ADConnect.Schema.OCSPersistentChatContact", dn, {
            "Identity": dn,
            "RegistrarPool": self._named(registrar),
            "HomeServer": f"CN=Lc Services,CN=Microsoft,CN=1:1,CN=Pools,CN=RTC Service,CN=Services,"
                          f"CN=Configuration,{self._deployment.forest_root}",
            # The real value is not known; an application's has this form.
            "OwnerUrn": "urn:application:persistentchat",
            "SipAddress": endpoint.sip_address,
            "DisplayName": endpoint.display_name,
            "DisplayNumber": None,
            "LineURI": None,
            "PrimaryLanguage": PSInt(0),
            "SecondaryLanguages": [],
            "EnterpriseVoiceEnabled": True,
            "ExUmEnabled": False,
            "Enabled": endpoint.enabled,
            "Guid": PSGuid(uuid.UUID(endpoint.guid)),
        })

    def user(self, user: Principal) -> PSObject:
        return bag("Microsoft.Rtc.Management.ADConnect.Schema.ADUser", user.dn, {
            "Identity": user.dn,
            "SipAddress": user.sip_address,
            "DisplayName": user.display_name,
            "Enabled": user.enabled,
            "RegistrarPool": self._named(user.registrar_pool) if user.registrar_pool else None,
            "HomeServer": user.home_server or self._home_server(user.registrar_pool),
            "HostingProvider": "SRV:",
            **{kind: self._policy(user.policies.get(kind)) for kind in POLICIES},
            "UserPrincipalName": user.user_principal_name,
            "SamAccountName": user.sam_account_name,
            "Name": user.display_name,
        })

    def principal(self, dn: str, name: str | None, sip_address: str, classes: list[str]) -> PSObject:
        return bag("Microsoft.Rtc.Management.ADConnect.Schema.OCSADPrincipal", dn, {
            "Identity": dn,
            "Name": name,
            "DisplayName": name,
            "SipAddress": sip_address,
            "ObjectClass": classes,
        })

    def service(self, pool: Pool) -> PSObject:
        database = f"PersistentChatDatabase:{pool.database}"
        return bag("Microsoft.Rtc.Management.Xds.DisplayPersistentChatServer", pool.identity, {
            "Identity": pool.identity,
            "PoolFqdn": pool.fqdn,
            "Registrar": f"Registrar:{pool.registrar}",
            "FileStore": f"FileStore:{pool.file_store}",
            "MtlsPort": PSInt(5041),
            "DisplayName": pool.fqdn.partition(".")[0],
            "ActiveServers": list(pool.active_servers),
            "InactiveServers": list(pool.inactive_servers),
            "PersistentChatDatabase": database,
            "MirrorPersistentChatDatabase": None,
            "BackupPersistentChatDatabase": None,
            "BackupMirrorPersistentChatDatabase": None,
            "PersistentChatComplianceDatabase": None,
            "MirrorPersistentChatComplianceDatabase": None,
            "BackupPersistentChatComplianceDatabase": None,
            "BackupMirrorPersistentChatComplianceDatabase": None,
            "DependentServiceList": [f"Registrar:{pool.registrar}", f"FileStore:{pool.file_store}", database],
            "ServiceId": pool.service_id,
            "SiteId": f"Site:{pool.site}",
            "Version": PSInt(pool.version),
            "Role": "PersistentChatServer",
        })

    def state(self, pool: Pool) -> PSObject:
        """The type name is inferred; Identity and PoolState are documented."""
        state: Any = pool.state if self.flat else PoolState[pool.state]
        return bag("Microsoft.Rtc.Management.Xds.DisplayPersistentChatState", pool.identity, {
            "Identity": pool.identity,
            "PoolState": state,
        })

    def domain(self, domain: SipDomain) -> PSObject:
        return bag("Microsoft.Rtc.Management.Xds.SipDomain", domain.name, {
            "Identity": domain.name,
            "Name": domain.name,
            "IsDefault": domain.is_default,
        })

    def command(self, name: str) -> PSObject:
        """What Get-Command shows of a cmdlet."""
        return bag("System.Management.Automation.CmdletInfo", name, {
            "Name": name,
            "CommandType": "Cmdlet",
            "ModuleName": "Lync",
            "Version": PSVersion("5.0.8308.0"),
            "Verb": name.partition("-")[0],
            "Noun": name.partition("-")[2],
        })

    def _home_server(self, registrar: str | None) -> str | None:
        """The directory's entry of the pool an account is homed on."""
        if registrar is None:
            return None
        return (f"CN=Lc Services,CN=Microsoft,CN={registrar.partition('.')[0]}:1,CN=Pools,CN=RTC Service,CN=Services,"
                f"CN=Configuration,{self._deployment.forest_root}")

    def _policy(self, name: str | None) -> str | None:
        """Some versions put `Tag:` before the name of a policy that is granted to accounts."""
        return f"Tag:{name}" if self.flat and name is not None else name

    def _named(self, fqdn: str) -> PSObject | str:
        """A pool as a property of something else: only its ToString is documented."""
        if self.flat:
            return fqdn
        return bag("Microsoft.Rtc.Management.Deploy.Fqdn", fqdn, {"Value": fqdn})
