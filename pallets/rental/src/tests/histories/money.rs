//! What the naive ledger does with money when an order is settled or ends.

use super::{model::*, *};

/// How an order ends.
struct Ending {
	reason: CloseReason,
	cost: u128,
	fee_is_due: bool,
}

impl Model {
	fn give(&mut self, who: &AccountId, amount: u128) {
		*self.free.entry(who.clone()).or_default() += amount;
	}

	/// How `due` of an order is shared: what the payee gets and what is burned, and whether the payee can receive it.
	pub fn shares(&self, tab: &Tab, due: u128) -> (u128, u128, bool) {
		let burned = (tab.paid + due) * u128::from(tab.rules.burn_percent) / 100 - tab.burned;
		let amount = due - burned;
		let exists = self.free.get(&tab.payee).is_some_and(|free| *free > 0);
		let receives = amount == 0 || exists || amount >= EXISTENTIAL_DEPOSIT;
		(amount, burned, receives)
	}

	fn pay(&mut self, id: usize, due: u128, is_last: bool) {
		let tab = self.tabs[id].clone();
		let due = due.min(tab.held);
		let (amount, burned, receives) = self.shares(&tab, due);
		if due == 0 {
			return;
		}
		let forfeited = match (receives, is_last) {
			(true, _) => {
				self.give(&tab.payee, amount);
				0
			}
			(false, true) => {
				self.note("rent forfeited");
				amount
			}
			(false, false) => {
				self.note("rent waits for its payee");
				return;
			}
		};
		let burned = burned + forfeited;
		self.burned += burned;
		let rig = self.rig_mut(tab.n);
		rig.rent_paid += due;
		rig.rent_burned += burned;
		let tab = &mut self.tabs[id];
		tab.paid += due;
		tab.burned += burned;
		tab.forfeited += forfeited;
		tab.held -= due;
	}

	/// Pays what is due of an order.
	pub fn settle(&mut self, id: usize) {
		let due = self.due(&self.tabs[id]);
		self.pay(id, due, false);
		let folded = self.foldable(&self.tabs[id]);
		self.tabs[id].folded += folded;
	}

	/// Pays the fee of an order to the treasury.
	fn take_fee(&mut self, id: usize) {
		let fee = core::mem::take(&mut self.tabs[id].fee);
		self.give(&TREASURY, fee);
	}

	/// An order is confirmed.
	pub fn confirm(&mut self, id: usize) {
		self.take_fee(id);
		let tab = &mut self.tabs[id];
		tab.start = Some(now());
		let first = &mut tab.segments[0];
		first.from = now();
		first.until = first.until.min(now() + first.duration);
		if first.until - first.from < first.duration {
			self.note("a lease was cut");
		}
	}

	/// An order is extended.
	pub fn extend(&mut self, id: usize, offer: &Offer, duration: Moment) {
		self.settle(id);
		let tab = &mut self.tabs[id];
		tab.segments.push(Segment {
			from: offer.from,
			until: offer.until,
			total: offer.rent,
			duration,
		});
		tab.held += offer.rent;
		let payer = tab.payer.clone();
		*self.free.get_mut(&payer).unwrap() -= offer.rent;
	}

	/// What ends an unconfirmed order while the machine was up: the fee or the penalty, whichever is more, and of equal ones
	/// the penalty.
	fn ending_unconfirmed(&mut self, id: usize, reason: CloseReason, penalty: bool) -> Ending {
		let tab = &self.tabs[id];
		let penalty = if penalty { tab.penalty() } else { 0 };
		let fee_is_due = tab.fee > penalty;
		if penalty > 0 {
			self.note(if fee_is_due {
				"fee above penalty"
			} else {
				"penalty above fee"
			});
		}
		Ending {
			reason,
			cost: if fee_is_due { 0 } else { penalty },
			fee_is_due,
		}
	}

	/// Why an order ends that its renter ends.
	fn ended_by_renter(&self, id: usize) -> CloseReason {
		match self.rig_of(&self.tabs[id]).down_since {
			Some(_) => CloseReason::MachineDown,
			None => CloseReason::EndedByRenter,
		}
	}

	/// The renter ends an order.
	pub fn end(&mut self, id: usize) {
		let reason = self.ended_by_renter(id);
		if self.rig_of(&self.tabs[id]).report.is_some() {
			self.end_held_back(id, reason);
			return;
		}
		let cost = self.cost_of_end(&self.tabs[id]);
		self.close(
			id,
			Ending {
				reason,
				cost,
				fee_is_due: true,
			},
		);
	}

