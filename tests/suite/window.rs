//! The window without a window: `ui::show` on a real `State`, with a lab behind it and no threads.
//!
//! [`open`] gives a [`Window`], an `egui_kittest` harness whose state is a [`Console`]. What is clicked becomes
//! intents, `console::update` turns them into effects, and the console answers those at once from a `lab::Lab`
//! with a clock that moves only when somebody waits. So one `window.run()` after a click is the whole loop.
//!
//! * `open(Setup::new(Language::Korean))`: on the lab, read, in light colors, at 1024×768. Other fields of [`Setup`]
//!   start elsewhere; [`Start::Live`] is the same site as a read-only session with a server.
//! * `window.state()` is the console: `.state` is the application's, and there are `.copied`, `.saved`, `.has_quit`.
//! * `window.state_mut().send(intent)` and `.event(event)` go past the pointer.
//! * `.hold = true` leaves effects unanswered, so that what is read stays being read, until `.release()`.
//!   `.hold_readings = true` does so for readings only; `.reading_fails` and `.connecting_fails` answer with an error.
//! * [`keep`] saves a picture when `PCHAT_PICTURES` names a folder, and does nothing otherwise.

#![expect(
    clippy::unwrap_used,
    reason = "a window that cannot be opened ends its test"
)]

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use egui::Vec2;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::tz::{Offset, TimeZone};
use pchat_console::console::{
    ConnectionTest, Dialog, Effect, Event, Input, Intent, JournalView, Places, State, update,
};
use pchat_console::domain::{
    Access, Account, AccountName, AccountRights, AccountState, AddressHolders, Applied, Change,
    ChatTest, ChatTestResult, Connection, Controller, ControllerSighting, DeploymentReading,
    DirectoryChange, DirectoryConnection, DirectoryReading, Endpoint, Environment, Fqdn, Holders,
    Inventory, Language, LyncAccount, Moment, ObjectGuid, PoolReading, Preview, Profiles, Readable,
    Replica, Rights, Settings, SipUri, Source, Theme, WindowsService,
};
use pchat_console::lab::{Lab, LabDirectory, MemoryJournal};
use pchat_console::localization::Localizers;
use pchat_console::plan::{self, Deed, JournalWriter, Limits, PlanRecord, Progress, RunEnd};
use pchat_console::ports::{
    Call, Cancel, Clock, Deployment, Directory, JournalFile, PortError, PortErrorKind, PortResult,
};
use pchat_console::ui;
use pchat_console::ui::fonts::{self, FontOrder};
use pchat_console::ui::theme;

use super::migration_stage::{Outside, Tee};

/// The window of a test.
pub(crate) type Window = Harness<'static, Console>;

/// What a window starts with.
pub(crate) struct Setup {
    pub(crate) language: Language,
    pub(crate) theme: Theme,
    pub(crate) size: Vec2,
    pub(crate) start: Start,
    /// At least so many pools and endpoints; Contoso as it is when both are 0.
    pub(crate) grown: (usize, usize),
    /// Journal files of earlier runs.
    pub(crate) journal: Vec<JournalFile>,
    pub(crate) profiles: Profiles,
    /// A lab somebody worked with before, with its clock.
    pub(crate) lab: Option<(Lab, Arc<TestClock>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// Nothing is connected.
    Nowhere,
    /// On the lab, which was read.
    Lab,
    /// A read-only session with `fe01.contoso.com`, which was read.
    Live,
}

impl Setup {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            language,
            theme: Theme::Light,
            size: Vec2::new(1024.0, 768.0),
            start: Start::Lab,
            grown: (0, 0),
            journal: Vec::new(),
            profiles: Profiles::default(),
            lab: None,
        }
    }

    #[must_use]
    pub(crate) fn start(mut self, start: Start) -> Self {
        self.start = start;
        self
    }

    #[must_use]
    pub(crate) fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }
}

/// Opens a window and draws it until it rests.
pub(crate) fn open(setup: Setup) -> Window {
    let size = setup.size;
    let mut window = Harness::builder()
        .with_size(size)
        .with_max_steps(30)
        .with_step_dt(1.0 / 60.0)
        .build_ui_state(
            |ui, console: &mut Console| console.show(ui),
            Console::new(setup),
        );
    window.run();
    window
}

