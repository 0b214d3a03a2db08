//! The wizard: from a pool to an endpoint that was read back. Pure; the state's active run holds the last two steps.

use super::fetched::Fetched;
use crate::domain::check::allow;
use crate::domain::draft::Examined;
use crate::domain::{
    AddressHolders, Change, Check, CheckKind, Connection, Endpoint, EndpointDraft, EndpointSpec,
    Finding, Fqdn, Holders, Inventory, Message, Moment, Preview, Readable, Severity, SipDomain,
    SipUri, check,
};
use crate::lync::{Cmdlet, ForbiddenCharacter};
use crate::plan::{self, Plan};
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub struct Wizard {
    pub purpose: Purpose,
    pub step: WizardStep,
    pub draft: EndpointDraft,
    pub suggestions: Vec<Suggestion>,
    pub examined: Examined,
    pub checks: Vec<Check>,
    pub(super) holders: Fetched<Readable<Holders>>,
    /// The directory's own answer; nothing is asked while none is connected.
    pub(super) directory: Fetched<AddressHolders>,
    pub preview: Fetched<Preview>,
    /// The plan as it would be run, made when the review is shown.
    pub plan: Option<Plan>,
    /// Findings are shown for fields someone has worked on, not while everything is still empty.
    pub address_touched: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Create,
    Replace(Box<Endpoint>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WizardStep {
    Pool,
    Address,
    Checks,
    Review,
    Run,
    Result,
}

impl WizardStep {
    pub const ALL: [Self; 6] = [
        Self::Pool,
        Self::Address,
        Self::Checks,
        Self::Review,
        Self::Run,
        Self::Result,
    ];
}

/// An address worth considering, and who holds it if it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub address: SipUri,
    pub taken: Option<Message>,
    /// Legacy clients find this address by themselves.
    pub is_conventional: bool,
}

#[derive(Clone, Debug)]
pub enum WizardEdit {
    Pool(Fqdn),
    Address(String),
    DisplayName(String),
}

impl Wizard {
    pub(super) fn new(purpose: Purpose, pool: Option<Fqdn>, inventory: &Inventory) -> Self {
        let draft = match &purpose {
            Purpose::Create => EndpointDraft {
                pool: pool.map(String::from).unwrap_or_default(),
                ..EndpointDraft::default()
            },
            Purpose::Replace(captured) => EndpointDraft {
                sip_address: captured.sip_address.to_string(),
                pool: captured.pool.clone().map(String::from).unwrap_or_default(),
                display_name: captured.display_name.clone().unwrap_or_default(),
            },
        };
        let examined = draft.examine(inventory, None);
        let mut wizard = Self {
            purpose,
            step: WizardStep::Pool,
            draft,
            suggestions: Vec::new(),
            examined,
            checks: Vec::new(),
            holders: Fetched::default(),
            directory: Fetched::default(),
            preview: Fetched::default(),
            plan: None,
            address_touched: false,
        };
        wizard.look_again(inventory);
        wizard
    }

    /// The address a *Replace* takes away.
    pub fn replaced(&self) -> Option<&SipUri> {
        match &self.purpose {
            Purpose::Create => None,
            Purpose::Replace(captured) => Some(&captured.sip_address),
        }
    }

    pub fn spec(&self) -> Option<&EndpointSpec> {
        self.examined.spec.as_ref()
    }

    /// What there is to say about one field.
    pub fn findings(&self, field: crate::domain::Field) -> impl Iterator<Item = &Finding> {
        self.examined
            .findings
            .iter()
            .filter(move |finding| finding.field == field)
    }

    /// Whether the answer to one of the checks is still awaited.
    pub fn is_asking(&self, kind: CheckKind) -> bool {
        match kind {
            CheckKind::Holders => self.holders.is_loading(),
            CheckKind::Directory => self.directory.is_loading(),
            _ => false,
        }
    }

    pub fn is_checking(&self) -> bool {
        self.holders.is_loading() || self.directory.is_loading()
    }

    /// The exact commands of the plan, in order.
    pub fn commands(&self) -> Result<Vec<String>, ForbiddenCharacter> {
        let steps = self.plan.iter().flat_map(|plan| &plan.steps);
        steps
            .filter_map(|step| step.act.change())
            .map(|change| Cmdlet::act(&change).to_powershell())
            .collect()
    }

    /// Whether the step in view may be left forwards.
    pub fn may_go_on(&self) -> Result<(), Message> {
        match self.step {
            WizardStep::Pool if self.has_error(CheckKind::Pool) => Err(Message::Incomplete),
            WizardStep::Address
                if self.has_error(CheckKind::AddressForm)
                    || self.has_error(CheckKind::DisplayName) =>
            {
                Err(Message::Incomplete)
            }
            WizardStep::Checks if self.is_checking() => Err(Message::ChecksRunning),
            WizardStep::Checks | WizardStep::Review
                if !allow(&self.checks) || self.spec().is_none() =>
            {
                Err(Message::ChecksFailed)
            }
            WizardStep::Review if self.commands().is_err() => Err(Message::ChecksFailed),
            WizardStep::Run | WizardStep::Result => Err(Message::OtherChangeRunning),
            _ => Ok(()),
        }
    }

    pub(super) fn edit(&mut self, edit: WizardEdit, inventory: &Inventory) {
        match edit {
            WizardEdit::Pool(pool) => self.draft.pool = pool.into(),
            WizardEdit::Address(address) => {
                self.draft.sip_address = address;
                self.address_touched = true;
                self.holders = Fetched::default();
                self.directory = Fetched::default();
            }
            WizardEdit::DisplayName(name) => self.draft.display_name = name,
        }
        self.plan = None;
        self.preview = Fetched::default();
        self.look_again(inventory);
    }

    /// Examines the draft against the newest reading.
    pub(super) fn look_again(&mut self, inventory: &Inventory) {
        self.examined = self.draft.examine(inventory, self.replaced());
        self.suggestions = suggestions(inventory, &self.draft.pool, self.replaced());
        let holders = match (self.holders.value(), self.holders.error()) {
            (Some(holders), _) if self.holders.is_fresh() => Some(holders.clone()),
            (_, Some(err)) => Some(Err(err.unread())),
            _ => None,
        };
        let directory = match (self.directory.value(), self.directory.error()) {
            (Some(answer), _) if self.directory.is_fresh() => Some(Ok(answer.clone())),
            (_, Some(err)) => Some(Err(err.unread())),
            _ => None,
        };
        self.checks = check::checks(
            &self.examined,
            inventory,
            holders.as_ref(),
            directory.as_ref(),
            self.replaced(),
        );
    }

    /// What was asked and will not be answered any more has failed.
    pub(super) fn answers_lost(&mut self, err: &PortError, inventory: Option<&Inventory>) {
        if self.preview.is_loading() {
            self.preview.finish(Err(err.clone()));
        }
        if self.holders.is_loading() {
            self.holders.finish(Err(err.clone()));
        }
        if self.directory.is_loading() {
            self.directory.finish(Err(err.clone()));
        }
        if let Some(inventory) = inventory {
            self.look_again(inventory);
        }
    }

    /// The plan for the draft as it is now.
    pub(super) fn make_plan(&self, connection: Connection, now: Moment) -> Result<Plan, Message> {
        let spec = self.spec().cloned().ok_or(Message::ChecksFailed)?;
        match &self.purpose {
            Purpose::Create => Ok(plan::create(connection, spec, now)),
            Purpose::Replace(captured) => {
                plan::replace(connection, captured.as_ref().clone(), spec, now)
            }
        }
    }

    /// What the server can be asked about beforehand: the first thing the plan changes.
    pub(super) fn previewed_change(&self) -> Option<Change> {
        self.plan
            .as_ref()?
            .steps
            .iter()
            .find_map(|step| step.act.change())
    }

    fn has_error(&self, kind: CheckKind) -> bool {
        self.examined
            .findings
            .iter()
            .any(|finding| finding.check == kind && finding.severity == Severity::Error)
    }
}

/// Addresses worth considering: the one legacy clients already use first, free ones next, those of endpoints last.
fn suggestions(inventory: &Inventory, pool: &str, replaced: Option<&SipUri>) -> Vec<Suggestion> {
    let domains: Vec<SipDomain> = match &inventory.sip_domains {
        Ok(domains) => domains.clone(),
        Err(_unread) => inventory
            .lookup_addresses
            .iter()
            .map(|lookup| SipDomain::new(lookup.address.domain(), false))
            .collect(),
    };
    let mut ranked: Vec<(u8, Suggestion)> = Vec::new();
    let mut add = |address: SipUri, is_conventional: bool| {
        let endpoint = inventory
            .endpoint(&address)
            .filter(|_| replaced != Some(&address));
        let holder = inventory
            .lookup_addresses
            .iter()
            .filter(|lookup| lookup.address == address)
            .flat_map(|lookup| lookup.holders.found())
            .find(|_| replaced != Some(&address));
        let (rank, taken) = match (endpoint, holder) {
            (Some(endpoint), _) => {
                let taken = Message::AddressOfEndpoint {
                    address: address.clone(),
                    pool: endpoint.pool.clone(),
                };
                (3, Some(taken))
            }
            (None, Some(holder)) => {
                let taken = Message::AddressHeld {
                    kind: holder.kind,
                    name: holder.display_name.clone(),
                    identity: holder.identity.clone(),
                    registrar: holder.registrar.clone(),
                };
                (0, Some(taken))
            }
            (None, None) => (if is_conventional { 1 } else { 2 }, None),
        };
        if !ranked.iter().any(|(_, known)| known.address == address) {
            ranked.push((
                rank,
                Suggestion {
                    address,
                    taken,
                    is_conventional,
                },
            ));
        }
    };
    for domain in &domains {
        if let Some(address) = Inventory::conventional_lookup_address(domain) {
            add(address, true);
        }
    }
    let label = pool.split('.').next().unwrap_or_default();
    for domain in &domains {
        let names = ["persistentchat", label];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            if let Ok(address) = SipUri::parse(&format!("sip:{name}@{}", domain.name)) {
                add(address, false);
            }
        }
    }
    // A stable sort keeps the order of the domains within a rank.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
        .into_iter()
        .map(|(_, suggestion)| suggestion)
        .collect()
}
