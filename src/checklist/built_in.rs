//! The procedure that comes with the program, from `assets/procedure`: one file of its own for each phase.

use std::sync::Arc;

use serde::Deserialize;

use super::procedure::{Phase, Procedure};
use crate::domain::Texts;

const HEAD: &str = include_str!("../../assets/procedure/procedure.ron");
const PHASES: [&str; 4] = [
    include_str!("../../assets/procedure/a.ron"),
    include_str!("../../assets/procedure/b.ron"),
    include_str!("../../assets/procedure/c.ron"),
    include_str!("../../assets/procedure/d.ron"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: u32,
    edition: String,
    name: Texts,
}

impl Procedure {
    /// Read anew with each call: whoever needs it often keeps it.
    ///
    /// # Panics
    ///
    /// If the embedded files cannot be read, which a test rules out.
    pub fn built_in() -> Arc<Self> {
        let head: Head = ron::from_str(HEAD).expect("the head of the embedded procedure is valid");
        let phases = PHASES.map(|text| {
            ron::from_str::<Phase>(text).expect("each phase of the embedded procedure is valid")
        });
        Arc::new(Self {
            format: head.format,
            name: head.name,
            edition: head.edition,
            phases: phases.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::procedure::FORMAT;

    #[test]
    fn the_embedded_procedure_can_be_read_and_written_again() {
        let procedure = Procedure::built_in();
        assert_eq!(procedure.format, FORMAT);
        let text = ron::to_string(&*procedure).unwrap();
        assert_eq!(ron::from_str::<Procedure>(&text).unwrap(), *procedure);
        let phases: Vec<&str> = procedure.phases.iter().map(|p| p.id.0.as_str()).collect();
        assert_eq!(phases, ["A", "B", "C", "D"]);
    }
}
