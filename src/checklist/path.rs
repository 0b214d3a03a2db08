//! Which ways lead from Group Chat to Persistent Chat, as far as they are documented.

use super::project::SourceGeneration;
use crate::domain::Generation;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathVerdict {
    /// The migration guide describes it.
    Documented,
    /// Only coexistence is documented; there is no guide for Group Chat.
    CoexistenceOnly,
    /// 2007 R2 gets to 2015 by way of 2013.
    ByWayOf2013,
    /// The target has no Persistent Chat, or no version this console knows.
    Unknown,
}

pub fn judge(source: SourceGeneration, target: Generation) -> PathVerdict {
    match (source, target) {
        (_, Generation::Lync2013) => PathVerdict::Documented,
        (SourceGeneration::Lync2010, Generation::SkypeForBusiness2015) => {
            PathVerdict::CoexistenceOnly
        }
        (SourceGeneration::Ocs2007R2, Generation::SkypeForBusiness2015) => PathVerdict::ByWayOf2013,
        (_, Generation::Lync2010 | Generation::Other(_)) => PathVerdict::Unknown,
    }
}
