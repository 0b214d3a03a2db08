//! The application model, driven by intents and events alone: no window, no threads, no files.

use std::sync::Arc;

use pchat_console::adapters::files::{DataFolder, Place, save_profiles, save_settings};
use pchat_console::console::table::{Select, TableEvent};
use pchat_console::console::{
    Act, ActiveRun, ConnectDialog, ConnectEdit, Dialog, Effect, Event, Input, Intent, JobName,
    JournalView, NoteKind, Page, Places, PlanStage, State, Waiting, WizardEdit, WizardStep, update,
};
use pchat_console::domain::{
    Access, Account, Connection, DirectoryChange, EndpointOrigin, Environment, Hand, Inventory,
    LabDirectorySettings, LabFault, Language, Message, Profiles, Recording, Rights, Secret,
    Settings, SipUri, Source, Theme, UnreadReason, Verdict, Way,
};
use pchat_console::lab::{Lab, LabDirectory, MemoryJournal, Role};
use pchat_console::plan::{
    self, Deed, Entry, JournalWriter, Limits, PlanId, PlanRecord, Progress, RunEnd, StepEvent,
    StepStatus,
};
use pchat_console::ports::{
    Cancel, Clock as _, Deployment as _, Directory as _, PortErrorKind, PortResult,
};

use crate::support::{
    TestClock, address, call, connection, endpoint, failure, fqdn, lab, localizers, new_state,
    secs, writer,
};
use crate::swap_stage::Stage;

const SEOUL: &str = "pchat-seoul.contoso.com";
const NEW: &str = "sip:persistentchat@contoso.com";
const FABRIKAM: &str = "sip:ocschat@fabrikam.com";
const CANARY: &str = "canary-p4ssw0rd";

/// The console and what the outside would be: a lab, a journal, and the effects nobody has answered yet.
struct Desk {
    state: State,
    lab: Lab,
    directory: LabDirectory,
    clock: Arc<TestClock>,
    store: MemoryJournal,
    journal: JournalWriter,
}

impl Desk {
    fn new() -> Self {
        let (lab, clock) = lab();
        let store = MemoryJournal::default();
        Self {
            state: new_state(),
            journal: writer(&store),
            directory: lab.directory(),
            lab,
            clock,
            store,
        }
    }

    /// On the lab, which has been read.
    fn on_lab() -> Self {
        let mut desk = Self::new();
        let effects = desk.send(Intent::UseLab);
        desk.answer(effects);
        assert!(desk.state.inventory.is_fresh());
        desk
    }

    /// In a live session that has been read.
    fn on_live() -> Self {
        let mut desk = Self::on_lab();
        desk.fill_in("fe01.contoso.com");
        let effects = desk.send(Intent::Connect);
        let session = session_of(&effects);
        let effects = desk.event(Event::Connected {
            session,
            result: Ok(live()),
        });
        desk.answer(effects);
        desk
    }

    fn fill_in(&mut self, uri: &str) {
        self.quiet(Intent::OpenConnect);
        for edit in [
            ConnectEdit::Uri(uri.to_owned()),
            ConnectEdit::CurrentUser(false),
            ConnectEdit::User("CONTOSO\\admin".to_owned()),
            ConnectEdit::Password(Secret::new(CANARY)),
        ] {
            self.quiet(Intent::EditConnect(edit));
        }
    }

    fn send(&mut self, intent: Intent) -> Vec<Effect> {
        update(&mut self.state, Input::Intent(intent), self.clock.now())
    }

    /// Sends an intent that asks nothing of outside.
    fn quiet(&mut self, intent: Intent) {
        let what = format!("{intent:?}");
        let effects = self.send(intent);
        assert!(effects.is_empty(), "{what} asked for {effects:?}");
    }

    /// The journal is asked for, and this is the answer.
    fn journal_arrives(&mut self, result: PortResult<JournalView>) {
        let asked = self.send(Intent::RefreshJournal);
        let [Effect::ReadJournal { request }] = asked.as_slice() else {
            panic!("the journal is read: {asked:?}");
        };
        let request = *request;
        self.event(Event::JournalRead { request, result });
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        update(
            &mut self.state,
            Input::Event(Box::new(event)),
            self.clock.now(),
        )
    }

    /// Answers effects as the runtime would, and the effects of the answers, until nothing is asked any more.
    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let events = self.carry_out(effect);
            for event in events {
                let effects = self.event(event);
                self.answer(effects);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::ConnectLab { session } => vec![Event::Connected {
                session,
                result: Ok(self.lab.connection()),
            }],
            Effect::ReadInventory { request } => vec![Event::InventoryRead {
                request,
                result: Ok(self.reading()),
            }],
            Effect::ConnectLabDirectory { session } => vec![Event::DirectoryConnected {
                session,
                result: Ok(self.directory.connection()),
            }],
            Effect::ReadDirectory { request } => vec![Event::DirectoryRead {
                request,
                result: self.directory.reading(&call()),
            }],
            Effect::FindHolders { request, address } => vec![Event::HoldersFound {
                request,
                result: self.directory.holders(&address, &call()),
            }],
            Effect::ReadRights { request } => vec![Event::RightsRead {
                request,
                result: self.lab.rights(&call()),
            }],
            Effect::ReadDeployment { request } => vec![Event::DeploymentRead {
                request,
                result: self.lab.deployment_reading(&call()),
            }],
            Effect::ReadPool { request, pool } => vec![Event::PoolRead {
                request,
                result: self.lab.pool_reading(&pool, &call()),
                pool,
            }],
            Effect::ReadHolders { request, address } => vec![Event::HoldersRead {
                request,
                result: self.lab.holders(&address, &call()),
            }],
            Effect::Preview { request, change } => vec![Event::Previewed {
                request,
                result: self.lab.preview(&change, &call()),
            }],
            Effect::RunPlan(record) => self.run_plan(&record),
            Effect::Recheck(record) => {
                let end = plan::recheck(
                    &record,
                    &mut plan::Sides::new(&mut self.lab, Some(&mut self.directory)),
                    &mut self.journal,
                    self.clock.as_ref(),
                    &Cancel::default(),
                    Limits::default(),
                    &mut |_| {},
                );
                vec![Event::RunEnded(end)]
            }
            Effect::ReadJournal { request } => {
                let view = JournalView::new(&self.journal.read().unwrap(), None);
                vec![Event::JournalRead {
                    request,
                    result: Ok(view),
                }]
            }
            Effect::SetLabDirectory(settings) => {
                self.lab.set_directory(settings);
                Vec::new()
            }
            Effect::SetLabFault(fault) => {
                self.lab.clear_faults();
                if let Some(fault) = fault {
                    self.lab.inject(fault, 1);
                }
                Vec::new()
            }
            Effect::SaveSettings(_) => vec![Event::SettingsSaved(Ok(()))],
            Effect::SaveProfiles(_) => vec![Event::ProfilesSaved(Ok(()))],
            Effect::SetAccess(access) => {
                self.lab.set_access(access);
                self.directory.set_access(access);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn run_plan(&mut self, record: &PlanRecord) -> Vec<Event> {
        let mut events = Vec::new();
        let end = plan::run(
            record,
            &mut plan::Sides::new(&mut self.lab, Some(&mut self.directory)),
            &mut self.journal,
            self.clock.as_ref(),
            &Cancel::default(),
            Limits::default(),
            &mut |progress| events.push(Event::RunProgressed(progress)),
        );
        events.push(Event::RunEnded(end));
        events
    }

    /// The lab's answer in the name of the session that is open.
    fn reading(&mut self) -> Inventory {
        let mut inventory = self.lab.inventory(&call()).unwrap();
        if let Some(session) = &self.state.session {
            inventory.connection = session.connection.clone();
        }
        inventory
    }

    /// Goes through the wizard to its review and returns the effects of the last step.
    fn wizard_to_review(&mut self, typed: &str) {
        self.quiet(Intent::OpenWizard {
            pool: Some(fqdn(SEOUL)),
        });
        self.quiet(Intent::WizardNext);
        self.quiet(Intent::EditWizard(WizardEdit::Address(typed.to_owned())));
        for step in [WizardStep::Checks, WizardStep::Review] {
            let effects = self.send(Intent::WizardNext);
            self.answer(effects);
            assert_eq!(self.step(), step, "{:?}", self.wizard().checks);
        }
    }

    fn wizard(&self) -> &pchat_console::console::Wizard {
        self.state.wizard.as_deref().expect("the wizard is open")
    }

    fn step(&self) -> WizardStep {
        self.wizard().step
    }

    /// Creates an endpoint through the wizard and closes it; names the plan.
    fn create(&mut self, typed: &str) -> PlanId {
        self.wizard_to_review(typed);
        let effects = self.send(Intent::RunWizard);
        self.answer(effects);
        assert_eq!(self.step(), WizardStep::Result);
        self.quiet(Intent::CloseWizard);
        self.state.run.as_ref().unwrap().record.plan.id.clone()
    }

    fn refused(&self) -> Option<&Message> {
        self.state
            .notes
            .iter()
            .rev()
            .find_map(|note| match &note.kind {
                NoteKind::Refused(message) => Some(message),
                _ => None,
            })
    }

    fn connect_dialog(&self) -> &ConnectDialog {
        match &self.state.dialog {
            Some(Dialog::Connect(dialog)) => dialog,
            other => panic!("no connect dialog but {other:?}"),
        }
    }

    fn plan_stage(&self) -> PlanStage {
        match &self.state.dialog {
            Some(Dialog::Plan(dialog)) => dialog.stage,
            other => panic!("no plan dialog but {other:?}"),
        }
    }

    fn lists(&self, sip_address: &str) -> bool {
        let inventory = self.state.inventory.value().unwrap();
        inventory.endpoint(&address(sip_address)).is_some()
    }
}

fn live() -> Connection {
    Connection {
        source: Source::Live,
        host: "fe01.contoso.com".to_owned(),
        url: "https://fe01.contoso.com/OcsPowershell".to_owned(),
        account: "CONTOSO\\admin".to_owned(),
    }
}

fn session_of(effects: &[Effect]) -> u64 {
    match effects {
        [Effect::Connect { session, .. } | Effect::ConnectLab { session }] => *session,
        other => panic!("no connection was asked for: {other:?}"),
    }
}

fn inventory_request(effects: &[Effect]) -> u64 {
    let mut requests = effects.iter().filter_map(|effect| match effect {
        Effect::ReadInventory { request } => Some(*request),
        _ => None,
    });
    requests.next().expect("a reading was asked for")
}

fn run_of(effects: &[Effect]) -> PlanRecord {
    match effects {
        [Effect::RunPlan(record)] => record.clone(),
        other => panic!("no plan was run: {other:?}"),
    }
}

// Connecting

#[test]
fn the_lab_is_open_to_changes_from_the_start_and_read_at_once() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.state.possible(&Act::Refresh),
        Err(Message::NotConnected)
    );
    assert_eq!(
        desk.state.environment(),
        Environment::Production,
        "what carries no label counts as production"
    );
    let effects = desk.send(Intent::UseLab);
    let session = session_of(&effects);
    let effects = desk.event(Event::Connected {
        session,
        result: Ok(connection()),
    });
    assert!(
        matches!(
            effects.as_slice(),
            [
                Effect::Adopt { .. },
                Effect::ReadRights { .. },
                Effect::ReadInventory { .. },
                Effect::ReadJournal { .. },
                Effect::ConnectLabDirectory { .. }
            ]
        ),
        "{effects:?}"
    );
    assert!(desk.state.inventory.is_loading());
    desk.answer(effects);
    let session = desk.state.session.as_ref().unwrap();
    assert!(session.is_lab());
    assert_eq!(session.access, Access::Changes);
    assert_eq!(desk.state.environment(), Environment::Lab);
    assert_eq!(desk.state.possible(&Act::Create), Ok(()));
    assert_eq!(desk.state.pools.rows.cells().len(), 3);
    assert_eq!(desk.state.endpoints.rows.cells().len(), 4);
}

