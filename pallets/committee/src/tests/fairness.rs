//! Every member, and every group of members, is drawn equally often. The seeds are fixed, so that the result is.

use super::*;
use crate::draw::{draw, uniform, Candidate, Stream};
use dbc_primitives::Beacon;
use std::collections::BTreeMap;

/// The chi-square statistic of `counts` against equal frequencies.
fn chi_square(counts: impl ExactSizeIterator<Item = u32> + Clone) -> f64 {
	let (n, total) = (counts.len() as f64, counts.clone().sum::<u32>());
	let expected = f64::from(total) / n;
	counts
		.map(|count| (f64::from(count) - expected).powi(2) / expected)
		.sum()
}

fn stream(seed: u64) -> Stream {
	let mut block = [0; 32];
	block[..8].copy_from_slice(&seed.to_le_bytes());
	let beacon = Beacon {
		relay_number: 1,
		block,
		epoch: None,
	};
	Stream::new(&beacon, seed, &SUBJECT)
}

fn drawn_places(seed: u64, size: u32) -> [u32; 3] {
	let mut random = stream(seed);
	let everybody = |place| Some(Candidate::Free(place));
	draw(size, || random.next_u64(), everybody).unwrap()
}

#[test]
fn uniform_should_hit_every_value_equally_often() {
	let mut counts = [0u32; 17];
	let mut random = stream(3);
	for _ in 0..17_000 {
		counts[uniform(random.next_u64(), 17).unwrap() as usize] += 1;
	}
	// 16 degrees of freedom: exceeded once in 1,000 by chance.
	assert!(chi_square(counts.into_iter()) < 39.25, "{counts:?}");
}

#[test]
fn draw_should_choose_every_member_equally_often() {
	for size in [4u32, 10, 20] {
		let mut counts = vec![0u32; size as usize];
		for seed in 0..5_000 {
			for place in drawn_places(seed, size) {
				counts[place as usize] += 1;
			}
		}
		// Drawing without replacement spreads less than the statistic assumes: the bound for 19 degrees is ample.
		assert!(chi_square(counts.iter().copied()) < 43.82, "{counts:?}");
	}
}

#[test]
fn draw_should_choose_every_ordered_group_equally_often() {
	let mut counts = BTreeMap::<[u32; 3], u32>::new();
	for seed in 0..12_000 {
		*counts.entry(drawn_places(seed, 5)).or_default() += 1;
	}
	// 5 × 4 × 3 groups. 59 degrees of freedom: exceeded once in 1,000 by chance.
	assert_eq!(counts.len(), 60);
	assert!(chi_square(counts.values().copied()) < 98.32, "{counts:?}");
}

#[test]
fn draw_should_choose_every_free_member_equally_often_when_others_are_excluded() {
	let mut counts = BTreeMap::<u32, u32>::new();
	for seed in 0..5_000 {
		let mut random = stream(seed);
		let even = |place| (place % 2 == 0).then_some(Candidate::Free(place));
		let drawn = draw(14, || random.next_u64(), even).unwrap();
		drawn
			.into_iter()
			.for_each(|place| *counts.entry(place).or_default() += 1);
	}
	assert_eq!(counts.len(), 7);
	// 6 degrees of freedom.
	assert!(chi_square(counts.values().copied()) < 22.46, "{counts:?}");
}

#[test]
fn members_should_be_drawn_equally_often_by_blocks() {
	run(|| {
		(1..=8).for_each(|n| join_with(n, WEALTH));
		let mut counts = BTreeMap::<AccountId, u32>::new();
		for _ in 0..600 {
			let (job, members) = drawn();
			for who in members {
				assert_ok!(Committee::release(job, &who));
				*counts.entry(who).or_default() += 1;
			}
		}
		assert_eq!(counts.len(), 8);
		// 7 degrees of freedom.
		assert!(chi_square(counts.values().copied()) < 24.32, "{counts:?}");
	});
}
