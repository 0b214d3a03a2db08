//! How the address is freed, and who does it: each way with its consequences and its way back.

use egui::Ui;

use crate::console::{Intent, SwapEdit, SwapIntent, SwapWizard, WayKind};
use crate::domain::text::visible_line;
use crate::domain::{Hand, Message};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, note_ui, script_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Choice, TextField, radio_card, radio_row, section_heading};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "swap-way-heading"));
    hint_ui(ui, &tr!(text, "swap-way-hint"));
    for way in WayKind::ALL {
        let is_chosen = swap.way == Some(way);
        let title = title(text, way);
        let description = consequences(text, way, swap.recycle_bin());
        let refusal = swap.way_refusal(way).map(|message| text.message(&message));
        let card = radio_card(ui, is_chosen, &title, &description, refusal.as_deref());
        if is_chosen || swap.way.is_none() {
            arrival.focus(&card);
        }
        if card.clicked() && !is_chosen && refusal.is_none() {
            screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Way(way))));
        }
        if is_chosen && way == WayKind::Rename {
            retired_ui(ui, screen, swap);
        }
        if is_chosen && way == WayKind::DeleteAccount && swap.recycle_bin() != Some(true) {
            note_ui(ui, Tone::Danger, &tr!(text, "swap-delete-no-bin"));
        }
    }
    if swap.way.is_some() {
        hand_ui(ui, screen, swap);
    }
}

/// A way in a few words.
pub(super) fn title(text: &Localizer, way: WayKind) -> String {
    match way {
        WayKind::Rename => tr!(text, "swap-way-rename"),
        WayKind::RemoveFromLync => tr!(text, "swap-way-remove"),
        WayKind::DeleteAccount => tr!(text, "swap-way-delete"),
    }
}

/// What a way does, and what takes it back.
fn consequences(text: &Localizer, way: WayKind, bin: Option<bool>) -> String {
    let (what, back) = match way {
        WayKind::Rename => (
            tr!(text, "swap-way-rename-what"),
            tr!(text, "swap-way-rename-back"),
        ),
        WayKind::RemoveFromLync => (
            tr!(text, "swap-way-remove-what"),
            tr!(text, "swap-way-remove-back"),
        ),
        WayKind::DeleteAccount => {
            let back = match bin {
                Some(true) => tr!(text, "swap-way-delete-back"),
                Some(false) => tr!(text, "swap-way-delete-no-back"),
                None => tr!(text, "swap-way-delete-unknown"),
            };
            (tr!(text, "swap-way-delete-what"), back)
        }
    };
    lines([what.as_str(), back.as_str()])
}

fn retired_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    let problem = screen
        .state
        .inventory
        .value()
        .and_then(|inventory| swap.retired_problem(inventory).err())
        .map(|problem| text.message(&problem));
    let note = tr!(text, "swap-retired-note");
    let field = TextField::new(&tr!(text, "swap-retired"))
        .note(Some(&note))
        .error(problem.as_deref())
        .code()
        .width(ui.available_width())
        .show(ui, "retired", &swap.retired);
    if let Some(typed) = field.edited {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Retired(typed))));
    }
}

/// Who may act, in the order of the choices.
const HANDS: [Hand; 2] = [Hand::Console, Hand::Operator];

/// Who acts. Preset by the rights that are known; a person may decide otherwise.
fn hand_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "swap-hand"));
    let (console, operator) = (
        tr!(text, "swap-hand-console"),
        tr!(text, "swap-hand-operator"),
    );
    let meanings = [
        tr!(
            text,
            "swap-hand-console-means",
            account = as_whom(screen, swap)
        ),
        tr!(text, "swap-hand-operator-means"),
    ];
    let [by_console, by_operator] = &meanings;
    let choices = [
        Choice {
            title: &console,
            meaning: by_console,
            disabled_because: None,
        },
        Choice {
            title: &operator,
            meaning: by_operator,
            disabled_because: None,
        },
    ];
    let place = HANDS.iter().position(|hand| *hand == swap.hand);
    if let Some(hand) = radio_row(ui, &choices, place).and_then(|place| HANDS.get(place)) {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Hand(*hand))));
    }
    let meaning = place.and_then(|place| meanings.get(place));
    small_hint_ui(ui, &lines(meaning.map(String::as_str)));
    if let Some(because) = &swap.hand_over_because {
        let tone = match because {
            Message::NoRight { .. } => Tone::Danger,
            _ => Tone::Warning,
        };
        note_ui(ui, tone, &text.message(because));
    }
    if swap.hand == Hand::Operator
        && let Some(act) = screen
            .state
            .inventory
            .value()
            .and_then(|inventory| swap.freeing_act(inventory))
    {
        script_ui(ui, screen, &act, "freeing");
    }
}

/// The account the console would act as: the session's, or the directory's where the account is deleted.
fn as_whom(screen: &Screen<'_>, swap: &SwapWizard) -> String {
    let session = screen.state.session.as_ref();
    let name = match swap.way {
        Some(WayKind::DeleteAccount) => screen
            .state
            .directory()
            .ok()
            .map(|connection| connection.account.clone()),
        _ => session.map(|session| session.connection.account.clone()),
    };
    visible_line(&name.unwrap_or_default())
}
