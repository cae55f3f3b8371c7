use frame_support::{
	assert_noop,
	dispatch::{GetDispatchInfo, Pays},
};
use sp_runtime::DispatchError::BadOrigin;

use super::*;
use crate::{Call, Current, Error, Event, Feeders, Observation};

fn submit(number: u32, price: NanoUsd) -> frame_support::dispatch::DispatchResultWithPostInfo {
	Price::submit(RuntimeOrigin::signed(feeder(number)), price)
}

#[test]
fn submit_should_store_the_observation_with_the_time_of_the_chain() {
	with_feeders(4, || {
		feed(1, BASE);
		let feeders = Feeders::<Test>::get();
		assert_eq!(
			feeders[1].observation,
			Some(Observation {
				price: BASE,
				at: START
			})
		);
		assert_eq!(feeders[0].observation, None);
		System::assert_last_event(
			Event::ObservationAccepted {
				feeder: feeder(1),
				price: BASE,
			}
			.into(),
		);
	});
}

#[test]
fn submit_should_be_free_when_accepted_and_cost_a_fee_when_refused() {
	with_feeders(4, || {
		assert_eq!(
			Call::<Test>::submit { price: BASE }
				.get_dispatch_info()
				.pays_fee,
			Pays::Yes
		);
		assert_eq!(submit(0, BASE).unwrap().pays_fee, Pays::No);
		for (number, price) in [(0, BASE), (1, 0), (1, 1), (9, BASE)] {
			assert_eq!(
				submit(number, price).unwrap_err().post_info.pays_fee,
				Pays::Yes
			);
		}
	});
}

#[test]
fn threat_16_submit_should_fail_when_not_signed_by_a_feeder() {
	with_feeders(4, || {
		assert_noop!(Price::submit(RuntimeOrigin::none(), BASE), BadOrigin);
		assert_noop!(Price::submit(RuntimeOrigin::root(), BASE), BadOrigin);
		assert_noop!(submit(4, BASE), Error::<Test>::NotFeeder);
	});
}

#[test]
fn threat_17_submit_should_fail_when_the_same_feeder_comes_again_too_soon() {
	with_feeders(4, || {
		feed(0, BASE);
		assert_noop!(submit(0, BASE), Error::<Test>::TooSoon);
		assert_noop!(submit(0, BASE + 1), Error::<Test>::TooSoon);
		advance(RULES.submit_interval - 1);
		assert_noop!(submit(0, BASE), Error::<Test>::TooSoon);
		advance(1);
		feed(0, BASE);
	});
}

#[test]
fn threat_38_submit_should_be_free_once_per_interval_when_repeated_in_one_block() {
	with_feeders(4, || {
		feed(0, BASE);
		for _ in 0..10 {
			assert_noop!(submit(0, BASE), Error::<Test>::TooSoon);
		}
		// Being refused does not lengthen the wait.
		advance(RULES.submit_interval);
		feed(0, BASE);
	});
}

#[test]
fn submit_should_replace_the_observation_when_the_feeder_comes_again() {
	with_feeders(4, || {
		feed(0, BASE);
		advance(RULES.submit_interval);
		feed(0, 2 * BASE);
		assert_eq!(
			Feeders::<Test>::get()[0].observation,
			Some(Observation {
				price: 2 * BASE,
				at: START + RULES.submit_interval
			})
		);
	});
}

#[test]
fn submit_should_fail_when_the_price_is_zero() {
	with_feeders(4, || {
		assert_noop!(submit(0, 0), Error::<Test>::ZeroPrice);
		change_rules(|rules| rules.floor = 0);
		assert_noop!(submit(0, 0), Error::<Test>::ZeroPrice);
	});
}

#[test]
fn submit_should_fail_when_the_price_is_out_of_bounds() {
	with_feeders(4, || {
		for price in [1, RULES.floor - 1, RULES.ceiling + 1, u64::MAX] {
			assert_noop!(submit(0, price), Error::<Test>::PriceOutOfRange);
		}
		feed(0, RULES.floor);
		feed(1, RULES.ceiling);
	});
}

#[test]
fn submit_should_complete_the_round_when_it_is_the_last_of_the_quorum() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE + 2]);
		assert_eq!(price(), None);
		feed(2, BASE + 1);
		assert_eq!(
			Current::<Test>::get(),
			Some(crate::CurrentPrice::new(BASE + 1, START, RULES.max_age))
		);
		System::assert_last_event(
			Event::PriceUpdated {
				price: BASE + 1,
				target: BASE + 1,
				observations: 3,
			}
			.into(),
		);
		// An even count takes the mean of the middle two, rounded down.
		feed(3, BASE + 100);
		System::assert_last_event(
			Event::PriceUpdated {
				price: BASE + 1,
				target: BASE + 1,
				observations: 4,
			}
			.into(),
		);
	});
}

#[test]
fn threat_17_price_should_hold_when_a_single_feeder_is_off_by_ten() {
	for lie in [BASE / 10, BASE * 10] {
		with_feeders(4, || {
			feed_all(&[lie, BASE, BASE + 10, BASE - 10]);
			let median = price().unwrap();
			assert!((BASE - 10..=BASE + 10).contains(&median), "{median}");
		});
	}
}
