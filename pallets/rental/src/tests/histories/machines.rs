//! What happens to machines, and what governance decides.

use super::{model::*, play::Play, *};

impl Play {
	pub fn down(&mut self, n: u8) {
		let rig = self.model.rig_mut(n);
		let news = rig.exists && !rig.causes.contains(&OutageCause::OwnerReported);
		// More outages than these count as one, and one of the same moment looks like the report's.
		let apart = |report: Report| report.outages < 7 && report.at < now();
		if !news || !rig.report.is_none_or(apart) {
			return;
		}
		rig.down_since = rig.down_since.or(Some(now()));
		rig.causes.push(OutageCause::OwnerReported);
		super::down(n);
		self.model.note("down");
	}

	pub fn up(&mut self, n: u8) {
		let rig = self.model.rig_mut(n);
		let Some(cause) = rig.causes.first().copied() else {
			return;
		};
		rig.causes.remove(0);
		if rig.causes.is_empty() {
			let since = rig.down_since.take().unwrap();
			rig.outages.push((since, now()));
			if let Some(report) = rig.report.as_mut() {
				report.outages += 1;
			}
		}
		up_from(n, cause);
		self.model.note("up");
	}

	pub fn report(&mut self, n: u8) {
		let rig = self.model.rig_mut(n);
		if !rig.exists || rig.report.is_some() {
			return;
		}
		rig.report = Some(Report {
			at: now(),
			was_down: rig.down_since.is_some(),
			repaired: None,
			outages: 0,
		});
		assert_ok!(Rental::freeze(&id(n), now()));
		self.model.note("reported");
	}

	pub fn verdict(&mut self, n: u8, upheld: bool) {
		let Some(report) = self.model.rig(n).report else {
			return;
		};
		let cause = OutageCause::Malfunction;
		let known = self.model.rig(n).causes.contains(&cause);
		if upheld && !(known && report.repaired.is_none()) {
			self.uphold(n, report);
		}
		let rig = self.model.rig_mut(n);
		rig.report = None;
		assert_ok!(Rental::thaw(&id(n)));
		self.model.note(if upheld { "upheld" } else { "rejected" });
	}

	fn uphold(&mut self, n: u8, report: Report) {
		let rig = self.model.rig_mut(n);
		let began_earlier = rig.down_since.is_some_and(|since| report.at < since);
		match report.repaired {
			Some(until) if rig.down_since.is_none() => {
				rig.outages.push((report.at, until));
				past_outage(n, report.at, until);
				self.model.note("repaired before it was upheld");
			}
			Some(_) => {
				if began_earlier {
					rig.down_since = Some(report.at);
					change(n, |machine| machine.down_since = Some(report.at));
				}
			}
			None => {
				if rig.down_since.is_none() || began_earlier {
					rig.down_since = Some(report.at);
				}
				rig.causes.push(OutageCause::Malfunction);
				down_since(n, OutageCause::Malfunction, report.at);
			}
		}
		if report.was_down {
			return;
		}
		for tab in self.model.tabs.iter_mut().filter(|tab| tab.n == n) {
			let until = tab.last().until;
			let ended = tab.start.is_some() && report.at < until && until <= now();
			tab.faulted |= tab.closed.is_none() && ended;
		}
	}

	pub fn govern(&mut self, which: u8, to: u64) {
		let rules = &mut self.model.rules;
		let one = |choices: &[u64]| choices[to as usize % choices.len()];
		match which {
			0 => rules.standard_price = one(&[17_000_000, 1_000, 100_000_000]),
			1 => rules.reservation_fee = u128::from(one(&[10, 1, 25])) * DBC,
			2 => rules.confirm_window = one(&[5, 15, 40]) * MINUTE,
			3 => rules.min_duration = one(&[10, 10, 20]) * MINUTE,
			4 => rules.max_duration = one(&[60 * DAY, 2 * HOUR, DAY]),
			5 => rules.max_ahead = one(&[14 * DAY, HOUR]),
			6 => rules.max_scheduled = one(&[4, 1]) as u32,
			7 => rules.burn_percent = one(&[5, 0, 33, 100]) as u32,
			8 => rules.min_use = one(&[10 * MINUTE, 0, HOUR]),
			9 => rules.cancel_notice = one(&[HOUR, 0, 3 * HOUR]),
			10 => rules.cancel_percent = one(&[2, 0, 50, 100]) as u32,
			_ => {
				rules.receipt_lifetime = one(&[DAY, HOUR]);
				rules.exit_after_order = one(&[10 * DAY, 0, HOUR]);
				rules.cancel_time = one(&[HOUR, MINUTE]);
			}
		}
		Rules::set(*rules);
	}

	pub fn on_terms(&mut self, n: u8, to: impl FnOnce(&mut dbc_mocks::MockMachine<AccountId>)) {
		if self.model.rig(n).exists {
			change(n, to);
		}
	}

	/// It is attested with other hardware. Orders that are over may not be closed by then.
	pub fn hardware(&mut self, n: u8, gpus: u32) {
		let rig = self.model.rig(n);
		let live = self.model.live().into_iter();
		let is_vacant = live.filter(|id| self.model.tabs[*id].n == n).count() == 0;
		if rig.exists && rig.report.is_none() && is_vacant {
			let mut machine = Registry::get(&id(n)).unwrap();
			machine.hardware.as_mut().unwrap().gpu_count = gpus;
			Registry::put(&id(n), &machine);
			Rental::on_activated(&id(n), &self.model.rig(n).owner, 0);
			self.model.rig_mut(n).gpus = gpus;
			self.model.note("other hardware");
		}
	}

	pub fn exit(&mut self, n: u8) {
		let (rig, open) = (self.model.rig(n), self.model.open_of(n).count());
		if !rig.exists || rig.report.is_some() {
			return;
		}
		let wait = self.model.rules.exit_after_order;
		let rested = rig.last_order_end.is_none_or(|end| now() >= end + wait);
		let succeeds = open == 0 && rested;
		assert_eq!(Rental::ensure_may_exit(&id(n)).is_ok(), succeeds);
		self.scarce = open > 0;
		if succeeds {
			self.leave(n);
			self.model.note("left");
		}
	}

	pub fn force_exit(&mut self, n: u8, report_first: bool) {
		if !self.model.rig(n).exists {
			return;
		}
		let closes_report = |play: &mut Self| {
			if play.model.rig_mut(n).report.take().is_some() {
				assert_ok!(Rental::thaw(&id(n)));
			}
		};
		if report_first {
			closes_report(self);
		}
		let open: Vec<usize> = self.model.open_of(n).map(|(id, _)| id).collect();
		for id in open {
			self.model.close_for(id, CloseReason::MachineExited);
		}
		Rental::on_forced_exit(&id(n));
		closes_report(self);
		self.leave(n);
		self.model.note("forced to leave");
	}

	fn leave(&mut self, n: u8) {
		while !self.model.rig(n).causes.is_empty() {
			self.up(n);
		}
		let owner = self.model.rig(n).owner.clone();
		Registry::remove(&id(n)).unwrap();
		Rental::on_removed(&id(n), &owner);
		self.model.free.insert(owner.clone(), free(&owner));
		self.model.rig_mut(n).exists = false;
	}

	pub fn join(&mut self, n: u8, gpus: u32) {
		let rig = self.model.rig(n);
		if rig.exists {
			return;
		}
		let (owner, life) = (rig.owner.clone(), rig.life + 1);
		active(n, owner.clone(), gpus);
		self.model.free.insert(owner.clone(), free(&owner));
		self.model.rigs.insert(n, Rig::new(owner, gpus, life));
		self.model.note("joined");
	}
}
