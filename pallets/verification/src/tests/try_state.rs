//! Each invariant notices what breaks it.

use super::*;
use crate::{AgendaItems, RequestOf};

/// Runs `corrupt` where Alice's first machine has a ballot, her second is Active and Bob's waits, and expects the
/// invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		drawn(2, ALICE);
		vote(2, all(accept(&hardware(1), 1)));
		Verification::request_hardware_change(signed(ALICE), id(2), None).unwrap();
		drawn(1, ALICE);
		requested(3, BOB);
		assert_eq!(Verification::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Verification::do_try_state(), Err(told.into()));
	});
}

fn change(n: u8, f: impl FnOnce(&mut RequestOf<Test>)) {
	Requests::<Test>::mutate(id(n), |request| f(request.as_mut().unwrap()));
}

#[test]
fn invariant_1_should_tell_when_a_fee_is_not_on_hold() {
	let told = "1: the fees of an account are not what it has on hold";
	corrupted(|| change(2, |request| request.fee += 1), told);
	corrupted(|| change(1, |request| request.fee = 1), told);
}

#[test]
fn invariant_1_should_tell_when_something_is_on_hold_without_a_request() {
	use frame_support::traits::fungible::MutateHold;
	let reason = crate::HoldReason::VerificationFee.into();
	corrupted(
		|| Balances::hold(&reason, &CHARLIE, 1).unwrap(),
		"1: the fees of an account are not what it has on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_owner_does_not_exist() {
	corrupted(
		|| {
			change(3, |request| {
				request.owner = AccountId::new([77; 32]);
				request.fee = 1;
			})
		},
		"1: an account that does not exist has a fee on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_the_fees_overflow() {
	corrupted(
		|| change(1, |request| request.fee = u128::MAX),
		"1: the fees overflow",
	);
}

#[test]
fn invariant_2_should_tell_when_two_requests_have_the_same_job() {
	corrupted(
		|| change(3, |request| request.job = request_of(2).job),
		"2: two requests have the same job",
	);
}

#[test]
fn invariant_3_should_tell_when_the_request_is_not_the_owner_s() {
	let told = "3: a request is not that of the owner";
	corrupted(|| change(3, |request| request.owner = CHARLIE), told);
	corrupted(
		|| {
			let mut record = machine(3);
			record.owner = CHARLIE;
			Registry::put(&id(3), &record);
		},
		told,
	);
}

#[test]
fn invariant_3_should_tell_when_the_phase_does_not_fit() {
	let told = "3: the machine's phase does not fit its request";
	for (n, phase) in [
		(3, Phase::Registered),
		(3, Phase::Active),
		(2, Phase::Verifying),
	] {
		corrupted(
			|| {
				let mut record = machine(n);
				record.phase = phase;
				Registry::put(&id(n), &record);
			},
			told,
		);
	}
}

#[test]
fn invariant_4_should_tell_when_rounds_are_wrong() {
	corrupted(|| change(3, |request| request.round = 0), "4: a round is 0");
	let told = "4: those drawn before are not the members of the earlier rounds";
	corrupted(|| change(3, |request| request.round = 2), told);
	corrupted(
		|| {
			change(3, |request| {
				request.drawn_before.try_push(member(0)).unwrap();
			})
		},
		told,
	);
	corrupted(
		|| change(3, |request| request.waiting_since -= 1),
		"4: a round waits since before the request",
	);
}

#[test]
fn invariant_5_should_tell_when_a_ballot_is_wrong() {
	fn ballot(change_it: impl FnOnce(&mut crate::impls::BallotOf<Test>)) -> impl FnOnce() {
		|| change(1, |request| change_it(request.ballot.as_mut().unwrap()))
	}
	corrupted(
		ballot(|ballot| ballot.id += 9),
		"5: a ballot is not that of the request's job",
	);
	let told = "5: the members are not three strangers";
	corrupted(ballot(|ballot| ballot.seats[0].member = member(1)), told);
	corrupted(ballot(|ballot| ballot.seats[0].member = ALICE), told);
	corrupted(
		ballot(|ballot| ballot.seats[0].opinion = Some(refuse(RejectReason::Other))),
		"5: a member revealed without having committed",
	);
	corrupted(
		ballot(|ballot| ballot.commit_until = ballot.reveal_until + 1),
		"5: the phases of a ballot are in the wrong order",
	);
}

#[test]
fn invariant_6_should_tell_when_a_ballot_is_not_on_the_agenda() {
	corrupted(
		|| {
			let of_machine = AgendaItems::<Test>::iter().find(|(_, _, item)| item.0 == id(1));
			let (minute, place, _) = of_machine.unwrap();
			AgendaItems::<Test>::remove(minute, place);
		},
		"6: a ballot is not on the agenda",
	);
}

#[test]
fn invariant_7_should_tell_when_attesters_are_wrong() {
	let told = "7: the attesters of a machine are not two or three";
	corrupted(
		|| {
			Attesters::<Test>::mutate(id(2), |attesters| {
				attesters[1] = attesters[0].clone();
			})
		},
		told,
	);
	corrupted(
		|| Attesters::<Test>::mutate(id(2), |attesters| attesters.truncate(1)),
		told,
	);
	corrupted(
		|| Attesters::<Test>::insert(id(3), Attesters::<Test>::get(id(2))),
		"7: a machine has attesters and is not Active",
	);
}

#[test]
fn invariant_8_should_tell_when_the_agenda_is_wrong() {
	corrupted(
		|| crate::AgendaCursor::<Test>::mutate(|cursor| cursor.as_mut().unwrap().pending += 1),
		"agenda: the cursor is wrong about the places that lie ahead",
	);
}
