//! `reveal`.

use super::*;
use crate::WeightInfo;
use dbc_primitives::Salt;
use frame_support::dispatch::GetDispatchInfo;

/// A ballot in which everybody has committed to `opinion`.
fn committed(opinion: &HardwareOpinion) {
	drawn(1, ALICE);
	for who in members(0) {
		commit(1, &who, opinion).unwrap();
	}
	events();
}

#[test]
fn reveal_should_be_stored_when_it_opens_the_commitment() {
	run(|| {
		let opinion = accept(&hardware(2), 1);
		committed(&opinion);
		assert_ok!(reveal(1, &member(0), &opinion));
		let ballot = request_of(1).ballot.unwrap();
		assert_eq!(ballot.seats[0].opinion, Some(opinion.clone()));
		assert_eq!(
			events(),
			[Event::OpinionRevealed {
				machine: id(1),
				job: 0,
				member: member(0),
				opinion,
			}]
		);
	});
}

#[test]
fn ballot_should_close_with_the_last_reveal_when_everybody_committed() {
	run(|| {
		let opinion = accept(&hardware(2), 1);
		committed(&opinion);
		for who in members(0) {
			assert_ok!(reveal(1, &who, &opinion));
		}
		assert_eq!(machine(1).phase, Phase::Active);
		assert!(!Requests::<Test>::contains_key(id(1)));
	});
}

#[test]
fn reveal_should_fail_when_the_commit_phase_runs() {
	run(|| {
		drawn(1, ALICE);
		let opinion = refuse(RejectReason::Other);
		commit(1, &member(0), &opinion).unwrap();
		assert_noop!(reveal(1, &member(0), &opinion), E::RevealPhaseNotBegun);
		advance(36 * HOUR);
		assert_ok!(reveal(1, &member(0), &opinion));
	});
}

#[test]
fn reveal_should_fail_when_the_window_is_over() {
	run(|| {
		let opinion = refuse(RejectReason::Other);
		committed(&opinion);
		advance(48 * HOUR - 1);
		assert_ok!(reveal(1, &member(0), &opinion));
		advance(1);
		assert_noop!(reveal(1, &member(1), &opinion), E::RevealPhaseOver);
		MockStalls::set(1);
		assert_ok!(reveal(1, &member(1), &opinion));
	});
}

#[test]
fn reveal_should_fail_when_nothing_was_committed() {
	run(|| {
		drawn(1, ALICE);
		let opinion = refuse(RejectReason::Other);
		commit(1, &member(0), &opinion).unwrap();
		advance(36 * HOUR);
		assert_noop!(reveal(1, &member(1), &opinion), E::NotCommitted);
	});
}

#[test]
fn reveal_should_fail_when_it_was_made() {
	run(|| {
		let opinion = refuse(RejectReason::Other);
		committed(&opinion);
		assert_ok!(reveal(1, &member(0), &opinion));
		assert_noop!(reveal(1, &member(0), &opinion), E::AlreadyRevealed);
	});
}

#[test]
fn reveal_should_fail_when_opinion_or_salt_is_another() {
	run(|| {
		let opinion = accept(&hardware(2), 1);
		committed(&opinion);
		for other in [
			accept(&hardware(2), 2),
			accept(&hardware(3), 1),
			refuse(RejectReason::Other),
		] {
			assert_noop!(reveal(1, &member(0), &other), E::CommitmentMismatch);
		}
		let salt: Salt = [0x56; 32];
		let refused = Verification::reveal(signed(member(0)), id(1), opinion, salt);
		assert_eq!(refused.unwrap_err().error, E::CommitmentMismatch.into());
	});
}

#[test]
fn reveal_should_fail_when_the_commitment_was_copied() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		commit(1, &member(0), &opinion).unwrap();
		let copied = commitment_of(1, &member(0), &opinion);
		for thief in [member(1), member(2)] {
			assert_ok!(Verification::commit(signed(thief), id(1), copied));
		}
		assert_ok!(reveal(1, &member(0), &opinion));
		for thief in [member(1), member(2)] {
			assert_noop!(reveal(1, &thief, &opinion), E::CommitmentMismatch);
		}
	});
}

