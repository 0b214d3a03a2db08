//! The runtime's worker for projects, on real files: opening, writing, watching, losing and closing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pchat_console::adapters::files::Run;
use pchat_console::checklist::{
    OpenMode, Procedure, ProjectDesk, ProjectEntry, ProjectRecord, ProjectStore,
};
use pchat_console::console::{Effect, Event, JobName, ProjectAccess, ProjectFiles};
use pchat_console::domain::{
    Dial, DirectoryDial, Environment, LabAct, LabDeed, LabDirectorySettings, LabFault, LabStage,
    LayerResult, Profiles, RehearsalFault, Settings, Source,
};
use pchat_console::lab::{Lab, MemoryJournal};
use pchat_console::plan::{self, Deed, JournalWriter, Plan, PlanRecord, StepStatus};
use pchat_console::ports::{
    Call, ClientPath, Clock, Deployment, Directory, PortError, PortErrorKind, PortResult,
};
use pchat_console::runtime::{Outside, Runtime};

use crate::project_stage::{made, note, notes, open, operator, rehearsal, reviewer, store};
use crate::support::{TestClock, connection, failure, new_record, spec, start};

/// Long enough for a thread to be scheduled on a busy machine; waiting ends with the answer.
const PATIENCE: Duration = Duration::from_secs(20);

struct World {
    lab: Lab,
    clock: Arc<TestClock>,
    run: Run,
    /// Reading a project's folder panics.
    panics: bool,
    /// A plan that is saved waits for the test's word.
    held_up: Option<Mutex<Receiver<()>>>,
}

impl Outside for World {
    fn open_lab(&self) -> Box<dyn Deployment> {
        Box::new(self.lab.clone())
    }

    fn open_lab_directory(&self) -> Box<dyn Directory> {
        Box::new(self.lab.directory())
    }

    fn set_lab_fault(&self, _fault: Option<LabFault>) {}

    fn set_lab_directory(&self, _settings: LabDirectorySettings) {}

    fn act_in_lab(&self, _deed: &Deed) {}

    fn dial(&self, _dial: &Dial, _call: &Call) -> PortResult<Box<dyn Deployment>> {
        Err(failure(PortErrorKind::Unreachable))
    }

    fn dial_directory(
        &self,
        _dial: &DirectoryDial,
        _call: &Call,
    ) -> PortResult<Box<dyn Directory>> {
        Err(failure(PortErrorKind::Unreachable))
    }

    fn diagnose(&self, _dial: &Dial, _call: &Call, _on_layer: &mut dyn FnMut(LayerResult)) {}

    fn new_transcript(&self) -> PathBuf {
        PathBuf::from("transcripts/1.txt")
    }

    fn journal(&self, _source: Source) -> JournalWriter {
        let store = Box::new(MemoryJournal::default());
        JournalWriter::new(store, "CONTOSO\\operator", "ADMIN-PC", "test")
    }

    fn save_plan(&self, _plan: &Plan) -> PortResult<()> {
        if let Some(word) = &self.held_up {
            // A test that is over has dropped the other end.
            word.lock().unwrap().recv().ok();
        }
        Ok(())
    }

    fn save_settings(&self, _settings: &Settings) -> PortResult<()> {
        Ok(())
    }

    fn save_profiles(&self, _profiles: &Profiles) -> PortResult<()> {
        Ok(())
    }

    fn project_store(&self, folder: &Path) -> Box<dyn ProjectStore> {
        assert!(!self.panics, "on purpose");
        store(folder, self.run.clone())
    }

    fn has_project(&self, folder: &Path) -> bool {
        folder.join("project.ron").exists()
    }

    fn read_file(&self, path: &Path, limit: u64) -> PortResult<Vec<u8>> {
        pchat_console::adapters::files::read_limited(path, limit)
    }

    fn save_new(&self, path: &Path, text: &str) -> PortResult<()> {
        pchat_console::adapters::files::save_new(path, text)
    }

    fn client_path(&self, _source: Source) -> Box<dyn ClientPath> {
        Box::new(self.lab.client_path())
    }

    fn stage_lab(&self, stage: &LabStage, faults: &[RehearsalFault], past: &[LabAct]) {
        self.lab.restage(stage);
        self.lab.befall(faults);
        self.lab.replay(past);
    }

    fn act_as_lab_people(&self, deed: LabDeed) -> Result<String, String> {
        self.lab.people_act(deed)
    }

    fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Seconds that do not keep the tests waiting.
    fn second(&self) -> Duration {
        Duration::from_millis(1)
    }
}

struct Bench {
    runtime: Runtime,
    woken: Receiver<()>,
    arrived: Vec<Event>,
}

impl Bench {
    fn new(run: Run) -> Self {
        Self::in_world(run, false, None)
    }

    fn in_world(run: Run, panics: bool, held_up: Option<Receiver<()>>) -> Self {
        let clock = TestClock::new();
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let outside = Arc::new(World {
            lab: Lab::contoso(clock.clone()),
            clock,
            run,
            panics,
            held_up: held_up.map(Mutex::new),
        });
        let runtime = Runtime::new(
            outside,
            Arc::new(move || {
                wake.lock().unwrap().send(()).ok();
            }),
        );
        Self {
            runtime,
            woken,
            arrived: Vec::new(),
        }
    }

    fn perform(&mut self, effect: Effect) {
        self.runtime.perform(effect);
    }

    /// The next event this asks for; what comes before it is passed over.
    fn wait<T>(&mut self, mut wanted: impl FnMut(&Event) -> Option<T>) -> T {
        loop {
            self.arrived.extend(self.runtime.events());
            while !self.arrived.is_empty() {
                if let Some(found) = wanted(&self.arrived.remove(0)) {
                    return found;
                }
            }
            self.woken
                .recv_timeout(PATIENCE)
                .expect("an answer arrives");
        }
    }

    fn opened(&mut self) -> Result<ProjectFiles, PortError> {
        self.wait(|event| match event {
            Event::ProjectOpened(result) => Some(result.clone().map(|files| *files)),
            _ => None,
        })
    }

    fn open(&mut self, folder: &Path, mode: OpenMode) -> ProjectFiles {
        self.perform(Effect::OpenProject {
            folder: folder.to_owned(),
            mode,
        });
        self.opened().unwrap()
    }

    fn recorded(&mut self) -> (Vec<ProjectRecord>, PortResult<()>) {
        self.wait(|event| match event {
            Event::Recorded { records, result } => Some((records.clone(), result.clone())),
            _ => None,
        })
    }

    fn lost(&mut self) -> PortError {
        self.wait(|event| match event {
            Event::ProjectLost(err) => Some(err.clone()),
            _ => None,
        })
    }

    /// A session with the lab that carries this label.
    fn connect(&mut self, environment: Environment) {
        self.perform(Effect::ConnectLab { session: 1 });
        self.wait(|event| matches!(event, Event::Connected { .. }).then_some(()));
        self.perform(Effect::Adopt {
            session: 1,
            environment,
        });
    }

    fn run(&mut self, record: &PlanRecord) -> PlanRecord {
        self.perform(Effect::RunPlan(record.clone()));
        self.wait(|event| match event {
            Event::RunEnded(end) => Some(end.record.clone()),
            _ => None,
        })
    }
}

fn create() -> PlanRecord {
    let wanted = spec("sip:new@contoso.com", "pchat-seoul.contoso.com", None);
    new_record(plan::create(connection(), wanted, start()))
}

fn rehearsal_below(folder: &Path) -> Effect {
    Effect::CreateProject {
        folder: folder.to_owned(),
        project: Box::new(rehearsal()),
        procedure: Procedure::built_in(),
    }
}

#[test]
fn a_project_is_made_written_to_closed_and_opened_again() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("new");
    let mut bench = Bench::new(operator());
    bench.perform(rehearsal_below(&folder));
    let files = bench.opened().unwrap();
    assert_eq!(files.access, ProjectAccess::Work);
    assert_eq!(files.folder, folder);
    bench.perform(Effect::Record(vec![note("one"), note("two")]));
    let (records, result) = bench.recorded();
    assert_eq!(result, Ok(()));
    assert_eq!(
        records.len(),
        3,
        "the opening line of the file, and two notes"
    );
    bench.perform(Effect::CloseProject);
    bench.wait(|event| matches!(event, Event::ProjectClosed).then_some(()));
    bench.perform(Effect::Record(vec![note("too late")]));
    let (records, result) = bench.recorded();
    assert_eq!(records, []);
    assert_eq!(result.unwrap_err().kind, PortErrorKind::Cancelled);
    let files = bench.open(&folder, OpenMode::Work);
    assert_eq!(files.access, ProjectAccess::Work);
    assert_eq!(files.journal.records.len(), 3);
    // Over what is there nothing is made.
    bench.perform(rehearsal_below(&folder));
    assert_eq!(
        bench.opened().unwrap_err().kind,
        PortErrorKind::AlreadyThere
    );
}

