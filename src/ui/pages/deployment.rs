//! What surrounds the chat pools, read on demand: what stands in the way of clients in view, the rest behind a button.

use egui::Ui;

use super::{failed_reading_ui, note_ui, notices_ui, remark_ui};
use crate::console::Intent;
use crate::domain::text::visible_line;
use crate::domain::{
    ClientVersionPolicy, ComplianceSettings, DeploymentReading, ProxySettings, Readable, Replica,
    UserReplicator,
};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Button, KeyValues, key_values, section_heading, stale_line, trailing};
use crate::ui::{Screen, icons};

/// As many lines of one kind as are shown.
const MOST_LINES: usize = 24;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let asked = &screen.state.deployment;
    head_ui(ui, screen);
    if let Some(err) = asked.error() {
        let title = tr!(text, "deployment-failed");
        let read_at = asked.value().map(|reading| reading.read_at);
        failed_reading_ui(
            ui,
            screen,
            "deployment failed",
            (err, Doing::Reading),
            read_at,
            &title,
        );
    }
    let Some(reading) = asked.value() else {
        note_ui(
            ui,
            &if asked.is_loading() {
                tr!(text, "deployment-loading")
            } else {
                tr!(text, "deployment-not-read")
            },
        );
        return;
    };
    remarks_ui(ui, text, reading);
    notices_ui(ui, screen, &reading.notices);
    let folded = Folded {
        show: tr!(text, "deployment-show"),
        hide: tr!(text, "deployment-hide"),
    };
    foldable_ui(ui, "deployment", &folded, |ui| facts_ui(ui, text, reading));
}

fn head_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let asked = &screen.state.deployment;
    ui.horizontal(|ui| {
        section_heading(ui, &tr!(text, "deployment-title"));
        let busy = asked.is_loading().then(|| tr!(text, "shell-reading-now"));
        let label = match asked.value() {
            Some(reading) => {
                let time = text.date_time(reading.read_at);
                ui.add_space(space::S);
                stale_line(
                    ui,
                    &tr!(text, "servers-read-at", time = time),
                    busy.as_deref(),
                );
                tr!(text, "servers-read-again")
            }
            None => tr!(text, "deployment-read"),
        };
        let button = Button::secondary(&label)
            .icon(icons::REFRESH)
            .small()
            .disabled_because(busy.as_deref());
        if trailing(ui, "read deployment", |ui| button.show(ui)).clicked() {
            screen.ask(Intent::ReadDeployment);
        }
    });
}

/// What a person has to know before a changeover: clients that are turned away, replicas that lag behind.
fn remarks_ui(ui: &mut Ui, text: &Localizer, reading: &DeploymentReading) {
    let mut is_fine = true;
    let policies = reading.policies.client_versions.iter().flatten();
    for policy in policies.filter(|policy| policy.blocking_rules().next().is_some()) {
        is_fine = false;
        let said = tr!(
            text,
            "deployment-blocks",
            policy = visible_line(&policy.identity),
            count = policy.blocking_rules().count()
        );
        remark_ui(ui, Tone::Warning, icons::WARNING, &said);
    }
    let replicas = reading.topology.replicas.iter().flatten();
    let behind = replicas.filter(|replica| !replica.is_up_to_date);
    let count = behind.clone().count();
    if count > 0 {
        is_fine = false;
        let servers = listed(behind.map(|replica| visible_line(&replica.fqdn)));
        let said = tr!(text, "deployment-behind", count = count, servers = servers);
        remark_ui(ui, Tone::Warning, icons::WAITING, &said);
    }
    if is_fine && reading.policies.client_versions.is_ok() && reading.topology.replicas.is_ok() {
        let said = tr!(text, "deployment-fine");
        remark_ui(ui, Tone::Success, icons::SUCCEEDED, &said);
    }
}

fn facts_ui(ui: &mut Ui, text: &Localizer, reading: &DeploymentReading) {
    let (topology, policies) = (&reading.topology, &reading.policies);
    key_values(ui, |values| {
        count(
            values,
            text,
            &tr!(text, "deployment-sites"),
            &topology.sites,
        );
        count(
            values,
            text,
            &tr!(text, "deployment-pools"),
            &topology.pools,
        );
        count(
            values,
            text,
            &tr!(text, "deployment-computers"),
            &topology.computers,
        );
        replicas_ui(values, text, &topology.replicas);
        each(
            values,
            text,
            &tr!(text, "deployment-replicator"),
            &topology.user_replicators,
            replicator_line,
        );
        each(
            values,
            text,
            &tr!(text, "deployment-clients"),
            &policies.client_versions,
            client_line,
        );
        each(
            values,
            text,
            &tr!(text, "deployment-proxies"),
            &policies.proxies,
            proxy_line,
        );
        each(
            values,
            text,
            &tr!(text, "deployment-compliance"),
            &policies.compliance,
            compliance_line,
        );
    });
}

