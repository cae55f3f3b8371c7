//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use dbc_math::ballot::SEATS;
use dbc_primitives::{
	traits::MachineInspect, JobId, MachineId, Phase, VerificationKind, MAX_DRAWN_BEFORE,
};
use frame_support::{ensure, traits::ConstU32, BoundedVec};
use sp_runtime::TryRuntimeError;

use crate::{
	agenda::AgendaOf, impls::BallotOf, AgendaItems, Attesters, AttestersOf, BalanceOf, Config,
	Pallet, RequestOf, Requests,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let requests: Vec<(MachineId, RequestOf<T>)> = Requests::<T>::iter().collect();
		Self::ensure_1_fees_are_on_hold(&requests)?;
		Self::ensure_2_jobs_are_unique(&requests)?;
		let due: BTreeSet<(MachineId, JobId)> = AgendaItems::<T>::iter_values().collect();
		for (machine, request) in &requests {
			Self::ensure_3_machine_fits_the_request(machine, request)?;
			Self::ensure_4_rounds_are_consistent(request)?;
			if let Some(ballot) = &request.ballot {
				Self::ensure_5_ballot_is_consistent(request, ballot)?;
				Self::ensure_6_ballot_is_on_the_agenda(machine, ballot, &due)?;
			}
		}
		for (machine, attesters) in Attesters::<T>::iter() {
			Self::ensure_7_attesters_are_consistent(&machine, &attesters)?;
		}
		// 8. The agenda is consistent: its own invariants.
		AgendaOf::<T>::try_state()
	}

	/// 1. For every account, what is on hold is the sum of the fees of its requests.
	fn ensure_1_fees_are_on_hold(
		requests: &[(MachineId, RequestOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let mut fees = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for (_, request) in requests {
			let sum = fees.entry(request.owner.clone()).or_default();
			*sum = sum.checked_add(request.fee).ok_or("1: the fees overflow")?;
		}
		for account in frame_system::Account::<T>::iter_keys() {
			let recorded = fees.remove(&account).unwrap_or_default();
			ensure!(
				Self::fees_on_hold(&account) == recorded,
				"1: the fees of an account are not what it has on hold"
			);
		}
		ensure!(
			fees.values().all(|fee| *fee == 0),
			"1: an account that does not exist has a fee on hold"
		);
		Ok(())
	}

	/// 2. No two requests have the same job.
	fn ensure_2_jobs_are_unique(
		requests: &[(MachineId, RequestOf<T>)],
	) -> Result<(), TryRuntimeError> {
		let jobs: BTreeSet<JobId> = requests.iter().map(|(_, request)| request.job).collect();
		ensure!(
			jobs.len() == requests.len(),
			"2: two requests have the same job"
		);
		Ok(())
	}

	/// 3. A request is that of the machine's owner; the machine is being verified, or Active if its hardware changes.
	fn ensure_3_machine_fits_the_request(
		machine: &MachineId,
		request: &RequestOf<T>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			T::Machines::owner(machine).as_ref() == Some(&request.owner),
			"3: a request is not that of the owner"
		);
		let expected = match request.kind {
			VerificationKind::Registration => Phase::Verifying,
			VerificationKind::HardwareChange => Phase::Active,
		};
		ensure!(
			T::Machines::phase(machine) == Some(expected),
			"3: the machine's phase does not fit its request"
		);
		Ok(())
	}

	/// 4. Rounds count from 1; those drawn before are at most the members of earlier rounds; no round waits since before
	///    the request.
	fn ensure_4_rounds_are_consistent(request: &RequestOf<T>) -> Result<(), TryRuntimeError> {
		let earlier = request.round.checked_sub(1).ok_or("4: a round is 0")?;
		let seats = usize::try_from(earlier)
			.unwrap_or(usize::MAX)
			.saturating_mul(SEATS);
		let most = BoundedVec::<T::AccountId, ConstU32<MAX_DRAWN_BEFORE>>::bound();
		ensure!(
			request.drawn_before.len() == seats.min(most),
			"4: those drawn before are not the members of the earlier rounds"
		);
		ensure!(
			request.waiting_since >= request.requested_at,
			"4: a round waits since before the request"
		);
		Ok(())
	}

	/// 5. A ballot is that of the request's job; its members are three, and not the owner; nobody revealed without having
	///    committed; the reveal phase does not end before the commit phase.
	fn ensure_5_ballot_is_consistent(
		request: &RequestOf<T>,
		ballot: &BallotOf<T>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			ballot.id == request.job,
			"5: a ballot is not that of the request's job"
		);
		let members: BTreeSet<&T::AccountId> =
			ballot.seats.iter().map(|seat| &seat.member).collect();
		ensure!(
			members.len() == SEATS && !members.contains(&request.owner),
			"5: the members are not three strangers"
		);
		ensure!(
			ballot
				.seats
				.iter()
				.all(|seat| seat.opinion.is_none() || seat.commitment.is_some()),
			"5: a member revealed without having committed"
		);
		ensure!(
			ballot.commit_until <= ballot.reveal_until,
			"5: the phases of a ballot are in the wrong order"
		);
		Ok(())
	}

	/// 6. Every ballot is on the agenda.
	fn ensure_6_ballot_is_on_the_agenda(
		machine: &MachineId,
		ballot: &BallotOf<T>,
		due: &BTreeSet<(MachineId, JobId)>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			due.contains(&(*machine, ballot.id)),
			"6: a ballot is not on the agenda"
		);
		Ok(())
	}

	/// 7. Attesters are two or three, each once, and exist only for Active machines.
	fn ensure_7_attesters_are_consistent(
		machine: &MachineId,
		attesters: &AttestersOf<T>,
	) -> Result<(), TryRuntimeError> {
		let members: BTreeSet<&T::AccountId> =
			attesters.iter().map(|attester| &attester.member).collect();
		ensure!(
			members.len() == attesters.len() && members.len() >= 2,
			"7: the attesters of a machine are not two or three"
		);
		ensure!(
			T::Machines::phase(machine) == Some(Phase::Active),
			"7: a machine has attesters and is not Active"
		);
		Ok(())
	}
}
