//! A lane with a transcript beside it: the one place every request of a session passes.

use std::time::Duration;

use super::lane::{Answer, Lane};
use super::sign_in::SignInFacts;
use super::target::Target;
use super::transcript::Transcript;
use super::transport_error::TransportError;
use crate::psrp::runspace::Outgoing;

pub(super) struct Line {
    lane: Lane,
    transcript: Option<Transcript>,
}

impl Line {
    pub(super) fn new(lane: Lane, transcript: Option<Transcript>) -> Self {
        Self { lane, transcript }
    }

    /// A second line to the same place, written down in the same transcript.
    pub(super) fn beside(&self) -> Self {
        Self {
            lane: self.lane.beside(),
            transcript: self.transcript.clone(),
        }
    }

    pub(super) fn target(&self) -> &Target {
        self.lane.target()
    }

    /// How the last connection was signed in; none before that.
    pub(super) fn sign_in_facts(&self) -> Option<&SignInFacts> {
        self.lane.facts()
    }

    pub(super) fn transcript(&self) -> Option<&Transcript> {
        self.transcript.as_ref()
    }

    /// Sends a request and waits for the answer. What nobody waits for any more stands in the transcript as such.
    pub(super) async fn post(
        &mut self,
        outgoing: Outgoing,
        limit: Duration,
    ) -> Result<Answer, TransportError> {
        let number = self
            .transcript
            .as_ref()
            .map(|transcript| transcript.request(&outgoing));
        let answer = self.lane.post(outgoing.body, limit).await;
        if let (Some(transcript), Some(number)) = (&self.transcript, number) {
            match &answer {
                Ok(answer) => transcript.answer(number, answer.status, &answer.body),
                Err(err) => transcript.no_answer(number, err),
            }
        }
        answer
    }
}
