//! `sanction_outage`.

use super::*;
use OutageCause::*;

fn sanction_outage(n: u8) -> Result<(), DispatchError> {
	Sanctions::sanction_outage(signed(CHARLIE), id(n))
}

#[test]
fn running_outage_should_be_sanctioned_when_it_has_passed_its_last_threshold() {
	for (cause, rented, threshold, percent) in [
		(OwnerReported, true, 120 * HOUR, 5_000),
		(OwnerReported, false, 240 * HOUR, 3_000),
		(Inaccessible, false, 120 * HOUR, 10_000),
		(Malfunction, false, 120 * HOUR, 10_000),
		(Counterfeit, false, 120 * HOUR, 10_000),
		(RentFailed, false, 120 * HOUR, 10_000),
	] {
		run(|| {
			active(1, ALICE, 4);
			if rented {
				rent(1, &[(renter(0), DBC)]);
			}
			take_down(1, cause, now());
			advance(threshold - 1);
			assert_noop!(sanction_outage(1), E::LastThresholdNotPassed);
			advance(1);
			assert_ok!(sanction_outage(1));
			assert_eq!(percents(4 * PER_GPU), [percent], "{cause:?}");
		});
	}
}

#[test]
fn clock_of_counterfeit_hardware_should_stand_still_while_it_is_attested_anew() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Counterfeit, now());
		advance(5 * HOUR);
		take_down(1, HardwareChange, now());
		advance(REATTESTATION_TIME - 1);
		// If it is accepted, five hours count: they must not be more by then.
		assert_noop!(sanction_outage(1), E::LastThresholdNotPassed);
		advance(1);
		assert_ok!(sanction_outage(1));
		assert_eq!(percents(4 * PER_GPU), [10_000]);
	});
}

#[test]
fn clock_of_counterfeit_hardware_should_have_run_until_the_last_request() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Counterfeit, now());
		advance(120 * HOUR);
		take_down(1, HardwareChange, now());
		assert_ok!(sanction_outage(1));
		assert_eq!(percents(4 * PER_GPU), [10_000]);
	});
}

#[test]
fn clocks_of_other_causes_should_run_while_hardware_is_attested_anew() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Malfunction, now());
		take_down(1, HardwareChange, now());
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
	});
}

#[test]
fn sanction_outage_should_fail_when_all_was_imposed() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
		assert_noop!(sanction_outage(1), E::NothingDue);
	});
}

#[test]
fn sanction_outage_should_fail_when_the_stake_is_locked() {
	run(|| {
		active(1, ALICE, 4);
		Registry::lock(&id(1), 4 * PER_GPU).unwrap();
		take_down(1, Inaccessible, now());
		advance(120 * HOUR);
		assert_noop!(sanction_outage(1), E::NothingDue);
	});
}

#[test]
fn end_of_a_sanctioned_outage_should_add_only_what_is_more() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		take_down(1, OwnerReported, now());
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
		take_down(1, Inaccessible, now());
		advance(48 * HOUR);
		bring_up(1, Inaccessible);
		bring_up(1, OwnerReported);
		assert_eq!(percents(4 * PER_GPU), [5_000, 1_000]);
		// The renter lost only one DBC.
		assert_eq!(shares_of(0), [(renter(0), DBC)]);
		assert_eq!(shares_of(1), []);
	});
}

#[test]
fn end_of_a_sanctioned_outage_should_add_nothing_when_nothing_is_more() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, Inaccessible, now());
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
		advance(HOUR);
		bring_up(1, Inaccessible);
		assert_eq!(pending(), [0]);
	});
}

#[test]
fn sanctioned_outage_should_count_for_its_own_series_only() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, HOUR);
		advance(DAY);
		take_down(1, Inaccessible, now());
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
		// 8 % are locked, the rest is 92 %.
		assert_eq!(percents(4 * PER_GPU), [800, 9_200]);
		bring_up(1, Inaccessible);
		assert_eq!(series(1).imposed, 4 * PER_GPU / 100 * 92);
		assert_eq!(series(1).lengths.into_inner(), [(Inaccessible, 120 * HOUR)]);
	});
}

#[test]
fn members_should_be_paid_once_when_an_outage_is_sanctioned_while_it_runs() {
	run(|| {
		active(1, ALICE, 4);
		uphold(1, Malfunction, now(), &[member(0), member(1)]);
		rent(1, &[]);
		advance(120 * HOUR);
		assert_ok!(sanction_outage(1));
		assert_eq!(shares_of(0).len(), 2);
		assert!(series(1).upholders.is_empty());
	});
}

#[test]
fn sanction_outage_should_fail_when_unsigned() {
	run(|| {
		active(1, ALICE, 4);
		let call = Sanctions::sanction_outage(RuntimeOrigin::none(), id(1));
		assert_noop!(call, BadOrigin);
	});
}

#[test]
fn sanction_outage_should_fail_when_there_is_no_such_machine() {
	run(|| {
		assert_noop!(sanction_outage(1), E::MachineNotFound);
	});
}

#[test]
fn sanction_outage_should_fail_when_the_machine_is_up() {
	run(|| {
		active(1, ALICE, 4);
		assert_noop!(sanction_outage(1), E::NotDown);
		outage(1, Inaccessible, 120 * HOUR);
		assert_noop!(sanction_outage(1), E::NotDown);
	});
}

#[test]
fn sanction_outage_should_fail_when_the_cause_costs_nothing() {
	run(|| {
		active(1, ALICE, 4);
		take_down(1, HardwareChange, now());
		advance(500 * HOUR);
		assert_noop!(sanction_outage(1), E::LastThresholdNotPassed);
		active(2, BOB, 1);
		advance(400 * DAY);
		take_down(2, OwnerReported, now());
		advance(500 * HOUR);
		assert_noop!(sanction_outage(2), E::LastThresholdNotPassed);
	});
}

#[test]
fn sanction_outage_should_fail_when_only_an_earlier_outage_has_passed_its_last_threshold() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), DBC)]);
		outage(1, OwnerReported, 120 * HOUR);
		take_down(1, Inaccessible, now());
		advance(48 * HOUR);
		assert_noop!(sanction_outage(1), E::LastThresholdNotPassed);
	});
}
