//! What an order has earned, told by its parts and the time.

use dbc_math::rent::{earned_floor, overlap, part_ceil, percent_ceil};
use dbc_primitives::{ChainTime, Moment, OrderId};
use frame_support::BoundedVec;

use crate::types::{Occupancy, Order, Part, Report};

/// What counts for earnings now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
	/// The time.
	pub now: Moment,
	/// The open report.
	pub report: Option<Report>,
	/// Since when the machine is down.
	pub down_since: Option<Moment>,
}

impl Clock {
	/// Until when something is earned for now: the time of the open report, if there is one.
	fn reach(&self) -> Moment {
		let report = self.report.as_ref().map_or(Moment::MAX, |report| report.at);
		self.now.min(report)
	}

	/// For how long the machine was down in `[from, until)`: the running outage, and those since the time of the open report
	/// that it does not contain.
	pub fn down_in(&self, from: Moment, until: Moment) -> Moment {
		let since = self.down_since.unwrap_or(Moment::MAX);
		let over = self.report.iter().flat_map(|report| report.outages.iter());
		over.fold(
			overlap(from, until, since, Moment::MAX),
			|sum, (begin, end)| sum.saturating_add(overlap(from, until, *begin, since.min(*end))),
		)
	}
}

impl Part {
	/// The milliseconds until `reach` in which it ran, and the machine was up.
	fn used_until(&self, reach: Moment, clock: &Clock) -> Moment {
		let reach = reach.min(self.until);
		reach
			.saturating_sub(self.from)
			.saturating_sub(self.paused)
			.saturating_sub(clock.down_in(self.from, reach))
	}

	/// The milliseconds that are to be paid so far. While a report is open, until its time.
	pub fn used(&self, clock: &Clock) -> Moment {
		self.used_until(clock.reach(), clock)
	}
}

impl<AccountId, Balance> Occupancy<AccountId, Balance> {
	/// What counts for earnings at `now`.
	pub fn clock(&self, now: Moment) -> Clock {
		Clock {
			now,
			report: self.report.clone(),
			down_since: self.offer.down_since,
		}
	}
}

impl<AccountId> Order<AccountId, u128> {
	/// What it has earned so far, paid or not. `parts` are its own. Nothing before it is confirmed.
	pub fn earned<'a>(&self, parts: impl Iterator<Item = &'a Part>, clock: &Clock) -> u128 {
		self.earned_until(parts, clock.reach(), clock)
	}

	/// What it will have earned by now if an open report is rejected: the most that can become due for the time so far.
	pub fn earned_at_most<'a>(&self, parts: impl Iterator<Item = &'a Part>, clock: &Clock) -> u128 {
		self.earned_until(parts, clock.now, clock)
	}

	fn earned_until<'a>(
		&self,
		parts: impl Iterator<Item = &'a Part>,
		reach: Moment,
		clock: &Clock,
	) -> u128 {
		if self.start.is_none() {
			return 0;
		}
		let parts = parts.zip(&self.parts);
		parts.fold(self.folded, |sum, (part, price)| {
			let used = part.used_until(reach, clock);
			sum.saturating_add(earned_floor(price.total, used, price.duration))
		})
	}

	/// For how many milliseconds it was used so far.
	pub fn used<'a>(&self, parts: impl Iterator<Item = &'a Part>, clock: &Clock) -> Moment {
		if self.start.is_none() {
			return 0;
		}
		parts.fold(self.folded_use, |sum, part| {
			sum.saturating_add(part.used(clock))
		})
	}

	/// What it costs altogether if its renter ends it now: what it has earned, and at least the rent of the shortest time,
	/// unless the machine is down, a report is open, or what was ordered first is over.
	pub fn cost_of_end<'a>(
		&self,
		parts: impl Iterator<Item = &'a Part> + Clone,
		clock: &Clock,
	) -> u128 {
		let earned = self.earned_at_most(parts.clone(), clock);
		let waived = clock.down_since.is_some() || clock.report.is_some();
		let is_first = |part: &Part| Some(part.from) == self.start && clock.now < part.until;
		let in_first = parts.take(1).any(is_first);
		let least = self.parts.first().filter(|_| in_first && !waived);
		least.map_or(earned, |first| {
			let least = earned_floor(first.total, self.rules.min_use, first.duration);
			earned.max(least)
		})
	}

	/// What a scheduled order costs that is not confirmed, or cancelled too late: the rent of some time or a share of the
	/// whole rent, whichever is more.
	pub fn penalty(&self) -> u128 {
		self.parts.first().map_or(0, |first| {
			let time = part_ceil(first.total, self.rules.cancel_time, first.duration);
			time.max(percent_ceil(first.total, self.rules.cancel_percent.into()))
		})
	}

	/// Takes the parts that are over out of both lists, but the last: what they earned does not change any more. While a
	/// report is open, those that were over by its time.
	pub fn fold<Account>(
		&mut self,
		id: OrderId,
		occupancy: &mut Occupancy<Account, u128>,
		clock: &Clock,
	) {
		let most = self.parts.len().saturating_sub(1);
		let parts = occupancy.parts_of(id).zip(&self.parts).take(most);
		let finished = parts.take_while(|(part, _)| part.until <= clock.reach());
		let (mut count, mut last) = (0usize, 0);
		let (mut earned, mut used) = (self.folded, self.folded_use);
		for (part, price) in finished {
			let use_of_part = part.used(clock);
			let rent = earned_floor(price.total, use_of_part, price.duration);
			earned = earned.saturating_add(rent);
			used = used.saturating_add(use_of_part);
			(count, last) = (count.saturating_add(1), part.until);
		}
		if count == 0 {
			return;
		}
		(self.folded, self.folded_use) = (earned, used);
		let rest = self.parts.iter().skip(count).copied().collect();
		self.parts = BoundedVec::truncate_from(rest);
		occupancy
			.parts
			.retain(|part| part.order != id || part.until > last);
	}

	/// Whether it was made for later.
	pub fn is_scheduled(&self, first: &Part) -> bool {
		first.from > self.created_at
	}

	/// Whether a penalty is due if it is cancelled now.
	pub fn is_late(&self, first: &Part, time: ChainTime) -> bool {
		self.is_scheduled(first) && time.now.saturating_add(self.rules.cancel_notice) > first.from
	}
}
