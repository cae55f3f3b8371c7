//! The end of a ballot. It never fails: what cannot be carried out is undone, and the request closes without a decision,
//! so that no machine, member or fee waits for ever.

use alloc::vec::Vec;
use dbc_math::{
	ballot::{Standing, Verdict, SEATS},
	stake::{percent_floor, share_floor, usd_to_planck_floor},
};
use dbc_primitives::{
	traits::{
		MachineAvailability, MachineStake, MachineVerification, OnAttested, PriceProvider,
		Sanction, SanctionSink, SanctionSource, VerifierPool,
	},
	Attester, Hardware, HardwareOpinion, JobSubject, MachineId, OutageCause, RejectReason,
	VerificationKind,
};
use frame_support::{
	defensive,
	storage::{with_storage_layer, with_transaction, TransactionOutcome},
	traits::{Get, OnUnbalanced},
	weights::Weight,
	BoundedVec,
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	impls::BallotOf, Attesters, AttestersOf, BalanceOf, Config, Event, Pallet, RequestOf, Requests,
	WeightInfo,
};

type VerdictOf = Verdict<HardwareOpinion>;

impl<T: Config> Pallet<T> {
	/// What the closing of a ballot weighs at most: what was decided may be tried, undone, and left undecided.
	pub(crate) fn close_weight() -> Weight {
		T::WeightInfo::close_accepted()
			.max(T::WeightInfo::close_refused())
			.max(T::WeightInfo::close_change_accepted())
			.max(T::WeightInfo::close_change_refused())
			.max(T::WeightInfo::close_repeated())
			.saturating_add(Self::undecided_weight())
	}

	/// What the closing of a ballot weighs that ends a request without a decision.
	fn undecided_weight() -> Weight {
		T::WeightInfo::close_undecided().max(T::WeightInfo::close_silent())
	}

	/// Ends the round of a ballot that is closed, and mostly the request with it. Tells what it weighed.
	pub(crate) fn close_ballot(
		machine: MachineId,
		request: RequestOf<T>,
		ballot: BallotOf<T>,
	) -> Weight {
		let verdict = ballot.verdict();
		// First of all the record goes, so that whoever hears of the machine finds none.
		Requests::<T>::remove(machine);
		Self::settle_members(&ballot, &verdict);
		let repeats = verdict.decision.is_none() && request.round < T::Rules::get().max_rounds;
		if verdict.decision.is_none() && !repeats {
			Self::leave_undecided(machine, &request);
			Self::share_fee(machine, &request, &ballot, &verdict);
			return Self::undecided_weight();
		}
		let done = with_storage_layer(|| {
			if repeats {
				Self::begin_next_round(machine, request.clone())
			} else {
				Self::carry_out(machine, &request, &ballot, &verdict)
			}
		});
		let mut weight = Self::weight_of(request.kind, verdict.decision.as_ref());
		match done {
			Ok(()) if repeats => return weight,
			Ok(()) => {}
			Err(error) => {
				Self::deposit_event(Event::RequestVoided {
					machine,
					job: request.job,
					error,
				});
				Self::leave_undecided(machine, &request);
				weight = weight.saturating_add(Self::undecided_weight());
			}
		}
		Self::share_fee(machine, &request, &ballot, &verdict);
		weight
	}

	fn weight_of(kind: VerificationKind, decision: Option<&HardwareOpinion>) -> Weight {
		use HardwareOpinion::{Accept, Refuse};
		use VerificationKind::{HardwareChange, Registration};
		match (kind, decision) {
			(Registration, Some(Accept { .. })) => T::WeightInfo::close_accepted(),
			(Registration, Some(Refuse { .. })) => T::WeightInfo::close_refused(),
			(HardwareChange, Some(Accept { .. })) => T::WeightInfo::close_change_accepted(),
			(HardwareChange, Some(Refuse { .. })) => T::WeightInfo::close_change_refused(),
			(_, None) => T::WeightInfo::close_repeated(),
		}
	}

	/// Lets go of what each member has at risk, or proposes its loss.
	fn settle_members(ballot: &BallotOf<T>, verdict: &VerdictOf) {
		let job = ballot.id;
		for (seat, standing) in ballot.seats.iter().zip(verdict.standings) {
			let member = seat.member.clone();
			let settled = with_storage_layer(|| match standing {
				Standing::Valid | Standing::Neutral => T::Committee::release(job, &member),
				Standing::AtFault => {
					T::Sanctions::propose(Sanction {
						source: SanctionSource::Bond {
							job,
							member: member.clone(),
						},
						shares: BoundedVec::new(),
					})?;
					Self::deposit_event(Event::MemberFaulted { job, member });
					Ok(())
				}
			});
			if settled.is_err() {
				defensive!("a member of a ballot was not booked for it");
			}
		}
	}