#[test]
fn reveal_should_fail_when_the_commitment_was_made_for_another_ballot() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		let earlier = commitment_of(1, &member(0), &opinion);
		vote(1, SILENT);
		draw(1, &members(0)).unwrap();
		assert_ok!(Verification::commit(signed(member(0)), id(1), earlier));
		advance(36 * HOUR);
		assert_noop!(reveal(1, &member(0), &opinion), E::CommitmentMismatch);
	});
}

#[test]
fn reveal_should_fail_when_the_commitment_was_made_for_another_chain() {
	run(|| {
		drawn(1, ALICE);
		let opinion = accept(&hardware(2), 1);
		let here = sp_core::H256::from(GENESIS);
		frame_system::BlockHash::<Test>::insert(0, sp_core::H256::repeat_byte(0x22));
		let foreign = commitment_of(1, &member(0), &opinion);
		frame_system::BlockHash::<Test>::insert(0, here);
		assert_ok!(Verification::commit(signed(member(0)), id(1), foreign));
		advance(36 * HOUR);
		assert_noop!(reveal(1, &member(0), &opinion), E::CommitmentMismatch);
	});
}

#[test]
fn reveal_should_not_count_when_no_machine_could_have_the_hardware() {
	run(|| {
		let opinion = accept(&hardware(33), 1);
		committed(&opinion);
		let refused = DispatchError::Other("mock: too many GPUs");
		assert_noop!(reveal(1, &member(0), &opinion), refused);
		assert_eq!(request_of(1).ballot.unwrap().seats[0].opinion, None);
		// The wrong opinion tells nothing of the hardware before it is the committed one.
		assert_noop!(
			reveal(1, &member(0), &accept(&hardware(34), 1)),
			E::CommitmentMismatch
		);
	});
}

#[test]
fn reveal_should_fail_when_the_caller_was_not_drawn() {
	run(|| {
		let opinion = refuse(RejectReason::Other);
		committed(&opinion);
		assert_noop!(reveal(1, &member(3), &opinion), E::NotDrawn);
		let root = RuntimeOrigin::root();
		let refused = Verification::reveal(root, id(1), opinion, SALT);
		assert_eq!(refused.unwrap_err().error, BadOrigin);
	});
}

#[test]
fn reveal_should_fail_when_there_is_no_ballot() {
	run(|| {
		let opinion = refuse(RejectReason::Other);
		assert_eq!(
			Verification::reveal(signed(member(0)), id(1), opinion.clone(), SALT)
				.unwrap_err()
				.error,
			E::RequestNotFound.into()
		);
		requested(1, ALICE);
		assert_noop!(reveal(1, &member(0), &opinion), E::NotYetDrawn);
	});
}

#[test]
fn reveal_should_pay_for_the_closing_only_when_it_closes() {
	run(|| {
		let opinion = accept(&hardware(2), 1);
		committed(&opinion);
		let call = crate::Call::<Test>::reveal {
			machine: id(1),
			opinion: opinion.clone(),
			salt: SALT,
		};
		let declared = call.get_dispatch_info().call_weight;
		let spent: Vec<_> = members(0)
			.into_iter()
			.map(|who| {
				Verification::reveal(signed(who), id(1), opinion.clone(), SALT)
					.unwrap()
					.actual_weight
					.unwrap()
			})
			.collect();
		let own = <() as WeightInfo>::reveal();
		let closing = <() as WeightInfo>::close_accepted();
		assert_eq!(spent, [own, own, own + closing]);
		assert!(declared.all_gte(spent[2]));

		let late = Verification::reveal(signed(member(0)), id(1), opinion, SALT);
		assert_eq!(late.unwrap_err().post_info.actual_weight, Some(own));
	});
}
