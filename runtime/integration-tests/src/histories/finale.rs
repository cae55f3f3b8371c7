//! The end of a history: all time passes, everybody settles, and nothing is left open.

use codec::Decode;
use dbc_primitives::{JobSubject, MachineId, MemberStatus, OutageCause};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	params::DEVELOPMENT,
	Runtime, RuntimeHoldReason,
};

use super::{
	cast::{self, Who, VERIFIERS},
	checks::held,
	officials::usual_clock,
	owners::open_orders,
	play::Play,
	steps::set_clock,
};
use crate::env::now;

/// Most blocks in which everything must come to its end.
const MOST_BLOCKS: usize = 80;

/// What an outage costs that has lasted for all thresholds of its dearest cause, in percent of the base.
fn last_percent(causes: &[OutageCause], rented: bool) -> Option<u128> {
	let most = causes.iter().map(|cause| match cause {
		OutageCause::HardwareChange => 0,
		OutageCause::OwnerReported if rented => 50,
		OutageCause::OwnerReported => 30,
		_ => 100,
	});
	most.max().filter(|percent| *percent > 0)
}

impl Play {
	/// Everything ends.
	pub fn finish(&mut self) {
		set_clock(usual_clock().stall_after);
		for who in VERIFIERS {
			let member = pallet_committee::Members::<Runtime>::get(who.to_account_id());
			if member.is_some_and(|member| member.status == MemberStatus::Paused) {
				self.call(who, pallet_committee::Call::resume {});
			}
		}
		self.pass_until_settled();
		self.sanction_who_never_returns();
		self.pass_until_settled();
		let reasons: Vec<RuntimeHoldReason> = held()
			.into_keys()
			.map(|(_, reason)| Decode::decode(&mut &reason[..]).expect("a reason"))
			.collect();
		for reason in reasons {
			let may_stay = matches!(
				reason,
				RuntimeHoldReason::Machines(_) | RuntimeHoldReason::Committee(_)
			);
			assert!(may_stay, "something is on hold for {reason:?}");
		}
	}

	/// Time passes, and anybody settles, until nothing is open.
	fn pass_until_settled(&mut self) {
		for _ in 0..MOST_BLOCKS {
			if !self.is_anything_open() {
				return;
			}
			let gap = self.dice.pick(&[5 * MINUTE, 2 * HOUR, DAY]);
			self.next_block(now() + gap, true);
			self.settle_all();
		}
		panic!("something is open for ever: {:?}", self.ledger);
	}

	fn is_anything_open(&self) -> bool {
		pallet_verification::Requests::<Runtime>::iter_keys()
			.next()
			.is_some()
			|| pallet_faults::Reports::<Runtime>::iter_keys()
				.next()
				.is_some()
			|| pallet_sanctions::Sanctions::<Runtime>::iter_keys()
				.next()
				.is_some()
			|| pallet_committee::Jobs::<Runtime>::iter_keys()
				.next()
				.is_some()
			|| pallet_committee::Bookings::<Runtime>::iter_keys()
				.next()
				.is_some()
			|| !open_orders().is_empty()
	}

	/// Everybody does what can be done.
	fn settle_all(&mut self) {
		let anyone = Who::Two;
		for (order, _) in open_orders() {
			self.call(anyone, pallet_rental::Call::settle { order });
		}
		for machine in pallet_verification::Requests::<Runtime>::iter_keys().collect::<Vec<_>>() {
			self.call(anyone, pallet_verification::Call::close { machine });
		}
		for report in pallet_faults::Reports::<Runtime>::iter_keys().collect::<Vec<_>>() {
			self.call(anyone, pallet_faults::Call::close { report });
		}
		for id in pallet_sanctions::Sanctions::<Runtime>::iter_keys().collect::<Vec<_>>() {
			self.call(anyone, pallet_sanctions::Call::execute { id });
		}
		// Who waits for members in vain takes it back.
		let waiting = pallet_committee::Jobs::<Runtime>::iter_values();
		for subject in waiting.map(|job| job.subject).collect::<Vec<_>>() {
			match subject {
				JobSubject::Verification(machine) => {
					let request = pallet_verification::Requests::<Runtime>::get(machine);
					let owner = cast::whose(&request.expect("waits").owner);
					self.call(owner, pallet_verification::Call::withdraw { machine });
				}
				JobSubject::Report(report) => {
					let record = pallet_faults::Reports::<Runtime>::get(report);
					let reporter = cast::whose(&record.expect("waits").reporter);
					self.call(reporter, pallet_faults::Call::cancel { report });
				}
			}
		}
	}

	/// Machines that are down and never return are sanctioned with all that their outage can cost, and removed.
	fn sanction_who_never_returns(&mut self) {
		for _ in 0..4 {
			self.next_block(now() + 3 * DAY, false);
			self.settle_all();
		}
		for machine in self.active_machines() {
			let record = pallet_machines::Machines::<Runtime>::get(machine).expect("active");
			if record.outage.is_some() {
				self.ensure_sanctioned_in_full(machine);
				self.note("never returned");
			}
		}
		self.next_block(now() + MINUTE, false);
		self.pass_until_settled();
		for machine in self.active_machines() {
			let record = pallet_machines::Machines::<Runtime>::get(machine).expect("active");
			if record.outage.is_some() {
				// The end of the outage may cost more: then it leaves in the next round.
				let gone = self.call(Who::Two, pallet_machines::Call::remove { machine });
				assert!(gone, "a machine that was abandoned stays");
			}
		}
		self.pass_until_settled();
		for machine in pallet_machines::Machines::<Runtime>::iter_keys().collect::<Vec<_>>() {
			let record = pallet_machines::Machines::<Runtime>::get(machine).expect("known");
			if record.leaving {
				let gone = self.call(Who::Two, pallet_machines::Call::remove { machine });
				assert!(gone, "a machine that is leaving stays");
			}
		}
		self.next_block(now() + MINUTE, false);
	}

	/// Whoever cares has a running outage sanctioned: it was imposed all that its causes can cost, or all that there is.
	fn ensure_sanctioned_in_full(&mut self, machine: MachineId) {
		let accepted = self.call(
			Who::Two,
			pallet_sanctions::Call::sanction_outage { machine },
		);
		if accepted {
			self.note("sanctioned while it was down");
		}
		let record = pallet_machines::Machines::<Runtime>::get(machine).expect("active");
		if record.free_stake() == 0 {
			self.note("nothing is left to be taken");
			return;
		}
		let causes: Vec<_> = record.lasting_causes().collect();
		let series = pallet_sanctions::OutageSeries::<Runtime>::get(machine).expect("down");
		let running = series.running.as_ref().expect("down");
		let Some(percent) = last_percent(&causes, series.rented || running.rented) else {
			self.note("never returned from a hardware change");
			return;
		};
		// If nothing was due, it was because of earlier outages that count with this one.
		let gap = DEVELOPMENT.sanctions.expect("set").series_gap;
		let up_since = series.up_since;
		assert!(
			running.joined || up_since.is_some_and(|up| running.since < up + gap),
			"an outage of its own was not sanctioned"
		);
		let (all, imposed) = (series.base * percent / 100, series.imposed);
		assert!(imposed >= all, "{causes:?}: {imposed} of {all} was imposed");
		self.note("sanctioned in full");
	}
}
