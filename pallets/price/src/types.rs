//! The stored records of the oracle.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_primitives::{Moment, NanoUsd};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// Most feeders that governance may approve.
pub const MAX_FEEDERS: u32 = 21;

/// All approved feeders, in the order of their approval.
pub type Feeders<AccountId> = BoundedVec<Feeder<AccountId>, ConstU32<MAX_FEEDERS>>;

/// What a feeder saw, and when the chain accepted it.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Observation {
	/// The price.
	pub price: NanoUsd,
	/// The chain's time of acceptance: a feeder cannot choose it.
	pub at: Moment,
}

/// An approved feeder and the latest that it observed.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Feeder<AccountId> {
	/// The account that signs.
	pub account: AccountId,
	/// Its latest observation, however old.
	pub observation: Option<Observation>,
}

impl<AccountId> Feeder<AccountId> {
	/// A feeder that has not observed anything yet.
	pub fn new(account: AccountId) -> Self {
		Self {
			account,
			observation: None,
		}
	}

	/// Whether its next observation is welcome at `now`: its latest is at least `interval` old.
	pub fn is_due(&self, now: Moment, interval: Moment) -> bool {
		self.observation
			.is_none_or(|seen| now.saturating_sub(seen.at) >= interval)
	}

	/// What it observed, if that is not older than `lifetime` at `now`.
	pub fn fresh_price(&self, now: Moment, lifetime: Moment) -> Option<NanoUsd> {
		self.observation
			.filter(|seen| now.saturating_sub(seen.at) <= lifetime)
			.map(|seen| seen.price)
	}
}

/// The price from which the next ones may go only a bounded way.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct AnchorPrice {
	/// The price.
	pub price: NanoUsd,
	/// Since when it is the anchor.
	pub at: Moment,
}

/// The price of the latest valid round.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct CurrentPrice {
	/// The price.
	pub price: NanoUsd,
	/// When that round was.
	pub updated_at: Moment,
	/// Until when new commitments may use it, this moment included. Fixed at the round, so that a reader needs no rules.
	pub fresh_until: Moment,
}

impl CurrentPrice {
	/// The price of a round at `now`, which may be used for `max_age`.
	pub fn new(price: NanoUsd, now: Moment, max_age: Moment) -> Self {
		Self {
			price,
			updated_at: now,
			fresh_until: now.saturating_add(max_age),
		}
	}

	/// Whether new commitments may use it at `now`.
	pub fn is_fresh(&self, now: Moment) -> bool {
		now <= self.fresh_until
	}
}
