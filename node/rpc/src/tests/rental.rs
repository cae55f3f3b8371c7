//! What the methods about orders and access answer, and what input they refuse.

use codec::Encode;
use dbc_primitives::RentRequest;
use serde_json::{json, Value};
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::MultiSignature;

use super::{fixtures::*, mock::Node};
use crate::json::{hex, Access, Answer, List, Order, RentQuote};

/// The JSON type of a parameter is wrong, or a field is unknown.
const INVALID_PARAMS: i64 = -32602;
/// 10 days.
const DURATION: u64 = 864_000_000;

/// `value` as read at the best block.
fn answer(node: &Node, value: impl serde::Serialize) -> Value {
	let mut answer = serde_json::to_value(value).unwrap();
	answer["at"] = json!({ "hash": node.chain[3], "number": 3, "finalized": false });
	answer
}

/// The bytes of the challenge for Alice.
async fn challenge(node: &Node) -> Value {
	let params = json!([hex(&MACHINE), ALICE, "ssh 1"]);
	node.result("gpu_challenge", params).await["bytes"].clone()
}

#[tokio::test]
async fn can_rent_should_pass_the_request_on() {
	let node = Node::new();
	let yes = answer(&node, json!({ "canRent": true, "refusal": null }));
	let params = json!([hex(&MACHINE), 3, DURATION]);
	assert_eq!(node.result("gpu_canRent", params).await, yes);
	let request = RentRequest {
		machine: MACHINE,
		gpus: 3,
		duration: DURATION,
		start: None,
	};
	assert_eq!(node.last_rent(), Some(request));

	let params = json!({ "id": hex(&MACHINE), "gpus": 1, "durationMs": 600_000, "start": 5 });
	assert_eq!(node.result("gpu_canRent", params).await, yes);
	let request = RentRequest {
		machine: MACHINE,
		gpus: 1,
		duration: 600_000,
		start: Some(5),
	};
	assert_eq!(node.last_rent(), Some(request));
}

#[tokio::test]
async fn can_rent_should_answer_no_when_the_runtime_refuses() {
	let node = Node::new();
	let cases = [
		(MACHINE, 0, "noGpus"),
		(MACHINE, 4, "tooFewGpus"),
		(MACHINE, u64::from(u32::MAX) + 3, "tooFewGpus"),
		(MACHINE, u64::MAX, "tooFewGpus"),
		(REJECTED, 1, "notRentable"),
		(NOBODY, 1, "machineNotFound"),
	];
	for (machine, gpus, refusal) in cases {
		let params = json!([hex(&machine), gpus, DURATION]);
		let answer = node.result("gpu_canRent", params).await;
		assert_eq!(answer["canRent"], json!(false));
		assert_eq!(answer["refusal"]["type"], json!(refusal));
	}
}

#[tokio::test]
async fn quote_should_answer_every_part() {
	let node = Node::new();
	let expected = answer(&node, RentQuote::from(rent_quote()));
	let params = json!([hex(&MACHINE), 3, DURATION, null]);
	assert_eq!(node.result("gpu_quote", params).await, expected);
}

#[tokio::test]
async fn quote_should_fail_with_the_refusal_when_the_machine_cannot_be_rented() {
	let node = Node::new();
	let params = json!([hex(&MACHINE), 4, DURATION]);
	let response = node.respond("gpu_quote", params.clone()).await;
	let refusal = node.result("gpu_canRent", params).await["refusal"].clone();
	assert_eq!(refusal["freeGpus"], json!(3));
	assert_eq!(response["error"]["code"], 8040);
	assert_eq!(response["error"]["message"], refusal["text"]);
	assert_eq!(response["error"]["data"], json!({ "refusal": refusal }));
}

#[tokio::test]
async fn order_should_answer_the_order() {
	let node = Node::new();
	for (id, info) in [(ORDER, order()), (CLOSED_ORDER, closed_order())] {
		let expected = answer(&node, Order::from((id, info)));
		let params = json!([id.to_string()]);
		assert_eq!(node.result("gpu_order", params).await, expected);
		let by_name = json!({ "id": id.to_string() });
		assert_eq!(node.result("gpu_order", by_name).await, expected);
	}
}

