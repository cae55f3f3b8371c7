//! Proofs carry whole records: they must stay small, or calls no longer fit their share of a block.

use crate::{mock::*, OccupancyOf, OrderIds, OrderOf, OrderRecordOf};
use codec::MaxEncodedLen;
use dbc_primitives::Receipt;

#[test]
fn record_of_a_machine_should_stay_small() {
	assert!(OccupancyOf::<Test>::max_encoded_len() <= 2_700);
}

#[test]
fn record_of_an_order_should_stay_small() {
	assert!(OrderOf::<Test>::max_encoded_len() <= 500);
	assert!(OrderRecordOf::<Test>::max_encoded_len() <= 500);
}

#[test]
fn receipt_should_be_far_smaller_than_an_order() {
	assert!(Receipt::<AccountId>::max_encoded_len() <= 120);
	assert!(OrderIds::max_encoded_len() <= 16);
}
