//! Renting one's own machine through other accounts always loses money.

use super::*;
use crate::stake::percent_floor;

/// Somebody rents its own machine: owner and accomplices are one purse.
#[derive(Clone, Debug)]
struct Scheme {
	/// Points of the machine, in hundredths.
	points: u64,
	/// Its GPUs.
	gpus: u32,
	/// How many of them the accomplices rent.
	rented: u32,
	/// Weight of all others in the network.
	others: u128,
	/// What the rent is per day, in planck.
	rent_per_day: u128,
	/// What the reservation costs, in planck.
	fee: u128,
	/// When it begins, from the start of the emission.
	begin: u64,
	/// After how long each settlement comes.
	settled_after: Vec<u64>,
}

/// What the purse wins and what it loses by the scheme, in grains. The rent itself goes from one pocket to the other.
fn outcome(scheme: &Scheme) -> (u128, u128) {
	let base = owner_weight(scheme.points, owner_factor(scheme.gpus, 1_000));
	let bonus = rented_weight_floor(scheme.points, scheme.rented, scheme.gpus, 3_000);
	let mut at = scheme.begin;
	let (mut paid, mut burned, mut due, mut credited) = (0u128, 0u128, 0u128, 0u128);
	let (mut with, mut without) = (0u128, 0u128);
	for after in &scheme.settled_after {
		let emitted = emitted_floor(at + after, None) - emitted_floor(at, None);
		at += after;
		let per_weight = |weight| share_floor(emitted, 0, weight).unwrap().per_weight;
		let (alone, shared) = (
			per_weight(scheme.others + base),
			per_weight(scheme.others + base + bonus),
		);
		without += earned(base, 0, alone);
		with += earned(base, 0, shared);
		due += earned(bonus, 0, shared);
		paid += scheme.rent_per_day * u128::from(*after) / u128::from(DAY);
		burned = percent_floor(paid, 5);
		credited += bonus_credit_floor(due, burned, 90, credited);
	}
	(
		with + credited,
		without + grains(burned) + grains(scheme.fee),
	)
}

fn scheme() -> impl Strategy<Value = Scheme> {
	(
		(1u64..=3_200_000, 1u32..=32, 1u32..=32),
		prop_oneof![Just(0u128), 0..=1u128 << 30, 0..=1u128 << 56],
		// From a planck to a million DBC a day: any price of DBC.
		prop_oneof![1..=1_000_000u128, 1..=MILLION],
		10 * DBC..=1_000 * DBC,
		0..=15 * YEAR,
		prop::collection::vec(1..=20 * DAY, 1..40),
	)
		.prop_map(
			|((points, gpus, rented), others, rent_per_day, fee, begin, settled_after)| Scheme {
				points,
				gpus,
				rented: rented.min(gpus),
				others,
				rent_per_day,
				fee,
				begin,
				settled_after,
			},
		)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(3_000))]

	#[test]
	fn threat_05_self_rental_should_end_in_a_loss_when_network_price_and_times_are_any(
		scheme in scheme(),
	) {
		let (won, lost) = outcome(&scheme);
		prop_assert!(won < lost, "{} {}", won, lost);
	}

	#[test]
	fn threat_05_self_rental_should_win_nothing_when_there_is_no_fee(scheme in scheme()) {
		let (won, lost) = outcome(&Scheme { fee: 0, ..scheme });
		prop_assert!(won <= lost, "{} {}", won, lost);
	}
}

/// Why there is a cap: at 300,000 points in the whole network and 0.012 USD the bonus alone would pay fifteen times what is
/// burned.
#[test]
fn threat_05_bonus_should_need_its_cap_when_the_network_is_small() {
	let base = owner_weight(59_890, owner_factor(4, 1_000));
	let bonus = rented_weight_floor(59_890, 4, 4, 3_000);
	let others = owner_weight(30_000_000 - 59_890, owner_factor(4, 1_000));
	let share = share_floor(emitted_floor(DAY, None), 0, others + base + bonus).unwrap();
	let uncapped = planck_floor(earned(bonus, 0, share.per_weight));
	// 10.1813 USD a day at 0.012 USD are 848.44… DBC, of which 5 % are burned.
	let burned = percent_floor(848_441_666_666_666_667, 5);
	assert_eq!(uncapped / burned, 15);
}
