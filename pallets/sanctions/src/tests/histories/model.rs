//! The naive model of the histories.

use super::*;

/// The table, as people read it.
fn percent_of(cause: OutageCause, rented: bool, length: Moment) -> u128 {
	let hours = length / HOUR;
	match cause {
		OwnerReported if rented && length < 7 * MINUTE => 2,
		OwnerReported if rented && hours < 48 => 4,
		OwnerReported if rented && hours < 120 => 30,
		OwnerReported if rented => 50,
		OwnerReported if hours < 48 => 0,
		OwnerReported if hours < 240 => 4,
		OwnerReported => 30,
		Inaccessible if length < 7 * MINUTE => 4,
		Inaccessible if hours < 48 => 8,
		HardwareChange => 0,
		_ if hours >= 120 => 100,
		_ if hours >= 48 => 60,
		_ => {
			let percent = match hours {
				0..4 => 6,
				4..24 => 12,
				_ => 16,
			};
			percent * if cause == Counterfeit { 2 } else { 1 }
		}
	}
}

/// From when on a cause cannot cost more.
fn last_threshold(cause: OutageCause, rented: bool) -> Moment {
	match cause {
		OwnerReported if !rented => 240 * HOUR,
		HardwareChange => Moment::MAX,
		_ => 120 * HOUR,
	}
}

/// An outage of a series: how long each cause lasted that counts, and whether the machine was rented.
#[derive(Clone, Debug)]
struct Past {
	lengths: Vec<(OutageCause, Moment)>,
	rented: bool,
	imposed: u128,
}

#[derive(Clone, Debug)]
struct Current {
	since: Moment,
	rented: bool,
	exempt: bool,
	claims: Vec<(AccountId, u128)>,
	/// Whether the series of before was kept or forgotten already.
	decided: bool,
	imposed: u128,
}

#[derive(Debug)]
struct Machine {
	owner: AccountId,
	active_since: Moment,
	held: u128,
	locked: u128,
	exit_locks: u32,
	/// The series: outages that are over.
	series: Vec<Past>,
	base: u128,
	up_since: Option<Moment>,
	current: Option<Current>,
	upholders: Vec<AccountId>,
	claims: Vec<(AccountId, u128)>,
	idle_since: Option<Moment>,
}

#[derive(Clone, Debug)]
struct Pending {
	job: Option<JobId>,
	machine: Option<(u8, u128)>,
	concerned: AccountId,
	shares: Vec<(AccountId, u128)>,
	until: Moment,
	stalled: Moment,
	appealed: bool,
}

impl Pending {
	fn is_over(&self) -> bool {
		now() >= self.until + (stalled() - self.stalled)
	}
}

/// Until when a cause counts that lasts.
fn counts_until(outage: &Outage<u128>, cause: OutageCause) -> Moment {
	let mut causes = outage.causes.iter();
	let change = causes.find(|one| one.cause == HardwareChange && one.until.is_none());
	match change {
		Some(change) if cause == Counterfeit && now() - change.since < 7 * DAY => change.since,
		_ => now(),
	}
}

fn stalled() -> Moment {
	use dbc_primitives::traits::StallCounter;
	MockStalls::stalled()
}

pub(super) struct Model {
	machines: BTreeMap<u8, Machine>,
	pending: BTreeMap<SanctionId, Pending>,
	next: SanctionId,
	free: BTreeMap<AccountId, u128>,
	pub(super) seen: BTreeMap<&'static str, u32>,
}

impl Model {
	pub(super) fn new() -> Self {
		let machine = |owner: AccountId, held| Machine {
			owner,
			active_since: now(),
			held,
			locked: 0,
			exit_locks: 0,
			series: Vec::new(),
			base: 0,
			up_since: None,
			current: None,
			upholders: Vec::new(),
			claims: Vec::new(),
			idle_since: None,
		};
		let accounts = (0..6).flat_map(|n| [member(n), payer(n)]);
		let accounts = accounts.chain([ALICE, BOB, CHARLIE, TREASURY]);
		Self {
			machines: [(1, machine(ALICE, 4 * PER_GPU)), (2, machine(BOB, PER_GPU))].into(),
			pending: BTreeMap::new(),
			next: 0,
			free: accounts.map(|who| (who.clone(), free(&who))).collect(),
			seen: BTreeMap::new(),
		}
	}

