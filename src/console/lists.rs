//! The lists as text, in the language of the screen: what is shown, searched, sorted and copied.

use std::borrow::Cow;

use super::journal_view::JournalView;
use super::table::{
    ColumnIndex, TableEvent, TableRequest, TableRows, TableState, selected_rows_tsv,
};
use crate::domain::text::visible_line;
use crate::domain::{DirectoryReading, Inventory};
use crate::localization::Localizer;
use crate::tr;

/// A list of the screen: its rows, and what the person did to them.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub table: TableState<String>,
    pub rows: Rows,
}

/// Rows of plain text.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    generation: u64,
    columns: usize,
    keys: Vec<String>,
    cells: Vec<Vec<String>>,
}

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($column:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($column),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$column),+];
        }
    };
}

columns!(
    /// The columns of the pools page, from the left.
    PoolColumn { Fqdn, Generation, Site, Registrar, ActiveServers, State }
);
columns!(
    /// The columns of the endpoints page, from the left.
    EndpointColumn { SipAddress, DisplayName, Pool, Origin }
);
columns!(
    /// The columns of the journal page, from the left.
    JournalColumn { MadeAt, Kind, Address, Status, Who }
);
columns!(
    /// The columns of the domain controllers, from the left.
    ControllerColumn { Host, Site, Domain, Writable, GlobalCatalog }
);

impl List {
    /// Takes new rows; search, sort and selection stay.
    pub(super) fn set(&mut self, mut rows: Rows) {
        rows.generation = self.rows.generation + 1;
        self.rows = rows;
        self.table.sync(&self.rows);
    }

    /// Lets rows come without making those that are there anew.
    pub(super) fn grow(&mut self, grow: impl FnOnce(&mut Rows)) {
        grow(&mut self.rows);
        self.rows.generation += 1;
        self.table.sync(&self.rows);
    }

    pub(super) fn apply(&mut self, event: TableEvent<String>) -> Option<TableRequest<String>> {
        self.table.apply(event, &self.rows)
    }

    /// The selected rows under these headings, for a spreadsheet.
    pub(super) fn selected_as_text(&self, headings: &[String]) -> String {
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        selected_rows_tsv(&headings, &self.rows, self.table.selected_rows())
    }

    /// The key of the one selected row.
    pub fn selected(&self) -> Option<&str> {
        self.table.only_selected().map(String::as_str)
    }
}

impl Rows {
    pub(super) fn push(&mut self, key: String, cells: Vec<String>) {
        self.columns = cells.len();
        self.keys.push(key);
        self.cells.push(cells);
    }

    /// All rows as text, in the order of the data.
    pub fn cells(&self) -> &[Vec<String>] {
        &self.cells
    }
}

impl TableRows for Rows {
    type Key = String;

    fn generation(&self) -> u64 {
        self.generation
    }

    fn row_count(&self) -> usize {
        self.keys.len()
    }

    fn column_count(&self) -> usize {
        self.columns
    }

    fn key(&self, row: usize) -> String {
        self.keys.get(row).cloned().unwrap_or_default()
    }

    fn text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str> {
        let cell = self.cells.get(row).and_then(|cells| cells.get(column));
        Cow::Borrowed(cell.map_or("", String::as_str))
    }
}

pub fn pool_headings(localizer: &Localizer) -> Vec<String> {
    vec![
        tr!(localizer, "column-fqdn"),
        tr!(localizer, "column-generation"),
        tr!(localizer, "column-site"),
        tr!(localizer, "column-registrar"),
        tr!(localizer, "column-active-servers"),
        tr!(localizer, "column-state"),
    ]
}

pub fn endpoint_headings(localizer: &Localizer) -> Vec<String> {
    vec![
        tr!(localizer, "column-sip-address"),
        tr!(localizer, "column-display-name"),
        tr!(localizer, "column-pool"),
        tr!(localizer, "column-origin"),
    ]
}

pub fn journal_headings(localizer: &Localizer) -> Vec<String> {
    vec![
        tr!(localizer, "column-made-at"),
        tr!(localizer, "column-change"),
        tr!(localizer, "column-about"),
        tr!(localizer, "column-status"),
        tr!(localizer, "column-who"),
    ]
}

