//! # The DeepBrain Chain runtime
//!
//! A parachain that registers GPU machines, holds their stake, and learns the price of DBC from signed feeders. The
//! rules are in the pallets; this crate says how they meet (`configs`), with which numbers (`constants`, `params`), and
//! what clients may ask (`apis`).

#![cfg_attr(not(feature = "std"), no_std)]
// `#[frame_support::runtime]` nests deeply and documents nothing of what it writes.
#![recursion_limit = "256"]
#![allow(missing_docs)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

mod access;
pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
mod genesis_config_presets;
mod migrations;
mod origins;
pub mod params;
mod randomness;
#[cfg(feature = "try-runtime")]
mod try_runtime;
mod tx_extension;
mod weights;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::{runtime_version, RuntimeVersion};

pub use apis::{api, RuntimeApi, RUNTIME_API_VERSIONS};
pub use tx_extension::{tx_extension, TxExtension};

/// Signs transactions: sr25519, ed25519 or ecdsa.
pub type Signature = MultiSignature;
/// Account on this chain.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Planck: 10^15 are one DBC.
pub type Balance = u128;
/// Number of an account's transaction.
pub type Nonce = u32;
/// Hash of blocks, transactions and state.
pub type Hash = sp_core::H256;
/// Number of a block.
pub type BlockNumber = u32;
/// Who is meant in a call: an account in one of its forms.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A transaction with this runtime's calls.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// A block with this runtime's transactions.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// Executes blocks and dispatches to the pallets.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The types that the node needs: it handles transactions as bytes.
pub mod opaque {
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	use super::*;

	/// Header of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block with opaque transactions.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// Keys of a collator.
	pub struct SessionKeys {
		/// Signs blocks.
		pub aura: Aura,
	}
}

/// Version of the runtime.
#[runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("dbc"),
	impl_name: Cow::Borrowed("dbc"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 0,
	apis: RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// Indexes are storage format: they never change, and a removed pallet's is not used again.
#[frame_support::runtime]
mod runtime {
	/// The runtime.
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type ParachainSystem = cumulus_pallet_parachain_system;
	#[runtime::pallet_index(2)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(3)]
	pub type ParachainInfo = parachain_info;
	#[runtime::pallet_index(4)]
	pub type WeightReclaim = cumulus_pallet_weight_reclaim;
	#[runtime::pallet_index(5)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(6)]
	pub type Clock = pallet_clock;

	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment;

	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(21)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(22)]
	pub type Aura = pallet_aura;
	#[runtime::pallet_index(23)]
	pub type AuraExt = cumulus_pallet_aura_ext;

	#[runtime::pallet_index(30)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(31)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(32)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(33)]
	pub type Council = pallet_collective<Instance1>;
	#[runtime::pallet_index(34)]
	pub type TechnicalCommittee = pallet_collective<Instance2>;

	#[runtime::pallet_index(40)]
	pub type Params = pallet_params;
	#[runtime::pallet_index(41)]
	pub type Price = pallet_price;
	#[runtime::pallet_index(42)]
	pub type Machines = pallet_machines;
	#[runtime::pallet_index(43)]
	pub type Committee = pallet_committee;
	#[runtime::pallet_index(44)]
	pub type Verification = pallet_verification;
	#[runtime::pallet_index(45)]
	pub type Rental = pallet_rental;
	#[runtime::pallet_index(46)]
	pub type Rewards = pallet_rewards;
	#[runtime::pallet_index(47)]
	pub type Faults = pallet_faults;
	#[runtime::pallet_index(48)]
	pub type Sanctions = pallet_sanctions;

	#[cfg(feature = "sudo")]
	#[runtime::pallet_index(255)]
	pub type Sudo = pallet_sudo;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}

/// The accounts that no key controls.
pub mod accounts {
	use super::AccountId;
	use frame_support::{traits::Get, PalletId};
	use sp_runtime::traits::AccountIdConversion;

	/// The treasury, from which public works are paid.
	pub const TREASURY: PalletId = PalletId(*b"dbc/trsy");

	/// Account of the treasury.
	pub struct Treasury;
	impl Get<AccountId> for Treasury {
		fn get() -> AccountId {
			TREASURY.into_account_truncating()
		}
	}
}
