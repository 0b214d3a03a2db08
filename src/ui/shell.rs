//! The frame round the pages: where one is connected, what may be done there, the navigation, the notices.
//!
//! Keys that work everywhere are taken here: F5, Ctrl+F, Ctrl+1 to Ctrl+7, Escape for the newest notice. A dialog or
//! the wizard has the keyboard to itself.

use egui::{CentralPanel, Frame, Id, Key, Label, Modifiers, Panel, RichText, Ui, Vec2};

use super::pages::{self, visible};
use super::widgets::{
    Button, Toast, ToastOutcome, badge_with_icon, connection_chip, environment_line, nav_item,
    toasts, trailing,
};
use super::{Screen, icons, project};
use crate::console::{Act, ActiveRun, Intent, NoteKind, OpenSession, Page};
use crate::domain::{Access, Environment, text::visible_line};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::theme::{self, Tone, margin, size, space};
use crate::ui::widgets::Banner;

/// As many notices as are shown at once; older ones wait behind them.
const MOST_NOTICES: usize = 4;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    if super::migration::project_on_wall(ui, screen) {
        notes_ui(ui, screen);
        return;
    }
    let is_covered = screen.state.wizard.is_some()
        || screen.state.dialog.is_some()
        || screen.state.migration.dialog.is_some();
    let wants_search = !is_covered && take_shortcuts(ui, screen);
    top_strip_ui(ui, screen);
    if let Some(session) = &screen.state.session {
        deployment_line_ui(ui, screen, session);
    }
    navigation_ui(ui, screen);
    let frame = Frame::new()
        .fill(theme::palette(ui).window)
        .inner_margin(margin::PAGE);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        if let Some(run) = screen.state.run.as_ref().filter(|run| !run.is_over) {
            running_ui(ui, screen, run);
        }
        pages::show(ui, screen, wants_search);
    });
    notes_ui(ui, screen);
    if screen.state.wizard.is_some() {
        super::wizard::show(ui, screen);
    }
    if screen.state.swap.is_some() {
        super::swap::show(ui, screen);
    }
    if screen.state.dialog.is_some() {
        super::dialogs::show(ui, screen);
    }
}

/// Returns whether the page's search field is to have the keyboard.
fn take_shortcuts(ui: &Ui, screen: &mut Screen<'_>) -> bool {
    const PAGE_KEYS: [Key; Page::ALL.len()] = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
    ];
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (page, key) in Page::ALL.into_iter().zip(PAGE_KEYS) {
        if pressed(Modifiers::COMMAND, key) {
            screen.ask(Intent::Navigate(page));
        }
    }
    if pressed(Modifiers::NONE, Key::F5) && why_no_refresh(screen).is_none() {
        refresh(screen);
    }
    // Escape in a field is the field's. egui has taken the keyboard from it by now, so the frame before is asked.
    let field = Id::unique("a field had the keyboard");
    let in_field = ui.data(|data| data.get_temp(field)).unwrap_or(false);
    let is_in_field = ui.ctx().text_edit_focused();
    ui.data_mut(|data| data.insert_temp(field, is_in_field));
    if let Some(note) = screen.state.notes.last()
        && !in_field
        && pressed(Modifiers::NONE, Key::Escape)
    {
        screen.ask(Intent::DismissNote(note.number));
    }
    pressed(Modifiers::COMMAND, Key::F)
}

fn refresh(screen: &mut Screen<'_>) {
    match screen.state.page {
        Page::Journal => screen.ask(Intent::RefreshJournal),
        Page::Directory if screen.state.directory().is_ok() => screen.ask(Intent::ReadDirectory),
        _ => {}
    }
    screen.ask(Intent::Refresh);
}

fn why_no_refresh(screen: &Screen<'_>) -> Option<String> {
    let text = screen.text();
    if screen.state.inventory.is_loading() {
        return Some(tr!(text, "shell-reading-now"));
    }
    screen.why_not(&Act::Refresh)
}

fn top_strip_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let frame = Frame::new()
        .fill(theme::palette(ui).navigation)
        .inner_margin(margin::TOP_STRIP);
    Panel::top("top strip")
        .exact_size(size::TOP_STRIP)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            if let Some(session) = &screen.state.session {
                let sides = Vec2::new(f32::from(margin::TOP_STRIP.left), 0.0);
                let strip = ui.max_rect().expand2(sides);
                environment_line(ui, strip, strip_of(session));
            }
            ui.horizontal_centered(|ui| {
                project::rehearsal_chip_ui(ui, screen);
                chip_ui(ui, screen);
                trailing(ui, "session", |ui| session_buttons_ui(ui, screen));
            });
        });
}