#[test]
fn a_live_session_starts_read_only_and_takes_the_label_of_its_profile() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let rehearsal = ConnectEdit::Environment(Environment::Rehearsal);
    desk.quiet(Intent::EditConnect(rehearsal));
    let effects = desk.send(Intent::Connect);
    let [Effect::Connect { session, dial }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(dial.uri, "https://fe01.contoso.com/OcsPowershell");
    let Account::Named { user, password } = &dial.account else {
        panic!("{:?}", dial.account);
    };
    assert_eq!(user, "CONTOSO\\admin");
    assert_eq!(password.expose(), CANARY);
    assert_eq!(dial.access, Access::ReadOnly);
    assert!(
        !format!("{effects:?} {:?}", desk.state).contains(CANARY),
        "no debug output shows the password"
    );
    assert!(desk.connect_dialog().is_connecting);
    let session = *session;
    let effects = desk.event(Event::Connected {
        session,
        result: Ok(live()),
    });
    assert!(desk.state.dialog.is_none());
    assert_eq!(desk.state.environment(), Environment::Rehearsal);
    let open = desk.state.session.as_ref().unwrap();
    assert_eq!((open.access, open.is_lab()), (Access::ReadOnly, false));
    assert!(
        desk.state.inventory.value().is_none(),
        "nothing of the deployment before stays in view"
    );
    desk.answer(effects);
    assert!(desk.state.inventory.is_fresh());
}

#[test]
fn nothing_is_dialled_before_every_field_is_right() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenConnect);
    desk.quiet(Intent::EditConnect(ConnectEdit::CurrentUser(false)));
    desk.quiet(Intent::Connect);
    let problems = &desk.connect_dialog().problems;
    assert_eq!(problems.uri, Some(Message::UriMissing));
    assert_eq!(problems.user, Some(Message::UserMissing));
    assert_eq!(problems.password, Some(Message::PasswordMissing));
    // A problem goes when its field is worked on.
    desk.quiet(Intent::EditConnect(ConnectEdit::Uri(
        "ftp://fe01".to_owned(),
    )));
    assert_eq!(desk.connect_dialog().problems.uri, None);
    desk.quiet(Intent::Connect);
    assert_eq!(
        desk.connect_dialog().problems.uri,
        Some(Message::UriNotHttps)
    );
}

#[test]
fn a_failed_connection_keeps_the_dialog_the_password_and_the_session_before() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::Connect);
    let session = session_of(&effects);
    let effects = desk.event(Event::Connected {
        session,
        result: Err(failure(PortErrorKind::Untrusted)),
    });
    assert!(effects.is_empty());
    let dialog = desk.connect_dialog();
    assert_eq!(dialog.error, Some(failure(PortErrorKind::Untrusted)));
    assert!(!dialog.is_connecting);
    assert_eq!(dialog.password.expose(), CANARY);
    assert!(desk.state.session.as_ref().unwrap().is_lab());
    assert!(desk.state.inventory.is_fresh());
    // Trying again forgets the error.
    session_of(&desk.send(Intent::Connect));
    assert_eq!(desk.connect_dialog().error, None);
}

#[test]
fn an_answer_after_cancelling_is_ignored() {
    for intent in [Intent::CancelConnect, Intent::CloseDialog] {
        let mut desk = Desk::on_lab();
        desk.fill_in("fe01.contoso.com");
        let effects = desk.send(Intent::Connect);
        let session = session_of(&effects);
        let effects = desk.send(intent);
        assert!(matches!(effects.as_slice(), [Effect::CancelConnect]));
        let effects = desk.event(Event::Connected {
            session,
            result: Ok(live()),
        });
        assert!(effects.is_empty());
        assert!(desk.state.session.as_ref().unwrap().is_lab());
    }
}

#[test]
fn of_two_connections_only_the_later_one_counts() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::Connect);
    let first = session_of(&effects);
    let effects = desk.send(Intent::UseLab);
    let second = session_of(&effects);
    assert_ne!(first, second);
    let effects = desk.event(Event::Connected {
        session: first,
        result: Ok(live()),
    });
    assert!(effects.is_empty());
    desk.event(Event::Connected {
        session: second,
        result: Ok(connection()),
    });
    assert!(desk.state.session.as_ref().unwrap().is_lab());
}

#[test]
fn no_connection_is_opened_while_a_change_is_running_and_no_change_begins_while_one_is_opened() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::RunWizard);
    desk.quiet(Intent::UseLab);
    assert_eq!(desk.refused(), Some(&Message::OtherChangeRunning));
    desk.fill_in("fe01.contoso.com");
    desk.quiet(Intent::Connect);
    assert!(!desk.connect_dialog().is_connecting);
    desk.answer(effects);
    desk.state.notes.clear();

    session_of(&desk.send(Intent::Connect));
    assert_eq!(
        desk.state.possible(&Act::Create),
        Err(Message::NotConnected)
    );
    desk.quiet(Intent::AskToRemove(address(FABRIKAM)));
    assert_eq!(desk.refused(), Some(&Message::NotConnected));
}

#[test]
fn nothing_asked_about_the_deployment_before_survives_connecting() {
    let ask_to_remove = Intent::AskToRemove(address(FABRIKAM));
    for ask in [ask_to_remove, Intent::AskToAllowChanges] {
        let mut desk = Desk::on_lab();
        desk.quiet(ask);
        assert!(desk.state.dialog.is_some());
        let effects = desk.send(Intent::UseLab);
        desk.answer(effects);
        assert!(desk.state.dialog.is_none(), "{:?}", desk.state.dialog);
    }
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard { pool: None });
    let effects = desk.send(Intent::UseLab);
    desk.answer(effects);
    assert!(desk.state.wizard.is_none());
}

