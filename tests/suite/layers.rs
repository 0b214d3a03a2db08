//! Who may name whom, read from the sources: the arrows of the architecture, and the places of what touches the
//! outside. Each finding names file and line.

use std::collections::BTreeSet;

use crate::support::{files_below, repository};

/// The modules at the top of the library, and which others each of them may name.
const ARROWS: &[(&str, &[&str])] = &[
    // Of the ports a page knows only what a failure is: the state holds it, and it reaches nobody.
    (
        "ui",
        &[
            "checklist",
            "console",
            "domain",
            "localization",
            "plan",
            "ports::PortError",
        ],
    ),
    (
        "console",
        &[
            "checklist",
            "domain",
            "localization",
            "lync",
            "plan",
            "ports",
            "report",
        ],
    ),
    ("checklist", &["domain", "lync", "plan", "ports"]),
    ("plan", &["domain", "lync", "ports"]),
    ("lync", &["domain", "psrp::clixml"]),
    ("localization", &["checklist", "domain", "plan", "ports"]),
    ("report", &["checklist", "domain", "localization", "plan"]),
    (
        "runtime",
        &["checklist", "console", "domain", "plan", "ports"],
    ),
    ("ports", &["domain"]),
    ("lab", &["domain", "lync", "ports"]),
    ("adapters", &["domain", "lync", "ports"]),
    (
        "adapters/files",
        &["checklist", "domain", "lync", "plan", "ports"],
    ),
    (
        "adapters/remote_powershell",
        &["domain", "lync", "ports", "psrp"],
    ),
    ("psrp", &[]),
    ("domain", &[]),
];

/// The wiring may name everything.
const WIRING: &[&str] = &["app", "bin", "cli", "lib", "wiring"];

/// What touches the outside, and where that is allowed. A name of several parts matches where the parts stand in a
/// path one after the other.
const PLACES: &[(&str, &[&str])] = &[
    ("egui", &["ui", "app"]),
    ("eframe", &["ui", "app"]),
    ("egui_table", &["ui"]),
    // Before there is a window, only a plain box of the system can tell why there is none.
    ("rfd", &["runtime", "adapters/platform"]),
    ("poll_promise", &["runtime"]),
    ("pollster", &["runtime"]),
    ("std::thread", &["runtime", "adapters"]),
    ("std::fs", &["adapters"]),
    ("std::net", &["adapters"]),
    ("std::process::Command", &["adapters"]),
    ("std::os", &["adapters"]),
    ("reqwest", &["adapters"]),
    ("native_tls", &["adapters"]),
    ("sspi", &["adapters"]),
    ("ldap3", &["adapters"]),
    ("hickory_resolver", &["adapters"]),
    ("tokio", &["adapters"]),
    ("tower", &["adapters"]),
    ("tempfile", &["adapters"]),
    ("directories", &["adapters"]),
    ("whoami", &["adapters"]),
    (
        "SystemTime::now",
        &["adapters/clock", "adapters/remote_powershell"],
    ),
    (
        "Timestamp::now",
        &["adapters/clock", "adapters/remote_powershell"],
    ),
    (
        "Zoned::now",
        &["adapters/clock", "adapters/remote_powershell"],
    ),
    (
        "Instant::now",
        &[
            "adapters/active_directory",
            "adapters/client_path",
            "adapters/clock",
            "adapters/remote_powershell",
            "adapters/tls",
        ],
    ),
    ("include_bytes", &["app", "lab", "localization", "ui/fonts"]),
    (
        "include_str",
        &["app", "checklist", "lab", "localization", "ui/fonts"],
    ),
    ("hex_color", &["ui/theme"]),
];

/// Keywords of asynchronous code.
const ASYNC: &[&str] = &["async", "await"];

#[derive(Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    line: usize,
    what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Everything that is wrong with one source file; `file` is its path below the repository, such as `src/ui/mod.rs`.
fn findings(file: &str, text: &str) -> Vec<Finding> {
    let source = Source::new(file, text);
    let mut findings = Vec::new();
    source.check_opening(&mut findings);
    source.check_marks(&mut findings);
    source.check_arrows(&mut findings);
    source.check_places(&mut findings);
    source.check_words(&mut findings);
    source.check_platforms(&mut findings);
    source.check_colors(&mut findings);
    findings
}