fn chip_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(session) = &screen.state.session else {
        let word = tr!(text, "shell-not-connected");
        badge_with_icon(ui, Tone::Neutral, icons::DISCONNECT, &word);
        return;
    };
    let word = text.environment(session.environment, session.connection.source);
    let icon = if session.is_lab() {
        icons::LAB
    } else {
        icons::CONNECT
    };
    let host = visible_line(&session.connection.host);
    let reading = &screen.state.inventory;
    let read = match reading.value() {
        _ if reading.is_loading() => tr!(text, "shell-reading", host = host.as_str()),
        Some(inventory) => tr!(
            text,
            "read-at-from",
            time = text.time(inventory.read_at),
            host = host.as_str()
        ),
        None => host,
    };
    let mode = access_word(text, session.access);
    // The buttons on the right keep their room.
    let room = ui.available_width() - 2.0 * size::NAVIGATION;
    let chip = ui
        .scope(|ui| {
            ui.set_max_width(room);
            connection_chip(ui, strip_of(session), icon, &word, Some(&read), &mode)
        })
        .inner
        .on_hover_ui(|ui| {
            ui.label(visible_line(&session.connection.url));
            ui.label(visible_line(&session.connection.account));
        });
    if chip.clicked() {
        screen.ask(Intent::Navigate(Page::Overview));
    }
}

fn session_buttons_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let busy = screen
        .state
        .is_running()
        .then(|| text.message(&crate::domain::Message::OtherChangeRunning));
    let busy = busy.as_deref();
    ui.spacing_mut().item_spacing.x = space::XS;
    if let Some(session) = &screen.state.session {
        match session.access {
            Access::ReadOnly => {
                let allow = tr!(text, "shell-allow-changes");
                let button = Button::quiet(&allow).icon(icons::UNLOCKED);
                if button.disabled_because(busy).show(ui).clicked() {
                    screen.ask(Intent::AskToAllowChanges);
                }
            }
            Access::Changes if !session.is_lab() => {
                let forbid = tr!(text, "shell-make-read-only");
                let button = Button::quiet(&forbid).icon(icons::LOCKED);
                if button.disabled_because(busy).show(ui).clicked() {
                    screen.ask(Intent::MakeReadOnly);
                }
            }
            Access::Changes => {}
        }
    }
    if !screen
        .state
        .session
        .as_ref()
        .is_some_and(OpenSession::is_lab)
    {
        let lab = tr!(text, "shell-use-lab");
        let button = Button::quiet(&lab).icon(icons::LAB).disabled_because(busy);
        if button.show(ui).clicked() {
            screen.ask(Intent::UseLab);
        }
    }
    let connect = tr!(text, "shell-connect");
    let button = Button::quiet(&connect).icon(icons::CONNECT);
    if button.disabled_because(busy).show(ui).clicked() {
        screen.ask(Intent::OpenConnect);
    }
    let name = tr!(text, "shell-refresh-key");
    let why_not = why_no_refresh(screen);
    let button = Button::quiet(&name).icon(icons::REFRESH).icon_only();
    if button
        .disabled_because(why_not.as_deref())
        .show(ui)
        .clicked()
    {
        refresh(screen);
    }
}

/// Under the strip on every page: nobody is to take the lab for a server, or a server for the lab.
fn deployment_line_ui(ui: &mut Ui, screen: &mut Screen<'_>, session: &OpenSession) {
    let text = screen.text();
    let palette = theme::palette(ui);
    let colors = palette.environment(strip_of(session));
    let frame = Frame::new()
        .fill(colors.soft)
        .inner_margin(margin::TOP_STRIP);
    let (icon, sentence) = if session.is_lab() {
        (icons::LAB, tr!(text, "shell-lab-line"))
    } else {
        (icons::WARNING, tr!(text, "shell-live-line"))
    };
    Panel::top("deployment line")
        .exact_size(size::ENVIRONMENT_LINE)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                pages::icon_ui(ui, icon, size::ICON, colors.text);
                let sentence = RichText::new(sentence).font(theme::body());
                let sentence = Label::new(sentence.color(palette.text)).selectable(false);
                ui.add(sentence.truncate());
                if !session.is_lab() && screen.state.page != Page::Overview {
                    let more = tr!(text, "shell-what-is-unproved");
                    if Button::quiet(&more).small().show(ui).clicked() {
                        screen.ask(Intent::Navigate(Page::Overview));
                    }
                }
            });
        });
}

fn navigation_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let frame = Frame::new()
        .fill(theme::palette(ui).navigation)
        .inner_margin(margin::NAVIGATION);
    Panel::left("navigation")
        .exact_size(size::NAVIGATION)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XXS;
            for page in Page::ALL {
                let (icon, title) = page_name(screen.text(), page);
                let is_current = screen.state.page == page;
                if nav_item(ui, icon, &title, is_current).clicked() {
                    screen.ask(Intent::Navigate(page));
                }
            }
        });
}

