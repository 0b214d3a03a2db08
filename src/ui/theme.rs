//! How everything looks: the only file with colors, sizes and radii.
//!
//! [`apply`] gives egui its style, [`palette`] hands widgets the same colors by meaning. A color is named
//! for what it says, never for what it is. `docs/interface.md` is the page for people; the tests below
//! hold every text to 4.5:1 and every control border and focus ring to 3:1, in both themes.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::style::{ScrollFadeStyle, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    ThemePreference, Ui, Vec2, Visuals,
};

use super::icons;

/// Distances. Nothing is placed by any other number.
pub mod space {
    /// Between lines that are one thing: a title and its description.
    pub const XXS: f32 = 2.0;
    /// Inside one thing: icon to word.
    pub const XS: f32 = 4.0;
    /// Between things that belong together.
    pub const S: f32 = 8.0;
    /// Between groups; the margin of cards and pages.
    pub const M: f32 = 16.0;
    /// Between sections.
    pub const L: f32 = 24.0;
}

/// Sizes of things that must line up.
pub mod size {
    /// Least height of anything clickable.
    pub const CONTROL: f32 = 32.0;
    /// A control inside a line of text or a banner.
    pub const CONTROL_SMALL: f32 = 24.0;
    /// A table row and its header.
    pub const ROW: f32 = 28.0;
    /// An icon beside body text.
    pub const ICON: f32 = 16.0;
    /// An icon beside small text.
    pub const ICON_SMALL: f32 = 14.0;
    /// The icon of an empty page.
    pub const ICON_LARGE: f32 = 32.0;
    /// The left navigation.
    pub const NAVIGATION: f32 = 200.0;
    /// The strip along the top that says where one is connected.
    pub const TOP_STRIP: f32 = 40.0;
    /// The details pane on the right.
    pub const DETAILS: f32 = 320.0;
    /// The label column of a details pane.
    pub const LABEL_COLUMN: f32 = 120.0;
    /// A form field that holds an address.
    pub const FIELD: f32 = 360.0;
    /// A search field.
    pub const SEARCH: f32 = 280.0;
    /// A dialog with one question.
    pub const DIALOG: f32 = 440.0;
    /// A dialog with steps.
    pub const WIZARD: f32 = 760.0;
    /// A dialog that shows a plan.
    pub const DIALOG_WIDE: f32 = 640.0;
    /// The body of a dialog whose pages follow each other; the smallest window has just this room.
    pub const DIALOG_PAGES: f32 = 480.0;
    /// The steps beside the wizard's pages.
    pub const STEPPER: f32 = 160.0;
    /// A notice in the corner.
    pub const TOAST: f32 = 360.0;
    /// The longest line of prose.
    pub const PROSE: f32 = 640.0;
    /// Height of the visible part of a foldable text.
    pub const DETAILS_TEXT: f32 = 160.0;
    /// Least width of a button in a row of buttons.
    pub const BUTTON: f32 = 80.0;
    /// On either side of its text.
    pub const BUTTON_SIDE: f32 = 12.0;
    /// The bar that marks the current page and the tone of a banner.
    pub const MARKER: f32 = 3.0;
    /// The ring round a step's number, and the line it is on.
    pub const STEP: f32 = 24.0;
    pub const STEP_ROW: f32 = 40.0;
    /// A badge.
    pub const BADGE: f32 = 20.0;
    /// The chip that says where one is connected.
    pub const CHIP: f32 = 26.0;
    /// A page in the navigation.
    pub const NAVIGATION_ITEM: f32 = 36.0;
    /// A line of body text.
    pub const LINE: f32 = 20.0;
    /// A dot of the waiting sign.
    pub const DOT: f32 = 7.0;
    /// The narrowest a column can be made.
    pub const COLUMN: f32 = 64.0;
    /// Title and buttons of a dialog with their margins: what is left of the window is its body's.
    pub const DIALOG_EDGES: f32 = 128.0;
    /// From this width on a page has its details beside the list, not below it.
    pub const WIDE_PAGE: f32 = 1120.0;
    /// The details pane beside a list, as a share of the page.
    pub const SIDE_PANE_SHARE: f32 = 0.3;
    /// The width the first column widths are made for: a page of a window 1024 wide.
    pub const LIST: f32 = 792.0;
    /// The details pane below a list on a narrow page, as a share of the room for both.
    pub const DETAILS_SHARE: f32 = 0.5;
    /// The line under the top strip that says what kind of deployment this is.
    pub const ENVIRONMENT_LINE: f32 = 32.0;
    /// A step in the checklist: its title, and under it how it stands.
    pub const STEP_LINE: f32 = 46.0;
    /// A phase over its steps.
    pub const PHASE_LINE: f32 = 32.0;
    /// The lanes of the phases, and the bar in each of them.
    pub const LANE: f32 = 36.0;
    pub const LANE_BAR: f32 = 4.0;
    /// The checklist beside the card of a step, as a share of the page.
    pub const CHECKLIST_SHARE: f32 = 0.4;
    /// The reading distance of a projector: what has to be read, and what goes with it.
    pub const PROJECTED: f32 = 34.0;
    /// The clock under it.
    pub const PROJECTED_FOOT: f32 = 184.0;
    pub const PROJECTED_SMALL: f32 = 20.0;
}

