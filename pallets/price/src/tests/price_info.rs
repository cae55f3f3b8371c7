use dbc_primitives::{FeederInfo, PriceInfo};

use super::*;

fn info_of(number: u32, observation: Option<(NanoUsd, u64)>) -> FeederInfo<AccountId> {
	FeederInfo {
		account: feeder(number),
		observation,
	}
}

#[test]
fn price_info_should_show_the_feeders_when_there_is_no_price() {
	with_feeders(4, || {
		feed(1, BASE);
		assert_eq!(
			Price::price_info(),
			PriceInfo {
				price: None,
				updated_at: None,
				now: START,
				fresh: false,
				quorum: 3,
				feeders: vec![
					info_of(0, None),
					info_of(1, Some((BASE, START))),
					info_of(2, None),
					info_of(3, None),
				],
			}
		);
	});
}

#[test]
fn price_info_should_tell_whether_the_price_is_fresh() {
	with_feeders(5, || {
		feed_all(&[BASE, BASE, BASE, BASE]);
		advance(RULES.max_age);
		let info = Price::price_info();
		assert_eq!((info.price, info.updated_at), (Some(BASE), Some(START)));
		assert_eq!(
			(info.now, info.fresh, info.quorum),
			(START + RULES.max_age, true, 4)
		);
		advance(1);
		let info = Price::price_info();
		assert_eq!((info.price, info.fresh), (Some(BASE), false));
	});
}
