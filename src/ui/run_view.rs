//! A change while it is made and after: what the wizard and the dialogs share.

use egui::{CornerRadius, Frame, Label, Response, RichText, ScrollArea, Ui, Vec2};

use super::shell::strip_of;
use super::theme::{self, Tone, margin, radius, size, space};
use super::widgets::{
    Banner, BannerOutcome, Button, ChecklistRow, CodeBlock, Details, key_values, prose,
    section_heading,
};
use super::{Screen, evidence, icons};
use crate::console::table::{Select, TableEvent};
use crate::console::{Act as Wish, ActiveRun, Intent, Page, State, SwapIntent};
use crate::domain::Message;
use crate::domain::text::{visible_line, visible_lines};
use crate::localization::{Doing, Localizer, Presented};
use crate::plan::{Act, PlanKind, PlanRecord, StepRecord, StepStatus};
use crate::tr;

/// What stands in front of the page; it goes before another dialog comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    Wizard,
    Swap,
    Dialog,
}

impl Host {
    pub(super) fn close(self) -> Intent {
        match self {
            Self::Wizard => Intent::CloseWizard,
            Self::Swap => Intent::Swap(SwapIntent::Close),
            Self::Dialog => Intent::CloseDialog,
        }
    }
}

/// The labels of a part that is folded away.
pub(super) struct Folded {
    show: String,
    hide: String,
    title: String,
    copy: String,
}

impl Folded {
    pub(super) fn new(text: &Localizer) -> Self {
        Self {
            show: tr!(text, "dialog-details-show"),
            hide: tr!(text, "dialog-details-hide"),
            title: tr!(text, "dialog-details-title"),
            copy: tr!(text, "dialog-copy"),
        }
    }

    pub(super) fn details<'a>(&'a self, words: &'a str) -> Details<'a> {
        Details {
            show: &self.show,
            hide: &self.hide,
            title: &self.title,
            text: words,
            copy: &self.copy,
        }
    }
}

/// A failure as a banner: what happened, what was not done, what to do next; the server's words folded away.
pub(super) fn failure_ui(
    ui: &mut Ui,
    text: &Localizer,
    salt: &str,
    failure: &Presented,
    action: Option<Button<'_>>,
) -> BannerOutcome {
    let folded = Folded::new(text);
    let body = lines([failure.not_done.as_str(), failure.next.as_str()]);
    let mut banner = Banner::new(Tone::Danger, &failure.happened)
        .body(&body)
        .details(folded.details(&failure.detail));
    if let Some(action) = action {
        banner = banner.action(action);
    }
    banner.show(ui, salt)
}

/// Sentences under each other.
pub(super) fn lines<'a>(sentences: impl IntoIterator<Item = &'a str>) -> String {
    let sentences: Vec<&str> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
    sentences.join("\n")
}

/// A paragraph without a frame, with the sign of what it says.
pub(super) fn note_ui(ui: &mut Ui, tone: Tone, note: &str) {
    let color = theme::palette(ui).tone(tone).text;
    ui.with_layout(egui::Layout::left_to_right(egui::Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let sign = RichText::new(tone.icon())
            .font(theme::icon(size::ICON))
            .color(color);
        ui.add(Label::new(sign).selectable(false));
        let words = RichText::new(note).font(theme::body()).color(color);
        ui.add(Label::new(words).selectable(false).wrap());
    });
}

/// A paragraph that explains.
pub(super) fn hint_ui(ui: &mut Ui, hint: &str) -> Response {
    let color = theme::palette(ui).weak;
    let words = RichText::new(hint).font(theme::body()).color(color);
    ui.add(Label::new(words).selectable(false).wrap())
}

/// The same, where it only accompanies.
pub(super) fn small_hint_ui(ui: &mut Ui, hint: &str) -> Response {
    let color = theme::palette(ui).weak;
    let words = RichText::new(hint).font(theme::small()).color(color);
    ui.add(Label::new(words).selectable(false).wrap())
}

