use super::*;
use dbc_primitives::JobId;
use frame_support::weights::Weight;
use sp_runtime::DispatchError;

fn heard() -> Vec<JobId> {
	Listener::take().into_iter().map(|(job, ..)| job).collect()
}

fn queue() -> (u64, u64, u32) {
	let queue = crate::QueueState::<Test>::get();
	(queue.head, queue.tail, queue.len)
}

#[test]
fn request_should_wait_for_randomness_that_nobody_knows() {
	run(|| {
		committee_of(3);
		block(10);
		let job = request();
		assert_eq!(
			events(),
			[Event::JobRequested {
				job,
				subject: SUBJECT
			}]
		);
		block(11);
		assert!(heard().is_empty());
		block(12);
		assert_eq!(heard(), [job]);
	});
}

#[test]
fn request_should_wait_for_the_second_relay_block_when_none_was_ever_known() {
	run(|| {
		committee_of(3);
		let job = request();
		block(1);
		assert!(heard().is_empty());
		block(2);
		assert_eq!(heard(), [job]);
	});
}

#[test]
fn request_should_be_drawn_when_relay_blocks_are_skipped() {
	run(|| {
		committee_of(3);
		block(10);
		let job = request();
		block(50);
		assert_eq!(heard(), [job]);
	});
}

#[test]
fn draw_should_book_three_members_and_tell_it() {
	run(|| {
		committee_of(5);
		let job = request();
		events();
		block(2);
		let [(heard_job, subject, members)] = Listener::take().try_into().unwrap();
		assert_eq!((heard_job, subject), (job, SUBJECT));
		for who in &members {
			let booking = crate::Bookings::<Test>::get(who, job).unwrap();
			assert_eq!((booking.subject, booking.at_risk), (SUBJECT, RISK));
			let record = crate::Members::<Test>::get(who).unwrap();
			assert_eq!((record.jobs, record.at_risk), (1, RISK));
			assert_eq!((record.bond, on_hold(who)), (JOIN, JOIN));
		}
		assert_eq!(crate::Bookings::<Test>::iter().count(), 3);
		assert_eq!(queue(), (1, 1, 0));
		assert_eq!(
			events(),
			[Event::MembersDrawn {
				job,
				subject,
				members,
				at_risk: RISK
			}]
		);
	});
}

#[test]
fn draw_should_happen_once_when_randomness_is_noted_again() {
	run(|| {
		committee_of(3);
		request();
		block(2);
		assert_eq!(heard(), [0]);
		let second = request();
		block(4);
		assert_eq!(heard(), [second]);
		let third = request();
		// The next block has the same relay parent, and one before it.
		block(4);
		block(3);
		assert!(heard().is_empty());
		assert_eq!(crate::LastBeacon::<Test>::get().unwrap().relay_number, 4);
		poll(Weight::MAX);
		assert!(heard().is_empty());
		block(6);
		assert_eq!(heard(), [third]);
	});
}

#[test]
fn same_relay_block_should_not_serve_twice() {
	run(|| {
		committee_of(3);
		DrawsPerBlock::set(1);
		let (first, second) = (request(), request());
		block(2);
		assert_eq!(heard(), [first]);
		block(2);
		assert!(heard().is_empty());
		block(3);
		assert_eq!(heard(), [second]);
	});
}

#[test]
fn draw_should_leave_the_pool_when_enough_is_at_risk() {
	run(|| {
		committee_of(3);
		for n in 0..13 {
			assert_eq!(crate::PoolSize::<Test>::get(), 3, "after {n} jobs");
			drawn();
		}
		assert_eq!(crate::PoolSize::<Test>::get(), 0);
		assert_eq!(member(1).free_bond(), 7_000 * DBC);
	});
}

#[test]
fn draws_should_stop_when_the_block_has_had_its_share() {
	run(|| {
		committee_of(3);
		let jobs: Vec<_> = (0..5).map(|_| request()).collect();
		block(2);
		assert_eq!(heard(), jobs[..4]);
		block(3);
		assert_eq!(heard(), jobs[4..]);
	});
}

#[test]
fn draws_should_stop_at_the_first_job_that_is_too_early() {
	run(|| {
		committee_of(3);
		block(10);
		let first = request();
		block(11);
		let second = request();
		block(12);
		assert_eq!(heard(), [first]);
		block(13);
		assert_eq!(heard(), [second]);
	});
}

#[test]
fn draws_should_wait_when_fewer_than_three_members_are_drawable() {
	run(|| {
		committee_of(2);
		let job = request();
		block(2);
		block(3);
		assert!(heard().is_empty());
		assert_eq!(queue(), (0, 1, 1));
		join_with(3, JOIN);
		block(4);
		assert_eq!(heard(), [job]);
	});
}

#[test]
fn draw_should_go_to_the_back_when_too_few_members_are_left() {
	run(|| {
		committee_of(3);
		let excluded = exclusions([account(2)], []);
		let first = Committee::request(SUBJECT, excluded).unwrap();
		let second = request();
		block(2);
		assert_eq!(heard(), [second]);
		assert_eq!(queue(), (2, 3, 1));
		assert_eq!(crate::Jobs::<Test>::get(first).unwrap().ticket, 2);
		assert_eq!(member(1).jobs, 1, "all or nothing");

		block(3);
		assert!(heard().is_empty());
		join_with(4, JOIN);
		block(4);
		assert_eq!(heard(), [first]);
	});
}

#[test]
fn job_that_went_to_the_back_should_be_looked_at_once_a_block() {
	run(|| {
		committee_of(3);
		let excluded = exclusions([account(2)], []);
		Committee::request(SUBJECT, excluded).unwrap();
		block(2);
		assert_eq!(queue(), (1, 2, 1));
		block(3);
		assert_eq!(queue(), (2, 3, 1));
	});
}

