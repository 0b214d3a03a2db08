//! The wizard of the address swap as the console knows it: intents and events alone, no window.

use std::sync::Arc;

use pchat_console::console::{
    Act, Effect, Event, Input, Intent, NoteKind, State, SwapEdit, SwapIntent, SwapStep, SwapWizard,
    WayKind, update,
};
use pchat_console::domain::{AttestationSubject, Hand, Message, SwapMessage};
use pchat_console::lab::{DirectoryRole, Lab, LabDirectory, MemoryJournal};
use pchat_console::plan::{self, JournalWriter, Limits, PlanKind, Sides};
use pchat_console::ports::{Cancel, Clock as _, Deployment as _, Directory as _};

use crate::support::{TestClock, address, call, fqdn, lab, new_state, writer};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const POOL: &str = "pchat-seoul.contoso.com";

/// The console on the lab, and what answers it.
struct Desk {
    state: State,
    lab: Lab,
    directory: LabDirectory,
    clock: Arc<TestClock>,
    store: MemoryJournal,
    journal: JournalWriter,
}

impl Desk {
    fn new() -> Self {
        let (lab, clock) = lab();
        let store = MemoryJournal::default();
        let state = new_state();
        let mut desk = Self {
            state,
            journal: writer(&store),
            directory: lab.directory(),
            lab,
            clock,
            store,
        };
        let effects = desk.send(Intent::UseLab);
        desk.answer(effects);
        desk
    }

    fn send(&mut self, intent: Intent) -> Vec<Effect> {
        update(&mut self.state, Input::Intent(intent), self.clock.now())
    }

    fn swap(&mut self, intent: SwapIntent) -> Vec<Effect> {
        self.send(Intent::Swap(intent))
    }

    /// Sends an intent and answers whatever it asks of outside.
    fn go(&mut self, intent: SwapIntent) {
        let effects = self.swap(intent);
        self.answer(effects);
    }

    fn edit(&mut self, edit: SwapEdit) {
        assert!(self.swap(SwapIntent::Edit(edit)).is_empty());
    }

    fn event(&mut self, event: Event) {
        let effects = update(
            &mut self.state,
            Input::Event(Box::new(event)),
            self.clock.now(),
        );
        self.answer(effects);
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.answer_one(effect);
        }
    }

    fn answer_one(&mut self, effect: Effect) {
        match effect {
            Effect::ConnectLab { session } => {
                let result = Ok(self.lab.connection());
                self.event(Event::Connected { session, result });
            }
            Effect::ConnectLabDirectory { session } => {
                let result = Ok(self.directory.connection());
                self.event(Event::DirectoryConnected { session, result });
            }
            Effect::ReadRights { request } => {
                let result = self.lab.rights(&call());
                self.event(Event::RightsRead { request, result });
            }
            Effect::ReadInventory { request } => {
                let result = self.lab.inventory(&call());
                self.event(Event::InventoryRead { request, result });
            }
            Effect::ReadDirectory { request } => {
                let result = self.directory.reading(&call());
                self.event(Event::DirectoryRead { request, result });
            }
            Effect::ReadJournal { request } => {
                let journal = self.journal.read();
                let result =
                    journal.map(|read| pchat_console::console::JournalView::new(&read, None));
                self.event(Event::JournalRead { request, result });
            }
            Effect::CaptureAccount { request, address } => {
                let mut sides = Sides::new(&mut self.lab, Some(&mut self.directory));
                let result = plan::capture(&mut sides, &address, &call()).map(Box::new);
                self.event(Event::AccountCaptured { request, result });
            }
            Effect::SurveySwap { request, question } => {
                let mut sides = Sides::new(&mut self.lab, Some(&mut self.directory));
                let result = plan::survey(&mut sides, *question, &call()).map(Box::new);
                self.event(Event::SwapSurveyed { request, result });
            }
            Effect::ReadStanding { request, record } => {
                let mut sides = Sides::new(&mut self.lab, Some(&mut self.directory));
                let result = plan::read_swap(&mut sides, &record, &call()).map(Box::new);
                self.event(Event::StandingRead { request, result });
            }
            _ => {}
        }
    }

    fn wizard(&self) -> &SwapWizard {
        self.state.swap.as_deref().unwrap()
    }

    fn refused(&self) -> Option<&Message> {
        self.state
            .notes
            .iter()
            .rev()
            .find_map(|note| match &note.kind {
                NoteKind::Refused(message) => Some(message),
                _ => None,
            })
    }

    /// On the page of the ways, with the Lookup account captured.
    fn at_ways() -> Self {
        let mut desk = Self::new();
        desk.go(SwapIntent::Open(Some(address(LOOKUP))));
        desk.go(SwapIntent::Next);
        desk.edit(SwapEdit::Pool(fqdn(POOL)));
        desk.go(SwapIntent::Next);
        assert_eq!(desk.wizard().step, SwapStep::Way);
        desk
    }

    fn at_review() -> Self {
        let mut desk = Self::at_ways();
        desk.go(SwapIntent::Next);
        for subject in AttestationSubject::ALL {
            desk.edit(SwapEdit::Confirm {
                subject,
                is_confirmed: true,
            });
        }
        desk.go(SwapIntent::Next);
        assert_eq!(desk.wizard().step, SwapStep::Review);
        desk
    }
}

