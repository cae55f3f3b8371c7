//! The JSON of every object, word by word.

use serde::{de::DeserializeOwned, Serialize};
use serde_json::{json, Value};

use super::fixtures::{self, ALICE};
use crate::json::*;

/// `value` is `golden` in JSON, in both directions.
pub fn assert_json<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
	value: T,
	golden: Value,
) {
	assert_eq!(serde_json::to_value(&value).unwrap(), golden);
	assert_eq!(serde_json::from_value::<T>(golden).unwrap(), value);
}

#[test]
fn machine_should_be_written_in_full() {
	assert_json(
		Machine::from(fixtures::machine()),
		json!({
			"id": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"owner": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"payee": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"phase": { "type": "active" },
			"registeredAt": 1790000000000u64,
			"firstActiveAt": 1790172800000u64,
			"outage": {
				"since": 1790777600000u64,
				"causes": [{ "type": "ownerReported", "since": 1790777600000u64, "until": null }],
				"basePlanck": "266666666666666666668"
			},
			"rentable": false,
			"notRentableReason": { "type": "outage" },
			"profile": {
				"longitudeE4": 1213737,
				"latitudeE4": -312304,
				"uploadMbps": 500,
				"downloadMbps": 1000,
				"telecomOperators": ["中国电信"],
				"bareMetal": false
			},
			"hardware": {
				"gpuModel": "GeForce RTX 3080",
				"gpuCount": 4,
				"cudaCores": 8704,
				"vramGb": 10,
				"cpuModel": "EPYC 7402",
				"cpuCores": 24,
				"cpuMhz": 2800,
				"ramGb": 440,
				"systemDiskGb": 480,
				"dataDiskGb": 3840
			},
			"pointsE2": 59890,
			"stakePlanck": "266666666666666666668",
			"lockedPlanck": "5333333333333333333",
			"requirementPlanck": "266666666666666666668",
			"underStaked": false,
			"closed": false,
			"extraPriceMicroUsd": "500000",
			"restakeFrom": 1821708800000u64,
			"exitFrom": 1821708800000u64
		}),
	);
}

#[test]
fn machine_should_be_written_with_null_for_what_it_lacks() {
	assert_json(
		Machine::from(fixtures::rejected()),
		json!({
			"id": "0x2222222222222222222222222222222222222222222222222222222222222222",
			"owner": ALICE,
			"payee": ALICE,
			"phase": {
				"type": "rejected",
				"reason": { "type": "wrongGpu" },
				"rejectedAt": 1790172800000u64
			},
			"registeredAt": 1790000000000u64,
			"firstActiveAt": null,
			"outage": null,
			"rentable": false,
			"notRentableReason": { "type": "notActive" },
			"profile": null,
			"hardware": null,
			"pointsE2": 0,
			"stakePlanck": "0",
			"lockedPlanck": "0",
			"requirementPlanck": "0",
			"underStaked": false,
			"closed": false,
			"extraPriceMicroUsd": "0",
			"restakeFrom": null,
			"exitFrom": null
		}),
	);
}

#[test]
fn machine_should_be_rentable_when_there_is_no_reason_against_it() {
	let machine = Machine::from(dbc_primitives::MachineInfo {
		not_rentable: None,
		..fixtures::machine()
	});
	assert!(machine.rentable);
	assert_eq!(machine.not_rentable_reason, None);
}

#[test]
fn machine_should_be_written_when_a_name_is_not_utf8() {
	let mut machine = fixtures::machine();
	if let Some(hardware) = machine.hardware.as_mut() {
		hardware.gpu_model = vec![b'a', 0xff].try_into().unwrap();
	}
	assert_eq!(
		Machine::from(machine).hardware.unwrap().gpu_model,
		"a\u{fffd}"
	);
}

