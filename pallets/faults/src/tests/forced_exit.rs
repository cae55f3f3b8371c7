//! Machines that leave whatever anybody says.

use super::*;

#[test]
fn report_should_close_undecided_when_its_machine_is_forced_to_leave_before_the_draw() {
	run(|| {
		let before = spendable(&BOB);
		let report = reported(1, Malfunction);
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(Pool::job(0), None);
		assert_eq!(spendable(&BOB), before);
		assert_eq!(
			events()[1..],
			[
				Event::ReportUndecided {
					report,
					machine: id(1),
					job: 0
				},
				Event::DepositReturned {
					report,
					to: BOB,
					amount: DEPOSIT
				},
			]
		);
	});
}

#[test]
fn everybody_should_be_let_go_of_when_the_machine_is_forced_to_leave_during_a_vote() {
	run(|| {
		let report = informed(1, Malfunction);
		commit(report, &member(0), Uphold).unwrap();
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(released(0), members(0));
		assert_eq!(faulted(), []);
		assert_eq!(machine(1).down, []);
		assert_eq!(Pool::jobs(), 1);
	});
}

#[test]
fn everybody_should_be_let_go_of_when_the_machine_is_forced_to_leave_before_the_evidence() {
	run(|| {
		let report = drawn(1, Malfunction);
		deliver(report, &member(0)).unwrap();
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(released(0), members(0));
	});
}

#[test]
fn votes_should_count_when_nobody_can_change_them_any_more() {
	run(|| {
		let report = informed(1, Inaccessible);
		for who in &members(0)[..2] {
			commit(report, who, Uphold).unwrap();
		}
		advance(5 * MINUTE);
		reveal(report, &member(0), Uphold).unwrap();
		advance(5 * MINUTE);
		// Member 1 did not reveal: nothing is decided, and nobody else is asked.
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(faulted(), [member(1), member(2)]);
		assert_eq!(released(0), [member(0)]);
		assert_eq!(Pool::jobs(), 1);
		assert!(matches!(
			events()[..],
			[
				..,
				Event::ReportUndecided { .. },
				Event::DepositReturned { .. }
			]
		));
	});
}

#[test]
fn machine_should_be_down_when_the_decided_report_was_not_closed_yet() {
	run(|| {
		let report = informed(1, Inaccessible);
		for who in members(0) {
			commit(report, &who, Uphold).unwrap();
		}
		reveal(report, &member(0), Uphold).unwrap();
		reveal(report, &member(1), Uphold).unwrap();
		advance(10 * MINUTE);
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(machine(1).down, [OutageCause::Inaccessible]);
	});
}

#[test]
fn deposit_should_be_lost_when_evidence_was_missing_before_the_exit() {
	run(|| {
		let report = drawn(1, Malfunction);
		let treasury = spendable(&TREASURY);
		advance(30 * MINUTE);
		Faults::on_forced_exit(&id(1));
		assert_closed(1, report);
		assert_eq!(spendable(&TREASURY), treasury + DEPOSIT);
	});
}

#[test]
fn exit_should_change_nothing_when_no_report_is_open() {
	run(|| {
		reported(1, Malfunction);
		let root = sp_io::storage::root(Default::default());
		Faults::on_forced_exit(&id(2));
		Faults::on_removed(&id(2), &ALICE);
		assert_eq!(sp_io::storage::root(Default::default()), root);
	});
}

#[test]
#[should_panic(expected = "a machine left while a report on it was open")]
fn removal_should_be_told_when_a_report_is_open() {
	run(|| {
		drawn(1, Malfunction);
		Faults::on_removed(&id(1), &ALICE);
	});
}
