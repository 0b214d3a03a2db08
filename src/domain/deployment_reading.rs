//! One reading of what surrounds the chat pools. It asks many questions about things that seldom change, so it is
//! asked for on its own.

use serde::{Deserialize, Serialize};

use super::{Moment, ServerPolicies, Topology};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentReading {
    pub read_at: Moment,
    pub topology: Topology,
    pub policies: ServerPolicies,
}
