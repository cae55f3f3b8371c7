//! Calls: each succeeds exactly if the ledger says so, and comes to what the ledger says.

use super::{model::*, play::Play, steps::*, *};
use crate::Call;
use dbc_primitives::MAX_PARTS;
use sp_runtime::{traits::Dispatchable, StateVersion};

/// A schedule by its number; `None` of them is always. The last one is not valid.
pub fn schedule(which: u8, today: u32) -> Option<Schedule> {
	let every = |from: u16, minutes: u16| {
		(0..7).map(move |weekday| WeeklyWindow {
			weekday,
			from,
			minutes,
		})
	};
	let date = |date: u32, from: u16, minutes: u16| DatedWindow {
		date,
		from,
		minutes,
	};
	let mut weekly: Vec<WeeklyWindow> = every(0, 1_440).collect();
	let mut dates = Vec::new();
	match which {
		0 | 1 => return None,
		2 => {}
		3 => weekly = every(0, 720).chain(every(780, 660)).collect(),
		4 => weekly = every(1_080, 1_080).take(5).collect(),
		5 => {
			dates = vec![
				date(today, 0, 1_440),
				date(today + 1, 0, 0),
				date(today + 2, 360, 720),
			]
		}
		6 => dates = vec![date(today, 600, 840), date(today + 1, 1, 1_439)],
		_ => weekly[3].weekday = 9,
	}
	weekly.sort_by_key(|window| (window.weekday, window.from));
	Some(Schedule {
		weekly: weekly.try_into().unwrap(),
		dates: dates.try_into().unwrap(),
	})
}

fn root_hash() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

impl Play {
	/// Makes a call. It succeeds if it should; otherwise it changes nothing.
	pub fn call(
		&mut self,
		who: RuntimeOrigin,
		call: Call<Test>,
		succeeds: bool,
		what: &'static str,
	) {
		// Hashes are dear: the second time that a history is played nothing new can be refused.
		let known = self.unchanged.take();
		let compares = !succeeds && self.extra.is_none();
		let before = compares.then(|| known.unwrap_or_else(root_hash));
		let note = Note(("call", call));
		let done = RuntimeCall::from(note.0 .1.clone()).dispatch(who);
		assert_eq!(done.is_ok(), succeeds, "{done:?}");
		if let Some(before) = before {
			assert!(before == root_hash(), "it has failed and changed something");
			self.unchanged = Some(before);
		}
		self.done = Some(succeeds);
		self.model.note(if succeeds { what } else { "refused" });
	}

	/// The order that a step is about: one that passes `test` if there is any.
	pub fn find(&self, pick: Pick, test: impl Fn(&Tab) -> bool) -> Option<usize> {
		let mut live = self.model.live();
		if live.iter().any(|id| test(&self.model.tabs[*id])) {
			live.retain(|id| test(&self.model.tabs[*id]));
		}
		if pick.live && !live.is_empty() {
			return Some(live[pick.nth % live.len()]);
		}
		let count = self.model.tabs.len();
		count.checked_sub(1 + pick.nth % count.max(1))
	}

	fn caller(&self, id: usize, who: Who, right: &AccountId) -> AccountId {
		match who {
			Who::Right => right.clone(),
			Who::Owner => self.model.rig_of(&self.model.tabs[id]).owner.clone(),
			Who::Other(n) => somebody(n),
		}
	}

	fn spendable(&self, who: &AccountId) -> u128 {
		self.model.free[who] - EXISTENTIAL_DEPOSIT
	}

