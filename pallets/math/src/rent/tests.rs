//! Tests of the formulas: tables computed by hand, and properties.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::{stake::percent_floor, NANO_PER_MICRO, PLANCK_PER_DBC};
use proptest::prelude::*;
use sp_core::{U256, U512};

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;
/// 0.012 USD per DBC.
const PRICE: u64 = 12_000_000;

/// A machine of 598.90 points with 4 GPUs at 17 USD, of which `gpus` are rented.
fn terms(gpus: u32, extra_price: u64) -> Terms {
	Terms {
		standard_price: 17_000_000,
		points: 59_890,
		gpus,
		gpu_total: 4,
		extra_price,
	}
}

/// Terms and a rent that no type can hold.
const HUGE: Terms = Terms {
	standard_price: u64::MAX,
	points: u64::MAX,
	gpus: u32::MAX,
	gpu_total: u32::MAX,
	extra_price: u64::MAX,
};

/// The numerator and the denominator of the rent as its definition has them.
fn definition(terms: &Terms, duration: u64, price: u64) -> (U512, U512) {
	let gpus = U512::from(terms.gpus);
	let total = U512::from(terms.gpu_total);
	let daily = U512::from(terms.standard_price) * U512::from(terms.points) * gpus
		+ U512::from(terms.extra_price) * gpus * U512::from(STANDARD_POINTS) * total;
	(
		daily * U512::from(duration) * U512::from(PLANCK_PER_DBC * NANO_PER_MICRO),
		U512::from(STANDARD_POINTS) * total * U512::from(DAY) * U512::from(price),
	)
}

#[test]
fn rent_should_match_the_table_when_computed() {
	// Computed by hand: `(terms, milliseconds, nano-USD per DBC, planck)`.
	for (terms, duration, price, rent) in [
		// 10.1813 USD a day, for ten days: 8,484.416666… DBC.
		(terms(4, 0), 10 * DAY, PRICE, 8_484_416_666_666_666_667),
		// A quarter of it.
		(terms(1, 0), 10 * DAY, PRICE, 2_121_104_166_666_666_667),
		// Three quarters, and 1.50 USD for each of three GPUs: 12.135975 USD a day, 10,113.3125 DBC.
		(
			terms(3, 1_500_000),
			10 * DAY,
			PRICE,
			10_113_312_500_000_000_000,
		),
		// 15 minutes, 10 minutes, a millisecond.
		(terms(4, 0), 900_000, PRICE, 8_837_934_027_777_778),
		(terms(4, 0), 600_000, PRICE, 5_891_956_018_518_519),
		(terms(4, 0), 1, PRICE, 9_819_926_698),
		// A price of USD without remainder: 8 USD at 0.01 USD are 800 DBC.
		(
			Terms {
				standard_price: 0,
				..terms(4, 2_000_000)
			},
			DAY,
			10_000_000,
			800 * PLANCK_PER_DBC,
		),
		// One of three GPUs: 5.666666… DBC.
		(
			Terms {
				points: 100_000,
				gpu_total: 3,
				..terms(1, 0)
			},
			DAY,
			1_000_000_000,
			5_666_666_666_666_667,
		),
		(terms(0, 1), DAY, 1, 0),
		(terms(4, 1), 0, 1, 0),
	] {
		assert_eq!(rent_ceil(&terms, duration, price), Some(rent), "{terms:?}");
	}
}

#[test]
fn rent_should_be_unknown_when_there_is_no_price() {
	assert_eq!(rent_ceil(&terms(4, 0), DAY, 0), None);
}

#[test]
fn rent_should_be_unknown_when_there_are_no_gpus() {
	let nothing = Terms {
		gpu_total: 0,
		..terms(0, 0)
	};
	assert_eq!(rent_ceil(&nothing, DAY, PRICE), None);
}

