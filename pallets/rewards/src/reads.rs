//! Reads, written once for view functions, runtime APIs and RPC. Each reads a few records, brings them up to date and
//! forgets that again.

use alloc::vec::Vec;
use dbc_math::{release::RELEASE_DAYS, rewards, stake};
use dbc_primitives::{AccountRewards, MachineId, MachineRewards, Moment, NetworkRewards};
use frame_support::traits::Get;

use crate::{
	ledger::Opened, Account, Accounts, Attesters, BalanceOf, Config, Network, Pallet, Term, Vesting,
};

/// A second.
const SECOND: Moment = 1_000;

type MachineRewardsOf<T> = MachineRewards<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// What `who` earned, and what of it can be claimed; `None` if it never owned a machine nor attested one in vain.
	pub fn read_account_rewards(who: &T::AccountId) -> Option<AccountRewards<BalanceOf<T>>> {
		let stored = Accounts::<T>::get(who)?;
		let network = Self::network();
		let (account, days) = Self::updated(Some(stored), &network);
		let vesting = Self::vesting(who, days);
		Some(AccountRewards {
			earned: rewards::planck_floor(vesting.earned(account.today)),
			released: vesting.released(account.today, 0),
			claimed: account.claimed,
			owed: account.owed,
			claimable: account.claimable(&vesting),
			vesting: releases(&account, &vesting),
			per_second: per_second_of(&account, &network),
		})
	}

	/// What a machine earned; `None` if it never became Active.
	pub fn read_machine_rewards(machine: &MachineId) -> Option<MachineRewardsOf<T>> {
		let Opened {
			network,
			account,
			machine: record,
			..
		} = Opened::<T>::get(machine)?;
		let base_weight = rewards::owner_weight(record.grade, account.factor);
		let percent = T::Rules::get().bonus_burn_percent;
		Some(MachineRewards {
			grade: record.grade,
			base_weight,
			rented_weight: record.rented_weight,
			base_earned: rewards::planck_floor(record.base),
			bonus_due: rewards::planck_floor(record.due),
			bonus_credited: rewards::planck_floor(record.credited),
			bonus_cap: stake::percent_floor(record.burned, percent),
			rent_burned: record.burned,
			attesters: Attesters::<T>::get(machine).into_inner(),
			attesters_due: rewards::planck_floor(record.attesters_due()),
			attesters_paid: record.attesters_paid,
			attested_until: match record.term {
				Term::Running { until, .. } => Some(until),
				Term::NotBegun | Term::Over => None,
			},
			per_second: rewards::portion_floor(
				emitted_per_second(&network),
				base_weight,
				network.weight,
			),
			owner: record.owner,
		})
	}

	/// The rewards of the whole network.
	pub fn read_network_rewards() -> NetworkRewards<BalanceOf<T>> {
		let network = Self::network();
		NetworkRewards {
			start: network.start,
			doubled_from: network.doubled_from,
			machines: network.machines,
			gpus_online: network.gpus,
			gpus_rented: network.rented,
			grade: network.grade,
			weight: network.weight,
			emitted: rewards::planck_floor(network.emitted(network.last)),
			per_second: rewards::planck_floor(emitted_per_second(&network)),
			minted: network.minted,
			unminted: rewards::planck_floor(network.unminted),
			rent_burned: network.burned,
		}
	}
}

/// What is emitted in the next second, in grains.
fn emitted_per_second(network: &Network) -> u128 {
	let soon = network.emitted(network.last.saturating_add(SECOND));
	soon.saturating_sub(network.emitted(network.last))
}

/// What an account earns in the next second, without rented bonus, in planck.
fn per_second_of(account: &Account, network: &Network) -> u128 {
	let emitted = emitted_per_second(network);
	let portion = |grade| {
		let weight = rewards::owner_weight(grade, account.factor);
		rewards::portion_floor(emitted, weight, network.weight)
	};
	let attesters = rewards::attesters_floor(portion(account.attested));
	portion(account.grade).saturating_sub(attesters)
}

/// What is released at the beginning of each of the following days, without the days at the end on which nothing is.
fn releases(account: &Account, vesting: &Vesting) -> Vec<u128> {
	let mut released = vesting.released(account.today, 0);
	let mut releases = Vec::new();
	for later in 1..=RELEASE_DAYS {
		let next = vesting.released(account.today, later);
		releases.push(next.saturating_sub(released));
		released = next;
	}
	while releases.last() == Some(&0) {
		releases.pop();
	}
	releases
}
