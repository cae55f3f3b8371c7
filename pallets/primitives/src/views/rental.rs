//! What reads of orders, schedules and access answer.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use super::NotRentable;
use crate::{
	BoxKey, CloseReason, GpuMask, MachineId, MicroUsd, Moment, NanoUsd, OrderId, Schedule,
};

/// What somebody wants to rent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RentRequest {
	/// The machine.
	pub machine: MachineId,
	/// How many of its GPUs.
	pub gpus: u32,
	/// For how long: whole minutes.
	pub duration: Moment,
	/// From when on; `None` is at once.
	pub start: Option<Moment>,
}

/// Why a machine cannot be rented as wished. Calls, runtime API and RPC all give these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RentRefusal {
	/// There is no machine with this id that was ever attested.
	MachineNotFound,
	/// The machine takes no new orders.
	NotRentable(NotRentable),
	/// At least one GPU must be rented.
	NoGpus,
	/// So many GPUs are not free all the time: fewer are.
	TooFewGpus {
		/// How many are free all the time.
		free: u32,
	},
	/// The duration is not a whole number of minutes.
	NotWholeMinutes,
	/// The duration is below the least.
	TooShort,
	/// The duration is above the longest.
	TooLong,
	/// The start lies in the past.
	StartInPast,
	/// The start lies too far ahead.
	StartTooFar,
	/// The machine's schedule is not open from the start until the latest end.
	OutsideSchedule,
	/// The machine has as many orders, or parts of orders, as it can have.
	TooManyOrders,
	/// There is no fresh price of DBC.
	PriceUnavailable,
	/// The amount is larger than any account can hold.
	AmountTooLarge,
}

/// What an order would cost now.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct RentQuote<Balance> {
	/// What the points cost per day, rounded down.
	pub standard_per_day: MicroUsd,
	/// What the extra price adds per day.
	pub extra_per_day: MicroUsd,
	/// The whole rent in planck, rounded up once.
	pub rent: Balance,
	/// The reservation fee in planck.
	pub fee: Balance,
	/// Rent and fee: what goes on hold, and the least `max_total`.
	pub total: Balance,
	/// The price used.
	pub price: NanoUsd,
	/// When the round of that price was.
	pub price_updated_at: Moment,
	/// Until when the price can be used if no round follows. A round may change the quote at any time.
	pub price_fresh_until: Moment,
	/// The chain's time.
	pub now: Moment,
}

/// Where an open order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum OrderStage {
	/// It waits for its start.
	Scheduled {
		/// From when on it may be confirmed.
		from: Moment,
		/// Until when, this moment excluded.
		until: Moment,
	},
	/// It waits for its confirmation.
	Reserved {
		/// Until when it may be confirmed, this moment excluded.
		until: Moment,
	},
	/// Its confirmation came too late or not at all: anyone may settle it.
	Lapsed,
	/// It is running.
	Running {
		/// When it was confirmed.
		start: Moment,
		/// When it ends.
		end: Moment,
	},
	/// It is over: anyone may settle it, unless a report on the machine holds its rent back.
	Closing {
		/// When it was confirmed.
		start: Moment,
		/// When it ended.
		end: Moment,
	},
}

/// An order that is not closed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OpenOrder<AccountId, Balance> {
	/// The machine.
	pub machine: MachineId,
	/// Who uses it.
	pub renter: AccountId,
	/// Who pays.
	pub payer: AccountId,
	/// Who is paid.
	pub payee: AccountId,
	/// The GPUs.
	pub gpus: GpuMask,
	/// When it was made.
	pub created_at: Moment,
	/// Where it is.
	pub stage: OrderStage,
	/// The reservation fee on hold, in planck; 0 once it was paid.
	pub fee: Balance,
	/// Rent on hold, in planck.
	pub escrow: Balance,
	/// Rent paid so far, burned part included, in planck.
	pub paid: Balance,
	/// The part of it that was burned.
	pub burned: Balance,
	/// Rent that `settle` would pay now, burned part included.
	pub due: Balance,
	/// Rent that would return if the renter ended the order now.
	pub refundable: Balance,
	/// For how long of its unfinished parts the machine was down, in milliseconds.
	pub paused: Moment,
	/// How long it still lasts, in milliseconds.
	pub left: Moment,
}

/// What the chain knows of an order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum OrderInfo<AccountId, Balance> {
	/// It is not closed.
	Open(OpenOrder<AccountId, Balance>),
	/// It is closed; this receipt stays for a while.
	Closed(Receipt<AccountId>),
}

/// What is left of a closed order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Receipt<AccountId> {
	/// The machine.
	pub machine: MachineId,
	/// Who used it.
	pub renter: AccountId,
	/// Who paid.
	pub payer: AccountId,
	/// When it was confirmed; `None` if it never was.
	pub start: Option<Moment>,
	/// When it ended.
	pub end: Moment,
	/// Why.
	pub reason: CloseReason,
}

/// Whose orders a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum OrderFilter<AccountId> {
	/// Those of a machine that are not closed.
	Machine(MachineId),
	/// Those that an account uses.
	Renter(AccountId),
	/// Those that an account pays.
	Payer(AccountId),
}

/// What the chain knows of the orders of a machine altogether.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct OccupancyInfo<Balance> {
	/// GPUs that are free for a short order now.
	pub free_gpus: u32,
	/// GPUs of running orders.
	pub rented_gpus: u32,
	/// Orders that are not closed.
	pub open_orders: u32,
	/// When the machine can be rented; `None` is always.
	pub schedule: Option<Schedule>,
	/// Whether the schedule is open now.
	pub open_now: bool,
	/// When the last confirmed order ended.
	pub last_order_end: Option<Moment>,
	/// Rent paid over the machine's life, in planck.
	pub rent_paid: Balance,
	/// The part of it that was burned.
	pub rent_burned: Balance,
	/// Confirmed orders that were closed.
	pub orders_closed: u32,
	/// Of these, how many ended because of the machine.
	pub orders_failed: u32,
}

/// Why somebody may use a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum AccessRole {
	/// Its running order.
	Renter,
	/// It looks at the machine for a ballot.
	Verifier,
	/// It owns the machine, which takes no orders now.
	Owner,
}

/// Somebody who may use some GPUs of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Grant<AccountId> {
	/// Who.
	pub account: AccountId,
	/// Why.
	pub role: AccessRole,
	/// Which GPUs.
	pub gpus: GpuMask,
	/// Since when.
	pub from: Moment,
	/// Until when, this moment excluded; `None` is until something changes.
	pub until: Option<Moment>,
	/// The order of a renter.
	pub order: Option<OrderId>,
	/// The key to which the agent can seal something for a verifier.
	pub box_key: Option<BoxKey>,
}

/// Why somebody gets no access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum AccessRefusal {
	/// There is no such machine.
	MachineNotFound,
	/// The purpose is too long.
	PurposeTooLong,
	/// The bytes are no challenge.
	Malformed,
	/// The challenge is for another chain, machine or account.
	Mismatch,
	/// The challenge has expired.
	Expired,
	/// The challenge expires later than one of this chain would.
	TooLong,
	/// The signature is not the account's.
	BadSignature,
	/// The account may not use the machine now.
	NoGrant,
}
