//! What somebody will try. The numbers are those of the list of threats.

use super::*;
use crate::WeightInfo;
use dbc_primitives::MAX_PARTS;
use frame_support::{traits::Hooks, weights::WeightMeter};
use std::collections::BTreeMap;

/// Everything that is stored.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let mut all = BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		let value = sp_io::storage::get(&next).unwrap().to_vec();
		all.insert(next.clone(), value);
		key = next;
	}
	all
}

/// How many keys `act` changes.
fn changes(act: impl FnOnce()) -> usize {
	let before = storage();
	act();
	let after = storage();
	let gone = before
		.keys()
		.filter(|key| !after.contains_key(*key))
		.count();
	let changed = after
		.iter()
		.filter(|(key, value)| before.get(*key) != Some(*value));
	gone + changed.count()
}

/// Takes everything that `who` can spend, so that its account cannot receive less than the existential deposit.
fn empty(who: &AccountId) {
	let taken = free(who);
	Balances::set_balance(who, 0);
	Balances::set_balance(&DAVE, free(&DAVE) + taken);
}

/// A machine with as many parts of orders as it can have: 32 orders, the rest extensions.
fn full() {
	active(1, ALICE, 32);
	for _ in 0..32 {
		running(1, BOB, 1, HOUR);
	}
	for order_id in 0..u64::from(MAX_PARTS - 32) {
		assert_ok!(Rental::extend(signed(BOB), order_id, HOUR, u128::MAX));
	}
	assert_eq!(occupancy(1).parts.len(), MAX_PARTS as usize);
}

#[test]
fn threat_01_machine_should_be_rented_once_when_two_try_in_one_block() {
	run(|| {
		active(1, ALICE, 1);
		rent(1, BOB, 1, DAY);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::TooFewGpus);
		assert_noop!(try_rent(1, CHARLIE, 1, DAY), E::TooFewGpus);
		assert_eq!(on_hold(&BOB), PER_DAY + FEE);
		assert_eq!((on_hold(&CHARLIE), spent(&CHARLIE)), (0, 0));
		assert_eq!(Ids::<Test>::get().next, 1);
	});
}

#[test]
fn threat_02_rent_should_return_to_the_planck_when_the_machine_goes_down_in_the_same_block() {
	run(|| {
		active(1, ALICE, 2);
		let confirmed = rent(1, BOB, 1, DAY);
		confirm(BOB, confirmed);
		let unconfirmed = rent(1, CHARLIE, 1, DAY);
		down(1);
		assert_noop!(
			Rental::confirm(signed(CHARLIE), unconfirmed),
			E::MachineDown
		);
		assert_ok!(Rental::end(signed(BOB), confirmed));
		assert_ok!(Rental::cancel(signed(CHARLIE), unconfirmed));
		assert_eq!((spent(&BOB), on_hold(&BOB)), (FEE, 0));
		assert_eq!((spent(&CHARLIE), on_hold(&CHARLIE)), (0, 0));
		assert_eq!(gained(&ALICE), 0);
		// Nobody counts as a renter any more.
		assert_eq!(
			RecordOrderChanges::take(),
			vec![OrderChange::Rented(id(1), 1), OrderChange::Rented(id(1), 0)]
		);
	});
}

#[test]
fn threat_13_funds_should_reach_exactly_or_not_at_all() {
	run(|| {
		active(1, ALICE, 1);
		Balances::set_balance(&BOB, EXISTENTIAL_DEPOSIT + PER_DAY + FEE - 1);
		assert_noop!(try_rent(1, BOB, 1, DAY), E::InsufficientBalance);
		Balances::set_balance(&BOB, EXISTENTIAL_DEPOSIT + PER_DAY + FEE);
		let order_id = running(1, BOB, 1, DAY);
		assert_eq!(free(&BOB), EXISTENTIAL_DEPOSIT);
		advance(DAY - 1);
		settle(order_id);
		assert!(on_hold(&BOB) > 0);
		advance(1);
		settle(order_id);
		assert_eq!((free(&BOB), on_hold(&BOB)), (EXISTENTIAL_DEPOSIT, 0));
		assert_eq!(gained(&ALICE), PER_DAY - burn(PER_DAY));
		assert_eq!(reason(order_id), CloseReason::Expired);
		// What the test took from Bob was not burned by an order.
		Balances::set_balance(&BOB, WEALTH + EXISTENTIAL_DEPOSIT - PER_DAY - FEE);
	});
}

