//! The host a server writes to and asks: its description, and the calls that reach it
//! ([MS-PSRP] 2.2.3.14, 2.2.3.17, 2.2.2.27).
//!
//! A real host is described, never an absent one: what `-WhatIf` would do is told through host
//! calls only, and a server drops them for a session without a host. How a call is answered is
//! the business of [`runspace`](crate::psrp::runspace).

use super::{Error, MessageType};
use crate::psrp::clixml::{ObjectBuilder, Value};

/// What the server is told about the host at this end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostDescription {
    pub window_title: String,
    /// Characters in a line. Servers break some texts there, so wide is good.
    pub width: u16,
    pub height: u16,
}

impl Default for HostDescription {
    fn default() -> Self {
        Self {
            window_title: "Remote console".into(),
            width: 500,
            height: 100,
        }
    }
}

impl HostDescription {
    /// `HostInfo` ([MS-PSRP] 2.2.3.14).
    pub(super) fn to_value(&self) -> Value {
        const GRAY: i32 = 7;
        const BLACK: i32 = 0;
        let (width, height) = (i32::from(self.width), i32::from(self.height));
        let corner = || {
            let coordinates = ObjectBuilder::new().extended("x", 0).extended("y", 0);
            typed(
                "System.Management.Automation.Host.Coordinates",
                coordinates.build(),
            )
        };
        let size = || {
            let size = ObjectBuilder::new()
                .extended("width", width)
                .extended("height", height);
            typed("System.Management.Automation.Host.Size", size.build())
        };
        let color = |color: i32| typed("System.ConsoleColor", color.into());
        let data = [
            color(GRAY),
            color(BLACK),
            // The cursor's position and the window's.
            corner(),
            corner(),
            // The cursor's size, in percent.
            typed("System.Int32", 25.into()),
            // The buffer, the window, and the largest either may become.
            size(),
            size(),
            size(),
            size(),
            typed("System.String", self.window_title.as_str().into()),
        ];
        let entries = (0..).map(Value::I32).zip(data).collect();
        let data = ObjectBuilder::new()
            .types(["System.Collections.Hashtable", "System.Object"])
            .dictionary(entries)
            .build();
        ObjectBuilder::new()
            .extended(
                "_hostDefaultData",
                ObjectBuilder::new().extended("data", data).build(),
            )
            .extended("_isHostNull", false)
            .extended("_isHostUINull", false)
            .extended("_isHostRawUINull", false)
            .extended("_useRunspaceHost", false)
            .build()
    }
}

fn typed(type_name: &str, value: Value) -> Value {
    ObjectBuilder::new()
        .extended("T", type_name)
        .extended("V", value)
        .build()
}

/// A method of the host the server calls ([MS-PSRP] 2.2.2.15, 2.2.2.27).
#[derive(Debug, Clone, PartialEq)]
pub struct HostCall {
    pub id: i64,
    pub method: HostMethod,
    pub arguments: Value,
}

impl HostCall {
    pub fn from_value(kind: MessageType, value: &Value) -> Result<Self, Error> {
        let property = |name: &'static str| value.property(name).ok_or(Error::Missing(kind, name));
        let id = property("ci")?.as_i64().ok_or(Error::Missing(kind, "ci"))?;
        let method = property("mi")?.as_i32().ok_or(Error::Missing(kind, "mi"))?;
        let arguments = property("mp")?.clone();
        Ok(Self {
            id,
            method: HostMethod(method),
            arguments,
        })
    }

    /// An argument by position.
    pub fn argument(&self, index: usize) -> Option<&Value> {
        self.arguments.as_list().get(index)
    }

    /// A textual argument by position; nothing reads as no text.
    pub fn text(&self, index: usize) -> String {
        self.argument(index)
            .map(|value| value.to_text().into_owned())
            .unwrap_or_default()
    }
}

/// Which method of the host ([MS-PSRP] 2.2.3.17). Later versions may know more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HostMethod(pub i32);

