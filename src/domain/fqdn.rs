//! Fully qualified domain names of pools and servers.
//!
//! The rules are those of the deployment documentation: standard characters and hyphens only, no Unicode, no
//! underscore, labels of at most 63 and names of at most 255 characters; topology uses FQDNs, not short names.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

const LONGEST_NAME: usize = 255;
const LONGEST_LABEL: usize = 63;

/// A valid FQDN in lower case. Two spellings that differ only in case are the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fqdn(Arc<str>);

/// One way in which a text is not an FQDN.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FqdnProblem {
    #[error("the name is empty")]
    Empty,
    #[error("the name has {length} characters, more than {LONGEST_NAME}")]
    TooLong { length: usize },
    #[error("'{label}' has more than {LONGEST_LABEL} characters")]
    LabelTooLong { label: String },
    #[error("a part between two dots is empty")]
    EmptyLabel,
    #[error("'{label}' begins or ends with a hyphen")]
    HyphenAtEdge { label: String },
    #[error("the character '{character}' is not allowed")]
    Character { character: char },
    #[error("a single label is a short name, not an FQDN")]
    ShortName,
}

impl Fqdn {
    /// Parses a name after folding case and full-width letters; reports every problem at once.
    pub fn parse(text: &str) -> Result<Self, Vec<FqdnProblem>> {
        let name: String = text.trim().nfkc().collect::<String>().to_lowercase();
        let problems = problems_of(&name);
        if problems.is_empty() {
            Ok(Self(name.into()))
        } else {
            Err(problems)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn problems_of(name: &str) -> Vec<FqdnProblem> {
    if name.is_empty() {
        return vec![FqdnProblem::Empty];
    }
    let mut problems = Vec::new();
    let length = name.chars().count();
    if length > LONGEST_NAME {
        problems.push(FqdnProblem::TooLong { length });
    }
    let mut odd: Vec<char> = Vec::new();
    for character in name
        .chars()
        .filter(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))
    {
        if !odd.contains(&character) {
            odd.push(character);
        }
    }
    problems.extend(
        odd.into_iter()
            .map(|character| FqdnProblem::Character { character }),
    );
    let labels: Vec<&str> = name.split('.').collect();
    if labels.iter().any(|label| label.is_empty()) {
        problems.push(FqdnProblem::EmptyLabel);
    }
    if labels.len() == 1 {
        problems.push(FqdnProblem::ShortName);
    }
    for label in labels {
        if label.chars().count() > LONGEST_LABEL {
            problems.push(FqdnProblem::LabelTooLong {
                label: label.to_owned(),
            });
        }
        if label.starts_with('-') || label.ends_with('-') {
            problems.push(FqdnProblem::HyphenAtEdge {
                label: label.to_owned(),
            });
        }
    }
    problems
}

impl fmt::Display for Fqdn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Fqdn> for String {
    fn from(name: Fqdn) -> Self {
        name.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for Fqdn {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).map_err(|problems| {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&str, &[FqdnProblem]>) {
        match (Fqdn::parse(text), expect) {
            (Ok(name), Ok(wanted)) => assert_eq!(name.as_str(), wanted),
            (Err(found), Err(wanted)) => assert_eq!(found, wanted, "{text}"),
            (found, wanted) => panic!("{text}: {found:?} instead of {wanted:?}"),
        }
    }

    #[test]
    fn case_and_full_width_letters_are_folded() {
        check(" PChat-Seoul.Contoso.COM ", Ok("pchat-seoul.contoso.com"));
        check("ｐｃｈａｔ．contoso.com", Ok("pchat.contoso.com"));
    }

    #[test]
    fn all_problems_are_reported_at_once() {
        check(
            "-p_chät",
            Err(&[
                FqdnProblem::Character { character: '_' },
                FqdnProblem::Character { character: 'ä' },
                FqdnProblem::ShortName,
                FqdnProblem::HyphenAtEdge {
                    label: "-p_chät".to_owned(),
                },
            ]),
        );
        check("a..b", Err(&[FqdnProblem::EmptyLabel]));
        check("", Err(&[FqdnProblem::Empty]));
    }

    #[test]
    fn labels_of_sixty_three_and_names_of_two_hundred_and_fifty_five_characters_are_the_longest() {
        let label = "a".repeat(63);
        check(&format!("{label}.com"), Ok(&format!("{label}.com")));
        check(
            &format!("{label}a.com"),
            Err(&[FqdnProblem::LabelTooLong {
                label: format!("{label}a"),
            }]),
        );
        let longest = format!("{label}.{label}.{label}.{label}");
        check(&longest, Ok(&longest));
        check(
            &format!("{longest}.c"),
            Err(&[FqdnProblem::TooLong { length: 257 }]),
        );
    }
}
