//! What orders change is applied at the end of the block, or before if the machine is touched, or later if there is no room.

use super::*;
use frame_support::{
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use sp_core::storage::StateVersion;

fn pending() -> usize {
	PendingOrders::<Test>::iter().count()
}

/// A machine of Alice earns beside one of Bob, is rented, and a day is over.
fn rented_for_a_day() {
	active(1, &ALICE, POINTS, 4);
	active(2, &BOB, POINTS, 4);
	rented(1, 4);
	advance(DAY);
}

#[test]
fn order_should_only_be_noted_when_it_changes() {
	run(|| {
		rented_for_a_day();
		let (network, machine, alice) = (network(), machine(1), Accounts::<Test>::get(ALICE));
		events();
		pay_rent(1, DBC);
		Rewards::on_rented(&id(1), 0);
		Rewards::on_rented(&id(1), 3);
		Rewards::on_schedule(&id(1), 1);
		Rewards::on_schedule(&id(1), 5_040);
		pay_rent(1, 2 * DBC);
		let noted = PendingOrder {
			rented: Some(3),
			burned: 3 * DBC,
			open_minutes: Some(5_040),
		};
		assert_eq!(PendingOrders::<Test>::get(id(1)), Some(noted));
		assert_eq!(super::network(), network);
		assert_eq!(super::machine(1), machine);
		assert_eq!(Accounts::<Test>::get(ALICE), alice);
		assert_eq!(events(), []);
	});
}

#[test]
fn nothing_should_be_noted_when_rent_burned_nothing() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		pay_rent(1, 0);
		assert_eq!(pending(), 0);
	});
}

#[test]
fn change_should_count_from_its_block_when_the_block_ends() {
	run(|| {
		rented_for_a_day();
		let due = |at: u64| emitted(0, at) * 179_670_000 / network().weight;
		let first = due(DAY);
		pay_rent(1, 1_000_000 * DBC);
		Rewards::on_rented(&id(1), 0);
		events();
		end_block();
		assert_eq!(pending(), 0);
		assert_eq!((machine(1).rented, machine(1).rented_weight), (0, 0));
		assert_close(machine(1).credited >> 44, first, 1);
		let told = [
			Event::MachineReweighed {
				machine: id(1),
				grade: POINTS,
				rented_weight: 0,
			},
			Event::BonusCredited {
				machine: id(1),
				owner: ALICE,
				amount: machine(1).credited >> 44,
			},
		];
		assert_eq!(events(), told);
		advance(DAY);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		assert_close(machine(1).due >> 44, first, 1);
	});
}

#[test]
fn change_should_be_applied_first_when_the_machine_is_touched_in_the_same_block() {
	let touches: [fn(); 5] = [
		|| down(1),
		|| Rewards::on_terms_changed(&id(1)),
		|| Rewards::on_attested(&id(1), &attesters(3)),
		|| Rewards::settle_machine(signed(BOB), id(1)).unwrap(),
		|| Rewards::pay_attesters(signed(BOB), id(1)).unwrap(),
	];
	for touch in touches {
		run(|| {
			rented_for_a_day();
			pay_rent(1, 100 * DBC);
			Rewards::on_rented(&id(1), 0);
			touch();
			assert_eq!(pending(), 0);
			assert_eq!(machine(1).rented, 0);
			assert_eq!(machine(1).credited >> 44, 90 * DBC);
			let record = machine(1);
			end_block();
			assert_eq!(machine(1), record);
		});
	}
}

#[test]
fn change_should_wait_when_a_call_fails() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		pay_rent(1, DBC);
		assert_noop!(Rewards::pay_attesters(signed(BOB), id(1)), E::NothingToPay);
		assert_eq!(pending(), 1);
	});
}

#[test]
fn last_orders_should_count_when_the_machine_leaves_in_the_same_block() {
	run(|| {
		rented_for_a_day();
		let base = earned(&ALICE);
		let due = Rewards::read_machine_rewards(&id(1)).unwrap().bonus_due;
		pay_rent(1, 100 * DBC);
		Rewards::on_rented(&id(1), 0);
		leave(1);
		assert_eq!(pending(), 0);
		assert_close(earned(&ALICE), base + 90 * DBC, 1);
		let read = Rewards::read_network_rewards();
		assert_eq!((read.gpus_rented, read.rent_burned), (0, 100 * DBC));
		assert_close(read.unminted, due - 90 * DBC, 3);
		end_block();
		assert_eq!(earned(&ALICE), base + 90 * DBC);
	});
}

#[test]
fn orders_should_be_those_of_the_first_owner_when_the_machine_comes_back_in_the_same_block() {
	run(|| {
		rented_for_a_day();
		pay_rent(1, 100 * DBC);
		Rewards::on_rented(&id(1), 0);
		leave(1);
		active(1, &BOB, POINTS, 4);
		Rewards::on_rented(&id(1), 2);
		end_block();
		let record = machine(1);
		assert_eq!((record.rented, record.burned, record.credited), (2, 0, 0));
		assert_eq!(network().rented, 2);
	});
}

#[test]
fn change_should_be_forgotten_when_the_machine_is_not_known() {
	run(|| {
		let before = network();
		Rewards::on_rented(&id(1), 4);
		pay_rent(1, DBC);
		events();
		end_block();
		assert_eq!(pending(), 0);
		assert_eq!(network(), before);
		assert_eq!(events(), []);
	});
}