#[tokio::test]
async fn order_should_fail_when_there_is_none() {
	let node = Node::new();
	let response = node.respond("gpu_order", json!(["5000"])).await;
	assert_eq!(response["error"]["code"], 8015);
	assert_eq!(response["error"]["data"], json!({ "id": "5000" }));
}

#[tokio::test]
async fn order_should_be_refused_when_its_id_is_malformed() {
	let node = Node::new();
	let machine = hex(&MACHINE);
	for id in [
		"",
		"-1",
		"7.0",
		" 7",
		"0x7",
		"18446744073709551616",
		&machine,
	] {
		let response = node.respond("gpu_order", json!([id])).await;
		assert_eq!(response["error"]["code"], 8016, "{id}");
		assert_eq!(response["error"]["data"], json!({ "parameter": "id" }));
	}
}

#[tokio::test]
async fn orders_should_answer_page_after_page() {
	let node = Node::new();
	for (filter, expected) in order_filters() {
		let first = node.result("gpu_orders", json!([filter])).await;
		let page: Answer<List<Order>> = serde_json::from_value(first).unwrap();
		assert_eq!(page.value.items, [Order::from((ORDER, order()))]);
		assert_eq!(page.value.next.as_deref(), Some("9007199254740995"));
		assert_eq!(node.last_orders(), Some((expected.clone(), None, 20)));

		let page = json!({ "cursor": page.value.next, "limit": 100 });
		let params = json!({ "filter": filter, "page": page });
		let last = node.result("gpu_orders", params).await;
		let closed = Order::from((CLOSED_ORDER, closed_order()));
		assert_eq!(last["items"], json!([closed]));
		assert_eq!(last["next"], json!(null));
		assert_eq!(node.last_orders(), Some((expected, Some(ORDER), 100)));
	}
}

#[tokio::test]
async fn orders_should_be_refused_when_not_exactly_one_list_is_meant() {
	let node = Node::new();
	for filter in [
		json!({}),
		json!({ "machine": null }),
		json!({ "renter": ALICE, "payer": ALICE }),
		json!({ "machine": hex(&MACHINE), "renter": ALICE, "payer": ALICE }),
	] {
		assert_eq!(node.code("gpu_orders", json!([filter])).await, 8025);
	}
	for (filter, code) in [
		(json!({ "machine": "0x11" }), 8011),
		(json!({ "renter": "Alice" }), 8012),
		(json!({ "payer": ALICE_ELSEWHERE }), 8012),
		(json!({ "owner": ALICE }), INVALID_PARAMS),
		(json!({ "renter": ALICE, "limit": 1 }), INVALID_PARAMS),
		(json!({ "renter": 7 }), INVALID_PARAMS),
		(json!(null), INVALID_PARAMS),
	] {
		assert_eq!(
			node.code("gpu_orders", json!([filter])).await,
			code,
			"{filter}"
		);
	}
	let page = json!({ "limit": 101 });
	let params = json!([{ "renter": ALICE }, page]);
	assert_eq!(node.code("gpu_orders", params).await, 8020);
}

#[tokio::test]
async fn access_should_answer_the_grants() {
	let node = Node::new();
	let value = Access {
		machine: hex(&MACHINE),
		grants: grants().into_iter().map(Into::into).collect(),
	};
	let expected = answer(&node, value);
	let params = json!([hex(&MACHINE)]);
	assert_eq!(node.result("gpu_access", params).await, expected);
	let empty = node.result("gpu_access", json!([hex(&REJECTED)])).await;
	assert_eq!(empty["grants"], json!([]));
}

#[tokio::test]
async fn access_should_fail_when_nobody_registered_the_machine() {
	let node = Node::new();
	let response = node.respond("gpu_access", json!([hex(&NOBODY)])).await;
	assert_eq!(response["error"]["code"], 8010);
	assert_eq!(response["error"]["data"], json!({ "id": hex(&NOBODY) }));
}

