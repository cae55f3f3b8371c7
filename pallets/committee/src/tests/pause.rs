use super::*;

#[test]
fn pause_should_leave_the_pool_and_move_the_last_one_when_the_member_is_active() {
	run(|| {
		committee_of(3);
		assert_ok!(Committee::pause(signed(1)));

		assert_eq!(member(1).status, MemberStatus::Paused);
		assert_eq!(member(1).place, None);
		assert_eq!(member(3).place, Some(0));
		assert_eq!(member(2).place, Some(1));
		assert_eq!(crate::PoolSize::<Test>::get(), 2);
		assert_eq!(on_hold(&account(1)), JOIN);
		let member = account(1);
		assert_eq!(
			events(),
			[
				Event::MemberPaused {
					member: member.clone()
				},
				Event::PoolLeft { member }
			]
		);
	});
}

#[test]
fn resume_should_enter_the_pool_when_the_member_is_paused() {
	run(|| {
		committee_of(3);
		assert_ok!(Committee::pause(signed(1)));
		events();
		assert_ok!(Committee::resume(signed(1)));
		assert_eq!(member(1).status, MemberStatus::Active);
		assert_eq!(member(1).place, Some(2));
		let member = account(1);
		assert_eq!(
			events(),
			[
				Event::MemberResumed {
					member: member.clone()
				},
				Event::PoolEntered { member }
			]
		);
	});
}

#[test]
fn resume_should_not_make_drawable_when_too_little_is_free() {
	run(|| {
		committee_of(3);
		(0..13).for_each(|_| {
			drawn();
		});
		assert_ok!(Committee::pause(signed(1)));
		assert_ok!(Committee::resume(signed(1)));
		assert_eq!(member(1).status, MemberStatus::Active);
		assert_eq!(member(1).place, None);
	});
}

#[test]
fn pause_should_keep_running_jobs() {
	run(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(Committee::pause(signed(1)));
		assert_eq!((member(1).jobs, member(1).at_risk), (1, RISK));
		assert_ok!(Committee::release(job, &account(1)));
		assert_eq!(member(1).place, None);
	});
}

#[test]
fn pause_should_be_refused_when_the_member_is_not_active() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::pause(signed(1)));
		assert_noop!(Committee::pause(signed(1)), E::NotActive);
		add(2);
		assert_noop!(Committee::pause(signed(2)), E::NotJoined);
		assert_noop!(Committee::pause(signed(3)), E::MemberNotFound);
		assert_noop!(Committee::pause(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn resume_should_be_refused_when_the_member_is_not_paused() {
	run(|| {
		committee_of(1);
		assert_noop!(Committee::resume(signed(1)), E::NotPaused);
		add(2);
		assert_noop!(Committee::resume(signed(2)), E::NotJoined);
		assert_noop!(Committee::resume(signed(3)), E::MemberNotFound);
		assert_noop!(Committee::resume(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn pause_and_resume_should_be_refused_when_the_member_was_removed() {
	run(|| {
		committee_of(3);
		drawn();
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_noop!(Committee::pause(signed(1)), E::MemberRemoved);
		assert_noop!(Committee::resume(signed(1)), E::MemberRemoved);
	});
}
