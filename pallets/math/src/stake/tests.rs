//! Tests of the formulas: tables computed by hand, and properties.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use sp_core::U256;

/// 100,000 DBC.
const DBC_SIDE: u128 = 100_000 * PLANCK_PER_DBC;
/// 800 USD.
const USD_SIDE: u64 = 800_000_000;

/// Computed by hand: `(nano-USD per DBC, GPUs, the side and the planck of one GPU, planck of the machine)`.
const TABLE: [(Option<u64>, u32, StakePerGpu, u128); 8] = [
	// 0.012 USD: 66,666.666…667 DBC for each GPU, rounded up before it is multiplied.
	(
		Some(12_000_000),
		4,
		StakePerGpu::Usd(66_666_666_666_666_666_667),
		266_666_666_666_666_666_668,
	),
	(
		Some(12_000_000),
		1,
		StakePerGpu::Usd(66_666_666_666_666_666_667),
		66_666_666_666_666_666_667,
	),
	// 0.006 USD: 133,333.33 DBC would be dearer than 100,000 DBC.
	(
		Some(6_000_000),
		4,
		StakePerGpu::Dbc(DBC_SIDE),
		400_000 * PLANCK_PER_DBC,
	),
	// 0.008 USD: both sides are equal.
	(
		Some(8_000_000),
		8,
		StakePerGpu::Dbc(DBC_SIDE),
		800_000 * PLANCK_PER_DBC,
	),
	// A nano-USD above it the USD side binds: 99,999.987500001562499804…
	(
		Some(8_000_001),
		1,
		StakePerGpu::Usd(99_999_987_500_001_562_500),
		99_999_987_500_001_562_500,
	),
	// 1 USD: 800 DBC to the planck.
	(
		Some(1_000_000_000),
		32,
		StakePerGpu::Usd(800 * PLANCK_PER_DBC),
		25_600 * PLANCK_PER_DBC,
	),
	// Never a price, and a price that cannot be.
	(
		None,
		2,
		StakePerGpu::Dbc(DBC_SIDE),
		200_000 * PLANCK_PER_DBC,
	),
	(
		Some(0),
		2,
		StakePerGpu::Dbc(DBC_SIDE),
		200_000 * PLANCK_PER_DBC,
	),
];

#[test]
fn stake_should_match_the_table_when_computed() {
	for (price, gpus, per_gpu, machine) in TABLE {
		let stake = stake_per_gpu_ceil(DBC_SIDE, USD_SIDE, price);
		assert_eq!(stake, per_gpu, "{price:?}");
		assert_eq!(stake_of_machine(stake, gpus), machine, "{price:?}");
	}
}

#[test]
fn stake_should_not_overflow_when_inputs_are_highest() {
	assert_eq!(
		usd_to_planck_ceil(u64::MAX, 1),
		Some(18_446_744_073_709_551_615_000_000_000_000_000_000)
	);
	assert_eq!(usd_to_planck_ceil(0, u64::MAX), Some(0));
	assert_eq!(usd_to_planck_ceil(1, u64::MAX), Some(1));
	assert_eq!(stake_of_machine(StakePerGpu::Dbc(u128::MAX), 32), u128::MAX);
}

#[test]
fn percent_should_compare_exactly_when_at_the_bound() {
	assert!(is_below_percent(79, 100, 80));
	assert!(!is_below_percent(80, 100, 80));
	// 80 % of 101 is 80.8.
	assert!(is_below_percent(80, 101, 80));
	assert!(!is_below_percent(81, 101, 80));
	assert!(!is_below_percent(0, 0, 80));
	assert!(!is_below_percent(0, u128::MAX, 0));
	assert!(is_below_percent(u128::MAX, u128::MAX, u32::MAX));
}

/// Computed by hand: `(micro-USD, nano-USD per DBC, planck rounded down, planck rounded up)`.
const CONVERSIONS: [(u64, u64, u128, u128); 6] = [
	// 8 USD at 0.012 USD: 666.666… DBC, what a refusing member gets.
	(
		8_000_000,
		12_000_000,
		666_666_666_666_666_666,
		666_666_666_666_666_667,
	),
	// 24 USD at 0.012 USD: 2,000 DBC to the planck.
	(
		24_000_000,
		12_000_000,
		2_000 * PLANCK_PER_DBC,
		2_000 * PLANCK_PER_DBC,
	),
	// 1 micro-USD at 7 USD: 0.000000142857142857… DBC.
	(1, 7_000_000_000, 142_857_142, 142_857_143),
	(0, 12_000_000, 0, 0),
	(1, u64::MAX, 0, 1),
	(
		u64::MAX,
		1,
		18_446_744_073_709_551_615_000_000_000_000_000_000,
		18_446_744_073_709_551_615_000_000_000_000_000_000,
	),
];

