//! Who has a project open for changes, as files that any share can keep: `lock/000007.lock` says who took it the
//! seventh time, `000007.pulse` changes as long as the holder is alive, and `000007.free` says that it was let go.
//!
//! A number is made with *create new*, which a server grants to one of two consoles, and is never used again; so taking
//! over is making the next number. What no file can promise: a share whose client caches what it has read may show a
//! lock late, and between a holder's look at its lock and its write another console may take it. Nothing is lost then:
//! each holder writes a file of its own, ordered by these numbers.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Run;
use super::problem::problem;
use crate::adapters::files::durable::{file_error, sync_folder};
use crate::adapters::platform;
use crate::checklist::{Holder, LockSeen, LockState, ProjectLock};
use crate::domain::Moment;
use crate::ports::{PortError, PortErrorKind, PortResult};

/// What a lock file says. The token tells two locks of one number apart, as after a folder was copied.
#[derive(Serialize, Deserialize)]
struct LockFile {
    token: String,
    holder: Holder,
}

pub(super) struct FolderLock {
    folder: PathBuf,
    locks: PathBuf,
    number: u64,
    text: String,
    beats: u64,
}

pub(super) fn look(folder: &Path, locks: &Path, run: &Run) -> PortResult<LockSeen> {
    let failed = |err: &io::Error| problem("read", folder, locks, err);
    let number = newest(locks).map_err(|err| failed(&err))?;
    let state = if number == 0 || part(locks, number, "free").exists() {
        LockState::Free
    } else {
        let text = text_of(&part(locks, number, "lock")).map_err(|err| failed(&err))?;
        let pulse = text_of(&part(locks, number, "pulse")).map_err(|err| failed(&err))?;
        let holder = ron::from_str(&text).ok().map(|file: LockFile| file.holder);
        let is_gone = holder.as_ref().is_some_and(|holder| {
            holder.user == run.user
                && holder.computer == run.computer
                && holder.process != run.process
                && platform::is_process_gone(holder.process)
        });
        LockState::Held {
            holder,
            pulse,
            is_gone,
        }
    };
    Ok(LockSeen { number, state })
}

pub(super) fn take(
    folder: &Path,
    locks: &Path,
    run: &Run,
    after: u64,
    since: Moment,
) -> PortResult<Option<FolderLock>> {
    let number = after + 1;
    let path = part(locks, number, "lock");
    let failed = |err: &io::Error| problem("write", folder, &path, err);
    let file = LockFile {
        token: uuid::Uuid::new_v4().simple().to_string(),
        holder: Holder {
            user: run.user.clone(),
            computer: run.computer.clone(),
            process: run.process,
            since,
        },
    };
    let text = ron::to_string(&file).map_err(|err| file_error("write", &path, &err))?;
    match fs::create_dir(locks) {
        Err(err) if err.kind() != io::ErrorKind::AlreadyExists => return Err(failed(&err)),
        Ok(()) | Err(_) => {}
    }
    let mut file = match File::create_new(&path) {
        Ok(file) => file,
        Err(err) if err.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
        Err(err) => return Err(failed(&err)),
    };
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    let lock = FolderLock {
        folder: folder.to_owned(),
        locks: locks.to_owned(),
        number,
        text,
        beats: 0,
    };
    if let Err(err) = written {
        // The number is spent; whoever comes next must not take it for a console that works.
        lock.set_free().ok();
        return Err(failed(&err));
    }
    sync_folder(locks);
    lock.forget_earlier();
    Ok(Some(lock))
}

impl FolderLock {
    /// The locks before it have done their duty. One that cannot be removed harms nobody.
    fn forget_earlier(&self) {
        let Ok(entries) = fs::read_dir(&self.locks) else {
            return;
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            if number_of(&path).is_some_and(|number| number < self.number) {
                fs::remove_file(&path).ok();
            }
        }
    }

    fn set_free(&self) -> io::Result<()> {
        File::create(part(&self.locks, self.number, "free")).map(drop)
    }

    fn lost(&self, holder: Option<&Holder>) -> PortError {
        let words = match holder {
            Some(holder) => format!("{} ({})", holder.user, holder.computer),
            None => "the lock is gone".to_owned(),
        };
        PortError::new(
            PortErrorKind::ProjectTaken,
            "lock",
            self.folder.display().to_string(),
            words,
        )
    }
}

impl ProjectLock for FolderLock {
    fn number(&self) -> u64 {
        self.number
    }

    fn check(&self) -> PortResult<()> {
        let failed = |err: &io::Error| problem("read", &self.folder, &self.locks, err);
        if !self.folder.is_dir() {
            return Err(failed(&io::Error::from(io::ErrorKind::NotFound)));
        }
        let newest = newest(&self.locks).map_err(|err| failed(&err))?;
        if newest != self.number {
            let text = text_of(&part(&self.locks, newest, "lock")).unwrap_or_default();
            let file: Option<LockFile> = ron::from_str(&text).ok();
            return Err(self.lost(file.as_ref().map(|file| &file.holder)));
        }
        let text = text_of(&part(&self.locks, self.number, "lock")).map_err(|err| failed(&err))?;
        if text != self.text {
            return Err(self.lost(None));
        }
        Ok(())
    }

    fn beat(&mut self) -> PortResult<()> {
        self.check()?;
        self.beats += 1;
        let path = part(&self.locks, self.number, "pulse");
        fs::write(&path, self.beats.to_string())
            .map_err(|err| problem("write", &self.folder, &path, &err))
    }

    fn release(&mut self) -> PortResult<()> {
        // Whoever took it has nothing to be told.
        self.check()?;
        self.set_free()
            .map_err(|err| problem("write", &self.folder, &self.locks, &err))?;
        fs::remove_file(part(&self.locks, self.number, "pulse")).ok();
        sync_folder(&self.locks);
        Ok(())
    }
}

fn part(locks: &Path, number: u64, ending: &str) -> PathBuf {
    locks.join(format!("{number:06}.{ending}"))
}

/// The number a file of the lock belongs to.
fn number_of(path: &Path) -> Option<u64> {
    let is_ours = path
        .extension()
        .is_some_and(|ending| ["lock", "pulse", "free"].iter().any(|ours| ending == *ours));
    let stem = path.file_stem()?.to_str()?;
    is_ours.then(|| stem.parse().ok()).flatten()
}

/// The highest number; 0 where there is none.
fn newest(locks: &Path) -> io::Result<u64> {
    let entries = match fs::read_dir(locks) {
        Ok(entries) => entries,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(err) => return Err(err),
    };
    let mut newest = 0;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "lock") {
            newest = newest.max(number_of(&path).unwrap_or_default());
        }
    }
    Ok(newest)
}

/// Empty where there is no such file. A lock is a few lines; more than that is none.
fn text_of(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(bytes.get(..4096).unwrap_or(&bytes)).into_owned()),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(err) => Err(err),
    }
}
