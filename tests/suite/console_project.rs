//! Projects as the console makes, opens, changes and rehearses them, without a window.

use std::path::{Path, PathBuf};

use jiff::tz::{Offset, TimeZone};
use pchat_console::checklist::{
    PathVerdict, Procedure, ProjectEntry, ProjectKind, SourceGeneration, is_passphrase,
};
use pchat_console::console::{
    DraftPage, Effect, Event, Input, Intent, LockHolder, MigrationIntent, OpenMode, OwnEdit,
    Places, ProjectAccess, ProjectDialog, ProjectEdit, ProjectField, ProjectIntent, ProjectProblem,
    State, TemplateEdit, TemplateProblem, update,
};
use pchat_console::domain::{
    Generation, Language, Moment, Profiles, RehearsalFault, Secret, Settings,
};
use pchat_console::lab::Lab;
use pchat_console::localization::Localizers;
use pchat_console::ports::{Call, Cancel, Deployment as _, PortErrorKind};

use crate::project_folders::{Folders, push, refusal};
use crate::support::TestClock;

const HOME: &str = "/home/operator/.local/share/pchat-console";

/// A console without a window: what it asks of files is answered at once, and what it asks of the lab too.
struct Desk {
    state: State,
    folders: Folders,
    lab: Lab,
    asked: Vec<Effect>,
}

fn now() -> Moment {
    crate::support::start()
}

fn desk(is_on_lab: bool) -> Desk {
    let zone = TimeZone::fixed(Offset::constant(9));
    let places = Places {
        data_folder: PathBuf::from(HOME),
        ..Places::default()
    };
    let state = State::new(
        Localizers::new(&zone),
        Language::English,
        None,
        Settings::default(),
        Profiles::default(),
        places,
    );
    let mut desk = Desk {
        state,
        folders: Folders::default(),
        lab: Lab::contoso(TestClock::new()),
        asked: Vec::new(),
    };
    if is_on_lab {
        desk.put(Input::Intent(Intent::UseLab));
    }
    desk
}

impl Desk {
    fn put(&mut self, input: Input) {
        for effect in update(&mut self.state, input, now()) {
            self.asked.push(effect.clone());
            let call = Call::new(std::time::Duration::from_mins(1), &Cancel::default());
            match effect {
                Effect::ConnectLab { session } => {
                    let result = Ok(self.lab.connection());
                    self.event(Event::Connected { session, result });
                }
                Effect::ReadInventory { request } => {
                    let result = self.lab.inventory(&call);
                    self.event(Event::InventoryRead { request, result });
                }
                effect => {
                    for event in self.folders.answer(effect, now()) {
                        self.event(event);
                    }
                }
            }
        }
    }

    fn event(&mut self, event: Event) {
        self.put(Input::Event(Box::new(event)));
    }

    fn ask(&mut self, intent: MigrationIntent) {
        self.put(Input::Intent(Intent::Migration(intent)));
    }

    fn manage(&mut self, intent: ProjectIntent) {
        self.ask(MigrationIntent::Manage(intent));
    }

    fn edit(&mut self, edit: ProjectEdit) {
        self.ask(MigrationIntent::EditDraft(edit));
    }

    fn type_all(&mut self, fields: &[(ProjectField, &str)]) {
        for (field, text) in fields {
            self.edit(ProjectEdit::Text(*field, (*text).to_owned()));
        }
    }

    fn page(&self) -> DraftPage {
        self.state.migration.draft.as_ref().unwrap().page
    }

    fn problem(&self, field: ProjectField) -> Option<ProjectProblem> {
        self.state.migration.draft.as_ref().unwrap().problem(field)
    }

    fn open(&self) -> &pchat_console::console::OpenProject {
        self.state.migration.open.as_ref().unwrap()
    }
}

const SOURCE: [(ProjectField, &str); 7] = [
    (ProjectField::Name, "Contoso 2027"),
    (ProjectField::SourcePool, "groupchat2010.contoso.com"),
    (ProjectField::Servers, "gc01.contoso.com\ngc02.contoso.com"),
    (ProjectField::SourceSql, "sql01.contoso.com\\GC"),
    (ProjectField::Database, "MgcConfig"),
    (ProjectField::SourceFiles, "\\\\gc01\\Files"),
    (ProjectField::OtherAddresses, "ocschat@contoso.com"),
];

