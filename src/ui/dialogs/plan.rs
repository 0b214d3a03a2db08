//! A plan outside the wizard: remove, undo, continue. Shown, confirmed by typing the address, run.

use egui::{Id, Ui};

use crate::console::{ActiveRun, Confirmation, Intent, PlanDialog, PlanStage};
use crate::domain::text::visible_line;
use crate::domain::{Environment, Hand};
use crate::localization::Localizer;
use crate::plan::{Act, PlanKind, PlanRecord, Step};
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{
    Host, command_ui, hint_ui, journal_entry_ui, lines, result_ui, run_ui, script_ui, scrolling,
    stop_button_ui,
};
use crate::ui::swap::back;
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{Banner, Button, Dialog, TextField, key_values, prose, section_heading};
use crate::ui::{Screen, icons, preview};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &PlanDialog) {
    let text = screen.text();
    let state = screen.state;
    let plan = &dialog.record.plan;
    let run = state
        .run
        .as_ref()
        .filter(|run| dialog.stage == PlanStage::Run && run.record.plan.id == plan.id);
    let is_busy = run.is_some_and(|run| !run.is_over);
    let arrival = Arrival::at(ui.ctx(), "plan", (&plan.id.0, dialog.stage as u8, is_busy));
    let title = if dialog.is_continuation {
        tr!(text, "plan-continue-title")
    } else {
        text.plan_kind(plan.kind, plan.undoes.is_some())
    };
    let close = tr!(text, "dialog-close");
    // Room for what the server says, so that what is typed stays in view.
    let height = if dialog.is_previewed() {
        size::DIALOG_PAGES + 2.0 * size::CONTROL
    } else {
        size::DIALOG_PAGES
    };
    let mut frame = Dialog::new(Id::unique("plan"), &title)
        .width(size::DIALOG_WIDE)
        .fixed_body(height);
    if !is_busy {
        frame = frame.close(&close);
    }
    let mut below = Screen::new(state);
    let outcome = frame.show(
        ui,
        |ui| {
            scrolling(ui, (dialog.stage as u8, is_busy), |ui| match run {
                None => confirm_ui(ui, screen, dialog),
                Some(run) if !run.is_over => {
                    section_heading(ui, &tr!(text, "run-heading"));
                    run_ui(ui, screen, run);
                    let meaning = if run.waiting.is_some() {
                        tr!(text, "run-stop-waiting-tip")
                    } else {
                        tr!(text, "run-cancel-tip")
                    };
                    hint_ui(ui, &meaning);
                }
                Some(run) => {
                    result_ui(ui, screen, run, Host::Dialog);
                    journal_entry_ui(ui, screen, run, Host::Dialog);
                }
            });
        },
        |ui| footer_ui(ui, &mut below, dialog, run, arrival),
    );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled && !is_busy {
        screen.ask(Intent::CloseDialog);
    }
}

fn confirm_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &PlanDialog) {
    let text = screen.text();
    let record = &dialog.record;
    let host = visible_line(&record.plan.connection.host);
    if screen.state.environment() == Environment::Production {
        let title = tr!(text, "dialog-production", host = host.as_str());
        Banner::new(Tone::Warning, &title).show(ui, "production");
    } else {
        crate::ui::run_view::place_ui(ui, screen.state);
    }
    if dialog.is_continuation {
        prose(ui, &tr!(text, "plan-continue-hint"));
    } else if record.plan.kind == PlanKind::SwapBack {
        prose(ui, &tr!(text, "plan-swap-back-hint"));
    } else if record.plan.undoes.is_some() {
        prose(ui, &tr!(text, "plan-undo-hint"));
    }
    section_heading(ui, &tr!(text, "plan-steps"));
    let is_plural = record.steps.len() > 1;
    for (number, (step, state)) in record.plan.steps.iter().zip(&record.steps).enumerate() {
        let act = visible_line(&text.act(&step.act));
        if is_plural {
            let count = (number + 1).to_string();
            prose(ui, &tr!(text, "dialog-numbered", number = count, act = act));
        } else {
            prose(ui, &act);
        }
        if state.status.is_satisfied() {
            hint_ui(ui, &text.step_status(state.status));
        } else if step.act.hand() == Some(Hand::Operator) {
            script_ui(ui, screen, &step.act, number);
        } else {
            command_ui(ui, screen, &step.act, number);
        }
    }
    ui.add_space(space::XS);
    match record.plan.kind {
        PlanKind::Swap => {
            back::show(ui, text, &record.plan);
            back::point_of_no_return_ui(ui, text, &record.plan);
        }
        PlanKind::SwapBack => back::consequences_ui(ui, text, &record.plan),
        _ => consequences_ui(ui, text, record),
    }
    if dialog.is_previewed() {
        ui.add_space(space::XS);
        section_heading(ui, &tr!(text, "wizard-what-if"));
        preview::show(ui, screen, &dialog.preview, is_plural);
    }
    if let Some(confirmation) = dialog.to_type() {
        ui.add_space(space::S);
        confirmation_ui(ui, screen, dialog, confirmation);
    }
}

