//! The stake as the pallets above lock, take and return it.

use super::*;
use frame_support::traits::{fungible::Balanced, Imbalance};

fn release(amount: u128) -> sp_runtime::DispatchResult {
	<Machines as MachineStake>::release(&id(1), amount)
}

#[test]
fn lock_should_take_what_is_free_when_more_is_asked_for() {
	run(|| {
		register(1, ALICE);
		events();
		assert_eq!(Machines::lock(&id(1), 10), Ok(10));
		assert_eq!(Machines::lock(&id(1), u128::MAX), Ok(PER_GPU - 10));
		assert_eq!(Machines::lock(&id(1), 1), Ok(0));
		assert_eq!(machine(1).locked, PER_GPU);
		assert_eq!(
			events()[..2],
			[
				Event::StakeLocked {
					machine: id(1),
					amount: 10,
					locked: 10
				},
				Event::StakeLocked {
					machine: id(1),
					amount: PER_GPU - 10,
					locked: PER_GPU
				},
			]
		);
	});
}

#[test]
fn unlock_should_be_refused_when_less_is_locked() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Machines::lock(&id(1), 10));
		assert_noop!(Machines::unlock(&id(1), 11), E::LockedTooLow);
		events();
		assert_ok!(Machines::unlock(&id(1), 4));
		assert_eq!(
			events(),
			[Event::StakeUnlocked {
				machine: id(1),
				amount: 4,
				locked: 6
			}]
		);
	});
}

#[test]
fn slash_should_hand_over_a_credit_when_the_amount_is_locked() {
	run(|| {
		activate(1, ALICE, 4);
		assert_ok!(Machines::lock(&id(1), 30));
		events();
		let credit = Machines::slash_locked(&id(1), 20).unwrap();
		assert_eq!(credit.peek(), 20);
		assert_eq!(
			(machine(1).stake, machine(1).locked),
			(4 * PER_GPU - 20, 10)
		);
		assert_eq!(on_hold(&ALICE), 4 * PER_GPU - 20);
		assert_eq!(
			events(),
			[Event::StakeSlashed {
				machine: id(1),
				amount: 20,
				stake: 4 * PER_GPU - 20
			}]
		);
		// The treasury gets it: nothing is burned.
		assert!(Balances::resolve(&TREASURY, credit).is_ok());
		assert_eq!(spendable(&TREASURY), FEE + 20);
	});
}

#[test]
fn slash_should_burn_when_the_credit_is_dropped() {
	run_and_burn(|| {
		register(1, ALICE);
		assert_ok!(Machines::lock(&id(1), 20));
		drop(Machines::slash_locked(&id(1), 20).unwrap());
		20
	});
}

#[test]
fn slash_should_take_the_stake_when_the_account_is_frozen() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	run_and_burn(|| {
		register(1, ALICE);
		Balances::set_lock(*b"vote    ", &ALICE, u128::MAX, WithdrawReasons::all());
		assert_ok!(Machines::lock(&id(1), PER_GPU));
		let credit = Machines::slash_locked(&id(1), PER_GPU).unwrap();
		assert_eq!(credit.peek(), PER_GPU);
		drop(credit);
		PER_GPU
	});
}

#[test]
fn slash_should_be_refused_when_the_amount_is_not_locked() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Machines::lock(&id(1), 20));
		assert_noop!(
			Machines::slash_locked(&id(1), 21).map(drop),
			E::LockedTooLow
		);
		assert_eq!(Machines::slash_locked(&id(1), 0).unwrap().peek(), 0);
	});
}

#[test]
fn machine_should_become_under_staked_when_less_than_80_percent_is_left() {
	run_and_burn(|| {
		// One GPU at 800 USD per DBC: 1 DBC, so that 80 % is a whole number.
		verifying(1, ALICE);
		MockPrice::set(800_000_000_000);
		assert_ok!(Machines::activate(&id(1), fixtures::hardware(1)));
		assert_eq!(machine(1).requirement, DBC);
		let fifth = DBC / 5;
		assert_ok!(Machines::lock(&id(1), DBC));
		events();
		RecordMachineChanges::take();

		// Locked parts count, and exactly 80 % is enough.
		drop(Machines::slash_locked(&id(1), fifth).unwrap());
		assert!(!machine(1).under_staked);
		assert_eq!(RecordMachineChanges::take(), []);

		drop(Machines::slash_locked(&id(1), 1).unwrap());
		assert!(machine(1).under_staked);
		assert_eq!(
			events().last(),
			Some(&Event::MachineUnderStaked {
				machine: id(1),
				stake: DBC - fifth - 1,
				requirement: DBC
			})
		);
		assert_eq!(
			RecordMachineChanges::take(),
			[MachineChange::TermsChanged(id(1))]
		);

		// It is told once.
		drop(Machines::slash_locked(&id(1), 1).unwrap());
		assert_eq!(RecordMachineChanges::take(), []);
		fifth + 2
	});
}

#[test]
fn release_should_return_what_is_not_locked() {
	run(|| {
		register(1, ALICE);
		assert_ok!(Machines::lock(&id(1), 20));
		assert_noop!(release(PER_GPU - 19), E::StakeTooLow);
		events();
		assert_ok!(release(PER_GPU - 20));
		assert_eq!(Machines::held(&id(1)), 20);
		assert_eq!(spendable(&ALICE), WEALTH - FEE - 20);
		assert_eq!(
			events(),
			[Event::StakeReleased {
				machine: id(1),
				amount: PER_GPU - 20,
				stake: 20
			}]
		);
	});
}

#[test]
fn stake_should_be_refused_when_there_is_no_such_machine() {
	run(|| {
		assert_eq!(Machines::held(&id(1)), 0);
		assert_noop!(Machines::lock(&id(1), 1), E::MachineNotFound);
		assert_noop!(Machines::unlock(&id(1), 1), E::MachineNotFound);
		assert_noop!(
			Machines::slash_locked(&id(1), 1).map(drop),
			E::MachineNotFound
		);
		assert_noop!(release(1), E::MachineNotFound);
		assert_noop!(Machines::lock_exit(&id(1)), E::MachineNotFound);
		assert_noop!(Machines::unlock_exit(&id(1)), E::MachineNotFound);
	});
}

#[test]
fn exit_lock_should_be_counted_when_several_things_are_open() {
	run(|| {
		register(1, ALICE);
		assert_noop!(Machines::unlock_exit(&id(1)), E::ExitNotLocked);
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_noop!(Machines::exit(signed(ALICE), id(1)), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::exit(signed(ALICE), id(1)));
	});
}

#[test]
fn exit_lock_should_be_refused_when_the_counter_is_full() {
	run(|| {
		register(1, ALICE);
		crate::Machines::<Test>::mutate(id(1), |record| {
			record.as_mut().unwrap().exit_locks = u32::MAX;
		});
		assert_noop!(Machines::lock_exit(&id(1)), E::TooManyExitLocks);
	});
}
