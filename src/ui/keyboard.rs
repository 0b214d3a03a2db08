//! Where the keyboard goes when a dialog appears, and which keys belong to an input method.

use std::hash::Hash;

use egui::{Context, Event, Id, ImeEvent, Key, Plugin, RawInput, Response};

/// Keeps Enter and Escape from everything else while an input method composes: there they end the composition,
/// and must neither submit a step nor close a dialog.
pub(super) fn keep_from_composition(ctx: &Context) {
    // Before the input is looked at by anything: egui itself takes the focus from a field on Escape.
    ctx.plugin_or_default::<Composition>();
}

/// The field an input method composes in.
#[derive(Default)]
struct Composition {
    field: Option<Id>,
}

impl Plugin for Composition {
    fn debug_name(&self) -> &'static str {
        "input method composition"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let focused = ctx.memory(egui::Memory::focused);
        // A composition ends with the field it was in, whether the input method says so or not.
        let mut composing = self.field.is_some() && self.field == focused;
        let mut concerned = composing;
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(text)) => {
                    composing = false;
                    // The Enter that commits may arrive with what it commits.
                    concerned |= !text.is_empty();
                }
                _ => {}
            }
            concerned |= composing;
        }
        self.field = focused.filter(|_| composing);
        if concerned {
            input.events.retain(|event| {
                !matches!(
                    event,
                    Event::Key {
                        key: Key::Enter | Key::Escape,
                        ..
                    }
                )
            });
        }
    }
}

/// A dialog or a step of it that has just come into view and has not given the keyboard to anything yet.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    id: Id,
    is_new: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    place: Id,
    frame: u64,
    is_settled: bool,
}

impl Arrival {
    /// Asked before the place is drawn: what the place before drew can no longer be focused then.
    pub(super) fn at(
        ctx: &Context,
        dialog: &'static str,
        place: impl Hash + std::fmt::Debug,
    ) -> Self {
        let id = Id::unique(("arrival", dialog));
        let place = Id::unique((dialog, place));
        let frame = ctx.cumulative_frame_nr();
        let before: Option<Seen> = ctx.data(|data| data.get_temp(id));
        let is_settled = match before {
            Some(seen) if seen.place == place && seen.frame + 1 >= frame => {
                // Whoever has gone somewhere by then is left there.
                let someone = ctx.memory(egui::Memory::focused).is_some();
                seen.is_settled || (seen.frame < frame && someone)
            }
            _ => false,
        };
        let seen = Seen {
            place,
            frame,
            is_settled,
        };
        ctx.data_mut(|data| data.insert_temp(id, seen));
        Self {
            id,
            is_new: !is_settled,
        }
    }

    /// Gives the keyboard to a widget, unless another one has it already. One that is turned off waits for its turn.
    pub(super) fn focus(self, response: &Response) {
        if !self.is_new || !response.enabled() {
            return;
        }
        let ctx = &response.ctx;
        let is_first = ctx.data_mut(|data| {
            let seen: Option<Seen> = data.get_temp(self.id);
            seen.filter(|seen| !seen.is_settled).is_some_and(|seen| {
                data.insert_temp(
                    self.id,
                    Seen {
                        is_settled: true,
                        ..seen
                    },
                );
                true
            })
        });
        if is_first {
            response.request_focus();
        }
    }
}