/// Where the change lands, in words and in the environment's color.
pub(super) fn place_ui(ui: &mut Ui, state: &State) {
    let text: &Localizer = &state.localizer;
    let Some(session) = &state.session else {
        return;
    };
    let colors = theme::palette(ui).environment(strip_of(session));
    Frame::new()
        .fill(colors.soft)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(margin::LABEL)
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(space::S, 0.0);
                ui.spacing_mut().interact_size.y = 0.0;
                let word = text.environment(session.environment, session.connection.source);
                let word = RichText::new(word)
                    .font(theme::small_strong())
                    .color(colors.text);
                ui.add(Label::new(word).selectable(false));
                let host = visible_line(&session.connection.host);
                let host = RichText::new(host)
                    .font(theme::small())
                    .color(theme::palette(ui).text);
                ui.add(Label::new(host).selectable(false));
            });
        });
}

/// The exact command of an act, with its button. Waiting has none.
pub(super) fn command_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    act: &Act,
    salt: usize,
) -> Option<Response> {
    let text = screen.text();
    match act.command()? {
        Ok(command) => {
            let copy = tr!(text, "dialog-copy-command");
            // Not translated: the name of the language.
            let response =
                CodeBlock::new("PowerShell", &command, &copy).show(ui, ("command", salt));
            if response.clicked() {
                screen.ask(Intent::Copy(command));
            }
            Some(response)
        }
        Err(err) => {
            let message = text.message(&Message::ForbiddenCharacter { name: err.name });
            note_ui(ui, Tone::Danger, &message);
            None
        }
    }
}

/// The lines that are handed to whoever may do what the console may not.
pub(super) fn script_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    act: &Act,
    salt: impl egui::AsIdSalt,
) -> Option<Response> {
    let text = screen.text();
    match act.script()? {
        Ok(script) => {
            let title = tr!(text, "swap-script");
            let copy = tr!(text, "swap-script-copy");
            let response = CodeBlock::new(&title, &script, &copy).show(ui, salt);
            if response.clicked() {
                screen.ask(Intent::Copy(script));
            }
            Some(response)
        }
        Err(err) => {
            let message = text.message(&Message::ForbiddenCharacter { name: err.name });
            note_ui(ui, Tone::Danger, &message);
            None
        }
    }
}

/// The sign of a state.
pub(super) fn status_sign(status: StepStatus) -> (Tone, &'static str) {
    match status {
        StepStatus::Pending => (Tone::Neutral, icons::NOT_STARTED),
        StepStatus::Running => (Tone::Info, icons::RUNNING),
        StepStatus::Interrupted => (Tone::Unknown, icons::INTERRUPTED),
        StepStatus::Done => (Tone::Success, icons::SUCCEEDED),
        StepStatus::DoneWithWarning => (Tone::Warning, icons::WARNING),
        StepStatus::AlreadySatisfied => (Tone::Success, icons::ALREADY_DONE),
        StepStatus::Failed => (Tone::Danger, icons::FAILED),
        StepStatus::UnknownOutcome => (Tone::Unknown, icons::UNKNOWN),
        StepStatus::NotVisibleYet => (Tone::Warning, icons::WAITING),
    }
}

/// The steps of a plan with how each of them stands.
pub(super) fn steps_ui(ui: &mut Ui, text: &Localizer, record: &PlanRecord) {
    // What happened to the only step stands above it already.
    let tells = record.steps.len() > 1;
    for (step, state) in record.plan.steps.iter().zip(&record.steps) {
        let (tone, icon) = status_sign(state.status);
        let status = text.step_status(state.status);
        let act = visible_line(&text.act(&step.act));
        let message = state.message.as_ref().filter(|_| tells);
        let detail = message.map(|message| text.message(message));
        let aside = times(text, state);
        let mut row = ChecklistRow::new(tone, &status, &act).icon(icon);
        if let Some(detail) = &detail {
            row = row.detail(detail);
        }
        if let Some(aside) = &aside {
            row = row.aside(aside);
        }
        let response = row.show(ui);
        if state.status == StepStatus::AlreadySatisfied {
            response.on_hover_text(tr!(text, "run-already-satisfied"));
        }
    }
}

