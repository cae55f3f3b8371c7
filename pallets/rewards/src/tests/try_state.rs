//! Each invariant notices what breaks it.

use super::*;
use crate::{AgendaItems, MachineOf, NetworkState};

/// Runs `corrupt` where Alice's two machines and Bob's earn, one of hers is rented, and she has claimed, and expects the
/// invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		active(1, &ALICE, POINTS, 4);
		active(2, &ALICE, POINTS, 4);
		active(3, &BOB, POINTS, 4);
		rented(1, 4);
		advance(DAY);
		burned(1, DBC);
		Rewards::pay_attesters(signed(BOB), id(1)).unwrap();
		claim(&ALICE);
		assert_eq!(Rewards::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Rewards::do_try_state(), Err(told.into()));
	});
}

fn network(change: impl FnOnce(&mut crate::Network)) {
	NetworkState::<Test>::mutate(|network| change(network.as_mut().unwrap()));
}

fn account(who: AccountId, change: impl FnOnce(&mut crate::Account)) {
	Accounts::<Test>::mutate(who, |account| change(account.as_mut().unwrap()));
}

fn machine(n: u8, change: impl FnOnce(&mut MachineOf<Test>)) {
	Machines::<Test>::mutate(id(n), |machine| change(machine.as_mut().unwrap()));
}

#[test]
fn invariant_1_should_tell_when_there_is_no_network() {
	corrupted(
		NetworkState::<Test>::kill,
		"1: something is recorded before the emission has begun",
	);
}

#[test]
fn invariant_1_should_tell_when_the_ends_of_days_fall() {
	corrupted(
		|| network(|network| network.day_ends[0] = u128::MAX),
		"1: the ends of days fall",
	);
}

#[test]
fn invariant_1_should_tell_when_an_account_is_ahead() {
	let told = "1: an account is ahead of the network";
	corrupted(|| account(BOB, |account| account.day += 2), told);
	corrupted(|| account(BOB, |account| account.mark = u128::MAX), told);
}

#[test]
fn invariant_1_should_tell_when_there_are_days_without_an_account() {
	corrupted(
		|| Vestings::<Test>::insert(CHARLIE, crate::Vesting::default()),
		"1: there are days without an account",
	);
}

#[test]
fn invariant_2_should_tell_when_an_account_counts_wrongly() {
	let told = "2: an account does not count what its machines count for";
	corrupted(|| account(ALICE, |account| account.grade += 1), told);
	corrupted(|| account(ALICE, |account| account.attested -= 1), told);
	corrupted(|| account(ALICE, |account| account.gpus += 1), told);
	corrupted(|| machine(2, |machine| machine.term = Term::Over), told);
}

#[test]
fn invariant_2_should_tell_when_an_owner_has_no_account() {
	corrupted(
		|| Accounts::<Test>::remove(BOB),
		"2: an owner has no account",
	);
}

#[test]
fn invariant_3_should_tell_when_the_network_counts_wrongly() {
	let told = "3: the network does not count its machines";
	corrupted(|| network(|network| network.grade += 1), told);
	corrupted(|| network(|network| network.machines += 1), told);
	corrupted(|| network(|network| network.gpus += 1), told);
	corrupted(|| network(|network| network.rented += 1), told);
}

#[test]
fn invariant_3_should_tell_when_the_weight_is_wrong() {
	let told = "3: the weight of the network is not that of its accounts and of rented bonus";
	corrupted(|| network(|network| network.weight += 1), told);
	corrupted(|| account(BOB, |account| account.factor += 1), told);
	corrupted(|| machine(1, |machine| machine.rented_weight += 1), told);
}

#[test]
fn invariant_4_should_tell_when_the_owner_is_another() {
	corrupted(
		|| Registry::put(&id(3), &ALICE, Some(offer(&ALICE, POINTS, 4))),
		"4: a machine is not that of its owner",
	);
	corrupted(
		|| Registry::remove(&id(3)),
		"4: a machine is not that of its owner",
	);
}