/// What is lost, what stays, and the way back.
fn consequences_ui(ui: &mut Ui, text: &Localizer, record: &PlanRecord) {
    let open = record
        .plan
        .steps
        .iter()
        .zip(&record.steps)
        .filter(|(_, state)| !state.status.is_satisfied())
        .map(|(step, _)| &step.act);
    let mut lost = Vec::new();
    let mut back = Vec::new();
    for act in open {
        match act {
            Act::RemoveEndpoint(endpoint) => {
                let address = visible_line(endpoint.sip_address.as_str());
                lost.push(tr!(text, "plan-lost-remove", address = address.as_str()));
                back.push(tr!(text, "plan-undo-remove", address = address.as_str()));
            }
            Act::CreateEndpoint(spec) => {
                let address = visible_line(spec.sip_address.as_str());
                back.push(tr!(text, "plan-undo-create", address = address.as_str()));
            }
            Act::StartService { server, service } => back.push(tr!(
                text,
                "plan-undo-start-service",
                service = service.as_str(),
                server = visible_line(server)
            )),
            Act::StopService { server, service } => {
                let (service, server) = (service.as_str(), visible_line(server));
                lost.push(tr!(text, "plan-lost-stop-service", service = service));
                back.push(tr!(
                    text,
                    "plan-undo-stop-service",
                    service = service,
                    server = server
                ));
            }
            _ => {}
        }
    }
    let is_about_services =
        |step: &Step| matches!(step.act, Act::StartService { .. } | Act::StopService { .. });
    let kept = if record.plan.steps.iter().all(is_about_services) {
        tr!(text, "plan-kept-service")
    } else {
        tr!(text, "plan-kept-what")
    };
    if lost.is_empty() {
        lost.push(tr!(text, "plan-lost-nothing"));
    }
    key_values(ui, |values| {
        let lost = lines(lost.iter().map(String::as_str));
        values.text(&tr!(text, "plan-lost"), &lost);
        values.text(&tr!(text, "plan-kept"), &kept);
        let back = lines(back.iter().map(String::as_str));
        values.text(&tr!(text, "plan-undo-way"), &back);
    });
}

fn confirmation_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &PlanDialog,
    confirmation: Confirmation<'_>,
) {
    let text = screen.text();
    let (label, wanted) = match confirmation {
        Confirmation::Address(address) => {
            let shown = visible_line(address.as_str());
            (
                tr!(text, "plan-type", address = shown),
                address.folded().to_owned(),
            )
        }
        Confirmation::Server(server) => {
            let shown = visible_line(server);
            (
                tr!(text, "plan-type-server", server = shown),
                server.to_lowercase(),
            )
        }
    };
    let note = tr!(text, "plan-type-note");
    let problem = dialog
        .confirmation()
        .err()
        .map(|message| text.message(&message));
    // While the beginning is right there is nothing to complain about.
    let typed = dialog.typed.trim().to_lowercase();
    let is_beginning =
        wanted.starts_with(&typed) || wanted.trim_start_matches("sip:").starts_with(&typed);
    let field = TextField::new(&label)
        .note(Some(&note))
        .error(problem.as_deref().filter(|_| !is_beginning))
        .code()
        .width(ui.available_width())
        .show(ui, "confirmation", &dialog.typed);
    if let Some(typed) = field.edited {
        screen.ask(Intent::TypeConfirmation(typed));
    }
}

fn footer_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &PlanDialog,
    run: Option<&ActiveRun>,
    arrival: Arrival,
) {
    let text = screen.text();
    let plan = &dialog.record.plan;
    match run {
        Some(run) if !run.is_over => stop_button_ui(ui, screen, run),
        Some(_) => {
            let close = Button::primary(&tr!(text, "dialog-close")).show(ui);
            arrival.focus(&close);
            if close.clicked() {
                screen.ask(Intent::CloseDialog);
            }
        }
        None => {
            let refusal = dialog
                .confirmation()
                .and_then(|()| screen.state.may_change())
                .err()
                .map(|message| text.message(&message));
            let label = verb(text, dialog);
            let is_stop = matches!(plan.kind, PlanKind::StopService | PlanKind::StopServices);
            let button = if is_stop || dialog.to_type().is_some() {
                let icon = match plan.kind {
                    PlanKind::StopService | PlanKind::StopServices => icons::STOP,
                    PlanKind::SwapBack => icons::UNDO,
                    _ => icons::REMOVE,
                };
                Button::danger(&label).icon(icon)
            } else {
                Button::primary(&label)
            };
            let act = button.disabled_because(refusal.as_deref()).show(ui);
            if act.clicked() {
                screen.ask(Intent::RunDialogPlan);
            }
            let cancel = Button::secondary(&tr!(text, "dialog-cancel")).show(ui);
            arrival.focus(&cancel);
            if cancel.clicked() {
                screen.ask(Intent::CloseDialog);
            }
        }
    }
}

/// The button names the act.
fn verb(text: &Localizer, dialog: &PlanDialog) -> String {
    let plan = &dialog.record.plan;
    match (plan.kind, &plan.undoes) {
        _ if dialog.is_continuation => tr!(text, "result-continue"),
        (PlanKind::Remove, _) => tr!(text, "plan-verb-remove"),
        (PlanKind::Create, _) => tr!(text, "wizard-create"),
        (PlanKind::Replace, Some(_)) => tr!(text, "plan-verb-undo"),
        (PlanKind::Replace, None) => tr!(text, "wizard-replace"),
        (PlanKind::StartService, _) => tr!(text, "plan-verb-start-service"),
        (PlanKind::StopService, _) => tr!(text, "plan-verb-stop-service"),
        (PlanKind::StartServices, _) => tr!(text, "plan-verb-start-services"),
        (PlanKind::StopServices, _) => tr!(text, "plan-verb-stop-services"),
        (PlanKind::Swap, _) => tr!(text, "swap-verb"),
        (PlanKind::SwapBack, _) => tr!(text, "plan-verb-swap-back"),
        (PlanKind::Replicate, _) => tr!(text, "plan-verb-replicate"),
    }
}
