//! What the names become: Persistent Chat has one level of categories, so whatever lies below another one gets the
//! names above it as a prefix.

use std::collections::{HashMap, HashSet};

use super::export::{ExportKind, ExportRow, SourceExport};
use super::headings::Column;

/// In characters, as a person counts them on the screen of the old tool, and not in bytes.
pub const LONGEST_NAME: usize = 256;

/// Stands between the parts. The public pages say that the parents' names become a prefix and not what joins them, so
/// one character is counted.
const JOINT: &str = "-";
/// Deeper than any tree people made by hand.
const DEEPEST: usize = 64;

/// A category or a room, with what it will be called.
#[derive(Clone, Debug)]
pub(super) struct Flat<'e> {
    pub export: &'e SourceExport,
    pub row: &'e ExportRow,
    pub is_room: bool,
    pub own: &'e str,
    /// The names above it, the topmost first.
    pub parents: Vec<&'e str>,
    pub name: String,
}

impl Flat<'_> {
    pub(super) fn characters(&self) -> usize {
        self.name.chars().count()
    }

    /// Whether it lies deeper than the one level there will be.
    pub(super) fn is_changed(&self) -> bool {
        self.parents.len() > usize::from(self.is_room)
    }

    /// Equal for names a server could not keep apart, whatever joins their parts.
    pub(super) fn key(&self) -> String {
        self.name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    }
}

/// One category of the exports.
#[derive(Clone, Debug)]
struct Node<'e> {
    export: &'e SourceExport,
    row: &'e ExportRow,
    name: &'e str,
    above: Above<'e>,
}

#[derive(Clone, Debug)]
enum Above<'e> {
    Nothing,
    Category(usize),
    /// Named as a path whose upper parts are no rows of their own.
    Names(Vec<&'e str>),
    /// What is named is in no export.
    Unknown(Vec<&'e str>),
    Circle,
}

/// The categories of all exports with what lies above each, and where a row finds its own.
#[derive(Clone, Debug)]
pub(super) struct Tree<'e> {
    exports: &'e [SourceExport],
    nodes: Vec<Node<'e>>,
    by_id: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
    /// `None` for a name that several categories have.
    by_name: HashMap<String, Option<usize>>,
    /// The one category that lies above all others, where there is one.
    top: Option<usize>,
}

impl<'e> Tree<'e> {
    pub(super) fn new(exports: &'e [SourceExport]) -> Self {
        let mut tree = Self {
            exports,
            nodes: Vec::new(),
            by_id: HashMap::new(),
            by_path: HashMap::new(),
            by_name: HashMap::new(),
            top: None,
        };
        for (export, row) in rows(exports, ExportKind::Categories) {
            let Some(said) = export.first_cell(row, &[Column::Category, Column::Name]) else {
                continue;
            };
            let at = tree.nodes.len();
            let path = parts(said);
            let name = path.last().copied().unwrap_or(said);
            let id = export.first_cell(row, &[Column::Id, Column::CategoryId]);
            if let Some(id) = id {
                tree.by_id.entry(folded(id)).or_insert(at);
            }
            tree.by_path.entry(folded(said)).or_insert(at);
            tree.by_name
                .entry(folded(name))
                .and_modify(|known| *known = None)
                .or_insert(Some(at));
            let above = match path.split_last() {
                Some((_, [])) | None => Above::Nothing,
                Some((_, above)) => Above::Names(above.to_vec()),
            };
            tree.nodes.push(Node {
                export,
                row,
                name,
                above,
            });
        }
        for at in 0..tree.nodes.len() {
            if let Some(above) = tree.above_as_said(at) {
                tree.nodes[at].above = above;
            }
        }
        tree.open_circles();
        tree.top = tree.only_top();
        tree
    }