fn times(text: &Localizer, state: &StepRecord) -> Option<String> {
    match (state.started_at, state.ended_at) {
        (Some(from), Some(to)) => Some(tr!(
            text,
            "run-from-to",
            from = text.time(from),
            to = text.time(to)
        )),
        (Some(from), None) => Some(tr!(text, "run-from", from = text.time(from))),
        _ => None,
    }
}

/// A change that is being made: what happens now, for how long, and what stopping means.
pub(super) fn run_ui(ui: &mut Ui, screen: &mut Screen<'_>, run: &ActiveRun) {
    let text = screen.text();
    let (title, body) = match &run.waiting {
        _ if run.is_stopping => (tr!(text, "run-stopping"), tr!(text, "run-stopping-body")),
        Some(waiting) => {
            let title = tr!(
                text,
                "run-waiting",
                elapsed = text.clock(waiting.elapsed),
                limit = text.clock(waiting.limit)
            );
            let message = waiting.message.as_ref();
            let said = message.map(|message| visible_lines(&text.message(message)));
            (title, said.unwrap_or_else(|| tr!(text, "run-waiting-body")))
        }
        None => (tr!(text, "run-sending"), tr!(text, "run-sending-body")),
    };
    Banner::new(Tone::Info, &title).body(&body).show(ui, "run");
    if let Some(waiting) = &run.waiting {
        super::swap::waiting_ui(ui, screen, run, waiting);
        ui.add_space(space::XS);
    }
    steps_ui(ui, text, &run.record);
    if screen.state.close_when_done {
        note_ui(ui, Tone::Info, &tr!(text, "run-closes-when-done"));
    }
}

/// Stops waiting, and before that stops the act itself; says which.
pub(super) fn stop_button_ui(ui: &mut Ui, screen: &mut Screen<'_>, run: &ActiveRun) {
    let text = screen.text();
    let (label, meaning) = if run.waiting.is_some() {
        (
            tr!(text, "run-stop-waiting"),
            tr!(text, "run-stop-waiting-tip"),
        )
    } else {
        (tr!(text, "dialog-cancel"), tr!(text, "run-cancel-tip"))
    };
    let stopping = tr!(text, "run-stopping");
    let button = Button::secondary(&label)
        .tooltip(&meaning)
        .disabled_because(run.is_stopping.then_some(stopping.as_str()));
    if button.show(ui).clicked() {
        screen.ask(Intent::StopWaiting);
    }
}

/// How a change came out, in one line and in the sentences under it.
struct Outcome {
    tone: Tone,
    title: String,
    sentences: Vec<String>,
}

/// The record as it is known best: a run whose worker was lost is told by the journal.
fn newest<'a>(state: &'a State, run: &'a ActiveRun) -> &'a PlanRecord {
    let is_lost = run.record.status() == StepStatus::Running;
    let told = state
        .journal
        .value()
        .and_then(|journal| journal.plan(&run.record.plan.id));
    match told {
        Some(entry) if is_lost => &entry.record,
        _ => &run.record,
    }
}

