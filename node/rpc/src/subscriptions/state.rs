//! What can be followed, and how it is at a block.

use dbc_primitives::{MachineId, OrderId};
use serde::Serialize;
use serde_json::value::{to_raw_value, RawValue};
use sp_core::crypto::AccountId32;

use crate::{
	json::{self, Answer, Job, List, MachineDetails, Order},
	At, Error,
};

/// What can be followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
	/// A machine.
	Machine(MachineId),
	/// An order.
	Order(OrderId),
	/// The jobs of a verifier.
	Jobs(AccountId32),
}

impl Subject {
	/// The error when there is no such thing.
	pub(super) fn not_found(&self) -> Error {
		match self {
			Self::Machine(id) => Error::NotFound { id: json::hex(id) },
			Self::Order(id) => Error::OrderNotFound { id: id.to_string() },
			Self::Jobs(verifier) => Error::MemberNotFound {
				account: json::address(verifier),
			},
		}
	}

	/// Its id in JSON.
	fn id(&self) -> String {
		match self {
			Self::Machine(id) => json::hex(id),
			Self::Order(id) => id.to_string(),
			Self::Jobs(verifier) => json::address(verifier),
		}
	}
}

/// How it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum State {
	/// A machine.
	Machine(Box<MachineDetails>),
	/// An order.
	Order(Box<Order>),
	/// The first page of a verifier's jobs.
	Jobs(List<Job>),
	/// It is gone: the machine left, or the receipt of the order was removed.
	Removed(Removed),
}

/// The JSON of what is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Removed {
	/// What it was.
	id: String,
	/// Always `true`.
	removed: bool,
}

impl State {
	/// What is gone.
	pub(super) fn removed(subject: &Subject) -> Self {
		Self::Removed(Removed {
			id: subject.id(),
			removed: true,
		})
	}

	/// Whether it is gone.
	pub(super) fn is_removed(&self) -> bool {
		matches!(self, Self::Removed(_))
	}

	/// Whether nothing follows once this is final.
	pub(super) fn is_last(&self) -> bool {
		match self {
			Self::Machine(_) | Self::Jobs(_) => false,
			Self::Order(order) => order.is_closed(),
			Self::Removed(_) => true,
		}
	}

	/// Whether `other` says the same, but for what the passing of time alone changes.
	pub(super) fn is_same(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Order(this), Self::Order(other)) => {
				this.without_clock() == other.without_clock()
			}
			_ => self == other,
		}
	}

	/// The item that subscribers get.
	pub(super) fn write(&self, at: At) -> Result<Box<RawValue>, serde_json::Error> {
		to_raw_value(&Answer { at, value: self })
	}
}