#[test]
fn the_end_of_the_program_lets_go_of_the_project() {
    let (_temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    drop(bench);
    let (desk, _) = open(&folder, reviewer(), OpenMode::Work);
    assert!(desk.is_held());
}

#[test]
fn who_watches_sees_who_works_and_what_is_written() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let mut bench = Bench::new(reviewer());
    let files = bench.open(&folder, OpenMode::Work);
    let ProjectAccess::Watch(Some(holder)) = files.access else {
        panic!("{:?}", files.access);
    };
    assert_eq!(holder.user, "CONTOSO\\operator");
    desk.append(start(), None, note("news")).unwrap();
    loop {
        let files = bench.opened().unwrap();
        if files.journal.records.len() == 2 {
            break;
        }
    }
    // A second console cannot write, and is told why.
    bench.perform(Effect::Record(vec![note("not mine")]));
    let (records, result) = bench.recorded();
    assert_eq!(records, []);
    assert_eq!(result.unwrap_err().kind, PortErrorKind::ProjectTaken);
    // Its holder gives no sign of life for what this console takes for a minute.
    loop {
        let files = bench.opened().unwrap();
        if matches!(files.access, ProjectAccess::Watch(Some(holder)) if holder.is_stale) {
            break;
        }
    }
    let files = bench.open(&folder, OpenMode::TakeOver);
    assert_eq!(files.access, ProjectAccess::Work);
    let last = files.journal.records.last().unwrap();
    assert!(matches!(last.entry, ProjectEntry::TakenOver { .. }));
    let err = desk.append(start(), None, note("too late")).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
}

/// Takes the project of a console whose thread does give signs of life, as one that did not see them would.
fn take_away(folder: &Path) -> ProjectDesk {
    let thief = store(folder, reviewer());
    let seen = thief.look().unwrap();
    thief.take(seen.number, start()).unwrap().unwrap();
    // What holds the lock now is a console that is gone again; its lock stays.
    open(folder, reviewer(), OpenMode::Watch).0
}

