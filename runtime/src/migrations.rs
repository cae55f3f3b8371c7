//! Migrations of storage, in the order in which they run. Each stays until every chain has run it.

/// The migrations of this version.
pub type SingleBlockMigrations = ();
