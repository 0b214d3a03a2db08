//! How the states of a step look: always an icon and a word, and what a person said never like what the console read.

use crate::checklist::{Item, Status, StepId};
use crate::domain::text::visible_line;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::icons;
use crate::ui::theme::Tone;

/// The sign of a state.
pub(super) fn sign(status: Status) -> (Tone, &'static str) {
    match status {
        Status::Pending => (Tone::Neutral, icons::NOT_STARTED),
        Status::Ready => (Tone::Info, icons::CURRENT),
        Status::Running => (Tone::Info, icons::RUNNING),
        Status::Interrupted => (Tone::Unknown, icons::INTERRUPTED),
        Status::Done => (Tone::Success, icons::SUCCEEDED),
        Status::DoneWithWarning => (Tone::Warning, icons::WARNING),
        Status::AlreadySatisfied => (Tone::Success, icons::ALREADY_DONE),
        Status::Skipped => (Tone::Neutral, icons::SKIPPED),
        Status::Failed => (Tone::Danger, icons::FAILED),
        Status::Blocked => (Tone::Neutral, icons::PAUSE),
        Status::NotApplicable => (Tone::Neutral, icons::HIDE),
        Status::UnknownOutcome | Status::CannotBeRead => (Tone::Unknown, icons::UNKNOWN),
    }
}

/// The sign of a step: a fact that something read later contradicts is amber, whatever it was before.
pub(super) fn sign_of(item: &Item) -> (Tone, &'static str) {
    if item.contradicted.is_some() {
        (Tone::Warning, icons::WARNING)
    } else {
        sign(item.status)
    }
}

/// How a step stands, in words: the state, and who says so.
pub(super) fn standing(text: &Localizer, item: &Item) -> String {
    let status = if item.contradicted.is_some() {
        tr!(text, "mig-contradicted")
    } else {
        text.checklist_status(item.status)
    };
    match mark(text, item) {
        Some((_, word)) => format!("{status} · {word}"),
        None => status,
    }
}

/// Who says that a step is done: the console by its reading, or a person.
pub(super) fn mark(text: &Localizer, item: &Item) -> Option<(&'static str, String)> {
    if !item.status.is_over() {
        None
    } else if item.verified.is_some() {
        Some((icons::TRUSTED, tr!(text, "mig-verified")))
    } else if item.attested.is_some() {
        Some((icons::PERSON, tr!(text, "mig-attested")))
    } else {
        None
    }
}

/// The name of a step as people say it: `C8a-1`.
pub(super) fn code(id: &StepId) -> String {
    crate::localization::step_code(&id.0)
}

/// What a step is called; of one address with the address.
pub(super) fn title(text: &Localizer, item: &Item) -> String {
    let title = visible_line(item.step.title.of(text.language()));
    let title = if item.undoes.is_some() {
        tr!(text, "mig-undo-title", title = title)
    } else {
        title
    };
    match &item.address {
        Some((_, address)) => format!("{title} · {}", visible_line(address.as_str())),
        None => title,
    }
}
