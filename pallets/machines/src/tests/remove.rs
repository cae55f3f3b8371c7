use super::*;

fn remove() -> sp_runtime::DispatchResult {
	Machines::remove(signed(CHARLIE), id(1))
}

#[test]
fn removal_should_return_the_stake_when_a_refused_machine_was_not_asked_for_again() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_ok!(Machines::reject(&id(1), RejectReason::WrongGpu));
		advance(10 * DAY - 1);
		assert_noop!(remove(), E::NotRemovable);
		advance(1);
		events();
		assert_ok!(remove());
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
		assert_eq!(spendable(&CHARLIE), WEALTH);
		let removed = Event::MachineRemoved {
			machine: id(1),
			owner: ALICE,
			released: PER_GPU,
		};
		assert_eq!(events(), [removed]);
	});
}

#[test]
fn removal_should_return_the_stake_when_an_undecided_machine_was_not_asked_for_again() {
	run(|| {
		verifying(1, ALICE);
		assert_ok!(Machines::give_up(&id(1)));
		advance(10 * DAY - 1);
		assert_noop!(remove(), E::NotRemovable);
		advance(1);
		assert_ok!(remove());
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn removal_should_be_possible_when_the_whole_stake_is_lost() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		let lost = Machines::lock(&id(1), u128::MAX).unwrap();
		assert_eq!(lost, 4 * PER_GPU);
		assert_noop!(remove(), E::NotRemovable);
		drop(Machines::slash_locked(&id(1), lost).unwrap());
		assert_ok!(remove());
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - lost);
		lost
	});
}

#[test]
fn removal_should_be_possible_when_the_machine_was_abandoned() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::force_take_down(
			RuntimeOrigin::root(),
			id(1),
			OutageCause::Inaccessible
		));
		advance(365 * DAY - 1);
		assert_noop!(remove(), E::NotRemovable);
		advance(1);
		RecordMachineChanges::take();
		assert_ok!(remove());
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Up(id(1)), MachineChange::Removed(id(1))]
		);
	});
}

#[test]
fn removal_should_be_finished_later_when_the_abandoned_machine_has_a_sanction_pending() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		advance(365 * DAY);
		LockOnUp::set(Some(PER_GPU));
		assert_ok!(remove());
		assert!(machine(1).leaving);
		assert_noop!(remove(), E::ExitLocked);
		drop(Machines::slash_locked(&id(1), PER_GPU).unwrap());
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(remove());
		assert_eq!(spendable(&ALICE), WEALTH - FEE - PER_GPU);
		PER_GPU
	});
}

#[test]
fn removal_should_be_refused_when_the_machine_is_in_use() {
	run(|| {
		register_with_profile(1, ALICE);
		advance(3_650 * DAY);
		assert_noop!(remove(), E::NotRemovable);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(remove(), E::NotRemovable);
		assert_ok!(Machines::activate(&id(1), fixtures::hardware(1)));
		assert_noop!(remove(), E::NotRemovable);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		assert_noop!(remove(), E::NotRemovable);
	});
}

#[test]
fn removal_should_be_refused_when_something_is_open() {
	run(|| {
		activate(1, ALICE, 1);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		advance(365 * DAY);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_noop!(remove(), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::lock(&id(1), 1));
		assert_noop!(remove(), E::ExitLocked);
	});
}

#[test]
fn removal_should_be_refused_when_there_is_no_such_machine() {
	run(|| {
		assert_noop!(remove(), E::MachineNotFound);
		assert_noop!(Machines::remove(RuntimeOrigin::root(), id(1)), BadOrigin);
	});
}

#[test]
fn removal_should_be_refused_when_orders_are_not_closed() {
	run(|| {
		activate(1, ALICE, 2);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		advance(365 * DAY);
		for orders in [MockOrders::Live, MockOrders::NotClosed] {
			MockOrderGuard::set(orders);
			assert_noop!(remove(), DispatchError::Other("mock: orders"));
		}
		// How long ago the last one ended is no concern of whoever removes an abandoned machine.
		MockOrderGuard::set(MockOrders::EndedLately);
		assert_ok!(remove());
	});
}
