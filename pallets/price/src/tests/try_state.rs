//! Each invariant notices its corruption.

use sp_runtime::DispatchError;

use super::*;
use crate::{Anchor, AnchorPrice, Current, CurrentPrice, Feeder, Feeders, Observation};

/// Corrupts a sound state, and tells which invariant says what about it.
fn complaint_about(corrupt: impl FnOnce()) -> &'static str {
	new_test_ext(4).execute_with(|| {
		feed_all(&[BASE, BASE, BASE]);
		assert_eq!(Price::do_try_state(), Ok(()));
		corrupt();
		match Price::do_try_state() {
			Err(DispatchError::Other(complaint)) => complaint,
			other => panic!("not noticed: {other:?}"),
		}
	})
}

fn observe(observation: Observation) {
	Feeders::<Test>::mutate(|feeders| feeders[3].observation = Some(observation));
}

#[test]
fn try_state_1_should_fail_when_an_account_is_a_feeder_twice() {
	let complaint = complaint_about(|| {
		Feeders::<Test>::mutate(|feeders| feeders.try_push(Feeder::new(feeder(0))).unwrap());
	});
	assert_eq!(complaint, "price 1: an account is a feeder twice");
}

#[test]
fn try_state_2_should_fail_when_an_observation_is_zero() {
	let complaint = complaint_about(|| {
		observe(Observation {
			price: 0,
			at: START,
		})
	});
	assert_eq!(complaint, "price 2: an observation is 0");
}

#[test]
fn try_state_2_should_fail_when_an_observation_is_from_the_future() {
	let complaint = complaint_about(|| {
		observe(Observation {
			price: BASE,
			at: START + 1,
		})
	});
	assert_eq!(complaint, "price 2: an observation is from the future");
}

#[test]
fn try_state_3_should_fail_when_price_or_anchor_is_alone() {
	for corrupt in [Anchor::<Test>::kill as fn(), Current::<Test>::kill] {
		let complaint = complaint_about(corrupt);
		assert_eq!(complaint, "price 3: price without anchor or vice versa");
	}
}

#[test]
fn try_state_3_should_fail_when_a_price_is_zero() {
	let corruptions: [fn(); 2] = [
		|| {
			Anchor::<Test>::put(AnchorPrice {
				price: 0,
				at: START,
			})
		},
		|| Current::<Test>::put(CurrentPrice::new(0, START, RULES.max_age)),
	];
	for corrupt in corruptions {
		assert_eq!(complaint_about(corrupt), "price 3: a price is 0");
	}
}

#[test]
fn try_state_4_should_fail_when_the_anchor_is_younger_than_the_price() {
	let complaint = complaint_about(|| {
		Anchor::<Test>::put(AnchorPrice {
			price: BASE,
			at: START + 1,
		})
	});
	assert_eq!(complaint, "price 4: the anchor is younger than the price");
}

#[test]
fn try_state_4_should_fail_when_the_price_is_from_the_future() {
	let complaint = complaint_about(|| {
		Current::<Test>::put(CurrentPrice::new(BASE, START + 1, RULES.max_age));
	});
	assert_eq!(complaint, "price 4: the price is from the future");
}