/// The first widths of table columns; a person's own come after.
pub mod column {
    pub const TIME: f32 = 148.0;
    pub const FQDN: f32 = 182.0;
    pub const ADDRESS: f32 = 330.0;
    pub const NAME: f32 = 150.0;
    /// What was done, which is long in Japanese.
    pub const CHANGE: f32 = 226.0;
    pub const WORD: f32 = 72.0;
}

/// Between a frame and what is in it.
pub mod margin {
    use egui::{Margin, Vec2};

    pub const PAGE: Margin = Margin::same(16);
    /// A details pane, a card.
    pub const CARD: Margin = Margin::symmetric(16, 12);
    pub const BANNER: Margin = Margin {
        left: 16,
        right: 12,
        top: 12,
        bottom: 12,
    };
    pub const TOAST: Margin = Margin::symmetric(12, 8);
    /// A few words on a colored ground.
    pub const LABEL: Margin = Margin::symmetric(8, 4);
    pub const CODE: Margin = Margin {
        left: 12,
        right: 4,
        top: 4,
        bottom: 10,
    };
    pub const DIALOG_HEAD: Margin = Margin {
        left: 24,
        right: 12,
        top: 16,
        bottom: 12,
    };
    pub const DIALOG_BODY: Margin = Margin::symmetric(24, 0);
    pub const DIALOG_FOOT: Margin = Margin::symmetric(24, 16);
    pub const NAVIGATION: Margin = Margin::same(8);
    /// On a wall.
    pub const PROJECTED: Margin = Margin::symmetric(40, 24);
    pub const TOP_STRIP: Margin = Margin::symmetric(12, 0);
    pub(crate) const BUTTON: Vec2 = Vec2::new(super::size::BUTTON_SIDE, 5.0);
    pub(crate) const SMALL_BUTTON: Vec2 = Vec2::new(8.0, 2.0);
    pub(crate) const FIELD: Vec2 = Vec2::new(10.0, 5.0);
}

/// Corner radii.
pub mod radius {
    pub const CONTROL: u8 = 4;
    pub const CARD: u8 = 6;
    pub const DIALOG: u8 = 8;
}

/// The bold face; egui's `strong` is only a color.
pub const BOLD: &str = "bold";
/// The icon font alone, so that no text font can put its own character in an icon's place.
pub const ICONS: &str = "icons";

const TITLE_SIZE: f32 = 20.0;
const BODY_SIZE: f32 = 14.0;
const SMALL_SIZE: f32 = 12.0;
/// Hack is wide; at 13 it reads as large as the body text.
const CODE_SIZE: f32 = 13.0;
/// Its lines, which would otherwise jump where a Korean or Japanese word is in one.
pub const CODE_LINE: f32 = 18.0;

