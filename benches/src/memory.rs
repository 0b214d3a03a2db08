//! How much memory reading a large deployment takes, from the socket to the domain values.

use std::time::Duration;

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{Access, Account, Authentication, Dial, Recording, Secret};
use pchat_console::ports::{Call, Cancel, Deployment as _};

use crate::wire::Server;
use crate::{Outcome, corpus, counting};

pub fn run() -> Outcome {
    let server = Server::start()?;
    let dial = Dial {
        uri: server.uri.clone(),
        account: Account::Named {
            user: "CONTOSO\\bench".to_owned(),
            password: Secret::new("loopback"),
        },
        authentication: Authentication::Basic,
        ca_file: None,
        kdc: None,
        recording: Recording::Off,
        access: Access::ReadOnly,
    };
    let call = Call::new(Duration::from_mins(2), &Cancel::default());

    counting::start();
    let mut live = RemotePowerShell::connect(&dial, &call)?;
    let before = counting::live();
    let inventory = live.inventory(&call)?;
    let peak = counting::peak() - before;
    let endpoints = inventory.endpoints;
    if endpoints.len() != corpus::ENDPOINTS {
        return Err(format!("{} endpoints: {:?}", endpoints.len(), inventory.notices).into());
    }
    let with_endpoints = counting::live();
    drop(endpoints);
    let kept = with_endpoints - counting::live();

    println!(
        "memory: {} endpoints read through HTTP on loopback",
        corpus::ENDPOINTS
    );
    println!("  kept as domain values {:8.1} MB", megabytes(kept));
    println!("  most at any moment    {:8.1} MB", megabytes(peak));
    println!(
        "  peak, as a multiple of what is kept: {:.2} (below 3)",
        ratio(peak, kept)
    );
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a figure to show")]
fn megabytes(bytes: isize) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a figure to show")]
fn ratio(part: isize, whole: isize) -> f64 {
    part as f64 / whole as f64
}
