//! Runtime APIs for every read that RPC and clients need. The work is bounded inside: a call has no time limit.

#![cfg_attr(not(feature = "std"), no_std)]
// The macro writes methods with many parameters and without documentation.
#![allow(clippy::too_many_arguments, missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use dbc_primitives::{
	ChainParams, MachineFilter, MachineId, MachineInfo, Moment, Page, PriceInfo, StakeQuote,
	StakeQuoteError,
};

sp_api::decl_runtime_apis! {
	/// Machines and their stake.
	pub trait MachinesApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// Everything about a machine.
		fn machine(id: MachineId) -> Option<MachineInfo<AccountId, Balance>>;

		/// Machines that pass `filter`, after `cursor`. `limit` is clamped to `MAX_PAGE_LIMIT`, and at most
		/// `MAX_PAGE_SCAN` records are examined.
		fn machines(
			filter: MachineFilter<AccountId>,
			cursor: Option<MachineId>,
			limit: u32,
		) -> Page<MachineInfo<AccountId, Balance>, MachineId>;

		/// The stake that a machine with `gpus` GPUs needs at the current price.
		fn stake_requirement(gpus: u32) -> Result<StakeQuote<Balance>, StakeQuoteError>;

		/// The bytes that a machine's key signs so that `owner` may register it until `expires_at`.
		fn registration_payload(owner: AccountId, expires_at: Moment) -> Vec<u8>;
	}

	/// The price oracle.
	pub trait PriceApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Price, age, feeders, stale or not.
		fn price_info() -> PriceInfo<AccountId>;
	}

	/// The numbers of the chain.
	pub trait ChainParamsApi {
		/// Every number that an agent needs, in milliseconds and planck.
		fn chain_params() -> ChainParams;
	}
}
