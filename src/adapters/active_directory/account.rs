//! One account, wherever it is, by the only name it keeps for life.

use std::sync::Arc;

use ldap3::Scope;

use super::dn;
use super::entry::{Entry, by_guid, directory_value, hexadecimal};
use super::failure::{Failure, Outcome, code};
use super::filter::Filter;
use super::holders::{PRIMARY, PROXY};
use super::line::{Line, Search, Sight};
use super::security_descriptor::SecurityDescriptor;
use super::session::{Session, now};
use crate::domain::{
    AccountState, DirectoryAccount, DirectoryAttribute, DirectoryValue, DistinguishedName,
    ObjectGuid, Readable, Unread, UnreadReason,
};
use crate::ports::PortErrorKind;

/// What an account has besides its SIP attributes. Nothing that holds a password is among it.
const ATTRIBUTES: &[&str] = &[
    "adminCount",
    "displayName",
    "isDeleted",
    "isRecycled",
    "lastKnownParent",
    "lastLogonTimestamp",
    "memberOf",
    "nTSecurityDescriptor",
    "objectClass",
    "objectGUID",
    "objectSid",
    PROXY,
    "sAMAccountName",
    "servicePrincipalName",
    "userAccountControl",
    "userPrincipalName",
    "whenChanged",
];

/// How every attribute of Lync's own begins.
const SIP: &str = "msRTCSIP-";

/// One of them, as the schema has it.
#[derive(Clone, Debug)]
pub(super) struct SipAttribute {
    name: String,
    is_binary: bool,
}

/// Syntaxes of values that are no text even where their bytes happen to look like some ([MS-ADTS] 3.1.1.2.2.2): octets and
/// identities.
const BINARY_SYNTAXES: [&str; 2] = ["2.5.5.10", "2.5.5.17"];

/// Those that are known to be of such a syntax.
const USUAL_BINARY_ATTRIBUTES: &[&str] = &[
    "msRTCSIP-OriginatorSid",
    "msRTCSIP-TenantId",
    "msRTCSIP-UserRoutingGroupId",
];

/// What Lync keeps on users and contacts, where the schema does not say it.
const USUAL_SIP_ATTRIBUTES: &[&str] = &[
    "msRTCSIP-AcpInfo",
    "msRTCSIP-ApplicationDestination",
    "msRTCSIP-ApplicationOptions",
    "msRTCSIP-ArchivingEnabled",
    "msRTCSIP-DeploymentLocator",
    "msRTCSIP-FederationEnabled",
    "msRTCSIP-GroupingID",
    "msRTCSIP-InternetAccessEnabled",
    "msRTCSIP-Line",
    "msRTCSIP-LineServer",
    "msRTCSIP-OptionFlags",
    "msRTCSIP-OriginatorSid",
    "msRTCSIP-OwnerUrn",
    "msRTCSIP-PrimaryHomeServer",
    PRIMARY,
    "msRTCSIP-PrivateLine",
    "msRTCSIP-TargetHomeServer",
    "msRTCSIP-TargetUserPolicies",
    "msRTCSIP-TenantId",
    "msRTCSIP-UserEnabled",
    "msRTCSIP-UserExtension",
    "msRTCSIP-UserLocationProfile",
    "msRTCSIP-UserPolicies",
    "msRTCSIP-UserPolicy",
    "msRTCSIP-UserRoutingGroupId",
];

/// An object that was found, and the name it is reached by.
pub(super) struct Reached {
    pub(super) entry: Entry,
    /// `<GUID=…>` where the server knows such names, else the name it has now.
    pub(super) handle: String,
}

impl Session {
    pub(super) async fn account(&mut self, guid: ObjectGuid) -> Outcome<AccountState> {
        let Some(reached) = self.reach(guid).await? else {
            return Ok(AccountState::Absent);
        };
        let entry = &reached.entry;
        if entry.flag("isDeleted") == Some(true) {
            let has_bin = self.recycle_bin().await?.is_on != Ok(false);
            return Ok(AccountState::Deleted {
                dn: entry.name(),
                last_known_parent: entry.text("lastKnownParent").map(DistinguishedName::new),
                is_recycled: entry.flag("isRecycled") == Some(true) || !has_bin,
            });
        }
        let sip = self.sip_attributes.as_deref().unwrap_or_default();
        let account = present(entry, guid, sip, self.host());
        Ok(AccountState::Present(Box::new(account)))
    }

