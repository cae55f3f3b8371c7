//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod committee_events {
	/// What happened to the committee. Amounts in planck.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Governance approved a member, who may join now.
		MemberAdded { member: T::AccountId },
		/// A member joined: `bond` is on hold.
		MemberJoined {
			member: T::AccountId,
			box_key: BoxKey,
			bond: BalanceOf<T>,
		},
		/// Evidence for the member is sealed to another key from now on.
		BoxKeySet {
			member: T::AccountId,
			box_key: BoxKey,
		},
		/// `amount` more is on hold, `bond` in all.
		BondAdded {
			member: T::AccountId,
			amount: BalanceOf<T>,
			bond: BalanceOf<T>,
		},
		/// `amount` went back to the member, `bond` remains on hold.
		BondReduced {
			member: T::AccountId,
			amount: BalanceOf<T>,
			bond: BalanceOf<T>,
		},
		/// The member takes no new jobs for now.
		MemberPaused { member: T::AccountId },
		/// The member takes jobs again.
		MemberResumed { member: T::AccountId },
		/// Governance removed the member: it takes no new jobs. `at_risk` stays on hold until its `jobs` are closed.
		MemberRemoved {
			member: T::AccountId,
			jobs: u32,
			at_risk: BalanceOf<T>,
		},
		/// The record of the member is gone; `released` went back to it.
		MemberLeft {
			member: T::AccountId,
			released: BalanceOf<T>,
		},
		/// The member can be drawn from now on.
		PoolEntered { member: T::AccountId },
		/// The member cannot be drawn any more.
		PoolLeft { member: T::AccountId },
		/// Three members were asked for.
		JobRequested { job: JobId, subject: JobSubject },
		/// A job was taken back before its draw.
		JobWithdrawn { job: JobId, subject: JobSubject },
		/// Three members were drawn; each has `at_risk` at risk for the job.
		MembersDrawn {
			job: JobId,
			subject: JobSubject,
			members: DrawnOf<T>,
			at_risk: BalanceOf<T>,
		},
		/// Members were drawn for a job that nobody wanted any more, for the reason `error`: the draw was undone.
		JobAbandoned {
			job: JobId,
			subject: JobSubject,
			error: DispatchError,
		},
		/// `amount` is at risk no more.
		RiskReleased {
			job: JobId,
			member: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// `amount`, which was at risk, was taken; `bond` remains on hold.
		RiskForfeited {
			job: JobId,
			member: T::AccountId,
			amount: BalanceOf<T>,
			bond: BalanceOf<T>,
		},
	}
}