#[test]
fn whose_project_is_taken_is_told_so_and_watches_from_then_on() {
    let (_temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    let _watcher = take_away(&folder);
    let err = bench.lost();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    assert!(err.source.contains("OTHER-PC"), "{}", err.source);
    let files = bench.opened().unwrap();
    assert!(
        matches!(&files.access, ProjectAccess::Watch(Some(holder)) if holder.user == "CONTOSO\\reviewer"),
        "{:?}",
        files.access
    );
}

#[test]
fn what_is_to_be_written_after_the_project_was_taken_is_not_written() {
    let (_temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    let mut watcher = take_away(&folder);
    bench.perform(Effect::Record(vec![note("too late")]));
    let (records, result) = bench.recorded();
    assert_eq!(records, []);
    assert_eq!(result.unwrap_err().kind, PortErrorKind::ProjectTaken);
    assert_eq!(notes(&watcher.reload().unwrap()), Vec::<String>::new());
}

#[test]
fn a_folder_that_goes_away_is_told_once_and_the_project_goes_on_when_it_is_back() {
    let (temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    let elsewhere = temp.path().join("away");
    std::fs::rename(&folder, &elsewhere).unwrap();
    let err = bench.lost();
    assert_eq!(err.kind, PortErrorKind::FolderGone);
    assert_eq!(err.target, folder.display().to_string());
    std::fs::rename(&elsewhere, &folder).unwrap();
    let files = bench.opened().unwrap();
    assert_eq!(files.access, ProjectAccess::Work);
    bench.perform(Effect::Record(vec![note("after")]));
    assert_eq!(bench.recorded().1, Ok(()));
}

#[test]
fn a_plan_that_is_run_while_a_project_is_open_is_written_there_and_shown_in_the_journal() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("new");
    let mut bench = Bench::new(operator());
    bench.connect(Environment::Lab);
    bench.perform(rehearsal_below(&folder));
    bench.opened().unwrap();
    let end = bench.run(&create());
    assert_eq!(end.status(), StepStatus::Done);
    bench.perform(Effect::ReadJournal { request: 7 });
    let view = bench.wait(|event| match event {
        Event::JournalRead { request: 7, result } => Some(result.clone().unwrap()),
        _ => None,
    });
    let [entry] = view.plans.as_slice() else {
        panic!("{:?}", view.plans);
    };
    assert_eq!(entry.record.status(), StepStatus::Done);
    assert!(
        Path::new(&entry.file).starts_with(folder.join("journal")),
        "{}",
        entry.file
    );
    let (_, stored) = open(&folder, reviewer(), OpenMode::Watch);
    let plans = stored
        .journal
        .records
        .iter()
        .filter(|record| matches!(record.entry, ProjectEntry::Plan(_)));
    assert_eq!(plans.count(), 3, "made, started, ended");
}

#[test]
fn production_and_rehearsal_never_take_each_others_plans() {
    // The project is a production's, and the session the lab's; then the other way round.
    let (_temp, production) = made();
    let temp = tempfile::tempdir().unwrap();
    let rehearsed = temp.path().join("rehearsal");
    let mut bench = Bench::new(operator());
    bench.perform(rehearsal_below(&rehearsed));
    bench.opened().unwrap();
    drop(bench);
    for (folder, environment) in [
        (production, Environment::Rehearsal),
        (rehearsed, Environment::Production),
    ] {
        let mut bench = Bench::new(operator());
        bench.connect(environment);
        bench.open(&folder, OpenMode::Work);
        assert_eq!(bench.run(&create()).status(), StepStatus::Done);
        bench.perform(Effect::ReadJournal { request: 7 });
        let view = bench.wait(|event| match event {
            Event::JournalRead { result, .. } => Some(result.clone().unwrap()),
            _ => None,
        });
        assert_eq!(view.plans.len(), 1);
        assert_eq!(view.plans[0].file, "this-run");
        bench.perform(Effect::ReloadProject);
        assert_eq!(bench.opened().unwrap().journal.records, []);
    }
}

#[test]
fn notes_are_written_while_a_plan_is_held_up() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("new");
    let (go_on, held_up): (Sender<()>, _) = channel();
    let mut bench = Bench::in_world(operator(), false, Some(held_up));
    bench.connect(Environment::Lab);
    bench.perform(rehearsal_below(&folder));
    bench.opened().unwrap();
    bench.perform(Effect::RunPlan(create()));
    bench.perform(Effect::Record(vec![note("meanwhile")]));
    let (records, result) = bench.recorded();
    assert_eq!(result, Ok(()));
    assert_eq!(records.len(), 2);
    go_on.send(()).unwrap();
    let end = bench.wait(|event| match event {
        Event::RunEnded(end) => Some(end.clone()),
        _ => None,
    });
    assert_eq!(end.record.status(), StepStatus::Done);
}

#[test]
fn a_plan_whose_project_was_taken_ends_before_its_act() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("new");
    let mut bench = Bench::new(operator());
    bench.connect(Environment::Lab);
    bench.perform(rehearsal_below(&folder));
    bench.opened().unwrap();
    // Written down as made, so that it belongs to this project.
    let record = create();
    let made = ProjectEntry::Plan(plan::Entry::PlanMade(record.plan.clone()));
    bench.perform(Effect::Record(vec![made]));
    bench.recorded().1.unwrap();
    let _watcher = take_away(&folder);
    bench.perform(Effect::RunPlan(record));
    let end = bench.wait(|event| match event {
        Event::RunEnded(end) => Some(end.clone()),
        _ => None,
    });
    assert_eq!(
        end.journal_error.map(|err| err.kind),
        Some(PortErrorKind::ProjectTaken)
    );
    assert_eq!(end.record.status(), StepStatus::Pending);
}

