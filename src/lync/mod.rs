//! What a Lync server means, pure: typed cmdlets, which are the one source of the parameters on the wire and of the
//! text that is shown and copied; and property bags turned into domain values.

mod cmdlet;
pub mod decode;
mod directory_cmdlet;
mod handed;
mod quoting;
mod robocopy;
mod sql;

pub use cmdlet::{Argument, Cmdlet, NAMES, Parameter, Previewable};
pub use directory_cmdlet::DirectoryCmdlet;
pub use handed::HandedCmdlet;
pub use quoting::{ForbiddenCharacter, quote};
pub use robocopy::{Robocopy, UnfitPath};
pub use sql::SqlStatement;
