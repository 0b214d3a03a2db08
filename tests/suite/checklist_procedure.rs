//! What a site may change about the procedure, and what is said when it cannot be carried out.

use std::sync::Arc;

use pchat_console::checklist::{
    DoneBy, Operation, OwnStep, Procedure, ProcedureStep, Proof, StepChange,
};
use pchat_console::domain::{ChecklistMessage, Language, ProcedureProblem};

use super::checklist_stage::{Night, facts, id, project};

fn procedure() -> Procedure {
    (*Procedure::built_in()).clone()
}

fn step<'a>(procedure: &'a mut Procedure, name: &str) -> &'a mut ProcedureStep {
    procedure.step_mut(&id(name)).unwrap()
}

fn problems(procedure: &Procedure) -> Vec<ProcedureProblem> {
    let problems = procedure.check().into_iter();
    problems
        .map(|message| match message {
            ChecklistMessage::Procedure(problem) => problem,
            other => panic!("{other:?} is nothing a procedure is told"),
        })
        .collect()
}

fn own(title: &str) -> OwnStep {
    OwnStep {
        title: title.to_owned(),
        minutes: 5,
        ..OwnStep::default()
    }
}

#[test]
fn the_procedure_that_comes_with_the_program_has_no_problem() {
    assert_eq!(problems(&procedure()), []);
}

#[test]
fn durations_owners_notes_and_own_steps_are_a_sites_to_change() {
    let mut changed = procedure();
    step(&mut changed, "c2").minutes = 90;
    step(&mut changed, "c2").owner = "database1".to_owned();
    step(&mut changed, "c7").notes = "over the second network".to_owned();
    step(&mut changed, "c1").what.en = "Call the operators first.".to_owned();
    let added = changed
        .add_own(&id("c7"), &own("Tell the service desk"), Language::English)
        .unwrap();
    assert_eq!(problems(&changed), []);
    assert_eq!(
        changed.changed_from(&procedure()),
        [
            (id("c1"), StepChange::Content),
            (id("c2"), StepChange::Minutes),
            (id("c2"), StepChange::Owner),
            (id("c7"), StepChange::Notes),
            (added.clone(), StepChange::Added),
        ]
    );
    let night = Night::of(project(facts()), Arc::new(changed));
    assert_eq!(night.item(&added.0).needs, [id("c7")]);
    assert_eq!(night.item("c2").minutes, 90);
    assert_eq!(night.item("c2").owner, "database1");
}

#[test]
fn a_procedure_of_a_newer_program_is_refused_as_such() {
    let mut newer = procedure();
    newer.format += 1;
    let (format, known) = (newer.format, newer.format - 1);
    let problem = ProcedureProblem::NewerFormat { format, known };
    assert_eq!(problems(&newer), [problem]);
    newer.format = known;
    newer.phases.clear();
    assert_eq!(problems(&newer), [ProcedureProblem::NoSteps]);
}

#[test]
fn needs_point_to_steps_that_come_before() {
    let mut changed = procedure();
    step(&mut changed, "c2").needs.push(id("zz"));
    step(&mut changed, "c3").needs.push(id("c5"));
    step(&mut changed, "c5").needs.push(id("c5"));
    let later = |step: &str| ProcedureProblem::NeedLater {
        step: step.to_owned(),
        need: "c5".to_owned(),
    };
    let unknown = ProcedureProblem::NeedUnknown {
        step: "c2".to_owned(),
        need: "zz".to_owned(),
    };
    assert_eq!(problems(&changed), [unknown, later("c3"), later("c5")]);
}

#[test]
fn a_fact_ends_with_a_step_that_comes_after_and_only_a_reading_ends() {
    let mut changed = procedure();
    let added = changed
        .add_own(&id("c2"), &own("Look at the report"), Language::English)
        .unwrap();
    let name = added.0.clone();
    for (until, expected) in [
        (
            "zz",
            ProcedureProblem::UntilUnknown {
                step: name.clone(),
                until: "zz".to_owned(),
            },
        ),
        (
            "c1",
            ProcedureProblem::UntilEarlier {
                step: name.clone(),
                until: "c1".to_owned(),
            },
        ),
        (
            "c9",
            ProcedureProblem::UntilWithoutReading { step: name.clone() },
        ),
    ] {
        step(&mut changed, &name).until = Some(id(until));
        assert_eq!(problems(&changed), [expected]);
    }
}

