//! The naive ledger: of each order it keeps every stretch of time that was ever ordered, of each machine every outage that
//! it ever had, and it works out everything from these, with integers that have no end.

use super::*;
use dbc_primitives::{RentalRules, MAX_ORDERS, MAX_ORDER_PARTS, MAX_PARTS};
use sp_core::U512;

pub type Span = (Moment, Moment);

/// `a × b / c`, rounded down.
fn ratio(a: u128, b: u128, c: u128) -> u128 {
	(U512::from(a) * U512::from(b) / U512::from(c)).as_u128()
}

/// `a × b / c`, rounded up.
fn ratio_up(a: u128, b: u128, c: u128) -> u128 {
	let (a, b, c) = (U512::from(a), U512::from(b), U512::from(c));
	((a * b + c - U512::one()) / c).as_u128()
}

/// A stretch of time and its price.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
	pub from: Moment,
	pub until: Moment,
	/// What the whole of it costs.
	pub total: u128,
	/// For which time.
	pub duration: Moment,
}

/// How an order was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
	pub paid: u128,
	pub burned: u128,
	pub refunded: u128,
	pub used: Moment,
	pub reason: CloseReason,
}

/// An order.
#[derive(Clone, Debug)]
pub struct Tab {
	pub n: u8,
	/// Which machine with this number it was: one may leave and another come.
	pub life: u32,
	pub renter: AccountId,
	pub payer: AccountId,
	pub payee: AccountId,
	pub gpus: u32,
	pub created: Moment,
	/// Until when it could be confirmed, had the chain not stalled since it was made.
	pub confirm_by: Moment,
	pub stalled_before: Moment,
	pub start: Option<Moment>,
	pub segments: Vec<Segment>,
	/// How many segments are over and paid: they do not count for the limits.
	pub folded: usize,
	/// Why its renter ended it while a report was open.
	pub ended: Option<CloseReason>,
	/// It ended while a report was open that was upheld.
	pub faulted: bool,
	pub fee: u128,
	pub held: u128,
	pub paid: u128,
	pub burned: u128,
	/// What its payee could not receive: it is burned, too.
	pub forfeited: u128,
	pub rules: RentalRules,
	pub closed: Option<Closing>,
	/// When it ended, once it is closed.
	pub end: Moment,
}

impl Tab {
	pub fn first(&self) -> Segment {
		self.segments[0]
	}

	pub fn last(&self) -> Segment {
		self.segments[self.segments.len() - 1]
	}

	pub fn is_scheduled(&self) -> bool {
		self.first().from > self.created
	}

	/// What was ordered first costs so much if it was ordered for later and is cancelled late.
	pub fn penalty(&self) -> u128 {
		let (first, rules) = (self.first(), &self.rules);
		let time = rules.cancel_time.min(first.duration);
		let time = ratio_up(first.total, time.into(), first.duration.into());
		time.max(ratio_up(first.total, rules.cancel_percent.into(), 100))
	}
}

/// An open report.
#[derive(Clone, Copy, Debug)]
pub struct Report {
	pub at: Moment,
	pub was_down: bool,
	pub repaired: Option<Moment>,
	/// How many outages ended since.
	pub outages: u32,
}

/// A machine.
#[derive(Clone, Debug)]
pub struct Rig {
	pub owner: AccountId,
	pub payee: AccountId,
	pub exists: bool,
	pub life: u32,
	pub gpus: u32,
	pub extra_price: u64,
	pub closed: bool,
	pub schedule: Option<Schedule>,
	/// Every outage that is over.
	pub outages: Vec<Span>,
	pub down_since: Option<Moment>,
	pub causes: Vec<OutageCause>,
	pub report: Option<Report>,
	pub rent_paid: u128,
	pub rent_burned: u128,
	pub orders_closed: u32,
	pub orders_failed: u32,
	pub last_order_end: Option<Moment>,
}

