//! What the benchmarks of a pallet need of the others.
#![allow(clippy::unwrap_used)]

use alloc::vec::Vec;
use dbc_primitives::{
	traits::MachineAvailability, Attester, Hardware, JobId, MachineId, Members, Moment, OrderId,
	OutageCause,
};
use frame_support::BoundedVec;

use crate::{AccountId, Machines, Runtime};

/// Sets the clock, and makes what the registry and the committee would have made before.
pub struct BenchmarkClock;

impl pallet_machines::BenchmarkHelper for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn rent_out(machine: &MachineId) {
		pallet_rental::benchmarking::rent_all::<Runtime>(*machine, &renter());
	}

	fn accuse(machine: &MachineId) {
		let order = pallet_rental::Ids::<Runtime>::get().next.saturating_sub(1);
		pallet_faults::benchmarking::accuse::<Runtime>(*machine, &renter(), order);
	}
}

/// The renter of the last order on a machine that is rented out.
fn renter() -> AccountId {
	frame_benchmarking::account("renter", 0, 0)
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

impl pallet_rewards::BenchmarkHelper<AccountId> for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn earning_machine(owner: &AccountId) -> MachineId {
		pallet_machines::benchmarking::active_machine_of::<Runtime>(owner)
	}

	fn forget_machine(machine: &MachineId) {
		pallet_machines::Machines::<Runtime>::remove(machine);
	}
}

impl pallet_sanctions::BenchmarkHelper<AccountId> for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn active_machine(owner: &AccountId) -> MachineId {
		pallet_machines::benchmarking::active_machine_of::<Runtime>(owner)
	}

	fn take_down(machine: &MachineId, since: Moment) {
		Machines::take_down(machine, OutageCause::Inaccessible, since).unwrap();
	}

	fn booked(member: &AccountId) -> JobId {
		pallet_committee::benchmarking::booked::<Runtime>(member)
	}
}

impl pallet_faults::BenchmarkHelper<AccountId> for BenchmarkClock {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	fn rented_machine(owner: &AccountId, renter: &AccountId) -> (MachineId, OrderId) {
		let machine = pallet_machines::benchmarking::active_machine_of::<Runtime>(owner);
		let attesters = (0..3).map(|n| frame_benchmarking::account("attester", n, 0));
		let attesters: Vec<_> = attesters
			.map(|member| Attester {
				member,
				report: Default::default(),
			})
			.collect();
		pallet_verification::Attesters::<Runtime>::insert(
			machine,
			BoundedVec::truncate_from(attesters),
		);
		let order = pallet_rental::benchmarking::rent_all::<Runtime>(machine, renter);
		(machine, order)
	}

	fn drawable_member(who: &AccountId) {
		pallet_committee::benchmarking::join::<Runtime>(who);
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
