//! Each kind of command, with its machine, its role and its text.

use super::HandedCommand;
use super::places::{
    ACCOUNT, CHAT_DATABASE, DATABASE, INSTANCE, POLICY, REGISTRAR, SERVER, SERVICE, TOOLS, USER,
    export, file, or, source_backup, target_backup,
};
use crate::checklist::procedure::CommandKind;
use crate::checklist::project::{Facts, SourceGeneration};
use crate::checklist::state::Item;
use crate::domain::text::first_forbidden;
use crate::domain::{Change, ChecklistMessage, EndpointSpec, ReadingMessage, SIP_TLS_PORT, SipUri};
use crate::lync::{
    Cmdlet, ForbiddenCharacter, HandedCmdlet as Handed, Robocopy, SqlStatement, quote,
};

const CHAT_ADMIN: &str = "CsPersistentChatAdministrator, RTC Local Administrators";
const SERVER_ADMIN: &str = "CsServerAdministrator";
const USER_ADMIN: &str = "CsUserAdministrator";
const VIEWER: &str = "CsViewOnlyAdministrator";
const TOPOLOGY_ADMIN: &str = "RTCUniversalServerAdmins, Domain Admins";
const LOCAL_ADMIN: &str = "Administrators";
const SQL_BACKUP: &str = "db_backupoperator";
const SQL_RESTORE: &str = "sysadmin";
const SQL_READER: &str = "db_datareader";
const NOBODY: &str = "Users";

/// How far back the question for old clients looks.
const DAYS_LOOKED_BACK: u16 = 30;

