//! Whether something is possible now, and if not, why. The same answer disables a button and is its tooltip.

use super::journal_view::PlanEntry;
use super::standing;
use super::state::State;
use crate::domain::{
    Access, DirectoryConnection, Endpoint, Message, Right, ServiceStatus, SipUri, SwapMessage,
};
use crate::lync::Cmdlet;
use crate::plan::{self, Fit, PlanId, PlanRecord, StepRecord, StepStatus, undo};

/// What a person may want to do to the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Refresh,
    Create,
    Remove(SipUri),
    Replace(SipUri),
    /// The address swap; with an address, of that one.
    Swap(Option<SipUri>),
    StartService {
        server: String,
        service: String,
    },
    StopService {
        server: String,
        service: String,
    },
    /// Leaves a refused step of a swap to a person.
    HandOver(PlanId),
    Undo(PlanId),
    Continue(PlanId),
    CheckAgain(PlanId),
    AllowChanges,
    /// Connecting a directory beside the session, or leaving it.
    ConnectDirectory,
}

impl State {
    pub fn possible(&self, act: &Act) -> Result<(), Message> {
        if self.session.is_none() {
            return Err(Message::NotConnected);
        }
        match act {
            Act::Refresh | Act::CheckAgain(_) | Act::ConnectDirectory if self.is_running() => {
                Err(Message::OtherChangeRunning)
            }
            Act::AllowChanges | Act::Refresh | Act::ConnectDirectory => Ok(()),
            Act::CheckAgain(id) => {
                let entry = self.recorded_here(id, Message::NothingRead)?;
                let is_open = |step: &StepRecord| step.status.can_be_checked_again();
                if entry.record.steps.iter().any(is_open) {
                    Ok(())
                } else {
                    Err(Message::NothingOpen)
                }
            }
            Act::Create => {
                self.may_run(CREATE)?;
                self.may_change_endpoints()
            }
            Act::Remove(address) => {
                self.may_run(REMOVE)?;
                self.may_change_endpoints()?;
                self.removable(address).map(|_| ())
            }
            Act::Replace(address) => {
                self.may_run(CREATE)?;
                self.may_run(REMOVE)?;
                self.may_change_endpoints()?;
                self.removable(address).map(|_| ())
            }
            Act::Swap(address) => {
                self.may_run(CREATE)?;
                self.may_change_endpoints()?;
                self.directory()?;
                match address {
                    Some(address) => self.is_no_endpoint(address),
                    None => Ok(()),
                }
            }
            Act::StartService { server, service } => {
                self.may_run("Start-CsWindowsService")?;
                self.may_change()?;
                match self.chat_service(server, service)? {
                    ServiceStatus::Running => Err(Message::ServiceRunsAlready {
                        service: service.clone(),
                    }),
                    status => is_settled(status, service),
                }
            }
            Act::StopService { server, service } => {
                self.may_run("Stop-CsWindowsService")?;
                self.may_change()?;
                match self.chat_service(server, service)? {
                    ServiceStatus::Stopped => Err(Message::ServiceStoppedAlready {
                        service: service.clone(),
                    }),
                    status => is_settled(status, service),
                }
            }
            Act::HandOver(id) => self.may_hand_over(id),
            Act::Undo(id) => self.may_undo(id),
            Act::Continue(id) => self.may_continue(id),
        }
    }

    /// Whether anything at all may be changed now.
    pub fn may_change(&self) -> Result<(), Message> {
        let session = self.session.as_ref().ok_or(Message::NotConnected)?;
        if session.access == Access::ReadOnly {
            return Err(Message::ReadOnlySession);
        }
        if self.is_running() {
            return Err(Message::OtherChangeRunning);
        }
        // The deployment is about to be another one.
        if self.opening.is_some() {
            return Err(Message::NotConnected);
        }
        Ok(())
    }

    /// The directory beside the session.
    pub fn directory(&self) -> Result<&DirectoryConnection, Message> {
        let connection = self.directory.connection.as_ref();
        connection.ok_or(Message::DirectoryNotConnected)
    }

