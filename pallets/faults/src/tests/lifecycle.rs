//! A machine through every outcome.

use super::*;

#[test]
fn machine_should_pass_every_outcome_when_it_is_reported_again_and_again() {
	run(|| {
		let (bob, treasury) = (spendable(&BOB), spendable(&TREASURY));
		// Rejected, undecided, taken back, undelivered, repaired, upheld.
		vote(informed(1, Inaccessible), all(Reject));
		let report = informed(1, Malfunction);
		vote(report, SPLIT);
		draw(report, &members(3)).unwrap();
		deliver_all(report);
		vote(report, SPLIT);
		let report = reported(1, RentFailed);
		advance(HOUR);
		assert_ok!(Faults::cancel(signed(BOB), report));
		let report = drawn(1, RentFailed);
		advance(30 * MINUTE);
		assert_ok!(close(report));
		let report = informed(1, RentFailed);
		assert_ok!(Faults::report_repaired(signed(ALICE), report));
		vote(report, all(Uphold));
		let report = informed(1, Counterfeit);
		let filed_at = record(report).filed_at;
		vote(report, all(Uphold));

		assert_eq!(report, 5);
		let record = machine(1);
		assert_eq!(record.down, [OutageCause::Counterfeit]);
		assert_eq!(record.down_since, Some(filed_at));
		assert_eq!(record.past_outages.len(), 1);
		assert_eq!(record.exit_locks, 0);
		assert_eq!(MockOrderBook::frozen(&id(1)), None);
		// Two deposits are gone: one to three members and a planck, one to the treasury.
		assert_eq!(spendable(&BOB), bob - 2 * DEPOSIT);
		assert_eq!(spendable(&TREASURY), treasury + DEPOSIT + 1);
		assert_eq!(Reports::<Test>::iter().count(), 0);
	});
}

#[test]
#[should_panic(expected = "the orders of a machine with an open report were not frozen")]
fn closing_should_be_told_when_the_orders_were_not_frozen() {
	run(|| {
		let report = informed(1, Inaccessible);
		MockOrderBook::fail_at(&[dbc_mocks::OrderStep::Thaw]);
		vote(report, all(Reject));
	});
}

#[test]
#[should_panic(expected = "the exit of a machine with an open report was not locked")]
fn closing_should_be_told_when_the_exit_was_not_locked() {
	run(|| {
		let report = informed(1, Inaccessible);
		Registry::unlock_exit(&id(1)).unwrap();
		vote(report, all(Reject));
	});
}

#[test]
#[should_panic(expected = "a member of a ballot was not booked for it")]
fn closing_should_be_told_when_a_member_was_not_booked() {
	run(|| {
		let report = informed(1, Inaccessible);
		RecordSanctions::fail(true);
		vote(report, SILENT);
	});
}

#[test]
#[should_panic(expected = "a report waited for a draw that nobody knows of")]
fn exit_should_be_told_when_the_job_is_gone() {
	run(|| {
		use dbc_primitives::traits::VerifierPool;
		let report = reported(1, Inaccessible);
		Pool::withdraw(record(report).job).unwrap();
		Faults::on_forced_exit(&id(1));
	});
}
