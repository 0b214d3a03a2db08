//! Buttons: one primary on a screen, any number of secondary and quiet ones, danger only where it destroys.

use egui::{Atom, CornerRadius, Response, Stroke, Ui, Vec2};

use super::{focus_ring, paint_icon};
use crate::ui::theme::{self, margin, radius, size, space};

/// How much a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ButtonKind {
    /// The one thing this screen is for.
    Primary,
    Secondary,
    /// Destroys something that is named in its text.
    Danger,
    /// No frame until it is pointed at: copy, close, refresh.
    Quiet,
}

/// A button: text, perhaps an icon, and when it cannot be pressed, why.
#[must_use = "a button that is not shown does nothing"]
#[derive(Clone, Copy, Debug)]
pub struct Button<'a> {
    kind: ButtonKind,
    text: &'a str,
    icon: Option<&'a str>,
    icon_only: bool,
    small: bool,
    disabled_because: Option<&'a str>,
    tooltip: Option<&'a str>,
}

impl<'a> Button<'a> {
    pub fn new(kind: ButtonKind, text: &'a str) -> Self {
        Self {
            kind,
            text,
            icon: None,
            icon_only: false,
            small: false,
            disabled_because: None,
            tooltip: None,
        }
    }

    pub fn primary(text: &'a str) -> Self {
        Self::new(ButtonKind::Primary, text)
    }

    pub fn secondary(text: &'a str) -> Self {
        Self::new(ButtonKind::Secondary, text)
    }

    pub fn danger(text: &'a str) -> Self {
        Self::new(ButtonKind::Danger, text)
    }

    pub fn quiet(text: &'a str) -> Self {
        Self::new(ButtonKind::Quiet, text)
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Only the icon is drawn; the text is its accessible name and its tooltip.
    pub fn icon_only(mut self) -> Self {
        self.icon_only = true;
        self
    }

    /// As high as a line of text with some air: inside banners, code blocks and table heads.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// `Some` turns the button off and says why when pointed at.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled_because = reason;
        self
    }

    pub fn tooltip(mut self, text: &'a str) -> Self {
        self.tooltip = Some(text);
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        // A disabled primary button in its full color would still call for a click.
        let kind = match (self.kind, self.disabled_because) {
            (ButtonKind::Primary | ButtonKind::Danger, Some(_)) => ButtonKind::Secondary,
            (kind, _) => kind,
        };
        ui.scope(|ui| {
            dress(ui, kind);
            if self.small {
                ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
                ui.spacing_mut().button_padding = margin::SMALL_BUTTON;
            }
            if self.icon_only {
                ui.spacing_mut().button_padding.x = space::XS;
            }
            let response = self.add(ui, kind);
            focus_ring(ui, &response, radius::CONTROL);
            response
        })
        .inner
    }

    fn add(self, ui: &mut Ui, kind: ButtonKind) -> Response {
        let height = ui.spacing().interact_size.y;
        let centered = kind != ButtonKind::Quiet && !self.small || self.icon_only;
        let min_width = match (self.icon_only, centered) {
            (true, _) => height,
            (false, true) => size::BUTTON,
            (false, false) => 0.0,
        };
        let icon_size = if self.small {
            size::ICON_SMALL
        } else {
            size::ICON
        };
        let mut atoms = egui::Atoms::default();
        if centered {
            atoms.push_right(Atom::grow());
        }
        if let Some(icon) = self.icon {
            atoms.push_right(Atom::paint(Vec2::splat(icon_size), move |ui, args| {
                let center = args.rect.center();
                paint_icon(
                    ui.painter(),
                    center,
                    icon,
                    icon_size,
                    args.fallback_text_color,
                );
            }));
        }
        if !self.icon_only {
            let font = match kind {
                ButtonKind::Primary | ButtonKind::Danger => theme::strong(),
                ButtonKind::Secondary | ButtonKind::Quiet => theme::body(),
            };
            atoms.push_right(egui::RichText::new(self.text).font(font));
        }
        if centered {
            atoms.push_right(Atom::grow());
        }
        let button = egui::Button::new(atoms)
            // An atom that only grows would add a gap of its own.
            .gap(if self.icon.is_none() || self.icon_only {
                0.0
            } else {
                space::XS
            })
            .min_size(Vec2::new(min_width, height));
        let response = ui
            .add_enabled(self.disabled_because.is_none(), button)
            .accessible_name(self.text);
        let response = match (self.tooltip, self.icon_only) {
            (Some(tooltip), _) => response.on_hover_text(tooltip),
            (None, true) => response.on_hover_text(self.text),
            (None, false) => response,
        };
        match self.disabled_because {
            Some(reason) => {
                ui.ctx()
                    .accesskit_node_builder(response.id, |node| node.set_description(reason));
                response.on_disabled_hover_text(reason)
            }
            None => response,
        }
    }
}

/// Gives the buttons of this [`Ui`] the colors of a kind.
fn dress(ui: &mut Ui, kind: ButtonKind) {
    let palette = theme::palette(ui);
    let (fill, border) = match kind {
        ButtonKind::Primary => (palette.accent, Stroke::NONE),
        ButtonKind::Danger => (palette.danger, Stroke::NONE),
        ButtonKind::Secondary => (palette.plain, palette.outline()),
        ButtonKind::Quiet => (palette.quiet(), Stroke::NONE),
    };
    // Active is egui's word for "pressed or focused"; only a button held down looks pressed.
    let held = ui.input(|input| input.pointer.primary_down());
    let active = if held { fill.pressed } else { fill.rest };
    let widgets = &mut ui.visuals_mut().widgets;
    for (visuals, background) in [
        (&mut widgets.inactive, fill.rest),
        (&mut widgets.hovered, fill.hovered),
        (&mut widgets.active, active),
    ] {
        visuals.weak_bg_fill = background;
        visuals.bg_fill = background;
        visuals.bg_stroke = border;
        visuals.fg_stroke = Stroke::new(1.0, fill.text);
        visuals.corner_radius = CornerRadius::same(radius::CONTROL);
    }
    widgets.noninteractive = widgets.inactive;
}
