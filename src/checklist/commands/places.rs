//! What stands where the project knows nothing, and the files of a migration below its folder.

use crate::checklist::project::Facts;

pub(super) const SERVICE: &str = "<service name>";
pub(super) const SERVER: &str = "<server>";
pub(super) const ACCOUNT: &str = "<account>";
pub(super) const POLICY: &str = "<policy name>";
pub(super) const USER: &str = "<SIP address of a user>";
pub(super) const DATABASE: &str = "<database>";
pub(super) const INSTANCE: &str = "<SQL instance>";
pub(super) const REGISTRAR: &str = "<home pool>";
pub(super) const FOLDER: &str = "<folder>";
pub(super) const TOOLS: &str = "<Resource Kit folder>";

/// The documented name of the Persistent Chat database.
pub(super) const CHAT_DATABASE: &str = "mgc";

pub(super) fn or<'a>(entered: &'a str, place: &'a str) -> &'a str {
    Some(entered.trim())
        .filter(|text| !text.is_empty())
        .unwrap_or(place)
}

/// A file in the project's folder, as the servers see it.
pub(super) fn file(facts: &Facts, name: &str) -> String {
    let folder = or(&facts.work_folder, FOLDER).trim_end_matches('\\');
    format!("{folder}\\{name}")
}

/// The one file the export writes and the import reads.
pub(super) fn export(facts: &Facts) -> String {
    file(facts, "groupchat-export.zip")
}

pub(super) fn source_backup(facts: &Facts, database: &str) -> String {
    file(facts, &format!("{}-before-migration.bak", plain(database)))
}

pub(super) fn target_backup(facts: &Facts) -> String {
    file(facts, &format!("{CHAT_DATABASE}-before-import.bak"))
}

/// A part of a file's name, from a name that may hold anything.
fn plain(name: &str) -> String {
    let allowed = |c: char| if c.is_alphanumeric() { c } else { '-' };
    name.chars().map(allowed).collect()
}