#[test]
fn names_are_plain_and_given_once() {
    let mut changed = procedure();
    let added = changed
        .add_own(&id("b1"), &own("First"), Language::English)
        .unwrap();
    let mut twin = step(&mut changed, &added.0).clone();
    let phase = changed.phases.last_mut().unwrap();
    phase.steps.push(twin.clone());
    let twice = ProcedureProblem::NameTwice {
        name: added.0.clone(),
    };
    assert_eq!(problems(&changed), [twice]);
    for name in ["Own-1", "own 1", "undo-c1", ""] {
        twin.id = id(name);
        let phase = changed.phases.last_mut().unwrap();
        phase.steps.pop();
        phase.steps.push(twin.clone());
        let invalid = ProcedureProblem::NameInvalid {
            name: name.to_owned(),
        };
        assert!(problems(&changed).contains(&invalid), "{name}");
    }
    twin.id = id("c8a-1");
    let phase = changed.phases.last_mut().unwrap();
    phase.steps.pop();
    phase.steps.push(twin);
    let instance = ProcedureProblem::NameTwice {
        name: "c8a-1".to_owned(),
    };
    assert!(problems(&changed).contains(&instance));
}

#[test]
fn a_step_of_ones_own_is_named_so_and_is_not_run_by_the_console() {
    let mut changed = procedure();
    let added = changed
        .add_own(&id("c2"), &own("Stop once more"), Language::English)
        .unwrap();
    step(&mut changed, &added.0).done_by = DoneBy::Console(Operation::StopServices);
    let runs = ProcedureProblem::OwnRuns {
        step: added.0.clone(),
    };
    assert_eq!(problems(&changed), [runs]);
    step(&mut changed, &added.0).done_by = DoneBy::People;
    step(&mut changed, &added.0).id = id("c2b");
    let named = ProcedureProblem::NotOwn {
        step: "c2b".to_owned(),
    };
    assert_eq!(problems(&changed), [named]);
}

#[test]
fn how_a_step_of_the_program_is_proven_and_what_it_waits_for_stays() {
    let mut changed = procedure();
    step(&mut changed, "c9").proof = Proof::Attested;
    step(&mut changed, "c9")
        .needs
        .retain(|need| *need != id("c8b"));
    let step_name = "c9".to_owned();
    let problems_found = problems(&changed);
    assert!(problems_found.contains(&ProcedureProblem::ProofChanged {
        step: step_name.clone()
    }));
    assert!(problems_found.contains(&ProcedureProblem::NeedRemoved {
        step: step_name,
        need: "c8b".to_owned()
    }));
    let mut shorter = procedure();
    for phase in &mut shorter.phases {
        phase.steps.retain(|step| step.id != id("d3"));
    }
    let missing = ProcedureProblem::StepMissing {
        step: "d3".to_owned(),
    };
    assert!(problems(&shorter).contains(&missing));
}

#[test]
fn a_step_is_whole_in_itself() {
    let mut changed = procedure();
    let added = changed
        .add_own(&id("c2"), &own(" "), Language::English)
        .unwrap();
    let name = added.0.clone();
    let own_step = step(&mut changed, &name);
    own_step.minutes = 20_000;
    own_step.done_by = DoneBy::Console(Operation::Read);
    own_step.undo.done_by = Some(DoneBy::People);
    let found = problems(&changed);
    for expected in [
        ProcedureProblem::TitleMissing { step: name.clone() },
        ProcedureProblem::NothingToRead { step: name.clone() },
        ProcedureProblem::UndoWithoutProof { step: name.clone() },
        ProcedureProblem::MinutesTooMany {
            step: name.clone(),
            minutes: 20_000,
        },
    ] {
        assert!(found.contains(&expected), "{expected:?}");
    }
    let mut shared = procedure();
    step(&mut shared, "d5b").per_address = false;
    let mismatch = ProcedureProblem::AddressMismatch {
        step: "d5b".to_owned(),
    };
    assert!(problems(&shared).contains(&mismatch));
}
