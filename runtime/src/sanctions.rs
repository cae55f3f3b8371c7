//! Penalties, until they wait for appeals.

use dbc_primitives::traits::{MachineStake, Sanction, SanctionSink, SanctionSource, VerifierPool};
use frame_support::traits::{
	fungible::{Balanced, Credit},
	Imbalance, OnUnbalanced,
};
use sp_runtime::DispatchResult;

use crate::{configs::ToTreasury, AccountId, Balance, Balances, Committee, Machines};

/// Executes every penalty at once: takes it, pays the shares in their order as far as it goes, and gives the rest to the
/// treasury. Provisional: there is no appeal against a penalty of a verification until sanctions have a pallet.
pub struct ImmediateSanctions;

impl SanctionSink<AccountId, Balance> for ImmediateSanctions {
	fn propose(sanction: Sanction<AccountId, Balance>) -> DispatchResult {
		let Sanction { source, shares } = sanction;
		let mut taken: Credit<AccountId, Balances> = match source {
			SanctionSource::Bond { job, member } => Committee::forfeit(job, &member)?,
			SanctionSource::Stake { machine, amount } => Machines::slash_locked(&machine, amount)?,
		};
		for (recipient, amount) in shares {
			let share = taken.extract(amount);
			// What an empty account cannot receive goes to the treasury with the rest.
			if let Err(returned) = Balances::resolve(&recipient, share) {
				taken.subsume(returned);
			}
		}
		ToTreasury::on_unbalanced(taken);
		Ok(())
	}
}
