//! From data to text in the language of the person who reads it.
//!
//! Catalogues live in `i18n/`. Ids and arguments of the English one are checked at compile time by [`tr!`](crate::tr), those of
//! the others by a test. A [`Localizer`] is a value: nothing here is global, so tests can hold one per language.

mod checklist;
mod checklist_rules;
mod dates;
mod diagnosis;
mod directory;
mod errors;
mod messages;
mod migration;
mod preflight;
mod readings;
mod swap;
mod tasks;
mod words;

use std::fmt;
use std::sync::Arc;

use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{DesktopLanguageRequester, LanguageLoader as _};
use jiff::tz::TimeZone;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::domain::Language;

pub use diagnosis::Fact;
pub use errors::{Doing, Presented};
pub use migration::{EntryWords, step_code};

#[derive(RustEmbed)]
#[folder = "i18n/"]
struct Catalogues;

/// Must be the crate's name as Rust spells it: the compile-time checks look there.
const DOMAIN: &str = "pchat_console";

/// One language, ready to use, with the time zone times are shown in.
pub struct Localizer {
    language: Language,
    zone: TimeZone,
    loader: FluentLanguageLoader,
}

/// The text of a message, checked at compile time: `tr!(localizer, "id", argument = value)`.
#[macro_export]
macro_rules! tr {
    ($localizer:expr, $id:literal) => {
        i18n_embed_fl::fl!($localizer.loader(), $id)
    };
    ($localizer:expr, $id:literal, $($arguments:tt)*) => {
        i18n_embed_fl::fl!($localizer.loader(), $id, $($arguments)*)
    };
}

impl Localizer {
    /// # Panics
    ///
    /// If the catalogues inside the program are broken, which a test excludes.
    pub fn new(language: Language, zone: TimeZone) -> Self {
        let fallback = identifier(Language::English);
        let loader = FluentLanguageLoader::new(DOMAIN, fallback.clone());
        #[expect(
            clippy::expect_used,
            reason = "the catalogues are part of the program; a test loads each of them"
        )]
        loader
            .load_languages(&Catalogues, &[identifier(language), fallback])
            .expect("the embedded catalogues load");
        // Isolation marks would end up in copied text; addresses and names are shown in fields of their own.
        loader.set_use_isolating(false);
        Self {
            language,
            zone,
            loader,
        }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// For [`tr!`](crate::tr) only.
    pub fn loader(&self) -> &FluentLanguageLoader {
        &self.loader
    }
}

impl fmt::Debug for Localizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Localizer")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// All languages at once, so that switching costs nothing and texts can be given in each of them.
#[derive(Clone, Debug)]
pub struct Localizers(Arc<[Arc<Localizer>; 3]>);

impl Localizers {
    pub fn new(zone: &TimeZone) -> Self {
        Self(Arc::new(Language::ALL.map(|language| {
            Arc::new(Localizer::new(language, zone.clone()))
        })))
    }

    pub fn of(&self, language: Language) -> &Arc<Localizer> {
        let [korean, japanese, english] = self.0.as_ref();
        match language {
            Language::Korean => korean,
            Language::Japanese => japanese,
            Language::English => english,
        }
    }
}

/// The first language of the system that this program speaks, or English.
pub fn system_language() -> Language {
    DesktopLanguageRequester::requested_languages()
        .into_iter()
        .find_map(|requested| Language::from_tag(requested.language.as_str()))
        .unwrap_or(Language::English)
}

fn identifier(language: Language) -> LanguageIdentifier {
    language.tag().parse().unwrap_or_default()
}

/// The raw text of a catalogue, for the test that compares them.
pub fn catalogue(language: Language) -> Option<String> {
    let file = Catalogues::get(&format!("{}/{DOMAIN}.ftl", language.tag()))?;
    String::from_utf8(file.data.into_owned()).ok()
}
