//! What a user name means to Kerberos: a name and the realm that knows it.
//!
//! `user@domain` goes out whole, as Active Directory looks it up (an enterprise name, RFC 6806 5), and then as the
//! name before the at sign, as other domain controllers know it. `DOMAIN\user` carries the short name of a domain,
//! which is no realm: the server's own DNS domain says which one is meant.

use sspi::kerberos::client::principal::get_client_principal_realm;

/// A name to ask a domain controller about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Principal {
    /// With an at sign in it, an enterprise name.
    pub(super) name: String,
    pub(super) domain: String,
}

impl Principal {
    /// As sspi makes it: from `krb5.conf` where that maps the domain, else in upper case.
    pub(super) fn realm(&self) -> String {
        get_client_principal_realm(&self.name, &self.domain)
    }
}

/// What may be meant, the likeliest first.
pub(super) fn candidates(user: &str, host: &str) -> Vec<Principal> {
    let user = user.trim();
    let near = domain_of(host);
    let mut found: Vec<(&str, &str)> = Vec::new();
    if let Some((domain, name)) = user.split_once('\\') {
        if domain.is_empty() || domain == "." {
            found.push((name, near));
        } else if domain.contains('.') {
            found.push((name, domain));
        } else {
            found.push((name, meant(domain, near)));
            found.push((name, domain));
        }
    } else if let Some((name, domain)) = user.rsplit_once('@') {
        found.push((user, domain));
        found.push((name, domain));
        // The part after the at sign need not be a realm: administrators may add others.
        found.push((user, near));
    } else {
        found.push((user, near));
    }
    let mut principals: Vec<Principal> = Vec::new();
    for (name, domain) in found {
        let principal = Principal {
            name: name.to_owned(),
            domain: domain.to_owned(),
        };
        if !name.is_empty() && !domain.is_empty() && !principals.contains(&principal) {
            principals.push(principal);
        }
    }
    principals
}

/// The DNS domain of a server; none for an address or a bare name.
fn domain_of(host: &str) -> &str {
    match host.split_once('.') {
        Some((_, domain)) if host.parse::<std::net::IpAddr>().is_err() => domain,
        _ => "",
    }
}

/// The part of the server's domain that begins with the short name, or the whole of it: `CONTOSO` on a server in
/// `emea.contoso.com` is `contoso.com`.
fn meant<'a>(short: &str, near: &'a str) -> &'a str {
    let mut rest = near;
    loop {
        let (first, parent) = rest.split_once('.').unwrap_or((rest, ""));
        if first.eq_ignore_ascii_case(short) && !parent.is_empty() {
            return rest;
        }
        if parent.is_empty() {
            return near;
        }
        rest = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::candidates;

    fn check(user: &str, host: &str, expect: &[(&str, &str)]) {
        let found: Vec<(String, String)> = candidates(user, host)
            .into_iter()
            .map(|principal| (principal.name, principal.domain))
            .collect();
        let expect: Vec<(String, String)> = expect
            .iter()
            .map(|(name, domain)| ((*name).to_owned(), (*domain).to_owned()))
            .collect();
        assert_eq!(found, expect, "{user} {host}");
    }

    #[test]
    fn a_short_domain_name_is_looked_for_in_the_servers_own() {
        check(
            "CONTOSO\\admin",
            "fe01.contoso.example",
            &[("admin", "contoso.example"), ("admin", "CONTOSO")],
        );
        check(
            "contoso\\admin",
            "fe01.emea.contoso.example",
            &[("admin", "contoso.example"), ("admin", "contoso")],
        );
        check(
            "FABRIKAM\\admin",
            "fe01.emea.contoso.example",
            &[("admin", "emea.contoso.example"), ("admin", "FABRIKAM")],
        );
        check("CONTOSO\\admin", "localhost", &[("admin", "CONTOSO")]);
        check(
            "contoso.example\\admin",
            "localhost",
            &[("admin", "contoso.example")],
        );
    }

    #[test]
    fn a_name_with_an_at_sign_goes_out_whole_first() {
        check(
            "admin@contoso.example",
            "fe01.corp.example",
            &[
                ("admin@contoso.example", "contoso.example"),
                ("admin", "contoso.example"),
                ("admin@contoso.example", "corp.example"),
            ],
        );
        check(
            "admin@contoso.example",
            "10.0.0.1",
            &[
                ("admin@contoso.example", "contoso.example"),
                ("admin", "contoso.example"),
            ],
        );
    }

    #[test]
    fn a_bare_name_belongs_to_the_servers_domain() {
        check(
            "admin",
            "fe01.contoso.example",
            &[("admin", "contoso.example")],
        );
        check(
            ".\\admin",
            "fe01.contoso.example",
            &[("admin", "contoso.example")],
        );
        check("admin", "fe01", &[]);
        check("admin", "::1", &[]);
        check(
            "@contoso.example",
            "fe01",
            &[("@contoso.example", "contoso.example")],
        );
    }
}
