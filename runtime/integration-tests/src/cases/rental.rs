//! Renting on the real runtime: what registry, oracle, orders and money do together.

use dbc_primitives::{CloseReason, MachineId, Moment, OrderId, OrderInfo, OutageCause};
use dbc_runtime::{
	accounts::Treasury,
	constants::{
		currency::DBC,
		time::{BLOCK_MILLIS, DAY, HOUR, MINUTE},
	},
	AccountId, AllPalletsWithSystem, Balance, Balances, Machines, Rental, Runtime, RuntimeCall,
	RuntimeHoldReason, RuntimeOrigin, System,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{InspectHold, Mutate},
		Get, OnInitialize, OnPoll,
	},
	weights::{Weight, WeightMeter},
};
use pallet_rental::{Call, Error, Occupancies, OrderRecord, Orders};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};

use crate::{
	env::{advance, as_root, development, dispatch, free, now, poll},
	state,
};

/// 10 days of all 4 GPUs at 0.012 USD, as `docs/economics.md` has it.
const TEN_DAYS: Balance = 8_484_416_666_666_666_667;
const FEE: Balance = 10 * DBC;

fn call(call: Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Rental(call)
}

fn escrow(who: Sr25519Keyring) -> Balance {
	let reason = RuntimeHoldReason::Rental(pallet_rental::HoldReason::RentalEscrow);
	Balances::balance_on_hold(&reason, &who.to_account_id())
}

fn treasury() -> Balance {
	free(&Treasury::get())
}

/// Bob's Active machine with 4 GPUs on a development chain with a price.
fn machine() -> MachineId {
	state::feed(12_000_000);
	state::active(1)
}

fn closed(order: OrderId) -> CloseReason {
	match Rental::order_info(order) {
		Some(OrderInfo::Closed(receipt)) => receipt.reason,
		other => panic!("not closed: {other:?}"),
	}
}

#[test]
fn renter_should_pay_for_the_time_used_when_it_ends_an_order() {
	development().execute_with(|| {
		let machine = machine();
		let issuance = Balances::total_issuance();
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
		let (renter, owner, others) = (free(&alice), free(&bob), treasury());
		assert_ok!(dispatch(Alice, state::rent_call(machine, 4, 10 * DAY)));
		assert_eq!(escrow(Alice), TEN_DAYS + FEE);
		let order = state::last_order();
		assert_ok!(dispatch(Alice, call(Call::confirm { order })));
		assert_eq!((escrow(Alice), treasury() - others), (TEN_DAYS, FEE));

		advance(6 * HOUR);
		assert_ok!(dispatch(Alice, call(Call::end { order })));
		// The worked example of `docs/economics.md`.
		let (due, burned) = (212_110_416_666_666_666, 10_605_520_833_333_333);
		assert_eq!(free(&bob) - owner, due - burned);
		assert_eq!(renter - free(&alice), due + FEE);
		assert_eq!(issuance - Balances::total_issuance(), burned);
		assert_eq!(escrow(Alice), 0);
		assert_eq!(closed(order), CloseReason::EndedByRenter);
	});
}

#[test]
fn downtime_should_cost_nothing_when_an_order_runs() {
	development().execute_with(|| {
		let machine = machine();
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		let owner = free(&Bob.to_account_id());
		advance(DAY);
		let down = RuntimeCall::Machines(pallet_machines::Call::report_down { machine });
		assert_ok!(dispatch(Bob, down));
		advance(2 * DAY);
		let up = RuntimeCall::Machines(pallet_machines::Call::report_up { machine });
		assert_ok!(dispatch(Bob, up));
		advance(7 * DAY);
		assert_ok!(dispatch(Charlie, call(Call::settle { order })));
		let due = TEN_DAYS * 8 / 10;
		assert_eq!(free(&Bob.to_account_id()) - owner, due - due * 5 / 100);
		assert_eq!(escrow(Alice), 0);
		assert_eq!(closed(order), CloseReason::Expired);
	});
}

