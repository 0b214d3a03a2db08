//! The two places a plan acts on: the deployment, and the directory with an account of its own.

use crate::ports::{Deployment, Directory};

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
}
