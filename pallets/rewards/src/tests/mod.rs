//! One file for each call or subject. `naive.rs` is the ledger that the real one is compared with.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

pub(crate) use crate::{
	mock::*, Accounts, Attesters, Error, Event, Machines, PendingOrder, PendingOrders, Term,
	Vestings,
};
pub(crate) use dbc_primitives::{
	traits::{MachineInspect, OnAttested, OnMachineChange, OnOrderChange},
	NotRentable, RewardRules,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError::BadOrigin;

mod agenda;
mod attesters;
mod bonus;
mod claim;
mod examples;
mod genesis;
mod histories;
mod naive;
mod orders;
mod pattern;
mod reads;
mod share;
mod size;
mod threats;
mod try_state;

type E = Error<Test>;

/// Asserts that two amounts differ by at most `by`.
#[track_caller]
fn assert_close(a: u128, b: u128, by: u128) {
	assert!(a.abs_diff(b) <= by, "{a} and {b} differ by more than {by}");
}