#[test]
fn threat_14_order_should_be_extended_before_its_end_only() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		let extend = |duration| Rental::extend(signed(BOB), order_id, duration, u128::MAX);
		let longest = Moment::MAX - Moment::MAX % MINUTE;
		assert_noop!(extend(longest), E::TooLong);
		assert_noop!(extend(Moment::MAX), E::NotWholeMinutes);
		advance(HOUR);
		assert_noop!(extend(HOUR), E::OrderOver);
		advance(DAY);
		assert_noop!(extend(HOUR), E::OrderOver);
		settle(order_id);
		assert_noop!(extend(HOUR), E::AlreadyClosed);
		assert_eq!(spent(&BOB), rent_for(1, HOUR) + FEE);
	});
}

#[test]
fn threat_14_order_should_go_on_without_a_gap_when_it_is_extended_a_millisecond_before_its_end() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		advance(HOUR - 1);
		assert_ok!(Rental::extend(signed(BOB), order_id, HOUR, u128::MAX));
		assert_noop!(try_rent(1, CHARLIE, 1, HOUR), E::TooFewGpus);
		advance(HOUR);
		assert!(Rental::is_rented(&id(1)));
		advance(1);
		assert!(!Rental::is_rented(&id(1)));
		settle(order_id);
		assert_eq!(spent(&BOB), 2 * rent_for(1, HOUR) + FEE);
	});
}

#[test]
fn threat_14_start_should_not_overflow() {
	run(|| {
		active(1, ALICE, 1);
		for start in [Moment::MAX, Moment::MAX - 1, START + 14 * DAY + 1] {
			let call = Rental::rent(signed(BOB), id(1), 1, DAY, u128::MAX, Some(start), None);
			assert_eq!(call, Err(E::StartTooFar.into()));
		}
	});
}

#[test]
fn threat_15_payer_should_be_protected_when_the_price_moves() {
	run(|| {
		active(1, ALICE, 1);
		let most = PER_DAY + FEE;
		let call = || Rental::rent(signed(BOB), id(1), 1, DAY, most, None, None);
		MockPrice::set(PRICE - 1);
		assert_noop!(call(), E::AboveMaxTotal);
		MockPrice::set(PRICE + 1);
		assert_ok!(call());
		confirm(BOB, 0);
		MockPrice::set(PRICE - 1);
		assert_noop!(
			Rental::extend(signed(BOB), 0, DAY, PER_DAY),
			E::AboveMaxTotal
		);
	});
}

#[test]
fn threat_15_running_orders_should_go_on_when_the_price_is_stale() {
	run(|| {
		active(1, ALICE, 4);
		for _ in 0..3 {
			rent(1, BOB, 1, HOUR);
		}
		MockPrice::clear();
		assert_noop!(try_rent(1, BOB, 1, DAY), E::PriceUnavailable);
		confirm(BOB, 0);
		confirm(BOB, 1);
		assert_noop!(
			Rental::extend(signed(BOB), 0, DAY, u128::MAX),
			E::PriceUnavailable
		);
		assert_ok!(Rental::cancel(signed(BOB), 2));
		advance(20 * MINUTE);
		settle(0);
		assert_ok!(Rental::end(signed(BOB), 1));
		advance(40 * MINUTE);
		settle(0);
		let rent = rent_for(1, HOUR);
		assert_eq!(spent(&BOB), rent + earned_floor(rent, 1, 3) + 3 * FEE);
		assert_eq!(on_hold(&BOB), 0);
	});
}

