//! Tests of the rewards: tables computed by hand, a walk over every day, and properties in wide integers.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use proptest::prelude::*;
use sp_core::U256;

mod self_rental;

const DBC: u128 = PLANCK_PER_DBC;
const MILLION: u128 = 1_000_000 * DBC;

/// `(days from the start, day of the doubling, million DBC emitted)`.
const EMITTED: [(u64, Option<u64>, u128); 14] = [
	(0, None, 0),
	(365, None, 400),
	(3 * 365, None, 1_200),
	(4 * 365, None, 1_400),
	(8 * 365, None, 2_200),
	(9 * 365, None, 2_300),
	(16 * 365, None, 3_000),
	(17 * 365, None, 3_000),
	(100_000_000_000, None, 3_000),
	// The doubling: 73 days of the first phase are 80 million DBC, 60 days of it 65.75… million.
	(73, Some(73), 80),
	(73, Some(1_000), 80),
	// 365 days with all of it: 400 + 60 × 400 / 365 = 465.753… million.
	(365, Some(0), 465),
	(365, Some(305), 465),
	(365, Some(306), 464),
];

#[test]
fn emission_should_match_the_table_when_computed() {
	for (days, doubled, million) in EMITTED {
		let emitted = emitted_floor(days.saturating_mul(DAY), doubled.map(|day| day * DAY));
		let whole = planck_floor(emitted) / MILLION;
		assert_eq!(whole, million, "{days} {doubled:?}");
	}
}

#[test]
fn emission_should_be_exact_when_it_is_a_whole_number() {
	assert_eq!(emitted_floor(YEAR, None), grains(400 * MILLION));
	assert_eq!(emitted_floor(73 * DAY, None), grains(80 * MILLION));
	// 400,000,000 DBC a year are 12,683,916,793,505.83… planck a millisecond.
	assert_eq!(planck_floor(emitted_floor(1, None)), 12_683_916_793_505);
	assert_eq!(emitted_floor(1, None), 223_137_824_003_247_082_699_137_493);
}

#[test]
fn emission_should_stop_at_the_cap_when_years_pass() {
	let cap = grains(MAX_EMISSION);
	assert_eq!(emitted_floor(16 * YEAR, None), cap);
	assert!(emitted_floor(16 * YEAR - 1, None) < cap);
	assert_eq!(emitted_floor(16 * YEAR + 1, None), cap);
	assert_eq!(emitted_floor(u64::MAX, None), cap);
	assert_eq!(emitted_floor(u64::MAX, Some(0)), cap);
	assert_eq!(emitted_floor(u64::MAX, Some(u64::MAX)), cap);
}

#[test]
fn doubling_should_change_nothing_before_it_begins() {
	for at in [0, 1, DAY, 3 * YEAR] {
		assert_eq!(emitted_floor(at, Some(at)), emitted_floor(at, None));
	}
}

#[test]
fn sharing_should_carry_what_is_left_over() {
	assert_eq!(
		share_floor(10, 0, 3),
		Some(Share {
			per_weight: 3,
			left: 1
		})
	);
	assert_eq!(
		share_floor(10, 2, 3),
		Some(Share {
			per_weight: 4,
			left: 0
		})
	);
	assert_eq!(
		share_floor(0, 2, 7),
		Some(Share {
			per_weight: 0,
			left: 2
		})
	);
	assert_eq!(share_floor(10, 2, 0), None);
}

#[test]
fn weights_should_match_the_table_when_computed() {
	assert_eq!(grade_floor(59_890, WEEK_MINUTES), 59_890);
	assert_eq!(grade_floor(59_890, 0), 0);
	assert_eq!(grade_floor(59_890, 5_040), 29_945);
	assert_eq!(grade_floor(59_890, 1), 5);
	assert_eq!(grade_floor(59_890, u32::MAX), 59_890);
	assert_eq!(grade_floor(u64::MAX, u32::MAX), u64::MAX);
	assert_eq!(owner_factor(0, 1_000), 10_000);
	assert_eq!(owner_factor(4, 1_000), 10_004);
	assert_eq!(owner_factor(1_000, 1_000), 11_000);
	assert_eq!(owner_factor(1_001, 1_000), 11_000);
	assert_eq!(owner_factor(u32::MAX, u32::MAX), u32::MAX);
	assert_eq!(owner_weight(59_890, 10_004), 599_139_560);
	assert_eq!(rented_weight_floor(59_890, 4, 4, 3_000), 179_670_000);
	assert_eq!(rented_weight_floor(59_890, 1, 3, 3_000), 59_890_000);
	assert_eq!(rented_weight_floor(1, 1, 7, 3_000), 428);
	assert_eq!(rented_weight_floor(59_890, 0, 4, 3_000), 0);
	assert_eq!(rented_weight_floor(59_890, 9, 4, 3_000), 179_670_000);
	assert_eq!(rented_weight_floor(59_890, 1, 0, 3_000), 0);
}

