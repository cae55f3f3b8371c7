//! # Verification
//!
//! Machines are attested by sealed votes. The owner asks, the committee draws three members, they look at the machine and
//! vote, and what two of them agree on is carried out. This pallet knows neither the registry nor the committee: it meets
//! them through the traits of `dbc_primitives::traits`.
//!
//! - **Request.** One for each machine at a time. It cannot be taken back once members are drawn; before that only if it
//!   has waited for long, so that nobody tries draws until one pleases.
//! - **Ballot.** `dbc_primitives::Ballot`: who, when and what may commit and reveal. Its phase is told by the time.
//! - **Closing** (`closing.rs`). One function, which anyone may call once the ballot is closed, and which the last reveal
//!   and the agenda call as well. It ends the round whatever the machine, the committee and the accounts can do: what
//!   cannot be carried out closes the request without a decision.
//! - **Fee.** On hold on the owner's account from the request to its end, then shared by its members or returned.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod agenda;
mod closing;
mod errors;
mod events;
mod funds;
mod impls;
mod provider;
mod reads;
#[cfg(any(feature = "try-state", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod fixtures;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use funds::BalanceOf;
pub use pallet::*;
pub use types::{Request, RequestError};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// The largest hardware that can be attested now: makes its GPU model known.
	fn hardware() -> dbc_primitives::Hardware;
	/// A machine of `owner` whose verification can be requested: with a profile and the stake of one GPU. The owner has
	/// enough money.
	fn registered_machine(owner: &AccountId) -> dbc_primitives::MachineId;
	/// Books `members` for a job that waits for its draw, as the draw does, but without telling anybody. Makes them
	/// members of the committee if they are not.
	fn book(job: dbc_primitives::JobId, members: &dbc_primitives::Members<AccountId>);
}

