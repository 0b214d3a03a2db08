//! Property bags to domain values.
