//! What the exports show.

use std::collections::{BTreeMap, BTreeSet};

use super::export::{ExportKind, ExportRow, SourceExport};
use super::flatten::{Flat, LONGEST_NAME, Tree, folded, room_name, rows};
use super::headings::Column;
use super::table::{EvidenceColumn, EvidenceTable};
use super::{PreflightFinding, PreflightGround, Risk, RiskTopic};
use crate::domain::{ChecklistMessage, PreflightMessage};

pub(super) fn of_exports(
    exports: &[SourceExport],
    ground: PreflightGround<'_>,
) -> Vec<PreflightFinding> {
    if exports.is_empty() {
        return Vec::new();
    }
    let tree = Tree::new(exports);
    let flattened = tree.flattened();
    let mut found = Vec::new();
    found.extend(missing_exports(exports));
    found.extend(missing_names(exports));
    found.extend(strays(&tree));
    found.extend(circles(&tree));
    found.extend(changed_names(&flattened));
    found.extend(long_names(&flattened));
    found.extend(equal_names(&flattened));
    found.extend(root_managers(exports, &tree));
    found.extend(invitations(exports, &tree));
    found.extend(federation(exports, ground.sip_domains));
    found.extend(disabled_rooms(exports));
    found.extend(unused_rooms(exports, ground.cut_off));
    found.extend(disabled_accounts(exports));
    found
}

/// The rows of the exports that have one of these names, as it is or flattened.
pub(super) fn rows_named(exports: &[SourceExport], names: &[String]) -> EvidenceTable {
    let wanted: BTreeSet<_> = names.iter().map(|name| folded(name)).collect();
    let rows = Tree::new(exports)
        .flattened()
        .iter()
        .filter(|flat| wanted.contains(&folded(&flat.name)) || wanted.contains(&folded(flat.own)))
        .map(name_cells)
        .collect();
    EvidenceTable {
        columns: NAME_COLUMNS.to_vec(),
        rows,
    }
}

const NAME_COLUMNS: [EvidenceColumn; 5] = [
    EvidenceColumn::File,
    EvidenceColumn::Line,
    EvidenceColumn::Name,
    EvidenceColumn::FlattenedName,
    EvidenceColumn::Characters,
];

fn name_cells(flat: &Flat<'_>) -> Vec<String> {
    vec![
        flat.export.name.clone(),
        flat.row.line.to_string(),
        flat.own.to_owned(),
        flat.name.clone(),
        flat.characters().to_string(),
    ]
}

fn of_names<'f, 'e: 'f>(
    risk: Risk,
    topic: RiskTopic,
    flats: impl IntoIterator<Item = &'f Flat<'e>>,
    what: impl FnOnce(usize) -> PreflightMessage,
    advice: PreflightMessage,
) -> Option<PreflightFinding> {
    let rows: Vec<_> = flats.into_iter().map(name_cells).collect();
    finding(risk, topic, &NAME_COLUMNS, rows, what, advice)
}

/// `None` when there are no rows: a finding has evidence.
fn finding(
    risk: Risk,
    topic: RiskTopic,
    columns: &[EvidenceColumn],
    rows: Vec<Vec<String>>,
    what: impl FnOnce(usize) -> PreflightMessage,
    advice: PreflightMessage,
) -> Option<PreflightFinding> {
    if rows.is_empty() {
        return None;
    }
    Some(PreflightFinding {
        risk,
        topic,
        what: vec![ChecklistMessage::Preflight(what(rows.len()))],
        advice: Some(ChecklistMessage::Preflight(advice)),
        evidence: EvidenceTable {
            columns: columns.to_vec(),
            rows,
        },
        words: Vec::new(),
    })
}

/// What was not given cannot be judged, and an empty sheet would look like a good one.
fn missing_exports(exports: &[SourceExport]) -> Option<PreflightFinding> {
    let is_complete = ExportKind::ALL
        .iter()
        .all(|kind| exports.iter().any(|export| export.kind == *kind));
    (!is_complete).then(|| PreflightFinding {
        risk: Risk::Warns,
        topic: RiskTopic::Exports,
        what: vec![ChecklistMessage::Preflight(PreflightMessage::ExportMissing)],
        advice: Some(ChecklistMessage::Preflight(
            PreflightMessage::AdviseMissingExport,
        )),
        evidence: EvidenceTable::default(),
        words: Vec::new(),
    })
}

