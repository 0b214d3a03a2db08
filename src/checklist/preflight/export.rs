//! Reads one export. What stands in its cells is data, whatever it looks like.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::encoding::{self, ExportEncoding};
use super::headings::{self, Column};
use crate::domain::{ChecklistMessage, PreflightMessage};

const MOST_MEGABYTES: usize = 64;
const MOST_ROWS: usize = 500_000;
const MOST_COLUMNS: usize = 64;
/// In characters; the longest description a room may have is far below.
const LONGEST_CELL: usize = 8_192;
/// How many headings a message repeats.
const REPEATED: usize = 12;

/// What an export of the old system lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportKind {
    Categories,
    Rooms,
    Managers,
    Members,
}

impl ExportKind {
    pub const ALL: [Self; 4] = [Self::Categories, Self::Rooms, Self::Managers, Self::Members];
}

/// What stands between the cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

/// A file the operator dropped in, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceExport {
    pub kind: ExportKind,
    /// Its name, as it was dropped.
    pub name: String,
    pub encoding: ExportEncoding,
    pub delimiter: Delimiter,
    /// What each column says; `None` for one that nobody looks at.
    pub columns: Vec<Option<Column>>,
    pub rows: Vec<ExportRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRow {
    /// Where it stands in the file, counted from 1.
    pub line: u64,
    pub cells: Vec<String>,
}

/// Reads one export; which kind it is shows in its headings.
pub fn read_export(name: &str, bytes: &[u8]) -> Result<SourceExport, ChecklistMessage> {
    read(name, bytes).map_err(ChecklistMessage::Preflight)
}

fn read(name: &str, bytes: &[u8]) -> Result<SourceExport, PreflightMessage> {
    if bytes.len() > MOST_MEGABYTES << 20 {
        return Err(PreflightMessage::TooLarge {
            most_megabytes: MOST_MEGABYTES,
        });
    }
    let (text, encoding) = encoding::decode(bytes).ok_or(PreflightMessage::NotText)?;
    let (preamble, body) = without_preamble(&text);
    let delimiter = delimiter(preamble, body);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(body.as_bytes());
    let skipped = lines(text.strip_suffix(body).unwrap_or_default());
    let line_of = |record: &StringRecord| {
        let line = record.position().map_or(1, csv::Position::line);
        line + skipped
    };
    let mut records = reader.records();
    let Some(Ok(first)) = records.next() else {
        return Err(PreflightMessage::Empty);
    };
    let (kind, columns) = judge_headings(&first)?;
    let mut rows = Vec::new();
    for record in records {
        let Ok(record) = record else {
            return Err(PreflightMessage::NotText);
        };
        let line = line_of(&record);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(PreflightMessage::TooManyRows { most: MOST_ROWS });
        }
        if record
            .iter()
            .any(|cell| cell.len() > LONGEST_CELL && cell.chars().count() > LONGEST_CELL)
        {
            return Err(
                open_quote(body, &record, line).unwrap_or(PreflightMessage::CellTooLong {
                    line,
                    most: LONGEST_CELL,
                }),
            );
        }
        if record.len() != columns.len() {
            return Err(
                open_quote(body, &record, line).unwrap_or(PreflightMessage::RowUneven {
                    line,
                    expected: columns.len(),
                    found: record.len(),
                }),
            );
        }
        if let Some(open) = open_quote(body, &record, line) {
            return Err(open);
        }
        let cells = record.iter().map(without_guard).collect();
        rows.push(ExportRow { line, cells });
    }
    Ok(SourceExport {
        kind,
        name: name.to_owned(),
        encoding,
        delimiter,
        columns,
        rows,
    })
}

fn judge_headings(
    first: &StringRecord,
) -> Result<(ExportKind, Vec<Option<Column>>), PreflightMessage> {
    if first.len() > MOST_COLUMNS {
        return Err(PreflightMessage::TooManyColumns { most: MOST_COLUMNS });
    }
    let columns: Vec<_> = first.iter().map(headings::column).collect();
    for (at, column) in columns.iter().enumerate() {
        if column.is_some() && columns.iter().take(at).any(|before| before == column) {
            return Err(PreflightMessage::HeadingTwice {
                heading: shortened(first.get(at).unwrap_or_default()),
            });
        }
    }
    match headings::kind(&columns) {
        Some(kind) => Ok((kind, columns)),
        None => Err(PreflightMessage::HeadingsUnknown {
            headings: first.iter().take(REPEATED).map(shortened).collect(),
        }),
    }
}

fn shortened(heading: &str) -> String {
    heading.chars().take(60).collect()
}

/// The lines before the headings that Excel (`sep=;`) and Windows PowerShell (`#TYPE …`) write.
fn without_preamble(text: &str) -> (Option<&str>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    if line.starts_with("#TYPE") {
        (None, rest)
    } else if let Some(separator) = line.strip_prefix("sep=") {
        (Some(separator), rest)
    } else {
        (None, text)
    }
}

fn lines(text: &str) -> u64 {
    u64::try_from(text.matches('\n').count()).unwrap_or(u64::MAX)
}

/// As the file says, or what stands most often between the headings.
fn delimiter(said: Option<&str>, body: &str) -> Delimiter {
    let all = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab];
    if let Some(said) = said
        && let Some(delimiter) = all
            .into_iter()
            .find(|delimiter| said.as_bytes().first() == Some(&delimiter.byte()))
    {
        return delimiter;
    }
    let mut is_quoted = false;
    let mut counts = [0_usize; 3];
    for byte in body.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if !is_quoted => {
                for (count, delimiter) in counts.iter_mut().zip(all) {
                    *count += usize::from(byte == delimiter.byte());
                }
            }
            _ => {}
        }
    }
    // Of several that stand equally often the first is the likeliest.
    let most = counts.iter().max().copied().unwrap_or_default();
    counts
        .iter()
        .zip(all)
        .find(|(count, _)| **count == most)
        .map_or(Delimiter::Comma, |(_, delimiter)| delimiter)
}

/// Whether a row has a quotation mark that does not close, and so swallowed all that follows.
fn open_quote(body: &str, record: &StringRecord, line: u64) -> Option<PreflightMessage> {
    if !record.iter().any(|cell| cell.contains('\n')) {
        return None;
    }
    let from = usize::try_from(record.position()?.byte()).ok()?;
    let marks = body.get(from..)?.matches('"').count();
    let is_last = record
        .iter()
        .next_back()
        .is_some_and(|cell| body.trim_end().ends_with(cell));
    (is_last && marks % 2 == 1).then_some(PreflightMessage::QuoteOpen { line })
}

/// The apostrophe an exporter sets before what a spreadsheet would take for a formula.
fn without_guard(cell: &str) -> String {
    let guarded = cell.strip_prefix('\'').filter(|rest| {
        rest.trim_start().starts_with([
            '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
        ])
    });
    guarded.unwrap_or(cell).to_owned()
}

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

impl SourceExport {
    /// What a row says in a column, if it says anything.
    pub fn cell<'r>(&self, row: &'r ExportRow, column: Column) -> Option<&'r str> {
        let at = self.columns.iter().position(|own| *own == Some(column))?;
        row.cells
            .get(at)
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    }

    /// The same of the first of several columns that says anything.
    pub(super) fn first_cell<'r>(&self, row: &'r ExportRow, columns: &[Column]) -> Option<&'r str> {
        columns.iter().find_map(|column| self.cell(row, *column))
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }
}