    fn may_change_endpoints(&self) -> Result<(), Message> {
        self.may_change()?;
        if self.inventory.value().is_none() {
            return Err(Message::NothingRead);
        }
        if self.inventory.error().is_some() {
            return Err(Message::ReadingOutdated);
        }
        Ok(())
    }

    /// How a service stands that may be started and stopped here: one of Persistent Chat's, in a good reading.
    fn chat_service(&self, server: &str, service: &str) -> Result<&ServiceStatus, Message> {
        let unread = || Message::ServerNotRead {
            server: server.to_owned(),
        };
        let (pool, _) = self.servers.server(server).ok_or_else(unread)?;
        let known = self.servers.service(server, service).ok_or_else(unread)?;
        if !self.servers.is_chat(server, known) {
            return Err(Message::ServiceNotPicked {
                service: service.to_owned(),
            });
        }
        let reading = self.servers.of(pool).ok_or_else(unread)?;
        if reading.error().is_some() {
            return Err(Message::ReadingOutdated);
        }
        Ok(&known.status)
    }

    fn may_undo(&self, id: &PlanId) -> Result<(), Message> {
        let entry = self.recorded_here(id, Message::NothingToUndo);
        let plan = entry
            .clone()
            .and_then(|entry| undo(&entry.record, entry.record.plan.made_at));
        for step in plan.iter().flat_map(|plan| &plan.steps) {
            self.may_act(&step.act)?;
        }
        self.may_change_endpoints()?;
        if let Ok(entry) = &entry {
            self.fits(&entry.record, Fit::WayBack)?;
        }
        let is_undone = self.is_undone(&entry?.record);
        if is_undone {
            return Err(Message::UndoneAlready);
        }
        plan.map(|_| ())
    }

    /// Whether another plan took this one back, to its end.
    pub fn is_undone(&self, record: &PlanRecord) -> bool {
        record.undone_by.as_ref().is_some_and(|by| {
            let undoing = self.journal.value().and_then(|journal| journal.plan(by));
            undoing.is_some_and(|undoing| {
                let mut steps = undoing.record.steps.iter();
                steps.all(|step| step.status.is_satisfied())
            })
        })
    }

    fn may_continue(&self, id: &PlanId) -> Result<(), Message> {
        let entry = self.recorded_here(id, Message::NothingRead);
        let steps = entry
            .iter()
            .flat_map(|entry| entry.record.plan.steps.iter().zip(&entry.record.steps));
        let mut open = steps.filter(|(_, state)| !state.status.is_satisfied());
        for (step, _) in open.clone() {
            self.may_act(&step.act)?;
        }
        self.may_change_endpoints()?;
        let first = open.next();
        self.fits(&entry.clone()?.record, Fit::Continue)?;
        let (_, open) = first.ok_or(Message::NothingOpen)?;
        match open.status {
            StepStatus::Pending | StepStatus::Failed | StepStatus::Interrupted => Ok(()),
            // Read again, and it still is not there: a person may decide to repeat it, which reads first.
            StepStatus::UnknownOutcome if open.readings > 1 => Ok(()),
            _ => Err(Message::CheckAgainFirst),
        }
    }

    /// Of a swap that is not over, only what fits where it stands.
    fn fits(&self, record: &PlanRecord, fit: Fit) -> Result<(), Message> {
        if !standing::is_swap(record) || !standing::is_open(record) {
            return Ok(());
        }
        match standing::fits(self, record, fit) {
            Some(true) => Ok(()),
            Some(false) => Err(Message::Swap(SwapMessage::DoesNotFit)),
            None => Err(Message::Swap(SwapMessage::StandingUnread)),
        }
    }

    /// Whether the step that was refused may be left to a person.
    pub(super) fn may_hand_over(&self, id: &PlanId) -> Result<(), Message> {
        self.may_change_endpoints()?;
        let entry = self.recorded_here(id, Message::NothingRead)?;
        self.fits(&entry.record, Fit::Continue)?;
        match plan::step_to_hand_over(&entry.record) {
            Some(_) => Ok(()),
            None => Err(Message::NothingOpen),
        }
    }

