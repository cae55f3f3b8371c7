//! Changes of the hardware of Active machines as the pallet above calls them.

use super::*;
use dbc_primitives::Profile;

fn begin() -> sp_runtime::DispatchResult {
	Machines::begin_hardware_change(&id(1), None)
}

/// What is said of the machine after a move.
fn moved() -> Profile {
	Profile {
		longitude: -1,
		..fixtures::profile()
	}
}

fn lasting() -> Vec<OutageCause> {
	machine(1).lasting_causes().collect()
}

/// Lets the hardware of machine 1 become `gpus` GPUs.
fn change_hardware(gpus: u32) {
	assert_ok!(begin());
	finish(gpus);
}

/// Ends the hardware change of machine 1 as verification does when it is accepted.
fn finish(gpus: u32) {
	assert_ok!(Machines::unlock_exit(&id(1)));
	assert_ok!(Machines::activate(&id(1), fixtures::hardware(gpus)));
	assert_ok!(Machines::bring_up(&id(1), OutageCause::HardwareChange));
}

#[test]
fn hardware_change_should_hold_more_when_gpus_are_added() {
	run(|| {
		activate(1, ALICE, 4);
		advance(DAY);
		change_hardware(8);
		let record = machine(1);
		assert_eq!(
			(record.stake, record.requirement),
			(8 * PER_GPU, 8 * PER_GPU)
		);
		assert_eq!(record.first_active_at, Some(START));
		assert_eq!(record.requirement_fixed_at, Some(START + DAY));
		assert_eq!(on_hold(&ALICE), 8 * PER_GPU);
		assert_eq!(HardwareOf::<Test>::get(id(1)), Some(fixtures::hardware(8)));
	});
}

#[test]
fn hardware_change_should_release_the_excess_when_gpus_are_removed() {
	run(|| {
		activate(1, ALICE, 8);
		change_hardware(2);
		assert_eq!(on_hold(&ALICE), 2 * PER_GPU);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - 2 * PER_GPU);
	});
}

#[test]
fn hardware_change_should_keep_what_is_locked_when_gpus_are_removed() {
	run(|| {
		activate(1, ALICE, 8);
		assert_ok!(begin());
		// A sanction that comes while the change is under way.
		assert_ok!(Machines::lock(&id(1), 5 * PER_GPU));
		finish(2);
		assert_eq!(on_hold(&ALICE), 5 * PER_GPU);
		assert_eq!(machine(1).locked, 5 * PER_GPU);
		assert_ok!(Machines::unlock(&id(1), 5 * PER_GPU));
	});
}

#[test]
fn hardware_change_should_leave_the_machine_under_staked_when_the_owner_lacks_the_rest() {
	run(|| {
		activate(1, ALICE, 4);
		let rest = spendable(&ALICE);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
		change_hardware(5);
		// 4 of 5 GPUs are 80 %: the flag is set because the stake was not completed.
		assert!(machine(1).under_staked);
		assert_eq!(on_hold(&ALICE), 4 * PER_GPU);
	});
}

#[test]
fn hardware_change_should_end_the_under_stake_when_less_is_required() {
	run(|| {
		verifying(1, ALICE);
		let rest = spendable(&ALICE);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, rest));
		assert_ok!(Machines::activate(&id(1), fixtures::hardware(4)));
		assert!(machine(1).under_staked);
		events();
		change_hardware(1);
		assert!(!machine(1).under_staked);
		assert!(events().contains(&Event::StakeCompleted {
			machine: id(1),
			stake: PER_GPU
		}));
	});
}

#[test]
fn hardware_change_should_take_the_machine_down_and_lock_its_exit_when_it_begins() {
	run(|| {
		activate(1, ALICE, 4);
		advance(HOUR);
		assert_ok!(begin());
		let record = machine(1);
		assert_eq!((record.phase, record.exit_locks), (Phase::Active, 1));
		assert_eq!(lasting(), [OutageCause::HardwareChange]);
		assert_eq!(HardwareOf::<Test>::get(id(1)), Some(fixtures::hardware(4)));
		assert_eq!(Profiles::<Test>::get(id(1)), Some(fixtures::profile()));
		assert_eq!(
			events(),
			[
				Event::HardwareChangeBegun { machine: id(1) },
				Event::OutageBegun {
					machine: id(1),
					cause: OutageCause::HardwareChange,
					since: START + HOUR,
					base: 4 * PER_GPU
				}
			]
		);
		assert_eq!(RecordMachineChanges::take(), [MachineChange::Down(id(1))]);
	});
}

#[test]
fn hardware_change_should_replace_the_profile_when_a_new_one_is_given() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::begin_hardware_change(&id(1), Some(moved())));
		assert_eq!(Profiles::<Test>::get(id(1)), Some(moved()));
		assert_eq!(
			events()[..2],
			[
				Event::HardwareChangeBegun { machine: id(1) },
				Event::ProfileSet { machine: id(1) }
			]
		);
	});
}