const TARGET: [(ProjectField, &str); 4] = [
    (ProjectField::TargetPool, "pchat-seoul.contoso.com"),
    (ProjectField::Registrar, "pool2013-seoul.contoso.com"),
    (ProjectField::TargetSql, "sql02.contoso.com\\PCHAT"),
    (ProjectField::TargetFiles, "\\\\files\\LyncShare"),
];

pub(crate) const WINDOW: [(ProjectField, &str); 4] = [
    (ProjectField::StartDate, "2027-01-16"),
    (ProjectField::StartTime, "18:00"),
    (ProjectField::EndDate, "2027-01-17"),
    (ProjectField::EndTime, "06:00"),
];

const PEOPLE: [(ProjectField, &str); 3] = [
    (ProjectField::Operator, "operator"),
    (ProjectField::Reviewer, "reviewer"),
    (ProjectField::WorkFolder, "\\\\files\\Migration"),
];

/// A draft made without any connection, at its review.
fn planned_offline() -> Desk {
    let mut desk = desk(false);
    desk.ask(MigrationIntent::OpenDraft);
    for (fields, page) in [
        (&SOURCE[..], DraftPage::Target),
        (&TARGET[..], DraftPage::Window),
        (&WINDOW[..], DraftPage::People),
        (&PEOPLE[..], DraftPage::Procedure),
        (&[][..], DraftPage::Review),
    ] {
        desk.type_all(fields);
        desk.edit(ProjectEdit::Next);
        assert_eq!(desk.page(), page);
    }
    desk
}

fn made_offline() -> Desk {
    let mut desk = planned_offline();
    desk.ask(MigrationIntent::Create);
    assert!(desk.state.migration.open.is_some());
    desk
}

#[test]
fn a_project_is_planned_and_made_without_any_connection() {
    let mut desk = planned_offline();
    let folder = "/home/operator/.local/share/pchat-console/projects/2026-11-20-contoso-2027";
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert_eq!(draft.text(ProjectField::Folder), folder);
    desk.ask(MigrationIntent::Create);
    let open = desk.open();
    assert_eq!(open.folder, Path::new(folder));
    assert_eq!(open.checklist.project.kind, ProjectKind::Production);
    let facts = &open.checklist.facts;
    assert_eq!(facts.window.start.to_string(), "2027-01-16T18:00:00+09:00");
    let addresses: Vec<_> = facts.source.lookup_addresses.iter().collect();
    assert_eq!(addresses[0].as_str(), "sip:ocschat@contoso.com");
    assert!(desk.state.migration.draft.is_none());
    assert!(desk.state.session.is_none());
    let recent = &desk.state.settings.recent_projects;
    assert_eq!(recent[0].name, "Contoso 2027");
}

#[test]
fn everything_wrong_on_a_page_is_shown_at_once_and_only_after_somebody_tried_to_leave_it() {
    let mut desk = desk(false);
    desk.ask(MigrationIntent::OpenDraft);
    assert_eq!(desk.problem(ProjectField::Name), None);
    let wrong = "nobody";
    desk.type_all(&[(ProjectField::OtherAddresses, wrong)]);
    desk.edit(ProjectEdit::Next);
    assert_eq!(desk.page(), DraftPage::Source);
    for field in [
        ProjectField::Name,
        ProjectField::SourcePool,
        ProjectField::Servers,
        ProjectField::SourceSql,
        ProjectField::SourceFiles,
    ] {
        assert_eq!(
            desk.problem(field),
            Some(ProjectProblem::Missing),
            "{field:?}"
        );
    }
    let problem = ProjectProblem::NotAnAddress(wrong.to_owned());
    assert_eq!(desk.problem(ProjectField::OtherAddresses), Some(problem));
}

#[test]
fn going_back_loses_nothing_that_was_entered() {
    let mut desk = planned_offline();
    for _ in 0..5 {
        desk.edit(ProjectEdit::Back);
    }
    assert_eq!(desk.page(), DraftPage::Source);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    for (field, text) in SOURCE.iter().chain(&TARGET).chain(&WINDOW).chain(&PEOPLE) {
        assert_eq!(draft.text(*field), *text);
    }
}

