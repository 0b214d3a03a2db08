//! Whether what is kept in a project is still what was written down about it.

use std::fs::File;
use std::io::{self, Read as _};

use sha2::{Digest as _, Sha256};

use super::ProjectFolder;
use super::create::safe_name;
use crate::adapters::files::durable::file_error;
use crate::checklist::EvidenceFile;
use crate::ports::PortResult;

impl ProjectFolder {
    /// Hashes a kept file again. `false`: it is gone, or it is not what was attached.
    pub fn is_kept(&self, file: &EvidenceFile) -> PortResult<bool> {
        // The hash is a part of the path, and the journal may say anything.
        let is_hash = file.sha256.len() == 64 && file.sha256.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hash {
            return Ok(false);
        }
        let name = format!("{}-{}", file.sha256, safe_name(&file.name));
        let path = self.folder.join("evidence").join(name);
        let mut kept = match File::open(&path) {
            Ok(kept) => kept,
            Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(err) => return Err(file_error("read", &path, &err)),
        };
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let read = kept
                .read(&mut buffer)
                .map_err(|err| file_error("read", &path, &err))?;
            let part = buffer.get(..read).unwrap_or_default();
            if part.is_empty() {
                break;
            }
            hasher.update(part);
        }
        let found = hasher
            .finalize()
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        Ok(found.eq_ignore_ascii_case(&file.sha256))
    }
}
