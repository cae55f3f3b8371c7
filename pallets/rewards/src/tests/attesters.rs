//! The attesters' hundredth.

use super::*;
use crate::AgendaItems;
use frame_support::traits::{fungible::Mutate, tokens::Preservation::Expendable};

const TERM: u64 = GENESIS_RULES.attester_term;

fn pay(n: u8) -> sp_runtime::DispatchResult {
	Rewards::pay_attesters(signed(CHARLIE), id(n))
}

fn balance(who: &AccountId) -> u128 {
	Balances::free_balance(who)
}

#[test]
fn attesters_should_get_a_hundredth_in_equal_parts_when_anyone_pays_them() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		events();
		assert_ok!(pay(1));
		let share = emitted(0, DAY) / 100 / 3;
		for who in attesters(0) {
			assert_close(balance(&who), EXISTENTIAL_DEPOSIT + share, 1);
		}
		let told: Vec<_> = events();
		assert_eq!(told.len(), 3);
		let amount = balance(&attesters(0)[1]) - EXISTENTIAL_DEPOSIT;
		let second = Event::AttesterPaid {
			machine: id(1),
			attester: attesters(0)[1].clone(),
			amount,
		};
		assert_eq!(told[1], second);
		assert_close(earned(&ALICE), emitted(0, DAY) * 99 / 100, 1);
	});
}

#[test]
fn remainder_should_be_carried_when_it_cannot_be_shared() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		let mut paid = 0;
		for _ in 0..50 {
			advance(777);
			pay(1).unwrap();
			paid = machine(1).attesters_paid;
		}
		// Less than three planck of fifty payments are left.
		assert_close(paid, emitted(0, 50 * 777) / 100, 3);
	});
}

#[test]
fn payment_should_fail_when_there_is_nothing_to_pay() {
	run(|| {
		let told = pay(1);
		assert_eq!(told, Err(E::MachineNotFound.into()));
		active(1, &ALICE, POINTS, 4);
		assert_noop!(pay(1), E::NothingToPay);
		advance(DAY);
		assert_ok!(pay(1));
		assert_noop!(pay(1), E::NothingToPay);
		assert_noop!(
			Rewards::pay_attesters(RuntimeOrigin::none(), id(1)),
			BadOrigin
		);
	});
}

#[test]
fn part_should_be_owed_when_an_attester_cannot_receive_it() {
	run(|| {
		active(1, &ALICE, 1, 1);
		active(2, &BOB, 3_200_000, 32);
		let [first, second, third] = attesters(2);
		Rewards::on_attested(&id(1), &[first.clone(), second.clone(), third.clone()]);
		advance(6 * SECOND);
		events();
		assert_ok!(pay(1));
		// Only the first exists.
		let share = balance(&first) - EXISTENTIAL_DEPOSIT;
		assert!(share > 0);
		assert_eq!(balance(&second), 0);
		let owed = Event::AttesterOwed {
			machine: id(1),
			attester: second.clone(),
			amount: share,
		};
		assert_eq!(events()[1], owed);
		let read = Rewards::read_account_rewards(&second).unwrap();
		assert_eq!((read.owed, read.claimable, read.earned), (share, share, 0));
		assert_noop!(Rewards::claim(signed(second.clone())), E::CannotReceive);
		// It comes to life, and claims.
		Balances::transfer(&CHARLIE, &second, EXISTENTIAL_DEPOSIT, Expendable).unwrap();
		assert_eq!(claim(&second), share);
		assert_noop!(Rewards::claim(signed(second)), E::NothingToClaim);
		assert_eq!(Accounts::<Test>::get(third).unwrap().owed, share);
	});
}

