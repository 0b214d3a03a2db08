//! What to do with a step now: the one act that takes it further, and the others.

use super::Screen;
use crate::checklist::{
    Direction, DoneBy, Item, Obstacle, Operation, Proof, Status, StepAct, StepId,
};
use crate::console::{
    Act as Wish, Intent, MigrationIntent, OpenProject, OpenSession, StepQuestion, StepRunStage,
};
use crate::domain::text::visible_line;
use crate::domain::{ChecklistMessage, LabDeed, Message};
use crate::localization::Localizer;
use crate::plan::PlanId;
use crate::tr;
use crate::ui::icons;

/// Something that can be done with a step.
pub(super) struct Act {
    pub(super) label: String,
    pub(super) icon: &'static str,
    pub(super) intent: Intent,
    pub(super) why_not: Option<String>,
}

/// The one that takes it further.
pub(super) fn act(screen: &Screen<'_>, open: &OpenProject, item: &Item) -> Option<Act> {
    let text = screen.text();
    if let Some(gate) = undecided(open, item) {
        let label = tr!(text, "mig-act-decide");
        return Some(asked(
            screen,
            gate,
            StepQuestion::Decide,
            label,
            icons::MILESTONE,
        ));
    }
    if is_busy(screen, item) {
        return Some(Act {
            label: tr!(text, "mig-act-busy"),
            icon: icons::RUNNING,
            intent: Intent::Migration(MigrationIntent::Select(Some(item.id.clone()))),
            why_not: Some(tr!(text, "mig-act-busy-why")),
        });
    }
    if waits_for_reviewer(item) {
        let label = tr!(text, "mig-act-confirm");
        let act = StepAct::Confirm;
        return Some(question(
            screen,
            item,
            StepQuestion::Confirm,
            &act,
            label,
            icons::KEY,
        ));
    }
    if item.status.is_over() {
        return on_to_current(text, open, item);
    }
    if item.status == Status::Blocked
        && item.started_at.is_none()
        && let Some(need) = first_need(open, item)
    {
        let label = tr!(text, "mig-act-go-to", step = super::words::code(need));
        return Some(Act {
            label,
            icon: icons::LEFT,
            intent: Intent::Migration(MigrationIntent::Select(Some(need.clone()))),
            why_not: None,
        });
    }
    match item.step.done_by {
        DoneBy::Console(operation) => Some(by_console(screen, open, item, operation)),
        DoneBy::People => by_people(screen, open, item),
    }
}

/// A gate before the step that was not decided, or was decided against.
fn undecided<'a>(open: &'a OpenProject, item: &Item) -> Option<&'a StepId> {
    if item.undoes.is_some()
        || item.status.is_over()
        || open.checklist.direction != Direction::Forwards
    {
        return None;
    }
    let gate = super::card::gate_of(open, item)?;
    let is_go = gate
        .decided
        .as_ref()
        .is_some_and(|decided| decided.decision == crate::checklist::Decision::Go);
    (!is_go).then_some(&gate.gate.step)
}

fn is_busy(screen: &Screen<'_>, item: &Item) -> bool {
    let migration = &screen.state.migration;
    let run = screen.state.run.as_ref().filter(|run| !run.is_over);
    let is_prepared = migration.run.as_ref().is_some_and(|run| {
        run.steps.contains(&item.id)
            && matches!(
                run.stage,
                StepRunStage::ReadingPool(_)
                    | StepRunStage::ReadingEndpoints
                    | StepRunStage::Linking(_)
            )
    });
    migration.reading.contains(&item.id)
        || migration.acting.contains(&item.id)
        || run.is_some_and(|run| item.plans.contains(&run.record.plan.id))
        || is_prepared
}

/// The reviewer has to be there before the step is done.
fn waits_for_reviewer(item: &Item) -> bool {
    let missing = Obstacle(ChecklistMessage::ReviewerMissing);
    !item.status.is_over() && item.obstacles.contains(&missing)
}

fn on_to_current(text: &Localizer, open: &OpenProject, item: &Item) -> Option<Act> {
    let current = open.checklist.current.as_ref()?;
    if *current == item.id {
        return None;
    }
    Some(Act {
        label: tr!(
            text,
            "mig-act-to-current",
            step = super::words::code(current)
        ),
        icon: icons::RIGHT,
        intent: Intent::Migration(MigrationIntent::Select(None)),
        why_not: None,
    })
}

fn first_need<'a>(open: &'a OpenProject, item: &'a Item) -> Option<&'a StepId> {
    item.needs.iter().find(|need| {
        let need = open.checklist.item(need);
        need.is_some_and(|need| !need.status.is_over())
    })
}

