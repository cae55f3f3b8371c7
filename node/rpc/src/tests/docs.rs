//! `docs/rpc.md` says what the code does.

use serde_json::{json, Value};

use super::{errors, fixtures::*, mock::Node};
use crate::json::{address, bytes, hex, signature};

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
	let charlie = address(&charlie());
	let request = |gpus| json!([hex(&MACHINE), gpus, 864_000_000]);
	let calls = [
		("gpu_chainParams", json!([])),
		("gpu_price", json!([])),
		("gpu_stakeRequirement", json!([4])),
		("gpu_machine", json!([hex(&MACHINE)])),
		("gpu_machines", json!([full_filter_json(), { "limit": 1 }])),
		(
			"gpu_registrationPayload",
			json!([ALICE, 1_790_003_600_000u64]),
		),
		("gpu_verification", json!([hex(&MACHINE)])),
		("gpu_jobs", json!([ALICE, { "limit": 1 }])),
		("gpu_member", json!([ALICE])),
		("gpu_canRent", request(4)),
		("gpu_quote", request(3)),
		("gpu_order", json!([ORDER.to_string()])),
		("gpu_orders", json!([{ "renter": charlie }, { "limit": 1 }])),
		("gpu_access", json!([hex(&MACHINE)])),
		("gpu_challenge", json!([hex(&MACHINE), charlie, "ssh 1"])),
		("gpu_verifyAccess", params_of("gpu_verifyAccess")),
		("gpu_rewards", json!([ALICE])),
		("gpu_machineRewards", json!([hex(&MACHINE)])),
		("gpu_networkStats", json!([])),
		("gpu_report", json!([REPORT.to_string()])),
		(
			"gpu_reports",
			json!([{ "reporter": charlie }, { "limit": 1 }]),
		),
		("gpu_evidence", json!([REPORT.to_string(), ALICE])),
		("gpu_sanction", json!([SANCTION.to_string()])),
		(
			"gpu_sanctions",
			json!([{ "account": ALICE }, { "limit": 1 }]),
		),
	];
	let names = node.module.method_names();
	let methods = names.filter(|name| !name.contains("ubscribe"));
	assert_eq!(calls.len(), methods.count());
	for (method, params) in calls {
		let mut answer = node.result(method, params).await;
		let is_short = ["gpu_machines", "gpu_reports", "gpu_sanctions"].contains(&method);
		if let (Some(items), true) = (answer.get_mut("items"), is_short) {
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

/// The parameters of the curl line of a method.
fn params_of(method: &str) -> Value {
	let (_, rest) = DOCS
		.split_once(&format!("\"method\":\"{method}\",\"params\":"))
		.unwrap();
	let (params, _) = rest.split_once("}'").unwrap();
	serde_json::from_str(params).unwrap()
}

#[test]
fn docs_should_show_a_signature_that_is_good() {
	let params = params_of("gpu_verifyAccess");
	let text = |index: usize| params[index].as_str().unwrap();
	let signed = bytes(text(2), "bytes").unwrap();
	let signature = signature(text(3)).unwrap();
	let good = dbc_primitives::check_access_signature(&signed, &signature, &charlie());
	assert_eq!(good, Ok(()));
}

#[test]
fn docs_should_name_every_subscription() {
	let node = Node::new();
	let names = node.module.method_names();
	for name in names.filter(|name| name.contains("ubscribe")) {
		assert!(DOCS.contains(&format!("`{name}")), "{name}");
	}
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
