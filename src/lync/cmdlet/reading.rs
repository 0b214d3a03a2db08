//! Questions: cmdlets that change nothing.

use super::{Argument, Cmdlet, NAMES, Parameter, switch, text};

pub(super) fn parameters(question: &Cmdlet) -> Vec<Parameter> {
    match question {
        Cmdlet::GetPersistentChatServices => vec![switch("PersistentChatServer", true)],
        Cmdlet::GetRegistrars => vec![switch("Registrar", true)],
        Cmdlet::GetEndpoints { pool: Some(pool) }
        | Cmdlet::GetCategories { pool }
        | Cmdlet::GetRooms { pool }
        | Cmdlet::GetAddins { pool } => vec![text("PersistentChatPoolFqdn", pool)],
        Cmdlet::GetCommands => vec![Parameter {
            name: "Name",
            value: Argument::List(NAMES.map(str::to_owned).to_vec()),
        }],
        Cmdlet::GetUser { account } => vec![text("Identity", account)],
        Cmdlet::GetEndpoint { address } => vec![text("Identity", address)],
        Cmdlet::GetAdPrincipals { address } | Cmdlet::GetUsers { address } => {
            vec![text("Filter", format_args!("SipAddress -eq \"{address}\""))]
        }
        // Asking every service how busy it is takes long, and nobody wants to know here.
        Cmdlet::GetWindowsServices { server } => {
            vec![
                text("ComputerName", server),
                switch("ExcludeActivityLevel", true),
            ]
        }
        Cmdlet::GetReplicationStatus {
            replica: Some(replica),
        } => vec![text("ReplicaFqdn", replica)],
        _ => Vec::new(),
    }
}