impl HostMethod {
    pub const SET_SHOULD_EXIT: Self = Self(6);
    pub const READ_LINE: Self = Self(11);
    pub const READ_LINE_AS_SECURE_STRING: Self = Self(12);
    /// `Write(text)`
    pub const WRITE: Self = Self(13);
    /// `Write(foreground, background, text)`
    pub const WRITE_IN_COLOR: Self = Self(14);
    /// `WriteLine()`
    pub const WRITE_EMPTY_LINE: Self = Self(15);
    /// `WriteLine(text)`
    pub const WRITE_LINE: Self = Self(16);
    /// `WriteLine(foreground, background, text)`
    pub const WRITE_LINE_IN_COLOR: Self = Self(17);
    pub const WRITE_ERROR_LINE: Self = Self(18);
    pub const WRITE_DEBUG_LINE: Self = Self(19);
    pub const WRITE_PROGRESS: Self = Self(20);
    pub const WRITE_VERBOSE_LINE: Self = Self(21);
    pub const WRITE_WARNING_LINE: Self = Self(22);
    pub const PROMPT: Self = Self(23);
    pub const PROMPT_FOR_CREDENTIAL: Self = Self(24);
    pub const PROMPT_FOR_CREDENTIAL_WITH_OPTIONS: Self = Self(25);
    pub const PROMPT_FOR_CHOICE: Self = Self(26);
    pub const PROMPT_FOR_CHOICES: Self = Self(56);

    /// The name in `RemoteHostMethodId`.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 57] = [
            "Unknown",
            "GetName",
            "GetVersion",
            "GetInstanceId",
            "GetCurrentCulture",
            "GetCurrentUICulture",
            "SetShouldExit",
            "EnterNestedPrompt",
            "ExitNestedPrompt",
            "NotifyBeginApplication",
            "NotifyEndApplication",
            "ReadLine",
            "ReadLineAsSecureString",
            "Write1",
            "Write2",
            "WriteLine1",
            "WriteLine2",
            "WriteLine3",
            "WriteErrorLine",
            "WriteDebugLine",
            "WriteProgress",
            "WriteVerboseLine",
            "WriteWarningLine",
            "Prompt",
            "PromptForCredential1",
            "PromptForCredential2",
            "PromptForChoice",
            "GetForegroundColor",
            "SetForegroundColor",
            "GetBackgroundColor",
            "SetBackgroundColor",
            "GetCursorPosition",
            "SetCursorPosition",
            "GetWindowPosition",
            "SetWindowPosition",
            "GetCursorSize",
            "SetCursorSize",
            "GetBufferSize",
            "SetBufferSize",
            "GetWindowSize",
            "SetWindowSize",
            "GetWindowTitle",
            "SetWindowTitle",
            "GetMaxWindowSize",
            "GetMaxPhysicalWindowSize",
            "GetKeyAvailable",
            "ReadKey",
            "FlushInputBuffer",
            "SetBufferContents1",
            "SetBufferContents2",
            "GetBufferContents",
            "ScrollBufferContents",
            "PushRunspace",
            "PopRunspace",
            "GetIsRunspacePushed",
            "GetRunspace",
            "PromptForChoiceMultipleSelection",
        ];
        let index = usize::try_from(self.0).unwrap_or(0);
        NAMES.get(index).copied().unwrap_or("Unknown")
    }

    /// Whether the server waits for an answer. The methods that return nothing want none.
    pub fn wants_answer(self) -> bool {
        // An unknown method is answered too (with a refusal), lest the server wait for ever.
        const WITH_RESULT: [&str; 4] = ["Get", "Read", "Prompt", "Unknown"];
        WITH_RESULT
            .iter()
            .any(|prefix| self.name().starts_with(prefix))
    }

    pub(super) fn to_value(self) -> Value {
        const TYPE: &str = "System.Management.Automation.Remoting.RemoteHostMethodId";
        ObjectBuilder::enumeration(TYPE, self.name(), self.0).build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_methods_with_a_result_want_an_answer() {
        for number in [
            1, 2, 3, 4, 5, 11, 12, 23, 24, 25, 26, 27, 41, 45, 46, 50, 54, 55, 56, 57,
        ] {
            assert!(HostMethod(number).wants_answer(), "{number}");
        }
        for number in (6..=10)
            .chain(13..=22)
            .chain([28, 42, 47, 48, 49, 51, 52, 53])
        {
            assert!(!HostMethod(number).wants_answer(), "{number}");
        }
    }

    #[test]
    fn methods_have_the_names_of_powershell() {
        assert_eq!(HostMethod::PROMPT_FOR_CHOICE.name(), "PromptForChoice");
        assert_eq!(
            HostMethod::PROMPT_FOR_CHOICES.name(),
            "PromptForChoiceMultipleSelection"
        );
        assert_eq!(HostMethod(-1).name(), "Unknown");
        assert_eq!(HostMethod(1000).name(), "Unknown");
    }

    #[test]
    fn a_real_host_is_described() {
        let host = HostDescription::default().to_value();
        assert_eq!(host.property("_isHostNull"), Some(&Value::Bool(false)));
        let data = host
            .property("_hostDefaultData")
            .and_then(|data| data.property("data"))
            .unwrap();
        assert_eq!(data.entries().len(), 10);
    }
}
