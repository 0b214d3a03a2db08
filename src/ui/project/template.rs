//! The editor of a procedure: durations, owners, remarks, steps of the site's own.

use egui::{Id, ScrollArea, Ui, Vec2};

use super::{banners, manage};
use crate::checklist::{OwnStep, ProcedureStep};
use crate::console::{OwnEdit, ProjectIntent, TemplateDraft, TemplateEdit, TemplateGoal};
use crate::domain::text::visible_line;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::{hint_ui, note_ui, small_hint_ui};
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{Button, Dialog, TextField, section_heading};
use crate::ui::{Screen, icons};

fn ask(screen: &mut Screen<'_>, edit: TemplateEdit) {
    manage(screen, ProjectIntent::Template(edit));
}

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft) {
    let text = screen.text();
    let title = tr!(text, "project-template-title");
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("template"), &title)
        .width(size::WIZARD)
        .close(&tr!(text, "dialog-close"))
        .fixed_body(size::DIALOG_PAGES)
        .show(
            ui,
            |ui| body_ui(ui, screen, template),
            |ui| footer_ui(ui, &mut below, template),
        );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        manage(screen, ProjectIntent::CloseDialog);
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft) {
    let text = screen.text();
    let save = tr!(text, "project-template-save");
    let save = Button::secondary(&save).icon(icons::SAVE);
    if save.show(ui).clicked() {
        manage(screen, ProjectIntent::SaveTemplate);
    }
    let use_it = match template.goal {
        TemplateGoal::Draft => Some(tr!(text, "project-template-use-draft")),
        TemplateGoal::Project => Some(tr!(text, "project-template-use-project")),
        TemplateGoal::File => None,
    };
    if let Some(use_it) = use_it {
        let unchanged = tr!(text, "project-unchanged");
        let refusal = (!template.is_changed).then_some(unchanged.as_str());
        let button = Button::primary(&use_it).disabled_because(refusal);
        if button.show(ui).clicked() {
            manage(screen, ProjectIntent::UseTemplate);
        }
    }
    let close = tr!(text, "dialog-close");
    if Button::secondary(&close).show(ui).clicked() {
        manage(screen, ProjectIntent::CloseDialog);
    }
}

fn body_ui(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft) {
    let text = screen.text();
    let what = match template.goal {
        TemplateGoal::Draft => tr!(text, "project-template-for-draft"),
        TemplateGoal::Project => tr!(text, "project-template-for-project"),
        TemplateGoal::File => tr!(text, "project-template-for-file"),
    };
    hint_ui(ui, &what);
    let width = ui.available_width();
    let wrong = template.file_problem.as_ref();
    let file = TextField::new(&tr!(text, "project-field-template"))
        .code()
        .width(width)
        .show(ui, "template file", &template.file);
    if let Some(typed) = file.edited {
        ask(screen, TemplateEdit::File(typed));
    }
    if let Some(problem) = wrong {
        banners::template_problem_ui(ui, text, problem);
    }
    if let Some(saved) = &template.saved {
        let file = visible_line(&saved.display().to_string());
        note_ui(
            ui,
            Tone::Success,
            &tr!(text, "project-template-saved", file = file),
        );
    }
    ui.add_space(space::XS);
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let list = Vec2::new((room.x - space::M) * 0.42, room.y);
        ui.allocate_ui_with_layout(list, egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(list);
            ui.set_max_width(list.x);
            steps_ui(ui, screen, template);
        });
        ui.vertical(|ui| {
            ScrollArea::vertical()
                .id_salt("template step")
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    ui.set_width(ui.available_width() - space::S);
                    match &template.own {
                        Some(own) => own_ui(ui, screen, template, own),
                        None => step_ui(ui, screen, template),
                    }
                });
        });
    });
}

fn steps_ui(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft) {
    let text = screen.text();
    ScrollArea::vertical()
        .id_salt("template steps")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XXS;
            for phase in &template.procedure.phases {
                let title = visible_line(phase.title.of(text.language()));
                section_heading(ui, &format!("{} · {title}", visible_line(&phase.id.0)));
                for step in &phase.steps {
                    let is_selected = template.selected.as_ref() == Some(&step.id);
                    let words = name_of(text, step);
                    let words = egui::RichText::new(words).font(theme::body());
                    let line = egui::Button::selectable(is_selected, words).truncate();
                    let line = ui
                        .with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                            ui.add(line)
                        })
                        .inner;
                    if line.clicked() {
                        ask(screen, TemplateEdit::Select(step.id.clone()));
                    }
                }
            }
        });
}

