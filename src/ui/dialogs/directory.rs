//! The directory's connection.

use egui::Ui;

use crate::console::DirectoryDialog;
use crate::ui::Screen;

pub(super) fn show(_ui: &mut Ui, _screen: &mut Screen<'_>, _dialog: &DirectoryDialog) {}
