//! The commands that are shown, copied and exported say exactly what is bound on the wire, to two readers that are
//! not ours to please: the tree-sitter grammar, and a small reading of PowerShell's own rules.
//!
//! The grammar does not know that U+2018 to U+201B end a string as well as `'` does (`'Ken’s'` is one string to it).
//! So it judges everything but the quotes, and [`read_command`] judges those: it follows the tokenizer of PowerShell,
//! where each of the five characters opens, closes and doubles a string, and where three dashes count as a hyphen.

use std::collections::BTreeSet;

use pchat_console::domain::{
    AccountName, Change, ChatTest, EndpointSpec, GrantedPolicy, PolicyKind, ServiceName,
};
use pchat_console::lync::{Argument, Cmdlet, quote};
use tree_sitter::{Node, Parser, Tree};

use crate::support::{address, fqdn, spec};

/// PowerShell's single quotes.
const QUOTES: &str = "'\u{2018}\u{2019}\u{201a}\u{201b}";
/// PowerShell's double quotes.
const DOUBLE_QUOTES: &str = "\"\u{201c}\u{201d}\u{201e}";
/// PowerShell's hyphens: en dash, em dash and horizontal bar count too.
const DASHES: &str = "-\u{2013}\u{2014}\u{2015}";

/// Names that try to be more than a name.
pub(crate) const NAMES: &[&str] = &[
    "Chat",
    "Ken's chat",
    "Ken’s ‘chat’",
    "‚low‛ and 'high'",
    "''",
    "’",
    "‘’‚‛'",
    "a’; Remove-CsPersistentChatEndpoint -Identity ‘sip:ocschat@contoso.com",
    "x' -PassThru:$false; Stop-Computer #",
    "$(Get-Process)",
    "${env:PATH} $x $_",
    "`n `\" ``",
    "a;b|c&d",
    "# no comment <# nor #> this",
    "--% %PATH%",
    "-WhatIf:$false",
    "–WhatIf —Confirm ―PassThru",
    "\"double\" “smart” „low”",
    "@{a=1} @(1) [int] {b}",
    "> out.txt < in.txt 2>&1",
    "끝점 – 레거시(서울)",
    "レガシー　エンドポイント「東京」",
    "ＦＵＬＬ　ｗｉｄｔｈ＇ｑｕｏｔｅ＇",
    "e\u{301} 👨\u{fe0f} ﷽",
    " leading and trailing ",
    "\\ \\' C:\\temp\\",
    "%{ } ?",
];

fn with_name(name: &str) -> EndpointSpec {
    spec(
        "sip:ocschat@contoso.com",
        "pchat-seoul.contoso.com",
        Some(name),
    )
}

/// One command as somebody else reads it: its name, and its parameters in order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) name: String,
    pub(crate) parameters: Vec<(String, Argument)>,
}

fn wanted(cmdlet: &Cmdlet) -> Read {
    Read {
        name: cmdlet.name().to_owned(),
        parameters: cmdlet
            .parameters()
            .into_iter()
            .map(|parameter| (parameter.name.to_owned(), parameter.value))
            .collect(),
    }
}

fn check(cmdlet: &Cmdlet) {
    let text = cmdlet.to_powershell().unwrap();
    assert!(!text.contains(['\n', '\r']), "{text:?}");
    assert_eq!(read_command(&text), Ok(wanted(cmdlet)), "{text}");
    assert_eq!(parse_command(&text), Ok(wanted(cmdlet)), "{text}");
}

// The first reader: tree-sitter

fn tree_of(text: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .unwrap();
    parser.parse(text, None).unwrap()
}

fn parse_command(text: &str) -> Result<Read, String> {
    let tree = tree_of(text);
    let root = tree.root_node();
    if root.has_error() {
        return Err(format!("syntax error: {}", root.to_sexp()));
    }
    let statements = only_child(root)?;
    let pipeline = only_child(statements)?;
    let chain = only_child(pipeline)?;
    let command = only_child(chain)?;
    if command.kind() != "command" {
        return Err(format!("no command but {}", command.kind()));
    }
    let said = |node: Node<'_>| node.utf8_text(text.as_bytes()).unwrap().to_owned();
    let name = said(command.child_by_field_name("command_name").unwrap());
    let mut parameters: Vec<(String, Argument)> = Vec::new();
    let Some(elements) = command.child_by_field_name("command_elements") else {
        return Ok(Read { name, parameters });
    };
    for place in 0..elements.named_child_count() {
        let node = elements.named_child(u32::try_from(place).unwrap()).unwrap();
        match node.kind() {
            "command_argument_sep" => {}
            "command_parameter" => {
                let name = said(node);
                let name = name.trim_start_matches('-').trim_end_matches(':');
                parameters.push((name.to_owned(), Argument::Switch(true)));
            }
            _ => {
                let value = argument(&said(node))?;
                let last = parameters.last_mut().ok_or("a value without a name")?;
                if last.1 != Argument::Switch(true) {
                    return Err("two values for one name".to_owned());
                }
                last.1 = value;
            }
        }
    }
    Ok(Read { name, parameters })
}

