use super::*;

#[test]
fn payee_should_be_the_owner_when_none_is_set() {
	run(|| {
		register(1, ALICE);
		assert_eq!(<Machines as MachineInspect<_>>::payee(&id(1)), Some(ALICE));
		assert_eq!(<Machines as MachineInspect<AccountId>>::payee(&id(2)), None);
	});
}

#[test]
fn payee_should_be_another_account_when_set() {
	run(|| {
		register(1, ALICE);
		events();
		assert_ok!(Machines::set_payee(signed(ALICE), id(1), Some(BOB)));
		assert_eq!(<Machines as MachineInspect<_>>::payee(&id(1)), Some(BOB));
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
		assert_eq!(
			events(),
			[Event::PayeeSet {
				machine: id(1),
				payee: Some(BOB)
			}]
		);

		assert_ok!(Machines::set_payee(signed(ALICE), id(1), None));
		assert_eq!(<Machines as MachineInspect<_>>::payee(&id(1)), Some(ALICE));
		assert_eq!(
			events(),
			[Event::PayeeSet {
				machine: id(1),
				payee: None
			}]
		);
	});
}

#[test]
fn payee_should_not_change_when_the_caller_is_not_the_owner() {
	run(|| {
		register(1, ALICE);
		assert_noop!(
			Machines::set_payee(signed(BOB), id(1), Some(BOB)),
			E::NotOwner
		);
		assert_noop!(
			Machines::set_payee(signed(BOB), id(2), None),
			E::MachineNotFound
		);
		assert_noop!(
			Machines::set_payee(RuntimeOrigin::root(), id(1), None),
			BadOrigin
		);
	});
}

#[test]
fn extra_price_should_be_stored_when_it_is_within_the_rules() {
	run(|| {
		register(1, ALICE);
		events();
		RecordMachineChanges::take();
		let highest = GENESIS_RULES.max_extra_price;
		assert_ok!(Machines::set_extra_price(signed(ALICE), id(1), highest));
		assert_eq!(machine(1).extra_price, highest);
		assert_eq!(
			events(),
			[Event::ExtraPriceSet {
				machine: id(1),
				extra_price: highest
			}]
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
	});
}

#[test]
fn extra_price_should_be_refused_when_it_is_too_high() {
	run(|| {
		register(1, ALICE);
		for price in [GENESIS_RULES.max_extra_price + 1, u64::MAX] {
			assert_noop!(
				Machines::set_extra_price(signed(ALICE), id(1), price),
				E::ExtraPriceTooHigh
			);
		}
	});
}

#[test]
fn extra_price_should_not_change_when_the_caller_is_not_the_owner() {
	run(|| {
		register(1, ALICE);
		assert_noop!(
			Machines::set_extra_price(signed(BOB), id(1), 0),
			E::NotOwner
		);
		assert_noop!(
			Machines::set_extra_price(signed(BOB), id(2), 0),
			E::MachineNotFound
		);
		assert_noop!(
			Machines::set_extra_price(RuntimeOrigin::none(), id(1), 0),
			BadOrigin
		);
	});
}
