use super::*;

/// Twice the price: a GPU needs half the stake.
const DOUBLE: u64 = 2 * PRICE;
const HALF_PER_GPU: u128 = 33_333_333_333_333_333_334;

fn restake() -> sp_runtime::DispatchResult {
	Machines::restake(signed(ALICE), id(1))
}

/// Machine 1 of Alice, Active with 4 GPUs for a year, at twice the price.
fn ripe() {
	activate(1, ALICE, 4);
	advance(365 * DAY);
	MockPrice::set(DOUBLE);
}

#[test]
fn restake_should_release_the_difference_when_the_price_has_risen() {
	run(|| {
		ripe();
		let before = spendable(&ALICE);
		assert_ok!(restake());

		let (requirement, released) = (4 * HALF_PER_GPU, 4 * PER_GPU - 4 * HALF_PER_GPU);
		let record = machine(1);
		assert_eq!(
			(record.stake, record.requirement),
			(requirement, requirement)
		);
		assert_eq!(record.requirement_fixed_at, Some(now()));
		assert_eq!(spendable(&ALICE), before + released);
		assert_eq!(on_hold(&ALICE), requirement);
		assert_eq!(
			events(),
			[Event::Restaked {
				machine: id(1),
				requirement,
				released
			}]
		);
	});
}

#[test]
fn restake_should_be_refused_when_a_millisecond_is_missing() {
	run(|| {
		ripe();
		set_time(now() - 1);
		assert_noop!(restake(), E::TooEarly);
	});
}

#[test]
fn restake_should_be_refused_when_it_was_done_within_the_year() {
	run(|| {
		ripe();
		assert_ok!(restake());
		MockPrice::set(2 * DOUBLE);
		advance(365 * DAY - 1);
		assert_noop!(restake(), E::TooEarly);
		advance(1);
		assert_ok!(restake());
	});
}

#[test]
fn restake_should_change_nothing_when_the_price_has_not_risen() {
	run(|| {
		ripe();
		for price in [PRICE, PRICE - 1, 1] {
			MockPrice::set(price);
			assert_noop!(restake(), E::NothingToRelease);
		}
		// The interval has not begun again.
		MockPrice::set(DOUBLE);
		assert_ok!(restake());
	});
}

#[test]
fn restake_should_be_refused_when_there_is_no_fresh_price() {
	run(|| {
		ripe();
		MockPrice::make_stale();
		assert_noop!(restake(), E::PriceUnavailable);
		MockPrice::clear();
		assert_noop!(restake(), E::PriceUnavailable);
	});
}

#[test]
fn restake_should_be_refused_when_the_machine_is_down() {
	run(|| {
		ripe();
		assert_ok!(Machines::report_down(signed(ALICE), id(1)));
		assert_noop!(restake(), E::OutageRunning);
	});
}

#[test]
fn restake_should_be_refused_when_something_is_open() {
	run(|| {
		ripe();
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_noop!(restake(), E::ExitLocked);
		assert_ok!(Machines::unlock_exit(&id(1)));
		assert_ok!(Machines::lock(&id(1), 1));
		assert_noop!(restake(), E::ExitLocked);
	});
}

#[test]
fn restake_should_be_refused_when_stake_is_missing() {
	run_and_burn(|| {
		ripe();
		assert_ok!(Machines::lock(&id(1), 1));
		drop(Machines::slash_locked(&id(1), 1).unwrap());
		assert_noop!(restake(), E::StakeIncomplete);
		1
	});
}

#[test]
fn restake_should_be_refused_when_the_machine_is_not_active() {
	run(|| {
		register(1, ALICE);
		assert_noop!(restake(), E::NotActive);
	});
}

#[test]
fn restake_should_be_refused_when_the_machine_is_leaving() {
	run(|| {
		ripe();
		assert_ok!(Machines::lock_exit(&id(1)));
		assert_ok!(Machines::force_exit(RuntimeOrigin::root(), id(1)));
		assert_noop!(restake(), E::Leaving);
	});
}

#[test]
fn restake_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		ripe();
		assert_noop!(Machines::restake(signed(BOB), id(1)), E::NotOwner);
		assert_noop!(Machines::restake(signed(BOB), id(2)), E::MachineNotFound);
		assert_noop!(Machines::restake(RuntimeOrigin::root(), id(1)), BadOrigin);
	});
}
