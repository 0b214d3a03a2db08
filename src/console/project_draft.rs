//! A project while it is entered or changed: what was typed, what is wrong with it, and the facts it becomes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil;
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

use super::projects::TemplateProblem;
use crate::checklist::{
    Facts, NewPassphrase, PathVerdict, People, Procedure, SourceGeneration, SourceSystem,
    TargetSystem, Window, judge,
};
use crate::domain::draft::typed_address;
use crate::domain::{DeploymentReading, Fqdn, Generation, Inventory, Moment, Secret, SipUri};

/// As short as the reviewer's passphrase may be.
const SHORTEST_PASSPHRASE: usize = 8;

#[derive(Clone, Debug)]
pub struct ProjectDraft {
    pub purpose: DraftPurpose,
    pub page: DraftPage,
    pub generation: SourceGeneration,
    pub target_generation: Generation,
    /// The address legacy clients look for in each SIP domain, as the deployment lists them.
    pub lookups: Vec<LookupChoice>,
    pub needs_two: bool,
    pub passphrase: NewPassphrase,
    pub procedure: Arc<Procedure>,
    /// Where the procedure was read from; none is the built-in one.
    pub procedure_file: Option<PathBuf>,
    /// It was changed here and stands in no file.
    pub is_procedure_changed: bool,
    pub template_problem: Option<TemplateProblem>,
    /// The pages somebody tried to leave, whose problems are shown from then on.
    pub judged: Vec<DraftPage>,
    /// The passphrase is being sealed, or the folder is being made.
    pub is_busy: bool,
    texts: BTreeMap<ProjectField, String>,
    /// Of the project that is changed: its sealed passphrase.
    pub(super) sealed: Option<String>,
    zone: TimeZone,
}

#[derive(Clone, Debug)]
pub enum DraftPurpose {
    New,
    /// The facts of the open project, as they were.
    Change(Box<Facts>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DraftPage {
    #[default]
    Source,
    Target,
    Window,
    People,
    Procedure,
    Review,
}

impl DraftPage {
    pub const ALL: [Self; 6] = [
        Self::Source,
        Self::Target,
        Self::Window,
        Self::People,
        Self::Procedure,
        Self::Review,
    ];
}

/// What is typed, and the other places something can be wrong in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectField {
    Name,
    SourcePool,
    Servers,
    SourceSql,
    Database,
    ComplianceDatabase,
    SourceFiles,
    /// Lookup addresses no reading lists, one a line.
    OtherAddresses,
    TargetPool,
    Registrar,
    TargetSql,
    TargetFiles,
    StartDate,
    StartTime,
    EndDate,
    EndTime,
    Operator,
    Reviewer,
    Approver,
    Pilots,
    WorkFolder,
    CutOff,
    Profile,
    Passphrase,
    PassphraseAgain,
    Template,
    Folder,
}

/// A Lookup address that was read, and whether it is part of the migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupChoice {
    pub address: SipUri,
    pub is_used: bool,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectProblem {
    Missing,
    NotFqdn,
    NotAnAddress(String),
    AddressTwice(String),
    NoAddress,
    SameAsSource,
    NotADate,
    NotATime,
    EndsBeforeStart,
    PassphraseShort(usize),
    PassphraseDiffers,
    /// Two people are asked for, and one is named twice.
    OnePersonTwice,
    NotAbsolute,
}

/// One change of one entry.
#[derive(Clone, Debug)]
pub enum ProjectEdit {
    Text(ProjectField, String),
    Generation(SourceGeneration),
    TargetGeneration(Generation),
    /// A pool of the reading, with what the reading says of it.
    PickTarget(Fqdn),
    PickSource(String),
    Lookup {
        place: usize,
        is_used: bool,
    },
    NeedsTwo(bool),
    Passphrase(Secret),
    PassphraseAgain(Secret),
    BuiltIn,
    Next,
    Back,
    /// Asks for the file of a changed procedure, or for the folder the project goes into.
    PickTemplate,
    ReadTemplate,
    EditTemplate,
    PickFolder,
}

impl ProjectDraft {
    /// Filled in with what the reading shows, or empty without one: planning needs no connection.
    pub(super) fn new(
        inventory: Option<&Inventory>,
        procedure: Arc<Procedure>,
        zone: TimeZone,
    ) -> Self {
        let mut draft = Self {
            purpose: DraftPurpose::New,
            page: DraftPage::default(),
            generation: SourceGeneration::Lync2010,
            target_generation: Generation::Lync2013,
            lookups: Vec::new(),
            needs_two: false,
            passphrase: NewPassphrase::default(),
            procedure,
            procedure_file: None,
            is_procedure_changed: false,
            template_problem: None,
            judged: Vec::new(),
            is_busy: false,
            texts: BTreeMap::new(),
            sealed: None,
            zone,
        };
        if let Some(inventory) = inventory {
            draft.fill_in(inventory);
        }
        draft
    }