	/// Asks for other members.
	fn begin_next_round(machine: MachineId, mut request: RequestOf<T>) -> DispatchResult {
		request.begin_next_round(Self::now());
		let exclusions = Self::exclusions(&machine, &request.owner, &request.drawn_before);
		request.job = T::Committee::request_again(JobSubject::Verification(machine), exclusions)?;
		let (round, job) = (request.round, request.job);
		Requests::<T>::insert(machine, request);
		Self::deposit_event(Event::RoundRepeated {
			machine,
			round,
			job,
		});
		Ok(())
	}

	/// Carries out what the members decided. All of it or nothing: runs in a storage layer of its own.
	fn carry_out(
		machine: MachineId,
		request: &RequestOf<T>,
		ballot: &BallotOf<T>,
		verdict: &VerdictOf,
	) -> DispatchResult {
		use HardwareOpinion::{Accept, Refuse};
		use VerificationKind::{HardwareChange, Registration};
		let job = request.job;
		match (request.kind, verdict.decision.clone()) {
			(Registration, Some(Accept { hardware, .. })) => {
				Self::attest(machine, hardware, ballot, verdict)?;
				Self::deposit_event(Event::MachineAccepted { machine, job });
				Ok(())
			}
			(Registration, Some(Refuse { reason })) => {
				let refusing = valid_members(ballot, verdict);
				Self::refuse(machine, request, reason, refusing)
			}
			(HardwareChange, Some(Accept { hardware, .. })) => {
				T::Machines::unlock_exit(&machine)?;
				Self::attest(machine, hardware, ballot, verdict)?;
				let cost = Self::take_cost(&machine)?;
				T::Machines::bring_up(&machine, OutageCause::HardwareChange)?;
				Self::deposit_event(Event::HardwareChangeAccepted { machine, job, cost });
				Ok(())
			}
			(HardwareChange, Some(Refuse { reason })) => {
				T::Machines::unlock_exit(&machine)?;
				Self::deposit_event(Event::HardwareChangeRefused {
					machine,
					job,
					reason,
				});
				Ok(())
			}
			(_, None) => {
				defensive!("nothing was decided");
				Ok(())
			}
		}
	}

	/// Makes the machine Active with `hardware`. Whoever hears of that finds its attesters.
	fn attest(
		machine: MachineId,
		hardware: Hardware,
		ballot: &BallotOf<T>,
		verdict: &VerdictOf,
	) -> DispatchResult {
		let valid = ballot
			.seats
			.iter()
			.zip(verdict.standings)
			.filter(|(_, standing)| *standing == Standing::Valid);
		let attesters = valid.filter_map(|(seat, _)| match &seat.opinion {
			Some(HardwareOpinion::Accept { report, .. }) => Some(Attester {
				member: seat.member.clone(),
				report: *report,
			}),
			_ => None,
		});
		let attesters: AttestersOf<T> = BoundedVec::truncate_from(attesters.collect());
		let members: Vec<_> = attesters.iter().map(|one| one.member.clone()).collect();
		Attesters::<T>::insert(machine, attesters);
		T::Machines::activate(&machine, hardware)?;
		T::OnAttested::on_attested(&machine, &members);
		Ok(())
	}

	/// Refuses the machine: a part of its stake is a penalty, the rest returns.
	fn refuse(
		machine: MachineId,
		request: &RequestOf<T>,
		reason: RejectReason,
		refusing: Vec<T::AccountId>,
	) -> DispatchResult {
		let rules = T::Rules::get();
		T::Machines::reject(&machine, reason)?;
		let penalty = percent_floor(Self::free_stake(&machine), rules.refusal_percent);
		let penalty = T::Machines::lock(&machine, penalty)?;
		let released = Self::return_stake(&machine);
		if penalty > 0 {
			let shares = Self::refusal_shares(penalty, refusing);
			T::Sanctions::propose(Sanction {
				source: SanctionSource::Stake {
					machine,
					amount: penalty,
				},
				shares,
			})?;
		}
		Self::deposit_event(Event::MachineRefused {
			machine,
			job: request.job,
			reason,
			released,
			penalty,
		});
		Ok(())
	}