fn by_console(screen: &Screen<'_>, open: &OpenProject, item: &Item, operation: Operation) -> Act {
    let text = screen.text();
    // What the console can show is shown: what is left is what people do and say.
    if item.step.proof.is_attested() && item.verified.is_some() && item.attested.is_none() {
        if is_lab(screen) && !item.step.lab.is_empty() && item.outputs.is_empty() {
            return let_lab_act(screen, item);
        }
        return attest(screen, item);
    }
    if operation == Operation::Read {
        return read(screen, item);
    }
    if let Some(plan) = unsettled(open, item) {
        return check_again(screen, plan);
    }
    // What it was for is done; what remains is to show it.
    let is_done = item
        .plans
        .last()
        .and_then(|plan| open.checklist.plans.get(plan))
        .is_some_and(|record| record.status().is_satisfied());
    if is_done && item.newest.is_none() {
        return read(screen, item);
    }
    let (label, icon) = match operation {
        Operation::StopServices => (tr!(text, "mig-act-stop"), icons::STOP),
        Operation::StartServices => (tr!(text, "mig-act-start"), icons::RUN),
        Operation::SwapAddress if item.undoes.is_some() => {
            (tr!(text, "mig-act-swap-back"), icons::UNDO)
        }
        Operation::SwapAddress => (tr!(text, "mig-act-swap"), icons::REPLACE),
        Operation::RemoveEndpoint => (tr!(text, "mig-act-remove"), icons::REMOVE),
        Operation::Read => (tr!(text, "mig-act-read"), icons::REFRESH),
    };
    Act {
        label,
        icon,
        why_not: why_not(screen, item, &StepAct::Run),
        intent: Intent::Migration(MigrationIntent::Run(item.id.clone())),
    }
}

/// A plan of the step whose outcome has to be read again before anything else.
pub(super) fn unsettled<'a>(open: &OpenProject, item: &'a Item) -> Option<&'a PlanId> {
    let plan = item.plans.last()?;
    let record = open.checklist.plans.get(plan)?;
    let mut steps = record.steps.iter();
    steps
        .any(|step| step.status.can_be_checked_again())
        .then_some(plan)
}

fn check_again(screen: &Screen<'_>, plan: &PlanId) -> Act {
    let text = screen.text();
    Act {
        label: tr!(text, "journal-check-again"),
        icon: icons::REFRESH,
        why_not: screen.why_not(&Wish::CheckAgain(plan.clone())),
        intent: Intent::CheckAgain(plan.clone()),
    }
}

fn by_people(screen: &Screen<'_>, open: &OpenProject, item: &Item) -> Option<Act> {
    let text = screen.text();
    let proof = item.step.proof;
    // What is only to be confirmed needs no beginning.
    let is_only_said = proof == Proof::Attested && item.step.commands.is_empty();
    if item.started_at.is_none() && is_only_said && !open.checklist.is_in_window(item) {
        return Some(attest(screen, item));
    }
    if item.started_at.is_none() {
        if is_lab(screen) && !item.step.lab.is_empty() {
            return Some(let_lab_act(screen, item));
        }
        return Some(Act {
            label: tr!(text, "mig-act-begin"),
            icon: icons::RUN,
            why_not: why_not(screen, item, &StepAct::Begin),
            intent: Intent::Migration(MigrationIntent::Begin(item.id.clone())),
        });
    }
    if is_lab(screen) && !item.step.lab.is_empty() && item.outputs.is_empty() {
        return Some(let_lab_act(screen, item));
    }
    let is_unread = item.verified.is_none();
    match proof {
        Proof::Console(_) => Some(read(screen, item)),
        Proof::Both(_) if is_unread && item.newest.is_none() => Some(read(screen, item)),
        Proof::Both(_) if item.attested.is_some() => Some(read(screen, item)),
        Proof::Both(_) | Proof::Attested => Some(attest(screen, item)),
    }
    .or_else(|| on_to_current(text, open, item))
}

fn is_lab(screen: &Screen<'_>) -> bool {
    let session = screen.state.session.as_ref();
    session.is_some_and(OpenSession::is_lab) && screen.state.session_fits().is_ok()
}

fn read(screen: &Screen<'_>, item: &Item) -> Act {
    let text = screen.text();
    Act {
        label: tr!(text, "mig-act-read"),
        icon: icons::REFRESH,
        why_not: why_not(screen, item, &StepAct::Read),
        intent: Intent::Migration(MigrationIntent::Read(item.id.clone())),
    }
}

fn attest(screen: &Screen<'_>, item: &Item) -> Act {
    let label = tr!(screen.text(), "mig-act-attest");
    let act = StepAct::Attest;
    question(
        screen,
        item,
        StepQuestion::Attest,
        &act,
        label,
        icons::PERSON,
    )
}

