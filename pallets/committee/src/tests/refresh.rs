use super::*;

#[test]
fn refresh_should_leave_the_pool_when_the_rules_ask_for_more() {
	run(|| {
		committee_of(3);
		Rules::mutate(|rules| rules.drawable_bond = JOIN + 1);
		assert!(member(1).place.is_some());
		assert!(!Committee::is_drawable(&account(1)));
		assert_ok!(Committee::refresh(signed(9), account(1)));
		assert_eq!(member(1).place, None);
		assert_eq!(events(), [Event::PoolLeft { member: account(1) }]);
	});
}

#[test]
fn refresh_should_enter_the_pool_when_the_rules_ask_for_less() {
	run(|| {
		committee_of(3);
		Rules::mutate(|rules| rules.drawable_bond = JOIN + 1);
		assert_ok!(Committee::refresh(signed(9), account(1)));
		events();
		Rules::mutate(|rules| rules.drawable_bond = JOIN);
		assert!(!Committee::is_drawable(&account(1)));
		assert_ok!(Committee::refresh(signed(1), account(1)));
		assert!(Committee::is_drawable(&account(1)));
		assert_eq!(events(), [Event::PoolEntered { member: account(1) }]);
	});
}

#[test]
fn refresh_should_be_refused_when_nothing_is_to_be_done() {
	run(|| {
		committee_of(1);
		let refresh = |n| Committee::refresh(signed(9), account(n));
		assert_noop!(refresh(1), E::NothingToRefresh);
		assert_ok!(Committee::pause(signed(1)));
		assert_noop!(refresh(1), E::NothingToRefresh);
		add(2);
		assert_noop!(refresh(2), E::NothingToRefresh);
		assert_noop!(refresh(3), E::MemberNotFound);
		assert_noop!(
			Committee::refresh(RuntimeOrigin::root(), account(1)),
			BadOrigin
		);
	});
}

#[test]
fn refresh_should_let_a_removed_member_go_when_its_bond_could_not_be_returned() {
	new_test_ext().execute_with(|| {
		committee_of(3);
		let (job, _) = drawn();
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		// A planck of bond is left, neither the member nor the treasury can receive it.
		let free = Balances::free_balance(account(1));
		System::inc_providers(&account(1));
		assert_ok!(Balances::burn(signed(1), free, false));
		assert_ok!(Balances::burn(
			RuntimeOrigin::signed(TREASURY),
			EXISTENTIAL_DEPOSIT,
			false
		));
		crate::Members::<Test>::mutate(account(1), |record| {
			record.as_mut().unwrap().at_risk = JOIN - 1
		});
		crate::Bookings::<Test>::mutate(account(1), job, |booking| {
			booking.as_mut().unwrap().at_risk = JOIN - 1
		});
		Committee::do_try_state().unwrap();
		drop(Committee::forfeit(job, &account(1)).unwrap());
		assert_eq!((member(1).jobs, member(1).bond), (0, 1));
		assert_eq!(member(1).status, MemberStatus::Removed);
		Committee::do_try_state().unwrap();

		let refresh = || Committee::refresh(signed(9), account(1));
		assert!(frame_support::storage::with_storage_layer(refresh).is_err());
		assert_eq!(member(1).bond, 1);
		assert_ok!(Balances::force_set_balance(
			RuntimeOrigin::root(),
			TREASURY,
			EXISTENTIAL_DEPOSIT
		));
		assert_ok!(refresh());
		assert_eq!(crate::Members::<Test>::get(account(1)), None);
		assert_eq!(Balances::free_balance(TREASURY), EXISTENTIAL_DEPOSIT + 1);
		Committee::do_try_state().unwrap();
	});
}
