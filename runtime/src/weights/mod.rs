//! Weights measured on this runtime: `scripts/bench.sh` writes them.

pub mod pallet_balances;
pub mod pallet_committee;
pub mod pallet_faults;
pub mod pallet_machines;
pub mod pallet_params;
pub mod pallet_price;
pub mod pallet_rental;
pub mod pallet_rewards;
pub mod pallet_sanctions;
pub mod pallet_verification;
