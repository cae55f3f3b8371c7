//! What must always hold of an agenda, for the `try_state` of its pallet.

use codec::FullCodec;
use frame_support::{ensure, IterableStorageDoubleMap, IterableStorageMap, StorageValue};
use sp_runtime::TryRuntimeError;

use crate::{Agenda, Cursor, Minute};

impl<Items, Places, State, Item> Agenda<Items, Places, State, Item>
where
	Items: IterableStorageDoubleMap<Minute, u32, Item, Query = Option<Item>>,
	Places: IterableStorageMap<Minute, u32, Query = u32>,
	State: StorageValue<Cursor, Query = Option<Cursor>>,
	Item: FullCodec,
{
	/// Checks the three storage items against each other. It reads all of them: not for blocks.
	///
	/// 1. No minute lies behind the cursor, and each has places.
	/// 2. What the cursor has pending is the number of places that lie ahead.
	/// 3. Every item has a place that lies ahead.
	pub fn try_state() -> Result<(), TryRuntimeError> {
		let Some(Cursor { next, pending }) = State::get() else {
			ensure!(
				Places::iter().next().is_none() && Items::iter().next().is_none(),
				"agenda: there are items, but no cursor"
			);
			return Ok(());
		};
		let passed = |minute: Minute| if minute == next.minute { next.place } else { 0 };
		let mut ahead: u32 = 0;
		for (minute, places) in Places::iter() {
			ensure!(
				minute >= next.minute && places > passed(minute),
				"agenda: a minute was left behind"
			);
			ahead = ahead.saturating_add(places.saturating_sub(passed(minute)));
		}
		ensure!(
			ahead == pending,
			"agenda: the cursor is wrong about the places that lie ahead"
		);
		for (minute, place, _) in Items::iter() {
			ensure!(
				minute >= next.minute && place >= passed(minute) && place < Places::get(minute),
				"agenda: an item has no place that lies ahead"
			);
		}
		Ok(())
	}
}
