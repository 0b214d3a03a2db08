//! Language, theme, the lab's faults and its directory, the record for support, and where the files are.

use std::path::Path;

use egui::{ScrollArea, Ui};

use super::{card_ui, note_ui, two_columns_ui};
use crate::console::{Intent, OpenSession};
use crate::domain::text::visible_line;
use crate::domain::{DirectoryRole, LabDirectorySettings, LabFault, Language, Theme};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::{Button, Combo, checkbox, page_header, section_heading, trailing};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let title = tr!(text, "nav-settings");
    let purpose = tr!(text, "settings-purpose");
    page_header(ui, &title, &purpose, |_ui| ());
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            card_ui(ui, |ui| appearance_ui(ui, screen));
            if screen
                .state
                .session
                .as_ref()
                .is_some_and(OpenSession::is_lab)
            {
                ui.add_space(space::XS);
                card_ui(ui, |ui| lab_ui(ui, screen));
            }
            ui.add_space(space::XS);
            card_ui(ui, |ui| recording_ui(ui, screen));
            ui.add_space(space::XS);
            card_ui(ui, |ui| places_ui(ui, screen));
            let version = env!("CARGO_PKG_VERSION");
            note_ui(ui, &tr!(text, "settings-version", version = version));
        });
}

fn appearance_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    section_heading(ui, &tr!(screen.text(), "settings-appearance"));
    two_columns_ui(ui, screen, language_ui, theme_ui);
}

fn language_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let system = tr!(
        text,
        "settings-language-system",
        language = screen.state.system_language.own_name()
    );
    let languages = [
        None,
        Some(Language::Korean),
        Some(Language::Japanese),
        Some(Language::English),
    ];
    let names = languages.map(|language| match language {
        None => system.as_str(),
        Some(language) => language.own_name(),
    });
    let current = languages
        .iter()
        .position(|language| *language == screen.state.settings.language);
    let label = tr!(text, "settings-language");
    let chosen = Combo::new(&label, &names).show(ui, "language", current);
    if let Some(language) = chosen.and_then(|chosen| languages.get(chosen)) {
        screen.ask(Intent::SetLanguage(*language));
    }
}

fn theme_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let themes = [Theme::System, Theme::Light, Theme::Dark];
    let names = themes.map(|theme| theme_name(text, theme));
    let names = names.each_ref().map(String::as_str);
    let current = themes
        .iter()
        .position(|theme| *theme == screen.state.settings.theme);
    let label = tr!(text, "settings-theme");
    let chosen = Combo::new(&label, &names).show(ui, "theme", current);
    if let Some(theme) = chosen.and_then(|chosen| themes.get(chosen)) {
        screen.ask(Intent::SetTheme(*theme));
    }
}

fn theme_name(text: &Localizer, theme: Theme) -> String {
    match theme {
        Theme::System => tr!(text, "settings-theme-system"),
        Theme::Light => tr!(text, "settings-theme-light"),
        Theme::Dark => tr!(text, "settings-theme-dark"),
    }
}

/// What befalls the lab's next change, for rehearsing a bad night.
fn lab_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "settings-lab"));
    let mut faults = vec![None];
    faults.extend(LabFault::ALL.map(Some));
    let names: Vec<_> = faults
        .iter()
        .map(|fault| match fault {
            None => tr!(text, "settings-fault-none"),
            Some(fault) => fault_name(text, *fault),
        })
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let current = faults
        .iter()
        .position(|fault| *fault == screen.state.lab_fault);
    let label = tr!(text, "settings-fault");
    if let Some(fault) = Combo::new(&label, &names)
        .width(size::DIALOG)
        .show(ui, "fault", current)
        .and_then(|chosen| faults.get(chosen))
    {
        screen.ask(Intent::SetLabFault(*fault));
    }
    note_ui(ui, &tr!(text, "settings-fault-note"));
    lab_directory_ui(ui, screen);
}

