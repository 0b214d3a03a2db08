//! The record of a migration as one page: nothing in it can do anything, whatever the servers and people wrote; it needs
//! nothing else; it says the same in each language; and it prints on A4.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use html5gum::{Token, Tokenizer};
use jiff::tz::TimeZone;
use pchat_console::checklist::{
    AttestedOutcome, Counts, Decision, EvidenceFile, Facts, Finding, FindingOutcome, People,
    Procedure, Project, ProjectEntry, ProjectId, ProjectKind, ProjectRecord, Reading,
    SourceGeneration, SourceSystem, StepId, TargetSystem, Window, fold, forecast,
};
use pchat_console::domain::{Fqdn, Generation, Language, Moment, SipUri};
use pchat_console::localization::Localizer;
use pchat_console::plan::{Damage, DamageReason, Who};
use pchat_console::report::{self, Report};

/// What would do harm in a page, a style sheet, an attribute or a terminal, or look like something else.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "'><svg/onload=alert(1)>",
    "</style><style>*{display:none}</style>",
    "<!-- <![CDATA[ ]]> -->",
    "&lt;script&gt; &#60;b&#62;",
    "a\u{202e}cod.exe",
    "zero\u{200b}width\u{0}null\u{1b}[31m",
    "javascript:alert(1) https://evil.example/",
    "url(https://evil.example/x.png) expression(alert(1))",
    "</textarea></title></pre>",
];

fn hostile() -> String {
    HOSTILE.join(" | ")
}

pub(crate) fn at(minutes: u64) -> Moment {
    Moment::try_from("2026-11-21T20:00:00+09:00".to_owned())
        .unwrap()
        .plus(Duration::from_mins(minutes))
}

fn facts(name: &str) -> Facts {
    Facts {
        name: name.to_owned(),
        source: SourceSystem {
            generation: SourceGeneration::Lync2010,
            pool: "gc01.contoso.com".to_owned(),
            servers: vec!["gc01.contoso.com".to_owned(), name.to_owned()],
            sql_instance: "sql01.contoso.com\\GC".to_owned(),
            database: "GroupChat".to_owned(),
            compliance_database: "GroupChatCompliance".to_owned(),
            files: "\\\\gc01\\files".to_owned(),
            lookup_addresses: vec![SipUri::parse("sip:ocschat@contoso.com").unwrap()],
        },
        target: TargetSystem {
            pool: Fqdn::parse("pchat01.contoso.com").unwrap(),
            generation: Generation::Lync2013,
            registrar: Some(Fqdn::parse("lync01.contoso.com").unwrap()),
            sql_instance: "sql02.contoso.com\\PC".to_owned(),
            files: "\\\\sql02\\files".to_owned(),
        },
        window: Window {
            start: at(0),
            end: at(600),
        },
        people: People {
            operator: name.to_owned(),
            reviewer: "reviewer".to_owned(),
            approver: "approver".to_owned(),
            pilots: vec!["pilot1".to_owned(), "pilot2".to_owned()],
        },
        profile: String::new(),
        work_folder: "C:\\Migration".to_owned(),
        cut_off: None,
        passphrase: None,
    }
}

pub(crate) fn project(name: &str, kind: ProjectKind) -> Project {
    Project {
        format: 1,
        id: ProjectId("20261121-contoso".to_owned()),
        made_at: at(0),
        made_by: "pchat-console 0.1.0".to_owned(),
        kind,
        facts: facts(name),
    }
}

fn step(id: &str) -> StepId {
    StepId::new(id)
}

/// A journal in which everything that people and servers can say says `words`.
fn entries(words: &str) -> Vec<ProjectEntry> {
    let words = words.to_owned();
    vec![
        ProjectEntry::RunOpened {
            program: words.clone(),
        },
        ProjectEntry::TakenOver {
            user: words.clone(),
            computer: words.clone(),
        },
        ProjectEntry::Noted {
            step: None,
            text: words.clone(),
        },
        ProjectEntry::Deviated {
            step: step("a1"),
            by: words.clone(),
            reason: words.clone(),
        },
        ProjectEntry::Began { step: step("a1") },
        ProjectEntry::Noted {
            step: Some(step("a1")),
            text: words.clone(),
        },
        ProjectEntry::Output {
            step: step("a1"),
            text: format!("{words}\r\nStatus   Name\r\nStopped  Lookup"),
        },
        ProjectEntry::Attached {
            step: step("a1"),
            file: EvidenceFile {
                name: words.clone(),
                sha256: "ab".repeat(32),
                bytes: 1234,
            },
        },
        ProjectEntry::Attested {
            step: step("a1"),
            by: words.clone(),
            outcome: AttestedOutcome::DoneWithWarning,
            words: words.clone(),
        },
        ProjectEntry::Found {
            step: step("a5"),
            finding: Finding {
                reading: Reading::TargetPool,
                outcome: FindingOutcome::Holds,
                messages: Vec::new(),
                counts: None,
                words: vec![words.clone()],
                read_at: at(9),
                host: words.clone(),
            },
        },
        ProjectEntry::SourceCounted {
            counts: Counts {
                categories: Some(3),
                rooms: Some(12),
                addins: None,
            },
            exports: vec![words.clone()],
        },
        ProjectEntry::Skipped {
            step: step("a2"),
            by: words.clone(),
            reason: words.clone(),
        },
        ProjectEntry::Decided {
            gate: step("c1"),
            decision: Decision::Go,
            by: words.clone(),
            reason: words.clone(),
        },
        ProjectEntry::RollbackBegan {
            by: words.clone(),
            reason: words,
        },
    ]
}