#[test]
fn machine_should_not_leave_nor_change_when_it_is_rented() {
	development().execute_with(|| {
		let machine = machine();
		let exit = || {
			dispatch(
				Bob,
				RuntimeCall::Machines(pallet_machines::Call::exit { machine }),
			)
		};
		advance(HOUR);
		state::feed(12_000_000);
		let order = state::rented(Alice, machine, 1, DAY);
		let refused = |result: Result<_, sp_runtime::DispatchErrorWithPostInfo<_>>| {
			result
				.map_err(|refusal| refusal.error)
				.map(|_: frame_support::dispatch::PostDispatchInfo| ())
		};
		assert_noop!(refused(exit()), Error::<Runtime>::OpenOrders);
		let change = pallet_verification::Call::request_hardware_change {
			machine,
			profile: None,
		};
		assert_noop!(
			refused(dispatch(Bob, RuntimeCall::Verification(change))),
			Error::<Runtime>::LiveOrders
		);

		advance(DAY);
		assert_noop!(refused(exit()), Error::<Runtime>::OpenOrders);
		assert_ok!(dispatch(Charlie, call(Call::settle { order })));
		assert_noop!(refused(exit()), Error::<Runtime>::ExitTooEarly);
		advance(HOUR);
		assert_ok!(exit());
		assert!(!Occupancies::<Runtime>::contains_key(machine));
	});
}

#[test]
fn forced_exit_should_settle_and_refund_when_orders_are_open() {
	development().execute_with(|| {
		let machine = machine();
		let order = state::rented(Alice, machine, 4, 10 * DAY);
		advance(DAY);
		let renter = free(&Alice.to_account_id());
		assert_ok!(as_root(RuntimeCall::Machines(
			pallet_machines::Call::force_exit { machine }
		)));
		assert_eq!(
			free(&Alice.to_account_id()) - renter,
			TEN_DAYS - TEN_DAYS / 10
		);
		assert_eq!(escrow(Alice), 0);
		assert_eq!(closed(order), CloseReason::MachineExited);
		assert!(Machines::machine_info(machine).is_none());
	});
}

#[test]
fn platforms_should_pay_for_their_users_when_they_rent_for_them() {
	development().execute_with(|| {
		let machine = machine();
		let rent = |gpus, user: Sr25519Keyring| {
			call(Call::rent {
				machine,
				gpus,
				duration: HOUR,
				max_total: 1_000 * DBC,
				start: None,
				renter: Some(user.to_account_id()),
			})
		};
		assert_ok!(dispatch(Alice, rent(2, Charlie)));
		let first = state::last_order();
		assert_ok!(dispatch(Dave, rent(2, Sr25519Keyring::Eve)));
		let second = state::last_order();
		let none_left = dispatch(Dave, rent(1, Charlie)).map_err(|refusal| refusal.error);
		assert_noop!(none_left, Error::<Runtime>::TooFewGpus);
		assert!(escrow(Alice) > 0 && escrow(Dave) > 0);
		assert_eq!(escrow(Charlie), 0);

		for (user, order) in [(Charlie, first), (Sr25519Keyring::Eve, second)] {
			assert_ok!(dispatch(user, call(Call::confirm { order })));
		}
		let masks: Vec<_> = Rental::renter_grants(&machine)
			.into_iter()
			.map(|grant| (grant.account, grant.gpus))
			.collect();
		assert_eq!(
			masks,
			[
				(Charlie.to_account_id(), 0b0011),
				(Sr25519Keyring::Eve.to_account_id(), 0b1100)
			]
		);
	});
}

#[test]
fn counterfeit_suspicion_by_governance_should_bar_new_orders() {
	development().execute_with(|| {
		let machine = machine();
		assert_ok!(as_root(RuntimeCall::Machines(
			pallet_machines::Call::force_take_down {
				machine,
				cause: OutageCause::Counterfeit
			}
		)));
		let refused = dispatch(Alice, state::rent_call(machine, 1, HOUR));
		assert_noop!(
			refused.map_err(|refusal| refusal.error),
			Error::<Runtime>::MachineDown
		);
	});
}

/// One block as the executive builds it, without transactions: what its hooks used.
fn empty_block() -> Weight {
	advance(BLOCK_MILLIS);
	let number = System::block_number() + 1;
	System::set_block_number(number);
	let used = <AllPalletsWithSystem as OnInitialize<u32>>::on_initialize(number);
	let limit = dbc_runtime::configs::RuntimeBlockWeights::get().max_block;
	let mut meter = WeightMeter::with_limit(limit.saturating_sub(used));
	<AllPalletsWithSystem as OnPoll<u32>>::on_poll(number, &mut meter);
	used.saturating_add(meter.consumed())
}

