//! A test of a connection: its layers as they come, in the connect dialog.

use crate::domain::{Layer, LayerResult, LayerVerdict};

#[derive(Clone, Debug)]
pub struct ConnectionTest {
    /// Answers to an older test are ignored.
    pub(super) request: u64,
    /// The layers that were looked at, in their order.
    pub results: Vec<LayerResult>,
    pub is_over: bool,
    /// The person asked to stop.
    pub is_stopped: bool,
}

impl ConnectionTest {
    pub(super) fn new(request: u64) -> Self {
        Self {
            request,
            results: Vec::new(),
            is_over: false,
            is_stopped: false,
        }
    }

    /// What the answers to this test bear.
    pub fn request(&self) -> u64 {
        self.request
    }

    /// The worst verdict of a layer that was looked at; `None` before the first.
    pub fn verdict(&self) -> Option<LayerVerdict> {
        let worst = |verdict: LayerVerdict| match verdict {
            LayerVerdict::NotReached => 0,
            LayerVerdict::Passed => 1,
            LayerVerdict::Warning => 2,
            LayerVerdict::Failed => 3,
        };
        self.results
            .iter()
            .map(|result| result.verdict)
            .max_by_key(|verdict| worst(*verdict))
    }

    /// The layer the connection fails at. A cmdlet that cannot be run is none: one can connect without it.
    pub fn failed_layer(&self) -> Option<&LayerResult> {
        self.results.iter().find(|result| {
            result.verdict == LayerVerdict::Failed && !matches!(result.layer, Layer::Cmdlet(_))
        })
    }

    /// The layer that is looked at now; the cmdlets, of which there are many, have no place of their own.
    pub fn current(&self) -> Option<Layer> {
        const ORDER: [Layer; 6] = [
            Layer::NameResolution,
            Layer::Tcp,
            Layer::Tls,
            Layer::SignIn,
            Layer::Session,
            Layer::Rights,
        ];
        let is_blocked = self.verdict() == Some(LayerVerdict::Failed);
        if self.is_over || is_blocked {
            return None;
        }
        let is_done = |layer: &Layer| self.results.iter().any(|result| result.layer == *layer);
        ORDER.into_iter().find(|layer| !is_done(layer))
    }
}
