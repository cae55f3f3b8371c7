//! Bad input: the typed error of its reason, or −32602 when a JSON type is wrong.

use serde_json::{json, Value};
use sp_core::H256;

use super::{fixtures::*, mock::Node};
use crate::json::{account, amount, bytes32};

/// The JSON type of a parameter is wrong, or a field is unknown.
const INVALID_PARAMS: i64 = -32602;

/// The code of `gpu_machines` with `filter`.
async fn filter_code(filter: Value) -> i64 {
	Node::new().code("gpu_machines", json!([filter])).await
}

/// The code of `gpu_machines` with `page`.
async fn page_code(page: Value) -> i64 {
	Node::new().code("gpu_machines", json!([null, page])).await
}

#[test]
fn hex_should_be_refused_when_it_is_not_32_bytes() {
	let good = format!("0x{}", "aB".repeat(32));
	assert_eq!(bytes32(&good), Ok([0xab; 32]));
	let bad = [
		"",
		"0x",
		"0X",
		&good[2..],
		&good[..65],
		&format!("{good}0"),
		&format!("{good}00"),
		&format!(" {good}"),
		&format!("0X{}", &good[2..]),
		&format!("0x{}", "é".repeat(32)),
		&format!("0x{}\n", "a".repeat(63)),
		&format!("0x{}", "-".repeat(64)),
	];
	for text in bad {
		assert!(bytes32(text).is_err(), "{text}");
	}
}

#[test]
fn account_should_be_accepted_when_it_is_ss58_of_this_chain_or_hex() {
	for text in [ALICE, ALICE_HEX] {
		assert_eq!(account(text, "owner"), Ok(alice()));
	}
}

#[test]
fn account_should_be_refused_with_its_problem_when_it_is_anything_else() {
	let flipped = ALICE.replace("5Grwva", "5Grwvb");
	let long = "1".repeat(100_000);
	let bad = [
		("", "not the address of a 32-byte account"),
		("//Alice", "not base58"),
		("5Grwva", "not an SS58 address"),
		("0xd435", "not 64 digits long"),
		(&flipped, "checksum"),
		(&long, "too long"),
		(ALICE_ELSEWHERE, "another network (prefix 0)"),
	];
	for (text, problem) in bad {
		let error = account(text, "owner").unwrap_err();
		assert_eq!(error.code(), 8012);
		assert!(error.to_string().contains(problem), "{text}: {error}");
		assert!(error.to_string().len() < 300);
	}
}

#[test]
fn amount_should_be_digits_only() {
	for (text, value) in [("0", 0), ("007", 7), ("18446744073709551615", u64::MAX)] {
		assert_eq!(amount(text, "x"), Ok(value));
	}
	for text in [
		"",
		"-1",
		"+1",
		"1.0",
		"1e3",
		"1_000",
		" 1",
		"0x1",
		"١",
		"18446744073709551616",
	] {
		assert_eq!(
			amount(text, "x").map_err(|error| error.code()),
			Err(8013),
			"{text}"
		);
	}
}

#[tokio::test]
async fn machine_should_be_refused_when_the_id_is_malformed() {
	let node = Node::new();
	for id in ["", "0x", "machine", "0x1111", ALICE] {
		assert_eq!(node.code("gpu_machine", json!([id])).await, 8011, "{id}");
	}
}

#[tokio::test]
async fn verification_should_be_refused_when_the_machine_is_malformed() {
	let node = Node::new();
	for id in ["", "0x", "machine", "0x1111", ALICE] {
		let response = node.respond("gpu_verification", json!([id])).await;
		assert_eq!(response["error"]["code"], 8011, "{id}");
		assert_eq!(response["error"]["data"], json!({ "parameter": "machine" }));
	}
}

#[tokio::test]
async fn members_should_be_refused_when_the_account_is_bad() {
	let node = Node::new();
	for account in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		for (method, parameter) in [("gpu_jobs", "verifier"), ("gpu_member", "account")] {
			let response = node.respond(method, json!([account])).await;
			assert_eq!(response["error"]["code"], 8012, "{method}({account})");
			assert_eq!(response["error"]["data"], json!({ "parameter": parameter }));
		}
	}
}

#[tokio::test]
async fn jobs_should_be_refused_when_the_page_is_bad() {
	let node = Node::new();
	let code = async |page: Value| node.code("gpu_jobs", json!([ALICE, page])).await;
	let machine = format!("0x{}", "11".repeat(32));
	for cursor in [
		"",
		"next",
		"0x7",
		"-1",
		"7.0",
		" 7",
		"18446744073709551616",
		&machine,
	] {
		assert_eq!(code(json!({ "cursor": cursor })).await, 8022, "{cursor}");
	}
	assert_eq!(code(json!({ "limit": 101 })).await, 8020);
	assert_eq!(code(json!({ "limit": 0 })).await, 8021);
	assert_eq!(code(json!({ "cursor": 7 })).await, INVALID_PARAMS);
	assert_eq!(code(json!({ "offset": 1 })).await, INVALID_PARAMS);
}

#[tokio::test]
async fn jobs_should_pass_the_cursor_on_when_it_is_the_largest_id() {
	let node = Node::new();
	let page = json!({ "cursor": u64::MAX.to_string() });
	node.result("gpu_jobs", json!([ALICE, page])).await;
	assert_eq!(node.last_jobs(), Some((alice(), Some(u64::MAX), 20)));
}

#[tokio::test]
async fn registration_payload_should_be_refused_when_the_owner_is_bad() {
	let node = Node::new();
	for owner in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		assert_eq!(
			node.code("gpu_registrationPayload", json!([owner, 1]))
				.await,
			8012,
			"{owner}"
		);
	}
}

