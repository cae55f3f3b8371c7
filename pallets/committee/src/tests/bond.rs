use super::*;

/// Member 1 has `jobs` jobs together with members 2 and 3.
fn with_jobs(bond: u128, jobs: u8) {
	(1..=3).for_each(|n| join_with(n, bond));
	(0..jobs).for_each(|_| {
		drawn();
	});
	events();
}

#[test]
fn add_bond_should_hold_more_when_the_member_has_joined() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::add_bond(signed(1), 7));
		assert_eq!(member(1).bond, JOIN + 7);
		assert_eq!(on_hold(&account(1)), JOIN + 7);
		assert_eq!(spendable(&account(1)), WEALTH - JOIN - 7);
		assert_eq!(
			events(),
			[Event::BondAdded {
				member: account(1),
				amount: 7,
				bond: JOIN + 7
			}]
		);
	});
}

#[test]
fn add_bond_should_make_drawable_when_too_much_was_at_risk() {
	run(|| {
		// 20,000 − 13 × 1,000 < 8,000.
		with_jobs(JOIN, 13);
		assert_eq!(member(1).place, None);
		assert_ok!(Committee::add_bond(signed(1), 1_000 * DBC - 1));
		assert_eq!(member(1).place, None);
		assert_ok!(Committee::add_bond(signed(1), 1));
		assert_eq!(member(1).place, Some(0));
		assert_eq!(
			events().last(),
			Some(&Event::PoolEntered { member: account(1) })
		);
	});
}

#[test]
fn add_bond_should_not_make_drawable_when_the_member_is_paused() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::pause(signed(1)));
		assert_ok!(Committee::add_bond(signed(1), JOIN));
		assert_eq!(member(1).place, None);
	});
}

#[test]
fn add_bond_should_be_refused_when_it_cannot_be_held() {
	run(|| {
		committee_of(1);
		assert_noop!(Committee::add_bond(signed(1), 0), E::ZeroAmount);
		assert_noop!(
			Committee::add_bond(signed(1), WEALTH - JOIN + 1),
			E::InsufficientBalance
		);
		assert_noop!(
			Committee::add_bond(signed(1), u128::MAX),
			E::InsufficientBalance
		);
		assert_ok!(Committee::add_bond(signed(1), WEALTH - JOIN));
	});
}

#[test]
fn add_bond_should_be_refused_when_the_member_has_not_joined() {
	run(|| {
		add(1);
		assert_noop!(Committee::add_bond(signed(1), 1), E::NotJoined);
		assert_noop!(Committee::add_bond(signed(2), 1), E::MemberNotFound);
		assert_noop!(Committee::add_bond(RuntimeOrigin::root(), 1), BadOrigin);
	});
}

#[test]
fn bond_should_not_change_when_the_member_was_removed() {
	run(|| {
		with_jobs(2 * JOIN, 1);
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_noop!(Committee::add_bond(signed(1), 1), E::MemberRemoved);
		assert_noop!(Committee::reduce_bond(signed(1), 1), E::MemberRemoved);
	});
}

#[test]
fn reduce_bond_should_return_down_to_the_least_bond() {
	run(|| {
		join_with(1, JOIN + 5);
		events();
		assert_noop!(Committee::reduce_bond(signed(1), 6), E::BondTooLow);
		assert_noop!(Committee::reduce_bond(signed(1), u128::MAX), E::BondTooLow);
		assert_ok!(Committee::reduce_bond(signed(1), 5));

		assert_eq!(member(1).bond, JOIN);
		assert_eq!(on_hold(&account(1)), JOIN);
		assert_eq!(spendable(&account(1)), WEALTH - JOIN);
		assert_eq!(
			events(),
			[Event::BondReduced {
				member: account(1),
				amount: 5,
				bond: JOIN
			}]
		);
	});
}

#[test]
fn reduce_bond_should_keep_what_is_at_risk() {
	run(|| {
		with_jobs(40_000 * DBC, 25);
		assert_noop!(
			Committee::reduce_bond(signed(1), 15_000 * DBC + 1),
			E::BondAtRisk
		);
		assert_ok!(Committee::reduce_bond(signed(1), 15_000 * DBC));
		assert_eq!(member(1).free_bond(), 0);
	});
}

#[test]
fn reduce_bond_should_leave_the_pool_when_too_little_is_free() {
	run(|| {
		with_jobs(40_000 * DBC, 15);
		assert_ok!(Committee::reduce_bond(signed(1), 17_000 * DBC));
		assert!(member(1).place.is_some());
		assert_ok!(Committee::reduce_bond(signed(1), 1));
		assert_eq!(member(1).place, None);
		assert_eq!(
			events().last(),
			Some(&Event::PoolLeft { member: account(1) })
		);
	});
}

#[test]
fn reduce_bond_should_be_refused_when_forfeits_left_less_than_the_least_bond() {
	run_and_burn(|| {
		with_jobs(JOIN, 1);
		drop(Committee::forfeit(0, &account(1)).unwrap());
		assert!(member(1).place.is_some());
		assert_noop!(Committee::reduce_bond(signed(1), 1), E::BondTooLow);
		RISK
	});
}

#[test]
fn reduce_bond_should_be_refused_when_nothing_is_to_be_reduced() {
	run(|| {
		committee_of(1);
		assert_noop!(Committee::reduce_bond(signed(1), 0), E::ZeroAmount);
		add(2);
		assert_noop!(Committee::reduce_bond(signed(2), 1), E::NotJoined);
		assert_noop!(Committee::reduce_bond(signed(3), 1), E::MemberNotFound);
		assert_noop!(Committee::reduce_bond(RuntimeOrigin::root(), 1), BadOrigin);
	});
}
