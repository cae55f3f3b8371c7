use super::*;
use dbc_primitives::NotRentable;

#[test]
fn machine_should_take_no_orders_when_closed() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		assert_eq!(
			Machines::not_rentable(&machine(1)),
			Some(NotRentable::Closed)
		);
		assert_eq!(events(), [Event::MachineClosed { machine: id(1) }]);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
	});
}

#[test]
fn machine_should_take_orders_when_opened() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		events();
		RecordMachineChanges::take();
		assert_ok!(Machines::open(signed(ALICE), id(1)));
		assert_eq!(Machines::not_rentable(&machine(1)), None);
		assert_eq!(events(), [Event::MachineOpened { machine: id(1) }]);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);
	});
}

#[test]
fn close_should_be_refused_when_the_machine_is_closed() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		assert_noop!(Machines::close(signed(ALICE), id(1)), E::AlreadyClosed);
	});
}

#[test]
fn open_should_be_refused_when_the_machine_is_open() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::open(signed(ALICE), id(1)), E::AlreadyOpen);
	});
}

#[test]
fn open_should_be_refused_when_the_machine_is_leaving() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(Machines::open(signed(ALICE), id(1)), E::Leaving);
	});
}

#[test]
fn close_and_open_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::close(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(Machines::close(signed(BOB), id(2)), E::MachineNotFound);
		assert_noop!(Machines::close(RuntimeOrigin::root(), id(1)), BadOrigin);
		assert_ok!(Machines::close(signed(ALICE), id(1)));
		assert_noop!(Machines::open(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(Machines::open(signed(BOB), id(2)), E::MachineNotFound);
		assert_noop!(Machines::open(RuntimeOrigin::root(), id(1)), BadOrigin);
	});
}