#[test]
fn threat_34_ten_thousand_orders_should_all_close_without_an_overweight_block() {
	const ORDERS: u64 = 10_000;
	const PER_MACHINE: u32 = 32;
	development().execute_with(|| {
		let first = machine();
		let record = pallet_machines::Machines::<Runtime>::get(first).expect("registered");
		let hardware = pallet_machines::HardwareOf::<Runtime>::get(first).expect("attested");
		let profile = pallet_machines::Profiles::<Runtime>::get(first).expect("set");
		let occupancy = Occupancies::<Runtime>::get(first).expect("attested");
		let alice = Alice.to_account_id();
		assert_ok!(Balances::mint_into(&alice, 1_000_000_000 * DBC));
		let machines = ORDERS.div_ceil(u64::from(PER_MACHINE));
		for number in 0..machines {
			let id = sp_io::hashing::blake2_256(&number.to_le_bytes());
			let mut record = record.clone();
			record.gpus = PER_MACHINE;
			let mut hardware = hardware.clone();
			hardware.gpu_count = PER_MACHINE;
			let mut occupancy = occupancy.clone();
			occupancy.offer.gpus = PER_MACHINE;
			pallet_machines::Machines::<Runtime>::insert(id, record);
			pallet_machines::HardwareOf::<Runtime>::insert(id, hardware);
			pallet_machines::Profiles::<Runtime>::insert(id, profile.clone());
			pallet_machines::MachinesByOwner::<Runtime>::insert(Bob.to_account_id(), id, ());
			Occupancies::<Runtime>::insert(id, occupancy);
		}
		let mut made = 0;
		'all: for number in 0..machines {
			let id = sp_io::hashing::blake2_256(&number.to_le_bytes());
			for _ in 0..PER_MACHINE {
				state::rented(Alice, id, 1, 30 * MINUTE);
				made += 1;
				if made == ORDERS {
					break 'all;
				}
			}
		}
		assert!(escrow(Alice) > 0);
		// All of them are over at the same moment.
		advance(30 * MINUTE);
		let limit = dbc_runtime::configs::RuntimeBlockWeights::get().max_block;
		let open = || {
			Orders::<Runtime>::iter_values()
				.filter(|record| matches!(record, OrderRecord::Open(_)))
				.count()
		};
		let mut blocks = 0;
		while escrow(Alice) > 0 {
			let used = empty_block();
			assert!(used.all_lte(limit), "{used:?} of {limit:?}");
			blocks += 1;
			assert!(blocks < 1_000, "{} orders are still open", open());
		}
		assert_eq!(open(), 0);
		println!("{ORDERS} orders closed in {blocks} blocks");
		// Their receipts go a day later, without anybody's help.
		advance(DAY);
		let mut blocks = 0;
		while Orders::<Runtime>::iter_keys().next().is_some() {
			let used = empty_block();
			assert!(used.all_lte(limit), "{used:?} of {limit:?}");
			blocks += 1;
			assert!(blocks < 1_000);
		}
		assert_eq!(pallet_rental::OrdersOf::<Runtime>::iter_keys().count(), 0);
	});
}

#[test]
fn unconfirmed_order_should_close_by_itself_when_its_time_is_over() {
	development().execute_with(|| {
		let machine = machine();
		let renter = free(&Alice.to_account_id());
		assert_ok!(dispatch(Alice, state::rent_call(machine, 1, HOUR)));
		let order = state::last_order();
		advance(15 * MINUTE);
		poll();
		assert_eq!(closed(order), CloseReason::NotConfirmed);
		assert_eq!(renter - free(&Alice.to_account_id()), FEE);
	});
}

#[test]
fn stale_price_should_refuse_orders_but_never_settlement() {
	development().execute_with(|| {
		let machine = machine();
		let order = state::rented(Alice, machine, 1, 3 * HOUR);
		let start: Moment = now();
		advance(HOUR + 1);
		let refused = dispatch(Alice, state::rent_call(machine, 1, HOUR));
		assert_noop!(
			refused.map_err(|refusal| refusal.error),
			Error::<Runtime>::PriceUnavailable
		);
		assert_ok!(Rental::settle(
			RuntimeOrigin::signed(AccountId::from([7; 32])),
			order
		));
		assert_ok!(dispatch(Alice, call(Call::end { order })));
		assert_eq!(now() - start, HOUR + 1);
		assert_eq!(escrow(Alice), 0);
	});
}