#[test]
fn a_profile_is_saved_without_connecting_and_without_the_password() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::SaveProfile);
    let [Effect::SaveProfiles(profiles)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(profiles.profiles.len(), 1);
    assert_eq!(
        profiles.profiles[0].name, "https://fe01.contoso.com/OcsPowershell",
        "without a name it is found by its address"
    );
    assert_eq!(profiles.profiles[0].environment, Environment::Production);
    let text = ron::to_string(profiles).unwrap();
    assert!(!text.contains(CANARY), "{text}");
    // Saving again changes the same profile.
    let name = ConnectEdit::Name("서울 / 東京".to_owned());
    desk.answer(effects);
    assert!(desk.connect_dialog().is_saved);
    desk.quiet(Intent::EditConnect(name));
    assert!(!desk.connect_dialog().is_saved);
    let effects = desk.send(Intent::SaveProfile);
    desk.answer(effects);
    assert_eq!(desk.state.profiles.profiles.len(), 1);
    assert_eq!(desk.state.profiles.profiles[0].name, "서울 / 東京");
    // An address to find it again is all it needs.
    desk.quiet(Intent::EditConnect(ConnectEdit::Select(None)));
    desk.quiet(Intent::SaveProfile);
    assert_eq!(
        desk.connect_dialog().problems.uri,
        Some(Message::UriMissing)
    );
}

#[test]
fn a_password_written_into_the_address_is_refused_and_not_saved() {
    for uri in [
        format!("https://admin:{CANARY}@fe01.contoso.com/OcsPowershell"),
        format!("admin:{CANARY}@fe01.contoso.com"),
    ] {
        let mut desk = Desk::on_lab();
        desk.fill_in(&uri);
        desk.quiet(Intent::SaveProfile);
        desk.quiet(Intent::Connect);
        assert_eq!(
            desk.connect_dialog().problems.uri,
            Some(Message::UriWithUser)
        );
        assert_eq!(desk.state.profiles, Profiles::default());
    }
}

#[test]
fn files_of_the_data_folder_never_hold_the_password() {
    let temp = tempfile::tempdir().unwrap();
    let folder = DataFolder::new(Some(temp.path().to_owned())).unwrap();
    let mut desk = Desk::on_live();
    desk.fill_in("fe02.contoso.com");
    let effects = desk.send(Intent::SaveProfile);
    desk.answer(effects);
    save_profiles(&folder, &desk.state.profiles).unwrap();
    save_settings(&folder, &desk.state.settings).unwrap();
    for place in [Place::Profiles, Place::Settings] {
        let text = std::fs::read_to_string(folder.place(place)).unwrap();
        assert!(!text.contains(CANARY), "{text}");
    }
    let journal = String::from_utf8(desk.store.bytes()).unwrap();
    assert!(!journal.contains(CANARY));
}

#[test]
fn selecting_a_profile_fills_the_fields_and_forgets_the_password() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::SaveProfile);
    desk.answer(effects);
    desk.quiet(Intent::EditConnect(ConnectEdit::Select(None)));
    assert_eq!(desk.connect_dialog().profile.uri, "");
    desk.quiet(Intent::EditConnect(ConnectEdit::Select(Some(0))));
    let dialog = desk.connect_dialog();
    assert_eq!(dialog.profile.user, "CONTOSO\\admin");
    assert!(dialog.password.is_empty());
    // One that is not there selects nothing.
    desk.quiet(Intent::EditConnect(ConnectEdit::Select(Some(7))));
    desk.quiet(Intent::DeleteProfile);
    desk.quiet(Intent::EditConnect(ConnectEdit::Select(Some(0))));
    let effects = desk.send(Intent::DeleteProfile);
    assert!(matches!(effects.as_slice(), [Effect::SaveProfiles(p)] if p.profiles.is_empty()));
}

#[test]
fn a_ca_file_that_was_picked_is_used_and_closing_the_file_dialog_keeps_the_one_before() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::PickCaFile);
    assert!(matches!(effects.as_slice(), [Effect::PickCaFile]));
    desk.event(Event::CaFilePicked(Some("contoso.pem".into())));
    desk.event(Event::CaFilePicked(None));
    let effects = desk.send(Intent::Connect);
    let [Effect::Connect { dial, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(dial.ca_file.as_deref(), Some("contoso.pem".as_ref()));
}

// Reading

#[test]
fn of_several_readings_only_the_newest_counts() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::Refresh);
    let older = inventory_request(&effects);
    let effects = desk.send(Intent::Refresh);
    let newer = inventory_request(&effects);
    let mut changed = desk.reading();
    changed.endpoints.clear();
    let late = desk.reading();
    desk.event(Event::InventoryRead {
        request: newer,
        result: Ok(changed),
    });
    assert_eq!(desk.state.endpoints.rows.cells().len(), 0);
    desk.event(Event::InventoryRead {
        request: older,
        result: Ok(late),
    });
    assert_eq!(desk.state.endpoints.rows.cells().len(), 0);
    desk.event(Event::InventoryRead {
        request: older,
        result: Err(failure(PortErrorKind::Timeout)),
    });
    assert!(desk.state.inventory.is_fresh());
}

#[test]
fn a_refresh_keeps_the_list_in_view_and_a_failed_one_too() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::Refresh);
    assert!(desk.state.inventory.is_loading());
    assert_eq!(desk.state.endpoints.rows.cells().len(), 4);
    desk.event(Event::InventoryRead {
        request: inventory_request(&effects),
        result: Err(failure(PortErrorKind::Timeout)),
    });
    assert_eq!(
        desk.state.inventory.error(),
        Some(&failure(PortErrorKind::Timeout))
    );
    assert!(!desk.state.inventory.is_fresh());
    assert_eq!(desk.state.endpoints.rows.cells().len(), 4);
    assert!(desk.state.inventory.value().is_some());
    // On an outdated list nothing is changed.
    for act in [
        Act::Create,
        Act::Remove(address(FABRIKAM)),
        Act::Replace(address(FABRIKAM)),
    ] {
        assert_eq!(desk.state.possible(&act), Err(Message::ReadingOutdated));
    }
    assert_eq!(desk.state.possible(&Act::Refresh), Ok(()));
    let effects = desk.send(Intent::Refresh);
    desk.answer(effects);
    assert_eq!(desk.state.possible(&Act::Create), Ok(()));
}

#[test]
fn what_was_read_before_anything_is_there_to_show_fails_without_a_list() {
    let mut desk = Desk::new();
    let effects = desk.send(Intent::UseLab);
    let session = session_of(&effects);
    let effects = desk.event(Event::Connected {
        session,
        result: Ok(connection()),
    });
    assert_eq!(desk.state.possible(&Act::Create), Err(Message::NothingRead));
    desk.event(Event::InventoryRead {
        request: inventory_request(&effects),
        result: Err(failure(PortErrorKind::Forbidden)),
    });
    assert!(desk.state.inventory.value().is_none());
    assert_eq!(desk.state.possible(&Act::Create), Err(Message::NothingRead));
}

// Read-only

#[test]
fn a_read_only_session_refuses_every_change_and_says_why() {
    let mut desk = Desk::on_live();
    let id = PlanId("x".to_owned());
    for act in [
        Act::Create,
        Act::Remove(address(FABRIKAM)),
        Act::Replace(address(FABRIKAM)),
        Act::Undo(id.clone()),
        Act::Continue(id.clone()),
    ] {
        assert_eq!(
            desk.state.possible(&act),
            Err(Message::ReadOnlySession),
            "{act:?}"
        );
    }
    for intent in [
        Intent::OpenWizard { pool: None },
        Intent::OpenReplace(address(FABRIKAM)),
        Intent::AskToRemove(address(FABRIKAM)),
        Intent::AskToUndo(id.clone()),
        Intent::AskToContinue(id),
        Intent::RunWizard,
    ] {
        desk.state.notes.clear();
        desk.quiet(intent.clone());
        assert_eq!(
            desk.refused(),
            Some(&Message::ReadOnlySession),
            "{intent:?}"
        );
        assert!(desk.state.wizard.is_none() && desk.state.dialog.is_none());
    }
}

#[test]
fn allowing_changes_is_asked_first_and_can_be_taken_back() {
    let mut desk = Desk::on_live();
    desk.quiet(Intent::AskToAllowChanges);
    assert!(matches!(desk.state.dialog, Some(Dialog::AllowChanges)));
    assert_eq!(
        desk.state.possible(&Act::Create),
        Err(Message::ReadOnlySession)
    );
    let effects = desk.send(Intent::AllowChanges);
    assert!(matches!(
        effects.as_slice(),
        [Effect::SetAccess(Access::Changes)]
    ));
    assert!(desk.state.dialog.is_none());
    assert_eq!(desk.state.possible(&Act::Create), Ok(()));
    let effects = desk.send(Intent::MakeReadOnly);
    assert!(matches!(
        effects.as_slice(),
        [Effect::SetAccess(Access::ReadOnly)]
    ));
    assert_eq!(
        desk.state.possible(&Act::Create),
        Err(Message::ReadOnlySession)
    );
}

