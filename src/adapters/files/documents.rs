//! Settings, profiles and plans. A file that cannot be understood is kept aside under another name and reported;
//! it is never overwritten by what happens to be in memory.

use std::path::{Path, PathBuf};
use std::{fs, io};

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::data_folder::{DataFolder, Place};
use super::durable::{file_error, write_text};
use crate::domain::{Moment, Profiles, Settings, profile, settings};
use crate::plan::Plan;
use crate::ports::{PortError, PortResult};

/// What was loaded, and what went wrong on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded<T> {
    pub value: T,
    /// Where a damaged file was put aside.
    pub kept_aside: Option<PathBuf>,
    pub problem: Option<PortError>,
}

pub fn load_settings(folder: &DataFolder, now: Moment) -> Loaded<Settings> {
    load(
        &folder.place(Place::Settings),
        now,
        |settings: &Settings| settings.version <= settings::VERSION,
    )
}

pub fn save_settings(folder: &DataFolder, settings: &Settings) -> PortResult<()> {
    save(&folder.place(Place::Settings), settings)
}

pub fn load_profiles(folder: &DataFolder, now: Moment) -> Loaded<Profiles> {
    load(
        &folder.place(Place::Profiles),
        now,
        |profiles: &Profiles| profiles.version <= profile::VERSION,
    )
}

pub fn save_profiles(folder: &DataFolder, profiles: &Profiles) -> PortResult<()> {
    save(
        &folder.place(Place::Profiles),
        &Profiles {
            version: profile::VERSION,
            ..profiles.clone()
        },
    )
}

/// Saves a plan as a file of its own, so that it can be read and handed over before it is run.
pub fn save_plan(folder: &DataFolder, plan: &Plan) -> PortResult<PathBuf> {
    let name: String = plan
        .id
        .0
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let path = folder.place(Place::Plans).join(format!("{name}.ron"));
    save(&path, plan)?;
    Ok(path)
}

fn load<T: DeserializeOwned + Default>(
    path: &Path,
    now: Moment,
    is_known: impl Fn(&T) -> bool,
) -> Loaded<T> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(err) if err.kind() == io::ErrorKind::NotFound => {
            return Loaded {
                value: T::default(),
                kept_aside: None,
                problem: None,
            };
        }
        // A file that is there but not text is as damaged as one that does not parse.
        Err(err) if err.kind() == io::ErrorKind::InvalidData => return keep_aside(path, now, &err),
        Err(err) => {
            let problem = Some(file_error("read", path, &err));
            return Loaded {
                value: T::default(),
                kept_aside: None,
                problem,
            };
        }
    };
    match ron::from_str::<T>(&text) {
        Ok(value) if is_known(&value) => Loaded {
            value,
            kept_aside: None,
            problem: None,
        },
        Ok(_) => keep_aside(path, now, &"written by a newer version of this program"),
        Err(err) => keep_aside(path, now, &err),
    }
}

fn keep_aside<T: Default>(path: &Path, now: Moment, err: &dyn std::fmt::Display) -> Loaded<T> {
    let stamp = now.instant().strftime("%Y%m%dT%H%M%SZ");
    let aside = path.with_extension(format!("damaged-{stamp}.ron"));
    let mut problem = file_error("read", path, err);
    let kept_aside = match fs::rename(path, &aside) {
        Ok(()) => Some(aside),
        Err(rename) => {
            problem.source = format!("{}; and it could not be renamed: {rename}", problem.source);
            None
        }
    };
    Loaded {
        value: T::default(),
        kept_aside,
        problem: Some(problem),
    }
}

fn save<T: Serialize>(path: &Path, value: &T) -> PortResult<()> {
    let text = ron::ser::to_string_pretty(value, PrettyConfig::new().struct_names(true))
        .map_err(|err| file_error("write", path, &err))?;
    write_text(path, &(text + "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Language, Profile};

    fn folder() -> (tempfile::TempDir, DataFolder) {
        let temp = tempfile::tempdir().unwrap();
        let folder = DataFolder::new(Some(temp.path().to_owned())).unwrap();
        (temp, folder)
    }

    fn now() -> Moment {
        Moment::try_from("2026-11-20T14:05:09+09:00".to_owned()).unwrap()
    }

    #[test]
    fn settings_and_profiles_come_back_as_they_were_saved() {
        let (_temp, folder) = folder();
        let settings = Settings {
            language: Some(Language::Japanese),
            ..Settings::default()
        };
        save_settings(&folder, &settings).unwrap();
        assert_eq!(load_settings(&folder, now()).value, settings);
        let profiles = Profiles {
            version: profile::VERSION,
            profiles: vec![Profile {
                name: "운영 東京".to_owned(),
                ..Profile::default()
            }],
        };
        save_profiles(&folder, &profiles).unwrap();
        assert_eq!(load_profiles(&folder, now()).value, profiles);
    }

    #[test]
    fn a_missing_file_is_no_problem() {
        let (_temp, folder) = folder();
        assert_eq!(load_settings(&folder, now()).problem, None);
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_reported() {
        let (_temp, folder) = folder();
        for damaged in [
            &b"Settings(version: 1, language"[..],
            b"\xff\xfe\x00",
            b"Settings(version: 99)",
        ] {
            fs::write(folder.place(Place::Settings), damaged).unwrap();
            let loaded = load_settings(&folder, now());
            assert_eq!(loaded.value, Settings::default());
            assert!(loaded.problem.is_some());
            assert_eq!(fs::read(loaded.kept_aside.unwrap()).unwrap(), damaged);
            assert!(!folder.place(Place::Settings).exists());
        }
    }
}
