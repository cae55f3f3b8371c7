use super::*;

#[test]
fn join_should_hold_the_bond_and_enter_the_pool_when_the_member_is_approved() {
	run(|| {
		add(1);
		events();
		assert_ok!(Committee::join(signed(1), BOX_KEY, JOIN));

		let record = member(1);
		assert_eq!(record.status, MemberStatus::Active);
		assert_eq!((record.bond, record.at_risk, record.jobs), (JOIN, 0, 0));
		assert_eq!(record.box_key, Some(BOX_KEY));
		assert_eq!(record.place, Some(0));
		assert_eq!(crate::Pool::<Test>::get(0), Some(account(1)));
		assert_eq!(on_hold(&account(1)), JOIN);
		assert_eq!(spendable(&account(1)), WEALTH - JOIN);
		assert_eq!(
			events(),
			[
				Event::MemberJoined {
					member: account(1),
					box_key: BOX_KEY,
					bond: JOIN
				},
				Event::PoolEntered { member: account(1) }
			]
		);
	});
}

#[test]
fn join_should_be_refused_when_the_bond_lacks_a_planck() {
	run(|| {
		add(1);
		assert_noop!(Committee::join(signed(1), BOX_KEY, JOIN - 1), E::BondTooLow);
	});
}

#[test]
fn join_should_be_refused_when_the_box_key_is_zero() {
	run(|| {
		add(1);
		assert_noop!(Committee::join(signed(1), [0; 32], JOIN), E::InvalidBoxKey);
	});
}

#[test]
fn join_should_be_refused_when_funds_are_not_free() {
	run(|| {
		add(1);
		assert_noop!(
			Committee::join(signed(1), BOX_KEY, WEALTH + 1),
			E::InsufficientBalance
		);
		use frame_support::traits::{LockableCurrency, WithdrawReasons};
		Balances::set_lock(
			*b"vesting ",
			&account(1),
			WEALTH + EXISTENTIAL_DEPOSIT - JOIN + 1,
			WithdrawReasons::all(),
		);
		assert_noop!(
			Committee::join(signed(1), BOX_KEY, JOIN),
			E::InsufficientBalance
		);
	});
}

#[test]
fn join_should_take_everything_that_is_free_when_asked_to() {
	run(|| {
		add(1);
		assert_ok!(Committee::join(signed(1), BOX_KEY, WEALTH));
		assert_eq!(spendable(&account(1)), 0);
	});
}

#[test]
fn join_should_be_refused_when_the_member_has_joined() {
	run(|| {
		committee_of(1);
		let again = || Committee::join(signed(1), BOX_KEY, JOIN);
		assert_noop!(again(), E::AlreadyJoined);
		assert_ok!(Committee::pause(signed(1)));
		assert_noop!(again(), E::AlreadyJoined);
	});
}

#[test]
fn join_should_be_refused_when_the_member_was_removed() {
	run(|| {
		committee_of(3);
		drawn();
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_noop!(Committee::join(signed(1), BOX_KEY, JOIN), E::MemberRemoved);
	});
}

#[test]
fn join_should_be_refused_when_the_account_is_not_approved() {
	run(|| {
		assert_noop!(Committee::join(signed(1), BOX_KEY, JOIN), E::MemberNotFound);
		assert_noop!(
			Committee::join(RuntimeOrigin::root(), BOX_KEY, JOIN),
			BadOrigin
		);
	});
}
