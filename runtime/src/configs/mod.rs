//! How the pallets meet: one file per theme.

mod chain;
mod consensus;
mod dbc;
mod fees;
mod governance;
mod money;
mod wallets;

pub use chain::{RuntimeBlockWeights, BLOCK_HASH_COUNT, MAX_BLOCK_LENGTH};
pub use consensus::ConsensusHook;
pub(crate) use fees::ToTreasury;
pub use wallets::ProxyType;
