//! What a server offers in `WWW-Authenticate` (RFC 9110, 11.6.1).
//!
//! A header may hold a list, may be repeated, and quotes may hide commas; Negotiate and NTLM carry their token
//! right behind the name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Servers name three or four; a person reads all of them when none can be used.
const MOST_OFFERS: usize = 32;
/// The longest registered name of a scheme, SCRAM-SHA-256, has 13 characters.
const LONGEST_SCHEME: usize = 64;

/// One way to sign in that the server named, with the handshake token if it carries one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) scheme: String,
    token: Option<String>,
}

impl Offer {
    /// Whether this is the named scheme; names are not case-sensitive.
    pub(crate) fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The token that came with the name: none, some, or not Base64.
    pub(crate) fn token(&self) -> Option<Result<Vec<u8>, base64::DecodeError>> {
        self.token.as_ref().map(|token| STANDARD.decode(token))
    }
}

/// Reads all headers of one answer, in their order.
pub(crate) fn parse<'a>(headers: impl IntoIterator<Item = &'a str>) -> Vec<Offer> {
    headers
        .into_iter()
        .flat_map(items)
        .filter_map(offer)
        .take(MOST_OFFERS)
        .collect()
}

/// Splits at commas outside quotes.
fn items(header: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut escaped = false;
    header
        .split(move |c: char| {
            let escape = quoted && !escaped && c == '\\';
            if c == '"' && !escaped {
                quoted = !quoted;
            }
            escaped = escape;
            c == ',' && !quoted
        })
        .collect()
}

/// An item that opens with a bare word names a scheme; `name=value` belongs to the scheme before it.
fn offer(item: &str) -> Option<Offer> {
    let item = item.trim();
    let (scheme, rest) = item.split_once([' ', '\t']).unwrap_or((item, ""));
    let rest = rest.trim();
    let is_name = (1..=LONGEST_SCHEME).contains(&scheme.len()) && !scheme.contains(['=', '"']);
    if !is_name || rest.starts_with('=') {
        return None;
    }
    let is_token = !rest.is_empty()
        && rest
            .trim_end_matches('=')
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~+/".contains(c));
    Some(Offer {
        scheme: scheme.to_owned(),
        token: is_token.then(|| rest.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Offer, parse};

    fn check(headers: &[&str], expect: &[(&str, Option<&str>)]) {
        let expect: Vec<Offer> = expect
            .iter()
            .map(|(scheme, token)| Offer {
                scheme: (*scheme).to_owned(),
                token: token.map(str::to_owned),
            })
            .collect();
        assert_eq!(parse(headers.iter().copied()), expect, "{headers:?}");
    }

    #[test]
    fn headers_may_be_repeated_or_be_lists() {
        check(
            &["Negotiate", "NTLM"],
            &[("Negotiate", None), ("NTLM", None)],
        );
        check(&["Negotiate, NTLM"], &[("Negotiate", None), ("NTLM", None)]);
        check(
            &["Negotiate,NTLM ,, "],
            &[("Negotiate", None), ("NTLM", None)],
        );
        check(&[], &[]);
        check(&["", ",", " "], &[]);
    }

    #[test]
    fn parameters_are_not_taken_for_schemes() {
        check(
            &["Negotiate, Basic realm=\"NTLM, a \\\" b, Digest\", charset=\"UTF-8\", Kerberos"],
            &[("Negotiate", None), ("Basic", None), ("Kerberos", None)],
        );
        check(&["Digest realm = \"x\", qop = auth"], &[("Digest", None)]);
        check(
            &["Bearer authorization_uri=https://login.example/common"],
            &[("Bearer", None)],
        );
    }

    #[test]
    fn tokens_stay_with_their_scheme() {
        check(
            &["Negotiate oYIB+/A=="],
            &[("Negotiate", Some("oYIB+/A=="))],
        );
        check(
            &["NTLM TlRMTVNTUAAC, Negotiate"],
            &[("NTLM", Some("TlRMTVNTUAAC")), ("Negotiate", None)],
        );
    }

    #[test]
    fn offers_that_nobody_can_read_are_not_kept() {
        assert_eq!(parse([",a".repeat(1000).as_str()]).len(), 32);
        let long = "x".repeat(65);
        check(&[&format!("{long}, NTLM")], &[("NTLM", None)]);
    }

    #[test]
    fn hostile_headers_do_no_harm() {
        check(&["Basic realm=\"never closed, NTLM"], &[("Basic", None)]);
        check(&["===, \"\"\", \\\\,"], &[]);
        let offers = parse(["Negotiate A"]);
        assert!(offers.first().and_then(Offer::token).unwrap().is_err());
        let offers = parse(["negotiate TlRM"]);
        assert!(offers.first().unwrap().is("Negotiate"));
        assert_eq!(
            offers.first().and_then(Offer::token).unwrap().unwrap(),
            b"NTL"
        );
    }
}