#[test]
fn bonus_should_be_capped_by_what_was_burned() {
	let due = grains(100 * DBC);
	assert_eq!(bonus_credit_floor(due, 50 * DBC, 90, 0), grains(45 * DBC));
	assert_eq!(bonus_credit_floor(due, 200 * DBC, 90, 0), due);
	let credited = grains(40 * DBC);
	assert_eq!(
		bonus_credit_floor(due, 50 * DBC, 90, credited),
		grains(5 * DBC)
	);
	assert_eq!(bonus_credit_floor(due, 0, 90, 0), 0);
	// A lower percentage than before never takes anything back.
	assert_eq!(bonus_credit_floor(due, 50 * DBC, 10, credited), 0);
	// Not even a planck above: 90 % of 19 planck are 17.1.
	assert_eq!(bonus_cap_floor(19, 90), grains(17));
	assert_eq!(bonus_cap_floor(u128::MAX, u32::MAX), u128::MAX);
}

#[test]
fn price_should_be_compared_exactly_when_it_is_at_the_limit() {
	// 10 × 17 USD × 598.90 points / 1,000 are 101.813 USD a day; a quarter of it is 25.45325 USD.
	let standard = 17_000_000;
	assert!(is_priced_to_earn(25_453_250, 4, standard, 59_890, 10));
	assert!(!is_priced_to_earn(25_453_251, 4, standard, 59_890, 10));
	assert!(is_priced_to_earn(0, 4, standard, 0, 10));
	assert!(!is_priced_to_earn(1, 4, standard, 0, 10));
	assert!(!is_priced_to_earn(1, 4, standard, 59_890, 0));
	assert!(!is_priced_to_earn(u64::MAX, u32::MAX, 1, 1, 1));
	assert!(is_priced_to_earn(u64::MAX, 1, u64::MAX, u64::MAX, u32::MAX));
}

#[test]
fn days_should_begin_at_midnight() {
	assert_eq!(day_of(0), 0);
	assert_eq!(day_of(DAY - 1), 0);
	assert_eq!(day_of(DAY), 1);
	assert_eq!(end_of_day(0), DAY);
	assert_eq!(day_of(end_of_day(20_833) - 1), 20_833);
	assert_eq!(day_of(end_of_day(20_833)), 20_834);
	assert_eq!(day_of(u64::MAX), u32::MAX);
}

#[test]
fn portion_should_be_rounded_down_to_the_planck() {
	assert_eq!(portion_floor(grains(10), 1, 3), 3);
	assert_eq!(portion_floor(grains(10), 0, 0), 0);
	assert_eq!(
		portion_floor(grains(MAX_EMISSION), u128::MAX, u128::MAX),
		MAX_EMISSION
	);
}

/// What a year emits on the given day, in DBC.
fn yearly_on(day: u64) -> u128 {
	match day {
		0..=1_094 => 400_000_000,
		1_095..=2_919 => 200_000_000,
		_ => 100_000_000,
	}
}

