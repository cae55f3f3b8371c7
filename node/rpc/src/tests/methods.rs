//! What the methods answer.

use serde_json::{json, Value};

use super::{fixtures::*, mock::Node};
use crate::json::{Answer, Job, List, Machine, MachineDetails, Member, Verification};

/// `at` of an answer that was read at the best block.
fn best(node: &Node) -> Value {
	json!({ "hash": node.chain[3], "number": 3, "finalized": false })
}

/// `value` with `at`: how an answer looks.
fn answer(node: &Node, value: impl serde::Serialize) -> Value {
	let mut answer = serde_json::to_value(value).unwrap();
	answer["at"] = best(node);
	answer
}

#[tokio::test]
async fn chain_params_should_answer_all_numbers() {
	let node = Node::new();
	let expected = answer(&node, crate::json::ChainParams::from(params()));
	assert_eq!(node.result("gpu_chainParams", json!([])).await, expected);
}

#[tokio::test]
async fn price_should_answer_the_oracle_state() {
	let node = Node::new();
	let expected = answer(&node, crate::json::Price::from(price()));
	assert_eq!(node.result("gpu_price", json!([])).await, expected);
}

#[tokio::test]
async fn stake_requirement_should_answer_the_quote() {
	let node = Node::new();
	let expected = answer(&node, crate::json::StakeRequirement::new(4, quote()));
	assert_eq!(
		node.result("gpu_stakeRequirement", json!([4])).await,
		expected
	);
}

#[tokio::test]
async fn stake_requirement_should_fail_when_gpus_are_out_of_range() {
	let node = Node::new();
	for gpus in [
		0,
		33,
		u64::from(u32::MAX),
		u64::from(u32::MAX) + 5,
		u64::MAX,
	] {
		assert_eq!(node.code("gpu_stakeRequirement", json!([gpus])).await, 8030);
	}
}

#[tokio::test]
async fn stake_requirement_should_fail_when_there_is_no_price() {
	assert_eq!(
		Node::new().code("gpu_stakeRequirement", json!([32])).await,
		8031
	);
}

#[tokio::test]
async fn machine_should_answer_the_machine() {
	let node = Node::new();
	let expected = answer(&node, MachineDetails::new(machine(), Some(occupancy())));
	let id = crate::json::hex(&MACHINE);
	assert_eq!(node.result("gpu_machine", json!([id])).await, expected);
	assert_eq!(
		node.result("gpu_machine", json!({ "id": id })).await,
		expected
	);
	assert_eq!(
		node.result(
			"gpu_machine",
			json!([id.to_uppercase().replace("0X", "0x")])
		)
		.await,
		expected
	);
}

#[tokio::test]
async fn machine_should_fail_when_nobody_registered_it() {
	let node = Node::new();
	let id = crate::json::hex(&NOBODY);
	let response = node.respond("gpu_machine", json!([id])).await;
	assert_eq!(response["error"]["code"], 8010);
	assert_eq!(response["error"]["data"], json!({ "id": id }));
}

#[tokio::test]
async fn machine_should_fail_when_the_runtime_traps() {
	let node = Node::new();
	let response = node
		.respond("gpu_machine", json!([crate::json::hex(&TRAP)]))
		.await;
	assert_eq!(response["error"]["code"], 8004);
	assert_eq!(
		response["error"]["data"]["detail"].as_str().unwrap().len(),
		256
	);
}

#[tokio::test]
async fn machines_should_answer_page_after_page() {
	let node = Node::new();
	let first = node.result("gpu_machines", json!([])).await;
	assert_eq!(first["at"], best(&node));
	let page: Answer<List<Machine>> = serde_json::from_value(first).unwrap();
	assert_eq!(page.value.items, [Machine::from(machine())]);
	assert_eq!(page.value.next, Some(crate::json::hex(&MACHINE)));
	assert_eq!(node.last_list(), Some((Default::default(), None, 20)));

	let page = json!({ "cursor": page.value.next, "limit": 100 });
	let last = node.result("gpu_machines", json!([null, page])).await;
	assert_eq!(
		last,
		json!({ "at": best(&node), "items": [], "next": null })
	);
	assert_eq!(
		node.last_list(),
		Some((Default::default(), Some(MACHINE), 100))
	);
}

#[tokio::test]
async fn machines_should_pass_every_condition_on() {
	let node = Node::new();
	node.result("gpu_machines", json!([full_filter_json(), { "limit": 1 }]))
		.await;
	assert_eq!(node.last_list(), Some((full_filter(), None, 1)));
	node.result("gpu_machines", json!({ "filter": full_filter_json() }))
		.await;
	assert_eq!(node.last_list(), Some((full_filter(), None, 20)));
}