#[test]
fn a_date_that_does_not_exist_and_a_window_that_ends_before_it_starts_are_refused() {
    let mut desk = planned_offline();
    for _ in 0..3 {
        desk.edit(ProjectEdit::Back);
    }
    assert_eq!(desk.page(), DraftPage::Window);
    desk.type_all(&[
        (ProjectField::StartDate, "2027-02-30"),
        (ProjectField::StartTime, "25:00"),
    ]);
    desk.edit(ProjectEdit::Next);
    let of = |desk: &Desk, field| desk.problem(field);
    assert_eq!(
        of(&desk, ProjectField::StartDate),
        Some(ProjectProblem::NotADate)
    );
    assert_eq!(
        of(&desk, ProjectField::StartTime),
        Some(ProjectProblem::NotATime)
    );
    // As wide as a Japanese keyboard makes them.
    desk.type_all(&[
        (ProjectField::StartDate, "２０２７／０１／１８"),
        (ProjectField::StartTime, "１８：００"),
    ]);
    let problem = Some(ProjectProblem::EndsBeforeStart);
    assert_eq!(of(&desk, ProjectField::EndDate), problem);
    assert_eq!(of(&desk, ProjectField::StartDate), None);
}

#[test]
fn the_reading_fills_in_the_pools_and_the_lookup_addresses_with_a_documented_way() {
    let mut desk = desk(true);
    desk.ask(MigrationIntent::OpenDraft);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert_eq!(
        draft.text(ProjectField::SourcePool),
        "groupchat2010.contoso.com"
    );
    assert_eq!(
        draft.text(ProjectField::TargetPool),
        "pchat-seoul.contoso.com"
    );
    assert_eq!(draft.verdict(), PathVerdict::Documented);
    let used = draft.lookups.iter().filter(|lookup| lookup.is_used);
    assert!(used.count() > 0);
    desk.edit(ProjectEdit::Generation(SourceGeneration::Ocs2007R2));
    desk.edit(ProjectEdit::TargetGeneration(
        Generation::SkypeForBusiness2015,
    ));
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert_eq!(draft.verdict(), PathVerdict::ByWayOf2013);
}

#[test]
fn the_reviewers_passphrase_is_typed_twice_sealed_and_never_kept() {
    let mut desk = planned_offline();
    desk.edit(ProjectEdit::Back);
    desk.edit(ProjectEdit::Back);
    desk.edit(ProjectEdit::NeedsTwo(true));
    desk.edit(ProjectEdit::Passphrase(Secret::new("short")));
    desk.edit(ProjectEdit::Next);
    assert_eq!(
        desk.problem(ProjectField::Passphrase),
        Some(ProjectProblem::PassphraseShort(8))
    );
    desk.edit(ProjectEdit::Passphrase(Secret::new("canary passphrase")));
    assert_eq!(
        desk.problem(ProjectField::PassphraseAgain),
        Some(ProjectProblem::PassphraseDiffers)
    );
    desk.edit(ProjectEdit::PassphraseAgain(Secret::new(
        "canary passphrase",
    )));
    desk.type_all(&[(ProjectField::Reviewer, "Operator")]);
    assert_eq!(
        desk.problem(ProjectField::Reviewer),
        Some(ProjectProblem::OnePersonTwice)
    );
    desk.type_all(&[(ProjectField::Reviewer, "reviewer")]);
    desk.edit(ProjectEdit::Next);
    desk.edit(ProjectEdit::Next);
    desk.ask(MigrationIntent::Create);
    let sealed = desk.open().checklist.facts.passphrase.clone().unwrap();
    assert!(is_passphrase(&Secret::new("canary passphrase"), &sealed));
    let everything = format!("{:?} {:?}", desk.state, desk.asked);
    assert!(!everything.contains("canary"));
}