#[tokio::test]
async fn machines_should_be_refused_when_a_condition_is_bad() {
	for name in [
		"".into(),
		"x".repeat(65),
		"é".repeat(33),
		"x".repeat(1_000_000),
	] {
		assert_eq!(filter_code(json!({ "gpuModel": name })).await, 8023);
	}
	assert_eq!(filter_code(json!({ "owner": "me" })).await, 8012);
	assert_eq!(
		filter_code(json!({ "maxExtraPriceMicroUsd": "cheap" })).await,
		8013
	);
}

#[tokio::test]
async fn machines_should_be_refused_when_the_region_is_none() {
	let bad = [
		(-1_800_001, 0, 0, 0),
		(0, 1_800_001, 0, 0),
		(0, 0, -910_000, 0),
		(0, 0, 0, 910_000),
		(0, 0, 1, 0),
		(i64::MIN, i64::MAX, i64::MIN, i64::MAX),
		(0, 1 << 32, 0, 0),
	];
	for (west, east, south, north) in bad {
		let region = json!({ "westE4": west, "eastE4": east, "southE4": south, "northE4": north });
		assert_eq!(
			filter_code(json!({ "region": region })).await,
			8024,
			"{region}"
		);
	}
}

#[tokio::test]
async fn machines_should_be_refused_when_the_page_is_bad() {
	for limit in [101, 10_000, u64::from(u32::MAX) + 1, u64::MAX] {
		assert_eq!(page_code(json!({ "limit": limit })).await, 8020);
	}
	assert_eq!(page_code(json!({ "limit": 0 })).await, 8021);
	for cursor in ["", "0x", "0x11", "next"] {
		assert_eq!(
			page_code(json!({ "cursor": cursor })).await,
			8022,
			"{cursor}"
		);
	}
}

#[tokio::test]
async fn machines_should_be_refused_when_a_field_is_unknown() {
	let mut region = full_filter_json()["region"].clone();
	region["height"] = json!(1);
	let filters = [
		json!({ "gpumodel": "x" }),
		json!({ "owner": ALICE, "limit": 3 }),
		json!({ "phase": { "type": "active", "since": 1 } }),
		json!({ "region": region }),
	];
	for filter in filters {
		assert_eq!(
			filter_code(filter.clone()).await,
			INVALID_PARAMS,
			"{filter}"
		);
	}
	for page in [
		json!({ "offset": 1 }),
		json!({ "limit": 1, "cursor": null, "x": 0 }),
	] {
		assert_eq!(page_code(page.clone()).await, INVALID_PARAMS, "{page}");
	}
}

#[tokio::test]
async fn request_should_be_refused_as_invalid_params_when_a_json_type_is_wrong() {
	let node = Node::new();
	let bad = [
		("gpu_price", json!([1])),
		("gpu_price", json!([{}])),
		("gpu_stakeRequirement", json!([])),
		("gpu_stakeRequirement", json!([null])),
		("gpu_stakeRequirement", json!(["4"])),
		("gpu_stakeRequirement", json!([-1])),
		("gpu_stakeRequirement", json!([1.5])),
		("gpu_stakeRequirement", json!([1e30])),
		("gpu_machine", json!([])),
		("gpu_machine", json!([7])),
		("gpu_machine", json!([[0x11, 0x11]])),
		("gpu_machines", json!(["mine"])),
		("gpu_machines", json!([{ "phase": "active" }])),
		("gpu_machines", json!([{ "phase": { "type": "Active" } }])),
		("gpu_machines", json!([{ "phase": { "type": "broken" } }])),
		("gpu_machines", json!([{ "rentable": "yes" }])),
		("gpu_machines", json!([{ "minGpus": -1 }])),
		("gpu_machines", json!([{ "maxExtraPriceMicroUsd": 5 }])),
		("gpu_machines", json!([{ "region": { "westE4": 0 } }])),
		(
			"gpu_machines",
			json!([{ "region": { "westE4": 0, "eastE4": 0.5, "southE4": 0, "northE4": 0 } }]),
		),
		("gpu_machines", json!([null, { "limit": "20" }])),
		("gpu_machines", json!([null, { "limit": -1 }])),
		("gpu_machines", json!([null, { "cursor": 5 }])),
		("gpu_verification", json!([])),
		("gpu_verification", json!([7])),
		("gpu_jobs", json!([])),
		("gpu_jobs", json!([null])),
		("gpu_jobs", json!([ALICE, 7])),
		("gpu_member", json!([])),
		("gpu_member", json!([{ "account": ALICE }])),
		("gpu_registrationPayload", json!([ALICE])),
		("gpu_registrationPayload", json!([ALICE, "1"])),
		("gpu_registrationPayload", json!([ALICE, -1])),
	];
	for (method, params) in bad {
		assert_eq!(
			node.code(method, params.clone()).await,
			INVALID_PARAMS,
			"{method}({params})"
		);
	}
}

#[tokio::test]
async fn request_should_be_answered_or_refused_whatever_the_params_are() {
	let node = Node::new();
	let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
	let values = [
		json!(null),
		json!(true),
		json!(0),
		json!(u64::MAX),
		json!(i64::MIN),
		json!(1.0e308),
		json!(""),
		json!("\u{0}"),
		json!("0x"),
		json!("🖥".repeat(64)),
		json!("1".repeat(100_000)),
		json!([]),
		json!({}),
		json!(H256::zero()),
		serde_json::from_str(&deep).unwrap(),
	];
	for method in node.module.method_names() {
		for first in &values {
			for second in &values {
				let response = node.respond(method, json!([first, second, second])).await;
				let code = response["error"]["code"].as_i64();
				let typed = code.is_some_and(|code| (8000..8100).contains(&code));
				assert!(response.get("result").is_some() || typed || code == Some(INVALID_PARAMS));
			}
		}
	}
}
