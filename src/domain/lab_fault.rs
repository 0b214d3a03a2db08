//! Faults a trainer or a test can ask of the lab by name.

use std::fmt;
use std::str::FromStr;
/// What befalls the lab's next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabFault {
    /// The server answers with an error; nothing is done.
    Refuse,
    /// No answer comes before the deadline; nothing is done, but nobody can know that.
    TimeOut,
    /// The act is done and the line drops before the answer.
    DropAfterAct,
    /// The act is done after a long wait.
    Slow,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no fault; there are refuse, time-out, drop-after-act and slow")]
pub struct UnknownFault(pub String);

impl LabFault {
    pub const ALL: [Self; 4] = [Self::Refuse, Self::TimeOut, Self::DropAfterAct, Self::Slow];

    pub fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::TimeOut => "time-out",
            Self::DropAfterAct => "drop-after-act",
            Self::Slow => "slow",
        }
    }
}

impl fmt::Display for LabFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LabFault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}
