use sp_runtime::BuildStorage;

use super::*;
use crate::{Feeders, MAX_FEEDERS};

fn build(feeders: Vec<AccountId>) -> u32 {
	let genesis = RuntimeGenesisConfig {
		price: crate::GenesisConfig { feeders },
		..Default::default()
	};
	let mut ext: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
	ext.execute_with(|| Feeders::<Test>::get().len() as u32)
}

#[test]
fn genesis_should_approve_as_many_feeders_as_there_is_room_for() {
	assert_eq!(build(vec![]), 0);
	assert_eq!(build((0..MAX_FEEDERS).map(feeder).collect()), MAX_FEEDERS);
}

#[test]
#[should_panic = "more than 21 price feeders"]
fn genesis_should_stop_when_there_are_too_many_feeders() {
	build((0..=MAX_FEEDERS).map(feeder).collect());
}

#[test]
#[should_panic = "named twice as price feeder"]
fn genesis_should_stop_when_a_feeder_is_named_twice() {
	build(vec![feeder(0), feeder(1), feeder(0)]);
}
