//! The endpoints: what is there for legacy clients, what belongs to the pools themselves, and what may be done to it.

use egui::Ui;

use super::{
    Selection, column_stretch, copy_rows_ui, count_line_ui, is_clicked, note_ui, optional,
    raw_properties_ui, reading_ui, remark_ui, search_ui, selection, split_ui, subject_ui,
    two_columns_ui,
};
use crate::console::table::{TableEvent, TableRows as _};
use crate::console::{Act, EndpointColumn, Intent, SwapIntent, endpoint_headings};
use crate::domain::text::visible_line;
use crate::domain::{Endpoint, EndpointOrigin, Message};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::theme::{Tone, column, space};
use crate::ui::widgets::{
    Button, Cell, Column, DataTable, Placeholder, key_values, page_header, section_heading,
};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let text = screen.text();
    let state = screen.state;
    let title = tr!(text, "nav-endpoints");
    let purpose = tr!(text, "endpoints-purpose");
    page_header(ui, &title, &purpose, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let swap = tr!(text, "swap-open");
        let why_not = screen.why_not(&Act::Swap(None));
        let button = Button::secondary(&swap)
            .icon(icons::ROUTE)
            .disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            screen.ask(Intent::Swap(SwapIntent::Open(None)));
        }
        let new = tr!(text, "page-new-endpoint");
        let why_not = screen.why_not(&Act::Create);
        let button = Button::primary(&new)
            .icon(icons::ADD)
            .disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            screen.ask(Intent::OpenWizard { pool: None });
        }
    });
    if !reading_ui(ui, screen) {
        return;
    }
    let Some(inventory) = state.inventory.value() else {
        return;
    };
    if inventory.endpoints.is_empty() {
        let title = tr!(text, "endpoints-empty");
        let body = tr!(text, "endpoints-empty-body");
        let again = tr!(text, "page-refresh");
        let action = Button::secondary(&again).icon(icons::REFRESH);
        let placeholder = Placeholder::empty(icons::ENDPOINTS, &title).body(&body);
        if is_clicked(placeholder.action(action).show(ui)) {
            screen.ask(Intent::Refresh);
        }
        return;
    }
    let chosen = selection(&state.endpoints);
    let selected = match chosen {
        Selection::One(row) => inventory.endpoints.get(row),
        Selection::Nothing | Selection::Several(_) => None,
    };
    let mut events = Vec::new();
    let to_rows = ui
        .horizontal(|ui| {
            let label = tr!(text, "endpoints-search");
            let table = &state.endpoints.table;
            let (event, to_rows) = search_ui(ui, screen, &label, table, wants_search);
            events.extend(event);
            events.extend(copy_rows_ui(ui, screen, &state.endpoints));
            actions_ui(ui, screen, chosen, selected);
            to_rows
        })
        .inner;
    count_line_ui(ui, screen, &state.endpoints);
    let hint = chosen.hint(text, || tr!(text, "endpoints-select"));
    split_ui(
        ui,
        screen,
        state.endpoints.table.view().len(),
        hint.as_deref(),
        |ui, screen| events.extend(table_ui(ui, screen, to_rows)),
        |ui, screen| {
            if let Some(endpoint) = selected {
                details_ui(ui, screen, endpoint);
            }
        },
    );
    for event in events {
        screen.ask(Intent::Endpoints(event));
    }
}

/// What may be done to the selected endpoint; a button that is off says why.
fn actions_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    chosen: Selection,
    selected: Option<&Endpoint>,
) {
    let text = screen.text();
    let nothing = match chosen {
        Selection::Several(_) => Message::SeveralEndpointsSelected,
        Selection::Nothing | Selection::One(_) => Message::NoEndpointSelected,
    };
    let why_not = |act: fn(crate::domain::SipUri) -> Act| match selected {
        Some(endpoint) => screen.why_not(&act(endpoint.sip_address.clone())),
        None => Some(text.message(&nothing)),
    };
    let (no_replace, no_remove) = (why_not(Act::Replace), why_not(Act::Remove));
    let replace = tr!(text, "endpoints-replace");
    let button = Button::secondary(&replace)
        .icon(icons::REPLACE)
        .disabled_because(no_replace.as_deref());
    let is_replace = button.show(ui).clicked();
    let remove = tr!(text, "endpoints-remove");
    let button = Button::secondary(&remove)
        .icon(icons::REMOVE)
        .disabled_because(no_remove.as_deref());
    let is_remove = button.show(ui).clicked();
    if let Some(endpoint) = selected {
        if is_replace {
            screen.ask(Intent::OpenReplace(endpoint.sip_address.clone()));
        }
        if is_remove {
            screen.ask(Intent::AskToRemove(endpoint.sip_address.clone()));
        }
    }
}

