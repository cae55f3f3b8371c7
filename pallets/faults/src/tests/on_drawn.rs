//! What a draw does.

use super::*;
use dbc_primitives::Seat;

#[test]
fn vote_should_open_when_members_are_drawn() {
	run(|| {
		let report = reported(1, Malfunction);
		events();
		advance(HOUR);
		MockStalls::set(7);
		assert_ok!(draw(report, &members(0)));
		let voting = voting(report);
		assert_eq!(voting.ballot.id, 0);
		assert_eq!(
			voting.ballot.seats,
			members(0).map(|member| Seat {
				member,
				commitment: None,
				opinion: None
			})
		);
		assert_eq!(voting.ballot.stalled_before, 7);
		assert_eq!(voting.delivered, [false; 3]);
		assert_eq!(
			events(),
			[Event::MembersDrawn {
				report,
				machine: id(1),
				job: 0,
				members: members(0),
				evidence_until: Some(START + HOUR + 30 * MINUTE),
				commit_until: START + 4 * HOUR,
				reveal_until: START + 5 * HOUR,
			}]
		);
	});
}

#[test]
fn windows_should_be_quick_when_the_machine_is_inaccessible() {
	run(|| {
		let voting = voting(drawn(1, Inaccessible));
		assert_eq!(voting.evidence_until, None);
		assert_eq!(voting.delivered, [true; 3]);
		assert_eq!(voting.ballot.commit_until, START + 5 * MINUTE);
		assert_eq!(voting.ballot.reveal_until, START + 10 * MINUTE);
	});
}

#[test]
fn evidence_should_never_come_later_than_commitments_whatever_the_rules_say() {
	run(|| {
		Rules::set(FaultRules {
			evidence_window: 4 * HOUR,
			..GENESIS_RULES
		});
		let voting = voting(drawn(1, Malfunction));
		assert_eq!(voting.evidence_until, Some(START + 3 * HOUR));
	});
}

#[test]
fn draw_should_be_refused_when_the_report_is_gone() {
	run(|| {
		let subject = JobSubject::Report(0);
		assert_noop!(
			Faults::on_drawn(0, &subject, &members(0)),
			E::ReportNotFound
		);
	});
}

#[test]
fn draw_should_be_refused_when_it_is_for_another_job() {
	run(|| {
		let subject = JobSubject::Report(reported(1, Inaccessible));
		assert_noop!(
			Faults::on_drawn(1, &subject, &members(0)),
			E::ReportNotFound
		);
	});
}

#[test]
fn draw_should_be_refused_when_members_were_drawn() {
	run(|| {
		let report = drawn(1, Inaccessible);
		let subject = JobSubject::Report(report);
		let again = frame_support::storage::with_storage_layer(|| {
			Faults::on_drawn(0, &subject, &members(3))
		});
		assert_eq!(again, Err(E::AlreadyDrawn.into()));
		assert_eq!(voting(report).ballot.seats[0].member, member(0));
	});
}

#[test]
fn draw_should_be_ignored_when_it_is_about_something_else() {
	run(|| {
		let root = sp_io::storage::root(Default::default());
		let subject = JobSubject::Verification(id(1));
		assert_ok!(Faults::on_drawn(0, &subject, &members(0)));
		assert_eq!(sp_io::storage::root(Default::default()), root);
	});
}
