//! The pools: where legacy endpoints may lead, and the servers that run them.

use egui::Ui;

use super::{
    Selection, column_stretch, copy_rows_ui, count_line_ui, is_clicked, note_ui, optional,
    raw_properties_ui, reading_ui, search_ui, selection, split_ui, subject_ui, two_columns_ui,
};
use crate::console::table::{TableEvent, TableRows as _};
use crate::console::{Act, Intent, Page, PoolColumn, pool_headings};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{Inventory, Pool, PoolState};
use crate::tr;
use crate::ui::theme::{Tone, column, space};
use crate::ui::widgets::{
    Button, Cell, ChecklistRow, Column, DataTable, Placeholder, key_values, page_header,
    section_heading,
};
use crate::ui::{Screen, icons};

/// As many endpoints of a pool as its details name; the endpoints page has them all.
const MOST_ENDPOINTS: usize = 8;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let text = screen.text();
    let state = screen.state;
    let selected = match selection(&state.pools) {
        Selection::One(row) => state
            .inventory
            .value()
            .and_then(|inventory| inventory.pools.get(row)),
        Selection::Nothing | Selection::Several(_) => None,
    };
    let title = tr!(text, "nav-pools");
    let purpose = tr!(text, "pools-purpose");
    page_header(ui, &title, &purpose, |ui| {
        let new = tr!(text, "page-new-endpoint");
        let why_not = screen.why_not(&Act::Create);
        let button = Button::primary(&new)
            .icon(icons::ADD)
            .disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            let pool = selected.map(|pool| pool.fqdn.clone());
            screen.ask(Intent::OpenWizard { pool });
        }
    });
    if !reading_ui(ui, screen) {
        return;
    }
    let Some(inventory) = state.inventory.value() else {
        return;
    };
    if inventory.pools.is_empty() {
        let title = tr!(text, "pools-empty");
        let body = tr!(text, "pools-empty-body");
        let again = tr!(text, "page-refresh");
        let action = Button::secondary(&again).icon(icons::REFRESH);
        let placeholder = Placeholder::empty(icons::POOLS, &title).body(&body);
        if is_clicked(placeholder.action(action).show(ui)) {
            screen.ask(Intent::Refresh);
        }
        return;
    }
    let mut events = Vec::new();
    let to_rows = ui
        .horizontal(|ui| {
            let label = tr!(text, "pools-search");
            let (event, to_rows) = search_ui(ui, screen, &label, &state.pools.table, wants_search);
            events.extend(event);
            events.extend(copy_rows_ui(ui, screen, &state.pools));
            to_rows
        })
        .inner;
    count_line_ui(ui, screen, &state.pools);
    let hint = selection(&state.pools).hint(text, || tr!(text, "pools-select"));
    split_ui(
        ui,
        screen,
        state.pools.table.view().len(),
        hint.as_deref(),
        |ui, screen| events.extend(table_ui(ui, screen, to_rows)),
        |ui, screen| {
            if let Some(pool) = selected {
                details_ui(ui, screen, inventory, pool);
            }
        },
    );
    for event in events {
        screen.ask(Intent::Pools(event));
    }
}

