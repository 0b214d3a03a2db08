//! Changes as cmdlets, their previews, and the test that leaves a message behind.

use super::{Parameter, credential, switch, text};
use crate::domain::{Change, ChatTest};

/// A change whose cmdlet has `-WhatIf`. There is none of another, so that no preview can carry a change out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previewable(Change);

/// How far a cmdlet supports being asked first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// It has `-Confirm` and `-WhatIf`.
    First,
    /// It has neither.
    Never,
}

impl Previewable {
    pub(super) fn new(change: &Change) -> Option<Self> {
        (asks(change) == Asks::First).then(|| Self(change.clone()))
    }

    pub(super) fn change(&self) -> &Change {
        &self.0
    }

    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let mut all = parameters(&self.0);
        all.push(switch("WhatIf", true));
        all
    }
}

pub(super) fn name(change: &Change) -> &'static str {
    match change {
        Change::CreateEndpoint(_) => "New-CsPersistentChatEndpoint",
        Change::RemoveEndpoint { .. } => "Remove-CsPersistentChatEndpoint",
        Change::StartService { .. } => "Start-CsWindowsService",
        Change::StopService { .. } => "Stop-CsWindowsService",
        Change::MoveUser { .. } => "Set-CsUser",
        Change::DisableUser { .. } => "Disable-CsUser",
        Change::EnableUser { .. } => "Enable-CsUser",
        Change::GrantPolicy { policy, .. } => policy.kind.grant_cmdlet(),
        Change::UpdateUserDatabase { .. } => "Update-CsUserDatabase",
        Change::Replicate { .. } => "Invoke-CsManagementStoreReplication",
    }
}

fn asks(change: &Change) -> Asks {
    match change {
        Change::UpdateUserDatabase { .. } | Change::Replicate { .. } => Asks::Never,
        Change::CreateEndpoint(_)
        | Change::RemoveEndpoint { .. }
        | Change::StartService { .. }
        | Change::StopService { .. }
        | Change::MoveUser { .. }
        | Change::DisableUser { .. }
        | Change::EnableUser { .. }
        | Change::GrantPolicy { .. } => Asks::First,
    }
}

pub(super) fn parameters(change: &Change) -> Vec<Parameter> {
    let mut all = match change {
        Change::CreateEndpoint(spec) => {
            let mut all = vec![
                text("SipAddress", &spec.sip_address),
                text("PersistentChatPoolFqdn", &spec.pool),
            ];
            all.extend(
                spec.display_name
                    .as_ref()
                    .map(|name| text("DisplayName", name)),
            );
            // Without -PassThru the cmdlet outputs nothing, and there would be no object to compare.
            all.push(switch("PassThru", true));
            all
        }
        Change::RemoveEndpoint { address } => vec![text("Identity", address)],
        Change::StartService { server, service } | Change::StopService { server, service } => {
            // The service is read until it is there, so nobody has to keep a command open for minutes.
            vec![
                text("Name", service),
                text("ComputerName", server),
                switch("NoWait", true),
            ]
        }
        Change::MoveUser { user, address } => {
            vec![text("Identity", user), text("SipAddress", address)]
        }
        Change::DisableUser { user } => vec![text("Identity", user)],
        Change::EnableUser {
            user,
            address,
            registrar,
        } => vec![
            text("Identity", user),
            text("RegistrarPool", registrar),
            text("SipAddress", address),
        ],
        Change::GrantPolicy { user, policy } => {
            vec![text("Identity", user), text("PolicyName", &policy.name)]
        }
        Change::UpdateUserDatabase { pool } => vec![text("Fqdn", pool)],
        Change::Replicate { replica } => {
            let named = replica.iter();
            named.map(|replica| text("ReplicaFqdn", replica)).collect()
        }
    };
    if asks(change) == Asks::First {
        // A prompt would wait for an answer nobody can give; the person was asked by this program.
        all.push(switch("Confirm", false));
    }
    all
}

pub(super) fn test_parameters(test: &ChatTest) -> Vec<Parameter> {
    let mut all = vec![text("TargetFqdn", &test.registrar)];
    all.push(text("SenderSipAddress", &test.sender));
    if let Some(credentials) = &test.credentials {
        all.push(credential("SenderCredential", &credentials.sender));
    }
    all.push(text("ReceiverSipAddress", &test.receiver));
    if let Some(credentials) = &test.credentials {
        all.push(credential("ReceiverCredential", &credentials.receiver));
    }
    all.extend(test.room.as_ref().map(|room| text("ChatRoomUri", room)));
    all
}

#[cfg(test)]
mod tests {
    use crate::domain::{
        AccountName, Change, ChatTest, Credential, EndpointSpec, Fqdn, Secret, ServiceName, SipUri,
        TesterCredentials,
    };
    use crate::lync::Cmdlet;

    fn address() -> SipUri {
        SipUri::parse("sip:ocschat@contoso.com").unwrap()
    }

    fn retired() -> SipUri {
        SipUri::parse("sip:ocschat-retired@contoso.com").unwrap()
    }

    fn user() -> AccountName {
        AccountName::parse(address().as_str()).unwrap()
    }

    fn pool() -> Fqdn {
        Fqdn::parse("pool.contoso.com").unwrap()
    }