	fn note(&mut self, what: &'static str) {
		*self.seen.entry(what).or_default() += 1;
	}

	fn create(&mut self, pending: Pending) {
		self.pending.insert(self.next, pending);
		self.next += 1;
	}

	/// The snapshot of an outage that began at `since`.
	fn snapshot(&self, n: u8, since: Moment) -> Current {
		let machine = &self.machines[&n];
		let rented = !machine.claims.is_empty();
		let idle = machine.idle_since.is_none_or(|ended| since >= ended + DAY);
		let claims = machine.claims.iter();
		Current {
			since,
			rented,
			exempt: !rented && idle && since >= machine.active_since + 5 * DAY,
			claims: claims
				.filter(|(who, claim)| *claim > 0 && *who != machine.owner)
				.cloned()
				.collect(),
			decided: false,
			imposed: 0,
		}
	}

	/// What the registry told of an outage that runs or is over, after it was told: the snapshot is made or made anew.
	fn began(&mut self, n: u8, since: Moment) {
		let fresh = self.snapshot(n, since);
		let machine = self.machines.get_mut(&n).unwrap();
		match &mut machine.current {
			None => machine.current = Some(fresh),
			Some(known) if since < known.since => {
				*known = Current {
					rented: known.rented || fresh.rented,
					decided: known.decided,
					imposed: known.imposed,
					claims: match known.decided {
						true => known.claims.clone(),
						false => fresh.claims,
					},
					..fresh
				};
				self.note("began earlier");
			}
			Some(_) => {}
		}
	}

	/// The series with the running outage, and what it costs in percent now.
	fn count(&mut self, n: u8, outage: &Outage<u128>) -> (Vec<Past>, u128) {
		let machine = self.machines.get_mut(&n).unwrap();
		let current = machine.current.as_mut().unwrap();
		if !current.decided {
			current.decided = true;
			let continues = machine.up_since.is_some_and(|up| outage.since < up + DAY);
			if !continues {
				machine.series.clear();
				machine.base = outage.base;
			}
		}
		let lengths = outage.causes.iter().filter(|one| match one.cause {
			HardwareChange => false,
			OwnerReported => !current.exempt,
			_ => true,
		});
		let mut series = machine.series.clone();
		series.push(Past {
			lengths: lengths
				.map(|one| {
					let until = one.until.unwrap_or(counts_until(outage, one.cause));
					(one.cause, until.saturating_sub(one.since))
				})
				.collect(),
			rented: current.rented,
			imposed: current.imposed,
		});
		let rented = series.iter().any(|one| one.rented);
		let percents = CAUSES
			.into_iter()
			.filter_map(|cause| Some(percent_of(cause, rented, total(&series, cause)?)));
		let percent = percents.max().unwrap_or(0);
		(series, percent)
	}

	/// Imposes what is due, and tells how much that is.
	fn impose(&mut self, n: u8, series: &[Past], percent: u128) -> u128 {
		let machine = self.machines.get_mut(&n).unwrap();
		let imposed: u128 = series.iter().map(|one| one.imposed).sum();
		let due = (machine.base / 100 * percent + machine.base % 100 * percent / 100)
			.saturating_sub(imposed)
			.min(machine.held - machine.locked);
		if due == 0 {
			return 0;
		}
		machine.locked += due;
		machine.exit_locks += 1;
		let mut shares = Vec::new();
		let mut left = due;
		let upholders = std::mem::take(&mut machine.upholders);
		if !upholders.is_empty() {
			let share = due.min(1_000 * DBC) / upholders.len() as u128;
			for member in upholders {
				shares.push((member, share));
				left -= share;
			}
		}
		let current = machine.current.as_mut().unwrap();
		current.imposed += due;
		let compensates = CAUSES.into_iter().any(|cause| {
			let least = match cause {
				OwnerReported | Inaccessible => 48 * HOUR,
				_ => 0,
			};
			total(series, cause).is_some_and(|length| length >= least)
		});
		if compensates {
			let pool = (due / 10).min(left);
			let all: u128 = current.claims.iter().map(|(_, claim)| claim).sum();
			for (renter, claim) in &mut current.claims {
				let part = wide(pool, *claim, all).min(*claim);
				if part > 0 {
					shares.push((renter.clone(), part));
				}
				*claim -= part;
			}
			current.claims.retain(|(_, claim)| *claim > 0);
			self.seen
				.entry("renters could share")
				.and_modify(|n| *n += 1)
				.or_insert(1);
		}
		shares.retain(|(_, share)| *share > 0);
		let concerned = machine.owner.clone();
		self.create(Pending {
			job: None,
			machine: Some((n, due)),
			concerned,
			shares,
			until: now() + SHORT.appeal_window,
			stalled: stalled(),
			appealed: false,
		});
		due
	}

