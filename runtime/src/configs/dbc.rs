//! The pallets of the GPU network.

use frame_support::traits::ConstU32;

use super::ToTreasury;
use crate::{
	accounts::Treasury,
	constants::committee::{DRAWS_PER_BLOCK, MAX_MEMBERS, MAX_WAITING},
	origins::{Governance, TechnicalDecision},
	params::{
		ClockRulesNow, CommitteeRulesNow, FaultRulesNow, MachineRulesNow, PriceRulesNow,
		RegistrationFee, RentalRulesNow, RewardRulesNow, SanctionRulesNow, StandardPrice,
		VerificationRulesNow,
	},
	Balances, Clock, Committee, Faults, Machines, Price, Rental, Rewards, Runtime,
	RuntimeHoldReason, Sanctions, Timestamp, Verification,
};

impl pallet_clock::Config for Runtime {
	type Rules = ClockRulesNow;
}

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
	type Orders = Rental;
	// Reports end before orders are settled, and the others ask Rental: those two first, in this order.
	type OnMachineChange = (Faults, Rental, Rewards, Sanctions, Verification);
	type GovernanceOrigin = Governance;
	type WeightInfo = crate::weights::pallet_machines::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_committee::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Rules = CommitteeRulesNow;
	type Treasury = Treasury;
	type GovernanceOrigin = Governance;
	type OnDraw = (Verification, Faults);
	type MaxMembers = ConstU32<MAX_MEMBERS>;
	type MaxWaiting = ConstU32<MAX_WAITING>;
	type DrawsPerBlock = ConstU32<DRAWS_PER_BLOCK>;
	type WeightInfo = crate::weights::pallet_committee::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_verification::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = Clock;
	type Price = Price;
	type Rules = VerificationRulesNow;
	type RegistrationFee = RegistrationFee;
	type Treasury = Treasury;
	type Machines = Machines;
	type OnFee = ToTreasury;
	type Committee = Committee;
	type OnAttested = Rewards;
	type Sanctions = Sanctions;
	type WeightInfo = crate::weights::pallet_verification::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_rental::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = Clock;
	type Price = Price;
	type Rules = RentalRulesNow;
	type Treasury = Treasury;
	type Machines = Machines;
	type OnOrderChange = Rewards;
	type GovernanceOrigin = Governance;
	type WeightInfo = crate::weights::pallet_rental::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_rewards::Config for Runtime {
	type Currency = Balances;
	type Time = Timestamp;
	type Machines = Machines;
	type Rules = RewardRulesNow;
	type StandardPrice = StandardPrice;
	type WeightInfo = crate::weights::pallet_rewards::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_faults::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = Clock;
	type Rules = FaultRulesNow;
	type Treasury = Treasury;
	type Machines = Machines;
	type Orders = Rental;
	type Attesters = Verification;
	type Committee = Committee;
	type OnRuling = Sanctions;
	type Sanctions = Sanctions;
	type WeightInfo = crate::weights::pallet_faults::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

impl pallet_sanctions::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Time = Timestamp;
	type Stalls = Clock;
	type Rules = SanctionRulesNow;
	type Machines = Machines;
	type Orders = Rental;
	type Committee = Committee;
	type OnSlash = ToTreasury;
	type DecisionOrigin = TechnicalDecision;
	type WeightInfo = crate::weights::pallet_sanctions::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = BenchmarkClock;
}

/// What benchmarks need of the other pallets.
#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkClock;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