#[test]
fn a_session_made_read_only_behind_a_dialog_or_the_review_runs_nothing() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    desk.send(Intent::MakeReadOnly);
    desk.quiet(Intent::RunWizard);
    assert_eq!(desk.refused(), Some(&Message::ReadOnlySession));
    assert!(desk.state.run.is_none());

    let mut desk = Desk::on_lab();
    desk.quiet(Intent::AskToRemove(address(FABRIKAM)));
    desk.quiet(Intent::TypeConfirmation(FABRIKAM.to_owned()));
    desk.send(Intent::MakeReadOnly);
    desk.quiet(Intent::RunDialogPlan);
    assert_eq!(desk.refused(), Some(&Message::ReadOnlySession));
    assert!(desk.state.run.is_none() && desk.state.dialog.is_none());
}

#[test]
fn without_a_session_nothing_is_possible() {
    let mut desk = Desk::new();
    for act in [
        Act::Refresh,
        Act::Create,
        Act::Remove(address(FABRIKAM)),
        Act::AllowChanges,
    ] {
        assert_eq!(desk.state.possible(&act), Err(Message::NotConnected));
    }
    for intent in [
        Intent::Refresh,
        Intent::AskToAllowChanges,
        Intent::AllowChanges,
        Intent::MakeReadOnly,
        Intent::OpenWizard { pool: None },
        Intent::RunDialogPlan,
        Intent::WizardNext,
        Intent::AskForPreview,
        Intent::CheckAgainInWizard,
        Intent::StopWaiting,
    ] {
        desk.quiet(intent);
    }
}

// The wizard

#[test]
fn the_wizard_leads_from_a_pool_to_an_endpoint_that_was_read_back() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(" PersistentChat@contoso.com ");
    let wizard = desk.wizard();
    assert!(
        wizard
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Passed)
    );
    assert!(!wizard.preview.value().unwrap().text.is_empty());
    assert_eq!(
        wizard.commands().unwrap(),
        [
            "New-CsPersistentChatEndpoint -SipAddress 'sip:persistentchat@contoso.com' \
             -PersistentChatPoolFqdn 'pchat-seoul.contoso.com' -PassThru -Confirm:$false"
        ]
    );
    let effects = desk.send(Intent::RunWizard);
    let record = run_of(&effects);
    assert_eq!(desk.step(), WizardStep::Run);
    assert!(desk.state.is_running());
    assert!(
        !desk.lists(NEW),
        "nothing is shown that the server has not shown"
    );
    desk.answer(effects);
    assert_eq!(desk.step(), WizardStep::Result);
    assert!(!desk.state.is_running());
    let run = desk.state.run.as_ref().unwrap();
    assert_eq!(run.record.plan.id, record.plan.id);
    assert_eq!(run.record.status(), StepStatus::Done);
    assert!(desk.lists(NEW), "the list was read again");
    assert_eq!(desk.state.page, Page::Endpoints);
    assert_eq!(desk.state.journal_list.rows.cells().len(), 1);
}

#[test]
fn the_wizard_goes_no_further_than_its_findings_allow() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard { pool: None });
    assert_eq!(desk.wizard().may_go_on(), Err(Message::Incomplete));
    desk.quiet(Intent::WizardNext);
    assert_eq!(desk.step(), WizardStep::Pool);
    desk.quiet(Intent::EditWizard(WizardEdit::Pool(fqdn(SEOUL))));
    desk.quiet(Intent::WizardNext);
    assert_eq!(desk.step(), WizardStep::Address);
    desk.quiet(Intent::WizardNext);
    assert_eq!(desk.step(), WizardStep::Address);
    assert!(
        desk.wizard().address_touched,
        "what is missing is shown now"
    );
    desk.quiet(Intent::EditWizard(WizardEdit::Address(NEW.to_owned())));
    let name = "x".repeat(300);
    desk.quiet(Intent::EditWizard(WizardEdit::DisplayName(name)));
    desk.quiet(Intent::WizardNext);
    assert_eq!(desk.step(), WizardStep::Address);
    desk.quiet(Intent::EditWizard(WizardEdit::DisplayName(
        "Chat".to_owned(),
    )));
    let effects = desk.send(Intent::WizardNext);
    assert!(matches!(
        effects.as_slice(),
        [Effect::ReadHolders { .. }, Effect::FindHolders { .. }]
    ));
    assert_eq!(desk.step(), WizardStep::Checks);
    // Not before the answer is there.
    assert_eq!(desk.wizard().may_go_on(), Err(Message::ChecksRunning));
    desk.quiet(Intent::WizardNext);
    assert_eq!(desk.step(), WizardStep::Checks);
    desk.answer(effects);
    let effects = desk.send(Intent::WizardNext);
    assert!(matches!(effects.as_slice(), [Effect::Preview { .. }]));
    assert_eq!(desk.step(), WizardStep::Review);
}

#[test]
fn a_failed_check_leads_to_no_review() {
    for (typed, kind) in [
        ("sip:helpdesk@contoso.com", "held by a user"),
        (FABRIKAM, "of another endpoint"),
        ("sip:chat@adatum.com", "of another domain"),
    ] {
        let mut desk = Desk::on_lab();
        desk.quiet(Intent::OpenWizard {
            pool: Some(fqdn(SEOUL)),
        });
        desk.quiet(Intent::WizardNext);
        desk.quiet(Intent::EditWizard(WizardEdit::Address(typed.to_owned())));
        let effects = desk.send(Intent::WizardNext);
        desk.answer(effects);
        assert_eq!(desk.step(), WizardStep::Checks, "{kind}");
        assert_eq!(desk.wizard().may_go_on(), Err(Message::ChecksFailed));
        desk.quiet(Intent::WizardNext);
        assert_eq!(desk.step(), WizardStep::Checks, "{kind}");
        assert!(desk.wizard().plan.is_none());
        desk.quiet(Intent::RunWizard);
        assert!(desk.state.run.is_none());
    }
}

#[test]
fn holders_that_cannot_be_asked_about_do_not_block_and_are_not_called_passed() {
    let mut desk = Desk::on_lab();
    desk.lab.set_role(Role::EndpointsOnly);
    desk.wizard_to_review(NEW);
    let verdicts: Vec<_> = desk.wizard().checks.iter().map(|c| c.verdict).collect();
    assert!(verdicts.contains(&Verdict::NotChecked), "{verdicts:?}");

    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard {
        pool: Some(fqdn(SEOUL)),
    });
    desk.quiet(Intent::WizardNext);
    desk.quiet(Intent::EditWizard(WizardEdit::Address(NEW.to_owned())));
    let effects = desk.send(Intent::WizardNext);
    let [
        Effect::ReadHolders { request, .. },
        Effect::FindHolders {
            request: directory, ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    desk.event(Event::HoldersRead {
        request: *request,
        result: Err(failure(PortErrorKind::Timeout)),
    });
    assert!(desk.wizard().is_checking(), "the directory was asked too");
    desk.event(Event::HoldersFound {
        request: *directory,
        result: Err(failure(PortErrorKind::Timeout)),
    });
    let unread = Message::NotChecked {
        reason: UnreadReason::NoAnswer,
    };
    assert!(
        desk.wizard()
            .checks
            .iter()
            .any(|c| c.messages == [unread.clone()])
    );
    assert_eq!(desk.wizard().may_go_on(), Ok(()));
}

#[test]
fn answers_about_an_address_that_was_edited_since_are_ignored() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard {
        pool: Some(fqdn(SEOUL)),
    });
    desk.quiet(Intent::WizardNext);
    desk.quiet(Intent::EditWizard(WizardEdit::Address(NEW.to_owned())));
    let asked = desk.send(Intent::WizardNext);
    desk.quiet(Intent::WizardBack);
    let held = "sip:helpdesk@contoso.com".to_owned();
    desk.quiet(Intent::EditWizard(WizardEdit::Address(held)));
    desk.answer(asked);
    let holders = desk
        .wizard()
        .checks
        .iter()
        .find(|check| check.kind == pchat_console::domain::CheckKind::Holders);
    assert_eq!(holders.unwrap().verdict, Verdict::NotChecked);
}

#[test]
fn a_preview_of_an_earlier_plan_is_not_shown_beside_a_later_one() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard {
        pool: Some(fqdn(SEOUL)),
    });
    desk.quiet(Intent::WizardNext);
    desk.quiet(Intent::EditWizard(WizardEdit::Address(NEW.to_owned())));
    let effects = desk.send(Intent::WizardNext);
    desk.answer(effects);
    let asked = desk.send(Intent::WizardNext);
    for _ in 0..2 {
        desk.quiet(Intent::WizardBack);
    }
    let other = "sip:other@contoso.com".to_owned();
    desk.quiet(Intent::EditWizard(WizardEdit::Address(other)));
    desk.answer(asked);
    assert!(desk.wizard().preview.value().is_none());
    assert!(desk.wizard().plan.is_none());
}

