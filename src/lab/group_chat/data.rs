//! Backups, export, import, files, and what the databases' comparison shows.

use super::table::{lines, table};
use super::{Backup, Export, GroupChat, Told};
use crate::domain::{Fqdn, Moment};
use crate::lab::settings::Content;
use crate::lab::site::Site;

const EXPORT: &str = "Export-CsPersistentChatData";
const IMPORT: &str = "Import-CsPersistentChatData";

/// How many files lie in the folder of uploads.
const FILES: usize = 312;

impl GroupChat {
    pub(super) fn back_up_source(&mut self, now: Moment) -> String {
        self.source_backup = Some(now);
        let mut told = Vec::new();
        if self.runs() {
            told.push(
                "WARNING: Group Chat is running; what is posted from now on is not in this backup."
                    .to_owned(),
            );
        }
        told.push(
            "Processed 48208 pages for database 'GroupChat', file 'GroupChat' on file 1."
                .to_owned(),
        );
        told.push(
            "BACKUP DATABASE successfully processed 48211 pages in 3.214 seconds (117.190 MB/sec)."
                .to_owned(),
        );
        lines(&told)
    }

    pub(super) fn export_data(&mut self, now: Moment) -> String {
        let flattened = self.database.flattened();
        let mut told = Vec::new();
        if self.runs() {
            told.push(format!("WARNING: {EXPORT}: Group Chat is running. Messages posted from now on are not exported."));
        }
        if self.source_backup.is_none() {
            told.push(format!(
                "WARNING: {EXPORT}: No backup of this database was found."
            ));
        }
        for name in &flattened.too_long {
            told.push(format!(
                "WARNING: {EXPORT}: The name has {} characters with its prefix: \"{name}\".",
                name.chars().count()
            ));
        }
        told.push(counts(
            &flattened.categories,
            &flattened.rooms,
            &flattened.addins,
        ));
        told.push(format!("{EXPORT}: The export was completed."));
        self.export = Some(Export {
            at: now,
            database: self.database.clone(),
            while_running: self.runs(),
        });
        lines(&told)
    }

    /// Where nothing was imported, the folders of the files belong to no room.
    pub(super) fn copy_files(&mut self) -> String {
        self.files_copied = self.imported.is_some();
        let mut told = Vec::new();
        if !self.files_copied {
            told.push("WARNING: 0 of 312 files belong to a room of this pool. Copy them after the import.".to_owned());
        }
        told.push(format!("{FILES} File(s) copied"));
        lines(&told)
    }
}

impl Site {
    pub(super) fn back_up_target(&mut self) -> String {
        let target = self.group_chat.target.clone();
        self.group_chat.target_backup = Some(Backup {
            categories: of_pool(&self.categories, &target),
            rooms: of_pool(&self.rooms, &target),
            addins: of_pool(&self.addins, &target),
        });
        lines(&[
            "Processed 1208 pages for database 'mgc', file 'mgc' on file 1.".to_owned(),
            "BACKUP DATABASE successfully processed 1211 pages in 0.214 seconds (44.190 MB/sec)."
                .to_owned(),
        ])
    }

    pub(super) fn restore_target(&mut self, now: Moment) -> Told {
        self.check_stopped("RESTORE DATABASE", now)?;
        let Some(backup) = self.group_chat.target_backup.as_ref() else {
            return Err("Cannot open backup device 'mgc.bak'. Operating system error 2 (The system cannot find the file specified.).".to_owned());
        };
        let target = &self.group_chat.target;
        replace(&mut self.categories, target, &backup.categories);
        replace(&mut self.rooms, target, &backup.rooms);
        replace(&mut self.addins, target, &backup.addins);
        self.group_chat.imported = None;
        self.group_chat.files_copied = false;
        self.group_chat.verified = false;
        Ok(
            "RESTORE DATABASE successfully processed 1211 pages in 0.402 seconds (23.530 MB/sec)."
                .to_owned(),
        )
    }

    pub(super) fn preview_import(&mut self, now: Moment) -> Told {
        self.check_stopped(IMPORT, now)?;
        if self.group_chat.warns_once && self.group_chat.export.is_some() {
            // Somebody with a right to the old system changed it after it was cleaned up.
            self.group_chat.warns_once = false;
            let taken = self.taken_rooms();
            self.group_chat
                .database
                .upset(taken.first().map(String::as_str));
            self.group_chat.export_again();
        }
        let (warnings, export) = self.import_warnings()?;
        let flattened = export.database.flattened();
        let mut told = warnings;
        told.push(format!(
            "What if: Performing the operation \"{IMPORT}\" on target \"{}\".",
            self.group_chat.target
        ));
        told.push(counts(
            &flattened.categories,
            &flattened.rooms,
            &flattened.addins,
        ));
        Ok(lines(&told))
    }

    pub(super) fn import_data(&mut self, now: Moment) -> Told {
        self.check_stopped(IMPORT, now)?;
        let (warnings, export) = self.import_warnings()?;
        let flattened = export.database.flattened();
        let mut told = warnings;
        let target = self.group_chat.target.clone();
        add(&mut self.categories, &target, &flattened.categories);
        add(&mut self.rooms, &target, &flattened.rooms);
        add(&mut self.addins, &target, &flattened.addins);
        self.group_chat.imported = Some(now);
        self.group_chat.verified = false;
        told.push(counts(
            &flattened.categories,
            &flattened.rooms,
            &flattened.addins,
        ));
        told.push(format!("{IMPORT}: The import was completed."));
        Ok(lines(&told))
    }

