//! Each invariant notices what breaks it.

use super::*;
use dbc_primitives::Booking;

/// Runs `corrupt` on a committee of five, with job 0 drawn and job 1 waiting, and expects the invariant to tell.
fn corrupted(corrupt: impl FnOnce(), told: &'static str) {
	new_test_ext().execute_with(|| {
		committee_of(3);
		drawn();
		join_with(4, JOIN);
		join_with(5, JOIN);
		add(6);
		request();
		assert_eq!(Committee::do_try_state(), Ok(()));
		corrupt();
		assert_eq!(Committee::do_try_state(), Err(told.into()));
	});
}

fn change(n: u8, f: impl FnOnce(&mut crate::MemberOf<Test>)) {
	crate::Members::<Test>::mutate(account(n), |record| f(record.as_mut().unwrap()));
}

fn booking(at_risk: u128) -> Booking<u128> {
	Booking {
		subject: SUBJECT,
		at_risk,
		drawn_at: START,
	}
}

#[test]
fn invariant_1_should_tell_when_a_bond_is_not_on_hold() {
	let told = "1: the bond of a member is not what it has on hold";
	corrupted(|| change(1, |record| record.bond += 1), told);
	corrupted(|| change(1, |record| record.bond -= 1), told);
}

#[test]
fn invariant_1_should_tell_when_something_is_on_hold_without_a_member() {
	use frame_support::traits::fungible::MutateHold;
	let reason = crate::HoldReason::CommitteeBond.into();
	corrupted(
		|| Balances::hold(&reason, &account(9), 1).unwrap(),
		"1: the bond of a member is not what it has on hold",
	);
}

#[test]
fn invariant_1_should_tell_when_an_account_with_a_bond_does_not_exist() {
	corrupted(
		|| {
			let mut record = crate::Member::approved();
			record.bond = 1;
			crate::Members::<Test>::insert(account(99), record);
		},
		"1: an account that does not exist has a bond",
	);
}

#[test]
fn invariant_2_should_tell_when_a_booking_is_not_at_risk() {
	let told = "2: what a member has at risk is not what it is booked for";
	corrupted(|| change(1, |record| record.at_risk -= 1), told);
	corrupted(|| change(1, |record| record.jobs += 1), told);
	corrupted(|| crate::Bookings::<Test>::remove(account(1), 0), told);
}

#[test]
fn invariant_2_should_tell_when_more_is_at_risk_than_the_bond() {
	corrupted(
		|| {
			crate::Bookings::<Test>::insert(account(1), 0, booking(JOIN + 1));
			change(1, |record| record.at_risk = JOIN + 1);
		},
		"2: more is at risk than the bond",
	);
}

#[test]
fn invariant_2_should_tell_when_a_stranger_is_booked() {
	corrupted(
		|| crate::Bookings::<Test>::insert(account(9), 0, booking(1)),
		"2: somebody is booked who is no member",
	);
}

#[test]
fn invariant_2_should_tell_when_the_bookings_overflow() {
	corrupted(
		|| crate::Bookings::<Test>::insert(account(1), 7, booking(u128::MAX)),
		"2: the bookings overflow",
	);
}

#[test]
fn invariant_3_should_tell_when_status_and_key_disagree() {
	let told = "3: status and box key disagree";
	corrupted(|| change(4, |record| record.box_key = None), told);
	corrupted(|| change(6, |record| record.box_key = Some(BOX_KEY)), told);
}

#[test]
fn invariant_3_should_tell_when_a_member_has_a_bond_without_having_joined() {
	corrupted(
		|| {
			change(4, |record| {
				record.status = MemberStatus::Approved;
				record.box_key = None;
			})
		},
		"3: somebody has a bond or jobs without having joined",
	);
}

#[test]
fn invariant_4_should_tell_when_the_count_is_wrong() {
	corrupted(
		|| crate::MemberCount::<Test>::put(5),
		"4: the number of members is wrong",
	);
}