fn missing_names(exports: &[SourceExport]) -> Option<PreflightFinding> {
    let nameless = exports.iter().flat_map(|export| {
        export.rows.iter().filter_map(move |row| {
            let name = match export.kind {
                ExportKind::Categories => export.first_cell(row, &[Column::Category, Column::Name]),
                ExportKind::Rooms => room_name(export, row),
                ExportKind::Managers | ExportKind::Members => person(export, row),
            };
            name.is_none()
                .then(|| plain_row(export, row, &row.cells.join(" · ")))
        })
    });
    finding(
        Risk::Warns,
        RiskTopic::Exports,
        &PLAIN_COLUMNS,
        nameless.collect(),
        |rows| PreflightMessage::NamesMissing { rows },
        PreflightMessage::AdviseNameMissing,
    )
}

const PLAIN_COLUMNS: [EvidenceColumn; 3] = [
    EvidenceColumn::File,
    EvidenceColumn::Line,
    EvidenceColumn::Value,
];

fn plain_row(export: &SourceExport, row: &ExportRow, value: &str) -> Vec<String> {
    vec![export.name.clone(), row.line.to_string(), value.to_owned()]
}

fn strays(tree: &Tree<'_>) -> Option<PreflightFinding> {
    let named = [
        Column::Parent,
        Column::ParentId,
        Column::Category,
        Column::CategoryId,
    ];
    let rows = tree.strays().into_iter().map(|(export, row)| {
        let said = match export.kind {
            ExportKind::Categories => export.first_cell(row, &named),
            _ => export.first_cell(row, &[Column::Category, Column::CategoryId]),
        };
        plain_row(export, row, said.unwrap_or_default())
    });
    finding(
        Risk::Warns,
        RiskTopic::Exports,
        &PLAIN_COLUMNS,
        rows.collect(),
        |rows| PreflightMessage::CategoriesUnknown { rows },
        PreflightMessage::AdviseExportAgain,
    )
}

fn circles(tree: &Tree<'_>) -> Option<PreflightFinding> {
    let rows = tree.circles().into_iter().map(|(export, row)| {
        let own = export.first_cell(row, &[Column::Category, Column::Name]);
        plain_row(export, row, own.unwrap_or_default())
    });
    finding(
        Risk::Warns,
        RiskTopic::Exports,
        &PLAIN_COLUMNS,
        rows.collect(),
        |count| PreflightMessage::CategoriesInCircle { count },
        PreflightMessage::AdviseExportAgain,
    )
}