fn count<T>(values: &mut KeyValues<'_>, text: &Localizer, label: &str, things: &Readable<Vec<T>>) {
    match things {
        Ok(things) => values.text(label, &things.len().to_string()),
        Err(unread) => values.text(label, &text.unread_reason(unread.reason)),
    };
}

fn each<T>(
    values: &mut KeyValues<'_>,
    text: &Localizer,
    label: &str,
    things: &Readable<Vec<T>>,
    line: fn(&Localizer, &T) -> String,
) {
    let value = match things {
        Ok(things) if things.is_empty() => tr!(text, "page-no-value"),
        Ok(things) => {
            let mut lines: Vec<_> = things
                .iter()
                .take(MOST_LINES)
                .map(|thing| line(text, thing))
                .collect();
            let rest = things.len().saturating_sub(MOST_LINES);
            if rest > 0 {
                lines.push(tr!(text, "pools-more-endpoints", count = rest));
            }
            lines.join("\n")
        }
        Err(unread) => text.unread_reason(unread.reason),
    };
    values.text(label, &value);
}

/// How many copies are current, and which are not.
fn replicas_ui(values: &mut KeyValues<'_>, text: &Localizer, replicas: &Readable<Vec<Replica>>) {
    let label = tr!(text, "deployment-replicas");
    let replicas = match replicas {
        Ok(replicas) => replicas,
        Err(unread) => {
            values.text(&label, &text.unread_reason(unread.reason));
            return;
        }
    };
    let behind = replicas.iter().filter(|replica| !replica.is_up_to_date);
    let mut lines = vec![tr!(
        text,
        "deployment-replicas-current",
        current = (replicas.len() - behind.clone().count()).to_string(),
        all = replicas.len().to_string()
    )];
    lines.extend(behind.take(MOST_LINES).map(|replica| {
        let server = visible_line(&replica.fqdn);
        tr!(text, "deployment-replica-behind", server = server)
    }));
    values.text(&label, &lines.join("\n"));
}

fn replicator_line(text: &Localizer, replicator: &UserReplicator) -> String {
    let identity = visible_line(&replicator.identity);
    match replicator.cycle {
        Some(cycle) => tr!(
            text,
            "deployment-cycle",
            identity = identity,
            cycle = text.clock(cycle)
        ),
        None => tr!(text, "deployment-cycle-unsaid", identity = identity),
    }
}

fn client_line(text: &Localizer, policy: &ClientVersionPolicy) -> String {
    let identity = visible_line(&policy.identity);
    if let Err(unread) = &policy.rules {
        return tr!(
            text,
            "deployment-rules-unread",
            policy = identity,
            reason = text.unread_reason(unread.reason)
        );
    }
    let agents: Vec<_> = policy
        .blocking_rules()
        .map(|rule| {
            let agent = rule.user_agent.as_deref().map(visible_line);
            let version = rule.version.as_deref().map(visible_line);
            [agent, version]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    if agents.is_empty() {
        tr!(text, "deployment-rules-none", policy = identity)
    } else {
        tr!(
            text,
            "deployment-rules",
            policy = identity,
            agents = listed(agents.into_iter())
        )
    }
}

fn proxy_line(text: &Localizer, proxy: &ProxySettings) -> String {
    let methods = [
        ("Kerberos", proxy.allows_kerberos),
        ("NTLM", proxy.allows_ntlm),
    ];
    let mut allowed: Vec<String> = methods
        .iter()
        .filter(|(_, is_allowed)| *is_allowed == Some(true))
        .map(|(name, _)| (*name).to_owned())
        .collect();
    if proxy.allows_certificate == Some(true) {
        allowed.push(tr!(text, "deployment-certificate"));
    }
    let identity = visible_line(&proxy.identity);
    if allowed.is_empty() {
        tr!(text, "deployment-proxy-unsaid", identity = identity)
    } else {
        tr!(
            text,
            "deployment-proxy",
            identity = identity,
            methods = allowed.join(", ")
        )
    }
}

fn compliance_line(text: &Localizer, compliance: &ComplianceSettings) -> String {
    let identity = visible_line(&compliance.identity);
    let adapter = [&compliance.adapter_name, &compliance.adapter_type]
        .into_iter()
        .flatten()
        .find(|adapter| !adapter.is_empty());
    match adapter {
        Some(adapter) => tr!(
            text,
            "deployment-adapter",
            identity = identity,
            adapter = visible_line(adapter)
        ),
        None => tr!(text, "deployment-adapter-none", identity = identity),
    }
}

/// A few names, and a sign that there are more.
fn listed(names: impl Iterator<Item = String>) -> String {
    const MOST: usize = 4;
    let mut shown: Vec<String> = names.take(MOST + 1).collect();
    if let Some(more) = shown.get_mut(MOST) {
        "…".clone_into(more);
    }
    shown.join(", ")
}
