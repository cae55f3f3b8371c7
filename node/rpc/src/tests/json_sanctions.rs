//! The JSON of sanctions, word by word.

use dbc_primitives as chain;
use serde_json::json;

use super::{fixtures::*, json::assert_json};
use crate::json::*;

#[test]
fn sanction_should_be_written_in_full() {
	assert_json(
		Sanction::from((SANCTION, sanction())),
		json!({
			"id": "9007199254740999",
			"ground": {
				"type": "outage",
				"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
				"amountPlanck": "5333333333333333333"
			},
			"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"createdAt": 1790000000000u64,
			"stage": {
				"type": "appealed",
				"depositPlanck": "1000000000000000000",
				"reason": "停电 of the whole town"
			},
			"until": 1790604800000u64,
			"shares": [
				{
					"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
					"amountPlanck": "533333333333333333"
				},
				{
					"account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
					"amountPlanck": "500000000000000000"
				}
			]
		}),
	);
}

#[test]
fn sanction_should_be_written_when_it_waits_for_an_appeal() {
	assert_json(
		Sanction::from((MEMBER_SANCTION, member_sanction())),
		json!({
			"id": "7",
			"ground": { "type": "memberFault", "job": "41" },
			"account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"createdAt": 1790000000000u64,
			"stage": { "type": "waiting" },
			"until": 1790172800000u64,
			"shares": []
		}),
	);
}

#[test]
fn ground_should_be_written_when_a_machine_was_refused() {
	let ground = chain::SanctionGround::RefusedRegistration {
		machine: REJECTED,
		amount: u128::MAX,
	};
	assert_json(
		Ground::from(ground),
		json!({
			"type": "refusedRegistration",
			"machine": "0x2222222222222222222222222222222222222222222222222222222222222222",
			"amountPlanck": "340282366920938463463374607431768211455"
		}),
	);
}

#[test]
fn reason_should_be_written_when_it_is_not_utf8() {
	let stage = chain::SanctionStage::Appealed {
		deposit: 1,
		reason: vec![b'a', 0xff].try_into().unwrap(),
	};
	assert_json(
		SanctionStage::from(stage),
		json!({ "type": "appealed", "depositPlanck": "1", "reason": "a\u{fffd}" }),
	);
}

#[test]
fn sanction_filter_should_be_read_with_every_condition() {
	for (filter, expected) in sanction_filters() {
		let filter: SanctionFilter = serde_json::from_value(filter).unwrap();
		assert_eq!(filter.try_into(), Ok(expected));
	}
}
