//! `cancel`.

use super::*;

#[test]
fn deposit_should_return_when_a_report_is_cancelled() {
	run(|| {
		let before = spendable(&BOB);
		let report = reported(1, Malfunction);
		events();
		advance(HOUR);
		assert_ok!(Faults::cancel(signed(BOB), report));
		assert_closed(1, report);
		assert_eq!(spendable(&BOB), before);
		assert_eq!(Pool::job(0), None);
		assert_eq!(
			events(),
			[
				Event::ReportCancelled {
					report,
					machine: id(1)
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
fn cancel_should_fail_when_it_is_a_millisecond_too_early() {
	run(|| {
		let report = reported(1, Malfunction);
		advance(HOUR - 1);
		assert_noop!(Faults::cancel(signed(BOB), report), E::TooEarly);
	});
}

#[test]
fn cancel_should_fail_when_members_were_drawn() {
	run(|| {
		let report = drawn(1, Malfunction);
		advance(HOUR);
		assert_noop!(Faults::cancel(signed(BOB), report), E::AlreadyDrawn);
	});
}

#[test]
fn cancel_should_count_from_the_running_round_when_it_is_not_the_first() {
	run(|| {
		let report = informed(1, Malfunction);
		vote(report, SILENT);
		advance(HOUR - 1);
		assert_noop!(Faults::cancel(signed(BOB), report), E::TooEarly);
		advance(1);
		assert_ok!(Faults::cancel(signed(BOB), report));
		assert_closed(1, report);
	});
}

#[test]
fn cancel_should_fail_when_the_caller_is_not_the_reporter() {
	run(|| {
		assert_noop!(Faults::cancel(signed(BOB), 0), E::ReportNotFound);
		let report = reported(1, Malfunction);
		advance(HOUR);
		for stranger in [ALICE, CHARLIE] {
			assert_noop!(Faults::cancel(signed(stranger), report), E::NotReporter);
		}
		let call = Faults::cancel(RuntimeOrigin::root(), report);
		assert_noop!(call, BadOrigin);
	});
}