#[test]
fn threat_26_availability_should_cost_one_record_however_many_orders_there_are() {
	run(|| {
		full();
		events();
		RecordOrderChanges::take();
		let before = (free(&ALICE), free(&BOB), on_hold(&BOB));
		// The mock of the registry has a record of its own.
		assert_eq!(changes(|| down(1)), 2);
		advance(MINUTE);
		assert_eq!(changes(|| up(1)), 2);
		assert_eq!((free(&ALICE), free(&BOB), on_hold(&BOB)), before);
		assert_eq!(events(), vec![]);
		assert_eq!(RecordOrderChanges::take(), vec![]);
	});
}

#[test]
fn threat_26_rent_should_be_exact_when_the_machine_flaps_all_the_time() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = running(1, BOB, 1, HOUR);
		for _ in 0..300 {
			advance(6_001);
			down(1);
			advance(1);
			up(1);
		}
		set_time(START + HOUR);
		settle(order_id);
		assert_eq!(
			spent(&BOB),
			earned_floor(rent_for(1, HOUR), HOUR - 300, HOUR) + FEE
		);
	});
}

#[test]
fn threat_27_payer_should_stay_alive_and_get_everything_back() {
	run(|| {
		active(1, ALICE, 1);
		let order_id = rent(1, BOB, 1, DAY);
		// All that is free leaves, as far as the chain lets it.
		let rest = Balances::free_balance(&BOB);
		let gone = Balances::transfer_allow_death(signed(BOB), DAVE, rest);
		assert!(gone.is_err());
		assert_ok!(Balances::transfer_all(signed(BOB), DAVE, false));
		assert!(System::account_exists(&BOB));
		let left = free(&BOB);
		assert_ok!(Rental::force_close(RuntimeOrigin::root(), order_id));
		assert_eq!((free(&BOB), on_hold(&BOB)), (left + PER_DAY + FEE, 0));
	});
}

#[test]
fn threat_27_order_should_close_when_payee_and_treasury_are_gone() {
	run(|| {
		active(1, ALICE, 1);
		Rules::mutate(|rules| rules.standard_price = 1_000);
		let order_id = running(1, BOB, 1, 10 * MINUTE);
		let rent = order(order_id).held;
		assert!(rent < EXISTENTIAL_DEPOSIT);
		empty(&ALICE);
		empty(&TREASURY);
		advance(10 * MINUTE);
		let issuance = Balances::total_issuance();
		settle(order_id);
		assert_eq!(reason(order_id), CloseReason::Expired);
		assert_eq!(on_hold(&BOB), 0);
		// Nobody can have it: it is burned, and no more.
		assert_eq!(issuance - Balances::total_issuance(), rent);
		assert_eq!(spent(&BOB), rent + FEE);
	});
}

#[test]
fn threat_28_no_planck_should_be_lost_when_shares_are_below_the_existential_deposit() {
	run(|| {
		active(1, ALICE, 1);
		let poor = AccountId::new([77; 32]);
		change(1, |machine| machine.payee = poor.clone());
		Rules::mutate(|rules| rules.standard_price = 100_000);
		let order_id = running(1, BOB, 1, DAY);
		let rent = order(order_id).held;
		let mut seen = 0;
		while now() < START + DAY {
			advance(7 * MINUTE);
			let (before, held) = (free(&poor), on_hold(&BOB));
			if Rental::settle(signed(DAVE), order_id).is_ok() {
				let moved = held - on_hold(&BOB);
				seen += moved;
				assert!(free(&poor) == 0 || free(&poor) >= EXISTENTIAL_DEPOSIT);
				assert!(free(&poor) - before <= moved);
			}
		}
		assert_eq!(seen, rent);
		assert_eq!(free(&poor), rent - burn(rent));
		assert_eq!(spent(&BOB), rent + FEE);
		assert_eq!(on_hold(&BOB), 0);
	});
}

/// Rules with every number `number`.
fn extreme(number: u64) -> dbc_primitives::RentalRules {
	let small = u32::try_from(number).unwrap_or(u32::MAX);
	dbc_primitives::RentalRules {
		standard_price: number,
		reservation_fee: number.into(),
		reservation_fee_time: number,
		confirm_window: number,
		min_duration: number,
		max_duration: number,
		max_ahead: number,
		max_scheduled: small,
		burn_percent: small,
		min_use: number,
		cancel_notice: number,
		cancel_time: number,
		cancel_percent: small,
		receipt_lifetime: number,
		exit_after_order: number,
	}
}

