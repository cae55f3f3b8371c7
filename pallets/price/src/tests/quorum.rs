use frame_support::assert_ok;

use super::*;
use crate::{Current, Event};

/// How many of `feeders` feeders must feed before there is a price.
fn needed(feeders: u32) -> Option<u32> {
	let mut needed = None;
	with_feeders(feeders, || {
		needed = (0..feeders).find_map(|number| {
			feed(number, BASE);
			price().map(|_| number + 1)
		});
	});
	needed
}

#[test]
fn price_should_need_two_thirds_of_the_feeders_and_at_least_three() {
	for (feeders, quorum) in [
		(3, 3),
		(4, 3),
		(5, 4),
		(6, 4),
		(7, 5),
		(9, 6),
		(10, 7),
		(20, 14),
		(21, 14),
	] {
		assert_eq!(needed(feeders), Some(quorum), "{feeders} feeders");
	}
}

#[test]
fn price_should_never_come_when_there_are_fewer_feeders_than_the_least_quorum() {
	assert_eq!(needed(2), None);
}

#[test]
fn price_should_need_one_of_one_when_the_rules_are_those_of_development() {
	change_rules(|rules| {
		rules.min_feeders = 1;
		rules.min_quorum = 1;
	});
	assert_eq!(needed(1), Some(1));
	assert_eq!(needed(2), Some(2));
}

#[test]
fn threat_17_price_should_be_kept_when_the_quorum_fails() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		advance(RULES.observation_lifetime + 1);
		System::reset_events();
		feed_all(&[BASE * 10, BASE * 10]);
		assert_eq!(
			Current::<Test>::get(),
			Some(crate::CurrentPrice::new(BASE, START, RULES.max_age))
		);
		let updated = System::events().into_iter().any(|record| {
			matches!(
				record.event,
				RuntimeEvent::Price(Event::PriceUpdated { .. })
			)
		});
		assert!(!updated);
	});
}

#[test]
fn observation_should_count_when_it_is_exactly_as_old_as_its_lifetime() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE]);
		advance(RULES.observation_lifetime);
		feed(2, BASE);
		assert_eq!(price(), Some(BASE));
	});
}

#[test]
fn observation_should_not_count_when_it_is_older_than_its_lifetime() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE]);
		advance(RULES.observation_lifetime + 1);
		feed(2, BASE);
		assert_eq!(price(), None);
	});
}

#[test]
fn quorum_should_grow_when_feeders_are_added() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE]);
		for number in 4..7 {
			assert_ok!(Price::add_feeder(RuntimeOrigin::root(), feeder(number)));
		}
		feed(2, BASE);
		feed(3, BASE);
		assert_eq!(price(), None);
		feed(4, BASE);
		assert_eq!(price(), Some(BASE));
	});
}

#[test]
fn removal_should_not_create_a_price_when_it_lowers_the_quorum() {
	with_feeders(7, || {
		feed_all(&[BASE, BASE, BASE, BASE]);
		assert_eq!(price(), None);
		assert_ok!(Price::remove_feeder(RuntimeOrigin::root(), feeder(6)));
		assert_eq!(price(), None);
		feed(4, BASE);
		assert_eq!(price(), Some(BASE));
	});
}
