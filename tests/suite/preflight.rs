//! What the exports of the old system show days before the window: what a file is taken for, which names change, who
//! gains and who loses.

use std::fmt::Write as _;

use pchat_console::checklist::{
    Delimiter, ExportEncoding, ExportKind, Finding, FindingOutcome, PreflightFinding,
    PreflightGround, PreflightReport, Reading, Risk, RiskTopic, SourceExport, names, preflight,
    read_export, source_counts,
};
use pchat_console::domain::{ChecklistMessage, Moment, PreflightMessage};

fn read(text: &str) -> SourceExport {
    read_export("export.csv", text.as_bytes()).unwrap()
}

fn refused(text: &str) -> PreflightMessage {
    match read_export("export.csv", text.as_bytes()) {
        Err(ChecklistMessage::Preflight(message)) => message,
        other => panic!("{other:?}"),
    }
}

fn judge(exports: &[SourceExport]) -> PreflightReport {
    let sip_domains = ["contoso.com".to_owned()];
    preflight(
        exports,
        PreflightGround {
            sip_domains: &sip_domains,
            cut_off: Some("2010-01-01"),
            readings: &[],
        },
    )
}

fn about(report: &PreflightReport, topic: RiskTopic) -> Option<&PreflightFinding> {
    report.findings.iter().find(|found| found.topic == topic)
}

fn said(finding: &PreflightFinding) -> &PreflightMessage {
    match finding.what.as_slice() {
        [ChecklistMessage::Preflight(message)] => message,
        other => panic!("{other:?}"),
    }
}

fn column(finding: &PreflightFinding, at: usize) -> Vec<&str> {
    let rows = &finding.evidence.rows;
    rows.iter().map(|row| row[at].as_str()).collect()
}

#[test]
fn an_export_is_read_whichever_way_a_spreadsheet_wrote_it() {
    for (text, delimiter) in [
        ("Room,Category\r\n\"A, B\",C\r\n", Delimiter::Comma),
        ("Room;Category\r\n\"A, B\";C\r\n", Delimiter::Semicolon),
        ("Room\tCategory\nA, B\tC\n", Delimiter::Tab),
        ("sep=;\r\nRoom;Category\r\nA, B;C", Delimiter::Semicolon),
        (
            "#TYPE Selected.System.Data.DataRow\r\n\"Room\",\"Category\"\r\n\"A, B\",\"C\"\r\n",
            Delimiter::Comma,
        ),
    ] {
        let export = read(text);
        assert_eq!(export.kind, ExportKind::Rooms, "{text}");
        assert_eq!(export.delimiter, delimiter, "{text}");
        assert_eq!(export.encoding, ExportEncoding::Utf8);
        assert_eq!(export.rows[0].cells, ["A, B", "C"], "{text}");
    }
}

#[test]
fn a_cell_that_looks_like_a_formula_is_data_and_loses_only_the_apostrophe_of_an_exporter() {
    let export = read(
        "Room,Category\n'=cmd|' /C calc'!A0,'@SUM(1)\n'tis,\"<script>alert(1)</script>\"\n=1+1,x\n",
    );
    assert_eq!(
        export.rows[0].cells,
        ["=cmd|' /C calc'!A0", "@SUM(1)"],
        "what a guard was set before"
    );
    assert_eq!(
        export.rows[1].cells,
        ["'tis", "<script>alert(1)</script>"],
        "an apostrophe that belongs to the name"
    );
    assert_eq!(export.rows[2].cells, ["=1+1", "x"]);
}

#[test]
fn a_file_that_cannot_be_judged_is_refused_with_the_line_it_is_about() {
    assert_eq!(refused(""), PreflightMessage::Empty);
    assert_eq!(refused("PK\u{3}\u{4}\0\0"), PreflightMessage::NotText);
    assert_eq!(
        refused("Surname,Town\na,b\n"),
        PreflightMessage::HeadingsUnknown {
            headings: vec!["Surname".to_owned(), "Town".to_owned()]
        }
    );
    assert_eq!(
        refused("Room,Chat Room,Category\n"),
        PreflightMessage::HeadingTwice {
            heading: "Chat Room".to_owned()
        }
    );
    assert_eq!(
        refused("sep=,\nRoom,Category\nA,B\nA,B,C\n"),
        PreflightMessage::RowUneven {
            line: 4,
            expected: 2,
            found: 3
        }
    );
    assert_eq!(
        refused("Room,Category\nA,B\nA,\"B\nC,D\nE,F\n"),
        PreflightMessage::QuoteOpen { line: 3 }
    );
    let long = format!("Room,Category\nA,{}\n", "x".repeat(9000));
    assert_eq!(
        refused(&long),
        PreflightMessage::CellTooLong {
            line: 2,
            most: 8192
        }
    );
    let wide = vec!["Room"; 65].join(",");
    assert_eq!(
        refused(&wide),
        PreflightMessage::TooManyColumns { most: 64 }
    );
}

