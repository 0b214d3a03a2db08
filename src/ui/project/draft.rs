//! The wizard of a project: source, target, window, people, procedure, review. This file leads from one to the next.

use egui::Ui;

use super::{pages, review, words};
use crate::console::{DraftPage, Intent, MigrationIntent, ProjectDraft, ProjectEdit};
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::scrolling;
use crate::ui::widgets::Button;
use crate::ui::wizard_frame::{FrameOutcome, WizardFrame};

pub(super) fn edit(screen: &mut Screen<'_>, edit: ProjectEdit) {
    screen.ask(Intent::Migration(MigrationIntent::EditDraft(edit)));
}

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    let arrival = Arrival::at(ui.ctx(), "project", draft.page);
    let title = if draft.is_new() {
        tr!(text, "project-draft-title")
    } else {
        tr!(text, "project-change-title")
    };
    let pages = draft.pages();
    let titles: Vec<String> = pages.iter().map(|page| words::page(text, *page)).collect();
    let place = pages.iter().position(|page| *page == draft.page);
    let meaning = if draft.is_new() {
        tr!(text, "project-draft-meaning")
    } else {
        tr!(text, "project-change-meaning")
    };
    let frame = WizardFrame {
        name: "project",
        title: &title,
        steps: &titles,
        current: place.unwrap_or_default(),
        is_open: !draft.is_busy,
        has_entries: draft.has_entries(),
        is_busy: draft.is_busy,
        meaning: &meaning,
    };
    let outcome = frame.show(
        ui,
        screen,
        |ui, screen| {
            scrolling(ui, draft.page, |ui| match draft.page {
                DraftPage::Source => pages::source_ui(ui, screen, draft, arrival),
                DraftPage::Target => pages::target_ui(ui, screen, draft, arrival),
                DraftPage::Window => pages::window_ui(ui, screen, draft, arrival),
                DraftPage::People => pages::people_ui(ui, screen, draft, arrival),
                DraftPage::Procedure => pages::procedure_ui(ui, screen, draft),
                DraftPage::Review => review::show(ui, screen, draft),
            });
        },
        |ui, screen| footer_ui(ui, screen, draft, arrival),
    );
    match outcome {
        FrameOutcome::Nothing => {}
        FrameOutcome::Back(steps) => {
            for _ in 0..steps {
                edit(screen, ProjectEdit::Back);
            }
        }
        FrameOutcome::Close => screen.ask(Intent::Migration(MigrationIntent::CloseDraft)),
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft, arrival: Arrival) {
    let text = screen.text();
    let busy = tr!(text, "project-making");
    let busy = draft.is_busy.then_some(busy.as_str());
    let first = tr!(text, "wizard-first-step");
    let is_first = draft.page == DraftPage::Source;
    let back = tr!(text, "dialog-back");
    let back =
        Button::secondary(&back).disabled_because(busy.or_else(|| is_first.then_some(&*first)));
    if back.show(ui).clicked() {
        edit(screen, ProjectEdit::Back);
    }
    let (label, intent) = match (draft.page, draft.is_new()) {
        (DraftPage::Review, true) => (tr!(text, "project-create"), MigrationIntent::Create),
        (DraftPage::Review, false) => (tr!(text, "project-change"), MigrationIntent::Create),
        _ => {
            let next = MigrationIntent::EditDraft(ProjectEdit::Next);
            (tr!(text, "dialog-next"), next)
        }
    };
    let unchanged = tr!(text, "project-unchanged");
    let is_unchanged = draft.page == DraftPage::Review && !draft.has_entries();
    let refusal = busy.or_else(|| is_unchanged.then_some(unchanged.as_str()));
    let forward = Button::primary(&label).disabled_because(refusal).show(ui);
    if matches!(draft.page, DraftPage::Procedure | DraftPage::Review) {
        arrival.focus(&forward);
    }
    if forward.clicked() {
        screen.ask(Intent::Migration(intent));
    }
    let cancel = tr!(text, "dialog-cancel");
    let cancel = Button::secondary(&cancel).disabled_because(busy);
    if cancel.show(ui).clicked() {
        screen.ask(Intent::Migration(MigrationIntent::CloseDraft));
    }
}