#[test]
fn the_first_page_asks_both_sides_before_it_is_left() {
    let mut desk = Desk::new();
    desk.go(SwapIntent::Open(None));
    assert!(desk.swap(SwapIntent::Next).is_empty(), "nothing was typed");
    assert!(desk.wizard().address_touched);
    desk.edit(SwapEdit::Address("OCSChat@contoso.com".to_owned()));
    let effects = desk.swap(SwapIntent::Next);
    assert!(
        matches!(effects.as_slice(), [Effect::CaptureAccount { address: asked, .. }] if *asked == address(LOOKUP)),
        "{effects:?}"
    );
    assert!(desk.swap(SwapIntent::Next).is_empty(), "it is being asked");
    desk.answer(effects);
    assert_eq!(desk.wizard().step, SwapStep::Account, "to be read first");
    desk.go(SwapIntent::Next);
    assert_eq!(desk.wizard().step, SwapStep::Target);
}

#[test]
fn an_answer_about_another_address_is_not_taken_for_this_one() {
    let mut desk = Desk::new();
    desk.go(SwapIntent::Open(None));
    desk.edit(SwapEdit::Address(LOOKUP.to_owned()));
    let asked = desk.swap(SwapIntent::Capture);
    desk.edit(SwapEdit::Address("sip:noc@contoso.com".to_owned()));
    desk.answer(asked);
    assert!(desk.wizard().account().is_none());
}

#[test]
fn the_most_reversible_way_is_chosen_beforehand_with_an_address_nobody_holds() {
    let desk = Desk::at_ways();
    let wizard = desk.wizard();
    assert_eq!(wizard.way, Some(WayKind::Rename));
    assert_eq!(wizard.retired, "sip:ocschat-retired@contoso.com");
    assert_eq!(wizard.hand, Hand::Console);
}

#[test]
fn a_retired_address_obeys_the_rules_of_any_address() {
    let mut desk = Desk::at_ways();
    let check = |desk: &mut Desk, typed: &str| {
        desk.edit(SwapEdit::Retired(typed.to_owned()));
        let inventory = desk.state.inventory.value().unwrap().clone();
        let problem = desk.wizard().retired_problem(&inventory).err();
        let may = desk.wizard().may_go_on(&inventory);
        assert_eq!(may.is_ok(), problem.is_none(), "{typed}");
        problem
    };
    assert_eq!(check(&mut desk, "ocschat-old@contoso.com"), None);
    assert_eq!(
        check(&mut desk, "  "),
        Some(Message::Swap(SwapMessage::RetiredMissing))
    );
    assert_eq!(
        check(&mut desk, "SIP:OCSCHAT@contoso.com"),
        Some(Message::Swap(SwapMessage::RetiredIsTheSame))
    );
    assert!(matches!(
        check(&mut desk, "sip:old@example.com"),
        Some(Message::DomainNotConfigured { .. })
    ));
    assert!(matches!(
        check(&mut desk, "sip:ocschat@fabrikam.com"),
        Some(Message::AddressOfEndpoint { .. })
    ));
    assert_eq!(
        check(&mut desk, "sip:a b@contoso.com"),
        Some(Message::AddressWithBlank)
    );
}

