use super::*;

fn remove(n: u8) -> frame_support::dispatch::DispatchResult {
	Committee::remove_member(RuntimeOrigin::root(), account(n))
}

#[test]
fn remove_member_should_return_the_bond_when_nothing_is_at_risk() {
	run(|| {
		committee_of(3);
		assert_ok!(remove(1));

		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(crate::MemberCount::<Test>::get(), 2);
		assert_eq!(crate::PoolSize::<Test>::get(), 2);
		assert_eq!(on_hold(&account(1)), 0);
		assert_eq!(spendable(&account(1)), WEALTH);
		let member = account(1);
		assert_eq!(
			events(),
			[
				Event::MemberRemoved {
					member: member.clone(),
					jobs: 0,
					at_risk: 0
				},
				Event::PoolLeft {
					member: member.clone()
				},
				Event::MemberLeft {
					member,
					released: JOIN
				},
			]
		);
	});
}

#[test]
fn remove_member_should_forget_when_the_member_never_joined() {
	run(|| {
		add(1);
		events();
		assert_ok!(remove(1));
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		let member = account(1);
		let removed = Event::MemberRemoved {
			member: member.clone(),
			jobs: 0,
			at_risk: 0,
		};
		let left = Event::MemberLeft {
			member,
			released: 0,
		};
		assert_eq!(events(), [removed, left]);
	});
}

#[test]
fn remove_member_should_keep_the_bond_until_the_last_job_is_released() {
	run(|| {
		committee_of(3);
		let (first, _) = drawn();
		let (second, _) = drawn();
		assert_ok!(remove(1));

		assert_eq!(member(1).status, MemberStatus::Removed);
		assert_eq!(member(1).place, None);
		assert_eq!(on_hold(&account(1)), JOIN);
		let removed = Event::MemberRemoved {
			member: account(1),
			jobs: 2,
			at_risk: 2 * RISK,
		};
		assert_eq!(events(), [removed, Event::PoolLeft { member: account(1) }]);

		assert_ok!(Committee::release(first, &account(1)));
		assert_eq!(on_hold(&account(1)), JOIN);
		assert_ok!(Committee::release(second, &account(1)));
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(spendable(&account(1)), WEALTH);
		assert_eq!(crate::MemberCount::<Test>::get(), 2);
	});
}

#[test]
fn remove_member_should_return_the_rest_when_the_last_job_is_forfeited() {
	run_and_burn(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(remove(1));
		drop(Committee::forfeit(job, &account(1)).unwrap());

		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(spendable(&account(1)), WEALTH - RISK);
		assert_eq!(on_hold(&account(1)), 0);
		RISK
	});
}

#[test]
fn remove_member_should_end_draws_at_once() {
	run(|| {
		committee_of(4);
		assert_ok!(remove(2));
		for _ in 0..8 {
			let (_, members) = drawn();
			assert!(!members.contains(&account(2)));
		}
	});
}

#[test]
fn remove_member_should_work_when_the_member_is_paused() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::pause(signed(1)));
		assert_ok!(remove(1));
		assert_eq!(spendable(&account(1)), WEALTH);
	});
}

#[test]
fn remove_member_should_be_refused_when_the_member_was_removed_before() {
	run(|| {
		committee_of(3);
		drawn();
		assert_ok!(remove(1));
		assert_noop!(remove(1), E::MemberRemoved);
	});
}

#[test]
fn remove_member_should_be_refused_when_the_account_is_no_member() {
	run(|| {
		assert_noop!(remove(1), E::MemberNotFound);
	});
}

#[test]
fn remove_member_should_be_refused_when_governance_does_not_call() {
	run(|| {
		committee_of(1);
		assert_noop!(Committee::remove_member(signed(1), account(1)), BadOrigin);
	});
}