#[test]
fn a_change_of_the_draft_at_the_review_takes_the_plan_away() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    desk.quiet(Intent::EditWizard(WizardEdit::DisplayName(
        "Chat".to_owned(),
    )));
    assert!(desk.wizard().plan.is_none());
    desk.quiet(Intent::RunWizard);
    assert!(desk.state.run.is_none(), "what is run is what was reviewed");
}

#[test]
fn new_facts_that_arrive_at_the_review_stop_the_plan() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::Refresh);
    let mut facts = desk.reading();
    facts.endpoints.push(endpoint(
        NEW,
        Some("pchat-tokyo.contoso.com"),
        EndpointOrigin::Legacy,
    ));
    desk.event(Event::InventoryRead {
        request: inventory_request(&effects),
        result: Ok(facts),
    });
    desk.quiet(Intent::RunWizard);
    assert_eq!(desk.refused(), Some(&Message::ChecksFailed));
    assert!(desk.state.run.is_none());
}

#[test]
fn a_plan_is_run_once_however_often_the_button_is_pressed() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::RunWizard);
    desk.quiet(Intent::RunWizard);
    assert_eq!(desk.refused(), Some(&Message::OtherChangeRunning));
    desk.answer(effects);
    desk.quiet(Intent::RunWizard);
    assert_eq!(desk.step(), WizardStep::Result);
}

#[test]
fn the_wizard_stays_in_view_while_its_change_is_running_and_cannot_be_taken_back_a_step() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::RunWizard);
    for intent in [Intent::CloseWizard, Intent::WizardBack, Intent::WizardNext] {
        desk.quiet(intent);
        assert_eq!(desk.step(), WizardStep::Run);
    }
    desk.answer(effects);
    desk.quiet(Intent::WizardBack);
    assert_eq!(desk.step(), WizardStep::Result);
    desk.quiet(Intent::CloseWizard);
    assert!(desk.state.wizard.is_none());
}

#[test]
fn a_replacement_shows_both_commands_in_their_order() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenReplace(address("sip:OcsChat@fabrikam.com")));
    assert_eq!(desk.wizard().replaced(), Some(&address(FABRIKAM)));
    assert_eq!(
        desk.wizard().draft.display_name,
        "Persistent Chat (Fabrikam)"
    );
    desk.quiet(Intent::WizardNext);
    let new = "sip:new@fabrikam.com".to_owned();
    desk.quiet(Intent::EditWizard(WizardEdit::Address(new)));
    for _ in 0..2 {
        let effects = desk.send(Intent::WizardNext);
        desk.answer(effects);
    }
    let commands = desk.wizard().commands().unwrap();
    assert_eq!(commands.len(), 2);
    assert!(commands[0].starts_with("New-CsPersistentChatEndpoint "));
    assert!(commands[1].starts_with("Remove-CsPersistentChatEndpoint "));
    let effects = desk.send(Intent::RunWizard);
    desk.answer(effects);
    assert!(desk.lists("sip:new@fabrikam.com") && !desk.lists(FABRIKAM));
}

#[test]
fn the_first_suggestion_is_the_address_legacy_clients_use_and_who_holds_it() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::OpenWizard {
        pool: Some(fqdn(SEOUL)),
    });
    let suggestions = &desk.wizard().suggestions;
    assert_eq!(suggestions[0].address, address("sip:ocschat@contoso.com"));
    assert!(suggestions[0].is_conventional);
    assert!(matches!(
        suggestions[0].taken,
        Some(Message::AddressHeld { .. })
    ));
    let last = suggestions.last().unwrap();
    assert_eq!(last.address, address(FABRIKAM), "endpoints come last");
    let addresses: Vec<&SipUri> = suggestions.iter().map(|s| &s.address).collect();
    assert!(addresses.contains(&&address("sip:pchat-seoul@contoso.com")));
}

// Removing, undoing, going on

#[test]
fn a_removal_needs_the_address_typed_and_nothing_less() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::AskToRemove(address(FABRIKAM)));
    assert_eq!(desk.plan_stage(), PlanStage::Confirm);
    for typed in [
        "",
        "ocschat",
        "sip:ocschat@contoso.com",
        "sip:ocschat@fabrikam.com x",
    ] {
        desk.quiet(Intent::TypeConfirmation(typed.to_owned()));
        desk.quiet(Intent::RunDialogPlan);
        assert_eq!(desk.plan_stage(), PlanStage::Confirm, "{typed:?}");
    }
    desk.quiet(Intent::TypeConfirmation(
        " OcsChat@fabrikam.com ".to_owned(),
    ));
    let effects = desk.send(Intent::RunDialogPlan);
    run_of(&effects);
    assert_eq!(desk.plan_stage(), PlanStage::Run);
    desk.quiet(Intent::CloseDialog);
    assert_eq!(
        desk.plan_stage(),
        PlanStage::Run,
        "a running change is not hidden by closing its dialog"
    );
    desk.quiet(Intent::RunDialogPlan);
    desk.answer(effects);
    assert!(!desk.lists(FABRIKAM));
    desk.quiet(Intent::CloseDialog);
    assert!(desk.state.dialog.is_none());
}

#[test]
fn what_the_pool_may_need_cannot_be_asked_to_go() {
    let mut desk = Desk::on_lab();
    let automatic = address("sip:GC-1-PersistentChatService-2@contoso.com");
    let protected = Message::EndpointProtected {
        address: automatic.clone(),
    };
    for intent in [
        Intent::AskToRemove(automatic.clone()),
        Intent::OpenReplace(automatic.clone()),
    ] {
        desk.quiet(intent);
        assert_eq!(desk.refused(), Some(&protected));
        assert!(desk.state.dialog.is_none() && desk.state.wizard.is_none());
    }
    let gone = Act::Remove(address("sip:gone@contoso.com"));
    assert_eq!(desk.state.possible(&gone), Err(Message::NoEndpointSelected));
}

#[test]
fn a_change_can_be_undone_once() {
    let mut desk = Desk::on_lab();
    let id = desk.create(NEW);
    assert_eq!(desk.state.possible(&Act::Undo(id.clone())), Ok(()));
    desk.quiet(Intent::AskToUndo(id.clone()));
    desk.quiet(Intent::TypeConfirmation(NEW.to_owned()));
    let effects = desk.send(Intent::RunDialogPlan);
    assert_eq!(run_of(&effects).plan.undoes, Some(id.clone()));
    desk.answer(effects);
    assert!(!desk.lists(NEW));
    assert_eq!(
        desk.state.possible(&Act::Undo(id.clone())),
        Err(Message::UndoneAlready)
    );
    desk.quiet(Intent::CloseDialog);
    desk.quiet(Intent::AskToUndo(id));
    assert_eq!(desk.refused(), Some(&Message::UndoneAlready));
    assert!(desk.state.dialog.is_none());
}

#[test]
fn an_undo_that_failed_can_be_tried_again() {
    let mut desk = Desk::on_lab();
    let id = desk.create(NEW);
    desk.lab.inject(LabFault::Refuse, 1);
    for wanted in [StepStatus::Failed, StepStatus::Done] {
        desk.quiet(Intent::AskToUndo(id.clone()));
        desk.quiet(Intent::TypeConfirmation(NEW.to_owned()));
        // Two plans made in the same moment would carry the same name.
        desk.clock.advance(secs(1));
        let effects = desk.send(Intent::RunDialogPlan);
        desk.answer(effects);
        let run = desk.state.run.as_ref().unwrap();
        assert_eq!(run.record.status(), wanted);
        desk.quiet(Intent::CloseDialog);
        desk.clock.advance(secs(1));
    }
    assert!(!desk.lists(NEW));
}

#[test]
fn a_change_made_in_another_deployment_is_neither_undone_nor_checked_here() {
    let mut desk = Desk::on_lab();
    let id = desk.create(NEW);
    let view = desk.state.journal.value().unwrap().clone();
    let mut live = Desk::on_live();
    live.send(Intent::AllowChanges);
    live.journal_arrives(Ok(view));
    for act in [
        Act::Undo(id.clone()),
        Act::Continue(id.clone()),
        Act::CheckAgain(id.clone()),
    ] {
        assert_eq!(
            live.state.possible(&act),
            Err(Message::NotInThisDeployment),
            "{act:?}"
        );
    }
}

