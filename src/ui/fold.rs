//! Parts that are folded away behind a button. Whether one is open is the screen's own business.

use egui::Ui;

use super::icons;
use super::widgets::Button;

/// The words on the button of a part that is folded away.
pub(super) struct Folded {
    pub(super) show: String,
    pub(super) hide: String,
}

/// Something technical or long behind a button that unfolds it. Returns whether it is open.
pub(super) fn foldable_ui(
    ui: &mut Ui,
    salt: impl egui::AsIdSalt,
    folded: &Folded,
    add: impl FnOnce(&mut Ui),
) -> bool {
    let id = ui.make_persistent_id(egui::IdSalt::new(salt));
    let mut is_open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let (name, icon) = if is_open {
        (&folded.hide, icons::UP)
    } else {
        (&folded.show, icons::DOWN)
    };
    let toggle = Button::quiet(name).icon(icon).small().show(ui);
    ui.ctx()
        .accesskit_node_builder(toggle.id, |node| node.set_expanded(is_open));
    if toggle.clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    if is_open {
        ui.push_id(id, add);
    }
    is_open
}
