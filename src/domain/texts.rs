//! A text in the languages of this program, for what is data and not a label: the steps of a procedure.

use serde::{Deserialize, Serialize};

use super::Language;

/// One text, as each language says it. What a site writes itself may stand in one language only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Texts {
    pub ko: String,
    pub ja: String,
    pub en: String,
}

impl Texts {
    /// The text in a language, or in the first one that has it.
    pub fn of(&self, language: Language) -> &str {
        let own = match language {
            Language::Korean => &self.ko,
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        };
        let all = [own, &self.en, &self.ko, &self.ja];
        all.into_iter().find(|text| !text.is_empty()).unwrap_or(own)
    }

    pub fn is_empty(&self) -> bool {
        self.ko.is_empty() && self.ja.is_empty() && self.en.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_missing_in_a_language_is_shown_in_one_that_has_it() {
        let text = Texts {
            ko: "중지".to_owned(),
            ..Texts::default()
        };
        assert_eq!(text.of(Language::Japanese), "중지");
        assert_eq!(Texts::default().of(Language::English), "");
    }
}
