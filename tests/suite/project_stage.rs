//! A project for the tests, and the consoles that open its folder.

use std::path::{Path, PathBuf};

use pchat_console::adapters::files::{ProjectFolder, Run};
use pchat_console::checklist::{
    Facts, OpenMode, PROJECT_FORMAT, People, Procedure, Project, ProjectDesk, ProjectEntry,
    ProjectId, ProjectKind, ProjectStore, SourceGeneration, SourceSystem, StepId, StoredProject,
    Surroundings, TargetSystem, Window,
};
use pchat_console::domain::Generation;

use crate::support::{address, fqdn, secs, start};

/// No system gives a process this number.
pub(crate) const DEAD: u32 = u32::MAX - 1;

pub(crate) fn project(kind: ProjectKind) -> Project {
    let text = str::to_owned;
    Project {
        format: PROJECT_FORMAT,
        id: ProjectId(text("20261120-contoso")),
        made_at: start(),
        made_by: text("pchat-console test"),
        kind,
        facts: Facts {
            name: text("Contoso 마이그레이션"),
            source: SourceSystem {
                generation: SourceGeneration::Lync2010,
                pool: text("gc2010.contoso.com"),
                servers: vec![text("gc01.contoso.com")],
                sql_instance: text("sql01.contoso.com\\GC"),
                database: text("mgc"),
                compliance_database: text("mgccomp"),
                files: text("\\\\gc01\\files"),
                lookup_addresses: vec![address("sip:ocschat@contoso.com")],
            },
            target: TargetSystem {
                pool: fqdn("pchat-seoul.contoso.com"),
                generation: Generation::Lync2013,
                registrar: None,
                sql_instance: text("sql02.contoso.com\\PCHAT"),
                files: text("\\\\fs01\\pchat"),
            },
            window: Window {
                start: start(),
                end: start().plus(secs(8 * 3600)),
            },
            people: People::default(),
            profile: String::new(),
            work_folder: text("\\\\fs01\\migration"),
            cut_off: None,
            passphrase: None,
        },
    }
}

pub(crate) fn rehearsal() -> Project {
    project(ProjectKind::Rehearsal {
        of: None,
        faults: Vec::new(),
        servers: Vec::new(),
    })
}

pub(crate) fn production() -> Project {
    project(ProjectKind::Production)
}

/// A console of somebody at a computer, in a process that lives.
pub(crate) fn console(user: &str, computer: &str) -> Run {
    Run {
        user: user.to_owned(),
        computer: computer.to_owned(),
        process: std::process::id(),
        program: "pchat-console test".to_owned(),
    }
}

pub(crate) fn operator() -> Run {
    console("CONTOSO\\operator", "ADMIN-PC")
}

pub(crate) fn reviewer() -> Run {
    console("CONTOSO\\reviewer", "OTHER-PC")
}

pub(crate) fn store(folder: &Path, run: Run) -> Box<dyn ProjectStore> {
    Box::new(ProjectFolder::new(folder.to_owned(), run))
}

/// A project that was just made, in a folder that goes away with the test.
pub(crate) fn made() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("contoso");
    store(&folder, operator())
        .create(&production(), &Procedure::built_in())
        .unwrap();
    (temp, folder)
}

pub(crate) fn open(folder: &Path, run: Run, mode: OpenMode) -> (ProjectDesk, StoredProject) {
    ProjectDesk::open(store(folder, run), mode, start()).unwrap()
}

pub(crate) fn note(text: &str) -> ProjectEntry {
    ProjectEntry::Noted {
        step: None,
        text: text.to_owned(),
    }
}

pub(crate) fn noted(step: &str, text: &str) -> ProjectEntry {
    ProjectEntry::Noted {
        step: Some(StepId::new(step)),
        text: text.to_owned(),
    }
}

/// What the notes of a project say, in the order of the journal.
pub(crate) fn notes(stored: &StoredProject) -> Vec<String> {
    let entries = stored.journal.records.iter().map(|record| &record.entry);
    entries
        .filter_map(|entry| match entry {
            ProjectEntry::Noted { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect()
}

/// The files of the journal, oldest first.
pub(crate) fn journal_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.join("journal"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Every file below a folder with its bytes.
pub(crate) fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                found.push((path, bytes));
            }
        }
    }
    found.sort();
    found
}

/// What a reading is made for, where nothing else is known.
pub(crate) fn around(facts: Facts) -> Surroundings {
    Surroundings {
        facts,
        address: None,
        source: None,
        baseline: None,
        names: Vec::new(),
    }
}
