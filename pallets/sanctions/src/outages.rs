//! Sanctions of outages: what is remembered when one begins, and what is imposed when one ends.

use alloc::vec::Vec;
use dbc_math::stake::{percent_floor, share_floor};
use dbc_primitives::{
	traits::{
		MachineAvailability, MachineInspect, MachineStake, OrderClaims, OrderInspect, OutageInspect,
	},
	MachineId, Moment, SanctionGround,
};
use frame_support::{traits::Get, BoundedVec};
use sp_runtime::DispatchError;

use crate::{BalanceOf, Config, Error, Lengths, Pallet, Running, RunningOf, SeriesOf, SharesOf};

impl<T: Config> Pallet<T> {
	/// What must be remembered of an outage that began at `since`.
	pub(crate) fn snapshot(machine: &MachineId, since: Moment) -> RunningOf<T> {
		let mut claims = T::Orders::claims(machine, since);
		// The second tells of orders that were running then and are over by now.
		let rented = T::Orders::is_rented(machine) || !claims.is_empty();
		let parties = [T::Machines::owner(machine), T::Machines::payee(machine)];
		claims.retain(|(renter, claim)| {
			*claim > 0 && !parties.iter().flatten().any(|party| party == renter)
		});
		Running {
			since,
			rented,
			exempt: !rented && Self::is_exempt(machine, since),
			joined: false,
			claims,
		}
	}

	/// Whether the owner may take a machine, which nobody rents, down at `since` without a penalty.
	fn is_exempt(machine: &MachineId, since: Moment) -> bool {
		let rules = T::Rules::get();
		let idle = T::Orders::idle_since(machine)
			.is_none_or(|ended| since >= ended.saturating_add(rules.exempt_idle));
		let old = T::Machines::active_since(machine)
			.is_some_and(|active| since >= active.saturating_add(rules.exempt_active));
		idle && old
	}

	/// Creates the sanction of what is due for `lengths`, which `series` has lasted for, and tells the amount. Nothing due
	/// makes none.
	pub(crate) fn impose(
		machine: MachineId,
		series: &mut SeriesOf<T>,
		lengths: &Lengths,
	) -> Result<BalanceOf<T>, DispatchError> {
		let due = series.due(lengths);
		if due == 0 {
			return Ok(0);
		}
		let owner = T::Machines::owner(&machine).ok_or(Error::<T>::MachineNotFound)?;
		let amount = T::Machines::lock(&machine, due)?;
		if amount == 0 {
			return Ok(0);
		}
		T::Machines::lock_exit(&machine)?;
		series.imposed = series.imposed.saturating_add(amount);
		let shares = Self::outage_shares(amount, series, lengths);
		Self::create(SanctionGround::Outage { machine, amount }, owner, shares);
		Ok(amount)
	}

	/// Who gets how much of a sanction: first the members who upheld a report, then the renters, each within what is left.
	fn outage_shares(
		amount: BalanceOf<T>,
		series: &mut SeriesOf<T>,
		lengths: &Lengths,
	) -> SharesOf<T> {
		let rules = T::Rules::get();
		let members = core::mem::take(&mut series.upholders);
		// At most `MAX_UPHOLDERS`.
		let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
		let pool = rules.members_share.min(amount);
		let (share, rest) = share_floor(pool, count);
		let left = amount.saturating_sub(pool.saturating_sub(rest));
		let mut shares: Vec<_> = members.into_iter().map(|member| (member, share)).collect();
		if series.compensates_renters(lengths) {
			let pool = percent_floor(amount, rules.renters_percent).min(left);
			shares.extend(series.grant(pool));
		}
		shares.retain(|(_, share)| *share > 0);
		BoundedVec::truncate_from(shares)
	}
}