#[test]
fn invariant_5_should_tell_when_the_pool_has_another_size() {
	let told = "5: the places of the pool are not those of its size";
	corrupted(|| crate::PoolSize::<Test>::put(4), told);
	corrupted(|| crate::Pool::<Test>::remove(1), told);
	corrupted(|| crate::Pool::<Test>::insert(9, account(1)), told);
}

#[test]
fn invariant_5_should_tell_when_a_stranger_is_in_the_pool() {
	corrupted(
		|| crate::Pool::<Test>::insert(0, account(9)),
		"5: somebody in the pool is no member",
	);
}

#[test]
fn invariant_5_should_tell_when_a_member_does_not_know_its_place() {
	let told = "5: a member does not know its place in the pool";
	corrupted(|| change(1, |record| record.place = Some(1)), told);
	corrupted(|| change(1, |record| record.place = None), told);
	corrupted(|| crate::Pool::<Test>::insert(0, account(2)), told);
}

#[test]
fn invariant_5_should_tell_when_a_paused_member_is_in_the_pool() {
	corrupted(
		|| change(1, |record| record.status = MemberStatus::Paused),
		"5: somebody in the pool is not active",
	);
}

#[test]
fn invariant_5_should_tell_when_a_place_is_not_in_the_pool() {
	corrupted(
		|| change(6, |record| record.place = Some(5)),
		"5: a member has a place that is not in the pool",
	);
}

#[test]
fn invariant_6_should_tell_when_tickets_and_jobs_disagree() {
	let told = "6: a ticket and its job disagree";
	corrupted(|| crate::Tickets::<Test>::insert(1, 77), told);
	corrupted(|| crate::Tickets::<Test>::insert(0, 1), told);
	corrupted(|| crate::Jobs::<Test>::remove(1), told);
}

#[test]
fn invariant_6_should_tell_when_a_ticket_lies_outside_the_queue() {
	let told = "6: a ticket lies outside the queue";
	let state = |head, tail| crate::QueueState::<Test>::put(crate::Queue { head, tail, len: 1 });
	corrupted(|| state(0, 1), told);
	corrupted(|| state(2, 2), told);
}

#[test]
fn invariant_6_should_tell_when_a_job_has_no_ticket() {
	corrupted(
		|| crate::Tickets::<Test>::remove(1),
		"6: a job that waits has no ticket",
	);
}

#[test]
fn invariant_6_should_tell_when_the_length_is_wrong() {
	corrupted(
		|| crate::QueueState::<Test>::mutate(|queue| queue.len = 2),
		"6: the length of the queue is wrong",
	);
}

#[test]
fn invariant_6_should_tell_when_an_empty_queue_has_holes() {
	corrupted(
		|| {
			Committee::withdraw(1).unwrap();
			crate::QueueState::<Test>::mutate(|queue| queue.tail += 1);
		},
		"6: an empty queue has holes",
	);
}

#[test]
fn invariant_7_should_tell_when_a_job_was_never_given_out() {
	corrupted(
		|| crate::NextJob::<Test>::put(1),
		"7: a job was never given out",
	);
}

#[test]
fn invariant_7_should_tell_when_a_job_waits_that_was_drawn() {
	corrupted(
		|| {
			let booked = crate::Bookings::<Test>::take(account(1), 0).unwrap();
			crate::Bookings::<Test>::insert(account(1), 1, booked);
		},
		"7: a job waits that was drawn",
	);
}

#[test]
fn invariant_7_should_tell_when_a_job_has_too_many_members() {
	corrupted(
		|| {
			crate::Bookings::<Test>::insert(account(4), 0, booking(1));
			change(4, |record| (record.at_risk, record.jobs) = (1, 1));
		},
		"7: a job has too many members",
	);
}

#[test]
fn invariant_7_should_tell_when_a_relay_block_is_not_known() {
	corrupted(
		|| crate::Jobs::<Test>::mutate(1, |waiting| waiting.as_mut().unwrap().requested_relay = 3),
		"7: a job was asked for at a relay block that nobody knows",
	);
}
