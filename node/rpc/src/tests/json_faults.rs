//! The JSON of fault reports, word by word.

use dbc_primitives as chain;
use serde_json::json;

use super::{fixtures::*, json::assert_json};
use crate::json::*;

#[test]
fn report_should_be_written_in_full() {
	assert_json(
		Report::from(report()),
		json!({
			"id": "9007199254740997",
			"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"kind": { "type": "malfunction" },
			"reporter": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
			"orderId": "9007199254740995",
			"evidenceHash": "0x9999999999999999999999999999999999999999999999999999999999999999",
			"filedAt": 1790000000000u64,
			"repairedAt": 1790000060000u64,
			"depositPlanck": "1000000000000000000",
			"round": 2,
			"job": "41",
			"stage": {
				"type": "voting",
				"phase": { "type": "reveal" },
				"evidenceUntil": 1790001800000u64,
				"commitUntil": 1790010800000u64,
				"revealUntil": 1790014400000u64,
				"seats": [
					{
						"member": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
						"informed": true,
						"commitment": "0x6666666666666666666666666666666666666666666666666666666666666666",
						"opinion": { "type": "uphold" }
					},
					{
						"member": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
						"informed": true,
						"commitment": "0x7777777777777777777777777777777777777777777777777777777777777777",
						"opinion": null
					},
					{
						"member": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
						"informed": true,
						"commitment": null,
						"opinion": null
					}
				]
			}
		}),
	);
}

#[test]
fn report_should_be_written_with_null_for_what_it_lacks() {
	assert_json(
		Report::from(waiting_report()),
		json!({
			"id": "7",
			"machine": "0x2222222222222222222222222222222222222222222222222222222222222222",
			"kind": { "type": "inaccessible" },
			"reporter": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"orderId": null,
			"evidenceHash": null,
			"filedAt": 1790000000000u64,
			"repairedAt": null,
			"depositPlanck": "1000000000000000000",
			"round": 1,
			"job": "42",
			"stage": { "type": "waiting", "cancelFrom": 1790003600000u64 }
		}),
	);
}

#[test]
fn report_stage_should_be_written_with_null_when_there_is_no_evidence() {
	assert_json(
		ReportStage::from(quick_stage()),
		json!({
			"type": "voting",
			"phase": { "type": "commit" },
			"evidenceUntil": null,
			"commitUntil": 1790000300000u64,
			"revealUntil": 1790000600000u64,
			"seats": []
		}),
	);
}

#[test]
fn report_seat_should_be_written_when_it_waits_for_evidence() {
	assert_json(
		ReportSeat::from(uninformed_seat()),
		json!({
			"member": "5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy",
			"informed": false,
			"commitment": null,
			"opinion": null
		}),
	);
}

#[test]
fn names_of_faults_should_be_camel_case() {
	use chain::{FaultKind as Kind, FaultOpinion as Opinion};
	let kinds = [
		(Kind::Inaccessible, "inaccessible"),
		(Kind::Malfunction, "malfunction"),
		(Kind::Counterfeit, "counterfeit"),
		(Kind::RentFailed, "rentFailed"),
	];
	for (kind, name) in kinds {
		assert_json(FaultKind::from(kind), json!(name));
	}
	let opinions = [(Opinion::Uphold, "uphold"), (Opinion::Reject, "reject")];
	for (opinion, name) in opinions {
		assert_json(FaultOpinion::from(opinion), json!(name));
	}
}

#[test]
fn report_filter_should_be_read_when_it_has_exactly_one_field() {
	for (filter, expected) in report_filters() {
		let filter: ReportFilter = serde_json::from_value(filter).unwrap();
		assert_eq!(filter.try_into(), Ok(expected));
	}
}
