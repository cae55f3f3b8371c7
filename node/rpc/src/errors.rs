//! Everything that a `gpu_*` method refuses or fails with: one code per reason, and a text that says what to do.
//! `docs/rpc.md` lists them for users.

use std::fmt;

use dbc_primitives::{MAX_GPUS, MAX_MODEL_LEN, MAX_PAGE_LIMIT};
use jsonrpsee::types::ErrorObjectOwned;
use serde_json::{json, Value};
use sp_core::H256;

use crate::{
	json::{AccessRefusal, Refusal, RentRefusal, Tagged},
	subscriptions::MAX_SUBJECTS,
};

/// Longest text of another component that an error passes on, in characters.
const MAX_DETAIL: usize = 256;

/// Why a method gives no answer. Codes never change their meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
	/// The node knows no block with this hash: take one that it knows, or leave `at` out.
	UnknownBlock {
		/// The hash asked for.
		hash: H256,
	},
	/// `at` is not a block hash: write the 32 bytes as hex.
	BadBlockHash {
		/// What is wrong with it.
		problem: &'static str,
	},
	/// The node knows the block but holds no state of it: take a younger block, or an archive node.
	StatePruned {
		/// The block asked for.
		hash: H256,
		/// Its number.
		number: u64,
	},
	/// The runtime of that block does not have the method's runtime API yet: take a younger block.
	ApiMissing {
		/// The runtime API.
		api: &'static str,
		/// The block asked for.
		hash: H256,
	},
	/// The runtime failed: a defect of the node or the runtime, never of the input. Report it.
	RuntimeCallFailed {
		/// What the node says.
		detail: String,
	},
	/// The node cannot read its database: look into its log.
	DatabaseFailed {
		/// What the database says.
		detail: String,
	},
	/// There is no machine with this id at that block.
	NotFound {
		/// The id asked for.
		id: String,
	},
	/// This account is no member of the committee at that block.
	MemberNotFound {
		/// The account asked for.
		account: String,
	},
	/// An id is malformed: write the 32 bytes as hex.
	BadId {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: &'static str,
	},
	/// An account is malformed or belongs to another network: write it as SS58 of this chain or as hex.
	BadAccount {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: String,
	},
	/// An amount is malformed: write it as a decimal string without sign or fraction.
	BadAmount {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: &'static str,
	},
	/// There is no order with this id at that block, or it was closed so long ago that its receipt is gone.
	OrderNotFound {
		/// The id asked for.
		id: String,
	},
	/// The id of an order is malformed: write the number as a decimal string.
	BadOrderId {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: &'static str,
	},
	/// The id of a report or of a sanction is malformed: write the number as a decimal string.
	BadNumber {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: &'static str,
	},
	/// Bytes are malformed: write them as hex.
	BadBytes {
		/// The parameter.
		parameter: &'static str,
		/// What is wrong with it.
		problem: &'static str,
	},
	/// A signature is malformed: write it as hex, with the kind of its key in front.
	BadSignature {
		/// What is wrong with it.
		problem: &'static str,
	},
	/// A page has more items than allowed: ask for fewer and follow the cursor.
	LimitTooLarge {
		/// The limit asked for.
		limit: u64,
	},
	/// A page of no items: ask for at least one.
	BadLimit,
	/// A cursor is malformed: pass on what `next` of the last page said.
	BadCursor {
		/// What is wrong with it.
		problem: &'static str,
	},
	/// The name of a GPU model is empty or too long: take one of the chain's model table.
	BadModelName {
		/// Its length in bytes.
		bytes: usize,
	},
	/// The region is none: a bound is off the map, or the southern one is north of the northern.
	BadRegion {
		/// What is wrong with it.
		problem: String,
	},
	/// A list of orders needs exactly one of machine, renter and payer.
	BadOrderFilter,
	/// A list of reports needs exactly one of machine, reporter and verifier.
	BadReportFilter,
	/// No machine has so many GPUs: ask for 1 to 32.
	GpuCountOutOfRange {
		/// The number asked for.
		gpus: u64,
	},
	/// There is no fresh price: try again once the feeders have fed; `gpu_price` tells the state of the oracle.
	PriceUnavailable,
	/// The machine cannot be rented as wished: the refusal says why.
	RentRefused {
		/// Why.
		refusal: Refusal<RentRefusal>,
	},
	/// There is no challenge for this: the refusal says why.
	ChallengeRefused {
		/// Why.
		refusal: Refusal<Tagged<AccessRefusal>>,
	},
	/// Subscriptions follow as many machines, orders and verifiers as the node can: ask again later, or another node.
	TooManySubjects,
	/// The node does not follow the chain for subscriptions any more: ask another node.
	SubscriptionsStopped,
	/// This account never had anything to do with rewards by that block.
	RewardsNotFound {
		/// The account asked for.
		account: String,
	},
	/// The machine had not become active by that block, or there is none with this id.
	MachineRewardsNotFound {
		/// The id asked for.
		id: String,
	},
	/// There is no report with this id at that block, or it is closed.
	ReportNotFound {
		/// The id asked for.
		id: String,
	},
	/// Nothing is sealed to this account for this report at that block.
	EvidenceNotFound {
		/// The report asked for.
		report: String,
		/// The account asked for.
		verifier: String,
	},
	/// There is no sanction with this id at that block, or it is over.
	SanctionNotFound {
		/// The id asked for.
		id: String,
	},
}

