//! Facts to start from, for those who make a project without the window.

/// Facts of a migration as a file a person can change.
pub const FACTS_EXAMPLE: &str = include_str!("../../assets/procedure/facts.example.ron");

#[cfg(test)]
mod tests {
    use crate::checklist::Facts;

    #[test]
    fn the_example_can_be_read() {
        let facts: Facts = ron::from_str(super::FACTS_EXAMPLE).unwrap();
        assert_eq!(facts.source.lookup_addresses.len(), 1);
        assert_eq!(facts.passphrase, None);
    }
}
