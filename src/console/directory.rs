//! The directory beside the session: what is connected, what was read of it, and the search for an address.

use std::path::PathBuf;
use std::sync::Arc;

use super::fetched::Fetched;
use super::lists::List;
use crate::domain::{
    AddressHolders, DirectoryConnection, DirectoryProfile, DirectoryReading, Message, SipUri,
};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct DirectoryState {
    /// The directory that is asked; it may be changed as far as the session beside it may be.
    pub connection: Option<DirectoryConnection>,
    pub reading: Fetched<Arc<DirectoryReading>>,
    pub controllers: List,
    pub search: HolderSearch,
    /// What the session's profile says of its directory, and the CA file of both.
    pub profile: DirectoryProfile,
    pub ca_file: Option<PathBuf>,
    /// Why connecting without a dialog failed.
    pub error: Option<PortError>,
    /// The session that is being opened.
    pub(super) opening: Option<u64>,
    pub(super) reading_request: u64,
}

/// Who holds an address: what is typed, and the answer to what was asked.
#[derive(Clone, Debug, Default)]
pub struct HolderSearch {
    pub typed: String,
    /// Shown only after a first attempt, not while someone is still typing.
    pub problem: Option<Message>,
    /// What the answer is about, or will be.
    pub asked: Option<SipUri>,
    pub answer: Fetched<Arc<AddressHolders>>,
    pub(super) request: u64,
}

impl DirectoryState {
    pub fn is_connecting(&self) -> bool {
        self.opening.is_some()
    }

    /// The state beside a session that was just opened.
    pub(super) fn beside(profile: DirectoryProfile, ca_file: Option<PathBuf>) -> Self {
        Self {
            profile,
            ca_file,
            ..Self::default()
        }
    }

    /// Forgets what the directory before said, but neither what is typed nor how it was reached.
    pub(super) fn forget(&mut self) {
        let typed = std::mem::take(&mut self.search.typed);
        *self = Self::beside(std::mem::take(&mut self.profile), self.ca_file.take());
        self.search.typed = typed;
    }

    /// What was asked and will not be answered any more has failed.
    pub(super) fn answers_lost(&mut self, err: &PortError) {
        if self.reading.is_loading() {
            self.reading.finish(Err(err.clone()));
        }
        if self.search.answer.is_loading() {
            self.search.answer.finish(Err(err.clone()));
        }
    }
}
