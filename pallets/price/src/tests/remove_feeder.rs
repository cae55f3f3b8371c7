use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use super::*;
use crate::{Error, Event, Feeders};

#[test]
fn remove_feeder_should_drop_the_feeder_with_its_observation_and_keep_the_price() {
	with_feeders(5, || {
		feed_all(&[BASE, BASE, BASE, BASE]);
		assert_ok!(Price::remove_feeder(RuntimeOrigin::root(), feeder(1)));
		System::assert_last_event(Event::FeederRemoved { feeder: feeder(1) }.into());
		assert_eq!(price(), Some(BASE));
		assert_eq!(Feeders::<Test>::get().len(), 4);
		assert_noop!(
			Price::submit(RuntimeOrigin::signed(feeder(1)), BASE),
			Error::<Test>::NotFeeder
		);
	});
}

#[test]
fn remove_feeder_should_take_the_observation_out_of_the_next_round() {
	with_feeders(5, || {
		feed_all(&[RULES.ceiling, BASE, BASE, RULES.ceiling]);
		assert_ok!(Price::remove_feeder(RuntimeOrigin::root(), feeder(0)));
		feed(4, BASE);
		System::assert_last_event(
			Event::PriceUpdated {
				price: price().unwrap(),
				target: BASE,
				observations: 4,
			}
			.into(),
		);
	});
}

#[test]
fn remove_feeder_should_fail_when_not_governance() {
	with_feeders(5, || {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(feeder(0))] {
			assert_noop!(Price::remove_feeder(origin, feeder(0)), BadOrigin);
		}
	});
}

#[test]
fn remove_feeder_should_fail_when_it_is_unknown() {
	with_feeders(5, || {
		assert_noop!(
			Price::remove_feeder(RuntimeOrigin::root(), feeder(5)),
			Error::<Test>::UnknownFeeder
		);
	});
}

#[test]
fn remove_feeder_should_fail_when_too_few_would_stay() {
	with_feeders(5, || {
		assert_ok!(Price::remove_feeder(RuntimeOrigin::root(), feeder(0)));
		assert_noop!(
			Price::remove_feeder(RuntimeOrigin::root(), feeder(1)),
			Error::<Test>::TooFewFeeders
		);
	});
}