#[test]
fn hardware_change_should_be_refused_when_the_new_profile_is_not_valid() {
	run(|| {
		activate(1, ALICE, 4);
		let nowhere = Profile {
			latitude: 900_001,
			..moved()
		};
		assert_noop!(
			Machines::begin_hardware_change(&id(1), Some(nowhere)),
			E::LatitudeOutOfRange
		);
	});
}

#[test]
fn hardware_change_should_join_the_outage_when_the_owner_reported_one() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		advance(HOUR);
		events();
		RecordMachineChanges::take();
		assert_ok!(begin());
		assert_eq!(machine(1).outage.unwrap().since, START);
		let causes = [OutageCause::OwnerReported, OutageCause::HardwareChange];
		assert_eq!(lasting(), causes);
		assert_eq!(
			events(),
			[
				Event::HardwareChangeBegun { machine: id(1) },
				Event::OutageCauseAdded {
					machine: id(1),
					cause: OutageCause::HardwareChange,
					since: START + HOUR
				}
			]
		);
		assert_eq!(RecordMachineChanges::take(), []);

		// The machine is up once both are over.
		finish(8);
		assert_eq!(lasting(), [OutageCause::OwnerReported]);
		assert_ok!(Machines::report_up(signed(ALICE), id(1)));
		assert_eq!(machine(1).outage, None);
	});
}

#[test]
fn hardware_change_should_go_on_when_the_last_one_was_not_accepted() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(begin());
		// Refused: the machine stays down with its old hardware.
		assert_ok!(Machines::unlock_exit(&id(1)));
		advance(HOUR);
		events();
		RecordMachineChanges::take();
		assert_ok!(begin());
		assert_eq!(events(), [Event::HardwareChangeBegun { machine: id(1) }]);
		assert_eq!(RecordMachineChanges::take(), []);
		assert_eq!(machine(1).outage.unwrap().since, START);
		assert_eq!(machine(1).exit_locks, 1);
	});
}

#[test]
fn hardware_change_should_begin_when_only_the_owners_word_is_left_of_an_outage() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::take_down(&id(1), OutageCause::Malfunction, now()));
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		assert_noop!(begin(), E::OutageRunning);
		assert_ok!(Machines::bring_up(&id(1), OutageCause::Malfunction));
		assert_ok!(begin());
	});
}

#[test]
fn hardware_change_should_be_refused_when_the_machine_is_down_for_something_else() {
	let others = [
		OutageCause::Inaccessible,
		OutageCause::Malfunction,
		OutageCause::RentFailed,
	];
	for cause in others {
		run(|| {
			activate(1, ALICE, 4);
			assert_ok!(Machines::take_down(&id(1), cause, now()));
			assert_noop!(begin(), E::OutageRunning);
			assert_ok!(Machines::report_down(signed(ALICE), id(1)));
			assert_noop!(begin(), E::OutageRunning);
		});
	}
}

#[test]
fn hardware_change_should_be_refused_when_something_is_open() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_noop!(begin(), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::lock(&id(1), 1));
		assert_noop!(begin(), E::ExitLocked);
	});
}

#[test]
fn hardware_change_should_be_refused_when_one_is_under_way() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(begin());
		assert_noop!(begin(), E::ExitLocked);
	});
}

#[test]
fn hardware_change_should_be_refused_when_the_machine_is_not_active() {
	run(|| {
		assert_noop!(begin(), E::MachineNotFound);
		register_with_profile(1, ALICE);
		assert_noop!(begin(), E::NotActive);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(begin(), E::NotActive);
		assert_ok!(Machines::give_up(&id(1)));
		assert_noop!(begin(), E::NotActive);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_ok!(Machines::reject(&id(1), RejectReason::Other));
		assert_noop!(begin(), E::NotActive);
	});
}

#[test]
fn hardware_change_should_be_refused_when_the_machine_is_leaving() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(begin(), E::Leaving);
	});
}

#[test]
fn hardware_change_should_begin_when_stake_is_missing() {
	run_and_burn(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::lock(&id(1), 2 * PER_GPU));
		drop(Machines::slash_locked(&id(1), 2 * PER_GPU).unwrap());
		assert!(machine(1).under_staked);
		change_hardware(2);
		assert!(!machine(1).under_staked);
		2 * PER_GPU
	});
}

