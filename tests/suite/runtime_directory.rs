//! From the dialog to a real domain controller and back to the page: the console's state, the runtime's threads and the
//! program's own wiring, with Samba at the other end.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::tz::TimeZone;
use pchat_console::adapters::files::DataFolder;
use pchat_console::console::{Dialog, DirectoryEdit, Input, Intent, Places, State, update};
use pchat_console::domain::{AddressPlace, Language, Profiles, Secret, Settings, Source, Verdict};
use pchat_console::domain::{CheckKind, DirectoryServer};
use pchat_console::localization::Localizers;
use pchat_console::ports::PortErrorKind;
use pchat_console::runtime::Runtime;
use pchat_console::wiring::Wiring;
use tempfile::TempDir;

use crate::directory_servers::Samba;
use crate::support::{fqdn, start};

const LOOKUP: &str = "sip:ocschat@contoso.com";
/// Longer than the slowest sign-in on a busy machine; waiting ends with the answer.
const PATIENCE: Duration = Duration::from_mins(1);

struct Desk {
    state: State,
    runtime: Runtime,
    woken: Receiver<()>,
    _folder: TempDir,
}

impl Desk {
    /// On the lab, whose session passes for a server's, so that a real directory can stand beside it.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::new(Some(folder.path().to_owned())).unwrap();
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let runtime = Runtime::new(
            Arc::new(Wiring::new(data)),
            Arc::new(move || {
                // A test that has ended looks no more.
                wake.lock().unwrap().send(()).ok();
            }),
        );
        let mut desk = Self {
            state: State::new(
                Localizers::new(&TimeZone::UTC),
                Language::English,
                None,
                Settings::default(),
                Profiles::default(),
                Places::default(),
            ),
            runtime,
            woken,
            _folder: folder,
        };
        desk.send(Intent::UseLab);
        desk.until(|state| state.directory().is_ok() && state.inventory.is_fresh());
        desk.send(Intent::DisconnectDirectory);
        if let Some(session) = &mut desk.state.session {
            session.connection.source = Source::Live;
        }
        desk
    }

    fn take(&mut self, input: Input) {
        for effect in update(&mut self.state, input, start()) {
            self.runtime.perform(effect);
        }
    }

    fn send(&mut self, intent: Intent) {
        self.take(Input::Intent(intent));
    }

    fn until(&mut self, is_so: impl Fn(&State) -> bool) {
        while !is_so(&self.state) {
            self.woken
                .recv_timeout(PATIENCE)
                .expect("an answer arrives");
            for event in self.runtime.events() {
                self.take(Input::Event(Box::new(event)));
            }
        }
    }

    /// Fills the dialog in for this controller, found through its domain.
    fn fill_in(&mut self, dc: &Samba, account: &str) {
        self.send(Intent::OpenDirectory);
        for edit in [
            DirectoryEdit::Domain("contoso.com".to_owned()),
            DirectoryEdit::Dns(dc.dns()),
            DirectoryEdit::CurrentUser(false),
            DirectoryEdit::User(dc.user(account)),
            DirectoryEdit::Password(dc.password()),
        ] {
            self.send(Intent::EditDirectory(edit));
        }
        self.send(Intent::SetCaFile(Some(dc.ca_file())));
    }

    fn connect(&mut self) -> Option<PortErrorKind> {
        self.send(Intent::ConnectDirectory);
        self.until(|state| !state.directory.is_connecting());
        match &self.state.dialog {
            Some(Dialog::Directory(dialog)) => dialog.error.as_ref().map(|err| err.kind),
            _ => None,
        }
    }

    fn find(&mut self, typed: &str) {
        self.send(Intent::TypeHolderAddress(typed.to_owned()));
        self.send(Intent::FindHolders);
        self.until(|state| !state.directory.search.answer.is_loading());
    }
}

