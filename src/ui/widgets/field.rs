//! What is typed into and chosen from. Every control has a visible label or an accessible name.
//!
//! A field is given its value and returns the edited one; it changes nothing itself. While an input
//! method composes, the edited value holds the unfinished text: take it as it is, and judge it later.

use egui::accesskit::{Live, Role};
use egui::{
    Align, Align2, Atom, Checkbox, ComboBox, CornerRadius, Frame, Key, Label, Layout, Rect,
    Response, RichText, Sense, Stroke, StrokeKind, TextBuffer, TextEdit, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

use super::{Button, focus_ring, focus_visible, icon, paint_icon, text};
use crate::ui::icons;
use crate::ui::theme::{self, Tone, margin, radius, size, space};

/// A line of text to be typed, under its label, with room for what is wrong with it.
#[must_use = "a field that is not shown cannot be typed into"]
#[derive(Clone, Copy, Debug)]
pub struct TextField<'a> {
    label: &'a str,
    hint: &'a str,
    note: Option<&'a str>,
    error: Option<&'a str>,
    code: bool,
    password: bool,
    rows: usize,
    width: f32,
    disabled_because: Option<&'a str>,
}

/// A field, and its new value when it was edited.
#[derive(Clone, Debug)]
pub struct FieldOutcome {
    pub response: Response,
    pub edited: Option<String>,
}

impl<'a> TextField<'a> {
    pub fn new(label: &'a str) -> Self {
        Self {
            label,
            hint: "",
            note: None,
            error: None,
            code: false,
            password: false,
            rows: 1,
            width: size::FIELD,
            disabled_because: None,
        }
    }

    /// An example, shown while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What to know about the field, under it.
    pub fn note(mut self, note: Option<&'a str>) -> Self {
        self.note = note;
        self
    }

    /// What is wrong with the value; shown in place of the note.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// For addresses and names that are compared letter by letter.
    pub fn code(mut self) -> Self {
        self.code = true;
        self
    }

    pub fn password(mut self) -> Self {
        self.password = true;
        self
    }

    /// Takes several lines, such as the output of a command.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    pub fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// Shows a value and returns the edited one.
    pub fn show(self, ui: &mut Ui, salt: impl egui::AsIdSalt, value: &str) -> FieldOutcome {
        let mut text = value.to_owned();
        let response = self.show_buffer(ui, salt, &mut text);
        let edited = response.changed().then_some(text);
        FieldOutcome { response, edited }
    }

    /// Edits in place: for a secret, whose copies are not to be strewn about.
    pub fn show_buffer(
        self,
        ui: &mut Ui,
        salt: impl egui::AsIdSalt,
        buffer: &mut dyn TextBuffer,
    ) -> Response {
        let palette = theme::palette(ui);
        ui.push_id(salt, |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                let label = text(ui, self.label, theme::body(), palette.text);
                let width = self.width.min(ui.available_width());
                let font = if self.code {
                    theme::code()
                } else {
                    theme::body()
                };
                let response = ui
                    .scope(|ui| {
                        dress(ui, self.error.is_some());
                        let edit = if self.rows > 1 {
                            TextEdit::multiline(buffer).desired_rows(self.rows)
                        } else {
                            TextEdit::singleline(buffer).align(Align2::LEFT_CENTER)
                        };
                        let edit = edit
                            .font(font.clone())
                            .hint_text(RichText::new(self.hint).font(font))
                            .password(self.password)
                            .desired_width(width);
                        ui.add_enabled(self.disabled_because.is_none(), edit)
                    })
                    .inner
                    .labelled_by(label.id);
                let response = match self.disabled_because {
                    Some(reason) => response.on_disabled_hover_text(reason),
                    None => response,
                };
                if let Some(line) = self.line_below(ui, width) {
                    ui.ctx().accesskit_node_builder(response.id, |node| {
                        node.push_described_by(line.id.accesskit_id());
                        if self.error.is_some() {
                            node.set_invalid(egui::accesskit::Invalid::True);
                        }
                    });
                }
                response
            })
            .inner
        })
        .inner
    }

    fn line_below(self, ui: &mut Ui, width: f32) -> Option<Response> {
        let palette = theme::palette(ui);
        if let Some(error) = self.error {
            let color = palette.tone(Tone::Danger).text;
            let line = ui
                .with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.set_max_width(width);
                    ui.spacing_mut().item_spacing.x = space::XS;
                    ui.vertical(|ui| {
                        ui.add_space(space::XXS);
                        icon(ui, icons::FAILED, size::ICON_SMALL, color);
                    });
                    // A line of its own: beside the icon it would not wrap.
                    ui.vertical(|ui| text(ui, error, theme::small(), color))
                        .inner
                })
                .inner;
            ui.ctx()
                .accesskit_node_builder(line.id, |node| node.set_live(Live::Polite));
            return Some(line);
        }
        let note = self.note?;
        ui.scope(|ui| {
            ui.set_max_width(width);
            Some(text(ui, note, theme::small(), palette.weak))
        })
        .inner
    }
}

