//! The wizard of the address swap: from the account that holds an address to an endpoint that took it over. Pure; the
//! state's active run holds the last two steps.

use std::collections::BTreeSet;

use super::fetched::Fetched;
use crate::domain::draft::{Examined, typed_address};
use crate::domain::swap_check::{capture_findings, hand_over_because, swap_allowed, swap_checks};
use crate::domain::swap_reading::{likely_sites, replicator_cycle, split_controllers};
use crate::domain::{
    Attestation, AttestationSubject, CheckKind, DirectoryAccount, DirectoryConnection,
    EndpointDraft, EndpointSpec, Field, Finding, Fqdn, Hand, Inventory, LookupAccount, Message,
    Moment, Rights, Severity, SipUri, Statement, Statements, SwapCapture, SwapCheck, SwapFinding,
    SwapMessage, SwapQuestion, SwapRequest, SwapSurvey, SwapWishes, Unread, UnreadReason, Way,
};
use crate::plan::{self, Plan};
use crate::ports::PortError;

/// As much of a pasted output as is kept.
const LONGEST_OUTPUT: usize = 16_384;

#[derive(Clone, Debug)]
pub struct SwapWizard {
    pub step: SwapStep,
    /// The address as it is typed.
    pub address: String,
    pub address_touched: bool,
    pub offers: Vec<Offer>,
    pub capture: Fetched<SwapCapture>,
    /// What there is to say about the captured account.
    pub findings: Vec<SwapFinding>,
    pub statements: Statements,
    pub pool: Option<Fqdn>,
    pub display_name: String,
    /// The endpoint as the ordinary rules see it.
    pub examined: Examined,
    pub way: Option<WayKind>,
    /// The address the account is to get when it is renamed, as it is typed.
    pub retired: String,
    pub hand: Hand,
    /// Why the console cannot be expected to free the address itself.
    pub hand_over_because: Option<Message>,
    /// The AD sites whose controllers are waited for.
    pub sites: BTreeSet<String>,
    pub attestations: [AttestationDraft; 2],
    pub survey: Fetched<SwapSurvey>,
    pub checks: Vec<SwapCheck>,
    /// The plan as it would be run, made when the review is shown.
    pub plan: Option<Plan>,
    /// What was typed to confirm a deletion.
    pub typed: String,
    /// What the session may run, as it was read last.
    pub(super) rights: Option<Rights>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SwapStep {
    Account,
    Target,
    Way,
    Checks,
    Review,
    Run,
    Result,
}

impl SwapStep {
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::Target,
        Self::Way,
        Self::Checks,
        Self::Review,
        Self::Run,
        Self::Result,
    ];

    pub(super) fn before(self) -> Self {
        match self {
            Self::Account | Self::Target => Self::Account,
            Self::Way => Self::Target,
            Self::Checks => Self::Way,
            Self::Review => Self::Checks,
            // What was begun cannot be unbegun by going back.
            step @ (Self::Run | Self::Result) => step,
        }
    }
}

/// An address whose holder may be the Lookup account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub address: SipUri,
    /// The name and the registrar pool of the account that holds it, as the deployment's reading says.
    pub holder: Option<(String, Option<Fqdn>)>,
    /// Why there is nothing to swap.
    pub refusal: Option<Message>,
}

/// A way of freeing the address without what it needs; most reversible first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WayKind {
    Rename,
    RemoveFromLync,
    DeleteAccount,
}

impl WayKind {
    pub const ALL: [Self; 3] = [Self::Rename, Self::RemoveFromLync, Self::DeleteAccount];
}

/// What a person is asked to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestationDraft {
    pub subject: AttestationSubject,
    /// When it was confirmed; `None` while it is not.
    pub confirmed_at: Option<Moment>,
    pub by: String,
    /// Pasted output.
    pub output: String,
}

#[derive(Clone, Debug)]
pub enum SwapEdit {
    Address(String),
    ServiceLogon(Statement),
    SqlLogin(Statement),
    Pool(Fqdn),
    DisplayName(String),
    Way(WayKind),
    Retired(String),
    Hand(Hand),
    /// Whether the controllers of an AD site are waited for.
    Site {
        site: String,
        is_required: bool,
    },
    Confirm {
        subject: AttestationSubject,
        is_confirmed: bool,
    },
    ConfirmedBy {
        subject: AttestationSubject,
        by: String,
    },
    Output {
        subject: AttestationSubject,
        output: String,
    },
    Typed(String),
}

