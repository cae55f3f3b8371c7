//! `reveal`.

use super::*;
use crate::WeightInfo;
use dbc_primitives::Salt;
use frame_support::dispatch::GetDispatchInfo;

/// A report on which everybody has committed to `opinion`.
fn committed(opinion: FaultOpinion) -> u64 {
	let report = informed(1, Malfunction);
	for who in members(0) {
		commit(report, &who, opinion).unwrap();
	}
	events();
	report
}

#[test]
fn reveal_should_be_stored_when_it_opens_the_commitment() {
	run(|| {
		let report = committed(Uphold);
		assert_ok!(reveal(report, &member(0), Uphold));
		assert_eq!(voting(report).ballot.seats[0].opinion, Some(Uphold));
		assert_eq!(
			events(),
			[Event::OpinionRevealed {
				report,
				job: 0,
				member: member(0),
				opinion: Uphold,
			}]
		);
	});
}

#[test]
fn report_should_close_with_the_last_reveal_when_everybody_committed() {
	run(|| {
		let report = committed(Uphold);
		for who in members(0) {
			assert_ok!(reveal(report, &who, Uphold));
		}
		assert_closed(1, report);
	});
}

#[test]
fn reveal_should_fail_when_the_commit_phase_runs() {
	run(|| {
		let report = informed(1, Malfunction);
		commit(report, &member(0), Reject).unwrap();
		assert_noop!(reveal(report, &member(0), Reject), E::RevealPhaseNotBegun);
		advance(3 * HOUR);
		assert_ok!(reveal(report, &member(0), Reject));
	});
}

#[test]
fn reveal_should_fail_when_the_window_is_over() {
	run(|| {
		let report = committed(Reject);
		advance(4 * HOUR - 1);
		assert_ok!(reveal(report, &member(0), Reject));
		advance(1);
		assert_noop!(reveal(report, &member(1), Reject), E::RevealPhaseOver);
		MockStalls::set(1);
		assert_ok!(reveal(report, &member(1), Reject));
	});
}

#[test]
fn reveal_should_fail_when_nothing_was_committed() {
	run(|| {
		let report = informed(1, Malfunction);
		commit(report, &member(0), Reject).unwrap();
		advance(3 * HOUR);
		assert_noop!(reveal(report, &member(1), Reject), E::NotCommitted);
	});
}

#[test]
fn reveal_should_fail_when_the_evidence_of_another_never_came() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		commit(report, &member(0), Reject).unwrap();
		advance(3 * HOUR);
		assert_noop!(reveal(report, &member(0), Reject), E::EvidenceMissing);
	});
}

#[test]
fn reveal_should_fail_when_it_was_made() {
	run(|| {
		let report = committed(Reject);
		assert_ok!(reveal(report, &member(0), Reject));
		assert_noop!(reveal(report, &member(0), Reject), E::AlreadyRevealed);
	});
}

#[test]
fn reveal_should_fail_when_opinion_or_salt_is_another() {
	run(|| {
		let report = committed(Uphold);
		assert_noop!(reveal(report, &member(0), Reject), E::CommitmentMismatch);
		let salt: Salt = [0x56; 32];
		let refused = Faults::reveal(signed(member(0)), report, Uphold, salt);
		assert_eq!(refused.unwrap_err().error, E::CommitmentMismatch.into());
	});
}

#[test]
fn reveal_should_fail_when_the_commitment_was_made_for_another_ballot() {
	run(|| {
		let report = informed(1, Malfunction);
		let earlier = commitment_of(report, &member(0), Uphold);
		vote(report, SILENT);
		draw(report, &members(0)).unwrap();
		deliver_all(report);
		assert_ok!(Faults::commit(signed(member(0)), report, earlier));
		advance(3 * HOUR);
		assert_noop!(reveal(report, &member(0), Uphold), E::CommitmentMismatch);
	});
}

#[test]
fn reveal_should_fail_when_the_caller_was_not_drawn() {
	run(|| {
		let report = committed(Reject);
		assert_noop!(reveal(report, &member(3), Reject), E::NotDrawn);
		let refused = Faults::reveal(RuntimeOrigin::root(), report, Reject, SALT);
		assert_eq!(refused.unwrap_err().error, BadOrigin);
	});
}

#[test]
fn reveal_should_fail_when_there_is_no_ballot() {
	run(|| {
		assert_noop!(reveal_any(0), E::ReportNotFound);
		reported(1, Malfunction);
		assert_noop!(reveal_any(0), E::NotYetDrawn);
	});
}

fn reveal_any(report: u64) -> sp_runtime::DispatchResult {
	reveal(report, &member(0), Reject)
}

#[test]
fn reveal_should_pay_for_the_closing_only_when_it_closes() {
	run(|| {
		let report = committed(Reject);
		let call = crate::Call::<Test>::reveal {
			report,
			opinion: Reject,
			salt: SALT,
		};
		let declared = call.get_dispatch_info().call_weight;
		let spent: Vec<_> = members(0)
			.into_iter()
			.map(|who| {
				Faults::reveal(signed(who), report, Reject, SALT)
					.unwrap()
					.actual_weight
					.unwrap()
			})
			.collect();
		let own = <() as WeightInfo>::reveal();
		let closing = <() as WeightInfo>::close_rejected();
		assert_eq!(spent, [own, own, own + closing]);
		assert!(declared.all_gte(spent[2]));

		let late = Faults::reveal(signed(member(0)), report, Reject, SALT);
		assert_eq!(late.unwrap_err().post_info.actual_weight, Some(own));
	});
}