/// Whether a text is one command, whatever its arguments are.
pub(crate) fn is_one_command(text: &str) -> Result<(), String> {
    let tree = tree_of(text);
    let root = tree.root_node();
    if root.has_error() {
        return Err(format!("syntax error: {}", root.to_sexp()));
    }
    let command = only_child(only_child(only_child(only_child(root)?)?)?)?;
    match command.kind() {
        "command" => Ok(()),
        other => Err(format!("no command but {other}")),
    }
}

fn only_child(node: Node<'_>) -> Result<Node<'_>, String> {
    match node.named_child_count() {
        1 => Ok(node.named_child(0).unwrap()),
        count => Err(format!("{count} parts in {}", node.to_sexp())),
    }
}

fn argument(text: &str) -> Result<Argument, String> {
    match text {
        "$false" => Ok(Argument::Switch(false)),
        _ if text.starts_with('\'') => {
            let (value, rest) = unquote(text)?;
            if rest.is_empty() {
                Ok(Argument::Text(value))
            } else {
                Err(format!("{rest:?} stands behind the string"))
            }
        }
        other => Err(format!("an argument that is no string: {other}")),
    }
}

/// The value of the single-quoted string a text begins with, and what follows it. Of two quotes in a row, whichever
/// they are, one is meant.
fn unquote(text: &str) -> Result<(String, &str), String> {
    let mut chars = text.chars();
    if !chars.next().is_some_and(|c| QUOTES.contains(c)) {
        return Err("no string".to_owned());
    }
    let mut value = String::new();
    while let Some(character) = chars.next() {
        if QUOTES.contains(character) {
            let rest = chars.as_str();
            match chars.next() {
                Some(second) if QUOTES.contains(second) => value.push(second),
                _ => return Ok((value, rest)),
            }
        } else {
            value.push(character);
        }
    }
    Err("the string has no end".to_owned())
}

// The second reader: PowerShell's rules for one command in argument mode

pub(crate) fn read_command(text: &str) -> Result<Read, String> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(format!("{name:?} is no name of a cmdlet"));
    }
    let mut parameters: Vec<(String, Argument)> = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            let name = name.to_owned();
            return Ok(Read { name, parameters });
        };
        if QUOTES.contains(first) {
            let (value, behind) = unquote(rest)?;
            if behind.starts_with(|c: char| !c.is_whitespace()) {
                return Err(format!("{behind:?} stands behind the string"));
            }
            match parameters.last_mut() {
                Some((_, argument @ Argument::Switch(true))) => *argument = Argument::Text(value),
                _ => return Err(format!("{value:?} belongs to no parameter")),
            }
            rest = behind;
        } else if DASHES.contains(first) {
            let word = rest.trim_start_matches(|c| DASHES.contains(c));
            let end = word.find(|c: char| !c.is_ascii_alphanumeric());
            let (name, behind) = word.split_at(end.unwrap_or(word.len()));
            if name.is_empty() || rest.starts_with("--%") {
                return Err(format!("{rest:?} is no parameter"));
            }
            let (value, behind) = match behind.strip_prefix(":$false") {
                Some(behind) => (Argument::Switch(false), behind),
                None => (Argument::Switch(true), behind),
            };
            if behind.starts_with(|c: char| !c.is_whitespace()) {
                return Err(format!("{behind:?} stands behind -{name}"));
            }
            parameters.push((name.to_owned(), value));
            rest = behind;
        } else if DOUBLE_QUOTES.contains(first) {
            return Err(format!("{rest:?} would be expanded"));
        } else {
            // `;`, `|`, `$`, `(`, a backtick, a comment, another command: nothing of it belongs here.
            return Err(format!("{rest:?} is no part of the command"));
        }
    }
}

// What they have to agree on

