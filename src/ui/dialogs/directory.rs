//! The directory's connection: which domain controller, and the account that signs in there.

use egui::{Id, Response, Ui};

use super::fields::{
    NamedAccount, account_choice_ui, ca_file_ui, current_user_missing, entered, named_account_ui,
    server_words,
};
use crate::console::{DirectoryDialog, DirectoryEdit, Intent};
use crate::domain::text::visible_line;
use crate::domain::{DirectoryServer, Message};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{failure_ui, scrolling, small_hint_ui};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{Banner, Button, Choice, Dialog, TextField, radio_row, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &DirectoryDialog) {
    let text = screen.text();
    let arrival = Arrival::at(ui.ctx(), "connect directory", dialog.is_connecting);
    let title = tr!(text, "directory-title");
    let close = tr!(text, "dialog-close");
    let mut frame = Dialog::new(Id::unique("connect directory"), &title)
        .width(size::DIALOG_WIDE)
        .fixed_body(size::DIALOG_PAGES);
    if !dialog.is_connecting {
        frame = frame.close(&close);
    }
    let mut below = Screen::new(screen.state);
    let outcome = frame.show(
        ui,
        |ui| {
            scrolling(ui, "directory", |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                body_ui(ui, screen, dialog, arrival);
            });
        },
        |ui| footer_ui(ui, &mut below, dialog, arrival),
    );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        screen.ask(if dialog.is_connecting {
            Intent::CancelConnectDirectory
        } else {
            Intent::CloseDialog
        });
    }
}

fn body_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &DirectoryDialog, arrival: Arrival) {
    let text = screen.text();
    status_ui(ui, text, dialog);
    let busy = tr!(text, "connect-busy");
    let busy = dialog.is_connecting.then_some(busy.as_str());
    small_hint_ui(ui, &tr!(text, "directory-encrypted"));
    let server = server_ui(ui, screen, dialog, busy);
    arrival.focus(&server);
    let typed = account_ui(ui, screen, dialog, busy);
    more_ui(ui, screen, dialog, busy);
    for field in std::iter::once(&server).chain(&typed) {
        if entered(ui, field) {
            screen.ask(Intent::ConnectDirectory);
        }
    }
}

/// What is going on, or how the last attempt ended.
fn status_ui(ui: &mut Ui, text: &Localizer, dialog: &DirectoryDialog) {
    if dialog.is_connecting {
        let server = server_words(text, &wanted(dialog));
        let title = tr!(text, "directory-connecting-to", server = server);
        Banner::new(Tone::Info, &title)
            .body(&tr!(text, "directory-connecting-to-body"))
            .show(ui, "connecting");
    } else if let Some(err) = &dialog.error {
        let presented = text.present(err, Doing::ConnectingDirectory);
        failure_ui(ui, text, "failure", &presented, None);
    } else if dialog.is_saved {
        Banner::new(Tone::Success, &tr!(text, "directory-saved")).show(ui, "saved");
    }
}

fn wanted(dialog: &DirectoryDialog) -> DirectoryServer {
    if dialog.is_typed {
        DirectoryServer::Typed(dialog.profile.server.trim().to_owned())
    } else {
        let mut profile = dialog.profile.clone();
        profile.server.clear();
        profile.server()
    }
}

/// Which domain controller. Returns the field.
fn server_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &DirectoryDialog,
    busy: Option<&str>,
) -> Response {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "directory-where"));
    let found = tr!(text, "directory-discovered");
    let found_meaning = tr!(text, "directory-discovered-meaning");
    let typed = tr!(text, "directory-typed");
    let typed_meaning = tr!(text, "directory-typed-meaning");
    let choices = [
        Choice {
            title: &found,
            meaning: &found_meaning,
            disabled_because: busy,
        },
        Choice {
            title: &typed,
            meaning: &typed_meaning,
            disabled_because: busy,
        },
    ];
    let chosen = radio_row(ui, &choices, Some(usize::from(dialog.is_typed)));
    if let Some(place) = chosen {
        screen.ask(Intent::EditDirectory(DirectoryEdit::Typed(place == 1)));
    }
    small_hint_ui(
        ui,
        if dialog.is_typed {
            &typed_meaning
        } else {
            &found_meaning
        },
    );
    let (problems, profile) = (&dialog.problems, &dialog.profile);
    let (salt, hint, label, note, wrong, value) = if dialog.is_typed {
        let label = tr!(text, "directory-server");
        let note = tr!(text, "directory-server-note");
        let (wrong, value) = (&problems.server, &profile.server);
        ("server", "dc01.contoso.com", label, note, wrong, value)
    } else {
        let label = tr!(text, "directory-domain");
        let note = tr!(text, "directory-domain-note");
        let (wrong, value) = (&problems.domain, &profile.domain);
        ("domain", "contoso.com", label, note, wrong, value)
    };
    let wrong = wrong.as_ref().map(|message| text.message(message));
    let field = TextField::new(&label)
        .hint(hint)
        .note(Some(&note))
        .error(wrong.as_deref())
        .code()
        .width(ui.available_width())
        .disabled_because(busy)
        .show(ui, salt, value);
    if let Some(typed) = field.edited {
        let edit = if dialog.is_typed {
            DirectoryEdit::Server(typed)
        } else {
            DirectoryEdit::Domain(typed)
        };
        screen.ask(Intent::EditDirectory(edit));
    }
    field.response
}