fn table_ui(ui: &mut Ui, screen: &Screen<'_>, to_rows: bool) -> Vec<TableEvent<String>> {
    let text = screen.text();
    let list = &screen.state.pools;
    let headings = pool_headings(text);
    let stretch = column_stretch(ui);
    let columns: Vec<_> = headings
        .iter()
        .zip(PoolColumn::ALL)
        .map(|(title, kind)| {
            let width = match kind {
                PoolColumn::Fqdn => column::FQDN,
                PoolColumn::Generation | PoolColumn::Registrar | PoolColumn::ActiveServers => {
                    column::NAME
                }
                PoolColumn::Site | PoolColumn::State => column::WORD,
            };
            Column::new(title, width * stretch)
        })
        .collect();
    let inventory = screen.state.inventory.value();
    let name = tr!(text, "nav-pools");
    let nothing = tr!(text, "page-nothing-found");
    let table = DataTable::new("pools", &name, &columns).empty(&nothing);
    let output = table.show(ui, &list.table, |row, column| {
        let word = list.rows.text(row, column);
        match PoolColumn::ALL.get(column) {
            Some(PoolColumn::Fqdn) => Cell::text(word),
            Some(PoolColumn::State) => {
                let pool = inventory.and_then(|inventory| inventory.pools.get(row));
                let (tone, icon) = state_sign(pool.and_then(|pool| pool.state.as_ref()));
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

fn state_sign(state: Option<&PoolState>) -> (Tone, &'static str) {
    match state {
        Some(PoolState::Normal) => (Tone::Success, icons::SUCCEEDED),
        Some(PoolState::FailedOver) => (Tone::Warning, icons::WARNING),
        Some(PoolState::Other(_)) | None => (Tone::Unknown, icons::UNKNOWN),
    }
}

fn details_ui(ui: &mut Ui, screen: &mut Screen<'_>, inventory: &Inventory, pool: &Pool) {
    let text = screen.text();
    subject_ui(ui, pool.fqdn.as_str());
    ui.add_space(space::XS);
    super::pool_servers::show(ui, screen, &pool.fqdn);
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "pools-facts"));
    two_columns_ui(
        ui,
        screen,
        |ui, screen| {
            key_values(ui, |values| {
                values.text(
                    &tr!(text, "column-generation"),
                    &text.generation(pool.generation),
                );
                optional(values, screen, &tr!(text, "column-site"), pool.site.clone());
                let registrar = pool.registrar.as_ref().map(ToString::to_string);
                optional(values, screen, &tr!(text, "column-registrar"), registrar);
                let (tone, _) = state_sign(pool.state.as_ref());
                values.badge(
                    &tr!(text, "column-state"),
                    tone,
                    &text.pool_state(pool.state.as_ref()),
                );
                let active = pool.active_servers.as_deref().map(lines);
                optional(values, screen, &tr!(text, "column-active-servers"), active);
                let inactive = pool.inactive_servers.as_deref().map(lines);
                optional(
                    values,
                    screen,
                    &tr!(text, "column-inactive-servers"),
                    inactive,
                );
                let service = pool.service_id.clone();
                optional(values, screen, &tr!(text, "pools-service-id"), service);
            });
        },
        |ui, screen| {
            section_heading(ui, &tr!(text, "pools-endpoints"));
            endpoints_ui(ui, screen, inventory, pool);
        },
    );
    raw_properties_ui(ui, screen, &pool.properties);
}

fn lines(servers: &[String]) -> String {
    let servers: Vec<_> = servers.iter().map(|server| visible_lines(server)).collect();
    servers.join("\n")
}

fn endpoints_ui(ui: &mut Ui, screen: &mut Screen<'_>, inventory: &Inventory, pool: &Pool) {
    let text = screen.text();
    let mut endpoints = inventory.endpoints_of(&pool.fqdn);
    let mut is_any = false;
    for endpoint in endpoints.by_ref().take(MOST_ENDPOINTS) {
        is_any = true;
        let (tone, icon) = super::endpoints::origin_sign(endpoint.origin);
        let address = visible_line(endpoint.sip_address.as_str());
        let origin = text.origin(endpoint.origin);
        // The origin under the address: beside it there is no room for both.
        ChecklistRow::new(tone, "", &address)
            .icon(icon)
            .detail(&origin)
            .show(ui);
    }
    if !is_any {
        note_ui(ui, &tr!(text, "pools-no-endpoints"));
        return;
    }
    let rest = endpoints.count();
    if rest > 0 {
        note_ui(ui, &tr!(text, "pools-more-endpoints", count = rest));
    }
    let show = tr!(text, "pools-show-endpoints");
    if Button::quiet(&show)
        .icon(icons::ENDPOINTS)
        .small()
        .show(ui)
        .clicked()
    {
        let query = pool.fqdn.to_string();
        screen.ask(Intent::Endpoints(TableEvent::SetQuery(query)));
        screen.ask(Intent::Navigate(Page::Endpoints));
    }
}