impl Error {
	/// The JSON-RPC code: 8000 … 8099, one per reason.
	pub const fn code(&self) -> i32 {
		match self {
			Self::UnknownBlock { .. } => 8000,
			Self::BadBlockHash { .. } => 8001,
			Self::StatePruned { .. } => 8002,
			Self::ApiMissing { .. } => 8003,
			Self::RuntimeCallFailed { .. } => 8004,
			Self::DatabaseFailed { .. } => 8005,
			Self::NotFound { .. } => 8010,
			Self::BadId { .. } => 8011,
			Self::BadAccount { .. } => 8012,
			Self::BadAmount { .. } => 8013,
			Self::MemberNotFound { .. } => 8014,
			Self::OrderNotFound { .. } => 8015,
			Self::BadOrderId { .. } => 8016,
			Self::BadBytes { .. } => 8017,
			Self::BadSignature { .. } => 8018,
			Self::BadNumber { .. } => 8019,
			Self::LimitTooLarge { .. } => 8020,
			Self::BadLimit => 8021,
			Self::BadCursor { .. } => 8022,
			Self::BadModelName { .. } => 8023,
			Self::BadRegion { .. } => 8024,
			Self::BadOrderFilter => 8025,
			Self::BadReportFilter => 8026,
			Self::GpuCountOutOfRange { .. } => 8030,
			Self::PriceUnavailable => 8031,
			Self::RentRefused { .. } => 8040,
			Self::ChallengeRefused { .. } => 8050,
			Self::TooManySubjects => 8060,
			Self::SubscriptionsStopped => 8061,
			Self::RewardsNotFound { .. } => 8070,
			Self::MachineRewardsNotFound { .. } => 8071,
			Self::ReportNotFound { .. } => 8072,
			Self::EvidenceNotFound { .. } => 8073,
			Self::SanctionNotFound { .. } => 8074,
		}
	}

