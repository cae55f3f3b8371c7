//! Runtime APIs for every read that RPC and clients need. The work is bounded inside: a call has no time limit.

#![cfg_attr(not(feature = "std"), no_std)]
// The macro writes methods with many parameters and without documentation.
#![allow(clippy::too_many_arguments, missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use codec::Codec;
use dbc_primitives::{
	AccessRefusal, AccountRewards, ChainParams, Grant, JobId, JobInfo, MachineFilter, MachineId,
	MachineInfo, MachineRewards, MemberInfo, Moment, NetworkRewards, OccupancyInfo, OrderFilter,
	OrderId, OrderInfo, Page, PriceInfo, RentQuote, RentRefusal, RentRequest, ReportFilter,
	ReportId, ReportInfo, SanctionFilter, SanctionId, SanctionInfo, SealedEvidence, StakeQuote,
	StakeQuoteError, VerificationInfo,
};
use sp_runtime::MultiSignature;

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

	/// Verification and the committee that votes on it.
	pub trait VerificationApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// The open request of a machine and who attested it last; `None` if there is no such machine.
		fn verification(machine: MachineId) -> Option<VerificationInfo<AccountId, Balance>>;

		/// The jobs for which `member` has something at risk, after `cursor`, and what is expected of it. `limit` is
		/// clamped to `MAX_PAGE_LIMIT`.
		fn jobs(
			member: AccountId,
			cursor: Option<JobId>,
			limit: u32,
		) -> Page<JobInfo<Balance>, JobId>;

		/// Everything about a member of the committee.
		fn member(account: AccountId) -> Option<MemberInfo<AccountId, Balance>>;

		/// The bytes with which the commitment of `member` to an opinion for `job` begins. The opinion and the salt,
		/// both in SCALE, follow; the commitment is the Blake2b-256 hash of all of it.
		fn commitment_prefix(job: JobId, member: AccountId) -> Vec<u8>;
	}

	/// Orders, and what a machine has free for them.
	pub trait RentalApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// Whether a machine can be rented as wished now, as the call that rents it would say.
		fn can_rent(request: RentRequest) -> Result<(), RentRefusal>;

		/// What an order would cost now, part by part.
		fn quote(request: RentRequest) -> Result<RentQuote<Balance>, RentRefusal>;

		/// What the chain knows of an order; `None` if there was none, or its receipt is gone.
		fn order(id: OrderId) -> Option<OrderInfo<AccountId, Balance>>;

		/// The orders of a machine, a renter or a payer, after `cursor`. `limit` is clamped to `MAX_PAGE_LIMIT`, and at
		/// most `MAX_PAGE_SCAN` records are examined.
		fn orders(
			filter: OrderFilter<AccountId>,
			cursor: Option<OrderId>,
			limit: u32,
		) -> Page<(OrderId, OrderInfo<AccountId, Balance>), OrderId>;

		/// What the orders of a machine are altogether; `None` if it was never active.
		fn occupancy(machine: MachineId) -> Option<OccupancyInfo<Balance>>;
	}

	/// Who may use which GPU of a machine until when, and how an account shows that it is the one.
	pub trait AccessApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Everybody who may use a machine now; `None` if there is no such machine.
		fn access(machine: MachineId) -> Option<Vec<Grant<AccountId>>>;

		/// The bytes that `account` signs to get access to `machine`: a `Challenge` in SCALE. `purpose` says what for,
		/// and holds the nonce of who asks.
		fn challenge(
			machine: MachineId,
			account: AccountId,
			purpose: Vec<u8>,
		) -> Result<Vec<u8>, AccessRefusal>;

		/// What `account` may use of `machine` now, if `signature` is its own over the challenge `bytes` and these are
		/// valid.
		fn verify_access(
			machine: MachineId,
			account: AccountId,
			bytes: Vec<u8>,
			signature: MultiSignature,
		) -> Result<Vec<Grant<AccountId>>, AccessRefusal>;
	}

	/// What accounts and machines earn, and what the network emits.
	pub trait RewardsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// What an account earned, and what of it can be claimed; `None` if it never had anything to do with rewards.
		fn account_rewards(account: AccountId) -> Option<AccountRewards<Balance>>;

		/// What a machine earned; `None` if it never became Active.
		fn machine_rewards(machine: MachineId) -> Option<MachineRewards<AccountId, Balance>>;

		/// The rewards of the whole network.
		fn network_rewards() -> NetworkRewards<Balance>;
	}

	/// Fault reports that are open.
	pub trait FaultsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// Everything that the chain knows of a report; `None` if there was none, or it is closed.
		fn report(id: ReportId) -> Option<ReportInfo<AccountId, Balance>>;

		/// The open reports on a machine, of a reporter or before a verifier, after `cursor`. `limit` is clamped to
		/// `MAX_PAGE_LIMIT`, and at most `MAX_PAGE_SCAN` records are examined.
		fn reports(
			filter: ReportFilter<AccountId>,
			cursor: Option<ReportId>,
			limit: u32,
		) -> Page<ReportInfo<AccountId, Balance>, ReportId>;

		/// The evidence of a report that is sealed to `verifier`, a member of its running round; `None` if it was not
		/// delivered yet, or there is none.
		fn evidence(report: ReportId, verifier: AccountId) -> Option<SealedEvidence>;
	}

	/// Sanctions that are pending.
	pub trait SanctionsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// Everything that the chain knows of a sanction; `None` if there was none, or it is executed or cancelled.
		fn sanction(id: SanctionId) -> Option<SanctionInfo<AccountId, Balance>>;

		/// The pending sanctions that pass `filter`, after `cursor`. `limit` is clamped to `MAX_PAGE_LIMIT`, and at most
		/// `MAX_PAGE_SCAN` records are examined.
		fn sanctions(
			filter: SanctionFilter<AccountId>,
			cursor: Option<SanctionId>,
			limit: u32,
		) -> Page<(SanctionId, SanctionInfo<AccountId, Balance>), SanctionId>;
	}

	/// The numbers of the chain.
	pub trait ChainParamsApi {
		/// Every number that an agent needs, in milliseconds and planck.
		fn chain_params() -> ChainParams;
	}
}
