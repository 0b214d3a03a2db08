//! Runs a plan: journal *Started*, observe, act, verify by reading back, journal the result with its evidence.

use std::time::Duration;

use super::journal::{Entry, PlanLog};
use super::observe::{Object, Seen, observe};
use super::sides::Sides;
use super::status::{PlanRecord, StepEvent, StepStatus};
use super::types::{Act, Deed, Evidence, PlanKind};
use crate::domain::{Applied, Hand, Message};
use crate::ports::{Call, Cancel, Clock, PortError, PortErrorKind, PortResult};

/// How long one call and one read-back may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub call: Duration,
    pub read_back: Duration,
    pub poll: Duration,
    /// How long the required controllers may take to agree.
    pub controllers: Duration,
    /// How long a person may take to whom a step was handed over.
    pub hand_over: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // The User Replicator's cycle is one minute by default; two of them is what an address swap may take.
        Self {
            call: Duration::from_mins(1),
            read_back: Duration::from_mins(2),
            poll: Duration::from_secs(3),
            // The default interval of replication between sites.
            controllers: Duration::from_mins(15),
            hand_over: Duration::from_hours(1),
        }
    }
}

/// What a run tells while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    Changed(Box<PlanRecord>),
    /// The server is read again until a change shows, or the limit is reached.
    Waiting {
        step: usize,
        elapsed: Duration,
        limit: Duration,
        /// What is waited for, where there is more to say than how long.
        message: Option<Message>,
        /// What the last reading showed.
        seen: Box<Evidence>,
    },
}

/// The record at the end, and the journal's failure if the end could not be written down.
#[derive(Clone, Debug)]
pub struct RunEnd {
    pub record: PlanRecord,
    pub journal_error: Option<PortError>,
}

/// Runs the steps of `record` that are not satisfied yet, in order, and stops at the first that does not come out.
///
/// A plan that was never run has all its steps pending. Nothing is done that was not first written down: when the
/// journal cannot be written, the run ends before the act.
pub fn run(
    record: &PlanRecord,
    sides: &mut Sides<'_>,
    journal: &mut dyn PlanLog,
    clock: &dyn Clock,
    cancel: &Cancel,
    limits: Limits,
    on_event: &mut dyn FnMut(Progress),
) -> RunEnd {
    let mut run = Run {
        record: record.clone(),
        sides,
        journal,
        clock,
        cancel,
        limits,
        on_event,
    };
    let is_new = record
        .steps
        .iter()
        .all(|step| step.status == StepStatus::Pending);
    let mut journal_error = None;
    if is_new {
        journal_error = run.write(Entry::PlanMade(record.plan.clone())).err();
    }
    for step in 0..record.plan.steps.len() {
        if journal_error.is_some() || (step > 0 && cancel.is_cancelled()) {
            break;
        }
        if run.is_satisfied(step) {
            continue;
        }
        // Of a step that was begun before, nobody knows whether its act was sent.
        let was_open = record
            .steps
            .get(step)
            .is_some_and(|state| state.status.can_be_checked_again());
        if let Err(err) = run.event(step, &StepEvent::Started) {
            journal_error = Some(err);
            break;
        }
        let end = run.perform(step, was_open);
        journal_error = run.event(step, &end).err();
        if !run.is_satisfied(step) {
            break;
        }
    }
    RunEnd {
        record: run.record,
        journal_error,
    }
}

/// Reads the server once more for the first step whose outcome is open, and writes down what it shows.
pub fn recheck(
    record: &PlanRecord,
    sides: &mut Sides<'_>,
    journal: &mut dyn PlanLog,
    clock: &dyn Clock,
    cancel: &Cancel,
    limits: Limits,
    on_event: &mut dyn FnMut(Progress),
) -> RunEnd {
    let mut run = Run {
        record: record.clone(),
        sides,
        journal,
        clock,
        cancel,
        limits,
        on_event,
    };
    let open = record
        .steps
        .iter()
        .position(|step| step.status.can_be_checked_again())
        .filter(|_| run.not_here().is_none());
    let mut journal_error = None;
    if let Some(step) = open {
        let end = run.reread(step);
        journal_error = run.event(step, &end).err();
    }
    RunEnd {
        record: run.record,
        journal_error,
    }
}

