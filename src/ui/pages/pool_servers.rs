//! The servers of one pool: their services one by one, how their replicas stand, and what the pool holds.

use egui::{Label, RichText, ScrollArea, Ui};

use super::{failed_reading_ui, note_ui, notices_ui, remark_ui, server_words_ui};
use crate::console::{Act, Fetched, Intent};
use crate::domain::text::visible_line;
use crate::domain::{
    Fqdn, PoolReading, Readable, Replica, ServerReading, ServiceKind, ServiceStatus, Unread,
    WindowsService,
};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{
    Button, badge_with_icon, checkbox, section_heading, stale_line, status_word, trailing,
};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, pool: &Fqdn) {
    let state = screen.state;
    let asked = state.servers.of(pool);
    let reading = asked.and_then(|asked| asked.value());
    let is_loading = asked.is_some_and(Fetched::is_loading);
    head_ui(ui, screen, pool, reading.map(AsRef::as_ref), is_loading);
    if let Some(err) = asked.and_then(|asked| asked.error()) {
        let title = tr!(screen.text(), "servers-failed");
        let read_at = reading.map(|reading| reading.read_at);
        failed_reading_ui(
            ui,
            screen,
            "servers failed",
            (err, Doing::Reading),
            read_at,
            &title,
        );
    }
    let Some(reading) = reading else {
        return;
    };
    for (place, server) in reading.servers.iter().enumerate() {
        ui.push_id(("server", place), |ui| server_ui(ui, screen, server));
        ui.add_space(space::S);
    }
    if reading.servers.is_empty() {
        note_ui(ui, &tr!(screen.text(), "servers-none"));
    }
    contents_ui(ui, screen, reading);
    notices_ui(ui, screen, &reading.notices);
}

/// The heading with the button that reads, and when it was read last.
fn head_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    pool: &Fqdn,
    reading: Option<&PoolReading>,
    is_loading: bool,
) {
    let text = screen.text();
    let stamp_ui = |ui: &mut Ui| {
        if let Some(reading) = reading {
            let time = text.date_time(reading.read_at);
            let stale = is_loading.then(|| tr!(text, "shell-reading-now"));
            let read_at = tr!(text, "servers-read-at", time = time);
            stale_line(ui, &read_at, stale.as_deref());
        }
    };
    let is_narrow = ui.available_width() < size::DIALOG;
    ui.horizontal(|ui| {
        section_heading(ui, &tr!(text, "servers-title"));
        if !is_narrow {
            ui.add_space(space::S);
            stamp_ui(ui);
        }
        let label = match reading {
            Some(_) => tr!(text, "servers-read-again"),
            None => tr!(text, "servers-read"),
        };
        let busy = is_loading.then(|| tr!(text, "shell-reading-now"));
        let button = Button::secondary(&label)
            .icon(icons::REFRESH)
            .small()
            .disabled_because(busy.as_deref());
        if trailing(ui, "read servers", |ui| button.show(ui)).clicked() {
            screen.ask(Intent::ReadPool(pool.clone()));
        }
    });
    if is_narrow {
        stamp_ui(ui);
    }
    if reading.is_none() {
        let note = if is_loading {
            tr!(text, "servers-loading")
        } else {
            tr!(text, "servers-not-read")
        };
        note_ui(ui, &note);
    }
}

fn server_ui(ui: &mut Ui, screen: &mut Screen<'_>, server: &ServerReading) {
    let text = screen.text();
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let name = RichText::new(visible_line(&server.server)).font(theme::strong());
        let color = theme::palette(ui).text;
        ui.add(Label::new(name.color(color)).selectable(true));
        let (tone, icon, word) = if server.is_active {
            (Tone::Info, icons::POWER, tr!(text, "server-active"))
        } else {
            (Tone::Neutral, icons::PAUSE, tr!(text, "server-inactive"))
        };
        badge_with_icon(ui, tone, icon, &word);
        replica_ui(ui, text, &server.replica);
    });
    let services = match &server.services {
        Ok(services) => services,
        Err(unread) => {
            unread_ui(ui, screen, ("services", &server.server), unread);
            return;
        }
    };
    let servers = &screen.state.servers;
    let chat: Vec<_> = services
        .iter()
        .filter(|service| servers.is_chat(&server.server, service))
        .collect();
    let unknown: Vec<_> = services
        .iter()
        .filter(|service| service.kind() == ServiceKind::Unknown)
        .collect();
    if chat.is_empty() && unknown.is_empty() {
        note_ui(ui, &tr!(text, "services-none"));
    }
    for service in chat {
        service_ui(ui, screen, server, service);
    }
    if !unknown.is_empty() {
        unknown_ui(ui, screen, server, &unknown);
    }
}

