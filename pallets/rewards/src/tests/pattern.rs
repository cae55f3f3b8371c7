//! It does not matter when, how often and in which order records are brought up to date.

use super::{
	histories::{act, begin, owner, step, Step},
	*,
};
use dbc_math::rewards::GRAINS_PER_PLANCK;
use proptest::prelude::*;

/// A term that does not end: only its end has a time of its own.
const ENDLESS: u64 = 1 << 60;

/// What everybody earned, and what every machine earned, was due and was credited, in grains.
fn outcome() -> Vec<u128> {
	let network = Rewards::network();
	let mut all = vec![network.unminted];
	for n in 0..3 {
		let who = owner(n);
		let (account, days) = Rewards::updated(Accounts::<Test>::get(&who), &network);
		all.push(Rewards::vesting(&who, days).earned(account.today));
	}
	for n in 1..=8 {
		let record = crate::ledger::Opened::<Test>::get(&id(n)).map(|opened| opened.machine);
		all.extend(record.map_or([0; 4], |one| {
			[one.base, one.attested, one.due, one.credited]
		}));
	}
	all
}

/// The outcome of a history in which every wait is cut in two, with `between` in the middle, and every rent paid in two
/// parts, if `often`.
fn played(steps: &[Step], between: &[Step], often: bool) -> Vec<u128> {
	new_test_ext().execute_with(|| {
		begin(0);
		Rules::mutate(|rules| rules.attester_term = ENDLESS);
		for step in steps {
			match step {
				Step::Poll => {}
				Step::Wait(by) if often => {
					advance(by / 2);
					between.iter().for_each(act);
					advance(by - by / 2);
				}
				Step::Pay(n, amount) if often => {
					act(&Step::Pay(*n, amount / 2));
					end_block();
					act(&Step::Pay(*n, amount - amount / 2));
				}
				step => act(step),
			}
		}
		(1..=8).for_each(|n| act(&Step::Settle(n)));
		outcome()
	})
}

/// Steps that only bring records up to date.
fn touch() -> impl Strategy<Value = Step> {
	prop_oneof![
		(1u8..=8).prop_map(Step::Settle),
		(1u8..=8).prop_map(Step::PayAttesters),
		(1u8..=8).prop_map(|n| Step::Pay(n, 0)),
		Just(Step::EndBlock),
		(0u8..3).prop_map(Step::Claim),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(60))]

	#[test]
	fn settling_often_should_be_settling_once_when_history_is_any(
		steps in prop::collection::vec(step(), 1..300),
		between in prop::collection::vec(touch(), 1..8),
	) {
		let (once, often) = (played(&steps, &[], false), played(&steps, &between, true));
		for (once, often) in once.into_iter().zip(often) {
			prop_assert!(once.abs_diff(often) < GRAINS_PER_PLANCK, "{once} {often}");
		}
	}

	#[test]
	fn order_of_touches_should_not_matter_when_they_are_at_one_time(
		steps in prop::collection::vec(step(), 1..100),
		touches in prop::collection::vec(touch(), 1..20),
		waits in prop::collection::vec(1..=3 * DAY, 1..10),
	) {
		let played = |reversed: bool| new_test_ext().execute_with(|| {
			begin(0);
			steps.iter().for_each(act);
			for wait in &waits {
				advance(*wait);
				if reversed {
					touches.iter().rev().for_each(act);
				} else {
					touches.iter().for_each(act);
				}
			}
			end_block();
			outcome()
		});
		prop_assert_eq!(played(false), played(true));
	}

	/// Up and down within a millisecond, a block or a day: only the time up counts.
	#[test]
	fn machine_should_earn_only_its_time_up_when_it_flaps(
		times in prop::collection::vec((0..=6 * SECOND, 0..=6 * SECOND), 1..60),
		gap in prop::sample::select(vec![0, SECOND, DAY, 160 * DAY]),
	) {
		run(|| {
			active(1, &ALICE, POINTS, 4);
			active(2, &BOB, POINTS, 4);
			let mut expected = 0;
			for (is_up, is_down) in &times {
				let at = now() - START;
				advance(*is_up);
				expected += emitted(at, at + is_up) / 2;
				down(1);
				advance(*is_down + gap);
				up(1);
			}
			// 99 %, and less than a planck for each time of the rounding of this test.
			let most = expected + times.len() as u128;
			assert!((expected * 99 / 100 ..= most * 99 / 100 + 1).contains(&earned(&ALICE)));
		});
	}
}