	/// The facts of the error for programs.
	pub fn data(&self) -> Option<Value> {
		Some(match self {
			Self::UnknownBlock { hash } => json!({ "hash": hash }),
			Self::StatePruned { hash, number } => json!({ "hash": hash, "number": number }),
			Self::ApiMissing { api, hash } => json!({ "api": api, "hash": hash }),
			Self::RuntimeCallFailed { detail } | Self::DatabaseFailed { detail } => {
				json!({ "detail": detail })
			}
			Self::NotFound { id }
			| Self::OrderNotFound { id }
			| Self::MachineRewardsNotFound { id }
			| Self::ReportNotFound { id }
			| Self::SanctionNotFound { id } => json!({ "id": id }),
			Self::MemberNotFound { account } | Self::RewardsNotFound { account } => {
				json!({ "account": account })
			}
			Self::EvidenceNotFound { report, verifier } => {
				json!({ "report": report, "verifier": verifier })
			}
			Self::BadId { parameter, .. }
			| Self::BadAccount { parameter, .. }
			| Self::BadAmount { parameter, .. }
			| Self::BadOrderId { parameter, .. }
			| Self::BadNumber { parameter, .. }
			| Self::BadBytes { parameter, .. } => json!({ "parameter": parameter }),
			Self::BadSignature { .. } => json!({ "parameter": "signature" }),
			Self::LimitTooLarge { limit } => json!({ "limit": limit, "max": MAX_PAGE_LIMIT }),
			Self::BadModelName { bytes } => json!({ "bytes": bytes, "max": MAX_MODEL_LEN }),
			Self::GpuCountOutOfRange { gpus } => json!({ "gpus": gpus, "max": MAX_GPUS }),
			Self::RentRefused { refusal } => json!({ "refusal": refusal }),
			Self::ChallengeRefused { refusal } => json!({ "refusal": refusal }),
			Self::TooManySubjects => json!({ "max": MAX_SUBJECTS }),
			Self::BadBlockHash { .. }
			| Self::BadLimit
			| Self::BadCursor { .. }
			| Self::BadRegion { .. }
			| Self::BadOrderFilter
			| Self::BadReportFilter
			| Self::PriceUnavailable
			| Self::SubscriptionsStopped => return None,
		})
	}

	/// The runtime failed with `error`.
	pub(crate) fn runtime_call(error: sp_api::ApiError) -> Self {
		Self::RuntimeCallFailed {
			detail: shorten(&error.to_string()),
		}
	}

	/// The database failed with `error`.
	pub(crate) fn database(error: sp_blockchain::Error) -> Self {
		Self::DatabaseFailed {
			detail: shorten(&error.to_string()),
		}
	}
}

