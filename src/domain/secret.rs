//! A password in memory: shown nowhere, wiped when dropped.
//!
//! It deliberately has no `Serialize`, no `Display` and a `Debug` without the text, so that no file, log line
//! or error can carry it by accident.

use std::fmt;

use zeroize::Zeroizing;

/// A text that must not leave this process except to the server it is meant for.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hands out the text itself; every call site is a place to review.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text for a password field. The field edits in place, so no second copy is left behind.
    pub fn edit(&mut self) -> &mut String {
        &mut self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_output_does_not_contain_the_text() {
        let shown = format!("{:?}", Secret::new("canary"));
        assert!(!shown.contains("canary"));
    }
}
