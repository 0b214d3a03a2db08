//! The directory beside the session in the application model: what belongs to whom, and which answers count.

use std::sync::Arc;

use pchat_console::console::{
    Act, Dialog, DirectoryEdit, Effect, Event, Input, Intent, JobName, NoteKind, State, WizardEdit,
    WizardStep, update,
};
use pchat_console::domain::{
    Access, AddressHolders, Check, CheckKind, Message, Profiles, Secret, SipUri, Verdict,
};
use pchat_console::lab::{Lab, LabDirectory};
use pchat_console::ports::{Clock as _, Deployment as _, Directory as _, PortErrorKind};

use crate::support::{TestClock, address, call, failure, fqdn, lab, new_state};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const FREE: &str = "sip:nobody@contoso.com";
const CANARY: &str = "canary-p4ssw0rd";

/// The console, and a lab that answers when the test lets it.
struct Desk {
    state: State,
    lab: Lab,
    directory: LabDirectory,
    clock: Arc<TestClock>,
}

impl Desk {
    /// On the lab, which was read, with its directory.
    fn on_lab() -> Self {
        let (lab, clock) = lab();
        let mut desk = Self {
            state: new_state(),
            directory: lab.directory(),
            lab,
            clock,
        };
        let effects = desk.send(Intent::UseLab);
        desk.answer(effects);
        desk
    }

