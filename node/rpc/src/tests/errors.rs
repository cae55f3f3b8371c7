//! Codes and texts of the errors.

use std::collections::BTreeSet;

use dbc_primitives::{AccessRefusal, RentRefusal};
use jsonrpsee::types::ErrorObjectOwned;
use sp_core::H256;

use crate::Error;

/// One of each.
pub fn all() -> Vec<Error> {
	let hash = H256::repeat_byte(1);
	vec![
		Error::UnknownBlock { hash },
		Error::BadBlockHash { problem: "p" },
		Error::StatePruned { hash, number: 7 },
		Error::ApiMissing {
			api: "PriceApi",
			hash,
		},
		Error::RuntimeCallFailed { detail: "d".into() },
		Error::DatabaseFailed { detail: "d".into() },
		Error::NotFound { id: "0x11".into() },
		Error::MemberNotFound {
			account: "5Grw".into(),
		},
		Error::BadId {
			parameter: "id",
			problem: "p",
		},
		Error::BadAccount {
			parameter: "owner",
			problem: "p".into(),
		},
		Error::BadAmount {
			parameter: "maxExtraPriceMicroUsd",
			problem: "p",
		},
		Error::LimitTooLarge { limit: 101 },
		Error::BadLimit,
		Error::BadCursor { problem: "p" },
		Error::BadModelName { bytes: 65 },
		Error::BadRegion {
			problem: "p".into(),
		},
		Error::GpuCountOutOfRange { gpus: 33 },
		Error::PriceUnavailable,
		Error::OrderNotFound { id: "7".into() },
		Error::BadOrderId {
			parameter: "id",
			problem: "p",
		},
		Error::BadBytes {
			parameter: "bytes",
			problem: "p",
		},
		Error::BadSignature { problem: "p" },
		Error::BadNumber {
			parameter: "report",
			problem: "p",
		},
		Error::BadOrderFilter,
		Error::BadReportFilter,
		Error::RentRefused {
			refusal: RentRefusal::NoGpus.into(),
		},
		Error::ChallengeRefused {
			refusal: AccessRefusal::PurposeTooLong.into(),
		},
		Error::TooManySubjects,
		Error::SubscriptionsStopped,
		Error::RewardsNotFound {
			account: "5Grw".into(),
		},
		Error::MachineRewardsNotFound { id: "0x11".into() },
		Error::ReportNotFound { id: "7".into() },
		Error::EvidenceNotFound {
			report: "7".into(),
			verifier: "5Grw".into(),
		},
		Error::SanctionNotFound { id: "7".into() },
	]
}

#[test]
fn errors_should_have_unique_codes_in_the_range_of_this_interface() {
	let codes: BTreeSet<_> = all().iter().map(Error::code).collect();
	assert_eq!(codes.len(), all().len());
	assert!(codes.iter().all(|code| (8000..8100).contains(code)));
}

#[test]
fn errors_should_say_what_to_do() {
	for error in all() {
		let text = error.to_string();
		let (_, advice) = text
			.rsplit_once("; ")
			.or_else(|| text.split_once(": "))
			.unwrap();
		assert!(advice.len() > 10, "{text}");
		assert!(!text.contains(['\n', '\t']), "{text}");
	}
}

#[test]
fn error_should_become_an_error_object_with_its_facts() {
	let object = ErrorObjectOwned::from(Error::LimitTooLarge { limit: 10_000 });
	assert_eq!(object.code(), 8020);
	assert_eq!(object.data().unwrap().get(), r#"{"limit":10000,"max":100}"#);
	assert_eq!(
		object.message(),
		"limit too large: 10000 items asked for, a page has at most 100; ask for fewer and pass `next` as `cursor` \
		 for more"
	);
	assert!(ErrorObjectOwned::from(Error::PriceUnavailable)
		.data()
		.is_none());
}
