//! How long a migration's project takes to open, beside reading its files and hashing them.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pchat_console::adapters::files::{ProjectFolder, Run};
use pchat_console::checklist::{
    AttestedOutcome, Facts, Finding, FindingOutcome, OpenMode, PROJECT_FORMAT, People, Procedure,
    Project, ProjectDesk, ProjectEntry, ProjectId, ProjectKind, ProjectStore as _, Reading,
    SourceGeneration, SourceSystem, StepId, TargetSystem, Window, fold,
};
use pchat_console::domain::{Connection, Fqdn, Generation, Moment, SipUri, Source};
use pchat_console::plan::JournalWriter;
use pchat_console::ports::{JournalFile, JournalStore, PortResult};
use sha2::{Digest as _, Sha256};

use crate::Outcome;
use crate::rounds::Times;

const STEPS: usize = 200;
const ENTRIES: usize = 20_000;
const ROUNDS: usize = 15;

pub fn run() -> Outcome {
    let folder = std::env::temp_dir().join(format!("pchat-bench-project-{}", std::process::id()));
    let measured = make(&folder).and_then(|()| measure(&folder));
    // What is left of it harms nobody, and the figure is what counts.
    fs::remove_dir_all(&folder).ok();
    measured
}

fn measure(folder: &Path) -> Outcome {
    let (mut hashing, mut opening, mut reading) =
        (Times::default(), Times::default(), Times::default());
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        bytes = read_and_hash(folder)?;
        hashing.push(begun.elapsed());
        let (read, opened) = open(folder)?;
        reading.push(read);
        opening.push(opened);
    }
    println!("checklist: {STEPS} steps, {ENTRIES} entries, {bytes} bytes");
    println!("  reading and hashing the files: {:?}", hashing.median());
    println!("  reading and parsing:           {:?}", reading.median());
    println!("  opening, the fold included:    {:?}", opening.median());
    println!(
        "  opening takes {:.2} times as long (goal: < 3)",
        opening.ratio_to(&hashing)
    );
    Ok(())
}

fn read_and_hash(folder: &Path) -> Outcome<usize> {
    let mut files = vec![folder.join("project.ron"), folder.join("procedure.ron")];
    for entry in fs::read_dir(folder.join("journal"))? {
        files.push(entry?.path());
    }
    let mut length = 0;
    for file in files {
        let bytes = fs::read(file)?;
        length += bytes.len();
        std::hint::black_box(Sha256::digest(&bytes));
    }
    Ok(length)
}

fn open(folder: &Path) -> Outcome<(Duration, Duration)> {
    let begun = Instant::now();
    let store = Box::new(ProjectFolder::new(folder.to_owned(), this_run()));
    let (_, stored) = ProjectDesk::open(store, OpenMode::Watch, moment()?)?;
    let read = begun.elapsed();
    let records = &stored.journal.records;
    let checklist = fold(&stored.project, &stored.procedure, records, None);
    let opened = begun.elapsed();
    if records.len() < ENTRIES || !stored.journal.damages.is_empty() {
        return Err("the project is not whole".into());
    }
    if checklist.items.len() < STEPS {
        return Err("the checklist is not whole".into());
    }
    Ok((read, opened))
}

fn make(folder: &Path) -> Outcome {
    let procedure = procedure()?;
    let steps: Vec<StepId> = procedure.steps().map(|(_, step)| step.id.clone()).collect();
    let store = ProjectFolder::new(folder.to_owned(), this_run());
    store.create(&project()?, &procedure)?;
    // Written in memory: twenty thousand times to disk would take minutes.
    let memory = Memory::default();
    let mut writer = JournalWriter::new(
        Box::new(memory.clone()),
        "CONTOSO\\operator",
        "ADMIN-PC",
        "bench",
    );
    let connection = Connection {
        source: Source::Live,
        host: "fe01.contoso.com".to_owned(),
        url: "https://fe01.contoso.com/OcsPowershell".to_owned(),
        account: "CONTOSO\\operator".to_owned(),
    };
    for number in 1..ENTRIES {
        let step = steps
            .get(number % steps.len())
            .ok_or("a procedure has steps")?;
        let entry = entry(number, step)?;
        writer.append(moment()?, (number % 3 == 0).then_some(&connection), &entry)?;
    }
    fs::create_dir(folder.join("journal"))?;
    fs::write(
        folder.join("journal").join("000001-bench.journal"),
        memory.bytes(),
    )?;
    Ok(())
}

