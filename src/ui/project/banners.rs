//! Above a project: who else has it, what is wrong with its files, and that it is a rehearsal.

use egui::{Response, Ui};

use super::manage;
use crate::checklist::ProjectKind;
use crate::console::{
    Intent, LockHolder, MigrationIntent, OpenProject, OpenSession, ProjectAccess, ProjectIntent,
    TemplateProblem,
};
use crate::domain::text::visible_line;
use crate::localization::{Doing, Localizer, Presented};
use crate::plan::DamageReason;
use crate::ports::PortError;
use crate::tr;
use crate::ui::run_view::{failure_ui, lines};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, BannerOutcome, Button, badge_with_icon};
use crate::ui::{Screen, icons};

/// As many damaged places as the banner names; the record has them all.
const MOST_DAMAGES: usize = 4;

/// At most one about who has it, and one about its files.
pub(in crate::ui) fn banners_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let migration = &screen.state.migration;
    let Some(open) = migration.open.as_deref() else {
        return;
    };
    if let Some(lost) = &migration.projects.lost {
        lost_ui(ui, screen, open, lost);
    } else if let Some(problem) = &migration.problem {
        problem_ui(ui, text, problem, "project problem");
        ui.add_space(space::S);
    } else {
        match &open.access {
            ProjectAccess::Work => {}
            ProjectAccess::Watch(Some(holder)) => holder_ui(ui, screen, holder),
            ProjectAccess::Watch(None) => watch_ui(ui, screen, open),
        }
    }
    // The record shows them, too: beside another banner they would leave the steps no room.
    let is_alone = migration.projects.lost.is_none()
        && migration.problem.is_none()
        && open.access == ProjectAccess::Work;
    if is_alone && !open.damages.is_empty() {
        damages_ui(ui, text, open);
    }
    rehearsal_ui(ui, screen, open);
}

/// What happened with a project's files: what was not done, where the data is, what to do next.
pub(super) fn problem_ui(ui: &mut Ui, text: &Localizer, problem: &PortError, salt: &str) {
    let shown = text.present(problem, Doing::Keeping);
    failure_ui(ui, text, salt, &shown, None);
}

/// Somebody else works with it.
fn holder_ui(ui: &mut Ui, screen: &mut Screen<'_>, holder: &LockHolder) {
    let text = screen.text();
    let title = if holder.is_stale {
        tr!(text, "project-stale-title")
    } else {
        tr!(text, "project-watching-title")
    };
    let who = tr!(
        text,
        "project-held-since",
        user = visible_line(&holder.user),
        computer = visible_line(&holder.computer),
        since = text.date_time(holder.since)
    );
    let next = if holder.is_stale {
        tr!(text, "project-stale-next")
    } else {
        tr!(text, "project-watching-next")
    };
    let body = lines([who.as_str(), next.as_str()]);
    let take_over = tr!(text, "project-take-over");
    let reload = tr!(text, "project-reload");
    let (tone, action) = if holder.is_stale {
        (Tone::Warning, Button::secondary(&take_over))
    } else {
        (Tone::Info, Button::secondary(&reload).icon(icons::REFRESH))
    };
    let banner = Banner::new(tone, &title).body(&body).action(action);
    if banner.show(ui, "project holder") == BannerOutcome::Action {
        if holder.is_stale {
            manage(screen, ProjectIntent::AskToTakeOver);
        } else {
            screen.ask(Intent::Migration(MigrationIntent::Reload));
        }
    }
    ui.add_space(space::S);
}

/// Opened to be looked at, or its folder cannot be written to.
fn watch_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let title = tr!(text, "project-read-only-title");
    let body = tr!(text, "project-read-only-body");
    let action = tr!(text, "project-open-for-changes");
    let banner = Banner::new(Tone::Info, &title)
        .body(&body)
        .action(Button::secondary(&action));
    if banner.show(ui, "project watched") == BannerOutcome::Action {
        open_again(screen, open);
    }
    ui.add_space(space::S);
}

fn open_again(screen: &mut Screen<'_>, open: &OpenProject) {
    let folder = open.folder.clone();
    let mode = crate::console::OpenMode::Work;
    screen.ask(Intent::Migration(MigrationIntent::Open { folder, mode }));
}

