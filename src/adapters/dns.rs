//! Who is asked for names: the system's DNS servers, or one that somebody names.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;

const DNS: u16 = 53;

/// For one question to a DNS server of its own, which is asked twice at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asks whom the system asks; `None` when its configuration cannot be read.
pub(super) fn of_system() -> Option<TokioResolver> {
    let builder = TokioResolver::builder_tokio().ok()?;
    builder.build().ok()
}

/// Asks one server and nobody else; `server` is `host` or `host:port`. The error is in the library's words.
pub(super) async fn asking(server: &str) -> Result<TokioResolver, String> {
    let server = address(server).await?;
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = server.port();
        connection
    });
    let name_server = NameServerConfig::new(server.ip(), true, connections.into());
    let config = ResolverConfig::from_name_servers(vec![name_server]);
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    let options = builder.options_mut();
    options.use_hosts_file = ResolveHosts::Never;
    // It is a server of the same network, and somebody waits for it.
    options.timeout = PATIENCE;
    options.attempts = 1;
    builder.build().map_err(|err| err.to_string())
}

async fn address(typed: &str) -> Result<SocketAddr, String> {
    if let Ok(ip) = typed.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, DNS));
    }
    if let Ok(address) = typed.parse() {
        return Ok(address);
    }
    let with_port = match typed.rsplit_once(':') {
        Some(_) => typed.to_owned(),
        None => format!("{typed}:{DNS}"),
    };
    let mut found = tokio::net::lookup_host(with_port)
        .await
        .map_err(|err| err.to_string())?;
    found
        .next()
        .ok_or_else(|| "the name has no address".to_owned())
}
