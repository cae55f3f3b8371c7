use super::*;
use crate::NetworkState;
use sp_runtime::BuildStorage;

fn build(start: Option<u64>) -> sp_io::TestExternalities {
	let genesis = RuntimeGenesisConfig {
		rewards: crate::GenesisConfig {
			start,
			..Default::default()
		},
		..Default::default()
	};
	genesis.build_storage().unwrap().into()
}

#[test]
fn emission_should_begin_with_the_first_block_when_genesis_says_nothing() {
	build(None).execute_with(|| {
		assert!(NetworkState::<Test>::get().is_none());
		set_time(START);
		poll();
		assert_eq!(network().start, START);
		advance(DAY);
		poll();
		assert_eq!(network().start, START);
		assert_eq!(Rewards::do_try_state(), Ok(()));
	});
}

#[test]
fn emission_should_begin_with_the_first_machine_when_it_comes_before_the_hook() {
	build(None).execute_with(|| {
		set_time(START);
		active(1, &ALICE, POINTS, 4);
		assert_eq!(network().start, START);
	});
}

#[test]
fn emission_should_wait_for_its_start_when_genesis_says_when() {
	build(Some(START + 10 * DAY)).execute_with(|| {
		System::set_block_number(1);
		set_time(START);
		poll();
		active(1, &ALICE, POINTS, 4);
		advance(10 * DAY);
		assert_eq!(earned(&ALICE), 0);
		assert_eq!(claimable(&ALICE), 0);
		advance(SECOND);
		assert_close(earned(&ALICE), emitted(0, SECOND) * 99 / 100, 1);
		assert_eq!(Rewards::do_try_state(), Ok(()));
	});
}

#[test]
fn emission_should_have_been_shared_among_nobody_when_it_began_before_the_first_block() {
	build(Some(START - 1_000 * DAY)).execute_with(|| {
		System::set_block_number(1);
		set_time(START);
		active(1, &ALICE, POINTS, 4);
		assert_eq!(network().day_ends.len(), 150);
		assert_eq!(earned(&ALICE), 0);
		let unminted = Rewards::read_network_rewards().unminted;
		assert_eq!(unminted, emitted(0, 1_000 * DAY));
		assert_eq!(Rewards::do_try_state(), Ok(()));
	});
}
