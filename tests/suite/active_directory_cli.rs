//! `directory` on the command line: on the lab, and on a Samba domain controller with a password from standard input or
//! the tickets of whoever runs it.

use std::ffi::OsString;

use pchat_console::cli::{self, Exit, Start, Streams};
use serde_json::{Value, json};

use crate::directory_servers::Samba;

struct Ran {
    exit: Exit,
    output: String,
    errors: String,
}

fn run(words: &[&str], input: &str) -> Ran {
    let words = ["pchat-console", "--lang", "en", "directory"]
        .iter()
        .chain(words)
        .map(OsString::from);
    let mut input = input.as_bytes();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let started = cli::run(
        words,
        &mut Streams {
            input: &mut input,
            output: &mut output,
            errors: &mut errors,
        },
    );
    let Start::Ended(exit) = started else {
        panic!("a window was asked for");
    };
    Ran {
        exit,
        output: String::from_utf8(output).unwrap(),
        errors: String::from_utf8(errors).unwrap(),
    }
}

fn parsed(output: &str) -> Value {
    serde_json::from_str(output).unwrap_or_else(|err| panic!("{err}: {output}"))
}

/// The words that connect to a controller by name and password.
fn connection(dc: &Samba, user: &str) -> Vec<String> {
    let ca_file = dc.ca_file().display().to_string();
    let user = dc.user(user);
    let dns = dc.dns();
    [
        "--directory",
        dc.host(),
        "--directory-dns",
        &dns,
        "--directory-user",
        &user,
    ]
    .into_iter()
    .chain([
        "--directory-password-stdin",
        "--directory-ca-file",
        &ca_file,
    ])
    .map(str::to_owned)
    .collect()
}

fn on(dc: &Samba, words: &[&str], password: &str) -> Ran {
    let connection = connection(dc, "rtcadmin");
    let connection = connection.iter().map(String::as_str);
    let words: Vec<&str> = words.iter().copied().chain(connection).collect();
    run(&words, password)
}

#[test]
fn the_labs_directory_tells_who_holds_an_address() {
    let json = run(
        &[
            "holders",
            "sip:OCSCHAT@contoso.com",
            "--lab",
            "--format",
            "json",
        ],
        "",
    );
    assert_eq!(json.exit, Exit::Done, "{}", json.errors);
    let found = parsed(&json.output);
    assert_eq!(found["source"], "lab");
    assert_eq!(found["is_free"], false);
    assert_eq!(
        found["holders"][0]["sip_address"],
        "sip:ocschat@contoso.com"
    );
    assert_eq!(found["holders"][0]["class"], "user");
    assert_eq!(found["deleted"], json!([]));
    let table = run(&["holders", "sip:ocschat@contoso.com", "--lab"], "");
    assert!(
        table
            .output
            .starts_with("One object holds sip:ocschat@contoso.com."),
        "{}",
        table.output
    );
    let free = run(&["holders", "sip:nobody@contoso.com", "--lab"], "");
    assert!(
        free.output
            .starts_with("Nobody holds sip:nobody@contoso.com."),
        "{}",
        free.output
    );
    assert_eq!(free.exit, Exit::Done);
    let shown = run(&["show", "--lab", "--format", "json"], "");
    let shown = parsed(&shown.output);
    assert_eq!(shown["forest"], "contoso.com");
    assert!(shown["controllers"].as_array().unwrap().len() > 1);
}

#[test]
fn wrong_usage_is_told_before_anything_is_asked() {
    for words in [
        vec!["holders", "--lab"],
        vec!["holders", "ocschat@contoso.com", "--lab"],
        vec!["show", "--lab", "--directory", "dc01"],
        vec!["show", "--directory", "dc01", "--directory-user", "admin"],
        vec!["show", "--directory", "dc01", "--password", "x"],
    ] {
        assert_eq!(run(&words, "").exit, Exit::Usage, "{words:?}");
    }
}