#[test]
fn names_below_other_categories_get_all_the_names_above_them() {
    let exports = [
        read("Category,Parent\nSales,\nEurope,Sales\nNorth,Europe\n"),
        read("Room,Category\nDeals,Sales\nLeads,North\n"),
    ];
    let report = judge(&exports);
    let flattened = about(&report, RiskTopic::FlattenedNames).unwrap();
    assert_eq!(flattened.risk, Risk::Informs);
    assert_eq!(
        column(flattened, 3),
        [
            "Sales-Europe",
            "Sales-Europe-North",
            "Sales-Europe-North-Leads"
        ]
    );
    assert_eq!(
        said(flattened),
        &PreflightMessage::NamesFlattened { count: 3 }
    );
    assert_eq!(
        source_counts(&exports).map(|counts| (counts.categories, counts.rooms, counts.addins)),
        Some((Some(3), Some(2), None))
    );
    let names = names(&exports);
    for name in ["Sales", "Sales-Europe", "Deals", "Sales-Europe-North-Leads"] {
        assert!(
            names.iter().any(|known| known == name),
            "{name} of {names:?}"
        );
    }
}

#[test]
fn paths_and_numbers_name_the_categories_above_as_well() {
    let by_path = [read(
        "Category Path\nSales\nSales\\Europe\nRoot\\Sales\\Asia\n",
    )];
    let by_id = [read(
        "Id,Name,ParentId\n1,Root Category,\n2,Sales,1\n3,Europe,2\n4,Asia,2\n",
    )];
    for exports in [&by_path, &by_id] {
        let report = judge(exports);
        let flattened = about(&report, RiskTopic::FlattenedNames).unwrap();
        assert_eq!(column(flattened, 3), ["Sales-Europe", "Sales-Asia"]);
    }
}

#[test]
fn a_name_over_256_characters_stops_and_characters_are_counted_not_bytes() {
    let parent = "영업".repeat(64);
    let mut rooms = "Room,Category\n".to_owned();
    // 128 + 1 + 127 and 128 + 1 + 128 characters, and three times as many bytes.
    writeln!(rooms, "{},{parent}", "채".repeat(127)).unwrap();
    writeln!(rooms, "{},{parent}", "방".repeat(128)).unwrap();
    let exports = [read(&format!("Category\n{parent}\n")), read(&rooms)];
    let report = judge(&exports);
    let long = about(&report, RiskTopic::LongNames).unwrap();
    assert_eq!(long.risk, Risk::Stops);
    assert_eq!(column(long, 4), ["257"]);
    assert_eq!(column(long, 2), ["방".repeat(128)]);
}

#[test]
fn names_that_no_server_could_keep_apart_stop() {
    let exports = [read(
        "Category Path\nSales\\Europe\nSALES EUROPE\nMarketing\nFinance\n",
    )];
    let report = judge(&exports);
    let equal = about(&report, RiskTopic::EqualNames).unwrap();
    assert_eq!(equal.risk, Risk::Stops);
    assert_eq!(column(equal, 1), ["2", "3"]);
}

#[test]
fn managers_of_the_root_are_told_how_many_rooms_they_gain() {
    let exports = [
        read("Category,Parent\nRoot,\nSales,Root\n"),
        read("Room,Category,Disabled\nA,Sales,no\nB,Sales,no\nC,Sales,yes\n"),
        read(
            "Category,Room,Manager\nRoot,,sip:boss@contoso.com\nRoot,,SIP:BOSS@contoso.com\n\
             Sales,,sip:sales@contoso.com\n,A,sip:a@contoso.com\n",
        ),
    ];
    let report = judge(&exports);
    let found = about(&report, RiskTopic::RootManagers).unwrap();
    assert_eq!(
        said(found),
        &PreflightMessage::RootManagers {
            managers: 1,
            rooms: Some(2)
        }
    );
    assert_eq!(found.risk, Risk::Stops);
    assert_eq!(column(found, 1), ["2", "3"]);
}

#[test]
fn a_single_category_above_all_others_is_the_root_whatever_it_is_called() {
    let exports = [
        read("Category,Parent\nContoso,\nSales,Contoso\n"),
        read("Category,Manager\nContoso,sip:boss@contoso.com\nSales,sip:sales@contoso.com\n"),
    ];
    let report = judge(&exports);
    let found = about(&report, RiskTopic::RootManagers).unwrap();
    assert_eq!(column(found, 2), ["sip:boss@contoso.com"]);
    assert_eq!(
        said(found),
        &PreflightMessage::RootManagers {
            managers: 1,
            rooms: None
        }
    );
}

