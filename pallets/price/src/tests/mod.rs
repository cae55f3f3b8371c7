#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

mod add_feeder;
mod anchor;
mod freshness;
mod genesis;
mod node;
mod offchain;
mod price_info;
mod quorum;
mod remove_feeder;
mod replace_feeder;
mod sequences;
mod submit;
mod try_state;
mod web;

use dbc_primitives::NanoUsd;
use frame_support::{assert_ok, dispatch::Pays};

use crate::mock::*;

/// 0.012 USD.
pub const BASE: NanoUsd = 12_000_000;

/// Feeder `number` submits `price` and is not charged.
pub fn feed(number: u32, price: NanoUsd) {
	assert_ok!(
		Price::submit(RuntimeOrigin::signed(feeder(number)), price),
		Pays::No.into(),
	);
}

/// The feeders 0, 1, .. submit these prices.
pub fn feed_all(prices: &[NanoUsd]) {
	for (number, price) in prices.iter().enumerate() {
		feed(number as u32, *price);
	}
}

/// The price, fresh or not.
pub fn price() -> Option<NanoUsd> {
	crate::Current::<Test>::get().map(|current| current.price)
}
