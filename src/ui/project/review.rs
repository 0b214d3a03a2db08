//! The last page of the project's wizard: everything that was entered, or what is other than it was.

use egui::Ui;

use super::draft::edit;
use super::fields::{code, field_ui};
use super::{banners, pages, words};
use crate::console::{ProjectDraft, ProjectEdit, ProjectField};
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::run_view::{hint_ui, note_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Button, key_values, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    if let Some(problem) = &screen.state.migration.problem {
        banners::problem_ui(ui, text, problem, "draft problem");
    }
    if draft.is_new() {
        new_ui(ui, screen, draft);
    } else {
        changes_ui(ui, screen, draft);
    }
    let inventory = screen.state.inventory.value();
    pages::verdict_ui(ui, text, draft, inventory.map(AsRef::as_ref));
}

fn new_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-review"));
    hint_ui(ui, &tr!(text, "project-folder-hint"));
    let width = ui.available_width();
    let folder = code("");
    field_ui(ui, screen, draft, ProjectField::Folder, folder, width);
    let browse = tr!(text, "connect-browse");
    if Button::secondary(&browse)
        .icon(icons::OPEN)
        .show(ui)
        .clicked()
    {
        edit(screen, ProjectEdit::PickFolder);
    }
    ui.add_space(space::XS);
    let addresses: Vec<String> = draft.addresses().iter().map(ToString::to_string).collect();
    key_values(ui, |values| {
        let listed = visible_line(&addresses.join(", "));
        values.text(&tr!(text, "project-lookups"), &listed);
        let mut line = |field: ProjectField, value: &str| {
            if !value.trim().is_empty() {
                values.text(&words::field(text, field), &visible_line(value));
            }
        };
        line(ProjectField::Name, draft.text(ProjectField::Name));
        let source = words::source(text, draft.generation);
        let pool = draft.text(ProjectField::SourcePool);
        line(ProjectField::SourcePool, &format!("{pool} ({source})"));
        let target = text.generation(draft.target_generation);
        let pool = draft.text(ProjectField::TargetPool);
        line(ProjectField::TargetPool, &format!("{pool} ({target})"));
        if let (Some(start), Some(end)) = (draft.start(), draft.end()) {
            line(ProjectField::StartDate, &words::day(text, start));
            line(ProjectField::EndDate, &words::day(text, end));
        }
        for field in [
            ProjectField::Operator,
            ProjectField::Reviewer,
            ProjectField::Approver,
            ProjectField::WorkFolder,
            ProjectField::CutOff,
        ] {
            line(field, draft.text(field));
        }
    });
    let two = if draft.needs_two {
        tr!(text, "project-two-people-on")
    } else {
        tr!(text, "project-two-people-off")
    };
    hint_ui(ui, &two);
}

fn changes_ui(ui: &mut Ui, screen: &Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-changes"));
    let changes = draft.changes();
    if changes.is_empty() && !draft.changes_choices() {
        hint_ui(ui, &tr!(text, "project-unchanged"));
        return;
    }
    hint_ui(ui, &tr!(text, "project-changes-hint"));
    let nothing = tr!(text, "project-nothing-entered");
    key_values(ui, |values| {
        for (field, was, is) in &changes {
            let [was, is] = [was, is].map(|value| {
                if value.is_empty() {
                    nothing.clone()
                } else {
                    visible_line(value)
                }
            });
            let change = tr!(text, "project-change-line", was = was, is = is);
            values.text(&words::field(text, *field), &change);
        }
    });
    if draft.changes_choices() {
        note_ui(ui, Tone::Info, &tr!(text, "project-choices-changed"));
    }
}
