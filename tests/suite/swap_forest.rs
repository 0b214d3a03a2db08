//! The address swap on servers that are not ours: Samba keeps the accounts, and the remote PowerShell peer works on
//! Samba's data. What needs several controllers is shown on the lab.

use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{
    AccountName, AccountState, Attestation, AttestationSubject, DirectoryAccount, Hand,
    HolderClass, LookupAccount, LyncAccount, SipUri, Statements, SwapRequest, Way,
};
use pchat_console::lab::MemoryJournal;
use pchat_console::plan::{
    self, Limits, PlanRecord, Progress, RunEnd, Sides, StepStatus, Whereabouts,
};
use pchat_console::ports::{Cancel, Deployment as _, Directory as _};

use crate::directory_servers::Samba;
use crate::peer::{Peer, call};
use crate::support::{TestClock, address, fqdn, start, writer};

pub(crate) const LOOKUP: &str = "sip:ocschat@contoso.com";
pub(crate) const LOOKUP_DN: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";
pub(crate) const RETIRED: &str = "sip:ocschat-retired@contoso.com";
pub(crate) const TARGET: &str = "pchat-tokyo.contoso.com";
pub(crate) const REGISTRAR: &str = "pool2013-tokyo.contoso.com";

/// A forest with one controller, and a Lync deployment in it.
pub(crate) struct Forest {
    pub(crate) samba: Samba,
    pub(crate) peer: Peer,
    pub(crate) store: MemoryJournal,
}

/// Sessions with both, as one start of the program has them.
pub(crate) struct Session {
    pub(crate) deployment: RemotePowerShell,
    pub(crate) directory: ActiveDirectory,
}

impl Forest {
    /// `restorable` is the recycle bin from which Samba can restore, see `tests/peers/directory/README.md`.
    pub(crate) fn start(recycle_bin: &str, options: &[&str]) -> Self {
        let samba = Samba::start(&["--recycle-bin", recycle_bin]);
        let mut peer_options = vec!["--directory", samba.fact("facts_file")];
        peer_options.extend(options);
        let peer = Peer::start(&peer_options);
        Self {
            samba,
            peer,
            store: MemoryJournal::default(),
        }
    }

    pub(crate) fn sign_in(&self) -> Session {
        let deployment = self.peer.connect().expect("the peer lets us in");
        let directory = ActiveDirectory::connect(&self.samba.dial("rtcadmin"), &call())
            .unwrap_or_else(|err| panic!("the directory lets us in: {err:?}"));
        Session {
            deployment,
            directory,
        }
    }

    /// A plan to swap the address of the Lookup account, from a fresh capture.
    pub(crate) fn plan(&self, way: Way) -> PlanRecord {
        let mut session = self.sign_in();
        let captured = plan::capture(&mut session.sides(), &address(LOOKUP), &call()).unwrap();
        let inventory = session.deployment.inventory(&call()).unwrap();
        let controllers = captured.controllers().to_vec();
        assert_eq!(controllers.len(), 1, "Samba is one controller");
        let attested = |subject| Attestation {
            subject,
            by: "operator".to_owned(),
            at: start(),
            output: "Status   Name\nStopped  LookupService".to_owned(),
        };
        let request = SwapRequest {
            recycle_bin: captured.recycle_bin(),
            account: LookupAccount {
                directory: captured
                    .account
                    .expect("exactly one user holds the address"),
                lync: captured.lync.expect("the deployment answers"),
                statements: Statements::default(),
            },
            way,
            hand: Hand::Console,
            endpoint: pchat_console::domain::EndpointSpec {
                sip_address: address(LOOKUP),
                pool: fqdn(TARGET),
                display_name: None,
            },
            registrar: fqdn(REGISTRAR),
            attestations: vec![
                attested(AttestationSubject::GroupChatStopped),
                attested(AttestationSubject::NobodyConnected),
            ],
            required: controllers,
            listed: Vec::new(),
            replicator_cycle: std::time::Duration::from_mins(1),
        };
        let connection = session.directory.connection();
        let plan = plan::swap(&inventory, connection, request, start());
        PlanRecord::new(plan.unwrap_or_else(|message| panic!("{message:?}")))
    }