    /// `ChatUpgradeVerifier` and the counts beside each other.
    pub(super) fn compare_databases(&mut self) -> Told {
        let group_chat = &self.group_chat;
        let flattened = group_chat.database.flattened();
        let target = &group_chat.target;
        let kinds = [
            ("Categories", &flattened.categories, &self.categories),
            ("Rooms", &flattened.rooms, &self.rooms),
            ("Add-ins", &flattened.addins, &self.addins),
        ];
        let mut conflicts = flattened.too_long.len();
        let rows: Vec<Vec<String>> = kinds
            .into_iter()
            .map(|(kind, old, new)| {
                let there = of_pool(new, target);
                let missing = old.iter().filter(|name| !holds(&there, name)).count();
                conflicts += missing;
                vec![
                    kind.to_owned(),
                    old.len().to_string(),
                    there.len().to_string(),
                    missing.to_string(),
                ]
            })
            .collect();
        let mut told = vec![table(
            &["", "GroupChat", "PersistentChat", "Missing"],
            &rows,
        )];
        if !group_chat.files_copied {
            told.push(
                "WARNING: The uploaded files of these rooms were not found in the file store."
                    .to_owned(),
            );
        }
        told.push(format!("Conflicts: {conflicts}"));
        self.group_chat.verified = conflicts == 0;
        if conflicts == 0 {
            Ok(lines(&told))
        } else {
            Err(lines(&told))
        }
    }

    pub(super) fn clean_up_source(&mut self) -> String {
        let taken = self.taken_rooms();
        let told = self.group_chat.database.clean_up(&taken);
        if told.is_empty() {
            return "There is nothing to put right.".to_owned();
        }
        lines(&told)
    }

    /// Cleans up and exports again, so that the next preview says nothing.
    pub(super) fn fix_import_warnings(&mut self, now: Moment) -> String {
        let cleaned = self.clean_up_source();
        let exported = self.group_chat.export_data(now);
        lines(&[cleaned, exported])
    }

    /// The rooms of the target pool that were not imported.
    fn taken_rooms(&self) -> Vec<String> {
        let target = &self.group_chat.target;
        let rooms = match (&self.group_chat.imported, &self.group_chat.target_backup) {
            (Some(_), Some(backup)) => backup.rooms.clone(),
            _ => of_pool(&self.rooms, target),
        };
        rooms.into_iter().map(|room| room.name).collect()
    }

    /// What the import warns of, and the export it reads.
    fn import_warnings(&self) -> Result<(Vec<String>, &Export), String> {
        let Some(export) = &self.group_chat.export else {
            return Err(format!(
                "{IMPORT}: Could not find the file of the export. Nothing was imported."
            ));
        };
        let mut told = Vec::new();
        if export.while_running {
            told.push(format!(
                "WARNING: {IMPORT}: Group Chat was running when the export was made ({}). What was posted since is missing.",
                export.at
            ));
        }
        if self.group_chat.runs() {
            told.push(format!(
                "WARNING: {IMPORT}: Group Chat is running. What is posted there now stays there."
            ));
        }
        for name in export.database.resetting_rooms() {
            told.push(format!("WARNING: {IMPORT}: The category of the room \"{name}\" does not allow invitations. The room is set to the default value False."));
        }
        let flattened = export.database.flattened();
        for name in &flattened.too_long {
            told.push(format!("WARNING: {IMPORT}: The name is longer than 256 characters and is not imported: \"{name}\"."));
        }
        if self.group_chat.imported.is_none() {
            let taken = self.taken_rooms();
            for name in flattened.rooms.iter().filter(|name| {
                taken
                    .iter()
                    .any(|taken| taken.to_lowercase() == name.to_lowercase())
            }) {
                told.push(format!(
                    "WARNING: {IMPORT}: A room named \"{name}\" exists and is overwritten."
                ));
            }
        }
        Ok((told, export))
    }

    fn check_stopped(&self, operation: &str, now: Moment) -> Result<(), String> {
        let target = &self.group_chat.target;
        let mut machines = self
            .machines
            .iter()
            .filter(|machine| machine.pool == target.as_str());
        match machines.find(|machine| machine.runs_chat(now)) {
            None => Ok(()),
            Some(machine) => Err(format!(
                "{operation}: The Persistent Chat services of \"{target}\" must be stopped; they run on \"{}\". Nothing was changed.",
                machine.fqdn
            )),
        }
    }
}

impl GroupChat {
    /// The file is written anew with what the old system holds now.
    fn export_again(&mut self) {
        let database = self.database.clone();
        if let Some(export) = &mut self.export {
            export.database = database;
        }
    }
}

fn counts(categories: &[String], rooms: &[String], addins: &[String]) -> String {
    table(
        &["Kind", "Count"],
        &[
            vec!["Categories".to_owned(), categories.len().to_string()],
            vec!["Rooms".to_owned(), rooms.len().to_string()],
            vec!["Add-ins".to_owned(), addins.len().to_string()],
        ],
    )
}

fn of_pool(content: &[Content], pool: &Fqdn) -> Vec<Content> {
    content
        .iter()
        .filter(|entry| entry.pool == *pool)
        .cloned()
        .collect()
}

fn holds(content: &[Content], name: &str) -> bool {
    content
        .iter()
        .any(|entry| entry.name.to_lowercase() == name.to_lowercase())
}

/// Names that are there are overwritten, which changes nothing a reading shows.
fn add(content: &mut Vec<Content>, pool: &Fqdn, names: &[String]) {
    for name in names {
        if !holds(&of_pool(content, pool), name) {
            content.push(Content {
                pool: pool.clone(),
                name: name.clone(),
            });
        }
    }
}

fn replace(content: &mut Vec<Content>, pool: &Fqdn, saved: &[Content]) {
    content.retain(|entry| entry.pool != *pool);
    content.extend_from_slice(saved);
}
