"""Sites, pools, computers, services, replicas, settings and roles as CLIXML, like `objects` for endpoints.

The documentation names the types, except those of proxy settings, trusted application pools, chat policies, single
rules and a role's cmdlets, which are inferred. Properties are the documented ones: those of settings and rules are known as the
parameters of the New- cmdlets, with their types. That a property is an enum is inferred except for `Status`.
"""

from __future__ import annotations

import uuid
from typing import Any

from psrpcore.types import PSDateTime, PSDuration, PSEnumBase, PSInt, PSObject, PSType, PSUInt, PSUInt16

from .objects import bag
from .servers import Computer, Replica, WindowsService

_RTC = "Microsoft.Rtc.Management"


@PSType(["System.ServiceProcess.ServiceControllerStatus"])
class ServiceStatus(PSEnumBase):
    """Of .NET itself, so the values are documented."""

    Stopped = 1
    StartPending = 2
    StopPending = 3
    Running = 4
    ContinuePending = 5
    PausePending = 6
    Paused = 7


@PSType([f"{_RTC}.WritableConfig.Settings.UserAgent.ClientPolicyAction"])
class ClientAction(PSEnumBase):
    """The words are documented, values and type name are inferred."""

    Allow = 0
    AllowWithUrl = 1
    AllowAndUpgrade = 2
    Block = 3
    BlockWithUrl = 4
    BlockAndUpgrade = 5


@PSType([f"{_RTC}.WritableConfig.Settings.UserAgent.CompareOp"])
class CompareOp(PSEnumBase):
    """The words are documented, values and type name are inferred."""

    EQL = 0
    NEQ = 1
    LSS = 2
    LEQ = 3
    GTR = 4
    GEQ = 5


def enum(flat: bool, kind: type[PSEnumBase], name: str) -> Any:
    """An enum with value and name; a flat session has its name only."""
    return name if flat else kind[name]


def site(entry: dict[str, Any]) -> PSObject:
    return bag(f"{_RTC}.Deploy.Internal.Site+CentralSite", entry["identity"], {
        "Identity": entry["identity"],
        "Services": [],
        "Pools": list(entry["pools"]),
        "FrontEndPool": None,
        "SiteType": "CentralSite",
        "DisplayName": entry["name"],
        "Description": None,
        "City": entry["name"],
        "State": None,
        "CountryCode": None,
    })


def pool(fqdn: str, site_name: str, computers: list[str], services: list[str]) -> PSObject:
    return bag(f"{_RTC}.Deploy.Internal.Cluster", fqdn, {
        "Identity": fqdn,
        "Services": services,
        "Computers": computers,
        "Fqdn": fqdn,
        "BackupPoolFqdn": None,
        "Site": f"Site:{site_name}",
    })


def computer(machine: Computer) -> PSObject:
    return bag(f"{_RTC}.Deploy.Internal.Machine", machine.fqdn, {
        "Identity": machine.fqdn,
        "Pool": machine.pool,
        "Fqdn": machine.fqdn,
    })


def registrar(entry: dict[str, Any]) -> PSObject:
    identity = f"Registrar:{entry['fqdn']}"
    return bag(f"{_RTC}.Xds.DisplayRegistrar", identity, {
        "Identity": identity,
        "UserServer": f"UserServer:{entry['fqdn']}",
        "DependentServiceList": [],
        "ServiceId": f"{entry['site']}-UserServices-1",
        "SiteId": f"Site:{entry['site']}",
        "PoolFqdn": entry["fqdn"],
        "Version": PSInt(entry["version"]),
        "Role": "Registrar",
    })


def trusted_application(entry: dict[str, Any]) -> PSObject:
    pool, _, application = entry["application"].partition("/")
    return bag(f"{_RTC}.Xds.DisplayTrustedApplication", entry["application"], {
        "Identity": entry["application"],
        "ComputerGruus": [],
        "ServiceGruu": None,
        "Protocol": "Mtls",
        "ApplicationId": application,
        "TrustedApplicationPoolFqdn": pool,
        "Port": PSInt(5041),
        "LegacyApplicationName": application.rpartition(":")[2],
    })


def chat_policy(entry: dict[str, Any]) -> PSObject:
    return bag(f"{_RTC}.WritableConfig.Policy.PersistentChat.PersistentChatPolicy", entry["identity"], {
        "Identity": entry["identity"],
        "Description": entry["description"],
        "EnablePersistentChat": entry["enabled"],
    })


def trusted_application_pool(entry: dict[str, Any]) -> PSObject:
    identity = f"TrustedApplicationPool:{entry['fqdn']}"
    return bag(f"{_RTC}.Xds.DisplayTrustedApplicationPool", identity, {
        "Identity": identity,
        "Registrar": f"Registrar:{entry['registrar']}",
        "FileStore": None,
        "ThrottleAsServer": True,
        "TreatAsAuthenticated": True,
        "OutboundOnly": False,
        "RequiresReplication": False,
        "AudioPortStart": None,
        "AudioPortCount": PSInt(0),
        "Applications": [entry["application"].partition("/")[2]],
        "DependentServiceList": [],
        "ServiceId": f"{entry['site']}-ExternalServer-1",
        "SiteId": f"Site:{entry['site']}",
        "PoolFqdn": entry["fqdn"],
        "Version": PSInt(entry["version"]),
        "Role": "TrustedApplicationPool",
    })


