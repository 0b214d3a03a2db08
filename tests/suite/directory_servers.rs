//! Directory servers that are not ours: Samba as the controller of contoso.com, slapd where many entries or its limits
//! are asked. Each is started for a test, on a loopback address of its own, and ends with it.
//!
//! `tests/peers/directory` says what is in them. Without their packages, or without the right to listen on the
//! standard ports, these tests fail and say so.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use pchat_console::domain::{Access, Account, DirectoryDial, DirectoryServer, Secret};
use serde_json::{Value, json};

/// The system's Python: Samba's own modules belong to it.
const PYTHON: &str = "/usr/bin/python3";

/// The domain controller of contoso.com.
pub(crate) struct Samba(Server);

/// An LDAP server with attributes of Active Directory; whoever reads past 1,000 entries has to ask for pages.
pub(crate) struct Slapd(Server);

/// An entry as another client than ours reads it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) dn: String,
    attributes: BTreeMap<String, Vec<Vec<u8>>>,
}

impl Samba {
    /// Starts a controller with these options of `tests/peers/directory/samba`.
    pub(crate) fn start(options: &[&str]) -> Self {
        Self(Server::start("samba", options))
    }

    /// The DNS server that knows the controllers of contoso.com.
    pub(crate) fn dns(&self) -> String {
        format!("{}:53", self.address())
    }

    /// Everything that has to be right to sign in by name and password; tests spoil one thing at a time.
    pub(crate) fn dial(&self, account: &str) -> DirectoryDial {
        DirectoryDial {
            dns: Some(self.dns()),
            ..self.0.dial(account)
        }
    }

    pub(crate) fn krb5_config(&self) -> PathBuf {
        PathBuf::from(self.fact("krb5_config"))
    }

    /// A ticket cache of this account, as signing in to a machine makes one.
    pub(crate) fn ticket_cache(&self, account: &str) -> PathBuf {
        let answer = self.order(&json!({ "do": "ticket-cache", "account": account }));
        PathBuf::from(answer["path"].as_str().expect("a path"))
    }
}

impl Slapd {
    /// Starts a server with these options of `tests/peers/directory/slapd`.
    pub(crate) fn start(options: &[&str]) -> Self {
        Self(Server::start("slapd", options))
    }
}

impl std::ops::Deref for Samba {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl std::ops::Deref for Slapd {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

/// What both servers can do.
pub(crate) struct Server {
    child: Child,
    /// The server ends when this is closed, also when the test was killed.
    orders: RefCell<Option<(ChildStdin, BufReader<ChildStdout>)>>,
    facts: Value,
}

impl Server {
    fn start(program: &str, options: &[&str]) -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut child = python()
            .arg(root.join("tests/peers/directory").join(program))
            .arg("--cache")
            .arg(cache())
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the system's Python starts");
        let orders = child.stdin.take().expect("a pipe");
        let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
        let facts = read_line(&mut answers).unwrap_or_else(|said| {
            panic!("{program} did not start; without root it needs 'sudo -n': {said:?}")
        });
        if let Some(reason) = facts["error"].as_str() {
            panic!("{program} did not start: {reason}");
        }
        Self {
            child,
            orders: RefCell::new(Some((orders, answers))),
            facts,
        }
    }

    pub(crate) fn fact(&self, name: &str) -> &str {
        self.facts[name].as_str().unwrap_or_default()
    }

    /// Its loopback address, with the standard ports.
    pub(crate) fn address(&self) -> &str {
        self.fact("address")
    }

    /// Its name in certificates and service principals.
    pub(crate) fn host(&self) -> &str {
        self.fact("host")
    }

    /// The distinguished name of the domain.
    pub(crate) fn base(&self) -> &str {
        self.fact("base")
    }

    pub(crate) fn ca_file(&self) -> PathBuf {
        PathBuf::from(self.fact("ca_file"))
    }

    /// An authority that signed nothing here.
    pub(crate) fn other_ca_file(&self) -> PathBuf {
        PathBuf::from(self.fact("other_ca_file"))
    }

    /// The name an account signs in with.
    pub(crate) fn user(&self, account: &str) -> String {
        format!(
            "{}{account}{}",
            self.fact("user_prefix"),
            self.fact("user_suffix")
        )
    }

    /// The password of every account.
    pub(crate) fn password(&self) -> Secret {
        Secret::new(self.fact("password"))
    }

    /// A dial by address; the certificate has it.
    pub(crate) fn dial(&self, account: &str) -> DirectoryDial {
        DirectoryDial {
            server: DirectoryServer::Typed(format!("ldaps://{}", self.address())),
            account: Account::Named {
                user: self.user(account),
                password: self.password(),
            },
            ca_file: Some(self.ca_file()),
            dns: None,
            access: Access::Changes,
        }
    }

    /// It stops answering, and keeps its connections.
    pub(crate) fn pause(&self) {
        self.order(&json!({ "do": "pause" }));
    }

