//! Each invariant notices what breaks it.

use super::*;
use crate::{AgendaItems, Due, NextReport, ReportOf};
use dbc_primitives::Phase;
use sp_core::H256;

/// Runs `corrupt` where Bob's report 0 on machine 1 has a vote with evidence for its first member, and his report 1 on
/// machine 2 waits, and expects the invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		reported(2, Inaccessible);
		assert_eq!(Faults::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Faults::do_try_state(), Err(told.into()));
	});
}

fn change(report: u64, f: impl FnOnce(&mut ReportOf<Test>)) {
	Reports::<Test>::mutate(report, |record| f(record.as_mut().unwrap()));
}

/// A change of the vote on report 0.
fn voting(f: impl FnOnce(&mut crate::VotingOf<Test>)) -> impl FnOnce() {
	|| change(0, |report| f(report.voting.as_mut().unwrap()))
}

fn change_machine(f: impl FnOnce(&mut dbc_mocks::MockMachine<AccountId>)) {
	let mut record = machine(2);
	f(&mut record);
	Registry::put(&id(2), &record);
}

#[test]
fn invariant_1_should_tell_when_a_deposit_is_not_on_hold() {
	let told = "1: the deposits of an account are not what it has on hold";
	corrupted(|| change(0, |report| report.deposit += 1), told);
	corrupted(|| change(1, |report| report.reporter = CHARLIE), told);
}

#[test]
fn invariant_1_should_tell_when_something_is_on_hold_without_a_report() {
	use frame_support::traits::fungible::MutateHold;
	let reason = crate::HoldReason::ReportDeposit.into();
	corrupted(
		|| Balances::hold(&reason, &CHARLIE, 1).unwrap(),
		"1: the deposits of an account are not what it has on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_reporter_does_not_exist() {
	corrupted(
		|| {
			let stranger = AccountId::new([77; 32]);
			let stray = ReportOf::<Test> {
				reporter: stranger,
				..record(1)
			};
			Reports::<Test>::insert(2, stray);
		},
		"1: an account that does not exist has a deposit on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_deposits_overflow() {
	corrupted(
		|| change(0, |report| report.deposit = u128::MAX),
		"1: the deposits overflow",
	);
}

#[test]
fn invariant_2_should_tell_when_the_index_is_wrong() {
	let told = "2: a report is not that of its machine";
	corrupted(|| OpenReports::<Test>::insert(id(1), 1), told);
	corrupted(|| OpenReports::<Test>::remove(id(2)), told);
	corrupted(
		|| OpenReports::<Test>::insert(id(3), 0),
		"2: a machine has a report that does not exist",
	);
}

#[test]
fn invariant_3_should_tell_when_numbers_are_wrong() {
	corrupted(
		|| NextReport::<Test>::put(1),
		"3: a report was never given out",
	);
	corrupted(
		|| change(1, |report| report.job = 0),
		"3: two reports have the same job",
	);
}

#[test]
fn invariant_4_should_tell_when_the_machine_does_not_fit() {
	corrupted(
		|| change_machine(|machine| machine.phase = Phase::Registered),
		"4: the machine of a report is not Active",
	);
	corrupted(
		|| change_machine(|machine| machine.owner = BOB),
		"4: an owner reported its own machine",
	);
}

#[test]
fn invariant_4_should_tell_when_evidence_order_or_repair_do_not_fit() {
	let told = "4: the evidence of a report does not fit its kind";
	corrupted(|| change(0, |report| report.evidence = None), told);
	let digest = Some(H256::zero());
	corrupted(|| change(1, |report| report.evidence = digest), told);
	corrupted(
		|| change(0, |report| report.order = None),
		"4: a report lacks its order",
	);
	let told = "4: a repair does not fit its report";
	let before = Some(START - 1);
	corrupted(|| change(0, |report| report.repaired_at = before), told);
	corrupted(
		|| {
			change(0, |report| {
				report.kind = Counterfeit;
				report.repaired_at = Some(START);
			})
		},
		told,
	);
}

#[test]
fn invariant_5_should_tell_when_rounds_are_wrong() {
	corrupted(|| change(1, |report| report.round = 0), "5: a round is 0");
	let told = "5: those drawn before are not the members of the earlier rounds";
	corrupted(|| change(1, |report| report.round = 2), told);
	corrupted(
		|| {
			change(1, |report| {
				report.drawn_before.try_push(member(0)).unwrap();
			})
		},
		told,
	);
	corrupted(
		|| change(1, |report| report.waiting_since -= 1),
		"5: a round waits since before the report",
	);
}

#[test]
fn invariant_6_should_tell_when_a_ballot_is_wrong() {
	corrupted(
		voting(|voting| voting.ballot.id += 9),
		"6: a ballot is not that of the report's job",
	);
	let told = "6: the members are not three strangers";
	for stranger in [member(1), ALICE, BOB] {
		corrupted(
			voting(|voting| voting.ballot.seats[0].member = stranger),
			told,
		);
	}
	corrupted(
		voting(|voting| voting.ballot.seats[0].opinion = Some(Uphold)),
		"6: a member revealed without having committed",
	);
	corrupted(
		voting(|voting| voting.ballot.commit_until = voting.ballot.reveal_until + 1),
		"6: the phases of a ballot are in the wrong order",
	);
}

#[test]
fn invariant_7_should_tell_when_evidence_comes_too_late() {
	corrupted(
		voting(|voting| voting.evidence_until = None),
		"7: the time for evidence does not fit the kind",
	);
	corrupted(
		voting(|voting| voting.evidence_until = Some(voting.ballot.commit_until + 1)),
		"7: evidence is taken later than commitments",
	);
	corrupted(
		voting(|voting| voting.ballot.seats[1].commitment = Some(H256::zero())),
		"7: a member committed without evidence",
	);
}

#[test]
fn invariant_8_should_tell_when_a_round_is_not_on_the_agenda() {
	corrupted(
		|| {
			let is_round = |due: &Due| matches!(due, Due::Round(..));
			let mut items = AgendaItems::<Test>::iter();
			let (minute, place, _) = items.find(|(_, _, due)| is_round(due)).unwrap();
			AgendaItems::<Test>::remove(minute, place);
		},
		"8: a round is not on the agenda",
	);
}

#[test]
fn invariant_8_should_tell_when_a_report_that_waits_is_not_on_the_agenda() {
	corrupted(
		|| {
			let mut items = AgendaItems::<Test>::iter();
			let (minute, place, _) = items.find(|(_, _, due)| *due == Due::Report(1)).unwrap();
			AgendaItems::<Test>::remove(minute, place);
		},
		"8: a report that waits is not on the agenda",
	);
}

#[test]
fn invariant_9_should_tell_when_evidence_is_not_what_was_delivered() {
	let told = "9: the evidence is not that which was delivered";
	let sealed = || fixtures::evidence(100);
	corrupted(|| Evidence::<Test>::remove(0, member(0)), told);
	corrupted(|| Evidence::<Test>::insert(0, member(1), sealed()), told);
	corrupted(|| Evidence::<Test>::insert(1, member(0), sealed()), told);
	corrupted(
		|| Evidence::<Test>::insert(0, member(0), fixtures::evidence(47)),
		"9: evidence is not sealed",
	);
}

#[test]
fn invariant_10_should_tell_when_the_agenda_is_wrong() {
	corrupted(
		|| crate::AgendaCursor::<Test>::mutate(|cursor| cursor.as_mut().unwrap().pending += 1),
		"agenda: the cursor is wrong about the places that lie ahead",
	);
}