struct Run<'a, 's> {
    record: PlanRecord,
    sides: &'a mut Sides<'s>,
    journal: &'a mut dyn PlanLog,
    clock: &'a dyn Clock,
    cancel: &'a Cancel,
    limits: Limits,
    on_event: &'a mut dyn FnMut(Progress),
}

impl Run<'_, '_> {
    fn is_satisfied(&self, step: usize) -> bool {
        self.record
            .steps
            .get(step)
            .is_some_and(|state| state.status.is_satisfied())
    }

    fn write(&mut self, entry: Entry) -> PortResult<()> {
        let connection = self.sides.deployment.connection();
        self.journal.append(self.clock.now(), &connection, entry)
    }

    fn event(&mut self, step: usize, event: &StepEvent) -> PortResult<()> {
        let written = self.write(Entry::Step {
            plan: self.record.plan.id.clone(),
            step,
            event: event.clone(),
        });
        // What could not be written down is not begun; what was done stays done, written down or not.
        if (written.is_ok() || *event != StepEvent::Started)
            && let Some(state) = self.record.steps.get_mut(step)
        {
            // The engine writes only sequences that are legal; what it cannot apply it must not invent.
            state.apply(event, self.clock.now()).ok();
        }
        (self.on_event)(Progress::Changed(Box::new(self.record.clone())));
        written
    }

    /// Why the plan must not be run here and now: it was made for another deployment or another directory, or its way
    /// back was begun, and going forwards again would take what that gives back.
    fn not_here(&self) -> Option<Message> {
        let plan = &self.record.plan;
        if plan.kind == PlanKind::Swap && self.record.undone_by.is_some() {
            return Some(Message::UndoneAlready);
        }
        let here = self.sides.deployment.connection();
        if here.source != plan.connection.source || here.url != plan.connection.url {
            return Some(Message::NotInThisDeployment);
        }
        let made_for = plan.directory.as_ref()?;
        let Some(directory) = &self.sides.directory else {
            return Some(Message::DirectoryNotConnected);
        };
        // Any controller of the forest will do.
        let here = directory.connection();
        let is_here =
            here.source == made_for.source && here.forest.eq_ignore_ascii_case(&made_for.forest);
        (!is_here).then(|| Message::NotInThisDirectory {
            forest: made_for.forest.clone(),
        })
    }

    fn call(&self) -> Call {
        Call::new(self.limits.call, self.cancel)
    }

    fn act(&self, step: usize) -> Act {
        // INVARIANT: callers iterate over the plan's own steps.
        self.record.plan.steps[step].act.clone()
    }

    fn perform(&mut self, step: usize, was_open: bool) -> StepEvent {
        let act = self.act(step);
        if let Some(message) = self.not_here() {
            return self.failed(message);
        }
        if let Act::RemoveEndpoint(captured) = &act
            && captured.origin.is_protected()
        {
            let message = Message::StepProtected {
                address: captured.sip_address.clone(),
            };
            return self.failed(message);
        }
        match &act {
            // Nothing shows what a person confirmed, nor what the User Replicator has read.
            Act::Attest(_) => {
                return self.ended(StepStatus::Done, None, Object::default(), Vec::new());
            }
            Act::AwaitReplicator { cycle, cycles, .. } => {
                return self.await_cycles(step, *cycle, *cycles);
            }
            _ => {}
        }
        match self.observe(&act) {
            Err(err) => self.ended(
                StepStatus::Failed,
                Some(Message::StepObserveFailed),
                Object::default(),
                vec![err.to_string()],
            ),
            Ok(Seen::Holds(object)) => {
                let status = if act.is_reading() {
                    StepStatus::Done
                } else {
                    StepStatus::AlreadySatisfied
                };
                self.ended(status, None, object, Vec::new())
            }
            Ok(Seen::Warns(object, message)) => self.warned(object, message),
            Ok(Seen::Differs(object, message)) => {
                self.ended(StepStatus::Failed, Some(message), object, Vec::new())
            }
            Ok(Seen::NotYet(_) | Seen::Underway(..)) if self.cancel.is_cancelled() => {
                self.failed(Message::StepCancelledBeforeAct)
            }
            // Somebody else asked for the same: it is waited for and not asked for again.
            Ok(Seen::Underway(..)) => self.read_back(step, &act, Applied::default(), false),
            Ok(Seen::NotYet(_)) => self.change(step, &act, was_open),
        }
    }

