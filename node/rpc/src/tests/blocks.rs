//! At which block a method reads.

use serde_json::{json, Value};
use sp_core::H256;

use super::{
	fixtures::{ALICE, MACHINE, REPORT},
	mock::Node,
};
use crate::{at::require_api, Error};

/// `at` of the answer to a read at `hash`.
async fn at(node: &Node, hash: H256) -> Value {
	node.result("gpu_price", json!([hash])).await["at"].clone()
}

#[tokio::test]
async fn read_should_be_at_the_best_block_when_none_is_given() {
	let node = Node::new();
	let best = json!({ "hash": node.chain[3], "number": 3, "finalized": false });
	for params in [json!([]), json!([null]), json!({}), json!({ "at": null })] {
		assert_eq!(node.result("gpu_price", params).await["at"], best);
	}
}

#[tokio::test]
async fn read_should_be_final_when_the_block_is_canonical_and_not_above_the_final_one() {
	let node = Node::new();
	for number in [1, 2] {
		let expected = json!({ "hash": node.chain[number], "number": number, "finalized": true });
		assert_eq!(at(&node, node.chain[number]).await, expected);
	}
	assert_eq!(at(&node, node.chain[3]).await["finalized"], false);
}

#[tokio::test]
async fn read_should_not_be_final_when_the_block_is_stale() {
	let node = Node::new();
	let expected = json!({ "hash": node.stale, "number": 1, "finalized": false });
	assert_eq!(at(&node, node.stale).await, expected);
}

#[tokio::test]
async fn every_method_should_take_a_block() {
	let node = Node::new();
	let hash = node.chain[1];
	let machine = crate::json::hex(&MACHINE);
	let calls = [
		("gpu_chainParams", json!([hash])),
		("gpu_price", json!([hash])),
		("gpu_stakeRequirement", json!([4, hash])),
		("gpu_machine", json!([machine, hash])),
		("gpu_machines", json!([null, null, hash])),
		("gpu_registrationPayload", json!([ALICE, 1, hash])),
		("gpu_canRent", json!([machine, 1, 600_000, null, hash])),
		("gpu_quote", json!([machine, 1, 600_000, null, hash])),
		("gpu_order", json!(["7", hash])),
		("gpu_orders", json!([{ "machine": machine }, null, hash])),
		("gpu_access", json!([machine, hash])),
		("gpu_challenge", json!([machine, ALICE, "ssh", hash])),
		(
			"gpu_verifyAccess",
			json!([machine, ALICE, "0x", format!("0x{}", "0".repeat(128)), hash]),
		),
		("gpu_rewards", json!([ALICE, hash])),
		("gpu_machineRewards", json!([machine, hash])),
		("gpu_networkStats", json!([hash])),
		("gpu_report", json!(["7", hash])),
		("gpu_reports", json!([{ "machine": machine }, null, hash])),
		("gpu_evidence", json!([REPORT.to_string(), ALICE, hash])),
		("gpu_sanction", json!(["7", hash])),
		("gpu_sanctions", json!([null, null, hash])),
	];
	for (method, params) in calls {
		assert_eq!(
			node.result(method, params).await["at"]["number"],
			1,
			"{method}"
		);
	}
}

#[tokio::test]
async fn read_should_fail_when_the_block_is_unknown() {
	let node = Node::new();
	let response = node
		.respond("gpu_price", json!([H256::repeat_byte(9)]))
		.await;
	assert_eq!(response["error"]["code"], 8000);
	assert_eq!(
		response["error"]["data"],
		json!({ "hash": H256::repeat_byte(9) })
	);
}

#[tokio::test]
async fn read_should_fail_when_the_state_is_pruned() {
	let node = Node::new();
	let response = node.respond("gpu_price", json!([node.chain[0]])).await;
	assert_eq!(response["error"]["code"], 8002);
	assert_eq!(
		response["error"]["data"],
		json!({ "hash": node.chain[0], "number": 0 })
	);
}

#[tokio::test]
async fn read_should_fail_when_the_block_hash_is_malformed() {
	let node = Node::new();
	for hash in [
		"",
		"0x",
		"latest",
		"3",
		"0x00",
		&"0".repeat(66),
		&format!("0x{}", "g".repeat(64)),
	] {
		assert_eq!(node.code("gpu_price", json!([hash])).await, 8001, "{hash}");
	}
}

#[tokio::test]
async fn read_should_fail_when_the_database_fails() {
	let node = Node::new();
	node.break_database();
	let response = node.respond("gpu_price", json!([])).await;
	assert_eq!(response["error"]["code"], 8005);
	assert_eq!(
		response["error"]["data"],
		json!({ "detail": "Backend error: disk on fire" })
	);
}

#[test]
fn read_should_fail_when_the_runtime_lacks_the_api() {
	let hash = H256::repeat_byte(1);
	assert_eq!(require_api(Some(1), "PriceApi", hash), Ok(()));
	assert_eq!(require_api(Some(7), "PriceApi", hash), Ok(()));
	assert_eq!(
		require_api(None, "PriceApi", hash),
		Err(Error::ApiMissing {
			api: "PriceApi",
			hash
		})
	);
}