#[import_section(errors::verification_errors)]
#[import_section(events::verification_events)]
#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata, dispatch.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use alloc::vec::Vec;
	use dbc_agenda::Minute;
	use dbc_primitives::{
		traits::{
			MachineAvailability, MachineInspect, MachineStake, MachineVerification, OnAttested,
			PriceProvider, SanctionSink, StallCounter, VerifierPool, MAX_ATTESTERS,
		},
		Attester, HardwareOpinion, JobBallot, JobId, JobSubject, MachineId, Members, Moment,
		Profile, RejectReason, Salt, VerificationInfo, VerificationKind, VerificationRules,
	};
	use frame_support::{
		dispatch::WithPostDispatchInfo,
		pallet_prelude::*,
		traits::{fungible, OnUnbalanced, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;

	use crate::{types::Request, BalanceOf, WeightInfo};

	/// The record of a request, as it is stored.
	pub type RequestOf<T> = Request<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// The attesters of a machine, as they are stored.
	pub type AttestersOf<T> =
		BoundedVec<Attester<<T as frame_system::Config>::AccountId>, ConstU32<MAX_ATTESTERS>>;

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// The native token.
		type Currency: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::MutateHold<Self::AccountId>;

		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason> + Encode + TypeInfo + 'static;

		/// The chain's time.
		type Time: UnixTime;

		/// Stalls of the chain, by which the deadlines of members move.
		type Stalls: StallCounter;

		/// The price of DBC.
		type Price: PriceProvider;

		/// The economic numbers.
		type Rules: Get<VerificationRules>;

		/// The fee of a registration, which a request after one without a decision costs again.
		type RegistrationFee: Get<BalanceOf<Self>>;

		/// Receives that fee, and what cannot be paid to anybody else.
		type Treasury: Get<Self::AccountId>;

		/// The registry of machines.
		type Machines: MachineInspect<Self::AccountId>
			+ MachineVerification
			+ MachineAvailability
			+ MachineStake<Balance = BalanceOf<Self>>;

		/// Receives what an accepted hardware change costs of the stake.
		type OnFee: OnUnbalanced<<Self::Machines as MachineStake>::Credit>;

		/// Draws the members.
		type Committee: VerifierPool<Self::AccountId>;

		/// Hears of every attestation.
		type OnAttested: OnAttested<Self::AccountId>;

		/// Takes the penalties of members and of refused machines.
		type Sanctions: SanctionSink<Self::AccountId, BalanceOf<Self>>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds funds.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The fees of open requests.
		#[codec(index = 0)]
		VerificationFee,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The open request of each machine.
	#[pallet::storage]
	pub type Requests<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, RequestOf<T>>;

	/// Who attested each machine last.
	#[pallet::storage]
	pub type Attesters<T: Config> =
		StorageMap<_, Blake2_128Concat, MachineId, AttestersOf<T>, ValueQuery>;

	/// What the agenda holds: ballots, by minute and place. One whose ballot is closed earlier is passed over.
	#[pallet::storage]
	pub type AgendaItems<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, (MachineId, JobId)>;

	/// How many places each minute of the agenda has.
	#[pallet::storage]
	pub type AgendaPlaces<T: Config> = StorageMap<_, Twox64Concat, Minute, u32, ValueQuery>;

	/// How far the agenda is.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, dbc_agenda::Cursor>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::run_agenda(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Everything that the chain knows of a machine's verification.
		pub fn verification_info(
			machine: MachineId,
		) -> VerificationInfo<T::AccountId, BalanceOf<T>> {
			Self::read_verification(&machine)
		}

		/// The running ballot of a job as one of its members sees it.
		pub fn job_ballot(
			job: JobId,
			subject: JobSubject,
			member: T::AccountId,
		) -> Option<JobBallot> {
			Self::read_ballot(job, &subject, &member)
		}

		/// What comes before opinion and salt in the bytes whose Blake2b-256 hash is a commitment.
		pub fn commitment_prefix(job: JobId, member: T::AccountId) -> Vec<u8> {
			Self::read_commitment_prefix(job, &member)
		}

		/// Whether an opinion could be revealed now. Ask before committing: what cannot be revealed counts as silence.
		pub fn check_opinion(opinion: HardwareOpinion) -> Result<(), DispatchError> {
			Self::do_check_opinion(&opinion)
		}
	}

	/// Every call may also fail with `BadOrigin`; those of an owner with `MachineNotFound` and `NotOwner`, those of a
	/// member with `RequestNotFound`, `NotYetDrawn` and `NotDrawn`; those are not repeated below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Asks for the verification of a machine that is not Active. After a request without a decision it costs the
		/// registration fee, to the treasury, and a fee for the members, on hold; otherwise nothing.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `AlreadyRequested`, `PriceUnavailable`, `InsufficientBalance`, those of
		///   [`MachineVerification::begin_verification`] and of [`VerifierPool::request`].
		/// - **Events:** `VerificationRequested`.
		#[pallet::call_index(0)]
		pub fn request(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request(who, machine)
		}

		/// Asks for the verification of the changed hardware of an Active machine, which is down until it is accepted. A
		/// fee for the members goes on hold.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Parameters:** `profile`: replaces what the owner said of the machine; `None` leaves it.
		/// - **Errors:** `AlreadyRequested`, `PriceUnavailable`, `InsufficientBalance`, those of
		///   [`MachineVerification::begin_hardware_change`] and of [`VerifierPool::request`].
		/// - **Events:** `VerificationRequested`.
		#[pallet::call_index(1)]
		pub fn request_hardware_change(
			origin: OriginFor<T>,
			machine: MachineId,
			profile: Option<Profile>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request_hardware_change(who, machine, profile)
		}

		/// Takes a request back that has waited for its draw for long. The fee on hold returns. The machine is what it was
		/// before: Registered, Undecided if the request followed one without a decision, or Active and down.
		///
		/// - **Dispatch Origin:** signed by the owner.
		/// - **Errors:** `RequestNotFound`, `AlreadyDrawn`, `TooEarly`.
		/// - **Events:** `RequestWithdrawn`, `FeeReturned`.
		#[pallet::call_index(2)]
		pub fn withdraw(origin: OriginFor<T>, machine: MachineId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(&who, machine)
		}

		/// Gives a sealed vote.
		///
		/// - **Dispatch Origin:** signed by a member of the ballot.
		/// - **Parameters:** `commitment`: see `docs/protocol/ballot.md`.
		/// - **Errors:** `CommitPhaseOver`, `AlreadyCommitted`.
		/// - **Events:** `OpinionCommitted`.
		#[pallet::call_index(3)]
		pub fn commit(
			origin: OriginFor<T>,
			machine: MachineId,
			commitment: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_commit(who, machine, commitment)
		}

		/// Opens a sealed vote. If nobody else can reveal, the ballot closes with it.
		///
		/// - **Dispatch Origin:** signed by a member of the ballot.
		/// - **Parameters:** `opinion` and `salt`: what was committed.
		/// - **Errors:** `RevealPhaseNotBegun`, `RevealPhaseOver`, `NotCommitted`, `AlreadyRevealed`,
		///   `CommitmentMismatch`, those of [`MachineVerification::check_hardware`].
		/// - **Events:** `OpinionRevealed`, and those of `close` if the ballot closes.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::reveal().saturating_add(Pallet::<T>::close_weight()))]
		pub fn reveal(
			origin: OriginFor<T>,
			machine: MachineId,
			opinion: HardwareOpinion,
			salt: Salt,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let own = T::WeightInfo::reveal();
			let closing = Self::do_reveal(who, machine, opinion, &salt)
				.map_err(|error| error.with_weight(own))?;
			Ok(Some(closing.map_or(own, |closing| own.saturating_add(closing))).into())
		}

		/// Closes a ballot in which nobody can vote any more, and carries out what was decided.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `RequestNotFound`, `NotYetDrawn`, `BallotOpen`.
		/// - **Events:** `MemberFaulted` for each member at fault; `MachineAccepted`, `MachineRefused`,
		///   `HardwareChangeAccepted`, `HardwareChangeRefused`, `RoundRepeated` or `RequestUndecided`, the latter after
		///   `RequestVoided` if something could not be carried out; `FeePaid` or `FeeReturned`.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::close_weight())]
		pub fn close(origin: OriginFor<T>, machine: MachineId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let weight = Self::do_close(machine)?;
			Ok(Some(weight).into())
		}
	}
}
