//! The connection test: one layer after the other, until one fails.

use crate::domain::{Dial, LayerResult};
use crate::ports::Call;

/// Tests a connection and tells each layer's result as it comes.
pub fn diagnose(_dial: &Dial, _call: &Call, _on_layer: &mut dyn FnMut(LayerResult)) {}