/// The frame of a field: a clear border, the focus ring in place of it, red when something is wrong.
fn dress(ui: &mut Ui, wrong: bool) {
    let palette = theme::palette(ui);
    let visuals = ui.visuals_mut();
    visuals.selection.stroke = palette.focus_ring();
    if wrong {
        let border = Stroke::new(1.0, palette.tone(Tone::Danger).line);
        visuals.widgets.inactive.bg_stroke = border;
        visuals.widgets.hovered.bg_stroke = border;
    }
    ui.spacing_mut().button_padding = margin::FIELD;
}

/// A search field over a list.
#[must_use = "a field that is not shown cannot be typed into"]
#[derive(Clone, Copy, Debug)]
pub struct SearchField<'a> {
    label: &'a str,
    hint: &'a str,
    clear: &'a str,
    width: f32,
}

/// A search field, its new text when it was edited, and whether Enter or Down asked for the list.
#[derive(Clone, Debug)]
pub struct SearchOutcome {
    pub response: Response,
    pub edited: Option<String>,
    pub to_list: bool,
}

impl<'a> SearchField<'a> {
    /// `label` is the accessible name, `hint` what stands in the empty field, `clear` names the cross.
    pub fn new(label: &'a str, hint: &'a str, clear: &'a str) -> Self {
        Self {
            label,
            hint,
            clear,
            width: size::SEARCH,
        }
    }

    pub fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    pub fn show(self, ui: &mut Ui, salt: impl egui::AsIdSalt, query: &str) -> SearchOutcome {
        let palette = theme::palette(ui);
        ui.push_id(salt, |ui| {
            let mut text = query.to_owned();
            let width = self.width.min(ui.available_width());
            let color = palette.weak;
            let glass = Atom::paint(Vec2::splat(size::ICON), move |ui, args| {
                paint_icon(
                    ui.painter(),
                    args.rect.center(),
                    icons::SEARCH,
                    size::ICON,
                    color,
                );
            });
            let response = ui
                .scope(|ui| {
                    dress(ui, false);
                    let edit = TextEdit::singleline(&mut text)
                        .prefix(glass)
                        .hint_text(self.hint)
                        .desired_width(width)
                        .align(Align2::LEFT_CENTER);
                    ui.add(edit)
                })
                .inner
                .accessible_name(self.label);
            ui.ctx()
                .accesskit_node_builder(response.id, |node| node.set_role(Role::SearchInput));
            let mut edited = response.changed().then_some(text);
            let (enter, down, escape) = ui.input(|input| {
                (
                    input.key_pressed(Key::Enter),
                    input.key_pressed(Key::ArrowDown),
                    input.key_pressed(Key::Escape),
                )
            });
            let had_focus = response.has_focus() || response.lost_focus();
            if !query.is_empty() {
                let side = size::CONTROL_SMALL;
                let center = response.rect.right_center() - Vec2::new(side / 2.0 + space::XS, 0.0);
                let corner = Rect::from_center_size(center, Vec2::splat(side));
                let builder = UiBuilder::new().max_rect(corner).id_salt("clear");
                let mut corner = ui.new_child(builder);
                let cross = Button::quiet(self.clear)
                    .icon(icons::CLEAR)
                    .icon_only()
                    .small();
                if cross.show(&mut corner).clicked() {
                    edited = Some(String::new());
                    response.request_focus();
                }
                if had_focus && escape {
                    edited = Some(String::new());
                }
            }
            SearchOutcome {
                edited,
                to_list: had_focus && (enter || down),
                response,
            }
        })
        .inner
    }
}

/// One of several, from a list that opens.
#[must_use = "a list that is not shown cannot be chosen from"]
#[derive(Clone, Copy, Debug)]
pub struct Combo<'a> {
    label: &'a str,
    options: &'a [&'a str],
    width: f32,
    label_beside: bool,
    disabled_because: Option<&'a str>,
}