#[test]
fn change_should_be_forgotten_when_it_is_older_than_the_activation() {
	run(|| {
		Rewards::on_rented(&id(1), 4);
		pay_rent(1, DBC);
		active(1, &ALICE, POINTS, 4);
		assert_eq!(pending(), 0);
		assert_eq!((machine(1).rented, machine(1).burned), (0, 0));
		assert_eq!(network().burned, 0);
	});
}

#[test]
fn change_should_be_applied_at_the_beginning_of_a_block_when_the_last_had_no_room() {
	run(|| {
		rented_for_a_day();
		Rewards::on_rented(&id(1), 0);
		assert_eq!(Rewards::on_idle(1, Weight::zero()), Weight::zero());
		// Room for the look, and not for the change.
		let scarce = room_for(1) - Weight::from_parts(1, 0);
		assert_eq!(Rewards::on_idle(1, scarce), room_for(0));
		let scarce = room_for(1) - Weight::from_parts(0, 1);
		assert_eq!(Rewards::on_idle(1, scarce), room_for(0));
		assert_eq!(pending(), 1);
		assert_eq!(machine(1).rented, 4);
		let before = machine(1).due;
		set_time(now() + 6 * SECOND);
		Rewards::on_poll(1, &mut WeightMeter::with_limit(room_for(1)));
		assert_eq!(pending(), 0);
		// Until then it was rented.
		assert_eq!(machine(1).rented, 0);
		assert!(machine(1).due > before);
	});
}

#[test]
fn changes_should_come_before_the_agenda_when_a_block_has_little_room() {
	run(|| {
		Rules::mutate(|rules| rules.attester_term = MINUTE);
		active(1, &ALICE, POINTS, 4);
		advance(MINUTE);
		pay_rent(1, DBC);
		Rewards::on_poll(1, &mut WeightMeter::with_limit(room_for(1)));
		assert_eq!(pending(), 0);
		assert!(machine(1).pays_attesters());
		poll();
		assert!(!machine(1).pays_attesters());
	});
}

#[test]
fn block_should_apply_only_what_it_has_room_for_when_thousands_of_orders_change() {
	const MACHINES: u16 = 3_000;
	const ROOM: u64 = 700;
	let id = |n: u16| {
		let mut id = [0; 32];
		id[..2].copy_from_slice(&n.to_be_bytes());
		id
	};
	let mut ext = new_test_ext();
	ext.execute_with(|| {
		for n in 0..MACHINES {
			Registry::put(&id(n), &ALICE, Some(offer(&ALICE, POINTS, 4)));
			Rewards::on_activated(&id(n), &ALICE, POINTS);
		}
		for n in 0..MACHINES {
			Rewards::on_rented(&id(n), 4);
		}
	});
	// So that they are in the state of an earlier block.
	ext.commit_all().unwrap();
	ext.execute_with(|| {
		let mut left = pending();
		assert_eq!(left, usize::from(MACHINES));
		while left > 0 {
			// Both hooks of a block.
			for hook in ["on_poll", "on_idle"] {
				let limit = room_for(ROOM / 2);
				let mut meter = WeightMeter::with_limit(limit);
				let used = if hook == "on_poll" {
					Rewards::on_poll(1, &mut meter);
					meter.consumed()
				} else {
					Rewards::on_idle(1, limit)
				};
				let applied = (left - pending()) as u64;
				assert_eq!(applied, (left as u64).min(ROOM / 2), "{hook}");
				assert!(used.all_lte(limit));
				assert!(used.all_gte(<() as crate::WeightInfo>::apply_order() * applied));
				left = pending();
			}
			set_time(now() + 6 * SECOND);
		}
		assert_eq!(network().rented, 4 * u32::from(MACHINES));
		assert_eq!(Rewards::do_try_state(), Ok(()));
	});
}

#[test]
fn machine_should_be_told_with_its_last_orders_when_they_are_not_applied_yet() {
	run(|| {
		rented_for_a_day();
		pay_rent(1, 100 * DBC);
		Rewards::on_rented(&id(1), 0);
		let before = sp_io::storage::root(StateVersion::V1);
		let read = Rewards::machine_rewards(id(1));
		assert_eq!(sp_io::storage::root(StateVersion::V1), before);
		end_block();
		assert_eq!(Rewards::machine_rewards(id(1)), read);
		let read = read.unwrap();
		assert_eq!((read.rented_weight, read.rent_burned), (0, 100 * DBC));
		assert_eq!(read.bonus_credited, 90 * DBC);
	});
}

#[test]
fn account_and_network_should_be_told_without_orders_that_are_not_applied_yet() {
	run(|| {
		rented_for_a_day();
		let told = || (earned(&ALICE), Rewards::network_rewards());
		let (earned, network) = told();
		pay_rent(1, 100 * DBC);
		Rewards::on_rented(&id(1), 0);
		assert_eq!(told(), (earned, network));
		end_block();
		let (later, network) = told();
		assert_close(later, earned + 90 * DBC, 1);
		assert_eq!((network.gpus_rented, network.rent_burned), (0, 100 * DBC));
	});
}