#[test]
fn what_was_entered_stays_when_the_folder_cannot_be_made() {
    let mut desk = planned_offline();
    let folder = Path::new("/srv/full");
    desk.folders.fails = Some(refusal(PortErrorKind::DiskFull, folder));
    desk.ask(MigrationIntent::Create);
    assert!(desk.state.migration.open.is_none());
    assert_eq!(
        desk.state.migration.problem.as_ref().map(|err| err.kind),
        Some(PortErrorKind::DiskFull)
    );
    desk.folders.fails = None;
    desk.ask(MigrationIntent::Create);
    assert!(desk.state.migration.open.is_some());
    assert!(desk.state.migration.problem.is_none());
}

#[test]
fn changed_facts_are_written_down_as_a_whole_and_shown_as_what_changed() {
    let mut desk = made_offline();
    desk.manage(ProjectIntent::ChangeFacts);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert!(draft.changes().is_empty());
    assert!(!draft.pages().contains(&DraftPage::Procedure));
    desk.type_all(&[(ProjectField::EndTime, "08:30")]);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    let change = ("06:00".to_owned(), "08:30".to_owned());
    assert_eq!(
        draft.changes(),
        [(ProjectField::EndTime, change.0, change.1)]
    );
    desk.ask(MigrationIntent::Create);
    assert!(desk.state.migration.draft.is_none());
    let written = desk.asked.iter().rev().find_map(|effect| match effect {
        Effect::Record(entries) => Some(entries.clone()),
        _ => None,
    });
    let written = written.unwrap();
    let [ProjectEntry::FactsChanged(facts)] = written.as_slice() else {
        panic!("{written:?}");
    };
    assert_eq!(facts.window.end.to_string(), "2027-01-17T08:30:00+09:00");
    let now_is = desk.open().checklist.facts.window.end;
    assert_eq!(now_is, facts.window.end);
}

#[test]
fn a_newcomer_gets_a_rehearsal_on_the_lab_with_everything_filled_in() {
    let mut desk = desk(true);
    desk.manage(ProjectIntent::StartLabRehearsal);
    let open = desk.open();
    assert!(open.checklist.project.is_rehearsal());
    let facts = &open.checklist.facts;
    assert_eq!(facts.source.pool, "groupchat2010.contoso.com");
    assert_eq!(facts.target.pool.as_str(), "pchat-seoul.contoso.com");
    assert!(!facts.source.lookup_addresses.is_empty());
    assert!(!facts.people.operator.is_empty());
    assert_eq!(facts.window.start, now());
    assert!(!open.checklist.items.is_empty());
    assert_eq!(desk.folders.staged.len(), 1);
}

#[test]
fn a_rehearsal_is_made_on_the_lab_only() {
    let mut desk = desk(false);
    desk.manage(ProjectIntent::StartLabRehearsal);
    assert!(desk.state.migration.open.is_none());
    assert_eq!(desk.state.notes.len(), 1);
}

#[test]
fn a_project_is_rehearsed_inside_its_folder_with_the_chosen_faults_and_its_own_names() {
    let mut desk = made_offline();
    let production = desk.open().folder.clone();
    desk.manage(ProjectIntent::AskToRehearse);
    desk.manage(ProjectIntent::Fault(RehearsalFault::ServerLost, true));
    desk.manage(ProjectIntent::Fault(RehearsalFault::ImportWarning, true));
    desk.manage(ProjectIntent::Fault(RehearsalFault::ImportWarning, false));
    let Some(ProjectDialog::Rehearse { faults }) = &desk.state.migration.projects.dialog else {
        panic!("the question for faults is not there");
    };
    let faults: Vec<_> = faults.iter().copied().collect();
    desk.ask(MigrationIntent::Rehearse(faults));
    let open = desk.open();
    assert_eq!(open.folder, production.join("rehearsals").join("1"));
    let ProjectKind::Rehearsal { of, faults, .. } = &open.checklist.project.kind else {
        panic!("{:?}", open.checklist.project.kind);
    };
    assert!(of.is_some());
    assert_eq!(faults, &[RehearsalFault::ServerLost]);
    let Some(Effect::StageLab { stage, faults, .. }) = desk.folders.staged.last() else {
        panic!("no lab was staged");
    };
    assert_eq!(
        stage.source_servers,
        ["gc01.contoso.com", "gc02.contoso.com"]
    );
    assert_eq!(faults, &[RehearsalFault::ServerLost]);
    assert!(
        desk.state
            .session
            .as_ref()
            .is_some_and(pchat_console::console::OpenSession::is_lab)
    );
    // The second one stands beside the first, and the way back leads to the real project.
    desk.manage(ProjectIntent::BackToProject);
    assert_eq!(desk.open().folder, production);
    desk.ask(MigrationIntent::Rehearse(Vec::new()));
    assert_eq!(desk.open().folder, production.join("rehearsals").join("2"));
}

