//! Tests of the formulas: tables computed by hand, and properties.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use proptest::prelude::*;
use sp_core::U256;

/// Computed by hand with a calculator of 30 digits: `(gpus, cores, vram, ram, points)`.
const TABLE: [(u32, u32, u32, u32, u64); 12] = [
	(4, 8_704, 10, 440, 59_890),
	(4, 8_704, 10, 471, 60_775),
	(8, 8_704, 10, 880, 119_779),
	(8, 16_896, 80, 2_048, 372_636),
	// Nothing at all.
	(0, 0, 0, 0, 0),
	// Only the base of one GPU.
	(1, 0, 0, 0, 2_500),
	// 3.5 GB of memory are one point: 7 GB are two, 1 GB is 28.571…, 2 GB are 57.142….
	(0, 0, 0, 7, 200),
	(0, 0, 0, 1, 29),
	(0, 0, 0, 2, 57),
	// A whole square: sqrt(10,000 × 10 / 10) = 100.
	(1, 10_000, 10, 0, 12_500),
	// sqrt(1 × 1 / 10) = 0.31622776….
	(1, 1, 1, 0, 2_532),
	// The largest machine allowed: 32 × (25 + sqrt(16,896 × 8)) + 4,096 / 3.5 = 13,735.1….
	(32, 16_896, 80, 4_096, 1_373_515),
];

/// The same with 29 digits under a 256-bit root, as a fraction of `7 × 10^20`.
fn numerator_of_reference(gpus: u32, cores: u32, vram: u32, ram: u32) -> U256 {
	let scale = U256::from(10u128.pow(20));
	let root = (U256::from(cores) * U256::from(vram) * scale * scale / 10).integer_sqrt();
	(U256::from(gpus) * 7 * (scale * 25 + root) + U256::from(ram) * 2 * scale) * 100
}

#[test]
fn points_should_match_the_table_when_computed() {
	for (gpus, cores, vram, ram, points) in TABLE {
		assert_eq!(
			points_nearest(gpus, cores, vram, ram),
			points,
			"{gpus} {cores} {vram} {ram}"
		);
	}
}

#[test]
fn points_should_not_panic_when_every_input_is_highest() {
	// 4,294,967,295 × (25 + 1,358,187,913.8…) × 100 is above 2^64.
	assert_eq!(
		points_nearest(u32::MAX, u32::MAX, u32::MAX, u32::MAX),
		u64::MAX
	);
	assert_eq!(most_points(u32::MAX), 429_496_729_500_000);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn points_should_be_the_nearest_when_hardware_is_any(
		gpus in 0u32..=32,
		cores in 0u32..=200_000,
		vram in 0u32..=2_000,
		ram in 0u32..=4_096,
	) {
		let points = U256::from(points_nearest(gpus, cores, vram, ram));
		let denominator = U256::from(10u128.pow(20)) * 7;
		let exact = numerator_of_reference(gpus, cores, vram, ram);
		let rounded: U256 = points * denominator;
		let distance = rounded.abs_diff(exact);
		// Half a hundredth, and what ten digits of each root may be off.
		let slack = U256::from(gpus) * 700 * U256::from(10u128.pow(10));
		prop_assert!(distance * 2 <= denominator + slack * 2);
	}

	#[test]
	fn points_should_not_fall_when_hardware_grows(
		gpus in 0u32..32,
		cores in 0u32..200_000,
		vram in 0u32..2_000,
		ram in 0u32..4_096,
	) {
		let points = points_nearest(gpus, cores, vram, ram);
		prop_assert!(points_nearest(gpus + 1, cores, vram, ram) > points);
		prop_assert!(points_nearest(gpus, cores + 1, vram, ram) >= points);
		prop_assert!(points_nearest(gpus, cores, vram + 1, ram) >= points);
		prop_assert!(points_nearest(gpus, cores, vram, ram + 1) > points);
	}

	#[test]
	fn points_should_not_panic_when_input_is_any(
		gpus: u32, cores: u32, vram: u32, ram: u32,
	) {
		let _ = points_nearest(gpus, cores, vram, ram);
		let _ = most_points(gpus);
	}
}