#[test]
fn a_plan_that_was_interrupted_can_be_continued_and_finds_what_was_done() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let record = run_of(&desk.send(Intent::RunWizard));
    // The program ended after the act and before its result.
    let plan = record.plan.clone();
    let step = Entry::Step {
        plan: plan.id.clone(),
        step: 0,
        event: StepEvent::Started,
    };
    let now = desk.clock.now();
    for entry in [Entry::PlanMade(plan.clone()), step] {
        desk.journal
            .append(now, Some(&connection()), &entry)
            .unwrap();
    }
    let change = plan.steps[0].act.change().unwrap();
    desk.lab.clone().apply(&change, &call()).unwrap();
    desk.clock.advance(secs(60));

    let mut next = Desk {
        state: Desk::new().state,
        journal: writer(&MemoryJournal::with_files(
            pchat_console::ports::JournalStore::files(&desk.store).unwrap(),
        )),
        directory: desk.lab.directory(),
        lab: desk.lab.clone(),
        clock: desk.clock.clone(),
        store: desk.store.clone(),
    };
    let effects = next.send(Intent::UseLab);
    next.answer(effects);
    let entry = next.state.journal.value().unwrap().plan(&plan.id).unwrap();
    assert_eq!(entry.record.status(), StepStatus::Interrupted);
    next.quiet(Intent::AskToContinue(plan.id.clone()));
    assert!(matches!(&next.state.dialog, Some(Dialog::Plan(dialog)) if dialog.is_continuation));
    let effects = next.send(Intent::RunDialogPlan);
    next.answer(effects);
    let run = next.state.run.as_ref().unwrap();
    assert_eq!(run.record.status(), StepStatus::AlreadySatisfied);
}

#[test]
fn an_outcome_that_is_open_is_checked_again_and_not_simply_continued() {
    let mut desk = Desk::on_lab();
    desk.lab.set_replication_delay(secs(600));
    let id = desk.create(NEW);
    let open = |desk: &Desk| desk.state.run.as_ref().unwrap().record.status();
    assert_eq!(open(&desk), StepStatus::NotVisibleYet);
    assert!(desk.state.possible(&Act::Continue(id.clone())).is_err());
    let effects = desk.send(Intent::CheckAgain(id.clone()));
    assert!(matches!(effects.as_slice(), [Effect::Recheck(_)]));
    desk.quiet(Intent::CheckAgain(id.clone()));
    assert_eq!(desk.refused(), Some(&Message::OtherChangeRunning));
    desk.answer(effects);
    assert_eq!(open(&desk), StepStatus::NotVisibleYet);
    desk.clock.advance(secs(600));
    // Looking again is no change: a read-only session may.
    desk.send(Intent::MakeReadOnly);
    let effects = desk.send(Intent::CheckAgain(id));
    desk.answer(effects);
    assert_eq!(open(&desk), StepStatus::Done);
}

#[test]
fn an_unknown_outcome_is_repeated_only_after_it_was_checked_again() {
    let mut desk = Desk::on_lab();
    desk.lab.inject(LabFault::TimeOut, 1);
    let id = desk.create(NEW);
    let status = |desk: &Desk| desk.state.run.as_ref().unwrap().record.status();
    assert_eq!(status(&desk), StepStatus::UnknownOutcome);
    let go_on = Act::Continue(id.clone());
    assert_eq!(desk.state.possible(&go_on), Err(Message::CheckAgainFirst));
    let effects = desk.send(Intent::CheckAgain(id.clone()));
    desk.answer(effects);
    assert_eq!(status(&desk), StepStatus::UnknownOutcome);
    assert_eq!(desk.state.possible(&go_on), Ok(()));
    desk.quiet(Intent::AskToContinue(id.clone()));
    let effects = desk.send(Intent::RunDialogPlan);
    desk.answer(effects);
    assert_eq!(status(&desk), StepStatus::Done);
    // What is settled is neither checked nor continued.
    for act in [go_on, Act::CheckAgain(id)] {
        assert_eq!(
            desk.state.possible(&act),
            Err(Message::NothingOpen),
            "{act:?}"
        );
    }
}

#[test]
fn while_a_change_is_running_no_other_begins_and_nothing_is_read() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::RunWizard);
    for act in [
        Act::Refresh,
        Act::Create,
        Act::Remove(address(FABRIKAM)),
        Act::CheckAgain(PlanId("x".to_owned())),
    ] {
        assert_eq!(
            desk.state.possible(&act),
            Err(Message::OtherChangeRunning),
            "{act:?}"
        );
    }
    desk.quiet(Intent::Refresh);
    desk.answer(effects);
    assert_eq!(desk.state.possible(&Act::Create), Ok(()));
}

#[test]
fn waiting_shows_how_long_and_can_be_stopped() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::StopWaiting);
    desk.wizard_to_review(NEW);
    desk.send(Intent::RunWizard);
    desk.event(Event::RunProgressed(Progress::Waiting {
        step: 0,
        elapsed: secs(6),
        limit: secs(120),
        message: None,
        seen: Box::default(),
    }));
    let run = desk.state.run.as_ref().unwrap();
    let waiting = run.waiting.as_ref().unwrap();
    assert_eq!((waiting.elapsed, waiting.limit), (secs(6), secs(120)));
    let effects = desk.send(Intent::StopWaiting);
    assert!(matches!(effects.as_slice(), [Effect::CancelRun]));
    assert!(desk.state.run.as_ref().unwrap().is_stopping);
    assert!(desk.state.is_running(), "it is over when its end arrives");
}

#[test]
fn an_end_that_could_not_be_written_down_is_told() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let record = run_of(&desk.send(Intent::RunWizard));
    desk.event(Event::RunEnded(RunEnd {
        record,
        journal_error: Some(failure(PortErrorKind::File)),
    }));
    let run = desk.state.run.as_ref().unwrap();
    assert_eq!(run.journal_error, Some(failure(PortErrorKind::File)));
    assert!(run.is_over);
}

#[test]
fn a_fault_is_for_one_change_and_never_waits_unseen() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::SetLabFault(Some(LabFault::Refuse)));
    desk.answer(effects);
    desk.create(NEW);
    let run = desk.state.run.as_ref().unwrap();
    assert_eq!(run.record.status(), StepStatus::Failed);
    assert_eq!(desk.state.lab_fault, None);

    let effects = desk.send(Intent::SetLabFault(Some(LabFault::Refuse)));
    desk.answer(effects);
    let effects = desk.send(Intent::UseLab);
    desk.answer(effects);
    assert_eq!(desk.state.lab_fault, None);
    desk.create(NEW);
    let run = desk.state.run.as_ref().unwrap();
    assert_eq!(run.record.status(), StepStatus::Done);
}

#[test]
fn what_is_handed_over_can_be_done_by_somebody_else_in_the_lab_only() {
    let stage = Stage::new();
    let mut request = stage.request(&Way::DeleteAccount);
    request.hand = Hand::Operator;
    let record = PlanRecord::new(stage.plan_of(request).unwrap());
    let mut steps = record.plan.steps.iter();
    let freeing = steps
        .position(|step| matches!(step.act, plan::Act::FreeAddress { .. }))
        .unwrap();
    let waiting_at = |step| ActiveRun {
        record: record.clone(),
        waiting: Some(Waiting {
            step,
            elapsed: secs(6),
            limit: secs(120),
            message: Some(Message::StepHandedOver),
            seen: Box::default(),
        }),
        is_stopping: false,
        is_over: false,
        journal_error: None,
    };
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::ActAsOperator);
    desk.state.run = Some(waiting_at(freeing + 1));
    desk.quiet(Intent::ActAsOperator);
    desk.state.run = Some(waiting_at(freeing));
    let effects = desk.send(Intent::ActAsOperator);
    assert!(
        matches!(
            effects.as_slice(),
            [Effect::ActInLab(Deed::Directory(
                DirectoryChange::DeleteAccount { .. }
            ))]
        ),
        "{effects:?}"
    );
    let mut live = Desk::on_live();
    live.state.run = Some(waiting_at(freeing));
    live.quiet(Intent::ActAsOperator);
}

#[test]
fn the_labs_directory_is_set_up_and_read_again() {
    let mut desk = Desk::on_lab();
    let settings = LabDirectorySettings {
        has_recycle_bin: false,
        ..LabDirectorySettings::default()
    };
    let effects = desk.send(Intent::SetLabDirectory(settings));
    desk.answer(effects);
    assert_eq!(desk.state.lab_directory, settings);
    assert!(!desk.lab.has_recycle_bin());
    let effects = desk.send(Intent::OpenDirectory);
    desk.answer(effects);
    let shown = |desk: &Desk| {
        let reading = desk.state.directory.reading.value();
        reading.map(|reading| reading.recycle_bin.clone())
    };
    assert_eq!(shown(&desk), Some(Ok(false)));
    let effects = desk.send(Intent::SetLabDirectory(LabDirectorySettings::default()));
    desk.answer(effects);
    assert_eq!(shown(&desk), Some(Ok(true)));
}

// Closing

#[test]
fn closing_quits_at_once_when_nothing_is_running() {
    let mut desk = Desk::on_lab();
    for intent in [
        Intent::RequestClose,
        Intent::CloseAnyway,
        Intent::CloseWhenDone,
    ] {
        let effects = desk.send(intent);
        assert!(matches!(effects.as_slice(), [Effect::Quit]));
    }
}

