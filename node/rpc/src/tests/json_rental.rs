//! The JSON of orders and access, word by word.

use dbc_primitives as chain;
use serde_json::{json, Value};

use super::{
	fixtures::{self, *},
	json::assert_json,
};
use crate::json::*;

#[test]
fn machine_should_be_written_with_its_occupancy_and_reputation() {
	let details = MachineDetails::new(machine(), Some(occupancy()));
	let mut golden = serde_json::to_value(Machine::from(machine())).unwrap();
	golden["occupancy"] = json!({
		"freeGpus": 1,
		"rentedGpus": 3,
		"openOrders": 2,
		"openNow": true,
		"schedule": {
			"weekly": [{ "weekday": 0, "fromMinute": 1320, "minutes": 240 }],
			"dates": [
				{ "day": 20718, "fromMinute": 540, "minutes": 600 },
				{ "day": 20719, "fromMinute": 0, "minutes": 0 }
			]
		},
		"lastOrderEnd": 1789913600000u64
	});
	golden["reputation"] = json!({
		"rentPaidPlanck": "8484416666666666667",
		"rentBurnedPlanck": "424220833333333333",
		"ordersClosed": 5,
		"ordersFailed": 1
	});
	assert_json(details, golden);
}

#[test]
fn occupancy_should_be_written_with_null_for_what_it_lacks() {
	let info = chain::OccupancyInfo {
		schedule: None,
		last_order_end: None,
		..occupancy()
	};
	assert_json(
		Occupancy::from(info),
		json!({
			"freeGpus": 1,
			"rentedGpus": 3,
			"openOrders": 2,
			"openNow": true,
			"schedule": null,
			"lastOrderEnd": null
		}),
	);
}

#[test]
fn order_should_be_written_in_full() {
	assert_json(
		Order::from((ORDER, order())),
		json!({
			"id": "9007199254740995",
			"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"renter": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
			"payer": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"payee": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"gpuIndexes": [0, 2, 3],
			"createdAt": 1790000000000u64,
			"stage": { "type": "running", "start": 1790000060000u64, "end": 1790864060000u64 },
			"feePlanck": "0",
			"escrowPlanck": "10151083333333333334",
			"paidPlanck": "0",
			"burnedPlanck": "0",
			"duePlanck": "1015108333333333333",
			"refundablePlanck": "9135975000000000001",
			"pausedMs": 0,
			"leftMs": 777600000
		}),
	);
}

#[test]
fn order_should_be_written_with_null_for_what_its_receipt_lacks() {
	assert_json(
		Order::from((CLOSED_ORDER, closed_order())),
		json!({
			"id": "7",
			"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"renter": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
			"payer": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"payee": null,
			"gpuIndexes": null,
			"createdAt": null,
			"stage": {
				"type": "closed",
				"start": 1790000060000u64,
				"end": 1790172800000u64,
				"reason": { "type": "endedByRenter" }
			},
			"feePlanck": null,
			"escrowPlanck": null,
			"paidPlanck": null,
			"burnedPlanck": null,
			"duePlanck": null,
			"refundablePlanck": null,
			"pausedMs": null,
			"leftMs": null
		}),
	);
}

#[test]
fn order_stage_should_be_written_with_its_times() {
	use chain::OrderStage as Chain;
	let stages = [
		(
			Chain::Scheduled { from: 1, until: 2 },
			json!({ "type": "scheduled", "from": 1, "until": 2 }),
		),
		(
			Chain::Reserved { until: 2 },
			json!({ "type": "reserved", "until": 2 }),
		),
		(Chain::Lapsed, json!({ "type": "lapsed" })),
		(
			Chain::Closing { start: 1, end: 2 },
			json!({ "type": "closing", "start": 1, "end": 2 }),
		),
	];
	for (stage, golden) in stages {
		assert_json(OrderStage::from(stage), golden);
	}
	let unconfirmed = OrderStage::Closed {
		start: None,
		end: 2,
		reason: Tagged::of(chain::CloseReason::NotConfirmed),
	};
	assert_json(
		unconfirmed,
		json!({ "type": "closed", "start": null, "end": 2, "reason": { "type": "notConfirmed" } }),
	);
}

#[test]
fn names_of_rental_should_be_camel_case() {
	use chain::{AccessRefusal as Refused, AccessRole as Role, CloseReason as Reason};
	let reasons = [
		(Reason::Expired, "expired"),
		(Reason::EndedByRenter, "endedByRenter"),
		(Reason::CancelledByRenter, "cancelledByRenter"),
		(Reason::CancelledByOwner, "cancelledByOwner"),
		(Reason::NotConfirmed, "notConfirmed"),
		(Reason::MachineDown, "machineDown"),
		(Reason::MachineExited, "machineExited"),
		(Reason::FaultUpheld, "faultUpheld"),
		(Reason::Forced, "forced"),
	];
	for (reason, name) in reasons {
		assert_json(CloseReason::from(reason), json!(name));
	}
	let roles = [
		(Role::Renter, "renter"),
		(Role::Verifier, "verifier"),
		(Role::Owner, "owner"),
	];
	for (role, name) in roles {
		assert_json(AccessRole::from(role), json!(name));
	}
	let refusals = [
		(Refused::MachineNotFound, "machineNotFound"),
		(Refused::PurposeTooLong, "purposeTooLong"),
		(Refused::Malformed, "malformed"),
		(Refused::Mismatch, "mismatch"),
		(Refused::Expired, "expired"),
		(Refused::TooLong, "tooLong"),
		(Refused::BadSignature, "badSignature"),
		(Refused::NoGrant, "noGrant"),
	];
	for (refusal, name) in refusals {
		let refusal = Refusal::<Tagged<AccessRefusal>>::from(refusal);
		assert_advice(&refusal.text);
		let golden = json!({ "type": name, "text": refusal.text });
		assert_json(refusal, golden);
	}
}