#[tokio::test]
async fn challenge_should_answer_the_bytes_and_when_they_expire() {
	let node = Node::new();
	let bytes = [
		"0x6462632f616363657373",
		&"07".repeat(32),
		&"11".repeat(32),
		&ALICE_HEX[2..],
		"147373682031",
		"e0ff54c4a0010000",
	]
	.concat();
	let value = json!({ "bytes": bytes, "expiresAt": 1_790_000_300_000u64 });
	let expected = answer(&node, value);
	let params = json!([hex(&MACHINE), ALICE, "ssh 1"]);
	assert_eq!(node.result("gpu_challenge", params).await, expected);
	let by_name = json!({ "machine": hex(&MACHINE), "account": ALICE_HEX, "purpose": "ssh 1" });
	assert_eq!(node.result("gpu_challenge", by_name).await, expected);
}

#[tokio::test]
async fn challenge_should_fail_with_the_refusal_when_there_is_none() {
	let node = Node::new();
	for (machine, purpose, refusal) in [
		(MACHINE, "é".repeat(33), "purposeTooLong"),
		(MACHINE, "x".repeat(100_000), "purposeTooLong"),
		(NOBODY, "".into(), "machineNotFound"),
	] {
		let params = json!([hex(&machine), ALICE, purpose]);
		let error = node.respond("gpu_challenge", params).await["error"].clone();
		assert_eq!(error["code"], 8050);
		assert_eq!(error["data"]["refusal"]["type"], json!(refusal));
		assert_eq!(error["data"]["refusal"]["text"], error["message"]);
	}
}

#[tokio::test]
async fn verify_access_should_answer_what_the_account_may_use() {
	let node = Node::new();
	let bytes = challenge(&node).await;
	let signature = format!("0x01{}", "ab".repeat(64));
	let params = json!([hex(&MACHINE), ALICE, bytes, signature]);
	let answer = node.result("gpu_verifyAccess", params).await;
	assert_eq!(answer["granted"], json!(true));
	assert_eq!(answer["refusal"], json!(null));
	let grants = answer["grants"].as_array().unwrap();
	assert_eq!(grants.len(), 1);
	assert_eq!(grants[0]["account"], json!(ALICE));
}

#[tokio::test]
async fn verify_access_should_answer_no_when_the_runtime_refuses() {
	let node = Node::new();
	let bytes = challenge(&node).await;
	let signature = format!("0x{}", "ab".repeat(64));
	let bob = crate::json::address(&bob());
	for (machine, account, bytes, refusal) in [
		(MACHINE, &bob[..], bytes.clone(), "noGrant"),
		(MACHINE, ALICE, json!("0x"), "malformed"),
		(NOBODY, ALICE, bytes, "machineNotFound"),
	] {
		let params = json!([hex(&machine), account, bytes, signature]);
		let answer = node.result("gpu_verifyAccess", params).await;
		assert_eq!(answer["granted"], json!(false));
		assert_eq!(answer["grants"], json!([]));
		assert_eq!(answer["refusal"]["type"], json!(refusal));
	}
}

#[tokio::test]
async fn verify_access_should_pass_the_signature_on_with_its_kind() {
	let node = Node::new();
	let bytes = challenge(&node).await;
	let raw = [0xab; 64];
	let sr25519 = MultiSignature::Sr25519(sr25519::Signature::from_raw(raw));
	let signatures = [
		(hex(&raw), sr25519.clone()),
		(hex(&sr25519.encode()), sr25519),
		(
			format!("0x00{}", "ab".repeat(64)),
			MultiSignature::Ed25519(ed25519::Signature::from_raw(raw)),
		),
		(
			format!("0x02{}", "ab".repeat(65)),
			MultiSignature::Ecdsa(ecdsa::Signature::from_raw([0xab; 65])),
		),
	];
	for (text, signature) in signatures {
		let params = json!([hex(&MACHINE), ALICE, bytes, text]);
		node.result("gpu_verifyAccess", params).await;
		assert_eq!(node.last_signature(), Some(signature));
	}
}

