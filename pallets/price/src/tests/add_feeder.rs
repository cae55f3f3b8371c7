use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use super::*;
use crate::{Error, Event, MAX_FEEDERS};

#[test]
fn add_feeder_should_let_the_feeder_feed() {
	with_feeders(4, || {
		assert_ok!(Price::add_feeder(RuntimeOrigin::root(), feeder(4)));
		System::assert_last_event(Event::FeederAdded { feeder: feeder(4) }.into());
		feed(4, BASE);
	});
}

#[test]
fn add_feeder_should_fail_when_not_governance() {
	with_feeders(4, || {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(feeder(0))] {
			assert_noop!(Price::add_feeder(origin, feeder(4)), BadOrigin);
		}
	});
}

#[test]
fn add_feeder_should_fail_when_it_is_one_already() {
	with_feeders(4, || {
		assert_noop!(
			Price::add_feeder(RuntimeOrigin::root(), feeder(3)),
			Error::<Test>::AlreadyFeeder
		);
	});
}

#[test]
fn add_feeder_should_fail_when_the_list_is_full() {
	with_feeders(MAX_FEEDERS - 1, || {
		assert_ok!(Price::add_feeder(
			RuntimeOrigin::root(),
			feeder(MAX_FEEDERS - 1)
		));
		assert_noop!(
			Price::add_feeder(RuntimeOrigin::root(), feeder(MAX_FEEDERS)),
			Error::<Test>::TooManyFeeders
		);
		// Who is in the full list is told so.
		assert_noop!(
			Price::add_feeder(RuntimeOrigin::root(), feeder(0)),
			Error::<Test>::AlreadyFeeder
		);
	});
}
