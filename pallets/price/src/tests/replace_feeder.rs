use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use super::*;
use crate::{Error, Event, Feeder, Feeders};

#[test]
fn replace_feeder_should_start_the_new_one_without_observation_even_at_the_minimum() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		assert_ok!(Price::replace_feeder(
			RuntimeOrigin::root(),
			feeder(1),
			feeder(4)
		));
		System::assert_last_event(
			Event::FeederReplaced {
				old: feeder(1),
				new: feeder(4),
			}
			.into(),
		);
		assert_eq!(Feeders::<Test>::get()[1], Feeder::new(feeder(4)));
		assert_eq!(price(), Some(BASE));
		assert_noop!(
			Price::submit(RuntimeOrigin::signed(feeder(1)), BASE),
			Error::<Test>::NotFeeder
		);
		feed(4, BASE);
	});
}

#[test]
fn replace_feeder_should_fail_when_not_governance() {
	with_feeders(4, || {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(feeder(0))] {
			assert_noop!(
				Price::replace_feeder(origin, feeder(0), feeder(4)),
				BadOrigin
			);
		}
	});
}

#[test]
fn replace_feeder_should_fail_when_the_old_one_is_unknown() {
	with_feeders(4, || {
		for new in [4, 5, 0] {
			assert_noop!(
				Price::replace_feeder(RuntimeOrigin::root(), feeder(4), feeder(new)),
				Error::<Test>::UnknownFeeder
			);
		}
	});
}

#[test]
fn replace_feeder_should_fail_when_the_new_one_is_a_feeder_already() {
	with_feeders(4, || {
		for new in [0, 1] {
			assert_noop!(
				Price::replace_feeder(RuntimeOrigin::root(), feeder(0), feeder(new)),
				Error::<Test>::AlreadyFeeder
			);
		}
	});
}
