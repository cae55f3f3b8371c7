//! Rewards of an account, of a machine and of the network. A weight is in millionths of a point: hundredths of a point
//! times basis points.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{address, hex};

/// A whole in basis points.
const WHOLE_BPS: u64 = 10_000;

/// What an account earned, and what of it can be claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rewards {
	/// The account.
	pub account: String,
	/// All that it ever earned as an owner.
	pub earned_planck: String,
	/// The part of it that has been released.
	pub released_planck: String,
	/// The part of that which it has claimed.
	pub claimed_planck: String,
	/// What attestations earned it, and could not be paid.
	pub owed_planck: String,
	/// What `claim` would mint now.
	pub claimable_planck: String,
	/// What is released at the beginning of each of the following days, the next one first.
	pub vesting_planck: Vec<String>,
	/// What it earns now in a second, without rented bonus.
	pub per_second_planck: String,
}

impl Rewards {
	/// The JSON of what `account` earned.
	pub(crate) fn new(account: &AccountId32, rewards: chain::AccountRewards<u128>) -> Self {
		Self {
			account: address(account),
			earned_planck: rewards.earned.to_string(),
			released_planck: rewards.released.to_string(),
			claimed_planck: rewards.claimed.to_string(),
			owed_planck: rewards.owed.to_string(),
			claimable_planck: rewards.claimable.to_string(),
			vesting_planck: rewards.vesting.iter().map(u128::to_string).collect(),
			per_second_planck: rewards.per_second.to_string(),
		}
	}
}

/// What a machine earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineRewards {
	/// The machine.
	pub machine: String,
	/// Who gets what it earns.
	pub owner: String,
	/// Its points for the part of a week in which it can be rented; 0 while it earns nothing.
	pub grade_e2: u64,
	/// Its share of the weight of the network, without rented bonus.
	pub base_weight_e6: String,
	/// The weight that its rented GPUs add.
	pub rented_weight_e6: String,
	/// All that it ever earned without rented bonus, the part of its attesters included.
	pub base_earned_planck: String,
	/// What the rented bonus would be without its cap.
	pub bonus_due_planck: String,
	/// The rented bonus that its owner got.
	pub bonus_credited_planck: String,
	/// Most rented bonus for what its rent has burned so far.
	pub bonus_cap_planck: String,
	/// What its rent has burned so far.
	pub rent_burned_planck: String,
	/// Who attested it.
	pub attesters: Vec<String>,
	/// What `pay_attesters` would share among them now.
	pub attesters_due_planck: String,
	/// What they and those before them got.
	pub attesters_paid_planck: String,
	/// Until when it pays them; `null` once that is over.
	pub attested_until: Option<u64>,
	/// What it earns now in a second for owner and attesters, without rented bonus.
	pub per_second_planck: String,
}

impl MachineRewards {
	/// The JSON of what `machine` earned.
	pub(crate) fn new(
		machine: &chain::MachineId,
		rewards: chain::MachineRewards<AccountId32, u128>,
	) -> Self {
		Self {
			machine: hex(machine),
			owner: address(&rewards.owner),
			grade_e2: rewards.grade,
			base_weight_e6: rewards.base_weight.to_string(),
			rented_weight_e6: rewards.rented_weight.to_string(),
			base_earned_planck: rewards.base_earned.to_string(),
			bonus_due_planck: rewards.bonus_due.to_string(),
			bonus_credited_planck: rewards.bonus_credited.to_string(),
			bonus_cap_planck: rewards.bonus_cap.to_string(),
			rent_burned_planck: rewards.rent_burned.to_string(),
			attesters: rewards.attesters.iter().map(address).collect(),
			attesters_due_planck: rewards.attesters_due.to_string(),
			attesters_paid_planck: rewards.attesters_paid.to_string(),
			attested_until: rewards.attested_until,
			per_second_planck: rewards.per_second.to_string(),
		}
	}
}

/// The network as a whole: how much of it is rented, and what it earns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkStats {
	/// Machines that earn.
	pub machines_online: u32,
	/// GPUs of those machines.
	pub gpus_online: u32,
	/// GPUs that running orders rent, also of machines that do not earn.
	pub gpus_rented: u32,
	/// `gpus_rented` in basis points of `gpus_online`, rounded down; `null` while none is online.
	pub rental_rate_bps: Option<u64>,
	/// Sum of the grades of the machines that earn.
	pub grade_e2: u64,
	/// Weight of all machines and of all rented bonus together.
	pub weight_e6: String,
	/// When the emission began.
	pub emission_start: u64,
	/// Since when the emission is, or was, doubled; `null` before.
	pub doubled_from: Option<u64>,
	/// All that was emitted until now.
	pub emitted_planck: String,
	/// What is emitted now in a second.
	pub per_second_planck: String,
	/// What was minted.
	pub minted_planck: String,
	/// What was emitted and will never be minted.
	pub unminted_planck: String,
	/// What rent has burned.
	pub rent_burned_planck: String,
}

impl From<chain::NetworkRewards<u128>> for NetworkStats {
	fn from(network: chain::NetworkRewards<u128>) -> Self {
		Self {
			machines_online: network.machines,
			gpus_online: network.gpus_online,
			gpus_rented: network.gpus_rented,
			rental_rate_bps: rate_bps_floor(network.gpus_rented, network.gpus_online),
			grade_e2: network.grade,
			weight_e6: network.weight.to_string(),
			emission_start: network.start,
			doubled_from: network.doubled_from,
			emitted_planck: network.emitted.to_string(),
			per_second_planck: network.per_second.to_string(),
			minted_planck: network.minted.to_string(),
			unminted_planck: network.unminted.to_string(),
			rent_burned_planck: network.rent_burned.to_string(),
		}
	}
}

/// `part` in basis points of `whole`, rounded down; `None` if that is nothing.
fn rate_bps_floor(part: u32, whole: u32) -> Option<u64> {
	u64::from(part)
		.saturating_mul(WHOLE_BPS)
		.checked_div(whole.into())
}
