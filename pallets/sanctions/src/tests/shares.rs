//! Who gets a machine's sanction.

use super::*;
use OutageCause::*;

const THOUSAND: u128 = 1_000 * DBC;

#[test]
fn members_should_share_a_thousand_dbc_when_they_upheld_a_report() {
	run(|| {
		active(1, ALICE, 4);
		uphold(1, Inaccessible, now(), &[member(0), member(1), member(2)]);
		bring_up(1, Inaccessible);
		// 1,600 DBC: a third of 1,000 each, rounded down.
		let third = THOUSAND / 3;
		assert_eq!(shares_of(0), [0, 1, 2].map(|n| (member(n), third)).to_vec());
	});
}

#[test]
fn members_should_share_the_sanction_when_it_is_smaller() {
	run(|| {
		active(1, ALICE, 1);
		uphold(1, Inaccessible, now(), &[member(0), member(1)]);
		bring_up(1, Inaccessible);
		// 4 % of 10,000 DBC.
		assert_eq!(
			shares_of(0),
			[0, 1].map(|n| (member(n), 200 * DBC)).to_vec()
		);
	});
}

#[test]
fn members_should_be_paid_by_the_outage_that_was_over_before_the_verdict() {
	run(|| {
		active(1, ALICE, 4);
		let since = now();
		advance(HOUR);
		Sanctions::on_upheld(&id(1), Malfunction, &[member(0), member(1)]);
		note_past(1, Malfunction, since, now());
		assert_eq!(
			shares_of(0),
			[0, 1].map(|n| (member(n), THOUSAND / 2)).to_vec()
		);
	});
}

#[test]
fn members_should_be_remembered_once_and_at_most_six() {
	run(|| {
		active(1, ALICE, 4);
		uphold(1, Inaccessible, now(), &[member(0), member(1)]);
		uphold(1, Malfunction, now(), &[member(1), member(2)]);
		uphold(1, Counterfeit, now(), &[member(3), member(4), member(5)]);
		uphold(1, RentFailed, now(), &[CHARLIE]);
		assert_eq!(
			series(1).upholders.into_inner(),
			[0, 1, 2, 3, 4, 5].map(member)
		);
	});
}

#[test]
fn members_should_not_be_paid_by_a_later_outage() {
	run(|| {
		active(1, ALICE, 4);
		outage(1, Inaccessible, HOUR);
		uphold(1, Inaccessible, now(), &[member(0), member(1)]);
		bring_up(1, Inaccessible);
		// Nothing more was due, so nobody was paid.
		assert_eq!(pending(), [0]);
		outage(1, Malfunction, 4 * HOUR);
		assert_eq!(shares_of(1), []);
	});
}

#[test]
fn renters_should_share_a_tenth_in_proportion_to_what_they_lose() {
	run(|| {
		active(1, ALICE, 4);
		// 6 % of 40,000 DBC: a tenth of it is 240 DBC.
		rent(
			1,
			&[
				(renter(0), 100 * DBC),
				(renter(1), 200 * DBC),
				(renter(2), 300 * DBC),
			],
		);
		outage(1, Malfunction, HOUR);
		let expected = [40, 80, 120].map(|part| part * DBC);
		assert_eq!(
			shares_of(0),
			[0, 1, 2]
				.map(|n| (renter(n), expected[usize::from(n)]))
				.to_vec()
		);
	});
}

#[test]
fn renters_should_get_at_most_what_they_lose() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), 100 * DBC), (renter(1), 30 * DBC)]);
		outage(1, Malfunction, HOUR);
		assert_eq!(
			shares_of(0),
			[(renter(0), 100 * DBC), (renter(1), 30 * DBC)]
		);
	});
}

#[test]
fn renters_should_get_nothing_when_owner_or_payee_pay_for_the_orders() {
	run(|| {
		active(1, ALICE, 4);
		let mut record = machine(1);
		record.payee = BOB;
		Registry::put(&id(1), &record);
		rent(1, &[(ALICE, DBC), (BOB, DBC), (renter(0), 0)]);
		outage(1, Malfunction, HOUR);
		assert_eq!(shares_of(0), []);
	});
}

#[test]
fn renters_should_share_from_48_hours_on_when_the_owner_reported_the_outage() {
	for (cause, length, shares) in [
		(OwnerReported, 48 * HOUR - 1, false),
		(OwnerReported, 48 * HOUR, true),
		(Inaccessible, 48 * HOUR - 1, false),
		(Inaccessible, 48 * HOUR, true),
		(RentFailed, 0, true),
		(Counterfeit, 0, true),
	] {
		run(|| {
			active(1, ALICE, 4);
			rent(1, &[(renter(0), DBC)]);
			outage(1, cause, length);
			let expected = shares.then(|| (renter(0), DBC));
			assert_eq!(shares_of(0), expected.as_slice(), "{cause:?} {length}");
		});
	}
}

#[test]
fn members_should_come_before_renters_when_the_sanction_is_small() {
	run(|| {
		active(1, ALICE, 1);
		rent(1, &[(renter(0), 100 * DBC)]);
		uphold(1, Malfunction, now(), &[member(0), member(1), member(2)]);
		bring_up(1, Malfunction);
		// 600 DBC: the members get all of it.
		let all = [0, 1, 2].map(|n| (member(n), 200 * DBC));
		assert_eq!(shares_of(0), all);
	});
}

#[test]
fn members_and_renters_should_share_when_there_is_enough() {
	run(|| {
		active(1, ALICE, 4);
		rent(1, &[(renter(0), 100 * DBC)]);
		uphold(1, Malfunction, now(), &[member(0), member(1)]);
		bring_up(1, Malfunction);
		assert_eq!(
			shares_of(0),
			[
				(member(0), 500 * DBC),
				(member(1), 500 * DBC),
				(renter(0), 100 * DBC),
			]
		);
	});
}