fn page_name(text: &Localizer, page: Page) -> (&'static str, String) {
    match page {
        Page::Overview => (icons::OVERVIEW, tr!(text, "nav-overview")),
        Page::Pools => (icons::POOLS, tr!(text, "nav-pools")),
        Page::Endpoints => (icons::ENDPOINTS, tr!(text, "nav-endpoints")),
        Page::Directory => (icons::PEOPLE, tr!(text, "nav-directory")),
        Page::Migration => (icons::MIGRATION, tr!(text, "nav-migration")),
        Page::Journal => (icons::JOURNAL, tr!(text, "nav-journal")),
        Page::Settings => (icons::SETTINGS, tr!(text, "nav-settings")),
    }
}

/// Above every page while a change goes on: what it waits for, and how to stop waiting.
fn running_ui(ui: &mut Ui, screen: &mut Screen<'_>, run: &ActiveRun) {
    let text = screen.text();
    let plan = &run.record.plan;
    let title = tr!(
        text,
        "shell-running",
        change = text.plan_kind(plan.kind, plan.undoes.is_some()),
        address = plan
            .subject()
            .map(|subject| visible_line(&subject.to_string()))
            .unwrap_or_default()
    );
    let body = match &run.waiting {
        _ if run.is_stopping => tr!(text, "shell-stopping"),
        Some(waiting) => tr!(
            text,
            "shell-waiting",
            elapsed = text.clock(waiting.elapsed),
            limit = text.clock(waiting.limit)
        ),
        None => tr!(text, "shell-running-body"),
    };
    let stop = tr!(text, "shell-stop-waiting");
    let mut banner = Banner::new(Tone::Info, &title).body(&body);
    if run.waiting.is_some() && !run.is_stopping {
        banner = banner.action(Button::secondary(&stop));
    }
    if banner.show(ui, "running") == super::widgets::BannerOutcome::Action {
        screen.ask(Intent::StopWaiting);
    }
    ui.add_space(space::S);
}

/// What happened outside the page in view, the newest last; each stays until somebody takes it away.
fn notes_ui(ui: &Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let notes = &screen.state.notes;
    let newest = notes.len().saturating_sub(MOST_NOTICES);
    let shown: Vec<_> = notes
        .iter()
        .skip(newest)
        .map(|note| (note.number, note_text(text, &note.kind)))
        .collect();
    let drawn: Vec<_> = shown
        .iter()
        .map(|(_, (tone, text))| Toast {
            tone: *tone,
            text,
            action: None,
        })
        .collect();
    let name = tr!(text, "shell-notices");
    let dismiss = tr!(text, "shell-dismiss");
    if let ToastOutcome::Dismissed(place) = toasts(ui, &name, &dismiss, &drawn)
        && let Some((number, _)) = shown.get(place)
    {
        screen.ask(Intent::DismissNote(*number));
    }
}

fn note_text(text: &Localizer, kind: &NoteKind) -> (Tone, String) {
    match kind {
        NoteKind::Copied => (Tone::Success, tr!(text, "note-copied")),
        NoteKind::ProfileSaved => (Tone::Success, tr!(text, "note-profile-saved")),
        NoteKind::KeptAside { file, aside, .. } => {
            let file = visible_line(&file.display().to_string());
            let words = match aside {
                Some(aside) => tr!(
                    text,
                    "note-kept-aside",
                    file = file,
                    aside = visible_line(&aside.display().to_string())
                ),
                None => tr!(text, "note-unreadable-file", file = file),
            };
            (Tone::Warning, words)
        }
        NoteKind::ReportSaved(file) => (
            Tone::Success,
            tr!(
                text,
                "mig-note-report-saved",
                file = visible_line(&file.display().to_string())
            ),
        ),
        NoteKind::NotSaved(err) => {
            let presented = text.present(err, Doing::Keeping);
            (Tone::Danger, visible(&[presented.happened, presented.next]))
        }
        NoteKind::NoLog(words) => (
            Tone::Warning,
            tr!(text, "log-not-written", words = visible_line(words)),
        ),
        NoteKind::WorkerPanicked(_) => (Tone::Danger, tr!(text, "note-worker-panicked")),
        NoteKind::Refused(message) => (Tone::Warning, visible_line(&text.message(message))),
    }
}

pub(super) fn access_word(text: &Localizer, access: Access) -> String {
    match access {
        Access::ReadOnly => tr!(text, "shell-read-only"),
        Access::Changes => tr!(text, "shell-changes-allowed"),
    }
}

/// The colors of the lab are the embedded one's alone.
pub(super) fn strip_of(session: &OpenSession) -> theme::Environment {
    match session.environment {
        _ if session.is_lab() => theme::Environment::Lab,
        Environment::Lab | Environment::Rehearsal => theme::Environment::Rehearsal,
        Environment::Production => theme::Environment::Production,
    }
}
