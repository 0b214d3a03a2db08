//! The dialog a directory is connected in: where it is, who signs in there, a password that stays in memory.

use std::path::PathBuf;

use crate::domain::{DirectoryDial, DirectoryProblems, DirectoryProfile, Message, Secret};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct DirectoryDialog {
    pub profile: DirectoryProfile,
    /// A server is typed, rather than found through a domain.
    pub is_typed: bool,
    pub password: Secret,
    /// Of the profile; the session beside it uses the same.
    pub ca_file: Option<PathBuf>,
    /// Problems are shown only after a first attempt, not while someone is still typing.
    pub problems: DirectoryProblems,
    pub is_connecting: bool,
    pub error: Option<PortError>,
    /// The profile was just saved.
    pub is_saved: bool,
}

#[derive(Clone, Debug)]
pub enum DirectoryEdit {
    /// A server is typed, or one is found.
    Typed(bool),
    Server(String),
    Domain(String),
    CurrentUser(bool),
    User(String),
    Password(Secret),
    Dns(String),
}

impl DirectoryDialog {
    /// What was saved, or a new connection: found, and as whoever runs this program where this build can do that.
    pub(super) fn new(
        saved: &DirectoryProfile,
        ca_file: Option<PathBuf>,
        has_current_user: bool,
    ) -> Self {
        let profile = if saved.is_set() {
            saved.clone()
        } else {
            DirectoryProfile {
                current_user: has_current_user,
                ..DirectoryProfile::default()
            }
        };
        Self {
            is_typed: !profile.server.is_empty(),
            profile,
            ca_file,
            ..Self::default()
        }
    }

    pub(super) fn edit(&mut self, edit: DirectoryEdit) {
        self.is_saved = false;
        match edit {
            DirectoryEdit::Typed(is_typed) => {
                self.is_typed = is_typed;
                self.problems.server = None;
                self.problems.domain = None;
            }
            DirectoryEdit::Server(server) => {
                self.profile.server = server;
                self.problems.server = None;
            }
            DirectoryEdit::Domain(domain) => {
                self.profile.domain = domain;
                self.problems.domain = None;
            }
            DirectoryEdit::CurrentUser(current_user) => {
                self.profile.current_user = current_user;
                self.problems.user = None;
                self.problems.password = None;
            }
            DirectoryEdit::User(user) => {
                self.profile.user = user;
                self.problems.user = None;
            }
            DirectoryEdit::Password(password) => {
                self.password = password;
                self.problems.password = None;
            }
            DirectoryEdit::Dns(dns) => {
                self.profile.dns = dns;
                self.problems.dns = None;
            }
        }
    }

    pub(super) fn set_ca_file(&mut self, path: Option<PathBuf>) {
        self.ca_file = path;
        self.is_saved = false;
    }

    /// The profile with one of its two ways to a server. What was typed for the other one stays in the dialog.
    pub(super) fn chosen(&self) -> DirectoryProfile {
        let mut profile = self.profile.clone();
        if self.is_typed {
            profile.domain.clear();
        } else {
            profile.server.clear();
        }
        profile
    }

    /// Everything needed to dial, or the problems, which stay in the dialog.
    pub(super) fn dial(&mut self) -> Option<DirectoryDial> {
        let profile = self.chosen();
        self.look_at(&profile, true);
        self.problems
            .is_empty()
            .then(|| profile.dial(&self.password, self.ca_file.clone()))
    }

    /// Whether the profile can be saved: without its password, but with a server that could be found again.
    pub(super) fn may_be_saved(&mut self) -> bool {
        let profile = self.chosen();
        self.look_at(&profile, false);
        self.problems.server.is_none()
            && self.problems.domain.is_none()
            && self.problems.dns.is_none()
    }

    fn look_at(&mut self, profile: &DirectoryProfile, with_password: bool) {
        self.problems = profile.problems(with_password.then_some(&self.password));
        if !with_password {
            self.problems.user = None;
        }
        if self.is_typed && profile.server.trim().is_empty() {
            self.problems.server = Some(Message::DirectoryServerMissing);
        }
    }
}
