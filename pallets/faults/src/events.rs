//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod fault_events {
	/// What happened to a report. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A report was filed and waits for its draw: `deposit` is on hold, `evidence` is the digest of the evidence.
		ReportFiled {
			report: ReportId,
			machine: MachineId,
			kind: FaultKind,
			reporter: T::AccountId,
			order: Option<OrderId>,
			evidence: Option<H256>,
			job: JobId,
			deposit: BalanceOf<T>,
		},
		/// The reporter took a report back that found no members.
		ReportCancelled {
			report: ReportId,
			machine: MachineId,
		},
		/// No members were found for a report in all its time: it closed, and nobody pays anything.
		ReportExpired {
			report: ReportId,
			machine: MachineId,
		},
		/// Three members were drawn. Evidence for each, if the kind has any, is taken until `evidence_until`, commitments
		/// until `commit_until`, unless the chain stalls.
		MembersDrawn {
			report: ReportId,
			machine: MachineId,
			job: JobId,
			members: Members<T::AccountId>,
			evidence_until: Option<Moment>,
			commit_until: Moment,
			reveal_until: Moment,
		},
		/// A member got its sealed evidence.
		EvidenceDelivered {
			report: ReportId,
			job: JobId,
			member: T::AccountId,
		},
		/// A member gave its sealed vote.
		OpinionCommitted {
			report: ReportId,
			job: JobId,
			member: T::AccountId,
			commitment: H256,
		},
		/// A member opened its vote.
		OpinionRevealed {
			report: ReportId,
			job: JobId,
			member: T::AccountId,
			opinion: FaultOpinion,
		},
		/// The owner said that the machine was repaired at `repaired_at`.
		RepairReported {
			report: ReportId,
			machine: MachineId,
			repaired_at: Moment,
		},
		/// A member stayed silent or voted against two others: the loss of what it has at risk was proposed.
		MemberFaulted { job: JobId, member: T::AccountId },
		/// Two or more members upheld the report: the machine is down for `cause` since `since`, or was until `until` if
		/// its owner had repaired it.
		ReportUpheld {
			report: ReportId,
			machine: MachineId,
			job: JobId,
			cause: OutageCause,
			since: Moment,
			until: Option<Moment>,
		},
		/// Two or more members rejected the report.
		ReportRejected {
			report: ReportId,
			machine: MachineId,
			job: JobId,
		},
		/// A round decided nothing: round `round` waits for its draw as `job`.
		RoundRepeated {
			report: ReportId,
			machine: MachineId,
			round: u32,
			job: JobId,
		},
		/// What follows from the last round could not be carried out because of `error`: a machine that is down for the
		/// cause already has no other outage, and a round for which nobody can be asked is not repeated.
		OutcomeVoided {
			report: ReportId,
			machine: MachineId,
			error: DispatchError,
		},
		/// The report closed without a decision.
		ReportUndecided {
			report: ReportId,
			machine: MachineId,
			job: JobId,
		},
		/// The report closed because its evidence was not delivered in time.
		ReportUndelivered {
			report: ReportId,
			machine: MachineId,
			job: JobId,
		},
		/// A part of the deposit was paid: to a member who rejected the report, or to the treasury.
		DepositPaid {
			report: ReportId,
			to: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// The deposit was returned: to the reporter, or to the treasury if the reporter's account cannot receive it.
		DepositReturned {
			report: ReportId,
			to: T::AccountId,
			amount: BalanceOf<T>,
		},
	}
}