fn replica_ui(ui: &mut Ui, text: &Localizer, replica: &Readable<Option<Replica>>) {
    let (tone, icon, word, meaning) = match replica {
        Ok(Some(replica)) if replica.is_up_to_date => (
            Tone::Success,
            icons::SUCCEEDED,
            tr!(text, "replica-up-to-date"),
            report_of(text, replica),
        ),
        Ok(Some(replica)) => (
            Tone::Warning,
            icons::WAITING,
            tr!(text, "replica-behind"),
            report_of(text, replica),
        ),
        Ok(None) => (
            Tone::Unknown,
            icons::UNKNOWN,
            tr!(text, "replica-not-listed"),
            tr!(text, "replica-not-listed-meaning"),
        ),
        Err(unread) => (
            Tone::Unknown,
            icons::UNKNOWN,
            tr!(text, "replica-unread"),
            text.unread_reason(unread.reason),
        ),
    };
    badge_with_icon(ui, tone, icon, &word).on_hover_text(meaning);
}

fn report_of(text: &Localizer, replica: &Replica) -> String {
    let said = |value: &Option<String>| {
        let value = value.as_deref().map(visible_line);
        value.unwrap_or_else(|| tr!(text, "page-no-value"))
    };
    tr!(
        text,
        "replica-report",
        report = said(&replica.last_status_report),
        update = said(&replica.last_update),
        version = said(&replica.product_version)
    )
}

/// One service: its name, how it stands, and the one act that makes sense now.
fn service_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    server: &ServerReading,
    service: &WindowsService,
) {
    let text = screen.text();
    let name = visible_line(service.name.as_str());
    let (tone, icon) = status_sign(&service.status);
    let word = text.service_status(&service.status);
    let is_narrow = ui.available_width() < size::DIALOG;
    ui.push_id(("service", &name), |ui| {
        if is_narrow {
            name_ui(ui, service, &name, egui::TextWrapMode::Wrap);
        }
        ui.horizontal(|ui| {
            ui.set_min_height(size::ROW);
            ui.spacing_mut().item_spacing.x = space::S;
            ui.scope(|ui| {
                ui.set_width(size::LABEL_COLUMN);
                status_word(ui, tone, icon, &word);
            });
            if !is_narrow {
                let room = (ui.available_width() - size::LABEL_COLUMN).max(size::COLUMN);
                ui.scope(|ui| {
                    ui.set_width(room);
                    name_ui(ui, service, &name, egui::TextWrapMode::Truncate);
                });
            }
            let act = trailing(ui, "act", |ui| act_button_ui(ui, screen, server, service));
            if let Some(intent) = act {
                screen.ask(intent);
            }
        });
    });
}

/// The display name, which is translated, and the short one the cmdlets take.
fn name_ui(ui: &mut Ui, service: &WindowsService, name: &str, wrap: egui::TextWrapMode) {
    let palette = theme::palette(ui);
    let display = service.display_name.as_deref().map(visible_line);
    let display = display.filter(|display| !display.is_empty() && display != name);
    let mut job = egui::text::LayoutJob::default();
    let format = |font, color| egui::TextFormat::simple(font, color);
    if let Some(display) = &display {
        job.append(display, 0.0, format(theme::body(), palette.text));
        job.append(name, space::S, format(theme::code(), palette.weak));
    } else {
        job.append(name, 0.0, format(theme::code(), palette.text));
    }
    ui.add(Label::new(job).wrap_mode(wrap).selectable(true));
}

fn act_button_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    server: &ServerReading,
    service: &WindowsService,
) -> Option<Intent> {
    let text = screen.text();
    let (server, service_name) = (server.server.clone(), service.name.to_string());
    let (start, stop) = (
        Act::StartService {
            server: server.clone(),
            service: service_name.clone(),
        },
        Act::StopService {
            server: server.clone(),
            service: service_name.clone(),
        },
    );
    let mut intent = None;
    let (may_start, may_stop) = match service.status {
        ServiceStatus::Running | ServiceStatus::StopPending => (false, true),
        ServiceStatus::Stopped | ServiceStatus::StartPending => (true, false),
        // A word nobody knows: both are offered, and the server decides.
        ServiceStatus::Other(_) => (true, true),
    };
    let shown = visible_line(&service_name);
    let host = visible_line(&server);
    if may_start {
        let why_not = screen.why_not(&start);
        let label = tr!(text, "service-start");
        let tip = tr!(
            text,
            "service-start-tip",
            service = shown.as_str(),
            server = host.as_str()
        );
        let button = Button::secondary(&label).icon(icons::RUN).small();
        let button = button.tooltip(&tip).disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            intent = Some(Intent::AskToStart {
                server: server.clone(),
                service: service_name.clone(),
            });
        }
    }
    if may_stop {
        let why_not = screen.why_not(&stop);
        let label = tr!(text, "service-stop");
        let tip = tr!(
            text,
            "service-stop-tip",
            service = shown.as_str(),
            server = host.as_str()
        );
        let button = Button::secondary(&label).icon(icons::STOP).small();
        let button = button.tooltip(&tip).disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            intent = Some(Intent::AskToStop {
                server,
                service: service_name,
            });
        }
    }
    intent
}

