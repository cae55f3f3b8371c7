//! The ledger as the rules tell it: it walks every machine, every day and every edge of the emission, and keeps everything
//! for ever. It shares no formula with the pallet. Amounts are planck with 160 binary digits after the point, so that none
//! of its roundings is ever seen.

use super::*;
use sp_core::U512;
use std::collections::BTreeMap;

/// Binary digits after the point.
const POINT: usize = 160;
/// 365 days.
const YEAR: u64 = 365 * DAY;
/// Minutes of a week.
const WEEK: u64 = 10_080;

/// Planck with [`POINT`] binary digits after the point.
pub(super) type Exact = U512;

/// `planck` of them.
pub(super) fn exact(planck: u128) -> Exact {
	Exact::from(planck) << POINT
}

/// `grains` of the pallet.
pub(super) fn of_grains(grains: u128) -> Exact {
	Exact::from(grains) << (POINT - 44)
}

/// A machine.
#[derive(Clone, Debug)]
pub(super) struct NaiveMachine {
	pub(super) owner: AccountId,
	pub(super) points: u64,
	pub(super) gpus: u32,
	pub(super) open_minutes: u32,
	pub(super) rented: u32,
	pub(super) up: bool,
	pub(super) open: bool,
	pub(super) cheap: bool,
	pub(super) attested: bool,
	pub(super) attesters_got: Exact,
	pub(super) due: Exact,
	pub(super) burned: u128,
	pub(super) credited: Exact,
}

impl NaiveMachine {
	/// A machine that is up, open and cheap.
	pub(super) fn new(owner: AccountId, points: u64, gpus: u32) -> Self {
		Self {
			owner,
			points,
			gpus,
			open_minutes: WEEK as u32,
			rented: 0,
			up: true,
			open: true,
			cheap: true,
			attested: true,
			attesters_got: Exact::zero(),
			due: Exact::zero(),
			burned: 0,
			credited: Exact::zero(),
		}
	}

	fn grade(&self) -> u64 {
		if self.up && self.open && self.cheap {
			self.points * u64::from(self.open_minutes) / WEEK
		} else {
			0
		}
	}

	/// Three tenths of the grade in basis points, for the part of the GPUs that is rented.
	fn rented_weight(&self) -> u64 {
		self.grade() * 3_000 * u64::from(self.rented) / u64::from(self.gpus)
	}
}

/// What is known of an owner.
#[derive(Clone, Debug, Default)]
pub(super) struct NaiveOwner {
	/// What it earned on each day.
	pub(super) days: BTreeMap<u64, Exact>,
}

impl NaiveOwner {
	/// All that it earned.
	pub(super) fn earned(&self) -> Exact {
		self.days.values().fold(Exact::zero(), |sum, day| sum + day)
	}

	/// A quarter of what each day earned, and a two-hundredth more on each of the 150 days after it, in planck.
	pub(super) fn released(&self, today: u64) -> u128 {
		let parts = self.days.iter().map(|(day, earned)| {
			let parts = 50 + (today - day).min(150);
			*earned * Exact::from(parts)
		});
		let sum = parts.fold(Exact::zero(), |sum, part| sum + part);
		((sum / Exact::from(200)) >> POINT).as_u128()
	}
}

/// The ledger.
#[derive(Clone, Debug)]
pub(super) struct Naive {
	pub(super) start: u64,
	pub(super) last: u64,
	pub(super) doubled_from: Option<u64>,
	pub(super) doubling_gpus: u32,
	pub(super) emitted: Exact,
	pub(super) machines: BTreeMap<u8, NaiveMachine>,
	pub(super) owners: BTreeMap<AccountId, NaiveOwner>,
	pub(super) unminted: Exact,
	/// How many machines left.
	pub(super) left: u32,
}

impl Naive {
	/// A ledger that begins now.
	pub(super) fn new() -> Self {
		Self {
			start: now(),
			last: now(),
			doubled_from: None,
			doubling_gpus: Rules::get().doubling_gpus,
			emitted: Exact::zero(),
			machines: BTreeMap::new(),
			owners: BTreeMap::new(),
			unminted: Exact::zero(),
			left: 0,
		}
	}