fn outcome(text: &Localizer, record: &PlanRecord) -> Outcome {
    let status = record.status();
    let mut sentences = Vec::new();
    // Of several steps each says for itself what happened to it.
    if let [only] = record.steps.as_slice() {
        sentences.extend(only.message.as_ref().map(|message| text.message(message)));
    }
    let word = text.step_status(status);
    let (title, next) = match status {
        StepStatus::Done => (done(text, record), None),
        // A swap always has something nobody can observe; what it came to says more than that.
        StepStatus::DoneWithWarning if is_swap(record) => {
            sentences.extend(warnings(text, record));
            (done(text, record), None)
        }
        StepStatus::DoneWithWarning => (word, Some(tr!(text, "result-with-warning-next"))),
        StepStatus::AlreadySatisfied => (word, Some(tr!(text, "run-already-satisfied"))),
        StepStatus::Failed => {
            let is_partly_done = record.steps.iter().any(|step| step.status.is_satisfied());
            if leaves_address_free(record) {
                sentences.push(tr!(text, "result-address-gap"));
            } else if leaves_a_gap(record) {
                sentences.push(tr!(text, "result-gap"));
            } else if is_partly_done {
                sentences.push(tr!(text, "result-failed-partly"));
            }
            let next = if is_partly_done {
                tr!(text, "result-partly-next")
            } else {
                tr!(text, "result-failed-next")
            };
            (tr!(text, "result-failed"), Some(next))
        }
        StepStatus::UnknownOutcome | StepStatus::Running => {
            (word, Some(tr!(text, "result-unknown-next")))
        }
        StepStatus::NotVisibleYet => (word, Some(tr!(text, "result-not-visible-next"))),
        StepStatus::Interrupted => (
            tr!(text, "result-interrupted"),
            Some(tr!(text, "result-interrupted-next")),
        ),
        StepStatus::Pending => (
            tr!(text, "result-not-begun"),
            Some(tr!(text, "result-not-begun-next")),
        ),
    };
    sentences.extend(next);
    let (tone, _) = status_sign(status);
    Outcome {
        // Nothing was begun because the journal could not be written: that is a failure, not a plan for later.
        tone: match status {
            StepStatus::Pending => Tone::Danger,
            StepStatus::DoneWithWarning if is_only_not_observable(record) => Tone::Success,
            _ => tone,
        },
        title,
        sentences,
    }
}

/// Whether an endpoint is gone and the one that was to follow it is not there.
fn leaves_a_gap(record: &PlanRecord) -> bool {
    let steps = || record.plan.steps.iter().zip(&record.steps);
    steps().any(|(step, state)| {
        matches!(step.act, Act::RemoveEndpoint(_)) && state.status.is_satisfied()
    }) && steps().any(|(step, state)| {
        matches!(step.act, Act::CreateEndpoint(_)) && !state.status.is_satisfied()
    })
}

/// What the steps that came out with a warning say.
fn warnings(text: &Localizer, record: &PlanRecord) -> Vec<String> {
    let steps = record.steps.iter();
    steps
        .filter(|step| step.status == StepStatus::DoneWithWarning)
        .filter_map(|step| step.message.as_ref())
        .map(|message| visible_lines(&text.message(message)))
        .collect()
}

/// Whether the only warning is that the User Replicator cannot be observed, which is how it always is.
fn is_only_not_observable(record: &PlanRecord) -> bool {
    let mut steps = record.plan.steps.iter().zip(&record.steps);
    steps.all(|(step, state)| {
        state.status != StepStatus::DoneWithWarning
            || matches!(step.act, Act::AwaitReplicator { .. })
    })
}

fn is_swap(record: &PlanRecord) -> bool {
    matches!(record.plan.kind, PlanKind::Swap | PlanKind::SwapBack)
}

/// Whether an account gave its address up and the endpoint that was to take it over is not there.
fn leaves_address_free(record: &PlanRecord) -> bool {
    let steps = || record.plan.steps.iter().zip(&record.steps);
    steps().any(|(step, state)| {
        matches!(step.act, Act::FreeAddress { .. }) && state.status.is_satisfied()
    }) && steps().any(|(step, state)| {
        matches!(step.act, Act::CreateEndpoint(_)) && !state.status.is_satisfied()
    })
}