#[test]
fn what_the_servers_were_asked_is_asked_again_when_it_was_about_something_else() {
    let mut desk = Desk::at_ways();
    desk.go(SwapIntent::Next);
    assert!(desk.wizard().survey.is_fresh());
    desk.edit(SwapEdit::Confirm {
        subject: AttestationSubject::NobodyConnected,
        is_confirmed: true,
    });
    assert!(
        desk.wizard().survey.is_fresh(),
        "a person's word asks nobody"
    );
    desk.go(SwapIntent::Back);
    desk.edit(SwapEdit::Way(WayKind::RemoveFromLync));
    assert!(desk.wizard().survey.value().is_none());
    desk.go(SwapIntent::Next);
    assert!(desk.wizard().survey.is_fresh());
}

#[test]
fn who_acts_is_preset_by_the_rights_and_a_person_may_decide_otherwise() {
    let mut desk = Desk::new();
    desk.lab.set_directory_role(DirectoryRole::HelpDesk);
    desk.go(SwapIntent::Open(Some(address(LOOKUP))));
    assert_eq!(desk.wizard().hand, Hand::Console, "renaming is Lync's");
    desk.edit(SwapEdit::Way(WayKind::DeleteAccount));
    assert_eq!(desk.wizard().hand, Hand::Operator);
    let because = desk.wizard().hand_over_because.clone();
    assert_eq!(because, Some(Message::Swap(SwapMessage::MayNotDelete)));
    desk.edit(SwapEdit::Hand(Hand::Console));
    assert_eq!(desk.wizard().hand, Hand::Console);
}

#[test]
fn deleting_is_run_only_after_the_address_was_typed() {
    let mut desk = Desk::at_review();
    desk.go(SwapIntent::Back);
    desk.go(SwapIntent::Back);
    desk.edit(SwapEdit::Way(WayKind::DeleteAccount));
    desk.go(SwapIntent::Next);
    desk.go(SwapIntent::Next);
    assert_eq!(desk.wizard().step, SwapStep::Review);
    assert!(desk.swap(SwapIntent::Run).is_empty());
    assert_eq!(desk.refused(), Some(&Message::TypedAddressDiffers));
    desk.edit(SwapEdit::Typed("OCSCHAT@contoso.com".to_owned()));
    let effects = desk.swap(SwapIntent::Run);
    assert!(matches!(effects.as_slice(), [Effect::RunPlan(_)]));
    assert_eq!(desk.wizard().step, SwapStep::Run);
}

#[test]
fn the_plan_has_the_captured_spelling_and_both_sides() {
    let desk = Desk::at_review();
    let plan = desk.wizard().plan.clone().unwrap();
    assert_eq!(plan.kind, PlanKind::Swap);
    assert!(plan.directory.is_some());
    let created = plan.steps.iter().find_map(|step| match &step.act {
        plan::Act::CreateEndpoint(spec) => Some(spec.sip_address.as_str()),
        _ => None,
    });
    let account = desk.wizard().account().unwrap();
    assert_eq!(created, account.sip_address());
    assert!(
        plan.steps
            .iter()
            .any(|step| matches!(step.act, plan::Act::FreeAddress { .. }) && step.undo.is_some()),
        "the way back is prepared before the act"
    );
}

#[test]
fn a_pasted_output_is_kept_as_evidence_and_not_as_an_archive() {
    let mut desk = Desk::at_ways();
    desk.edit(SwapEdit::Output {
        subject: AttestationSubject::GroupChatStopped,
        output: "x".repeat(1_000_000),
    });
    assert_eq!(desk.wizard().attestations[0].output.len(), 16_384);
}

#[test]
fn a_swap_is_not_offered_where_it_is_not_possible() {
    let mut desk = Desk::new();
    let fabrikam = address("sip:ocschat@fabrikam.com");
    let held = desk.state.possible(&Act::Swap(Some(fabrikam.clone())));
    let reason = SwapMessage::HeldByEndpoint { address: fabrikam };
    assert_eq!(held, Err(Message::Swap(reason)));
    assert_eq!(desk.state.possible(&Act::Swap(None)), Ok(()));
    let effects = desk.send(Intent::DisconnectDirectory);
    desk.answer(effects);
    let without = desk.state.possible(&Act::Swap(None));
    assert_eq!(without, Err(Message::DirectoryNotConnected));
    desk.go(SwapIntent::Open(None));
    assert!(desk.state.swap.is_none());
    assert_eq!(desk.refused(), Some(&Message::DirectoryNotConnected));
}