#[test]
fn a_live_directory_answers_as_json_and_as_a_table() {
    let dc = Samba::start(&[]);
    let password = format!("{}\n", dc.password().expose());
    let json = on(
        &dc,
        &["holders", "sip:OcsChat@contoso.com", "--format", "json"],
        &password,
    );
    assert_eq!(json.exit, Exit::Done, "{}", json.errors);
    let found = parsed(&json.output);
    let mut keys: Vec<&str> = found
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    let expected = [
        "address",
        "deleted",
        "holders",
        "host",
        "is_free",
        "is_global_catalog",
        "read_at",
        "schema_version",
        "source",
        "warnings",
    ];
    assert_eq!(keys, expected);
    assert_eq!(found["source"], "live");
    assert_eq!(found["host"], "dc1.contoso.com");
    let holder = &found["holders"][0];
    assert_eq!(
        holder["dn"],
        "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com"
    );
    assert_eq!(holder["place"], "both");
    assert_eq!(holder["partition"], "domain");
    assert_eq!(holder["proxy_values"], json!(["sip:ocschat@contoso.com"]));
    let table = on(&dc, &["holders", "sip:ocschat@contoso.com"], &password);
    assert!(
        table.output.contains("CN=ocschat,OU=Service Accounts"),
        "{}",
        table.output
    );
    // What a person wrote into the directory never reaches the terminal as it is.
    let hostile = on(&dc, &["holders", "sip:binary@contoso.com"], &password);
    assert!(hostile.output.contains("\\u{1b}[31m"), "{}", hostile.output);
    assert!(!hostile.output.contains('\u{1b}') && !hostile.output.contains('\u{202e}'));
    let shown = on(&dc, &["show"], &password);
    assert!(
        shown.output.contains("Lync Server 2013"),
        "{}",
        shown.output
    );
    assert!(shown.output.contains("dc1.contoso.com"), "{}", shown.output);
    let refused = on(&dc, &["show"], "wr0ng!canary\n");
    assert_eq!(refused.exit, Exit::Failed);
    assert!(
        refused.output.is_empty() && !refused.errors.contains("canary"),
        "{}",
        refused.errors
    );
    let empty = on(&dc, &["show"], "\n");
    assert_eq!(empty.exit, Exit::Failed, "{}", empty.errors);
}

/// In a process of its own, because the library takes its tickets from where the environment says.
#[cfg(feature = "ticket-cache")]
#[test]
fn the_current_user_signs_in_to_the_directory_with_the_tickets_of_kinit() {
    let dc = Samba::start(&[]);
    let cache = dc.ticket_cache("rtcadmin");
    let shown = |address: String, cache: &std::path::Path| {
        std::process::Command::new(env!("CARGO_BIN_EXE_pchat-console"))
            .args(["directory", "show", "--format", "json", "--directory"])
            .arg(address)
            .arg("--directory-dns")
            .arg(dc.dns())
            .arg("--directory-ca-file")
            .arg(dc.ca_file())
            .env("KRB5_CONFIG", dc.krb5_config())
            .env("KRB5CCNAME", cache)
            .output()
            .expect("the program runs")
    };
    for scheme in ["ldaps", "ldap"] {
        let output = shown(format!("{scheme}://{}", dc.host()), &cache);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{scheme}: {told}");
        let shown = parsed(&String::from_utf8_lossy(&output.stdout));
        assert_eq!(shown["account"], "rtcadmin@contoso.com", "{scheme}");
        assert_eq!(shown["forest"], "contoso.com");
    }
    let log = dc.log();
    assert!(!log.contains("simple bind"), "{log}");
    let without = shown(
        dc.host().to_owned(),
        std::path::Path::new("/does/not/exist"),
    );
    assert_eq!(without.status.code(), Some(1));
    let told = String::from_utf8_lossy(&without.stderr);
    assert!(told.contains("Kerberos"), "{told}");
    // The directory by its address has no service name, so there is no ticket for it.
    let by_address = shown(format!("ldaps://{}", dc.address()), &cache);
    assert_eq!(by_address.status.code(), Some(1));
}
