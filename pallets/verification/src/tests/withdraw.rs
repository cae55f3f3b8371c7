//! `withdraw`.

use super::*;

#[test]
fn withdraw_should_lead_back_to_registered_when_nobody_was_drawn() {
	run(|| {
		requested(1, ALICE);
		events();
		advance(HOUR);
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
		assert_eq!(machine(1).phase, Phase::Registered);
		assert_eq!(machine(1).held, PER_GPU);
		assert!(!Requests::<Test>::contains_key(id(1)));
		assert_eq!(Pool::job(0), None);
		assert_eq!(
			events(),
			[Event::RequestWithdrawn {
				machine: id(1),
				job: 0
			}]
		);
	});
}

#[test]
fn withdraw_should_return_the_fee_and_stay_undecided_when_the_request_was_repeated() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		let before = spendable(&ALICE);
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		let job = request_of(1).job;
		events();
		advance(HOUR);
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
		assert_eq!(machine(1).held, PER_GPU);
		assert_eq!(on_hold(&ALICE), 0);
		assert_eq!(spendable(&ALICE), before - REGISTRATION_FEE - PER_GPU);
		assert_eq!(
			events(),
			[
				Event::RequestWithdrawn {
					machine: id(1),
					job
				},
				Event::FeeReturned {
					machine: id(1),
					to: ALICE,
					amount: FEE,
				},
			]
		);
	});
}

#[test]
fn withdraw_should_stay_undecided_when_repeating_costs_no_fee() {
	run(|| {
		requested(1, ALICE);
		end_undecided(1);
		Rules::set(dbc_primitives::VerificationRules {
			repeat_fee_usd: 0,
			..GENESIS_RULES
		});
		assert_ok!(Verification::request(signed(ALICE), id(1)));
		assert_eq!(request_of(1).fee, 0);
		advance(HOUR);
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
		assert_eq!(machine(1).phase, Phase::Undecided { at: 0 });
	});
}

#[test]
fn withdraw_should_leave_the_machine_down_when_its_hardware_changes() {
	run(|| {
		active(1, ALICE, 2);
		let before = spendable(&ALICE);
		assert_ok!(Verification::request_hardware_change(
			signed(ALICE),
			id(1),
			None
		));
		advance(HOUR);
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
		let record = machine(1);
		assert_eq!(record.phase, Phase::Active);
		assert_eq!(record.down, [OutageCause::HardwareChange]);
		assert_eq!(record.exit_locks, 0);
		assert_eq!(spendable(&ALICE), before);
		// It may be asked for again.
		assert_ok!(Verification::request_hardware_change(
			signed(ALICE),
			id(1),
			None
		));
	});
}

#[test]
fn withdraw_should_fail_when_it_is_a_millisecond_too_early() {
	run(|| {
		requested(1, ALICE);
		advance(HOUR - 1);
		assert_noop!(Verification::withdraw(signed(ALICE), id(1)), E::TooEarly);
	});
}

#[test]
fn withdraw_should_fail_when_members_were_drawn() {
	run(|| {
		drawn(1, ALICE);
		advance(HOUR);
		assert_noop!(
			Verification::withdraw(signed(ALICE), id(1)),
			E::AlreadyDrawn
		);
	});
}

#[test]
fn withdraw_should_count_from_the_running_round_when_it_is_not_the_first() {
	run(|| {
		drawn(1, ALICE);
		vote(1, SILENT);
		advance(HOUR - 1);
		assert_noop!(Verification::withdraw(signed(ALICE), id(1)), E::TooEarly);
		advance(1);
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
	});
}

#[test]
fn withdraw_should_pay_the_treasury_when_the_owner_cannot_receive_the_fee() {
	run(|| {
		Rules::set(dbc_primitives::VerificationRules {
			// 0.00012 USD: 0.01 DBC less a bit.
			hardware_change_fee_usd: 119,
			..GENESIS_RULES
		});
		active(1, ALICE, 1);
		assert_ok!(Verification::request_hardware_change(
			signed(ALICE),
			id(1),
			None
		));
		let fee = request_of(1).fee;
		assert!(fee < EXISTENTIAL_DEPOSIT);
		// With a second provider the account may live on its hold alone.
		System::inc_providers(&ALICE);
		let all = Balances::free_balance(&ALICE);
		assert_ok!(Balances::transfer_allow_death(signed(ALICE), BOB, all));
		advance(HOUR);
		let treasury = spendable(&TREASURY);
		events();
		assert_ok!(Verification::withdraw(signed(ALICE), id(1)));
		assert_eq!(spendable(&TREASURY), treasury + fee);
		assert_eq!(on_hold(&ALICE), 0);
		let returned = Event::FeeReturned {
			machine: id(1),
			to: TREASURY,
			amount: fee,
		};
		assert!(events().contains(&returned));
	});
}

#[test]
fn withdraw_should_fail_when_the_caller_may_not() {
	run(|| {
		requested(1, ALICE);
		advance(HOUR);
		assert_noop!(Verification::withdraw(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(
			Verification::withdraw(signed(ALICE), id(2)),
			E::MachineNotFound
		);
		assert_noop!(
			Verification::withdraw(RuntimeOrigin::root(), id(1)),
			BadOrigin
		);
	});
}

#[test]
fn withdraw_should_fail_when_nothing_is_open() {
	run(|| {
		Registry::register(&id(1), &ALICE).unwrap();
		assert_noop!(
			Verification::withdraw(signed(ALICE), id(1)),
			E::RequestNotFound
		);
	});
}
