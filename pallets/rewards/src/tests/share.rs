//! What machines count for, and when.

use super::*;

fn weight() -> u128 {
	network().weight
}

#[test]
fn weight_should_be_points_by_factor_when_a_machine_is_active() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		assert_eq!(weight(), 599_139_560);
		assert_eq!((network().gpus, network().machines), (4, 1));
		active(2, &ALICE, POINTS, 4);
		// Eight GPUs raise the factor of both machines.
		assert_eq!(weight(), 2 * 59_890 * 10_008);
		active(3, &BOB, POINTS, 4);
		assert_eq!(weight(), 2 * 59_890 * 10_008 + 599_139_560);
	});
}

#[test]
fn weight_should_be_nothing_when_the_machine_is_barred() {
	let reasons = [
		NotRentable::Outage,
		NotRentable::UnderStaked,
		NotRentable::Closed,
		NotRentable::NotActive,
	];
	for reason in reasons {
		run(|| {
			active(1, &ALICE, POINTS, 4);
			rented(1, 4);
			Registry::mutate(&id(1), |offer| offer.barred = Some(reason));
			Rewards::on_terms_changed(&id(1));
			assert_eq!((weight(), network().gpus, network().machines), (0, 0, 0));
			assert_eq!(network().rented, 4);
			Registry::mutate(&id(1), |offer| offer.barred = None);
			Rewards::on_terms_changed(&id(1));
			assert_eq!(weight(), 599_139_560 + 179_670_000);
		});
	}
}

#[test]
fn weight_should_be_nothing_when_the_machine_was_under_staked_from_the_beginning() {
	run(|| {
		let mut offer = offer(&ALICE, POINTS, 4);
		offer.barred = Some(NotRentable::UnderStaked);
		Registry::put(&id(1), &ALICE, Some(offer));
		Rewards::on_activated(&id(1), &ALICE, POINTS);
		assert_eq!(weight(), 0);
		assert!(machine(1).pays_attesters());
	});
}

#[test]
fn weight_should_be_nothing_when_the_extra_price_is_above_the_limit() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		let set = |extra_price| {
			Registry::mutate(&id(1), |offer| offer.extra_price = extra_price);
			Rewards::on_terms_changed(&id(1));
		};
		set(25_453_251);
		assert_eq!(weight(), 0);
		set(25_453_250);
		assert_eq!(weight(), 599_139_560);
	});
}

#[test]
fn weight_should_follow_the_rules_when_anyone_settles_the_machine() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		Registry::mutate(&id(1), |offer| offer.extra_price = 25_000_000);
		Rewards::on_terms_changed(&id(1));
		Rules::mutate(|rules| rules.price_limit_multiple = 9);
		assert_eq!(weight(), 599_139_560);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		assert_eq!(weight(), 0);
		Rules::mutate(|rules| rules.price_limit_multiple = 10);
		StandardPrice::set(1);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		assert_eq!(weight(), 0);
	});
}

/// The schedule of the first machine is open for so many minutes of a week, from this block on.
fn schedule(open_minutes: u32) {
	Rewards::on_schedule(&id(1), open_minutes);
	end_block();
}

#[test]
fn weight_should_be_that_of_the_open_time_when_there_is_a_schedule() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		schedule(5_040);
		assert_eq!(weight(), 29_945 * 10_004);
		rented(1, 4);
		assert_eq!(weight(), 29_945 * 10_004 + 29_945 * 3_000);
		schedule(0);
		assert_eq!((weight(), network().gpus), (0, 0));
		schedule(10_080);
		assert_eq!(weight(), 599_139_560 + 179_670_000);
	});
}

#[test]
fn weight_should_follow_the_hardware_when_it_changes() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		down(1);
		Registry::mutate(&id(1), |offer| {
			offer.points = 119_779;
			offer.gpus = 8;
		});
		Rewards::on_activated(&id(1), &ALICE, 119_779);
		assert_eq!(weight(), 0);
		up(1);
		assert_eq!(weight(), 119_779 * 10_008);
		assert_eq!(network().gpus, 8);
	});
}