    fn change(&mut self, step: usize, act: &Act, was_open: bool) -> StepEvent {
        let Some(deed) = act.deed() else {
            // A plan from a file may name an account no cmdlet could find.
            if let (true, Some(account)) = (act.changes_account(), act.account()) {
                return self.failed(Message::SwapAccountNotNameable {
                    account: account.directory.dn.clone(),
                });
            }
            return self.read_back(step, act, Applied::default(), false);
        };
        match self.apply(&deed) {
            Ok(applied) => self.read_back(step, act, applied, false),
            // A refusal because it is so already may be the echo of an earlier attempt that does not show yet.
            Err(err)
                if may_have_happened(err.kind) || (was_open && is_so_already(err.kind, act)) =>
            {
                let applied = Applied {
                    returned: None,
                    words: vec![err.source.clone()],
                };
                self.read_back(step, act, applied, true)
            }
            Err(err) if was_answered(err.kind) => self.after_refusal(act, err),
            Err(err) => {
                let message = match err.kind {
                    PortErrorKind::ReadOnly if act.script().is_some() => {
                        Message::StepHandOverOffered
                    }
                    _ => Message::StepNotSent,
                };
                let words = vec![err.source];
                self.ended(StepStatus::Failed, Some(message), Object::default(), words)
            }
        }
    }

    fn apply(&mut self, deed: &Deed) -> PortResult<Applied> {
        let call = self.call();
        match deed {
            Deed::Deployment(change) => self.sides.deployment.apply(change, &call),
            Deed::Directory(change) => {
                // INVARIANT: `not_here` lets no plan of two sides come this far with one.
                self.sides.open_directory()?.apply(change, &call)?;
                Ok(Applied::default())
            }
        }
    }

    /// The server answered with an error. What it did is read all the same: a cmdlet may fail after its act.
    fn after_refusal(&mut self, act: &Act, err: PortError) -> StepEvent {
        // What this account may not do, a person with the right can be asked to do.
        let refused = match err.kind {
            PortErrorKind::Forbidden if act.script().is_some() => Message::StepHandOverOffered,
            _ => Message::StepRefused,
        };
        let mut words = vec![err.source];
        match self.observe(act) {
            Ok(Seen::Holds(object)) => self.ended(
                StepStatus::DoneWithWarning,
                Some(Message::ServerWarning),
                object,
                words,
            ),
            Ok(Seen::Warns(object, message)) => {
                self.ended(StepStatus::DoneWithWarning, Some(message), object, words)
            }
            Ok(Seen::NotYet(object) | Seen::Underway(object, _) | Seen::Differs(object, _)) => self
                .ended(
                    StepStatus::Failed,
                    Some(refused),
                    object.unless_endpoint().unwrap_or_default(),
                    words,
                ),
            Err(unread) => {
                words.push(unread.to_string());
                self.ended(StepStatus::Failed, Some(refused), Object::default(), words)
            }
        }
    }