impl Rig {
	pub fn new(owner: AccountId, gpus: u32, life: u32) -> Self {
		Self {
			payee: owner.clone(),
			owner,
			exists: true,
			life,
			gpus,
			extra_price: 0,
			closed: false,
			schedule: None,
			outages: Vec::new(),
			down_since: None,
			causes: Vec::new(),
			report: None,
			rent_paid: 0,
			rent_burned: 0,
			orders_closed: 0,
			orders_failed: 0,
			last_order_end: None,
		}
	}

	/// For how long it was down in `[from, until)`: the length of the union of all outages.
	pub fn down_in(&self, from: Moment, until: Moment) -> Moment {
		let running = self.down_since.map(|since| (since, Moment::MAX));
		let spans = self.outages.iter().copied().chain(running);
		let clipped = spans.map(|(a, b)| (a.max(from), b.min(until)));
		let mut clipped: Vec<Span> = clipped.filter(|(a, b)| a < b).collect();
		clipped.sort_unstable();
		let (mut down, mut reached) = (0, from);
		for (a, b) in clipped {
			down += b.max(reached) - a.max(reached);
			reached = reached.max(b);
		}
		down
	}

	/// Until when something is earned for now.
	pub fn reach(&self) -> Moment {
		self.report.map_or(now(), |report| report.at.min(now()))
	}

	/// Whether its schedule is open all the time in `[from, until)`.
	pub fn covers(&self, from: Moment, until: Moment) -> bool {
		let Some(schedule) = &self.schedule else {
			return true;
		};
		let mut reached = from;
		while reached < until {
			let day = (reached / DAY) as u32;
			let windows = [day - 1, day].into_iter().flat_map(|day| {
				let dated = schedule
					.dates
					.iter()
					.filter(move |window| window.date == day);
				let mut windows: Vec<_> =
					dated.map(|window| (window.from, window.minutes)).collect();
				if windows.is_empty() {
					let weekday = ((day + 3) % 7) as u8;
					let weekly = schedule.weekly.iter();
					let weekly = weekly.filter(|window| window.weekday == weekday);
					windows.extend(weekly.map(|window| (window.from, window.minutes)));
				}
				let begins = move |from| Moment::from(day) * DAY + Moment::from(from) * MINUTE;
				let windows = windows.into_iter();
				windows.map(move |(from, minutes)| {
					(begins(from), begins(from) + Moment::from(minutes) * MINUTE)
				})
			});
			let open = windows.filter(|(a, b)| *a <= reached && reached < *b);
			let Some(next) = open.map(|(_, b)| b).max() else {
				return false;
			};
			reached = next;
		}
		true
	}
}

/// What an order would be.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
	pub gpus: u32,
	pub from: Moment,
	pub until: Moment,
	pub rent: u128,
	pub fee: u128,
}

/// What the test itself knows.
pub struct Model {
	pub tabs: Vec<Tab>,
	pub rigs: BTreeMap<u8, Rig>,
	/// What everybody has that nothing holds.
	pub free: BTreeMap<AccountId, u128>,
	pub burned: u128,
	pub price: Option<u64>,
	pub stalled: Moment,
	pub rules: RentalRules,
	/// How often what happened.
	pub seen: BTreeMap<&'static str, u32>,
}

impl Model {
	pub fn note(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
	}

	pub fn rig(&self, n: u8) -> &Rig {
		&self.rigs[&n]
	}

	pub fn rig_mut(&mut self, n: u8) -> &mut Rig {
		self.rigs.get_mut(&n).unwrap()
	}

	pub fn rig_of(&self, tab: &Tab) -> &Rig {
		self.rig(tab.n)
	}

	/// The orders of a machine that are not closed.
	pub fn open_of(&self, n: u8) -> impl Iterator<Item = (usize, &Tab)> {
		let tabs = self.tabs.iter().enumerate();
		tabs.filter(move |(_, tab)| tab.n == n && tab.closed.is_none())
	}