fn done(text: &Localizer, record: &PlanRecord) -> String {
    match (record.plan.kind, &record.plan.undoes) {
        (PlanKind::Swap, _) => tr!(text, "result-swapped"),
        (PlanKind::SwapBack, _) => tr!(text, "result-swapped-back"),
        (_, Some(_)) => tr!(text, "result-undone"),
        (PlanKind::Create, None) => tr!(text, "result-created"),
        (PlanKind::Remove, None) => tr!(text, "result-removed"),
        (PlanKind::Replace, None) => tr!(text, "result-replaced"),
        (PlanKind::StartService, None) => tr!(text, "result-service-started"),
        (PlanKind::StopService, None) => tr!(text, "result-service-stopped"),
        (PlanKind::StartServices, None) => tr!(text, "result-services-started"),
        (PlanKind::StopServices, None) => tr!(text, "result-services-stopped"),
        (PlanKind::Replicate, None) => tr!(text, "result-replicated"),
    }
}

/// A change that is over: how it came out, what the server shows now, and what can be done next.
pub(super) fn result_ui(ui: &mut Ui, screen: &mut Screen<'_>, run: &ActiveRun, host: Host) {
    let text = screen.text();
    let state = screen.state;
    let record = newest(state, run);
    let id = &record.plan.id;
    let outcome = outcome(text, record);
    let body = lines(outcome.sentences.iter().map(String::as_str));
    let words: Vec<&str> = record
        .steps
        .iter()
        .flat_map(|step| &step.evidence.words)
        .map(String::as_str)
        .collect();
    let words = visible_lines(&words.join("\n"));
    let folded = Folded::new(text);
    let mut banner = Banner::new(outcome.tone, &outcome.title);
    if !body.is_empty() {
        banner = banner.body(&body);
    }
    if !words.is_empty() {
        banner = banner.details(folded.details(&words));
    }
    let again = tr!(text, "result-check-again");
    let refusal = state.possible(&Wish::CheckAgain(id.clone())).err();
    let refusal = refusal.map(|message| text.message(&message));
    let is_open = record
        .steps
        .iter()
        .any(|step| step.status.can_be_checked_again());
    if is_open {
        let button = Button::secondary(&again)
            .icon(icons::REFRESH)
            .disabled_because(refusal.as_deref());
        banner = banner.action(button);
    }
    if banner.show(ui, "result") == BannerOutcome::Action {
        screen.ask(Intent::CheckAgain(id.clone()));
    }
    if let Some(err) = &run.journal_error {
        let presented = text.present(err, Doing::Keeping);
        let presented = Presented {
            happened: tr!(text, "result-journal-not-written"),
            not_done: presented.happened,
            next: presented.next,
            detail: presented.detail,
        };
        failure_ui(ui, text, "journal", &presented, None);
    }
    if is_swap(record) {
        // What fits depends on how both sides stand, not on how the run came out.
        super::swap::standing::show(ui, screen, record, Some(host));
        super::swap::next_steps_ui(ui, screen, record);
        ui.add_space(space::S);
        section_heading(ui, &tr!(text, "plan-steps-done"));
    } else {
        offers_ui(ui, screen, record, host);
    }
    steps_ui(ui, text, record);
    evidence_ui(ui, text, record);
}

/// Ways on from a plan that stopped on its way.
fn offers_ui(ui: &mut Ui, screen: &mut Screen<'_>, record: &PlanRecord, host: Host) {
    let text = screen.text();
    let state = screen.state;
    let is_whole = record.steps.iter().all(|step| step.status.is_satisfied());
    if is_whole || record.steps.len() < 2 {
        return;
    }
    let id = &record.plan.id;
    let may_continue = state.possible(&Wish::Continue(id.clone())).is_ok();
    let may_undo = state.possible(&Wish::Undo(id.clone())).is_ok();
    ui.horizontal(|ui| {
        let label = tr!(text, "result-continue");
        if may_continue
            && Button::secondary(&label)
                .icon(icons::RUN)
                .show(ui)
                .clicked()
        {
            screen.ask(host.close());
            screen.ask(Intent::AskToContinue(id.clone()));
        }
        let label = tr!(text, "result-undo");
        if may_undo
            && Button::secondary(&label)
                .icon(icons::UNDO)
                .show(ui)
                .clicked()
        {
            screen.ask(host.close());
            screen.ask(Intent::AskToUndo(id.clone()));
        }
    });
}

