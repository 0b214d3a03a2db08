//! What a failure of the file system means for a project.

use std::io;
use std::path::Path;

use crate::adapters::files::durable::{file_error, write_error};
use crate::ports::{PortError, PortErrorKind};

/// `folder` is the project's; when it is gone, that is what happened, whatever the system said about `path`.
pub(super) fn problem(operation: &str, folder: &Path, path: &Path, err: &io::Error) -> PortError {
    if !folder.is_dir() {
        let folder = folder.display().to_string();
        return PortError::new(PortErrorKind::FolderGone, operation, folder, err);
    }
    if operation == "read" {
        return file_error(operation, path, err);
    }
    write_error(operation, path, err)
}
