//! The pages of the project's wizard that are filled in.

use egui::Ui;

use super::draft::edit;
use super::fields::{PLAIN, code, field_ui, list, pair_ui};
use super::words;
use crate::checklist::{PathVerdict, SourceGeneration};
use crate::console::{ProjectDraft, ProjectEdit, ProjectField};
use crate::domain::text::visible_line;
use crate::domain::{Generation, Inventory, SipUri};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::dialogs::fields::secret_ui;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, note_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{
    Button, Choice, Combo, TextField, checkbox, key_values, radio_row, section_heading,
};
use crate::ui::wizard::pool;
use crate::ui::{Screen, icons};

const SOURCES: [SourceGeneration; 2] = [SourceGeneration::Lync2010, SourceGeneration::Ocs2007R2];

const TARGETS: [Generation; 3] = [
    Generation::Lync2013,
    Generation::SkypeForBusiness2015,
    Generation::Other(None),
];

pub(super) fn source_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    arrival: Arrival,
) {
    let text = screen.text();
    let width = ui.available_width();
    let name = field_ui(ui, screen, draft, ProjectField::Name, PLAIN, width);
    arrival.focus(&name);
    section_heading(ui, &tr!(text, "project-source"));
    let names = SOURCES.map(|source| words::source(text, source));
    let [of_2010, of_2007] = &names;
    let choices = [of_2010, of_2007].map(|title| Choice {
        title,
        meaning: "",
        disabled_because: None,
    });
    let place = SOURCES.iter().position(|known| *known == draft.generation);
    if let Some(chosen) = radio_row(ui, &choices, place).and_then(|place| SOURCES.get(place)) {
        edit(screen, ProjectEdit::Generation(*chosen));
    }
    known_sources_ui(ui, screen, draft);
    let pool = (ProjectField::SourcePool, code("groupchat.contoso.com"));
    let sql = (ProjectField::SourceSql, code("sql01.contoso.com\\GC"));
    pair_ui(ui, screen, draft, [pool, sql]);
    let servers = list("gc01.contoso.com");
    field_ui(ui, screen, draft, ProjectField::Servers, servers, width);
    let database = (ProjectField::Database, code("MgcConfig"));
    let compliance = (ProjectField::ComplianceDatabase, code("MgcComp"));
    pair_ui(ui, screen, draft, [database, compliance]);
    let files = code("\\\\gc01\\GroupChatFiles");
    field_ui(ui, screen, draft, ProjectField::SourceFiles, files, width);
    lookups_ui(ui, screen, draft);
}

/// Old pools the topology shows, to be picked instead of typed.
fn known_sources_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    let Some(inventory) = screen.state.inventory.value() else {
        small_hint_ui(ui, &tr!(text, "project-offline"));
        return;
    };
    let known: Vec<&str> = inventory
        .source_pools
        .iter()
        .flatten()
        .map(|pool| pool.fqdn.as_str())
        .collect();
    if known.len() < 2 {
        return;
    }
    let place = known
        .iter()
        .position(|pool| *pool == draft.text(ProjectField::SourcePool));
    let label = tr!(text, "project-known-sources");
    let chosen =
        Combo::new(&label, &known)
            .width(ui.available_width())
            .show(ui, "known sources", place);
    if let Some(pool) = chosen.and_then(|place| known.get(place)) {
        edit(screen, ProjectEdit::PickSource((*pool).to_owned()));
    }
}

fn lookups_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-lookups"));
    hint_ui(ui, &tr!(text, "project-lookups-hint"));
    let inventory = screen.state.inventory.value();
    for (place, lookup) in draft.lookups.iter().enumerate() {
        let address = visible_line(lookup.address.as_str());
        let holder = inventory.map(|inventory| holder_words(text, inventory, &lookup.address));
        if let Some(is_used) = checkbox(ui, lookup.is_used, &address, None) {
            edit(screen, ProjectEdit::Lookup { place, is_used });
        }
        if let Some(holder) = holder {
            ui.horizontal_wrapped(|ui| {
                ui.add_space(space::L);
                small_hint_ui(ui, &holder);
            });
        }
    }
    let width = ui.available_width();
    let others = list("sip:ocschat@contoso.com");
    field_ui(
        ui,
        screen,
        draft,
        ProjectField::OtherAddresses,
        others,
        width,
    );
}

/// Who holds a Lookup address now.
fn holder_words(text: &Localizer, inventory: &Inventory, address: &SipUri) -> String {
    if let Some(endpoint) = inventory.endpoint(address) {
        let pool = endpoint.pool.as_ref().map(ToString::to_string);
        return tr!(
            text,
            "project-held-by-endpoint",
            pool = pool.unwrap_or_default()
        );
    }
    let lookup = inventory
        .lookup_addresses
        .iter()
        .find(|lookup| lookup.address == *address);
    let Some(lookup) = lookup else {
        return tr!(text, "project-holder-unknown");
    };
    match lookup.holders.found().first() {
        Some(holder) => {
            let name = holder.display_name.clone();
            let name = name.unwrap_or_else(|| address.to_string());
            tr!(text, "project-held-by", name = visible_line(&name))
        }
        None if lookup.holders.principals.is_ok() && lookup.holders.users.is_ok() => {
            tr!(text, "project-held-by-nobody")
        }
        None => tr!(text, "project-holder-unknown"),
    }
}