    /// The facts of a project, to be changed.
    pub(super) fn of(facts: &Facts, procedure: Arc<Procedure>, zone: TimeZone) -> Self {
        let mut draft = Self::new(None, procedure, zone);
        draft.purpose = DraftPurpose::Change(Box::new(facts.clone()));
        draft.take(facts);
        draft
    }

    /// Takes over everything a project's facts say.
    pub(super) fn take(&mut self, facts: &Facts) {
        let addresses = facts.source.lookup_addresses.iter();
        self.lookups = addresses
            .map(|address| LookupChoice {
                address: address.clone(),
                is_used: true,
            })
            .collect();
        self.generation = facts.source.generation;
        self.target_generation = facts.target.generation;
        self.needs_two = facts.passphrase.is_some();
        self.sealed.clone_from(&facts.passphrase);
        let registrar = facts.target.registrar.as_ref();
        let (start_date, start_time) = self.typed(facts.window.start);
        let (end_date, end_time) = self.typed(facts.window.end);
        for (field, text) in [
            (ProjectField::Name, facts.name.clone()),
            (ProjectField::SourcePool, facts.source.pool.clone()),
            (ProjectField::Servers, facts.source.servers.join("\n")),
            (ProjectField::SourceSql, facts.source.sql_instance.clone()),
            (ProjectField::Database, facts.source.database.clone()),
            (
                ProjectField::ComplianceDatabase,
                facts.source.compliance_database.clone(),
            ),
            (ProjectField::SourceFiles, facts.source.files.clone()),
            (ProjectField::TargetPool, facts.target.pool.to_string()),
            (
                ProjectField::Registrar,
                registrar.map(ToString::to_string).unwrap_or_default(),
            ),
            (ProjectField::TargetSql, facts.target.sql_instance.clone()),
            (ProjectField::TargetFiles, facts.target.files.clone()),
            (ProjectField::StartDate, start_date),
            (ProjectField::StartTime, start_time),
            (ProjectField::EndDate, end_date),
            (ProjectField::EndTime, end_time),
            (ProjectField::Operator, facts.people.operator.clone()),
            (ProjectField::Reviewer, facts.people.reviewer.clone()),
            (ProjectField::Approver, facts.people.approver.clone()),
            (ProjectField::Pilots, facts.people.pilots.join("\n")),
            (ProjectField::WorkFolder, facts.work_folder.clone()),
            (
                ProjectField::CutOff,
                facts.cut_off.clone().unwrap_or_default(),
            ),
            (ProjectField::Profile, facts.profile.clone()),
        ] {
            self.set(field, text);
        }
    }

    fn typed(&self, moment: Moment) -> (String, String) {
        let zoned = moment.instant().to_zoned(self.zone.clone());
        (
            zoned.strftime("%Y-%m-%d").to_string(),
            zoned.strftime("%H:%M").to_string(),
        )
    }

    fn fill_in(&mut self, inventory: &Inventory) {
        let lookups = inventory.lookup_addresses.iter();
        self.lookups = lookups
            .map(|lookup| LookupChoice {
                address: lookup.address.clone(),
                is_used: !lookup.holders.found().is_empty(),
            })
            .collect();
        if let Some(source) = inventory.source_pools.iter().flatten().next() {
            self.set(ProjectField::SourcePool, source.fqdn.to_string());
        }
        // The one the guide describes comes first.
        let documented = inventory
            .pools
            .iter()
            .find(|pool| judge(self.generation, pool.generation) == PathVerdict::Documented);
        if let Some(pool) = documented.or_else(|| inventory.pools.first()) {
            self.pick_target(&pool.fqdn.clone(), inventory);
        }
        self.set(ProjectField::Database, "MgcConfig".to_owned());
    }

