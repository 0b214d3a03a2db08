//! The words of the connection test: layers, verdicts, what each layer found, and the whole as a report.

use super::Localizer;
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{
    Authentication, Certificate, Layer, LayerFacts, LayerResult, LayerVerdict, Moment,
};
use crate::tr;

/// A label and its value.
pub type Fact = (String, String);

impl Localizer {
    /// The method's own name, which is not translated, with what else it may fall back to.
    pub fn authentication(&self, authentication: Authentication) -> String {
        match authentication {
            Authentication::Negotiate {
                ntlm_allowed: false,
            } => tr!(self, "authentication-negotiate"),
            Authentication::Negotiate { ntlm_allowed: true } => {
                tr!(self, "authentication-negotiate-ntlm")
            }
            Authentication::Kerberos => "Kerberos".to_owned(),
            Authentication::Ntlm => "NTLM".to_owned(),
            Authentication::Basic => "Basic".to_owned(),
            Authentication::Nobody => "Nobody".to_owned(),
        }
    }

    pub fn layer(&self, layer: &Layer) -> String {
        match layer {
            Layer::NameResolution => tr!(self, "layer-name-resolution"),
            Layer::Tcp => tr!(self, "layer-tcp"),
            Layer::Tls => tr!(self, "layer-tls"),
            Layer::SignIn => tr!(self, "layer-sign-in"),
            Layer::Session => tr!(self, "layer-session"),
            Layer::Rights => tr!(self, "layer-rights"),
            Layer::Cmdlet(name) => visible_line(name),
        }
    }

    pub fn layer_verdict(&self, verdict: LayerVerdict) -> String {
        match verdict {
            LayerVerdict::Passed => tr!(self, "verdict-passed"),
            LayerVerdict::Warning => tr!(self, "verdict-warning"),
            LayerVerdict::Failed => tr!(self, "verdict-failed"),
            LayerVerdict::NotReached => tr!(self, "layer-not-reached"),
        }
    }

    /// What a layer found, in one line.
    pub fn layer_summary(&self, facts: &LayerFacts) -> Option<String> {
        match facts {
            LayerFacts::None => None,
            LayerFacts::Addresses(addresses) => Some(visible_line(&addresses.join(", "))),
            LayerFacts::Connected(address) => Some(visible_line(address)),
            LayerFacts::Tls {
                protocol, cipher, ..
            } => joined([protocol.as_deref(), cipher.as_deref()]),
            LayerFacts::SignIn { used, account, .. } => {
                joined([used.as_deref(), Some(account.as_str())])
            }
            LayerFacts::Session {
                protocol,
                powershell,
            } => {
                let named = |name: &str, version: &Option<String>| {
                    let version = version.as_deref()?;
                    Some(format!("{name} {}", visible_line(version)))
                };
                let versions = [named("PowerShell", powershell), named("PSRP", protocol)];
                joined(versions.each_ref().map(Option::as_deref))
            }
            LayerFacts::Rights { held, used } => Some(tr!(
                self,
                "test-cmdlets-held",
                held = held.to_string(),
                used = used.to_string()
            )),
        }
    }

    /// Everything a layer found that its line does not say; the certificates are told one by one.
    pub fn layer_facts(&self, facts: &LayerFacts) -> Vec<Fact> {
        let yes_no = |is_so: bool| {
            if is_so {
                tr!(self, "page-yes")
            } else {
                tr!(self, "page-no")
            }
        };
        let shown = |value: &Option<String>| value.as_deref().map(visible_line);
        match facts {
            LayerFacts::Tls {
                protocol, cipher, ..
            } => [
                shown(protocol).map(|value| (tr!(self, "fact-tls-version"), value)),
                shown(cipher).map(|value| (tr!(self, "fact-cipher"), value)),
            ]
            .into_iter()
            .flatten()
            .collect(),
            LayerFacts::SignIn {
                offered,
                used,
                account,
                is_sealed,
                is_bound_to_channel,
            } => {
                let mut told = vec![(tr!(self, "fact-offered"), visible_line(&offered.join(", ")))];
                told.extend(shown(used).map(|used| (tr!(self, "fact-used"), used)));
                told.push((tr!(self, "overview-account"), visible_line(account)));
                told.push((
                    tr!(self, "fact-channel-binding"),
                    yes_no(*is_bound_to_channel),
                ));
                told.push((tr!(self, "fact-sealed"), yes_no(*is_sealed)));
                told
            }
            LayerFacts::None
            | LayerFacts::Session { .. }
            | LayerFacts::Addresses(_)
            | LayerFacts::Connected(_)
            | LayerFacts::Rights { .. } => Vec::new(),
        }
    }

    pub fn certificate_facts(&self, certificate: &Certificate) -> Vec<Fact> {
        let moment = |moment: Option<Moment>| match moment {
            Some(moment) => self.date_time(moment),
            None => tr!(self, "page-no-value"),
        };
        let mut told = vec![
            (
                tr!(self, "certificate-subject"),
                visible_line(&certificate.subject),
            ),
            (
                tr!(self, "certificate-issuer"),
                visible_line(&certificate.issuer),
            ),
        ];
        if !certificate.names.is_empty() {
            let names = visible_lines(&certificate.names.join("\n"));
            told.push((tr!(self, "certificate-names"), names));
        }
        told.extend([
            (
                tr!(self, "certificate-not-before"),
                moment(certificate.not_before),
            ),
            (
                tr!(self, "certificate-not-after"),
                moment(certificate.not_after),
            ),
            ("SHA-256".to_owned(), visible_line(&certificate.sha256)),
        ]);
        told
    }

    /// The test as text to hand on: everything the screen shows, and nothing that was typed but the address.
    pub fn test_report(&self, uri: &str, results: &[LayerResult]) -> String {
        let mut report = vec![tr!(self, "test-report-title", uri = visible_line(uri))];
        for result in results {
            report.push(tr!(
                self,
                "test-report-line",
                verdict = self.layer_verdict(result.verdict),
                layer = self.layer(&result.layer)
            ));
            let mut under = Vec::new();
            under.extend(match &result.facts {
                LayerFacts::Tls { .. } | LayerFacts::SignIn { .. } => None,
                facts => self.layer_summary(facts),
            });
            let facts = self.layer_facts(&result.facts);
            under.extend(facts.iter().map(fact_line));
            if let LayerFacts::Tls { chain, .. } = &result.facts {
                for (place, certificate) in chain.iter().enumerate() {
                    under.push(tr!(
                        self,
                        "test-certificate",
                        number = (place + 1).to_string(),
                        count = chain.len().to_string()
                    ));
                    let facts = self.certificate_facts(certificate);
                    under.extend(facts.iter().map(|fact| format!("  {}", fact_line(fact))));
                }
            }
            under.extend(
                result
                    .messages
                    .iter()
                    .map(|message| visible_lines(&self.message(message))),
            );
            under.extend(result.words.iter().map(|words| visible_lines(words)));
            report.extend(
                under
                    .iter()
                    .map(|line| format!("    {}", line.replace('\n', "\n    "))),
            );
        }
        report.push(String::new());
        report.join("\n")
    }
}

fn fact_line((label, value): &Fact) -> String {
    format!("{label}: {}", value.replace('\n', ", "))
}

fn joined<const N: usize>(values: [Option<&str>; N]) -> Option<String> {
    let values: Vec<_> = values.into_iter().flatten().map(visible_line).collect();
    (!values.is_empty()).then(|| values.join(" · "))
}
