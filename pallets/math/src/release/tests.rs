//! Tests of the release: a table computed by hand, and properties against the formula in wide integers.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::{rewards::MAX_EMISSION, PLANCK_PER_DBC};
use proptest::prelude::*;
use sp_core::U256;

const DBC: u128 = PLANCK_PER_DBC;

/// What is released of 1,000 DBC that were earned on one day: `(age in days, DBC)`.
const TABLE: [(u32, u128); 9] = [
	(0, 250),
	(1, 255),
	(2, 260),
	(75, 625),
	(149, 995),
	(150, 1_000),
	(151, 1_000),
	(1_000, 1_000),
	(u32::MAX, 1_000),
];

#[test]
fn release_should_match_the_table_when_earned_on_one_day() {
	for (age, dbc) in TABLE {
		let earned = 1_000 * DBC * GRAINS_PER_PLANCK;
		assert_eq!(released_floor(0, [(age, earned)]), dbc * DBC, "{age}");
	}
}

#[test]
fn release_should_be_whole_when_complete() {
	assert_eq!(released_floor(7 * DBC * GRAINS_PER_PLANCK, []), 7 * DBC);
	assert_eq!(released_floor(0, []), 0);
}

#[test]
fn release_should_round_once_when_there_are_many_days() {
	// 150 days with a grain and a half planck each: every part alone would be rounded to nothing.
	let half = GRAINS_PER_PLANCK / 2 + 1;
	let days = (0..150).map(|age| (age, half));
	// Σ (50 + age) for age 0…149 is 18,675; × (1/2 planck + 1 grain) / 200 is 46.6875….
	assert_eq!(released_floor(0, days), 46);
}

#[test]
fn release_should_not_overflow_when_all_that_is_emitted_is_earned() {
	let all = MAX_EMISSION * GRAINS_PER_PLANCK;
	assert_eq!(released_floor(all, []), MAX_EMISSION);
	assert_eq!(released_floor(0, [(150, all)]), MAX_EMISSION);
	let day = all / 150;
	let days = (0..150).map(|_| (150, day));
	assert_eq!(released_floor(0, days), 150 * day / GRAINS_PER_PLANCK);
}

fn history() -> impl Strategy<Value = (u128, Vec<u128>)> {
	let all = MAX_EMISSION * GRAINS_PER_PLANCK / 200;
	(0..=all, prop::collection::vec(0..=all, 0..150))
}

fn released_after(complete: u128, days: &[u128], later: u32) -> u128 {
	released_floor(complete, (later..).zip(days.iter().copied()))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(500))]

	#[test]
	fn release_should_be_the_exact_one_rounded_down_when_history_is_any(
		(complete, days) in history(), later in 0u32..200,
	) {
		let parts = (later..).zip(&days).map(|(age, earned)| {
			U256::from(*earned) * U256::from(50 + age.min(150))
		});
		let exact = parts.fold(U256::from(complete) * 200, |sum, part| sum + part);
		let floor = exact / (U256::from(200) << 44);
		prop_assert_eq!(U256::from(released_after(complete, &days, later)), floor);
	}

	#[test]
	fn release_should_rise_to_all_that_was_earned_when_days_pass((complete, days) in history()) {
		let mut before = 0;
		for later in 0..=151 {
			let released = released_after(complete, &days, later);
			prop_assert!(released >= before);
			before = released;
		}
		let earned: u128 = days.iter().sum::<u128>() + complete;
		prop_assert_eq!(before, earned / GRAINS_PER_PLANCK);
	}

	#[test]
	fn release_should_not_panic_when_input_is_any(complete: u128, days: Vec<(u32, u128)>) {
		let _ = released_floor(complete, days);
	}
}