    pub(super) fn pick_target(&mut self, fqdn: &Fqdn, inventory: &Inventory) {
        let Some(pool) = inventory.pool(fqdn) else {
            return;
        };
        self.set(ProjectField::TargetPool, pool.fqdn.to_string());
        self.target_generation = pool.generation;
        let registrar = pool.registrar.as_ref();
        self.set(
            ProjectField::Registrar,
            registrar.map(ToString::to_string).unwrap_or_default(),
        );
    }

    /// The servers of the old pool, where the topology was read.
    pub(super) fn fill_in_servers(&mut self, deployment: &DeploymentReading) {
        let pool = self.text(ProjectField::SourcePool);
        let pools = deployment.topology.pools.iter().flatten();
        let found = pools
            .filter(|known| known.fqdn.eq_ignore_ascii_case(pool))
            .find_map(|known| known.computers.as_ref());
        if let Some(servers) = found.map(|computers| computers.join("\n")) {
            self.set(ProjectField::Servers, servers);
        }
    }

    pub fn text(&self, field: ProjectField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, field: ProjectField, text: String) {
        self.texts.insert(field, text);
    }

    pub fn is_new(&self) -> bool {
        matches!(self.purpose, DraftPurpose::New)
    }

    /// The pages of this draft: the procedure of a project that is changed has an editor of its own.
    pub fn pages(&self) -> Vec<DraftPage> {
        let pages = DraftPage::ALL.into_iter();
        pages
            .filter(|page| self.is_new() || *page != DraftPage::Procedure)
            .collect()
    }

    /// Whether leaving would lose something.
    pub fn has_entries(&self) -> bool {
        match &self.purpose {
            DraftPurpose::New => true,
            DraftPurpose::Change(_) => {
                !self.changes().is_empty() || !self.passphrase.first.is_empty()
            }
        }
    }

    /// What the two generations together mean.
    pub fn verdict(&self) -> PathVerdict {
        judge(self.generation, self.target_generation)
    }

    pub fn addresses(&self) -> Vec<SipUri> {
        let listed = self.lookups.iter().filter(|lookup| lookup.is_used);
        let listed = listed.map(|lookup| lookup.address.clone());
        let typed = lines(self.text(ProjectField::OtherAddresses));
        let typed = typed.filter_map(|line| typed_address(&line).ok());
        listed.chain(typed).collect()
    }

    /// The moment two fields name, in the zone of this machine.
    pub fn moment(&self, date: ProjectField, time: ProjectField) -> Option<Moment> {
        let date = date_of(self.text(date))?;
        let time = time_of(self.text(time))?;
        let zoned = date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
        Some(Moment::new(zoned.timestamp(), zoned.offset()))
    }

    pub fn start(&self) -> Option<Moment> {
        self.moment(ProjectField::StartDate, ProjectField::StartTime)
    }

    pub fn end(&self) -> Option<Moment> {
        self.moment(ProjectField::EndDate, ProjectField::EndTime)
    }

    /// Everything that is wrong on a page, all at once.
    pub fn problems(&self, page: DraftPage) -> Vec<(ProjectField, ProjectProblem)> {
        let mut found = Vec::new();
        match page {
            DraftPage::Source => self.source_problems(&mut found),
            DraftPage::Target => self.target_problems(&mut found),
            DraftPage::Window => self.window_problems(&mut found),
            DraftPage::People => self.people_problems(&mut found),
            DraftPage::Procedure => {}
            DraftPage::Review => {
                let folder = self.text(ProjectField::Folder).trim();
                if self.is_new() && folder.is_empty() {
                    found.push((ProjectField::Folder, ProjectProblem::Missing));
                } else if self.is_new() && !is_absolute(folder) {
                    found.push((ProjectField::Folder, ProjectProblem::NotAbsolute));
                }
            }
        }
        found
    }

    /// The problem shown at a field: only after somebody tried to go on.
    pub fn problem(&self, field: ProjectField) -> Option<ProjectProblem> {
        if !self.judged.contains(&self.page) {
            return None;
        }
        let mut problems = self.problems(self.page).into_iter();
        problems
            .find(|(place, _)| *place == field)
            .map(|(_, problem)| problem)
    }

    fn missing(
        &self,
        field: ProjectField,
        found: &mut Vec<(ProjectField, ProjectProblem)>,
    ) -> bool {
        let is_missing = self.text(field).trim().is_empty();
        if is_missing {
            found.push((field, ProjectProblem::Missing));
        }
        is_missing
    }

