//! The cmdlets of the `ActiveDirectory` module that are handed to a person. This console itself speaks LDAP and sends
//! none of them; their text comes from typed values all the same.

use super::quoting::{ForbiddenCharacter, quote};
use crate::domain::ObjectGuid;

/// One call of one cmdlet, on one named controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryCmdlet {
    host: String,
    guid: ObjectGuid,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Show,
    Remove,
    Restore,
    TakeProxies(Vec<String>),
}

impl DirectoryCmdlet {
    /// Shows the account, so that whoever runs the lines sees what they are about.
    pub fn show_user(host: &str, guid: ObjectGuid) -> Self {
        Self::new(host, guid, Kind::Show)
    }

    /// Deletes the account. PowerShell asks first: nothing here answers for the person.
    pub fn remove_user(host: &str, guid: ObjectGuid) -> Self {
        Self::new(host, guid, Kind::Remove)
    }

    /// Brings the account back from the recycle bin.
    pub fn restore_object(host: &str, guid: ObjectGuid) -> Self {
        Self::new(host, guid, Kind::Restore)
    }

    /// Takes values out of `proxyAddresses` and leaves the others.
    pub fn take_proxies(host: &str, guid: ObjectGuid, values: &[String]) -> Self {
        Self::new(host, guid, Kind::TakeProxies(values.to_vec()))
    }

    fn new(host: &str, guid: ObjectGuid, kind: Kind) -> Self {
        Self {
            host: host.to_owned(),
            guid,
            kind,
        }
    }

    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Show => "Get-ADUser",
            Kind::Remove => "Remove-ADUser",
            Kind::Restore => "Restore-ADObject",
            // A contact or a group may hold what was left behind, and this one takes any of them.
            Kind::TakeProxies(_) => "Set-ADObject",
        }
    }

    /// The command as an administrator would type it.
    pub fn to_powershell(&self) -> Result<String, ForbiddenCharacter> {
        let (name, guid, host) = (self.name(), self.guid.to_string(), quote(&self.host)?);
        let command = format!("{name} -Identity {} -Server {host}", quote(&guid)?);
        Ok(match &self.kind {
            Kind::Remove | Kind::Restore => command,
            Kind::Show => format!(
                "{command} -Properties {},{}",
                quote("msRTCSIP-PrimaryUserAddress")?,
                quote("proxyAddresses")?
            ),
            Kind::TakeProxies(values) => {
                let quoted: Result<Vec<_>, _> = values.iter().map(|value| quote(value)).collect();
                format!(
                    "{command} -Remove @{{proxyAddresses={}}}",
                    quoted?.join(",")
                )
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "dc01.contoso.com";

    fn check(cmdlet: &DirectoryCmdlet, text: &str) {
        assert_eq!(cmdlet.to_powershell().unwrap(), text);
    }

    #[test]
    fn every_value_is_quoted_and_the_account_is_named_by_what_it_keeps_for_life() {
        let guid = ObjectGuid::parse("6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11").unwrap();
        check(
            &DirectoryCmdlet::remove_user(HOST, guid),
            "Remove-ADUser -Identity '6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11' -Server 'dc01.contoso.com'",
        );
        check(
            &DirectoryCmdlet::restore_object(HOST, guid),
            "Restore-ADObject -Identity '6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11' -Server 'dc01.contoso.com'",
        );
        check(
            &DirectoryCmdlet::show_user(HOST, guid),
            "Get-ADUser -Identity '6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11' -Server 'dc01.contoso.com' \
             -Properties 'msRTCSIP-PrimaryUserAddress','proxyAddresses'",
        );
        let left = [
            "SIP:ocschat@contoso.com".to_owned(),
            "sip:o'; rm@contoso.com".to_owned(),
        ];
        check(
            &DirectoryCmdlet::take_proxies(HOST, guid, &left),
            "Set-ADObject -Identity '6f1a2c80-4c0b-4b6e-9a57-0d1f6a0b7c11' -Server 'dc01.contoso.com' \
             -Remove @{proxyAddresses='SIP:ocschat@contoso.com','sip:o''; rm@contoso.com'}",
        );
        let hidden = DirectoryCmdlet::take_proxies(HOST, guid, &["sip:a\u{202e}@b".to_owned()]);
        assert!(hidden.to_powershell().is_err());
    }
}
