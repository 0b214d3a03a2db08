//! What the widgets promise, by mouse, by keyboard and to a screen reader.

use egui::accesskit::Role;
use egui::{Event, Id, Key, Modifiers, OutputCommand, Ui, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};

use super::*;
use crate::ui::fonts::{self, FontOrder};
use crate::ui::icons;
use crate::ui::theme::{self, Theme, Tone};

/// A page that remembers what its widgets returned.
fn page<S: 'static>(state: S, ui: fn(&mut Ui, &mut S)) -> Harness<'static, S> {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(800.0, 600.0))
        .with_max_steps(10)
        .with_step_dt(1.0 / 60.0)
        .with_context_setup(|ctx| {
            fonts::install(ctx, FontOrder::KoreanFirst);
            theme::apply(ctx, Theme::Dark);
        })
        .build_ui_state(ui, state);
    harness.run();
    harness
}

fn press<S>(page: &mut Harness<'static, S>, key: Key) {
    page.key_press(key);
    page.run();
}

fn click<S>(page: &mut Harness<'static, S>, label: &str) {
    page.get_by_label(label).click();
    page.run();
}

/// What a click puts on the clipboard.
fn copied_by<S>(page: &mut Harness<'static, S>, label: &str) -> Option<String> {
    let center = page.get_by_label(label).rect().center();
    page.hover_at(center);
    page.run();
    for pressed in [true, false] {
        page.event(Event::PointerButton {
            pos: center,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        page.step();
    }
    page.output()
        .platform_output
        .commands
        .iter()
        .find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
}

fn focused<S>(page: &Harness<'static, S>) -> Option<String> {
    let node = page.root().children_recursive().find(Node::is_focused)?;
    node.accesskit_node().label()
}

#[test]
fn a_button_is_pressed_by_mouse_and_by_keyboard() {
    let mut page = page(0, |ui, pressed| {
        *pressed += i32::from(
            Button::primary("만들기")
                .icon(icons::ADD)
                .show(ui)
                .clicked(),
        );
    });
    click(&mut page, "만들기");
    assert_eq!(*page.state(), 1);
    page.get_by_label("만들기").focus();
    page.run();
    press(&mut page, Key::Enter);
    press(&mut page, Key::Space);
    assert_eq!(*page.state(), 3);
    assert!(page.get_by_label("만들기").rect().height() >= theme::size::CONTROL);
}

#[test]
fn a_disabled_button_says_why_and_does_nothing() {
    let mut page = page(0, |ui, pressed| {
        let button = Button::danger("Remove endpoint").disabled_because(Some("Read-only."));
        *pressed += i32::from(button.show(ui).clicked());
    });
    click(&mut page, "Remove endpoint");
    assert_eq!(*page.state(), 0);
    let node = page.get_by_label("Remove endpoint");
    assert!(node.accesskit_node().is_disabled());
    assert_eq!(
        node.accesskit_node().data().description(),
        Some("Read-only.")
    );
    let corner = node.rect().min + Vec2::splat(4.0);
    page.hover_at(corner);
    page.run_steps(60);
    assert!(page.query_by_label("Read-only.").is_some(), "the tooltip");
}

#[test]
fn an_icon_button_has_a_name_and_a_tooltip() {
    let mut page = page((), |ui, ()| {
        Button::quiet("Close")
            .icon(icons::CLEAR)
            .icon_only()
            .show(ui);
    });
    page.get_by_role_and_label(Role::Button, "Close").hover();
    page.run_steps(60);
    assert_eq!(page.query_all_by_label("Close").count(), 2);
}

#[test]
fn trailing_widgets_stand_at_the_right_and_keep_their_order() {
    let page = page((), |ui, ()| {
        ui.horizontal(|ui| {
            trailing(ui, "row", |ui| {
                for name in ["Back", "Next", "Cancel"] {
                    Button::secondary(name).show(ui);
                }
            });
        });
    });
    let rects = ["Back", "Next", "Cancel"].map(|name| page.get_by_label(name).rect());
    assert!(rects[0].right() < rects[1].left() && rects[1].right() < rects[2].left());
    assert!((rects[2].right() - 792.0).abs() < 1.5, "{:?}", rects[2]);
}

#[test]
fn a_banner_unfolds_its_details_and_copies_them_whole() {
    let mut page = page(Vec::new(), |ui, outcomes| {
        let details = Details {
            show: "Details",
            hide: "Hide details",
            title: "Server",
            text: "WinRM: 拒否\nline 2",
            copy: "Copy",
        };
        let outcome = Banner::new(Tone::Danger, "No answer")
            .body("Nothing was changed.")
            .action(Button::secondary("Try again"))
            .details(details)
            .dismiss("Close")
            .show(ui, "banner");
        if outcome != BannerOutcome::Nothing {
            outcomes.push(outcome);
        }
    });
    assert!(
        page.query_by_role_and_label(Role::Alert, "No answer")
            .is_some()
    );
    assert!(page.query_by_label("Copy").is_none());
    click(&mut page, "Details");
    assert_eq!(
        copied_by(&mut page, "Copy").as_deref(),
        Some("WinRM: 拒否\nline 2")
    );
    click(&mut page, "Hide details");
    assert!(page.query_by_label("Copy").is_none());
    click(&mut page, "Try again");
    click(&mut page, "Close");
    assert_eq!(
        *page.state(),
        [BannerOutcome::Action, BannerOutcome::Dismissed]
    );
}

#[test]
fn good_news_is_a_status_and_not_an_alert() {
    let page = page((), |ui, ()| {
        Banner::new(Tone::Success, "Done").show(ui, "done");
    });
    assert!(page.query_by_role_and_label(Role::Status, "Done").is_some());
    assert!(page.query_by_role(Role::Alert).is_none());
}

#[test]
fn a_search_is_typed_cleared_and_left_for_the_list() {
    let mut page = page((String::new(), 0), |ui, (query, to_list)| {
        let outcome = SearchField::new("Search", "Address", "Clear").show(ui, "search", query);
        *to_list += i32::from(outcome.to_list);
        if let Some(edited) = outcome.edited {
            *query = edited;
        }
    });
    page.get_by_role_and_label(Role::SearchInput, "Search")
        .click();
    page.run();
    page.event(Event::Text("ｏｃｓ".to_owned()));
    page.run();
    assert_eq!(page.state().0, "ｏｃｓ");
    click(&mut page, "Clear");
    assert_eq!(page.state().0, "");
    assert_eq!(
        focused(&page).as_deref(),
        Some("Search"),
        "one goes on typing"
    );
    page.event(Event::Text("a".to_owned()));
    page.run();
    press(&mut page, Key::Escape);
    assert_eq!(page.state().0, "");
    page.get_by_role_and_label(Role::SearchInput, "Search")
        .click();
    page.run();
    press(&mut page, Key::ArrowDown);
    assert_eq!(page.state().1, 1);
}

#[test]
fn a_field_takes_hangul_from_an_input_method_and_names_its_error() {
    let mut page = page(String::new(), |ui, value| {
        let error = (!value.is_empty()).then_some("Not an address.");
        let outcome = TextField::new("주소")
            .hint("sip:")
            .error(error)
            .show(ui, "field", value);
        if let Some(edited) = outcome.edited {
            *value = edited;
        }
    });
    page.get_by_role_and_label(Role::TextInput, "주소").click();
    page.run();
    page.event(Event::Ime(egui::ImeEvent::Commit("한글".to_owned())));
    page.run();
    assert_eq!(page.state(), "한글");
    let field = page.get_by_role_and_label(Role::TextInput, "주소");
    assert!(field.accesskit_node().data().invalid().is_some());
    assert!(page.query_by_label("Not an address.").is_some());
}

#[test]
fn an_option_is_chosen_from_a_list() {
    let mut page = page(Some(0), |ui, selected| {
        let options = ["pchat01", "pchat02"];
        if let Some(chosen) = Combo::new("풀", &options).show(ui, "pool", *selected) {
            *selected = Some(chosen);
        }
    });
    page.get_by_role(Role::ComboBox).click();
    page.run();
    click(&mut page, "pchat02");
    assert_eq!(*page.state(), Some(1));
}

#[test]
fn cards_and_boxes_are_chosen_by_keyboard_too() {
    let mut page = page((0, false), |ui, (card, agreed)| {
        for (index, title) in ["Lab", "Remote"].into_iter().enumerate() {
            if radio_card(ui, *card == index, title, "Why.", None).clicked() {
                *card = index;
            }
        }
        radio_card(ui, false, "File", "Why.", Some("Not yet."));
        if let Some(answer) = checkbox(ui, *agreed, "Understood", None) {
            *agreed = answer;
        }
    });
    page.get_by_role_and_label(Role::RadioButton, "Remote")
        .click();
    page.run();
    assert_eq!(page.state().0, 1);
    page.get_by_role_and_label(Role::RadioButton, "Lab").focus();
    page.run();
    press(&mut page, Key::Space);
    assert_eq!(page.state().0, 0);
    page.get_by_role_and_label(Role::CheckBox, "Understood")
        .focus();
    page.run();
    press(&mut page, Key::Space);
    assert!(page.state().1);
    let file = page.get_by_role_and_label(Role::RadioButton, "File");
    assert!(file.accesskit_node().is_disabled());
}

#[test]
fn only_an_open_step_can_be_gone_back_to() {
    let mut page = page(None, |ui, gone_to| {
        let step = |title, state, open| Step {
            title,
            state,
            state_word: "word",
            open,
        };
        let steps = [
            step("Pool", StepState::Done, true),
            step("Address", StepState::Current, false),
            step("Run", StepState::Upcoming, false),
        ];
        if let Some(step) = stepper(ui, "Steps", &steps) {
            *gone_to = Some(step);
        }
    });
    for (label, expect) in [("3. Run", None), ("2. Address", None), ("1. Pool", Some(0))] {
        click(&mut page, label);
        assert_eq!(*page.state(), expect, "{label}");
    }
}

#[derive(Default)]
struct Asked {
    pressed: Vec<&'static str>,
    cancelled: usize,
    behind: usize,
}

fn dialog_page() -> Harness<'static, Asked> {
    page(Asked::default(), |ui, asked| {
        asked.behind += usize::from(Button::secondary("Behind").show(ui).clicked());
        let outcome = Dialog::new(Id::unique("dialog"), "Remove endpoint")
            .close("Close")
            .show(
                ui,
                |ui| {
                    prose(ui, "It cannot be undone.");
                },
                |ui| {
                    ["Back", "Remove", "Cancel"]
                        .into_iter()
                        .filter(|name| Button::secondary(name).show(ui).clicked())
                        .collect::<Vec<_>>()
                },
            );
        asked.pressed.extend(outcome.footer);
        asked.cancelled += usize::from(outcome.cancelled);
    })
}

#[test]
fn a_dialog_has_a_name_and_its_buttons_in_order() {
    let mut page = dialog_page();
    assert!(
        page.query_by_role_and_label(Role::Dialog, "Remove endpoint")
            .is_some()
    );
    let mut order = Vec::new();
    for _ in 0..8 {
        press(&mut page, Key::Tab);
        order.extend(focused(&page));
    }
    assert_eq!(order[..4], ["Close", "Back", "Remove", "Cancel"]);
    assert!(!order.contains(&"Behind".to_owned()), "{order:?}");
    click(&mut page, "Remove");
    assert_eq!(page.state().pressed, ["Remove"]);
}

#[test]
fn a_dialog_is_cancelled_by_escape_and_the_cross_but_not_from_beside_it() {
    let mut page = dialog_page();
    press(&mut page, Key::Escape);
    assert_eq!(page.state().cancelled, 1);
    click(&mut page, "Close");
    assert_eq!(page.state().cancelled, 2);
    click(&mut page, "Behind");
    assert_eq!((page.state().cancelled, page.state().behind), (2, 0));
}

#[test]
fn values_can_be_found_by_their_labels() {
    let page = page((), |ui, ()| {
        key_values(ui, |values| {
            values.text("풀", "pchat01.corp.contoso.com");
            values.code("DN", "CN=x,CN=Configuration,DC=contoso,DC=com");
            values.badge("상태", Tone::Unknown, "결과 미확인");
        });
    });
    for text in ["pchat01.corp.contoso.com", "결과 미확인"] {
        assert!(page.query_by_label(text).is_some(), "{text}");
    }
}

#[test]
fn a_toast_is_a_status_and_can_be_closed() {
    let mut page = page(ToastOutcome::Nothing, |ui, outcome| {
        let notices = [
            Toast {
                tone: Tone::Success,
                text: "Copied",
                action: None,
            },
            Toast {
                tone: Tone::Info,
                text: "Journal written",
                action: Some("Open"),
            },
        ];
        let now = toasts(ui, "Notices", "Close", &notices);
        if now != ToastOutcome::Nothing {
            *outcome = now;
        }
    });
    assert!(
        page.query_by_role_and_label(Role::Status, "Notices")
            .is_some()
    );
    click(&mut page, "Open");
    assert_eq!(*page.state(), ToastOutcome::Action(1));
    page.get_all_by_label("Close").next().unwrap().click();
    page.run();
    assert_eq!(*page.state(), ToastOutcome::Dismissed(0));
}

#[test]
fn waiting_repaints_seldom_and_nothing_else_repaints() {
    let delay = |page: &mut Harness<'static, bool>| {
        page.run();
        let viewports = page.output().viewport_output.values();
        viewports
            .map(|viewport| viewport.repaint_delay)
            .min()
            .unwrap()
    };
    let mut page = page(true, |ui, loading| {
        Button::primary("Create").show(ui);
        if *loading {
            Placeholder::loading("Reading…").show(ui);
        }
    });
    assert!(delay(&mut page) >= std::time::Duration::from_millis(300));
    *page.state_mut() = false;
    page.run_steps(40);
    assert!(delay(&mut page) > std::time::Duration::from_mins(1));
}

#[test]
fn the_ring_is_for_the_keyboard_and_not_for_the_mouse() {
    let mut page = page(None, |ui, visible| {
        Button::secondary("Refresh").show(ui);
        *visible = Some(focus_visible(ui));
    });
    click(&mut page, "Refresh");
    assert_eq!(*page.state(), Some(false));
    press(&mut page, Key::Tab);
    assert_eq!(*page.state(), Some(true));
    page.key_press_modifiers(Modifiers::NONE, Key::Tab);
    page.run();
    assert_eq!(*page.state(), Some(true));
}
