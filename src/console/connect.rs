//! The connect dialog: a profile being edited, a password that stays in memory, how connecting goes, and a test.

use std::path::PathBuf;

use super::connection_test::ConnectionTest;
use crate::domain::{
    Access, Account, Authentication, Dial, DirectoryDial, Environment, Profile, ProfileProblems,
    Profiles, Recording, Secret,
};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct ConnectDialog {
    pub profile: Profile,
    pub password: Secret,
    /// Of the directory's own account, where the profile has one. Without it the directory is connected later.
    pub directory_password: Secret,
    /// The saved profile that is being edited.
    pub selected: Option<usize>,
    /// Problems are shown only after a first attempt, not while someone is still typing.
    pub problems: ProfileProblems,
    pub is_connecting: bool,
    pub error: Option<PortError>,
    /// The profile was just saved.
    pub is_saved: bool,
    /// In view instead of the fields.
    pub test: Option<ConnectionTest>,
}

#[derive(Clone, Debug)]
pub enum ConnectEdit {
    Name(String),
    Uri(String),
    /// Whoever runs this program, or the account that is typed.
    CurrentUser(bool),
    User(String),
    Password(Secret),
    DirectoryPassword(Secret),
    Authentication(Authentication),
    Environment(Environment),
    /// Loads a saved profile; `None` starts an empty one.
    Select(Option<usize>),
}

impl ConnectDialog {
    /// A new connection: as whoever runs this program, where this build can do that.
    pub(super) fn new(has_current_user: bool) -> Self {
        Self {
            profile: Profile {
                current_user: has_current_user,
                ..Profile::default()
            },
            ..Self::default()
        }
    }

    pub(super) fn edit(&mut self, edit: ConnectEdit, profiles: &Profiles, has_current_user: bool) {
        self.is_saved = false;
        match edit {
            ConnectEdit::Name(name) => self.profile.name = name,
            ConnectEdit::Uri(uri) => {
                self.profile.uri = uri;
                self.problems.uri = None;
            }
            ConnectEdit::CurrentUser(current_user) => {
                self.profile.current_user = current_user;
                // A logon has Kerberos tickets and no password to prove by NTLM.
                if current_user {
                    self.profile.authentication = match self.profile.authentication {
                        Authentication::Kerberos => Authentication::Kerberos,
                        _ => Authentication::default(),
                    };
                }
                self.problems.user = None;
                self.problems.password = None;
            }
            ConnectEdit::User(user) => {
                self.profile.user = user;
                self.problems.user = None;
            }
            ConnectEdit::Password(password) => {
                self.password = password;
                self.problems.password = None;
            }
            ConnectEdit::DirectoryPassword(password) => self.directory_password = password,
            ConnectEdit::Authentication(authentication) => {
                self.profile.authentication = authentication;
            }
            ConnectEdit::Environment(environment) => self.profile.environment = environment,
            ConnectEdit::Select(selected) => {
                let profile = selected
                    .and_then(|place| profiles.profiles.get(place))
                    .cloned();
                *self = match profile {
                    Some(profile) => Self {
                        profile,
                        selected,
                        ..Self::default()
                    },
                    None => Self::new(has_current_user),
                };
            }
        }
    }

    pub(super) fn set_ca_file(&mut self, path: Option<PathBuf>) {
        self.profile.ca_file = path;
        self.is_saved = false;
    }

    /// Everything needed to dial, or the problems, which stay in the dialog. A live session starts read-only.
    pub(super) fn dial(&mut self, recording: Recording) -> Option<Dial> {
        self.problems = self.profile.problems(Some(&self.password));
        if !self.problems.is_empty() {
            return None;
        }
        Some(Dial {
            uri: self.profile.completed_uri(),
            account: if self.profile.current_user {
                Account::CurrentUser
            } else {
                Account::Named {
                    user: self.profile.user.trim().to_owned(),
                    password: self.password.clone(),
                }
            },
            authentication: self.profile.authentication,
            ca_file: self.profile.ca_file.clone(),
            kdc: None,
            access: Access::ReadOnly,
            recording,
        })
    }

    /// What connects the profile's directory at the same time: as whoever runs this program, or with its own password.
    pub(super) fn directory_dial(&self) -> Option<DirectoryDial> {
        let directory = &self.profile.directory;
        let problems = directory.problems(Some(&self.directory_password));
        (directory.is_set() && problems.is_empty())
            .then(|| directory.dial(&self.directory_password, self.profile.ca_file.clone()))
    }

    /// The profile as it is saved: with a name, so that it can be found again.
    pub(super) fn named_profile(&self) -> Profile {
        let mut profile = self.profile.clone();
        if profile.name.trim().is_empty() {
            profile.name = profile.completed_uri();
        }
        profile
    }
}
