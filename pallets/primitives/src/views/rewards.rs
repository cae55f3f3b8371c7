//! What reads of rewards answer. Amounts are planck, rounded down.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

use crate::Moment;

/// What an account earned, and what of it can be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AccountRewards<Balance> {
	/// All that it ever earned as an owner, until now.
	pub earned: Balance,
	/// The part of it that has been released.
	pub released: Balance,
	/// The part of that which it has claimed.
	pub claimed: Balance,
	/// What attestations earned it, and could not be paid because its account could not receive it.
	pub owed: Balance,
	/// What `claim` would mint now: what is released and not claimed, and what is owed.
	pub claimable: Balance,
	/// What has been earned until now and is released at the beginning of each of the following days, the next one first.
	/// The list ends with the last day on which something is released.
	pub vesting: Vec<Balance>,
	/// What it earns now in a second, without rented bonus.
	pub per_second: Balance,
}

/// What a machine earned.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct MachineRewards<AccountId, Balance> {
	/// Who gets what it earns.
	pub owner: AccountId,
	/// Its points for the part of a week in which it can be rented, in hundredths; 0 while it earns nothing.
	pub grade: u64,
	/// Its share of the weight of the network, in basis points of its grade, without rented bonus.
	pub base_weight: u128,
	/// The weight that its rented GPUs add.
	pub rented_weight: u128,
	/// All that it ever earned without rented bonus, the part of its attesters included.
	pub base_earned: Balance,
	/// What the rented bonus would be without its cap.
	pub bonus_due: Balance,
	/// The rented bonus that its owner got.
	pub bonus_credited: Balance,
	/// Most rented bonus for what its rent has burned so far.
	pub bonus_cap: Balance,
	/// What its rent has burned so far.
	pub rent_burned: Balance,
	/// Who attested it.
	pub attesters: Vec<AccountId>,
	/// What it owes to them: what `pay_attesters` would share among them now.
	pub attesters_due: Balance,
	/// What they and those before them got.
	pub attesters_paid: Balance,
	/// Until when it pays its attesters; `None` once that is over. It goes on until somebody ends it after that time.
	pub attested_until: Option<Moment>,
	/// What it earns now in a second for owner and attesters, without rented bonus.
	pub per_second: Balance,
}

/// The rewards of the whole network.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct NetworkRewards<Balance> {
	/// When the emission began.
	pub start: Moment,
	/// Since when the emission is, or was, doubled for 60 days; `None` before the network was large enough.
	pub doubled_from: Option<Moment>,
	/// Machines that earn.
	pub machines: u32,
	/// GPUs of those machines.
	pub gpus_online: u32,
	/// GPUs that running orders rent.
	pub gpus_rented: u32,
	/// Sum of the grades of the machines that earn, in hundredths of a point.
	pub grade: u64,
	/// Weight of all machines and of all rented bonus together, in basis points.
	pub weight: u128,
	/// All that was emitted until now.
	pub emitted: Balance,
	/// What is emitted now in a second.
	pub per_second: Balance,
	/// What was minted: by claims, and to attesters.
	pub minted: Balance,
	/// What will never be minted: emitted while nobody earned, or rented bonus above the cap of machines that left.
	pub unminted: Balance,
	/// What rent has burned.
	pub rent_burned: Balance,
}