fn table_ui(ui: &mut Ui, screen: &Screen<'_>, to_rows: bool) -> Vec<TableEvent<String>> {
    let text = screen.text();
    let list = &screen.state.endpoints;
    let headings = endpoint_headings(text);
    let stretch = column_stretch(ui);
    let columns: Vec<_> = headings
        .iter()
        .zip(EndpointColumn::ALL)
        .map(|(title, kind)| {
            let width = match kind {
                EndpointColumn::SipAddress => column::ADDRESS,
                EndpointColumn::DisplayName => column::NAME,
                EndpointColumn::Pool => column::FQDN,
                EndpointColumn::Origin => column::WORD,
            };
            Column::new(title, width * stretch)
        })
        .collect();
    let inventory = screen.state.inventory.value();
    let name = tr!(text, "nav-endpoints");
    let nothing = tr!(text, "page-nothing-found");
    let table = DataTable::new("endpoints", &name, &columns).empty(&nothing);
    let output = table.show(ui, &list.table, |row, column| {
        let word = list.rows.text(row, column);
        match EndpointColumn::ALL.get(column) {
            Some(EndpointColumn::SipAddress) => Cell::text(word),
            Some(EndpointColumn::Origin) => {
                let endpoint = inventory.and_then(|inventory| inventory.endpoints.get(row));
                let origin = endpoint.map_or(EndpointOrigin::Unknown, |endpoint| endpoint.origin);
                let (tone, icon) = origin_sign(origin);
                Cell::state(tone, word).with_icon(icon)
            }
            _ => Cell::weak(word),
        }
    });
    if to_rows {
        output.focus.request_focus();
    }
    output.events
}

pub(super) fn origin_sign(origin: EndpointOrigin) -> (Tone, &'static str) {
    match origin {
        EndpointOrigin::Automatic => (Tone::Neutral, icons::LOCKED),
        EndpointOrigin::Legacy => (Tone::Info, icons::ADDRESS),
        EndpointOrigin::Unknown => (Tone::Unknown, icons::UNKNOWN),
    }
}

/// The origin in full, with what it means for the endpoint.
fn origin_name(text: &Localizer, origin: EndpointOrigin) -> String {
    match origin {
        EndpointOrigin::Automatic => tr!(text, "endpoints-automatic"),
        EndpointOrigin::Legacy => tr!(text, "endpoints-legacy"),
        EndpointOrigin::Unknown => tr!(text, "endpoints-unknown"),
    }
}

fn details_ui(ui: &mut Ui, screen: &mut Screen<'_>, endpoint: &Endpoint) {
    let text = screen.text();
    let address = visible_line(endpoint.sip_address.as_str());
    subject_ui(ui, &address);
    if endpoint.origin.is_protected() {
        let reason = Message::EndpointProtected {
            address: endpoint.sip_address.clone(),
        };
        let reason = visible_line(&text.message(&reason));
        remark_ui(ui, Tone::Warning, icons::LOCKED, &reason);
    }
    ui.add_space(space::XS);
    two_columns_ui(
        ui,
        screen,
        |ui, screen| {
            key_values(ui, |values| {
                let name = endpoint.display_name.clone();
                optional(values, screen, &tr!(text, "column-display-name"), name);
                let pool = endpoint.pool.as_ref().map(ToString::to_string);
                let pool = pool.unwrap_or_else(|| tr!(text, "pool-unknown"));
                values.text(&tr!(text, "column-pool"), &pool);
                let enabled = endpoint.enabled.map(|enabled| {
                    if enabled {
                        tr!(text, "page-yes")
                    } else {
                        tr!(text, "page-no")
                    }
                });
                optional(values, screen, &tr!(text, "column-enabled"), enabled);
                if let Some(identity) = &endpoint.identity {
                    let identity = visible_line(identity.as_str());
                    values.code(&tr!(text, "column-identity"), &identity);
                }
            });
        },
        |ui, _screen| {
            section_heading(ui, &tr!(text, "endpoints-origin"));
            let (tone, icon) = origin_sign(endpoint.origin);
            remark_ui(ui, tone, icon, &origin_name(text, endpoint.origin));
            let inferred = match endpoint.origin {
                EndpointOrigin::Automatic => tr!(text, "endpoints-automatic-because"),
                EndpointOrigin::Legacy => tr!(text, "endpoints-legacy-because"),
                EndpointOrigin::Unknown => tr!(text, "endpoints-unknown-because"),
            };
            note_ui(ui, &inferred);
        },
    );
    raw_properties_ui(ui, screen, &endpoint.properties);
}
