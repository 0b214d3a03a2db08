//! The card of a step: what to do and why, what stands in its way, what shows that it is done, what to do next.

use egui::{CornerRadius, Frame, Label, RichText, ScrollArea, Ui, Vec2};

use super::next::{self, Act};
use super::{counts, list, proof, words};
use crate::checklist::{
    Direction, DoneBy, GateState, HandedCommand, Item, Reading, Status, commands,
};
use crate::console::step_guard;
use crate::console::{Intent, MigrationIntent, OpenProject, StepQuestion};
use crate::domain::Message;
use crate::domain::text::{visible_line, visible_lines};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::pages::{WordsLabels, icon_ui, note_ui, remark_ui, subject_ui, visible};
use crate::ui::run_view::{self, run_ui, steps_ui};
use crate::ui::theme::{self, Tone, margin, radius, size, space};
use crate::ui::widgets::{
    Banner, BannerOutcome, Button, ButtonKind, ChecklistRow, CodeBlock, badge_with_icon,
    galley_line, key_values, section_heading,
};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, item: &Item) {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(margin::CARD)
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            let acts = next::beside(screen, open, item);
            let first = next::act(screen, open, item);
            head_ui(ui, screen, open, item);
            ui.add_space(space::XS);
            acts_ui(ui, screen, first, acts);
            ui.add_space(space::S);
            ui.separator();
            ScrollArea::vertical()
                .id_salt(("card", &item.id.0))
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = space::S;
                    // Room for the bar.
                    ui.set_width(ui.available_width() - space::S);
                    body_ui(ui, screen, open, item);
                });
        });
}

fn head_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject, item: &Item) {
    let text = screen.text();
    let title = format!("{}  {}", words::code(&item.id), words::title(text, item));
    subject_ui(ui, &title);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(space::XS, space::XS);
        let (tone, icon) = words::sign(item.status);
        badge_with_icon(ui, tone, icon, &text.checklist_status(item.status));
        if item.contradicted.is_some() {
            let word = tr!(text, "mig-contradicted");
            badge_with_icon(ui, Tone::Warning, icons::WARNING, &word);
        }
        if let Some((icon, word)) = words::mark(text, item) {
            // What the console read is green, what a person said is not.
            let tone = if item.verified.is_some() {
                Tone::Success
            } else {
                Tone::Info
            };
            badge_with_icon(ui, tone, icon, &word);
        }
        if let Some(confirmed) = &item.confirmed {
            let word = tr!(
                text,
                "mig-confirmed-by",
                reviewer = visible_line(&confirmed.reviewer)
            );
            badge_with_icon(ui, Tone::Info, icons::KEY, &word);
        }
        if open.checklist.current.as_ref() == Some(&item.id) {
            badge_with_icon(ui, Tone::Info, icons::CURRENT, &tr!(text, "mig-current"));
        }
    });
}

/// The next act is the screen's one primary button; what else is at hand stands beside it.
fn acts_ui(ui: &mut Ui, screen: &mut Screen<'_>, first: Option<Act>, beside: Vec<Act>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(space::XS, space::XS);
        let primary = first.as_ref().map(|act| act.label.clone());
        if let Some(act) = first {
            act_ui(ui, screen, act, ButtonKind::Primary);
        }
        for act in beside {
            if primary.as_deref() != Some(&act.label) {
                act_ui(ui, screen, act, ButtonKind::Quiet);
            }
        }
    });
}

fn act_ui(ui: &mut Ui, screen: &mut Screen<'_>, act: Act, kind: ButtonKind) {
    // A button in a row that wraps would wrap its words first.
    let words = galley_line(
        ui,
        &act.label,
        theme::strong(),
        theme::palette(ui).text,
        f32::INFINITY,
    );
    let needed = words.size().x + size::ICON + space::XS + 2.0 * size::BUTTON_SIDE;
    if needed.max(size::BUTTON) > ui.available_size_before_wrap().x {
        ui.end_row();
    }
    let mut button = Button::new(kind, &act.label).icon(act.icon);
    button = button.disabled_because(act.why_not.as_deref());
    if button.show(ui).clicked() {
        screen.ask(act.intent);
    }
}