#[test]
fn calls_should_respect_the_hardware_change_when_one_is_under_way() {
	run(|| {
		activate(1, ALICE, 4);
		advance(2 * 365 * DAY);
		MockPrice::set(2 * PRICE);
		assert_ok!(begin());

		let alice = || signed(ALICE);
		assert_noop!(Machines::exit(alice(), id(1)), E::ExitLocked);
		assert_noop!(Machines::restake(alice(), id(1)), E::OutageRunning);
		assert_noop!(
			Machines::set_profile(alice(), id(1), moved()),
			E::ProfileLocked
		);
		assert_noop!(Machines::begin_verification(&id(1)), E::WrongPhase);
		assert_noop!(Machines::reject(&id(1), RejectReason::Other), E::WrongPhase);
		assert_noop!(Machines::give_up(&id(1)), E::WrongPhase);
		assert_noop!(Machines::withdraw(&id(1)), E::WrongPhase);
		assert_noop!(Machines::top_up(alice(), id(1), 1), E::NothingMissing);
		// The owner's word does not end it.
		assert_noop!(Machines::report_up(alice(), id(1)), E::NotDown);
		assert_ok!(Machines::report_down(alice(), id(1)));
		assert_ok!(Machines::report_up(alice(), id(1)));
		assert_eq!(lasting(), [OutageCause::HardwareChange]);

		assert_ok!(Machines::set_payee(alice(), id(1), Some(BOB)));
		assert_ok!(Machines::set_extra_price(alice(), id(1), 1));
		assert_ok!(Machines::close(alice(), id(1)));
		assert_ok!(Machines::open(alice(), id(1)));

		// Nobody removes it for having been down too long, as long as its request is open.
		advance(365 * DAY);
		assert_noop!(Machines::remove(signed(BOB), id(1)), E::ExitLocked);
	});
}

#[test]
fn exit_should_end_the_outage_when_a_hardware_change_was_not_accepted() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(begin());
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_noop!(Machines::exit(signed(ALICE), id(1)), E::TooEarly);
		advance(365 * DAY);
		RecordMachineChanges::take();
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::Up(id(1)), MachineChange::Removed(id(1))]
		);
	});
}

#[test]
fn forced_exit_should_wait_for_the_request_when_the_hardware_changes() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(begin());
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert!(machine(1).leaving);
		assert_eq!(on_hold(&ALICE), 0);
		assert_noop!(Machines::remove(signed(BOB), id(1)), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::remove(signed(BOB), id(1)));
		assert_eq!(spendable(&ALICE), WEALTH - FEE);
	});
}

#[test]
fn hardware_change_should_come_to_nothing_when_governance_brings_the_machine_up() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(begin());
		let cause = OutageCause::HardwareChange;
		assert_ok!(Machines::force_bring_up(
			RuntimeOrigin::root(),
			id(1),
			cause
		));
		assert_noop!(
			Machines::activate(&id(1), fixtures::hardware(8)),
			E::NoHardwareChange
		);
		assert_ok!(Machines::unlock_exit(&id(1)));
	});
}

#[test]
fn hardware_change_should_be_refused_when_an_order_is_live() {
	run(|| {
		activate(1, ALICE, 2);
		MockOrderGuard::set(MockOrders::Live);
		assert_noop!(begin(), DispatchError::Other("mock: orders"));
		MockOrderGuard::set(MockOrders::NotClosed);
		assert_ok!(begin());
	});
}

#[test]
fn counterfeit_should_end_as_of_the_request_when_the_attestation_is_accepted() {
	run(|| {
		activate(1, ALICE, 2);
		assert_ok!(Machines::take_down(&id(1), OutageCause::Counterfeit, START));
		advance(HOUR);
		assert_ok!(begin());
		// Not decided: the clock goes on until the request that is accepted.
		assert_ok!(Machines::unlock_exit(&id(1)));
		advance(HOUR);
		assert_ok!(begin());
		let asked = now();
		advance(HOUR);
		assert!(machine(1).is_down_for(OutageCause::Counterfeit));
		RecordMachineChanges::take();
		finish(2);
		assert_eq!(machine(1).outage, None);
		assert!(RecordMachineChanges::take().contains(&MachineChange::Up(id(1))));
		assert_eq!(asked, START + 2 * HOUR);
	});
}

#[test]
fn counterfeit_should_stop_its_clock_when_the_attestation_is_asked_for() {
	let mut record = crate::Machine::registered(ALICE, 0, 10);
	record.begin_verification(0, 1).unwrap();
	record.activate(0, 1, 1, 10).unwrap();
	record.take_down(OutageCause::Counterfeit, 5, 5).unwrap();
	record.begin_hardware_change(7).unwrap();
	record.unlock_exit().unwrap();
	record.begin_hardware_change(8).unwrap();
	let crate::Up::Ended(ended) = record.bring_up(OutageCause::HardwareChange, 9).unwrap() else {
		panic!("other causes last")
	};
	let spans: Vec<_> = ended
		.causes
		.iter()
		.map(|known| (known.cause, known.since, known.until))
		.collect();
	assert_eq!(
		spans,
		[
			(OutageCause::Counterfeit, 5, Some(8)),
			(OutageCause::HardwareChange, 8, Some(9))
		]
	);
}

#[test]
fn outage_should_go_on_from_its_begin_when_the_attestation_is_asked_for_again() {
	run(|| {
		activate(1, ALICE, 2);
		assert_ok!(begin());
		assert_ok!(Machines::unlock_exit(&id(1)));
		advance(HOUR);
		assert_ok!(Machines::take_down(&id(1), OutageCause::Counterfeit, now()));
		advance(HOUR);
		assert_ok!(begin());
		let outage = machine(1).outage.unwrap();
		let since: Vec<_> = outage.causes.iter().map(|known| known.since).collect();
		assert_eq!(outage.since, START);
		assert_eq!(since, [START + 2 * HOUR, START + HOUR]);
	});
}
