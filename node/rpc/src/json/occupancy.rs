//! A machine with what its orders leave free.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::Machine;

/// A machine, its occupancy and its reputation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineDetails {
	/// What lists say of it, too.
	#[serde(flatten)]
	pub machine: Machine,
	/// What its orders leave free; `null` before the first activation.
	pub occupancy: Option<Occupancy>,
	/// What came of its orders; `null` before the first activation.
	pub reputation: Option<Reputation>,
}

impl MachineDetails {
	/// The JSON of a machine and of its orders altogether.
	pub(crate) fn new(
		machine: chain::MachineInfo<AccountId32, u128>,
		occupancy: Option<chain::OccupancyInfo<u128>>,
	) -> Self {
		Self {
			machine: machine.into(),
			reputation: occupancy.as_ref().map(Into::into),
			occupancy: occupancy.map(Into::into),
		}
	}
}

/// What the orders of a machine leave free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Occupancy {
	/// GPUs that are free for a short order now.
	pub free_gpus: u32,
	/// GPUs of running orders.
	pub rented_gpus: u32,
	/// Orders that are not closed.
	pub open_orders: u32,
	/// Whether the schedule is open now.
	pub open_now: bool,
	/// When the machine can be rented; `null` is always.
	pub schedule: Option<Schedule>,
	/// When the last confirmed order ended.
	pub last_order_end: Option<u64>,
}

impl From<chain::OccupancyInfo<u128>> for Occupancy {
	fn from(info: chain::OccupancyInfo<u128>) -> Self {
		Self {
			free_gpus: info.free_gpus,
			rented_gpus: info.rented_gpus,
			open_orders: info.open_orders,
			open_now: info.open_now,
			schedule: info.schedule.map(Into::into),
			last_order_end: info.last_order_end,
		}
	}
}

/// What came of the orders of a machine over its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reputation {
	/// Rent paid.
	pub rent_paid_planck: String,
	/// The part of it that was burned.
	pub rent_burned_planck: String,
	/// Confirmed orders that were closed.
	pub orders_closed: u32,
	/// Of these, how many ended because of the machine.
	pub orders_failed: u32,
}

impl From<&chain::OccupancyInfo<u128>> for Reputation {
	fn from(info: &chain::OccupancyInfo<u128>) -> Self {
		Self {
			rent_paid_planck: info.rent_paid.to_string(),
			rent_burned_planck: info.rent_burned.to_string(),
			orders_closed: info.orders_closed,
			orders_failed: info.orders_failed,
		}
	}
}

/// When a machine can be rented, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
	/// The windows of every week.
	pub weekly: Vec<WeeklyWindow>,
	/// The windows of dates, whose weekday then does not count.
	pub dates: Vec<DatedWindow>,
}

impl From<chain::Schedule> for Schedule {
	fn from(schedule: chain::Schedule) -> Self {
		Self {
			weekly: schedule.weekly.into_iter().map(Into::into).collect(),
			dates: schedule.dates.into_iter().map(Into::into).collect(),
		}
	}
}

/// A time in which a machine can be rented, every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WeeklyWindow {
	/// The day on which it starts: 0 is Monday, 6 is Sunday.
	pub weekday: u8,
	/// The minute of that day at which it starts.
	pub from_minute: u16,
	/// Its length: it may end on the next day.
	pub minutes: u16,
}

impl From<chain::WeeklyWindow> for WeeklyWindow {
	fn from(window: chain::WeeklyWindow) -> Self {
		Self {
			weekday: window.weekday,
			from_minute: window.from,
			minutes: window.minutes,
		}
	}
}

/// A time in which a machine can be rented on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DatedWindow {
	/// The date on which it starts: days since 1970-01-01.
	pub day: u32,
	/// The minute of that day at which it starts.
	pub from_minute: u16,
	/// Its length: it may end on the next day. 0 closes the date.
	pub minutes: u16,
}

impl From<chain::DatedWindow> for DatedWindow {
	fn from(window: chain::DatedWindow) -> Self {
		Self {
			day: window.date,
			from_minute: window.from,
			minutes: window.minutes,
		}
	}
}