struct Source<'a> {
    file: &'a str,
    text: &'a str,
    /// The path below `src` without its ending: `ui/widgets/mod`.
    place: String,
    tokens: Vec<Token>,
    paths: Vec<(usize, Vec<String>)>,
}

impl<'a> Source<'a> {
    fn new(file: &'a str, text: &'a str) -> Self {
        let place = file.strip_prefix("src/").unwrap_or(file);
        let place = place.strip_suffix(".rs").unwrap_or(place).to_owned();
        let tokens = tokens(text);
        let paths = paths(&tokens);
        Self {
            file,
            text,
            place,
            tokens,
            paths,
        }
    }

    fn add(&self, findings: &mut Vec<Finding>, line: usize, what: impl Into<String>) {
        findings.push(Finding {
            file: self.file.to_owned(),
            line,
            what: what.into(),
        });
    }

    /// Whether the file is this module or lies in it; `ui/theme` also stands for `ui/theme_tokens`.
    fn is_in(&self, module: &str) -> bool {
        let rest = self.place.strip_prefix(module);
        rest.is_some_and(|rest| module.contains('/') || rest.is_empty() || rest.starts_with('/'))
    }

    fn check_opening(&self, findings: &mut Vec<Finding>) {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        if !text.starts_with("//!") {
            self.add(findings, 1, "a file opens with `//!`");
        }
    }

    fn check_marks(&self, findings: &mut Vec<Finding>) {
        for (number, line) in self.text.lines().enumerate() {
            for mark in ["TODO", "FIXME", "XXX", "HACK"] {
                let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
                if words.any(|word| word == mark) {
                    self.add(findings, number + 1, format!("{mark} is for issues"));
                }
            }
        }
    }

    fn check_arrows(&self, findings: &mut Vec<Finding>) {
        let top = self.place.split('/').next().unwrap_or_default();
        if WIRING.contains(&top) {
            return;
        }
        // The longest entry that fits: `adapters/files` before `adapters`.
        let rule = ARROWS
            .iter()
            .filter(|(module, _)| self.is_in(module))
            .max_by_key(|(module, _)| module.len());
        let Some((_, allowed)) = rule else {
            self.add(findings, 1, format!("nobody said whom `{top}` may name"));
            return;
        };
        for (line, path) in &self.paths {
            let Some(named) = self.below_root(path) else {
                continue;
            };
            // The texts of the screen are reached through a macro at the root.
            let first = match named.first().map(String::as_str) {
                Some("tr") => "localization",
                Some(first) => first,
                None => continue,
            };
            let is_module = first == "checklist"
                || WIRING.contains(&first)
                || ARROWS.iter().any(|(module, _)| *module == first);
            if !is_module || first == top {
                continue;
            }
            let is_allowed = allowed.iter().any(|allowed| {
                let mut parts = allowed.split("::");
                parts.next() == Some(first)
                    && parts
                        .next()
                        .is_none_or(|second| named.get(1).is_some_and(|name| name == second))
            });
            if !is_allowed {
                let named = named.join("::");
                self.add(findings, *line, format!("`{top}` may not name `{named}`"));
            }
        }
    }

    /// What a path names from the library's root on, where it begins there.
    fn below_root(&self, path: &[String]) -> Option<Vec<String>> {
        let depth = self.place.trim_end_matches("/mod").split('/').count();
        let supers = path.iter().take_while(|part| *part == "super").count();
        match path.first().map(String::as_str) {
            Some("crate" | "pchat_console") => Some(path[1..].to_vec()),
            // In a module inside the file one `super` more is needed; then the name is no module of the root.
            Some("super") if supers >= depth => Some(path[supers..].to_vec()),
            _ => None,
        }
    }

    fn check_places(&self, findings: &mut Vec<Finding>) {
        for (line, path) in &self.paths {
            for (name, places) in PLACES {
                let parts: Vec<&str> = name.split("::").collect();
                let is_named = match parts.as_slice() {
                    [single] => path.first().is_some_and(|first| first == single),
                    parts => path.windows(parts.len()).any(|window| window == parts),
                };
                if is_named && !places.iter().any(|place| self.is_in(place)) {
                    let places = places.join(", ");
                    self.add(findings, *line, format!("`{name}` is only for {places}"));
                }
            }
        }
    }

