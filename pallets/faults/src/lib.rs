//! # Faults
//!
//! Machines that do not do what they promise are reported. Who used one, or a verifier if nobody reaches it, files a report
//! with a deposit; three drawn members vote with sealed votes, and what two of them agree on is carried out. This pallet
//! knows neither the registry, nor the orders, nor the committee: it meets them through the traits of
//! `dbc_primitives::traits`.
//!
//! - **Report.** One for each machine at a time. While it is open the machine cannot leave and its orders earn nothing. It
//!   cannot be taken back once members are drawn; before that only if it has waited for long. One for which no members are
//!   found in a week anyone may close.
//! - **Evidence.** What cannot be seen from outside is told to the members alone: the reporter delivers to each a sealed
//!   box, which the chain keeps and cannot open. Nobody votes without it.
//! - **Ballot.** `dbc_primitives::Ballot`: who, when and what may commit and reveal. Its phase is told by the time.
//! - **Closing** (`closing.rs`). One function, which anyone may call once the round is over, and which the last reveal, the
//!   agenda and a forced exit call as well. It ends the round whatever the machine, the committee and the accounts can do.
//! - **Deposit.** On hold on the reporter's account from the report to its end, then returned, shared or lost.

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
pub mod benchmarking;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod fixtures;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use funds::BalanceOf;
pub use pallet::*;
pub use types::{Due, Report, ReportError, RoundState, Voting, REPORT_LIFETIME};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// What benchmarks need of the runtime.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Sets the chain's time.
	fn set_time(now: dbc_primitives::Moment);
	/// An Active machine of `owner` that is up, with as many attesters as it can have and as many running orders, each of
	/// another renter. Tells the machine and the order of `renter`.
	fn rented_machine(
		owner: &AccountId,
		renter: &AccountId,
	) -> (dbc_primitives::MachineId, dbc_primitives::OrderId);
	/// Makes `who` a member of the committee that can be drawn.
	fn drawable_member(who: &AccountId);
	/// Books `members` for a job that waits for its draw, as the draw does, but without telling anybody. Makes them
	/// members of the committee if they are not.
	fn book(job: dbc_primitives::JobId, members: &dbc_primitives::Members<AccountId>);
}

#[import_section(errors::fault_errors)]
#[import_section(events::fault_events)]
#[frame_support::pallet]
// What the macros write: indexes of variants, getters of the metadata, dispatch.
#[allow(
	clippy::cast_possible_truncation,
	clippy::expect_used,
	clippy::unreachable
)]
pub mod pallet {
	use dbc_agenda::Minute;
	use dbc_primitives::{
		traits::{
			AttesterInspect, MachineAvailability, MachineInspect, MemberInspect, OnRuling,
			OrderControl, OrderInspect, OutageInspect, SanctionSink, StallCounter, VerifierPool,
		},
		FaultKind, FaultOpinion, FaultRules, JobBallot, JobId, JobSubject, MachineId, Members,
		Moment, OrderId, OutageCause, ReportId, ReportInfo, Salt, SealedEvidence,
	};
	use frame_support::{
		dispatch::WithPostDispatchInfo,
		pallet_prelude::*,
		traits::{fungible, UnixTime},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use sp_core::H256;

	use crate::{
		types::{Due, Report, Voting},
		BalanceOf, WeightInfo,
	};

	/// The record of a report, as it is stored.
	pub type ReportOf<T> = Report<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

	/// The vote on a report, as it is stored.
	pub type VotingOf<T> = Voting<<T as frame_system::Config>::AccountId>;

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

		/// Stalls of the chain, by which the deadlines of people move.
		type Stalls: StallCounter;

		/// The economic numbers.
		type Rules: Get<FaultRules>;

		/// Receives lost deposits, and what cannot be paid to anybody else.
		type Treasury: Get<Self::AccountId>;

		/// The registry of machines.
		type Machines: MachineInspect<Self::AccountId> + OutageInspect + MachineAvailability;

		/// Tells who used a machine, and holds its rent back.
		type Orders: OrderInspect<Self::AccountId> + OrderControl;

		/// Tells who attested a machine.
		type Attesters: AttesterInspect<Self::AccountId>;

		/// Draws the members.
		type Committee: VerifierPool<Self::AccountId> + MemberInspect<Self::AccountId>;

		/// Hears of every report that is upheld.
		type OnRuling: OnRuling<Self::AccountId>;

		/// Takes the penalties of members.
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
		/// The deposits of open reports.
		#[codec(index = 0)]
		ReportDeposit,
	}

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The open reports.
	#[pallet::storage]
	pub type Reports<T: Config> = StorageMap<_, Blake2_128Concat, ReportId, ReportOf<T>>;

