use super::*;

#[test]
fn add_member_should_approve_when_governance_calls() {
	run(|| {
		add(1);
		let member = member(1);
		assert_eq!(member, crate::Member::approved());
		assert_eq!(crate::MemberCount::<Test>::get(), 1);
		assert_eq!(crate::PoolSize::<Test>::get(), 0);
		assert_eq!(on_hold(&account(1)), 0);
		assert_eq!(events(), [Event::MemberAdded { member: account(1) }]);
	});
}

#[test]
fn add_member_should_be_refused_when_the_account_is_a_member() {
	run(|| {
		add(1);
		assert_noop!(
			Committee::add_member(RuntimeOrigin::root(), account(1)),
			E::AlreadyMember
		);
	});
}

#[test]
fn add_member_should_be_refused_when_a_removed_member_still_has_a_job() {
	run(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_noop!(
			Committee::add_member(RuntimeOrigin::root(), account(1)),
			E::AlreadyMember
		);
		assert_ok!(Committee::release(job, &account(1)));
		assert_ok!(Committee::add_member(RuntimeOrigin::root(), account(1)));
	});
}

#[test]
fn add_member_should_be_refused_when_the_committee_is_full() {
	run(|| {
		MaxMembers::set(2);
		add(1);
		add(2);
		let three = || Committee::add_member(RuntimeOrigin::root(), account(3));
		assert_noop!(three(), E::TooManyMembers);

		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_ok!(three());
	});
}

#[test]
fn add_member_should_be_refused_when_governance_does_not_call() {
	run(|| {
		assert_noop!(Committee::add_member(signed(1), account(1)), BadOrigin);
	});
}