    /// Reads until the change shows, the limit is reached or the operator stops waiting.
    fn read_back(
        &mut self,
        step: usize,
        act: &Act,
        applied: Applied,
        answer_lost: bool,
    ) -> StepEvent {
        let begun = self.clock.now();
        let limit = self.limit(act);
        let is_handed_over = act.hand() == Some(Hand::Operator);
        let mut words = applied.words;
        let mut last_seen = Object::endpoint(applied.returned);
        loop {
            let mut last_error: Option<PortError> = None;
            let mut awaited = is_handed_over.then_some(Message::StepHandedOver);
            match self.observe(act) {
                Ok(Seen::Holds(object)) => {
                    let (status, message) = match (answer_lost, words.is_empty()) {
                        (true, _) => (
                            StepStatus::DoneWithWarning,
                            Some(Message::StepAnswerLostButDone),
                        ),
                        (false, false) => {
                            (StepStatus::DoneWithWarning, Some(Message::ServerWarning))
                        }
                        (false, true) if is_handed_over => {
                            (StepStatus::Done, Some(Message::StepDoneByAnotherHand))
                        }
                        (false, true) => (StepStatus::Done, None),
                    };
                    return self.ended(status, message, object, words);
                }
                Ok(Seen::Warns(object, message)) => return self.warned(object, message),
                Ok(Seen::Differs(object, differs)) => {
                    // The act is done as far as the server is concerned, but not what was wanted.
                    let (status, message) = match (act.is_reading(), answer_lost) {
                        (true, _) => (StepStatus::Failed, differs),
                        (false, true) => (StepStatus::UnknownOutcome, Message::StepAnswerLost),
                        // Nothing may be built on an address that somebody else got hold of.
                        (false, false) if act.account().is_some() => {
                            (StepStatus::NotVisibleYet, differs)
                        }
                        (false, false) => {
                            (StepStatus::DoneWithWarning, Message::StepReadBackDiffers)
                        }
                    };
                    return self.ended(status, Some(message), object, words);
                }
                Ok(Seen::NotYet(object)) => {
                    last_seen = object.unless_endpoint().unwrap_or(last_seen);
                }
                Ok(Seen::Underway(object, message)) => {
                    last_seen = object.unless_endpoint().unwrap_or(last_seen);
                    awaited = message.or(awaited);
                }
                Err(err) => last_error = Some(err),
            }
            let elapsed = self.clock.now().since(begun);
            if elapsed >= limit || self.cancel.is_cancelled() {
                words.extend(last_error.map(|err| err.to_string()));
                let seconds = elapsed.as_secs();
                let (status, message) = match (answer_lost, self.cancel.is_cancelled()) {
                    (true, _) => (StepStatus::UnknownOutcome, Message::StepAnswerLost),
                    (false, true) => (StepStatus::NotVisibleYet, Message::StepWaitCancelled),
                    (false, false) => {
                        let message = awaited.unwrap_or_else(|| waited_in_vain(act, seconds));
                        (StepStatus::NotVisibleYet, message)
                    }
                };
                return self.ended(status, Some(message), last_seen, words);
            }
            let seen = Box::new(last_seen.clone().into_evidence());
            self.wait(step, elapsed, limit, awaited, seen);
        }
    }

    fn wait(
        &mut self,
        step: usize,
        elapsed: Duration,
        limit: Duration,
        message: Option<Message>,
        seen: Box<Evidence>,
    ) {
        (self.on_event)(Progress::Waiting {
            step,
            elapsed,
            limit,
            message,
            seen,
        });
        let pause = self.limits.poll.min(limit.saturating_sub(elapsed));
        self.clock.wait(pause, self.cancel);
    }

    /// How long an act is waited for.
    fn limit(&self, act: &Act) -> Duration {
        match act {
            act if act.hand() == Some(Hand::Operator) => self.limits.hand_over,
            Act::AwaitControllers { .. }
            | Act::ConfirmContact { .. }
            | Act::SettleEndpoint { .. } => self.limits.controllers,
            _ => self.limits.read_back,
        }
    }

    /// Lets so many cycles pass. That is all that can be done: nobody can see whether they did anything.
    fn await_cycles(&mut self, step: usize, cycle: Duration, cycles: u32) -> StepEvent {
        let begun = self.clock.now();
        let limit = cycle.saturating_mul(cycles);
        loop {
            let elapsed = self.clock.now().since(begun);
            if elapsed >= limit {
                return self.cycles_passed(cycles);
            }
            if self.cancel.is_cancelled() {
                let message = Some(Message::StepWaitCancelled);
                let (status, words) = (StepStatus::NotVisibleYet, Vec::new());
                return self.ended(status, message, Object::default(), words);
            }
            let message = Some(Message::StepReplicatorCycles { cycles });
            self.wait(step, elapsed, limit, message, Box::default());
        }
    }

    fn cycles_passed(&self, cycles: u32) -> StepEvent {
        let message = Message::StepReplicatorNotObservable { cycles };
        self.ended(
            StepStatus::Done,
            Some(message),
            Object::default(),
            Vec::new(),
        )
    }

