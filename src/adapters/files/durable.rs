//! Writing a file so that a crash leaves either the old or the new one, never half of it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::ports::{PortError, PortErrorKind, PortResult};

/// Writes beside the target, syncs, and renames over it.
pub fn write_text(path: &Path, text: &str) -> PortResult<()> {
    let failed = |err: &dyn std::fmt::Display| file_error("write", path, err);
    let folder = path
        .parent()
        .ok_or_else(|| failed(&"the path has no folder"))?;
    fs::create_dir_all(folder).map_err(|err| failed(&err))?;
    let mut file = NamedTempFile::new_in(folder).map_err(|err| failed(&err))?;
    file.write_all(text.as_bytes())
        .map_err(|err| failed(&err))?;
    file.as_file().sync_all().map_err(|err| failed(&err))?;
    file.persist(path).map_err(|err| failed(&err))?;
    sync_folder(folder);
    Ok(())
}

/// Makes a rename or a new file survive a power cut where the platform lets a folder be synced.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        // Windows cannot sync a folder; the file itself is already on disk.
        folder.sync_all().ok();
    }
}

/// The same for a failure of the system while something was written, whose kind says more.
pub(super) fn write_error(operation: &str, path: &Path, err: &io::Error) -> PortError {
    let kind = match err.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => PortErrorKind::DiskFull,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            PortErrorKind::FolderReadOnly
        }
        _ => PortErrorKind::File,
    };
    PortError::new(kind, operation, path.display().to_string(), err)
}

pub(super) fn file_error(operation: &str, path: &Path, err: &dyn std::fmt::Display) -> PortError {
    PortError::new(
        PortErrorKind::File,
        operation,
        path.display().to_string(),
        err,
    )
}
