//! Orders: ids, what a machine offers, when it can be rented, and how an order ends.

// The derive of an enum with fields writes its index as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

#[cfg(test)]
mod tests;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use dbc_math::schedule::{self, Disorder, DAY_MINUTES};
use frame_support::{ensure, traits::ConstU32, BoundedVec, PalletError};
use scale_info::TypeInfo;

use crate::{MicroUsd, Moment, NotRentable};

/// An order. Numbers rise in the order of creation and are never used twice.
pub type OrderId = u64;

/// Some GPUs of a machine: bit `n` stands for the GPU with index `n`.
pub type GpuMask = u32;

/// Most live orders of a machine (*fixed*).
pub const MAX_ORDERS: u32 = 32;

/// Most unfinished parts of an order: what was ordered first, and each extension (*fixed*).
pub const MAX_ORDER_PARTS: u32 = 8;

/// Most unfinished parts of all orders of a machine together (*fixed*).
pub const MAX_PARTS: u32 = 36;

/// Most weekly windows of a schedule: ten for each weekday (*fixed*).
pub const MAX_WEEKLY_WINDOWS: u32 = 70;

/// Most windows that start on one day (*fixed*).
pub const MAX_WINDOWS_PER_DAY: u32 = 10;

/// Most windows on given dates (*fixed*).
pub const MAX_DATED_WINDOWS: u32 = 16;

/// What a machine offers to renters: everything that an order needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Offer<AccountId> {
	/// Who receives the rent of new orders.
	pub payee: AccountId,
	/// Points of the attested hardware, in hundredths.
	pub points: u64,
	/// Number of its GPUs.
	pub gpus: u32,
	/// Extra price per GPU and day.
	pub extra_price: MicroUsd,
	/// Why it takes no new order; `None` if it does.
	pub barred: Option<NotRentable>,
	/// Since when it is down.
	pub down_since: Option<Moment>,
}

/// A time in which a machine can be rented, every week. It belongs to the day on which it starts, and may end on the next.
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
pub struct WeeklyWindow {
	/// The day on which it starts, in UTC: 0 is Monday, 6 is Sunday.
	pub weekday: u8,
	/// The minute of the day at which it starts: 0 … 1,439.
	pub from: u16,
	/// Its length in minutes: 1 … 1,440.
	pub minutes: u16,
}

/// A time in which a machine can be rented on one date, whose weekday then does not count.
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
pub struct DatedWindow {
	/// The date on which it starts: days since 1970-01-01 in UTC.
	pub date: u32,
	/// The minute of the day at which it starts: 0 … 1,439.
	pub from: u16,
	/// Its length in minutes: 1 … 1,440. 0 closes the whole date, and is then its only window.
	pub minutes: u16,
}

/// When a machine can be rented. Windows are sorted by their start and do not overlap.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Schedule {
	/// The windows of every week.
	pub weekly: BoundedVec<WeeklyWindow, ConstU32<MAX_WEEKLY_WINDOWS>>,
	/// The windows of dates that differ from their weekday.
	pub dates: BoundedVec<DatedWindow, ConstU32<MAX_DATED_WINDOWS>>,
}

/// Why a schedule is not taken.
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
	PalletError,
)]
pub enum ScheduleError {
	/// A weekday is not 0 … 6.
	NoSuchWeekday,
	/// A window starts at a minute that the day does not have.
	NoSuchMinute,
	/// A window is longer than a day, or a weekly one is empty.
	LengthOutOfRange,
	/// A date is over.
	DateOver,
	/// A date is too far ahead.
	DateTooFarAhead,
	/// A date is closed, and has another window.
	ClosedDateHasWindows,
	/// A window starts before the one in front of it.
	Unsorted,
	/// Two weekly windows overlap, or two of dates.
	Overlapping,
	/// More than [`MAX_WINDOWS_PER_DAY`] windows start on a weekday or on a date.
	TooManyWindows,
}

impl From<Disorder> for ScheduleError {
	fn from(disorder: Disorder) -> Self {
		match disorder {
			Disorder::Unsorted => Self::Unsorted,
			Disorder::Overlapping => Self::Overlapping,
		}
	}
}

impl WeeklyWindow {
	/// Checks every field for itself.
	fn check(&self) -> Result<(), ScheduleError> {
		ensure!(self.weekday < 7, ScheduleError::NoSuchWeekday);
		ensure!(self.minutes > 0, ScheduleError::LengthOutOfRange);
		check_window(self.from, self.minutes)
	}
}

impl DatedWindow {
	/// Checks every field for itself: the date must be `today` or one of the `max_ahead_days` days that follow.
	fn check(&self, today: u32, max_ahead_days: u32) -> Result<(), ScheduleError> {
		ensure!(self.date >= today, ScheduleError::DateOver);
		ensure!(
			self.date.saturating_sub(today) <= max_ahead_days,
			ScheduleError::DateTooFarAhead
		);
		check_window(self.from, self.minutes)
	}
}

/// Checks where a window starts, and that it is not longer than a day.
fn check_window(from: u16, minutes: u16) -> Result<(), ScheduleError> {
	ensure!(u32::from(from) < DAY_MINUTES, ScheduleError::NoSuchMinute);
	ensure!(
		u32::from(minutes) <= DAY_MINUTES,
		ScheduleError::LengthOutOfRange
	);
	Ok(())
}