#[test]
fn closing_while_a_change_is_running_asks_first() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    let effects = desk.send(Intent::RunWizard);
    desk.quiet(Intent::RequestClose);
    assert!(matches!(desk.state.dialog, Some(Dialog::Close)));
    // Staying is possible.
    desk.quiet(Intent::CloseDialog);
    assert!(desk.state.dialog.is_none());
    desk.quiet(Intent::RequestClose);
    desk.quiet(Intent::CloseWhenDone);
    assert!(desk.state.dialog.is_none());
    assert!(desk.state.is_running());
    let [Effect::RunPlan(record)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let end = desk.run_plan(record).pop().unwrap();
    let effects = desk.event(end);
    assert!(matches!(effects.as_slice(), [Effect::Quit]), "{effects:?}");
}

#[test]
fn the_dialog_of_a_running_change_comes_back_behind_the_question_about_closing() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::AskToRemove(address(FABRIKAM)));
    desk.quiet(Intent::TypeConfirmation(FABRIKAM.to_owned()));
    desk.send(Intent::RunDialogPlan);
    for _ in 0..2 {
        desk.quiet(Intent::RequestClose);
    }
    assert!(matches!(desk.state.dialog, Some(Dialog::Close)));
    desk.quiet(Intent::CloseDialog);
    assert_eq!(desk.plan_stage(), PlanStage::Run);
}

#[test]
fn closing_anyway_quits_with_the_outcome_open() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    desk.send(Intent::RunWizard);
    let effects = desk.send(Intent::CloseAnyway);
    assert!(matches!(effects.as_slice(), [Effect::Quit]));
}

// Panics and files

#[test]
fn a_panic_in_a_worker_ends_what_it_did_and_the_journal_is_read() {
    let mut desk = Desk::on_lab();
    desk.wizard_to_review(NEW);
    desk.send(Intent::RunWizard);
    desk.quiet(Intent::CloseWhenDone);
    let effects = desk.event(Event::WorkerPanicked(JobName::Session));
    assert!(matches!(effects.as_slice(), [Effect::ReadJournal { .. }]));
    assert!(!desk.state.is_running());
    assert_eq!(desk.step(), WizardStep::Result);
    let notes: Vec<_> = desk.state.notes.iter().map(|note| &note.kind).collect();
    assert!(notes.contains(&&NoteKind::WorkerPanicked(JobName::Session)));
    assert!(
        !desk.state.close_when_done,
        "the window stays, so that this is seen, and no later change closes it"
    );
}

#[test]
fn a_panic_leaves_nothing_loading_for_ever() {
    let mut desk = Desk::on_lab();
    desk.send(Intent::Refresh);
    desk.quiet(Intent::OpenWizard {
        pool: Some(fqdn(SEOUL)),
    });
    desk.quiet(Intent::WizardNext);
    desk.quiet(Intent::EditWizard(WizardEdit::Address(NEW.to_owned())));
    desk.send(Intent::WizardNext);
    assert!(desk.wizard().is_checking());
    desk.event(Event::WorkerPanicked(JobName::Session));
    assert!(!desk.wizard().is_checking());
    assert!(!desk.state.inventory.is_loading());
    assert!(desk.state.inventory.error().is_some());
    assert_eq!(desk.state.endpoints.rows.cells().len(), 4);
}

#[test]
fn a_panic_of_another_worker_is_only_told() {
    for job in [JobName::Files, JobName::FileDialog] {
        let mut desk = Desk::on_lab();
        desk.wizard_to_review(NEW);
        desk.send(Intent::RunWizard);
        let effects = desk.event(Event::WorkerPanicked(job));
        assert!(effects.is_empty());
        assert!(desk.state.is_running());
        assert_eq!(desk.state.notes.len(), 1);
    }
}

#[test]
fn what_could_not_be_saved_is_told_and_can_be_dismissed() {
    let mut desk = Desk::on_lab();
    desk.event(Event::SettingsSaved(Err(failure(PortErrorKind::File))));
    desk.event(Event::ProfilesSaved(Err(failure(PortErrorKind::File))));
    let numbers: Vec<u64> = desk.state.notes.iter().map(|note| note.number).collect();
    assert_eq!(numbers.len(), 2);
    assert_ne!(numbers[0], numbers[1]);
    desk.quiet(Intent::DismissNote(numbers[0]));
    let left: Vec<u64> = desk.state.notes.iter().map(|note| note.number).collect();
    assert_eq!(left, numbers[1..]);
}

// Lists and languages

#[test]
fn selected_rows_are_copied_for_a_spreadsheet_with_their_headings() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::Endpoints(TableEvent::Select {
        row: FABRIKAM.to_owned(),
        how: Select::Only,
    }));
    assert_eq!(desk.state.endpoints.selected(), Some(FABRIKAM));
    let effects = desk.send(Intent::Endpoints(TableEvent::Copy));
    let [Effect::Copy(text)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(
        text,
        "SIP address\tDisplay name\tPool\tOrigin\n\
         sip:ocschat@fabrikam.com\tPersistent Chat (Fabrikam)\tpchat-tokyo.contoso.com\tLegacy\n"
    );
    assert!(desk.state.notes.iter().any(|n| n.kind == NoteKind::Copied));
    // The same note twice would only be noise.
    desk.send(Intent::Endpoints(TableEvent::Copy));
    assert_eq!(desk.state.notes.len(), 1);
}

#[test]
fn server_text_is_copied_as_one_cell_and_never_as_a_formula() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::Refresh);
    let mut facts = desk.reading();
    facts.endpoints.truncate(1);
    facts.endpoints[0].display_name = Some("=HYPERLINK(\"x\")\ta\nb\u{202e}c".to_owned());
    let key = facts.endpoints[0].sip_address.folded().to_owned();
    desk.event(Event::InventoryRead {
        request: inventory_request(&effects),
        result: Ok(facts),
    });
    desk.quiet(Intent::Endpoints(TableEvent::Select {
        row: key,
        how: Select::Only,
    }));
    let effects = desk.send(Intent::Endpoints(TableEvent::Copy));
    let [Effect::Copy(text)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text:?}");
    let cells: Vec<&str> = lines[1].split('\t').collect();
    assert_eq!(cells.len(), 4, "{text:?}");
    assert!(cells[1].starts_with('\''), "{text:?}");
    assert!(!text.contains('\u{202e}'), "{text:?}");
}

#[test]
fn a_filtered_out_row_is_in_no_copy_and_nothing_selected_is_no_copy_of_rows() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::Endpoints(TableEvent::SelectAll));
    desk.quiet(Intent::Endpoints(TableEvent::SetQuery(
        "ｆａｂｒｉｋａｍ".to_owned(),
    )));
    let effects = desk.send(Intent::Endpoints(TableEvent::Copy));
    let [Effect::Copy(text)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(text.lines().count(), 2, "{text}");
    desk.quiet(Intent::Copy(String::new()));
}

#[test]
fn another_language_rebuilds_the_rows_and_keeps_selection_and_search() {
    let mut desk = Desk::on_lab();
    desk.create(NEW);
    desk.quiet(Intent::Endpoints(TableEvent::Select {
        row: FABRIKAM.to_owned(),
        how: Select::Only,
    }));
    let last_cells = |desk: &Desk| {
        let rows = desk.state.endpoints.rows.cells();
        rows.iter()
            .map(|cells| cells[3].clone())
            .collect::<Vec<_>>()
    };
    assert!(last_cells(&desk).contains(&"Legacy".to_owned()));
    for (language, legacy, done) in [
        (Language::Korean, "레거시", "완료"),
        (Language::Japanese, "レガシー", "完了"),
        (Language::English, "Legacy", "Done"),
    ] {
        let effects = desk.send(Intent::SetLanguage(Some(language)));
        assert!(
            matches!(effects.as_slice(), [Effect::SaveSettings(s)] if s.language == Some(language))
        );
        assert_eq!(desk.state.localizer.language(), language);
        assert!(
            last_cells(&desk).contains(&legacy.to_owned()),
            "{language:?}"
        );
        assert_eq!(desk.state.journal_list.rows.cells()[0][3], done);
        assert_eq!(desk.state.endpoints.selected(), Some(FABRIKAM));
    }
    // Following the system again.
    desk.send(Intent::SetLanguage(Some(Language::Korean)));
    let effects = desk.send(Intent::SetLanguage(None));
    assert!(matches!(effects.as_slice(), [Effect::SaveSettings(s)] if s.language.is_none()));
    assert_eq!(desk.state.localizer.language(), Language::English);
}

#[test]
fn a_language_asked_for_wins_over_the_settings_and_those_over_the_system() {
    let language = |settings: Option<Language>, asked: Option<Language>| {
        let settings = Settings {
            language: settings,
            ..Settings::default()
        };
        let state = State::new(
            localizers(),
            Language::Korean,
            asked,
            settings,
            Profiles::default(),
            Places::default(),
        );
        state.localizer.language()
    };
    assert_eq!(language(None, None), Language::Korean);
    assert_eq!(language(Some(Language::Japanese), None), Language::Japanese);
    assert_eq!(
        language(Some(Language::Japanese), Some(Language::English)),
        Language::English
    );
}