#[test]
fn rent_should_be_unknown_when_it_does_not_fit() {
	assert_eq!(rent_ceil(&HUGE, u64::MAX, 1), None);
	// The rent of one GPU at the highest price: 2^128 planck are passed by a millisecond.
	let dear = Terms {
		gpus: 1,
		gpu_total: 1,
		points: 0,
		..HUGE
	};
	let longest = 1_593_798_687;
	assert_eq!(
		rent_ceil(&dear, longest, 1),
		Some(340_282_366_714_158_733_603_538_535_937_500_000_000)
	);
	assert_eq!(rent_ceil(&dear, longest + 1, 1), None);
}

#[test]
fn scale_should_be_the_definition_when_reduced() {
	assert_eq!(
		PLANCK_PER_DBC * NANO_PER_MICRO * SCALE_BY,
		STANDARD_POINTS * u128::from(DAY) * SCALE
	);
}

#[test]
fn price_per_day_should_match_the_table_when_computed() {
	// 598.90 points at 17 USD: 10.1813 USD, a quarter of it, three quarters.
	assert_eq!(standard_per_day_floor(&terms(4, 0)), 10_181_300);
	assert_eq!(standard_per_day_floor(&terms(1, 0)), 2_545_325);
	assert_eq!(standard_per_day_floor(&terms(3, 0)), 7_635_975);
	// 17 USD × 0.01 / 1,000 × 1 / 3 = 56.666… micro-USD.
	let third = Terms {
		points: 1,
		gpu_total: 3,
		..terms(1, 0)
	};
	assert_eq!(standard_per_day_floor(&third), 56);
	assert_eq!(extra_per_day(&terms(3, 1_500_000)), 4_500_000);
	assert_eq!(extra_per_day(&terms(3, 0)), 0);
}

#[test]
fn price_per_day_should_saturate_when_it_does_not_fit() {
	assert_eq!(standard_per_day_floor(&HUGE), u64::MAX);
	assert_eq!(extra_per_day(&HUGE), u64::MAX);
	let none = Terms {
		gpu_total: 0,
		..HUGE
	};
	assert_eq!(standard_per_day_floor(&none), 0);
}

#[test]
fn part_should_match_the_table_when_rounded_either_way() {
	// Computed by hand: `(total, time, duration, rounded down, rounded up)`.
	for (total, time, duration, floor, ceil) in [
		(10, 1, 3, 3, 4),
		(10, 2, 3, 6, 7),
		(9, 1, 3, 3, 3),
		(10, 0, 3, 0, 0),
		(10, 3, 3, 10, 10),
		// Never more than the whole, and all of it for no time at all.
		(10, 4, 3, 10, 10),
		(10, 0, 0, 10, 10),
		(u128::MAX, u64::MAX, u64::MAX, u128::MAX, u128::MAX),
		(u128::MAX, 1, 2, u128::MAX / 2, u128::MAX / 2 + 1),
		// Ten minutes of ten days that cost 8,484.416666… DBC: 5.891956018518518518981…
		(
			8_484_416_666_666_666_667,
			600_000,
			10 * DAY,
			5_891_956_018_518_518,
			5_891_956_018_518_519,
		),
	] {
		assert_eq!(
			earned_floor(total, time, duration),
			floor,
			"{time} of {duration}"
		);
		assert_eq!(
			part_ceil(total, time, duration),
			ceil,
			"{time} of {duration}"
		);
	}
}

#[test]
fn percent_should_match_the_table_when_rounded_up() {
	// Computed by hand: `(whole, percent, share)`.
	for (whole, percent, share) in [
		(0, 2, 0),
		(1, 2, 1),
		(50, 2, 1),
		(51, 2, 2),
		(7, 0, 0),
		(7, 100, 7),
		// Never more than the whole.
		(7, 101, 7),
		(u128::MAX, u32::MAX, u128::MAX),
	] {
		assert_eq!(percent_ceil(whole, percent), share, "{percent} of {whole}");
	}
}