    fn send(&mut self, intent: Intent) -> Vec<Effect> {
        update(&mut self.state, Input::Intent(intent), self.clock.now())
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        let event = Input::Event(Box::new(event));
        update(&mut self.state, event, self.clock.now())
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Some(event) = self.carry_out(effect) {
                let effects = self.event(event);
                self.answer(effects);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::ConnectLab { session } => Event::Connected {
                session,
                result: Ok(self.lab.connection()),
            },
            Effect::ConnectLabDirectory { session } | Effect::ConnectDirectory { session, .. } => {
                Event::DirectoryConnected {
                    session,
                    result: Ok(self.directory.connection()),
                }
            }
            Effect::ReadInventory { request } => Event::InventoryRead {
                request,
                result: self.lab.inventory(&call()),
            },
            Effect::ReadHolders { request, address } => Event::HoldersRead {
                request,
                result: self.lab.holders(&address, &call()),
            },
            Effect::ReadDirectory { request } => Event::DirectoryRead {
                request,
                result: self.directory.reading(&call()),
            },
            Effect::FindHolders { request, address } => Event::HoldersFound {
                request,
                result: self.directory.holders(&address, &call()),
            },
            _ => return None,
        })
    }

    /// Asks who holds an address and keeps the question.
    fn ask(&mut self, typed: &str) -> (u64, SipUri) {
        self.send(Intent::TypeHolderAddress(typed.to_owned()));
        match self.send(Intent::FindHolders).as_slice() {
            [Effect::FindHolders { request, address }] => (*request, address.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn found(&self) -> Option<&AddressHolders> {
        let answer = self.state.directory.search.answer.value();
        answer.map(AsRef::as_ref)
    }

    fn refused(&self) -> Option<&Message> {
        let mut notes = self.state.notes.iter().rev();
        notes.find_map(|note| match &note.kind {
            NoteKind::Refused(message) => Some(message),
            _ => None,
        })
    }

    fn check(&self, kind: CheckKind) -> &Check {
        let wizard = self.state.wizard.as_deref().expect("the wizard is open");
        let mut checks = wizard.checks.iter();
        checks.find(|check| check.kind == kind).unwrap()
    }

    /// Goes to the wizard's checks of an address.
    fn wizard(&mut self, typed: &str) -> Vec<Effect> {
        self.send(Intent::OpenWizard {
            pool: Some(fqdn("pchat-seoul.contoso.com")),
        });
        self.send(Intent::WizardNext);
        self.send(Intent::EditWizard(WizardEdit::Address(typed.to_owned())));
        let effects = self.send(Intent::WizardNext);
        let wizard = self.state.wizard.as_deref().unwrap();
        assert_eq!(wizard.step, WizardStep::Checks);
        effects
    }
}

#[test]
fn the_lab_starts_whole() {
    let desk = Desk::on_lab();
    let connection = desk.state.directory().unwrap();
    assert_eq!(connection.forest, "contoso.com");
    assert!(desk.state.directory.reading.is_fresh());
    assert_eq!(desk.state.directory.controllers.rows.cells().len(), 3);
}

#[test]
fn what_the_session_may_do_is_told_with_each_directory() {
    let mut desk = Desk::on_lab();
    desk.send(Intent::DisconnectDirectory);
    let asked = desk.send(Intent::OpenDirectory);
    let [Effect::ConnectLabDirectory { session }] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    let effects = desk.event(Event::DirectoryConnected {
        session: *session,
        result: Ok(desk.directory.connection()),
    });
    assert!(
        matches!(
            effects.as_slice(),
            [
                Effect::AdoptDirectory { .. },
                Effect::SetAccess(Access::Changes),
                Effect::ReadDirectory { .. }
            ]
        ),
        "{effects:?}"
    );
}

#[test]
fn only_the_answer_to_the_newest_question_counts() {
    let mut desk = Desk::on_lab();
    let (first, held) = desk.ask(LOOKUP);
    let (second, free) = desk.ask(FREE);
    for (request, asked) in [(second, free), (first, held)] {
        let result = desk.directory.holders(&asked, &call());
        desk.event(Event::HoldersFound { request, result });
    }
    assert_eq!(desk.found().unwrap().address, address(FREE));
}

#[test]
fn a_failure_keeps_the_answer_and_a_panic_ends_the_waiting() {
    let mut desk = Desk::on_lab();
    let (request, asked) = desk.ask(LOOKUP);
    let result = desk.directory.holders(&asked, &call());
    desk.event(Event::HoldersFound { request, result });
    let (request, _) = desk.ask(LOOKUP);
    assert!(desk.found().is_some(), "the same question keeps its answer");
    let result = Err(failure(PortErrorKind::Timeout));
    desk.event(Event::HoldersFound { request, result });
    assert!(desk.found().is_some());
    desk.ask(LOOKUP);
    desk.send(Intent::ReadDirectory);
    desk.event(Event::WorkerPanicked(JobName::Session));
    let directory = &desk.state.directory;
    assert!(!directory.search.answer.is_loading() && !directory.reading.is_loading());
    assert!(desk.found().is_some() && directory.reading.value().is_some());
}

#[test]
fn leaving_a_directory_forgets_what_it_said_and_another_session_has_its_own() {
    let mut desk = Desk::on_lab();
    let (request, asked) = desk.ask(LOOKUP);
    let effects = desk.send(Intent::DisconnectDirectory);
    assert!(matches!(effects.as_slice(), [Effect::DisconnectDirectory]));
    assert_eq!(desk.state.directory(), Err(Message::DirectoryNotConnected));
    assert!(desk.state.directory.reading.value().is_none());
    // The answer that was on the way is about a directory that was left.
    let result = desk.directory.holders(&asked, &call());
    desk.event(Event::HoldersFound { request, result });
    assert!(desk.found().is_none());
    assert_eq!(desk.state.directory.search.typed, LOOKUP);
    desk.send(Intent::FindHolders);
    assert_eq!(desk.refused(), Some(&Message::DirectoryNotConnected));

    let effects = desk.send(Intent::UseLab);
    desk.answer(effects);
    assert!(desk.state.directory().is_ok());
}

#[test]
fn a_directory_that_is_being_opened_is_let_go_when_the_session_changes() {
    let mut desk = Desk::on_lab();
    desk.send(Intent::DisconnectDirectory);
    let late = desk.send(Intent::OpenDirectory);
    let effects = desk.send(Intent::UseLab);
    let [Effect::ConnectLab { session }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let effects = desk.event(Event::Connected {
        session: *session,
        result: Ok(desk.lab.connection()),
    });
    let cancels = |effect: &Effect| matches!(effect, Effect::CancelConnectDirectory);
    assert!(effects.iter().any(cancels), "{effects:?}");
    desk.answer(late);
    assert!(desk.state.directory().is_err(), "nobody waits for it");
    desk.answer(effects);
    assert!(desk.state.directory().is_ok());
}

#[test]
fn a_directory_is_neither_connected_nor_left_while_a_change_is_running() {
    let mut desk = Desk::on_lab();
    let effects = desk.wizard("sip:persistentchat@contoso.com");
    desk.answer(effects);
    desk.send(Intent::WizardNext);
    let run = desk.send(Intent::RunWizard);
    assert!(matches!(run.as_slice(), [Effect::RunPlan(_)]));
    assert_eq!(
        desk.state.possible(&Act::ConnectDirectory),
        Err(Message::OtherChangeRunning)
    );
    assert!(desk.send(Intent::DisconnectDirectory).is_empty());
    assert!(desk.state.directory().is_ok());
    assert_eq!(desk.refused(), Some(&Message::OtherChangeRunning));
}

#[test]
fn the_wizard_asks_the_directory_beside_the_cmdlets() {
    let mut desk = Desk::on_lab();
    let effects = desk.wizard("sip:persistentchat@contoso.com");
    assert!(matches!(
        effects.as_slice(),
        [Effect::ReadHolders { .. }, Effect::FindHolders { .. }]
    ));
    desk.answer(effects);
    assert_eq!(desk.check(CheckKind::Directory).verdict, Verdict::Passed);

    desk.send(Intent::CloseWizard);
    let effects = desk.wizard(LOOKUP);
    desk.answer(effects);
    for kind in [CheckKind::Holders, CheckKind::Directory] {
        assert_eq!(desk.check(kind).verdict, Verdict::Failed, "{kind:?}");
    }
}

#[test]
fn without_a_directory_the_wizard_says_so_and_goes_on() {
    let mut desk = Desk::on_lab();
    desk.send(Intent::DisconnectDirectory);
    let effects = desk.wizard("sip:persistentchat@contoso.com");
    assert!(matches!(effects.as_slice(), [Effect::ReadHolders { .. }]));
    desk.answer(effects);
    let check = desk.check(CheckKind::Directory);
    assert_eq!(check.verdict, Verdict::NotChecked);
    assert_eq!(check.messages, [Message::DirectoryNotConnected]);
    assert_eq!(desk.state.wizard.as_deref().unwrap().may_go_on(), Ok(()));
}

#[test]
fn a_value_that_was_left_behind_stops_the_wizard() {
    let mut desk = Desk::on_lab();
    let holder = desk.directory.holders(&address(LOOKUP), &call()).unwrap();
    let guid = holder.only().unwrap().guid;
    desk.lab
        .set_proxy_addresses(guid, &["SIP:PersistentChat@contoso.com"]);
    let effects = desk.wizard("sip:persistentchat@contoso.com");
    desk.answer(effects);
    let check = desk.check(CheckKind::Directory);
    assert_eq!(check.verdict, Verdict::Failed);
    assert!(matches!(
        check.messages.as_slice(),
        [Message::LeftBehindInDirectory { .. }]
    ));
}

#[test]
fn the_password_of_a_directory_is_in_no_text_of_the_state() {
    let mut desk = Desk::on_lab();
    desk.send(Intent::DisconnectDirectory);
    // The lab needs no dialog; a session that is not the lab's opens it.
    if let Some(session) = &mut desk.state.session {
        session.connection.source = pchat_console::domain::Source::Live;
    }
    assert!(desk.send(Intent::OpenDirectory).is_empty());
    for edit in [
        DirectoryEdit::Typed(true),
        DirectoryEdit::Server("dc01.contoso.com".to_owned()),
        DirectoryEdit::CurrentUser(false),
        DirectoryEdit::User("CONTOSO\\reader".to_owned()),
        DirectoryEdit::Password(Secret::new(CANARY)),
    ] {
        assert!(!format!("{edit:?}").contains(CANARY));
        desk.send(Intent::EditDirectory(edit));
    }
    assert!(matches!(&desk.state.dialog, Some(Dialog::Directory(_))));
    let effects = desk.send(Intent::ConnectDirectory);
    assert!(matches!(
        effects.as_slice(),
        [Effect::ConnectDirectory { dial, .. }] if dial.access == Access::ReadOnly
    ));
    for text in [format!("{effects:?}"), format!("{:?}", desk.state.dialog)] {
        assert!(!text.contains(CANARY), "{text}");
    }
}

#[test]
fn profiles_saved_before_there_were_directories_are_read_as_they_are() {
    let old = r#"(version: 1, profiles: [(name: "Contoso", uri: "fe01.contoso.com", user: "CONTOSO\\\\admin",
        current_user: false, authentication: Kerberos, ca_file: None, environment: Rehearsal)])"#;
    let read: Profiles = ron::from_str(old).unwrap();
    assert_eq!(read.profiles[0].name, "Contoso");
    assert!(!read.profiles[0].directory.is_set());
    let again: Profiles = ron::from_str(&ron::to_string(&read).unwrap()).unwrap();
    assert_eq!(again, read);
}
