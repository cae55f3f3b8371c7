//! How large the records are: what a machine costs the state, and a call its proof.

use super::*;
use crate::{types, AttestersOf, MachineOf};
use codec::MaxEncodedLen;

#[test]
fn records_of_a_machine_should_be_small() {
	assert!(MachineOf::<Test>::max_encoded_len() <= 250);
	let attesters = AttestersOf::<Test>::max_encoded_len();
	assert!(MachineOf::<Test>::max_encoded_len() + attesters <= 350);
}

#[test]
fn record_that_hooks_touch_of_an_owner_should_be_small() {
	assert!(types::Account::max_encoded_len() <= 130);
}

#[test]
fn note_of_orders_should_be_small() {
	assert!(types::PendingOrder::max_encoded_len() <= 32);
}

#[test]
fn large_values_should_hold_150_days() {
	// 150 amounts of 16 bytes, and what else there is.
	assert!(types::Network::max_encoded_len() <= 2_400 + 200);
	assert!(types::Vesting::max_encoded_len() <= 2_400 + 10);
}
