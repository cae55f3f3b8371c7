//! Owners register machines, have them verified, say what they cost and when, take them down and up, and let them go.

use dbc_primitives::{
	DatedWindow, FaultKind, MachineId, OutageCause, Phase, Schedule, WeeklyWindow,
};
use dbc_runtime::{
	constants::{currency::DBC, time::DAY},
	AccountId, Runtime, RuntimeCall,
};
use pallet_rental::{Order, OrderRecord};

use super::{
	cast::{Who, MACHINES, OWNERS, POOR},
	play::Play,
};
use crate::{env::now, state};

type Record = pallet_machines::MachineOf<Runtime>;

/// The orders that are not closed.
pub fn open_orders() -> Vec<(u64, Order<AccountId, u128>)> {
	let records = pallet_rental::Orders::<Runtime>::iter();
	let open = records.filter_map(|(id, record)| match record {
		OrderRecord::Open(order) => Some((id, order)),
		OrderRecord::Closed(_) => None,
	});
	open.collect()
}

impl Play {
	/// An owner does something with a machine.
	pub fn owner_acts(&mut self) {
		let n = self.dice.below(MACHINES as u64) as usize;
		let machine = self.machine(n);
		let Some(record) = pallet_machines::Machines::<Runtime>::get(machine) else {
			return self.register(n);
		};
		let owner = self.mostly_of(&record.owner);
		let call = match record.phase {
			Phase::Active => return self.owner_of_active_acts(owner, machine, &record),
			Phase::Registered if !pallet_machines::Profiles::<Runtime>::contains_key(machine) => {
				self.profile(machine)
			}
			Phase::Verifying => {
				let withdraw = pallet_verification::Call::withdraw { machine }.into();
				let exit = pallet_machines::Call::exit { machine }.into();
				match self.dice.below(12) {
					0..=3 => withdraw,
					4 => exit,
					_ => return self.verifiers_vote(),
				}
			}
			_ => match self.dice.below(12) {
				0 => self.profile(machine),
				1..=4 if record.phase != Phase::Registered => {
					pallet_machines::Call::exit { machine }.into()
				}
				_ => pallet_verification::Call::request { machine }.into(),
			},
		};
		self.call(owner, call);
	}

	fn profile(&mut self, machine: MachineId) -> RuntimeCall {
		let mut profile = state::profile();
		if self.dice.one_in(12) {
			profile.upload_mbps = 0;
		}
		pallet_machines::Call::set_profile { machine, profile }.into()
	}

	fn register(&mut self, n: usize) {
		let owner = self.dice.pick(&OWNERS);
		let call = state::registration(owner, &self.keys[n]);
		let by = self.mostly(owner);
		if self.call(by, call) {
			let profile = self.profile(self.machine(n));
			self.call(owner, profile);
		}
	}

	fn owner_of_active_acts(&mut self, owner: Who, machine: MachineId, record: &Record) {
		use pallet_machines::Call;
		let report = pallet_faults::OpenReports::<Runtime>::get(machine);
		if let Some(report) = report.filter(|_| self.dice.one_in(4)) {
			self.call(owner, pallet_faults::Call::report_repaired { report });
			return;
		}
		if record.outage.is_some() && self.dice.one_in(2) {
			return self.owner_of_broken_acts(owner, machine, record);
		}
		if record.closed && !record.leaving && self.dice.one_in(2) {
			self.call(owner, Call::open { machine });
			return;
		}
		if record.under_staked && self.dice.one_in(2) {
			let amount = record.missing_stake() / self.dice.pick(&[1, 1, 2]);
			self.call(owner, Call::top_up { machine, amount });
			return;
		}
		let call: RuntimeCall = match self.dice.below(80) {
			0..=14 => Call::report_down { machine }.into(),
			15..=17 => Call::report_up { machine }.into(),
			18..=20 => {
				let amount = DBC;
				Call::top_up { machine, amount }.into()
			}
			21..=26 => Call::restake { machine }.into(),
			27..=31 => {
				let extra_price = self.dice.pick(&[0, 1, 1_000_000, 50_000_000]);
				Call::set_extra_price {
					machine,
					extra_price,
				}
				.into()
			}
			32..=36 => {
				let payee = self.dice.pick(&[None, Some(POOR), Some(Who::Ferdie)]);
				let payee = payee.map(|payee| payee.to_account_id());
				Call::set_payee { machine, payee }.into()
			}
			37..=40 => Call::close { machine }.into(),
			41 => Call::open { machine }.into(),
			42..=46 => {
				let schedule = self.schedule();
				pallet_rental::Call::set_schedule { machine, schedule }.into()
			}
			47..=56 => self.hardware_change(machine),
			57..=63 => Call::exit { machine }.into(),
			64..=73 => return self.owner_cancels(owner, machine),
			_ => return self.verifiers_vote(),
		};
		self.call(owner, call);
	}

	/// The machine is down: its owner says that it is up, has it attested anew, or lets it go.
	fn owner_of_broken_acts(&mut self, owner: Who, machine: MachineId, record: &Record) {
		let needs_attestation = [OutageCause::Counterfeit, OutageCause::HardwareChange]
			.into_iter()
			.any(|cause| record.is_down_for(cause));
		let call = match self.dice.below(8) {
			0..=3 if needs_attestation => self.hardware_change(machine),
			7 => pallet_machines::Call::exit { machine }.into(),
			_ => pallet_machines::Call::report_up { machine }.into(),
		};
		self.call(owner, call);
	}

	fn hardware_change(&mut self, machine: MachineId) -> RuntimeCall {
		let profile = self.dice.one_in(3).then(state::profile);
		pallet_verification::Call::request_hardware_change { machine, profile }.into()
	}

	/// Always, every day but one, one that is out of order, or a date that is closed.
	fn schedule(&mut self) -> Option<Schedule> {
		let daily = |weekday| WeeklyWindow {
			weekday,
			from: 0,
			minutes: 1_440,
		};
		let weekly = match self.dice.below(5) {
			0 => (0..6).map(daily).collect(),
			1 => vec![daily(3), daily(2)],
			2 => (0..7).map(daily).collect(),
			_ => return None,
		};
		let today = (now() / DAY) as u32;
		let closed = DatedWindow {
			date: today + self.dice.below(9) as u32,
			from: 0,
			minutes: 0,
		};
		let dates = if self.dice.one_in(2) {
			vec![closed]
		} else {
			Vec::new()
		};
		Some(Schedule {
			weekly: weekly.try_into().expect("few enough"),
			dates: dates.try_into().expect("few enough"),
		})
	}

	/// The owner cancels an order that waits for its start.
	fn owner_cancels(&mut self, owner: Who, machine: MachineId) {
		let mut orders = open_orders();
		orders.retain(|(_, order)| order.machine == machine && order.start.is_none());
		if let Some((order, _)) = self.dice.pick_any(&orders) {
			self.call(owner, pallet_rental::Call::cancel { order });
		}
	}
}

/// The kinds of faults.
pub const FAULTS: [FaultKind; 4] = [
	FaultKind::Inaccessible,
	FaultKind::Malfunction,
	FaultKind::Counterfeit,
	FaultKind::RentFailed,
];