impl Schedule {
	/// Whether the schedule may be set on `today` (a day number): every field in range, dates from `today` to
	/// `max_ahead_days` days later, windows sorted by their start, at most [`MAX_WINDOWS_PER_DAY`] on a day, and no
	/// overlap among the weekly windows or among those of dates, across midnight and from Sunday to Monday too. A window of
	/// a date may overlap a weekly one that began on the day before.
	pub fn check(&self, today: u32, max_ahead_days: u32) -> Result<(), ScheduleError> {
		self.check_weekly()?;
		self.check_dates(today, max_ahead_days)
	}

	/// Checks the weekly windows.
	fn check_weekly(&self) -> Result<(), ScheduleError> {
		self.weekly.iter().try_for_each(WeeklyWindow::check)?;
		let windows = self.weekly.iter().map(|window| {
			(
				u32::from(window.weekday),
				u32::from(window.from),
				u32::from(window.minutes),
			)
		});
		schedule::check_order(windows, Some(7))?;
		self.weekly
			.chunk_by(|a, b| a.weekday == b.weekday)
			.try_for_each(check_count)
	}

	/// Checks the windows of dates.
	fn check_dates(&self, today: u32, max_ahead_days: u32) -> Result<(), ScheduleError> {
		self.dates
			.iter()
			.try_for_each(|window| window.check(today, max_ahead_days))?;
		let windows = self.dates.iter().map(|window| {
			(
				window.date,
				u32::from(window.from),
				u32::from(window.minutes),
			)
		});
		schedule::check_order(windows, None)?;
		for date in self.dates.chunk_by(|a, b| a.date == b.date) {
			ensure!(
				date.len() == 1 || date.iter().all(|window| window.minutes > 0),
				ScheduleError::ClosedDateHasWindows
			);
			check_count(date)?;
		}
		Ok(())
	}

	/// Whether the half-open interval `[from, until)` lies inside the windows; the windows of a date stand in for those of its
	/// weekday. No interval that touches more than [`schedule::MAX_DAYS`] days does.
	pub fn covers(&self, from: Moment, until: Moment) -> bool {
		schedule::covers(from, until, |day| self.windows_of(day))
	}

	/// The windows that start on `day`, as `(minute of the day, length in minutes)`.
	fn windows_of(&self, day: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
		let dated = self.dates.iter().filter(move |window| window.date == day);
		let weekday = schedule::weekday(day);
		let has_date = dated.clone().next().is_some();
		let weekly = self
			.weekly
			.iter()
			.filter(move |window| !has_date && u32::from(window.weekday) == weekday)
			.map(|window| (window.from, window.minutes));
		dated
			.map(|window| (window.from, window.minutes))
			.chain(weekly)
			.map(|(from, minutes)| (u32::from(from), u32::from(minutes)))
	}

	/// Minutes of a week in which the machine can be rented: 0 … 10,080. A weekday counts 0 if a date that falls on it opens
	/// less than the weekday does.
	pub fn open_minutes(&self) -> u32 {
		let mut weekly = [0u32; 7];
		for (weekday, open) in (0u8..).zip(weekly.iter_mut()) {
			*open = self
				.weekly
				.iter()
				.filter(|window| window.weekday == weekday)
				.fold(0, |open, window| open.saturating_add(window.minutes.into()));
		}
		let dates = self
			.dates
			.chunk_by(|a, b| a.date == b.date)
			.filter_map(|date| {
				let open = date.iter().fold(0u32, |open, window| {
					open.saturating_add(window.minutes.into())
				});
				date.first().map(|window| (window.date, open))
			});
		schedule::open_minutes(weekly, dates)
	}

	/// Removes the windows of dates that are over on `today` (a day number), and tells how many. Yesterday is not: its
	/// windows may run past midnight.
	pub fn prune(&mut self, today: u32) -> u32 {
		let before = self.dates.len();
		self.dates
			.retain(|window| window.date.saturating_add(1) >= today);
		// At most `MAX_DATED_WINDOWS`.
		u32::try_from(before.saturating_sub(self.dates.len())).unwrap_or(u32::MAX)
	}
}

/// Whether as many windows may start on one day.
fn check_count<Window>(day: &[Window]) -> Result<(), ScheduleError> {
	ensure!(
		u32::try_from(day.len()).is_ok_and(|windows| windows <= MAX_WINDOWS_PER_DAY),
		ScheduleError::TooManyWindows
	);
	Ok(())
}

/// Why an order was closed: set by the chain alone.
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
pub enum CloseReason {
	/// Its time was over.
	Expired,
	/// The renter ended it.
	EndedByRenter,
	/// The renter cancelled it before confirming it.
	CancelledByRenter,
	/// The owner cancelled it before its start.
	CancelledByOwner,
	/// The renter did not confirm it in time though the machine was up.
	NotConfirmed,
	/// The machine was down while it could be confirmed, or the renter ended it while the machine was down.
	MachineDown,
	/// The machine was forced to leave.
	MachineExited,
	/// A report on the machine was upheld.
	FaultUpheld,
	/// Governance closed it.
	Forced,
}
