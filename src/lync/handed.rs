//! Cmdlets this console never sends: they are handed to people, who run them on another machine or with rights of
//! their own. Their text comes from typed values all the same.

use super::quoting::{ForbiddenCharacter, quote};

/// One call of one cmdlet. The names of parameters are the documented ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandedCmdlet {
    ExportChatData {
        instance: String,
        database: Option<String>,
        file: String,
        /// Messages before this day are left behind.
        start_date: Option<String>,
        /// Overwritten where it is there already.
        report: String,
    },
    ImportChatData {
        instance: String,
        file: String,
        report: String,
        what_if: bool,
    },
    /// Every service of one server, the ones of Group Chat among them: their names are not documented.
    GetService {
        server: String,
    },
    /// On the server itself.
    StopService {
        name: String,
    },
    StartService {
        name: String,
    },
    /// One service of one server; a wildcard would be another one.
    StopCsWindowsService {
        name: String,
        server: String,
    },
    StartCsWindowsService {
        name: String,
        server: String,
    },
    GetCsWindowsService {
        server: String,
    },
    GetAdminRoleAssignment {
        account: String,
    },
    ResolveServiceRecord {
        name: String,
    },
    TestConnection {
        host: String,
        port: u16,
    },
    TestMessage {
        registrar: String,
        sender: String,
        receiver: String,
    },
    GetTrustedApplicationPool {
        pool: String,
    },
    GetTrustedApplication {
        pool: String,
    },
    GetTrustedApplicationEndpoint {
        pool: String,
    },
    RemoveTrustedApplication {
        pool: String,
        application: String,
        what_if: bool,
    },
    /// With its computers, applications and endpoints.
    RemoveTrustedApplicationPool {
        pool: String,
        what_if: bool,
    },
    EnableTopology,
    SetChatPolicy {
        identity: String,
        is_enabled: bool,
        what_if: bool,
    },
    GrantChatPolicy {
        user: String,
        policy: String,
    },
}

#[derive(Clone, Copy)]
enum Argument<'a> {
    Text(&'a str),
    Number(u16),
    Truth(bool),
    Switch,
}

