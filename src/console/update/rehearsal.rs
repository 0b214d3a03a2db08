//! Rehearsals: of the lab's own deployment for a newcomer, of a project with its own names, and what they measured.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::{project, session};
use crate::checklist::{
    Facts, People, Procedure, Project, ProjectEntry, ProjectKind, SourceGeneration, SourceSystem,
    TargetSystem, Window, lab_past,
};
use crate::console::effect::Effect;
use crate::console::migration::{OpenMode, ProjectFiles};
use crate::console::projects::{MeasuredTime, ProjectDialog, ProjectIntent, TimesDialog};
use crate::console::state::{NoteKind, OpenSession, State};
use crate::domain::{Fqdn, Inventory, LabStage, Message, Moment, RehearsalFault};
use crate::localization::Localizer;
use crate::ports::PortError;
use crate::tr;

/// How long the window of a rehearsal on the lab is.
const LAB_WINDOW: Duration = Duration::from_hours(8);

/// What the old system of a rehearsal holds: enough to be counted, few enough to be looked through.
const CONTENTS: (u32, u32, u32) = (4, 24, 2);

pub(super) fn on_intent(state: &mut State, intent: ProjectIntent) -> Vec<Effect> {
    match intent {
        ProjectIntent::AskToRehearse => match state.may_rehearse() {
            Ok(()) => {
                let faults = BTreeSet::new();
                state.migration.projects.dialog = Some(ProjectDialog::Rehearse { faults });
                Vec::new()
            }
            Err(message) => refuse(state, message),
        },
        ProjectIntent::Fault(fault, is_chosen) => {
            if let Some(ProjectDialog::Rehearse { faults }) = &mut state.migration.projects.dialog {
                if is_chosen {
                    faults.insert(fault);
                } else {
                    faults.remove(&fault);
                }
            }
            Vec::new()
        }
        ProjectIntent::BackToProject => match state.rehearsed_project() {
            Some(folder) => project::open(state, folder, OpenMode::Work),
            None => Vec::new(),
        },
        ProjectIntent::AskForTimes(folder) => {
            state.migration.projects.dialog = Some(ProjectDialog::Times(Box::new(TimesDialog {
                folder: folder.clone(),
                rows: Vec::new(),
                is_reading: true,
                error: None,
            })));
            vec![Effect::ReadRehearsal(folder)]
        }
        ProjectIntent::Time { place, is_taken } => {
            if let Some(ProjectDialog::Times(times)) = &mut state.migration.projects.dialog
                && let Some(row) = times.rows.get_mut(place)
            {
                row.is_taken = is_taken;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A rehearsal for somebody who has nothing yet: the lab's own deployment, with everything filled in.
pub(super) fn start_on_lab(state: &mut State, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.may_start_lab_rehearsal() {
        return refuse(state, message);
    }
    let facts = state
        .inventory
        .value()
        .zip(state.session.as_ref())
        .and_then(|(inventory, session)| lab_facts(&state.localizer, inventory, session, now));
    let Some(facts) = facts else {
        return refuse(state, Message::NothingRead);
    };
    let kind = ProjectKind::Rehearsal {
        of: None,
        faults: Vec::new(),
        servers: Vec::new(),
    };
    let made = Project::new(project::PROGRAM, kind, facts, now);
    let folder = state.places.data_folder.join("projects").join(&made.id.0);
    begin(state, &folder, made, Procedure::built_in())
}

/// Makes a rehearsal of the open project, inside its folder, on a lab with its names.
pub(super) fn rehearse(state: &mut State, faults: Vec<RehearsalFault>, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.may_rehearse() {
        return refuse(state, message);
    }
    let Some(open) = &state.migration.open else {
        return Vec::new();
    };
    let checklist = &open.checklist;
    let mut facts = checklist.facts.clone();
    // It happens now, and takes as long as the real window.
    let length = facts.window.end.since(facts.window.start);
    facts.window = Window {
        start: now,
        end: now.plus(length),
    };
    facts.profile = String::new();
    let kind = ProjectKind::Rehearsal {
        of: Some(checklist.project.id.clone()),
        faults,
        servers: Vec::new(),
    };
    let made = Project::new(project::PROGRAM, kind, facts, now);
    let numbers = open
        .rehearsals
        .iter()
        .filter_map(|folder| number_of(folder));
    let number = numbers.max().unwrap_or(0) + 1;
    let folder = open.folder.join("rehearsals").join(number.to_string());
    let procedure = checklist.procedure.clone();
    begin(state, &folder, made, procedure)
}

fn number_of(folder: &Path) -> Option<u32> {
    folder.file_name()?.to_str()?.parse().ok()
}

/// The lab first, then the project: what is opened on it finds it as it has to be.
fn begin(
    state: &mut State,
    folder: &Path,
    mut made: Project,
    procedure: std::sync::Arc<Procedure>,
) -> Vec<Effect> {
    let inventory = state.inventory.value().map(AsRef::as_ref);
    let active = servers_of_target(&made.facts, inventory);
    let ProjectKind::Rehearsal {
        faults, servers, ..
    } = &mut made.kind
    else {
        return Vec::new();
    };
    let faults = faults.clone();
    servers.clone_from(&active);
    let site = Box::new(stage(&made.facts, active));
    state.migration.projects.dialog = None;
    let mut effects = project::leave(state);
    effects.push(Effect::StageLab {
        stage: site,
        faults,
        past: Vec::new(),
    });
    effects.extend(session::use_lab(state));
    // The project before was left already.
    state.migration.open = None;
    effects.extend(project::make(state, folder.to_owned(), made, procedure));
    effects
}

/// A rehearsal that is opened again works on a lab that is set up as it was and brought to where its journal stands.
/// One that was just made finds its lab so already.
pub(super) fn enter_lab(state: &mut State) -> Vec<Effect> {
    let Some(open) = &state.migration.open else {
        return Vec::new();
    };
    let project = &open.checklist.project;
    let ProjectKind::Rehearsal {
        faults, servers, ..
    } = &project.kind
    else {
        return Vec::new();
    };
    let is_on_lab = state.session.as_ref().is_some_and(OpenSession::is_lab);
    if open.records.is_empty() && (is_on_lab || state.opening.is_some()) {
        return Vec::new();
    }
    let active = if servers.is_empty() {
        servers_of(&project.facts.target.pool)
    } else {
        servers.clone()
    };
    let staged = Effect::StageLab {
        stage: Box::new(stage(&project.facts, active)),
        faults: faults.clone(),
        past: lab_past(&open.records),
    };
    let mut effects = vec![staged];
    effects.extend(session::use_lab(state));
    effects
}

fn servers_of_target(facts: &Facts, inventory: Option<&Inventory>) -> Vec<String> {
    let pool = inventory.and_then(|inventory| inventory.pool(&facts.target.pool));
    let active = pool.and_then(|pool| pool.active_servers.clone());
    active.unwrap_or_else(|| servers_of(&facts.target.pool))
}

/// The site of a rehearsal: the names of the real one.
fn stage(facts: &Facts, target_servers: Vec<String>) -> LabStage {
    let (categories, rooms, addins) = CONTENTS;
    LabStage {
        source_pool: facts.source.pool.clone(),
        source_is_2007_r2: facts.source.generation == SourceGeneration::Ocs2007R2,
        source_servers: facts.source.servers.clone(),
        target_pool: facts.target.pool.clone(),
        target_generation: facts.target.generation,
        registrar: facts
            .target
            .registrar
            .clone()
            .unwrap_or_else(|| facts.target.pool.clone()),
        target_servers,
        lookup_addresses: facts.source.lookup_addresses.clone(),
        categories,
        rooms,
        addins,
    }
}

/// Names for servers nobody has named: two in the pool's domain.
fn servers_of(pool: &Fqdn) -> Vec<String> {
    let domain = domain_of(pool.as_str());
    vec![format!("pchat01.{domain}"), format!("pchat02.{domain}")]
}

fn domain_of(fqdn: &str) -> &str {
    fqdn.split_once('.').map_or(fqdn, |(_, domain)| domain)
}

/// Everything a project asks for, from what the lab's own reading shows.
fn lab_facts(
    text: &Localizer,
    inventory: &Inventory,
    session: &OpenSession,
    now: Moment,
) -> Option<Facts> {
    let source = inventory.source_pools.iter().flatten().next()?;
    let of_2010 = |generation| {
        crate::checklist::judge(SourceGeneration::Lync2010, generation)
            == crate::checklist::PathVerdict::Documented
    };
    let target = inventory
        .pools
        .iter()
        .find(|pool| of_2010(pool.generation))?;
    let domain = domain_of(source.fqdn.as_str());
    let held = inventory.lookup_addresses.iter();
    let held = held.filter(|lookup| inventory.endpoint(&lookup.address).is_none());
    let held = held.filter(|lookup| !lookup.holders.found().is_empty());
    let addresses: Vec<_> = held.map(|lookup| lookup.address.clone()).collect();
    let sip_domain = addresses.first()?.domain().to_owned();
    Some(Facts {
        name: tr!(text, "project-lab-name"),
        source: SourceSystem {
            generation: SourceGeneration::Lync2010,
            pool: source.fqdn.to_string(),
            servers: vec![format!("gc01.{domain}"), format!("gc02.{domain}")],
            sql_instance: format!("sql01.{domain}\\GROUPCHAT"),
            database: "MgcConfig".to_owned(),
            compliance_database: "MgcComp".to_owned(),
            files: format!("\\\\gc01.{domain}\\GroupChatFiles"),
            lookup_addresses: addresses,
        },
        target: TargetSystem {
            pool: target.fqdn.clone(),
            generation: target.generation,
            registrar: target.registrar.clone(),
            sql_instance: format!("sql02.{domain}\\PCHAT"),
            files: format!("\\\\files.{domain}\\LyncShare"),
        },
        window: Window {
            start: now,
            end: now.plus(LAB_WINDOW),
        },
        people: People {
            operator: session.connection.account.clone(),
            reviewer: String::new(),
            approver: String::new(),
            pilots: vec![format!("sip:pilot1@{sip_domain}")],
        },
        profile: String::new(),
        work_folder: format!("\\\\files.{domain}\\Migration"),
        cut_off: None,
        passphrase: None,
    })
}

/// What a rehearsal took, beside what the open project plans.
pub(super) fn on_read(
    state: &mut State,
    folder: &Path,
    result: Result<Box<ProjectFiles>, PortError>,
) {
    let Some(open) = &state.migration.open else {
        return;
    };
    let Some(ProjectDialog::Times(times)) = &mut state.migration.projects.dialog else {
        return;
    };
    if times.folder != folder {
        return;
    }
    times.is_reading = false;
    match result {
        Ok(files) => times.rows = measured(&files, &open.checklist),
        Err(err) => times.error = Some(err),
    }
}

fn measured(files: &ProjectFiles, planned: &crate::checklist::Checklist) -> Vec<MeasuredTime> {
    let rehearsed = crate::checklist::fold(
        &files.project,
        &files.procedure,
        &files.journal.records,
        None,
    );
    let rows = crate::checklist::measured(&rehearsed).into_iter();
    let rows = rows.filter_map(|(step, measured)| {
        let planned = planned.item(&step)?.minutes;
        Some(MeasuredTime {
            step,
            planned,
            measured,
            is_taken: measured != planned,
        })
    });
    rows.collect()
}

/// Plans the chosen steps with the times of the rehearsal.
pub(super) fn take_times(state: &mut State, folder: &Path) -> Vec<Effect> {
    let Some(ProjectDialog::Times(times)) = &state.migration.projects.dialog else {
        return Vec::new();
    };
    if times.folder != folder {
        return Vec::new();
    }
    let taken = times.rows.iter().filter(|row| row.is_taken);
    let entries: Vec<_> = taken
        .map(|row| ProjectEntry::Planned {
            step: row.step.clone(),
            minutes: row.measured,
        })
        .collect();
    if let Err(message) = state.may_record() {
        return refuse(state, message);
    }
    state.migration.projects.dialog = None;
    if entries.is_empty() {
        return Vec::new();
    }
    vec![Effect::Record(entries)]
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.note(NoteKind::Refused(message));
    Vec::new()
}
