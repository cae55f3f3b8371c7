//! Who has which GPUs when: told by the parts of a machine's orders and the time.

use alloc::{collections::BTreeSet, vec::Vec};
use codec::Encode;
use dbc_math::{gpus, rent::overlap};
use dbc_primitives::{ChainTime, GpuMask, Moment, Offer, OrderId};
use frame_support::BoundedVec;
use sp_io::hashing::blake2_128;

use crate::{
	amounts::Clock,
	types::{Occupancy, Part, RenterTag, Report, Span, Stage, MAX_REPORT_OUTAGES},
};

/// The tag of an account.
pub fn renter_tag<AccountId: Encode>(renter: &AccountId) -> RenterTag {
	let mut tag = RenterTag::default();
	let hash = renter.using_encoded(blake2_128);
	tag.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
	tag
}

impl Part {
	/// Whether its order waits for its confirmation.
	pub fn is_unconfirmed(&self) -> bool {
		matches!(self.stage, Stage::Unconfirmed { .. })
	}

	/// Until when it counts, this moment excluded: the end, or while unconfirmed the end of the time to confirm it. What the
	/// chain stalls moves that, but never beyond what is booked.
	pub fn over_at(&self, stalled: Moment) -> Moment {
		match self.stage {
			Stage::Unconfirmed { deadline } => deadline.saturating_add(stalled).min(self.until),
			Stage::Confirmed | Stage::Faulted => self.until,
		}
	}

	/// Whether it has GPUs now or later.
	pub fn is_live(&self, time: ChainTime) -> bool {
		time.now < self.over_at(time.stalled)
	}

	/// The machine was down in `[since, until)`.
	fn note_outage(&mut self, (since, until): Span, stalled: Moment) {
		let down = overlap(self.from, self.over_at(stalled), since, until);
		self.paused = self.paused.saturating_add(down);
	}

	/// For how long the machine was down in it until now, whether or not a report is open.
	pub fn down_for(&self, clock: &Clock, stalled: Moment) -> Moment {
		let end = self.over_at(stalled).min(clock.now);
		self.paused.saturating_add(clock.down_in(self.from, end))
	}

	/// Whether the machine was down in it, or is now while it may be confirmed.
	pub fn was_down(&self, clock: &Clock, stalled: Moment) -> bool {
		let may_be_confirmed = self.from <= clock.now && clock.now < self.over_at(stalled);
		let is_down = clock.down_since.is_some() && may_be_confirmed;
		is_down || self.down_for(clock, stalled) > 0
	}

	/// Whether it belongs to a confirmed order and is not over: it runs, or follows a part that does.
	pub fn is_running(&self, now: Moment) -> bool {
		!self.is_unconfirmed() && now < self.until
	}
}

impl Report {
	/// A report at `at`.
	pub fn new(at: Moment, was_down: bool) -> Self {
		Self {
			at,
			was_down,
			outages: BoundedVec::new(),
		}
	}

	/// The machine was down in `[since, until)`, and is not any more. If there are too many outages, the last ones count as
	/// one.
	fn note_outage(&mut self, (since, until): Span) {
		let since = since.max(self.at);
		if since >= until {
			return;
		}
		let mut spans: Vec<Span> = self.outages.iter().copied().collect();
		spans.push((since, until));
		spans.sort_unstable();
		let most = usize::try_from(MAX_REPORT_OUTAGES).unwrap_or(usize::MAX);
		let mut apart: Vec<Span> = Vec::new();
		for (since, until) in spans {
			let is_full = apart.len() >= most;
			match apart.last_mut() {
				Some(last) if since <= last.1 || is_full => last.1 = last.1.max(until),
				_ => apart.push((since, until)),
			}
		}
		self.outages = BoundedVec::truncate_from(apart);
	}

	/// Whether it was upheld, told when it is closed: an outage since its time was noted. If the machine was down by then
	/// that cannot be told.
	fn is_upheld(&self, down_since: Option<Moment>) -> bool {
		let first = self.outages.first().map(|(since, _)| *since);
		!self.was_down && [down_since, first].contains(&Some(self.at))
	}
}