	/// What a year emits at `at`, in planck.
	fn yearly(&self, at: u64) -> u128 {
		let dbc = match (at - self.start) / YEAR {
			0..=2 => 400_000_000,
			3..=7 => 200_000_000,
			_ => 100_000_000,
		};
		let doubled = self
			.doubled_from
			.is_some_and(|from| (from..from + 60 * DAY).contains(&at));
		if doubled {
			2 * dbc * DBC
		} else {
			dbc * DBC
		}
	}

	/// Where something changes next after the time that the ledger has reached, at most at `to`.
	fn next_edge(&self, to: u64) -> u64 {
		let midnight = (self.last / DAY + 1) * DAY;
		let phases = [self.start + 3 * YEAR, self.start + 8 * YEAR];
		let doubled = self.doubled_from.map(|from| from + 60 * DAY);
		let edges = phases.into_iter().chain(doubled).chain([midnight, to]);
		edges.filter(|edge| *edge > self.last).min().unwrap()
	}

	/// Shares what is emitted until `to` among the machines.
	pub(super) fn walk(&mut self, to: u64) {
		while self.last < to {
			let edge = self.next_edge(to);
			let planck = self.yearly(self.last) * u128::from(edge - self.last);
			let cap = exact(3_000_000_000 * DBC);
			let before = self.emitted;
			self.emitted = (before + exact(planck) / Exact::from(YEAR)).min(cap);
			self.share(self.emitted - before, self.last / DAY);
			self.last = edge;
		}
	}

	fn share(&mut self, emitted: Exact, day: u64) {
		let weights = self.weights();
		let all: u128 = weights.values().map(|(base, rented)| base + rented).sum();
		if all == 0 {
			self.unminted += emitted;
			return;
		}
		for (n, machine) in &mut self.machines {
			let (base, rented) = weights[n];
			let earned = emitted * Exact::from(base) / Exact::from(all);
			machine.due += emitted * Exact::from(rented) / Exact::from(all);
			let attesters = if machine.attested {
				earned / Exact::from(100)
			} else {
				Exact::zero()
			};
			machine.attesters_got += attesters;
			let owner = self.owners.entry(machine.owner.clone()).or_default();
			*owner.days.entry(day).or_default() += earned - attesters;
		}
	}

	/// The weight of every machine, and that of its rented GPUs.
	fn weights(&self) -> BTreeMap<u8, (u128, u128)> {
		let earning = |owner: &AccountId| -> u32 {
			let its = self.machines.values().filter(|one| one.owner == *owner);
			its.filter(|one| one.grade() > 0).map(|one| one.gpus).sum()
		};
		self.machines
			.iter()
			.map(|(n, machine)| {
				let factor = 10_000 + earning(&machine.owner).min(1_000);
				let base = u128::from(machine.grade()) * u128::from(factor);
				(*n, (base, machine.rented_weight().into()))
			})
			.collect()
	}

	/// Something about the `n`th machine changes now.
	pub(super) fn change(&mut self, n: u8, change: impl FnOnce(&mut NaiveMachine)) {
		self.walk(now());
		change(self.machines.get_mut(&n).unwrap());
		self.note_size();
		self.credit(n);
	}

	/// The emission doubles once so many GPUs earn.
	pub(super) fn note_size(&mut self) {
		let its = self.machines.values().filter(|one| one.grade() > 0);
		let gpus: u32 = its.map(|one| one.gpus).sum();
		if gpus >= self.doubling_gpus && self.doubled_from.is_none() {
			self.doubled_from = Some(now());
		}
	}

	/// Credits the rented bonus of the `n`th machine: nine tenths of what was burned at most.
	fn credit(&mut self, n: u8) {
		let machine = self.machines.get_mut(&n).unwrap();
		let all = machine.due.min(exact(machine.burned * 9 / 10));
		let credit = all.saturating_sub(machine.credited);
		machine.credited += credit;
		let owner = self.owners.entry(machine.owner.clone()).or_default();
		*owner.days.entry(now() / DAY).or_default() += credit;
	}

	/// The `n`th machine leaves.
	pub(super) fn leave(&mut self, n: u8) {
		self.change(n, |_| {});
		let machine = self.machines.remove(&n).unwrap();
		self.unminted += machine.due - machine.credited;
		self.left += 1;
	}
}
