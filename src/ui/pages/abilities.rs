//! What the signed-in account can do: the tasks it lacks a right for in view, all of them behind a button.

use egui::Ui;

use super::{card_ui, note_ui, remark_ui};
use crate::domain::text::visible_line;
use crate::domain::{Ability, Task};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{ChecklistRow, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let rights = &screen.state.rights;
    if rights.value().is_none() && rights.error().is_none() && !rights.is_loading() {
        return;
    }
    card_ui(ui, |ui| abilities_ui(ui, screen));
    ui.add_space(space::S);
}

fn abilities_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    section_heading(ui, &tr!(text, "abilities-title"));
    if let Some(err) = state.rights.error() {
        let presented = text.present(err, Doing::Reading);
        let unread = tr!(text, "abilities-unread");
        remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &unread);
        note_ui(ui, &visible_line(&presented.happened));
        return;
    }
    let known: Vec<(Task, Ability)> = Task::ALL
        .into_iter()
        .filter_map(|task| Some((task, state.rights.value()?.ability(task))))
        .collect();
    if known.is_empty() {
        note_ui(ui, &tr!(text, "abilities-loading"));
        return;
    }
    if known
        .iter()
        .all(|(_, ability)| *ability == Ability::Unknown)
    {
        let unread = tr!(text, "abilities-unread");
        remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &unread);
        return;
    }
    let is_missing = |(_, ability): &&(Task, Ability)| matches!(ability, Ability::Missing(_));
    let missing = known.iter().filter(is_missing).count();
    if missing == 0 {
        let all = tr!(text, "abilities-all");
        remark_ui(ui, Tone::Success, icons::SUCCEEDED, &all);
    } else {
        note_ui(
            ui,
            &tr!(
                text,
                "abilities-some",
                missing = missing.to_string(),
                all = known.len().to_string()
            ),
        );
        for (task, ability) in known.iter().filter(is_missing) {
            ability_ui(ui, text, *task, ability);
        }
    }
    let folded = Folded {
        show: tr!(text, "abilities-show"),
        hide: tr!(text, "abilities-hide"),
    };
    foldable_ui(ui, "abilities", &folded, |ui| {
        for (task, ability) in &known {
            if missing == 0 || !matches!(ability, Ability::Missing(_)) {
                ability_ui(ui, text, *task, ability);
            }
        }
    });
}

fn ability_ui(ui: &mut Ui, text: &Localizer, task: Task, ability: &Ability) {
    let (tone, icon, word) = match ability {
        Ability::Held => (Tone::Success, icons::SUCCEEDED, tr!(text, "ability-held")),
        Ability::Missing(_) => (Tone::Warning, icons::LOCKED, tr!(text, "ability-missing")),
        Ability::Unknown => (Tone::Unknown, icons::UNKNOWN, tr!(text, "ability-unknown")),
    };
    let detail = match ability {
        Ability::Held | Ability::Unknown => task.cmdlets().join(", "),
        Ability::Missing(missing) => {
            let lines: Vec<_> = missing
                .iter()
                .map(|(cmdlet, roles)| missing_line(text, cmdlet, roles))
                .collect();
            lines.join("\n")
        }
    };
    ChecklistRow::new(tone, &word, &text.task(task))
        .icon(icon)
        .detail(&detail)
        .show(ui);
}

fn missing_line(text: &Localizer, cmdlet: &str, roles: &[String]) -> String {
    if roles.is_empty() {
        return tr!(text, "ability-missing-cmdlet", cmdlet = cmdlet);
    }
    tr!(
        text,
        "ability-missing-role",
        cmdlet = cmdlet,
        roles = visible_line(&roles.join(", "))
    )
}
