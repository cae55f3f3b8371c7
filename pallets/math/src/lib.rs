//! The formulas of DeepBrain Chain: pure integer functions without storage, total (they never panic), with the rounding
//! in the name. Whatever multiplies, divides or takes a ratio lives here; the pallets only add and compare.
//!
//! Units: amounts of DBC are planck ([`PLANCK_PER_DBC`]), amounts of USD are micro-USD, and the price of DBC is nano-USD
//! per DBC.

#![cfg_attr(not(feature = "std"), no_std)]

pub mod ballot;
pub mod gpus;
pub mod penalty;
pub mod points;
pub mod price;
pub mod release;
pub mod rent;
pub mod rewards;
pub mod schedule;
pub mod stake;

/// Planck in one DBC.
pub const PLANCK_PER_DBC: u128 = 1_000_000_000_000_000;

/// Nano-USD in one micro-USD.
pub const NANO_PER_MICRO: u128 = 1_000;
