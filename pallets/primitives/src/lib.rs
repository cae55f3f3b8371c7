//! Ids, value types and traits shared by more than one crate of DeepBrain Chain.
//!
//! Nothing here has storage, and nothing here knows a pallet: pallets meet each other only through the traits of
//! [`traits`], so that each can be built and tested alone.
//!
//! Units, everywhere: times are Unix milliseconds ([`Moment`]), amounts of DBC are planck (10^15 planck = 1 DBC), amounts
//! of USD are micro-USD, and the price of DBC is nano-USD per DBC ([`NanoUsd`]).

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod access;
mod ballot;
mod committee;
mod fault;
mod machine;
mod rental;
mod rules;
pub mod traits;
mod verification;
mod views;

pub use access::*;
pub use ballot::*;
pub use committee::*;
pub use fault::*;
pub use machine::*;
pub use rental::*;
pub use rules::*;
pub use verification::*;
pub use views::*;

/// A point in time or a length of time: Unix milliseconds, from the chain's timestamp.
pub type Moment = u64;

/// The chain's time, and for how long it has stalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainTime {
	/// The time of the block.
	pub now: Moment,
	/// All gaps between blocks that were longer than a stall, added up: deadlines of people move by it.
	pub stalled: Moment,
}

/// Identity of a machine: the sr25519 public key that it holds.
pub type MachineId = [u8; 32];

/// Price of one DBC in nano-USD: 12,000,000 is 0.012 USD.
pub type NanoUsd = u64;

/// An amount of US dollars in micro-USD: 800,000,000 is 800 USD.
pub type MicroUsd = u64;

/// Domain of the message by which a machine's key agrees to its registration, see [`RegistrationPayload`].
pub const REGISTER_DOMAIN: [u8; 20] = *b"dbc/machine/register";

/// What a machine's key signs so that `owner` may register it: the SCALE encoding of
/// `(REGISTER_DOMAIN, genesis_hash, owner, expires_at)`, 92 bytes for 32-byte hashes and accounts.
pub type RegistrationPayload<Hash, AccountId> = ([u8; 20], Hash, AccountId, Moment);