    /// Finds an object by its GUID, deleted or not, with everything an account is made of.
    pub(super) async fn reach(&mut self, guid: ObjectGuid) -> Outcome<Option<Reached>> {
        let line = self.line().await?;
        let sip = self.sip_attributes(&line).await?;
        let sip = sip.iter().map(|attribute| attribute.name.as_str());
        let attributes: Vec<&str> = ATTRIBUTES.iter().copied().chain(sip).collect();
        let sight = self.root.sight(Sight {
            deleted: true,
            recycled: true,
            rights: true,
        });
        let Some(mut reached) = self.reach_with(&line, guid, &attributes, sight).await? else {
            return Ok(None);
        };
        self.complete(&line, &mut reached, sight).await?;
        Ok(Some(reached))
    }

    /// The same with other attributes.
    pub(super) async fn reach_with(
        &self,
        line: &Line,
        guid: ObjectGuid,
        attributes: &[&str],
        sight: Sight,
    ) -> Outcome<Option<Reached>> {
        let handle = format!("<GUID={guid}>");
        let search = Search {
            base: &handle,
            scope: Scope::Base,
            filter: &Filter::present("objectClass"),
            attributes,
            sight,
        };
        match line.search(&search).await {
            Ok(found) => {
                let entry = found.entries.into_iter().next();
                return Ok(entry.map(|entry| Reached { entry, handle }));
            }
            Err(failure) if failure.has_code(code::NO_SUCH_OBJECT) => return Ok(None),
            // Another directory than Active Directory does not know such names.
            Err(failure) if failure.has_code(code::INVALID_DN_SYNTAX) => {}
            Err(failure) => return Err(failure),
        }
        for base in [&self.root.domain, &self.root.configuration] {
            let search = Search {
                base,
                scope: Scope::Subtree,
                filter: &by_guid(guid),
                attributes,
                sight,
            };
            let found = match line.search(&search).await {
                Ok(found) => found.entries.into_iter().next(),
                Err(failure) if failure.has_code(code::NO_SUCH_OBJECT) => None,
                Err(failure) => return Err(failure),
            };
            if let Some(entry) = found {
                let handle = entry.dn.clone();
                return Ok(Some(Reached { entry, handle }));
            }
        }
        Ok(None)
    }

    /// Fetches what the server left out of long attributes.
    async fn complete(&self, line: &Line, reached: &mut Reached, sight: Sight) -> Outcome<()> {
        let mut last = 0;
        while let Some((attribute, next)) = reached.entry.cut_short() {
            let search = Search {
                base: &reached.handle,
                scope: Scope::Base,
                filter: &Filter::present("objectClass"),
                attributes: &[&format!("{attribute};range={next}-*")],
                sight,
            };
            let more = line.read(&search).await?.unwrap_or_default();
            // A server that begins from the front again would be asked for ever.
            let is_further = next > last || !more.has(&attribute);
            last = next;
            let more = if is_further { more } else { Entry::default() };
            reached.entry.complete(&attribute, more);
        }
        Ok(())
    }