#[test]
fn rented_weight_should_follow_the_orders() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		for (gpus, added) in [(1, 44_917_500), (3, 134_752_500), (4, 179_670_000), (0, 0)] {
			rented(1, gpus);
			assert_eq!(weight(), 599_139_560 + added);
			assert_eq!(network().rented, gpus);
		}
	});
}

#[test]
fn rented_weight_should_stop_when_the_machine_is_down() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		down(1);
		assert_eq!(weight(), 0);
		// Another order while it is down.
		rented(1, 3);
		assert_eq!(weight(), 0);
		up(1);
		assert_eq!(weight(), 599_139_560 + 134_752_500);
	});
}

#[test]
fn shares_should_be_by_weight_when_there_are_two_owners() {
	run(|| {
		active(1, &ALICE, 300_000, 4);
		active(2, &BOB, 100_000, 4);
		advance(DAY);
		let all = emitted(0, DAY);
		assert_close(earned(&ALICE), all * 3 / 4 * 99 / 100, 1);
		assert_close(earned(&BOB), all / 4 * 99 / 100, 1);
	});
}

#[test]
fn earlier_earnings_should_stay_when_the_machine_leaves() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		let before = earned(&ALICE);
		leave(1);
		assert!(Machines::<Test>::get(id(1)).is_none());
		assert!(!Attesters::<Test>::contains_key(id(1)));
		assert_eq!((weight(), network().machines), (0, 0));
		advance(150 * DAY);
		assert_eq!(earned(&ALICE), before);
		assert_eq!(claim(&ALICE), before);
	});
}

#[test]
fn machine_should_start_clean_when_it_comes_back_to_another_owner() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, DBC);
		leave(1);
		active(1, &BOB, POINTS, 4);
		let record = machine(1);
		assert_eq!((record.base, record.due, record.burned), (0, 0, 0));
		assert_eq!(network().rented, 0);
		advance(DAY);
		assert!(earned(&BOB) > 0);
	});
}

#[test]
fn emission_should_double_once_when_the_network_is_large_enough() {
	run(|| {
		Rules::mutate(|rules| rules.doubling_gpus = 8);
		active(1, &ALICE, POINTS, 7);
		assert_eq!(network().doubled_from, None);
		advance(DAY);
		active(2, &BOB, POINTS, 1);
		assert_eq!(network().doubled_from, Some(START + DAY));
		let single = emitted(0, DAY);
		let emitted_in = |by| {
			let before = Rewards::read_network_rewards().emitted;
			advance(by);
			Rewards::read_network_rewards().emitted - before
		};
		assert_close(emitted_in(60 * DAY), 2 * 60 * single, 120);
		assert_close(emitted_in(DAY), single, 1);
		// Not again.
		down(2);
		up(2);
		assert_eq!(network().doubled_from, Some(START + DAY));
		assert_close(emitted_in(DAY), single, 1);
	});
}

#[test]
fn changes_should_be_told_once() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		// Nothing changes.
		Rewards::on_terms_changed(&id(1));
		down(1);
		let told = |grade, rented_weight| Event::MachineReweighed {
			machine: id(1),
			grade,
			rented_weight,
		};
		let expected = [told(59_890, 0), told(59_890, 179_670_000), told(0, 0)];
		assert_eq!(events(), expected);
	});
}

#[test]
fn doubling_should_be_told() {
	run(|| {
		Rules::mutate(|rules| rules.doubling_gpus = 4);
		active(1, &ALICE, POINTS, 4);
		assert!(events().contains(&Event::EmissionDoubled { from: START }));
	});
}

#[test]
fn hooks_should_do_nothing_when_the_machine_is_not_known() {
	run(|| {
		let before = network();
		Rewards::on_terms_changed(&id(1));
		Rewards::on_attested(&id(1), &attesters(0));
		Rewards::on_activated(&id(1), &ALICE, POINTS);
		Rewards::on_removed(&id(1), &ALICE);
		assert_eq!(network(), before);
		assert_eq!(events(), []);
		let told = Rewards::settle_machine(signed(BOB), id(1));
		assert_eq!(told, Err(E::MachineNotFound.into()));
	});
}
