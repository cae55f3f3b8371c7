//! Reporters say that machines do not work, truly or not, and deliver evidence or do not.

use dbc_primitives::{FaultKind, MachineId, ReportId, MIN_SEALED_LEN};
use dbc_runtime::{Runtime, RuntimeCall};
use pallet_faults::Call;
use pallet_rental::OrderRecord;

use super::{
	cast::{self, Who, VERIFIERS},
	owners::FAULTS,
	play::Play,
};

/// Who had an order of a machine lately, as far as there are records.
fn renters_of(machine: MachineId) -> Vec<(u64, Who)> {
	let records = pallet_rental::Orders::<Runtime>::iter();
	let known = records.filter_map(|(id, record)| {
		let (of, renter) = match record {
			OrderRecord::Open(order) => (order.machine, order.renter),
			OrderRecord::Closed(receipt) => (receipt.machine, receipt.renter),
		};
		(of == machine).then(|| (id, cast::whose(&renter)))
	});
	known.collect()
}

impl Play {
	/// A reporter does something.
	pub fn reporter_acts(&mut self) {
		let open: Vec<ReportId> = pallet_faults::Reports::<Runtime>::iter_keys().collect();
		match self.dice.pick_any(&open) {
			Some(report) if !self.dice.one_in(4) => self.goes_on(report),
			_ => self.files(),
		}
	}

	/// The reporter of a report delivers evidence, or wants to take it back.
	pub fn goes_on(&mut self, report: ReportId) {
		let record = pallet_faults::Reports::<Runtime>::get(report).expect("open");
		let reporter = self.mostly_of(&record.reporter);
		let Some(voting) = record.voting else {
			if self.dice.one_in(3) {
				self.call(reporter, Call::cancel { report });
			}
			return;
		};
		// Some reporters keep the evidence back from the last member.
		let members = if report % 7 == 6 { 2 } else { 3 };
		let seats = voting.ballot.seats.into_iter().zip(voting.delivered);
		let lacking: Vec<_> = seats
			.take(members)
			.filter(|(_, delivered)| !delivered)
			.map(|(seat, _)| seat.member)
			.collect();
		if lacking.is_empty() {
			return;
		}
		for member in lacking {
			let length = MIN_SEALED_LEN as usize + 20 - self.dice.below(22) as usize;
			let sealed = vec![0x5e; length].try_into().expect("short enough");
			let call = Call::deliver {
				report,
				member,
				sealed,
			};
			self.call(reporter, call);
		}
	}

	fn files(&mut self) {
		let Some(machine) = self.dice.pick_any(&self.active_machines()) else {
			return;
		};
		let used = self.dice.pick_any(&renters_of(machine));
		let kind = match used {
			None if !self.dice.one_in(8) => FaultKind::Inaccessible,
			_ => self.dice.pick(&FAULTS),
		};
		let (reporter, order) = match used {
			Some((order, renter)) if kind.needs_evidence() || self.dice.one_in(2) => {
				(self.mostly(renter), Some(order))
			}
			_ => (self.dice.pick(&VERIFIERS), None),
		};
		let has_digest = kind.needs_evidence() != self.dice.one_in(24);
		let evidence = has_digest.then(Default::default);
		let call: RuntimeCall = Call::<Runtime>::report {
			machine,
			kind,
			order,
			evidence,
		}
		.into();
		if self.call(reporter, call) {
			self.note(match kind {
				FaultKind::Inaccessible if order.is_none() => "reported by a verifier",
				FaultKind::Inaccessible => "reported: inaccessible",
				FaultKind::Malfunction => "reported: malfunction",
				FaultKind::Counterfeit => "reported: counterfeit",
				FaultKind::RentFailed => "reported: rent failed",
			});
		}
	}
}
