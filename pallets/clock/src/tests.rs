use dbc_primitives::{traits::StallCounter, ClockRules, Moment};
use frame_support::assert_err;
use sp_runtime::DispatchError;

use crate::{mock::*, Event, LastBlock, Stalled};

/// The events of the latest block.
fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet()
}

fn stalled() -> Moment {
	<Clock as StallCounter>::stalled()
}

#[test]
fn first_block_should_not_be_a_stall_when_the_chain_begins() {
	test(|| {
		assert_eq!(LastBlock::<Test>::get(), None);
		block(START);
		assert_eq!(LastBlock::<Test>::get(), Some(START));
		assert_eq!(stalled(), 0);
		assert!(events().is_empty());
	});
}

#[test]
fn gap_should_not_count_when_as_long_as_allowed() {
	test(|| {
		block(START);
		block(START + 6 * SECOND);
		block(START + 6 * SECOND + STALL_AFTER);
		assert_eq!(stalled(), 0);
		assert!(events().is_empty());
	});
}

#[test]
fn whole_gap_should_count_when_a_millisecond_longer() {
	test(|| {
		block(START);
		let gap = STALL_AFTER + 1;
		block(START + gap);
		assert_eq!(stalled(), gap);
		assert_eq!(events(), [Event::Stalled { gap, total: gap }]);
	});
}

#[test]
fn stalls_should_add_up_when_there_are_several() {
	test(|| {
		let gaps = [6, 61, 6, 60, 3_600, 0, 86_400].map(|seconds| seconds * SECOND);
		let mut now = START;
		block(now);
		for gap in gaps {
			now += gap;
			block(now);
		}
		let total = (61 + 3_600 + 86_400) * SECOND;
		assert_eq!(stalled(), total);
		assert_eq!(Clock::stalled(), total);
		let gap = 86_400 * SECOND;
		assert_eq!(events(), [Event::Stalled { gap, total }]);
		assert_eq!(LastBlock::<Test>::get(), Some(now));
	});
}

#[test]
fn stall_should_be_told_by_the_rules_of_its_end_when_they_change() {
	test(|| {
		block(START);
		CurrentRules::set(ClockRules {
			stall_after: 10 * SECOND,
		});
		block(START + 11 * SECOND);
		assert_eq!(stalled(), 11 * SECOND);
		CurrentRules::set(ClockRules {
			stall_after: STALL_AFTER,
		});
		block(START + 22 * SECOND);
		assert_eq!(stalled(), 11 * SECOND);
	});
}

#[test]
fn counter_should_saturate_when_time_is_highest() {
	test(|| {
		block(1);
		block(Moment::MAX);
		assert_eq!(stalled(), Moment::MAX - 1);
	});
}

#[test]
fn deadline_should_move_by_the_stall_when_noted_before_it() {
	test(|| {
		block(START);
		let (deadline, before) = (START + 100 * SECOND, stalled());
		block(START + 90 * SECOND);
		// At the last block before the stall 100 seconds were left: they are left again.
		assert_eq!(deadline + stalled() - before, START + 190 * SECOND);
	});
}

#[test]
fn try_state_should_fail_when_stalls_are_longer_than_the_past() {
	test(|| {
		block(START);
		Stalled::<Test>::put(START + 1);
		assert_err!(
			Clock::do_try_state(),
			DispatchError::Other("1: the chain stalled for longer than there is time")
		);
		Stalled::<Test>::put(START);
	});
}
