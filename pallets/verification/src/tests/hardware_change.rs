//! `request_hardware_change`, and its outcomes.

use super::*;
use dbc_primitives::{Attester, VerificationRules};
use sp_core::H256;

/// An Active machine of Alice with two GPUs, attested by the first three members.
fn attested() {
	drawn(1, ALICE);
	vote(1, all(accept(&hardware(2), 1)));
	events();
}

fn ask() -> frame_support::dispatch::DispatchResult {
	Verification::request_hardware_change(signed(ALICE), id(1), None)
}

/// Asks for the attestation of the change, with the next three members drawn.
fn changing() {
	attested();
	ask().unwrap();
	draw(1, &members(3)).unwrap();
	events();
}

fn paid_to_members(test: impl FnOnce()) -> [u128; 3] {
	let before = members(3).map(Balances::free_balance);
	test();
	let after = members(3).map(Balances::free_balance);
	[0, 1, 2].map(|n| after[n] - before[n])
}

#[test]
fn change_should_hold_the_fee_when_requested() {
	run(|| {
		attested();
		let before = spendable(&ALICE);
		assert_ok!(ask());
		assert_eq!(spendable(&ALICE), before - FEE);
		assert_eq!(on_hold(&ALICE), FEE);
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.down, [OutageCause::HardwareChange]);
		assert_eq!(record.exit_locks, 1);
		assert_eq!(request_of(1).kind, VerificationKind::HardwareChange);
		assert_eq!(
			events(),
			[Event::VerificationRequested {
				machine: id(1),
				owner: ALICE,
				kind: VerificationKind::HardwareChange,
				job: 1,
				fee: FEE,
				registration_fee: 0,
			}]
		);
	});
}

#[test]
fn change_should_fail_when_the_price_is_stale() {
	run(|| {
		attested();
		MockPrice::make_stale();
		assert_noop!(ask(), E::PriceUnavailable);
	});
}

#[test]
fn change_should_fail_when_the_owner_cannot_pay() {
	run(|| {
		attested();
		let excess = spendable(&ALICE) - FEE + 1;
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), BOB, excess));
		assert_noop!(ask(), E::InsufficientBalance);
	});
}

#[test]
fn change_should_fail_when_the_machine_does_not_allow_it() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		assert_noop!(ask(), DispatchError::Other("mock: not active"));
	});
}

#[test]
fn change_should_fail_when_a_request_is_open() {
	run(|| {
		changing();
		assert_noop!(ask(), E::AlreadyRequested);
	});
}

#[test]
fn change_should_change_nothing_when_too_many_jobs_wait() {
	run(|| {
		attested();
		Pool::set_full(true);
		assert_noop!(ask(), DispatchError::Other("mock: too many jobs wait"));
	});
}

#[test]
fn change_should_fail_when_the_caller_is_not_the_owner() {
	run(|| {
		attested();
		assert_noop!(
			Verification::request_hardware_change(signed(BOB), id(1), None),
			E::NotOwner
		);
		assert_noop!(
			Verification::request_hardware_change(signed(BOB), id(2), None),
			E::MachineNotFound
		);
		assert_noop!(
			Verification::request_hardware_change(RuntimeOrigin::root(), id(1), None),
			BadOrigin
		);
	});
}