pub(super) struct Maker<'a> {
    item: &'a Item,
    facts: &'a Facts,
    pub(super) made: Vec<HandedCommand>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(item: &'a Item, facts: &'a Facts) -> Self {
        Self {
            item,
            facts,
            made: Vec::new(),
        }
    }

    pub(super) fn make(&mut self, kind: &CommandKind) {
        match kind {
            CommandKind::GetServices => {
                self.ask(kind, VIEWER, &Cmdlet::GetPersistentChatServices);
            }
            CommandKind::GetTopologyPools => {
                self.ask(kind, VIEWER, &Cmdlet::GetPools);
                if self.facts.source.generation == SourceGeneration::Lync2010 {
                    let pool = self.source_pool();
                    self.hand(kind, VIEWER, &Handed::GetTrustedApplicationPool { pool });
                }
            }
            CommandKind::GetReplicationStatus => self.ask(
                kind,
                SERVER_ADMIN,
                &Cmdlet::GetReplicationStatus { replica: None },
            ),
            CommandKind::InvokeReplication => self.ask(
                kind,
                SERVER_ADMIN,
                &Cmdlet::act(&Change::Replicate { replica: None }),
            ),
            CommandKind::GetAdminRoleAssignment => {
                let account = ACCOUNT.to_owned();
                self.hand(kind, VIEWER, &Handed::GetAdminRoleAssignment { account });
            }
            CommandKind::GetContents => {
                let pool = || self.facts.target.pool.clone();
                let questions = [
                    Cmdlet::GetCategories { pool: pool() },
                    Cmdlet::GetRooms { pool: pool() },
                    Cmdlet::GetAddins { pool: pool() },
                ];
                for question in &questions {
                    self.ask(kind, CHAT_ADMIN, question);
                }
            }
            CommandKind::GetClientVersionPolicy => {
                self.ask(kind, VIEWER, &Cmdlet::GetClientVersionPolicies);
            }
            CommandKind::GetProxyConfiguration => {
                self.ask(kind, VIEWER, &Cmdlet::GetProxyConfigurations);
            }
            CommandKind::GetComplianceConfiguration => {
                self.ask(kind, VIEWER, &Cmdlet::GetComplianceConfigurations);
            }
            CommandKind::ResolveServiceRecords => self.resolve(kind),
            CommandKind::GetGroupChatServices => {
                for server in self.source_servers() {
                    let text = Handed::GetService {
                        server: server.clone(),
                    };
                    // Asked from anywhere: the old server answers over the network.
                    self.add(kind, &server, LOCAL_ADMIN, text.to_powershell());
                }
            }
            CommandKind::StopGroupChatServices => {
                self.group_chat(kind, |name| Handed::StopService { name });
            }
            CommandKind::StartGroupChatServices => {
                self.group_chat(kind, |name| Handed::StartService { name });
            }
            CommandKind::StopChatServices => self.chat_services(kind, |server, name| {
                Handed::StopCsWindowsService { name, server }
            }),
            CommandKind::StartChatServices => self.chat_services(kind, |server, name| {
                Handed::StartCsWindowsService { name, server }
            }),
            CommandKind::GetChatServices => {
                let mut servers: Vec<String> = Vec::new();
                for (server, _) in self.services() {
                    if !servers.contains(&server) {
                        servers.push(server);
                    }
                }
                for server in servers {
                    self.hand(kind, SERVER_ADMIN, &Handed::GetCsWindowsService { server });
                }
            }
            CommandKind::BackUpSourceDatabase => self.back_up_source(kind),
            CommandKind::BackUpTargetDatabase => {
                let statement = SqlStatement::BackUp {
                    database: CHAT_DATABASE.to_owned(),
                    file: target_backup(self.facts),
                };
                self.sql(kind, &self.target_instance(), SQL_BACKUP, &statement);
            }
            CommandKind::RestoreTargetDatabase => {
                let statement = SqlStatement::Restore {
                    database: CHAT_DATABASE.to_owned(),
                    file: target_backup(self.facts),
                };
                self.sql(kind, &self.target_instance(), SQL_RESTORE, &statement);
            }
            CommandKind::ExportData => self.export(kind),
            CommandKind::PreviewImport => self.import(kind, true),
            CommandKind::ImportData => self.import(kind, false),
            CommandKind::CopyFiles => self.copy(kind),
            CommandKind::GetHolders => {
                for address in self.addresses() {
                    let question = Cmdlet::GetAdPrincipals {
                        address: address.clone(),
                    };
                    self.ask(kind, USER_ADMIN, &question);
                    self.ask(kind, USER_ADMIN, &Cmdlet::GetUsers { address });
                }
            }
            CommandKind::NewEndpoint => {
                for sip_address in self.addresses() {
                    let change = Change::CreateEndpoint(EndpointSpec {
                        sip_address,
                        pool: self.facts.target.pool.clone(),
                        display_name: None,
                    });
                    self.ask(kind, CHAT_ADMIN, &Cmdlet::act(&change));
                }
            }
            CommandKind::GetEndpoint => {
                let addresses = self.addresses();
                for address in &addresses {
                    let address = address.clone();
                    self.ask(kind, CHAT_ADMIN, &Cmdlet::GetEndpoint { address });
                }
                if addresses.is_empty() {
                    self.ask(kind, CHAT_ADMIN, &Cmdlet::GetEndpoints { pool: None });
                }
            }
            CommandKind::RemoveEndpoint => {
                for address in self.addresses() {
                    let change = Change::RemoveEndpoint { address };
                    self.ask(kind, CHAT_ADMIN, &Cmdlet::act(&change));
                }
            }
            CommandKind::UpgradeVerifier => {
                let tool = quote(&format!("{TOOLS}\\ChatUpgradeVerifier.exe"));
                let text = tool.map(|tool| format!("& {tool}"));
                let machine = self.target_instance();
                self.add(kind, &machine, SQL_READER, text);
            }
            CommandKind::TestMessage => self.test_message(kind),
            CommandKind::TestClientPath => {
                let host = self.registrar();
                let port = SIP_TLS_PORT;
                self.hand(kind, NOBODY, &Handed::TestConnection { host, port });
            }
            CommandKind::GetTrustedApplications => {
                let pool = || self.source_pool();
                for cmdlet in [
                    Handed::GetTrustedApplicationPool { pool: pool() },
                    Handed::GetTrustedApplication { pool: pool() },
                    Handed::GetTrustedApplicationEndpoint { pool: pool() },
                ] {
                    self.hand(kind, VIEWER, &cmdlet);
                }
            }
            CommandKind::RemoveTrustedApplications => self.remove_source(kind),
            CommandKind::EnableTopology => {
                self.hand(kind, TOPOLOGY_ADMIN, &Handed::EnableTopology);
            }
            CommandKind::EnableChatPolicy => self.enable_policy(kind),
            CommandKind::GetChatPolicy => self.ask(kind, VIEWER, &Cmdlet::GetChatPolicies),
            CommandKind::FindLegacyUsers => {
                let seen = SqlStatement::ClientsSeen {
                    days: DAYS_LOOKED_BACK,
                };
                self.sql(kind, INSTANCE, SQL_READER, &seen);
                let local = format!("{}\\RTCLOCAL", self.registrar());
                self.sql(kind, &local, SQL_READER, &SqlStatement::ClientsNow);
            }
            CommandKind::Own {
                machine,
                role,
                text,
            } => self.made.push(HandedCommand {
                kind: kind.clone(),
                machine: machine.clone(),
                role: role.clone(),
                text: own(text),
            }),
        }
    }

    fn add(
        &mut self,
        kind: &CommandKind,
        machine: &str,
        role: &str,
        text: Result<String, ForbiddenCharacter>,
    ) {
        self.made.push(HandedCommand {
            kind: kind.clone(),
            machine: machine.to_owned(),
            role: role.to_owned(),
            // INVARIANT: a value that could make a command look like another one makes none.
            text: text.ok(),
        });
    }

    /// For the management shell, on any machine that has one.
    fn hand(&mut self, kind: &CommandKind, role: &str, cmdlet: &Handed) {
        let machine = self.registrar();
        self.add(kind, &machine, role, cmdlet.to_powershell());
    }

    /// The same for a cmdlet the console could send itself.
    fn ask(&mut self, kind: &CommandKind, role: &str, cmdlet: &Cmdlet) {
        let machine = self.registrar();
        self.add(kind, &machine, role, cmdlet.to_powershell());
    }

    fn sql(&mut self, kind: &CommandKind, instance: &str, role: &str, statement: &SqlStatement) {
        self.add(kind, instance, role, statement.to_sql());
    }

    fn resolve(&mut self, kind: &CommandKind) {
        let mut domains: Vec<&str> = Vec::new();
        for address in &self.facts.source.lookup_addresses {
            if !domains.contains(&address.domain()) {
                domains.push(address.domain());
            }
        }
        for domain in domains {
            let name = format!("_sipinternaltls._tcp.{domain}");
            let text = Handed::ResolveServiceRecord { name }.to_powershell();
            // As a client's machine sees it.
            self.add(kind, "", NOBODY, text);
        }
    }

    fn group_chat(&mut self, kind: &CommandKind, cmdlet: impl Fn(String) -> Handed) {
        for server in self.source_servers() {
            let text = cmdlet(SERVICE.to_owned()).to_powershell();
            self.add(kind, &server, LOCAL_ADMIN, text);
        }
    }

    fn chat_services(&mut self, kind: &CommandKind, cmdlet: impl Fn(String, String) -> Handed) {
        for (server, service) in self.services() {
            self.hand(kind, SERVER_ADMIN, &cmdlet(server, service));
        }
    }

    fn back_up_source(&mut self, kind: &CommandKind) {
        let source = &self.facts.source;
        let instance = or(&source.sql_instance, INSTANCE).to_owned();
        let mut databases = vec![or(&source.database, DATABASE).to_owned()];
        let compliance = source.compliance_database.trim();
        if !compliance.is_empty() {
            databases.push(compliance.to_owned());
        }
        for database in databases {
            let statement = SqlStatement::BackUp {
                file: source_backup(self.facts, &database),
                database,
            };
            self.sql(kind, &instance, SQL_BACKUP, &statement);
        }
    }

    fn export(&mut self, kind: &CommandKind) {
        let source = &self.facts.source;
        let database = source.database.trim();
        let cmdlet = Handed::ExportChatData {
            instance: or(&source.sql_instance, INSTANCE).to_owned(),
            database: (!database.is_empty()).then(|| database.to_owned()),
            file: export(self.facts),
            start_date: self.facts.cut_off.clone(),
            report: self.report("export"),
        };
        self.hand(kind, CHAT_ADMIN, &cmdlet);
    }

    fn import(&mut self, kind: &CommandKind, what_if: bool) {
        let report = self.report(if what_if { "import-preview" } else { "import" });
        let cmdlet = Handed::ImportChatData {
            instance: self.target_instance(),
            file: export(self.facts),
            report,
            what_if,
        };
        self.hand(kind, CHAT_ADMIN, &cmdlet);
    }

    /// A report that is there already is overwritten, so each attempt writes one of its own: as many came before as
    /// have left their output.
    fn report(&self, name: &str) -> String {
        let attempt = self.item.outputs.len() + 1;
        file(self.facts, &format!("{name}-{attempt}.html"))
    }

    fn copy(&mut self, kind: &CommandKind) {
        let (from, to) = (&self.facts.source.files, &self.facts.target.files);
        let machine = self.source_servers().into_iter().next();
        let log = file(self.facts, "files.log");
        let copy = Robocopy::new(
            or(from, "<folder of uploaded files>"),
            or(to, "<file store of the target pool>"),
            &log,
        );
        self.made.push(HandedCommand {
            kind: kind.clone(),
            machine: machine.unwrap_or_default(),
            role: LOCAL_ADMIN.to_owned(),
            text: copy.ok().and_then(|copy| copy.to_powershell().ok()),
        });
    }

    fn test_message(&mut self, kind: &CommandKind) {
        let mut pilots = self.facts.people.pilots.iter();
        let mut pilot = || {
            let named = pilots.find_map(|name| SipUri::parse(name).ok());
            named.map_or_else(|| USER.to_owned(), |address| address.to_string())
        };
        let (sender, receiver) = (pilot(), pilot());
        let cmdlet = Handed::TestMessage {
            registrar: self.registrar(),
            sender,
            receiver,
        };
        self.hand(kind, SERVER_ADMIN, &cmdlet);
    }

    /// The applications the last reading found, then the pool with whatever is left; each asked about first.
    fn remove_source(&mut self, kind: &CommandKind) {
        let pool = self.source_pool();
        let applications: Vec<String> = self
            .messages()
            .filter_map(|message| match message {
                ReadingMessage::SourceApplication { application, .. } => Some(application.clone()),
                _ => None,
            })
            .collect();
        for what_if in [true, false] {
            for application in &applications {
                let cmdlet = Handed::RemoveTrustedApplication {
                    pool: pool.clone(),
                    application: application.clone(),
                    what_if,
                };
                self.hand(kind, SERVER_ADMIN, &cmdlet);
            }
            let pool = pool.clone();
            let cmdlet = Handed::RemoveTrustedApplicationPool { pool, what_if };
            self.hand(kind, SERVER_ADMIN, &cmdlet);
        }
    }

    /// For everybody, or user by user with a policy of the site's own.
    fn enable_policy(&mut self, kind: &CommandKind) {
        for what_if in [true, false] {
            let cmdlet = Handed::SetChatPolicy {
                identity: "Global".to_owned(),
                is_enabled: true,
                what_if,
            };
            self.hand(kind, USER_ADMIN, &cmdlet);
        }
        let cmdlet = Handed::GrantChatPolicy {
            user: USER.to_owned(),
            policy: POLICY.to_owned(),
        };
        self.hand(kind, USER_ADMIN, &cmdlet);
    }

    /// The servers of the target pool with their chat services, as they were last read.
    fn services(&self) -> Vec<(String, String)> {
        let mut services: Vec<(String, String)> = Vec::new();
        for message in self.messages() {
            if let ReadingMessage::ServiceRuns { server, service }
            | ReadingMessage::ServiceStopped { server, service }
            | ReadingMessage::ServiceBetween {
                server, service, ..
            } = message
            {
                let found = (server.clone(), service.clone());
                if !services.contains(&found) {
                    services.push(found);
                }
            }
        }
        if services.is_empty() {
            services.push((SERVER.to_owned(), SERVICE.to_owned()));
        }
        services
    }

    fn messages(&self) -> impl Iterator<Item = &'a ReadingMessage> {
        let newest = self.item.newest.as_ref();
        let found = newest.into_iter().flat_map(|finding| &finding.messages);
        found.filter_map(|message| match message {
            ChecklistMessage::Reading(message) => Some(message),
            _ => None,
        })
    }

    fn addresses(&self) -> Vec<SipUri> {
        match &self.item.address {
            Some((_, address)) => vec![address.clone()],
            None => self.facts.source.lookup_addresses.clone(),
        }
    }

    fn source_servers(&self) -> Vec<String> {
        let servers = self.facts.source.servers.iter();
        let named: Vec<String> = servers
            .map(|server| server.trim().to_owned())
            .filter(|server| !server.is_empty())
            .collect();
        if named.is_empty() {
            vec![SERVER.to_owned()]
        } else {
            named
        }
    }

    fn source_pool(&self) -> String {
        or(&self.facts.source.pool, SERVER).to_owned()
    }

    fn target_instance(&self) -> String {
        or(&self.facts.target.sql_instance, INSTANCE).to_owned()
    }

    fn registrar(&self) -> String {
        let registrar = self.facts.target.registrar.as_ref();
        registrar.map_or_else(|| REGISTRAR.to_owned(), ToString::to_string)
    }
}

/// A site's own command is shown as it is, in as many lines as it has; what a reader cannot see is not.
fn own(text: &str) -> Option<String> {
    let is_visible = text.lines().all(|line| {
        let line = line.replace('\t', " ");
        first_forbidden(&line).is_none()
    });
    is_visible.then(|| text.to_owned())
}