fn body_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, item: &Item) {
    let text = screen.text();
    let language = text.language();
    unanswered_ui(ui, screen, item);
    contradiction_ui(ui, text, item);
    obstacles_ui(ui, text, item);
    if let Some(gate) = gate_of(open, item).filter(|_| item.undoes.is_none()) {
        gate_ui(ui, screen, open, gate);
    }
    run_part_ui(ui, screen, open, item);
    let step = &item.step;
    paragraph_ui(ui, step.what.of(language));
    if let Some(warning) = &step.warning {
        let warning = visible_lines(warning.of(language));
        remark_ui(ui, Tone::Warning, icons::WARNING, &warning);
    }
    let why = visible_lines(step.why.of(language));
    if !why.is_empty() {
        section_heading(ui, &tr!(text, "mig-why"));
        note_ui(ui, &why);
    }
    if let Some(order) = &step.order {
        section_heading(ui, &tr!(text, "mig-why-here"));
        note_ui(ui, &visible_lines(order.of(language)));
    }
    commands_ui(ui, screen, open, item);
    counts_ui(ui, screen, open, item);
    proof::show(ui, screen, item);
    needs_ui(ui, screen, open, item);
    facts_ui(ui, screen, open, item);
    seldom_ui(ui, screen, item);
}

fn paragraph_ui(ui: &mut Ui, paragraph: &str) {
    let color = theme::palette(ui).text;
    let words = RichText::new(visible_lines(paragraph))
        .font(theme::body())
        .color(color);
    ui.add(Label::new(words).selectable(true).wrap());
}

/// Nobody answered when its proof was to be read.
fn unanswered_ui(ui: &mut Ui, screen: &Screen<'_>, item: &Item) {
    let Some(err) = screen.state.migration.unanswered.get(&item.id) else {
        return;
    };
    let text = screen.text();
    let presented = text.present(err, Doing::Reading);
    let title = tr!(text, "mig-unanswered");
    let labels = WordsLabels::new(text);
    Banner::new(Tone::Unknown, &title)
        .body(&visible(&[presented.happened, presented.next]))
        .details(labels.around(&presented.detail))
        .show(ui, "unanswered");
}

/// Amber: what was shown no longer holds, while it should.
fn contradiction_ui(ui: &mut Ui, text: &Localizer, item: &Item) {
    let Some(contradiction) = &item.contradicted else {
        return;
    };
    let mut lines = vec![tr!(
        text,
        "mig-contradicted-body",
        time = text.date_time(contradiction.at)
    )];
    let messages = contradiction.finding.messages.iter();
    lines.extend(messages.map(|message| text.checklist_message(message)));
    let words = contradiction.finding.words.join("\n");
    let labels = WordsLabels::new(text);
    let title = tr!(text, "mig-contradicted-title");
    let body = visible(&lines);
    let mut banner = Banner::new(Tone::Warning, &title).body(&body);
    let words = visible_lines(&words);
    if !words.is_empty() {
        banner = banner.details(labels.around(&words));
    }
    banner.show(ui, "contradicted");
}

/// What stands between the step and being done.
fn obstacles_ui(ui: &mut Ui, text: &Localizer, item: &Item) {
    let (tone, icon, title) = if item.status == Status::Blocked {
        (Tone::Warning, icons::PAUSE, tr!(text, "mig-blocked-by"))
    } else {
        (Tone::Info, icons::INFORMATION, tr!(text, "mig-still-open"))
    };
    if item.obstacles.is_empty() || item.status.is_over() {
        return;
    }
    section_heading(ui, &title);
    for obstacle in &item.obstacles {
        let sentence = visible_lines(&text.checklist_message(&obstacle.0));
        remark_ui(ui, tone, icon, &sentence);
    }
}

/// The decision before a step.
pub(super) fn gate_of<'a>(open: &'a OpenProject, item: &Item) -> Option<&'a GateState> {
    let mut gates = open.checklist.gates.iter();
    gates.find(|gate| gate.gate.step == item.id || gate.gate.step == item.step.id)
}

/// Go or no-go: the question, what is done and what is not, and what going means for the way back.
fn gate_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, gate: &GateState) {
    let text = screen.text();
    let question = visible_line(gate.gate.question.of(text.language()));
    let lines = gate_lines(text, open, gate);
    let body = visible(&lines);
    let refusal = screen.state.may_record().err();
    let refusal = refusal.map(|message: Message| visible_line(&text.message(&message)));
    let tone = match &gate.decided {
        Some(decided) if decided.decision == crate::checklist::Decision::Go => Tone::Success,
        Some(_) => Tone::Danger,
        None => Tone::Info,
    };
    let mut banner = Banner::new(tone, &question).body(&body);
    let again = tr!(text, "mig-act-decide-again");
    // The first decision is the card's primary button.
    if gate.decided.is_some() && open.checklist.direction == Direction::Forwards {
        banner = banner.action(
            Button::secondary(&again)
                .icon(icons::MILESTONE)
                .disabled_because(refusal.as_deref()),
        );
    }
    if banner.show(ui, "gate") == BannerOutcome::Action {
        super::ask(screen, Some(gate.gate.step.clone()), StepQuestion::Decide);
    }
}