	fn ended(&mut self, n: u8, ended: &Outage<u128>) {
		let (series, percent) = self.count(n, ended);
		let due = self.impose(n, &series, percent);
		self.note(if due > 0 { "imposed" } else { "nothing due" });
		let machine = self.machines.get_mut(&n).unwrap();
		let current = machine.current.take().unwrap();
		machine.series = series;
		machine.series.last_mut().unwrap().imposed = current.imposed;
		machine.upholders.clear();
		let until = ended.causes.iter().map(|one| one.until.unwrap()).max();
		machine.up_since = machine.up_since.max(until);
	}

	/// Moves what a sanction takes.
	fn executed(&mut self, id: SanctionId) {
		let pending = self.pending.remove(&id).unwrap();
		let mut left = AT_RISK;
		if let Some((n, amount)) = pending.machine {
			let machine = self.machines.get_mut(&n).unwrap();
			machine.held -= amount;
			machine.locked -= amount;
			machine.exit_locks -= 1;
			left = amount;
		}
		for (who, share) in pending.shares {
			let balance = self.free.get_mut(&who).unwrap();
			if *balance + share >= EXISTENTIAL_DEPOSIT {
				*balance += share;
				left -= share;
			} else {
				self.seen.entry("dust").and_modify(|n| *n += 1).or_insert(1);
			}
		}
		let deposit = if pending.appealed { DEPOSIT } else { 0 };
		*self.free.get_mut(&TREASURY).unwrap() += left + deposit;
	}

	fn cancelled(&mut self, id: SanctionId) {
		let pending = self.pending.remove(&id).unwrap();
		if let Some((n, amount)) = pending.machine {
			let machine = self.machines.get_mut(&n).unwrap();
			machine.locked -= amount;
			machine.exit_locks -= 1;
		}
		*self.free.get_mut(&pending.concerned).unwrap() += DEPOSIT;
	}

	fn pick(&self, which: usize) -> Option<(SanctionId, Pending)> {
		let nth = which % self.pending.len().max(1);
		let found = self.pending.iter().nth(nth);
		found.map(|(id, pending)| (*id, pending.clone()))
	}

