//! How the pallets meet: one file per theme.

mod chain;
mod consensus;
mod dbc;
mod fees;
mod money;
mod wallets;

pub use chain::{RuntimeBlockWeights, BLOCK_HASH_COUNT};
pub use consensus::ConsensusHook;
pub use wallets::ProxyType;