#[tokio::test]
async fn registration_payload_should_answer_the_bytes_to_sign() {
	let node = Node::new();
	let payload = [
		"0x6462632f6d616368696e652f7265676973746572",
		"0707070707070707070707070707070707070707070707070707070707070707",
		&ALICE_HEX[2..],
		"805a87c4a0010000",
	]
	.concat();
	for owner in [ALICE, ALICE_HEX] {
		let answer = node
			.result(
				"gpu_registrationPayload",
				json!([owner, 1_790_003_600_000u64]),
			)
			.await;
		assert_eq!(answer, json!({ "at": best(&node), "payload": payload }));
	}
	let params = json!({ "owner": ALICE, "expiresAt": 1_790_003_600_000u64 });
	assert_eq!(
		node.result("gpu_registrationPayload", params).await["payload"],
		json!(payload)
	);
}

#[tokio::test]
async fn verification_should_answer_the_request_and_the_attesters() {
	let node = Node::new();
	let id = crate::json::hex(&MACHINE);
	let expected = answer(&node, Verification::new(&MACHINE, verification()));
	assert_eq!(node.result("gpu_verification", json!([id])).await, expected);
	let by_name = json!({ "machine": id });
	assert_eq!(node.result("gpu_verification", by_name).await, expected);
}

#[tokio::test]
async fn verification_should_answer_null_when_no_request_is_open() {
	let node = Node::new();
	let id = crate::json::hex(&REJECTED);
	let answer = node.result("gpu_verification", json!([id])).await;
	assert_eq!(
		answer,
		json!({ "at": best(&node), "machine": id, "request": null, "attesters": [] })
	);
}

#[tokio::test]
async fn verification_should_fail_when_nobody_registered_the_machine() {
	let node = Node::new();
	let id = crate::json::hex(&NOBODY);
	let response = node.respond("gpu_verification", json!([id])).await;
	assert_eq!(response["error"]["code"], 8010);
	assert_eq!(response["error"]["data"], json!({ "id": id }));
}

#[tokio::test]
async fn jobs_should_answer_page_after_page() {
	let node = Node::new();
	let first = node.result("gpu_jobs", json!([ALICE])).await;
	assert_eq!(first["at"], best(&node));
	let page: Answer<List<Job>> = serde_json::from_value(first).unwrap();
	assert_eq!(page.value.items, [Job::from(job())]);
	assert_eq!(page.value.next.as_deref(), Some("9007199254740993"));
	assert_eq!(node.last_jobs(), Some((alice(), None, 20)));

	let page = json!({ "cursor": page.value.next, "limit": 100 });
	let params = json!({ "verifier": ALICE_HEX, "page": page });
	let last = node.result("gpu_jobs", params).await;
	assert_eq!(last["items"], json!([Job::from(closed_job())]));
	assert_eq!(last["next"], json!(null));
	assert_eq!(node.last_jobs(), Some((alice(), Some(JOB), 100)));
}

#[tokio::test]
async fn member_should_answer_the_member() {
	let node = Node::new();
	let expected = answer(&node, Member::from(member()));
	for account in [ALICE, ALICE_HEX] {
		assert_eq!(node.result("gpu_member", json!([account])).await, expected);
	}
	let by_name = json!({ "account": ALICE });
	assert_eq!(node.result("gpu_member", by_name).await, expected);
}

#[tokio::test]
async fn member_should_fail_when_the_account_is_none() {
	let node = Node::new();
	let bob = crate::json::address(&bob());
	let response = node.respond("gpu_member", json!([bob])).await;
	assert_eq!(response["error"]["code"], 8014);
	assert_eq!(response["error"]["data"], json!({ "account": bob }));
}

#[tokio::test]
async fn machine_should_have_no_occupancy_when_it_was_never_active() {
	let node = Node::new();
	let id = crate::json::hex(&REJECTED);
	let answer = node.result("gpu_machine", json!([id])).await;
	assert_eq!(answer["occupancy"], json!(null));
	assert_eq!(answer["reputation"], json!(null));
}

#[test]
fn module_should_have_exactly_the_methods_of_the_interface() {
	let mut names: Vec<_> = Node::new().module.method_names().collect();
	names.sort_unstable();
	assert_eq!(
		names,
		[
			"gpu_access",
			"gpu_canRent",
			"gpu_chainParams",
			"gpu_challenge",
			"gpu_evidence",
			"gpu_jobs",
			"gpu_machine",
			"gpu_machineRewards",
			"gpu_machines",
			"gpu_member",
			"gpu_networkStats",
			"gpu_order",
			"gpu_orders",
			"gpu_price",
			"gpu_quote",
			"gpu_registrationPayload",
			"gpu_report",
			"gpu_reports",
			"gpu_rewards",
			"gpu_sanction",
			"gpu_sanctions",
			"gpu_stakeRequirement",
			"gpu_subscribeJobs",
			"gpu_subscribeMachine",
			"gpu_subscribeOrder",
			"gpu_unsubscribeJobs",
			"gpu_unsubscribeMachine",
			"gpu_unsubscribeOrder",
			"gpu_verification",
			"gpu_verifyAccess",
		]
	);
}