#[test]
fn invariant_4_should_tell_when_a_machine_counts_for_what_it_does_not_offer() {
	let told = "4: a machine counts for what it does not offer";
	let offers = |change: fn(&mut dbc_primitives::Offer<AccountId>)| {
		corrupted(|| Registry::mutate(&id(3), change), told);
	};
	offers(|offer| offer.barred = Some(NotRentable::Closed));
	offers(|offer| offer.gpus += 1);
	offers(|offer| offer.points -= 1);
}

#[test]
fn invariant_4_should_tell_when_a_machine_without_grade_counts() {
	corrupted(
		|| {
			down(3);
			machine(3, |machine| machine.gpus = 4);
			account(BOB, |account| account.gpus = 4);
			network(|network| network.gpus += 4);
		},
		"4: a machine without grade counts for something",
	);
}

#[test]
fn invariant_4_should_tell_when_attesters_have_no_machine() {
	corrupted(
		|| Attesters::<Test>::insert(id(9), Attesters::<Test>::get(id(1))),
		"4: a machine that is not known has attesters",
	);
}

#[test]
fn invariant_5_should_tell_when_too_much_bonus_was_credited() {
	let told = "5: more rented bonus was credited than was due or burned";
	corrupted(|| machine(1, |machine| machine.burned = 0), told);
	corrupted(|| machine(1, |machine| machine.due = 0), told);
}

#[test]
fn invariant_6_should_tell_when_a_term_is_not_on_the_agenda() {
	let told = "6: the end of a term is not on the agenda";
	let first = || AgendaItems::<Test>::iter_keys().next().unwrap();
	corrupted(|| AgendaItems::<Test>::remove(first().0, first().1), told);
	corrupted(
		|| AgendaItems::<Test>::insert(first().0, first().1, id(9)),
		told,
	);
}

#[test]
fn invariant_7_should_tell_when_more_was_claimed_than_released() {
	corrupted(
		|| account(ALICE, |account| account.claimed += 1),
		"7: an account has claimed more than is released",
	);
}

#[test]
fn invariant_7_should_tell_when_more_was_claimed_than_minted() {
	corrupted(
		|| network(|network| network.minted = 0),
		"7: more was claimed than was minted",
	);
}

#[test]
fn invariant_8_should_tell_when_something_is_missing() {
	let told = "8: a part of what was emitted is missing";
	let planck = 1 << 44;
	corrupted(|| network(|network| network.minted -= 1), told);
	corrupted(|| account(BOB, |account| account.mark += planck), told);
	corrupted(
		|| machine(1, |machine| machine.attesters_paid -= 1),
		"8: more was shared than was emitted",
	);
}

#[test]
fn invariant_8_should_tell_when_something_was_added() {
	let told = "8: more was shared than was emitted";
	let planck = 1 << 44;
	corrupted(|| network(|network| network.unminted += planck), told);
	corrupted(|| network(|network| network.minted += 1), told);
	corrupted(|| account(BOB, |account| account.owed += 1), told);
	corrupted(|| account(BOB, |account| account.today += planck), told);
	corrupted(|| machine(1, |machine| machine.due += planck), told);
}

#[test]
fn invariant_9_should_tell_when_the_agenda_is_inconsistent() {
	corrupted(
		|| AgendaItems::<Test>::insert(0, 0, id(1)),
		"agenda: an item has no place that lies ahead",
	);
}

#[test]
fn invariant_10_should_tell_when_orders_are_of_a_machine_that_is_not_known() {
	corrupted(
		|| pay_rent(9, DBC),
		"10: orders of a machine that is not known are to be applied",
	);
}

#[test]
fn invariant_10_should_tell_when_orders_change_nothing() {
	corrupted(
		|| PendingOrders::<Test>::insert(id(1), PendingOrder::default()),
		"10: there is nothing to apply of a machine's orders",
	);
}