    /// Whether a plan was made for this deployment and this directory.
    pub(super) fn made_here(&self, record: &PlanRecord) -> Result<(), Message> {
        self.recorded_here(&record.plan.id, Message::NothingRead)
            .map(|_| ())
    }

    /// Refuses what the account is known to have no right to. What is not known is left to the server.
    fn may_run(&self, cmdlet: &str) -> Result<(), Message> {
        match self.rights.value().map(|rights| rights.right(cmdlet)) {
            Some(Right::Missing { roles }) => Err(Message::NoRight {
                cmdlet: cmdlet.to_owned(),
                roles,
            }),
            Some(Right::Held | Right::Unknown(_)) | None => Ok(()),
        }
    }

    /// Whether the account may run what a step sends.
    fn may_act(&self, act: &plan::Act) -> Result<(), Message> {
        match act.change() {
            Some(change) => self.may_run(Cmdlet::act(&change).name()),
            None => Ok(()),
        }
    }

    fn recorded_here(&self, id: &PlanId, unknown: Message) -> Result<&PlanEntry, Message> {
        let journal = self.journal.value();
        let entry = journal
            .and_then(|journal| journal.plan(id))
            .ok_or(unknown)?;
        self.is_made_here(&entry.record.plan.connection)?;
        if let Some(directory) = &entry.record.plan.directory {
            self.is_made_in(directory)?;
        }
        Ok(entry)
    }

    /// The endpoint behind an address, if the console may remove it.
    pub(super) fn removable(&self, address: &SipUri) -> Result<Endpoint, Message> {
        let inventory = self.inventory.value().ok_or(Message::NothingRead)?;
        let endpoint = inventory
            .endpoint(address)
            .ok_or(Message::NoEndpointSelected)?;
        if endpoint.origin.is_protected() {
            return Err(Message::EndpointProtected {
                address: address.clone(),
            });
        }
        if endpoint.pool.is_none() {
            return Err(Message::PoolOfEndpointUnknown {
                address: address.clone(),
            });
        }
        Ok(endpoint.clone())
    }

    /// What an endpoint holds is there already.
    fn is_no_endpoint(&self, address: &SipUri) -> Result<(), Message> {
        let inventory = self.inventory.value().ok_or(Message::NothingRead)?;
        match inventory.endpoint(address) {
            Some(_endpoint) => Err(Message::Swap(SwapMessage::HeldByEndpoint {
                address: address.clone(),
            })),
            None => Ok(()),
        }
    }

    /// Any controller of the same forest will do.
    fn is_made_in(&self, directory: &DirectoryConnection) -> Result<(), Message> {
        let here = self.directory()?;
        let is_same =
            here.source == directory.source && here.forest.eq_ignore_ascii_case(&directory.forest);
        if is_same {
            Ok(())
        } else {
            Err(Message::NotInThisDirectory {
                forest: directory.forest.clone(),
            })
        }
    }

    pub(super) fn is_made_here(
        &self,
        connection: &crate::domain::Connection,
    ) -> Result<(), Message> {
        let here = self.session.as_ref().map(|session| &session.connection);
        if here.is_some_and(|here| here.source == connection.source && here.url == connection.url) {
            Ok(())
        } else {
            Err(Message::NotInThisDeployment)
        }
    }
}

const CREATE: &str = "New-CsPersistentChatEndpoint";
const REMOVE: &str = "Remove-CsPersistentChatEndpoint";

/// A service that is on its way is left alone until it has arrived.
fn is_settled(status: &ServiceStatus, service: &str) -> Result<(), Message> {
    match status {
        ServiceStatus::StartPending | ServiceStatus::StopPending => {
            Err(Message::ServiceIsChanging {
                service: service.to_owned(),
            })
        }
        ServiceStatus::Running | ServiceStatus::Stopped | ServiceStatus::Other(_) => Ok(()),
    }
}