#[test]
fn the_times_a_rehearsal_measured_are_offered_and_taken_as_planned_durations() {
    use pchat_console::checklist::{AttestedOutcome, StepId};
    let mut desk = made_offline();
    let production = desk.open().folder.clone();
    desk.ask(MigrationIntent::Rehearse(Vec::new()));
    let rehearsal = desk.open().folder.clone();
    let step = StepId::new("c0");
    let kept = desk.folders.kept.get_mut(&rehearsal).unwrap();
    let began = ProjectEntry::RunOpened {
        program: "pchat-console test".to_owned(),
    };
    push(kept, began, now());
    let began = ProjectEntry::Began { step: step.clone() };
    push(kept, began, now());
    let said = ProjectEntry::Attested {
        step: step.clone(),
        by: "operator".to_owned(),
        outcome: AttestedOutcome::Done,
        words: String::new(),
    };
    push(kept, said, now().plus(std::time::Duration::from_mins(7)));
    desk.manage(ProjectIntent::BackToProject);
    assert_eq!(desk.open().rehearsals, std::slice::from_ref(&rehearsal));
    desk.manage(ProjectIntent::AskForTimes(rehearsal.clone()));
    let Some(ProjectDialog::Times(times)) = &desk.state.migration.projects.dialog else {
        panic!("the times are not there");
    };
    let row = times.rows.iter().find(|row| row.step == step).unwrap();
    assert_eq!((row.planned, row.measured, row.is_taken), (15, 7, true));
    desk.ask(MigrationIntent::TakeTimes(rehearsal));
    let kept = &desk.folders.kept[&production];
    let planned = kept.records.iter().any(|record| {
        matches!(&record.entry, ProjectEntry::Planned { step: of, minutes: 7 } if of == &step)
    });
    assert!(planned, "{:#?}", kept.records);
    assert_eq!(desk.open().checklist.item(&step).unwrap().minutes, 7);
}

#[test]
fn a_project_somebody_else_has_is_watched_and_taken_over_only_after_a_question() {
    let mut desk = made_offline();
    let folder = desk.open().folder.clone();
    let holder = LockHolder {
        user: "CORP\\operator2".to_owned(),
        computer: "ADMIN-PC02".to_owned(),
        since: now(),
        is_stale: true,
    };
    desk.ask(MigrationIntent::Close);
    let kept = desk.folders.kept.get_mut(&folder).unwrap();
    kept.access = ProjectAccess::Watch(Some(holder));
    let mode = OpenMode::Work;
    desk.ask(MigrationIntent::Open {
        folder: folder.clone(),
        mode,
    });
    assert!(desk.state.may_record().is_err());
    desk.manage(ProjectIntent::AskToTakeOver);
    assert!(matches!(
        desk.state.migration.projects.dialog,
        Some(ProjectDialog::TakeOver { .. })
    ));
    desk.manage(ProjectIntent::TakeOver);
    assert!(desk.state.may_record().is_ok());
    assert_eq!(desk.open().checklist.takeovers.len(), 1);
}

#[test]
fn a_lost_project_is_watched_and_says_so() {
    let mut desk = made_offline();
    let folder = desk.open().folder.clone();
    let lost = refusal(PortErrorKind::FolderGone, &folder);
    desk.event(Event::ProjectLost(lost.clone()));
    assert!(desk.state.may_record().is_err());
    assert_eq!(desk.state.migration.projects.lost, Some(lost));
    assert!(desk.state.migration.open.is_some());
}

#[test]
fn a_recent_project_whose_folder_is_gone_is_known_to_be_gone_and_can_be_forgotten() {
    let mut desk = made_offline();
    let folder = desk.open().folder.clone();
    desk.folders.kept.clear();
    desk.ask(MigrationIntent::Close);
    assert!(desk.state.migration.projects.gone.contains(&folder));
    desk.manage(ProjectIntent::Forget(folder));
    assert!(desk.state.settings.recent_projects.is_empty());
}