#[test]
fn rooms_that_invite_where_their_category_does_not_will_be_reset() {
    let exports = [
        read("Category,Invitations\nQuiet,False\nLoud,True\n"),
        read(
            "Room,Category,Invitations\nA,Quiet,True\nB,Quiet,False\nC,Loud,True\nD,Quiet,inherit\n",
        ),
    ];
    let report = judge(&exports);
    let found = about(&report, RiskTopic::Invitations).unwrap();
    assert_eq!(column(found, 2), ["A"]);
    assert_eq!(found.risk, Risk::Warns);
}

#[test]
fn people_of_other_sip_domains_lose_access_and_groups_are_none() {
    let exports = [read(
        "Room,Member\nA,sip:one@contoso.com\nA,sip:two@Fabrikam.com\nB,sip:TWO@fabrikam.com\nB,CN=Sales\n",
    )];
    let report = judge(&exports);
    let found = about(&report, RiskTopic::Federation).unwrap();
    assert_eq!(
        said(found),
        &PreflightMessage::FederatedPeople {
            people: 1,
            domains: vec!["fabrikam.com".to_owned()]
        }
    );
    let unread = preflight(&exports, PreflightGround::default());
    let found = about(&unread, RiskTopic::Federation).unwrap();
    assert_eq!(said(found), &PreflightMessage::SipDomainsUnknown);
}

#[test]
fn rooms_that_are_disabled_or_that_nobody_uses_are_named() {
    let exports = [read(
        "Room,Category,Enabled,Last Message,Messages\n\
         Closed,A,false,2026-01-01,5\nOld,A,true,2009-12-31 10:00,5\nNew,A,true,2010-01-01,5\n\
         Empty,A,true,2026-01-01,0\nNever,A,true,,5\n",
    )];
    let report = judge(&exports);
    let rooms: Vec<_> = report
        .findings
        .iter()
        .filter(|found| found.topic == RiskTopic::Rooms)
        .map(|found| column(found, 2))
        .collect();
    assert_eq!(rooms, [vec!["Closed"], vec!["Old", "Empty", "Never"]]);
}

#[test]
fn disabled_accounts_are_named_where_the_export_tells() {
    let exports = [read(
        "Room,Member,Account Enabled\nA,sip:gone@contoso.com,False\nA,sip:here@contoso.com,True\n",
    )];
    let report = judge(&exports);
    let found = about(&report, RiskTopic::Accounts).unwrap();
    assert_eq!(column(found, 2), ["sip:gone@contoso.com"]);
}

#[test]
fn what_an_export_leaves_open_is_said() {
    let exports = [
        read("Category,Parent\nSales,Nowhere\nA,B\nB,A\n"),
        read("Room,Category\nDeals,Elsewhere\n,Sales\n"),
    ];
    let report = judge(&exports);
    let messages: Vec<_> = report
        .findings
        .iter()
        .filter(|found| found.topic == RiskTopic::Exports)
        .map(|found| said(found).clone())
        .collect();
    assert_eq!(
        messages,
        [
            PreflightMessage::ExportMissing,
            PreflightMessage::NamesMissing { rows: 1 },
            PreflightMessage::CategoriesUnknown { rows: 2 },
            PreflightMessage::CategoriesInCircle { count: 2 },
        ]
    );
}

#[test]
fn names_the_target_holds_stop_with_the_rows_that_have_them() {
    let exports = [read("Category\nSales\nFinance\n")];
    let readings = [Finding {
        reading: Reading::NoCollidingNames,
        outcome: FindingOutcome::Contradicts,
        messages: Vec::new(),
        counts: None,
        words: vec!["SALES".to_owned()],
        read_at: Moment::try_from("2026-11-20T14:05:09+09:00".to_owned()).unwrap(),
        host: "lync01.contoso.com".to_owned(),
    }];
    let report = preflight(
        &exports,
        PreflightGround {
            readings: &readings,
            ..PreflightGround::default()
        },
    );
    let found = &report.findings[0];
    assert_eq!(
        (found.risk, found.topic),
        (Risk::Stops, RiskTopic::Reading(Reading::NoCollidingNames))
    );
    assert_eq!(column(found, 2), ["Sales"]);
    assert_eq!(
        found.advice,
        Some(ChecklistMessage::Preflight(
            PreflightMessage::AdviseColliding
        ))
    );
}

#[test]
fn the_worst_comes_first() {
    let exports = [
        read("Category Path\nA\\B\nAB\nC\\D\n"),
        read("Room,Member\nA,sip:two@fabrikam.com\n"),
    ];
    let risks: Vec<_> = judge(&exports)
        .findings
        .iter()
        .map(|found| found.risk)
        .collect();
    assert_eq!(
        risks,
        [Risk::Stops, Risk::Warns, Risk::Warns, Risk::Informs]
    );
}