impl SwapWizard {
    pub(super) fn new(
        address: Option<&SipUri>,
        inventory: &Inventory,
        rights: Option<Rights>,
        by: &str,
    ) -> Self {
        let draft = |subject| AttestationDraft {
            subject,
            confirmed_at: None,
            by: by.to_owned(),
            output: String::new(),
        };
        let mut wizard = Self {
            step: SwapStep::Account,
            address: address.map(ToString::to_string).unwrap_or_default(),
            address_touched: false,
            offers: offers(inventory),
            capture: Fetched::default(),
            findings: Vec::new(),
            statements: Statements::default(),
            pool: None,
            display_name: String::new(),
            examined: EndpointDraft::default().examine(inventory, None),
            way: None,
            retired: String::new(),
            hand: Hand::Console,
            hand_over_because: None,
            sites: BTreeSet::new(),
            attestations: [
                draft(AttestationSubject::GroupChatStopped),
                draft(AttestationSubject::NobodyConnected),
            ],
            survey: Fetched::default(),
            checks: Vec::new(),
            plan: None,
            typed: String::new(),
            rights,
        };
        // With one pool there is nothing to choose.
        if let [only] = inventory.pools.as_slice() {
            wizard.pool = Some(only.fqdn.clone());
        }
        wizard.look_again(inventory);
        wizard
    }

    /// The address that was typed, as the directory is asked for it.
    pub fn typed_address(&self) -> Result<SipUri, Message> {
        typed_address(&self.address)
    }

    pub fn account(&self) -> Option<&DirectoryAccount> {
        self.capture.value()?.account.as_ref()
    }

    /// The address with the spelling the account has it in.
    pub fn captured_address(&self) -> Option<SipUri> {
        let spelled = self.account()?.sip_address()?;
        SipUri::parse(spelled).ok()
    }

    /// The pool's next hop, as the newest inventory shows it.
    pub fn registrar(&self, inventory: &Inventory) -> Option<Fqdn> {
        inventory.pool(self.pool.as_ref()?)?.registrar.clone()
    }

    /// What is wrong with the address the account is to get.
    pub fn retired_problem(&self, inventory: &Inventory) -> Result<SipUri, Message> {
        if self.retired.trim().is_empty() {
            return Err(Message::Swap(SwapMessage::RetiredMissing));
        }
        let retired = typed_address(&self.retired)?;
        if self.captured_address().as_ref() == Some(&retired) {
            return Err(Message::Swap(SwapMessage::RetiredIsTheSame));
        }
        let draft = EndpointDraft {
            sip_address: retired.to_string(),
            ..EndpointDraft::default()
        };
        let findings = draft.examine(inventory, None).findings;
        let wrong = findings.into_iter().find(|finding| {
            finding.field == Field::SipAddress && finding.severity == Severity::Error
        });
        match wrong {
            Some(finding) => Err(finding.message),
            None => Ok(retired),
        }
    }

    /// The way with what it needs, if that is there.
    pub fn whole_way(&self, inventory: &Inventory) -> Result<Way, Message> {
        match self.way {
            None => Err(Message::Swap(SwapMessage::WayMissing)),
            Some(WayKind::Rename) => self
                .retired_problem(inventory)
                .map(|retired| Way::Rename { retired }),
            Some(WayKind::RemoveFromLync) => Ok(Way::RemoveFromLync),
            Some(WayKind::DeleteAccount) => Ok(Way::DeleteAccount),
        }
    }

    /// Why a way cannot be taken with this account.
    pub fn way_refusal(&self, way: WayKind) -> Option<Message> {
        let account = self.account()?;
        let lync = self.capture.value().map(|capture| &capture.lync);
        match (way, lync) {
            (WayKind::DeleteAccount, _) => (account.is_deletion_protected == Ok(true))
                .then_some(Message::Swap(SwapMessage::DeletionProtected)),
            (_, Some(Ok(Some(lync)))) => {
                // Without its home the account could not be enabled again.
                let is_homeless = way == WayKind::RemoveFromLync && lync.registrar.is_none();
                is_homeless.then(|| Message::SwapRegistrarUnknown {
                    account: account.dn.clone(),
                })
            }
            (_, Some(Err(unread))) => Some(Message::NotChecked {
                reason: unread.reason,
            }),
            (_, Some(Ok(None)) | None) => Some(Message::Swap(SwapMessage::UnknownToDeployment)),
        }
    }

    /// The act that frees the address, as far as it is chosen.
    pub fn freeing_act(&self, inventory: &Inventory) -> Option<plan::Act> {
        Some(plan::Act::FreeAddress {
            account: Box::new(self.lookup_account()?),
            way: self.whole_way(inventory).ok()?,
            hand: self.hand,
        })
    }