#[test]
fn conversion_should_match_the_table_when_rounded_either_way() {
	for (usd, price, floor, ceil) in CONVERSIONS {
		assert_eq!(usd_to_planck_floor(usd, price), Some(floor), "{usd}");
		assert_eq!(usd_to_planck_ceil(usd, price), Some(ceil), "{usd}");
	}
	assert_eq!(usd_to_planck_floor(1, 0), None);
	assert_eq!(usd_to_planck_ceil(1, 0), None);
}

#[test]
fn percent_should_match_the_table_when_rounded_down() {
	// Computed by hand: `(whole, percent, share)`.
	for (whole, percent, share) in [
		(0, 95, 0),
		(1, 99, 0),
		(100, 5, 5),
		(119, 5, 5),
		(120, 5, 6),
		// 5 % of the stake of one GPU at 0.012 USD: 3,333.333… DBC.
		(66_666_666_666_666_666_667, 5, 3_333_333_333_333_333_333),
		(7, 100, 7),
		// Never more than the whole.
		(7, 101, 7),
		(7, u32::MAX, 7),
		(7, 0, 0),
		(u128::MAX, 100, u128::MAX),
		(
			u128::MAX,
			1,
			3_402_823_669_209_384_634_633_746_074_317_682_114,
		),
	] {
		assert_eq!(percent_floor(whole, percent), share, "{percent} of {whole}");
	}
}

#[test]
fn share_should_leave_the_remainder_when_it_does_not_divide() {
	assert_eq!(share_floor(10, 3), (3, 1));
	assert_eq!(share_floor(9, 3), (3, 0));
	assert_eq!(share_floor(2, 3), (0, 2));
	assert_eq!(share_floor(0, 3), (0, 0));
	assert_eq!(share_floor(u128::MAX, 1), (u128::MAX, 0));
	// Without parts everything is left over.
	assert_eq!(share_floor(10, 0), (0, 10));
}

proptest! {
	#[test]
	fn planck_should_be_the_most_that_the_usd_pays_when_rounded_down(
		usd: u64,
		price in 1u64..,
	) {
		let planck = U256::from(usd_to_planck_floor(usd, price).unwrap());
		let paid = U256::from(usd) * U256::from(NANO_PER_MICRO * PLANCK_PER_DBC);
		prop_assert!(planck * price <= paid);
		prop_assert!((planck + 1) * price > paid);
	}

	#[test]
	fn percent_should_agree_with_256_bits_when_rounded_down(whole: u128, percent: u32) {
		let share = U256::from(whole) * percent.min(100) / 100;
		prop_assert_eq!(U256::from(percent_floor(whole, percent)), share);
	}

	#[test]
	fn shares_and_rest_should_be_the_whole_when_added(whole: u128, parts in 0u32..100) {
		let (share, rest) = share_floor(whole, parts);
		prop_assert_eq!(share * u128::from(parts) + rest, whole);
		prop_assert!(parts == 0 || rest < u128::from(parts));
	}

	#[test]
	fn planck_should_be_the_least_that_is_worth_the_usd_when_rounded_up(
		usd: u64,
		price in 1u64..,
	) {
		let planck = U256::from(usd_to_planck_ceil(usd, price).unwrap());
		let wanted = U256::from(usd) * U256::from(NANO_PER_MICRO * PLANCK_PER_DBC);
		prop_assert!(planck * price >= wanted);
		prop_assert!(planck.is_zero() || (planck - 1) * price < wanted);
	}

	#[test]
	fn stake_should_never_pass_either_side_when_price_is_any(
		dbc_side: u128, usd_side: u64, price in 1u64..,
	) {
		let stake = stake_per_gpu_ceil(dbc_side, usd_side, Some(price)).planck();
		let usd = usd_to_planck_ceil(usd_side, price).unwrap();
		prop_assert_eq!(stake, dbc_side.min(usd));
	}

	#[test]
	fn stake_should_not_grow_when_the_price_rises(
		dbc_side: u128, usd_side: u64, price in 1u64..u64::MAX,
	) {
		let before = stake_per_gpu_ceil(dbc_side, usd_side, Some(price)).planck();
		let after = stake_per_gpu_ceil(dbc_side, usd_side, Some(price + 1)).planck();
		prop_assert!(after <= before);
	}

	#[test]
	fn percent_should_agree_with_256_bits_when_numbers_are_any(
		amount: u128, whole: u128, percent in 0u32..=200,
	) {
		let below = U256::from(amount) * 100 < U256::from(whole) * percent;
		prop_assert_eq!(is_below_percent(amount, whole, percent), below);
	}

	#[test]
	fn percent_should_agree_with_256_bits_when_amount_is_near_the_bound(
		whole: u128, percent in 0u32..=100, off in 0u32..=2,
	) {
		let bound: U256 = U256::from(whole) * percent / 100;
		let amount = bound.low_u128().saturating_add(off.into()).saturating_sub(1);
		let below = U256::from(amount) * 100 < U256::from(whole) * percent;
		prop_assert_eq!(is_below_percent(amount, whole, percent), below);
	}
}