	pub(super) fn take(&mut self, step: Step, n: u8) {
		let outage = Registry::outage(&id(n));
		let is_down = |cause| {
			let causes = outage.iter().flat_map(|outage| &outage.causes);
			causes
				.clone()
				.any(|one| one.cause == cause && one.until.is_none())
		};
		match step {
			Step::Down(cause) if !is_down(cause) => {
				take_down(n, cause, now());
				self.began(n, now());
			}
			Step::Down(_) => {}
			Step::Up(only) => {
				for cause in CAUSES {
					if is_down(cause) && only.is_none_or(|only| only == cause) {
						let mut before = Registry::outage(&id(n)).unwrap();
						bring_up(n, cause);
						if Registry::outage(&id(n)).is_none() {
							let lasting = before.causes.iter_mut();
							lasting.for_each(|one| *one.until.get_or_insert(now()) += 0);
							self.ended(n, &before);
						}
					}
				}
			}
			Step::Uphold(cause, ago, members) if !is_down(cause) => {
				let members: Vec<_> = (0..members).map(member).collect();
				uphold(n, cause, now() - ago, &members);
				let known = &mut self.machines.get_mut(&n).unwrap().upholders;
				let news: Vec<_> = members
					.into_iter()
					.filter(|one| !known.contains(one))
					.collect();
				known.extend(news);
				self.began(n, now() - ago);
			}
			Step::Uphold(..) => {}
			Step::Past(cause, ago, length) => {
				let (since, until) = (now() - ago, now() - ago + length.min(ago));
				let apart = outage.as_ref().is_none_or(|outage| outage.since > until);
				let current = &mut self.machines.get_mut(&n).unwrap().current;
				let later = current.take_if(|_| apart);
				note_past(n, cause, since, until);
				self.began(n, since);
				if apart {
					let machine = self.machines.get_mut(&n).unwrap();
					if let Some(later) = later.as_ref().filter(|later| later.decided) {
						// It is a part of the series already, with what it cost.
						machine.current.as_mut().unwrap().decided = true;
						machine.series.push(Past {
							lengths: Vec::new(),
							rented: later.rented,
							imposed: later.imposed,
						});
					}
					let entry = dbc_primitives::CauseSince {
						cause,
						since,
						until: Some(until),
					};
					self.ended(
						n,
						&Outage {
							since,
							causes: BoundedVec::truncate_from(vec![entry]),
							base: self.machines[&n].held,
						},
					);
					if let Some(later) = later {
						self.note("another outage was running");
						let machine = self.machines.get_mut(&n).unwrap();
						if later.decided {
							let last = machine.series.len() - 2;
							machine.series.remove(last);
						}
						machine.current = Some(later);
					}
				}
			}
			Step::Rent(claims) => {
				// Nobody confirms an order while the machine is down.
				if outage.is_some() && !claims.is_empty() {
					return;
				}
				let claims: Vec<_> = claims
					.into_iter()
					.map(|(n, claim)| (payer(n), claim))
					.collect();
				rent(n, &claims);
				let machine = self.machines.get_mut(&n).unwrap();
				machine.idle_since = claims.is_empty().then(now);
				machine.claims = claims;
			}
			Step::SanctionOutage => self.sanction_outage(n, outage),
			Step::Fault(n) => {
				let job = fault(n);
				self.create(Pending {
					job: Some(job),
					machine: None,
					concerned: member(n),
					shares: Vec::new(),
					until: now() + SHORT.appeal_window,
					stalled: stalled(),
					appealed: false,
				});
			}
			Step::Appeal { which, stranger } => {
				let Some((id, pending)) = self.pick(which) else {
					return;
				};
				let who = if stranger {
					CHARLIE
				} else {
					pending.concerned.clone()
				};
				let told = Sanctions::appeal(signed(who), id, reason("because"));
				let expected = !stranger && !pending.appealed && !pending.is_over();
				assert_eq!(told.is_ok(), expected, "appeal: {told:?}");
				if expected {
					self.note("appealed");
					*self.free.get_mut(&pending.concerned).unwrap() -= DEPOSIT;
					let known = self.pending.get_mut(&id).unwrap();
					known.appealed = true;
					known.until = now() + SHORT.decision_window;
					known.stalled = stalled();
				}
			}
			Step::Decide(which, decision) => {
				let Some((id, pending)) = self.pick(which) else {
					return;
				};
				let told = Sanctions::decide(RuntimeOrigin::root(), id, decision);
				let expected = pending.appealed && !pending.is_over();
				assert_eq!(told.is_ok(), expected, "decide: {told:?}");
				match decision {
					_ if !expected => {}
					Decision::Cancel => {
						self.note("cancelled");
						self.cancelled(id);
						if let Some(job) = pending.job {
							assert_eq!(Pool::job(job).unwrap().released, [pending.concerned]);
						}
					}
					Decision::Dismiss => {
						self.note("dismissed");
						self.executed(id);
					}
				}
			}
			Step::Execute(which) => {
				let Some((id, pending)) = self.pick(which) else {
					return;
				};
				let told = Sanctions::execute(signed(CHARLIE), id);
				assert_eq!(told.is_ok(), pending.is_over(), "execute: {told:?}");
				if pending.is_over() {
					self.note("executed");
					self.executed(id);
				}
			}
			Step::Poll => {
				poll();
				// The agenda looks at whole minutes.
				let gone: Vec<_> = self
					.pending
					.keys()
					.filter(|id| !crate::Sanctions::<Test>::contains_key(**id))
					.copied()
					.collect();
				for id in gone {
					assert!(self.pending[&id].is_over());
					self.note("executed by the agenda");
					self.executed(id);
				}
			}
			Step::Wait(time) => advance(time),
			Step::Stall(time) => {
				advance(time);
				MockStalls::add(time);
			}
		}
	}

