//! A migration of 200 steps and 20,000 entries, and a journal at every length.

use std::sync::Arc;

use pchat_console::checklist::FindingOutcome::Holds;
use pchat_console::checklist::{
    OwnStep, Procedure, ProjectEntry, ProjectRecord, Status, fold, forecast,
};
use pchat_console::domain::Language;

use super::checklist_stage::{Night, facts, id, project};

/// The built-in procedure with steps of the site's own after each, up to 200.
fn large() -> Arc<Procedure> {
    let mut procedure = (*Procedure::built_in()).clone();
    let own = OwnStep {
        title: "Tell the service desk".to_owned(),
        minutes: 1,
        ..OwnStep::default()
    };
    let names: Vec<_> = procedure.steps().map(|(_, step)| step.id.clone()).collect();
    let mut names = names.iter().cycle();
    while procedure.steps().count() < 200 {
        let after = names.next().unwrap();
        procedure.add_own(after, &own, Language::English).unwrap();
    }
    Arc::new(procedure)
}

/// A night with much to say: outputs, notes, and facts that are read again and again.
fn long_night() -> Night {
    let mut night = Night::of(project(facts()), large());
    night.up_to("c2");
    let steps: Vec<_> = night.checklist().items.into_iter().map(|i| i.id).collect();
    night.find("a5", Holds);
    let found = night.records.last().unwrap().entry.clone();
    for step in steps.iter().cycle() {
        if night.records.len() >= 20_000 {
            break;
        }
        let text = "Name DisplayName Status\n".repeat(8);
        night.write(ProjectEntry::Output {
            step: step.clone(),
            text,
        });
        night.write(found.clone());
    }
    night
}

#[test]
fn of_20_000_entries_about_200_steps_nothing_is_lost() {
    let night = long_night();
    let checklist = night.checklist();
    assert!(checklist.items.len() >= 200);
    assert_eq!(checklist.contradictions, 0);
    let outputs: usize = checklist.items.iter().map(|i| i.outputs.len()).sum();
    assert!(outputs > 9_000, "{outputs}");
    assert_eq!(checklist.item(&id("a5")).unwrap().status, Status::Done);
    assert!(forecast(&checklist, night.now).end.is_some());
}

#[test]
fn the_fold_of_a_part_is_the_fold_of_the_journal_that_ended_there() {
    let mut night = Night::new();
    night.up_to("c12");
    night.roll_back();
    let all: Vec<ProjectRecord> = night.records.clone();
    let mut seen = 0;
    for end in 0..=all.len() {
        let part = &all[..end];
        let checklist = fold(&night.project, &night.procedure, part, None);
        assert_eq!(checklist.contradictions, 0, "after {end} entries");
        // What is over stays over unless somebody reopens it: facts only turn amber.
        let over = checklist.items.iter().filter(|i| i.undoes.is_none());
        let over = over.filter(|i| i.status.is_over()).count();
        assert!(over >= seen, "after {end} entries");
        seen = over;
    }
}