    /// Runs a plan in a new session.
    pub(crate) fn run(&self, record: &PlanRecord) -> RunEnd {
        self.run_watched(record, &mut |_| {})
    }

    pub(crate) fn run_watched(
        &self,
        record: &PlanRecord,
        on_event: &mut dyn FnMut(Progress),
    ) -> RunEnd {
        let mut session = self.sign_in();
        plan::run(
            record,
            &mut session.sides(),
            &mut writer(&self.store),
            &*TestClock::new(),
            &Cancel::default(),
            Limits::default(),
            on_event,
        )
    }

    pub(crate) fn whereabouts(&self, record: &PlanRecord) -> Whereabouts {
        let mut session = self.sign_in();
        let reading = plan::read_swap(&mut session.sides(), record, &call()).unwrap();
        plan::whereabouts(record, &reading)
    }

    /// Who holds an address, asked of both sides' own stores and not of the console: class and name.
    pub(crate) fn holders(&self, address: &str) -> Vec<String> {
        let filter =
            format!("(|(msRTCSIP-PrimaryUserAddress={address})(proxyAddresses={address}))");
        let domain = self.samba.base();
        let configuration = format!("CN=Configuration,{domain}");
        let bases = [domain, configuration.as_str()];
        let found = bases
            .iter()
            .flat_map(|base| self.samba.search(base, &filter, &["cn"]));
        found.map(|entry| entry.dn).collect()
    }

    /// The account as the directory and the deployment have it now.
    pub(crate) fn account(&self, captured: &LookupAccount) -> (AccountState, Option<LyncAccount>) {
        let mut session = self.sign_in();
        let guid = captured.directory.guid;
        let name = AccountName::parse(captured.directory.dn.as_str()).unwrap();
        (
            session.directory.account(guid, &call()).unwrap(),
            session.deployment.account(&name, &call()).unwrap(),
        )
    }

    /// The address is the endpoint's, and nobody else's.
    pub(crate) fn assert_swapped(&self) {
        let holders = self.holders(LOOKUP);
        assert!(
            matches!(holders.as_slice(), [one] if one.contains("CN=Application Contacts,CN=RTC Service")),
            "{holders:?}"
        );
        let mut session = self.sign_in();
        let endpoint = session
            .deployment
            .endpoint(&address(LOOKUP), &call())
            .unwrap();
        assert_eq!(endpoint.unwrap().sip_address.as_str(), LOOKUP);
        let found = session
            .directory
            .holders(&address(LOOKUP), &call())
            .unwrap();
        assert_eq!(
            found.only().map(|holder| holder.class),
            Some(HolderClass::ApplicationContact)
        );
    }

    /// The account holds its address alone, is the one that was captured, and has its policies.
    pub(crate) fn assert_returned(&self, captured: &LookupAccount) {
        assert_eq!(self.holders(LOOKUP), [LOOKUP_DN]);
        let (state, lync) = self.account(captured);
        let AccountState::Present(found) = state else {
            panic!("{state:?}");
        };
        assert!(
            found.is_as(&captured.directory),
            "{found:#?}\n{:#?}",
            captured.directory
        );
        let was = captured.lync.as_ref().unwrap();
        let now = lync.unwrap();
        assert_eq!(now.policies, was.policies);
        assert_eq!(
            (now.registrar, now.sip_address),
            (was.registrar.clone(), was.sip_address.clone())
        );
    }
}

impl Session {
    pub(crate) fn sides(&mut self) -> Sides<'_> {
        Sides::new(&mut self.deployment, Some(&mut self.directory))
    }
}

pub(crate) fn captured(record: &PlanRecord) -> &LookupAccount {
    plan::swap_account(&record.plan).unwrap()
}

pub(crate) fn assert_satisfied(end: &RunEnd) {
    assert_eq!(end.journal_error, None);
    for (step, state) in end.record.plan.steps.iter().zip(&end.record.steps) {
        assert!(state.status.is_satisfied(), "{:#?}\n{state:#?}", step.act);
    }
}

pub(crate) fn rename() -> Way {
    Way::Rename { retired: retired() }
}

fn retired() -> SipUri {
    address(RETIRED)
}

mod tests {
    use super::*;

