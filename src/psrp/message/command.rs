//! One command with named, typed parameters: the only thing this client ever asks a server to run.
//!
//! There is deliberately no way to send script text. A session restricted to cmdlets would refuse
//! it, and text would have to be put together from what somebody typed.

use uuid::Uuid;

use crate::psrp::clixml::{DateTime, ObjectBuilder, TimeSpan, Value, Version};
use crate::psrp::secrecy::{KeyError, SecretText, SessionKey};

/// A cmdlet or function by name, and what is bound to its parameters.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Command {
    pub name: String,
    /// Without the leading hyphen, in the order they are sent.
    pub parameters: Vec<(String, Parameter)>,
}

/// The argument of a parameter, in a type PowerShell binds without guessing.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter {
    /// Also a value of an enumeration, by its name: PowerShell finds it whatever the enumeration's type.
    String(String),
    /// Also for a switch that is turned off, as in `-Confirm:$false`.
    Bool(bool),
    /// A switch that is present.
    Switch,
    Int(i32),
    UInt(u32),
    Long(i64),
    Guid(Uuid),
    DateTime(DateTime),
    TimeSpan(TimeSpan),
    Version(Version),
    Uri(String),
    Bytes(Vec<u8>),
    StringList(Vec<String>),
    /// Encrypted with the session's key, which is exchanged first where there is none yet.
    SecureString(SecretText),
    /// A `PSCredential`; its password travels like a [`Parameter::SecureString`].
    Credential(Credential),
    /// `$null`
    Null,
}

/// A user name and a password, as `PSCredential` holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    pub user: String,
    pub password: SecretText,
}

impl Command {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            parameters: Vec::new(),
        }
    }

    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Parameter>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Whether a session key is needed to send it.
    pub fn has_secrets(&self) -> bool {
        let mut values = self.parameters.iter().map(|(_, value)| value);
        values.any(|value| matches!(value, Parameter::SecureString(_) | Parameter::Credential(_)))
    }

    pub fn switch(self, name: impl Into<String>) -> Self {
        self.parameter(name, Parameter::Switch)
    }
}

const PS_CREDENTIAL: &str = "System.Management.Automation.PSCredential";

