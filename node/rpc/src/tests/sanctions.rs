//! What the methods about sanctions answer, and what input they refuse.

use serde_json::{json, Value};

use super::{fixtures::*, mock::Node};
use crate::json::{hex, Answer, List, Sanction};

/// The JSON type of a parameter is wrong, or a field is unknown.
const INVALID_PARAMS: i64 = -32602;

/// `value` as read at the best block.
fn answer(node: &Node, value: impl serde::Serialize) -> Value {
	let mut answer = serde_json::to_value(value).unwrap();
	answer["at"] = json!({ "hash": node.chain[3], "number": 3, "finalized": false });
	answer
}

#[tokio::test]
async fn sanction_should_answer_the_sanction() {
	let node = Node::new();
	for (id, info) in [(SANCTION, sanction()), (MEMBER_SANCTION, member_sanction())] {
		let expected = answer(&node, Sanction::from((id, info)));
		let params = json!([id.to_string()]);
		assert_eq!(node.result("gpu_sanction", params).await, expected);
		let by_name = json!({ "id": id.to_string() });
		assert_eq!(node.result("gpu_sanction", by_name).await, expected);
	}
}

#[tokio::test]
async fn sanction_should_fail_when_none_is_pending() {
	let node = Node::new();
	let response = node.respond("gpu_sanction", json!(["8"])).await;
	assert_eq!(response["error"]["code"], 8074);
	assert_eq!(response["error"]["data"], json!({ "id": "8" }));
}

#[tokio::test]
async fn sanction_should_be_refused_when_its_number_is_malformed() {
	let node = Node::new();
	for id in ["", "-1", "7.0", " 7", "0x7", "18446744073709551616"] {
		let response = node.respond("gpu_sanction", json!([id])).await;
		assert_eq!(response["error"]["code"], 8019, "{id}");
		assert_eq!(response["error"]["data"], json!({ "parameter": "id" }));
	}
}

#[tokio::test]
async fn sanctions_should_answer_page_after_page() {
	let node = Node::new();
	for (filter, expected) in sanction_filters() {
		let first = node.result("gpu_sanctions", json!([filter])).await;
		let page: Answer<List<Sanction>> = serde_json::from_value(first).unwrap();
		assert_eq!(page.value.items, [Sanction::from((SANCTION, sanction()))]);
		assert_eq!(page.value.next.as_deref(), Some("9007199254740999"));
		assert_eq!(node.last_sanctions(), Some((expected.clone(), None, 20)));

		let page = json!({ "cursor": page.value.next, "limit": 100 });
		let params = json!({ "filter": filter, "page": page });
		let last = node.result("gpu_sanctions", params).await;
		let item = Sanction::from((MEMBER_SANCTION, member_sanction()));
		assert_eq!(last["items"], json!([item]));
		assert_eq!(last["next"], json!(null));
		let call = (expected, Some(SANCTION), 100);
		assert_eq!(node.last_sanctions(), Some(call));
	}
}

#[tokio::test]
async fn sanctions_should_be_all_when_there_is_no_filter() {
	let node = Node::new();
	node.result("gpu_sanctions", json!([])).await;
	assert_eq!(node.last_sanctions(), Some((Default::default(), None, 20)));
}

#[tokio::test]
async fn sanctions_should_be_refused_when_filter_or_page_is_bad() {
	let node = Node::new();
	for (filter, code) in [
		(json!({ "machine": "0x11" }), 8011),
		(json!({ "account": "Alice" }), 8012),
		(json!({ "account": ALICE_ELSEWHERE }), 8012),
		(json!({ "owner": ALICE }), INVALID_PARAMS),
		(json!({ "account": ALICE, "limit": 1 }), INVALID_PARAMS),
		(json!({ "account": 7 }), INVALID_PARAMS),
	] {
		let found = node.code("gpu_sanctions", json!([filter])).await;
		assert_eq!(found, code, "{filter}");
	}
	for (page, code) in [
		(json!({ "limit": 101 }), 8020),
		(json!({ "limit": 0 }), 8021),
		(json!({ "cursor": hex(&MACHINE) }), 8022),
	] {
		let params = json!([null, page]);
		assert_eq!(node.code("gpu_sanctions", params).await, code, "{page}");
	}
}

#[tokio::test]
async fn sanctions_should_be_refused_as_invalid_params_when_a_json_type_is_wrong() {
	let node = Node::new();
	for (method, params) in [
		("gpu_sanction", json!([])),
		("gpu_sanction", json!([7])),
		("gpu_sanctions", json!(["7"])),
		("gpu_sanctions", json!([null, { "offset": 1 }])),
	] {
		assert_eq!(node.code(method, params).await, INVALID_PARAMS, "{method}");
	}
}