    fn new_endpoint(display_name: Option<&str>) -> Change {
        Change::CreateEndpoint(EndpointSpec {
            sip_address: address(),
            pool: Fqdn::parse("pchat-seoul.contoso.com").unwrap(),
            display_name: display_name.map(str::to_owned),
        })
    }

    fn stop() -> Change {
        Change::StopService {
            server: "pc01.contoso.com".to_owned(),
            service: ServiceName::parse("LABCHAT").unwrap(),
        }
    }

    fn check(change: &Change, text: &str, has_preview: bool) {
        let act = Cmdlet::act(change);
        assert_eq!(act.to_powershell().unwrap(), text);
        assert!(act.is_changing());
        match Cmdlet::preview(change) {
            Some(preview) => {
                assert!(has_preview, "{text}");
                assert_eq!(preview.to_powershell().unwrap(), format!("{text} -WhatIf"));
                assert!(!preview.is_changing());
            }
            None => assert!(!has_preview, "{text}"),
        }
    }

    #[test]
    fn the_text_shows_every_bound_parameter_in_order() {
        check(
            &new_endpoint(Some("Ken’s chat")),
            "New-CsPersistentChatEndpoint -SipAddress 'sip:ocschat@contoso.com' \
             -PersistentChatPoolFqdn 'pchat-seoul.contoso.com' -DisplayName 'Ken’’s chat' -PassThru -Confirm:$false",
            true,
        );
        check(
            &Change::RemoveEndpoint { address: address() },
            "Remove-CsPersistentChatEndpoint -Identity 'sip:ocschat@contoso.com' -Confirm:$false",
            true,
        );
        check(
            &stop(),
            "Stop-CsWindowsService -Name 'LABCHAT' -ComputerName 'pc01.contoso.com' -NoWait -Confirm:$false",
            true,
        );
        check(
            &Change::MoveUser {
                user: user(),
                address: retired(),
            },
            "Set-CsUser -Identity 'sip:ocschat@contoso.com' -SipAddress 'sip:ocschat-retired@contoso.com' \
             -Confirm:$false",
            true,
        );
        check(
            &Change::DisableUser { user: user() },
            "Disable-CsUser -Identity 'sip:ocschat@contoso.com' -Confirm:$false",
            true,
        );
        check(
            &Change::EnableUser {
                user: AccountName::parse("CN=ocschat,DC=contoso,DC=com").unwrap(),
                address: address(),
                registrar: pool(),
            },
            "Enable-CsUser -Identity 'CN=ocschat,DC=contoso,DC=com' -RegistrarPool 'pool.contoso.com' \
             -SipAddress 'sip:ocschat@contoso.com' -Confirm:$false",
            true,
        );
    }

    #[test]
    fn cmdlets_without_what_if_have_no_preview_and_are_not_sent_a_parameter_they_do_not_know() {
        check(
            &Change::UpdateUserDatabase { pool: pool() },
            "Update-CsUserDatabase -Fqdn 'pool.contoso.com'",
            false,
        );
        check(
            &Change::Replicate {
                replica: Some("fe01.contoso.com".to_owned()),
            },
            "Invoke-CsManagementStoreReplication -ReplicaFqdn 'fe01.contoso.com'",
            false,
        );
        check(
            &Change::Replicate { replica: None },
            "Invoke-CsManagementStoreReplication",
            false,
        );
    }

    #[test]
    fn a_service_is_stopped_by_name_always() {
        let parameters = Cmdlet::act(&stop()).parameters();
        let name = parameters.iter().find(|p| p.name == "Name").unwrap();
        assert_eq!(
            name.value,
            crate::lync::Argument::Text("LABCHAT".to_owned())
        );
    }

    #[test]
    fn a_chat_test_shows_variables_where_the_wire_has_passwords() {
        let tester = |user: &str| Credential {
            user: user.to_owned(),
            password: Secret::new("canary"),
        };
        let mut test = ChatTest {
            registrar: pool(),
            sender: address(),
            receiver: retired(),
            credentials: Some(TesterCredentials {
                sender: tester("CONTOSO\\a"),
                receiver: tester("CONTOSO\\b"),
            }),
            room: None,
        };
        let cmdlet = Cmdlet::TestChat(test.clone());
        assert_eq!(
            cmdlet.to_powershell().unwrap(),
            "Test-CsPersistentChatMessage -TargetFqdn 'pool.contoso.com' -SenderSipAddress 'sip:ocschat@contoso.com' \
             -SenderCredential $senderCredential -ReceiverSipAddress 'sip:ocschat-retired@contoso.com' \
             -ReceiverCredential $receiverCredential"
        );
        assert!(!format!("{cmdlet:?}").contains("canary"));
        assert!(cmdlet.is_changing());
        test.credentials = None;
        test.room = Some("pchat-seoul.contoso.com\\공지".to_owned());
        assert_eq!(
            Cmdlet::TestChat(test).to_powershell().unwrap(),
            "Test-CsPersistentChatMessage -TargetFqdn 'pool.contoso.com' -SenderSipAddress 'sip:ocschat@contoso.com' \
             -ReceiverSipAddress 'sip:ocschat-retired@contoso.com' -ChatRoomUri 'pchat-seoul.contoso.com\\공지'"
        );
    }
}
