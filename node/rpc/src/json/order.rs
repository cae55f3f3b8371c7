//! Orders.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{account, address, gpu_indexes, hex, id, CloseReason, Tagged};
use crate::Error;

/// What the chain knows of an order. Once it is closed only its parties, its times and the reason are left, and that for
/// a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
	/// The order.
	pub id: String,
	/// The machine.
	pub machine: String,
	/// Who uses it.
	pub renter: String,
	/// Who pays.
	pub payer: String,
	/// Who is paid.
	pub payee: Option<String>,
	/// The GPUs.
	pub gpu_indexes: Option<Vec<u32>>,
	/// When it was made.
	pub created_at: Option<u64>,
	/// Where it is.
	pub stage: OrderStage,
	/// The reservation fee on hold; 0 once it was paid.
	pub fee_planck: Option<String>,
	/// Rent on hold.
	pub escrow_planck: Option<String>,
	/// Rent paid so far, burned part included.
	pub paid_planck: Option<String>,
	/// The part of it that was burned.
	pub burned_planck: Option<String>,
	/// Rent that `settle` would pay now, burned part included.
	pub due_planck: Option<String>,
	/// Rent that would return if the renter ended the order now.
	pub refundable_planck: Option<String>,
	/// For how long of its unfinished parts the machine was down.
	pub paused_ms: Option<u64>,
	/// How long it still lasts.
	pub left_ms: Option<u64>,
}

impl Order {
	/// The order without what changes by the passing of time alone.
	pub(crate) fn without_clock(&self) -> Self {
		Self {
			due_planck: None,
			refundable_planck: None,
			left_ms: None,
			..self.clone()
		}
	}

	/// Whether it is closed.
	pub(crate) fn is_closed(&self) -> bool {
		matches!(self.stage, OrderStage::Closed { .. })
	}
}

impl From<(chain::OrderId, chain::OrderInfo<AccountId32, u128>)> for Order {
	fn from((id, info): (chain::OrderId, chain::OrderInfo<AccountId32, u128>)) -> Self {
		match info {
			chain::OrderInfo::Open(order) => Self {
				id: id.to_string(),
				machine: hex(&order.machine),
				renter: address(&order.renter),
				payer: address(&order.payer),
				payee: Some(address(&order.payee)),
				gpu_indexes: Some(gpu_indexes(order.gpus)),
				created_at: Some(order.created_at),
				stage: order.stage.into(),
				fee_planck: Some(order.fee.to_string()),
				escrow_planck: Some(order.escrow.to_string()),
				paid_planck: Some(order.paid.to_string()),
				burned_planck: Some(order.burned.to_string()),
				due_planck: Some(order.due.to_string()),
				refundable_planck: Some(order.refundable.to_string()),
				paused_ms: Some(order.paused),
				left_ms: Some(order.left),
			},
			chain::OrderInfo::Closed(receipt) => Self {
				id: id.to_string(),
				machine: hex(&receipt.machine),
				renter: address(&receipt.renter),
				payer: address(&receipt.payer),
				payee: None,
				gpu_indexes: None,
				created_at: None,
				stage: OrderStage::Closed {
					start: receipt.start,
					end: receipt.end,
					reason: Tagged::of(receipt.reason),
				},
				fee_planck: None,
				escrow_planck: None,
				paid_planck: None,
				burned_planck: None,
				due_planck: None,
				refundable_planck: None,
				paused_ms: None,
				left_ms: None,
			},
		}
	}
}

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum OrderStage {
	/// It waits for its start.
	Scheduled {
		/// From when on it may be confirmed.
		from: u64,
		/// Until when, this moment excluded.
		until: u64,
	},
	/// It waits for its confirmation.
	Reserved {
		/// Until when it may be confirmed, this moment excluded.
		until: u64,
	},
	/// It was not confirmed in time: anyone may settle it.
	Lapsed,
	/// It is running.
	Running {
		/// When it was confirmed.
		start: u64,
		/// When it ends.
		end: u64,
	},
	/// It is over: anyone may settle it, unless a report on the machine holds its rent back.
	Closing {
		/// When it was confirmed.
		start: u64,
		/// When it ended.
		end: u64,
	},
	/// It is closed.
	Closed {
		/// When it was confirmed; `null` if it never was.
		start: Option<u64>,
		/// When it ended.
		end: u64,
		/// Why.
		reason: Tagged<CloseReason>,
	},
}

impl From<chain::OrderStage> for OrderStage {
	fn from(stage: chain::OrderStage) -> Self {
		match stage {
			chain::OrderStage::Scheduled { from, until } => Self::Scheduled { from, until },
			chain::OrderStage::Reserved { until } => Self::Reserved { until },
			chain::OrderStage::Lapsed => Self::Lapsed,
			chain::OrderStage::Running { start, end } => Self::Running { start, end },
			chain::OrderStage::Closing { start, end } => Self::Closing { start, end },
		}
	}
}

/// Whose orders a list holds: exactly one field is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OrderFilter {
	/// Those of a machine that are not closed.
	pub machine: Option<String>,
	/// Those that an account uses.
	pub renter: Option<String>,
	/// Those that an account pays.
	pub payer: Option<String>,
}

impl TryFrom<OrderFilter> for chain::OrderFilter<AccountId32> {
	type Error = Error;

	fn try_from(filter: OrderFilter) -> Result<Self, Error> {
		match (filter.machine, filter.renter, filter.payer) {
			(Some(machine), None, None) => Ok(Self::Machine(id(&machine, "machine")?)),
			(None, Some(renter), None) => Ok(Self::Renter(account(&renter, "renter")?)),
			(None, None, Some(payer)) => Ok(Self::Payer(account(&payer, "payer")?)),
			_ => Err(Error::BadOrderFilter),
		}
	}
}