/// Body text.
pub fn body() -> FontId {
    FontId::new(BODY_SIZE, FontFamily::Proportional)
}

/// Body text in bold: section headings, the names of cards and steps.
pub fn strong() -> FontId {
    FontId::new(BODY_SIZE, FontFamily::Name(BOLD.into()))
}

/// Small text: badges, notes, column titles.
pub fn small() -> FontId {
    FontId::new(SMALL_SIZE, FontFamily::Proportional)
}

/// Small text in bold.
pub fn small_strong() -> FontId {
    FontId::new(SMALL_SIZE, FontFamily::Name(BOLD.into()))
}

/// The title of a page or a dialog; one on a screen.
pub fn title() -> FontId {
    FontId::new(TITLE_SIZE, FontFamily::Name(BOLD.into()))
}

/// The step at hand, on a wall.
pub fn projected() -> FontId {
    FontId::new(size::PROJECTED, FontFamily::Name(BOLD.into()))
}

/// What goes with it.
pub fn projected_small() -> FontId {
    FontId::new(size::PROJECTED_SMALL, FontFamily::Proportional)
}

/// Commands, addresses that are compared letter by letter, server texts.
pub fn code() -> FontId {
    FontId::new(CODE_SIZE, FontFamily::Monospace)
}

/// An icon of a given size.
pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// Which theme the person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    Light,
    Dark,
}

/// What a state means to the reader. Always shown with its icon and a word, never by color alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    Success,
    Warning,
    Danger,
    Info,
    /// Nothing to say either way: not started, skipped, not applicable.
    Neutral,
    /// Nobody knows yet: an outcome that has to be read again.
    Unknown,
}

impl Tone {
    pub const ALL: [Self; 6] = [
        Self::Success,
        Self::Warning,
        Self::Danger,
        Self::Info,
        Self::Neutral,
        Self::Unknown,
    ];

    /// The icon that goes with the word when the caller has no better one.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Success => icons::SUCCEEDED,
            Self::Warning => icons::WARNING,
            Self::Danger => icons::FAILED,
            Self::Info => icons::INFORMATION,
            Self::Neutral => icons::NOT_STARTED,
            Self::Unknown => icons::UNKNOWN,
        }
    }
}

/// Where the person's acts land.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    Lab,
    Rehearsal,
    Production,
}

impl Environment {
    pub const ALL: [Self; 3] = [Self::Lab, Self::Rehearsal, Self::Production];
}

/// A foreground and the soft background made for it; the line is the strip or border between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub text: Color32,
    pub soft: Color32,
    pub line: Color32,
}

/// A filled control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    pub rest: Color32,
    pub hovered: Color32,
    pub pressed: Color32,
    /// The text on any of the three.
    pub text: Color32,
}

/// The colors of one theme, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    pub dark: bool,
    /// Behind everything.
    pub window: Color32,
    /// Pages' cards, tables, dialogs, fields.
    pub surface: Color32,
    /// The left navigation and the top strip.
    pub navigation: Color32,
    /// Column titles, code.
    pub sunken: Color32,
    /// A row or card under the pointer.
    pub hovered: Color32,
    /// Selected rows, the current page, selected text.
    pub selected: Color32,
    pub text: Color32,
    /// Notes, labels, hints.
    pub weak: Color32,
    pub link: Color32,
    /// Words on `selected` that stand out: the current page, the current step.
    pub selected_text: Color32,
    /// Between things; carries no meaning.
    pub line: Color32,
    /// Round what can be typed into or chosen.
    pub border: Color32,
    /// Round a button, which its text already tells from the page.
    pub outline: Color32,
    /// Round what the keyboard is on.
    pub focus: Color32,
    pub accent: Fill,
    pub danger: Fill,
    /// Secondary buttons.
    pub plain: Fill,
    success: Pair,
    warning: Pair,
    failure: Pair,
    info: Pair,
    neutral: Pair,
    unknown: Pair,
    lab: Pair,
    rehearsal: Pair,
    production: Pair,
    /// Over the window while a dialog is open.
    pub backdrop: Color32,
    shadow: Color32,
}

