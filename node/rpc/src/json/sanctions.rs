//! Pending sanctions.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{account, address, hex, id, name};
use crate::Error;

/// A pending sanction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sanction {
	/// The sanction.
	pub id: String,
	/// What it is for, and what it takes.
	pub ground: Ground,
	/// Who pays it and may appeal: the member, or the owner of the machine.
	pub account: String,
	/// When it was created.
	pub created_at: u64,
	/// Where it is.
	pub stage: SanctionStage,
	/// When the stage ends: unless an appeal is granted before, the sanction is executed then.
	pub until: u64,
	/// Who gets how much of it. The treasury gets the rest.
	pub shares: Vec<Share>,
}

impl From<(chain::SanctionId, chain::SanctionInfo<AccountId32, u128>)> for Sanction {
	fn from((id, sanction): (chain::SanctionId, chain::SanctionInfo<AccountId32, u128>)) -> Self {
		Self {
			id: id.to_string(),
			ground: sanction.ground.into(),
			account: address(&sanction.concerned),
			created_at: sanction.created_at,
			stage: sanction.stage.into(),
			until: sanction.until,
			shares: sanction.shares.into_iter().map(Into::into).collect(),
		}
	}
}

/// What a sanction is for, and what it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum Ground {
	/// A member of the committee stayed silent or voted against two others: what it has at risk for the job.
	MemberFault {
		/// The job, which tells the amount.
		job: String,
	},
	/// Verifiers refused a machine: a part of its stake.
	RefusedRegistration {
		/// The machine.
		machine: String,
		/// The locked part.
		amount_planck: String,
	},
	/// A machine was down: a part of its stake.
	Outage {
		/// The machine.
		machine: String,
		/// The locked part.
		amount_planck: String,
	},
}

impl From<chain::SanctionGround<u128>> for Ground {
	fn from(ground: chain::SanctionGround<u128>) -> Self {
		match ground {
			chain::SanctionGround::MemberFault { job } => Self::MemberFault {
				job: job.to_string(),
			},
			chain::SanctionGround::RefusedRegistration { machine, amount } => {
				Self::RefusedRegistration {
					machine: hex(&machine),
					amount_planck: amount.to_string(),
				}
			}
			chain::SanctionGround::Outage { machine, amount } => Self::Outage {
				machine: hex(&machine),
				amount_planck: amount.to_string(),
			},
		}
	}
}

/// Where a pending sanction is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
	tag = "type",
	rename_all = "camelCase",
	rename_all_fields = "camelCase"
)]
pub enum SanctionStage {
	/// The account may appeal.
	Waiting,
	/// It has appealed.
	Appealed {
		/// Its deposit on hold.
		deposit_planck: String,
		/// Why: free text, written by the account.
		reason: String,
	},
}

impl From<chain::SanctionStage<u128>> for SanctionStage {
	fn from(stage: chain::SanctionStage<u128>) -> Self {
		match stage {
			chain::SanctionStage::Waiting => Self::Waiting,
			chain::SanctionStage::Appealed { deposit, reason } => Self::Appealed {
				deposit_planck: deposit.to_string(),
				reason: name(&reason),
			},
		}
	}
}

/// What somebody gets of a sanction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Share {
	/// Who.
	pub account: String,
	/// How much, as far as the sanction goes.
	pub amount_planck: String,
}

impl From<(AccountId32, u128)> for Share {
	fn from((account, amount): (AccountId32, u128)) -> Self {
		Self {
			account: address(&account),
			amount_planck: amount.to_string(),
		}
	}
}

/// Which sanctions a list holds: those that pass every condition given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SanctionFilter {
	/// Taking the stake of this machine.
	pub machine: Option<String>,
	/// Paid by this account.
	pub account: Option<String>,
}

impl TryFrom<SanctionFilter> for chain::SanctionFilter<AccountId32> {
	type Error = Error;

	fn try_from(filter: SanctionFilter) -> Result<Self, Error> {
		Ok(Self {
			machine: filter
				.machine
				.map(|machine| id(&machine, "machine"))
				.transpose()?,
			account: filter
				.account
				.map(|payer| account(&payer, "account"))
				.transpose()?,
		})
	}
}
