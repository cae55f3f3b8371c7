//! `close`: when a round may be closed, and what that weighs. What comes of it is in `outcomes.rs`.

use super::*;
use crate::WeightInfo;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};

#[test]
fn close_should_fail_when_the_round_is_open() {
	run(|| {
		let report = informed(1, Inaccessible);
		assert_noop!(close(report), E::BallotOpen);
		advance(5 * MINUTE - 1);
		assert_noop!(close(report), E::BallotOpen);
		// Nobody has committed, so nobody can reveal.
		advance(1);
		MockStalls::set(1);
		assert_noop!(close(report), E::BallotOpen);
		MockStalls::set(0);
		assert_ok!(close(report));
		assert_eq!(record(report).round, 2);
	});
}

#[test]
fn close_should_wait_for_the_reveals_when_somebody_committed() {
	run(|| {
		let report = informed(1, Inaccessible);
		commit(report, &member(0), Uphold).unwrap();
		advance(10 * MINUTE - 1);
		assert_noop!(close(report), E::BallotOpen);
		advance(1);
		assert_ok!(close(report));
	});
}

#[test]
fn close_should_wait_for_the_evidence_until_its_window_ends() {
	run(|| {
		let report = drawn(1, Malfunction);
		advance(30 * MINUTE - 1);
		assert_noop!(close(report), E::BallotOpen);
		advance(1);
		MockStalls::set(1);
		assert_noop!(close(report), E::BallotOpen);
		MockStalls::set(0);
		assert_ok!(close(report));
		assert_closed(1, report);
	});
}

#[test]
fn close_should_fail_when_there_is_no_ballot() {
	run(|| {
		assert_noop!(close(0), E::ReportNotFound);
		let report = reported(1, Inaccessible);
		assert_noop!(close(report), E::NotYetDrawn);
		let refused = Faults::close(RuntimeOrigin::root(), report);
		assert_eq!(refused.unwrap_err().error, BadOrigin);
	});
}

/// What a closing by `close` weighed, after a look at what was declared.
fn weighed(report: u64) -> Weight {
	let declared = crate::Call::<Test>::close { report }.get_dispatch_info();
	let done = Faults::close(signed(CHARLIE), report).unwrap();
	let actual = done.actual_weight.unwrap();
	assert!(declared.call_weight.all_gte(actual));
	actual
}

#[test]
fn close_should_pay_for_its_outcome_only() {
	type W = ();
	run(|| {
		let report = informed(1, Inaccessible);
		advance(10 * MINUTE);
		assert_eq!(weighed(report), W::close_repeated());
		let undecided = W::close_undecided().max(W::close_silent());
		draw(report, &members(3)).unwrap();
		advance(10 * MINUTE);
		assert_eq!(weighed(report), undecided);

		// What fails first and is left undecided then costs both.
		let report = drawn(1, Inaccessible);
		Pool::set_never_again(true);
		advance(10 * MINUTE);
		assert_eq!(weighed(report), W::close_repeated() + undecided);

		let report = drawn(1, Malfunction);
		advance(30 * MINUTE);
		assert_eq!(weighed(report), W::close_undelivered());
	});
}

#[test]
fn close_should_pay_for_the_ruling_when_two_agree() {
	type W = ();
	for (opinion, repaired, weight) in [
		(Uphold, false, W::close_upheld()),
		(Uphold, true, W::close_upheld_repaired()),
		(Reject, false, W::close_rejected()),
	] {
		run(|| {
			let report = informed(1, Inaccessible);
			for who in members(0) {
				commit(report, &who, opinion).unwrap();
			}
			if repaired {
				assert_ok!(Faults::report_repaired(signed(ALICE), report));
			}
			reveal(report, &member(0), opinion).unwrap();
			reveal(report, &member(1), opinion).unwrap();
			advance(10 * MINUTE);
			assert_eq!(weighed(report), weight);
		});
	}
}
