//! The words of the command line. They are the same in every language.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

use super::migration_arguments::MigrationCommand;
use crate::domain::{
    Authentication, Fqdn, FqdnProblem, LabFault, Language, ServiceName, SipUri, Statement,
};
use crate::lab::{DirectoryRole, Role};

/// Admin console for Persistent Chat legacy endpoints. Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "pchat-console", version)]
pub(super) struct Arguments {
    /// Language of the window and of texts; the system's by default
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(super) lang: Option<Tag>,
    /// Folder for settings, profiles, plans, journal and logs
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(super) data_dir: Option<PathBuf>,
    /// How the window is drawn; wgpu first, then glow, by default
    #[arg(long)]
    pub(super) renderer: Option<Renderer>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Tag {
    Ko,
    Ja,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Renderer {
    Wgpu,
    Glow,
}

/// What the window is started with.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    pub language: Option<Language>,
    pub data_dir: Option<PathBuf>,
    pub renderer: Option<Renderer>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List pools, endpoints and SIP domains
    Inventory(InventoryCommand),
    /// Create or remove a legacy endpoint
    #[command(subcommand)]
    Endpoint(EndpointCommand),
    /// List the servers of a pool with their services and replicas, and what the pool holds
    Pool(PoolCommand),
    /// Swap the address of the Lookup account for a legacy endpoint, and go back
    #[command(subcommand)]
    Swap(SwapCommand),
    /// List what surrounds the pools: topology, replicas, and settings that concern clients
    Deployment(DeploymentCommand),
    /// Carry out a migration from Group Chat as a project: checklist, journal, evidence, record
    #[command(subcommand)]
    Migration(MigrationCommand),
    /// Start or stop one service of one server
    #[command(subcommand)]
    Service(ServiceCommand),
    /// Test the exchange of messages
    #[command(subcommand)]
    Message(MessageCommand),
    /// Ask Active Directory
    #[command(subcommand)]
    Directory(DirectoryCommand),
    /// Test a connection
    #[command(subcommand)]
    Connection(ConnectionCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum MessageCommand {
    /// Let two users exchange a message in a chat room, where it stays; this takes the path of Lync 2013 clients and says
    /// nothing about a legacy endpoint
    Test(MessageTestCommand),
}

#[derive(Debug, Args)]
pub(super) struct MessageTestCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    /// Registrar pool both users sign in to
    #[arg(long, value_name = "FQDN", value_parser = fqdn)]
    pub(super) registrar: Fqdn,
    #[arg(long, value_name = "ADDRESS", value_parser = sip_uri)]
    pub(super) sender: SipUri,
    #[arg(long, value_name = "ADDRESS", value_parser = sip_uri)]
    pub(super) receiver: SipUri,
    /// A chat room, such as pchat01.contoso.com\\Announcements; the server chooses one by default
    #[arg(long, value_name = "POOL\\NAME")]
    pub(super) room: Option<String>,
    /// Sign the sender in as DOMAIN\\user, with the password from the next line of standard input; by default the server
    /// signs both in by its own trust
    #[arg(long, value_name = "USER", requires = "receiver_user")]
    pub(super) sender_user: Option<String>,
    /// Sign the receiver in, with the password from the line after that
    #[arg(long, value_name = "USER", requires = "sender_user")]
    pub(super) receiver_user: Option<String>,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConnectionCommand {
    /// Test a connection layer by layer; the exit code names the layer that failed: 10 name resolution, 11 TCP, 12 TLS,
    /// 13 sign-in, 14 session, 15 rights
    Test(TestCommand),
}

#[derive(Debug, Args)]
pub(super) struct TestCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Subcommand)]
pub(super) enum EndpointCommand {
    /// Create a legacy endpoint for a pool
    New(NewCommand),
    /// Remove a legacy endpoint
    Remove(RemoveCommand),
}

#[derive(Debug, Subcommand)]
pub(super) enum ServiceCommand {
    /// Start a service
    Start(ServiceArguments),
    /// Stop a service; the services that depend on it stop too
    Stop(StopCommand),
}

#[derive(Debug, Args)]
pub(super) struct PoolCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    /// Persistent Chat pool to read
    #[arg(long, value_name = "FQDN", value_parser = fqdn)]
    pub(super) pool: Fqdn,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct DeploymentCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ServiceArguments {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
    /// Server the service runs on
    #[arg(long, value_name = "FQDN", value_parser = fqdn)]
    pub(super) server: Fqdn,
    /// Short name of the service, as `pool` lists it
    #[arg(long, value_name = "NAME")]
    pub(super) service: ServiceName,
}

#[derive(Debug, Args)]
pub(super) struct StopCommand {
    #[command(flatten)]
    pub(super) what: ServiceArguments,
    /// The server again, as a confirmation; not needed with --what-if
    #[arg(long, value_name = "FQDN", value_parser = fqdn, required_unless_present = "what_if")]
    pub(super) confirm: Option<Fqdn>,
}

#[derive(Debug, Subcommand)]
pub(super) enum SwapCommand {
    /// Free the address of the account and create the endpoint
    Start(Box<SwapStartCommand>),
    /// Go on with a swap, or a way back, that was interrupted
    Continue(SwapRecordCommand),
    /// Leave the step that was refused to somebody else: write the lines that do it, and wait until it is done
    HandOver(SwapRecordCommand),
    /// Take the endpoint away and give the account its address again
    Back(SwapRecordCommand),
    /// Say where a swap stands in Active Directory and in the deployment, and what fits
    Status(SwapRecordCommand),
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("freeing").required(true).args(["rename_to", "remove_from_lync", "delete_account"])))]
pub(super) struct SwapStartCommand {
    #[command(flatten)]
    pub(super) sides: SidesArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
    /// Address the Lookup account holds, such as sip:ocschat@contoso.com
    #[arg(long, value_name = "ADDRESS", value_parser = sip_uri)]
    pub(super) sip_address: SipUri,
    /// The same address again, as a confirmation; not needed with --what-if
    #[arg(long, value_name = "ADDRESS", value_parser = sip_uri, required_unless_present = "what_if")]
    pub(super) confirm: Option<SipUri>,
    /// Give the account this address instead (Set-CsUser); account, registrar pool and policies stay
    #[arg(long, value_name = "ADDRESS", value_parser = sip_uri)]
    pub(super) rename_to: Option<SipUri>,
    /// Remove the account from Lync (Disable-CsUser); its policies and its data there are gone
    #[arg(long)]
    pub(super) remove_from_lync: bool,
    /// Delete the account in Active Directory; without the recycle bin there is no way back
    #[arg(long)]
    pub(super) delete_account: bool,
    /// Let somebody else free the address, and wait until it is free
    #[arg(long)]
    pub(super) hand_over: bool,
    /// Persistent Chat pool the endpoint points to
    #[arg(long, value_name = "FQDN")]
    pub(super) pool: String,
    /// Display name of the contact object
    #[arg(long, value_name = "NAME")]
    pub(super) display_name: Option<String>,
    /// AD site whose controllers are waited for; may be repeated. Found from the pool's site by default
    #[arg(long, value_name = "SITE")]
    pub(super) site: Vec<String>,
    /// Who confirmed what the next two options say
    #[arg(long, value_name = "NAME")]
    pub(super) attested_by: String,
    /// Group Chat is stopped on all servers; the output that shows it
    #[arg(long, value_name = "OUTPUT")]
    pub(super) group_chat_stopped: String,
    /// Nobody is connected any more; the output that shows it
    #[arg(long, value_name = "OUTPUT")]
    pub(super) nobody_connected: String,
    /// Whether a service of Group Chat signs in to Windows with the account
    #[arg(long, value_name = "ANSWER", default_value = "not-known")]
    pub(super) service_logon: Answer,
    /// Whether SQL Server knows the account as a login
    #[arg(long, value_name = "ANSWER", default_value = "not-known")]
    pub(super) sql_login: Answer,
}