#[test]
fn evidence_is_copied_and_written_down_in_one_act() {
    let (temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    let file = temp.path().join("output.txt");
    std::fs::write(&file, b"abc").unwrap();
    bench.perform(Effect::AttachEvidence {
        step: pchat_console::checklist::StepId::new("c1"),
        file: file.clone(),
    });
    let (records, result) = bench.recorded();
    assert_eq!(result, Ok(()));
    assert!(matches!(
        records.last().unwrap().entry,
        ProjectEntry::Attached { .. }
    ));
    assert_eq!(
        std::fs::read_dir(folder.join("evidence")).unwrap().count(),
        1
    );
    bench.perform(Effect::AttachEvidence {
        step: pchat_console::checklist::StepId::new("c1"),
        file: temp.path().join("not there"),
    });
    let (records, result) = bench.recorded();
    assert_eq!(records, []);
    assert_eq!(result.unwrap_err().kind, PortErrorKind::File);
}

#[test]
fn another_project_is_read_without_touching_it_or_the_one_that_is_open() {
    let (_temp, folder) = made();
    let (_other, rehearsed) = made();
    let before = crate::project_stage::everything(&rehearsed);
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    bench.perform(Effect::ReadRehearsal(rehearsed.clone()));
    bench.wait(|event| match event {
        Event::RehearsalRead { folder, result } => {
            assert_eq!(*folder, rehearsed);
            Some(result.as_ref().unwrap().folder.clone())
        }
        _ => None,
    });
    assert_eq!(crate::project_stage::everything(&rehearsed), before);
    bench.perform(Effect::Record(vec![note("still open")]));
    assert_eq!(bench.recorded().1, Ok(()));
    bench.perform(Effect::LookForProjects(vec![
        folder.clone(),
        folder.join("nothing"),
    ]));
    let found = bench.wait(|event| match event {
        Event::ProjectsLookedFor(found) => Some(found.clone()),
        _ => None,
    });
    assert_eq!(
        found,
        [(folder.clone(), true), (folder.join("nothing"), false)]
    );
}

#[test]
fn reports_and_templates_are_written_beside_and_never_over_another_file() {
    let (temp, folder) = made();
    let mut bench = Bench::new(operator());
    bench.open(&folder, OpenMode::Work);
    bench.perform(Effect::SaveReport {
        name: "migration.html".to_owned(),
        html: "<p>".to_owned(),
    });
    let saved = bench.wait(|event| match event {
        Event::ReportSaved(saved) => Some(saved.clone()),
        _ => None,
    });
    assert_eq!(saved, Ok(folder.join("reports/migration.html")));
    let template = temp.path().join("own.ron");
    for wanted in [Ok(template.clone()), Err(PortErrorKind::AlreadyThere)] {
        bench.perform(Effect::SaveTemplate {
            file: template.clone(),
            text: "()".to_owned(),
        });
        let saved = bench.wait(|event| match event {
            Event::TemplateSaved(saved) => Some(saved.clone().map_err(|err| err.kind)),
            _ => None,
        });
        assert_eq!(saved, wanted);
    }
    bench.perform(Effect::ReadTemplate(template));
    let text = bench.wait(|event| match event {
        Event::TemplateRead { result, .. } => Some(result.clone()),
        _ => None,
    });
    assert_eq!(text, Ok("()".to_owned()));
}

#[test]
fn a_worker_that_panics_is_reported_and_whoever_waits_gets_an_answer() {
    let (_temp, folder) = made();
    let mut bench = Bench::in_world(operator(), true, None);
    bench.perform(Effect::OpenProject {
        folder,
        mode: OpenMode::Work,
    });
    bench.wait(|event| matches!(event, Event::WorkerPanicked(JobName::Project)).then_some(()));
    assert_eq!(bench.opened().unwrap_err().kind, PortErrorKind::Protocol);
    bench.perform(Effect::Record(vec![note("goes on")]));
    assert_eq!(
        bench.recorded().1.unwrap_err().kind,
        PortErrorKind::Cancelled
    );
}

#[test]
fn a_proof_without_a_session_is_answered_too() {
    let mut bench = Bench::new(operator());
    let facts = rehearsal().facts;
    bench.perform(Effect::ReadProof {
        step: pchat_console::checklist::StepId::new("a7"),
        reading: pchat_console::checklist::Reading::Rights,
        around: Box::new(crate::project_stage::around(facts)),
    });
    let result = bench.wait(|event| match event {
        Event::ProofRead { result, .. } => Some(result.clone()),
        _ => None,
    });
    assert_eq!(result.unwrap_err().kind, PortErrorKind::Cancelled);
}

#[test]
fn seconds_come_while_they_are_wanted() {
    let mut bench = Bench::new(operator());
    bench.perform(Effect::SetTicking(true));
    bench.wait(|event| matches!(event, Event::Tick).then_some(()));
    bench.wait(|event| matches!(event, Event::Tick).then_some(()));
}