impl<'a> Combo<'a> {
    pub fn new(label: &'a str, options: &'a [&'a str]) -> Self {
        Self {
            label,
            options,
            width: size::FIELD,
            label_beside: false,
            disabled_because: None,
        }
    }

    pub fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    /// In a bar above a list the label stands before the control, not over it.
    pub fn label_beside(mut self) -> Self {
        self.label_beside = true;
        self
    }

    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    /// Returns the option chosen just now, when it is another one.
    pub fn show(
        self,
        ui: &mut Ui,
        salt: impl egui::AsIdSalt,
        selected: Option<usize>,
    ) -> Option<usize> {
        let layout = if self.label_beside {
            Layout::left_to_right(Align::Center)
        } else {
            Layout::top_down(Align::Min)
        };
        ui.push_id(salt, |ui| {
            let size = Vec2::new(ui.available_width(), size::CONTROL);
            if self.label_beside {
                ui.horizontal(|ui| self.control(ui, selected)).inner
            } else {
                ui.allocate_ui_with_layout(size, layout, |ui| self.control(ui, selected))
                    .inner
            }
        })
        .inner
    }

    fn control(self, ui: &mut Ui, selected: Option<usize>) -> Option<usize> {
        let palette = theme::palette(ui);
        if !self.label_beside {
            ui.spacing_mut().item_spacing.y = space::XS;
        }
        let label = text(ui, self.label, theme::body(), palette.text);
        let current = selected.and_then(|index| self.options.get(index).copied());
        let width = self.width.min(ui.available_width());
        let mut chosen = None;
        let response = ui
            .add_enabled_ui(self.disabled_because.is_none(), |ui| {
                ComboBox::from_id_salt("combo")
                    .selected_text(current.unwrap_or_default())
                    .width(width)
                    .truncate()
                    .icon(|ui, rect, visuals, _open| {
                        let color = visuals.fg_stroke.color;
                        paint_icon(ui.painter(), rect.center(), icons::DOWN, size::ICON, color);
                    })
                    .show_ui(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = space::XXS;
                        let widgets = &mut ui.visuals_mut().widgets;
                        widgets.inactive.weak_bg_fill = palette.surface;
                        widgets.inactive.bg_stroke = Stroke::NONE;
                        widgets.hovered.bg_stroke = Stroke::NONE;
                        for (index, option) in self.options.iter().enumerate() {
                            let is_selected = selected == Some(index);
                            if ui.selectable_label(is_selected, *option).clicked() && !is_selected {
                                chosen = Some(index);
                            }
                        }
                    })
                    .response
            })
            .inner
            .labelled_by(label.id);
        if let Some(reason) = self.disabled_because {
            response.on_disabled_hover_text(reason);
        }
        chosen
    }
}

/// Something that is so or not. Returns the new answer when it was given.
pub fn checkbox(
    ui: &mut Ui,
    checked: bool,
    label: &str,
    disabled_because: Option<&str>,
) -> Option<bool> {
    let palette = theme::palette(ui);
    let mut answer = checked;
    let response = ui
        .scope(|ui| {
            let (fill, border) = if checked {
                (palette.accent.rest, Stroke::new(1.0, palette.accent.rest))
            } else {
                (palette.surface, palette.border())
            };
            let widgets = &mut ui.visuals_mut().widgets;
            for visuals in [
                &mut widgets.inactive,
                &mut widgets.hovered,
                &mut widgets.active,
            ] {
                visuals.bg_fill = fill;
                visuals.bg_stroke = border;
                visuals.fg_stroke = Stroke::new(2.0, palette.accent.text);
            }
            let text = RichText::new(label).font(theme::body()).color(palette.text);
            let checkbox = Checkbox::new(&mut answer, text);
            ui.add_enabled(disabled_because.is_none(), checkbox)
        })
        .inner;
    focus_ring(ui, &response, radius::CONTROL);
    if let Some(reason) = disabled_because {
        response.on_disabled_hover_text(reason);
    }
    (answer != checked).then_some(answer)
}

