//! Tests of the formulas: tables computed by hand, and properties.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used
)]

use super::*;
use proptest::prelude::*;

const MINUTE: u64 = 60_000;
const INTERVAL: u64 = 10 * MINUTE;

#[test]
fn median_should_be_none_when_there_are_no_prices() {
	assert_eq!(median_floor(&mut []), None);
}

#[test]
fn median_should_match_the_hand_computed_table() {
	for (prices, median) in [
		(vec![7], 7),
		(vec![1, 2], 1),
		(vec![1, 3], 2),
		(vec![9, 1, 5], 5),
		(vec![12, 11, 13, 120], 12),
		(vec![10, 11, 13, 120], 12),
		(vec![4, 4, 4, 4, 1], 4),
		(vec![0, u64::MAX], u64::MAX / 2),
		(vec![u64::MAX, u64::MAX], u64::MAX),
		(vec![u64::MAX, u64::MAX - 1], u64::MAX - 1),
	] {
		assert_eq!(
			median_floor(&mut prices.clone()),
			Some(median),
			"{prices:?}"
		);
	}
}

#[test]
fn quorum_should_match_the_hand_computed_table() {
	for (feeders, minimum, quorum) in [
		(0, 3, 3),
		(1, 1, 1),
		(1, 3, 3),
		(2, 1, 2),
		(3, 1, 2),
		(3, 3, 3),
		(4, 3, 3),
		(5, 3, 4),
		(6, 3, 4),
		(7, 3, 5),
		(20, 3, 14),
		(21, 3, 14),
		(22, 3, 15),
		(u32::MAX, 3, 2_863_311_530),
	] {
		assert_eq!(quorum_ceil(feeders, minimum), quorum, "{feeders} {minimum}");
	}
}

#[test]
fn steps_should_match_the_hand_computed_table() {
	for (elapsed, steps) in [
		(0, 1),
		(INTERVAL - 1, 1),
		(INTERVAL, 1),
		(2 * INTERVAL - 1, 1),
		(2 * INTERVAL, 2),
		(6 * INTERVAL - 1, 5),
		(6 * INTERVAL, 6),
		(7 * INTERVAL, 6),
		(u64::MAX, 6),
	] {
		assert_eq!(steps_floor(elapsed, INTERVAL, 6), steps, "{elapsed}");
	}
}

#[test]
fn steps_should_be_total_when_parameters_are_absurd() {
	assert_eq!(steps_floor(5, 0, 6), 6);
	assert_eq!(steps_floor(5, 1, 0), 1);
	assert_eq!(steps_floor(u64::MAX, 1, u32::MAX), u32::MAX);
}

#[test]
fn price_should_match_the_hand_computed_table_when_clamped() {
	for (target, anchor, steps, price) in [
		(12_000_000, 12_000_000, 1, 12_000_000),
		(13_200_000, 12_000_000, 1, 13_200_000),
		(13_200_001, 12_000_000, 1, 13_200_000),
		(10_800_000, 12_000_000, 1, 10_800_000),
		(10_799_999, 12_000_000, 1, 10_800_000),
		(120_000_000, 12_000_000, 1, 13_200_000),
		(120_000_000, 12_000_000, 6, 19_200_000),
		(1, 12_000_000, 6, 4_800_000),
		// Linear, not compound: two steps are 20 %, not 21 %.
		(120_000_000, 10_000_000, 2, 12_000_000),
		// 10 % of 15 is 1.5: the band is rounded towards the anchor.
		(100, 15, 1, 16),
		(1, 15, 1, 14),
		// 10 % of 5 is less than the smallest unit, which is then allowed.
		(100, 5, 1, 6),
		(1, 5, 1, 4),
		(0, 0, 1, 0),
		(9, 0, 1, 1),
		(u64::MAX, u64::MAX, 6, u64::MAX),
	] {
		assert_eq!(
			clamp_to_anchor(target, anchor, steps, 10),
			price,
			"{target} {anchor}"
		);
	}
}