/// What the server showed: read back, or returned, or found in the way. Each is called what it is.
fn evidence_ui(ui: &mut Ui, text: &Localizer, record: &PlanRecord) {
    let host = visible_line(&record.plan.connection.host);
    for (step, state) in record.plan.steps.iter().zip(&record.steps) {
        let is_satisfied = state.status.is_satisfied();
        let has_object = evidence::is_any(&state.evidence);
        let heading = match &step.act {
            Act::CreateEndpoint(_) if has_object && is_satisfied => tr!(text, "result-read-back"),
            Act::CreateEndpoint(_) if has_object && state.status == StepStatus::NotVisibleYet => {
                tr!(text, "result-returned")
            }
            Act::RemoveEndpoint(_) if !has_object && is_satisfied => {
                tr!(text, "result-read-back")
            }
            Act::CreateEndpoint(_) | Act::RemoveEndpoint(_) if has_object => {
                tr!(text, "result-found")
            }
            Act::StartService { .. }
            | Act::StopService { .. }
            | Act::FreeAddress { .. }
            | Act::ReturnAddress { .. }
            | Act::ConfirmContact { .. }
            | Act::ConfirmReturned(_)
            | Act::Replicate { .. }
                if has_object =>
            {
                tr!(text, "result-read-back")
            }
            _ => continue,
        };
        ui.add_space(space::S);
        section_heading(ui, &heading);
        if has_object {
            key_values(ui, |values| evidence::show(values, text, &state.evidence));
        } else {
            let address = visible_line(&step.act.subject().to_string());
            prose(ui, &tr!(text, "result-no-longer-listed", address = address));
        }
        if let Some(moment) = state.evidence.read_at {
            let time = text.date_time(moment);
            small_hint_ui(
                ui,
                &tr!(text, "read-at-from", time = time, host = host.as_str()),
            );
        }
    }
}

/// The journal entry of a change, and the way there.
pub(super) fn journal_entry_ui(ui: &mut Ui, screen: &mut Screen<'_>, run: &ActiveRun, host: Host) {
    let text = screen.text();
    let id = &run.record.plan.id;
    let entry = screen
        .state
        .journal
        .value()
        .and_then(|journal| journal.plan(id));
    let Some(entry) = entry else {
        return;
    };
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "result-journal-entry"));
    key_values(ui, |values| {
        values.code(&tr!(text, "result-journal-change"), &visible_line(&id.0));
        values.text(
            &tr!(text, "column-status"),
            &text.step_status(entry.record.status()),
        );
        let who = tr!(
            text,
            "result-journal-who",
            person = visible_line(&entry.who.os_user),
            computer = visible_line(&entry.who.computer)
        );
        values.text(&tr!(text, "column-who"), &who);
        values.code(
            &tr!(text, "result-journal-file"),
            &visible_line(&entry.file),
        );
    });
    let label = tr!(text, "result-show-journal");
    if Button::secondary(&label)
        .icon(icons::JOURNAL)
        .show(ui)
        .clicked()
    {
        screen.ask(host.close());
        screen.ask(Intent::Navigate(Page::Journal));
        screen.ask(Intent::Journal(TableEvent::Select {
            row: id.to_string(),
            how: Select::Only,
        }));
    }
}

/// A part of a dialog that scrolls by itself, to the top again in every new place.
pub(super) fn scrolling<R>(
    ui: &mut Ui,
    place: impl egui::AsIdSalt,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    ScrollArea::vertical()
        .id_salt(place)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            // Room for the focus ring and for the bar.
            ui.set_width(ui.available_width() - space::S);
            add(ui)
        })
        .inner
}