/// The emission by a walk over every day: each millisecond of a day emits the same, and twice that in the doubling.
fn walked(elapsed: u64, doubled_from: Option<u64>) -> U256 {
	let mut sum = U256::zero();
	for day in 0..elapsed.div_ceil(DAY) {
		let (begin, end) = (day * DAY, elapsed.min((day + 1) * DAY));
		let doubled = doubled_from.map_or(0, |from| {
			end.min(from + DOUBLED_FOR).saturating_sub(begin.max(from))
		});
		sum += U256::from(yearly_on(day) * DBC) * U256::from(end - begin + doubled);
	}
	let exact = (sum << 44) / U256::from(YEAR);
	exact.min(U256::from(MAX_EMISSION) << 44)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn emission_should_be_that_of_a_walk_when_time_is_any(
		elapsed in 0..=7_000 * DAY, doubled in prop::option::of(0..=7_000 * DAY),
	) {
		prop_assert_eq!(U256::from(emitted_floor(elapsed, doubled)), walked(elapsed, doubled));
	}

	#[test]
	fn emission_should_be_that_of_a_walk_when_time_is_near_an_edge(
		edge in prop::sample::select(vec![3 * 365u64, 8 * 365, 15 * 365, 16 * 365]),
		after in 0..=2 * DAY, doubled in prop::option::of(0..=120 * DAY),
	) {
		let elapsed = (edge - 1) * DAY + after;
		let doubled = doubled.map(|before| elapsed.saturating_sub(before));
		prop_assert_eq!(U256::from(emitted_floor(elapsed, doubled)), walked(elapsed, doubled));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn emission_should_never_fall_when_time_passes(
		at in 0..=20 * YEAR, later in 0..=YEAR, doubled in prop::option::of(0..=20 * YEAR),
	) {
		prop_assert!(emitted_floor(at, doubled) <= emitted_floor(at + later, doubled));
	}

	#[test]
	fn parts_should_add_up_when_shared_however_often(
		shares in prop::collection::vec((0..=u128::MAX >> 8, 1..=u128::MAX >> 64), 1..50),
	) {
		// What was shared and what is left over is what came in, to the grain.
		let (mut came, mut shared, mut left) = (U256::zero(), U256::zero(), 0);
		for (grains, weight) in shares {
			let share = share_floor(grains, left, weight).unwrap();
			prop_assert!(share.left < weight);
			came += U256::from(grains);
			shared += U256::from(share.per_weight) * U256::from(weight);
			left = share.left;
		}
		prop_assert_eq!(came, shared + U256::from(left));
	}

	#[test]
	fn owner_should_get_the_same_when_it_is_paid_in_parts(
		parts in prop::collection::vec(0..=u128::MAX >> 8, 1..50),
	) {
		let (mut got, mut left) = (0u128, 0);
		for part in &parts {
			let (credit, rest) = less_attesters_floor(*part, left);
			got += credit;
			left = rest;
		}
		let all = parts.iter().fold(U256::zero(), |sum, part| sum + U256::from(*part));
		prop_assert_eq!(U256::from(got) * 100 + U256::from(left), all * 99);
	}

	#[test]
	fn attesters_and_owner_should_get_all_when_it_is_a_multiple_of_a_hundred(grains in 0..=u128::MAX / 100) {
		let all = grains * 100;
		let (owner, left) = less_attesters_floor(all, 0);
		prop_assert_eq!(owner + attesters_floor(all), all);
		prop_assert_eq!(left, 0);
	}

	#[test]
	fn credits_should_add_up_to_the_same_when_settled_often(
		steps in prop::collection::vec((0..=u128::MAX >> 8, 0..=u128::MAX >> 60), 1..30),
		percent in 0u32..=100,
	) {
		let (mut due, mut burned, mut credited) = (0, 0, 0);
		for (more_due, more_burned) in steps {
			due += more_due;
			burned += more_burned;
			credited += bonus_credit_floor(due, burned, percent, credited);
		}
		prop_assert_eq!(credited, bonus_credit_floor(due, burned, percent, 0));
	}

	#[test]
	fn nothing_should_panic_when_input_is_any(
		a: u128, b: u128, c: u128, d: u64, e: u64, f: u32, g: u32, h: u32,
	) {
		let _ = emitted_floor(d, Some(e));
		let _ = share_floor(a, b, c);
		let _ = earned(a, b, c);
		let _ = grade_floor(d, f);
		let _ = owner_weight(d, owner_factor(f, g));
		let _ = rented_weight_floor(d, f, g, h);
		let _ = less_attesters_floor(a, f);
		let _ = bonus_credit_floor(a, b, f, c);
		let _ = is_priced_to_earn(d, f, e, d, g);
		let _ = portion_floor(a, b, c);
		let _ = end_of_day(f);
	}
}

#[test]
fn threat_10_one_grade_should_not_overflow_when_alone_for_the_whole_emission() {
	let all = grains(MAX_EMISSION);
	for gpus in [1, 1_000] {
		let factor = owner_factor(gpus, 1_000);
		let weight = owner_weight(1, factor);
		let share = share_floor(all, weight - 1, weight).unwrap();
		let index = earned(u128::from(factor), 0, share.per_weight);
		assert_eq!(earned(1, 0, index) + share.left, all + weight - 1);
	}
}

#[test]
fn threat_11_a_million_largest_machines_should_not_overflow() {
	let grade = 1_000_000 * crate::points::most_points(32);
	let rented = 1_000_000 * rented_weight_floor(crate::points::most_points(32), 32, 32, 3_000);
	let weight = owner_weight(grade, owner_factor(32_000_000, 1_000)) + rented;
	assert!(weight < 1 << 56);
	let all = grains(MAX_EMISSION);
	let share = share_floor(all, weight - 1, weight).unwrap();
	assert_eq!(
		earned(weight, 0, share.per_weight) + share.left,
		all + weight - 1
	);
}