    /// One reading for a step whose outcome is open. Nothing is done.
    fn reread(&mut self, step: usize) -> StepEvent {
        let act = self.act(step);
        let before = self.record.steps.get(step);
        let started_at = before.and_then(|state| state.started_at);
        let before = before.map(|state| (state.status, state.message.clone()));
        let (status, message) = before.unwrap_or((StepStatus::UnknownOutcome, None));
        // After an interruption nobody knows whether the act was sent; where there is none to be sent, nothing is lost.
        let (open_status, open_message) = match status {
            StepStatus::NotVisibleYet => (StepStatus::NotVisibleYet, message),
            _ if act.deed().is_none() => (StepStatus::NotVisibleYet, None),
            _ => (StepStatus::UnknownOutcome, Some(Message::StepAnswerLost)),
        };
        match &act {
            Act::Attest(_) => {
                return self.ended(StepStatus::Done, None, Object::default(), Vec::new());
            }
            Act::AwaitReplicator { cycle, cycles, .. } => {
                let passed = started_at.map(|begun| self.clock.now().since(begun));
                let has_passed = passed >= Some(cycle.saturating_mul(*cycles));
                return if has_passed {
                    self.cycles_passed(*cycles)
                } else {
                    self.ended(open_status, open_message, Object::default(), Vec::new())
                };
            }
            _ => {}
        }
        match self.observe(&act) {
            Ok(Seen::Holds(object)) => self.ended(StepStatus::Done, None, object, Vec::new()),
            Ok(Seen::Warns(object, message)) => self.warned(object, message),
            Ok(Seen::NotYet(object)) => self.ended(open_status, open_message, object, Vec::new()),
            Ok(Seen::Underway(object, message)) => {
                self.ended(open_status, message.or(open_message), object, Vec::new())
            }
            Ok(Seen::Differs(object, differs)) => {
                self.ended(open_status, Some(differs), object, Vec::new())
            }
            Err(err) => {
                let words = vec![err.to_string()];
                self.ended(open_status, open_message, Object::default(), words)
            }
        }
    }

    fn observe(&mut self, act: &Act) -> PortResult<Seen> {
        let call = self.call();
        observe(self.sides, act, &call)
    }

    fn failed(&self, message: Message) -> StepEvent {
        self.ended(
            StepStatus::Failed,
            Some(message),
            Object::default(),
            Vec::new(),
        )
    }

    /// It is as it should be, but there is something to know.
    fn warned(&self, object: Object, message: Message) -> StepEvent {
        let status = StepStatus::DoneWithWarning;
        self.ended(status, Some(message), object, Vec::new())
    }

    fn ended(
        &self,
        status: StepStatus,
        message: Option<Message>,
        object: Object,
        words: Vec<String>,
    ) -> StepEvent {
        let evidence = Evidence {
            words,
            read_at: Some(self.clock.now()),
            ..object.into_evidence()
        };
        StepEvent::Ended {
            status,
            message,
            evidence,
        }
    }
}

/// What to say of a change that was accepted and does not show.
fn waited_in_vain(act: &Act, seconds: u64) -> Message {
    match act {
        Act::RemoveEndpoint(_) => Message::StepStillVisible { seconds },
        Act::AwaitFreeAddress(_) | Act::FreeAddress { .. } | Act::AwaitControllers { .. } => {
            Message::StepAddressStillHeld { seconds }
        }
        Act::StartService { .. } => Message::StepServiceNotRunning { seconds },
        Act::StopService { .. } => Message::StepServiceNotStopped { seconds },
        Act::Replicate { .. } => Message::StepReplicaOutdated { seconds },
        Act::ConfirmContact { .. } => Message::StepContactNotVisible { seconds },
        _ => Message::StepNotVisibleYet { seconds },
    }
}

/// Whether the server looked at the change and said no.
fn was_answered(kind: PortErrorKind) -> bool {
    matches!(
        kind,
        PortErrorKind::Refused
            | PortErrorKind::Conflict
            | PortErrorKind::NotFound
            | PortErrorKind::Forbidden
    )
}

/// Whether the server says that what the act is for holds.
fn is_so_already(kind: PortErrorKind, act: &Act) -> bool {
    matches!(
        (kind, act),
        (PortErrorKind::Conflict, Act::CreateEndpoint(_))
            | (
                PortErrorKind::NotFound,
                Act::RemoveEndpoint(_) | Act::FreeAddress { .. }
            )
            | (
                PortErrorKind::NotFound | PortErrorKind::Conflict,
                Act::ReturnAddress { .. }
            )
    )
}

/// Whether a failed call leaves open if the server carried the change out. When in doubt, it does.
fn may_have_happened(kind: PortErrorKind) -> bool {
    matches!(
        kind,
        PortErrorKind::OutcomeUnknown
            | PortErrorKind::Timeout
            | PortErrorKind::Protocol
            | PortErrorKind::Cancelled
    )
}
