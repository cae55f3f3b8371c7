//! The pure draw, against a naive model that shuffles a whole list.

use super::*;
use crate::draw::{draw, uniform, Candidate, Stream, MAX_SAMPLES};
use dbc_primitives::{Beacon, JobSubject};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A stream of numbers for a test.
fn stream(seed: u64) -> Stream {
	let mut block = [0; 32];
	block[..8].copy_from_slice(&seed.to_le_bytes());
	let beacon = Beacon {
		relay_number: 1,
		block,
		epoch: None,
	};
	Stream::new(&beacon, 0, &SUBJECT)
}

/// Draws among `size` places; `parties` and `before` are the excluded ones.
fn draw_from(
	seed: u64,
	size: u32,
	parties: &BTreeSet<u32>,
	before: &BTreeSet<u32>,
) -> (Option<[u32; 3]>, Vec<u32>) {
	let mut random = stream(seed);
	let mut visited = Vec::new();
	let drawn = draw(
		size,
		|| random.next_u64(),
		|place| {
			visited.push(place);
			if parties.contains(&place) {
				None
			} else if before.contains(&place) {
				Some(Candidate::Reserve(place))
			} else {
				Some(Candidate::Free(place))
			}
		},
	);
	(drawn, visited)
}

/// The same, told by a shuffled list.
fn model(
	seed: u64,
	size: u32,
	parties: &BTreeSet<u32>,
	before: &BTreeSet<u32>,
) -> Option<[u32; 3]> {
	let mut random = stream(seed);
	let mut list: Vec<u32> = (0..size).collect();
	for i in 0..list.len().min(16) {
		let left = (list.len() - i) as u64;
		let j = i + (random.next_u64() % left) as usize;
		list.swap(i, j);
	}
	list.truncate(16);
	let allowed: Vec<u32> = list
		.into_iter()
		.filter(|place| !parties.contains(place))
		.collect();
	let (reserves, mut chosen): (Vec<u32>, Vec<u32>) = allowed
		.into_iter()
		.partition(|place| before.contains(place));
	if size <= 16 {
		chosen.extend(reserves);
	}
	chosen.truncate(3);
	chosen.try_into().ok()
}

#[test]
fn uniform_should_reject_what_would_favour_small_values() {
	assert_eq!(uniform(0, 0), None);
	assert_eq!(uniform(u64::MAX, 1), Some(0));
	// 2^64 is a multiple of 2^31: nothing is too much.
	assert_eq!(uniform(u64::MAX, 1 << 31), Some((1 << 31) - 1));
	// 2^64 mod 3 = 1: only the last number is too much.
	assert_eq!(uniform(u64::MAX, 3), None);
	assert_eq!(uniform(u64::MAX - 1, 3), Some(2));
	// 2^64 mod 10 = 6.
	assert_eq!(uniform(u64::MAX - 5, 10), None);
	assert_eq!(uniform(u64::MAX - 6, 10), Some(9));
	assert_eq!(uniform(13, 10), Some(3));
}

#[test]
fn stream_should_depend_on_everything_that_it_is_seeded_with() {
	let base = beacon(7);
	let first =
		|beacon: &Beacon, job, subject: &JobSubject| Stream::new(beacon, job, subject).next_u64();
	let other_epoch = Beacon {
		epoch: None,
		..base
	};
	let numbers = BTreeSet::from([
		first(&base, 0, &SUBJECT),
		first(&beacon(8), 0, &SUBJECT),
		first(&other_epoch, 0, &SUBJECT),
		first(&base, 1, &SUBJECT),
		first(&base, 0, &JobSubject::Report(0)),
	]);
	assert_eq!(numbers.len(), 5);
	// The number of the relay block is no randomness: only its VRF output counts.
	let renumbered = Beacon {
		relay_number: 9,
		..base
	};
	assert_eq!(first(&base, 0, &SUBJECT), first(&renumbered, 0, &SUBJECT));
}

#[test]
fn stream_should_be_what_the_documentation_says() {
	use codec::Encode;
	let mut bytes = b"dbc/committee/draw".to_vec();
	bytes.extend([3; 32]);
	bytes.push(1);
	bytes.extend([4; 32]);
	bytes.extend(5u64.to_le_bytes());
	bytes.push(1);
	bytes.extend(6u64.to_le_bytes());
	let seed = sp_io::hashing::blake2_256(&bytes);
	let number = |counter: u32| {
		let hash = sp_io::hashing::blake2_256(&(seed, counter).encode());
		u64::from_le_bytes(hash[..8].try_into().unwrap())
	};
	let beacon = Beacon {
		relay_number: 1,
		block: [3; 32],
		epoch: Some([4; 32]),
	};
	let mut stream = Stream::new(&beacon, 5, &JobSubject::Report(6));
	assert_eq!(stream.next_u64(), number(0));
	assert_eq!(stream.next_u64(), number(1));
}

