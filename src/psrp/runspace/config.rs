//! What a session is opened with.

use std::time::Duration;

use crate::psrp::message::HostDescription;

/// Settings of a session. None of them is secret; credentials belong to the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `https://server/OcsPowershell`, possibly with a query.
    pub uri: String,
    /// Largest envelope in either direction, in bytes: 153,600 suits every server, 512,000 those
    /// from Windows Server 2012 on.
    pub max_envelope_size: u32,
    /// How long the server may keep a request waiting. The caller's own patience must be longer.
    pub operation_timeout: Duration,
    /// After how long without requests the server closes the shell; `None` leaves it to the server.
    pub idle_timeout: Option<Duration>,
    /// Language of the server's messages. Prompts are recognized best in `en-US`.
    pub locale: String,
    pub host: HostDescription,
}

impl Config {
    pub fn new(uri: impl Into<String>) -> Self {
        Self {
            uri: uri.into(),
            max_envelope_size: 153_600,
            operation_timeout: Duration::from_secs(30),
            idle_timeout: None,
            locale: "en-US".into(),
            host: HostDescription::default(),
        }
    }
}