	fn end_held_back(&mut self, id: usize, reason: CloseReason) {
		self.note("ended while a report was open");
		self.settle(id);
		let tab = &mut self.tabs[id];
		tab.ended = Some(reason);
		let mut kept = 0;
		tab.segments.retain(|segment| {
			kept += 1;
			segment.from < now() || kept == tab.folded + 1
		});
		for segment in &mut tab.segments {
			segment.until = segment.until.min(now());
		}
		let tab = &self.tabs[id];
		let most = self.earned(tab, now());
		let returned = tab.held - (most - tab.paid);
		let payer = tab.payer.clone();
		self.give(&payer, returned);
		self.tabs[id].held -= returned;
	}

	/// An unconfirmed order is cancelled by its renter.
	pub fn cancel(&mut self, id: usize) {
		let tab = &self.tabs[id];
		let was_down = self.was_down(tab);
		let late = tab.is_scheduled() && now() + tab.rules.cancel_notice > tab.first().from;
		let costs = late && !was_down && self.rig_of(tab).report.is_none();
		let ending = if was_down {
			Ending {
				reason: CloseReason::MachineDown,
				cost: 0,
				fee_is_due: false,
			}
		} else {
			self.ending_unconfirmed(id, CloseReason::CancelledByRenter, costs)
		};
		self.close(id, ending);
	}

	/// An order that is over is closed, if no report holds it back.
	pub fn close_over(&mut self, id: usize) {
		let tab = &self.tabs[id];
		assert!(self.is_over(tab), "order {id} is not over");
		assert!(!self.is_held_back(tab), "order {id} is held back");
		let ending = if tab.start.is_some() {
			let reason = if tab.faulted {
				CloseReason::FaultUpheld
			} else {
				tab.ended.unwrap_or(CloseReason::Expired)
			};
			Ending {
				reason,
				cost: self.earned(tab, now()),
				fee_is_due: false,
			}
		} else if self.was_down(tab) {
			Ending {
				reason: CloseReason::MachineDown,
				cost: 0,
				fee_is_due: false,
			}
		} else {
			let penalty = tab.is_scheduled();
			self.ending_unconfirmed(id, CloseReason::NotConfirmed, penalty)
		};
		self.close(id, ending);
	}

	/// An order is closed whether or not it is over.
	pub fn close_for(&mut self, id: usize, reason: CloseReason) {
		let tab = &self.tabs[id];
		if self.is_over(tab) && !self.is_held_back(tab) {
			self.close_over(id);
			return;
		}
		let ending = Ending {
			reason,
			cost: self.earned(tab, self.rig_of(tab).reach()),
			fee_is_due: false,
		};
		self.close(id, ending);
	}

	fn close(&mut self, id: usize, ending: Ending) {
		let reason = ending.reason;
		let used = self.used(&self.tabs[id]);
		let due = ending.cost - self.tabs[id].paid;
		self.pay(id, due, true);
		if ending.fee_is_due {
			self.take_fee(id);
		}
		let tab = &mut self.tabs[id];
		let (rent, fee) = (
			core::mem::take(&mut tab.held),
			core::mem::take(&mut tab.fee),
		);
		let is_confirmed = tab.start.is_some();
		tab.end = if is_confirmed {
			tab.last().until.min(now())
		} else {
			now()
		};
		tab.closed = Some(Closing {
			paid: tab.paid,
			burned: tab.burned,
			refunded: rent,
			used,
			reason,
		});
		let (n, payer, end) = (tab.n, tab.payer.clone(), tab.end);
		self.give(&payer, rent + fee);
		if is_confirmed {
			let rig = self.rig_mut(n);
			rig.orders_closed += 1;
			rig.orders_failed += u32::from(matches!(
				reason,
				CloseReason::MachineDown | CloseReason::MachineExited | CloseReason::FaultUpheld
			));
			rig.last_order_end = rig.last_order_end.max(Some(end));
		}
		self.note(match reason {
			CloseReason::Expired => "expired",
			CloseReason::EndedByRenter => "ended by renter",
			CloseReason::CancelledByRenter => "cancelled by renter",
			CloseReason::CancelledByOwner => "cancelled by owner",
			CloseReason::NotConfirmed => "not confirmed",
			CloseReason::MachineDown => "machine down",
			CloseReason::MachineExited => "machine exited",
			CloseReason::FaultUpheld => "fault upheld",
			CloseReason::Forced => "forced",
		});
	}
}