impl<AccountId, Balance: Default> Occupancy<AccountId, Balance> {
	/// A machine without orders.
	pub fn new(offer: Offer<AccountId>) -> Self {
		Self {
			offer,
			parts: BoundedVec::new(),
			schedule: None,
			report: None,
			last_order_end: None,
			rent_paid: Balance::default(),
			rent_burned: Balance::default(),
			orders_closed: 0,
			orders_failed: 0,
		}
	}
}

impl<AccountId, Balance> Occupancy<AccountId, Balance> {
	/// The parts of an order.
	pub fn parts_of(&self, order: OrderId) -> impl Iterator<Item = &Part> + Clone {
		self.parts.iter().filter(move |part| part.order == order)
	}

	/// The parts of an order, to be changed.
	pub fn parts_of_mut(&mut self, order: OrderId) -> impl Iterator<Item = &mut Part> {
		let parts = self.parts.iter_mut();
		parts.filter(move |part| part.order == order)
	}

	/// The last part of an order.
	pub fn last_part(&self, order: OrderId) -> Option<Part> {
		self.parts_of(order).last().copied()
	}

	/// The open orders.
	pub fn orders(&self) -> BTreeSet<OrderId> {
		self.parts.iter().map(|part| part.order).collect()
	}

	/// Whether an order is live.
	pub fn is_live(&self, time: ChainTime) -> bool {
		self.parts.iter().any(|part| part.is_live(time))
	}

	/// The GPUs that no live part has at any time in `[from, until)`.
	pub fn free(&self, time: ChainTime, from: Moment, until: Moment) -> GpuMask {
		let taken = self
			.parts
			.iter()
			.filter(|part| part.is_live(time))
			.filter(|part| overlap(part.from, part.until, from, until) > 0)
			.fold(0, |taken, part| taken | part.gpus);
		gpus::all(self.offer.gpus) & !taken
	}

	/// The GPUs of the confirmed orders that are not closed, whether or not they are over.
	pub fn rented(&self) -> u32 {
		let confirmed = self.parts.iter().filter(|part| !part.is_unconfirmed());
		let rented = confirmed.fold(0, |rented, part| rented | part.gpus);
		gpus::count(rented & gpus::all(self.offer.gpus))
	}

	/// The GPUs of the running orders.
	pub fn running(&self, now: Moment) -> GpuMask {
		let running = self.parts.iter().filter(|part| part.is_running(now));
		running.fold(0, |running, part| running | part.gpus)
	}

	/// How many orders of a renter wait for their start.
	pub fn scheduled_by(&self, renter: RenterTag, now: Moment) -> usize {
		let waiting = self
			.parts
			.iter()
			.filter(|part| part.is_unconfirmed() && part.from > now && part.renter == renter);
		waiting.count()
	}

	/// The outage `[since, until)` is over. What of it lies after the time of an open report is counted when that is closed.
	pub fn note_outage(&mut self, since: Moment, until: Moment, stalled: Moment) {
		let report = self.report.as_ref().map_or(Moment::MAX, |report| report.at);
		for part in self.parts.iter_mut() {
			part.note_outage((since, until.min(report)), stalled);
		}
		if let Some(report) = self.report.as_mut() {
			report.note_outage((since, until));
		}
	}

	/// The report is closed: the outages since its time count now, but for what the running one contains. If it was upheld,
	/// what has ended meanwhile ended because of it.
	pub fn close_report(&mut self, now: Moment, stalled: Moment) {
		let Some(report) = self.report.take() else {
			return;
		};
		let down_since = self.offer.down_since;
		let running = down_since.unwrap_or(Moment::MAX);
		for part in self.parts.iter_mut() {
			for (since, until) in report.outages.iter().copied() {
				part.note_outage((since, until.min(running)), stalled);
			}
			let meanwhile = part.until > report.at && part.until <= now;
			let ended = part.stage == Stage::Confirmed && meanwhile;
			if ended && report.is_upheld(down_since) {
				part.stage = Stage::Faulted;
			}
		}
	}
}