/// The lock is lost, or the folder is: nothing is written any more.
fn lost_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, lost: &PortError) {
    let text = screen.text();
    let title = tr!(text, "project-lost-title");
    let shown = text.present(lost, Doing::Keeping);
    let folder = visible_line(&open.folder.display().to_string());
    let place = tr!(text, "project-lost-where", folder = folder);
    let body = lines([
        shown.happened.as_str(),
        &tr!(text, "project-lost-not-done"),
        place.as_str(),
        shown.next.as_str(),
    ]);
    let action = tr!(text, "project-open-again");
    let failure = Presented {
        happened: title,
        not_done: body,
        next: String::new(),
        detail: shown.detail,
    };
    let action = Button::secondary(&action);
    if failure_ui(ui, text, "project lost", &failure, Some(action)) == BannerOutcome::Action {
        open_again(screen, open);
    }
    ui.add_space(space::S);
}

/// Lines of the journal that cannot be believed: everything before them counts.
fn damages_ui(ui: &mut Ui, text: &Localizer, open: &OpenProject) {
    let is_newer = open
        .damages
        .iter()
        .any(|damage| matches!(damage.reason, DamageReason::NewerFormat(_)));
    let title = if is_newer {
        tr!(text, "project-newer-title")
    } else {
        tr!(text, "project-damaged-title")
    };
    let next = if is_newer {
        tr!(text, "project-newer-next")
    } else {
        tr!(text, "project-damaged-next")
    };
    let folder = open.folder.join("journal").display().to_string();
    let place = tr!(
        text,
        "project-damaged-where",
        folder = visible_line(&folder)
    );
    let mut sentences = vec![tr!(text, "project-damaged-what"), place, next];
    let places = open.damages.iter().take(MOST_DAMAGES);
    let places = places.map(|damage| text.damage(damage));
    sentences.extend(places);
    let body = lines(sentences.iter().map(String::as_str));
    Banner::new(Tone::Warning, &title)
        .body(&body)
        .show(ui, "project damaged");
    ui.add_space(space::S);
}

/// A rehearsal says so, and that nothing here is real; one that is not on the lab warns.
fn rehearsal_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    if !open.checklist.project.is_rehearsal() {
        return;
    }
    let is_on_lab = screen
        .state
        .session
        .as_ref()
        .is_some_and(OpenSession::is_lab);
    if is_on_lab {
        return;
    }
    let title = tr!(text, "project-rehearsal-elsewhere");
    let body = tr!(text, "project-rehearsal-elsewhere-next");
    let lab = tr!(text, "shell-use-lab");
    let banner = Banner::new(Tone::Warning, &title)
        .body(&body)
        .action(Button::secondary(&lab).icon(icons::LAB));
    if banner.show(ui, "rehearsal elsewhere") == BannerOutcome::Action {
        screen.ask(Intent::UseLab);
    }
    ui.add_space(space::S);
}

/// The chip that marks a rehearsal wherever its project is shown.
pub(in crate::ui) fn rehearsal_chip_ui(ui: &mut Ui, screen: &Screen<'_>) -> Option<Response> {
    let text = screen.text();
    let open = screen.state.migration.open.as_deref()?;
    let ProjectKind::Rehearsal { faults, .. } = &open.checklist.project.kind else {
        return None;
    };
    let chip = badge_with_icon(ui, Tone::Info, icons::LAB, &tr!(text, "project-rehearsal"));
    let names: Vec<String> = faults
        .iter()
        .map(|fault| super::words::fault(text, *fault).0)
        .collect();
    let what = tr!(text, "project-rehearsal-what");
    let mut sentences = vec![what.as_str()];
    sentences.extend(names.iter().map(String::as_str));
    Some(chip.on_hover_text(lines(sentences)))
}

/// Why a template cannot be read or written.
pub(super) fn template_problem_ui(ui: &mut Ui, text: &Localizer, problem: &TemplateProblem) {
    match problem {
        TemplateProblem::NoFile => {
            let words = tr!(text, "project-problem-missing");
            crate::ui::run_view::note_ui(ui, Tone::Danger, &words);
        }
        TemplateProblem::Port(err) => problem_ui(ui, text, err, "template problem"),
        TemplateProblem::NotAProcedure(words) => {
            let failure = Presented {
                happened: tr!(text, "project-template-unreadable"),
                not_done: String::new(),
                next: tr!(text, "project-template-unreadable-next"),
                detail: words.clone(),
            };
            failure_ui(ui, text, "template problem", &failure, None);
        }
        TemplateProblem::Contradicts(messages) => {
            let title = tr!(text, "project-template-contradicts");
            let messages: Vec<String> = messages
                .iter()
                .map(|message| visible_line(&text.checklist_message(message)))
                .collect();
            let body = lines(messages.iter().map(String::as_str));
            Banner::new(Tone::Danger, &title)
                .body(&body)
                .show(ui, "template problem");
        }
    }
}
