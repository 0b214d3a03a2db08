//! The whole migration on the lab, from A1 to D5.

use pchat_console::checklist::{Direction, SourceGeneration, Status};
use pchat_console::domain::{LabDeed, RehearsalFault};

use crate::checklist_stage::{Goal, Night, Plot, WayOf, told};

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
