//! What is read before an address is swapped: everything about the account that holds it, and how both sides stand.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{
    AccountRights, AccountState, AddressHolder, AddressHolders, Controller, ControllerSighting,
    DeploymentReading, DirectoryAccount, DirectoryReading, Fqdn, HolderClass, Holders, LyncAccount,
    PoolReading, Readable, SipUri, Topology,
};

/// The documented default of `Get-CsUserReplicatorConfiguration`.
const DEFAULT_CYCLE: Duration = Duration::from_mins(1);

/// The holder of an address as both sides know it. Nothing of it was changed; the password is never among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapCapture {
    pub address: SipUri,
    /// Who holds the address, as the directory says.
    pub holders: AddressHolders,
    /// The same as the deployment's cmdlets say.
    pub deployment_holders: Readable<Holders>,
    /// The one user who holds it; `None` when nobody, several objects, or something other than a user holds it.
    pub account: Option<DirectoryAccount>,
    /// What the directory's signed-in account may do with it.
    pub rights: Readable<AccountRights>,
    /// `None` when the deployment does not know the account.
    pub lync: Readable<Option<LyncAccount>>,
    pub directory: DirectoryReading,
}

/// What the pre-checks ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapQuestion {
    pub account: DirectoryAccount,
    pub address: SipUri,
    /// The address the account is to get, where it is renamed.
    pub retired: Option<SipUri>,
    pub pool: Fqdn,
    /// The pool's next hop.
    pub registrar: Fqdn,
    /// All that are asked what they show of the address.
    pub controllers: Vec<Controller>,
}

/// What the pre-checks found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapSurvey {
    pub question: SwapQuestion,
    pub holders: Readable<AddressHolders>,
    pub account: Readable<AccountState>,
    pub rights: Readable<AccountRights>,
    pub retired: Option<Readable<AddressHolders>>,
    pub directory: Readable<DirectoryReading>,
    pub deployment: Readable<DeploymentReading>,
    pub target: Readable<PoolReading>,
    /// The server of the next hop that answered.
    pub next_hop: Readable<String>,
    pub sightings: Readable<Vec<ControllerSighting>>,
}

impl SwapCapture {
    /// The one holder, if it is a user.
    pub fn user(holders: &AddressHolders) -> Option<&AddressHolder> {
        holders
            .only()
            .filter(|holder| holder.class == HolderClass::User)
    }

    /// Whether the directory's recycle bin is on; `None` when it could not be read.
    pub fn recycle_bin(&self) -> Option<bool> {
        self.directory.recycle_bin.as_ref().ok().copied()
    }

    pub fn controllers(&self) -> &[Controller] {
        self.directory.controllers.as_deref().unwrap_or_default()
    }
}

/// The AD sites of the controllers, each once.
pub fn controller_sites(controllers: &[Controller]) -> BTreeSet<String> {
    controllers
        .iter()
        .filter_map(|controller| controller.site.clone())
        .collect()
}

/// The AD sites whose controllers are waited for unless a person says otherwise: the one of the controller that is
/// written to, and the one named like the target's site. Where no site is named so, all of them.
pub fn likely_sites(
    controllers: &[Controller],
    written_to: &str,
    target_site: Option<&str>,
) -> BTreeSet<String> {
    let sites = controller_sites(controllers);
    let of_target = sites
        .iter()
        .find(|site| target_site.is_some_and(|name| name.eq_ignore_ascii_case(site)));
    let Some(of_target) = of_target.cloned() else {
        return sites;
    };
    let own = controllers
        .iter()
        .find(|controller| controller.host.eq_ignore_ascii_case(written_to))
        .and_then(|controller| controller.site.clone());
    own.into_iter().chain([of_target]).collect()
}

/// Those that have to show the address free, and the others. Required are writable controllers and global catalogs
/// in these sites, and the controller that is written to.
pub fn split_controllers(
    controllers: &[Controller],
    written_to: &str,
    sites: &BTreeSet<String>,
) -> (Vec<Controller>, Vec<Controller>) {
    controllers.iter().cloned().partition(|controller| {
        let is_near = controller
            .site
            .as_ref()
            .is_some_and(|site| sites.contains(site));
        let counts = controller.is_writable || controller.is_global_catalog;
        controller.host.eq_ignore_ascii_case(written_to) || is_near && counts
    })
}

/// How often the registrar's pool reads the directory: its own setting, else the global one, else the documented
/// default.
pub fn replicator_cycle(topology: Option<&Topology>, registrar: &Fqdn) -> Duration {
    let replicators = topology
        .and_then(|topology| topology.user_replicators.as_ref().ok())
        .map(Vec::as_slice)
        .unwrap_or_default();
    let of = |wanted: &dyn Fn(&str) -> bool| {
        replicators
            .iter()
            .find(|replicator| wanted(&replicator.identity.to_lowercase()))
            .and_then(|replicator| replicator.cycle)
    };
    of(&|identity| identity.ends_with(registrar.as_str()))
        .or_else(|| of(&|identity| identity == "global"))
        .unwrap_or(DEFAULT_CYCLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn controller(host: &str, site: &str, is_writable: bool) -> Controller {
        Controller {
            host: host.to_owned(),
            site: Some(site.to_owned()),
            domain: None,
            is_writable,
            is_global_catalog: is_writable,
        }
    }

    fn forest() -> Vec<Controller> {
        vec![
            controller("dc01.contoso.com", "Seoul", true),
            controller("dc02.contoso.com", "Tokyo", true),
            controller("rodc.contoso.com", "Tokyo", false),
            controller("dc03.contoso.com", "Osaka", true),
        ]
    }

    fn hosts(controllers: &[Controller]) -> Vec<&str> {
        controllers
            .iter()
            .map(|controller| controller.host.as_str())
            .collect()
    }

    #[test]
    fn the_sites_of_the_target_and_of_the_controller_written_to_are_waited_for() {
        let forest = forest();
        let sites = likely_sites(&forest, "DC01.contoso.com", Some("tokyo"));
        let (required, listed) = split_controllers(&forest, "DC01.contoso.com", &sites);
        assert_eq!(hosts(&required), ["dc01.contoso.com", "dc02.contoso.com"]);
        assert_eq!(hosts(&listed), ["rodc.contoso.com", "dc03.contoso.com"]);
    }

    #[test]
    fn a_target_in_an_unknown_site_waits_for_all() {
        let forest = forest();
        for site in [None, Some("Busan")] {
            let sites = likely_sites(&forest, "dc01.contoso.com", site);
            assert_eq!(sites.len(), 3, "{site:?}");
        }
    }

    #[test]
    fn the_controller_written_to_is_always_required() {
        let forest = forest();
        let (required, _) = split_controllers(&forest, "dc03.contoso.com", &BTreeSet::new());
        assert_eq!(hosts(&required), ["dc03.contoso.com"]);
    }
}