    pub(crate) fn resume(&self) {
        self.order(&json!({ "do": "resume" }));
    }

    /// It ends at once, with every connection.
    pub(crate) fn kill(&self) {
        self.order(&json!({ "do": "kill" }));
    }

    /// It is started again, with the data it had.
    pub(crate) fn revive(&self) {
        self.order(&json!({ "do": "start" }));
    }

    /// What it wrote: who signed in and by which mechanism, and on slapd each operation.
    pub(crate) fn log(&self) -> String {
        let answer = self.order(&json!({ "do": "log" }));
        answer["text"].as_str().unwrap_or_default().to_owned()
    }

    /// Changes the directory behind the console's back, as LDIF says.
    pub(crate) fn change(&self, ldif: &str) {
        self.order(&json!({ "do": "change", "ldif": ldif }));
    }

    /// What the directory really has below this name.
    pub(crate) fn search(&self, base: &str, filter: &str, attributes: &[&str]) -> Vec<Entry> {
        self.find(base, filter, attributes, false)
    }

    /// The same, deleted objects too.
    pub(crate) fn search_deleted(
        &self,
        base: &str,
        filter: &str,
        attributes: &[&str],
    ) -> Vec<Entry> {
        self.find(base, filter, attributes, true)
    }

    fn find(&self, base: &str, filter: &str, attributes: &[&str], deleted: bool) -> Vec<Entry> {
        let answer = self.order(&json!({
            "do": "search", "base": base, "filter": filter, "attributes": attributes, "deleted": deleted,
        }));
        let entries = answer["entries"].as_array().expect("entries");
        entries.iter().map(Entry::read).collect()
    }

    fn order(&self, order: &Value) -> Value {
        let mut lines = self.orders.borrow_mut();
        let (orders, answers) = lines.as_mut().expect("a running server");
        writeln!(orders, "{order}").expect("the server takes orders");
        let answer = read_line(answers).expect("the server answers orders");
        if let Some(reason) = answer["error"].as_str() {
            panic!("{order}: {reason}");
        }
        answer
    }
}

impl Entry {
    fn read(entry: &Value) -> Self {
        let attributes = entry["attributes"].as_object().expect("attributes");
        let values = |values: &Value| {
            let values = values.as_array().expect("values");
            let bytes = values.iter().map(|value| value.as_str().expect("base64"));
            bytes
                .map(|text| BASE64.decode(text).expect("base64"))
                .collect()
        };
        Self {
            dn: entry["dn"].as_str().expect("a name").to_owned(),
            attributes: attributes
                .iter()
                .map(|(name, found)| (name.to_lowercase(), values(found)))
                .collect(),
        }
    }

    /// The values of an attribute; none when it is absent.
    pub(crate) fn bytes(&self, attribute: &str) -> &[Vec<u8>] {
        self.attributes
            .get(&attribute.to_lowercase())
            .map_or(&[], Vec::as_slice)
    }

    /// The values of an attribute that is text, sorted.
    pub(crate) fn texts(&self, attribute: &str) -> Vec<String> {
        let values = self.bytes(attribute).iter();
        let mut texts: Vec<String> = values
            .map(|value| String::from_utf8_lossy(value).into_owned())
            .collect();
        texts.sort();
        texts
    }

    pub(crate) fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.keys().map(String::as_str)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.orders.take());
        self.child.wait().ok();
    }
}

/// The standard ports belong to root, and so does what Samba does with its files.
fn python() -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout == b"0\n");
    if is_root {
        return Command::new(PYTHON);
    }
    let mut command = Command::new("sudo");
    command.args(["-n", PYTHON]);
    command
}

/// Where golden images are kept: beside what cargo builds.
fn cache() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("directory")
}

fn read_line(answers: &mut BufReader<ChildStdout>) -> Result<Value, String> {
    let mut line = String::new();
    answers
        .read_line(&mut line)
        .map_err(|err| err.to_string())?;
    serde_json::from_str(&line).map_err(|_unsaid| line)
}

mod tests {
    use super::*;

    const OCSCHAT: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";

    #[test]
    fn several_controllers_run_at_once_and_know_nothing_of_each_other() {
        let (one, other) = (Samba::start(&[]), Samba::start(&[]));
        assert_ne!(one.address(), other.address());
        one.change(&format!(
            "dn: {OCSCHAT}\nchangetype: modify\nreplace: msRTCSIP-PrimaryUserAddress\n\
             msRTCSIP-PrimaryUserAddress: sip:ocschat-retired@contoso.com\n"
        ));
        let address = |dc: &Samba| {
            let found = dc.search(
                OCSCHAT,
                "(objectClass=user)",
                &["msRTCSIP-PrimaryUserAddress"],
            );
            found[0].texts("msRTCSIP-PrimaryUserAddress")
        };
        assert_eq!(address(&one), ["sip:ocschat-retired@contoso.com"]);
        assert_eq!(address(&other), ["sip:ocschat@contoso.com"]);
    }

