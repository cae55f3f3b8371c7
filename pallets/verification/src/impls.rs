//! What the calls do: validate everything, move money, store the record, tell it in one event per fact.

use dbc_math::stake::usd_to_planck_ceil;
use dbc_primitives::{
	traits::{
		MachineAvailability, MachineInspect, MachineVerification, PriceProvider, StallCounter,
		VerifierPool,
	},
	Ballot, BallotError, BallotPhase, ChainTime, Exclusions, HardwareOpinion, JobSubject,
	MachineId, MicroUsd, Moment, Phase, Profile, Salt, VerificationKind,
};
use frame_support::{
	ensure,
	traits::{Get, UnixTime},
	weights::Weight,
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_core::H256;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

use crate::{BalanceOf, Config, Error, Event, Pallet, Request, RequestError, RequestOf, Requests};

/// The ballot of a request, as it is stored.
pub(crate) type BallotOf<T> = Ballot<<T as frame_system::Config>::AccountId, HardwareOpinion>;

impl<T> From<BallotError> for Error<T> {
	fn from(error: BallotError) -> Self {
		match error {
			BallotError::NotDrawn => Self::NotDrawn,
			BallotError::CommitPhaseOver => Self::CommitPhaseOver,
			BallotError::AlreadyCommitted => Self::AlreadyCommitted,
			BallotError::RevealPhaseNotBegun => Self::RevealPhaseNotBegun,
			BallotError::RevealPhaseOver => Self::RevealPhaseOver,
			BallotError::NotCommitted => Self::NotCommitted,
			BallotError::AlreadyRevealed => Self::AlreadyRevealed,
			BallotError::CommitmentMismatch => Self::CommitmentMismatch,
		}
	}
}

impl<T> From<RequestError> for Error<T> {
	fn from(error: RequestError) -> Self {
		match error {
			RequestError::NotYetDrawn => Self::NotYetDrawn,
			RequestError::AlreadyDrawn => Self::AlreadyDrawn,
			RequestError::TooEarly => Self::TooEarly,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The chain's time and its stalls.
	pub(crate) fn chain_time() -> ChainTime {
		ChainTime {
			now: Self::now(),
			stalled: T::Stalls::stalled(),
		}
	}

	/// The hash of the first block: what binds a commitment to this chain.
	pub(crate) fn genesis_hash() -> T::Hash {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// The open request of a machine.
	fn open_request(machine: &MachineId) -> Result<RequestOf<T>, Error<T>> {
		Requests::<T>::get(machine).ok_or(Error::<T>::RequestNotFound)
	}

	/// Fails unless `who` owns the machine and no request of it is open.
	fn ensure_may_request(who: &T::AccountId, machine: &MachineId) -> Result<(), Error<T>> {
		let owner = T::Machines::owner(machine).ok_or(Error::<T>::MachineNotFound)?;
		ensure!(owner == *who, Error::<T>::NotOwner);
		let open = Requests::<T>::contains_key(machine);
		ensure!(!open, Error::<T>::AlreadyRequested);
		Ok(())
	}

	/// A fee of so many USD at the fresh price, rounded up.
	fn fee_of(usd: MicroUsd) -> Result<BalanceOf<T>, Error<T>> {
		let price = T::Price::price().map_err(|_| Error::<T>::PriceUnavailable)?;
		usd_to_planck_ceil(usd, price).ok_or(Error::<T>::PriceUnavailable)
	}

	/// Who must not be drawn for a request.
	pub(crate) fn exclusions(
		machine: &MachineId,
		owner: &T::AccountId,
		drawn_before: &[T::AccountId],
	) -> Exclusions<T::AccountId> {
		let payee = T::Machines::payee(machine).filter(|payee| payee != owner);
		let parties = core::iter::once(owner.clone()).chain(payee).collect();
		Exclusions {
			parties: BoundedVec::truncate_from(parties),
			drawn_before: BoundedVec::truncate_from(drawn_before.to_vec()),
		}
	}

	pub(crate) fn do_request(who: T::AccountId, machine: MachineId) -> DispatchResult {
		Self::ensure_may_request(&who, &machine)?;
		let phase = T::Machines::phase(&machine);
		let repeated = matches!(phase, Some(Phase::Undecided { .. }));
		let (registration_fee, fee) = if repeated {
			let fee = Self::fee_of(T::Rules::get().repeat_fee_usd)?;
			(T::RegistrationFee::get(), fee)
		} else {
			(0, 0)
		};
		Self::take_fees(&who, registration_fee, fee)?;
		T::Machines::begin_verification(&machine)?;
		let kind = VerificationKind::Registration;
		Self::open(who, machine, kind, repeated, fee, registration_fee)
	}

	pub(crate) fn do_request_hardware_change(
		who: T::AccountId,
		machine: MachineId,
		profile: Option<Profile>,
	) -> DispatchResult {
		Self::ensure_may_request(&who, &machine)?;
		let fee = Self::fee_of(T::Rules::get().hardware_change_fee_usd)?;
		Self::take_fees(&who, 0, fee)?;
		T::Machines::begin_hardware_change(&machine, profile)?;
		let kind = VerificationKind::HardwareChange;
		Self::open(who, machine, kind, false, fee, 0)
	}

	/// Stores a request and asks for its members.
	fn open(
		owner: T::AccountId,
		machine: MachineId,
		kind: VerificationKind,
		repeated: bool,
		fee: BalanceOf<T>,
		registration_fee: BalanceOf<T>,
	) -> DispatchResult {
		let exclusions = Self::exclusions(&machine, &owner, &[]);
		let job = T::Committee::request(JobSubject::Verification(machine), exclusions)?;
		let now = Self::now();
		let request = Request {
			kind,
			owner: owner.clone(),
			requested_at: now,
			waiting_since: now,
			repeated,
			fee,
			round: 1,
			job,
			drawn_before: BoundedVec::new(),
			ballot: None,
		};
		Requests::<T>::insert(machine, request);
		Self::deposit_event(Event::VerificationRequested {
			machine,
			owner,
			kind,
			job,
			fee,
			registration_fee,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw(who: &T::AccountId, machine: MachineId) -> DispatchResult {
		let owner = T::Machines::owner(&machine).ok_or(Error::<T>::MachineNotFound)?;
		ensure!(owner == *who, Error::<T>::NotOwner);
		let request = Self::open_request(&machine)?;
		request
			.ensure_withdrawable(Self::now(), T::Rules::get().withdraw_after)
			.map_err(Error::<T>::from)?;
		let job = request.job;
		T::Committee::withdraw(job)?;
		Requests::<T>::remove(machine);
		match request.kind {
			// It leads back to where asking again costs a fee.
			VerificationKind::Registration if request.repeated => T::Machines::give_up(&machine)?,
			VerificationKind::Registration => T::Machines::withdraw(&machine)?,
			VerificationKind::HardwareChange => T::Machines::unlock_exit(&machine)?,
		}
		Self::deposit_event(Event::RequestWithdrawn { machine, job });
		Self::return_fee(machine, &request.owner, request.fee);
		Ok(())
	}

	pub(crate) fn do_commit(
		member: T::AccountId,
		machine: MachineId,
		commitment: H256,
	) -> DispatchResult {
		let mut request = Self::open_request(&machine)?;
		let job = request.job;
		request
			.ballot_mut()
			.map_err(Error::<T>::from)?
			.commit(&member, commitment, Self::chain_time())
			.map_err(Error::<T>::from)?;
		Requests::<T>::insert(machine, request);
		Self::deposit_event(Event::OpinionCommitted {
			machine,
			job,
			member,
			commitment,
		});
		Ok(())
	}

	/// Takes a reveal and tells the weight of the closing, if it closed the ballot.
	pub(crate) fn do_reveal(
		member: T::AccountId,
		machine: MachineId,
		opinion: HardwareOpinion,
		salt: &Salt,
	) -> Result<Option<Weight>, DispatchError> {
		let mut request = Self::open_request(&machine)?;
		let (job, time) = (request.job, Self::chain_time());
		let ballot = request.ballot_mut().map_err(Error::<T>::from)?;
		let genesis_hash = Self::genesis_hash();
		ballot
			.reveal(&genesis_hash, &member, opinion.clone(), salt, time)
			.map_err(Error::<T>::from)?;
		// What nobody could activate is no opinion. The ballot has not been stored yet.
		Self::do_check_opinion(&opinion)?;
		let closed = ballot.phase(time) == BallotPhase::Closed;
		let closing = closed.then(|| ballot.clone());
		Self::deposit_event(Event::OpinionRevealed {
			machine,
			job,
			member,
			opinion,
		});
		match closing {
			Some(ballot) => Ok(Some(Self::close_ballot(machine, request, ballot))),
			None => {
				Requests::<T>::insert(machine, request);
				Ok(None)
			}
		}
	}

	/// Fails if an acceptance names hardware with which no machine could be activated now.
	pub(crate) fn do_check_opinion(opinion: &HardwareOpinion) -> DispatchResult {
		match opinion {
			HardwareOpinion::Accept { hardware, .. } => T::Machines::check_hardware(hardware),
			HardwareOpinion::Refuse { .. } => Ok(()),
		}
	}

	/// Closes a ballot that is over, and tells the weight of what came of it.
	pub(crate) fn do_close(machine: MachineId) -> Result<Weight, DispatchError> {
		let request = Self::open_request(&machine)?;
		let ballot = request.ballot().map_err(Error::<T>::from)?.clone();
		let closed = ballot.phase(Self::chain_time()) == BallotPhase::Closed;
		ensure!(closed, Error::<T>::BallotOpen);
		Ok(Self::close_ballot(machine, request, ballot))
	}
}