#[test]
fn a_theme_is_kept_and_pages_are_shown() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::SetTheme(Theme::Dark));
    assert!(matches!(effects.as_slice(), [Effect::SaveSettings(s)] if s.theme == Theme::Dark));
    for page in Page::ALL {
        desk.quiet(Intent::Navigate(page));
        assert_eq!(desk.state.page, page);
    }
}

#[test]
fn a_damaged_journal_is_shown_as_far_as_it_is_believable() {
    let mut desk = Desk::on_lab();
    desk.create(NEW);
    let bytes = desk.store.bytes();
    let journal = plan::Journal::read(&[crate::support::journal_file(
        "cut.journal",
        &bytes[..bytes.len() - 10],
    )]);
    let view = JournalView::new(&journal, None);
    assert_eq!(view.damages.len(), 1);
    assert_eq!(view.plans.len(), 1);
    assert_eq!(view.plans[0].record.status(), StepStatus::Interrupted);
    assert_eq!(view.plans[0].who.os_user, "CONTOSO\\operator");
    desk.journal_arrives(Ok(view));
    assert_eq!(desk.state.journal_list.rows.cells()[0][3], "Interrupted");
    // A journal that cannot be read keeps the one in view.
    desk.journal_arrives(Err(failure(PortErrorKind::File)));
    assert_eq!(desk.state.journal_list.rows.cells().len(), 1);
    assert!(desk.state.journal.error().is_some());
}

#[test]
fn plans_are_listed_newest_first() {
    let mut desk = Desk::on_lab();
    let first = desk.create(NEW);
    desk.clock.advance(secs(60));
    let second = desk.create("sip:second@contoso.com");
    let view = desk.state.journal.value().unwrap();
    let ids: Vec<_> = view
        .plans
        .iter()
        .map(|entry| &entry.record.plan.id)
        .collect();
    assert_eq!(ids, [&second, &first]);
}

// Rights, servers, and the test of a connection

fn rights(held: &[&str]) -> Rights {
    Rights {
        commands: Ok(held.iter().map(|name| (*name).to_owned()).collect()),
        roles: Ok(Vec::new()),
    }
}

/// The account's rights are read again, and this is the answer.
fn rights_arrive(desk: &mut Desk, rights: &Rights) {
    let effects = desk.send(Intent::UseLab);
    let session = session_of(&effects);
    let effects = desk.event(Event::Connected {
        session,
        result: Ok(desk.lab.connection()),
    });
    for effect in effects {
        if let Effect::ReadRights { request } = effect {
            desk.event(Event::RightsRead {
                request,
                result: Ok(rights.clone()),
            });
        } else {
            desk.answer(vec![effect]);
        }
    }
}

#[test]
fn a_missing_right_is_a_reason_before_the_session_is_opened_to_changes() {
    let mut desk = Desk::on_lab();
    rights_arrive(&mut desk, &rights(&["Remove-CsPersistentChatEndpoint"]));
    let no_right = |cmdlet: &str| {
        Err(Message::NoRight {
            cmdlet: cmdlet.to_owned(),
            roles: vec!["CsPersistentChatAdministrator".to_owned()],
        })
    };
    let create = no_right("New-CsPersistentChatEndpoint");
    let fabrikam = || address(FABRIKAM);
    assert_eq!(desk.state.possible(&Act::Create), create);
    assert_eq!(desk.state.possible(&Act::Replace(fabrikam())), create);
    assert_eq!(desk.state.possible(&Act::Remove(fabrikam())), Ok(()));
    let effects = desk.send(Intent::MakeReadOnly);
    desk.answer(effects);
    assert_eq!(desk.state.possible(&Act::Create), create);
    assert_eq!(
        desk.state.possible(&Act::Remove(fabrikam())),
        Err(Message::ReadOnlySession)
    );
}

#[test]
fn rights_of_the_session_before_say_nothing_about_the_new_one() {
    let mut desk = Desk::on_lab();
    rights_arrive(&mut desk, &rights(&[]));
    assert!(desk.state.possible(&Act::Create).is_err());
    let effects = desk.send(Intent::UseLab);
    let session = session_of(&effects);
    desk.event(Event::Connected {
        session,
        result: Ok(desk.lab.connection()),
    });
    assert!(desk.state.rights.value().is_none());
}

#[test]
fn an_undo_needs_the_right_to_what_it_would_run() {
    let mut desk = Desk::on_lab();
    let id = desk.create(NEW);
    rights_arrive(&mut desk, &rights(&["New-CsPersistentChatEndpoint"]));
    assert!(matches!(
        desk.state.possible(&Act::Undo(id)),
        Err(Message::NoRight { cmdlet, .. }) if cmdlet == "Remove-CsPersistentChatEndpoint"
    ));
}

fn tokyo() -> pchat_console::domain::Fqdn {
    fqdn("pchat-tokyo.contoso.com")
}

fn chat_on(server: &str) -> (String, String) {
    (server.to_owned(), "LABCHAT".to_owned())
}

#[test]
fn a_service_is_neither_started_nor_stopped_before_its_server_was_read() {
    let mut desk = Desk::on_lab();
    let (server, service) = chat_on("pc11.contoso.com");
    desk.quiet(Intent::AskToStop {
        server: server.clone(),
        service,
    });
    assert_eq!(desk.refused(), Some(&Message::ServerNotRead { server }));
}

#[test]
fn what_runs_already_is_not_started_and_what_is_not_chat_s_is_not_touched() {
    let mut desk = Desk::on_lab();
    let effects = desk.send(Intent::ReadPool(tokyo()));
    desk.answer(effects);
    let (server, service) = chat_on("PC11.contoso.com");
    assert_eq!(
        desk.state.possible(&Act::StartService {
            server: server.clone(),
            service: service.clone()
        }),
        Err(Message::ServiceRunsAlready { service })
    );
    let service = "W3SVC".to_owned();
    assert_eq!(
        desk.state.possible(&Act::StopService {
            server,
            service: service.clone()
        }),
        Err(Message::ServiceNotPicked { service })
    );
}

#[test]
fn a_service_without_a_role_is_stopped_only_after_a_person_picked_it() {
    let mut desk = Desk::on_lab();
    desk.lab.set_role_names(false);
    let effects = desk.send(Intent::ReadPool(tokyo()));
    desk.answer(effects);
    let (server, service) = chat_on("pc11.contoso.com");
    let stop = Act::StopService {
        server: server.clone(),
        service: service.clone(),
    };
    assert_eq!(
        desk.state.possible(&stop),
        Err(Message::ServiceNotPicked {
            service: service.clone()
        })
    );
    desk.quiet(Intent::PickService {
        server,
        service,
        is_chat: true,
    });
    assert_eq!(desk.state.possible(&stop), Ok(()));
}

#[test]
fn only_the_newest_reading_of_a_pool_counts() {
    let mut desk = Desk::on_lab();
    let first = desk.send(Intent::ReadPool(tokyo()));
    let second = desk.send(Intent::ReadPool(tokyo()));
    desk.answer(second);
    let [Effect::ReadPool { request, pool }] = first.as_slice() else {
        panic!("a pool was asked for");
    };
    desk.event(Event::PoolRead {
        request: *request,
        pool: pool.clone(),
        result: Err(failure(PortErrorKind::Timeout)),
    });
    let reading = desk.state.servers.of(&tokyo()).unwrap();
    assert!(reading.is_fresh());
}

#[test]
fn a_recorded_connection_says_where_its_file_is_and_the_switch_is_not_saved() {
    let mut desk = Desk::on_lab();
    desk.quiet(Intent::SetRecording(true));
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::Connect);
    let session = session_of(&effects);
    assert!(matches!(
        effects.as_slice(),
        [Effect::Connect { dial, .. }] if dial.recording == Recording::DataFolder
    ));
    desk.event(Event::TranscriptStarted {
        session,
        path: "/data/transcripts/one.txt".into(),
    });
    assert_eq!(
        desk.state.recording.file.as_deref(),
        Some(std::path::Path::new("/data/transcripts/one.txt"))
    );
}

#[test]
fn closing_the_dialog_ends_the_test_in_it() {
    let mut desk = Desk::on_lab();
    desk.fill_in("fe01.contoso.com");
    let effects = desk.send(Intent::TestConnection);
    assert!(matches!(
        effects.as_slice(),
        [Effect::TestConnection { dial, .. }] if dial.recording == Recording::Off
    ));
    let effects = desk.send(Intent::CloseDialog);
    assert!(matches!(effects.as_slice(), [Effect::CancelTest]));
    assert!(desk.state.dialog.is_none());
}