#[tokio::test]
async fn verify_access_should_be_refused_when_bytes_or_signature_are_malformed() {
	let node = Node::new();
	let good = format!("0x{}", "ab".repeat(64));
	let long = format!("0x{}", "ab".repeat(1_025));
	for bytes in ["", "6462", "0x6", "0xzz", "0x 1", &long] {
		let params = json!([hex(&MACHINE), ALICE, bytes, good]);
		let response = node.respond("gpu_verifyAccess", params).await;
		assert_eq!(response["error"]["code"], 8017, "{bytes}");
		assert_eq!(response["error"]["data"], json!({ "parameter": "bytes" }));
	}
	let unknown_kind = format!("0x09{}", "ab".repeat(64));
	let too_short = format!("0x{}", "ab".repeat(63));
	let trailing = format!("0x01{}", "ab".repeat(65));
	let huge = format!("0x{}", "ab".repeat(1_000_000));
	for signature in [
		"",
		"0x",
		"ab",
		&unknown_kind,
		&too_short,
		&trailing,
		&huge,
		&good[..good.len() - 1],
	] {
		let params = json!([hex(&MACHINE), ALICE, "0x", signature]);
		assert_eq!(node.code("gpu_verifyAccess", params).await, 8018);
	}
}

#[tokio::test]
async fn rental_should_be_refused_when_machine_or_account_is_malformed() {
	let node = Node::new();
	let signature = format!("0x{}", "ab".repeat(64));
	for id in ["", "0x", "machine", "0x1111", ALICE] {
		let calls = [
			("gpu_canRent", json!([id, 1, DURATION])),
			("gpu_quote", json!([id, 1, DURATION])),
			("gpu_access", json!([id])),
			("gpu_challenge", json!([id, ALICE, ""])),
			("gpu_verifyAccess", json!([id, ALICE, "0x", signature])),
		];
		for (method, params) in calls {
			assert_eq!(node.code(method, params).await, 8011, "{method}({id})");
		}
	}
	for account in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		let id = hex(&MACHINE);
		let calls = [
			("gpu_challenge", json!([id, account, ""])),
			("gpu_verifyAccess", json!([id, account, "0x", signature])),
		];
		for (method, params) in calls {
			assert_eq!(node.code(method, params).await, 8012, "{method}({account})");
		}
	}
}

#[tokio::test]
async fn rental_should_be_refused_as_invalid_params_when_a_json_type_is_wrong() {
	let node = Node::new();
	let id = hex(&MACHINE);
	let bad = [
		("gpu_canRent", json!([id])),
		("gpu_canRent", json!([id, 1])),
		("gpu_canRent", json!([id, "1", DURATION])),
		("gpu_canRent", json!([id, -1, DURATION])),
		("gpu_canRent", json!([id, 1, "600000"])),
		("gpu_canRent", json!([id, 1, 1.5])),
		("gpu_canRent", json!([id, 1, DURATION, "now"])),
		("gpu_quote", json!([7, 1, DURATION])),
		("gpu_order", json!([7])),
		("gpu_order", json!([])),
		("gpu_orders", json!([])),
		("gpu_orders", json!(["7"])),
		("gpu_access", json!([])),
		("gpu_challenge", json!([id, ALICE])),
		("gpu_challenge", json!([id, ALICE, 7])),
		("gpu_verifyAccess", json!([id, ALICE, "0x"])),
		("gpu_verifyAccess", json!([id, ALICE, [1], "0x"])),
		("gpu_subscribeMachine", json!([7])),
		("gpu_subscribeOrder", json!([])),
	];
	for (method, params) in bad {
		assert_eq!(
			node.code(method, params.clone()).await,
			INVALID_PARAMS,
			"{method}({params})"
		);
	}
}