	/// What each refusing member gets of a penalty: so many USD at the last price known, but not more than an equal part.
	/// Without a price an equal part.
	fn refusal_shares<S: Get<u32>>(
		penalty: BalanceOf<T>,
		refusing: Vec<T::AccountId>,
	) -> BoundedVec<(T::AccountId, BalanceOf<T>), S> {
		let (most, _) = share_floor(penalty, count(&refusing));
		let share = T::Price::last_known()
			.and_then(|price| usd_to_planck_floor(T::Rules::get().refusal_share_usd, price))
			.map_or(most, |share| share.min(most));
		let shares = refusing.into_iter().map(|member| (member, share));
		BoundedVec::truncate_from(shares.filter(|(_, share)| *share > 0).collect())
	}

	/// Takes what an accepted hardware change costs of the stake, and tells how much it was.
	fn take_cost(machine: &MachineId) -> Result<BalanceOf<T>, DispatchError> {
		let held = T::Machines::held(machine);
		let cost = percent_floor(held, T::Rules::get().hardware_change_percent);
		let cost = T::Machines::lock(machine, cost)?;
		if cost > 0 {
			let credit = T::Machines::slash_locked(machine, cost)?;
			T::OnFee::on_unbalanced(credit);
		}
		Ok(cost)
	}

	/// Ends a request without a decision: the stake returns, or the changed machine stays down as it was attested.
	fn leave_undecided(machine: MachineId, request: &RequestOf<T>) {
		let left = match request.kind {
			VerificationKind::Registration => T::Machines::give_up(&machine),
			VerificationKind::HardwareChange => T::Machines::unlock_exit(&machine),
		};
		if left.is_err() {
			defensive!("a machine with an open request was not being verified");
		}
		let released = match request.kind {
			VerificationKind::Registration => Self::return_stake(&machine),
			VerificationKind::HardwareChange => 0,
		};
		Self::deposit_event(Event::RequestUndecided {
			machine,
			job: request.job,
			released,
		});
	}

	/// Returns what of the stake nothing locks, and tells how much it was. What the owner's account cannot receive stays on
	/// hold, counts for the next request, and returns when the machine leaves.
	fn return_stake(machine: &MachineId) -> BalanceOf<T> {
		let free = Self::free_stake(machine);
		let returned =
			free > 0 && with_storage_layer(|| T::Machines::release(machine, free)).is_ok();
		if returned {
			free
		} else {
			0
		}
	}

	/// What of the stake nothing locks: told by locking all of it, and undoing that.
	fn free_stake(machine: &MachineId) -> BalanceOf<T> {
		let lock = || T::Machines::lock(machine, BalanceOf::<T>::MAX);
		with_transaction(|| TransactionOutcome::Rollback(lock())).unwrap_or_default()
	}

	/// Pays the fee: for a registration to those who revealed, for a hardware change to those whose votes decided. The
	/// last of them gets what cannot be split. Without any it returns.
	fn share_fee(
		machine: MachineId,
		request: &RequestOf<T>,
		ballot: &BallotOf<T>,
		verdict: &VerdictOf,
	) {
		let members = match request.kind {
			VerificationKind::Registration => revealing_members(ballot),
			VerificationKind::HardwareChange => valid_members(ballot, verdict),
		};
		let Some((last, others)) = members.split_last() else {
			return Self::return_fee(machine, &request.owner, request.fee);
		};
		let (share, rest) = share_floor(request.fee, count(&members));
		for member in others {
			Self::pay_fee(machine, &request.owner, member, share);
		}
		let share = share.saturating_add(rest);
		Self::pay_fee(machine, &request.owner, last, share);
	}
}

/// How many members these are: at most [`SEATS`].
fn count<Member>(members: &[Member]) -> u32 {
	u32::try_from(members.len().min(SEATS)).unwrap_or_default()
}

/// The members whose votes decided.
fn valid_members<AccountId: Clone>(
	ballot: &dbc_primitives::Ballot<AccountId, HardwareOpinion>,
	verdict: &VerdictOf,
) -> Vec<AccountId> {
	let seats = ballot.seats.iter().zip(verdict.standings);
	seats
		.filter(|(_, standing)| *standing == Standing::Valid)
		.map(|(seat, _)| seat.member.clone())
		.collect()
}

/// The members who revealed.
fn revealing_members<AccountId: Clone>(
	ballot: &dbc_primitives::Ballot<AccountId, HardwareOpinion>,
) -> Vec<AccountId> {
	let seats = ballot.seats.iter();
	seats
		.filter(|seat| seat.opinion.is_some())
		.map(|seat| seat.member.clone())
		.collect()
}