fn name_of(text: &Localizer, step: &ProcedureStep) -> String {
    let title = visible_line(step.title.of(text.language()));
    format!("{}  {title}", visible_line(&step.id.0))
}

/// What may be changed about a step.
fn step_ui(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft) {
    let text = screen.text();
    let selected = template.selected.as_ref();
    let Some(step) = selected.and_then(|step| template.procedure.step(step)) else {
        return;
    };
    section_heading(ui, &name_of(text, step));
    hint_ui(ui, &visible_line(step.what.of(text.language())));
    let width = ui.available_width();
    let minutes = TextField::new(&tr!(text, "project-template-minutes"))
        .width(size::BUTTON * 2.0)
        .show(ui, ("minutes", &step.id), &step.minutes.to_string());
    if let Some(typed) = minutes.edited {
        ask(screen, TemplateEdit::Minutes(typed));
    }
    let owner = TextField::new(&tr!(text, "project-template-owner"))
        .width(width)
        .show(ui, ("owner", &step.id), &step.owner);
    if let Some(typed) = owner.edited {
        ask(screen, TemplateEdit::Owner(typed));
    }
    let notes = TextField::new(&tr!(text, "project-template-notes"))
        .rows(3)
        .width(width)
        .show(ui, ("notes", &step.id), &step.notes);
    if let Some(typed) = notes.edited {
        ask(screen, TemplateEdit::Notes(typed));
    }
    ui.horizontal_wrapped(|ui| {
        let add = tr!(text, "project-template-add");
        if Button::secondary(&add).icon(icons::ADD).show(ui).clicked() {
            ask(screen, TemplateEdit::BeginOwn);
        }
        let remove = tr!(text, "project-template-remove");
        let remove = Button::secondary(&remove).icon(icons::REMOVE);
        if step.id.is_own() && remove.show(ui).clicked() {
            ask(screen, TemplateEdit::RemoveOwn);
        }
    });
}

/// A step of the site's own while it is typed.
fn own_ui(ui: &mut Ui, screen: &mut Screen<'_>, template: &TemplateDraft, own: &OwnStep) {
    let text = screen.text();
    let after = template.selected.as_ref();
    let after = after.and_then(|step| template.procedure.step(step));
    section_heading(ui, &tr!(text, "project-own-title"));
    if let Some(after) = after {
        let name = name_of(text, after);
        hint_ui(ui, &tr!(text, "project-own-after", step = name));
    }
    let width = ui.available_width();
    let minutes = own.minutes.to_string();
    let fields = [
        (OwnEdit::Title, tr!(text, "project-own-name"), &own.title, 1),
        (OwnEdit::What, tr!(text, "project-own-what"), &own.what, 3),
        (
            OwnEdit::Command,
            tr!(text, "project-own-command"),
            &own.command,
            2,
        ),
        (
            OwnEdit::Machine,
            tr!(text, "project-own-machine"),
            &own.machine,
            1,
        ),
        (OwnEdit::Role, tr!(text, "project-own-role"), &own.role, 1),
        (
            OwnEdit::Minutes,
            tr!(text, "project-template-minutes"),
            &minutes,
            1,
        ),
    ];
    let missing = tr!(text, "project-problem-missing");
    for (field, label, value, rows) in fields {
        let is_needed = matches!(field, OwnEdit::Title | OwnEdit::What);
        let is_wrong = template.own_is_incomplete && is_needed && value.trim().is_empty();
        let mut shown = TextField::new(&label)
            .error(is_wrong.then_some(missing.as_str()))
            .rows(rows)
            .width(width);
        if field == OwnEdit::Command {
            shown = shown.code();
        }
        let salt = label.clone();
        if let Some(typed) = shown.show(ui, ("own", salt), value).edited {
            ask(screen, TemplateEdit::Own(field, typed));
        }
    }
    small_hint_ui(ui, &tr!(text, "project-own-proof"));
    ui.horizontal(|ui| {
        let add = tr!(text, "project-own-add");
        if Button::secondary(&add).show(ui).clicked() {
            ask(screen, TemplateEdit::AddOwn);
        }
        let drop = tr!(text, "dialog-cancel");
        if Button::quiet(&drop).show(ui).clicked() {
            ask(screen, TemplateEdit::DropOwn);
        }
    });
}