fn let_lab_act(screen: &Screen<'_>, item: &Item) -> Act {
    let text = screen.text();
    Act {
        label: tr!(text, "mig-act-lab"),
        icon: icons::LAB,
        why_not: said(screen, screen.state.may_record()),
        intent: Intent::Migration(MigrationIntent::LetLabAct(item.id.clone())),
    }
}

fn question(
    screen: &Screen<'_>,
    item: &Item,
    question: StepQuestion,
    act: &StepAct,
    label: String,
    icon: &'static str,
) -> Act {
    Act {
        why_not: why_not(screen, item, act),
        ..asked(screen, &item.id, question, label, icon)
    }
}

fn asked(
    screen: &Screen<'_>,
    step: &StepId,
    question: StepQuestion,
    label: String,
    icon: &'static str,
) -> Act {
    Act {
        label,
        icon,
        why_not: said(screen, screen.state.may_record()),
        intent: Intent::Migration(MigrationIntent::Ask {
            step: Some(step.clone()),
            question,
        }),
    }
}

fn why_not(screen: &Screen<'_>, item: &Item, act: &StepAct) -> Option<String> {
    said(screen, screen.state.step_possible(&item.id, act))
}

fn said(screen: &Screen<'_>, result: Result<(), Message>) -> Option<String> {
    let message = result.err()?;
    Some(visible_line(&screen.text().message(&message)))
}

/// What belongs beside it: reading, attesting, the place for an output.
pub(super) fn beside(screen: &Screen<'_>, open: &OpenProject, item: &Item) -> Vec<Act> {
    let text = screen.text();
    let mut acts = Vec::new();
    let proof = item.step.proof;
    if proof.reading().is_some() {
        acts.push(read(screen, item));
    }
    if !item.status.is_over() {
        if proof.is_attested() {
            acts.push(attest(screen, item));
        }
        if is_lab(screen) && !item.step.lab.is_empty() {
            acts.push(let_lab_act(screen, item));
        }
        if let Some(plan) = item.plans.last()
            && unsettled(open, item).is_some()
        {
            acts.push(Act {
                label: tr!(text, "journal-continue"),
                icon: icons::RUN,
                why_not: screen.why_not(&Wish::Continue(plan.clone())),
                intent: Intent::AskToContinue(plan.clone()),
            });
        }
    }
    let output = StepQuestion::Output;
    let record = StepAct::Record;
    let label = tr!(text, "mig-act-output");
    acts.push(question(
        screen,
        item,
        output,
        &record,
        label,
        icons::TERMINAL,
    ));
    let label = tr!(text, "mig-act-note");
    acts.push(question(
        screen,
        item,
        StepQuestion::Note,
        &record,
        label,
        icons::EDIT,
    ));
    acts
}

/// What is seldom done.
pub(super) fn seldom(screen: &Screen<'_>, item: &Item) -> Vec<Act> {
    let text = screen.text();
    let mut acts = Vec::new();
    let mut offer = |asked, act: StepAct, label, icon| {
        acts.push(question(screen, item, asked, &act, label, icon));
    };
    let record = StepAct::Record;
    let label = tr!(text, "mig-act-attach");
    offer(StepQuestion::Attach, record.clone(), label, icons::FILE);
    let label = tr!(text, "mig-act-assign");
    offer(StepQuestion::Assign, record, label, icons::PEOPLE);
    if item.status.is_over() {
        let label = tr!(text, "mig-act-reopen");
        offer(StepQuestion::Reopen, StepAct::Reopen, label, icons::HISTORY);
    } else {
        let label = tr!(text, "mig-act-skip");
        offer(StepQuestion::Skip, StepAct::Skip, label, icons::SKIPPED);
        let label = tr!(text, "mig-act-not-applicable");
        let act = StepAct::MarkNotApplicable;
        offer(StepQuestion::NotApplicable, act, label, icons::HIDE);
    }
    if is_lab(screen) && !item.status.is_over() {
        for (deed, label) in [
            (LabDeed::RepairServer, tr!(text, "mig-fix-server")),
            (LabDeed::RemoveLeftProxyValue, tr!(text, "mig-fix-proxy")),
            (LabDeed::FixImportWarnings, tr!(text, "mig-fix-import")),
        ] {
            acts.push(Act {
                label,
                icon: icons::LAB,
                why_not: said(screen, screen.state.may_record()),
                intent: Intent::Migration(MigrationIntent::LetLabFix {
                    step: item.id.clone(),
                    deed,
                }),
            });
        }
    }
    acts
}