	fn sanction_outage(&mut self, n: u8, outage: Option<Outage<u128>>) {
		let before = (self.machines[&n].series.clone(), self.machines[&n].base);
		let current = self.machines[&n].current.clone();
		let told = Sanctions::sanction_outage(signed(CHARLIE), id(n));
		let mut due = 0;
		if let Some(outage) = &outage {
			let (series, percent) = self.count(n, outage);
			let rented = series.iter().any(|one| one.rented);
			let passed = outage.causes.iter().any(|one| {
				let counts = series
					.last()
					.unwrap()
					.lengths
					.iter()
					.any(|(cause, _)| *cause == one.cause);
				let length = total(&series, one.cause).unwrap_or(0);
				// A cause that is exempt this time still has the length of earlier outages.
				(counts || length > 0) && length >= last_threshold(one.cause, rented)
			});
			if passed {
				due = self.impose(n, &series, percent);
			}
		}
		assert_eq!(told.is_ok(), due > 0, "sanction_outage: {told:?}");
		if due == 0 {
			let machine = self.machines.get_mut(&n).unwrap();
			(machine.series, machine.base) = before;
			machine.current = current;
		} else {
			self.note("sanctioned while running");
		}
	}

	/// What must hold after each step.
	pub(super) fn check(&self) {
		for (n, known) in &self.machines {
			let record = machine(*n);
			assert_eq!(
				(record.held, record.locked, record.exit_locks),
				(known.held, known.locked, known.exit_locks),
				"machine {n}"
			);
		}
		assert_eq!(pending(), self.pending.keys().copied().collect::<Vec<_>>());
		let mut deposits = BTreeMap::<&AccountId, u128>::new();
		for (id, known) in &self.pending {
			let told = Sanctions::sanction_info(*id).unwrap();
			assert_eq!(
				told.ground.stake().map(|(_, amount)| amount),
				known.machine.map(|(_, amount)| amount)
			);
			assert_eq!(told.shares, known.shares, "the shares of {id}");
			assert_eq!(told.concerned, known.concerned);
			if known.appealed {
				*deposits.entry(&known.concerned).or_default() += DEPOSIT;
			}
		}
		for (who, balance) in &self.free {
			assert_eq!(free(who), *balance, "the balance of {who:?}");
			let deposit = deposits.get(who).copied().unwrap_or_default();
			assert_eq!(on_hold(who), deposit, "the deposits of {who:?}");
		}
	}

	/// Time ends every sanction.
	pub(super) fn end(&mut self) {
		advance(DAY);
		for id in pending() {
			Sanctions::execute(signed(CHARLIE), id).unwrap();
			self.executed(id);
		}
		assert!(self.pending.is_empty());
	}
}

/// The account that pays for orders of the `n`th renter: one is an owner, one does not exist.
fn payer(n: u8) -> AccountId {
	match n {
		4 => ALICE,
		5 => NOBODY,
		n => renter(n),
	}
}

/// How long a cause lasted in all outages together; `None` if it is in none.
fn total(series: &[Past], cause: OutageCause) -> Option<Moment> {
	let lengths = series.iter().flat_map(|one| &one.lengths);
	lengths
		.filter(|(known, _)| *known == cause)
		.map(|(_, length)| *length)
		.reduce(|a, b| a + b)
}

/// `a × b / c`, rounded down; 0 if `c` is.
fn wide(a: u128, b: u128, c: u128) -> u128 {
	use sp_core::U256;
	let product = U256::from(a) * U256::from(b);
	product
		.checked_div(U256::from(c))
		.unwrap_or_default()
		.as_u128()
}