    /// Swaps, goes back, and shows both ends by another client than ours.
    fn forwards_and_back(recycle_bin: &str, way: Way, freed: impl Fn(&Forest, &DirectoryAccount)) {
        let forest = Forest::start(recycle_bin, &[]);
        let planned = forest.plan(way);
        let account = captured(&planned).clone();
        let end = forest.run(&planned);
        assert_satisfied(&end);
        forest.assert_swapped();
        freed(&forest, &account.directory);
        let back = plan::undo(&end.record, start()).unwrap();
        let end = forest.run(&PlanRecord::new(back));
        assert_satisfied(&end);
        forest.assert_returned(&account);
        let endpoints = forest.peer.get("/state")["endpoints"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(endpoints, 4, "the endpoint is gone again");
    }

    #[test]
    fn an_account_that_was_renamed_has_its_address_again() {
        forwards_and_back("off", rename(), |forest, _| {
            assert_eq!(forest.holders(RETIRED), [LOOKUP_DN]);
        });
    }

    #[test]
    fn an_account_that_was_removed_from_lync_is_enabled_with_its_policies() {
        forwards_and_back("off", Way::RemoveFromLync, |forest, _| {
            let attributes = forest.samba.search(LOOKUP_DN, "(objectClass=user)", &[]);
            let left: Vec<&str> = attributes[0]
                .attribute_names()
                .filter(|name| name.starts_with("msrtcsip-"))
                .collect();
            assert_eq!(left, <[&str; 0]>::default(), "nothing of Lync is left");
        });
    }

    #[test]
    fn an_account_that_was_deleted_comes_back_from_the_recycle_bin() {
        forwards_and_back("restorable", Way::DeleteAccount, |forest, _| {
            assert!(
                forest
                    .samba
                    .search(forest.samba.base(), "(cn=ocschat)", &["cn"])
                    .is_empty()
            );
        });
    }

    #[test]
    fn without_a_recycle_bin_a_deleted_account_does_not_come_back() {
        let forest = Forest::start("off", &[]);
        let end = forest.run(&forest.plan(Way::DeleteAccount));
        assert_satisfied(&end);
        forest.assert_swapped();
        let refused = plan::undo(&end.record, start()).unwrap_err();
        assert_eq!(refused, pchat_console::domain::Message::SwapNoWayBack);
    }

    #[test]
    fn a_controller_that_ends_in_the_middle_ends_the_run_and_the_rest_follows() {
        let forest = Forest::start("off", &[]);
        let planned = forest.plan(rename());
        let mut is_killed = false;
        let end = forest.run_watched(&planned, &mut |progress| {
            let Progress::Changed(record) = progress else {
                return;
            };
            let freed = record
                .plan
                .steps
                .iter()
                .zip(&record.steps)
                .any(|(step, state)| {
                    matches!(step.act, plan::Act::FreeAddress { .. }) && state.status.is_satisfied()
                });
            if freed && !is_killed {
                is_killed = true;
                forest.samba.kill();
            }
        });
        assert!(is_killed);
        assert!(
            !matches!(
                end.record.status(),
                StepStatus::Done | StepStatus::DoneWithWarning
            ),
            "{:?}",
            end.record
        );
        forest.samba.revive();
        assert_eq!(
            forest.whereabouts(&end.record).standing,
            plan::Standing::Freed
        );
        let end = forest.run(&end.record);
        assert_satisfied(&end);
        forest.assert_swapped();
    }

    #[test]
    fn an_address_left_behind_in_proxy_addresses_is_no_free_address() {
        let forest = Forest::start("off", &["--stale-proxy-addresses"]);
        let end = forest.run(&forest.plan(rename()));
        assert!(!end.record.status().is_satisfied(), "{:?}", end.record);
        assert_eq!(
            forest.holders(LOOKUP),
            [LOOKUP_DN],
            "no endpoint was made beside it"
        );
        forest.samba.change(&format!(
            "dn: {LOOKUP_DN}\nchangetype: modify\ndelete: proxyAddresses\nproxyAddresses: {LOOKUP}\n"
        ));
        let end = forest.run(&end.record);
        assert_satisfied(&end);
        forest.assert_swapped();
    }
}