#[test]
fn a_step_of_the_sites_own_is_put_into_a_project_that_has_not_begun() {
    let mut desk = made_offline();
    desk.manage(ProjectIntent::EditTemplate);
    desk.manage(ProjectIntent::Template(TemplateEdit::BeginOwn));
    desk.manage(ProjectIntent::Template(TemplateEdit::AddOwn));
    let Some(ProjectDialog::Template(template)) = &desk.state.migration.projects.dialog else {
        panic!("the editor is not there");
    };
    assert!(template.own_is_incomplete);
    for (field, words) in [
        (OwnEdit::Title, "Tell the help desk"),
        (OwnEdit::What, "Call them."),
        (OwnEdit::Minutes, "5"),
    ] {
        let edit = TemplateEdit::Own(field, words.to_owned());
        desk.manage(ProjectIntent::Template(edit));
    }
    desk.manage(ProjectIntent::Template(TemplateEdit::AddOwn));
    desk.manage(ProjectIntent::UseTemplate);
    let procedure = &desk.open().checklist.procedure;
    let own = procedure.steps().find(|(_, step)| step.id.is_own());
    let (_, own) = own.unwrap();
    assert_eq!(
        (own.title.en.as_str(), own.minutes),
        ("Tell the help desk", 5)
    );
    let items = &desk.open().checklist.items;
    assert!(items.iter().any(|item| item.id == own.id));
}

#[test]
fn a_template_is_saved_and_read_again_and_a_broken_one_says_what_is_wrong() {
    let mut desk = made_offline();
    desk.manage(ProjectIntent::EditTemplate);
    let minutes = TemplateEdit::Minutes("77".to_owned());
    desk.manage(ProjectIntent::Template(minutes));
    let file = "/srv/site.ron";
    let to = TemplateEdit::File(file.to_owned());
    desk.manage(ProjectIntent::Template(to));
    desk.manage(ProjectIntent::SaveTemplate);
    assert!(desk.folders.texts.contains_key(Path::new(file)));
    desk.manage(ProjectIntent::CloseDialog);
    desk.ask(MigrationIntent::Close);
    desk.ask(MigrationIntent::OpenDraft);
    desk.type_all(&[(ProjectField::Template, file)]);
    desk.edit(ProjectEdit::ReadTemplate);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    let first = draft.procedure.steps().next().unwrap().1.minutes;
    assert_eq!(first, 77);
    assert_eq!(draft.procedure_file.as_deref(), Some(Path::new(file)));
    let broken = PathBuf::from("/srv/broken.ron");
    desk.folders.texts.insert(broken.clone(), "(".to_owned());
    desk.type_all(&[(ProjectField::Template, "/srv/broken.ron")]);
    desk.edit(ProjectEdit::ReadTemplate);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert!(matches!(
        draft.template_problem,
        Some(TemplateProblem::NotAProcedure(_))
    ));
    assert_eq!(draft.procedure.steps().next().unwrap().1.minutes, 77);
}

#[test]
fn a_template_with_a_need_nobody_has_is_refused_with_its_problem() {
    let mut desk = made_offline();
    desk.ask(MigrationIntent::Close);
    let mut procedure = Procedure::clone(&Procedure::built_in());
    procedure.phases[0].steps[0]
        .needs
        .push(pchat_console::checklist::StepId::new("nowhere"));
    let file = PathBuf::from("/srv/wrong.ron");
    let text = procedure.to_text().unwrap();
    desk.folders.texts.insert(file, text);
    desk.ask(MigrationIntent::OpenDraft);
    desk.type_all(&[(ProjectField::Template, "/srv/wrong.ron")]);
    desk.edit(ProjectEdit::ReadTemplate);
    let draft = desk.state.migration.draft.as_ref().unwrap();
    assert!(matches!(
        &draft.template_problem,
        Some(TemplateProblem::Contradicts(messages)) if !messages.is_empty()
    ));
    assert_eq!(draft.procedure_file, None);
}
