//! `docs/rpc.md` says what the code does.

use serde_json::{json, Value};

use super::{errors, fixtures::*, mock::Node};

const DOCS: &str = include_str!("../../../../docs/rpc.md");

/// The JSON blocks of the page.
fn examples() -> Vec<Value> {
	DOCS.split("```json\n")
		.skip(1)
		.map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
		.collect()
}

#[tokio::test]
async fn docs_should_show_the_answer_of_every_method() {
	let node = Node::new();
	let calls = [
		("gpu_chainParams", json!([])),
		("gpu_price", json!([])),
		("gpu_stakeRequirement", json!([4])),
		("gpu_machine", json!([crate::json::hex(&MACHINE)])),
		("gpu_machines", json!([full_filter_json(), { "limit": 1 }])),
		(
			"gpu_registrationPayload",
			json!([ALICE, 1_790_003_600_000u64]),
		),
		("gpu_verification", json!([crate::json::hex(&MACHINE)])),
		("gpu_jobs", json!([ALICE, { "limit": 1 }])),
		("gpu_member", json!([ALICE])),
	];
	assert_eq!(calls.len(), node.module.method_names().count());
	for (method, params) in calls {
		let mut answer = node.result(method, params).await;
		if let (Some(items), "gpu_machines") = (answer.get_mut("items"), method) {
			*items = json!([]);
		}
		let found = examples().contains(&answer);
		assert!(
			found,
			"docs/rpc.md lacks this answer of {method}:\n{answer:#}"
		);
		assert!(
			DOCS.contains(&format!("\"method\":\"{method}\"")),
			"no curl line of {method}"
		);
	}
	assert!(examples().contains(&full_filter_json()));
}

#[test]
fn docs_should_list_every_error() {
	for error in errors::all() {
		let name = format!("{error:?}");
		let name = name.split([' ', '{']).next().unwrap();
		let row = format!("| {} | {name} |", error.code());
		assert!(DOCS.contains(&row), "docs/rpc.md lacks the row {row}");
	}
	let rows = DOCS.lines().filter(|line| line.starts_with("| 80")).count();
	assert_eq!(rows, errors::all().len());
}
