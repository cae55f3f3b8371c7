//! The pallets that are benchmarked on this runtime, see `scripts/bench.sh`.

use alloc::{string::String, vec::Vec};
use frame_benchmarking::{
	baseline, define_benchmarks, BenchmarkBatch, BenchmarkConfig, BenchmarkList,
};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::Pallet as SystemBench;

use crate::{
	AllPalletsWithSystem, Balances, Committee, Faults, Machines, Params, Price, Rental, Rewards,
	Runtime, Sanctions, Verification,
};

define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[pallet_balances, Balances]
	[pallet_params, Params]
	[pallet_price, Price]
	[pallet_machines, Machines]
	[pallet_committee, Committee]
	[pallet_verification, Verification]
	[pallet_rental, Rental]
	[pallet_rewards, Rewards]
	[pallet_faults, Faults]
	[pallet_sanctions, Sanctions]
);

impl frame_system_benchmarking::Config for Runtime {
	fn setup_set_code_requirements(
		code: &Vec<u8>,
	) -> Result<(), frame_benchmarking::BenchmarkError> {
		crate::ParachainSystem::initialize_for_set_code_benchmark(
			code.len().try_into().unwrap_or(u32::MAX),
		);
		Ok(())
	}

	fn verify_set_code() {
		crate::System::assert_last_event(
			cumulus_pallet_parachain_system::Event::<Runtime>::ValidationFunctionStored.into(),
		);
	}
}

impl baseline::Config for Runtime {}

/// Lists the benchmarks and the storage that they touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs benchmarks.
pub fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
