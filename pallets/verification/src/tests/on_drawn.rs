//! What a draw does.

use super::*;
use dbc_primitives::Seat;

#[test]
fn ballot_should_open_when_members_are_drawn() {
	run(|| {
		requested(1, ALICE);
		events();
		advance(HOUR);
		MockStalls::set(7);
		assert_ok!(draw(1, &members(0)));
		let ballot = request_of(1).ballot.unwrap();
		assert_eq!(ballot.id, 0);
		assert_eq!(
			ballot.seats,
			members(0).map(|member| Seat {
				member,
				commitment: None,
				opinion: None
			})
		);
		assert_eq!(ballot.commit_until, START + 37 * HOUR);
		assert_eq!(ballot.reveal_until, START + 49 * HOUR);
		assert_eq!(ballot.stalled_before, 7);
		assert_eq!(
			events(),
			[Event::MembersDrawn {
				machine: id(1),
				job: 0,
				members: members(0),
				commit_until: START + 37 * HOUR,
				reveal_until: START + 49 * HOUR,
			}]
		);
	});
}

#[test]
fn draw_should_be_refused_when_the_request_is_gone() {
	run(|| {
		let subject = JobSubject::Verification(id(1));
		assert_noop!(
			Verification::on_drawn(0, &subject, &members(0)),
			E::RequestNotFound
		);
	});
}

#[test]
fn draw_should_be_refused_when_it_is_for_another_job() {
	run(|| {
		requested(1, ALICE);
		let subject = JobSubject::Verification(id(1));
		assert_noop!(
			Verification::on_drawn(1, &subject, &members(0)),
			E::RequestNotFound
		);
	});
}

#[test]
fn draw_should_be_refused_when_members_were_drawn() {
	run(|| {
		drawn(1, ALICE);
		let subject = JobSubject::Verification(id(1));
		let again = frame_support::storage::with_storage_layer(|| {
			Verification::on_drawn(0, &subject, &members(3))
		});
		assert_eq!(again, Err(E::AlreadyDrawn.into()));
		assert_eq!(request_of(1).ballot.unwrap().seats[0].member, member(0));
	});
}

#[test]
fn draw_should_be_ignored_when_it_is_about_something_else() {
	run(|| {
		let root = sp_io::storage::root(Default::default());
		assert_ok!(Verification::on_drawn(
			0,
			&JobSubject::Report(1),
			&members(0)
		));
		assert_eq!(sp_io::storage::root(Default::default()), root);
	});
}
