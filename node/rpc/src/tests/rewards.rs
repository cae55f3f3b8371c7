//! What the methods about rewards answer, and what input they refuse.

use serde_json::{json, Value};

use super::{fixtures::*, mock::Node};
use crate::json::{address, hex, MachineRewards, NetworkStats, Rewards};

/// The JSON type of a parameter is wrong, or one is missing.
const INVALID_PARAMS: i64 = -32602;

/// `value` as read at the best block.
fn answer(node: &Node, value: impl serde::Serialize) -> Value {
	let mut answer = serde_json::to_value(value).unwrap();
	answer["at"] = json!({ "hash": node.chain[3], "number": 3, "finalized": false });
	answer
}

#[tokio::test]
async fn rewards_should_answer_those_of_the_account() {
	let node = Node::new();
	let expected = answer(&node, Rewards::new(&alice(), account_rewards()));
	for account in [ALICE, ALICE_HEX] {
		assert_eq!(node.result("gpu_rewards", json!([account])).await, expected);
	}
	let by_name = json!({ "account": ALICE });
	assert_eq!(node.result("gpu_rewards", by_name).await, expected);
}

#[tokio::test]
async fn rewards_should_fail_when_the_account_never_had_any() {
	let node = Node::new();
	let bob = address(&bob());
	let response = node.respond("gpu_rewards", json!([bob])).await;
	assert_eq!(response["error"]["code"], 8070);
	assert_eq!(response["error"]["data"], json!({ "account": bob }));
}

#[tokio::test]
async fn machine_rewards_should_answer_those_of_the_machine() {
	let node = Node::new();
	let expected = answer(&node, MachineRewards::new(&MACHINE, machine_rewards()));
	let id = hex(&MACHINE);
	let params = json!([id]);
	assert_eq!(node.result("gpu_machineRewards", params).await, expected);
	let by_name = json!({ "id": id });
	assert_eq!(node.result("gpu_machineRewards", by_name).await, expected);
}

#[tokio::test]
async fn machine_rewards_should_fail_when_the_machine_was_never_active() {
	let node = Node::new();
	let id = hex(&REJECTED);
	let response = node.respond("gpu_machineRewards", json!([id])).await;
	assert_eq!(response["error"]["code"], 8071);
	assert_eq!(response["error"]["data"], json!({ "id": id }));
}

#[tokio::test]
async fn network_stats_should_answer_those_of_the_network() {
	let node = Node::new();
	let expected = answer(&node, NetworkStats::from(network_rewards()));
	assert_eq!(node.result("gpu_networkStats", json!([])).await, expected);
	let at = json!({ "at": node.chain[2] });
	let earlier = node.result("gpu_networkStats", at).await;
	assert_eq!(earlier["at"]["finalized"], json!(true));
}

#[tokio::test]
async fn rewards_should_be_refused_when_the_input_is_bad() {
	let node = Node::new();
	for account in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		let code = node.code("gpu_rewards", json!([account])).await;
		assert_eq!(code, 8012, "{account}");
	}
	for id in ["", "0x", "machine", "0x1111", ALICE] {
		let code = node.code("gpu_machineRewards", json!([id])).await;
		assert_eq!(code, 8011, "{id}");
	}
	for (method, params) in [
		("gpu_rewards", json!([])),
		("gpu_rewards", json!([7])),
		("gpu_machineRewards", json!([])),
		("gpu_machineRewards", json!([7])),
		("gpu_networkStats", json!([1])),
	] {
		assert_eq!(node.code(method, params).await, INVALID_PARAMS, "{method}");
	}
}