/// Saves what the window shows as `<name>.png` in the folder `PCHAT_PICTURES` names.
pub(crate) fn keep(window: &mut Window, name: &str) {
    if let Some(folder) = std::env::var_os("PCHAT_PICTURES") {
        std::fs::create_dir_all(&folder).unwrap();
        let picture = window.render().unwrap();
        picture
            .save(PathBuf::from(folder).join(format!("{name}.png")))
            .unwrap();
    }
}

/// The themes a test that draws everything goes through: both for pictures, else the light one alone.
pub(crate) fn drawn_themes() -> &'static [Theme] {
    if std::env::var_os("PCHAT_PICTURES").is_some() {
        &[Theme::Light, Theme::Dark]
    } else {
        &[Theme::Light]
    }
}

/// An error as a server gives one.
pub(crate) fn failure(kind: PortErrorKind) -> PortError {
    PortError::new(
        kind,
        "Get-CsPersistentChatEndpoint",
        "fe01.contoso.com",
        "WinRM cannot complete the operation.\r\nThe connection to the \u{202e}server\u{202c} was closed.",
    )
}

/// The application and everything outside it.
pub(crate) struct Console {
    pub(crate) state: State,
    pub(crate) lab: Lab,
    pub(crate) clock: Arc<TestClock>,
    /// Leaves effects unanswered.
    pub(crate) hold: bool,
    /// Leaves readings of the deployment and the journal unanswered, and nothing else.
    pub(crate) hold_readings: bool,
    pub(crate) held: Vec<Effect>,
    pub(crate) reading_fails: Option<PortError>,
    /// What the account may do; the lab's own answer when `None`.
    pub(crate) rights_are: Option<Rights>,
    pub(crate) connecting_fails: Option<PortError>,
    pub(crate) copied: Vec<String>,
    pub(crate) saved: Option<Settings>,
    pub(crate) saved_profiles: Option<Profiles>,
    pub(crate) has_quit: bool,
    /// What the file dialog answers.
    pub(crate) picked: Option<PathBuf>,
    /// What the journal's file holds, byte for byte.
    pub(crate) store: MemoryJournal,
    /// What connecting a directory answers instead.
    pub(crate) directory_fails: Option<PortError>,
    deployment: Option<Box<dyn Deployment>>,
    directory: Option<Box<dyn Directory>>,
    /// What somebody does on the lab while a run waits.
    pub(crate) meanwhile: Option<Somebody>,
    /// Ends a run when so many of its steps are satisfied, as the end of the program would.
    pub(crate) stop_after: Option<usize>,
    journal: JournalWriter,
    /// Where a migration's project is.
    pub(crate) outside: Outside,
    /// Several folders of projects, where a test is about them.
    pub(crate) folders: Option<crate::project_folders::Folders>,
    /// The language and theme the context was dressed for.
    dressed: Option<(Language, Theme)>,
}

impl Console {
    fn new(setup: Setup) -> Self {
        let (lab, clock) = setup.lab.unwrap_or_else(|| {
            let clock = Arc::new(TestClock::new());
            let lab = match setup.grown {
                (0, 0) => Lab::contoso(clock.clone()),
                (pools, endpoints) => Lab::grown(clock.clone(), pools, endpoints, 7),
            };
            (lab, clock)
        });
        let zone = TimeZone::fixed(Offset::constant(9));
        let settings = Settings {
            language: Some(setup.language),
            theme: setup.theme,
            ..Settings::default()
        };
        let home = PathBuf::from("/home/operator/.local/share/pchat-console");
        let places = Places {
            settings: home.join("settings.ron"),
            profiles: home.join("profiles.ron"),
            journal: home.join("journal"),
            plans: home.join("plans"),
            log: Some(home.join("log/2026-11-20T140509.log")),
            data_folder: home,
        };
        let state = State::new(
            Localizers::new(&zone),
            Language::English,
            None,
            settings,
            setup.profiles,
            places,
        );
        let store = MemoryJournal::with_files(setup.journal);
        let journal = JournalWriter::new(
            Box::new(store.clone()),
            "CORP\\operator",
            "ADMIN-PC01",
            "test",
        );
        let mut console = Self {
            state,
            lab,
            clock,
            hold: false,
            hold_readings: false,
            held: Vec::new(),
            reading_fails: None,
            rights_are: None,
            connecting_fails: None,
            copied: Vec::new(),
            saved: None,
            saved_profiles: None,
            has_quit: false,
            picked: None,
            store,
            directory_fails: None,
            deployment: None,
            directory: None,
            meanwhile: None,
            stop_after: None,
            journal,
            outside: Outside::default(),
            folders: None,
            dressed: None,
        };
        match setup.start {
            Start::Nowhere => {}
            Start::Lab => console.send(Intent::UseLab),
            Start::Live => console.go_live("Contoso"),
        }
        console
    }