    fn lookup_account(&self) -> Option<LookupAccount> {
        Some(LookupAccount {
            directory: self.account()?.clone(),
            lync: self.capture.value()?.lync.clone().ok().flatten(),
            statements: self.statements,
        })
    }

    /// Whether the account can be brought back after it was deleted; `None` when nobody knows.
    pub fn recycle_bin(&self) -> Option<bool> {
        self.capture.value()?.recycle_bin()
    }

    /// What there is to say about a field of the endpoint.
    pub fn endpoint_findings(&self, field: Field) -> impl Iterator<Item = &Finding> {
        self.examined
            .findings
            .iter()
            .filter(move |finding| finding.field == field)
    }

    pub fn is_checking(&self) -> bool {
        self.survey.is_loading()
    }

    pub fn given_attestations(&self) -> Vec<Attestation> {
        self.attestations
            .iter()
            .filter_map(|draft| {
                let by = draft.by.trim();
                let at = draft.confirmed_at.filter(|_| !by.is_empty())?;
                Some(Attestation {
                    subject: draft.subject,
                    by: by.to_owned(),
                    at,
                    output: draft.output.clone(),
                })
            })
            .collect()
    }

    /// Whether what was typed confirms the deletion, where there is one.
    pub fn confirmation(&self) -> Result<(), Message> {
        let Some(address) = self.address_to_type() else {
            return Ok(());
        };
        if super::dialog::confirms(&self.typed, &address) {
            Ok(())
        } else {
            Err(Message::TypedAddressDiffers)
        }
    }

    /// The address that has to be typed before an account is deleted.
    pub fn address_to_type(&self) -> Option<SipUri> {
        (self.way == Some(WayKind::DeleteAccount))
            .then(|| self.captured_address())
            .flatten()
    }

    /// Whether the step in view may be left forwards.
    pub fn may_go_on(&self, inventory: &Inventory) -> Result<(), Message> {
        match self.step {
            SwapStep::Account => self.may_swap_account(),
            SwapStep::Target => self.may_lead_to(inventory),
            SwapStep::Way => self.whole_way(inventory).map(|_| ()),
            SwapStep::Checks if self.is_checking() => Err(Message::ChecksRunning),
            SwapStep::Checks | SwapStep::Review if !swap_allowed(&self.checks) => {
                Err(Message::ChecksFailed)
            }
            SwapStep::Review => self.confirmation(),
            SwapStep::Run | SwapStep::Result => Err(Message::OtherChangeRunning),
            SwapStep::Checks => Ok(()),
        }
    }

