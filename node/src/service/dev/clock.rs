//! The clock of the development chain.
//!
//! Time is counted in slots of 6 s since the Unix epoch. A block has one slot, which is at once the number and the slot
//! of its mocked relay chain parent. The clock follows the wall clock, but each block comes at least one slot after its
//! parent, and a jump demands a later slot. So time never runs backwards, whatever restarts there are.

use std::{
	fmt,
	sync::atomic::{AtomicU64, Ordering},
	time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Length of a slot of the parachain and of the mocked relay chain, in milliseconds.
pub const SLOT_MS: u64 = 6_000;
/// Last slot that the clock can show, in the year 2378. Relay chain block numbers have 32 bits; half of them is left to
/// what the runtime adds to a number.
const LAST_SLOT: u32 = u32::MAX / 2;

/// The clock would pass its last slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndOfTime;

impl fmt::Display for EndOfTime {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("the clock of the development chain ends in the year 2378: jump less far")
	}
}

impl std::error::Error for EndOfTime {}

/// Chooses the slots of new blocks.
#[derive(Default)]
pub struct Clock {
	/// Slot that the next block has at least. 0, or one of the past, demands nothing.
	earliest_slot: AtomicU64,
}

impl Clock {
	/// Slot of a block on a parent of `parent_slot` that is sealed at `wall_ms`, in Unix milliseconds.
	pub fn next_slot(&self, parent_slot: u64, wall_ms: u64) -> Result<u32, EndOfTime> {
		next_slot(
			parent_slot,
			wall_ms,
			self.earliest_slot.load(Ordering::SeqCst),
		)
	}

	/// Demands that the next block come `milliseconds`, rounded up to slots, later than it would at `wall_ms`.
	pub fn jump(&self, parent_slot: u64, wall_ms: u64, milliseconds: u64) -> Result<(), EndOfTime> {
		let slot = u64::from(next_slot(parent_slot, wall_ms, 0)?)
			.saturating_add(milliseconds.div_ceil(SLOT_MS));
		if slot > u64::from(LAST_SLOT) {
			return Err(EndOfTime);
		}
		self.earliest_slot.store(slot, Ordering::SeqCst);
		Ok(())
	}

	/// Takes a jump back whose block was not sealed.
	pub fn cancel_jump(&self) {
		self.earliest_slot.store(0, Ordering::SeqCst);
	}
}

fn next_slot(parent_slot: u64, wall_ms: u64, earliest_slot: u64) -> Result<u32, EndOfTime> {
	let slot = parent_slot
		.saturating_add(1)
		.max(wall_ms / SLOT_MS)
		.max(earliest_slot);
	u32::try_from(slot)
		.ok()
		.filter(|slot| *slot <= LAST_SLOT)
		.ok_or(EndOfTime)
}

/// How long a node that starts at `wall_ms` waits for its first block, so that a restart within a slot does not push
/// the clock ahead; at most one `block_time`.
pub fn first_delay(parent_slot: u64, wall_ms: u64, block_time: Duration) -> Duration {
	let next_slot_ms = parent_slot.saturating_add(1).saturating_mul(SLOT_MS);
	Duration::from_millis(next_slot_ms.saturating_sub(wall_ms)).min(block_time)
}

/// The wall clock, in Unix milliseconds.
pub fn wall_clock_ms() -> u64 {
	let since_epoch = SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.unwrap_or_default();
	u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: u64 = 1_800_000_003_000;
	const NOW_SLOT: u64 = 300_000_000;

	#[test]
	fn slot_should_follow_the_wall_clock_when_the_parent_is_older() {
		let clock = Clock::default();
		assert_eq!(clock.next_slot(0, NOW), Ok(NOW_SLOT as u32));
		assert_eq!(clock.next_slot(NOW_SLOT - 1, NOW), Ok(NOW_SLOT as u32));
	}

	#[test]
	fn slot_should_follow_the_parent_when_the_chain_is_ahead() {
		let clock = Clock::default();
		assert_eq!(clock.next_slot(NOW_SLOT, NOW), Ok(NOW_SLOT as u32 + 1));
		assert_eq!(
			clock.next_slot(NOW_SLOT + 50, NOW),
			Ok(NOW_SLOT as u32 + 51)
		);
		assert_eq!(clock.next_slot(NOW_SLOT, 0), Ok(NOW_SLOT as u32 + 1));
	}

	#[test]
	fn jump_should_delay_the_next_block_by_whole_slots_when_it_is_requested() {
		let clock = Clock::default();
		clock.jump(NOW_SLOT - 1, NOW, 86_400_000).unwrap();
		assert_eq!(
			clock.next_slot(NOW_SLOT - 1, NOW),
			Ok(NOW_SLOT as u32 + 14_400)
		);
		clock.jump(NOW_SLOT + 14_400, NOW, 1).unwrap();
		assert_eq!(
			clock.next_slot(NOW_SLOT + 14_400, NOW),
			Ok(NOW_SLOT as u32 + 14_402)
		);
	}

	#[test]
	fn jump_should_be_used_up_when_its_block_is_the_parent() {
		let clock = Clock::default();
		clock.jump(NOW_SLOT, NOW, 60_000).unwrap();
		let sealed = u64::from(clock.next_slot(NOW_SLOT, NOW).unwrap());
		assert_eq!(clock.next_slot(sealed, NOW), Ok(sealed as u32 + 1));
	}

	#[test]
	fn jump_should_change_nothing_when_it_is_cancelled_or_too_long() {
		let clock = Clock::default();
		clock.jump(NOW_SLOT, NOW, 60_000).unwrap();
		clock.cancel_jump();
		assert_eq!(clock.jump(NOW_SLOT, NOW, u64::MAX), Err(EndOfTime));
		assert_eq!(clock.next_slot(NOW_SLOT, NOW), Ok(NOW_SLOT as u32 + 1));
	}

	#[test]
	fn slot_should_be_refused_when_the_clock_is_at_its_end() {
		let clock = Clock::default();
		let last = u64::from(LAST_SLOT);
		assert_eq!(clock.next_slot(last - 1, NOW), Ok(LAST_SLOT));
		assert_eq!(clock.next_slot(last, NOW), Err(EndOfTime));
		assert_eq!(clock.next_slot(u64::MAX, NOW), Err(EndOfTime));
	}

	#[test]
	fn first_block_should_wait_for_its_slot_when_the_node_restarts_within_one() {
		let block_time = Duration::from_millis(SLOT_MS);
		assert_eq!(first_delay(0, NOW, block_time), Duration::ZERO);
		assert_eq!(first_delay(NOW_SLOT - 1, NOW, block_time), Duration::ZERO);
		assert_eq!(
			first_delay(NOW_SLOT, NOW, block_time),
			Duration::from_millis(3_000)
		);
		assert_eq!(first_delay(NOW_SLOT + 9, NOW, block_time), block_time);
	}
}
