use super::*;

fn exit() -> sp_runtime::DispatchResult {
	Machines::exit(signed(ALICE), id(1))
}

/// Checks that nothing of machine 1 is left.
fn assert_gone() {
	assert_eq!(crate::Machines::<Test>::get(id(1)), None);
	assert_eq!(Profiles::<Test>::get(id(1)), None);
	assert_eq!(HardwareOf::<Test>::get(id(1)), None);
	assert!(!crate::MachinesByOwner::<Test>::contains_key(ALICE, id(1)));
}

#[test]
fn exit_should_return_the_stake_when_the_machine_was_never_verified() {
	run(|| {
		register_with_profile(1, ALICE);
		events();
		assert_ok!(exit());
		assert_gone();
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
		let removed = Event::MachineRemoved {
			machine: id(1),
			owner: ALICE,
			released: PER_GPU,
		};
		assert_eq!(events(), [removed]);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Removed(id(1))]
		);
	});
}

#[test]
fn exit_should_return_the_stake_when_the_machine_was_active_for_a_year() {
	run(|| {
		activate(1, ALICE, 4);
		advance(365 * DAY - 1);
		assert_noop!(exit(), E::TooEarly);
		advance(1);
		assert_ok!(exit());
		assert_gone();
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn exit_should_work_when_there_is_no_price() {
	run(|| {
		activate(1, ALICE, 4);
		MockPrice::clear();
		advance(365 * DAY);
		assert_ok!(exit());
	});
}

#[test]
fn exit_should_keep_the_other_machines_when_the_owner_has_more() {
	run(|| {
		register(1, ALICE);
		register(2, ALICE);
		assert_ok!(exit());
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(machine(2).stake, PER_GPU);
	});
}

#[test]
fn machine_should_start_clean_when_it_is_registered_again() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::set_payee(signed(ALICE), id(1), Some(CHARLIE)));
		assert_ok!(Machines::set_extra_price(signed(ALICE), id(1), 5));
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		assert_ok!(exit());
		advance(DAY);
		register(1, BOB);
		assert_eq!(machine(1), crate::Machine::registered(BOB, now(), PER_GPU));
		assert_eq!(Profiles::<Test>::get(id(1)), None);
	});
}

#[test]
fn exit_should_work_when_the_machine_was_refused() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(exit(), E::VerificationUnderWay);
		assert_ok!(Machines::reject(&id(1), RejectReason::Other));
		assert_ok!(exit());
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn exit_should_be_refused_when_something_is_open() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_noop!(exit(), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::lock(&id(1), 1));
		assert_noop!(exit(), E::ExitLocked);
		assert_ok!(Machines::unlock(&id(1), 1));
		assert_ok!(exit());
	});
}

#[test]
fn exit_should_end_the_outage_first_when_the_machine_is_down() {
	run(|| {
		activate(1, ALICE, 4);
		advance(365 * DAY);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		events();
		RecordMachineChanges::take();
		assert_ok!(exit());
		assert_gone();
		assert_eq!(
			events(),
			[
				Event::OutageEnded {
					machine: id(1),
					since: now()
				},
				Event::MachineRemoved {
					machine: id(1),
					owner: ALICE,
					released: 4 * PER_GPU
				},
			]
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Up(id(1)), MachineChange::Removed(id(1))]
		);
	});
}

#[test]
fn exit_should_be_deferred_when_the_outage_leaves_a_sanction() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		advance(365 * DAY);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		events();
		LockOnUp::set(Some(PER_GPU));
		assert_ok!(exit());

		let record = machine(1);
		assert_eq!((record.locked, record.exit_locks), (PER_GPU, 1));
		assert!(record.leaving && record.closed && record.outage.is_none());
		assert_eq!(on_hold(&ALICE), 4 * PER_GPU);
		let deferred = Event::ExitDeferred {
			machine: id(1),
			owner: ALICE,
			released: 0,
			locked: PER_GPU,
		};
		assert_eq!(events().last(), Some(&deferred));

		// Nobody can hurry it, and nothing brings it back.
		assert_noop!(exit(), E::ExitLocked);
		assert_noop!(Machines::remove(signed(BOB), id(1)), E::ExitLocked);
		assert_noop!(Machines::open(signed(ALICE), id(1)), E::Leaving);

		// The sanction is executed: anyone finishes the exit.
		drop(Machines::slash_locked(&id(1), PER_GPU).unwrap());
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::remove(signed(BOB), id(1)));
		assert_gone();
		assert_eq!(spendable(&ALICE), WEALTH - FEE - PER_GPU);
		PER_GPU
	});
}

#[test]
fn exit_should_be_finished_by_the_owner_when_the_sanction_is_cancelled() {
	run(|| {
		activate(1, ALICE, 4);
		advance(365 * DAY);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		LockOnUp::set(Some(PER_GPU));
		assert_ok!(exit());
		assert_ok!(Machines::unlock(&id(1), PER_GPU));
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(exit());
		assert_gone();
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn exit_should_give_dust_to_the_treasury_when_the_owner_cannot_receive_it() {
	run_and_burn(|| {
		register(1, ALICE);
		// All but one planck of the stake is lost.
		assert_ok!(Machines::lock(&id(1), PER_GPU - 1));
		drop(Machines::slash_locked(&id(1), PER_GPU - 1).unwrap());
		// Another pallet keeps the account alive, so its owner can spend the existential deposit.
		System::inc_providers(&ALICE);
		let free = Balances::free_balance(ALICE);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, free));
		assert_eq!(Balances::free_balance(ALICE), 0);
		events();

		assert_ok!(exit());
		assert_gone();
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(spendable(&TREASURY), FEE + 1);
		let removed = Event::MachineRemoved {
			machine: id(1),
			owner: ALICE,
			released: 0,
		};
		assert_eq!(events(), [removed]);
		PER_GPU - 1
	});
}

#[test]
fn exit_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::exit(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(Machines::exit(signed(BOB), id(2)), E::MachineNotFound);
		assert_noop!(Machines::exit(RuntimeOrigin::root(), id(1)), BadOrigin);
	});
}

#[test]
fn exit_should_be_refused_when_orders_hold_the_machine_back() {
	run(|| {
		activate(1, ALICE, 2);
		advance(365 * DAY);
		for orders in [
			MockOrders::Live,
			MockOrders::NotClosed,
			MockOrders::EndedLately,
		] {
			MockOrderGuard::set(orders);
			assert_noop!(exit(), DispatchError::Other("mock: orders"));
		}
		MockOrderGuard::set(MockOrders::None);
		assert_ok!(exit());
	});
}
