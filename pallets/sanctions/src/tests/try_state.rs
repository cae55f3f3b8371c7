//! Each invariant notices what breaks it.

use super::*;
use crate::{AgendaItems, NextId, RecordOf, SanctionsByAccount, SanctionsByMachine, SeriesOf};

/// Runs `corrupt` where Alice's first machine has sanction 0, appealed, and is down again while it is rented; Bob's was
/// refused, which is sanction 1 with a share, and a member was at fault, which is sanction 2. Expects the invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		inaccessible(1, HOUR);
		Sanctions::appeal(signed(ALICE), 0, reason("")).unwrap();
		rent(1, &[(renter(0), DBC)]);
		take_down(1, OutageCause::Malfunction, now());
		refused(2, &BOB, &[(member(1), DBC)]);
		fault(0);
		assert_eq!(Sanctions::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Sanctions::do_try_state(), Err(told.into()));
	});
}

fn change(sanction: SanctionId, f: impl FnOnce(&mut RecordOf<Test>)) {
	crate::Sanctions::<Test>::mutate(sanction, |record| f(record.as_mut().unwrap()));
}

fn change_series(f: impl FnOnce(&mut SeriesOf<Test>)) {
	OutageSeries::<Test>::mutate(id(1), |series| f(series.as_mut().unwrap()));
}

fn appealed(deposit: u128) -> SanctionStage<u128> {
	SanctionStage::Appealed {
		deposit,
		reason: reason(""),
	}
}

#[test]
fn invariant_1_should_tell_when_a_deposit_is_not_on_hold() {
	let told = "1: the deposits of an account are not what it has on hold";
	corrupted(|| change(0, |record| record.stage = appealed(1)), told);
	corrupted(|| change(1, |record| record.stage = appealed(1)), told);
	corrupted(
		|| change(0, |record| record.stage = SanctionStage::Waiting),
		told,
	);
}

#[test]
fn invariant_1_should_tell_when_the_account_does_not_exist() {
	corrupted(
		|| {
			change(2, |record| {
				record.concerned = NOBODY;
				record.stage = appealed(1);
			})
		},
		"1: an account that does not exist has a deposit on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_deposits_overflow() {
	corrupted(
		|| {
			change(1, |record| {
				record.concerned = ALICE;
				record.stage = appealed(u128::MAX);
			})
		},
		"1: the deposits overflow",
	);
}

#[test]
fn invariant_2_should_tell_when_less_is_locked() {
	corrupted(
		|| Registry::unlock(&id(1), 1).unwrap(),
		"2: less of a machine's stake is locked than its sanctions take",
	);
}

#[test]
fn invariant_2_should_tell_when_the_sanction_is_not_the_owner_s() {
	let told = "2: a sanction is not that of the machine's owner";
	corrupted(|| change(1, |record| record.concerned = CHARLIE), told);
	corrupted(
		|| {
			Registry::unlock(&id(2), PENALTY)
				.and_then(|_| Registry::remove(&id(2)))
				.unwrap()
		},
		told,
	);
}

#[test]
fn invariant_2_should_tell_when_the_amounts_overflow() {
	corrupted(
		|| {
			change(1, |record| {
				record.concerned = ALICE;
				record.ground = SanctionGround::Outage {
					machine: id(1),
					amount: u128::MAX,
				};
			})
		},
		"2: the amounts overflow",
	);
}

#[test]
fn invariant_3_should_tell_when_an_index_is_wrong() {
	let told = "3: the index of accounts is wrong";
	corrupted(|| SanctionsByAccount::<Test>::remove(ALICE, 0), told);
	corrupted(|| SanctionsByAccount::<Test>::insert(ALICE, 1, ()), told);
	let told = "3: the index of machines is wrong";
	corrupted(|| SanctionsByMachine::<Test>::remove(id(1), 0), told);
	corrupted(|| SanctionsByMachine::<Test>::insert(id(1), 2, ()), told);
}

#[test]
fn invariant_4_should_tell_when_a_sanction_is_not_on_the_agenda_once() {
	let told = "4: a sanction is not on the agenda exactly once";
	corrupted(
		|| {
			let (minute, place, _) = AgendaItems::<Test>::iter().next().unwrap();
			AgendaItems::<Test>::remove(minute, place);
		},
		told,
	);
	corrupted(|| Sanctions::schedule(1, &record(1)), told);
}

#[test]
fn invariant_5_should_tell_when_records_are_wrong() {
	corrupted(|| NextId::<Test>::put(2), "5: a number will be used twice");
	corrupted(
		|| change(1, |record| record.until = record.created_at - 1),
		"5: a sanction ends before it was made",
	);
	corrupted(
		|| {
			change(1, |record| {
				record.ground = SanctionGround::RefusedRegistration {
					machine: id(2),
					amount: 0,
				}
			})
		},
		"5: a sanction takes nothing",
	);
	corrupted(
		|| propose_bond(0, 0, &[]),
		"5: a member has two sanctions for one job",
	);
}

#[test]
fn invariant_6_should_tell_when_shares_are_wrong() {
	let put = |id: SanctionId, shares: Vec<u128>| {
		let shares: Vec<_> = shares.into_iter().map(|share| (member(1), share)).collect();
		move || Shares::<Test>::insert(id, BoundedVec::truncate_from(shares))
	};
	corrupted(put(9, vec![1]), "6: shares have no sanction");
	corrupted(put(1, vec![]), "6: somebody's share is nothing");
	corrupted(put(1, vec![1, 0]), "6: somebody's share is nothing");
	corrupted(put(1, vec![u128::MAX, 1]), "6: the shares overflow");
	corrupted(
		put(1, vec![PENALTY, 1]),
		"6: the shares are more than the sanction",
	);
}

#[test]
fn invariant_7_should_tell_when_a_series_is_wrong() {
	corrupted(
		|| OutageSeries::<Test>::insert(id(9), SeriesOf::<Test>::default()),
		"7: a series has no machine",
	);
	let told = "7: the causes of a series are wrong";
	for cause in [OutageCause::Inaccessible, OutageCause::HardwareChange] {
		corrupted(
			|| change_series(|series| series.lengths.try_push((cause, 1)).unwrap()),
			told,
		);
	}
	corrupted(
		|| change_series(|series| series.imposed = series.base + 1),
		"7: more was imposed than the whole stake",
	);
	let told = "7: a series and its machine are not down together";
	corrupted(|| change_series(|series| series.running = None), told);
	corrupted(|| Registry::set_outage(&id(1), None), told);
	let told = "7: a claim is nothing, or the owner's";
	for claim in [(ALICE, 1), (renter(0), 0)] {
		corrupted(
			|| {
				change_series(|series| {
					let running = series.running.as_mut().unwrap();
					running.claims.try_push(claim).unwrap();
				})
			},
			told,
		);
	}
}

#[test]
fn invariant_8_should_tell_when_the_agenda_is_wrong() {
	corrupted(
		|| crate::AgendaCursor::<Test>::mutate(|cursor| cursor.as_mut().unwrap().pending += 1),
		"agenda: the cursor is wrong about the places that lie ahead",
	);
}