fn records(entries: Vec<ProjectEntry>, words: &str) -> Vec<ProjectRecord> {
    let who = Arc::new(Who {
        os_user: words.to_owned(),
        computer: words.to_owned(),
        connection: None,
    });
    (1..)
        .zip(entries)
        .map(|(number, entry)| ProjectRecord {
            file: "20261121-200000-1.journal".to_owned(),
            number,
            at: at(number),
            who: who.clone(),
            entry,
            hash: format!("{number:064x}"),
        })
        .collect()
}

fn page(words: &str, kind: ProjectKind, language: Language) -> String {
    let project = project(words, kind);
    let procedure = Procedure::built_in();
    let records = records(entries(words), words);
    let checklist = fold(&project, &procedure, &records, None);
    let forecast = forecast(&checklist, at(30));
    let localizer = Localizer::new(language, TimeZone::get("Asia/Seoul").unwrap());
    report::html(
        &Report {
            checklist: &checklist,
            forecast: &forecast,
            records: &records,
            damages: &[Damage {
                file: words.to_owned(),
                line: 7,
                reason: DamageReason::Unreadable(words.to_owned()),
            }],
            made_at: at(30),
            program: words,
        },
        &localizer,
    )
}

const REHEARSAL: ProjectKind = ProjectKind::Rehearsal {
    of: None,
    faults: Vec::new(),
    servers: Vec::new(),
};

/// A name with attributes.
type Tag = (String, Vec<(String, String)>);

/// The tags with their attributes, and all text, as a browser reads them.
fn read(html: &str) -> (Vec<Tag>, String) {
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut tags = Vec::new();
    let mut text = String::new();
    for token in Tokenizer::new(html) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (string(name), string(value)))
                    .collect();
                tags.push((string(&tag.name), attributes));
            }
            Token::String(said) => text.push_str(&string(&said)),
            Token::Error(error) => panic!("{error:?}"),
            Token::Comment(comment) => panic!("{comment:?}"),
            Token::EndTag(_) | Token::Doctype(_) => {}
        }
    }
    (tags, text)
}

#[test]
fn nothing_that_servers_and_people_wrote_becomes_part_of_the_page() {
    for language in Language::ALL {
        let words = hostile();
        let (harmless, _) = read(&page("words", REHEARSAL, language));
        let (tags, text) = read(&page(&words, REHEARSAL, language));
        // Of a value that no command may carry there is a remark instead of the command.
        let built = |tags: Vec<Tag>| -> Vec<Tag> {
            let instead = |class: &str| class == "code" || class == "warn";
            tags.into_iter()
                .filter(|(_, attributes)| !attributes.iter().any(|(_, value)| instead(value)))
                .collect()
        };
        assert!(
            built(tags) == built(harmless),
            "the page is built of the same elements"
        );
        for hostile in HOSTILE {
            let seen: String = pchat_console::domain::text::visible_lines(hostile);
            assert!(text.contains(&seen), "{seen}");
        }
        for hidden in ['\u{202e}', '\u{200b}', '\u{0}', '\u{1b}'] {
            assert!(!text.contains(hidden), "{:?}", hidden.escape_unicode());
        }
    }
}