    fn may_swap_account(&self) -> Result<(), Message> {
        let error = self
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Error);
        match error {
            Some(finding) => Err(finding.message.clone()),
            None if self.captured_address().is_some() && self.capture.is_fresh() => Ok(()),
            None => Err(Message::Swap(SwapMessage::NotCaptured)),
        }
    }

    fn may_lead_to(&self, inventory: &Inventory) -> Result<(), Message> {
        let Some(pool) = &self.pool else {
            return Err(Message::Incomplete);
        };
        let error = self.examined.findings.iter().find(|finding| {
            matches!(finding.check, CheckKind::Pool | CheckKind::DisplayName)
                && finding.severity == Severity::Error
        });
        if let Some(finding) = error {
            return Err(finding.message.clone());
        }
        if self.registrar(inventory).is_none() {
            let pool = pool.clone();
            return Err(Message::Swap(SwapMessage::NextHopUnknown { pool }));
        }
        Ok(())
    }

    pub(super) fn edit(&mut self, edit: SwapEdit, inventory: &Inventory, now: Moment) {
        // What is asked of the servers depends on these; what a person says does not.
        let is_about_servers = matches!(
            edit,
            SwapEdit::Address(_) | SwapEdit::Pool(_) | SwapEdit::Way(_) | SwapEdit::Retired(_)
        );
        match edit {
            SwapEdit::Address(address) => {
                self.address = address;
                self.address_touched = true;
                self.capture = Fetched::default();
                self.findings.clear();
                self.statements = Statements::default();
                self.retired.clear();
                self.way = None;
            }
            SwapEdit::ServiceLogon(statement) => self.statements.is_service_logon = statement,
            SwapEdit::SqlLogin(statement) => self.statements.is_sql_login = statement,
            SwapEdit::Pool(pool) => {
                self.pool = Some(pool);
                self.choose_sites(inventory);
            }
            SwapEdit::DisplayName(name) => self.display_name = name,
            SwapEdit::Way(way) => {
                self.way = Some(way);
                self.choose_hand();
            }
            SwapEdit::Retired(retired) => self.retired = retired,
            SwapEdit::Hand(hand) => self.hand = hand,
            SwapEdit::Site { site, is_required } => {
                if is_required {
                    self.sites.insert(site);
                } else {
                    self.sites.remove(&site);
                }
            }
            SwapEdit::Confirm {
                subject,
                is_confirmed,
            } => {
                if let Some(draft) = self.attestation(subject) {
                    draft.confirmed_at = is_confirmed.then_some(now);
                }
            }
            SwapEdit::ConfirmedBy { subject, by } => {
                if let Some(draft) = self.attestation(subject) {
                    draft.by = by;
                }
            }
            SwapEdit::Output { subject, output } => {
                if let Some(draft) = self.attestation(subject) {
                    // Evidence, not an archive: a file pasted by mistake must not fill the journal.
                    draft.output = output.chars().take(LONGEST_OUTPUT).collect();
                }
            }
            SwapEdit::Typed(typed) => {
                // The plan is confirmed, not changed.
                self.typed = typed;
                return;
            }
        }
        self.plan = None;
        self.typed.clear();
        if is_about_servers {
            self.survey = Fetched::default();
        }
        self.look_again(inventory);
    }

    fn attestation(&mut self, subject: AttestationSubject) -> Option<&mut AttestationDraft> {
        let mut drafts = self.attestations.iter_mut();
        drafts.find(|draft| draft.subject == subject)
    }

    /// Takes what both sides know of the holder.
    pub(super) fn captured(
        &mut self,
        result: Result<SwapCapture, PortError>,
        inventory: &Inventory,
    ) {
        self.capture.finish(result);
        self.findings = match self.capture.value() {
            Some(capture) if self.capture.is_fresh() => capture_findings(capture),
            _ => Vec::new(),
        };
        if let Some(address) = self.captured_address() {
            self.retired = format!("sip:{}-retired@{}", address.user(), address.domain());
        }
        // The most reversible way of those that are there; deleting is never chosen beforehand.
        let reversible = [WayKind::Rename, WayKind::RemoveFromLync];
        self.way = reversible
            .into_iter()
            .find(|way| self.account().is_some() && self.way_refusal(*way).is_none());
        self.choose_hand();
        self.choose_sites(inventory);
        self.look_again(inventory);
    }

    pub(super) fn surveyed(
        &mut self,
        result: Result<SwapSurvey, PortError>,
        inventory: &Inventory,
    ) {
        self.survey.finish(result);
        self.look_again(inventory);
    }

    /// Whoever has the rights acts; a person may decide otherwise.
    fn choose_hand(&mut self) {
        let because = self.reason_to_hand_over();
        self.hand = match because {
            Some(_) => Hand::Operator,
            None => Hand::Console,
        };
        self.hand_over_because = because;
    }

    fn reason_to_hand_over(&self) -> Option<Message> {
        let account = self.account()?;
        let way = match self.way? {
            // Which address it gets has no part in who may give it.
            WayKind::Rename => Way::Rename {
                retired: self.captured_address()?,
            },
            WayKind::RemoveFromLync => Way::RemoveFromLync,
            WayKind::DeleteAccount => Way::DeleteAccount,
        };
        let unknown = || Unread::new(UnreadReason::NoAnswer, "");
        let may_delete = match &self.capture.value()?.rights {
            Ok(rights) => rights.may_delete.clone(),
            Err(_unread) => Err(unknown()),
        };
        hand_over_because(&way, account, &may_delete, self.rights.as_ref())
    }

    fn choose_sites(&mut self, inventory: &Inventory) {
        let site = self
            .pool
            .as_ref()
            .and_then(|pool| inventory.pool(pool))
            .and_then(|pool| pool.site.clone());
        if let Some(capture) = self.capture.value() {
            let written_to = &capture.directory.connection.host;
            self.sites = likely_sites(capture.controllers(), written_to, site.as_deref());
        }
    }

    /// Examines what was chosen against the newest readings.
    pub(super) fn look_again(&mut self, inventory: &Inventory) {
        let draft = EndpointDraft {
            sip_address: self
                .captured_address()
                .map(|address| address.folded().to_owned())
                .unwrap_or_default(),
            pool: self.pool.clone().map(String::from).unwrap_or_default(),
            display_name: self.display_name.clone(),
        };
        self.examined = draft.examine(inventory, None);
        self.checks = match self.whole_way(inventory) {
            Ok(way) => {
                let attestations = self.given_attestations();
                let survey = self.survey.value().filter(|_| self.survey.is_fresh());
                let written_to = self.written_to();
                let wishes = SwapWishes {
                    way: &way,
                    hand: self.hand,
                    sites: &self.sites,
                    written_to: &written_to,
                    attestations: &attestations,
                    rights: self.rights.as_ref(),
                    examined: &self.examined,
                };
                swap_checks(survey, &wishes)
            }
            Err(_incomplete) => Vec::new(),
        };
    }

    /// The controller that is written to.
    fn written_to(&self) -> String {
        self.capture
            .value()
            .map(|capture| capture.directory.connection.host.clone())
            .unwrap_or_default()
    }

    /// What the pre-checks ask about.
    pub(super) fn question(&self, inventory: &Inventory) -> Option<SwapQuestion> {
        let capture = self.capture.value()?;
        let retired = match self.whole_way(inventory).ok()? {
            Way::Rename { retired } => Some(retired),
            Way::RemoveFromLync | Way::DeleteAccount => None,
        };
        Some(SwapQuestion {
            account: self.account()?.clone(),
            address: self.captured_address()?,
            retired,
            pool: self.pool.clone()?,
            registrar: self.registrar(inventory)?,
            controllers: capture.controllers().to_vec(),
        })
    }

    /// The controllers that have to show the address free, and the others.
    pub fn controllers(
        &self,
    ) -> (
        Vec<crate::domain::Controller>,
        Vec<crate::domain::Controller>,
    ) {
        let all = self
            .capture
            .value()
            .map(SwapCapture::controllers)
            .unwrap_or_default();
        split_controllers(all, &self.written_to(), &self.sites)
    }

    /// Everything the plan is made from.
    pub(super) fn request(&self, inventory: &Inventory) -> Result<SwapRequest, Message> {
        let not_captured = || Message::Swap(SwapMessage::NotCaptured);
        let account = self.lookup_account().ok_or_else(not_captured)?;
        let address = self.captured_address().ok_or_else(not_captured)?;
        let spec = self.examined.spec.clone().ok_or(Message::ChecksFailed)?;
        let registrar = self.registrar(inventory).ok_or(Message::ChecksFailed)?;
        let (required, listed) = self.controllers();
        let topology = self
            .survey
            .value()
            .and_then(|survey| survey.deployment.as_ref().ok())
            .map(|reading| &reading.topology);
        Ok(SwapRequest {
            account,
            way: self.whole_way(inventory)?,
            hand: self.hand,
            endpoint: EndpointSpec {
                sip_address: address,
                ..spec
            },
            replicator_cycle: replicator_cycle(topology, &registrar),
            registrar,
            attestations: self.given_attestations(),
            required,
            listed,
            recycle_bin: self.recycle_bin(),
        })
    }

    pub(super) fn make_plan(
        &self,
        directory: DirectoryConnection,
        inventory: &Inventory,
        now: Moment,
    ) -> Result<Plan, Message> {
        plan::swap(inventory, directory, self.request(inventory)?, now)
    }

    /// What was asked and will not be answered any more has failed.
    pub(super) fn answers_lost(&mut self, err: &PortError) {
        if self.capture.is_loading() {
            self.capture.finish(Err(err.clone()));
        }
        if self.survey.is_loading() {
            self.survey.finish(Err(err.clone()));
        }
    }

    /// Whether leaving would lose something that was entered.
    pub fn has_entries(&self) -> bool {
        self.capture.value().is_some() || self.address_touched
    }
}

/// For each SIP domain the address legacy clients look for, and whether its holder could be swapped.
fn offers(inventory: &Inventory) -> Vec<Offer> {
    inventory
        .lookup_addresses
        .iter()
        .map(|lookup| {
            let address = lookup.address.clone();
            if let Some(endpoint) = inventory.endpoint(&address) {
                let refusal = Message::AddressOfEndpoint {
                    address: address.clone(),
                    pool: endpoint.pool.clone(),
                };
                return Offer {
                    address,
                    holder: None,
                    refusal: Some(refusal),
                };
            }
            let holder = lookup.holders.found().into_iter().next();
            let nobody = Message::Swap(SwapMessage::NobodyHolds {
                address: address.clone(),
            });
            Offer {
                address,
                holder: holder.map(|holder| {
                    let identity = holder.identity.as_ref().map(ToString::to_string);
                    let name = holder.display_name.clone().or(identity);
                    (name.unwrap_or_default(), holder.registrar.clone())
                }),
                refusal: (holder.is_none() && lookup.holders.is_known()).then_some(nobody),
            }
        })
        .collect()
}
