//! The pallets of the GPU network.

use crate::{
	accounts::Treasury,
	origins::Governance,
	params::{MachineRulesNow, PriceRulesNow},
	Balances, Price, Runtime, RuntimeHoldReason, Timestamp,
};

impl pallet_price::Config for Runtime {
	type AuthorityId = pallet_price::crypto::FeederCrypto;
	type Time = Timestamp;
	type Rules = PriceRulesNow;
	type GovernanceOrigin = Governance;
	type WeightInfo = crate::weights::pallet_price::WeightInfo<Runtime>;
}

impl pallet_machines::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Price = Price;
	type Rules = MachineRulesNow;
	type Treasury = Treasury;
	// Nobody listens yet: rental, sanctions and rewards will.
	type OnMachineChange = ();
	type GovernanceOrigin = Governance;
	type WeightInfo = crate::weights::pallet_machines::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

/// Sets the clock for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct BenchmarkClock;
#[cfg(feature = "runtime-benchmarks")]
impl pallet_machines::BenchmarkHelper for BenchmarkClock {
	fn set_time(now: dbc_primitives::Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