#[test]
fn the_page_needs_nothing_else_and_can_do_nothing() {
    let (tags, _) = read(&page("words", REHEARSAL, Language::English));
    let names: BTreeSet<_> = tags.iter().map(|(name, _)| name.as_str()).collect();
    let allowed: BTreeSet<_> = [
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "p", "div",
        "span", "section", "table", "thead", "tbody", "tr", "th", "td",
    ]
    .into();
    assert_eq!(names.difference(&allowed).collect::<Vec<_>>(), [&""; 0]);
    let attributes: BTreeSet<_> = tags
        .iter()
        .flat_map(|(_, attributes)| attributes.iter().map(|(name, _)| name.as_str()))
        .collect();
    assert_eq!(
        attributes,
        ["charset", "class", "content", "http-equiv", "lang", "name"].into()
    );
    let policy = tags
        .iter()
        .flat_map(|(_, attributes)| attributes)
        .find(|(_, value)| value.contains("default-src"))
        .map(|(_, value)| value.as_str())
        .unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(!policy.contains("unsafe"));
    let html = page("words", REHEARSAL, Language::English);
    for forbidden in [
        "http://", "https://", "url(", "@import", "<script", "src=", "href=",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

/// Whatever is opened is closed, in the right order: browsers repair what is not, each in its way.
#[test]
fn the_page_is_well_formed_in_each_language() {
    for language in Language::ALL {
        let html = page(&hostile(), ProjectKind::Production, language);
        let mut open: Vec<Vec<u8>> = Vec::new();
        for token in Tokenizer::new(&html) {
            match token.unwrap() {
                Token::StartTag(tag) if *tag.name != b"meta"[..] => open.push(tag.name.to_vec()),
                Token::EndTag(tag) => assert_eq!(open.pop(), Some(tag.name.to_vec())),
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
    }
}

#[test]
fn everything_the_approver_asks_for_stands_on_it() {
    let html = page("words", ProjectKind::Production, Language::English);
    for expected in [
        "Operator",
        "Reviewer",
        "Approver",
        "gc01.contoso.com",
        "pchat01.contoso.com",
        "sip:ocschat@contoso.com",
        "2026-11-21T20:00:00+09:00",
        "Edition",
        "□ Attested",
        "■ Verified by console",
        "Done with warning",
        "Stopped  Lookup",
        "Go and no-go decisions",
        "Deviations from the order",
        "Taken over from another console",
        "Contents before and after",
        "Rollback",
        &"ab".repeat(32),
        &format!("{:064x}", 14),
        "pchat-console migration verify",
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert!(!html.contains("REHEARSAL"));
    let rehearsed = page("words", REHEARSAL, Language::English);
    assert!(rehearsed.contains("<div class=\"mark\">REHEARSAL</div>"));
}

/// Prints the page as an approver would. `PCHAT_REPORT_PAGES` keeps the pages in that folder.
#[test]
fn it_prints_on_a4_with_the_rehearsal_mark_on_every_page() {
    let kept = std::env::var_os("PCHAT_REPORT_PAGES").map(PathBuf::from);
    let temporary = tempfile::tempdir().unwrap();
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    // The program's own fonts: a machine that builds has none for Korean and Japanese.
    let fonts = temporary.path().join("fonts.conf");
    let places = format!(
        "<?xml version=\"1.0\"?><fontconfig><dir>/usr/share/fonts</dir><dir>{}</dir></fontconfig>",
        crate::support::repository().join("assets/fonts").display()
    );
    std::fs::write(&fonts, places).unwrap();
    for language in Language::ALL {
        let html = folder.join(format!("{}.html", language.tag()));
        let pdf = html.with_extension("pdf");
        std::fs::write(&html, page("공지 お知らせ notice", REHEARSAL, language)).unwrap();
        let profile = tempfile::tempdir().unwrap();
        let printed = Command::new("chromium")
            .env("FONTCONFIG_FILE", &fonts)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", html.display()))
            .output()
            .unwrap();
        assert!(printed.status.success(), "{printed:?}");
        let said = String::from_utf8_lossy(&printed.stderr).into_owned();
        assert!(!said.contains("Content Security Policy"), "{said}");
        let sizes = tool("pdfinfo", &["-l", "-1"], &pdf);
        let sizes: Vec<_> = sizes
            .lines()
            .filter(|line| line.starts_with("Page ") && line.contains(" size:"))
            .collect();
        assert!(sizes.len() > 3, "{sizes:?}");
        assert!(sizes.iter().all(|size| size.contains("A4")), "{sizes:?}");
        let text = tool("pdftotext", &["-raw"], &pdf);
        let localizer = Localizer::new(language, TimeZone::UTC);
        let mark = pchat_console::tr!(localizer, "mig-report-rehearsal-mark");
        let pages: Vec<_> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        for page in &pages {
            let plain: String = page.split_whitespace().collect();
            assert!(plain.contains(&mark), "no mark on {page}");
        }
    }
}

fn tool(name: &str, arguments: &[&str], pdf: &std::path::Path) -> String {
    let mut command = Command::new(name);
    command.args(arguments).arg(pdf);
    if name == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