#[test]
fn names_should_be_camel_case() {
	let write = |value: Value| value["type"].as_str().unwrap().to_owned();
	let reasons = [
		RejectReason::Unreachable,
		RejectReason::WrongGpu,
		RejectReason::WrongCount,
		RejectReason::WrongDisk,
		RejectReason::WrongNetwork,
		RejectReason::WrongLocation,
		RejectReason::Other,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(
		reasons,
		[
			"unreachable",
			"wrongGpu",
			"wrongCount",
			"wrongDisk",
			"wrongNetwork",
			"wrongLocation",
			"other"
		]
	);
	let causes = [
		OutageCause::OwnerReported,
		OutageCause::Inaccessible,
		OutageCause::Malfunction,
		OutageCause::Counterfeit,
		OutageCause::RentFailed,
		OutageCause::HardwareChange,
	]
	.map(|kind| {
		write(json!(Cause {
			kind,
			since: 0,
			until: None
		}))
	});
	assert_eq!(
		causes,
		[
			"ownerReported",
			"inaccessible",
			"malfunction",
			"counterfeit",
			"rentFailed",
			"hardwareChange"
		]
	);
	let not_rentable = [
		NotRentable::NotActive,
		NotRentable::Outage,
		NotRentable::UnderStaked,
		NotRentable::Closed,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(
		not_rentable,
		["notActive", "outage", "underStaked", "closed"]
	);
	let phases =
		[Phase::Registered, Phase::Verifying, Phase::Active].map(|phase| write(json!(phase)));
	assert_eq!(phases, ["registered", "verifying", "active"]);
	let undecided = Phase::from(dbc_primitives::Phase::Undecided { at: 5 });
	assert_json(undecided, json!({ "type": "undecided", "undecidedAt": 5 }));
	let sides = [StakeSide::Dbc, StakeSide::Usd].map(|kind| write(json!(Tagged { kind })));
	assert_eq!(sides, ["dbc", "usd"]);
	let kinds = [
		VerificationKind::Registration,
		VerificationKind::HardwareChange,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(kinds, ["registration", "hardwareChange"]);
	let phases = [
		BallotPhase::Commit,
		BallotPhase::Reveal,
		BallotPhase::Closed,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(phases, ["commit", "reveal", "closed"]);
	let expected = [
		Expected::Commit,
		Expected::AwaitReveal,
		Expected::Reveal,
		Expected::Nothing,
		Expected::AwaitEvidence,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(
		expected,
		[
			"commit",
			"awaitReveal",
			"reveal",
			"nothing",
			"awaitEvidence"
		]
	);
	let statuses = [
		MemberStatus::Approved,
		MemberStatus::Active,
		MemberStatus::Paused,
		MemberStatus::Removed,
	]
	.map(|kind| write(json!(Tagged { kind })));
	assert_eq!(statuses, ["approved", "active", "paused", "removed"]);
}

#[test]
fn phase_of_a_filter_should_be_that_of_the_chain() {
	use dbc_primitives::PhaseKind as Chain;
	let phases = [
		("registered", Chain::Registered),
		("verifying", Chain::Verifying),
		("active", Chain::Active),
		("rejected", Chain::Rejected),
		("undecided", Chain::Undecided),
	];
	for (name, phase) in phases {
		let parsed: Tagged<PhaseKind> = serde_json::from_value(json!({ "type": name })).unwrap();
		assert_eq!(Chain::from(parsed.kind), phase);
		assert_eq!(PhaseKind::from(phase), parsed.kind);
	}
}

#[test]
fn price_should_be_written_in_full() {
	assert_json(
		Price::from(fixtures::price()),
		json!({
			"priceNanoUsd": "12000000",
			"updatedAt": 1790000000000u64,
			"ageMs": 90000,
			"now": 1790000090000u64,
			"fresh": true,
			"quorum": 3,
			"feeders": [
				{
					"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
					"observation": { "priceNanoUsd": "12010000", "acceptedAt": 1790000000000u64 }
				},
				{ "account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty", "observation": null }
			]
		}),
	);
}

#[test]
fn price_should_be_written_with_null_when_there_is_none() {
	assert_json(
		Price::from(fixtures::no_price()),
		json!({
			"priceNanoUsd": null,
			"updatedAt": null,
			"ageMs": null,
			"now": 1790000000000u64,
			"fresh": false,
			"quorum": 3,
			"feeders": []
		}),
	);
}

#[test]
fn stake_requirement_should_be_written_in_full() {
	assert_json(
		StakeRequirement::new(4, fixtures::quote()),
		json!({
			"gpus": 4,
			"requirementPlanck": "266666666666666666668",
			"perGpuPlanck": "66666666666666666667",
			"side": { "type": "usd" },
			"priceNanoUsd": "12000000"
		}),
	);
}

#[test]
fn verification_should_be_written_in_full() {
	assert_json(
		Verification::new(&fixtures::MACHINE, fixtures::verification()),
		json!({
			"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"request": {
				"kind": { "type": "hardwareChange" },
				"requestedAt": 1790000000000u64,
				"feePlanck": "2000000000000000000",
				"round": 2,
				"job": "9007199254740993",
				"stage": {
					"type": "voting",
					"phase": { "type": "reveal" },
					"commitUntil": 1790086400000u64,
					"revealUntil": 1790172800000u64,
					"seats": [
						{
							"member": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
							"commitment": "0x6666666666666666666666666666666666666666666666666666666666666666",
							"opinion": {
								"type": "accept",
								"hardware": {
									"gpuModel": "GeForce RTX 3080",
									"gpuCount": 4,
									"cudaCores": 8704,
									"vramGb": 10,
									"cpuModel": "EPYC 7402",
									"cpuCores": 24,
									"cpuMhz": 2800,
									"ramGb": 440,
									"systemDiskGb": 480,
									"dataDiskGb": 3840
								},
								"report": "0x5555555555555555555555555555555555555555555555555555555555555555"
							}
						},
						{
							"member": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
							"commitment": "0x7777777777777777777777777777777777777777777777777777777777777777",
							"opinion": null
						},
						{
							"member": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
							"commitment": null,
							"opinion": null
						}
					]
				}
			},
			"attesters": [
				{
					"member": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
					"report": "0x5555555555555555555555555555555555555555555555555555555555555555"
				},
				{
					"member": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
					"report": "0x5656565656565656565656565656565656565656565656565656565656565656"
				}
			]
		}),
	);
}

#[test]
fn verification_should_be_written_when_it_waits_for_its_draw() {
	assert_json(
		Verification::new(&fixtures::REJECTED, fixtures::waiting()),
		json!({
			"machine": "0x2222222222222222222222222222222222222222222222222222222222222222",
			"request": {
				"kind": { "type": "registration" },
				"requestedAt": 1790000000000u64,
				"feePlanck": "0",
				"round": 1,
				"job": "7",
				"stage": { "type": "waiting", "withdrawFrom": 1790003600000u64 }
			},
			"attesters": []
		}),
	);
}

#[test]
fn opinion_should_be_written_when_it_refuses() {
	let refusal = dbc_primitives::HardwareOpinion::Refuse {
		reason: dbc_primitives::RejectReason::WrongDisk,
	};
	assert_json(
		Opinion::from(refusal),
		json!({ "type": "refuse", "reason": { "type": "wrongDisk" } }),
	);
}

#[test]
fn job_should_be_written_in_full() {
	assert_json(
		Job::from(fixtures::job()),
		json!({
			"job": "9007199254740993",
			"subject": {
				"type": "verification",
				"machine": "0x1111111111111111111111111111111111111111111111111111111111111111"
			},
			"atRiskPlanck": "1000000000000000000",
			"drawnAt": 1790000000000u64,
			"ballot": {
				"phase": { "type": "reveal" },
				"expected": { "type": "reveal" },
				"evidenceUntil": null,
				"commitUntil": 1790086400000u64,
				"revealUntil": 1790172800000u64
			}
		}),
	);
}

#[test]
fn job_should_be_written_when_only_its_penalty_is_pending() {
	assert_json(
		Job::from(fixtures::closed_job()),
		json!({
			"job": "7",
			"subject": { "type": "report", "report": "18446744073709551615" },
			"atRiskPlanck": "1000000000000000000",
			"drawnAt": 1790000000000u64,
			"ballot": null
		}),
	);
}

#[test]
fn member_should_be_written_in_full() {
	assert_json(
		Member::from(fixtures::member()),
		json!({
			"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"status": { "type": "active" },
			"drawable": true,
			"bondPlanck": "20000000000000000000",
			"atRiskPlanck": "2000000000000000000",
			"boxKey": "0x8888888888888888888888888888888888888888888888888888888888888888",
			"jobs": 2
		}),
	);
}

#[test]
fn member_should_be_written_when_it_has_not_joined() {
	assert_json(
		Member::from(fixtures::approved()),
		json!({
			"account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"status": { "type": "approved" },
			"drawable": false,
			"bondPlanck": "0",
			"atRiskPlanck": "0",
			"boxKey": null,
			"jobs": 0
		}),
	);
}

#[test]
fn filter_should_be_read_in_full() {
	let filter: MachineFilter = serde_json::from_value(fixtures::full_filter_json()).unwrap();
	assert_eq!(
		serde_json::to_value(&filter).unwrap(),
		fixtures::full_filter_json()
	);
	assert_eq!(filter.try_into(), Ok(fixtures::full_filter()));
	let empty: MachineFilter = serde_json::from_value(json!({})).unwrap();
	assert_eq!(
		empty.try_into(),
		Ok(dbc_primitives::MachineFilter::default())
	);
}