#[test]
fn draw_should_take_nobody_when_fewer_than_three_are_there() {
	for size in 0..3 {
		let (drawn, visited) = draw_from(1, size, &BTreeSet::new(), &BTreeSet::new());
		assert_eq!(drawn, None);
		assert_eq!(visited.len(), size as usize);
	}
}

#[test]
fn draw_should_take_everybody_when_three_are_there() {
	for seed in 0..50 {
		let (drawn, _) = draw_from(seed, 3, &BTreeSet::new(), &BTreeSet::new());
		assert_eq!(BTreeSet::from(drawn.unwrap()), BTreeSet::from([0, 1, 2]));
	}
}

#[test]
fn draw_should_look_at_sixteen_places_at_most() {
	let all: BTreeSet<u32> = (0..10_000).collect();
	let (drawn, visited) = draw_from(1, 10_000, &all, &BTreeSet::new());
	assert_eq!(drawn, None);
	assert_eq!(visited.len(), MAX_SAMPLES as usize);
	// Who was drawn before is not taken unless everybody was looked at.
	let (drawn, _) = draw_from(1, 17, &BTreeSet::new(), &all);
	assert_eq!(drawn, None);
	let (drawn, _) = draw_from(1, 16, &BTreeSet::new(), &all);
	assert!(drawn.is_some());
}

#[test]
fn draw_should_give_up_when_every_number_is_rejected() {
	let everybody = |place| Some(Candidate::Free(place));
	assert_eq!(draw(3, || u64::MAX, everybody), None);
}

#[test]
fn draw_should_reach_the_last_place_of_the_largest_pool() {
	let mut numbers = [u64::from(u32::MAX) - 1, 0, 0].into_iter();
	let everybody = |place| Some(Candidate::Free(place));
	let drawn = draw(u32::MAX, || numbers.next().unwrap(), everybody);
	assert_eq!(drawn, Some([u32::MAX - 1, 1, 2]));
}

fn places(most: usize) -> impl Strategy<Value = BTreeSet<u32>> {
	prop::collection::btree_set(0u32..24, 0..most)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn draw_should_do_what_the_naive_model_does(
		seed: u64,
		size in 0u32..24,
		parties in places(20),
		before in places(20),
	) {
		let (drawn, visited) = draw_from(seed, size, &parties, &before);
		prop_assert_eq!(drawn, model(seed, size, &parties, &before));

		let distinct: BTreeSet<_> = visited.iter().collect();
		prop_assert_eq!(distinct.len(), visited.len(), "a place was visited twice");
		prop_assert!(visited.iter().all(|place| *place < size));
		prop_assert!(visited.len() <= MAX_SAMPLES as usize);
	}

	#[test]
	fn draw_should_respect_who_is_excluded(
		seed: u64,
		size in 0u32..=16,
		parties in places(20),
		before in places(20),
	) {
		let (drawn, _) = draw_from(seed, size, &parties, &before);
		let allowed: BTreeSet<u32> =
			(0..size).filter(|place| !parties.contains(place)).collect();
		let fresh = allowed.difference(&before).count();
		// With a pool that is looked at as a whole there is a draw exactly if three are allowed.
		prop_assert_eq!(drawn.is_some(), allowed.len() >= 3);
		if let Some(drawn) = drawn {
			let drawn = BTreeSet::from(drawn);
			prop_assert_eq!(drawn.len(), 3, "not distinct");
			prop_assert!(drawn.is_subset(&allowed));
			let again = drawn.intersection(&before).count();
			prop_assert_eq!(again, 3 - fresh.min(3), "drawn before, though others were left");
		}
	}

	#[test]
	fn draw_should_be_distinct_in_large_pools(seed: u64, size in 17u32..10_000) {
		let (drawn, _) = draw_from(seed, size, &BTreeSet::new(), &BTreeSet::new());
		let drawn = BTreeSet::from(drawn.unwrap());
		prop_assert_eq!(drawn.len(), 3);
		prop_assert!(drawn.iter().all(|place| *place < size));
	}
}