#[test]
fn a_controller_found_through_its_domain_answers_on_the_page_and_in_the_wizard() {
    let dc = Samba::start(&[]);
    let mut desk = Desk::new();
    desk.fill_in(&dc, "rtcadmin");
    assert_eq!(desk.connect(), None);
    let connection = desk.state.directory().unwrap().clone();
    assert_eq!(connection.source, Source::Live);
    assert_eq!(connection.forest, "contoso.com");
    assert!(connection.url.starts_with("ldap"), "{connection:?}");

    desk.until(|state| !state.directory.reading.is_loading());
    let reading = desk.state.directory.reading.value().unwrap();
    assert_eq!(reading.forest.as_deref(), Some("contoso.com"));
    assert_eq!(desk.state.directory.controllers.rows.cells().len(), 1);

    desk.find("OCSCHAT@contoso.com");
    let answer = desk.state.directory.search.answer.value().unwrap();
    let holder = answer.only().expect("one object holds it");
    assert_ne!(holder.place, AddressPlace::ProxyOnly);

    // The cmdlets of the lab know nothing of this account; the directory does.
    desk.send(Intent::OpenWizard {
        pool: Some(fqdn("pchat-seoul.contoso.com")),
    });
    desk.send(Intent::WizardNext);
    let edit = pchat_console::console::WizardEdit::Address(LOOKUP.to_owned());
    desk.send(Intent::EditWizard(edit));
    desk.send(Intent::WizardNext);
    desk.until(|state| {
        state
            .wizard
            .as_ref()
            .is_some_and(|wizard| !wizard.is_checking())
    });
    let wizard = desk.state.wizard.as_ref().unwrap();
    let check = wizard
        .checks
        .iter()
        .find(|check| check.kind == CheckKind::Directory);
    assert_eq!(check.unwrap().verdict, Verdict::Failed);
}

#[test]
fn a_certificate_of_an_unknown_authority_and_a_wrong_password_are_told_apart_in_the_dialog() {
    let dc = Samba::start(&[]);
    let mut desk = Desk::new();
    desk.fill_in(&dc, "rtcadmin");
    desk.send(Intent::SetCaFile(None));
    assert_eq!(desk.connect(), Some(PortErrorKind::Untrusted));
    desk.send(Intent::SetCaFile(Some(dc.ca_file())));
    let wrong = Secret::new("not the password");
    desk.send(Intent::EditDirectory(DirectoryEdit::Password(wrong)));
    assert_eq!(desk.connect(), Some(PortErrorKind::Unauthenticated));
    let empty = DirectoryEdit::Password(Secret::default());
    desk.send(Intent::EditDirectory(empty));
    desk.send(Intent::ConnectDirectory);
    assert!(!desk.state.directory.is_connecting(), "nothing was sent");
    let right = DirectoryEdit::Password(dc.password());
    desk.send(Intent::EditDirectory(right));
    assert_eq!(desk.connect(), None);
    assert!(desk.state.directory().is_ok());
}

#[test]
fn a_controller_that_does_not_answer_is_not_waited_for_once_it_was_cancelled() {
    let dc = Samba::start(&[]);
    let mut desk = Desk::new();
    desk.fill_in(&dc, "rtcadmin");
    // Typed, so that the name needs no DNS server that does not answer either.
    desk.send(Intent::EditDirectory(DirectoryEdit::Typed(true)));
    let DirectoryServer::Typed(server) = dc.dial("rtcadmin").server else {
        panic!("the tests' servers are typed");
    };
    desk.send(Intent::EditDirectory(DirectoryEdit::Server(server)));
    dc.pause();
    desk.send(Intent::ConnectDirectory);
    assert!(desk.state.directory.is_connecting());
    // The session beside it works on.
    desk.send(Intent::Refresh);
    desk.until(|state| state.inventory.is_fresh());
    desk.send(Intent::CancelConnectDirectory);
    dc.resume();
    assert!(!desk.state.directory.is_connecting());
    assert!(desk.state.directory().is_err());
    // And it can be connected after all.
    assert_eq!(desk.connect(), None);
    assert!(desk.state.directory().is_ok());
}
