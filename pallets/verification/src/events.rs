//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod verification_events {
	/// What happened to a verification. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A verification was requested and waits for its draw: `fee` is on hold for its verifiers, `registration_fee`
		/// went to the treasury.
		VerificationRequested {
			machine: MachineId,
			owner: T::AccountId,
			kind: VerificationKind,
			job: JobId,
			fee: BalanceOf<T>,
			registration_fee: BalanceOf<T>,
		},
		/// The owner took a request back that found no members.
		RequestWithdrawn { machine: MachineId, job: JobId },
		/// Three members were drawn and may commit until `commit_until`, unless the chain stalls.
		MembersDrawn {
			machine: MachineId,
			job: JobId,
			members: Members<T::AccountId>,
			commit_until: Moment,
			reveal_until: Moment,
		},
		/// A member gave its sealed vote.
		OpinionCommitted {
			machine: MachineId,
			job: JobId,
			member: T::AccountId,
			commitment: H256,
		},
		/// A member opened its vote.
		OpinionRevealed {
			machine: MachineId,
			job: JobId,
			member: T::AccountId,
			opinion: HardwareOpinion,
		},
		/// A member stayed silent or voted against two others: the loss of what it has at risk was proposed.
		MemberFaulted { job: JobId, member: T::AccountId },
		/// Two or more members accepted the machine: it is Active with the hardware that they attested.
		MachineAccepted { machine: MachineId, job: JobId },
		/// Two or more members refused the machine: `released` of its stake returned to the owner, and the loss of
		/// `penalty` was proposed.
		MachineRefused {
			machine: MachineId,
			job: JobId,
			reason: RejectReason,
			released: BalanceOf<T>,
			penalty: BalanceOf<T>,
		},
		/// Two or more members accepted the changed hardware: it is attested, and `cost` of the stake was taken.
		HardwareChangeAccepted {
			machine: MachineId,
			job: JobId,
			cost: BalanceOf<T>,
		},
		/// Two or more members refused the changed hardware: the machine stays down with what was attested before.
		HardwareChangeRefused {
			machine: MachineId,
			job: JobId,
			reason: RejectReason,
		},
		/// A round decided nothing: round `round` waits for its draw as `job`.
		RoundRepeated {
			machine: MachineId,
			round: u32,
			job: JobId,
		},
		/// What the members decided could not be carried out because of `error`: the request closes without a decision.
		RequestVoided {
			machine: MachineId,
			job: JobId,
			error: DispatchError,
		},
		/// The request closed without a decision: `released` of the machine's stake returned to the owner.
		RequestUndecided {
			machine: MachineId,
			job: JobId,
			released: BalanceOf<T>,
		},
		/// A part of the fee was paid: to a member, or to the treasury if the member's account cannot receive it.
		FeePaid {
			machine: MachineId,
			to: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// The fee was returned: to the owner, or to the treasury if the owner's account cannot receive it.
		FeeReturned {
			machine: MachineId,
			to: T::AccountId,
			amount: BalanceOf<T>,
		},
	}
}