    fn source_problems(&self, found: &mut Vec<(ProjectField, ProjectProblem)>) {
        self.missing(ProjectField::Name, found);
        self.missing(ProjectField::SourcePool, found);
        self.missing(ProjectField::Servers, found);
        self.missing(ProjectField::SourceSql, found);
        self.missing(ProjectField::Database, found);
        self.missing(ProjectField::SourceFiles, found);
        for line in lines(self.text(ProjectField::OtherAddresses)) {
            if typed_address(&line).is_err() {
                let problem = ProjectProblem::NotAnAddress(line);
                found.push((ProjectField::OtherAddresses, problem));
            }
        }
        let mut seen: Vec<SipUri> = Vec::new();
        for address in self.addresses() {
            if seen.contains(&address) {
                let problem = ProjectProblem::AddressTwice(address.to_string());
                found.push((ProjectField::OtherAddresses, problem));
            }
            seen.push(address);
        }
        if seen.is_empty() {
            found.push((ProjectField::OtherAddresses, ProjectProblem::NoAddress));
        }
    }

    fn target_problems(&self, found: &mut Vec<(ProjectField, ProjectProblem)>) {
        let pool = self.text(ProjectField::TargetPool).trim();
        if !self.missing(ProjectField::TargetPool, found) {
            if Fqdn::parse(pool).is_err() {
                found.push((ProjectField::TargetPool, ProjectProblem::NotFqdn));
            } else if pool.eq_ignore_ascii_case(self.text(ProjectField::SourcePool).trim()) {
                found.push((ProjectField::TargetPool, ProjectProblem::SameAsSource));
            }
        }
        let registrar = self.text(ProjectField::Registrar).trim();
        if !registrar.is_empty() && Fqdn::parse(registrar).is_err() {
            found.push((ProjectField::Registrar, ProjectProblem::NotFqdn));
        }
        self.missing(ProjectField::TargetSql, found);
        self.missing(ProjectField::TargetFiles, found);
    }

    fn window_problems(&self, found: &mut Vec<(ProjectField, ProjectProblem)>) {
        for field in [ProjectField::StartDate, ProjectField::EndDate] {
            if !self.missing(field, found) && date_of(self.text(field)).is_none() {
                found.push((field, ProjectProblem::NotADate));
            }
        }
        for field in [ProjectField::StartTime, ProjectField::EndTime] {
            if !self.missing(field, found) && time_of(self.text(field)).is_none() {
                found.push((field, ProjectProblem::NotATime));
            }
        }
        if let (Some(start), Some(end)) = (self.start(), self.end())
            && end <= start
        {
            found.push((ProjectField::EndDate, ProjectProblem::EndsBeforeStart));
        }
    }

    fn people_problems(&self, found: &mut Vec<(ProjectField, ProjectProblem)>) {
        let operator_missing = self.missing(ProjectField::Operator, found);
        let cut_off = self.text(ProjectField::CutOff);
        if !cut_off.trim().is_empty() && date_of(cut_off).is_none() {
            found.push((ProjectField::CutOff, ProjectProblem::NotADate));
        }
        self.missing(ProjectField::WorkFolder, found);
        if !self.needs_two {
            return;
        }
        let operator = self.text(ProjectField::Operator).trim();
        let reviewer = self.text(ProjectField::Reviewer).trim();
        if !self.missing(ProjectField::Reviewer, found)
            && !operator_missing
            && operator.to_lowercase() == reviewer.to_lowercase()
        {
            found.push((ProjectField::Reviewer, ProjectProblem::OnePersonTwice));
        }
        let NewPassphrase { first, again } = &self.passphrase;
        // The one that is sealed already stays when none is typed.
        if first.is_empty() && again.is_empty() && self.sealed.is_some() {
            return;
        }
        if first.expose().chars().count() < SHORTEST_PASSPHRASE {
            let problem = ProjectProblem::PassphraseShort(SHORTEST_PASSPHRASE);
            found.push((ProjectField::Passphrase, problem));
        } else if first.expose() != again.expose() {
            found.push((
                ProjectField::PassphraseAgain,
                ProjectProblem::PassphraseDiffers,
            ));
        }
    }

    /// Pages that still have something wrong.
    pub fn wrong_pages(&self) -> Vec<DraftPage> {
        let pages = self.pages().into_iter();
        pages
            .filter(|page| !self.problems(*page).is_empty())
            .collect()
    }

