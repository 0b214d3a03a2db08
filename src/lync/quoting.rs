//! PowerShell single-quoted strings.
//!
//! PowerShell takes five characters for a single quote (`about_Quoting_Rules`, the language specification 2.3.5.2):
//! the ASCII apostrophe and U+2018 to U+201B. Word processors and input methods produce them all, so each of them
//! is doubled. Nothing else is special inside single quotes.

/// The characters PowerShell reads as a single quote.
const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// A character that must not stand in a command a person reads before running it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the value contains {name}")]
pub struct ForbiddenCharacter {
    pub name: String,
}

/// The value as a single-quoted PowerShell string.
pub fn quote(value: &str) -> Result<String, ForbiddenCharacter> {
    if let Some(name) = crate::domain::text::first_forbidden(value) {
        return Err(ForbiddenCharacter { name });
    }
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('\'');
    for character in value.chars() {
        if QUOTES.contains(&character) {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    Ok(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_five_quotes_are_doubled_and_nothing_else_is_touched() {
        assert_eq!(quote("a'b‘c’d‚e‛f").unwrap(), "'a''b‘‘c’’d‚‚e‛‛f'");
        assert_eq!(quote("$(x) `\" ; | 끝점").unwrap(), "'$(x) `\" ; | 끝점'");
    }

    #[test]
    fn control_and_bidirectional_characters_are_refused_by_name() {
        assert_eq!(quote("a\nb").unwrap_err().name, "U+000A LINE FEED");
        assert_eq!(
            quote("a\u{2066}b").unwrap_err().name,
            "U+2066 LEFT-TO-RIGHT ISOLATE"
        );
    }
}
