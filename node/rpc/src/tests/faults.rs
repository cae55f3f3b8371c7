//! What the methods about fault reports answer, and what input they refuse.

use serde_json::{json, Value};

use super::{fixtures::*, mock::Node};
use crate::json::{address, hex, Answer, List, Report};

/// The JSON type of a parameter is wrong, or a field is unknown.
const INVALID_PARAMS: i64 = -32602;

/// `value` as read at the best block.
fn answer(node: &Node, value: impl serde::Serialize) -> Value {
	let mut answer = serde_json::to_value(value).unwrap();
	answer["at"] = json!({ "hash": node.chain[3], "number": 3, "finalized": false });
	answer
}

#[tokio::test]
async fn report_should_answer_the_report() {
	let node = Node::new();
	for (id, info) in [(REPORT, report()), (WAITING_REPORT, waiting_report())] {
		let expected = answer(&node, Report::from(info));
		let params = json!([id.to_string()]);
		assert_eq!(node.result("gpu_report", params).await, expected);
		let by_name = json!({ "id": id.to_string() });
		assert_eq!(node.result("gpu_report", by_name).await, expected);
	}
}

#[tokio::test]
async fn report_should_fail_when_none_is_open() {
	let node = Node::new();
	let response = node.respond("gpu_report", json!(["8"])).await;
	assert_eq!(response["error"]["code"], 8072);
	assert_eq!(response["error"]["data"], json!({ "id": "8" }));
}

#[tokio::test]
async fn report_should_be_refused_when_its_number_is_malformed() {
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
		for (method, params, parameter) in [
			("gpu_report", json!([id]), "id"),
			("gpu_evidence", json!([id, ALICE]), "report"),
		] {
			let response = node.respond(method, params).await;
			assert_eq!(response["error"]["code"], 8019, "{method}({id})");
			assert_eq!(response["error"]["data"], json!({ "parameter": parameter }));
		}
	}
}

#[tokio::test]
async fn reports_should_answer_page_after_page() {
	let node = Node::new();
	for (filter, expected) in report_filters() {
		let first = node.result("gpu_reports", json!([filter])).await;
		let page: Answer<List<Report>> = serde_json::from_value(first).unwrap();
		assert_eq!(page.value.items, [Report::from(report())]);
		assert_eq!(page.value.next.as_deref(), Some("9007199254740997"));
		assert_eq!(node.last_reports(), Some((expected.clone(), None, 20)));

		let page = json!({ "cursor": page.value.next, "limit": 100 });
		let params = json!({ "filter": filter, "page": page });
		let last = node.result("gpu_reports", params).await;
		assert_eq!(last["items"], json!([Report::from(waiting_report())]));
		assert_eq!(last["next"], json!(null));
		assert_eq!(node.last_reports(), Some((expected, Some(REPORT), 100)));
	}
}

#[tokio::test]
async fn reports_should_be_refused_when_not_exactly_one_list_is_meant() {
	let node = Node::new();
	for filter in [
		json!({}),
		json!({ "machine": null }),
		json!({ "reporter": ALICE, "verifier": ALICE }),
		json!({ "machine": hex(&MACHINE), "reporter": ALICE, "verifier": ALICE }),
	] {
		assert_eq!(node.code("gpu_reports", json!([filter])).await, 8026);
	}
}

#[tokio::test]
async fn reports_should_be_refused_when_filter_or_page_is_bad() {
	let node = Node::new();
	for (filter, code) in [
		(json!({ "machine": "0x11" }), 8011),
		(json!({ "reporter": "Alice" }), 8012),
		(json!({ "verifier": ALICE_ELSEWHERE }), 8012),
		(json!({ "renter": ALICE }), INVALID_PARAMS),
		(json!({ "reporter": ALICE, "limit": 1 }), INVALID_PARAMS),
		(json!({ "reporter": 7 }), INVALID_PARAMS),
		(json!(null), INVALID_PARAMS),
	] {
		let found = node.code("gpu_reports", json!([filter])).await;
		assert_eq!(found, code, "{filter}");
	}
	for (page, code) in [
		(json!({ "limit": 101 }), 8020),
		(json!({ "limit": 0 }), 8021),
		(json!({ "cursor": hex(&MACHINE) }), 8022),
	] {
		let params = json!([{ "reporter": ALICE }, page]);
		assert_eq!(node.code("gpu_reports", params).await, code, "{page}");
	}
}

#[tokio::test]
async fn evidence_should_answer_the_sealed_bytes() {
	let node = Node::new();
	let report = REPORT.to_string();
	let sealed = format!("0x{}", "ee".repeat(48));
	let value = json!({ "report": report, "verifier": ALICE, "sealed": sealed });
	let expected = answer(&node, value);
	let params = json!([report, ALICE_HEX]);
	assert_eq!(node.result("gpu_evidence", params).await, expected);
	let by_name = json!({ "report": report, "verifier": ALICE });
	assert_eq!(node.result("gpu_evidence", by_name).await, expected);
}

#[tokio::test]
async fn evidence_should_fail_when_nothing_is_sealed_to_the_account() {
	let node = Node::new();
	let bob = address(&bob());
	for (report, verifier) in [(REPORT, &bob[..]), (WAITING_REPORT, ALICE), (8, ALICE)] {
		let report = report.to_string();
		let response = node
			.respond("gpu_evidence", json!([report, verifier]))
			.await;
		let data = json!({ "report": report, "verifier": verifier });
		assert_eq!(response["error"]["code"], 8073);
		assert_eq!(response["error"]["data"], data);
	}
}

#[tokio::test]
async fn evidence_should_be_refused_when_the_verifier_is_malformed() {
	let node = Node::new();
	for verifier in ["", "0x", "Alice", ALICE_ELSEWHERE] {
		let code = node.code("gpu_evidence", json!(["7", verifier])).await;
		assert_eq!(code, 8012, "{verifier}");
	}
}

#[tokio::test]
async fn faults_should_be_refused_as_invalid_params_when_a_json_type_is_wrong() {
	let node = Node::new();
	for (method, params) in [
		("gpu_report", json!([])),
		("gpu_report", json!([7])),
		("gpu_reports", json!([])),
		("gpu_reports", json!(["7"])),
		("gpu_evidence", json!(["7"])),
		("gpu_evidence", json!([7, ALICE])),
	] {
		assert_eq!(node.code(method, params).await, INVALID_PARAMS, "{method}");
	}
}