    /// Draws one pass and carries out what it asks for, as the application does.
    fn show(&mut self, ui: &mut egui::Ui) {
        let wanted = (self.state.localizer.language(), self.state.settings.theme);
        if self.dressed != Some(wanted) {
            let order = match wanted.0 {
                Language::Japanese => FontOrder::JapaneseFirst,
                Language::Korean | Language::English => FontOrder::KoreanFirst,
            };
            let colors = match wanted.1 {
                Theme::System => theme::Theme::System,
                Theme::Light => theme::Theme::Light,
                Theme::Dark => theme::Theme::Dark,
            };
            fonts::install(ui.ctx(), order);
            theme::apply(ui.ctx(), colors);
            self.dressed = Some(wanted);
            // Fonts and style reach the next pass, not this one.
            ui.ctx().request_discard("new fonts and colors");
            return;
        }
        // The harness leaves a margin; a window has none.
        let whole = ui.ctx().content_rect();
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(whole));
        ui.set_clip_rect(whole);
        for intent in ui::show(&mut ui, &self.state) {
            self.send(intent);
            ui.ctx().request_repaint();
        }
    }

    /// Connects to the lab's site as if it were a production server, read-only, under a profile's name.
    pub(crate) fn go_live(&mut self, name: &str) {
        self.go_live_as(name, Environment::Production);
    }

    pub(crate) fn go_live_as(&mut self, name: &str, environment: Environment) {
        use pchat_console::console::ConnectEdit;
        use pchat_console::domain::Secret;
        self.send(Intent::OpenConnect);
        for edit in [
            ConnectEdit::Name(name.to_owned()),
            ConnectEdit::Environment(environment),
            ConnectEdit::Uri("fe01.contoso.com".to_owned()),
            ConnectEdit::CurrentUser(false),
            ConnectEdit::User("CORP\\operator".to_owned()),
            ConnectEdit::Password(Secret::new("correct horse")),
        ] {
            self.send(Intent::EditConnect(edit));
        }
        self.send(Intent::Connect);
    }

    pub(crate) fn send(&mut self, intent: Intent) {
        self.put(Input::Intent(intent));
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.put(Input::Event(Box::new(event)));
    }

    /// Answers everything that was held, in order, and holds nothing more.
    pub(crate) fn release(&mut self) {
        self.hold = false;
        self.hold_readings = false;
        for effect in std::mem::take(&mut self.held) {
            self.answer(effect);
        }
    }

    fn put(&mut self, input: Input) {
        let effects = update(&mut self.state, input, self.clock.now());
        for effect in effects {
            let is_reading = matches!(
                effect,
                Effect::ReadInventory { .. } | Effect::ReadJournal { .. }
            );
            if self.hold || self.hold_readings && is_reading {
                self.held.push(effect);
            } else {
                self.answer(effect);
            }
        }
    }

    fn answer(&mut self, effect: Effect) {
        let call = Call::new(Duration::from_mins(1), &Cancel::default());
        let lost = || failure(PortErrorKind::Unreachable);
        match effect {
            Effect::ConnectLab { session } => {
                let deployment = Box::new(self.lab.clone());
                let result = Ok(deployment.connection());
                self.deployment = Some(deployment);
                self.event(Event::Connected { session, result });
            }
            Effect::Connect { session, dial } => {
                let result = if let Some(err) = self.connecting_fails.clone() {
                    Err(err)
                } else {
                    let mut server = Server {
                        lab: self.lab.clone(),
                        uri: dial.uri,
                        account: match dial.account {
                            Account::Named { user, .. } => user,
                            Account::CurrentUser => "CORP\\operator".to_owned(),
                        },
                    };
                    server.set_access(dial.access);
                    let connection = server.connection();
                    self.deployment = Some(Box::new(server));
                    Ok(connection)
                };
                self.event(Event::Connected { session, result });
            }
            Effect::ConnectLabDirectory { session } => {
                let directory = Box::new(self.lab.directory());
                let result = Ok(directory.connection());
                self.directory = Some(directory);
                self.event(Event::DirectoryConnected { session, result });
            }
            Effect::ConnectDirectory { session, dial } => {
                let result = if let Some(err) = self.directory_fails.clone() {
                    Err(err)
                } else {
                    let directory = Box::new(Controlled {
                        lab: self.lab.directory(),
                        account: match dial.account {
                            Account::Named { user, .. } => user,
                            Account::CurrentUser => "CORP\\operator".to_owned(),
                        },
                    });
                    let connection = directory.connection();
                    self.directory = Some(directory);
                    Ok(connection)
                };
                self.event(Event::DirectoryConnected { session, result });
            }
            Effect::DisconnectDirectory => self.directory = None,
            Effect::ReadDirectory { request } => {
                let result = match (&self.reading_fails, &mut self.directory) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(directory)) => directory.reading(&call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::DirectoryRead { request, result });
            }
            Effect::FindHolders { request, address } => {
                let result = match (&self.reading_fails, &mut self.directory) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(directory)) => directory.holders(&address, &call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::HoldersFound { request, result });
            }
            // The harness has one session at a time, and one directory.
            Effect::Adopt { .. }
            | Effect::AdoptDirectory { .. }
            | Effect::CancelConnect
            | Effect::CancelConnectDirectory
            | Effect::CancelRun
            // A test tells the layers itself.
            | Effect::TestConnection { .. } => {}
            Effect::CancelTest => {
                if let Some(request) = self.testing() {
                    self.event(Event::ConnectionTested { request });
                }
            }
            Effect::ReadRights { request } => {
                let result = match (&self.rights_are, &mut self.deployment) {
                    (Some(rights), _) => Ok(rights.clone()),
                    (None, Some(deployment)) => deployment.rights(&call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::RightsRead { request, result });
            }
            Effect::ReadDeployment { request } => {
                let result = match (&self.reading_fails, &mut self.deployment) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(deployment)) => deployment.deployment_reading(&call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::DeploymentRead { request, result });
            }
            Effect::ReadPool { request, pool } => {
                let result = match (&self.reading_fails, &mut self.deployment) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(deployment)) => deployment.pool_reading(&pool, &call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::PoolRead {
                    request,
                    pool,
                    result,
                });
            }
            Effect::SetAccess(access) => {
                if let Some(deployment) = &mut self.deployment {
                    deployment.set_access(access);
                }
                if let Some(directory) = &mut self.directory {
                    directory.set_access(access);
                }
            }
            Effect::ReadInventory { request } => {
                let result = match (&self.reading_fails, &mut self.deployment) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(deployment)) => deployment.inventory(&call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::InventoryRead { request, result });
            }
            Effect::ReadHolders { request, address } => {
                let result = match (&self.reading_fails, &mut self.deployment) {
                    (Some(err), _) => Err(err.clone()),
                    (None, Some(deployment)) => deployment.holders(&address, &call),
                    (None, None) => Err(lost()),
                };
                self.event(Event::HoldersRead { request, result });
            }
            Effect::CaptureAccount { request, address } => {
                let result = match (self.reading_fails.clone(), self.sides()) {
                    (Some(err), _) => Err(err),
                    (None, Some(mut sides)) => plan::capture(&mut sides, &address, &call),
                    (None, None) => Err(lost()),
                };
                let result = result.map(Box::new);
                self.event(Event::AccountCaptured { request, result });
            }
            Effect::SurveySwap { request, question } => {
                let result = match self.sides() {
                    Some(mut sides) => plan::survey(&mut sides, *question, &call),
                    None => Err(lost()),
                };
                let result = result.map(Box::new);
                self.event(Event::SwapSurveyed { request, result });
            }
            Effect::ReadStanding { request, record } => {
                let result = match self.sides() {
                    Some(mut sides) => plan::read_swap(&mut sides, &record, &call),
                    None => Err(lost()),
                };
                let result = result.map(Box::new);
                self.event(Event::StandingRead { request, result });
            }
            Effect::HandOver { record, step } => {
                let connection = record.plan.connection.clone();
                let now = self.clock.now();
                let record =
                    plan::hand_over(&record, step, &connection, &mut self.journal, now).unwrap();
                self.run(&record, plan::run);
            }
            Effect::Preview { request, change } => {
                let result = match &mut self.deployment {
                    Some(deployment) => deployment.preview(&change, &call),
                    None => Err(lost()),
                };
                self.event(Event::Previewed { request, result });
            }
            Effect::RunPlan(record) => self.run(&record, plan::run),
            Effect::Recheck(record) => self.run(&record, plan::recheck),
            Effect::ReadJournal { request } => {
                let result = self.journal.read();
                let result = result.map(|journal| JournalView::new(&journal, None));
                self.event(Event::JournalRead { request, result });
            }
            Effect::SaveSettings(settings) => {
                self.saved = Some(settings);
                self.event(Event::SettingsSaved(Ok(())));
            }
            Effect::SaveProfiles(profiles) => {
                self.saved_profiles = Some(profiles);
                self.event(Event::ProfilesSaved(Ok(())));
            }
            Effect::PickCaFile => self.event(Event::CaFilePicked(self.picked.clone())),
            Effect::Copy(text) => self.copied.push(text),
            Effect::SetLabFault(fault) => {
                self.lab.clear_faults();
                if let Some(fault) = fault {
                    self.lab.inject(fault, 1);
                }
            }
            Effect::ActInLab(deed) => match &deed {
                Deed::Deployment(change) => self.lab.act_as_operator(change).unwrap(),
                Deed::Directory(change) => self.lab.act_as_directory_operator(change).unwrap(),
            },
            Effect::SetLabDirectory(settings) => self.lab.set_directory(settings),
            Effect::Quit => self.has_quit = true,
            other => self.answer_migration(other),
        }
    }

    /// The connection test in view, by the number its answers bear.
    pub(crate) fn testing(&self) -> Option<u64> {
        match &self.state.dialog {
            Some(Dialog::Connect(dialog)) => dialog.test.as_ref().map(ConnectionTest::request),
            _ => None,
        }
    }

    pub(crate) fn sides(&mut self) -> Option<plan::Sides<'_>> {
        let deployment = self.deployment.as_mut()?;
        let directory = self
            .directory
            .as_mut()
            .map(|directory| directory.as_mut() as &mut dyn Directory);
        Some(plan::Sides::new(deployment.as_mut(), directory))
    }

    fn run(&mut self, record: &PlanRecord, engine: Engine) {
        let Some(deployment) = &mut self.deployment else {
            return;
        };
        let mut told = Vec::new();
        let directory = self
            .directory
            .as_mut()
            .map(|directory| directory.as_mut() as &mut dyn Directory);
        let lab = self.lab.clone();
        let mut meanwhile = self.meanwhile.take();
        let stop_after = self.stop_after.take();
        let cancel = Cancel::default();
        let mut log = Tee {
            journal: &mut self.journal,
            kept: Vec::new(),
        };
        let end = engine(
            record,
            &mut plan::Sides::new(deployment.as_mut(), directory),
            &mut log,
            self.clock.as_ref(),
            &cancel,
            Limits::default(),
            &mut |progress| {
                let is_far_enough = |record: &PlanRecord| {
                    let steps = record.steps.iter();
                    let done = steps.filter(|step| step.status.is_satisfied()).count();
                    stop_after.is_some_and(|stop| done >= stop)
                };
                if matches!(&progress, Progress::Changed(record) if is_far_enough(record)) {
                    cancel.cancel();
                }
                if let (Progress::Waiting { .. }, Some(somebody)) = (&progress, &mut meanwhile) {
                    somebody(&lab);
                }
                told.push(progress);
            },
        );
        let kept = log.kept;
        self.meanwhile = meanwhile;
        self.keep_plan(kept);
        for progress in told {
            self.event(Event::RunProgressed(progress));
        }
        self.event(Event::RunEnded(end));
    }
}

