use super::*;

#[test]
fn leave_should_return_the_bond_when_nothing_is_at_risk() {
	run(|| {
		committee_of(2);
		assert_ok!(Committee::leave(signed(1)));
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(crate::MemberCount::<Test>::get(), 1);
		assert_eq!(on_hold(&account(1)), 0);
		assert_eq!(spendable(&account(1)), WEALTH);
		let member = account(1);
		assert_eq!(
			events(),
			[
				Event::PoolLeft {
					member: member.clone()
				},
				Event::MemberLeft {
					member,
					released: JOIN
				}
			]
		);
	});
}

#[test]
fn leave_should_need_a_new_approval_to_come_back() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::leave(signed(1)));
		let join = || Committee::join(signed(1), BOX_KEY, JOIN);
		assert_noop!(join(), E::MemberNotFound);
		add(1);
		assert_ok!(join());
	});
}

#[test]
fn leave_should_decline_the_approval_when_the_member_has_not_joined() {
	run(|| {
		add(1);
		events();
		assert_ok!(Committee::leave(signed(1)));
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		let left = Event::MemberLeft {
			member: account(1),
			released: 0,
		};
		assert_eq!(events(), [left]);
	});
}

#[test]
fn leave_should_be_refused_until_every_job_is_settled() {
	run_and_burn(|| {
		committee_of(3);
		let (first, _) = drawn();
		let (second, _) = drawn();
		assert_ok!(Committee::pause(signed(1)));
		assert_noop!(Committee::leave(signed(1)), E::JobsPending);
		assert_ok!(Committee::release(first, &account(1)));
		assert_noop!(Committee::leave(signed(1)), E::JobsPending);
		drop(Committee::forfeit(second, &account(1)).unwrap());
		assert_ok!(Committee::leave(signed(1)));
		assert_eq!(spendable(&account(1)), WEALTH - RISK);
		RISK
	});
}

#[test]
fn leave_should_be_refused_when_the_account_is_no_member() {
	run(|| {
		assert_noop!(Committee::leave(signed(1)), E::MemberNotFound);
		assert_noop!(Committee::leave(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn leave_should_pay_the_treasury_when_the_account_cannot_receive_the_rest() {
	run_and_burn(|| {
		committee_of(3);
		// A bond of which a planck is left, on an account without anything free that another provider keeps alive.
		let bond = Balances::force_set_balance(RuntimeOrigin::root(), account(1), JOIN);
		assert_ok!(bond);
		System::inc_providers(&account(1));
		Rules::mutate(|rules| rules.job_risk = JOIN - 1);
		let (job, _) = drawn();
		let credit = Committee::forfeit(job, &account(1)).unwrap();
		drop(credit);
		let free = Balances::free_balance(account(1));
		assert_ok!(Balances::burn(signed(1), free, false));
		assert_eq!(Balances::free_balance(account(1)), 0);
		let treasury = spendable(&TREASURY);

		assert_ok!(Committee::leave(signed(1)));
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(spendable(&TREASURY), treasury + 1);
		let left = Event::MemberLeft {
			member: account(1),
			released: 0,
		};
		assert_eq!(events().last(), Some(&left));
		for n in 2..=3 {
			assert_ok!(Committee::release(job, &account(n)));
		}
		WEALTH + EXISTENTIAL_DEPOSIT - 1
	});
}
