//! The fonts in the box: Noto Sans KR and JP, and the icon font.
//!
//! egui chooses a Han character's form by the first font that has it, so the language decides the order:
//! 海 and 房 look wrong to a Japanese reader in a Korean font and the other way round. Fonts of the system
//! come after these, as the last resort for what servers may hold (eframe's `system_fonts`).

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

use super::theme::{BOLD, ICONS};

/// Whose forms of the Han characters come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FontOrder {
    /// Korean and English.
    #[default]
    KoreanFirst,
    JapaneseFirst,
}

const KOREAN: &str = "noto-sans-kr";
const KOREAN_BOLD: &str = "noto-sans-kr-bold";
const JAPANESE: &str = "noto-sans-jp";
const JAPANESE_BOLD: &str = "noto-sans-jp-bold";
const ICON_FONT: &str = "pchat-icons";

/// Replaces all fonts; under a millisecond, so a change of language may call it.
pub fn install(ctx: &Context, order: FontOrder) {
    ctx.set_fonts(definitions(order));
}

fn definitions(order: FontOrder) -> FontDefinitions {
    // egui's own fonts follow ours: Hack for code, the rest for the few signs Noto's subsets lack.
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        (
            KOREAN,
            include_bytes!("../../assets/fonts/NotoSansKR-Regular.ttf").as_slice(),
        ),
        (
            KOREAN_BOLD,
            include_bytes!("../../assets/fonts/NotoSansKR-Bold.ttf"),
        ),
        (
            JAPANESE,
            include_bytes!("../../assets/fonts/NotoSansJP-Regular.ttf"),
        ),
        (
            JAPANESE_BOLD,
            include_bytes!("../../assets/fonts/NotoSansJP-Bold.ttf"),
        ),
        (
            ICON_FONT,
            include_bytes!("../../assets/fonts/PChatIcons.ttf"),
        ),
    ] {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let (regular, bold) = match order {
        FontOrder::KoreanFirst => ([KOREAN, JAPANESE], [KOREAN_BOLD, JAPANESE_BOLD]),
        FontOrder::JapaneseFirst => ([JAPANESE, KOREAN], [JAPANESE_BOLD, KOREAN_BOLD]),
    };
    let families = &mut fonts.families;
    let defaults = families.get(&FontFamily::Proportional).cloned();
    let defaults = defaults.unwrap_or_default();
    let code = families.get(&FontFamily::Monospace).cloned();
    let mut code = code.unwrap_or_default().into_iter();
    let hack = code.next();
    let chain = |first: Vec<String>, rest: Vec<String>| -> Vec<String> {
        let mut chain = first;
        chain.extend(rest);
        chain.push(ICON_FONT.to_owned());
        chain
    };
    let own = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    families.insert(
        FontFamily::Proportional,
        chain(own(regular), defaults.clone()),
    );
    families.insert(
        FontFamily::Monospace,
        chain(
            hack.into_iter().chain(own(regular)).collect(),
            code.collect(),
        ),
    );
    families.insert(
        FontFamily::Name(BOLD.into()),
        chain(own(bold), defaults.clone()),
    );
    // Icons first here, so that no text font can put its own character in an icon's place.
    families.insert(
        FontFamily::Name(ICONS.into()),
        vec![ICON_FONT.to_owned(), regular[0].to_owned()],
    );
    fonts
}

#[cfg(test)]
mod tests {
    use egui::FontId;

    use super::*;

    /// Whether every character of a text has a glyph in a family, with our fonts alone.
    fn covers(order: FontOrder, family: &FontFamily, text: &str) -> bool {
        let ctx = Context::default();
        install(&ctx, order);
        let mut covered = false;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            covered =
                ui.fonts_mut(|fonts| fonts.has_glyphs(&FontId::new(14.0, family.clone()), text));
        });
        output.textures_delta.clear();
        covered
    }

    #[test]
    fn every_family_has_the_three_languages_and_the_icons() {
        let text = "Endpoint 끝점 뒤로 エンドポイント ｴﾝﾄﾞ 房 述 ▲▼ … · — ①";
        for order in [FontOrder::KoreanFirst, FontOrder::JapaneseFirst] {
            for family in [
                FontFamily::Proportional,
                FontFamily::Monospace,
                FontFamily::Name(BOLD.into()),
            ] {
                assert!(covers(order, &family, text), "{order:?} {family:?}");
                assert!(covers(order, &family, super::super::icons::WARNING));
            }
        }
    }

    #[test]
    fn the_language_decides_which_font_comes_first() {
        let first = |order, family: &FontFamily| definitions(order).families[family][0].clone();
        let bold = FontFamily::Name(BOLD.into());
        for (order, regular, strong) in [
            (FontOrder::KoreanFirst, KOREAN, KOREAN_BOLD),
            (FontOrder::JapaneseFirst, JAPANESE, JAPANESE_BOLD),
        ] {
            assert_eq!(first(order, &FontFamily::Proportional), regular);
            assert_eq!(first(order, &bold), strong);
            assert_eq!(first(order, &FontFamily::Monospace), "Hack");
            let mono = &definitions(order).families[&FontFamily::Monospace];
            assert_eq!(mono[1], regular, "Hack, then Noto");
        }
    }

    #[test]
    fn the_icon_font_is_the_last_of_every_chain() {
        let fonts = definitions(FontOrder::KoreanFirst);
        for family in [
            FontFamily::Proportional,
            FontFamily::Monospace,
            FontFamily::Name(BOLD.into()),
        ] {
            assert_eq!(
                fonts.families[&family].last().map(String::as_str),
                Some(ICON_FONT)
            );
        }
    }
}