	pub fn rent(
		&mut self,
		n: u8,
		payer: AccountId,
		renter: Option<AccountId>,
		request: RentRequest,
		cap: Cap,
	) {
		let offer = self.model.offer(&request, n);
		let quote = Rental::read_quote(&request);
		assert_eq!(Rental::read_can_rent(&request).is_ok(), offer.is_some());
		let quoted = quote.map(|quote| (quote.rent, quote.fee, quote.total));
		let expected = offer.map(|offer| (offer.rent, offer.fee, offer.rent + offer.fee));
		assert_eq!(quoted.ok(), expected);
		let user = renter.clone().unwrap_or(payer.clone());
		let total = offer.map_or(0, |offer| offer.rent + offer.fee);
		let waiting = self.model.open_of(n).filter(|(_, tab)| {
			tab.start.is_none() && tab.renter == user && tab.first().from > now()
		});
		let few = waiting.count() < self.model.rules.max_scheduled as usize;
		let allowed =
			offer.filter(|offer| (few || offer.from <= now()) && !matches!(cap, Cap::TooLow));
		let rich = self.spendable(&payer) >= total;
		let full = self.model.parts(n) >= MAX_PARTS as usize || self.model.open_of(n).count() >= 32;
		self.scarce = full || (allowed.is_some() && !rich);
		let max_total = match cap {
			Cap::Any => u128::MAX,
			Cap::Exact => total,
			Cap::TooLow => total.saturating_sub(1),
		};
		let call = Call::rent {
			machine: request.machine,
			gpus: request.gpus,
			duration: request.duration,
			max_total,
			start: request.start,
			renter,
		};
		let done = allowed.filter(|_| rich);
		self.call(signed(payer.clone()), call, done.is_some(), "rented");
		let Some(offer) = done else { return };
		let (rig, rules) = (self.model.rig(n), self.model.rules);
		let tab = Tab {
			n,
			life: rig.life,
			renter: user,
			payer: payer.clone(),
			payee: rig.payee.clone(),
			gpus: offer.gpus,
			created: now(),
			confirm_by: offer.from + rules.confirm_window,
			stalled_before: self.model.stalled,
			start: None,
			segments: vec![Segment {
				from: offer.from,
				until: offer.until,
				total: offer.rent,
				duration: request.duration,
			}],
			folded: 0,
			ended: None,
			faulted: false,
			fee: offer.fee,
			held: offer.rent,
			paid: 0,
			burned: 0,
			forfeited: 0,
			rules,
			closed: None,
			end: 0,
		};
		self.model.tabs.push(tab);
		*self.model.free.get_mut(&payer).unwrap() -= total;
	}

	pub fn confirm(&mut self, pick: Pick, who: Who) {
		let found = self.find(pick, |tab| tab.start.is_none() && tab.first().from <= now());
		let Some(id) = found else { return };
		let tab = &self.model.tabs[id];
		let caller = self.caller(id, who, &tab.renter);
		let succeeds = tab.closed.is_none()
			&& caller == tab.renter
			&& tab.start.is_none()
			&& !self.model.is_over(tab)
			&& now() >= tab.first().from
			&& self.model.rig_of(tab).down_since.is_none();
		let order = id as OrderId;
		self.call(
			signed(caller),
			Call::confirm { order },
			succeeds,
			"confirmed",
		);
		if succeeds {
			self.model.confirm(id);
		}
	}

	fn is_running(&self, tab: &Tab) -> bool {
		tab.closed.is_none() && tab.start.is_some() && !self.model.is_over(tab)
	}

	pub fn extend(&mut self, pick: Pick, who: Who, duration: Moment, cap: Cap) {
		let found = self.find(pick, |tab| tab.start.is_some());
		let Some(id) = found else { return };
		let tab = &self.model.tabs[id];
		let caller = self.caller(id, who, &tab.payer);
		let may = caller == tab.payer && self.is_running(tab);
		let offer = may.then(|| self.model.extension(tab, duration)).flatten();
		let rent = offer.map_or(0, |offer| offer.rent);
		let offer = offer.filter(|_| !matches!(cap, Cap::TooLow));
		// What is due is paid first, perhaps to the payer.
		let (amount, _, receives) = if may {
			let due = self.model.due(tab).min(tab.held);
			self.model.shares(tab, due)
		} else {
			(0, 0, false)
		};
		let own = if receives && tab.payee == tab.payer {
			amount
		} else {
			0
		};
		let rich = self.spendable(&caller) + own >= rent;
		self.scarce = (offer.is_some() && !rich) || self.model.parts(tab.n) >= MAX_PARTS as usize;
		let call = Call::extend {
			order: id as OrderId,
			duration,
			max_total: match cap {
				Cap::Any => u128::MAX,
				Cap::Exact => rent,
				Cap::TooLow => rent.saturating_sub(1),
			},
		};
		let done = offer.filter(|_| rich);
		self.call(signed(caller), call, done.is_some(), "extended");
		if let Some(offer) = done {
			self.model.extend(id, &offer, duration);
		}
	}

