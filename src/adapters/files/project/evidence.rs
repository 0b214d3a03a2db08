//! Files that show something: copied into the project under the name of their hash.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::create::safe_name;
use super::problem::problem;
use crate::adapters::files::durable::{file_error, sync_folder};
use crate::checklist::EvidenceFile;
use crate::ports::{PortError, PortErrorKind, PortResult};

/// The largest file that is kept, in bytes: a project has to fit on what it is carried on.
pub const EVIDENCE_LIMIT: u64 = 200 * 1024 * 1024;

pub(super) fn keep(folder: &Path, file: &Path) -> PortResult<EvidenceFile> {
    let name = file.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let unreadable = |err: &io::Error| file_error("read", file, err);
    let mut source = File::open(file).map_err(|err| unreadable(&err))?;
    let about = source.metadata().map_err(|err| unreadable(&err))?;
    if !about.is_file() {
        return Err(file_error("read", file, &"it is not a file"));
    }
    if about.len() > EVIDENCE_LIMIT {
        return Err(too_large(file, EVIDENCE_LIMIT));
    }
    let evidence = folder.join("evidence");
    let failed = |err: &io::Error| problem("write", folder, &evidence, err);
    if !folder.is_dir() {
        return Err(failed(&io::Error::from(io::ErrorKind::NotFound)));
    }
    fs::create_dir_all(&evidence).map_err(|err| failed(&err))?;
    let copying = evidence.join(format!(".{}.new", uuid::Uuid::new_v4().simple()));
    let copied = copy(&mut source, file, &copying, &failed);
    let kept = copied.and_then(|(sha256, bytes)| {
        let target = evidence.join(format!("{sha256}-{}", safe_name(&name)));
        fs::rename(&copying, &target).map_err(|err| failed(&err))?;
        Ok(EvidenceFile {
            name,
            sha256,
            bytes,
        })
    });
    match &kept {
        Ok(_) => sync_folder(&evidence),
        Err(_) => {
            // Half a copy proves nothing; where it cannot be removed, its name says that it is one.
            fs::remove_file(&copying).ok();
        }
    }
    kept
}

fn copy(
    source: &mut File,
    file: &Path,
    copying: &Path,
    failed: &dyn Fn(&io::Error) -> PortError,
) -> PortResult<(String, u64)> {
    let mut target = File::create_new(copying).map_err(|err| failed(&err))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = source
            .read(&mut buffer)
            .map_err(|err| file_error("read", file, &err))?;
        let part = buffer.get(..read).unwrap_or_default();
        if part.is_empty() {
            break;
        }
        bytes += read as u64;
        // It grew while it was copied.
        if bytes > EVIDENCE_LIMIT {
            return Err(too_large(file, EVIDENCE_LIMIT));
        }
        hasher.update(part);
        target.write_all(part).map_err(|err| failed(&err))?;
    }
    target.sync_all().map_err(|err| failed(&err))?;
    let sha256 = hasher
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    Ok((sha256, bytes))
}

pub(super) fn too_large(file: &Path, limit: u64) -> PortError {
    PortError::new(
        PortErrorKind::TooLarge,
        "read",
        file.display().to_string(),
        format!("{} MB", limit / 1024 / 1024),
    )
}
