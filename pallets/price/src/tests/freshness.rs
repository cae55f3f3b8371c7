use dbc_primitives::traits::{PriceProvider, PriceUnavailable};

use super::*;

#[test]
fn price_should_be_unavailable_when_there_was_no_round() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE]);
		assert_eq!(<Price as PriceProvider>::price(), Err(PriceUnavailable));
		assert_eq!(Price::last_known(), None);
	});
}

#[test]
fn price_should_be_available_when_the_last_round_is_exactly_as_old_as_allowed() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		advance(RULES.max_age);
		assert_eq!(<Price as PriceProvider>::price(), Ok(BASE));
	});
}

#[test]
fn price_should_be_unavailable_but_known_when_the_last_round_is_older() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		advance(RULES.max_age + 1);
		assert_eq!(<Price as PriceProvider>::price(), Err(PriceUnavailable));
		assert_eq!(Price::last_known(), Some(BASE));
	});
}

#[test]
fn price_should_stay_unavailable_when_a_feeder_comes_back_without_a_quorum() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		advance(RULES.max_age + 1);
		feed_all(&[BASE, BASE]);
		assert_eq!(<Price as PriceProvider>::price(), Err(PriceUnavailable));
		feed(2, BASE);
		assert_eq!(<Price as PriceProvider>::price(), Ok(BASE));
	});
}

#[test]
fn price_should_be_renewed_when_a_round_confirms_it() {
	with_feeders(4, || {
		feed_all(&[BASE, BASE, BASE]);
		advance(RULES.observation_lifetime);
		feed(3, BASE);
		advance(RULES.max_age);
		assert_eq!(<Price as PriceProvider>::price(), Ok(BASE));
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn price_should_be_fresh_when_a_benchmark_set_it() {
	with_feeders(4, || {
		Price::set_price(BASE);
		assert_eq!(<Price as PriceProvider>::price(), Ok(BASE));
	});
}