def windows_service(flat: bool, service: WindowsService, status: str, activity: str | None,
                    with_roles: bool) -> PSObject:
    properties = {
        "Name": service.name,
        "DisplayName": service.display_name,
        "Status": enum(flat, ServiceStatus, status),
        "ActivityLevel": activity,
        "ComputerName": service.computer,
    }
    if with_roles:
        properties["RoleName"] = list(service.role_names)
    return bag(f"{_RTC}.Deployment.Core.NTService", service.name, properties)


def replica(state: Replica) -> PSObject:
    return bag(f"{_RTC}.Xds.ReplicaState", state.fqdn, {
        "UpToDate": state.up_to_date,
        "ReplicaFqdn": state.fqdn,
        "LastStatusReport": None if state.last_status_report is None else PSDateTime(state.last_status_report),
        "LastUpdateCreation": None if state.last_update_creation is None else PSDateTime(state.last_update_creation),
        "ProductVersion": state.product_version,
    })


def user_replicator(cycle_seconds: int) -> PSObject:
    return bag(f"{_RTC}.WritableConfig.Settings.UserReplicator.UserReplicatorConfiguration", "Global", {
        "Identity": "Global",
        "ADDomainNamingContextList": [],
        "DomainControllerList": [],
        "ReplicationCycleInterval": PSDuration(seconds=cycle_seconds),
        "SkipFirstSyncAllowedDowntime": PSDuration(minutes=10),
    })


def client_version_policy(flat: bool, entry: dict[str, Any]) -> PSObject:
    rules = [_client_version_rule(flat, entry["identity"], number, rule) for number, rule in enumerate(entry["rules"])]
    return bag(f"{_RTC}.WritableConfig.Policy.ClientVersion.ClientVersionPolicy", entry["identity"], {
        "Identity": entry["identity"],
        "Rules": rules,
        "Description": None,
        "Enabled": entry["enabled"],
    })


def _client_version_rule(flat: bool, policy: str, priority: int, rule: dict[str, Any]) -> PSObject | str:
    text = f"{rule['user_agent']} {rule['compare']} {rule['version']}: {rule['action']}"
    if flat:
        return text
    rule_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{policy}/{text}"))
    numbers = [PSUInt16(int(part)) for part in rule["version"].split(".")]
    numbers += [None] * (4 - len(numbers))
    return bag(f"{_RTC}.WritableConfig.Settings.UserAgent.ClientVersionPolicyRule", text, {
        "Identity": f"{policy}/{rule_id}",
        "RuleId": rule_id,
        "Priority": PSInt(priority),
        "Description": rule["description"],
        "Action": ClientAction[rule["action"]],
        "ActionUrl": None,
        "MajorVersion": numbers[0],
        "MinorVersion": numbers[1],
        "BuildNumber": numbers[2],
        "QfeNumber": numbers[3],
        "UserAgent": rule["user_agent"],
        "UserAgentFullName": None,
        "Enabled": rule["enabled"],
        "CompareOp": CompareOp[rule["compare"]],
    })


def proxy_configuration(entry: dict[str, Any]) -> PSObject:
    return bag(f"{_RTC}.WritableConfig.Settings.ProxyConfiguration.ProxySettings", entry["identity"], {
        "Identity": entry["identity"],
        "Realm": "SIP Communications Service",
        "UseKerberosForClientToProxyAuth": entry["kerberos"],
        "UseNtlmForClientToProxyAuth": entry["ntlm"],
        "DisableNtlmFor2010AndLaterClients": False,
        "UseCertificateForClientToProxyAuth": entry["certificate"],
        "AcceptClientCompression": True,
        "AcceptServerCompression": True,
        "MaxClientMessageBodySizeKb": PSUInt(128),
        "MaxServerMessageBodySizeKb": PSUInt(5000),
        "TreatAllClientsAsRemote": False,
        "DnsCacheRecordCount": PSUInt(3000),
        "LoadBalanceInternalServers": True,
        "LoadBalanceEdgeServers": True,
    })


def admin_role(flat: bool, entry: dict[str, Any]) -> PSObject:
    """That a cmdlet of a role reads Name=… is inferred: documented examples match its text with a pattern."""
    cmdlets: list[Any] = [f"Name={name}" for name in entry["cmdlets"]]
    if not flat:
        cmdlets = [bag(f"{_RTC}.WritableConfig.Settings.Roles.CmdletType", f"Name={name}", {"Name": name})
                   for name in entry["cmdlets"]]
    return bag(f"{_RTC}.WritableConfig.Settings.Roles.Role", entry["identity"], {
        "Identity": entry["identity"],
        "SID": "S-1-5-21-1004336348-1177238915-682003330-1105",
        "IsStandardRole": True,
        "Cmdlets": cmdlets,
        "ScriptModules": [],
        "ConfigScopes": ["Global"],
        "UserScopes": ["Global"],
        "TemplateName": entry["identity"],
    })
