//! What the benchmarks of a pallet need of the others.
#![allow(clippy::unwrap_used)]

use dbc_primitives::{Hardware, JobId, MachineId, Members, Moment};

use crate::{AccountId, Runtime};

/// Sets the clock, and makes what the registry and the committee would have made before.
pub struct BenchmarkClock;

impl pallet_machines::BenchmarkHelper for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn rent_out(machine: &MachineId) {
		let renter = frame_benchmarking::account("renter", 0, 0);
		pallet_rental::benchmarking::rent_all::<Runtime>(*machine, &renter);
	}
}

impl pallet_committee::BenchmarkHelper for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_verification::BenchmarkHelper<AccountId> for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn hardware() -> Hardware {
		pallet_machines::benchmarking::largest_hardware::<Runtime>()
	}

	fn registered_machine(owner: &AccountId) -> MachineId {
		pallet_machines::benchmarking::machine_of::<Runtime>(owner)
	}

	fn book(job: JobId, members: &Members<AccountId>) {
		pallet_committee::benchmarking::book::<Runtime>(job, members);
	}
}

impl pallet_rental::BenchmarkHelper<AccountId> for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn active_machine(owner: &AccountId) -> MachineId {
		pallet_machines::benchmarking::active_machine_of::<Runtime>(owner)
	}
}