/// What somebody else does on the lab.
pub(crate) type Somebody = Box<dyn FnMut(&Lab)>;

/// Sends what a person would want through a control.
pub(crate) fn ask(window: &mut Window, intent: Intent) {
    window.state_mut().send(intent);
    window.run();
}

/// Whether a text stands somewhere on the screen: as a label, a value or a description, or inside a longer one.
pub(crate) fn shows(window: &Window, text: &str) -> bool {
    let mut nodes = window.query_all(egui_kittest::kittest::By::new().predicate(|node| {
        let label = node.label().unwrap_or_default();
        let value = node.value().unwrap_or_default();
        let description = node.data().description().map(str::to_owned);
        [label, value, description.unwrap_or_default()]
            .iter()
            .any(|words| words.contains(text))
    }));
    nodes.next().is_some()
}

/// Clicks the first control of a name; what is out of sight is scrolled to first, as a person does.
pub(crate) fn click(window: &mut Window, role: Role, label: &str) {
    let node = window.get_all_by_role_and_label(role, label).next();
    node.unwrap().scroll_to_me();
    window.run();
    let node = window.get_all_by_role_and_label(role, label).next();
    node.unwrap().click();
    window.run();
}

/// Why a button is off, or nothing when it is on.
pub(crate) fn why_off(window: &Window, button: &str) -> Option<String> {
    let node = window
        .get_all_by_role_and_label(Role::Button, button)
        .next();
    let node = node.unwrap().accesskit_node();
    let reason = node.data().description().unwrap_or_default().to_owned();
    node.is_disabled().then_some(reason)
}

