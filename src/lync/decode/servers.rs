//! Windows services, replicas of the Central Management store, and what a pool stores.

use super::{Decoded, decode, duration, string, texts, word};
use crate::domain::{
    ChatTestOutcome, ChatTestResult, Replica, ServiceName, ServiceStatus, UserReplicator,
    WindowsService,
};
use crate::psrp::clixml::Value;

/// `Get-CsWindowsService -ExcludeActivityLevel`.
pub fn windows_services(objects: &[Value]) -> Decoded<WindowsService> {
    decode(objects, "NTService", |object| {
        Some(WindowsService {
            name: ServiceName::parse(&string(object, "Name")?).ok()?,
            display_name: string(object, "DisplayName"),
            status: status(object.property("Status")),
            roles: texts(object, "RoleName"),
        })
    })
}

/// The status by its name; a session that sends only the number of the enumeration means
/// `System.ServiceProcess.ServiceControllerStatus`.
fn status(value: Option<&Value>) -> ServiceStatus {
    let Some(value) = value else {
        return ServiceStatus::Other(String::new());
    };
    let word = word(value);
    match word.as_str() {
        "1" => ServiceStatus::Stopped,
        "2" => ServiceStatus::StartPending,
        "3" => ServiceStatus::StopPending,
        "4" => ServiceStatus::Running,
        word => ServiceStatus::from_word(word),
    }
}

/// `Get-CsManagementStoreReplicationStatus`. A replica that does not say so is not up to date.
pub fn replicas(objects: &[Value]) -> Decoded<Replica> {
    decode(objects, "ReplicaState", |object| {
        Some(Replica {
            fqdn: string(object, "ReplicaFqdn").or_else(|| string(object, "Identity"))?,
            is_up_to_date: flag(object, "UpToDate").unwrap_or_default(),
            last_status_report: string(object, "LastStatusReport"),
            last_update: string(object, "LastUpdateCreation"),
            product_version: string(object, "ProductVersion"),
        })
    })
}

/// `Get-CsUserReplicatorConfiguration`.
pub fn user_replicators(objects: &[Value]) -> Decoded<UserReplicator> {
    decode(objects, "UserReplicatorConfiguration", |object| {
        Some(UserReplicator {
            identity: string(object, "Identity")?,
            cycle: duration(object, "ReplicationCycleInterval"),
        })
    })
}

/// The names `Get-CsPersistentChatCategory`, `-Room` and `-Addin` bring. An identity is `pool\name`.
pub fn content_names(objects: &[Value]) -> Decoded<String> {
    decode(objects, "PersistentChatContent", |object| {
        string(object, "Name").or_else(|| {
            let identity = string(object, "Identity")?;
            let name = identity.split_once('\\').map(|(_, name)| name.to_owned());
            Some(name.unwrap_or(identity))
        })
    })
}

/// `Test-CsPersistentChatMessage`.
pub fn chat_test(objects: &[Value]) -> Option<ChatTestResult> {
    let object = objects.first()?;
    Some(ChatTestResult {
        outcome: ChatTestOutcome::from_word(&word(object.property("Result")?)),
        target: string(object, "TargetFqdn"),
        latency: duration(object, "Latency"),
        error: string(object, "Error"),
        diagnosis: string(object, "Diagnosis"),
    })
}

/// A truth value, typed or as text.
pub(super) fn flag(object: &Value, name: &str) -> Option<bool> {
    let value = object.property(name)?;
    value.as_bool().or_else(|| match value.to_text().as_ref() {
        text if text.eq_ignore_ascii_case("true") => Some(true),
        text if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ServiceKind;
    use crate::psrp::clixml::ObjectBuilder;

    fn service(status: impl Into<Value>, roles: Option<Value>) -> WindowsService {
        let object = ObjectBuilder::new()
            .adapted("Name", "LABCHAT")
            .adapted("Status", status);
        let object = match roles {
            Some(roles) => object.adapted("RoleName", roles),
            None => object,
        };
        windows_services(&[object.build()]).values.remove(0)
    }

    #[test]
    fn a_status_is_read_from_an_enumeration_a_name_and_a_number() {
        let kind = "System.ServiceProcess.ServiceControllerStatus";
        let running = ObjectBuilder::enumeration(kind, "Running", 4).build();
        assert_eq!(service(running, None).status, ServiceStatus::Running);
        assert_eq!(service("stopped", None).status, ServiceStatus::Stopped);
        assert_eq!(service(2, None).status, ServiceStatus::StartPending);
        assert_eq!(
            service("Paused", None).status,
            ServiceStatus::Other("Paused".to_owned())
        );
    }

    #[test]
    fn roles_are_read_from_a_list_one_text_and_a_flattened_text_and_may_be_missing() {
        let kind = |roles| service("Running", roles).kind();
        let list = ObjectBuilder::strings(["W3SVC", "PersistentChatService"]).build();
        assert_eq!(kind(Some(list)), ServiceKind::PersistentChat);
        let text = Value::from("PersistentChatService");
        assert_eq!(kind(Some(text)), ServiceKind::PersistentChat);
        let flattened = Value::from("{Registrar, UserServer}");
        assert_eq!(kind(Some(flattened)), ServiceKind::Foreign);
        assert_eq!(kind(Some(Value::Nil)), ServiceKind::Unknown);
        assert_eq!(kind(None), ServiceKind::Unknown);
    }

    #[test]
    fn a_service_whose_name_could_mean_several_is_left_out() {
        for name in ["", "*", "RTC?"] {
            let object = ObjectBuilder::new().adapted("Name", name).build();
            let decoded = windows_services(&[object]);
            assert!(decoded.values.is_empty(), "{name}");
            assert_eq!(decoded.skipped.len(), 1);
        }
    }

    #[test]
    fn a_replica_is_up_to_date_only_where_it_says_so() {
        let replica = |up_to_date: Value| {
            let object = ObjectBuilder::new()
                .adapted("ReplicaFqdn", "fe01.contoso.com")
                .adapted("UpToDate", up_to_date)
                .adapted("LastStatusReport", "2026-11-20T09:00:00")
                .build();
            replicas(&[object]).values.remove(0)
        };
        assert!(replica(Value::Bool(true)).is_up_to_date);
        assert!(replica(Value::from("True")).is_up_to_date);
        assert!(!replica(Value::Bool(false)).is_up_to_date);
        assert!(!replica(Value::Nil).is_up_to_date);
    }

    #[test]
    fn rooms_are_named_by_their_name_or_by_their_identity() {
        let named = ObjectBuilder::new().adapted("Name", "障害対応").build();
        let identified = ObjectBuilder::new()
            .adapted("Identity", "pchat.contoso.com\\공지\\1")
            .build();
        assert_eq!(
            content_names(&[named, identified]).values,
            ["障害対応", "공지\\1"]
        );
    }
}