impl Palette {
    pub fn tone(&self, tone: Tone) -> Pair {
        match tone {
            Tone::Success => self.success,
            Tone::Warning => self.warning,
            Tone::Danger => self.failure,
            Tone::Info => self.info,
            Tone::Neutral => self.neutral,
            Tone::Unknown => self.unknown,
        }
    }

    pub fn environment(&self, environment: Environment) -> Pair {
        match environment {
            Environment::Lab => self.lab,
            Environment::Rehearsal => self.rehearsal,
            Environment::Production => self.production,
        }
    }

    /// A button without a frame: its words look like a link, its background comes with the pointer.
    pub fn quiet(&self) -> Fill {
        Fill {
            rest: Color32::TRANSPARENT,
            text: self.link,
            ..self.plain
        }
    }

    /// A ring round what the keyboard is on.
    pub fn focus_ring(&self) -> Stroke {
        Stroke::new(2.0, self.focus)
    }

    /// The border of something that can be typed into or chosen.
    pub fn border(&self) -> Stroke {
        Stroke::new(1.0, self.border)
    }

    /// The border of a button.
    pub fn outline(&self) -> Stroke {
        Stroke::new(1.0, self.outline)
    }

    /// A line that only separates.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }

    /// A light shadow for what floats.
    pub fn shadow(&self) -> Shadow {
        Shadow {
            offset: [0, 4],
            blur: 16,
            spread: 0,
            color: self.shadow,
        }
    }
}

const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const fn pair(text: u32, soft: u32, line: u32) -> Pair {
    Pair {
        text: hex(text),
        soft: hex(soft),
        line: hex(line),
    }
}

/// The light theme.
pub static LIGHT: Palette = Palette {
    dark: false,
    window: hex(0xF6_F7F9),
    surface: hex(0xFF_FFFF),
    navigation: hex(0xED_F0F4),
    sunken: hex(0xF1_F3F6),
    hovered: hex(0xF0_F4FA),
    selected: hex(0xDC_E8F8),
    text: hex(0x1A_1F26),
    weak: hex(0x55_5E6A),
    link: hex(0x1C_57A5),
    selected_text: hex(0x15_447F),
    line: hex(0xDD_E2E8),
    border: hex(0x81_8B97),
    outline: hex(0xC3_CAD3),
    focus: hex(0x1C_57A5),
    accent: Fill {
        rest: hex(0x23_5FAE),
        hovered: hex(0x1C_5399),
        pressed: hex(0x16_457F),
        text: hex(0xFF_FFFF),
    },
    danger: Fill {
        rest: hex(0xB4_2F2A),
        hovered: hex(0x9C_2722),
        pressed: hex(0x82_1F1B),
        text: hex(0xFF_FFFF),
    },
    plain: Fill {
        rest: hex(0xFF_FFFF),
        hovered: hex(0xF0_F4FA),
        pressed: hex(0xE2_E9F2),
        text: hex(0x1A_1F26),
    },
    success: pair(0x1C_6636, 0xE7_F5EA, 0x3F_9A5B),
    warning: pair(0x7A_4A00, 0xFD_F3DF, 0xC9_850D),
    failure: pair(0x9C_2722, 0xFD_ECEA, 0xC9_3E38),
    info: pair(0x1C_5399, 0xE7_F0FB, 0x3F_7BC8),
    neutral: pair(0x4D_5662, 0xEC_EFF3, 0x81_8B97),
    unknown: pair(0x6C_3A91, 0xF4_EDFA, 0x93_5CBD),
    lab: pair(0x0F_5F5C, 0xDF_F2F0, 0x23_8C86),
    rehearsal: pair(0x4A_45A0, 0xEA_E9FA, 0x6D_67C9),
    production: pair(0x8A_3A1F, 0xFB_E9E1, 0xBE_5A36),
    backdrop: Color32::from_black_alpha(90),
    shadow: Color32::from_black_alpha(36),
};