/// The first characters of `text`: an error never carries more than that of what others wrote.
fn shorten(text: &str) -> String {
	text.chars().take(MAX_DETAIL).collect()
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::UnknownBlock { hash } => write!(
				f,
				"unknown block {hash:?}: this node has no such block; take the hash of a block that it has, or leave \
				 `at` out for the best block"
			),
			Self::BadBlockHash { problem } => write!(
				f,
				"malformed block hash in `at`: {problem}; write 0x and 64 hex digits, or leave it out for the best block"
			),
			Self::StatePruned { hash, number } => write!(
				f,
				"no state of block {number} ({hash:?}): this node has pruned or not yet fetched it; ask for a younger \
				 block, or ask an archive node (--state-pruning archive)"
			),
			Self::ApiMissing { api, hash } => write!(
				f,
				"the runtime of block {hash:?} does not have {api} yet: ask for a younger block"
			),
			Self::RuntimeCallFailed { .. } => f.write_str(
				"the runtime call failed: try again, and if it fails again report it with the data of this error and \
				 the node's log",
			),
			Self::DatabaseFailed { .. } => f.write_str(
				"the node could not read its database: try again or ask another node; its operator finds the cause in \
				 the node's log",
			),
			Self::NotFound { id } => write!(
				f,
				"there is no machine {id} at this block: check the id, which is the machine's public key, and whether \
				 it was registered by then or has left"
			),
			Self::MemberNotFound { account } => write!(
				f,
				"{account} is no member of the committee at this block: check the account, and whether the council had \
				 approved it by then or it has left"
			),
			Self::BadId { parameter, problem } => {
				write!(f, "malformed id in `{parameter}`: {problem}; write 0x and 64 hex digits")
			},
			Self::BadAccount { parameter, problem } => write!(
				f,
				"bad account in `{parameter}`: {problem}; write the SS58 address with prefix 42 or the 32 bytes \
				 as 0x and 64 hex digits"
			),
			Self::BadAmount { parameter, problem } => write!(
				f,
				"bad amount in `{parameter}`: {problem}; write a whole number as a decimal string"
			),
			Self::OrderNotFound { id } => write!(
				f,
				"there is no order {id} at this block: check the id, and whether it was made by then, or closed longer \
				 ago than rental.receiptLifetimeMs of gpu_chainParams"
			),
			Self::BadOrderId { parameter, problem } => write!(
				f,
				"malformed order in `{parameter}`: {problem}; write its number as a decimal string"
			),
			Self::BadNumber { parameter, problem } => write!(
				f,
				"malformed number in `{parameter}`: {problem}; write the number of a report or of a sanction as a \
				 decimal string"
			),
			Self::BadBytes { parameter, problem } => write!(
				f,
				"malformed bytes in `{parameter}`: {problem}; write 0x and two hex digits for each byte"
			),
			Self::BadSignature { problem } => write!(
				f,
				"malformed signature in `signature`: {problem}; write 0x and the hex digits of its 64 bytes if the key \
				 is sr25519, else with the kind of the key in front: 00 ed25519, 01 sr25519, 02 ecdsa"
			),
			Self::LimitTooLarge { limit } => write!(
				f,
				"limit too large: {limit} items asked for, a page has at most {MAX_PAGE_LIMIT}; ask for fewer and pass \
				 `next` as `cursor` for more"
			),
			Self::BadLimit => write!(
				f,
				"a page of 0 items: ask for 1 to {MAX_PAGE_LIMIT}, or leave `limit` out for the default"
			),
			Self::BadCursor { problem } => write!(
				f,
				"malformed cursor: {problem}; pass `next` of the last page unchanged, or leave it out for the first page"
			),
			Self::BadModelName { bytes } => write!(
				f,
				"bad name in `gpuModel`: it has {bytes} bytes, a name has 1 to {MAX_MODEL_LEN}; take one from a \
				 machine's `hardware.gpuModel`"
			),
			Self::BadRegion { problem } => write!(
				f,
				"bad region: {problem}; bounds are in 1e-4 degrees, longitude -1800000 to 1800000, latitude -900000 to \
				 900000, south not above north"
			),
			Self::BadOrderFilter => f.write_str(
				"a list of orders is that of one machine, one renter or one payer: give exactly one of `machine`, \
				 `renter` and `payer`",
			),
			Self::BadReportFilter => f.write_str(
				"a list of reports is that of one machine, one reporter or one verifier: give exactly one of `machine`, \
				 `reporter` and `verifier`",
			),
			Self::GpuCountOutOfRange { gpus } => {
				write!(f, "no machine has {gpus} GPUs: ask for 1 to {MAX_GPUS}")
			},
			Self::PriceUnavailable => f.write_str(
				"there is no fresh price of DBC: try again once the feeders have fed; gpu_price tells the state of the \
				 oracle",
			),
			Self::RentRefused { refusal } => f.write_str(&refusal.text),
			Self::ChallengeRefused { refusal } => f.write_str(&refusal.text),
			Self::TooManySubjects => write!(
				f,
				"this node follows {MAX_SUBJECTS} machines, orders and verifiers for its subscribers already: ask again \
				 later, or ask another node"
			),
			Self::SubscriptionsStopped => f.write_str(
				"this node serves no subscriptions any more: ask another node; its operator finds the cause in the \
				 node's log",
			),
			Self::RewardsNotFound { account } => write!(
				f,
				"{account} never had anything to do with rewards by this block: check the account, and whether it owned \
				 an active machine by then"
			),
			Self::MachineRewardsNotFound { id } => write!(
				f,
				"there is no machine {id} that ever was active at this block: check the id, and whether it was attested \
				 by then or has left; what a machine that left had earned is in gpu_rewards of its owner"
			),
			Self::ReportNotFound { id } => write!(
				f,
				"there is no open report {id} at this block: check the number, and whether it was filed by then, or is \
				 closed; the events of a closed report stay"
			),
			Self::EvidenceNotFound { report, verifier } => write!(
				f,
				"nothing is sealed to {verifier} for report {report} at this block: check both, and whether the reporter \
				 has delivered it by then; `informed` of its seat in gpu_report tells"
			),
			Self::SanctionNotFound { id } => write!(
				f,
				"there is no pending sanction {id} at this block: check the number, and whether it was created by then, \
				 or is over; the events of a sanction that is over stay"
			),
		}
	}
}

impl std::error::Error for Error {}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(error.code(), error.to_string(), error.data())
	}
}
