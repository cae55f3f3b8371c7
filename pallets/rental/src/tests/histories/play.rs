//! A history while it is played: takes its steps, lets time pass, and hears what the chain tells.

use super::{model::*, steps::*, *};
use dbc_primitives::OrderFilter;
use frame_support::{traits::Hooks, weights::WeightMeter};

/// A history while it is played.
pub struct Play {
	pub model: Model,
	/// What came into and left the escrow of each payer, as the events tell it.
	pub escrowed: BTreeMap<AccountId, u128>,
	pub left: BTreeMap<AccountId, u128>,
	/// How many GPUs of each machine are rented, as its listener was told.
	pub told: BTreeMap<u8, u32>,
	/// Decides when something is settled that no step asks for.
	pub extra: Option<Dice>,
	/// Whether the last step was not taken, or failed, for want of what an order frees that is closed earlier.
	pub scarce: bool,
	/// Whether the call of the last step succeeded.
	pub done: Option<bool>,
	/// The hash of the storage after a call that failed, if it is the last thing that happened.
	pub unchanged: Option<Vec<u8>>,
}

impl Play {
	pub fn new(extra: Option<Dice>) -> Self {
		let model = Model {
			tabs: Vec::new(),
			rigs: BTreeMap::from([(1, Rig::new(ALICE, 4, 0)), (2, Rig::new(BOB, 2, 0))]),
			free: accounts().map(|who| (who.clone(), free(&who))).collect(),
			burned: 0,
			price: Some(PRICE),
			stalled: 0,
			rules: GENESIS_RULES,
			seen: BTreeMap::new(),
		};
		Self {
			model,
			escrowed: BTreeMap::new(),
			left: BTreeMap::new(),
			told: BTreeMap::new(),
			extra,
			scarce: false,
			done: None,
			unchanged: None,
		}
	}

	/// Takes a step.
	pub fn take(&mut self, step: Step) {
		(self.scarce, self.done) = (false, None);
		if !step.is_call() {
			self.unchanged = None;
		}
		match step {
			Step::Rent {
				n,
				payer,
				renter,
				gpus,
				duration,
				ahead,
				cap,
			} => {
				let request = RentRequest {
					machine: id(n),
					gpus,
					duration,
					start: ahead.map(|ahead| now() + ahead - 1),
				};
				self.rent(n, somebody(payer), renter.map(somebody), request, cap);
			}
			Step::Confirm(pick, who) => self.confirm(pick, who),
			Step::Extend(pick, who, duration, cap) => self.extend(pick, who, duration, cap),
			Step::End(pick, who) => self.end(pick, who),
			Step::Cancel(pick, who) => self.cancel(pick, who),
			Step::Settle(pick) => {
				if let Some(id) = self.find(pick, |tab| tab.start.is_some()) {
					self.settle(id);
				}
			}
			Step::ForceClose(pick, who) => self.force_close(pick, who),
			Step::SetSchedule(n, which, who) => self.set_schedule(n, which, who),
			Step::Prune(n) => self.prune(n),
			Step::Wait(time) => self.wait(time),
			Step::WaitFor(pick, offset) => self.wait_for(pick, offset),
			Step::Stall(time) => self.stall(time),
			Step::Poll(items) => {
				let costs = <() as crate::WeightInfo>::agenda_item();
				let mut meter = match items {
					Some(items) => WeightMeter::with_limit(costs.saturating_mul(items + 4)),
					None => WeightMeter::new(),
				};
				Rental::on_poll(1, &mut meter);
			}
			Step::Down(n) => self.down(n),
			Step::Up(n) => self.up(n),
			Step::Report(n) => self.report(n),
			Step::Repair(n) => {
				let report = self.model.rig_mut(n).report.as_mut();
				if let Some(report) = report.filter(|report| report.at < now()) {
					report.repaired.get_or_insert(now());
				}
			}
			Step::Verdict { n, upheld } => self.verdict(n, upheld),
			Step::Price(price) => {
				price.map_or_else(MockPrice::clear, MockPrice::set);
				self.model.price = price;
			}
			Step::Stale => {
				MockPrice::make_stale();
				self.model.price = None;
			}
			Step::Govern(which, to) => self.govern(which, to),
			Step::Payee(n, which) => {
				let payee = [self.model.rig(n).owner.clone(), CHARLIE, POOR];
				let payee = payee[usize::from(which)].clone();
				self.on_terms(n, |machine| machine.payee = payee.clone());
				self.model.rig_mut(n).payee = payee;
			}
			Step::Closed(n, closed) => {
				self.on_terms(n, |machine| machine.closed = closed);
				self.model.rig_mut(n).closed = closed;
			}
			Step::ExtraPrice(n, price) => {
				self.on_terms(n, |machine| machine.extra_price = price);
				self.model.rig_mut(n).extra_price = price;
			}
			Step::Hardware(n, gpus) => self.hardware(n, gpus),
			Step::Exit(n) => self.exit(n),
			Step::ForceExit { n, report_first } => self.force_exit(n, report_first),
			Step::Join(n, gpus) => self.join(n, gpus),
			Step::Empty => {
				let amount = self.model.free.insert(POOR, 0).unwrap();
				if amount > 0 {
					assert_ok!(Balances::transfer_all(signed(POOR), SINK, false));
					*self.model.free.get_mut(&SINK).unwrap() += amount;
				}
			}
		}
		self.hear();
	}