pub(super) fn target_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    arrival: Arrival,
) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-target"));
    let selected = draft.text(ProjectField::TargetPool);
    let inventory = screen.state.inventory.value();
    if let Some(inventory) = inventory.filter(|inventory| !inventory.pools.is_empty()) {
        if let Some(pool) = pool::cards_ui(ui, text, inventory, selected, arrival) {
            edit(screen, ProjectEdit::PickTarget(pool));
        }
    } else {
        small_hint_ui(ui, &tr!(text, "project-offline"));
    }
    let is_listed = inventory.is_some_and(|inventory| {
        let mut pools = inventory.pools.iter();
        pools.any(|pool| pool.fqdn.as_str() == selected)
    });
    let pool = (ProjectField::TargetPool, code("pchat01.contoso.com"));
    let registrar = (ProjectField::Registrar, code("pool01.contoso.com"));
    let typed = pair_ui(ui, screen, draft, [pool, registrar]);
    arrival.focus(&typed);
    if !is_listed {
        let names = TARGETS.map(|target| text.generation(target));
        let options = names.each_ref().map(String::as_str);
        let place = TARGETS
            .iter()
            .position(|known| *known == draft.target_generation);
        let label = tr!(text, "project-target-generation");
        let chosen = Combo::new(&label, &options).show(ui, "target generation", place);
        if let Some(generation) = chosen.and_then(|place| TARGETS.get(place)) {
            edit(screen, ProjectEdit::TargetGeneration(*generation));
        }
    }
    verdict_ui(ui, text, draft, inventory.map(AsRef::as_ref));
    let sql = (ProjectField::TargetSql, code("sql02.contoso.com\\PCHAT"));
    let files = (ProjectField::TargetFiles, code("\\\\files\\LyncShare"));
    pair_ui(ui, screen, draft, [sql, files]);
}

/// What the way from the source to the target is, judged at once.
pub(super) fn verdict_ui(
    ui: &mut Ui,
    text: &Localizer,
    draft: &ProjectDraft,
    inventory: Option<&Inventory>,
) {
    let verdict = draft.verdict();
    let tone = match verdict {
        PathVerdict::Documented => Tone::Success,
        PathVerdict::CoexistenceOnly | PathVerdict::ByWayOf2013 => Tone::Warning,
        PathVerdict::Unknown => Tone::Danger,
    };
    note_ui(ui, tone, &words::verdict(text, verdict));
    let versions = inventory.map_or(0, |inventory| words::versions(draft, inventory));
    if versions > 2 {
        note_ui(
            ui,
            Tone::Danger,
            &tr!(text, "project-three-versions", count = versions),
        );
    }
}

pub(super) fn window_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    arrival: Arrival,
) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-window"));
    hint_ui(ui, &tr!(text, "project-window-hint"));
    let date = code("2027-01-16");
    let start = [
        (ProjectField::StartDate, date),
        (ProjectField::StartTime, code("18:00")),
    ];
    let first = pair_ui(ui, screen, draft, start);
    arrival.focus(&first);
    if let Some(start) = draft.start() {
        small_hint_ui(ui, &words::day(text, start));
    }
    let end = [
        (ProjectField::EndDate, date),
        (ProjectField::EndTime, code("06:00")),
    ];
    pair_ui(ui, screen, draft, end);
    if let Some(end) = draft.end() {
        small_hint_ui(ui, &words::day(text, end));
    }
    if let (Some(start), Some(end)) = (draft.start(), draft.end())
        && end > start
    {
        let steps = draft
            .procedure
            .phases
            .iter()
            .filter(|phase| phase.in_window);
        let minutes: u32 = steps
            .flat_map(|phase| &phase.steps)
            .map(|step| step.minutes)
            .sum();
        let needed = std::time::Duration::from_mins(u64::from(minutes));
        let length = end.since(start);
        key_values(ui, |values| {
            values.text(&tr!(text, "project-window-length"), &text.hours(length));
            values.text(&tr!(text, "project-window-planned"), &text.hours(needed));
        });
        if needed > length {
            note_ui(ui, Tone::Warning, &tr!(text, "project-window-short"));
        }
    }
}

