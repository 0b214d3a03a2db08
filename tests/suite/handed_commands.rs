//! The commands that are handed to people: each is exactly one command of its language, whatever the project's fields
//! hold, or no text at all.

use std::collections::BTreeSet;

use pchat_console::checklist::{
    CommandKind, Facts, HandedCommand, Item, Procedure, SourceGeneration, commands, undo_commands,
};
use pchat_console::domain::{ChecklistMessage, ReadingMessage};
use pchat_console::lync::Argument;

use crate::checklist_stage::{Night, facts, project};
use crate::powershell_text::{NAMES, is_one_command, read_command};
use crate::support::address;

/// What a reading before found on the servers.
fn found(item: &mut Item, night: &mut Night) {
    night.find("c1", pchat_console::checklist::FindingOutcome::Contradicts);
    let mut finding = night.item("c1").newest.unwrap();
    let service = |server: &str, service: &str| {
        ChecklistMessage::Reading(ReadingMessage::ServiceRuns {
            server: server.to_owned(),
            service: service.to_owned(),
        })
    };
    finding.messages = vec![
        service("pc01.contoso.com", "LABCHAT"),
        service("pc01.contoso.com", "LABCHATCOMPLIANCE"),
        ReadingMessage::SourceApplication {
            pool: "gc2010.contoso.com".to_owned(),
            application: "urn:application:ocschat".to_owned(),
        }
        .into(),
    ];
    item.newest = Some(finding);
}

/// The commands of every step and of every way back.
fn all(facts: &Facts) -> Vec<HandedCommand> {
    let mut night = Night::of(project(facts.clone()), Procedure::built_in());
    let items = night.checklist().items;
    let mut all = Vec::new();
    for mut item in items {
        found(&mut item, &mut night);
        all.extend(commands(&item, facts));
        all.extend(undo_commands(&item, facts));
    }
    all
}

fn of(all: &[HandedCommand], kind: &CommandKind) -> Vec<String> {
    all.iter()
        .filter(|command| command.kind == *kind)
        .map(|command| command.text.clone().unwrap())
        .collect()
}

fn is_sql(command: &HandedCommand) -> bool {
    matches!(
        command.kind,
        CommandKind::BackUpSourceDatabase
            | CommandKind::BackUpTargetDatabase
            | CommandKind::RestoreTargetDatabase
            | CommandKind::FindLegacyUsers
    )
}

/// Everything people enter, hostile.
fn spoiled(name: &str) -> Facts {
    let mut facts = facts();
    name.clone_into(&mut facts.source.pool);
    facts.source.servers = vec![name.to_owned()];
    name.clone_into(&mut facts.source.sql_instance);
    name.clone_into(&mut facts.source.database);
    name.clone_into(&mut facts.source.compliance_database);
    facts.source.files = format!("D:\\{name}");
    name.clone_into(&mut facts.target.sql_instance);
    facts.target.files = format!("\\\\fs\\{name}");
    facts.work_folder = format!("D:\\{name}");
    facts.people.pilots = vec![name.to_owned()];
    facts.cut_off = Some(name.to_owned());
    facts
}

#[test]
fn every_kind_of_command_the_procedure_names_has_a_text_a_role_and_one_command() {
    let all = all(&facts());
    let named: BTreeSet<String> = Procedure::built_in()
        .steps()
        .flat_map(|(_, step)| step.commands.iter().chain(&step.undo.commands))
        .map(|kind| format!("{kind:?}"))
        .collect();
    let made: BTreeSet<String> = all.iter().map(|one| format!("{:?}", one.kind)).collect();
    assert_eq!(made, named);
    assert!(named.len() > 25, "{named:?}");
    for command in &all {
        let text = command.text.as_ref().unwrap();
        assert!(!command.role.is_empty(), "{command:?}");
        assert!(!text.contains('\n'), "{text}");
        if is_sql(command) {
            assert!(text.ends_with(';'), "{text}");
        } else {
            assert_eq!(is_one_command(text), Ok(()), "{text}");
        }
    }
}

#[test]
fn whatever_people_enter_stays_a_value_of_one_command() {
    for name in NAMES {
        for command in all(&spoiled(name)) {
            let Some(text) = &command.text else {
                continue;
            };
            if !is_sql(&command) {
                assert_eq!(is_one_command(text), Ok(()), "{text}");
            }
        }
        // The other reader, by PowerShell's own rules of quotes: the value comes back letter for letter.
        for text in of(&all(&spoiled(name)), &CommandKind::ExportData) {
            let read = read_command(&text).unwrap();
            assert_eq!(read.name, "Export-CsPersistentChatData");
            let instance = read.parameters.first().unwrap();
            let trimmed = name.trim();
            assert_eq!(
                *instance,
                ("DBInstance".to_owned(), Argument::Text(trimmed.to_owned())),
                "{text}"
            );
        }
    }
}

