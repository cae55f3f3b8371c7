//! What this pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// The events of the pallet.
#[pallet_section]
mod sanctions_events {
	/// What happened to a sanction. Amounts in planck, times in Unix milliseconds.
	// The fields are named after what they hold, and explained with their variant where that is not enough.
	#[allow(missing_docs)]
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A sanction is pending: `concerned` may appeal until `until`, unless the chain stalls.
		SanctionCreated {
			id: SanctionId,
			concerned: T::AccountId,
			ground: SanctionGround<BalanceOf<T>>,
			until: Moment,
		},
		/// The account concerned appealed, with `deposit` on hold: the technical committee may decide until `until`, unless
		/// the chain stalls.
		SanctionAppealed {
			id: SanctionId,
			deposit: BalanceOf<T>,
			until: Moment,
		},
		/// The technical committee dismissed the appeal: the sanction was executed.
		AppealDismissed { id: SanctionId },
		/// The technical committee granted the appeal: nothing is at risk or locked by the sanction any more.
		SanctionCancelled { id: SanctionId },
		/// The deposit of an appeal returned.
		DepositReturned {
			id: SanctionId,
			amount: BalanceOf<T>,
		},
		/// The deposit of an appeal was taken.
		DepositForfeited {
			id: SanctionId,
			amount: BalanceOf<T>,
		},
		/// A part of a sanction was paid.
		SharePaid {
			id: SanctionId,
			to: T::AccountId,
			amount: BalanceOf<T>,
		},
		/// A sanction was executed: `amount` was taken, of which `rest` was paid to nobody and goes to the treasury.
		SanctionExecuted {
			id: SanctionId,
			amount: BalanceOf<T>,
			rest: BalanceOf<T>,
		},
		/// What a sanction should have taken or returned is not there any more because of `error`: nothing was taken.
		SanctionVoided {
			id: SanctionId,
			error: DispatchError,
		},
	}
}
