//! Who may use which GPU of a machine, and how an account shows that it is the one.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};
use sp_core::crypto::AccountId32;

use super::{address, gpu_indexes, hex, AccessRefusal, AccessRole, Refusal, Tagged};

/// Everybody who may use a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Access {
	/// The machine.
	pub machine: String,
	/// Who may use what of it.
	pub grants: Vec<Grant>,
}

/// Somebody who may use some GPUs of a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
	/// Who.
	pub account: String,
	/// Why.
	pub role: Tagged<AccessRole>,
	/// Which GPUs. Those of a verifier or owner may be more than the machine has.
	pub gpu_indexes: Vec<u32>,
	/// Since when.
	pub from: u64,
	/// Until when, this moment excluded; `null` is until something changes.
	pub until: Option<u64>,
	/// The order of a renter.
	pub order_id: Option<String>,
	/// The X25519 key of a verifier, to which the agent can seal something.
	pub box_key: Option<String>,
}

impl From<chain::Grant<AccountId32>> for Grant {
	fn from(grant: chain::Grant<AccountId32>) -> Self {
		Self {
			account: address(&grant.account),
			role: Tagged::of(grant.role),
			gpu_indexes: gpu_indexes(grant.gpus),
			from: grant.from,
			until: grant.until,
			order_id: grant.order.map(|order| order.to_string()),
			box_key: grant.box_key.map(|key| hex(&key)),
		}
	}
}

/// What an account signs to get access to a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
	/// The bytes to sign.
	pub bytes: String,
	/// From when on they are worth nothing.
	pub expires_at: u64,
}

/// Whether an account gets access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessCheck {
	/// Whether it does.
	pub granted: bool,
	/// What it may use; empty if it gets no access.
	pub grants: Vec<Grant>,
	/// Why it gets none; `null` if it does.
	pub refusal: Option<Refusal<Tagged<AccessRefusal>>>,
}

impl From<Result<Vec<chain::Grant<AccountId32>>, chain::AccessRefusal>> for AccessCheck {
	fn from(answer: Result<Vec<chain::Grant<AccountId32>>, chain::AccessRefusal>) -> Self {
		let (grants, refusal) = match answer {
			Ok(grants) => (grants, None),
			Err(refusal) => (Vec::new(), Some(refusal.into())),
		};
		Self {
			granted: refusal.is_none(),
			grants: grants.into_iter().map(Into::into).collect(),
			refusal,
		}
	}
}

impl From<chain::AccessRefusal> for Refusal<Tagged<AccessRefusal>> {
	fn from(refusal: chain::AccessRefusal) -> Self {
		use chain::AccessRefusal::*;
		let text = match refusal {
			MachineNotFound => {
				"there is no such machine: check the id, and whether it was registered by then or has left"
			}
			PurposeTooLong => "the purpose is too long: it has at most 64 bytes",
			Malformed => "the bytes are no challenge: pass on what gpu_challenge gave, unchanged",
			Mismatch => {
				"the challenge is for another chain, machine or account: ask gpu_challenge for one of this account \
				 and machine"
			}
			Expired => "the challenge has expired: ask gpu_challenge for another",
			TooLong => {
				"the challenge expires later than one of gpu_challenge would: ask for one instead of making it"
			}
			BadSignature => {
				"the signature is not that of the account over these bytes: sign them as they are, or between <Bytes> \
				 and </Bytes>"
			}
			NoGrant => {
				"the account may not use the machine now: gpu_access tells who may, and a renter must have confirmed \
				 the order"
			}
		};
		Self {
			reason: Tagged::of(refusal),
			text: text.into(),
		}
	}
}