impl HandedCmdlet {
    pub fn name(&self) -> &'static str {
        match self {
            Self::ExportChatData { .. } => "Export-CsPersistentChatData",
            Self::ImportChatData { .. } => "Import-CsPersistentChatData",
            Self::GetService { .. } => "Get-Service",
            Self::StopService { .. } => "Stop-Service",
            Self::StartService { .. } => "Start-Service",
            Self::StopCsWindowsService { .. } => "Stop-CsWindowsService",
            Self::StartCsWindowsService { .. } => "Start-CsWindowsService",
            Self::GetCsWindowsService { .. } => "Get-CsWindowsService",
            Self::GetAdminRoleAssignment { .. } => "Get-CsAdminRoleAssignment",
            Self::ResolveServiceRecord { .. } => "Resolve-DnsName",
            Self::TestConnection { .. } => "Test-NetConnection",
            Self::TestMessage { .. } => "Test-CsPersistentChatMessage",
            Self::GetTrustedApplicationPool { .. } => "Get-CsTrustedApplicationPool",
            Self::GetTrustedApplication { .. } => "Get-CsTrustedApplication",
            Self::GetTrustedApplicationEndpoint { .. } => "Get-CsTrustedApplicationEndpoint",
            Self::RemoveTrustedApplication { .. } => "Remove-CsTrustedApplication",
            Self::RemoveTrustedApplicationPool { .. } => "Remove-CsTrustedApplicationPool",
            Self::EnableTopology => "Enable-CsTopology",
            Self::SetChatPolicy { .. } => "Set-CsPersistentChatPolicy",
            Self::GrantChatPolicy { .. } => "Grant-CsPersistentChatPolicy",
        }
    }

    /// The command as an administrator would type it. Where a cmdlet asks before it acts, it is left to ask.
    pub fn to_powershell(&self) -> Result<String, ForbiddenCharacter> {
        use Argument::{Number, Switch, Text, Truth};
        let mut line = Line(self.name().to_owned());
        match self {
            Self::ExportChatData {
                instance,
                database,
                file,
                start_date,
                report,
            } => {
                line.add("DBInstance", Text(instance))?;
                if let Some(database) = database {
                    line.add("DBName", Text(database))?;
                }
                line.add("FileName", Text(file))?;
                if let Some(date) = start_date {
                    line.add("StartDate", Text(date))?;
                }
                line.add("Report", Text(report))?;
            }
            Self::ImportChatData {
                instance,
                file,
                report,
                what_if,
            } => {
                line.add("DBInstance", Text(instance))?;
                line.add("FileName", Text(file))?;
                line.add("Report", Text(report))?;
                line.what_if(*what_if)?;
            }
            Self::GetService { server } => line.add("ComputerName", Text(server))?,
            Self::StopService { name } | Self::StartService { name } => {
                line.add("Name", Text(name))?;
            }
            Self::StopCsWindowsService { name, server }
            | Self::StartCsWindowsService { name, server } => {
                line.add("Name", Text(name))?;
                line.add("ComputerName", Text(server))?;
            }
            Self::GetCsWindowsService { server } => {
                line.add("ComputerName", Text(server))?;
                line.add("ExcludeActivityLevel", Switch)?;
            }
            Self::GetAdminRoleAssignment { account } => line.add("Identity", Text(account))?,
            Self::ResolveServiceRecord { name } => {
                line.add("Name", Text(name))?;
                line.add("Type", Text("SRV"))?;
            }
            Self::TestConnection { host, port } => {
                line.add("ComputerName", Text(host))?;
                line.add("Port", Number(*port))?;
            }
            Self::TestMessage {
                registrar,
                sender,
                receiver,
            } => {
                line.add("TargetFqdn", Text(registrar))?;
                line.add("SenderSipAddress", Text(sender))?;
                line.add("ReceiverSipAddress", Text(receiver))?;
            }
            Self::GetTrustedApplicationPool { pool } => line.add("Identity", Text(pool))?,
            Self::GetTrustedApplication { pool } | Self::GetTrustedApplicationEndpoint { pool } => {
                line.add("TrustedApplicationPoolFqdn", Text(pool))?;
            }
            Self::RemoveTrustedApplication {
                pool,
                application,
                what_if,
            } => {
                line.add("Identity", Text(&format!("{pool}/{application}")))?;
                line.what_if(*what_if)?;
            }
            Self::RemoveTrustedApplicationPool { pool, what_if } => {
                line.add("Identity", Text(pool))?;
                line.what_if(*what_if)?;
            }
            Self::EnableTopology => {}
            Self::SetChatPolicy {
                identity,
                is_enabled,
                what_if,
            } => {
                line.add("Identity", Text(identity))?;
                line.add("EnablePersistentChat", Truth(*is_enabled))?;
                line.what_if(*what_if)?;
            }
            Self::GrantChatPolicy { user, policy } => {
                line.add("Identity", Text(user))?;
                line.add("PolicyName", Text(policy))?;
            }
        }
        Ok(line.0)
    }
}

struct Line(String);

impl Line {
    fn add(&mut self, name: &str, value: Argument<'_>) -> Result<(), ForbiddenCharacter> {
        let argument = match value {
            Argument::Text(text) => format!(" -{name} {}", quote(text)?),
            Argument::Number(number) => format!(" -{name} {number}"),
            Argument::Truth(true) => format!(" -{name} $true"),
            Argument::Truth(false) => format!(" -{name} $false"),
            Argument::Switch => format!(" -{name}"),
        };
        self.0.push_str(&argument);
        Ok(())
    }

    fn what_if(&mut self, is_asked: bool) -> Result<(), ForbiddenCharacter> {
        if is_asked {
            self.add("WhatIf", Argument::Switch)?;
        }
        Ok(())
    }
}
