//! A new project while it is entered.

/// What was typed, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct ProjectDraft {
    pub name: String,
}

/// One change of one field.
#[derive(Clone, Debug)]
pub enum ProjectEdit {
    Name(String),
}