fn changed_names(flattened: &[Flat<'_>]) -> Option<PreflightFinding> {
    of_names(
        Risk::Informs,
        RiskTopic::FlattenedNames,
        flattened.iter().filter(|flat| flat.is_changed()),
        |count| PreflightMessage::NamesFlattened { count },
        PreflightMessage::AdviseRenameBefore,
    )
}

fn long_names(flattened: &[Flat<'_>]) -> Option<PreflightFinding> {
    of_names(
        Risk::Stops,
        RiskTopic::LongNames,
        flattened
            .iter()
            .filter(|flat| flat.characters() > LONGEST_NAME),
        |count| PreflightMessage::NamesTooLong {
            count,
            most: LONGEST_NAME,
        },
        PreflightMessage::AdviseShorten,
    )
}

fn equal_names(flattened: &[Flat<'_>]) -> Option<PreflightFinding> {
    let mut groups: BTreeMap<(bool, String), Vec<&Flat<'_>>> = BTreeMap::new();
    for flat in flattened {
        let key = (flat.is_room, flat.key());
        groups.entry(key).or_default().push(flat);
    }
    of_names(
        Risk::Stops,
        RiskTopic::EqualNames,
        groups
            .into_values()
            .filter(|group| group.len() > 1)
            .flatten(),
        |count| PreflightMessage::NamesEqual { count },
        PreflightMessage::AdviseNameTwice,
    )
}

fn root_managers(exports: &[SourceExport], tree: &Tree<'_>) -> Option<PreflightFinding> {
    let rooms = exports
        .iter()
        .any(|export| export.kind == ExportKind::Rooms)
        .then(|| {
            rows(exports, ExportKind::Rooms)
                .filter(|(export, row)| !is_disabled(export, row))
                .count()
        });
    let mut managers = BTreeSet::new();
    let mut evidence = Vec::new();
    for (export, row) in rows(exports, ExportKind::Managers) {
        if let Some(manager) = export.cell(row, Column::Manager)
            && tree.is_about_root(export, row)
        {
            managers.insert(folded(manager));
            evidence.push(person_row(export, row, manager));
        }
    }
    finding(
        Risk::Stops,
        RiskTopic::RootManagers,
        &PERSON_COLUMNS,
        evidence,
        |_| PreflightMessage::RootManagers {
            managers: managers.len(),
            rooms,
        },
        PreflightMessage::AdviseRemoveManagers,
    )
}

const PERSON_COLUMNS: [EvidenceColumn; 5] = [
    EvidenceColumn::File,
    EvidenceColumn::Line,
    EvidenceColumn::Person,
    EvidenceColumn::Category,
    EvidenceColumn::Room,
];

fn person_row(export: &SourceExport, row: &ExportRow, person: &str) -> Vec<String> {
    let category = export.first_cell(row, &[Column::Category, Column::CategoryId]);
    let room = room_name(export, row).or_else(|| export.cell(row, Column::RoomId));
    vec![
        export.name.clone(),
        row.line.to_string(),
        person.to_owned(),
        category.unwrap_or_default().to_owned(),
        room.unwrap_or_default().to_owned(),
    ]
}

fn invitations(exports: &[SourceExport], tree: &Tree<'_>) -> Option<PreflightFinding> {
    let reset = rows(exports, ExportKind::Rooms).filter(|(export, row)| {
        let invites =
            |export: &SourceExport, row| export.cell(row, Column::Invitations).and_then(truth);
        let category = tree
            .category_row(export, row)
            .and_then(|(export, row)| invites(export, row));
        invites(export, row) == Some(true) && category == Some(false)
    });
    finding(
        Risk::Warns,
        RiskTopic::Invitations,
        &ROOM_COLUMNS,
        reset.map(|(export, row)| room_row(export, row)).collect(),
        |rooms| PreflightMessage::InvitationsReset { rooms },
        PreflightMessage::AdviseInvitations,
    )
}

const ROOM_COLUMNS: [EvidenceColumn; 5] = [
    EvidenceColumn::File,
    EvidenceColumn::Line,
    EvidenceColumn::Room,
    EvidenceColumn::Category,
    EvidenceColumn::LastPosted,
];

fn room_row(export: &SourceExport, row: &ExportRow) -> Vec<String> {
    let category = export.first_cell(row, &[Column::Category, Column::CategoryId]);
    vec![
        export.name.clone(),
        row.line.to_string(),
        room_name(export, row).unwrap_or_default().to_owned(),
        category.unwrap_or_default().to_owned(),
        export
            .cell(row, Column::LastPosted)
            .unwrap_or_default()
            .to_owned(),
    ]
}

fn federation(exports: &[SourceExport], sip_domains: &[String]) -> Option<PreflightFinding> {
    let people = people(exports);
    if sip_domains.is_empty() {
        return people
            .iter()
            .any(|(_, _, person)| domain(person).is_some())
            .then(|| PreflightFinding {
                risk: Risk::Warns,
                topic: RiskTopic::Federation,
                what: vec![ChecklistMessage::Preflight(
                    PreflightMessage::SipDomainsUnknown,
                )],
                advice: Some(ChecklistMessage::Preflight(PreflightMessage::AdviseConnect)),
                evidence: EvidenceTable::default(),
                words: Vec::new(),
            });
    }
    let own: BTreeSet<_> = sip_domains.iter().map(|domain| folded(domain)).collect();
    let mut strangers = BTreeSet::new();
    let mut domains = BTreeSet::new();
    let mut evidence = Vec::new();
    for (export, row, person) in people {
        if let Some(domain) = domain(person)
            && !own.contains(&domain)
        {
            strangers.insert(folded(person));
            domains.insert(domain);
            evidence.push(person_row(export, row, person));
        }
    }
    finding(
        Risk::Warns,
        RiskTopic::Federation,
        &PERSON_COLUMNS,
        evidence,
        |_| PreflightMessage::FederatedPeople {
            people: strangers.len(),
            domains: domains.into_iter().take(10).collect(),
        },
        PreflightMessage::AdviseFederated,
    )
}

fn disabled_rooms(exports: &[SourceExport]) -> Option<PreflightFinding> {
    let disabled =
        rows(exports, ExportKind::Rooms).filter(|(export, row)| is_disabled(export, row));
    finding(
        Risk::Informs,
        RiskTopic::Rooms,
        &ROOM_COLUMNS,
        disabled
            .map(|(export, row)| room_row(export, row))
            .collect(),
        |rooms| PreflightMessage::RoomsDisabled { rooms },
        PreflightMessage::AdviseDisabledStay,
    )
}

/// Rooms nobody wrote in, or nobody since the day before which messages stay behind.
fn unused_rooms(exports: &[SourceExport], cut_off: Option<&str>) -> Option<PreflightFinding> {
    let unused = rows(exports, ExportKind::Rooms).filter(|(export, row)| {
        let is_empty = export
            .cell(row, Column::Messages)
            .is_some_and(|said| said.parse() == Ok(0_u64));
        let never =
            export.has(Column::LastPosted) && export.cell(row, Column::LastPosted).is_none();
        let before = export
            .cell(row, Column::LastPosted)
            .and_then(day)
            .zip(cut_off.and_then(day))
            .is_some_and(|(posted, cut_off)| posted < cut_off);
        !is_disabled(export, row) && (is_empty || never || before)
    });
    finding(
        Risk::Informs,
        RiskTopic::Rooms,
        &ROOM_COLUMNS,
        unused.map(|(export, row)| room_row(export, row)).collect(),
        |rooms| PreflightMessage::RoomsUnused { rooms },
        PreflightMessage::AdviseDisableRooms,
    )
}

fn disabled_accounts(exports: &[SourceExport]) -> Option<PreflightFinding> {
    let mut accounts = BTreeSet::new();
    let mut evidence = Vec::new();
    for (export, row, person) in people(exports) {
        let said = |column| export.cell(row, column).and_then(truth);
        if said(Column::AccountDisabled) == Some(true)
            || said(Column::AccountEnabled) == Some(false)
        {
            accounts.insert(folded(person));
            evidence.push(person_row(export, row, person));
        }
    }
    finding(
        Risk::Warns,
        RiskTopic::Accounts,
        &PERSON_COLUMNS,
        evidence,
        |_| PreflightMessage::AccountsDisabled {
            people: accounts.len(),
        },
        PreflightMessage::AdviseDisabledAccounts,
    )
}

fn people(exports: &[SourceExport]) -> Vec<(&SourceExport, &ExportRow, &str)> {
    rows(exports, ExportKind::Managers)
        .chain(rows(exports, ExportKind::Members))
        .filter_map(|(export, row)| Some((export, row, person(export, row)?)))
        .collect()
}

fn person<'r>(export: &SourceExport, row: &'r ExportRow) -> Option<&'r str> {
    match export.kind {
        ExportKind::Managers => export.cell(row, Column::Manager),
        _ => export.cell(row, Column::Member),
    }
}

/// The part after the at sign; a group has none.
fn domain(person: &str) -> Option<String> {
    let (_, domain) = person.rsplit_once('@')?;
    let domain = folded(domain.trim_end_matches('.'));
    (!domain.is_empty()).then_some(domain)
}

pub(super) fn is_disabled(export: &SourceExport, row: &ExportRow) -> bool {
    let said = |column| export.cell(row, column).and_then(truth);
    said(Column::Disabled) == Some(true) || said(Column::Enabled) == Some(false)
}

/// Yes and no, as tools and people write them; anything else says nothing.
fn truth(said: &str) -> Option<bool> {
    match folded(said).as_str() {
        "true" | "yes" | "y" | "1" | "on" | "enabled" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "disabled" => Some(false),
        _ => None,
    }
}

/// The day of a date that begins with year, month and day.
fn day(said: &str) -> Option<jiff::civil::Date> {
    let mut parts = said
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (parts.next()?, parts.next()?);
    jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
