//! `deliver`.

use super::*;
use dbc_primitives::{MAX_SEALED_LEN, MIN_SEALED_LEN};

#[test]
fn evidence_should_be_stored_when_the_reporter_delivers_it() {
	run(|| {
		let report = drawn(1, Malfunction);
		let sealed = fixtures::evidence(MAX_SEALED_LEN);
		assert_ok!(Faults::deliver(
			signed(BOB),
			report,
			member(1),
			sealed.clone()
		));
		assert_eq!(Evidence::<Test>::get(report, member(1)), Some(sealed));
		assert_eq!(voting(report).delivered, [false, true, false]);
		assert_eq!(
			events(),
			[Event::EvidenceDelivered {
				report,
				job: 0,
				member: member(1),
			}]
		);
	});
}

#[test]
fn evidence_should_be_taken_until_its_window_ends() {
	run(|| {
		let report = drawn(1, Malfunction);
		advance(30 * MINUTE - 1);
		assert_ok!(deliver(report, &member(0)));
		advance(1);
		assert_noop!(deliver(report, &member(1)), E::EvidenceWindowOver);
		MockStalls::set(1);
		assert_ok!(deliver(report, &member(1)));
	});
}

#[test]
fn evidence_should_fail_when_the_member_has_it() {
	run(|| {
		let report = drawn(1, Malfunction);
		assert_ok!(deliver(report, &member(0)));
		assert_noop!(deliver(report, &member(0)), E::AlreadyDelivered);
	});
}

#[test]
fn evidence_should_fail_when_it_cannot_be_sealed() {
	run(|| {
		let report = drawn(1, Malfunction);
		let with = |len| {
			let sealed = fixtures::evidence(len);
			Faults::deliver(signed(BOB), report, member(0), sealed)
		};
		for len in [0, MIN_SEALED_LEN - 1] {
			assert_noop!(with(len), E::NotSealed);
		}
		assert_ok!(with(MIN_SEALED_LEN));
	});
}

#[test]
fn evidence_should_fail_when_the_kind_has_none() {
	run(|| {
		let report = drawn(1, Inaccessible);
		assert_noop!(deliver(report, &member(0)), E::EvidenceNotTaken);
	});
}

#[test]
fn evidence_should_fail_when_the_member_was_not_drawn() {
	run(|| {
		let report = drawn(1, Malfunction);
		assert_noop!(deliver(report, &member(3)), E::NotDrawn);
	});
}

#[test]
fn evidence_should_fail_when_nobody_was_drawn() {
	run(|| {
		assert_noop!(deliver(0, &member(0)), E::ReportNotFound);
		let report = reported(1, Malfunction);
		assert_noop!(deliver(report, &member(0)), E::NotYetDrawn);
	});
}

#[test]
fn evidence_should_fail_when_the_caller_is_not_the_reporter() {
	run(|| {
		let report = drawn(1, Malfunction);
		for stranger in [ALICE, CHARLIE, member(0)] {
			let sealed = fixtures::evidence(100);
			let call = Faults::deliver(signed(stranger), report, member(0), sealed);
			assert_noop!(call, E::NotReporter);
		}
		let sealed = fixtures::evidence(100);
		let call = Faults::deliver(RuntimeOrigin::root(), report, member(0), sealed);
		assert_noop!(call, BadOrigin);
	});
}

#[test]
fn evidence_should_be_delivered_again_when_a_round_is_repeated() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, SILENT);
		assert_eq!(Evidence::<Test>::iter().count(), 0);
		draw(report, &members(2)).unwrap();
		assert_eq!(voting(report).delivered, [false; 3]);
		// Who was there before needs it again.
		assert_noop!(commit(report, &member(2), Uphold), E::EvidenceMissing);
		deliver_all(report);
		assert_ok!(commit(report, &member(2), Uphold));
	});
}