impl Parameter {
    pub(super) fn to_value(&self, key: Option<&SessionKey>) -> Result<Value, KeyError> {
        let encrypted = |text: &SecretText| match key {
            Some(key) => Ok(Value::SecureString(key.encrypt(text))),
            None => Err(KeyError::Absent),
        };
        Ok(match self {
            Self::String(text) => Value::from(text.as_str()),
            Self::Bool(value) => Value::Bool(*value),
            Self::Switch => Value::Bool(true),
            Self::Int(number) => Value::I32(*number),
            Self::UInt(number) => Value::U32(*number),
            Self::Long(number) => Value::I64(*number),
            Self::Guid(guid) => Value::Guid(*guid),
            Self::DateTime(moment) => Value::DateTime(*moment),
            Self::TimeSpan(span) => Value::TimeSpan(*span),
            Self::Version(version) => Value::Version(*version),
            Self::Uri(uri) => Value::Uri(uri.as_str().into()),
            Self::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
            Self::StringList(items) => {
                ObjectBuilder::strings(items.iter().map(String::as_str)).build()
            }
            Self::SecureString(text) => encrypted(text)?,
            Self::Credential(credential) => ObjectBuilder::new()
                .types([PS_CREDENTIAL, "System.Object"])
                .to_string_text(PS_CREDENTIAL)
                .adapted("UserName", credential.user.as_str())
                .adapted("Password", encrypted(&credential.password)?)
                .build(),
            Self::Null => Value::Nil,
        })
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Parameter {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Parameter {
    fn from(number: i32) -> Self {
        Self::Int(number)
    }
}

impl From<i64> for Parameter {
    fn from(number: i64) -> Self {
        Self::Long(number)
    }
}

impl From<Uuid> for Parameter {
    fn from(guid: Uuid) -> Self {
        Self::Guid(guid)
    }
}

impl From<Vec<String>> for Parameter {
    fn from(items: Vec<String>) -> Self {
        Self::StringList(items)
    }
}

impl From<u32> for Parameter {
    fn from(number: u32) -> Self {
        Self::UInt(number)
    }
}

impl From<DateTime> for Parameter {
    fn from(moment: DateTime) -> Self {
        Self::DateTime(moment)
    }
}

impl From<TimeSpan> for Parameter {
    fn from(span: TimeSpan) -> Self {
        Self::TimeSpan(span)
    }
}

impl From<Version> for Parameter {
    fn from(version: Version) -> Self {
        Self::Version(version)
    }
}

impl From<SecretText> for Parameter {
    fn from(text: SecretText) -> Self {
        Self::SecureString(text)
    }
}

impl From<Credential> for Parameter {
    fn from(credential: Credential) -> Self {
        Self::Credential(credential)
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::psrp::clixml::{Decoder, encode};

    #[track_caller]
    fn sent(value: impl Into<Parameter>, document: &str) {
        let key = SessionKey::new(Zeroizing::new([7; 32]));
        let value = value.into().to_value(Some(&key)).unwrap();
        let written = encode(&value).unwrap();
        assert_eq!(written, document);
        assert_eq!(Decoder::new().decode(&written).unwrap(), value);
    }

    #[test]
    fn every_kind_of_argument_is_sent_in_its_type_and_can_be_read_back() {
        sent("sip:a@b.c", "<S>sip:a@b.c</S>");
        sent("", "<S></S>");
        sent(false, "<B>false</B>");
        sent(Parameter::Switch, "<B>true</B>");
        sent(-1, "<I32>-1</I32>");
        sent(u32::MAX, "<U32>4294967295</U32>");
        sent(i64::MIN, "<I64>-9223372036854775808</I64>");
        sent(
            Uuid::from_u128(0xAB),
            "<G>00000000-0000-0000-0000-0000000000ab</G>",
        );
        let moment: DateTime = "2024-02-29T23:59:59.9999999+09:00".parse().unwrap();
        sent(moment, "<DT>2024-02-29T23:59:59.9999999+09:00</DT>");
        let span: TimeSpan = "P1DT2H0.5S".parse().unwrap();
        sent(span, "<TS>P1DT2H0.5S</TS>");
        let version: Version = "6.0.9319.0".parse().unwrap();
        sent(version, "<Version>6.0.9319.0</Version>");
        sent(
            Parameter::Uri("https://a/?b&c".into()),
            "<URI>https://a/?b&amp;c</URI>",
        );
        sent(Parameter::Bytes(vec![0, 255]), "<BA>AP8=</BA>");
        sent(Parameter::Null, "<Nil />");
        sent(
            vec!["가".to_owned(), "b".to_owned()],
            concat!(
                r#"<Obj RefId="0"><TN RefId="0"><T>System.String[]</T><T>System.Array</T>"#,
                r#"<T>System.Object</T></TN><LST><S>가</S><S>b</S></LST></Obj>"#
            ),
        );
    }

    #[test]
    fn secrets_are_sent_encrypted() {
        sent(
            SecretText::new("Passw0rd"),
            "<SS>VTrWvAtZ2DE27DWAM7pvSWv6/BVPYVYAwQdB+lm4BxA=</SS>",
        );
        let credential = Credential {
            user: r"CONTOSO\a".into(),
            password: SecretText::new("Passw0rd"),
        };
        sent(
            credential,
            concat!(
                r#"<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.PSCredential</T>"#,
                r#"<T>System.Object</T></TN><ToString>System.Management.Automation.PSCredential</ToString>"#,
                r#"<Props><S N="UserName">CONTOSO\a</S><SS N="Password">VTrWvAtZ2DE27DWAM7pvSWv6/BVPYVYAwQdB+lm4BxA=</SS></Props></Obj>"#
            ),
        );
    }

    #[test]
    fn a_secret_is_not_sent_without_a_key_and_never_printed() {
        let secret = Parameter::from(SecretText::new("Passw0rd"));
        assert_eq!(secret.to_value(None), Err(KeyError::Absent));
        let command = Command::new("Test-X").parameter("Password", secret);
        assert!(command.has_secrets());
        assert!(!format!("{command:?}").contains("Passw0rd"));
        assert!(!Command::new("Get-X").switch("Y").has_secrets());
    }
}