/// What a gate is decided from, in sentences; the dialog shows the same.
pub(super) fn gate_lines(text: &Localizer, open: &OpenProject, gate: &GateState) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(decided) = &gate.decided {
        lines.push(tr!(
            text,
            "mig-gate-decided",
            decision = text.decision(decided.decision),
            by = visible_line(&decided.by),
            time = text.date_time(decided.at)
        ));
        if !decided.reason.is_empty() {
            lines.push(visible_lines(&decided.reason));
        }
    }
    let open_steps: Vec<_> = gate
        .before
        .iter()
        .filter(|(_, status)| !status.is_over())
        .map(|(step, status)| format!("{} ({})", words::code(step), text.checklist_status(*status)))
        .collect();
    let over = gate.before.len() - open_steps.len();
    lines.push(tr!(
        text,
        "mig-gate-done",
        over = over.to_string(),
        all = gate.before.len().to_string()
    ));
    if !open_steps.is_empty() {
        lines.push(tr!(text, "mig-gate-open", steps = open_steps.join(", ")));
    }
    if gate.ends_lossless_rollback {
        lines.push(tr!(text, "mig-gate-ends-lossless"));
    }
    lines.push(text.loss_limit(&open.forecast.loss));
    if !open.forecast.rollback.is_zero() {
        lines.push(tr!(
            text,
            "mig-gate-rollback-takes",
            duration = text.hours(open.forecast.rollback)
        ));
    }
    if let Some(until) = open.forecast.decide_until {
        lines.push(tr!(
            text,
            "mig-gate-decide-until",
            time = text.day_hour_minute(until)
        ));
    }
    lines
}

/// The plan of the step: live while it runs, else as it came out.
fn run_part_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, item: &Item) {
    let Some(plan) = item.plans.last() else {
        return;
    };
    let live = screen.state.run.as_ref();
    let live = live.filter(|run| !run.is_over && run.record.plan.id == *plan);
    if let Some(run) = live {
        section_heading(ui, &tr!(screen.text(), "run-heading"));
        run_ui(ui, screen, run);
        run_view::stop_button_ui(ui, screen, run);
    } else if let Some(record) = open.checklist.plans.get(plan) {
        let text = screen.text();
        section_heading(ui, &tr!(text, "mig-plan"));
        steps_ui(ui, text, record);
        if let Some(message) = &item.message {
            let (tone, icon) = run_view::status_sign(record.status());
            remark_ui(ui, tone, icon, &visible_lines(&text.message(message)));
        }
    }
}

fn commands_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, item: &Item) {
    let text = screen.text();
    let facts = &open.checklist.facts;
    let handed = commands(item, facts);
    if handed.is_empty() {
        return;
    }
    section_heading(ui, &tr!(text, "mig-commands"));
    if item.step.done_by == DoneBy::People {
        note_ui(ui, &tr!(text, "mig-commands-people"));
    }
    for (place, command) in handed.iter().enumerate() {
        command_ui(ui, screen, command, place);
    }
    let preview = text.previewing(item.step.preview);
    if item.undoes.is_none() {
        note_ui(ui, &preview);
    }
}

fn command_ui(ui: &mut Ui, screen: &mut Screen<'_>, command: &HandedCommand, place: usize) {
    let text = screen.text();
    let place_and_role: Vec<_> = [&command.machine, &command.role]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| visible_line(part))
        .collect();
    let title = place_and_role.join(" · ");
    match &command.text {
        Some(lines) => {
            let copy = tr!(text, "dialog-copy-command");
            let block = CodeBlock::new(&title, lines, &copy).show(ui, ("command", place));
            if block.clicked() {
                screen.ask(Intent::Copy(lines.clone()));
            }
        }
        None => {
            remark_ui(
                ui,
                Tone::Danger,
                icons::FAILED,
                &tr!(text, "mig-command-forbidden", place = title),
            );
        }
    }
}

fn counts_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject, item: &Item) {
    let reading = step_guard::reading(item);
    let is_counted = matches!(
        reading,
        Some(Reading::Baseline | Reading::Counts | Reading::NoCollidingNames)
    );
    if is_counted {
        counts::show(ui, screen.text(), open);
    }
}

