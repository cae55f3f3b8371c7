//! Timed work of the pallets: a queue by minute, drained in a hook under a weight meter.
//!
//! A pallet keeps three storage items and names them in [`Agenda`]:
//!
//! ```ignore
//! #[pallet::storage]
//! pub type AgendaItems<T> = StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, Item>;
//! #[pallet::storage]
//! pub type AgendaPlaces<T> = StorageMap<_, Twox64Concat, Minute, u32, ValueQuery>;
//! #[pallet::storage]
//! pub type AgendaCursor<T> = StorageValue<_, dbc_agenda::Cursor>;
//!
//! type AgendaOf<T> = Agenda<AgendaItems<T>, AgendaPlaces<T>, AgendaCursor<T>, Item>;
//! ```
//!
//! Nothing iterates over storage: every access reads one key. The state of whatever an item is about must be decided by
//! comparing times, so that an item that comes late changes nothing but tidiness.
//!
//! How it works. The cursor is the place that is looked at next. Places are handed out only at or after it, and only in
//! minutes in which it has passed no place yet. So a place is never used twice, nothing is left behind, and an item that
//! schedules another one while it runs never gets it in its own minute: every drain ends.

#![cfg_attr(not(feature = "std"), no_std)]

mod try_state;

#[cfg(test)]
mod tests;

use codec::{Decode, Encode, FullCodec, MaxEncodedLen};
use core::marker::PhantomData;
use dbc_primitives::Moment;
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
	StorageDoubleMap, StorageMap, StorageValue,
};
use scale_info::TypeInfo;
use sp_runtime::DispatchResult;

/// A minute since the epoch.
pub type Minute = u32;

/// Length of a minute in milliseconds.
const MINUTE: Moment = 60_000;

/// Most minutes without items that one drain passes (*fixed*).
pub const MAX_EMPTY_MINUTES: u32 = 1_000;

/// Where an item stands: its minute, and its place in it. Never given to a second item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Slot {
	/// The first minute in which it is due.
	pub minute: Minute,
	/// Its place among the items of that minute.
	pub place: u32,
}

impl Slot {
	/// The first place of `minute`.
	fn first_of(minute: Minute) -> Self {
		Self { minute, place: 0 }
	}
}

/// How far an agenda is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Cursor {
	/// The place that is looked at next.
	pub next: Slot,
	/// How many places lie ahead, also those whose item was cancelled.
	pub pending: u32,
}

/// What draining costs.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
	/// Looking at a minute, whether or not it holds anything: reads how many places it has, writes the cursor.
	pub minute: Weight,
	/// Looking at a place, and what the item does at most: takes the item, may remove the minute, writes the cursor.
	pub item: Weight,
}

/// An agenda in three storage items of a pallet: the items by minute and place, how many places each minute has, and the
/// cursor.
pub struct Agenda<Items, Places, State, Item>(PhantomData<(Items, Places, State, Item)>);

impl<Items, Places, State, Item> Agenda<Items, Places, State, Item>
where
	Items: StorageDoubleMap<Minute, u32, Item, Query = Option<Item>>,
	Places: StorageMap<Minute, u32, Query = u32>,
	State: StorageValue<Cursor, Query = Option<Cursor>>,
	Item: FullCodec,
{
	/// Puts `item` into the first minute that does not begin before `at`: it is never early. What is due already comes
	/// with the next minute that is open.
	///
	/// Reads and writes the cursor and the minute, writes the item.
	pub fn schedule(now: Moment, at: Moment, item: Item) -> Slot {
		let mut cursor = Self::cursor(now);
		let minute = minute_from(at).max(cursor.first_open());
		let place = Places::get(minute);
		Items::insert(minute, place, item);
		Places::insert(minute, place.saturating_add(1));
		cursor.pending = cursor.pending.saturating_add(1);
		State::put(cursor);
		Slot { minute, place }
	}

	/// Takes the item at `slot` away, if it is still there. Its place stays empty until the cursor has passed it.
	///
	/// Reads and writes the item.
	pub fn cancel(slot: Slot) -> Option<Item> {
		Items::take(slot.minute, slot.place)
	}

	/// Hands the items that are due to `act`, in order, as far as `meter` goes, and says how many failed. The rest waits
	/// for the next call.
	///
	/// Each item runs in a storage layer of its own: an error undoes what it did, and it is gone all the same. So `act`
	/// must itself deal with what may fail.
	///
	/// The meter pays for each minute and each place before it is looked at. The caller pays for the first read of the
	/// cursor, which is all that an empty agenda costs. A meter that cannot pay for a minute and an item never gets
	/// anywhere.
	pub fn drain(
		now: Moment,
		meter: &mut WeightMeter,
		costs: Costs,
		mut act: impl FnMut(Item) -> DispatchResult,
	) -> u32 {
		let mut failed: u32 = 0;
		let mut empty: u32 = 0;
		// The cursor is read again each time: an item may have scheduled another one.
		while let Some(cursor) = State::get().filter(|cursor| cursor.is_due(now)) {
			if empty == MAX_EMPTY_MINUTES || meter.try_consume(costs.minute).is_err() {
				break;
			}
			let minute = cursor.next.minute;
			let places = Places::get(minute);
			if places == 0 {
				empty = empty.saturating_add(1);
				State::put(cursor.past_minute());
				continue;
			}
			for place in cursor.next.place..places {
				if meter.try_consume(costs.item).is_err() {
					return failed;
				}
				let item = Items::take(minute, place);
				Self::pass(place, places);
				let done = item.map_or(Ok(()), |item| with_storage_layer(|| act(item)));
				failed = failed.saturating_add(u32::from(done.is_err()));
			}
		}
		failed
	}

	/// The cursor. Where nothing lies ahead it stands in the minute of `now`, however far behind it was left.
	fn cursor(now: Moment) -> Cursor {
		let current = minute_of(now);
		match State::get() {
			Some(cursor) if cursor.pending > 0 => cursor,
			cursor => Cursor {
				next: Slot::first_of(cursor.map_or(current, |cursor| {
					// Time does not go back: this only keeps what was passed closed.
					cursor.next.minute.max(current)
				})),
				pending: 0,
			},
		}
	}

	/// Moves the cursor past `place`, the next of `places`, and out of the minute if it was the last.
	fn pass(place: u32, places: u32) {
		let Some(mut cursor) = State::get() else {
			return;
		};
		cursor.pending = cursor.pending.saturating_sub(1);
		cursor.next.place = place.saturating_add(1);
		if cursor.next.place >= places {
			Places::remove(cursor.next.minute);
			cursor = cursor.past_minute();
		}
		State::put(cursor);
	}
}

impl Cursor {
	/// Whether something lies ahead, and the time of the next minute has come.
	fn is_due(&self, now: Moment) -> bool {
		self.pending > 0 && self.next.minute <= minute_of(now)
	}

	/// The first minute in which places are still handed out.
	fn first_open(&self) -> Minute {
		if self.next.place == 0 {
			self.next.minute
		} else {
			self.next.minute.saturating_add(1)
		}
	}

	/// The cursor at the beginning of the next minute.
	fn past_minute(self) -> Self {
		Self {
			next: Slot::first_of(self.next.minute.saturating_add(1)),
			..self
		}
	}
}

/// The minute that `at` lies in. Minutes end in the year 10136.
fn minute_of(at: Moment) -> Minute {
	Minute::try_from(at.saturating_div(MINUTE)).unwrap_or(Minute::MAX)
}

/// The first minute that does not begin before `at`.
fn minute_from(at: Moment) -> Minute {
	Minute::try_from(at.div_ceil(MINUTE)).unwrap_or(Minute::MAX)
}
