//! A machine from registration to exit, on the development chain.

use dbc_primitives::{NotRentable, OutageCause, Phase};
use dbc_runtime::{
	accounts::Treasury,
	constants::{
		currency::DBC,
		time::{HOUR, MINUTE},
	},
	Balances, Machines, Runtime, RuntimeCall, RuntimeHoldReason,
};
use frame_support::{
	assert_ok,
	traits::{fungible::InspectHold, Get},
};
use pallet_machines::{Call, HoldReason};
use sp_keyring::Sr25519Keyring::Bob;

use crate::{
	env::{advance, as_root, development, dispatch, free},
	state,
};

fn staked() -> u128 {
	let reason = RuntimeHoldReason::Machines(HoldReason::MachineStake);
	Balances::balance_on_hold(&reason, &Bob.to_account_id())
}

#[test]
fn machine_should_return_its_whole_stake_when_it_leaves_after_its_term() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let bob = Bob.to_account_id();
		let (before, treasury) = (free(&bob), free(&Treasury::get()));

		let machine = state::registered(1);
		let one_gpu = 66_666_666_666_666_666_667;
		assert_eq!(staked(), one_gpu);
		assert_eq!(free(&Treasury::get()) - treasury, 10 * DBC);
		assert_eq!(before - free(&bob), one_gpu + 10 * DBC);

		let (job, members) = state::drawn(machine);
		state::vote(machine, job, &members, &state::acceptance());
		assert_eq!(staked(), 4 * one_gpu);
		let info = Machines::machine_info(machine).expect("registered");
		assert_eq!(info.phase, Phase::Active);
		assert_eq!((info.points, info.not_rentable), (59_890, None));
		assert_eq!((info.stake, info.requirement), (4 * one_gpu, 4 * one_gpu));

		assert!(dispatch(Bob, RuntimeCall::Machines(Call::exit { machine })).is_err());
		advance(HOUR);
		assert_ok!(dispatch(Bob, RuntimeCall::Machines(Call::exit { machine })));
		assert_eq!(staked(), 0);
		assert_eq!(free(&bob), before - 10 * DBC);
		assert_eq!(Machines::machine_info(machine), None);
	});
}

#[test]
fn stake_should_shrink_when_the_price_doubled_and_the_owner_restakes() {
	development().execute_with(|| {
		state::feed(8_000_000);
		let machine = state::active(1);
		assert_eq!(staked(), 400_000 * DBC);

		// A tenth in ten minutes: the oracle needs its time to follow.
		advance(HOUR);
		let mut price = 8_000_000;
		while price < 16_000_000 {
			advance(10 * MINUTE);
			state::feed(16_000_000);
			price = dbc_runtime::Price::price_info().price.expect("fed");
		}
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Machines(Call::restake { machine })
		));
		assert_eq!(staked(), 200_000 * DBC);
	});
}

#[test]
fn machine_should_take_no_orders_when_it_is_down_closed_or_under_staked() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(1);
		let why = || {
			Machines::machine_info(machine)
				.expect("registered")
				.not_rentable
		};
		assert_eq!(why(), None);
		assert_ok!(as_root(RuntimeCall::Machines(Call::force_take_down {
			machine,
			cause: OutageCause::Malfunction,
		})));
		assert_eq!(why(), Some(NotRentable::Outage));
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Machines(Call::report_up { machine })
		));
		assert_ok!(dispatch(
			Bob,
			RuntimeCall::Machines(Call::close { machine })
		));
		assert_eq!(why(), Some(NotRentable::Closed));
	});
}

#[test]
fn registration_should_be_refused_when_the_price_is_stale() {
	development().execute_with(|| {
		let key = state::machine_key(1);
		let unavailable = Err(pallet_machines::Error::<Runtime>::PriceUnavailable.into());
		let register = || {
			dispatch(Bob, state::registration(Bob, &key))
				.map(|_| ())
				.map_err(|error| error.error)
		};
		assert_eq!(register(), unavailable);
		state::feed(12_000_000);
		advance(HOUR + 1);
		assert_eq!(register(), unavailable);
		state::feed(12_000_000);
		assert_eq!(register(), Ok(()));
	});
}