#[test]
fn overlap_should_match_the_table_when_computed() {
	for (a, b, length) in [
		((10, 20), (15, 30), 5),
		((10, 20), (12, 14), 2),
		((10, 20), (10, 20), 10),
		// They touch, they do not meet.
		((10, 20), (20, 30), 0),
		((10, 20), (25, 30), 0),
		// Empty, and reversed.
		((15, 15), (10, 20), 0),
		((18, 12), (10, 20), 0),
		((0, u64::MAX), (0, u64::MAX), u64::MAX),
	] {
		assert_eq!(overlap(a.0, a.1, b.0, b.1), length, "{a:?} {b:?}");
		assert_eq!(overlap(b.0, b.1, a.0, a.1), length, "{b:?} {a:?}");
	}
}

proptest! {
	#[test]
	fn rent_should_agree_with_512_bits_when_numbers_are_usual(
		standard_price in 0u64..1_000_000_000,
		points in 0u64..100_000_000,
		gpu_total in 1u32..=32,
		gpus in 0u32..=32,
		extra_price in 0u64..1_000_000_000_000,
		duration in 0..=74 * DAY,
		price in 1u64..1_000_000_000_000,
	) {
		let terms = Terms { standard_price, points, gpus: gpus.min(gpu_total), gpu_total, extra_price };
		let (numerator, denominator) = definition(&terms, duration, price);
		let rent = (numerator + denominator - 1) / denominator;
		prop_assert_eq!(rent_ceil(&terms, duration, price).map(U512::from), Some(rent));
	}

	#[test]
	fn rent_should_be_exact_or_unknown_when_numbers_are_any(
		standard_price: u64,
		points: u64,
		gpu_total in 1u32..,
		gpus: u32,
		extra_price: u64,
		duration: u64,
		price in 1u64..,
	) {
		let terms = Terms { standard_price, points, gpus, gpu_total, extra_price };
		if let Some(rent) = rent_ceil(&terms, duration, price) {
			let (numerator, denominator) = definition(&terms, duration, price);
			prop_assert_eq!(U512::from(rent), (numerator + denominator - 1) / denominator);
		}
	}

	#[test]
	fn price_per_day_should_agree_with_512_bits_when_gpus_are_part_of_the_machine(
		standard_price: u64,
		points: u64,
		gpu_total in 1u32..,
		gpus: u32,
	) {
		let terms = Terms { standard_price, points, gpus: gpus.min(gpu_total), gpu_total, extra_price: 0 };
		let (numerator, denominator) = definition(&terms, DAY, 1);
		let price = numerator / denominator / U512::from(PLANCK_PER_DBC * NANO_PER_MICRO);
		prop_assert_eq!(
			U512::from(standard_per_day_floor(&terms)),
			price.min(U512::from(u64::MAX))
		);
	}

	#[test]
	fn part_should_agree_with_256_bits_when_numbers_are_any(
		total: u128,
		time: u64,
		duration in 1u64..,
	) {
		let exact = U256::from(total) * time.min(duration);
		let floor = U256::from(earned_floor(total, time, duration));
		let ceil = U256::from(part_ceil(total, time, duration));
		prop_assert_eq!(floor, exact / duration);
		prop_assert_eq!(ceil, (exact + duration - 1) / duration);
	}

	#[test]
	fn earned_should_not_shrink_when_time_goes_on(
		total: u128,
		used in 0..u64::MAX,
		duration: u64,
	) {
		let before = earned_floor(total, used, duration);
		prop_assert!(before <= earned_floor(total, used + 1, duration));
		prop_assert!(before <= total);
	}

	#[test]
	fn percent_should_be_the_floor_or_one_more_when_rounded_up(whole: u128, percent in 0u32..=100) {
		let exact = U256::from(whole) * percent;
		let floor = percent_floor(whole, percent);
		let expected = if exact % 100 == U256::zero() { floor } else { floor + 1 };
		prop_assert_eq!(percent_ceil(whole, percent), expected);
	}

	#[test]
	fn overlap_should_count_the_common_moments_when_intervals_are_small(
		a_from in 0u64..40, a_until in 0u64..40, b_from in 0u64..40, b_until in 0u64..40,
	) {
		let common = (0..40).filter(|now| (a_from..a_until).contains(now) && (b_from..b_until).contains(now));
		prop_assert_eq!(overlap(a_from, a_until, b_from, b_until), u64::try_from(common.count()).unwrap());
	}
}