#[test]
fn every_name_stays_one_argument_of_one_command() {
    for name in NAMES {
        let change = Change::CreateEndpoint(with_name(name));
        check(&Cmdlet::act(&change));
        check(&Cmdlet::preview(&change).unwrap());
    }
}

#[test]
fn names_put_together_from_dangerous_pieces_stay_one_argument() {
    let pieces: Vec<char> =
        format!("{QUOTES}{DOUBLE_QUOTES}{DASHES} $`;|#&()@%{{}}<>,:=\\aZ9끝点ｱ")
            .chars()
            .collect();
    // Splitmix64: the same names in every run.
    let mut state = 20_261_120_u64;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 8).unwrap()
    };
    for _ in 0..3000 {
        let length = 1 + next() % 14;
        let name: String = (0..length).map(|_| pieces[next() % pieces.len()]).collect();
        check(&Cmdlet::act(&Change::CreateEndpoint(with_name(&name))));
    }
}

/// One of each.
fn cmdlets() -> Vec<Cmdlet> {
    let odd = address("sip:o'brien&co=$1!~*@contoso.com");
    let pool = fqdn("pchat-seoul.contoso.com");
    let questions = [
        Cmdlet::GetPersistentChatServices,
        Cmdlet::GetSipDomains,
        Cmdlet::GetPersistentChatStates,
        Cmdlet::GetEndpoints { pool: None },
        Cmdlet::GetEndpoints {
            pool: Some(pool.clone()),
        },
        Cmdlet::GetEndpoint {
            address: odd.clone(),
        },
        Cmdlet::GetAdPrincipals {
            address: odd.clone(),
        },
        Cmdlet::GetUsers {
            address: odd.clone(),
        },
        Cmdlet::GetUser {
            account: AccountName::parse(ODD_ACCOUNT).unwrap(),
        },
        Cmdlet::GetSites,
        Cmdlet::GetPools,
        Cmdlet::GetComputers,
        Cmdlet::GetWindowsServices {
            server: "pc01.contoso.com' -Name ‘x".to_owned(),
        },
        Cmdlet::GetReplicationStatus { replica: None },
        Cmdlet::GetReplicationStatus {
            replica: Some("pc01’.contoso.com".to_owned()),
        },
        Cmdlet::GetUserReplicatorConfiguration,
        Cmdlet::GetAdminRoles,
        Cmdlet::GetCategories { pool: pool.clone() },
        Cmdlet::GetRooms { pool: pool.clone() },
        Cmdlet::GetAddins { pool: pool.clone() },
        Cmdlet::GetTrustedApplicationPools,
        Cmdlet::GetTrustedApplications,
        Cmdlet::GetRegistrars,
        Cmdlet::GetClientVersionPolicies,
        Cmdlet::GetProxyConfigurations,
        Cmdlet::GetComplianceConfigurations,
        Cmdlet::GetChatPolicies,
        Cmdlet::TestChat(ChatTest {
            registrar: pool,
            sender: odd.clone(),
            receiver: odd,
            credentials: None,
            room: Some("pchat-seoul.contoso.com\\Ken’s 방".to_owned()),
        }),
    ];
    let acts = changes().into_iter().map(Cmdlet::Act);
    questions.into_iter().chain(acts).collect()
}

const ODD_ACCOUNT: &str = "CN=O’Brien\\, 'Ken'; $x & `y`,OU=a b,DC=contoso";

/// One of each.
fn changes() -> Vec<Change> {
    let odd = address("sip:o'brien&co=$1!~*@contoso.com");
    let server = "pc01.contoso.com; Stop-Computer".to_owned();
    let service = ServiceName::parse("MSSQL$RTC’s").unwrap();
    let account = AccountName::parse(ODD_ACCOUNT).unwrap();
    let grants = PolicyKind::ALL.map(|kind| Change::GrantPolicy {
        user: account.clone(),
        policy: GrantedPolicy {
            kind,
            name: "Ken’s 정책 $x".to_owned(),
        },
    });
    let others = vec![
        Change::CreateEndpoint(with_name("Ken’s chat")),
        Change::RemoveEndpoint {
            address: odd.clone(),
        },
        Change::StartService {
            server: server.clone(),
            service: service.clone(),
        },
        Change::StopService {
            server: server.clone(),
            service,
        },
        Change::MoveUser {
            user: account.clone(),
            address: odd.clone(),
        },
        Change::DisableUser {
            user: account.clone(),
        },
        Change::EnableUser {
            user: account,
            address: odd,
            registrar: fqdn("pool.contoso.com"),
        },
        Change::UpdateUserDatabase {
            pool: fqdn("pool.contoso.com"),
        },
        Change::Replicate {
            replica: Some(server),
        },
        Change::Replicate { replica: None },
    ];
    others.into_iter().chain(grants).collect()
}