/// How the lab's directory is set up, for rehearsing the address swap.
fn lab_directory_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let settings = screen.state.lab_directory;
    let bin = tr!(text, "settings-lab-bin");
    if let Some(has_recycle_bin) = checkbox(ui, settings.has_recycle_bin, &bin, None) {
        screen.ask(Intent::SetLabDirectory(LabDirectorySettings {
            has_recycle_bin,
            ..settings
        }));
    }
    let proxy = tr!(text, "settings-lab-proxy");
    if let Some(leaves_proxy_values) = checkbox(ui, settings.leaves_proxy_values, &proxy, None) {
        screen.ask(Intent::SetLabDirectory(LabDirectorySettings {
            leaves_proxy_values,
            ..settings
        }));
    }
    let roles = DirectoryRole::ALL;
    let names = roles.map(|role| match role {
        DirectoryRole::Administrator => tr!(text, "settings-lab-role-administrator"),
        DirectoryRole::SipOperator => tr!(text, "settings-lab-role-sip-operator"),
        DirectoryRole::HelpDesk => tr!(text, "settings-lab-role-help-desk"),
    });
    let names = names.each_ref().map(String::as_str);
    let current = roles.iter().position(|role| *role == settings.role);
    let label = tr!(text, "settings-lab-role");
    let chosen = Combo::new(&label, &names)
        .width(size::DIALOG)
        .show(ui, "lab-role", current);
    if let Some(role) = chosen.and_then(|chosen| roles.get(chosen)) {
        screen.ask(Intent::SetLabDirectory(LabDirectorySettings {
            role: *role,
            ..settings
        }));
    }
}

fn fault_name(text: &Localizer, fault: LabFault) -> String {
    let name = fault.name();
    match fault {
        LabFault::Refuse => tr!(text, "settings-fault-refuse", name = name),
        LabFault::TimeOut => tr!(text, "settings-fault-time-out", name = name),
        LabFault::DropAfterAct => tr!(text, "settings-fault-drop-after-act", name = name),
        LabFault::Slow => tr!(text, "settings-fault-slow", name = name),
    }
}

/// What is said on connections, written down for somebody who helps.
fn recording_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "settings-support"));
    let recording = &screen.state.recording;
    let label = tr!(text, "settings-recording");
    if let Some(is_on) = checkbox(ui, recording.is_on, &label, None) {
        screen.ask(Intent::SetRecording(is_on));
    }
    note_ui(ui, &tr!(text, "settings-recording-note"));
    match &recording.file {
        Some(file) => {
            let label = tr!(text, "settings-recording-file");
            if place_ui(ui, text, &label, Some(file)) {
                screen.ask(Intent::Copy(file.display().to_string()));
            }
        }
        None if recording.is_on => {
            note_ui(ui, &tr!(text, "settings-recording-none"));
        }
        None => {}
    }
}

fn places_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "settings-places"));
    note_ui(ui, &tr!(text, "settings-places-note"));
    let places = &screen.state.places;
    let known = [
        (tr!(text, "settings-place-data"), Some(&places.data_folder)),
        (tr!(text, "settings-place-settings"), Some(&places.settings)),
        (tr!(text, "settings-place-profiles"), Some(&places.profiles)),
        (tr!(text, "settings-place-journal"), Some(&places.journal)),
        (tr!(text, "settings-place-plans"), Some(&places.plans)),
        (tr!(text, "settings-place-log"), places.log.as_ref()),
    ];
    ui.spacing_mut().item_spacing.y = space::XXS;
    for (label, path) in &known {
        if place_ui(ui, text, label, path.map(AsRef::as_ref)) {
            let path = path.map(|path| path.display().to_string());
            screen.ask(Intent::Copy(path.unwrap_or_default()));
        }
    }
}

/// Returns whether the path is to be copied.
fn place_ui(ui: &mut Ui, text: &Localizer, label: &str, path: Option<&Path>) -> bool {
    let shown = match path {
        Some(path) => visible_line(&path.display().to_string()),
        None => tr!(text, "settings-no-log"),
    };
    ui.horizontal(|ui| {
        let palette = theme::palette(ui);
        let weak = egui::RichText::new(label)
            .font(theme::body())
            .color(palette.weak);
        ui.scope(|ui| {
            ui.set_width(size::LABEL_COLUMN);
            ui.add(egui::Label::new(weak).selectable(false).truncate());
        });
        let copy = tr!(text, "settings-copy-path", place = label);
        let room = ui.available_width() - size::CONTROL - space::S;
        ui.scope(|ui| {
            ui.set_width(room);
            let path = egui::RichText::new(&shown)
                .font(theme::code())
                .color(palette.text);
            ui.add(egui::Label::new(path).truncate());
        });
        trailing(ui, ("copy", label), |ui| {
            path.is_some()
                && Button::quiet(&copy)
                    .icon(icons::COPY)
                    .icon_only()
                    .small()
                    .show(ui)
                    .clicked()
        })
    })
    .inner
}