#[test]
fn job_that_went_to_the_back_should_keep_being_ready_when_others_wait() {
	run(|| {
		committee_of(3);
		block(10);
		let first = Committee::request(SUBJECT, exclusions([account(2)], [])).unwrap();
		block(12);
		let second = request();
		join_with(4, JOIN);
		// The second, in front, is too early; so the first waits a little more.
		block(13);
		assert_eq!(heard(), [first]);
		block(14);
		assert_eq!(heard(), [second]);
	});
}

#[test]
fn requests_should_be_refused_when_too_many_wait() {
	run(|| {
		let jobs: Vec<_> = (0..5).map(|_| request()).collect();
		assert_noop!(Committee::request(SUBJECT, nobody()), E::QueueFull);
		// After a ballot without a decision there is always room.
		let again = Committee::request_again(SUBJECT, nobody()).unwrap();
		assert_eq!(again, 5);
		assert_eq!(queue().2, 6);
		assert_ok!(Committee::withdraw(jobs[0]));
		assert_noop!(Committee::request(SUBJECT, nobody()), E::QueueFull);
		assert_ok!(Committee::withdraw(jobs[1]));
		assert_ok!(Committee::request(SUBJECT, nobody()));
	});
}

#[test]
fn withdraw_should_take_a_job_back_when_it_waits() {
	run(|| {
		committee_of(3);
		let jobs: Vec<_> = (0..3).map(|_| request()).collect();
		events();
		assert_ok!(Committee::withdraw(jobs[1]));
		let (job, subject) = (jobs[1], SUBJECT);
		assert_eq!(events(), [Event::JobWithdrawn { job, subject }]);
		assert_eq!(Committee::waiting_since(job), None);
		assert_eq!(queue(), (0, 3, 2));
		block(2);
		assert_eq!(heard(), [jobs[0], jobs[2]]);
		assert_eq!(crate::Bookings::<Test>::iter().count(), 6);
	});
}

#[test]
fn withdraw_should_leave_no_holes_when_the_queue_becomes_empty() {
	run(|| {
		let jobs: Vec<_> = (0..3).map(|_| request()).collect();
		assert_ok!(Committee::withdraw(jobs[1]));
		assert_ok!(Committee::withdraw(jobs[0]));
		assert_eq!(queue(), (1, 3, 1));
		assert_ok!(Committee::withdraw(jobs[2]));
		assert_eq!(queue(), (3, 3, 0));
		assert_eq!(crate::Tickets::<Test>::iter().count(), 0);
	});
}

#[test]
fn holes_should_count_as_looked_at() {
	run(|| {
		committee_of(3);
		MaxWaiting::set(10);
		let jobs: Vec<_> = (0..6).map(|_| request()).collect();
		for job in &jobs[1..4] {
			assert_ok!(Committee::withdraw(*job));
		}
		block(2);
		assert_eq!(heard(), [jobs[0]]);
		block(3);
		assert_eq!(heard(), [jobs[4], jobs[5]]);
	});
}

#[test]
fn withdraw_should_be_refused_when_the_job_does_not_wait() {
	run(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_noop!(Committee::withdraw(job), E::JobNotWaiting);
		assert_noop!(Committee::withdraw(job + 1), E::JobNotWaiting);
		let job = request();
		assert_ok!(Committee::withdraw(job));
		assert_noop!(Committee::withdraw(job), E::JobNotWaiting);
	});
}

#[test]
fn draw_should_be_undone_when_nobody_wants_it() {
	run(|| {
		committee_of(4);
		let job = request();
		let next = request();
		events();
		Listener::refuse(true);
		DrawsPerBlock::set(1);
		block(2);

		// An event does not keep the text of an error.
		let abandoned = Event::JobAbandoned {
			job,
			subject: SUBJECT,
			error: DispatchError::Other(""),
		};
		assert_eq!(events(), [abandoned]);
		assert_eq!(Committee::waiting_since(job), None);
		assert_eq!(crate::Bookings::<Test>::iter().count(), 0);
		for n in 1..=4 {
			assert_eq!((member(n).at_risk, member(n).jobs), (0, 0));
			assert_eq!(member(n).status, MemberStatus::Active, "undone");
		}
		assert_eq!(queue(), (1, 2, 1));

		Listener::refuse(false);
		block(3);
		assert_eq!(heard(), [next]);
	});
}

#[test]
fn draw_should_skip_members_who_are_not_drawable_by_new_rules() {
	run(|| {
		committee_of(5);
		assert_ok!(Committee::add_bond(signed(1), 1));
		assert_ok!(Committee::add_bond(signed(3), 1));
		Rules::mutate(|rules| rules.drawable_bond = JOIN + 1);
		let job = request();
		block(2);
		assert!(heard().is_empty());
		assert_ok!(Committee::add_bond(signed(5), 1));
		block(3);
		let [(heard_job, _, mut members)] = Listener::take().try_into().unwrap();
		members.sort();
		assert_eq!((heard_job, members), (job, [1, 3, 5].map(account)));
	});
}

#[test]
fn draw_should_never_put_more_at_risk_than_the_bond() {
	run(|| {
		committee_of(3);
		Rules::mutate(|rules| {
			rules.drawable_bond = 0;
			rules.job_risk = 15_000 * DBC;
		});
		drawn();
		assert_eq!(member(1).place, None);
		request();
		block(100);
		assert!(heard().is_empty());
	});
}

#[test]
fn jobs_should_wait_in_order_of_request_when_members_come_late() {
	run(|| {
		let jobs: Vec<_> = (0..4).map(|_| request()).collect();
		block(5);
		committee_of(3);
		block(6);
		assert_eq!(heard(), jobs);
	});
}
