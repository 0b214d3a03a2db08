//! Which of the ways a server offers are taken, and in which order.

use super::offers::Offer;
use crate::domain::Authentication;

/// The name under which a token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Negotiate,
    Kerberos,
    Ntlm,
    Basic,
}

/// What makes the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    Kerberos,
    Ntlm,
    Password,
}

/// One way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Method {
    pub(crate) scheme: Scheme,
    pub(crate) package: Package,
    /// Whether the package's tokens are wrapped in SPNEGO.
    pub(crate) is_wrapped: bool,
}

impl Scheme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "Negotiate",
            Self::Kerberos => "Kerberos",
            Self::Ntlm => "NTLM",
            Self::Basic => "Basic",
        }
    }
}

impl Method {
    pub(crate) const BASIC: Self = Self {
        scheme: Scheme::Basic,
        package: Package::Password,
        is_wrapped: false,
    };

    /// For people, such as `Kerberos in SPNEGO`.
    pub(crate) fn words(self) -> &'static str {
        match (self.package, self.is_wrapped) {
            (Package::Kerberos, true) => "Kerberos in SPNEGO",
            (Package::Kerberos, false) => "Kerberos",
            (Package::Ntlm, true) => "NTLM in SPNEGO",
            (Package::Ntlm, false) => "NTLM",
            (Package::Password, _) => "Basic",
        }
    }
}

/// The ways to try, the best first; a later one only where an earlier one cannot be walked.
///
/// Sealed bodies inside SPNEGO count their messages differently with NTLM (its code over the mechanism list is message
/// 0, and sspi cannot be told so). Servers take NTLM's own tokens under `Negotiate`, too, so that is what is sent
/// there.
pub(crate) fn candidates(
    authentication: Authentication,
    offers: &[Offer],
    is_sealed: bool,
) -> Vec<Method> {
    let (kerberos, ntlm, basic) = match authentication {
        Authentication::Negotiate { ntlm_allowed } => (true, ntlm_allowed, false),
        Authentication::Kerberos => (true, false, false),
        Authentication::Ntlm => (false, true, false),
        Authentication::Basic => (false, false, true),
        Authentication::Nobody => (false, false, false),
    };
    let best = |schemes: &[Scheme]| {
        schemes
            .iter()
            .copied()
            .find(|scheme| offers.iter().any(|offer| offer.is(scheme.name())))
    };
    let mut methods = Vec::new();
    if kerberos && let Some(scheme) = best(&[Scheme::Negotiate, Scheme::Kerberos]) {
        methods.push(Method {
            scheme,
            package: Package::Kerberos,
            is_wrapped: scheme == Scheme::Negotiate,
        });
    }
    if ntlm && let Some(scheme) = best(&[Scheme::Negotiate, Scheme::Ntlm]) {
        methods.push(Method {
            scheme,
            package: Package::Ntlm,
            is_wrapped: scheme == Scheme::Negotiate && !is_sealed,
        });
    }
    if basic && best(&[Scheme::Basic]).is_some() {
        methods.push(Method::BASIC);
    }
    methods
}

#[cfg(test)]
mod tests {
    use super::super::offers::parse;
    use super::{Authentication, candidates};

    fn check(authentication: Authentication, header: &str, expect: &[&str]) {
        let words: Vec<String> = candidates(authentication, &parse([header]), false)
            .into_iter()
            .map(|method| format!("{} as {}", method.words(), method.scheme.name()))
            .collect();
        assert_eq!(words, expect, "{authentication:?} {header}");
    }

    #[test]
    fn kerberos_goes_first_and_ntlm_only_where_it_is_allowed() {
        let strict = Authentication::Negotiate {
            ntlm_allowed: false,
        };
        let lenient = Authentication::Negotiate { ntlm_allowed: true };
        check(
            strict,
            "Negotiate, NTLM",
            &["Kerberos in SPNEGO as Negotiate"],
        );
        check(
            lenient,
            "NTLM, Negotiate",
            &[
                "Kerberos in SPNEGO as Negotiate",
                "NTLM in SPNEGO as Negotiate",
            ],
        );
        check(strict, "Kerberos", &["Kerberos as Kerberos"]);
        check(strict, "NTLM", &[]);
        check(lenient, "ntlm", &["NTLM as NTLM"]);
        check(
            lenient,
            "Kerberos, NTLM",
            &["Kerberos as Kerberos", "NTLM as NTLM"],
        );
        assert_eq!(Authentication::default(), strict);
    }

    #[test]
    fn nothing_is_tried_that_was_not_asked_for() {
        check(
            Authentication::Ntlm,
            "NTLM, Negotiate",
            &["NTLM in SPNEGO as Negotiate"],
        );
        check(Authentication::Ntlm, "Kerberos, Basic realm=\"x\"", &[]);
        check(Authentication::Kerberos, "NTLM, Basic realm=\"x\"", &[]);
        check(
            Authentication::Basic,
            "Negotiate, basic realm=\"x\"",
            &["Basic as Basic"],
        );
        check(Authentication::Basic, "Negotiate", &[]);
        check(Authentication::Nobody, "Negotiate, Basic realm=\"x\"", &[]);
    }

    #[test]
    fn ntlm_that_seals_goes_without_spnego() {
        let offers = parse(["Negotiate, Kerberos"]);
        let lenient = Authentication::Negotiate { ntlm_allowed: true };
        let wrapped: Vec<bool> = candidates(lenient, &offers, true)
            .into_iter()
            .map(|method| method.is_wrapped)
            .collect();
        assert_eq!(wrapped, [true, false]);
    }
}
