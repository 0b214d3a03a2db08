//! What a trainer or a test can ask of the lab's directory.

/// How the lab's directory is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabDirectorySettings {
    pub has_recycle_bin: bool,
    /// Whether the cmdlets leave the old `sip:` value in `proxyAddresses`, as real ones sometimes do.
    pub leaves_proxy_values: bool,
    pub role: DirectoryRole,
}

/// What the account of a directory session may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DirectoryRole {
    #[default]
    Administrator,
    /// Was given the right to write SIP attributes, which protected accounts do not inherit. May not delete.
    SipOperator,
    /// May only read.
    HelpDesk,
}

impl DirectoryRole {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::SipOperator, Self::HelpDesk];
}

impl Default for LabDirectorySettings {
    fn default() -> Self {
        Self {
            has_recycle_bin: true,
            leaves_proxy_values: false,
            role: DirectoryRole::default(),
        }
    }
}