/// A refusal says what it is and, after a colon, what to do.
fn assert_advice(text: &str) {
	let (_, advice) = text.split_once(": ").unwrap();
	assert!(advice.len() > 10, "{text}");
	assert!(!text.contains(['\n', '\t']), "{text}");
}

#[test]
fn rent_refusal_should_be_written_with_its_fields_and_what_to_do() {
	use chain::{NotRentable, RentRefusal as Chain};
	let not_rentable = |name: &str| json!({ "type": "notRentable", "reason": { "type": name } });
	let named = |name: &str| json!({ "type": name });
	let refusals: Vec<(Chain, Value)> = vec![
		(
			Chain::NotRentable(NotRentable::NotActive),
			not_rentable("notActive"),
		),
		(
			Chain::NotRentable(NotRentable::Outage),
			not_rentable("outage"),
		),
		(
			Chain::NotRentable(NotRentable::UnderStaked),
			not_rentable("underStaked"),
		),
		(
			Chain::NotRentable(NotRentable::Closed),
			not_rentable("closed"),
		),
		(
			Chain::TooFewGpus { free: 3 },
			json!({ "type": "tooFewGpus", "freeGpus": 3 }),
		),
		(Chain::MachineNotFound, named("machineNotFound")),
		(Chain::NoGpus, named("noGpus")),
		(Chain::NotWholeMinutes, named("notWholeMinutes")),
		(Chain::TooShort, named("tooShort")),
		(Chain::TooLong, named("tooLong")),
		(Chain::StartInPast, named("startInPast")),
		(Chain::StartTooFar, named("startTooFar")),
		(Chain::OutsideSchedule, named("outsideSchedule")),
		(Chain::TooManyOrders, named("tooManyOrders")),
		(Chain::PriceUnavailable, named("priceUnavailable")),
		(Chain::AmountTooLarge, named("amountTooLarge")),
	];
	for (refusal, mut golden) in refusals {
		let refusal = Refusal::<RentRefusal>::from(refusal);
		assert_advice(&refusal.text);
		golden["text"] = json!(refusal.text);
		assert_json(refusal, golden);
	}
}

#[test]
fn rent_check_should_be_written_with_and_without_a_refusal() {
	assert_json(
		RentCheck::from(Ok(())),
		json!({ "canRent": true, "refusal": null }),
	);
	assert_json(
		RentCheck::from(Err(chain::RentRefusal::NoGpus)),
		json!({
			"canRent": false,
			"refusal": { "type": "noGpus", "text": "an order of no GPUs: ask for 1 at least" }
		}),
	);
}

#[test]
fn rent_quote_should_be_written_in_full() {
	assert_json(
		RentQuote::from(rent_quote()),
		json!({
			"standardPerDayMicroUsd": "10181300",
			"extraPerDayMicroUsd": "2000000",
			"rentPlanck": "10151083333333333334",
			"feePlanck": "10574045138888889",
			"totalPlanck": "10161657378472222223",
			"priceNanoUsd": "12000000",
			"priceUpdatedAt": 1790000000000u64,
			"priceAgeMs": 90000,
			"priceFreshUntil": 1790003600000u64,
			"now": 1790000090000u64
		}),
	);
}

#[test]
fn grants_should_be_written_in_full() {
	let grants: Vec<Grant> = grants().into_iter().map(Into::into).collect();
	let all: Vec<u32> = (0..32).collect();
	assert_json(
		grants,
		json!([
			{
				"account": "5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
				"role": { "type": "renter" },
				"gpuIndexes": [0, 2, 3],
				"from": 1790000060000u64,
				"until": 1790864060000u64,
				"orderId": "9007199254740995",
				"boxKey": null
			},
			{
				"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
				"role": { "type": "verifier" },
				"gpuIndexes": all,
				"from": 1790000000000u64,
				"until": 1790172800000u64,
				"orderId": null,
				"boxKey": "0x8888888888888888888888888888888888888888888888888888888888888888"
			}
		]),
	);
	assert_json(
		Grant::from(owner_grant()),
		json!({
			"account": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
			"role": { "type": "owner" },
			"gpuIndexes": [1],
			"from": 1790000000000u64,
			"until": null,
			"orderId": null,
			"boxKey": null
		}),
	);
}

#[test]
fn gpu_indexes_should_be_the_bits_that_are_set() {
	for (mask, indexes) in [
		(0, vec![]),
		(1, vec![0]),
		(1 << 31, vec![31]),
		(0b1010, vec![1, 3]),
		(u32::MAX, (0..32).collect()),
	] {
		assert_eq!(gpu_indexes(mask), indexes);
	}
}

#[test]
fn order_filter_should_be_read_when_it_has_exactly_one_field() {
	for (filter, expected) in fixtures::order_filters() {
		let filter: OrderFilter = serde_json::from_value(filter).unwrap();
		assert_eq!(filter.try_into(), Ok(expected));
	}
}