/// Who signs in. Returns the fields in which Enter connects.
fn account_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &DirectoryDialog,
    busy: Option<&str>,
) -> Vec<Response> {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-account"));
    let is_current = dialog.profile.current_user;
    if let Some(is_current) = account_choice_ui(ui, screen, is_current, busy) {
        let edit = DirectoryEdit::CurrentUser(is_current);
        screen.ask(Intent::EditDirectory(edit));
    }
    small_hint_ui(ui, &tr!(text, "directory-account-note"));
    if is_current {
        if let Some(missing) = current_user_missing(screen) {
            crate::ui::run_view::note_ui(ui, Tone::Danger, &missing);
        }
        return Vec::new();
    }
    let account = NamedAccount {
        hint: "CONTOSO\\ad-admin",
        user: &dialog.profile.user,
        password: &dialog.password,
        user_problem: dialog.problems.user.as_ref(),
        password_problem: dialog.problems.password.as_ref(),
    };
    let edits = named_account_ui(ui, text, &account, busy);
    if let Some(typed) = edits.user {
        screen.ask(Intent::EditDirectory(DirectoryEdit::User(typed)));
    }
    if let Some(secret) = edits.password {
        screen.ask(Intent::EditDirectory(DirectoryEdit::Password(secret)));
    }
    edits.fields
}

/// What seldom has to be touched: folded away, with what is set said beside the button.
fn more_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &DirectoryDialog, busy: Option<&str>) {
    let text = screen.text();
    ui.add_space(space::XS);
    let folded = Folded {
        show: tr!(text, "directory-more-show"),
        hide: tr!(text, "directory-more-hide"),
    };
    let wrong = dialog.problems.dns.as_ref();
    let wrong = wrong.map(|message| text.message(message));
    let is_open = foldable_ui(ui, "more", &folded, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let note = tr!(text, "directory-ca-note");
        ca_file_ui(ui, screen, dialog.ca_file.as_deref(), &note, busy);
        let note = tr!(text, "directory-dns-note");
        let field = TextField::new(&tr!(text, "directory-dns"))
            .hint("10.0.0.53")
            .note(Some(&note))
            .error(wrong.as_deref())
            .code()
            .width(ui.available_width())
            .disabled_because(busy)
            .show(ui, "dns", &dialog.profile.dns);
        if let Some(typed) = field.edited {
            screen.ask(Intent::EditDirectory(DirectoryEdit::Dns(typed)));
        }
    });
    if is_open {
        return;
    }
    // A field that is folded away must not keep what is wrong with it to itself.
    if let Some(wrong) = wrong {
        crate::ui::run_view::note_ui(ui, Tone::Danger, &wrong);
    }
    let file = match &dialog.ca_file {
        Some(path) => visible_line(&path.display().to_string()),
        None => tr!(text, "directory-more-none"),
    };
    let dns = match dialog.profile.dns.trim() {
        "" => tr!(text, "directory-more-dns-default"),
        dns => visible_line(dns),
    };
    let summary = tr!(text, "directory-more-summary", file = file, dns = dns);
    small_hint_ui(ui, &summary);
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &DirectoryDialog, arrival: Arrival) {
    let text = screen.text();
    let cancel = tr!(text, "dialog-cancel");
    if dialog.is_connecting {
        let response = Button::secondary(&cancel).show(ui);
        arrival.focus(&response);
        if response.clicked() {
            screen.ask(Intent::CancelConnectDirectory);
        }
        return;
    }
    let name = screen.state.session.as_ref().map(|session| &session.name);
    let mut profiles = screen.state.profiles.profiles.iter();
    let is_saved = profiles.any(|profile| Some(&profile.name) == name);
    let first = tr!(text, "directory-save-first");
    let save = tr!(text, "directory-save");
    let save = Button::secondary(&save)
        .icon(icons::SAVE)
        .disabled_because((!is_saved).then_some(&*first));
    if save.show(ui).clicked() {
        screen.ask(Intent::SaveDirectory);
    }
    let running = text.message(&Message::OtherChangeRunning);
    let connect = tr!(text, "connect-connect");
    let connect =
        Button::primary(&connect).disabled_because(screen.state.is_running().then_some(&*running));
    if connect.show(ui).clicked() {
        screen.ask(Intent::ConnectDirectory);
    }
    if Button::secondary(&cancel).show(ui).clicked() {
        screen.ask(Intent::CloseDialog);
    }
}
