//! The journal as files: one for each run of the program, made when the first line is written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::durable::{file_error, sync_folder, write_error};
use crate::domain::Moment;
use crate::ports::{JournalFile, JournalStore, PortError, PortResult};

const EXTENSION: &str = "journal";

pub struct FileJournal {
    folder: PathBuf,
    /// This run's file name without a number; two programs started in the same moment get different numbers.
    stem: String,
    file: Option<(PathBuf, File)>,
    /// Whether the folders above are made too; that of a project that is gone is not.
    makes_parents: bool,
    /// How long the file is with whole lines only.
    length: u64,
    /// Half a line stands at the end: one written behind it could not be read.
    is_torn: bool,
}

impl FileJournal {
    pub fn new(folder: PathBuf, started: Moment, process: u32) -> Self {
        let stem = format!(
            "{}-{process}",
            started.instant().strftime("%Y%m%dT%H%M%S%3fZ")
        );
        Self {
            folder,
            stem,
            makes_parents: true,
            file: None,
            length: 0,
            is_torn: false,
        }
    }

    /// The journal of a project: files are in the order of the locks they were written under, whatever the clocks of
    /// the machines said.
    pub fn numbered(folder: PathBuf, number: u64, started: Moment, process: u32) -> Self {
        let mut journal = Self::new(folder, started, process);
        journal.stem = format!("{number:06}-{}", journal.stem);
        journal.makes_parents = false;
        journal
    }

    fn open(&mut self) -> PortResult<&mut (PathBuf, File)> {
        if self.file.is_none() {
            self.make_folder()
                .map_err(|err| write_error("create", &self.folder, &err))?;
            self.file = Some(self.create()?);
            sync_folder(&self.folder);
        }
        self.file
            .as_mut()
            .ok_or_else(|| file_error("create", &self.folder, &"no file"))
    }

    fn make_folder(&self) -> io::Result<()> {
        if self.makes_parents {
            return fs::create_dir_all(&self.folder);
        }
        match fs::create_dir(&self.folder) {
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    fn create(&self) -> PortResult<(PathBuf, File)> {
        for number in 0..100 {
            let path = self
                .folder
                .join(format!("{}-{number}.{EXTENSION}", self.stem));
            match OpenOptions::new().append(true).create_new(true).open(&path) {
                Ok(file) => return Ok((path, file)),
                Err(err) if err.kind() == io::ErrorKind::AlreadyExists => {}
                Err(err) => return Err(write_error("create", &path, &err)),
            }
        }
        Err(file_error(
            "create",
            &self.folder,
            &"a hundred files of this name exist",
        ))
    }
}

impl JournalStore for FileJournal {
    fn append(&mut self, line: &str) -> PortResult<()> {
        let (length, is_torn) = (self.length, self.is_torn);
        let (path, file) = self.open()?;
        if is_torn {
            return Err(file_error("write", path, &"the line before is not whole"));
        }
        let mut bytes = line.as_bytes().to_vec();
        bytes.push(b'\n');
        match file.write_all(&bytes).and_then(|()| file.sync_all()) {
            Ok(()) => self.length += bytes.len() as u64,
            Err(err) => {
                let failed = write_error("write", path, &err);
                // Not every platform lets a file that is only appended to be cut back.
                self.is_torn = file.set_len(length).is_err();
                return Err(failed);
            }
        }
        Ok(())
    }

    fn own_file(&self) -> String {
        let path = self.file.as_ref().map(|(path, _)| path.as_path());
        path.map(name_of).unwrap_or_default()
    }

    fn files(&self) -> PortResult<Vec<JournalFile>> {
        read_files(&self.folder, |path, err| file_error("read", path, err))
    }
}

/// The files of a journal, oldest first.
pub(super) fn read_files(
    folder: &Path,
    failed: impl Fn(&Path, &io::Error) -> PortError,
) -> PortResult<Vec<JournalFile>> {
    let paths = paths(folder).map_err(|err| failed(folder, &err))?;
    paths
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).map_err(|err| failed(&path, &err))?;
            let name = name_of(&path);
            Ok(JournalFile { name, bytes })
        })
        .collect()
}

/// How long each of them is.
pub(super) fn lengths(folder: &Path) -> io::Result<Vec<(String, u64)>> {
    let paths = paths(folder)?.into_iter();
    paths
        .map(|path| Ok((name_of(&path), fs::metadata(&path)?.len())))
        .collect()
}

fn paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(err) => return Err(err),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        // A folder of that name is as foreign as a file of another kind.
        if path
            .extension()
            .is_some_and(|extension| extension == EXTENSION)
            && !path.is_dir()
        {
            paths.push(path);
        }
    }
    // The names begin with the moment the run started.
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
