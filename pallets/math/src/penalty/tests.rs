//! Tests of the penalties: the table at both ends of every interval, and properties.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use proptest::prelude::*;

const ROWS: [Row; 6] = [
	Row::OwnerReportedRented,
	Row::OwnerReportedIdle,
	Row::Inaccessible,
	Row::Malfunction,
	Row::Counterfeit,
	Row::HardwareChange,
];

/// Every interval as the protocol tells it: `(row, from, until, percent)`, from included, until excluded.
const TABLE: [(Row, u64, u64, u32); 22] = [
	(Row::OwnerReportedRented, 0, 420_000, 2),
	(Row::OwnerReportedRented, 420_000, 172_800_000, 4),
	(Row::OwnerReportedRented, 172_800_000, 432_000_000, 30),
	(Row::OwnerReportedRented, 432_000_000, u64::MAX, 50),
	(Row::OwnerReportedIdle, 0, 172_800_000, 0),
	(Row::OwnerReportedIdle, 172_800_000, 864_000_000, 4),
	(Row::OwnerReportedIdle, 864_000_000, u64::MAX, 30),
	(Row::Inaccessible, 0, 420_000, 4),
	(Row::Inaccessible, 420_000, 172_800_000, 8),
	(Row::Inaccessible, 172_800_000, 432_000_000, 60),
	(Row::Inaccessible, 432_000_000, u64::MAX, 100),
	(Row::Malfunction, 0, 14_400_000, 6),
	(Row::Malfunction, 14_400_000, 86_400_000, 12),
	(Row::Malfunction, 86_400_000, 172_800_000, 16),
	(Row::Malfunction, 172_800_000, 432_000_000, 60),
	(Row::Malfunction, 432_000_000, u64::MAX, 100),
	(Row::Counterfeit, 0, 14_400_000, 12),
	(Row::Counterfeit, 14_400_000, 86_400_000, 24),
	(Row::Counterfeit, 86_400_000, 172_800_000, 32),
	(Row::Counterfeit, 172_800_000, 432_000_000, 60),
	(Row::Counterfeit, 432_000_000, u64::MAX, 100),
	(Row::HardwareChange, 0, u64::MAX, 0),
];

#[test]
fn percent_should_be_that_of_the_table_when_at_either_end_of_an_interval() {
	for (row, from, until, expected) in TABLE {
		assert_eq!(percent(row, from), expected, "{row:?} at {from}");
		assert_eq!(percent(row, until - 1), expected, "{row:?} before {until}");
	}
	for row in ROWS {
		let last = TABLE.iter().rev().find(|(known, ..)| *known == row);
		assert_eq!(
			last.map(|(.., percent)| *percent),
			Some(percent(row, u64::MAX))
		);
	}
}

#[test]
fn last_threshold_should_be_the_beginning_of_the_last_interval() {
	for row in ROWS {
		let last = TABLE.iter().rev().find(|(known, ..)| *known == row);
		let expected = last.filter(|(.., percent)| *percent > 0);
		assert_eq!(
			last_threshold(row),
			expected.map(|(_, from, ..)| *from),
			"{row:?}"
		);
	}
}

#[test]
fn renters_should_be_compensated_from_48_hours_on_or_at_once_by_cause() {
	for (row, from) in [
		(Row::OwnerReportedRented, Some(172_800_000)),
		(Row::OwnerReportedIdle, Some(172_800_000)),
		(Row::Inaccessible, Some(172_800_000)),
		(Row::Malfunction, Some(0)),
		(Row::Counterfeit, Some(0)),
		(Row::HardwareChange, None),
	] {
		let at = |length| compensates_renters(row, length);
		assert_eq!(at(u64::MAX), from.is_some(), "{row:?}");
		assert_eq!(at(172_799_999), from == Some(0), "{row:?}");
		assert_eq!(at(172_800_000), from.is_some(), "{row:?}");
	}
}

#[test]
fn due_should_be_the_percentage_rounded_down_without_what_was_taken() {
	// 4 % of 266,666.666666666666668 DBC: 10,666.66666666666666672, rounded down.
	let base = 266_666_666_666_666_666_668;
	assert_eq!(due_floor(base, 4, 0), 10_666_666_666_666_666_666);
	assert_eq!(due_floor(base, 4, 10_666_666_666_666_666_665), 1);
	assert_eq!(due_floor(base, 4, 10_666_666_666_666_666_667), 0);
	assert_eq!(due_floor(base, 100, 0), base);
	assert_eq!(due_floor(u128::MAX, 100, 0), u128::MAX);
	assert_eq!(due_floor(u128::MAX, u32::MAX, 1), u128::MAX - 1);
	assert_eq!(due_floor(99, 1, 0), 0);
}

#[test]
fn claim_should_get_its_part_rounded_down_and_at_most_itself() {
	// 100 among 1, 2 and 4 times 50: 14.28…, 28.57…, 57.14….
	let parts = [50, 100, 200].map(|claim| claim_floor(100, claim, 350));
	assert_eq!(parts, [14, 28, 57]);
	assert_eq!(claim_floor(351, 50, 350), 50);
	assert_eq!(claim_floor(350, 50, 350), 50);
	assert_eq!(claim_floor(0, 50, 350), 0);
	assert_eq!(claim_floor(100, 0, 350), 0);
	assert_eq!(claim_floor(100, 0, 0), 0);
	let most = u128::MAX;
	assert_eq!(claim_floor(most - 1, most, most), most - 1);
}

proptest! {
	#[test]
	fn percent_should_not_fall_when_the_length_grows(a in any::<u64>(), b in any::<u64>()) {
		for row in ROWS {
			prop_assert!(percent(row, a.min(b)) <= percent(row, a.max(b)));
			prop_assert!(percent(row, b) <= 100);
		}
	}

	#[test]
	fn percent_should_not_fall_when_the_length_grows_by_little(
		a in 0..1_000_000_000u64,
		b in 0..500_000_000u64,
	) {
		for row in ROWS {
			prop_assert!(percent(row, a) <= percent(row, a + b));
		}
	}

	#[test]
	fn splitting_an_outage_should_not_make_it_cheaper_when_lengths_add(
		base in any::<u128>(),
		lengths in prop::collection::vec(0..500_000_000u64, 1..6),
	) {
		for row in ROWS {
			let (mut length, mut taken) = (0, 0);
			for part in &lengths {
				length += part;
				taken += due_floor(base, percent(row, length), taken);
			}
			prop_assert_eq!(taken, due_floor(base, percent(row, length), 0));
		}
	}

	#[test]
	fn due_should_stay_within_the_stake_with_what_was_taken(
		base in any::<u128>(),
		percent in 0..=100u32,
		earlier in any::<u128>(),
	) {
		let due = due_floor(base, percent, earlier);
		prop_assert!(due == 0 || earlier.checked_add(due).is_some_and(|all| all <= base));
	}

	#[test]
	fn split_should_conserve_the_pool_and_respect_every_claim(
		pool in 0..u128::MAX / 64,
		claims in prop::collection::vec(0..u128::MAX / 64, 0..32),
	) {
		let all: u128 = claims.iter().sum();
		let parts: Vec<u128> = claims.iter().map(|claim| claim_floor(pool, *claim, all)).collect();
		let given: u128 = parts.iter().sum();
		prop_assert!(given <= pool && given <= all);
		// Less than one planck for each claim is lost to rounding.
		prop_assert!(given + claims.len() as u128 >= pool.min(all));
		for (part, claim) in parts.iter().zip(&claims) {
			prop_assert!(part <= claim);
		}
	}
}