/// What has to be done before, and how that stands.
fn needs_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, item: &Item) {
    let text = screen.text();
    let needs: Vec<_> = item
        .needs
        .iter()
        .filter_map(|need| open.checklist.item(need))
        .collect();
    if needs.is_empty() {
        return;
    }
    section_heading(ui, &tr!(text, "mig-needs"));
    for need in needs {
        let (tone, icon) = words::sign_of(need);
        let color = theme::palette(ui).tone(tone).text;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            icon_ui(ui, icon, size::ICON, color);
            let label = tr!(
                text,
                "mig-need",
                step = words::code(&need.id),
                title = words::title(text, need),
                status = text.checklist_status(need.status)
            );
            if Button::quiet(&label).small().show(ui).clicked() {
                super::select(screen, Some(need.id.clone()));
            }
        });
    }
}

/// Who, when, how long, and how it is taken back.
fn facts_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject, item: &Item) {
    let text = screen.text();
    let people = &open.checklist.facts.people;
    section_heading(ui, &tr!(text, "mig-about"));
    key_values(ui, |values| {
        let owner = if item.owner.is_empty() {
            tr!(text, "page-no-value")
        } else {
            visible_line(&item.owner)
        };
        values.text(&tr!(text, "mig-owner"), &owner);
        if item.step.two_people {
            let reviewer = visible_line(&people.reviewer);
            let reviewer = if reviewer.is_empty() {
                tr!(text, "mig-no-reviewer")
            } else {
                reviewer
            };
            values.text(&tr!(text, "mig-reviewer"), &reviewer);
        }
        let crew: Vec<_> = item.step.crew.iter().map(|crew| text.crew(*crew)).collect();
        if !crew.is_empty() {
            values.text(&tr!(text, "mig-crew"), &crew.join("\n"));
        }
        let planned = std::time::Duration::from_secs(u64::from(item.minutes) * 60);
        let slot = list::slot(open, item);
        let planned = match slot.and_then(|slot| slot.planned) {
            Some((from, to)) => tr!(
                text,
                "mig-planned-slot",
                duration = text.hours(planned),
                from = text.day_hour_minute(from),
                to = text.hour_minute(to)
            ),
            None => text.hours(planned),
        };
        values.text(&tr!(text, "mig-planned"), &planned);
        if let Some(started) = item.started_at {
            let actual = match item.ended_at {
                Some(ended) => tr!(
                    text,
                    "mig-actual",
                    from = text.date_time(started),
                    to = text.time(ended),
                    duration = text.clock(ended.since(started))
                ),
                None => tr!(text, "run-from", from = text.date_time(started)),
            };
            values.text(&tr!(text, "mig-took"), &actual);
        }
        if let Some(reason) = &item.reason {
            values.text(&tr!(text, "mig-reason"), &visible_lines(reason));
        }
        if item.undoes.is_none() {
            let undo = visible_lines(item.step.undo.text.of(text.language()));
            values.text(&tr!(text, "mig-undone-how"), &undo);
        }
        if !item.step.sources.is_empty() {
            let sources = visible_line(&item.step.sources.join(", "));
            values.code(&tr!(text, "mig-sources"), &sources);
        }
    });
    if !item.step.notes.is_empty() {
        remark_ui(
            ui,
            Tone::Info,
            icons::INFORMATION,
            &visible_lines(&item.step.notes),
        );
    }
    for (at, note) in &item.notes {
        ChecklistRow::new(Tone::Neutral, &text.time(*at), &visible_lines(note))
            .icon(icons::EDIT)
            .show(ui);
    }
}

fn seldom_ui(ui: &mut Ui, screen: &mut Screen<'_>, item: &Item) {
    let text = screen.text();
    let folded = Folded {
        show: tr!(text, "mig-more"),
        hide: tr!(text, "mig-less"),
    };
    let acts = next::seldom(screen, item);
    foldable_ui(ui, "seldom", &folded, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(space::XS, space::XS);
            for act in acts {
                act_ui(ui, screen, act, ButtonKind::Secondary);
            }
            let again = tr!(text, "mig-read-all");
            let refusal = screen
                .state
                .may_record()
                .and_then(|()| screen.state.session_fits())
                .err()
                .map(|message| visible_line(&text.message(&message)));
            let button = Button::secondary(&again)
                .icon(icons::REFRESH)
                .disabled_because(refusal.as_deref());
            if button.show(ui).clicked() {
                screen.ask(Intent::Migration(MigrationIntent::ReadAll));
            }
        });
    });
}