type Engine = fn(
    &PlanRecord,
    &mut plan::Sides<'_>,
    &mut dyn plan::PlanLog,
    &dyn Clock,
    &Cancel,
    Limits,
    &mut dyn FnMut(Progress),
) -> RunEnd;

/// A clock that moves only when somebody waits. It starts on 20 November 2026 at 14:05:09 in Seoul.
pub(crate) struct TestClock(Mutex<Moment>);

impl TestClock {
    fn new() -> Self {
        let start = Moment::try_from("2026-11-20T14:05:09+09:00".to_owned()).unwrap();
        Self(Mutex::new(start))
    }

    pub(crate) fn advance(&self, duration: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.plus(duration);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, duration: Duration, _cancel: &Cancel) {
        self.advance(duration);
    }
}

/// The lab's site behind a connection that says it is a server's.
struct Server {
    lab: Lab,
    uri: String,
    account: String,
}

impl Deployment for Server {
    fn connection(&self) -> Connection {
        Connection {
            source: Source::Live,
            url: self.uri.clone(),
            account: self.account.clone(),
            ..self.lab.connection()
        }
    }

    fn set_access(&mut self, access: Access) {
        self.lab.set_access(access);
    }

    fn inventory(&mut self, call: &Call) -> PortResult<Inventory> {
        let inventory = self.lab.inventory(call)?;
        Ok(Inventory {
            connection: self.connection(),
            ..inventory
        })
    }

    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>> {
        self.lab.endpoint(address, call)
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>> {
        self.lab.holders(address, call)
    }

    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>> {
        self.lab.account(account, call)
    }

    fn rights(&mut self, call: &Call) -> PortResult<Rights> {
        self.lab.rights(call)
    }

    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading> {
        self.lab.pool_reading(pool, call)
    }

    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading> {
        self.lab.deployment_reading(call)
    }

    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>> {
        self.lab.services(server, call)
    }

    fn replicas(
        &mut self,
        replica: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        self.lab.replicas(replica, call)
    }

    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult> {
        self.lab.test_chat(test, call)
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        self.lab.preview(change, call)
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        self.lab.apply(change, call)
    }
}

/// The lab's directory behind a connection that says it is a controller's.
struct Controlled {
    lab: LabDirectory,
    account: String,
}

impl Directory for Controlled {
    fn connection(&self) -> DirectoryConnection {
        let lab = self.lab.connection();
        DirectoryConnection {
            source: Source::Live,
            url: format!("ldaps://{}:636", lab.host),
            account: self.account.clone(),
            ..lab
        }
    }

    fn set_access(&mut self, access: Access) {
        self.lab.set_access(access);
    }

    fn reading(&mut self, call: &Call) -> PortResult<DirectoryReading> {
        let reading = self.lab.reading(call)?;
        Ok(DirectoryReading {
            connection: self.connection(),
            ..reading
        })
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<AddressHolders> {
        self.lab.holders(address, call)
    }

    fn account(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountState> {
        self.lab.account(guid, call)
    }

    fn account_rights(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountRights> {
        self.lab.account_rights(guid, call)
    }

    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        self.lab.sightings(address, controllers, call)
    }

    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()> {
        self.lab.apply(change, call)
    }
}