    /// What it becomes; `None` while something is wrong with it.
    pub fn facts(&self) -> Option<Facts> {
        if !self.wrong_pages().is_empty() {
            return None;
        }
        let registrar = self.text(ProjectField::Registrar).trim();
        let cut_off = date_of(self.text(ProjectField::CutOff));
        Some(Facts {
            name: self.trimmed(ProjectField::Name),
            source: SourceSystem {
                generation: self.generation,
                pool: self.trimmed(ProjectField::SourcePool),
                servers: lines(self.text(ProjectField::Servers)).collect(),
                sql_instance: self.trimmed(ProjectField::SourceSql),
                database: self.trimmed(ProjectField::Database),
                compliance_database: self.trimmed(ProjectField::ComplianceDatabase),
                files: self.trimmed(ProjectField::SourceFiles),
                lookup_addresses: self.addresses(),
            },
            target: TargetSystem {
                pool: Fqdn::parse(self.text(ProjectField::TargetPool)).ok()?,
                generation: self.target_generation,
                registrar: Fqdn::parse(registrar).ok(),
                sql_instance: self.trimmed(ProjectField::TargetSql),
                files: self.trimmed(ProjectField::TargetFiles),
            },
            window: Window {
                start: self.start()?,
                end: self.end()?,
            },
            people: People {
                operator: self.trimmed(ProjectField::Operator),
                reviewer: self.trimmed(ProjectField::Reviewer),
                approver: self.trimmed(ProjectField::Approver),
                pilots: lines(self.text(ProjectField::Pilots)).collect(),
            },
            profile: self.trimmed(ProjectField::Profile),
            work_folder: self.trimmed(ProjectField::WorkFolder),
            cut_off: cut_off.map(|date| date.to_string()),
            passphrase: self.sealed.clone().filter(|_| self.needs_two),
        })
    }

    fn trimmed(&self, field: ProjectField) -> String {
        self.text(field).trim().to_owned()
    }

    /// What is other than it was, as it was and as it is now.
    pub fn changes(&self) -> Vec<(ProjectField, String, String)> {
        let DraftPurpose::Change(before) = &self.purpose else {
            return Vec::new();
        };
        let earlier = Self::of(before, self.procedure.clone(), self.zone.clone());
        let listed = |draft: &Self| {
            let addresses = draft.addresses();
            let addresses = addresses.iter().map(ToString::to_string);
            addresses.collect::<Vec<_>>().join(", ")
        };
        let mut changes = Vec::new();
        for field in self.texts.keys() {
            let (was, is) = if *field == ProjectField::OtherAddresses {
                continue;
            } else {
                (one_line(earlier.text(*field)), one_line(self.text(*field)))
            };
            if was != is {
                changes.push((*field, was, is));
            }
        }
        let (was, is) = (listed(&earlier), listed(self));
        if was != is {
            changes.push((ProjectField::OtherAddresses, was, is));
        }
        changes
    }

    /// Whether the people's rule, a generation or the passphrase is other than it was.
    pub fn changes_choices(&self) -> bool {
        let DraftPurpose::Change(before) = &self.purpose else {
            return false;
        };
        self.generation != before.source.generation
            || self.target_generation != before.target.generation
            || self.needs_two != before.passphrase.is_some()
            || !self.passphrase.first.is_empty()
    }

    /// Whether a passphrase was typed that has to be sealed first.
    pub(super) fn to_seal(&self) -> Option<Secret> {
        let typed = &self.passphrase.first;
        (self.needs_two && !typed.is_empty()).then(|| typed.clone())
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    let lines = text.split(['\n', ',', ';']).map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

fn one_line(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join(", ")
}

/// As narrow as a keyboard of this side of the world makes it.
fn narrow(text: &str) -> String {
    text.trim().nfkc().collect()
}

fn date_of(text: &str) -> Option<civil::Date> {
    let text = narrow(text).replace(['/', '.'], "-");
    civil::Date::strptime("%Y-%m-%d", text).ok()
}

fn time_of(text: &str) -> Option<civil::Time> {
    civil::Time::strptime("%H:%M", narrow(text)).ok()
}

/// On this system or on Windows: a draft may be made on one and looked at on the other.
fn is_absolute(folder: &str) -> bool {
    let bytes = folder.as_bytes();
    let has_drive =
        matches!(bytes, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    folder.starts_with('/') || folder.starts_with("\\\\") || has_drive
}
