//! The two places a plan acts on: the deployment, and the directory with an account of its own.

use crate::ports::{Deployment, Directory, PortError, PortErrorKind, PortResult};

pub struct Sides<'a> {
    pub deployment: &'a mut dyn Deployment,
    /// Plans that need none run without.
    pub directory: Option<&'a mut dyn Directory>,
}

impl<'a> Sides<'a> {
    pub fn new(
        deployment: &'a mut dyn Deployment,
        directory: Option<&'a mut dyn Directory>,
    ) -> Self {
        Self {
            deployment,
            directory,
        }
    }

    pub fn deployment_only(deployment: &'a mut dyn Deployment) -> Self {
        Self::new(deployment, None)
    }

    /// The directory, for what cannot be done without one.
    pub(super) fn open_directory(&mut self) -> PortResult<&mut dyn Directory> {
        match &mut self.directory {
            Some(directory) => Ok(&mut **directory),
            None => Err(PortError::new(
                PortErrorKind::NotFound,
                "directory",
                "",
                "no directory session is open",
            )),
        }
    }
}