/// Services that name no role: the operator says which of them are Persistent Chat's. None is taken for it before.
fn unknown_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    server: &ServerReading,
    unknown: &[&WindowsService],
) {
    let text = screen.text();
    let count = unknown.len().to_string();
    remark_ui(
        ui,
        Tone::Warning,
        icons::WARNING,
        &tr!(text, "services-without-role"),
    );
    let folded = Folded {
        show: tr!(text, "services-pick-show", count = count.as_str()),
        hide: tr!(text, "services-pick-hide"),
    };
    foldable_ui(ui, "unknown services", &folded, |ui| {
        note_ui(ui, &tr!(text, "services-pick-note"));
        for service in unknown {
            let name = service.name.as_str();
            let is_picked = screen.state.servers.is_picked(&server.server, name);
            let label = match &service.display_name {
                Some(display) => tr!(
                    text,
                    "service-pick",
                    display = visible_line(display),
                    service = visible_line(name),
                    status = text.service_status(&service.status)
                ),
                None => tr!(
                    text,
                    "service-pick-without-name",
                    service = visible_line(name),
                    status = text.service_status(&service.status)
                ),
            };
            if let Some(is_chat) = checkbox(ui, is_picked, &label, None) {
                screen.ask(Intent::PickService {
                    server: server.server.clone(),
                    service: name.to_owned(),
                    is_chat,
                });
            }
        }
    });
}

fn status_sign(status: &ServiceStatus) -> (Tone, &'static str) {
    match status {
        ServiceStatus::Running => (Tone::Success, icons::SUCCEEDED),
        ServiceStatus::Stopped => (Tone::Neutral, icons::STOP),
        ServiceStatus::StartPending | ServiceStatus::StopPending => (Tone::Info, icons::RUNNING),
        ServiceStatus::Other(_) => (Tone::Unknown, icons::UNKNOWN),
    }
}

/// What is stored in the pool. Stopped services are no failure: nobody but they could answer.
fn contents_ui(ui: &mut Ui, screen: &mut Screen<'_>, reading: &PoolReading) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "contents-title"));
    let content = &reading.content;
    let folded = |what: String, count: usize| {
        let count = count.to_string();
        let label = tr!(text, "contents-show", what = what, count = count);
        Folded {
            show: label.clone(),
            hide: label,
        }
    };
    for (salt, label, names) in [
        (
            "categories",
            tr!(text, "contents-categories"),
            &content.categories,
        ),
        ("rooms", tr!(text, "contents-rooms"), &content.rooms),
        ("add-ins", tr!(text, "contents-addins"), &content.addins),
    ] {
        match names {
            Ok(names) if names.is_empty() => {
                note_ui(ui, &tr!(text, "contents-none", what = label));
            }
            Ok(names) => {
                foldable_ui(ui, salt, &folded(label, names.len()), |ui| {
                    names_ui(ui, salt, names);
                });
            }
            Err(unread) => {
                let said = tr!(
                    text,
                    "contents-unread",
                    what = label,
                    reason = text.unread_reason(unread.reason)
                );
                remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &said);
                server_words_ui(ui, screen, (salt, "words"), &unread.words);
            }
        }
    }
}

/// There may be thousands: only what is in view is laid out.
fn names_ui(ui: &mut Ui, salt: &str, names: &[String]) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt(salt)
        .max_height(size::DETAILS_TEXT)
        .auto_shrink([false, true])
        .show_rows(ui, size::LINE, names.len(), |ui, rows| {
            for name in names.get(rows).unwrap_or_default() {
                let name = RichText::new(visible_line(name)).font(theme::body());
                let name = Label::new(name.color(palette.text)).truncate();
                ui.add(name.selectable(true));
            }
        });
}

fn unread_ui(ui: &mut Ui, screen: &Screen<'_>, salt: impl egui::AsIdSalt, unread: &Unread) {
    let text = screen.text();
    let said = tr!(
        text,
        "services-unread",
        reason = text.unread_reason(unread.reason)
    );
    remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &said);
    server_words_ui(ui, screen, salt, &unread.words);
}
