//! What the fuzzers keep, replayed on stable: every input of `fuzz/corpus` and everything that was ever found
//! (`fuzz/regressions`), through the functions the fuzzers call.

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library where it is at home")]
pub(crate) mod targets;

use std::fs;
use std::panic;
use std::time::{Duration, Instant};

use crate::support::{files_below, repository};

/// For one input, in a build for debugging on a busy machine; most take less than a millisecond.
const LONGEST: Duration = Duration::from_secs(5);
/// In bytes, so that a checkout stays small; the fuzzers are told the same limit.
const LARGEST: u64 = 64 << 10;

/// Replays one folder of every target; the number of its inputs must not be below `fewest`.
fn replay(folder: &str, fewest: usize) {
    let folder = repository().join("fuzz").join(folder);
    for (name, run) in targets::TARGETS {
        let of_target = folder.join(name);
        let inputs = if of_target.is_dir() {
            files_below(&of_target, "")
        } else {
            Vec::new()
        };
        assert!(
            inputs.len() >= fewest,
            "{} has {} inputs",
            of_target.display(),
            inputs.len()
        );
        for path in inputs {
            let shown = path.display();
            assert!(
                fs::metadata(&path).unwrap().len() <= LARGEST,
                "{shown} is too large"
            );
            let input = fs::read(&path).unwrap();
            let begun = Instant::now();
            assert!(panic::catch_unwind(|| run(&input)).is_ok(), "{shown} fails");
            assert!(
                begun.elapsed() < LONGEST,
                "{shown} took {:?}",
                begun.elapsed()
            );
        }
    }
}

#[test]
fn no_input_of_the_corpora_does_more_than_fail() {
    replay("corpus", 5);
}

#[test]
fn nothing_that_was_ever_found_comes_back() {
    replay("regressions", 0);
}

/// A folder that nobody replays is a target that was renamed.
#[test]
fn every_folder_of_inputs_belongs_to_a_target() {
    for folder in ["corpus", "regressions"] {
        for entry in fs::read_dir(repository().join("fuzz").join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(
                targets::TARGETS.iter().any(|(target, _)| *target == name),
                "{folder}/{name} belongs to no target"
            );
        }
    }
}
