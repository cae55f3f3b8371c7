//! The rented bonus.

use super::*;

fn planck(grains: u128) -> u128 {
	grains >> 44
}

#[test]
fn bonus_should_be_credited_when_rent_is_paid() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, 3_200_000, 32);
		rented(1, 4);
		advance(DAY);
		let base = earned(&ALICE);
		events();
		// More was burned than is due.
		burned(1, 1_000_000 * DBC);
		let bonus = emitted(0, DAY) * 179_670_000 / network().weight;
		assert_close(earned(&ALICE), base + bonus, 2);
		let told = Event::BonusCredited {
			machine: id(1),
			owner: ALICE,
			amount: planck(machine(1).credited),
		};
		assert_eq!(events(), [told]);
		// The attesters get nothing of it.
		assert_close(earned(&ALICE) - base, planck(machine(1).due), 1);
	});
}

#[test]
fn bonus_should_wait_when_no_rent_is_paid() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		assert_eq!(machine(1).credited, 0);
		assert!(machine(1).due > 0);
	});
}

#[test]
fn bonus_should_be_capped_over_the_life_of_the_machine() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		// Burned before anything is due.
		burned(1, 100 * DBC);
		assert_eq!(machine(1).credited, 0);
		rented(1, 4);
		advance(DAY);
		burned(1, 10 * DBC);
		assert_eq!(planck(machine(1).credited), 99 * DBC);
		rented(1, 0);
		burned(1, 10 * DBC);
		assert_eq!(planck(machine(1).credited), 108 * DBC);
	});
}

#[test]
fn bonus_should_be_released_like_everything_else() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, 100 * DBC);
		down(1);
		advance(DAY);
		let all = earned(&ALICE);
		// The base is of the first day, the bonus of the second.
		let base = all - 90 * DBC;
		assert_close(claim(&ALICE), base * 52 / 200 + 90 * DBC * 51 / 200, 1);
	});
}

#[test]
fn bonus_above_the_cap_should_be_given_up_when_the_machine_leaves() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, 100 * DBC);
		let due = planck(machine(1).due);
		leave(1);
		let unminted = Rewards::read_network_rewards().unminted;
		assert_close(unminted, due - 90 * DBC, 3);
	});
}

#[test]
fn bonus_should_follow_the_cap_when_the_rules_change() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, 100 * DBC);
		let settle = |percent| {
			Rules::mutate(|rules| rules.bonus_burn_percent = percent);
			Rewards::settle_machine(signed(BOB), id(1)).unwrap();
			planck(machine(1).credited)
		};
		assert_eq!(settle(50), 90 * DBC);
		assert_eq!(settle(95), 95 * DBC);
		assert_eq!(settle(0), 95 * DBC);
		// Never more than was burned.
		assert_eq!(settle(1_000), 100 * DBC);
	});
}

#[test]
fn bonus_should_be_the_old_one_when_the_rules_change_until_the_machine_is_touched() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		rented(1, 4);
		Rules::mutate(|rules| rules.rented_bonus_bps = 0);
		advance(DAY);
		Rewards::settle_machine(signed(BOB), id(1)).unwrap();
		let due = machine(1).due;
		assert!(due > 0);
		advance(DAY);
		Rewards::settle_machine(signed(BOB), id(1)).unwrap();
		assert_eq!(machine(1).due, due);
	});
}

#[test]
fn burn_should_be_counted_for_the_network() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		burned(1, DBC);
		burned(2, 2 * DBC);
		assert_eq!(Rewards::read_network_rewards().rent_burned, 3 * DBC);
	});
}
