//! `robocopy` with rules of its own: it reads its line as a C program does, where a backslash before a quote takes the
//! quote away, and what begins with a slash is an option.

use super::quoting::{ForbiddenCharacter, quote};

/// Copies a folder with everything below it, and takes nothing away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robocopy {
    from: String,
    to: String,
    log: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitPath {
    #[error(transparent)]
    Forbidden(#[from] ForbiddenCharacter),
    #[error("'{0}' is no path of a folder")]
    NoPath(String),
}

impl Robocopy {
    pub fn new(from: &str, to: &str, log: &str) -> Result<Self, UnfitPath> {
        Ok(Self {
            from: path(from)?,
            to: path(to)?,
            log: path(log)?,
        })
    }

    /// For PowerShell, which quotes anew for the program whatever holds a blank.
    pub fn to_powershell(&self) -> Result<String, ForbiddenCharacter> {
        let log = format!("/UNILOG+:{}", self.log);
        Ok(format!(
            "robocopy {} {} /E /COPY:DAT /R:2 /W:5 /NP {}",
            quote(&self.from)?,
            quote(&self.to)?,
            quote(&log)?
        ))
    }
}

/// No backslash at its end, which would take the closing quote away; a drive's root is named by the folder it is.
fn path(text: &str) -> Result<String, UnfitPath> {
    let whole = text.trim();
    let no_path = || UnfitPath::NoPath(text.to_owned());
    if whole.is_empty() || whole.contains('"') || whole.starts_with(['/', '-', '–', '—', '―'])
    {
        return Err(no_path());
    }
    let bare = whole.trim_end_matches('\\');
    match bare {
        "" => Err(no_path()),
        drive if drive.ends_with(':') => Ok(format!("{drive}\\.")),
        bare => Ok(bare.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_ends_with_a_backslash_before_the_quote() {
        let copy = Robocopy::new("D:\\Group Chat\\", "\\\\fs\\share\\", "E:\\").unwrap();
        assert_eq!(
            copy.to_powershell().unwrap(),
            "robocopy 'D:\\Group Chat' '\\\\fs\\share' /E /COPY:DAT /R:2 /W:5 /NP '/UNILOG+:E:\\.'"
        );
    }

    #[test]
    fn what_robocopy_would_take_for_something_else_is_refused() {
        for odd in ["", " ", "/MIR", "-x", "D:\\a\" /MIR \"", "\\\\"] {
            assert!(Robocopy::new(odd, "D:\\x", "D:\\y").is_err(), "{odd}");
        }
    }
}