/// What a weekend leaves behind, in turns: notes, readings, outputs and words of people.
fn entry(number: usize, step: &StepId) -> Outcome<ProjectEntry> {
    let step = step.clone();
    Ok(match number % 6 {
        0 => ProjectEntry::Began { step },
        1 => ProjectEntry::Noted {
            step: Some(step),
            text: format!("{number}: the backup on sql01 is at 40 percent, about ten minutes left"),
        },
        2 => ProjectEntry::Found {
            step,
            finding: Finding {
                reading: Reading::ServicesStopped,
                outcome: FindingOutcome::Holds,
                messages: Vec::new(),
                counts: None,
                words: vec![
                    "RTCPCHAT Stopped".to_owned(),
                    "RTCPCCOMPL Stopped".to_owned(),
                ],
                read_at: moment()?,
                host: "fe01.contoso.com".to_owned(),
            },
        },
        3 => ProjectEntry::Output {
            step,
            text: "Status   Name       DisplayName\n------   ----       -----------\n\
                   Stopped  OcsChat    Office Communications Server Channel\n\
                   Stopped  OcsCompl   Office Communications Server Compliance\n"
                .to_owned(),
        },
        4 => ProjectEntry::Attested {
            step,
            by: "pilot1".to_owned(),
            outcome: AttestedOutcome::Done,
            words: "Seen on the server's own screen.".to_owned(),
        },
        _ => ProjectEntry::Assigned {
            step,
            owner: "operator".to_owned(),
        },
    })
}

/// The built-in procedure with steps of a site's own, until there are enough.
fn procedure() -> Outcome<Procedure> {
    let mut procedure = (*Procedure::built_in()).clone();
    let count = procedure.steps().count();
    let phase = procedure.phases.first_mut().ok_or("no phase")?;
    let pattern = phase.steps.first().ok_or("no step")?.clone();
    for number in count..STEPS {
        let mut step = pattern.clone();
        step.id = StepId::new(&format!("own-{number}"));
        step.needs = Vec::new();
        phase.steps.push(step);
    }
    Ok(procedure)
}

fn project() -> Outcome<Project> {
    let text = |text: &str| text.to_owned();
    Ok(Project {
        format: PROJECT_FORMAT,
        id: ProjectId(text("20261120-bench")),
        made_at: moment()?,
        made_by: text("bench"),
        kind: ProjectKind::Production,
        facts: Facts {
            name: text("bench"),
            source: SourceSystem {
                generation: SourceGeneration::Lync2010,
                pool: text("gc.contoso.com"),
                servers: vec![text("gc01.contoso.com")],
                sql_instance: text("sql01.contoso.com\\GC"),
                database: text("mgc"),
                compliance_database: text("mgccomp"),
                files: text("\\\\gc01\\files"),
                lookup_addresses: vec![SipUri::parse("sip:ocschat@contoso.com")?],
            },
            target: TargetSystem {
                pool: Fqdn::parse("pchat.contoso.com")
                    .map_err(|problems| format!("{problems:?}"))?,
                generation: Generation::Lync2013,
                registrar: None,
                sql_instance: text("sql02.contoso.com\\PCHAT"),
                files: text("\\\\fs01\\pchat"),
            },
            window: Window {
                start: moment()?,
                end: moment()?.plus(Duration::from_hours(8)),
            },
            people: People::default(),
            profile: text("contoso"),
            work_folder: text("\\\\fs01\\migration"),
            cut_off: None,
            passphrase: None,
        },
    })
}

fn moment() -> Outcome<Moment> {
    Ok(Moment::try_from(
        "2026-11-20T09:00:00.123+09:00".to_owned(),
    )?)
}

fn this_run() -> Run {
    Run {
        user: "CONTOSO\\operator".to_owned(),
        computer: "ADMIN-PC".to_owned(),
        process: std::process::id(),
        program: "bench".to_owned(),
    }
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn bytes(&self) -> Vec<u8> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl JournalStore for Memory {
    fn append(&mut self, line: &str) -> PortResult<()> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.extend_from_slice(line.as_bytes());
        bytes.push(b'\n');
        Ok(())
    }

    fn own_file(&self) -> String {
        String::new()
    }

    fn files(&self) -> PortResult<Vec<JournalFile>> {
        Ok(Vec::new())
    }
}