    #[test]
    fn the_controller_has_the_labs_users_and_endpoints() {
        let dc = Samba::start(&[]);
        assert_eq!(dc.host(), "dc1.contoso.com");
        let configuration = format!("CN=Configuration,{}", dc.base());
        let endpoints = dc.search(
            &format!("CN=Application Contacts,CN=RTC Service,CN=Services,{configuration}"),
            "(msRTCSIP-OwnerUrn=urn:application:PersistentChat)",
            &["msRTCSIP-PrimaryUserAddress"],
        );
        assert_eq!(endpoints.len(), 4);
        let users = dc.search(
            dc.base(),
            "(msRTCSIP-DeploymentLocator=SRV:)",
            &["sAMAccountName"],
        );
        let mut names: Vec<String> = users
            .iter()
            .flat_map(|user| user.texts("sAMAccountName"))
            .collect();
        names.sort();
        let labs = ["helpdesk", "noc", "ocschat", "reception"];
        assert!(
            labs.iter()
                .all(|name| names.iter().any(|found| found == name)),
            "{names:?}"
        );
        let version = dc.search(
            &format!("CN=ms-RTC-SIP-SchemaVersion,CN=Schema,{configuration}"),
            "(objectClass=attributeSchema)",
            &["rangeUpper", "rangeLower"],
        );
        assert_eq!(version[0].texts("rangeUpper"), ["1150"]);
        assert_eq!(version[0].texts("rangeLower"), ["3"]);
        let special = dc.search(
            "OU=Special,DC=contoso,DC=com",
            "(objectClass=contact)",
            &["cn"],
        );
        assert_eq!(special.len(), 20);
    }

    #[test]
    fn a_controller_that_was_killed_comes_back_with_what_it_had_and_the_log_says_who_signed_in() {
        let dc = Samba::start(&[]);
        dc.change(&format!(
            "dn: {OCSCHAT}\nchangetype: modify\nreplace: description\ndescription: kept\n"
        ));
        dc.kill();
        dc.revive();
        dc.pause();
        dc.resume();
        let found = dc.search(OCSCHAT, "(objectClass=user)", &["description"]);
        assert_eq!(found[0].texts("description"), ["kept"]);
        assert!(dc.ticket_cache("rtcadmin").exists());
        assert!(dc.krb5_config().exists());
        let log = dc.log();
        assert!(log.contains("Auth: [LDAP,simple bind/TLS] user"), "{log}");
        assert!(log.contains("Auth: [Kerberos KDC"), "{log}");
    }

    #[test]
    fn a_deleted_account_keeps_its_attributes_only_in_the_recycle_bin() {
        for (bin, expected) in [("off", 0), ("on", 1)] {
            let dc = Samba::start(&["--recycle-bin", bin]);
            dc.change(&format!("dn: {OCSCHAT}\nchangetype: delete\n"));
            let found = dc.search_deleted(
                dc.base(),
                "(msRTCSIP-PrimaryUserAddress=sip:ocschat@contoso.com)",
                &["isDeleted", "lastKnownParent"],
            );
            assert_eq!(found.len(), expected, "recycle bin {bin}");
        }
    }

    #[test]
    fn a_server_ends_with_whoever_started_it_even_when_it_is_paused() {
        let mut slapd = Slapd::start(&[]);
        slapd.pause();
        let process = format!("/proc/{}/stat", slapd.0.facts["pid"]);
        // Dead is also what only waits for its parent to notice.
        let runs = || std::fs::read_to_string(&process).is_ok_and(|stat| !stat.contains(") Z"));
        assert!(runs());
        // As when the test itself is killed: its end of the pipe is closed, and nobody waits.
        drop(slapd.0.orders.take());
        let deadline = Instant::now() + Duration::from_secs(10);
        while runs() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(!runs());
        slapd.0.child.wait().expect("our own child");
        assert!(!slapd.ca_file().exists(), "its folder went with it");
    }

    #[test]
    fn the_server_with_many_entries_has_as_many_as_were_asked_for() {
        let slapd = Slapd::start(&["--entries", "1500", "--refer-to", "itself"]);
        let last = slapd.search(slapd.base(), "(cn=bulk001500)", &["proxyAddresses"]);
        assert_eq!(
            last[0].texts("proxyAddresses"),
            ["sip:bulk001500@contoso.com", "sip:crowd@contoso.com"]
        );
        let binary = slapd.search(slapd.base(), "(cn=ocschat)", &["jpegThumbnail"]);
        assert_eq!(binary[0].bytes("jpegThumbnail"), [b"\xff\xd8\xff\x00\x01"]);
        assert_eq!(slapd.dial("rtcadmin").ca_file, Some(slapd.ca_file()));
        assert!(slapd.other_ca_file().exists());
    }
}
