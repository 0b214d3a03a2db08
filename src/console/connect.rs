//! The connect dialog: a profile being edited, a password that stays in memory, and how connecting goes.

use std::path::PathBuf;

use crate::domain::{
    Access, Account, Dial, Environment, Profile, ProfileProblems, Profiles, Secret,
};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct ConnectDialog {
    pub profile: Profile,
    pub password: Secret,
    /// The saved profile that is being edited.
    pub selected: Option<usize>,
    /// Problems are shown only after a first attempt, not while someone is still typing.
    pub problems: ProfileProblems,
    pub is_connecting: bool,
    pub error: Option<PortError>,
    /// The profile was just saved.
    pub is_saved: bool,
}

#[derive(Clone, Debug)]
pub enum ConnectEdit {
    Name(String),
    Uri(String),
    User(String),
    Password(Secret),
    Environment(Environment),
    /// Loads a saved profile; `None` starts an empty one.
    Select(Option<usize>),
}

impl ConnectDialog {
    pub(super) fn edit(&mut self, edit: ConnectEdit, profiles: &Profiles) {
        self.is_saved = false;
        match edit {
            ConnectEdit::Name(name) => self.profile.name = name,
            ConnectEdit::Uri(uri) => {
                self.profile.uri = uri;
                self.problems.uri = None;
            }
            ConnectEdit::User(user) => {
                self.profile.user = user;
                self.problems.user = None;
            }
            ConnectEdit::Password(password) => {
                self.password = password;
                self.problems.password = None;
            }
            ConnectEdit::Environment(environment) => self.profile.environment = environment,
            ConnectEdit::Select(selected) => {
                let profile = selected
                    .and_then(|place| profiles.profiles.get(place))
                    .cloned();
                *self = Self {
                    profile: profile.unwrap_or_default(),
                    selected,
                    ..Self::default()
                };
            }
        }
    }

    pub(super) fn set_ca_file(&mut self, path: Option<PathBuf>) {
        self.profile.ca_file = path;
        self.is_saved = false;
    }

    /// Everything needed to dial, or the problems, which stay in the dialog. A live session starts read-only.
    pub(super) fn dial(&mut self) -> Option<Dial> {
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
        })
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
