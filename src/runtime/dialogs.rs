//! File dialogs. They have to be made on the window's thread; only waiting for them happens elsewhere. Without the window
//! nobody is there to choose, and the answer is that nothing was chosen.

use super::jobs::Jobs;
use crate::console::{Effect, Event, JobName};

#[cfg(feature = "window")]
pub(super) fn pick(effect: &Effect, jobs: &mut Jobs) {
    use std::path::PathBuf;

    use rfd::{AsyncFileDialog, FileHandle};

    let path = |file: FileHandle| -> PathBuf { file.path().to_owned() };
    let name = JobName::FileDialog;
    match effect {
        Effect::PickCaFile => {
            let dialog = AsyncFileDialog::new().add_filter("PEM, CRT, CER", &["pem", "crt", "cer"]);
            let picked = dialog.pick_file();
            jobs.start(name, move || {
                Event::CaFilePicked(pollster::block_on(picked).map(path))
            });
        }
        Effect::PickExports => {
            let dialog = AsyncFileDialog::new().add_filter("CSV, TXT", &["csv", "txt"]);
            let picked = dialog.pick_files();
            jobs.start(name, move || {
                let files = pollster::block_on(picked).unwrap_or_default();
                Event::ExportsPicked(files.into_iter().map(path).collect())
            });
        }
        Effect::PickEvidence => {
            let picked = AsyncFileDialog::new().pick_file();
            jobs.start(name, move || {
                Event::EvidencePicked(pollster::block_on(picked).map(path))
            });
        }
        Effect::PickProjectFolder => {
            let picked = AsyncFileDialog::new().pick_folder();
            jobs.start(name, move || {
                Event::ProjectFolderPicked(pollster::block_on(picked).map(path))
            });
        }
        Effect::PickTemplate => {
            let dialog = AsyncFileDialog::new().add_filter("RON", &["ron"]);
            let picked = dialog.pick_file();
            jobs.start(name, move || {
                Event::TemplatePicked(pollster::block_on(picked).map(path))
            });
        }
        _ => {}
    }
}

#[cfg(not(feature = "window"))]
pub(super) fn pick(effect: &Effect, jobs: &mut Jobs) {
    let answer = match effect {
        Effect::PickCaFile => Event::CaFilePicked(None),
        Effect::PickExports => Event::ExportsPicked(Vec::new()),
        Effect::PickEvidence => Event::EvidencePicked(None),
        Effect::PickProjectFolder => Event::ProjectFolderPicked(None),
        Effect::PickTemplate => Event::TemplatePicked(None),
        _ => return,
    };
    jobs.start(JobName::FileDialog, move || answer);
}