/// A choice with a sentence of explanation, as a card. Returns its response; clicked means chosen.
pub fn radio_card(
    ui: &mut Ui,
    selected: bool,
    title: &str,
    description: &str,
    disabled_because: Option<&str>,
) -> Response {
    let palette = theme::palette(ui);
    let enabled = disabled_because.is_none();
    let mut builder = UiBuilder::new()
        .id_salt(("radio card", title))
        .sense(Sense::click());
    if !enabled {
        builder = builder.disabled();
    }
    let response = ui
        .scope_builder(builder, |ui| {
            let before = ui.response();
            let focused = before.has_focus() && focus_visible(ui);
            let (fill, border) = if selected {
                (palette.selected, Stroke::new(1.0, palette.accent.rest))
            } else if before.hovered() {
                (palette.hovered, palette.border())
            } else {
                (palette.surface, palette.border())
            };
            let inner = Frame::new()
                .fill(fill)
                .stroke(border)
                .corner_radius(CornerRadius::same(radius::CARD))
                .inner_margin(margin::CARD)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                        radio_mark(ui, selected);
                        ui.add_space(space::XS);
                        ui.vertical(|ui| {
                            ui.spacing_mut().item_spacing.y = space::XXS;
                            text(ui, title, theme::strong(), palette.text);
                            let weak = palette.weak;
                            let font = theme::body();
                            let description = RichText::new(description).font(font).color(weak);
                            ui.add(Label::new(description).selectable(false).wrap());
                        });
                    });
                });
            if focused {
                ui.painter().rect_stroke(
                    inner.response.rect,
                    CornerRadius::same(radius::CARD),
                    palette.focus_ring(),
                    StrokeKind::Inside,
                );
            }
        })
        .response;
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, selected, title));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_description(description));
    match disabled_because {
        Some(reason) => response.on_disabled_hover_text(reason),
        None => response,
    }
}

/// One answer of a [`radio_row`].
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    pub title: &'a str,
    /// What choosing it means: its tooltip, and for a screen reader its description.
    pub meaning: &'a str,
    pub disabled_because: Option<&'a str>,
}

/// One of a few, side by side and of the same width. Returns the place of the one chosen just now.
pub fn radio_row(ui: &mut Ui, choices: &[Choice<'_>], selected: Option<usize>) -> Option<usize> {
    let mut chosen = None;
    let gap = space::S;
    #[expect(clippy::cast_precision_loss, reason = "a handful of choices")]
    let count = choices.len().max(1) as f32;
    let width = (ui.available_width() - gap * (count - 1.0)) / count;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (place, choice) in choices.iter().enumerate() {
            let is_selected = selected == Some(place);
            if choice.show(ui, is_selected, width).clicked() && !is_selected {
                chosen = Some(place);
            }
        }
    });
    chosen
}

impl Choice<'_> {
    fn show(self, ui: &mut Ui, selected: bool, width: f32) -> Response {
        let palette = theme::palette(ui);
        let enabled = self.disabled_because.is_none();
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::CONTROL), sense);
        let (fill, border) = if selected {
            (palette.selected, Stroke::new(1.0, palette.accent.rest))
        } else if enabled && response.hovered() {
            (palette.hovered, palette.border())
        } else {
            (palette.surface, palette.border())
        };
        let corners = CornerRadius::same(radius::CONTROL);
        ui.painter()
            .rect(rect, corners, fill, border, StrokeKind::Inside);
        let builder = UiBuilder::new()
            .max_rect(rect.shrink2(Vec2::new(space::S, 0.0)))
            .layout(Layout::left_to_right(Align::Center));
        let mut inside = ui.new_child(builder);
        inside.spacing_mut().item_spacing.x = space::S;
        radio_mark(&mut inside, selected);
        let color = if enabled { palette.text } else { palette.weak };
        let title = RichText::new(self.title).font(theme::body()).color(color);
        inside.add(Label::new(title).selectable(false).truncate());
        if response.has_focus() && focus_visible(ui) {
            let ring = palette.focus_ring();
            ui.painter()
                .rect_stroke(rect, corners, ring, StrokeKind::Inside);
        }
        response
            .widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, selected, self.title));
        let said = self.disabled_because.unwrap_or(self.meaning);
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(said);
            if !enabled {
                node.set_disabled();
            }
        });
        response.on_hover_text(said)
    }
}

fn radio_mark(ui: &mut Ui, selected: bool) {
    let palette = theme::palette(ui);
    let (_, rect) = ui.allocate_space(Vec2::new(size::ICON, size::LINE));
    let outer = size::ICON / 2.0;
    if selected {
        ui.painter()
            .circle_filled(rect.center(), outer, palette.accent.rest);
        ui.painter()
            .circle_filled(rect.center(), outer / 2.5, palette.accent.text);
    } else {
        ui.painter().circle(
            rect.center(),
            outer - 0.5,
            palette.surface,
            palette.border(),
        );
    }
}
