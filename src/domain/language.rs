//! The languages of the interface.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    Korean,
    Japanese,
    English,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Korean, Self::Japanese, Self::English];

    /// The language tag, which is also the name of its folder in `i18n/`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Korean => "ko",
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// The language's own name for itself; never translated.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Korean => "한국어",
            Self::Japanese => "日本語",
            Self::English => "English",
        }
    }

    /// The language of a tag such as `ko-KR` or `ja_JP.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}