#[test]
fn change_should_cost_four_per_cent_of_the_new_stake_when_accepted() {
	run(|| {
		changing();
		let (owner, treasury) = (spendable(&ALICE), spendable(&TREASURY));
		let paid = paid_to_members(|| {
			vote(
				1,
				[
					Some(accept(&hardware(4), 7)),
					Some(refuse(RejectReason::Other)),
					Some(accept(&hardware(4), 8)),
				],
			)
		});
		let record = machine(1);
		let cost = 4 * PER_GPU * 4 / 100;
		assert_eq!(record.hardware, Some(hardware(4)));
		assert!(record.down.is_empty());
		assert_eq!(record.exit_locks, 0);
		assert_eq!((record.held, record.locked), (4 * PER_GPU - cost, 0));
		assert_eq!(spendable(&ALICE), owner - 2 * PER_GPU);
		assert_eq!(spendable(&TREASURY), treasury + cost);
		// The fee goes to those whose votes decided.
		assert_eq!(paid, [FEE / 2, 0, FEE / 2]);
		assert_eq!(faulted(), [member(4)]);
		let attester = |n, report| Attester {
			member: member(n),
			report: H256::repeat_byte(report),
		};
		assert_eq!(
			Attesters::<Test>::get(id(1)).into_inner(),
			[attester(3, 7), attester(5, 8)]
		);
		let accepted = Event::HardwareChangeAccepted {
			machine: id(1),
			job: 1,
			cost,
		};
		assert!(events().contains(&accepted));
	});
}

#[test]
fn change_should_cost_nothing_of_the_stake_when_the_rules_say_so() {
	run(|| {
		Rules::set(VerificationRules {
			hardware_change_percent: 0,
			..GENESIS_RULES
		});
		changing();
		vote(1, all(accept(&hardware(4), 1)));
		assert_eq!(machine(1).held, 4 * PER_GPU);
	});
}

#[test]
fn machine_should_stay_down_when_the_change_is_refused() {
	run(|| {
		changing();
		let owner = spendable(&ALICE);
		let paid = paid_to_members(|| {
			let opinion = refuse(RejectReason::WrongGpu);
			vote(1, [Some(opinion.clone()), Some(opinion), None]);
		});
		assert_eq!(paid, [FEE / 2, FEE / 2, 0]);
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.hardware, Some(hardware(2)));
		assert_eq!(record.down, [OutageCause::HardwareChange]);
		assert_eq!(record.exit_locks, 0);
		assert_eq!(record.held, 2 * PER_GPU);
		assert_eq!(spendable(&ALICE), owner);
		assert_eq!(stake_penalties(), []);
		// The old attesters stay.
		assert_eq!(Attesters::<Test>::get(id(1))[0].member, member(0));
		let refused = Event::HardwareChangeRefused {
			machine: id(1),
			job: 1,
			reason: RejectReason::WrongGpu,
		};
		assert!(events().contains(&refused));
		// The owner may ask again.
		assert_ok!(ask());
	});
}

#[test]
fn fee_should_return_when_no_vote_decided_the_change() {
	run(|| {
		changing();
		let owner = spendable(&ALICE);
		vote(1, split());
		for _ in 0..2 {
			draw(1, &members(3)).unwrap();
			vote(1, split());
		}
		assert_eq!(spendable(&ALICE), owner + FEE);
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.down, [OutageCause::HardwareChange]);
		assert_eq!((record.exit_locks, record.held), (0, 2 * PER_GPU));
		let undecided = Event::RequestUndecided {
			machine: id(1),
			job: 3,
			released: 0,
		};
		assert!(events().contains(&undecided));
	});
}

#[test]
fn change_should_be_undone_as_a_whole_when_one_step_fails() {
	for step in [
		MachineStep::Activate,
		MachineStep::Slash,
		MachineStep::BringUp,
	] {
		run(|| {
			changing();
			let (owner, treasury) = (spendable(&ALICE), spendable(&TREASURY));
			Registry::fail_at(&[step]);
			let paid = paid_to_members(|| vote(1, all(accept(&hardware(4), 1))));
			let record = machine(1);
			assert_eq!(record.hardware, Some(hardware(2)));
			assert_eq!(record.down, [OutageCause::HardwareChange]);
			assert_eq!((record.exit_locks, record.locked), (0, 0));
			assert_eq!(record.held, 2 * PER_GPU);
			assert_eq!(spendable(&ALICE), owner);
			assert_eq!(spendable(&TREASURY), treasury);
			// The members did what they were asked to.
			assert_eq!(paid.iter().sum::<u128>(), FEE);
			assert_eq!(released(1), members(3));
			assert_eq!(Attesters::<Test>::get(id(1))[0].member, member(0));
		});
	}
}