#[test]
fn owner_should_keep_its_earnings_when_it_is_owed_as_an_attester() {
	run(|| {
		let [owner, ..] = attesters(3);
		active(1, &owner, 1, 1);
		active(2, &BOB, 3_200_000, 32);
		Rewards::on_attested(&id(1), &attesters(3));
		advance(6 * SECOND);
		let before = earned(&owner);
		assert_ok!(pay(1));
		let account = Accounts::<Test>::get(&owner).unwrap();
		assert!(account.owed > 0);
		assert_eq!(earned(&owner), before);
		assert_eq!(claimable(&owner), before / 4 + account.owed);
	});
}

#[test]
fn old_attesters_should_be_paid_when_others_replace_them() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		Rewards::on_attested(&id(1), &attesters(3));
		let share = emitted(0, DAY) / 100 / 3;
		for who in attesters(0) {
			assert_close(balance(&who), EXISTENTIAL_DEPOSIT + share, 1);
		}
		assert_eq!(Attesters::<Test>::get(id(1)).into_inner(), attesters(3));
		advance(DAY);
		pay(1).unwrap();
		for who in attesters(3) {
			assert_close(balance(&who), emitted(DAY, 2 * DAY) / 100 / 3, 1);
		}
	});
}

#[test]
fn attesters_should_be_paid_when_the_machine_leaves() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(DAY);
		leave(1);
		let share = emitted(0, DAY) / 100 / 3;
		assert_close(balance(&attesters(0)[2]), EXISTENTIAL_DEPOSIT + share, 1);
	});
}

#[test]
fn hundredth_should_be_given_up_when_a_machine_without_attesters_leaves() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		Rewards::on_attested(&id(1), &[]);
		advance(DAY);
		assert_noop!(pay(1), E::NothingToPay);
		leave(1);
		let unminted = Rewards::read_network_rewards().unminted;
		assert_close(unminted, emitted(0, DAY) / 100, 1);
	});
}

#[test]
fn two_attesters_should_share_in_halves() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		Rewards::on_attested(&id(1), &attesters(0)[..2]);
		advance(DAY);
		pay(1).unwrap();
		let half = emitted(0, DAY) / 200;
		assert_close(balance(&attesters(0)[0]), EXISTENTIAL_DEPOSIT + half, 1);
		assert_eq!(balance(&attesters(0)[2]), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn owner_should_get_all_when_the_term_has_ended() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(TERM);
		events();
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		assert_eq!(events(), [Event::AttesterTermEnded { machine: id(1) }]);
		let before = earned(&ALICE);
		advance(DAY);
		assert_close(earned(&ALICE) - before, emitted(TERM, TERM + DAY), 1);
		assert_eq!(machine(1).term, Term::Over);
		// What was earned before is still theirs.
		assert_ok!(pay(1));
		assert_close(machine(1).attesters_paid, emitted(0, TERM) / 100, 3);
		assert_eq!(AgendaItems::<Test>::iter().count(), 0);
	});
}

#[test]
fn hundredth_should_stay_the_attesters_when_nobody_ends_the_term() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		advance(TERM + DAY);
		assert_close(earned(&ALICE), emitted(0, TERM + DAY) * 99 / 100, 1);
		assert_ok!(pay(1));
		assert_close(machine(1).attesters_paid, emitted(0, TERM + DAY) / 100, 3);
	});
}

#[test]
fn term_should_go_on_when_it_is_settled_early_or_the_hardware_changes() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		let before = machine(1).term;
		advance(TERM - 1);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		active(1, &ALICE, POINTS, 8);
		assert_eq!(machine(1).term, before);
		advance(1);
		assert_ok!(Rewards::settle_machine(signed(BOB), id(1)));
		active(1, &ALICE, POINTS, 4);
		assert_eq!(machine(1).term, Term::Over);
	});
}

#[test]
fn settling_should_fail_when_it_is_not_signed() {
	run(|| {
		active(1, &ALICE, POINTS, 4);
		assert_noop!(
			Rewards::settle_machine(RuntimeOrigin::root(), id(1)),
			BadOrigin
		);
	});
}