#[test]
fn what_a_reader_cannot_see_makes_no_text() {
    for hidden in ['\u{202e}', '\u{200b}', '\n', '\0'] {
        let spoiled = spoiled(&format!("a{hidden}b"));
        let all = all(&spoiled);
        for kind in [
            CommandKind::ExportData,
            CommandKind::ImportData,
            CommandKind::CopyFiles,
            CommandKind::BackUpSourceDatabase,
            CommandKind::GetGroupChatServices,
            CommandKind::RemoveTrustedApplications,
        ] {
            let mut made = all.iter().filter(|command| command.kind == kind).peekable();
            assert!(made.peek().is_some());
            // Removing by application names the pool too, so none of them has a text.
            assert!(
                made.all(|command| command.text.is_none()),
                "{kind:?} {hidden:?}"
            );
        }
    }
}

#[test]
fn a_service_is_stopped_by_its_name_on_its_server_as_it_was_read() {
    let texts = of(&all(&facts()), &CommandKind::StopChatServices);
    assert!(
        texts.contains(
            &"Stop-CsWindowsService -Name 'LABCHAT' -ComputerName 'pc01.contoso.com'".to_owned()
        ),
        "{texts:?}"
    );
    assert!(texts.iter().all(|text| text.contains(" -Name '")));
}

#[test]
fn what_the_project_does_not_know_stays_a_place_to_fill_in() {
    let mut empty = facts();
    empty.source.servers = Vec::new();
    empty.source.sql_instance = String::new();
    empty.work_folder = " ".to_owned();
    empty.target.registrar = None;
    let all = all(&empty);
    let one = |kind| of(&all, &kind).remove(0);
    assert_eq!(
        one(CommandKind::StopGroupChatServices),
        "Stop-Service -Name '<service name>'"
    );
    assert!(one(CommandKind::ExportData).contains("-DBInstance '<SQL instance>'"));
    assert!(one(CommandKind::ExportData).contains("'<folder>\\groupchat-export.zip'"));
    assert!(one(CommandKind::TestClientPath).contains("'<home pool>' -Port 5061"));
}

#[test]
fn an_import_reads_what_the_export_wrote_and_previews_with_what_if() {
    let all = all(&facts());
    let file = "-FileName 'D:\\migration\\groupchat-export.zip'";
    for kind in [
        CommandKind::ExportData,
        CommandKind::PreviewImport,
        CommandKind::ImportData,
    ] {
        let text = of(&all, &kind).remove(0);
        assert!(text.contains(file), "{text}");
    }
    assert!(of(&all, &CommandKind::PreviewImport)[0].ends_with(" -WhatIf"));
    assert!(!of(&all, &CommandKind::ImportData)[0].contains("-WhatIf"));
}

#[test]
fn each_attempt_writes_a_report_of_its_own() {
    let mut night = Night::new();
    let report = |night: &Night| {
        let facts = facts();
        commands(&night.item("c5"), &facts).remove(0).text.unwrap()
    };
    assert!(report(&night).contains("import-preview-1.html"));
    night.write(pchat_console::checklist::ProjectEntry::Output {
        step: crate::checklist_stage::id("c5"),
        text: "warnings".to_owned(),
    });
    assert!(report(&night).contains("import-preview-2.html"));
}

#[test]
fn the_old_systems_database_is_backed_up_with_its_compliance_database() {
    let texts = of(&all(&facts()), &CommandKind::BackUpSourceDatabase);
    let whole = "BACKUP DATABASE [mgc2010] TO DISK = N'D:\\migration\\mgc2010-before-migration.bak' \
                 WITH COPY_ONLY, CHECKSUM, NOINIT;";
    assert!(texts.contains(&whole.to_owned()), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("[mgccomp2010]")));
}

#[test]
fn removing_the_old_pool_is_asked_about_before_it_is_done() {
    let texts = of(&all(&facts()), &CommandKind::RemoveTrustedApplications);
    let place = |wanted: &str| texts.iter().position(|text| text == wanted).unwrap();
    let preview = place("Remove-CsTrustedApplicationPool -Identity 'gc2010.contoso.com' -WhatIf");
    let act = place("Remove-CsTrustedApplicationPool -Identity 'gc2010.contoso.com'");
    let application =
        place("Remove-CsTrustedApplication -Identity 'gc2010.contoso.com/urn:application:ocschat'");
    assert!(preview < act && application < act, "{texts:?}");
}

#[test]
fn each_lookup_address_has_commands_of_its_own() {
    let mut two = facts();
    two.source.generation = SourceGeneration::Lync2010;
    two.source
        .lookup_addresses
        .push(address("sip:ocschat@fabrikam.com"));
    let night = Night::of(project(two.clone()), Procedure::built_in());
    let text = |step: &str| {
        let made = commands(&night.item(step), &two);
        made.iter()
            .map(|one| one.text.clone().unwrap())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(text("c8b-1").contains("ocschat@contoso.com"));
    assert!(!text("c8b-1").contains("ocschat@fabrikam.com"));
    assert!(text("c8b-2").contains("ocschat@fabrikam.com"));
    let records = text("a11");
    for domain in ["contoso.com", "fabrikam.com"] {
        assert!(records.contains(&format!("'_sipinternaltls._tcp.{domain}' -Type 'SRV'")));
    }
}