#[derive(Debug, Args)]
pub(super) struct SwapRecordCommand {
    #[command(flatten)]
    pub(super) sides: SidesArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
    /// Plan in the journal; the newest swap by default
    #[arg(long, value_name = "ID")]
    pub(super) plan: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Answer {
    NotKnown,
    Yes,
    No,
}

/// A deployment and the directory beside it.
#[derive(Debug, Args)]
pub(super) struct SidesArguments {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[command(flatten)]
    pub(super) directory: DirectoryArguments,
}

#[derive(Debug, Args)]
pub(super) struct DirectoryArguments {
    /// Domain controller: a name, <ldaps://dc01.contoso.com>, or <ldap://dc01.contoso.com>, which means `StartTLS`
    #[arg(long, value_name = "HOST")]
    pub(super) directory: Option<String>,
    /// Find a domain controller of this domain; of this computer's by default
    #[arg(long, value_name = "FQDN", value_parser = fqdn, conflicts_with = "directory")]
    pub(super) directory_domain: Option<Fqdn>,
    /// user@domain or DOMAIN\\user; whoever runs this program by default
    #[arg(long, value_name = "USER", requires = "directory_password_stdin")]
    pub(super) directory_user: Option<String>,
    /// Read the directory's password from the next line of standard input
    #[arg(long)]
    pub(super) directory_password_stdin: bool,
    /// Certificates of your company's authorities (PEM), added to the system's
    #[arg(long, value_name = "FILE")]
    pub(super) directory_ca_file: Option<PathBuf>,
    /// DNS server to ask for domain controllers
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(super) directory_dns: Option<String>,
}

impl DirectoryArguments {
    /// Whether any of its options was given.
    pub(super) fn is_named(&self) -> bool {
        self.directory.is_some()
            || self.directory_domain.is_some()
            || self.directory_user.is_some()
            || self.directory_ca_file.is_some()
            || self.directory_dns.is_some()
    }
}

/// A directory alone.
#[derive(Debug, Args)]
pub(super) struct DirectoryConnectionArguments {
    /// Use the embedded lab's directory
    #[arg(long, conflicts_with_all = ["directory", "directory_domain", "directory_user"])]
    pub(super) lab: bool,
    #[command(flatten)]
    pub(super) directory: DirectoryArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum DirectoryCommand {
    /// Tell who holds a SIP address, in the domain and the configuration partitions, deleted objects too
    Holders(DirectoryHoldersCommand),
    /// Tell the forest, its Lync schema, its recycle bin and its domain controllers
    Show(DirectoryShowCommand),
}

#[derive(Debug, Args)]
pub(super) struct DirectoryHoldersCommand {
    #[command(flatten)]
    pub(super) connection: DirectoryConnectionArguments,
    /// Address to look for, such as sip:ocschat@contoso.com
    #[arg(value_name = "ADDRESS", value_parser = sip_uri)]
    pub(super) address: SipUri,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct DirectoryShowCommand {
    #[command(flatten)]
    pub(super) connection: DirectoryConnectionArguments,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct InventoryCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct NewCommand {
    #[command(flatten)]
    pub(super) sides: SidesArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
    /// Address legacy clients look for, such as sip:ocschat@contoso.com
    #[arg(long, value_name = "ADDRESS")]
    pub(super) sip_address: String,
    /// Persistent Chat pool the endpoint points to
    #[arg(long, value_name = "FQDN")]
    pub(super) pool: String,
    /// Display name of the contact object
    #[arg(long, value_name = "NAME")]
    pub(super) display_name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RemoveCommand {
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
    /// Address of the legacy endpoint to remove
    #[arg(long, value_name = "ADDRESS")]
    pub(super) sip_address: String,
    /// The same address again, as a confirmation; not needed with --what-if
    #[arg(long, value_name = "ADDRESS", required_unless_present = "what_if")]
    pub(super) confirm: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ActArguments {
    /// Ask the server what would be done, and change nothing
    #[arg(long)]
    pub(super) what_if: bool,
    /// How long to wait until the server shows the change, or until somebody else made it; two minutes and an hour by
    /// default
    #[arg(long, value_name = "SECONDS")]
    pub(super) wait: Option<u64>,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("deployment").required(true).args(["lab", "uri"])))]
#[command(group(ArgGroup::new("who").args(["user", "current_user"])))]
pub(super) struct ConnectionArguments {
    /// Use the embedded lab deployment
    #[arg(long)]
    pub(super) lab: bool,
    /// Remote PowerShell of a Front End Server or Director, such as <https://fe01.contoso.com/OcsPowershell>
    #[arg(long, value_name = "URL", requires = "who")]
    pub(super) uri: Option<String>,
    /// How to sign in
    #[arg(long, default_value = "negotiate")]
    pub(super) auth: Auth,
    /// DOMAIN\user or user@domain
    #[arg(long, requires = "password_stdin")]
    pub(super) user: Option<String>,
    /// Sign in as whoever runs this program, with Kerberos over https
    #[arg(long)]
    pub(super) current_user: bool,
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub(super) password_stdin: bool,
    /// Domain controller to get Kerberos tickets from, where it is not to be found out
    #[arg(long, value_name = "HOST[:PORT]", requires = "uri")]
    pub(super) kdc: Option<String>,
    /// Certificates of your company's authorities (PEM), added to the system's
    #[arg(long, value_name = "FILE")]
    pub(super) ca_file: Option<PathBuf>,
    /// Write down what the session says and hears, without secrets, in a new file
    #[arg(long, value_name = "FILE", requires = "uri")]
    pub(super) transcript: Option<PathBuf>,
    /// Let the next change in the lab meet a fault: refuse, time-out, drop-after-act or slow
    #[arg(long, value_name = "NAME", requires = "lab")]
    pub(super) lab_fault: Option<LabFault>,
    /// What the lab's caller may do
    #[arg(long, value_name = "ROLE", requires = "lab")]
    pub(super) lab_role: Option<LabRole>,
    /// What the account of the lab's directory may do
    #[arg(long, value_name = "ROLE", requires = "lab")]
    pub(super) lab_directory_role: Option<LabDirectoryRole>,
    /// Whether the lab's directory has a recycle bin
    #[arg(long, value_name = "STATE", requires = "lab")]
    pub(super) lab_recycle_bin: Option<LabRecycleBin>,
    /// Grow the lab to so many pools
    #[arg(long, value_name = "NUMBER", requires = "lab")]
    pub(super) lab_pools: Option<usize>,
    /// Grow the lab to so many endpoints
    #[arg(long, value_name = "NUMBER", requires = "lab")]
    pub(super) lab_endpoints: Option<usize>,
    /// Seed the lab grows from
    #[arg(long, value_name = "NUMBER", requires = "lab", default_value_t = 1)]
    pub(super) lab_seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Auth {
    /// Kerberos, offered as Negotiate or as Kerberos
    Negotiate,
    /// The same, and NTLM where Kerberos has no ticket
    NegotiateOrNtlm,
    Kerberos,
    Ntlm,
    /// For tests, over TLS or to this computer
    Basic,
    /// For tests, to this computer
    Nobody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LabRole {
    Administrator,
    /// `CsPersistentChatAdministrator`: endpoints, but neither servers nor users
    PersistentChatAdministrator,
    /// `CsUserAdministrator`: users, but neither servers nor endpoints
    UserAdministrator,
    /// `CsServerAdministrator`: services and replication, but neither users nor endpoints
    ServerAdministrator,
    /// Sees everything and changes nothing
    ViewOnly,
    /// Changes endpoints, but reads neither SIP domains nor other objects
    EndpointsOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LabDirectoryRole {
    Administrator,
    /// Changes SIP addresses and deletes nothing
    SipOperator,
    /// Sees everything and changes nothing
    HelpDesk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LabRecycleBin {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Table,
    Json,
}

fn sip_uri(text: &str) -> Result<SipUri, String> {
    SipUri::parse(text).map_err(|problem| problem.to_string())
}

fn fqdn(text: &str) -> Result<Fqdn, String> {
    Fqdn::parse(text).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(FqdnProblem::to_string).collect();
        problems.join("; ")
    })
}

impl From<Tag> for Language {
    fn from(tag: Tag) -> Self {
        match tag {
            Tag::Ko => Self::Korean,
            Tag::Ja => Self::Japanese,
            Tag::En => Self::English,
        }
    }
}

impl From<Answer> for Statement {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::NotKnown => Self::NotKnown,
            Answer::Yes => Self::Yes,
            Answer::No => Self::No,
        }
    }
}

impl From<LabRole> for Role {
    fn from(role: LabRole) -> Self {
        match role {
            LabRole::Administrator => Self::Administrator,
            LabRole::PersistentChatAdministrator => Self::PersistentChatAdministrator,
            LabRole::UserAdministrator => Self::UserAdministrator,
            LabRole::ServerAdministrator => Self::ServerAdministrator,
            LabRole::ViewOnly => Self::ViewOnly,
            LabRole::EndpointsOnly => Self::EndpointsOnly,
        }
    }
}

impl From<LabDirectoryRole> for DirectoryRole {
    fn from(role: LabDirectoryRole) -> Self {
        match role {
            LabDirectoryRole::Administrator => Self::Administrator,
            LabDirectoryRole::SipOperator => Self::SipOperator,
            LabDirectoryRole::HelpDesk => Self::HelpDesk,
        }
    }
}

impl From<Auth> for Authentication {
    fn from(auth: Auth) -> Self {
        match auth {
            Auth::Negotiate => Self::Negotiate {
                ntlm_allowed: false,
            },
            Auth::NegotiateOrNtlm => Self::Negotiate { ntlm_allowed: true },
            Auth::Kerberos => Self::Kerberos,
            Auth::Ntlm => Self::Ntlm,
            Auth::Basic => Self::Basic,
            Auth::Nobody => Self::Nobody,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_password_is_never_an_argument() {
        let parsed = Arguments::try_parse_from(
            "pchat-console inventory --uri https://fe01/OcsPowershell --user a --password b"
                .split(' '),
        );
        assert!(parsed.is_err());
    }

    #[test]
    fn removing_needs_the_address_twice() {
        let line = "pchat-console endpoint remove --lab --sip-address sip:a@contoso.com";
        assert!(Arguments::try_parse_from(line.split(' ')).is_err());
        assert!(
            Arguments::try_parse_from(format!("{line} --confirm sip:a@contoso.com").split(' '))
                .is_ok()
        );
        assert!(Arguments::try_parse_from(format!("{line} --what-if").split(' ')).is_ok());
    }

    #[test]
    fn stopping_a_service_needs_its_server_twice_and_no_name_is_a_wildcard() {
        let line = "pchat-console service stop --lab --server pc01.contoso.com --service LABCHAT";
        let parse = |line: &str| Arguments::try_parse_from(line.split(' '));
        assert!(parse(line).is_err());
        assert!(parse(&format!("{line} --confirm pc01.contoso.com")).is_ok());
        assert!(parse(&format!("{line} --what-if")).is_ok());
        let start = line.replace("stop", "start");
        assert!(parse(&start).is_ok());
        for several in ["*", "LAB?", "LAB[A-Z]"] {
            assert!(
                parse(&start.replace("LABCHAT", several)).is_err(),
                "{several}"
            );
        }
        let nameless = "pchat-console service start --lab --server pc01.contoso.com";
        assert!(parse(nameless).is_err());
        assert!(parse(&format!("{nameless} --service=")).is_err());
    }
}