pub fn controller_headings(localizer: &Localizer) -> Vec<String> {
    vec![
        tr!(localizer, "column-controller"),
        tr!(localizer, "column-ad-site"),
        tr!(localizer, "column-domain"),
        tr!(localizer, "column-writable"),
        tr!(localizer, "column-global-catalog"),
    ]
}

pub fn pool_rows(inventory: &Inventory, localizer: &Localizer) -> Rows {
    let unread = tr!(localizer, "not-read");
    let or_unread =
        |text: Option<String>| text.map_or_else(|| unread.clone(), |text| visible_line(&text));
    Rows {
        generation: 0,
        columns: PoolColumn::ALL.len(),
        keys: inventory
            .pools
            .iter()
            .map(|pool| pool.fqdn.to_string())
            .collect(),
        cells: inventory
            .pools
            .iter()
            .map(|pool| {
                vec![
                    pool.fqdn.to_string(),
                    localizer.generation(pool.generation),
                    or_unread(pool.site.clone()),
                    or_unread(pool.registrar.as_ref().map(ToString::to_string)),
                    or_unread(
                        pool.active_servers
                            .as_ref()
                            .map(|servers| servers.join(", ")),
                    ),
                    localizer.pool_state(pool.state.as_ref()),
                ]
            })
            .collect(),
    }
}

pub fn endpoint_rows(inventory: &Inventory, localizer: &Localizer) -> Rows {
    let unknown_pool = tr!(localizer, "pool-unknown");
    let origins = [
        crate::domain::EndpointOrigin::Automatic,
        crate::domain::EndpointOrigin::Legacy,
        crate::domain::EndpointOrigin::Unknown,
    ]
    .map(|origin| (origin, localizer.origin(origin)));
    let origin_word = |wanted| {
        origins
            .iter()
            .find(|(origin, _)| *origin == wanted)
            .map(|(_, word)| word.clone())
            .unwrap_or_default()
    };
    Rows {
        generation: 0,
        columns: EndpointColumn::ALL.len(),
        keys: inventory
            .endpoints
            .iter()
            .map(|endpoint| endpoint.sip_address.folded().to_owned())
            .collect(),
        cells: inventory
            .endpoints
            .iter()
            .map(|endpoint| {
                vec![
                    visible_line(endpoint.sip_address.as_str()),
                    visible_line(endpoint.display_name.as_deref().unwrap_or_default()),
                    endpoint
                        .pool
                        .as_ref()
                        .map_or_else(|| unknown_pool.clone(), ToString::to_string),
                    origin_word(endpoint.origin),
                ]
            })
            .collect(),
    }
}

pub fn journal_rows(journal: &JournalView, localizer: &Localizer) -> Rows {
    Rows {
        generation: 0,
        columns: JournalColumn::ALL.len(),
        keys: journal
            .plans
            .iter()
            .map(|entry| entry.record.plan.id.to_string())
            .collect(),
        cells: journal
            .plans
            .iter()
            .map(|entry| {
                let plan = &entry.record.plan;
                let subject = plan
                    .subject()
                    .map(|subject| visible_line(&subject.to_string()));
                vec![
                    localizer.date_time(plan.made_at),
                    localizer.plan_kind(plan.kind, plan.undoes.is_some()),
                    subject.unwrap_or_default(),
                    localizer.step_status(entry.record.status()),
                    visible_line(&entry.who.os_user),
                ]
            })
            .collect(),
    }
}

/// The domain controllers of a forest; none where they could not be read.
pub fn controller_rows(reading: &DirectoryReading, localizer: &Localizer) -> Rows {
    let controllers = reading.controllers.as_deref().unwrap_or_default();
    let unread = tr!(localizer, "not-read");
    let or_unread = |text: &Option<String>| match text {
        Some(text) => visible_line(text),
        None => unread.clone(),
    };
    let (yes, no) = (tr!(localizer, "page-yes"), tr!(localizer, "page-no"));
    let answer = |is_so: bool| if is_so { yes.clone() } else { no.clone() };
    Rows {
        generation: 0,
        columns: ControllerColumn::ALL.len(),
        keys: controllers
            .iter()
            .map(|controller| controller.host.to_lowercase())
            .collect(),
        cells: controllers
            .iter()
            .map(|controller| {
                vec![
                    visible_line(&controller.host),
                    or_unread(&controller.site),
                    or_unread(&controller.domain),
                    answer(controller.is_writable),
                    answer(controller.is_global_catalog),
                ]
            })
            .collect(),
    }
}
