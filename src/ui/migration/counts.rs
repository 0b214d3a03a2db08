//! How many categories, rooms and add-ins there are: before, in the old system, and now, side by side.

use egui::{Grid, Label, RichText, Ui, Vec2};

use crate::checklist::Counts;
use crate::console::OpenProject;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::section_heading;

pub(super) fn show(ui: &mut Ui, text: &Localizer, open: &OpenProject) {
    let checklist = &open.checklist;
    let columns = [
        (tr!(text, "mig-count-source"), checklist.source_counts),
        (tr!(text, "mig-count-before"), checklist.baseline),
        (tr!(text, "mig-count-now"), checklist.counts),
    ];
    if columns.iter().all(|(_, counts)| counts.is_none()) {
        return;
    }
    section_heading(ui, &tr!(text, "mig-counts"));
    let palette = theme::palette(ui);
    Grid::new("counts")
        .spacing(Vec2::new(space::M, space::XS))
        .min_row_height(size::LINE)
        .show(ui, |ui| {
            label(ui, "", palette.weak, false);
            for (title, _) in &columns {
                label(ui, title, palette.weak, false);
            }
            ui.end_row();
            let rows: [(String, Pick); 3] = [
                (tr!(text, "mig-categories"), |counts| counts.categories),
                (tr!(text, "mig-rooms"), |counts| counts.rooms),
                (tr!(text, "mig-addins"), |counts| counts.addins),
            ];
            for (title, pick) in rows {
                label(ui, &title, palette.text, false);
                for (_, counts) in &columns {
                    let count = counts.as_ref().and_then(pick);
                    let none = || tr!(text, "page-no-value");
                    let count = count.map_or_else(none, |count| count.to_string());
                    label(ui, &count, palette.text, true);
                }
                ui.end_row();
            }
        });
}

type Pick = fn(&Counts) -> Option<usize>;

fn label(ui: &mut Ui, words: &str, color: egui::Color32, is_figure: bool) {
    let font = if is_figure {
        theme::strong()
    } else {
        theme::small()
    };
    let words = RichText::new(words).font(font).color(color);
    ui.add(Label::new(words).selectable(false));
}
