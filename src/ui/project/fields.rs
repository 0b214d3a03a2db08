//! The fields of the project's wizard: each with its label, what to know about it, and what is wrong with it.

use egui::{Response, Ui};

use super::draft::edit;
use super::words;
use crate::console::{ProjectDraft, ProjectEdit, ProjectField};
use crate::ui::Screen;
use crate::ui::theme::space;
use crate::ui::widgets::TextField;

/// How a field is typed into.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    /// Compared letter by letter.
    pub(super) is_code: bool,
    /// Several lines.
    pub(super) rows: usize,
    pub(super) hint: &'static str,
}

pub(super) const PLAIN: Kind = Kind {
    is_code: false,
    rows: 1,
    hint: "",
};

pub(super) const fn code(hint: &'static str) -> Kind {
    Kind {
        is_code: true,
        rows: 1,
        hint,
    }
}

pub(super) const fn list(hint: &'static str) -> Kind {
    Kind {
        is_code: true,
        rows: 2,
        hint,
    }
}

pub(super) fn field_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    field: ProjectField,
    kind: Kind,
    width: f32,
) -> Response {
    let text = screen.text();
    let label = words::field(text, field);
    let note = words::note(text, field);
    let problem = draft.problem(field);
    let problem = problem.map(|problem| words::problem(text, &problem));
    let mut shown = TextField::new(&label)
        .hint(kind.hint)
        .note(note.as_deref())
        .error(problem.as_deref())
        .rows(kind.rows)
        .width(width);
    if kind.is_code {
        shown = shown.code();
    }
    let outcome = shown.show(ui, field, draft.text(field));
    if let Some(typed) = outcome.edited {
        edit(screen, ProjectEdit::Text(field, typed));
    }
    outcome.response
}

/// Two fields beside each other. Returns the first one.
pub(super) fn pair_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    fields: [(ProjectField, Kind); 2],
) -> Response {
    let half = (ui.available_width() - space::M) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let [(first, first_kind), (second, second_kind)] = fields;
        let response = field_ui(ui, screen, draft, first, first_kind, half);
        field_ui(ui, screen, draft, second, second_kind, half);
        response
    })
    .inner
}
