//! `report_repaired`.

use super::*;

fn repaired(report: u64) -> sp_runtime::DispatchResult {
	Faults::report_repaired(signed(ALICE), report)
}

#[test]
fn outage_should_have_ended_with_the_repair_when_the_report_is_upheld() {
	run(|| {
		let report = informed(1, Malfunction);
		advance(9);
		assert_ok!(repaired(report));
		assert_eq!(
			events(),
			[Event::RepairReported {
				report,
				machine: id(1),
				repaired_at: START + 9
			}]
		);
		vote(report, all(Uphold));
		let record = machine(1);
		assert_eq!(record.down, []);
		assert_eq!(
			record.past_outages,
			[(OutageCause::Malfunction, START, START + 9)]
		);
		assert_eq!(RecordRulings::all::<AccountId>().len(), 1);
		assert_closed(1, report);
		let upheld = Event::ReportUpheld {
			report,
			machine: id(1),
			job: 0,
			cause: OutageCause::Malfunction,
			since: START,
			until: Some(START + 9),
		};
		assert!(events().contains(&upheld));
	});
}

#[test]
fn repair_should_count_when_nobody_was_drawn_yet_or_another_round_runs() {
	run(|| {
		let report = reported(1, Malfunction);
		assert_ok!(repaired(report));
		draw(report, &members(0)).unwrap();
		deliver_all(report);
		vote(report, SILENT);
		assert_eq!(record(report).repaired_at, Some(START));
		assert_noop!(repaired(report), E::AlreadyRepaired);
	});
}

#[test]
fn repair_should_change_nothing_when_the_report_is_rejected() {
	run(|| {
		let report = informed(1, Malfunction);
		assert_ok!(repaired(report));
		vote(report, all(Reject));
		assert_eq!(machine(1).past_outages, []);
	});
}

#[test]
fn repair_should_be_told_once() {
	run(|| {
		let report = drawn(1, Inaccessible);
		assert_ok!(repaired(report));
		advance(1);
		assert_noop!(repaired(report), E::AlreadyRepaired);
	});
}

#[test]
fn repair_should_fail_when_the_machine_is_said_to_be_counterfeit() {
	run(|| {
		let report = drawn(1, Counterfeit);
		assert_noop!(repaired(report), E::RepairNotPossible);
	});
}

#[test]
fn repair_should_fail_when_the_caller_is_not_the_owner() {
	run(|| {
		assert_noop!(repaired(0), E::ReportNotFound);
		let report = drawn(1, Malfunction);
		for stranger in [BOB, PAYEE, CHARLIE] {
			let call = Faults::report_repaired(signed(stranger), report);
			assert_noop!(call, E::NotOwner);
		}
		let call = Faults::report_repaired(RuntimeOrigin::root(), report);
		assert_noop!(call, BadOrigin);
	});
}