	/// The orders that are not over, whether or not anybody has closed those that are.
	pub fn live(&self) -> Vec<usize> {
		let tabs = self.tabs.iter().enumerate();
		let live = tabs.filter(|(_, tab)| tab.closed.is_none() && !self.is_over(tab));
		live.map(|(id, _)| id).collect()
	}

	/// Until when an order counts.
	pub fn over_at(&self, tab: &Tab) -> Moment {
		let until = tab.last().until;
		if tab.start.is_some() {
			return until;
		}
		until.min(tab.confirm_by + self.stalled - tab.stalled_before)
	}

	pub fn is_over(&self, tab: &Tab) -> bool {
		now() >= self.over_at(tab)
	}

	/// Whether an open report holds an order back when it is over: it was not over by the time of the report.
	pub fn is_held_back(&self, tab: &Tab) -> bool {
		let report = self.rig_of(tab).report;
		report.is_some_and(|report| report.at < self.over_at(tab))
	}

	/// For how long a segment was used until `reach`.
	fn used_of(&self, tab: &Tab, segment: &Segment, reach: Moment) -> Moment {
		let until = segment.until.min(reach).max(segment.from);
		until - segment.from - self.rig_of(tab).down_in(segment.from, until)
	}

	/// What an order has earned until `reach`.
	pub fn earned(&self, tab: &Tab, reach: Moment) -> u128 {
		if tab.start.is_none() {
			return 0;
		}
		let earned = |segment: &Segment| {
			let used = self.used_of(tab, segment, reach);
			ratio(segment.total, used.into(), segment.duration.into())
		};
		tab.segments.iter().map(earned).sum()
	}

	/// For how long an order was used until now, or until the time of an open report.
	pub fn used(&self, tab: &Tab) -> Moment {
		if tab.start.is_none() {
			return 0;
		}
		let reach = self.rig_of(tab).reach();
		let segments = tab.segments.iter();
		segments
			.map(|segment| self.used_of(tab, segment, reach))
			.sum()
	}

	pub fn due(&self, tab: &Tab) -> u128 {
		self.earned(tab, self.rig_of(tab).reach()) - tab.paid
	}

	/// For how long the machine was down while an order could be confirmed, or since it was.
	pub fn down_for(&self, tab: &Tab) -> Moment {
		let end = self.over_at(tab).min(now());
		self.rig_of(tab).down_in(tab.first().from, end)
	}

	/// Whether it was down while an order could be confirmed, or is.
	pub fn was_down(&self, tab: &Tab) -> bool {
		let may_be_confirmed = tab.first().from <= now() && !self.is_over(tab);
		let is_down = self.rig_of(tab).down_since.is_some();
		(is_down && may_be_confirmed) || self.down_for(tab) > 0
	}

	/// What an order costs altogether that its renter ends now.
	pub fn cost_of_end(&self, tab: &Tab) -> u128 {
		let (rig, first) = (self.rig_of(tab), tab.first());
		let earned = self.earned(tab, now());
		if rig.down_since.is_some() || rig.report.is_some() || now() >= first.until {
			return earned;
		}
		let least = tab.rules.min_use.min(first.duration);
		earned.max(ratio(first.total, least.into(), first.duration.into()))
	}

	/// The rent of some GPUs of a machine.
	fn rent(&self, rig: &Rig, gpus: u32, time: Moment, price: u64) -> u128 {
		let points = dbc_mocks::MOCK_POINTS_PER_GPU * u64::from(rig.gpus);
		let (gpus, total) = (U512::from(gpus), U512::from(rig.gpus));
		let standard = U512::from(self.rules.standard_price) * U512::from(points) * gpus;
		let extra = U512::from(rig.extra_price) * gpus * U512::from(100_000) * total;
		let above = (standard + extra) * U512::from(time) * U512::exp10(18);
		let below = U512::from(100_000) * total * U512::from(DAY) * U512::from(price);
		((above + below - U512::one()) / below).as_u128()
	}