/// The dark theme.
pub static DARK: Palette = Palette {
    dark: true,
    window: hex(0x16_191D),
    surface: hex(0x1D_2126),
    navigation: hex(0x12_1518),
    sunken: hex(0x17_1B1F),
    hovered: hex(0x26_2C34),
    selected: hex(0x22_3C5C),
    text: hex(0xE4_E8ED),
    weak: hex(0xA6_AFBA),
    link: hex(0x8F_BDF5),
    selected_text: hex(0xC2_DDFC),
    line: hex(0x31_3840),
    border: hex(0x73_7D89),
    outline: hex(0x48_515B),
    focus: hex(0x8F_BDF5),
    accent: Fill {
        rest: hex(0x2F_6BBA),
        hovered: hex(0x29_60A9),
        pressed: hex(0x21_5090),
        text: hex(0xFF_FFFF),
    },
    danger: Fill {
        rest: hex(0xC0_3D38),
        hovered: hex(0xAA_322D),
        pressed: hex(0x91_2A26),
        text: hex(0xFF_FFFF),
    },
    plain: Fill {
        rest: hex(0x27_2D34),
        hovered: hex(0x31_3941),
        pressed: hex(0x3B_444E),
        text: hex(0xE4_E8ED),
    },
    success: pair(0x86_D3A0, 0x1A_2C21, 0x43_A067),
    warning: pair(0xF0_C26B, 0x30_2817, 0xC0_8A24),
    failure: pair(0xF5_A39E, 0x38_2122, 0xD2_5A54),
    info: pair(0x9C_C6F7, 0x1C_2A3B, 0x4A_84C9),
    neutral: pair(0xB7_BFC9, 0x28_2E35, 0x73_7D89),
    unknown: pair(0xD3_AEF0, 0x2C_2336, 0x9A_68C2),
    lab: pair(0x7F_D3CC, 0x12_3230, 0x2C_938C),
    rehearsal: pair(0xB9_B6F5, 0x2A_2948, 0x76_71CF),
    production: pair(0xF3_B297, 0x40_2519, 0xC4_6440),
    backdrop: Color32::from_black_alpha(140),
    shadow: Color32::from_black_alpha(110),
};

/// The colors of what is being drawn.
pub fn palette(ui: &Ui) -> &'static Palette {
    of(ui.visuals().dark_mode)
}

/// The colors of the window, where there is no [`Ui`] yet.
pub fn palette_of(ctx: &Context) -> &'static Palette {
    of(ctx.theme() == egui::Theme::Dark)
}

fn of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// Gives egui both themes and shows the chosen one. Needs [`super::fonts::install`] before.
pub fn apply(ctx: &Context, theme: Theme) {
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT));
    ctx.set_style_of(egui::Theme::Dark, style(&DARK));
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
}

fn style(palette: &Palette) -> Arc<Style> {
    let mut style = Style {
        visuals: visuals(palette),
        text_styles: BTreeMap::from([
            (TextStyle::Small, small()),
            (TextStyle::Body, body()),
            (TextStyle::Button, body()),
            (TextStyle::Heading, title()),
            (TextStyle::Monospace, code()),
        ]),
        animation_time: 0.08,
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(space::S);
    spacing.button_padding = margin::BUTTON;
    spacing.interact_size = Vec2::new(40.0, size::CONTROL);
    spacing.icon_width = 18.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = space::XS;
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.text_edit_width = size::FIELD;
    spacing.combo_width = 160.0;
    spacing.tooltip_width = 420.0;
    // Always there and always visible: a list must show at a glance that it goes on.
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        bar_inner_margin: 3.0,
        bar_outer_margin: 3.0,
        handle_min_length: 32.0,
        fade: ScrollFadeStyle {
            strength: 0.0,
            size: 0.0,
        },
        ..ScrollStyle::solid()
    };
    style.interaction.tooltip_delay = 0.4;
    Arc::new(style)
}

fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = if palette.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    visuals.weak_text_color = Some(palette.weak);
    visuals.hyperlink_color = palette.link;
    visuals.widgets = widgets(palette);
    visuals.selection = Selection {
        bg_fill: palette.selected,
        stroke: Stroke::new(2.0, palette.selected_text),
    };
    visuals.faint_bg_color = palette.sunken;
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.code_bg_color = palette.sunken;
    visuals.warn_fg_color = palette.warning.text;
    visuals.error_fg_color = palette.failure.text;
    visuals.panel_fill = palette.window;
    visuals.window_fill = palette.surface;
    visuals.window_stroke = palette.hairline();
    visuals.window_corner_radius = CornerRadius::same(radius::DIALOG);
    visuals.menu_corner_radius = CornerRadius::same(radius::CARD);
    visuals.window_shadow = palette.shadow();
    visuals.popup_shadow = palette.shadow();
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.focus);
    visuals.disabled_alpha = DISABLED_ALPHA;
    visuals.indent_has_left_vline = false;
    visuals
}

/// How much of a disabled control is left. Disabled text is held to 3:1, not 4.5:1: it is not to be read
/// in a hurry, and the reason is in its tooltip.
const DISABLED_ALPHA: f32 = 0.6;

fn widgets(palette: &Palette) -> Widgets {
    // `weak_bg_fill` is the background of buttons and fields, `bg_fill` the handle of a scroll bar.
    let visuals = |fill: Color32, handle: Color32, border: Stroke, text: Color32| WidgetVisuals {
        bg_fill: handle,
        weak_bg_fill: fill,
        bg_stroke: border,
        corner_radius: CornerRadius::same(radius::CONTROL),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let (plain, handle) = (palette.plain, palette.outline);
    Widgets {
        noninteractive: visuals(
            palette.surface,
            palette.surface,
            palette.hairline(),
            palette.text,
        ),
        inactive: visuals(plain.rest, handle, palette.border(), plain.text),
        hovered: visuals(plain.hovered, palette.border, palette.border(), plain.text),
        active: visuals(
            plain.hovered,
            palette.weak,
            palette.focus_ring(),
            plain.text,
        ),
        open: visuals(plain.pressed, palette.border, palette.border(), plain.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    /// The contrast ratio of WCAG 2, from 1 to 21.
    fn contrast(left: Color32, right: Color32) -> f64 {
        let (left, right) = (luminance(left), luminance(right));
        (left.max(right) + 0.05) / (left.min(right) + 0.05)
    }

    /// `top` over `bottom`, as much of it as `alpha` says.
    fn blend(bottom: Color32, top: Color32, alpha: f32) -> Color32 {
        bottom.lerp_to_gamma(top, alpha)
    }

    fn require(theme: &Palette, pairs: &[(String, Color32, Color32)], least: f64) {
        let bad: Vec<_> = pairs
            .iter()
            .filter(|(_, front, back)| contrast(*front, *back) < least)
            .map(|(name, front, back)| format!("{name}: {:.2}", contrast(*front, *back)))
            .collect();
        assert!(
            bad.is_empty(),
            "dark {}: below {least}: {bad:#?}",
            theme.dark
        );
    }

    /// Every (text, background) pair the widgets draw.
    fn text_pairs(theme: &Palette) -> Vec<(String, Color32, Color32)> {
        let grounds = [
            ("window", theme.window),
            ("surface", theme.surface),
            ("navigation", theme.navigation),
            ("sunken", theme.sunken),
            ("hovered", theme.hovered),
            ("selected", theme.selected),
        ];
        let mut pairs = Vec::new();
        for (name, ground) in grounds {
            pairs.push((format!("text on {name}"), theme.text, ground));
            pairs.push((format!("weak on {name}"), theme.weak, ground));
            pairs.push((format!("link on {name}"), theme.link, ground));
            pairs.push((
                format!("selected text on {name}"),
                theme.selected_text,
                ground,
            ));
            for tone in Tone::ALL {
                // Icon and word of a state in a table row, a checklist, a note under a field.
                let name = format!("{tone:?} on {name}");
                pairs.push((name, theme.tone(tone).text, ground));
            }
        }
        for (name, fill) in [
            ("accent", theme.accent),
            ("danger", theme.danger),
            ("plain", theme.plain),
        ] {
            for (state, ground) in [
                ("rest", fill.rest),
                ("hovered", fill.hovered),
                ("pressed", fill.pressed),
            ] {
                pairs.push((format!("{name} {state}"), fill.text, ground));
            }
        }
        for tone in Tone::ALL {
            let Pair {
                text,
                soft,
                line: _,
            } = theme.tone(tone);
            pairs.push((format!("{tone:?} badge"), text, soft));
            pairs.push((format!("text in a {tone:?} banner"), theme.text, soft));
            pairs.push((format!("weak text in a {tone:?} banner"), theme.weak, soft));
            pairs.push((format!("link in a {tone:?} banner"), theme.link, soft));
        }
        for environment in Environment::ALL {
            let Pair {
                text,
                soft,
                line: _,
            } = theme.environment(environment);
            pairs.push((format!("{environment:?} chip"), text, soft));
            pairs.push((format!("text on {environment:?} strip"), theme.text, soft));
            pairs.push((
                format!("weak text on {environment:?} strip"),
                theme.weak,
                soft,
            ));
        }
        pairs
    }

    #[test]
    fn every_text_can_be_read() {
        for theme in [&LIGHT, &DARK] {
            require(theme, &text_pairs(theme), 4.5);
        }
    }

    #[test]
    fn every_border_focus_ring_and_marker_can_be_seen() {
        for theme in [&LIGHT, &DARK] {
            let mut pairs = Vec::new();
            for (name, ground) in [("window", theme.window), ("surface", theme.surface)] {
                pairs.push((format!("border on {name}"), theme.border, ground));
                pairs.push((format!("focus on {name}"), theme.focus, ground));
            }
            pairs.push(("focus on selected".to_owned(), theme.focus, theme.selected));
            pairs.push((
                "focus on navigation".to_owned(),
                theme.focus,
                theme.navigation,
            ));
            for tone in Tone::ALL {
                let Pair {
                    line,
                    soft: _,
                    text: _,
                } = theme.tone(tone);
                pairs.push((format!("{tone:?} marker"), line, theme.surface));
            }
            for environment in Environment::ALL {
                let Pair {
                    line,
                    soft: _,
                    text: _,
                } = theme.environment(environment);
                pairs.push((format!("{environment:?} strip"), line, theme.navigation));
            }
            // A filled button is told from the page by its fill or by the text in it; the fill does it.
            pairs.push(("accent button".to_owned(), theme.accent.rest, theme.surface));
            pairs.push(("danger button".to_owned(), theme.danger.rest, theme.surface));
            require(theme, &pairs, 3.0);
        }
    }

    #[test]
    fn disabled_text_is_still_legible() {
        for theme in [&LIGHT, &DARK] {
            let pairs: Vec<_> = [theme.surface, theme.window]
                .into_iter()
                .map(|page| {
                    let fill = blend(page, theme.plain.rest, DISABLED_ALPHA);
                    let text = blend(fill, theme.plain.text, DISABLED_ALPHA);
                    (format!("disabled on {page:?}"), text, fill)
                })
                .collect();
            require(theme, &pairs, 3.0);
        }
    }

    #[test]
    fn tones_and_environments_differ_from_each_other() {
        for theme in [&LIGHT, &DARK] {
            let mut lines: Vec<_> = Tone::ALL.map(|tone| theme.tone(tone).line).to_vec();
            lines.extend(Environment::ALL.map(|environment| theme.environment(environment).line));
            for (index, line) in lines.iter().enumerate() {
                assert!(!lines[index + 1..].contains(line), "{line:?} is used twice");
            }
        }
    }

    #[test]
    fn contrast_is_computed_as_wcag_has_it() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(hex(0x77_7777), Color32::WHITE) - 4.48).abs() < 0.01);
    }
}