#[test]
fn price_should_be_total_when_parameters_are_absurd() {
	assert_eq!(clamp_to_anchor(0, 1_000, u32::MAX, u32::MAX), 0);
	assert_eq!(
		clamp_to_anchor(u64::MAX, u64::MAX, u32::MAX, u32::MAX),
		u64::MAX
	);
	assert_eq!(clamp_to_anchor(0, 1_000, 10, 10), 0);
	assert_eq!(clamp_to_anchor(0, 1_000, 0, 10), 999);
	assert_eq!(clamp_to_anchor(0, 1_000, 1, 0), 999);
}

/// The median by its definition, with wide numbers.
fn naive_median(prices: &[u64]) -> Option<u64> {
	let mut sorted: Vec<u128> = prices.iter().map(|price| u128::from(*price)).collect();
	sorted.sort();
	let count = sorted.len();
	if count == 0 {
		return None;
	}
	let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
	Some(u64::try_from(median).unwrap())
}

proptest! {
	#[test]
	fn median_should_equal_the_naive_one(prices in prop::collection::vec(any::<u64>(), 0..40)) {
		prop_assert_eq!(median_floor(&mut prices.clone()), naive_median(&prices));
	}

	#[test]
	fn median_should_not_depend_on_the_order(
		(prices, shuffled) in prop::collection::vec(any::<u64>(), 1..22)
			.prop_flat_map(|prices| (Just(prices.clone()), Just(prices).prop_shuffle())),
	) {
		prop_assert_eq!(median_floor(&mut prices.clone()), median_floor(&mut shuffled.clone()));
	}

	/// Fewer liars than half cannot move the median out of what the honest say.
	#[test]
	fn median_should_stay_among_the_honest_when_they_are_the_majority(
		honest in prop::collection::vec(1_000u64..2_000, 3..12),
		lies in prop::collection::vec(any::<u64>(), 0..12),
	) {
		let lies = lies.iter().copied().take(honest.len() - 1);
		let low = *honest.iter().min().unwrap();
		let high = *honest.iter().max().unwrap();
		let mut all: Vec<u64> = honest.iter().copied().chain(lies).collect();
		let median = median_floor(&mut all).unwrap();
		prop_assert!((low..=high).contains(&median));
	}

	#[test]
	fn quorum_should_be_the_least_number_that_is_two_thirds(feeders: u32, minimum in 0u32..10) {
		let quorum = u64::from(quorum_ceil(feeders, minimum));
		prop_assert!(3 * quorum >= 2 * u64::from(feeders));
		prop_assert!(quorum >= u64::from(minimum));
		if quorum > u64::from(minimum) {
			prop_assert!(3 * (quorum - 1) < 2 * u64::from(feeders));
		}
	}

	#[test]
	fn steps_should_be_within_bounds_and_never_shrink_with_time(
		elapsed: u64,
		more: u64,
		interval: u64,
		max in 1u32..100,
	) {
		let steps = steps_floor(elapsed, interval, max);
		prop_assert!((1..=max).contains(&steps));
		prop_assert!(steps_floor(elapsed.saturating_add(more), interval, max) >= steps);
	}

	#[test]
	fn price_should_be_within_the_band_and_as_near_to_the_target_as_possible(
		target: u64,
		anchor: u64,
		steps in 1u32..7,
		step_percent in 1u32..=100,
	) {
		let price = clamp_to_anchor(target, anchor, steps, step_percent);
		let width = u128::from(anchor.abs_diff(price));
		let allowed = (u128::from(anchor) * u128::from(steps * step_percent) / 100).max(1);
		prop_assert!(width <= allowed);
		// Never beyond the target, and short of it only at the end of the band.
		prop_assert!((target.min(anchor)..=target.max(anchor)).contains(&price));
		if price != target {
			prop_assert_eq!(width, allowed);
		}
	}

	#[test]
	fn price_should_be_total(target: u64, anchor: u64, steps: u32, step_percent: u32) {
		clamp_to_anchor(target, anchor, steps, step_percent);
	}
}
