//! The rows a finding is made from.

/// What a column of evidence holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceColumn {
    File,
    Line,
    Category,
    Room,
    Name,
    FlattenedName,
    Characters,
    Person,
    LastPosted,
    Value,
}

/// Every row has as many cells as there are columns; the cells are data from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceTable {
    pub columns: Vec<EvidenceColumn>,
    pub rows: Vec<Vec<String>>,
}