	/// Time passes. Who settles more often than once does so meanwhile.
	fn wait(&mut self, time: Moment) {
		let until = now() + time;
		while let Some(dice) = self.extra.as_mut().filter(|_| now() < until) {
			let left = until - now();
			set_time(
				now()
					+ if dice.one_in(2) {
						left
					} else {
						dice.below(left)
					},
			);
			self.settle_somewhere();
			if self.extra.as_mut().is_some_and(|dice| dice.one_in(2)) {
				break;
			}
		}
		set_time(until);
	}

	/// Settles an order that nobody asked to be settled, and the orders that it finds with it.
	pub fn settle_somewhere(&mut self) {
		let open = self.model.tabs.iter().enumerate();
		let open = open.filter(|(_, tab)| {
			let held_back = self.model.is_held_back(tab);
			tab.closed.is_none()
				&& (self.model.due(tab) > 0 || (self.model.is_over(tab) && !held_back))
		});
		let open: Vec<usize> = open.map(|(id, _)| id).collect();
		let Some(dice) = self.extra.as_mut().filter(|_| !open.is_empty()) else {
			return;
		};
		let id = dice.pick(&open);
		self.settle(id);
		self.hear();
	}

	fn wait_for(&mut self, pick: Pick, offset: u8) {
		let found = self.find(pick, |tab| tab.start.is_some() || pick.nth % 2 == 1);
		let Some(id) = found else { return };
		let tab = &self.model.tabs[id];
		let ends = tab.segments.iter().map(|segment| segment.until);
		let moments = ends.chain([tab.first().from, self.model.over_at(tab)]);
		let wanted = moments.map(|at| at + Moment::from(offset) - 1);
		if let Some(next) = wanted.filter(|at| *at > now()).min() {
			self.wait(next - now());
		}
	}

	/// The chain stalls. Before that, as in every block, its hook has closed what lapsed; a lapsed order that an open report
	/// holds back would have its window moved by what the chain stalls.
	fn stall(&mut self, time: Moment) {
		let lapsed = |play: &Self| {
			let mut live = play.model.tabs.iter();
			live.position(|tab| {
				tab.closed.is_none() && tab.start.is_none() && play.model.is_over(tab)
			})
		};
		while let Some(id) = lapsed(self) {
			if self.model.is_held_back(&self.model.tabs[id]) {
				self.scarce = true;
				return;
			}
			self.settle(id);
		}
		advance(time);
		MockStalls::add(time);
		self.model.stalled += time;
	}

	/// Books what the events tell. What the hook has closed was over.
	pub fn hear(&mut self) {
		for event in events() {
			match event {
				Event::OrderCreated {
					order,
					payer,
					rent,
					fee,
					gpus,
					..
				} => {
					let tab = &self.model.tabs[order as usize];
					assert_eq!((gpus, rent, fee), (tab.gpus, tab.first().total, tab.fee));
					*self.escrowed.entry(payer).or_default() += rent + fee;
				}
				Event::OrderExtended { order, rent, .. } => {
					*self.escrowed.entry(self.payer(order)).or_default() += rent;
				}
				Event::RentPaid {
					order,
					amount,
					burned,
					..
				}
				| Event::RentForfeited {
					order,
					amount,
					burned,
				} => *self.left.entry(self.payer(order)).or_default() += amount + burned,
				Event::FeePaid { order, amount } | Event::FeeReturned { order, amount } => {
					*self.left.entry(self.payer(order)).or_default() += amount;
				}
				Event::OrderEnded {
					order, returned, ..
				} => *self.left.entry(self.payer(order)).or_default() += returned,
				Event::OrderClosed {
					order,
					machine,
					paid,
					burned,
					refunded,
					used,
					reason,
				} => {
					*self.left.entry(self.payer(order)).or_default() += refunded;
					let order = order as usize;
					if self.model.tabs[order].closed.is_none() {
						self.model.close_over(order);
					}
					let tab = &self.model.tabs[order];
					let told = Closing {
						paid,
						burned,
						refunded,
						used,
						reason,
					};
					assert_eq!(Some(told), tab.closed, "order {order}");
					assert_eq!(machine, id(tab.n));
				}
				_ => {}
			}
		}
		for change in RecordOrderChanges::take() {
			if let OrderChange::Rented(machine, gpus) = change {
				self.told.insert(machine[0], gpus);
			}
		}
	}

	fn payer(&self, order: OrderId) -> AccountId {
		self.model.tabs[order as usize].payer.clone()
	}

	/// Everything ends: reports are rejected, all time passes, and anybody settles what is open.
	pub fn finish(&mut self) {
		for n in 1..=2 {
			self.verdict(n, false);
		}
		let ends = self.model.tabs.iter().map(|tab| tab.last().until);
		let last = ends.max().unwrap_or(now());
		set_time(now().max(last) + DAY);
		for id in 0..self.model.tabs.len() {
			if self.model.tabs[id].closed.is_none() {
				self.settle(id);
			}
		}
		self.hear();
		self.check();
		assert_eq!(
			Rental::order_page(OrderFilter::Machine(id(1)), None, 1).items,
			vec![]
		);
	}
}