    fn check_words(&self, findings: &mut Vec<Finding>) {
        for token in &self.tokens {
            if ASYNC.contains(&token.text.as_str()) && !self.is_in("adapters") {
                let text = &token.text;
                self.add(
                    findings,
                    token.line,
                    format!("`{text}` is only for adapters"),
                );
            }
        }
    }

    /// `cfg(windows)` and its like.
    fn check_platforms(&self, findings: &mut Vec<Finding>) {
        if self.is_in("adapters/platform") || self.file == "src/bin/pchat-console-window.rs" {
            return;
        }
        for (place, token) in self.tokens.iter().enumerate() {
            if token.text != "cfg" && token.text != "cfg_attr" {
                continue;
            }
            let behind = &self.tokens[place + 1..];
            let mut depth = 0;
            for token in behind.iter().skip_while(|token| token.text == "!") {
                match token.text.as_str() {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    "windows" | "unix" | "target_os" | "target_family" => {
                        let what = "the platform is asked only in adapters/platform";
                        self.add(findings, token.line, what);
                    }
                    _ => {}
                }
                if depth <= 0 {
                    break;
                }
            }
        }
    }

    fn check_colors(&self, findings: &mut Vec<Finding>) {
        if self.is_in("ui/theme") {
            return;
        }
        for (line, path) in &self.paths {
            let color = path.windows(2).find(|pair| {
                pair[0] == "Color32"
                    && (pair[1].starts_with("from_")
                        || pair[1].chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            });
            if let Some(pair) = color {
                let name = pair.join("::");
                self.add(findings, *line, format!("`{name}` belongs to ui/theme"));
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Token {
    line: usize,
    text: String,
}

/// Names, numbers, `::` and single marks of Rust code, without comments, strings and characters.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut at = 0;
    let peek = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        let begun = at;
        match (peek(at), peek(at + 1)) {
            ('/', '/') => {
                while at < chars.len() && peek(at) != '\n' {
                    at += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (peek(at), peek(at + 1)) {
                        ('/', '*') => (depth, at) = (depth + 1, at + 2),
                        ('*', '/') => (depth, at) = (depth - 1, at + 2),
                        _ => at += 1,
                    }
                    if depth == 0 || at >= chars.len() {
                        break;
                    }
                }
            }
            ('"', _) => at = end_of_string(&chars, at),
            ('b' | 'c', '"') => at = end_of_string(&chars, at + 1),
            ('r', '"' | '#') if is_raw(&chars, at + 1) => at = end_of_raw(&chars, at + 1),
            ('b' | 'c', 'r') if is_raw(&chars, at + 2) => at = end_of_raw(&chars, at + 2),
            // A character, or a lifetime, which has no second quote.
            ('\'', '\\') => {
                at += 3;
                while at < chars.len() && peek(at) != '\'' {
                    at += 1;
                }
                at += 1;
            }
            ('\'', _) if peek(at + 2) == '\'' => at += 3,
            (':', ':') => {
                tokens.push(Token {
                    line,
                    text: "::".to_owned(),
                });
                at += 2;
            }
            (c, _) if c.is_alphanumeric() || c == '_' => {
                while peek(at).is_alphanumeric() || peek(at) == '_' {
                    at += 1;
                }
                tokens.push(Token {
                    line,
                    text: chars[begun..at].iter().collect(),
                });
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(Token {
                        line,
                        text: c.to_string(),
                    });
                }
                at += 1;
            }
        }
        let end = at.min(chars.len());
        line += chars[begun..end].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn end_of_string(chars: &[char], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn hashes(chars: &[char], at: usize) -> usize {
    let rest = chars.get(at..).unwrap_or_default();
    rest.iter().take_while(|c| **c == '#').count()
}

fn is_raw(chars: &[char], at: usize) -> bool {
    chars.get(at + hashes(chars, at)) == Some(&'"')
}

fn end_of_raw(chars: &[char], at: usize) -> usize {
    let count = hashes(chars, at);
    let mut at = at + count + 1;
    while at < chars.len() {
        if chars[at] == '"' && hashes(chars, at + 1) >= count {
            return at + 1 + count;
        }
        at += 1;
    }
    at
}

/// Every path of the code with its line; the branches of a `use` are written out.
fn paths(tokens: &[Token]) -> Vec<(usize, Vec<String>)> {
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_name(tokens, at) {
            at = path_from(tokens, at, &[], &mut paths);
        } else {
            at += 1;
        }
    }
    paths
}

fn text_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

fn is_name(tokens: &[Token], at: usize) -> bool {
    let first = text_at(tokens, at).chars().next();
    first.is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// Reads one path behind `prefix` and returns where it ends.
fn path_from(
    tokens: &[Token],
    mut at: usize,
    prefix: &[String],
    paths: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let line = tokens[at].line;
    let mut path = prefix.to_vec();
    loop {
        if text_at(tokens, at) == "{" {
            at += 1;
            while !matches!(text_at(tokens, at), "}" | "") {
                at = if is_name(tokens, at) || text_at(tokens, at) == "{" {
                    path_from(tokens, at, &path, paths)
                } else {
                    at + 1
                };
            }
            return at + 1;
        }
        if !is_name(tokens, at) {
            break;
        }
        path.push(text_at(tokens, at).to_owned());
        at += 1;
        if text_at(tokens, at) != "::" {
            break;
        }
        at += 1;
    }
    paths.push((line, path));
    at
}

// What is checked

#[test]
fn every_module_names_only_what_it_may() {
    let root = repository();
    let mut found = Vec::new();
    let files = files_below(&root.join("src"), ".rs");
    assert!(files.len() > 100, "the sources were found");
    for path in files {
        let file = path.strip_prefix(&root).unwrap();
        let file = file.to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        found.extend(findings(&file, &text).iter().map(ToString::to_string));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_module_at_the_top_has_its_arrows() {
    let mut unknown = BTreeSet::new();
    for entry in std::fs::read_dir(repository().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_known =
            WIRING.contains(&name.as_str()) || ARROWS.iter().any(|(module, _)| *module == name);
        if !is_known {
            unknown.insert(name);
        }
    }
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn every_file_of_the_suite_is_part_of_it() {
    let root = repository();
    let main = std::fs::read_to_string(root.join("tests/suite/main.rs")).unwrap();
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    for path in files_below(&root.join("tests/suite"), ".rs") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_listed = main.contains(&format!("mod {name};"))
            || manifest.contains(&format!("tests/suite/{name}.rs\""));
        assert!(is_listed, "nobody runs tests/suite/{name}.rs");
    }
}

// That the checker can fail

/// The findings about a file that opens well, as `line: what`.
fn check(file: &str, code: &str, wanted: &[&str]) {
    let text = format!("//! A sample.\n{code}\n");
    let found: Vec<String> = findings(file, &text)
        .iter()
        .map(|finding| {
            assert!(finding.to_string().starts_with(&format!("{file}:")));
            format!("{}: {}", finding.line, finding.what)
        })
        .collect();
    assert_eq!(found, wanted, "{file}\n{code}");
}

#[test]
fn the_checker_sees_an_arrow_in_the_wrong_direction() {
    for (file, code, wanted) in [
        (
            "src/ui/pages/pools.rs",
            "use crate::lab::Lab;",
            "2: `ui` may not name `lab::Lab`",
        ),
        (
            "src/ui/mod.rs",
            "\nfn f() { crate::ports::Cancel::default(); }",
            "3: `ui` may not name `ports::Cancel::default`",
        ),
        (
            "src/plan/run.rs",
            "use crate::{\n    domain::Moment,\n    console::{State, Page},\n};",
            "4: `plan` may not name `console::State`",
        ),
        (
            "src/domain/moment.rs",
            "use super::super::ports::Clock;",
            "2: `domain` may not name `ports::Clock`",
        ),
        (
            "src/domain/mod.rs",
            "use super::plan;",
            "2: `domain` may not name `plan`",
        ),
        (
            "src/ports/mod.rs",
            "fn f(l: &L) -> String { crate::tr!(l, \"x\") }",
            "2: `ports` may not name `tr`",
        ),
        (
            "src/ui/mod.rs",
            "use crate::ports::{Deployment, PortError};",
            "2: `ui` may not name `ports::Deployment`",
        ),
        (
            "src/lync/decode.rs",
            "use crate::psrp::wsman::Envelope;",
            "2: `lync` may not name `psrp::wsman::Envelope`",
        ),
        (
            "src/psrp/xml.rs",
            "use crate::domain::Fqdn;",
            "2: `psrp` may not name `domain::Fqdn`",
        ),
        (
            "src/adapters/clock.rs",
            "use crate::plan::Plan;",
            "2: `adapters` may not name `plan::Plan`",
        ),
        (
            "src/runtime/jobs.rs",
            "use crate::adapters::files;",
            "2: `runtime` may not name `adapters::files`",
        ),
        (
            "src/console/state.rs",
            "use crate::cli::Exit;",
            "2: `console` may not name `cli::Exit`",
        ),
        (
            "src/helpers.rs",
            "",
            "1: nobody said whom `helpers` may name",
        ),
    ] {
        let found = findings(file, &format!("//! A sample.\n{code}\n"));
        let first = found.first().map(|f| format!("{}: {}", f.line, f.what));
        assert_eq!(first.as_deref(), Some(wanted), "{file}\n{code}");
    }
}

#[test]
fn the_checker_lets_the_right_arrows_pass() {
    check(
        "src/ui/mod.rs",
        "use crate::console::State;\nuse super::ui::x;",
        &[],
    );
    check("src/plan/run.rs", "use super::status::PlanRecord;", &[]);
    check(
        "src/lync/decode.rs",
        "use crate::psrp::clixml::Value; use crate::{domain::Fqdn, psrp::clixml};",
        &[],
    );
    check(
        "src/adapters/files/journal.rs",
        "use crate::plan::Plan;",
        &[],
    );
    check(
        "src/cli/mod.rs",
        "use crate::adapters::clock; use crate::lab;",
        &[],
    );
    check("src/wiring.rs", "use crate::runtime::Outside;", &[]);
    // Words in comments and strings name nobody.
    check(
        "src/domain/text.rs",
        "/// See crate::plan.\n// use crate::ui;\n/* crate::lab /* crate::ui */ crate::cli */\n\
         const A: &str = \"crate::ui\\\" crate::lab\"; const B: &str = r#\"\"crate::cli\"#;\n\
         const C: char = '\"'; const D: char = '\\''; fn f<'a>(x: &'a str) -> &'a str { x }",
        &[],
    );
    // A local name is not a module of the root.
    check("src/domain/draft.rs", "fn f(plan: u8) -> u8 { plan }", &[]);
}

#[test]
fn the_checker_sees_what_touches_the_outside() {
    for (file, code, wanted) in [
        (
            "src/console/state.rs",
            "use egui::Ui;",
            "`egui` is only for ui, app",
        ),
        (
            "src/runtime/mod.rs",
            "fn f(c: eframe::egui::Context) {}",
            "`eframe` is only for ui, app",
        ),
        (
            "src/plan/run.rs",
            "use std::{fs, io};",
            "`std::fs` is only for adapters",
        ),
        (
            "src/ui/mod.rs",
            "fn f() { std::net::TcpStream::connect(x); }",
            "`std::net` is only for adapters",
        ),
        (
            "src/cli/mod.rs",
            "use tokio::runtime::Runtime;",
            "`tokio` is only for adapters",
        ),
        (
            "src/console/mod.rs",
            "use std::thread;",
            "`std::thread` is only for runtime, adapters",
        ),
        (
            "src/ui/mod.rs",
            "struct P(poll_promise::Promise<u8>);",
            "`poll_promise` is only for runtime",
        ),
        (
            "src/app.rs",
            "use rfd::FileDialog;",
            "`rfd` is only for runtime, adapters/platform",
        ),
        (
            "src/plan/run.rs",
            "fn f() { let x = std::time::Instant::now(); }",
            "`Instant::now` is only for adapters/active_directory, adapters/client_path, adapters/clock, adapters/remote_powershell, adapters/tls",
        ),
        (
            "src/adapters/log.rs",
            "fn f() { jiff::Zoned::now(); }",
            "`Zoned::now` is only for adapters/clock, adapters/remote_powershell",
        ),
        (
            "src/ui/icons.rs",
            "const A: &[u8] = include_bytes!(\"x\");",
            "`include_bytes` is only for app, lab, localization, ui/fonts",
        ),
        (
            "src/console/mod.rs",
            "async fn f() {}",
            "`async` is only for adapters",
        ),
        (
            "src/runtime/mod.rs",
            "fn f() { x.await; }",
            "`await` is only for adapters",
        ),
        (
            "src/cli/mod.rs",
            "#[cfg(windows)] fn f() {}",
            "the platform is asked only in adapters/platform",
        ),
        (
            "src/app.rs",
            "fn f() { if cfg!(not(target_os = \"x\")) {} }",
            "the platform is asked only in adapters/platform",
        ),
        (
            "src/bin/pchat-console.rs",
            "#![cfg_attr(windows, windows_subsystem = \"windows\")]",
            "the platform is asked only in adapters/platform",
        ),
        (
            "src/ui/pages/pools.rs",
            "fn f() { egui::Color32::from_rgb(1, 2, 3); }",
            "`Color32::from_rgb` belongs to ui/theme",
        ),
        (
            "src/ui/pages/pools.rs",
            "const A: Color32 = Color32::DARK_RED;",
            "`Color32::DARK_RED` belongs to ui/theme",
        ),
        ("src/domain/mod.rs", "// TODO: later", "TODO is for issues"),
        (
            "src/domain/mod.rs",
            "const A: &str = \"FIXME\";",
            "FIXME is for issues",
        ),
    ] {
        check(file, code, &[&format!("2: {wanted}")]);
    }
}

#[test]
fn the_checker_lets_what_touches_the_outside_stand_in_its_place() {
    check(
        "src/ui/mod.rs",
        "use egui::Ui; fn f(c: egui::Color32) {}",
        &[],
    );
    check(
        "src/ui/theme.rs",
        "const A: C = Color32::from_rgb(1, 2, 3);",
        &[],
    );
    check("src/ui/theme/dark.rs", "const A: C = Color32::WHITE;", &[]);
    check("src/adapters/clock.rs", "fn f() { Instant::now(); }", &[]);
    check(
        "src/adapters/files/durable.rs",
        "use std::fs; use std::thread;",
        &[],
    );
    check(
        "src/adapters/remote_powershell/lane.rs",
        "async fn f() { x.await }",
        &[],
    );
    check(
        "src/adapters/platform/mod.rs",
        "#[cfg(windows)] fn f() {}",
        &[],
    );
    check(
        "src/bin/pchat-console-window.rs",
        "#![cfg_attr(windows, windows_subsystem = \"windows\")]",
        &[],
    );
    check("src/plan/mod.rs", "fn f(x: &[u8]) { x.windows(2); }", &[]);
    check(
        "src/runtime/jobs.rs",
        "#[cfg(feature = \"window\")] use std::thread;",
        &[],
    );
    check(
        "src/domain/mod.rs",
        "const TODOS: u8 = 1; // what is todo",
        &[],
    );
}

#[test]
fn the_checker_sees_a_file_that_says_nothing_about_itself() {
    let found = findings("src/domain/mod.rs", "use std::fmt;\n");
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["src/domain/mod.rs:1: a file opens with `//!`"]);
    assert_eq!(findings("src/domain/mod.rs", "//! Words.\n"), []);
}

/// What stands between backquotes in a text.
fn quoted(text: &str) -> BTreeSet<String> {
    let pieces = text.split('`').skip(1).step_by(2);
    pieces
        .map(|piece| piece.trim_start_matches("src/").to_owned())
        .collect()
}

#[test]
fn the_table_of_the_architecture_has_the_same_arrows() {
    let text = std::fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| `src/"))
        .map(|line| line.trim_matches('|').split('|').collect())
        .collect();
    let tops: BTreeSet<&str> = ARROWS
        .iter()
        .map(|(module, _)| *module)
        .filter(|module| !module.contains('/'))
        .collect();
    let mut seen = BTreeSet::new();
    for row in rows {
        let [modules, _, arrows] = row.as_slice() else {
            panic!("a row of three columns: {row:?}");
        };
        let modules = quoted(modules);
        let Some(module) = modules.iter().find(|name| tops.contains(name.as_str())) else {
            let is_wiring = |name: &String| {
                let name = name.trim_end_matches(".rs");
                WIRING.contains(&name)
            };
            assert!(modules.iter().all(is_wiring), "{modules:?}");
            continue;
        };
        seen.insert(module.clone());
        // Parts of a module with arrows of their own are named in its row.
        let mut wanted = BTreeSet::new();
        for (of, arrows) in ARROWS {
            if let Some(part) = of.strip_prefix(&format!("{module}/")) {
                wanted.insert(part.to_owned());
            } else if of != module {
                continue;
            }
            wanted.extend(arrows.iter().map(|arrow| (*arrow).to_owned()));
        }
        assert_eq!(quoted(arrows), wanted, "{module}");
    }
    let tops: BTreeSet<String> = tops.into_iter().map(str::to_owned).collect();
    assert_eq!(seen, tops);
}
