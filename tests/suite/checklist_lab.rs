//! The whole migration on the lab, from A1 to D5.

use pchat_console::checklist::{
    LossLimit, ProjectEntry, SourceGeneration, Status, StepId, forecast, lab_past,
};
use pchat_console::domain::{LabDeed, RehearsalFault};
use pchat_console::plan::Act;
use pchat_console::ports::Clock as _;

use crate::lab_night::{Goal, Night, Plot, WayOf, told};
use crate::support::secs;

/// The steps a decision stands before.
const GATES: [&str; 5] = ["c1", "c6", "c9", "c12", "d1"];

/// Every step is over, none was skipped, and what the migration is for holds.
fn assert_migrated(night: &Night) {
    let checklist = night.checklist();
    for item in &checklist.items {
        let is_good = matches!(
            item.status,
            Status::Done
                | Status::DoneWithWarning
                | Status::AlreadySatisfied
                | Status::NotApplicable
        );
        assert!(is_good, "{}", told(&checklist, item));
    }
    assert_eq!(checklist.current, None);
    assert_eq!(checklist.deviations, []);
    let world = night.world();
    for address in &checklist.facts.source.lookup_addresses {
        assert!(!world.endpoints.contains(&address.to_string()), "{world:?}");
    }
    assert!(world.sources.contains("[]"), "{world:?}");
    assert!(!world.group_chat.contains("Running"), "{world:?}");
    let chat = world
        .services
        .iter()
        .filter(|service| service.contains("LABCHAT"));
    assert_eq!(chat.clone().count(), 4);
    for service in chat {
        assert!(service.ends_with("Running"), "{world:?}");
    }
    assert!(world.content.contains("Pilot room") && world.content.contains("Sales-Region"));
    assert!(world.policies.contains("Some(true)"), "{world:?}");
    assert!(night.lab.people_act(LabDeed::CompareDatabases).is_ok());
}

fn migrated(plot: &Plot) -> Night {
    let night = Night::new(plot);
    night.carry_on(&Goal::End);
    assert_migrated(&night);
    night
}

#[test]
fn the_whole_procedure_comes_to_its_end_on_the_lab() {
    migrated(&Plot::plain());
}

#[test]
fn the_whole_procedure_comes_to_its_end_with_two_addresses_and_with_every_way_to_free_them() {
    for way in [WayOf::Rename, WayOf::RemoveFromLync, WayOf::DeleteAccount] {
        migrated(&Plot {
            way,
            ..Plot::with_two_addresses()
        });
    }
}

#[test]
fn the_whole_procedure_comes_to_its_end_from_2007_r2() {
    let night = migrated(&Plot {
        generation: SourceGeneration::Ocs2007R2,
        ..Plot::plain()
    });
    let checklist = night.checklist();
    let status = |step: &str| checklist.item(&StepId::new(step)).unwrap().status;
    assert_eq!(status("d2"), Status::NotApplicable);
    assert_eq!(status("d2b"), Status::Done);
}

/// Whether a fault was met, as the journal shows it.
fn has_struck(night: &Night, fault: RehearsalFault) -> bool {
    let records = night.records();
    let says = |words: &str| {
        records.iter().any(|record| {
            matches!(&record.entry, ProjectEntry::Output { text, .. } if text.contains(words))
        })
    };
    match fault {
        RehearsalFault::ServiceWillNotStop => says("pc01.contoso.com: back"),
        RehearsalFault::ServerLost => says("pc02.contoso.com: back"),
        RehearsalFault::ImportWarning => says("WARNING: Import-CsPersistentChatData"),
        RehearsalFault::AddressStillHeld => says("from proxyAddresses"),
        RehearsalFault::ReplicationLags => {
            let checklist = night.checklist();
            let steps = checklist.plans.values().flat_map(|record| {
                let steps = record.plan.steps.iter().zip(&record.steps);
                // An address that is still held as well is waited for in the step before.
                steps.filter(|(step, _)| {
                    matches!(
                        step.act,
                        Act::FreeAddress { .. } | Act::AwaitControllers { .. }
                    )
                })
            });
            let mut waits =
                steps.filter_map(|(_, state)| Some(state.ended_at?.since(state.started_at?)));
            waits.any(|wait| wait > secs(90))
        }
    }
}

#[test]
fn every_fault_of_a_rehearsal_strikes_and_is_overcome_from_inside_the_checklist() {
    for fault in RehearsalFault::ALL {
        let night = migrated(&Plot {
            faults: vec![fault],
            ..Plot::plain()
        });
        assert!(has_struck(&night, fault), "{fault}");
        let without = migrated(&Plot::plain());
        assert!(!has_struck(&without, fault), "{fault}");
    }
}

#[test]
fn all_faults_of_a_rehearsal_at_once_are_overcome() {
    let night = migrated(&Plot {
        faults: RehearsalFault::ALL.to_vec(),
        ..Plot::with_two_addresses()
    });
    for fault in RehearsalFault::ALL {
        assert!(has_struck(&night, fault), "{fault}");
    }
}

#[test]
fn a_migration_is_taken_back_from_every_gate_to_what_was_captured() {
    let later = ["c8b-1", "c10", "d5b-1"];
    for plot in [Plot::plain(), Plot::with_two_addresses()] {
        for step in GATES.into_iter().chain(later) {
            let night = Night::new(&plot);
            let before = night.fork().world();
            night.carry_on(&Goal::Before(StepId::new(step)));
            let loss = forecast(&night.checklist(), night.clock.now()).loss;
            let is_started = !matches!(step, "c1" | "c6" | "c8b-1" | "c9");
            assert_eq!(
                matches!(loss, LossLimit::LosesSince(_)),
                is_started,
                "{step}: {loss:?}"
            );
            night.begin_rollback();
            night.carry_on(&Goal::End);
            let checklist = night.checklist();
            for item in checklist.items.iter().filter(|item| item.undoes.is_some()) {
                assert!(item.status.is_over(), "{step}: {}", told(&checklist, item));
            }
            assert_eq!(night.world(), before, "from {step}");
        }
    }
}

#[test]
fn a_rehearsal_that_is_opened_again_finds_its_lab_where_it_stood() {
    for step in ["c3", "c9", "d1"] {
        let night = Night::new(&Plot::plain());
        night.carry_on(&Goal::Before(StepId::new(step)));
        let stood = night.fork().world();
        let anew = night.with_lab_anew(&lab_past(&night.records()));
        assert_eq!(anew.fork().world(), stood, "{step}");
        anew.carry_on(&Goal::End);
        assert_migrated(&anew);
    }
}