	/// The GPUs of a machine that nobody has booked for any time in `[from, until)`.
	pub fn free_gpus(&self, n: u8, from: Moment, until: Moment) -> Vec<u32> {
		let taken = |gpu: &u32| {
			self.open_of(n).any(|(_, tab)| {
				let booked = tab.first().from < until && from < tab.last().until;
				tab.gpus & (1 << gpu) != 0 && !self.is_over(tab) && booked
			})
		};
		(0..self.rig(n).gpus).filter(|gpu| !taken(gpu)).collect()
	}

	/// How many segments of an order that are over count for the limits until it is settled: those that no report can
	/// touch. The last one always counts.
	pub fn foldable(&self, tab: &Tab) -> usize {
		let reach = self.rig_of(tab).reach();
		let stored = tab.segments.iter().skip(tab.folded);
		let over = stored.filter(|segment| segment.until <= reach).count();
		over.min(tab.segments.len() - tab.folded - 1)
	}

	/// How many segments count for the limit of a machine.
	pub fn parts(&self, n: u8) -> usize {
		let open = self.open_of(n);
		open.map(|(_, tab)| tab.segments.len() - tab.folded).sum()
	}

	/// At which price a machine takes orders and extensions, if it does: of such a length, and in such a time.
	fn takes(&self, n: u8, duration: Moment, from: Moment, until: Moment) -> Option<u64> {
		let (rig, rules) = (self.rig(n), &self.rules);
		let open = rig.exists && rig.down_since.is_none() && !rig.closed;
		let fits = duration.is_multiple_of(MINUTE) && duration >= rules.min_duration;
		self.price
			.filter(|_| open && fits && rig.covers(from, until))
	}

	/// What a new order would be, if it is possible.
	pub fn offer(&self, request: &RentRequest, n: u8) -> Option<Offer> {
		let (rules, duration) = (&self.rules, request.duration);
		if request.gpus == 0 || duration > rules.max_duration {
			return None;
		}
		let from = request.start.unwrap_or(now());
		let until = from + duration + rules.confirm_window;
		let price = self.takes(n, duration, from, until)?;
		let in_time = from >= now() && from <= now() + rules.max_ahead;
		let room =
			self.open_of(n).count() < MAX_ORDERS as usize && self.parts(n) < MAX_PARTS as usize;
		let free = self.free_gpus(n, from, until);
		if !in_time || !room || free.len() < request.gpus as usize {
			return None;
		}
		let lowest = free.iter().take(request.gpus as usize);
		let rig = self.rig(n);
		let fee = self.rent(rig, request.gpus, rules.reservation_fee_time, price);
		Some(Offer {
			gpus: lowest.map(|gpu| 1 << gpu).sum(),
			from,
			until,
			rent: self.rent(rig, request.gpus, duration, price),
			fee: fee.max(rules.reservation_fee),
		})
	}

	/// What an extension would be, if it is possible.
	pub fn extension(&self, tab: &Tab, duration: Moment) -> Option<Offer> {
		let from = tab.last().until;
		let until = from.checked_add(duration)?;
		if until > now() + self.rules.max_duration {
			return None;
		}
		let price = self.takes(tab.n, duration, from, until)?;
		let folded = self.foldable(tab);
		let room = tab.segments.len() - tab.folded - folded < MAX_ORDER_PARTS as usize
			&& self.parts(tab.n) - folded < MAX_PARTS as usize;
		let free = self.free_gpus(tab.n, from, until);
		let own = |gpu: &u32| tab.gpus & (1 << gpu) != 0;
		if !room || !(0..32).filter(own).all(|gpu| free.contains(&gpu)) {
			return None;
		}
		Some(Offer {
			gpus: tab.gpus,
			from,
			until,
			rent: self.rent(self.rig_of(tab), tab.gpus.count_ones(), duration, price),
			fee: 0,
		})
	}
}