    /// What the columns for it say lies above a category; without them its own path does.
    fn above_as_said(&self, at: usize) -> Option<Above<'e>> {
        let Node { export, row, .. } = self.nodes.get(at)?;
        let by_id = export.cell(row, Column::ParentId);
        let by_name = export.cell(row, Column::Parent);
        let found = by_id
            .and_then(|id| self.by_id.get(&folded(id)).copied())
            .or_else(|| by_name.and_then(|name| self.find(name)));
        match (found, by_id, by_name) {
            (Some(parent), _, _) if is_root(self.nodes.get(parent)?.name) => Some(Above::Nothing),
            (Some(parent), _, _) => Some(Above::Category(parent)),
            (None, None, None) => None,
            (None, _, Some(name)) if is_root(name) => Some(Above::Nothing),
            (None, _, name) => Some(Above::Unknown(name.map(parts).unwrap_or_default())),
        }
    }

    /// Where no category is called the root, the only one above all others is it.
    fn only_top(&self) -> Option<usize> {
        let names_root = self.nodes.iter().any(|node| is_root(node.name));
        let mut tops = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| matches!(node.above, Above::Nothing))
            .map(|(at, _)| at);
        let top = tops.next()?;
        let is_alone = tops.next().is_none() && self.nodes.len() > 1 && !names_root;
        is_alone.then_some(top)
    }

    fn open_circles(&mut self) {
        let circles: Vec<_> = (0..self.nodes.len())
            .filter(|start| {
                let mut at = *start;
                for _ in 0..DEEPEST {
                    match self.nodes.get(at).map(|node| &node.above) {
                        Some(Above::Category(parent)) => at = *parent,
                        _ => return false,
                    }
                }
                true
            })
            .collect();
        for at in circles {
            self.nodes[at].above = Above::Circle;
        }
    }

    /// The category that is called so, by its path or by its name if no other has it.
    fn find(&self, said: &str) -> Option<usize> {
        let folded = folded(said);
        self.by_path
            .get(&folded)
            .copied()
            .or_else(|| self.by_name.get(&folded).copied().flatten())
    }

    fn category_of(&self, export: &SourceExport, row: &ExportRow) -> Option<usize> {
        export
            .cell(row, Column::CategoryId)
            .and_then(|id| self.by_id.get(&folded(id)).copied())
            .or_else(|| {
                let said = export.first_cell(row, &[Column::Category, Column::Parent])?;
                self.find(said)
            })
    }

    /// The row of the category a row belongs to.
    pub(super) fn category_row(
        &self,
        export: &SourceExport,
        row: &ExportRow,
    ) -> Option<(&'e SourceExport, &'e ExportRow)> {
        let node = self.nodes.get(self.category_of(export, row)?)?;
        Some((node.export, node.row))
    }

    /// The names from the top down to a category, itself included.
    fn names_to(&self, mut at: usize) -> Vec<&'e str> {
        let mut names = Vec::new();
        while let Some(node) = self.nodes.get(at) {
            names.push(node.name);
            match &node.above {
                Above::Category(parent) => at = *parent,
                Above::Names(above) | Above::Unknown(above) => {
                    names.extend(above.iter().rev().filter(|name| !is_root(name)));
                    break;
                }
                Above::Nothing | Above::Circle => break,
            }
        }
        names.retain(|name| !is_root(name));
        names.reverse();
        names
    }

    /// Every category but the root, and every room, with what they will be called.
    pub(super) fn flattened(&self) -> Vec<Flat<'e>> {
        let categories = self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| !is_root(node.name))
            .map(|(at, node)| {
                let mut parents = self.names_to(at);
                parents.pop();
                flat(node.export, node.row, false, node.name, parents)
            });
        let rooms = rows(self.exports, ExportKind::Rooms).filter_map(|(export, row)| {
            let own = room_name(export, row)?;
            let parents = match self.category_of(export, row) {
                Some(at) => self.names_to(at),
                None => export
                    .cell(row, Column::Category)
                    .map(parts)
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|name| !is_root(name))
                    .collect(),
            };
            Some(flat(export, row, true, own, parents))
        });
        categories.chain(rooms).collect()
    }

    pub(super) fn imported_names(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        for flat in self.flattened() {
            for name in [flat.name, flat.own.to_owned()] {
                if seen.insert(folded(&name)) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// Rows of categories whose parent is none of them, and rows of rooms whose category is none of them.
    pub(super) fn strays(&self) -> Vec<(&'e SourceExport, &'e ExportRow)> {
        let categories = self
            .nodes
            .iter()
            .filter(|node| matches!(node.above, Above::Unknown(_)))
            .map(|node| (node.export, node.row));
        let has_categories = !self.nodes.is_empty();
        let rooms = rows(self.exports, ExportKind::Rooms).filter(move |(export, row)| {
            let names_one = export
                .first_cell(row, &[Column::Category, Column::CategoryId])
                .is_some_and(|said| !is_root(said));
            has_categories && names_one && self.category_of(export, row).is_none()
        });
        categories.chain(rooms).collect()
    }

    pub(super) fn circles(&self) -> Vec<(&'e SourceExport, &'e ExportRow)> {
        self.nodes
            .iter()
            .filter(|node| matches!(node.above, Above::Circle))
            .map(|node| (node.export, node.row))
            .collect()
    }

    /// Whether a row is about the category above all others.
    pub(super) fn is_about_root(&self, export: &SourceExport, row: &ExportRow) -> bool {
        if room_name(export, row).is_some() || export.cell(row, Column::RoomId).is_some() {
            return false;
        }
        let by_id = export.cell(row, Column::CategoryId);
        let by_name = export.first_cell(row, &[Column::Category, Column::Name]);
        if by_name.is_some_and(is_root) {
            return true;
        }
        match self.category_of(export, row) {
            Some(at) => {
                self.top == Some(at) || self.nodes.get(at).is_some_and(|node| is_root(node.name))
            }
            None => by_id.is_none() && by_name.is_none(),
        }
    }
}

/// What a room is called; rows of managers and members may name one, too.
pub(super) fn room_name<'r>(export: &SourceExport, row: &'r ExportRow) -> Option<&'r str> {
    match export.kind {
        ExportKind::Rooms => export.first_cell(row, &[Column::Room, Column::Name]),
        _ => export.cell(row, Column::Room),
    }
}

pub(super) fn rows(
    exports: &[SourceExport],
    kind: ExportKind,
) -> impl Iterator<Item = (&SourceExport, &ExportRow)> {
    exports
        .iter()
        .filter(move |export| export.kind == kind)
        .flat_map(|export| export.rows.iter().map(move |row| (export, row)))
}

fn flat<'e>(
    export: &'e SourceExport,
    row: &'e ExportRow,
    is_room: bool,
    own: &'e str,
    parents: Vec<&'e str>,
) -> Flat<'e> {
    let mut all = parents.clone();
    all.push(own);
    let name = all.join(JOINT);
    Flat {
        export,
        row,
        is_room,
        own,
        parents,
        name,
    }
}

/// The parts of a path; a name without a backslash is one part.
fn parts(said: &str) -> Vec<&str> {
    said.split('\\')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// How the category above all others is written.
fn is_root(said: &str) -> bool {
    let said = said.trim_matches(['\\', '/', ' ']);
    said.is_empty()
        || ["root", "root category", "rootcategory"]
            .iter()
            .any(|root| said.eq_ignore_ascii_case(root))
}

pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}
