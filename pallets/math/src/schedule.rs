//! Windows of time in which a machine can be rented, to the minute and in UTC (see `docs/protocol/rental.md`).
//!
//! A day is told by its number, counted from 1970-01-01. A window belongs to the day on which it starts and may run past
//! midnight. Times are Unix milliseconds.

/// Milliseconds of a day.
pub const DAY: u64 = 86_400_000;

/// Milliseconds of a minute.
pub const MINUTE: u64 = 60_000;

/// Minutes of a day.
pub const DAY_MINUTES: u32 = 1_440;

/// Minutes of a week.
pub const WEEK_MINUTES: u32 = 10_080;

/// Most days that an interval of [`covers`] may touch. No interval of up to 61 days touches more: 60 days of rent and the
/// time to confirm it.
pub const MAX_DAYS: u32 = 62;

/// What is wrong with a list of windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disorder {
	/// A window starts before the one in front of it.
	Unsorted,
	/// Two windows overlap.
	Overlapping,
}

/// The day of `time`. It saturates.
pub fn day_of(time: u64) -> u32 {
	u32::try_from(time / DAY).unwrap_or(u32::MAX)
}

/// The weekday of `day`: 0 is Monday, 6 is Sunday. Day 0 was a Thursday.
pub fn weekday(day: u32) -> u32 {
	(day % 7).saturating_add(3) % 7
}

/// Whether the half-open interval `[from, until)` lies inside the union of the windows. `windows_of` tells the windows that
/// start on a day as `(minute of the day, length in minutes)`, sorted by their start. An empty interval is covered; one
/// that touches more than [`MAX_DAYS`] days is not.
///
/// `windows_of` is asked for the day before `from` as well, and so at most [`MAX_DAYS`] + 1 times.
pub fn covers<I>(from: u64, until: u64, windows_of: impl Fn(u32) -> I) -> bool
where
	I: IntoIterator<Item = (u32, u32)>,
{
	if from >= until {
		return true;
	}
	let first = day_of(from);
	let last = day_of(until.saturating_sub(1));
	if last.saturating_sub(first) >= MAX_DAYS {
		return false;
	}
	let mut reached = from;
	for day in first.saturating_sub(1)..=last {
		for (start, length) in windows_of(day) {
			let start = instant(day, start).saturating_mul(MINUTE);
			if start > reached {
				// Every later window starts later still: nothing fills the gap.
				return false;
			}
			reached = reached.max(start.saturating_add(u64::from(length).saturating_mul(MINUTE)));
			if reached >= until {
				return true;
			}
		}
	}
	false
}

/// Minutes that are open in a week, at most [`WEEK_MINUTES`]. `weekly` has the open minutes of each weekday; `dates` tells
/// the open minutes of the dates that differ from their weekday. A weekday counts 0 if one of its dates opens less.
pub fn open_minutes(weekly: [u32; 7], dates: impl IntoIterator<Item = (u32, u32)>) -> u32 {
	let mut counted = weekly;
	for (date, minutes) in dates {
		let weekday = weekday(date);
		for (day, (counted, weekly)) in (0u32..).zip(counted.iter_mut().zip(weekly)) {
			if day == weekday && minutes < weekly {
				*counted = 0;
			}
		}
	}
	counted
		.into_iter()
		.fold(0u32, u32::saturating_add)
		.min(WEEK_MINUTES)
}

/// Whether windows `(day, minute of the day, length in minutes)` are sorted by their start and do not overlap, across
/// midnight too; an empty one overlaps nothing. With a `cycle` they repeat after that many days, and the last one must end
/// before the first one returns.
pub fn check_order(
	windows: impl IntoIterator<Item = (u32, u32, u32)>,
	cycle: Option<u32>,
) -> Result<(), Disorder> {
	let mut first = None;
	let mut last_start = 0;
	let mut reached = 0;
	for (day, start, length) in windows {
		let start = instant(day, start);
		if start < last_start {
			return Err(Disorder::Unsorted);
		}
		if start < reached && length > 0 {
			return Err(Disorder::Overlapping);
		}
		first = first.or(Some(start));
		last_start = start;
		reached = reached.max(start.saturating_add(u64::from(length)));
	}
	let returns = first
		.zip(cycle)
		.map(|(start, days)| start.saturating_add(instant(days, 0)));
	if returns.is_some_and(|returns| returns < reached) {
		return Err(Disorder::Overlapping);
	}
	Ok(())
}

/// The minute `minute` of `day`, counted from the start of day 0.
fn instant(day: u32, minute: u32) -> u64 {
	// Below 2^43: nothing saturates.
	u64::from(day)
		.saturating_mul(u64::from(DAY_MINUTES))
		.saturating_add(u64::from(minute))
}

#[cfg(test)]
mod tests;