#[test]
fn after_an_interruption_only_what_fits_is_possible_and_only_once_it_is_known() {
    let mut desk = Desk::at_review();
    let effects = desk.swap(SwapIntent::Run);
    let [Effect::RunPlan(record)] = effects.as_slice() else {
        unreachable!("{effects:?}");
    };
    // The program ends as soon as the address is free.
    let cancel = Cancel::default();
    let mut sides = Sides::new(&mut desk.lab, Some(&mut desk.directory));
    plan::run(
        record,
        &mut sides,
        &mut desk.journal,
        desk.clock.as_ref(),
        &cancel,
        Limits::default(),
        &mut |progress| {
            if let plan::Progress::Changed(record) = progress {
                let steps = record.plan.steps.iter().zip(&record.steps);
                let is_free = steps.into_iter().any(|(step, state)| {
                    matches!(step.act, plan::Act::FreeAddress { .. }) && state.status.is_satisfied()
                });
                if is_free {
                    cancel.cancel();
                }
            }
        },
    );
    let id = record.plan.id.clone();
    let mut again = Desk::new();
    again.lab = desk.lab.clone();
    again.directory = desk.lab.directory();
    again.store = desk.store.clone();
    again.journal = writer(&again.store);
    let effects = again.send(Intent::RefreshJournal);
    let [Effect::ReadJournal { request }] = effects.as_slice() else {
        unreachable!("{effects:?}");
    };
    let read = again.journal.read().unwrap();
    let result = Ok(pchat_console::console::JournalView::new(&read, None));
    let event = Event::JournalRead {
        request: *request,
        result,
    };
    let now = again.clock.now();
    let effects = update(&mut again.state, Input::Event(Box::new(event)), now);
    assert!(
        matches!(effects.as_slice(), [Effect::ReadStanding { .. }]),
        "both sides are read without being told: {effects:?}"
    );
    let unread = Err(Message::Swap(SwapMessage::StandingUnread));
    assert_eq!(again.state.possible(&Act::Continue(id.clone())), unread);
    assert_eq!(again.state.possible(&Act::Undo(id.clone())), unread);
    again.answer(effects);
    assert_eq!(again.state.possible(&Act::Continue(id.clone())), Ok(()));
    assert_eq!(again.state.possible(&Act::Undo(id)), Ok(()));
}

#[test]
fn a_swap_that_changed_nothing_is_not_called_interrupted() {
    let mut desk = Desk::at_review();
    let effects = desk.swap(SwapIntent::Run);
    let [Effect::RunPlan(record)] = effects.as_slice() else {
        unreachable!("{effects:?}");
    };
    // Somebody was faster: the account is no longer as it was captured.
    let guid = desk.wizard().account().unwrap().guid;
    desk.lab
        .set_proxy_addresses(guid, &["sip:ocschat@contoso.com"]);
    let mut sides = Sides::new(&mut desk.lab, Some(&mut desk.directory));
    let end = plan::run(
        record,
        &mut sides,
        &mut desk.journal,
        desk.clock.as_ref(),
        &Cancel::default(),
        Limits::default(),
        &mut |_progress| {},
    );
    assert_eq!(end.record.status(), plan::StepStatus::Failed);
    desk.event(Event::RunEnded(end));
    assert!(desk.state.interrupted_swap().is_none());
}

#[test]
fn what_was_asked_of_a_worker_that_died_has_failed() {
    let mut desk = Desk::new();
    desk.go(SwapIntent::Open(None));
    desk.edit(SwapEdit::Address(LOOKUP.to_owned()));
    let effects = desk.swap(SwapIntent::Capture);
    assert!(desk.wizard().capture.is_loading());
    drop(effects);
    let job = pchat_console::console::JobName::Session;
    desk.event(Event::WorkerPanicked(job));
    assert!(desk.wizard().capture.error().is_some());
    desk.go(SwapIntent::Capture);
    assert!(desk.wizard().account().is_some(), "it can be asked again");
}
