//! What governance may force.

use super::*;

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

#[test]
fn forced_outage_should_begin_and_end_when_governance_says_so() {
	run(|| {
		activate(1, ALICE, 2);
		let cause = OutageCause::Counterfeit;
		assert_ok!(Machines::force_take_down(root(), id(1), cause));
		assert_eq!(machine(1).outage.unwrap().since, now());
		assert_noop!(
			Machines::force_take_down(root(), id(1), cause),
			E::AlreadyDown
		);
		assert_ok!(Machines::force_bring_up(root(), id(1), cause));
		assert_eq!(machine(1).outage, None);
		assert_noop!(Machines::force_bring_up(root(), id(1), cause), E::NotDown);
	});
}

#[test]
fn forced_exit_should_return_the_stake_when_nothing_is_locked() {
	run(|| {
		activate(1, ALICE, 2);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		RecordMachineChanges::take();
		assert_ok!(Machines::force_exit(root(), id(1)));
		assert_eq!(crate::Machines::<Test>::get(id(1)), None);
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
		assert_eq!(
			RecordMachineChanges::take(),
			[
				MachineChange::ForcedExit(id(1)),
				MachineChange::Up(id(1)),
				MachineChange::Removed(id(1))
			]
		);
	});
}

#[test]
fn forced_exit_should_return_what_is_not_locked_when_a_sanction_is_pending() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		events();
		RecordMachineChanges::take();
		LockOnUp::set(Some(PER_GPU));
		assert_ok!(Machines::force_exit(root(), id(1)));

		let record = machine(1);
		assert!(record.leaving && record.closed && record.under_staked);
		assert_eq!((record.stake, record.locked), (PER_GPU, PER_GPU));
		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - PER_GPU);
		let deferred = Event::ExitDeferred {
			machine: id(1),
			owner: ALICE,
			released: 3 * PER_GPU,
			locked: PER_GPU,
		};
		assert_eq!(events().last(), Some(&deferred));
		assert_eq!(
			RecordMachineChanges::take(),
			[
				MachineChange::ForcedExit(id(1)),
				MachineChange::Up(id(1)),
				MachineChange::TermsChanged(id(1))
			]
		);

		drop(Machines::slash_locked(&id(1), PER_GPU).unwrap());
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::remove(signed(CHARLIE), id(1)));
		assert_eq!(on_hold(&ALICE), 0);
		PER_GPU
	});
}

#[test]
fn forced_exit_should_wait_when_a_verification_is_under_way() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(Machines::force_exit(root(), id(1)), E::VerificationUnderWay);
	});
}

#[test]
fn forced_calls_should_be_refused_when_there_is_no_such_machine() {
	run(|| {
		let cause = OutageCause::Inaccessible;
		assert_noop!(Machines::force_exit(root(), id(1)), E::MachineNotFound);
		assert_noop!(
			Machines::force_take_down(root(), id(1), cause),
			E::MachineNotFound
		);
		assert_noop!(
			Machines::force_bring_up(root(), id(1), cause),
			E::MachineNotFound
		);
	});
}

#[test]
fn forced_calls_should_be_refused_when_the_origin_is_not_governance() {
	run(|| {
		activate(1, ALICE, 1);
		let cause = OutageCause::OwnerReported;
		for origin in [signed(ALICE), RuntimeOrigin::none()] {
			assert_noop!(Machines::force_exit(origin.clone(), id(1)), BadOrigin);
			assert_noop!(
				Machines::force_take_down(origin.clone(), id(1), cause),
				BadOrigin
			);
			assert_noop!(Machines::force_bring_up(origin, id(1), cause), BadOrigin);
		}
	});
}

#[test]
fn call_15_should_not_decode_when_it_is_gone() {
	use codec::{Decode, Encode};
	let decode = |index: u8| {
		let bytes = (index, id(1), fixtures::hardware(1)).encode();
		crate::Call::<Test>::decode(&mut &bytes[..])
	};
	assert!(decode(15).is_err());
	assert!(matches!(
		decode(14),
		Ok(crate::Call::force_exit { machine }) if machine == id(1)
	));
	let bytes = (16u8, id(1), OutageCause::Malfunction).encode();
	assert!(matches!(
		crate::Call::<Test>::decode(&mut &bytes[..]),
		Ok(crate::Call::force_take_down { .. })
	));
}

#[test]
fn forced_exit_should_not_ask_for_orders_when_some_are_live() {
	run(|| {
		activate(1, ALICE, 2);
		MockOrderGuard::set(MockOrders::Live);
		assert_ok!(Machines::force_exit(root(), id(1)));
		assert_eq!(crate::Machines::<Test>::get(id(1)), None);
	});
}