    /// The names of Lync's attributes as the schema has them; asked once.
    async fn sip_attributes(&mut self, line: &Line) -> Outcome<Arc<[SipAttribute]>> {
        if let Some(known) = &self.sip_attributes {
            return Ok(Arc::clone(known));
        }
        let search = Search {
            base: &self.root.schema,
            scope: Scope::OneLevel,
            filter: &Filter::all([
                Filter::equals("objectClass", "attributeSchema"),
                Filter::begins_with("lDAPDisplayName", SIP),
            ]),
            attributes: &["attributeSyntax", "lDAPDisplayName"],
            sight: Sight::default(),
        };
        let found = match line.search(&search).await {
            Ok(found) => found.entries,
            Err(failure) if failure.code.is_some() => Vec::new(),
            Err(failure) => return Err(failure),
        };
        let told = found.iter().filter_map(|entry| {
            let syntax = entry.text("attributeSyntax").unwrap_or_default();
            Some(SipAttribute {
                name: entry.text("lDAPDisplayName")?,
                is_binary: BINARY_SYNTAXES.contains(&syntax.as_str()),
            })
        });
        let is_plain = |attribute: &SipAttribute| {
            // A name goes into a question as it is.
            let mut letters = attribute.name.chars();
            letters.all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let mut names: Vec<SipAttribute> = told.filter(is_plain).collect();
        if names.is_empty() {
            let usual = USUAL_SIP_ATTRIBUTES.iter().map(|name| SipAttribute {
                name: (*name).to_owned(),
                is_binary: USUAL_BINARY_ATTRIBUTES.contains(name),
            });
            names = usual.collect();
        }
        let names: Arc<[SipAttribute]> = names.into();
        self.sip_attributes = Some(Arc::clone(&names));
        Ok(names)
    }

    /// Makes sure that an account is where it was when the change was decided on.
    pub(super) fn same_place(reached: &Reached, dn: &DistinguishedName) -> Outcome<()> {
        if dn::is_same(&reached.entry.dn, dn.as_str()) {
            return Ok(());
        }
        Err(Failure::new(
            PortErrorKind::Conflict,
            format!("the account is now {}", reached.entry.dn),
        ))
    }
}

fn present(
    entry: &Entry,
    guid: ObjectGuid,
    sip: &[SipAttribute],
    host: String,
) -> DirectoryAccount {
    /// `ADS_UF_ACCOUNTDISABLE`
    const DISABLED: u32 = 2;
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts
    };
    let mut sip_attributes: Vec<DirectoryAttribute> = entry
        .beginning(SIP)
        .map(|(name, values)| {
            let is_binary = sip
                .iter()
                .any(|known| known.is_binary && known.name.eq_ignore_ascii_case(name));
            let values = values.iter().map(|value| {
                if is_binary {
                    DirectoryValue::Binary(hexadecimal(value))
                } else {
                    directory_value(value)
                }
            });
            let mut values: Vec<DirectoryValue> = values.collect();
            values.sort();
            DirectoryAttribute {
                name: name.to_owned(),
                values,
            }
        })
        .collect();
    sip_attributes.sort_by(|a, b| a.name.cmp(&b.name));
    let rights = rights(entry);
    DirectoryAccount {
        dn: entry.name(),
        guid: entry.guid().unwrap_or(guid),
        sid: entry.sid("objectSid"),
        sam_account_name: entry.text("sAMAccountName"),
        user_principal_name: entry.text("userPrincipalName"),
        display_name: entry.text("displayName"),
        enabled: entry
            .number::<i64>("userAccountControl")
            .map(|control| control & i64::from(DISABLED) == 0),
        sip_attributes,
        proxy_addresses: sorted(entry.texts(PROXY)),
        service_principal_names: sorted(entry.texts("servicePrincipalName")),
        groups: sorted(entry.texts("memberOf"))
            .into_iter()
            .map(DistinguishedName::new)
            .collect(),
        is_admin_protected: entry
            .number::<i64>("adminCount")
            .is_some_and(|count| count > 0),
        inherits_rights: rights
            .as_ref()
            .map(SecurityDescriptor::inherits)
            .map_err(Unread::clone),
        is_deletion_protected: rights.map(|rights| rights.is_deletion_protected()),
        last_logon: entry.file_time("lastLogonTimestamp"),
        when_changed: entry.generalized_time("whenChanged"),
        host,
        read_at: now(),
    }
}

/// The list of rights on an object, or why it is not known.
pub(super) fn rights(entry: &Entry) -> Readable<SecurityDescriptor> {
    let bytes = entry.value("nTSecurityDescriptor").ok_or_else(|| {
        let words = "nTSecurityDescriptor is not shown";
        Unread::new(UnreadReason::NoRight, words)
    })?;
    SecurityDescriptor::parse(bytes)
        .map_err(|err| Unread::new(UnreadReason::NotUnderstood, err.to_string()))
}