	pub fn end(&mut self, pick: Pick, who: Who) {
		let found = self.find(pick, |tab| tab.start.is_some());
		let Some(id) = found else { return };
		let tab = &self.model.tabs[id];
		let caller = self.caller(id, who, &tab.renter);
		let succeeds = caller == tab.renter && self.is_running(tab);
		let order = id as OrderId;
		self.call(signed(caller), Call::end { order }, succeeds, "ended");
		if succeeds {
			self.model.end(id);
		}
	}

	pub fn cancel(&mut self, pick: Pick, who: Who) {
		let found = self.find(pick, |tab| tab.start.is_none());
		let Some(id) = found else { return };
		let tab = &self.model.tabs[id];
		let caller = self.caller(id, who, &tab.renter);
		let open = tab.closed.is_none() && tab.start.is_none() && !self.model.is_over(tab);
		let is_renter = caller == tab.renter;
		let is_owner = caller == self.model.rig_of(tab).owner && now() < tab.first().from;
		let succeeds = open && (is_renter || is_owner);
		let order = id as OrderId;
		self.call(
			signed(caller),
			Call::cancel { order },
			succeeds,
			"cancelled",
		);
		if succeeds && is_renter {
			self.model.cancel(id);
		} else if succeeds {
			self.model.close_for(id, CloseReason::CancelledByOwner);
		}
	}

	pub fn settle(&mut self, id: usize) {
		let tab = &self.model.tabs[id];
		let is_open = tab.closed.is_none();
		let closes = is_open && self.model.is_over(tab) && !self.model.is_held_back(tab);
		let pays = is_open && self.model.due(tab) > 0;
		let order = id as OrderId;
		self.call(
			signed(DAVE),
			Call::settle { order },
			closes || pays,
			"settled",
		);
		if closes {
			self.model.close_over(id);
		} else if pays {
			self.model.settle(id);
		}
	}

	pub fn force_close(&mut self, pick: Pick, who: Who) {
		let found = self.find(pick, |_| true);
		let Some(id) = found else { return };
		let origin = match who {
			Who::Other(n) => signed(somebody(n)),
			Who::Right | Who::Owner => RuntimeOrigin::root(),
		};
		let succeeds = self.model.tabs[id].closed.is_none() && !matches!(who, Who::Other(_));
		let order = id as OrderId;
		self.call(
			origin,
			Call::force_close { order },
			succeeds,
			"force-closed",
		);
		if succeeds {
			self.model.close_for(id, CloseReason::Forced);
		}
	}

	pub fn set_schedule(&mut self, n: u8, which: u8, who: Who) {
		let rig = self.model.rig(n);
		let caller = match who {
			Who::Right | Who::Owner => rig.owner.clone(),
			Who::Other(n) => somebody(n),
		};
		let schedule = schedule(which, (now() / DAY) as u32);
		let mut wanted = rig.clone();
		wanted.schedule.clone_from(&schedule);
		let cuts = self.model.open_of(n).any(|(_, tab)| {
			let (from, until) = (tab.first().from.max(now()), tab.last().until);
			!self.model.is_over(tab) && !wanted.covers(from, until)
		});
		let succeeds = rig.exists && caller == rig.owner && which < 7 && !cuts;
		let machine = id(n);
		let call = Call::set_schedule {
			machine,
			schedule: schedule.clone(),
		};
		self.call(signed(caller), call, succeeds, "schedule set");
		if succeeds {
			self.model.rig_mut(n).schedule = schedule;
		}
	}

	pub fn prune(&mut self, n: u8) {
		let today = (now() / DAY) as u32;
		let rig = self.model.rig(n);
		let dates =
			|schedule: &Schedule| schedule.dates.iter().any(|window| window.date + 1 < today);
		let succeeds = rig.exists && rig.schedule.as_ref().is_some_and(dates);
		let machine = id(n);
		self.call(
			signed(DAVE),
			Call::prune_dates { machine },
			succeeds,
			"dates pruned",
		);
		if succeeds {
			let schedule = self.model.rig_mut(n).schedule.as_mut().unwrap();
			schedule.dates.retain(|window| window.date + 1 >= today);
		}
	}
}
