//! Tests of the masks: tables computed by hand, and properties.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use proptest::prelude::*;

#[test]
fn all_should_match_the_table_when_computed() {
	for (gpus, mask) in [
		(0, 0),
		(1, 0b1),
		(4, 0b1111),
		(31, 0x7fff_ffff),
		(32, u32::MAX),
		(33, u32::MAX),
		(u32::MAX, u32::MAX),
	] {
		assert_eq!(all(gpus), mask, "{gpus}");
	}
}

#[test]
fn lowest_should_match_the_table_when_computed() {
	for (free, gpus, mask) in [
		(0b1011_0100, 0, Some(0)),
		(0b1011_0100, 1, Some(0b0000_0100)),
		(0b1011_0100, 3, Some(0b0011_0100)),
		(0b1011_0100, 4, Some(0b1011_0100)),
		(0b1011_0100, 5, None),
		(0, 0, Some(0)),
		(0, 1, None),
		(1 << 31, 1, Some(1 << 31)),
		(u32::MAX, 32, Some(u32::MAX)),
		(u32::MAX, 33, None),
		(u32::MAX, u32::MAX, None),
	] {
		assert_eq!(lowest(free, gpus), mask, "{gpus} of {free:b}");
	}
}

proptest! {
	#[test]
	fn lowest_should_take_index_after_index_when_enough_are_free(free: u32, gpus in 0u32..=33) {
		let mut mask = 0;
		for index in 0..32 {
			if free & (1 << index) != 0 && count(mask) < gpus {
				mask |= 1 << index;
			}
		}
		prop_assert_eq!(lowest(free, gpus), (count(mask) == gpus).then_some(mask));
	}

	#[test]
	fn count_should_be_what_was_asked_for_when_all_are_taken(gpus in 0u32..=32) {
		prop_assert_eq!(count(all(gpus)), gpus);
		prop_assert_eq!(lowest(u32::MAX, gpus), Some(all(gpus)));
	}
}