pub(super) fn people_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    draft: &ProjectDraft,
    arrival: Arrival,
) {
    let text = screen.text();
    let width = ui.available_width();
    section_heading(ui, &tr!(text, "project-people"));
    let operator = (ProjectField::Operator, PLAIN);
    let approver = (ProjectField::Approver, PLAIN);
    let first = pair_ui(ui, screen, draft, [operator, approver]);
    arrival.focus(&first);
    field_ui(ui, screen, draft, ProjectField::Reviewer, PLAIN, width);
    let needs_two = tr!(text, "project-two-people");
    if let Some(needs_two) = checkbox(ui, draft.needs_two, &needs_two, None) {
        edit(screen, ProjectEdit::NeedsTwo(needs_two));
    }
    hint_ui(ui, &tr!(text, "project-two-people-what"));
    if draft.needs_two {
        passphrase_ui(ui, screen, draft);
    }
    let pilots = list("sip:pilot1@contoso.com");
    field_ui(ui, screen, draft, ProjectField::Pilots, pilots, width);
    let folder = code("\\\\files\\Migration");
    field_ui(ui, screen, draft, ProjectField::WorkFolder, folder, width);
    field_ui(
        ui,
        screen,
        draft,
        ProjectField::CutOff,
        code("2010-01-01"),
        width,
    );
    let profiles: Vec<&str> = screen
        .state
        .profiles
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    if !profiles.is_empty() {
        let place = profiles
            .iter()
            .position(|name| *name == draft.text(ProjectField::Profile));
        let label = words::field(text, ProjectField::Profile);
        let chosen = Combo::new(&label, &profiles).show(ui, "profile", place);
        if let Some(name) = chosen.and_then(|place| profiles.get(place)) {
            let name = (*name).to_owned();
            edit(screen, ProjectEdit::Text(ProjectField::Profile, name));
        }
    }
}

/// The reviewer types it, twice; nobody else needs to know it.
fn passphrase_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    let half = (ui.available_width() - space::M) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let fields = [
            (ProjectField::Passphrase, &draft.passphrase.first),
            (ProjectField::PassphraseAgain, &draft.passphrase.again),
        ];
        for (field, secret) in fields {
            let label = words::field(text, field);
            let note = words::note(text, field);
            let problem = draft.problem(field);
            let problem = problem.map(|problem| words::problem(text, &problem));
            let shown = TextField::new(&label)
                .note(note.as_deref())
                .error(problem.as_deref())
                .width(half);
            let salt = if field == ProjectField::Passphrase {
                "passphrase"
            } else {
                "passphrase again"
            };
            let (_, typed) = secret_ui(ui, salt, shown, secret);
            if let Some(typed) = typed {
                edit(
                    screen,
                    if field == ProjectField::Passphrase {
                        ProjectEdit::Passphrase(typed)
                    } else {
                        ProjectEdit::PassphraseAgain(typed)
                    },
                );
            }
        }
    });
}

pub(super) fn procedure_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &ProjectDraft) {
    let text = screen.text();
    let procedure = &draft.procedure;
    section_heading(ui, &tr!(text, "project-procedure"));
    hint_ui(ui, &tr!(text, "project-procedure-hint"));
    let steps: usize = procedure.phases.iter().map(|phase| phase.steps.len()).sum();
    let own = procedure.steps().filter(|(_, step)| step.id.is_own());
    let own = own.count();
    key_values(ui, |values| {
        let name = visible_line(procedure.name.of(text.language()));
        values.text(&tr!(text, "project-procedure-name"), &name);
        let edition = visible_line(&procedure.edition);
        values.text(&tr!(text, "project-procedure-edition"), &edition);
        let from = match &draft.procedure_file {
            Some(file) => visible_line(&file.display().to_string()),
            None => tr!(text, "project-procedure-built-in"),
        };
        values.text(&tr!(text, "project-procedure-from"), &from);
        let count = tr!(text, "project-procedure-steps", steps = steps, own = own);
        values.text(&tr!(text, "project-procedure-count"), &count);
    });
    if draft.is_procedure_changed {
        note_ui(ui, Tone::Info, &tr!(text, "project-procedure-changed"));
    }
    for phase in &procedure.phases {
        let minutes: u32 = phase.steps.iter().map(|step| step.minutes).sum();
        let length = std::time::Duration::from_mins(u64::from(minutes));
        let line = tr!(
            text,
            "project-procedure-phase",
            phase = visible_line(&phase.id.0),
            title = visible_line(phase.title.of(text.language())),
            steps = phase.steps.len(),
            time = text.hours(length)
        );
        hint_ui(ui, &line);
    }
    ui.add_space(space::XS);
    let width = ui.available_width();
    let file = code("procedure.ron");
    field_ui(ui, screen, draft, ProjectField::Template, file, width);
    ui.horizontal_wrapped(|ui| {
        let browse = tr!(text, "connect-browse");
        if Button::secondary(&browse)
            .icon(icons::OPEN)
            .show(ui)
            .clicked()
        {
            edit(screen, ProjectEdit::PickTemplate);
        }
        let read = tr!(text, "project-read-template");
        if Button::secondary(&read).show(ui).clicked() {
            edit(screen, ProjectEdit::ReadTemplate);
        }
        let change = tr!(text, "project-edit-template");
        if Button::secondary(&change)
            .icon(icons::EDIT)
            .show(ui)
            .clicked()
        {
            edit(screen, ProjectEdit::EditTemplate);
        }
        let built_in = tr!(text, "project-use-built-in");
        let is_other = draft.procedure_file.is_some() || draft.is_procedure_changed;
        if is_other && Button::quiet(&built_in).show(ui).clicked() {
            edit(screen, ProjectEdit::BuiltIn);
        }
    });
    if let Some(problem) = &draft.template_problem {
        super::banners::template_problem_ui(ui, text, problem);
    }
}