#[test]
fn threat_30_running_orders_should_keep_their_rules_when_governance_changes_them() {
	for number in [0, u64::MAX] {
		run(|| {
			active(1, ALICE, 4);
			let order_id = running(1, BOB, 1, DAY);
			let short = running(1, BOB, 1, DAY);
			let late = schedule(1, BOB, 1, DAY, HOUR);
			Rules::set(extreme(number));
			assert_ok!(Rental::end(signed(BOB), short));
			assert_ok!(Rental::cancel(signed(BOB), late));
			advance(DAY);
			settle(order_id);
			// The shortest use; an hour's notice was given in time.
			let least = earned_floor(PER_DAY, 10 * MINUTE, DAY);
			assert_eq!(spent(&BOB), PER_DAY + least + 3 * FEE);
			assert_eq!(
				gained(&ALICE),
				PER_DAY - burn(PER_DAY) + least - burn(least)
			);
			Rules::set(GENESIS_RULES);
		});
	}
}

#[test]
fn threat_30_calls_reads_and_hooks_should_not_mind_extreme_rules() {
	for number in [0, 1, u64::MAX - 1, u64::MAX] {
		run(|| {
			active(1, ALICE, 4);
			let order_id = running(1, BOB, 1, DAY);
			Rules::set(extreme(number));
			let whole = Moment::MAX - Moment::MAX % MINUTE;
			for duration in [0, MINUTE, DAY, whole] {
				for start in [None, Some(now()), Some(Moment::MAX)] {
					let request = RentRequest {
						machine: id(1),
						gpus: 1,
						duration,
						start,
					};
					let possible = Rental::can_rent(request).is_ok();
					let call =
						Rental::rent(signed(BOB), id(1), 1, duration, u128::MAX, start, None);
					assert!(possible || call.is_err());
				}
				let _ = Rental::extend(signed(BOB), order_id, duration, u128::MAX);
			}
			assert!(Rental::occupancy_info(&id(1)).is_some());
			assert_ok!(Rental::ensure_may_exit(&id(2)));
			poll();
			advance(60 * DAY);
			poll();
			Rules::set(GENESIS_RULES);
			poll();
		});
	}
}

#[test]
fn threat_34_hook_should_carry_on_when_many_orders_end_in_one_minute() {
	run(|| {
		for n in 1..=4 {
			active(n, ALICE, 32);
			for _ in 0..32 {
				running(n, BOB, 1, HOUR);
			}
		}
		advance(WINDOW);
		poll();
		set_time(START + HOUR);
		// The minutes in between.
		Rental::on_poll(
			1,
			&mut WeightMeter::with_limit(<() as WeightInfo>::hook_idle()),
		);
		let mut blocks = 0;
		let open = || {
			Occupancies::<Test>::iter_values()
				.map(|record| record.parts.len())
				.sum::<usize>()
		};
		while open() > 0 {
			let before = open();
			let items = <() as WeightInfo>::agenda_item().saturating_mul(10);
			let minutes = <() as WeightInfo>::agenda_minute().saturating_mul(60);
			let idle = <() as WeightInfo>::hook_idle();
			let limit = idle.saturating_add(items).saturating_add(minutes);
			let mut meter = WeightMeter::with_limit(limit);
			Rental::on_poll(1, &mut meter);
			assert!(meter.consumed().all_lte(limit));
			let most = limit.ref_time() / <() as WeightInfo>::agenda_item().ref_time();
			assert!(before - open() <= most as usize);
			blocks += 1;
			assert!(blocks < 128);
		}
		assert_eq!(spent(&BOB), 128 * (rent_for(1, HOUR) + FEE));
		assert_eq!(on_hold(&BOB), 0);
		assert!(blocks > 1);
	});
}
