//! The stored records: what is known of a machine, and of an order. Nothing here touches storage or money. Whatever depends
//! on the time is told by comparing times, in `occupancy.rs` and `amounts.rs`.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, Encode, MaxEncodedLen};
use dbc_primitives::{
	CloseReason, GpuMask, MachineId, Moment, Offer, OrderId, Receipt, RentalRules, Schedule,
	MAX_ORDER_PARTS, MAX_PARTS,
};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Everything that orders need to know of a machine: from its first activation until it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Occupancy<AccountId, Balance> {
	/// What it offers: a copy that its hooks keep fresh.
	pub offer: Offer<AccountId>,
	/// The unfinished parts of its open orders: those of one order in the order of their times.
	pub parts: BoundedVec<Part, ConstU32<MAX_PARTS>>,
	/// When it can be rented; `None` is always.
	pub schedule: Option<Schedule>,
	/// The open report on it.
	pub report: Option<Report>,
	/// When the last confirmed order ended that is closed.
	pub last_order_end: Option<Moment>,
	/// Rent paid over its life, burned part included.
	pub rent_paid: Balance,
	/// The part of it that was burned, with what could not be paid.
	pub rent_burned: Balance,
	/// Confirmed orders that were closed.
	pub orders_closed: u32,
	/// Of these, how many ended because of the machine.
	pub orders_failed: u32,
}

/// Most outages since the time of an open report that are told apart (*fixed*).
pub const MAX_REPORT_OUTAGES: u32 = 8;

/// What an open report on a machine does to its orders: from its time on nothing is earned for now.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Report {
	/// The time of the report.
	pub at: Moment,
	/// Whether the machine was down at that time.
	pub was_down: bool,
	/// The outages since then that are over: sorted, and apart from each other. An upheld report is one that contains
	/// others, so none of them is counted before the report is closed.
	pub outages: BoundedVec<Span, ConstU32<MAX_REPORT_OUTAGES>>,
}

/// The time from the first moment to the second, which is excluded.
pub type Span = (Moment, Moment);

/// A time in which an order has some GPUs: what was ordered first, or an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Part {
	/// The order.
	pub order: OrderId,
	/// The GPUs.
	pub gpus: GpuMask,
	/// When it begins: the reserved start, then the confirmation, or the end of the part before.
	pub from: Moment,
	/// When it ends, this moment excluded.
	pub until: Moment,
	/// For how long the machine was down in it, or before it is confirmed in the time to confirm it: by outages that are
	/// over, and while a report is open as far as they lie before its time.
	pub paused: Moment,
	/// Where it is.
	pub stage: Stage,
	/// Tells orders of one renter from others without reading them.
	pub renter: RenterTag,
}

/// The first bytes of a hash of an account.
pub type RenterTag = [u8; 4];

/// Where a part is, as far as the time does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// The order waits for its confirmation.
	Unconfirmed {
		/// Until when, this moment excluded, less what the chain had stalled when the order was made: with all that it has
		/// stalled by now it is the deadline of now.
		deadline: Moment,
	},
	/// The order was confirmed.
	Confirmed,
	/// It ended while a report was open that was upheld.
	Faulted,
}

/// What is stored of an order: all of it, or what is left of it for a while.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum OrderRecord<AccountId, Balance> {
	/// It is not closed.
	Open(Order<AccountId, Balance>),
	/// It is closed.
	Closed(Receipt<AccountId>),
}

/// An order that is not closed. Its unfinished parts are in the [`Occupancy`] of its machine as well.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Order<AccountId, Balance> {
	/// The machine.
	pub machine: MachineId,
	/// Who uses it, and confirms and ends the order.
	pub renter: AccountId,
	/// On whose account fee and rent are on hold.
	pub payer: AccountId,
	/// Who is paid.
	pub payee: AccountId,
	/// When it was made.
	pub created_at: Moment,
	/// When it was confirmed.
	pub start: Option<Moment>,
	/// The fee on hold; 0 once it was paid.
	pub fee: Balance,
	/// Rent on hold.
	pub held: Balance,
	/// Rent paid so far, burned part included.
	pub paid: Balance,
	/// The part of it that was burned.
	pub burned: Balance,
	/// What its finished parts earned, paid or not.
	pub folded: Balance,
	/// For how many milliseconds of its finished parts the machine was up.
	pub folded_use: Moment,
	/// Price and length of its unfinished parts.
	pub parts: BoundedVec<OrderPart<Balance>, ConstU32<MAX_ORDER_PARTS>>,
	/// The rules that it was made under.
	pub rules: OrderRules,
	/// Why it ended, if it did before its time and could not be closed because of an open report.
	pub ended: Option<CloseReason>,
}

/// What a part of an order costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OrderPart<Balance> {
	/// Its whole rent.
	pub total: Balance,
	/// The time that this rent is for. The part may have been cut since.
	pub duration: Moment,
}

/// The rules that bind a running order: a copy, so that nobody changes them while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OrderRules {
	/// See [`RentalRules::burn_percent`].
	pub burn_percent: u8,
	/// See [`RentalRules::min_use`].
	pub min_use: Moment,
	/// See [`RentalRules::cancel_notice`].
	pub cancel_notice: Moment,
	/// See [`RentalRules::cancel_time`].
	pub cancel_time: Moment,
	/// See [`RentalRules::cancel_percent`].
	pub cancel_percent: u8,
}

/// A share in percent, at most all.
fn percent(share: u32) -> u8 {
	u8::try_from(share.min(100)).unwrap_or(100)
}

impl From<&RentalRules> for OrderRules {
	fn from(rules: &RentalRules) -> Self {
		Self {
			burn_percent: percent(rules.burn_percent),
			min_use: rules.min_use,
			cancel_notice: rules.cancel_notice,
			cancel_time: rules.cancel_time,
			cancel_percent: percent(rules.cancel_percent),
		}
	}
}

/// How many orders there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Ids {
	/// The next order.
	pub next: OrderId,
	/// The first order that the hook has not looked at.
	pub unchecked: OrderId,
}
