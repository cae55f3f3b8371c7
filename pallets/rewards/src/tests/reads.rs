//! Reads tell what would be if everything were brought up to date, and change nothing.

use super::*;
use sp_core::storage::StateVersion;

#[test]
fn account_should_be_told_to_the_planck() {
	run(|| {
		assert_eq!(Rewards::account_rewards(ALICE), None);
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		advance(DAY);
		let claimed = claim(&ALICE);
		advance(DAY);
		let read = Rewards::account_rewards(ALICE).unwrap();
		assert_close(read.earned, emitted(0, 2 * DAY) / 2 * 99 / 100, 1);
		assert_eq!(read.claimed, claimed);
		assert_eq!(read.owed, 0);
		assert_eq!(read.claimable, read.released - claimed);
		assert_eq!(read.claimable, claim(&ALICE));
		let second = emitted(2 * DAY, 2 * DAY + SECOND);
		assert_close(read.per_second, second / 2 * 99 / 100, 1);
		down(1);
		let read = Rewards::account_rewards(ALICE).unwrap();
		assert_eq!(read.per_second, 0);
	});
}

#[test]
fn vesting_should_be_what_comes_day_by_day() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		down(1);
		let read = Rewards::account_rewards(ALICE).unwrap();
		// 51 parts are released, 149 to come.
		assert_eq!(read.vesting.len(), 149);
		let sum: u128 = read.vesting.iter().sum();
		assert_eq!(read.released + sum, read.earned);
		claim(&ALICE);
		for amount in read.vesting {
			advance(DAY);
			assert_eq!(claim(&ALICE), amount);
		}
		assert!(Rewards::account_rewards(ALICE).unwrap().vesting.is_empty());
	});
}

#[test]
fn vesting_should_go_on_for_150_days_when_something_was_earned_today() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(HOUR);
		let read = Rewards::account_rewards(ALICE).unwrap();
		assert_eq!(read.vesting.len(), 150);
		assert_close(read.vesting[149], read.earned / 200, 1);
	});
}

#[test]
fn machine_should_be_told_with_its_bonus_and_attesters() {
	run(|| {
		assert_eq!(Rewards::machine_rewards(id(1)), None);
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, 100 * DBC);
		let read = Rewards::machine_rewards(id(1)).unwrap();
		assert_eq!(read.owner, ALICE);
		assert_eq!(read.grade, POINTS);
		assert_eq!(read.base_weight, 599_139_560);
		assert_eq!(read.rented_weight, 179_670_000);
		assert_eq!(read.bonus_credited, 90 * DBC);
		assert_eq!(read.bonus_cap, 90 * DBC);
		assert_eq!(read.rent_burned, 100 * DBC);
		assert_eq!(read.attesters, attesters(0));
		assert_eq!(read.attested_until, Some(START + 730 * DAY));
		let share = |weight: u128| emitted(0, DAY) * weight / network().weight;
		assert_close(read.base_earned, share(599_139_560), 1);
		assert_close(read.bonus_due, share(179_670_000), 1);
		assert_close(read.attesters_due, read.base_earned / 100, 1);
		assert_eq!(read.attesters_paid, 0);
		let second = emitted(DAY, DAY + SECOND) * 599_139_560 / network().weight;
		assert_close(read.per_second, second, 1);
		Rewards::pay_attesters(signed(BOB), id(1)).unwrap();
		let paid = Rewards::machine_rewards(id(1)).unwrap();
		assert_eq!(paid.attesters_paid, read.attesters_due / 3 * 3);
		assert_eq!(paid.attesters_due, read.attesters_due % 3);
		advance(730 * DAY);
		Rewards::settle_machine(signed(BOB), id(1)).unwrap();
		let read = Rewards::machine_rewards(id(1)).unwrap();
		assert_eq!(read.attested_until, None);
	});
}

#[test]
fn network_should_be_told_in_sums() {
	run(|| {
		advance(DAY);
		active(1, &ALICE, POINTS, 4);
		active(2, &BOB, POINTS, 8);
		rented(2, 3);
		advance(DAY);
		let minted = claim(&ALICE);
		let read = Rewards::network_rewards();
		assert_eq!((read.start, read.doubled_from), (START, None));
		assert_eq!(
			(read.machines, read.gpus_online, read.gpus_rented),
			(2, 12, 3)
		);
		assert_eq!(read.grade, 2 * POINTS);
		assert_eq!(
			read.weight,
			599_139_560 + 59_890 * 10_008 + 59_890 * 3_000 * 3 / 8
		);
		assert_eq!(read.emitted, emitted(0, 2 * DAY));
		assert_eq!(read.minted, minted);
		assert_eq!(read.unminted, emitted(0, DAY));
		assert_close(read.per_second, emitted(0, SECOND), 1);
	});
}

#[test]
fn reads_should_change_nothing() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(200 * DAY);
		let before = sp_io::storage::root(StateVersion::V1);
		Rewards::account_rewards(ALICE);
		Rewards::machine_rewards(id(1));
		Rewards::network_rewards();
		assert_eq!(sp_io::storage::root(StateVersion::V1), before);
	});
}