#[test]
fn every_cmdlet_is_shown_as_it_is_bound() {
    for cmdlet in cmdlets() {
        check(&cmdlet);
    }
}

#[test]
fn every_cmdlet_is_among_the_names_that_may_be_called() {
    let cmdlets = cmdlets();
    let used: BTreeSet<&str> = cmdlets.iter().map(Cmdlet::name).collect();
    let named: BTreeSet<&str> = pchat_console::lync::NAMES.into_iter().collect();
    let unnamed: Vec<_> = used.difference(&named).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn a_preview_differs_from_the_act_in_the_switch_and_nothing_else() {
    for change in changes() {
        let act = Cmdlet::act(&change);
        assert!(act.is_changing());
        let Some(preview) = Cmdlet::preview(&change) else {
            let shown = act.to_powershell().unwrap();
            assert!(!shown.contains("-Confirm"), "{shown}");
            continue;
        };
        assert!(!preview.is_changing());
        check(&preview);
        assert_eq!(
            preview.to_powershell().unwrap(),
            format!("{} -WhatIf", act.to_powershell().unwrap())
        );
    }
}

#[test]
fn characters_a_reader_cannot_see_are_refused_rather_than_quoted() {
    for character in [
        '\0', '\t', '\n', '\r', '\u{1b}', '\u{85}', '\u{200b}', '\u{2028}', '\u{202e}', '\u{2066}',
        '\u{feff}',
    ] {
        let spec = with_name(&format!("a{character}b"));
        let cmdlet = Cmdlet::Act(Change::CreateEndpoint(spec));
        let err = cmdlet.to_powershell().unwrap_err();
        let code = format!("U+{:04X} ", u32::from(character));
        assert!(err.name.starts_with(&code), "{err}");
    }
}

#[test]
fn nothing_can_remove_several_endpoints_at_once() {
    let removal = Cmdlet::Act(Change::RemoveEndpoint {
        address: address("sip:*@contoso.com"),
    });
    let text = removal.to_powershell().unwrap();
    assert_eq!(
        text,
        "Remove-CsPersistentChatEndpoint -Identity 'sip:*@contoso.com' -Confirm:$false"
    );
    check(&removal);
}

// That the readers can fail

#[test]
fn both_readers_refuse_what_is_more_than_one_command() {
    for text in [
        "Get-X -A 'b'; Get-Y",
        "Get-X -A 'b' | Get-Y",
        "Get-X -A 'b' -C (Get-Y)",
        "Get-X -A \"b $(c)\"",
        "Get-X -A 'b",
        "Get-X -A $b",
        "Get-X -A 'b' & Get-Y",
        "Get-X 'b'",
    ] {
        read_command(text).expect_err(text);
        parse_command(text).expect_err(text);
    }
}

#[test]
fn a_smart_quote_that_was_not_doubled_is_seen() {
    let naive = |name: &str| {
        let quoted = name.replace('\'', "''");
        format!("New-X -DisplayName '{quoted}' -PassThru")
    };
    for name in ["Ken’s chat", "a‘", "‚; Stop-Computer ‛", "x‛; y"] {
        let text = naive(name);
        read_command(&text).expect_err(&text);
        // The grammar alone is blind here; that is why its strings are unquoted by PowerShell's rule.
        assert!(!tree_of(&text).root_node().has_error(), "{text}");
        parse_command(&text).expect_err(&text);
        let safe = format!("New-X -DisplayName {} -PassThru", quote(name).unwrap());
        let read = read_command(&safe).unwrap();
        assert_eq!(read.parameters[0].1, Argument::Text(name.to_owned()));
    }
}

#[test]
fn the_readers_tell_wrong_values_from_right_ones() {
    let right = read_command("Get-X -A 'a''b' -B -C:$false").unwrap();
    assert_eq!(
        right.parameters,
        [
            ("A".to_owned(), Argument::Text("a'b".to_owned())),
            ("B".to_owned(), Argument::Switch(true)),
            ("C".to_owned(), Argument::Switch(false)),
        ]
    );
    assert_eq!(parse_command("Get-X -A 'a''b' -B -C:$false"), Ok(right));
    assert_ne!(
        read_command("Get-X -A 'ab'"),
        read_command("Get-X -A 'a''b'")
    );
}