	/// The open report on each machine.
	#[pallet::storage]
	pub type OpenReports<T: Config> = StorageMap<_, Blake2_128Concat, MachineId, ReportId>;

	/// The evidence of the running rounds, sealed to each member.
	#[pallet::storage]
	pub type Evidence<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		ReportId,
		Blake2_128Concat,
		T::AccountId,
		SealedEvidence,
	>;

	/// The number of the next report.
	#[pallet::storage]
	pub type NextReport<T: Config> = StorageValue<_, ReportId, ValueQuery>;

	/// What the agenda holds: rounds and reports, by minute and place. What has ended earlier is passed over.
	#[pallet::storage]
	pub type AgendaItems<T: Config> =
		StorageDoubleMap<_, Twox64Concat, Minute, Twox64Concat, u32, Due>;

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
		/// Everything that the chain knows of an open report.
		pub fn report_info(report: ReportId) -> Option<ReportInfo<T::AccountId, BalanceOf<T>>> {
			Self::read_report(report)
		}

		/// The running ballot of a job as one of its members sees it.
		pub fn job_ballot(
			job: JobId,
			subject: JobSubject,
			member: T::AccountId,
		) -> Option<JobBallot> {
			Self::read_ballot(job, &subject, &member)
		}

		/// The evidence of a report that is sealed to a member of its running round.
		pub fn evidence(report: ReportId, member: T::AccountId) -> Option<SealedEvidence> {
			Self::read_evidence(report, &member)
		}
	}

	/// Every call may also fail with `BadOrigin`; all but `report` with `ReportNotFound`; those of a reporter with
	/// `NotReporter`, those of a member with `NotYetDrawn` and `NotDrawn`; those are not repeated below.
	#[pallet::call(weight = <T as Config>::WeightInfo)]
	impl<T: Config> Pallet<T> {
		/// Reports a machine. A deposit goes on hold; until the report closes the machine cannot leave, and its orders earn
		/// nothing. If it is upheld, the machine is down since now.
		///
		/// - **Dispatch Origin:** signed by the renter of `order`, or without an order by a verifier that can be drawn.
		/// - **Parameters:** `order`: by which the reporter uses the machine, or did not long ago; `None` only if the
		///   machine is inaccessible. `evidence`: Blake2b-256 of the evidence, before it is sealed; `None` if the machine
		///   is inaccessible.
		/// - **Errors:** `MachineNotFound`, `MachineNotActive`, `MachineDown`, `OwnMachine`, `AlreadyReported`,
		///   `EvidenceNeeded`, `EvidenceNotTaken`, `OrderNeeded`, `NotDrawable`, `OrderNotFound`, `NotRenter`,
		///   `OrderNotConfirmed`, `OrderTooOld`, `InsufficientBalance`, those of [`VerifierPool::request`].
		/// - **Events:** `ReportFiled`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::report().max(T::WeightInfo::report_as_member()))]
		pub fn report(
			origin: OriginFor<T>,
			machine: MachineId,
			kind: FaultKind,
			order: Option<OrderId>,
			evidence: Option<H256>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report(who, machine, kind, order, evidence)
		}

		/// Delivers the evidence to a drawn member. If one of the three does not get it in time, the report closes and the
		/// deposit is lost.
		///
		/// - **Dispatch Origin:** signed by the reporter.
		/// - **Parameters:** `sealed`: the evidence in a sealed box to the member's box key, see
		///   `docs/protocol/faults.md`.
		/// - **Errors:** `NotSealed`, `NotYetDrawn`, `NotDrawn`, `EvidenceNotTaken`, `AlreadyDelivered`,
		///   `EvidenceWindowOver`.
		/// - **Events:** `EvidenceDelivered`.
		#[pallet::call_index(1)]
		pub fn deliver(
			origin: OriginFor<T>,
			report: ReportId,
			member: T::AccountId,
			sealed: SealedEvidence,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_deliver(&who, report, member, sealed)
		}

		/// Gives a sealed vote.
		///
		/// - **Dispatch Origin:** signed by a member of the ballot.
		/// - **Parameters:** `commitment`: see `docs/protocol/ballot.md`.
		/// - **Errors:** `EvidenceMissing`, `CommitPhaseOver`, `AlreadyCommitted`.
		/// - **Events:** `OpinionCommitted`.
		#[pallet::call_index(2)]
		pub fn commit(origin: OriginFor<T>, report: ReportId, commitment: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_commit(who, report, commitment)
		}

		/// Opens a sealed vote. If nobody else can reveal, the round closes with it.
		///
		/// - **Dispatch Origin:** signed by a member of the ballot.
		/// - **Parameters:** `opinion` and `salt`: what was committed.
		/// - **Errors:** `EvidenceMissing`, `RevealPhaseNotBegun`, `RevealPhaseOver`, `NotCommitted`, `AlreadyRevealed`,
		///   `CommitmentMismatch`.
		/// - **Events:** `OpinionRevealed`, and those of `close` if the round closes.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reveal().saturating_add(Pallet::<T>::close_weight()))]
		pub fn reveal(
			origin: OriginFor<T>,
			report: ReportId,
			opinion: FaultOpinion,
			salt: Salt,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let own = T::WeightInfo::reveal();
			let closing = Self::do_reveal(who, report, opinion, &salt)
				.map_err(|error| error.with_weight(own))?;
			Ok(Some(closing.map_or(own, |closing| own.saturating_add(closing))).into())
		}

		/// Closes a round that is over, and carries out what was decided.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `NotYetDrawn`, `BallotOpen`.
		/// - **Events:** `MemberFaulted` for each member at fault; `ReportUpheld`, `ReportRejected`, `RoundRepeated`,
		///   `ReportUndecided` or `ReportUndelivered`, after `OutcomeVoided` if something could not be carried out;
		///   `DepositReturned` or `DepositPaid`.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::close_weight())]
		pub fn close(origin: OriginFor<T>, report: ReportId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let weight = Self::do_close(report)?;
			Ok(Some(weight).into())
		}

		/// Takes a report back whose running round has waited for its draw for long. The deposit returns.
		///
		/// - **Dispatch Origin:** signed by the reporter.
		/// - **Errors:** `AlreadyDrawn`, `TooEarly`.
		/// - **Events:** `ReportCancelled`, `DepositReturned`.
		#[pallet::call_index(5)]
		pub fn cancel(origin: OriginFor<T>, report: ReportId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(&who, report)
		}

		/// Says that the machine is repaired: if the report is upheld, its outage ended now. Once for each report. It
		/// admits the fault, so it helps only whoever has one.
		///
		/// - **Dispatch Origin:** signed by the owner of the machine.
		/// - **Errors:** `NotOwner`, `RepairNotPossible`, `AlreadyRepaired`.
		/// - **Events:** `RepairReported`.
		#[pallet::call_index(6)]
		pub fn report_repaired(origin: OriginFor<T>, report: ReportId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_repaired(&who, report)
		}

		/// Closes a report for which no members were found in the [`REPORT_LIFETIME`](crate::REPORT_LIFETIME) since its
		/// filing. The deposit returns, and nobody pays anything. The agenda does so soon after.
		///
		/// - **Dispatch Origin:** signed by anyone.
		/// - **Errors:** `AlreadyDrawn`, `TooEarly`.
		/// - **Events:** `ReportExpired`, `DepositReturned`.
		#[pallet::call_index(7)]
		pub fn expire(origin: OriginFor<T>, report: ReportId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_expire(report)
		}
	}
}
