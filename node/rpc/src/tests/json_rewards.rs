//! The JSON of rewards, word by word.

use dbc_primitives as chain;
use serde_json::json;

use super::{fixtures::*, json::assert_json};
use crate::json::*;

#[test]
fn rewards_should_be_written_in_full() {
	assert_json(
		Rewards::new(&alice(), account_rewards()),
		json!({
			"account": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"earnedPlanck": "1000000000000000000",
			"releasedPlanck": "990000000000000000",
			"claimedPlanck": "700000000000000000",
			"owedPlanck": "33333333333333333",
			"claimablePlanck": "323333333333333333",
			"vestingPlanck": ["5000000000000000", "5000000000000000"],
			"perSecondPlanck": "0"
		}),
	);
}

#[test]
fn machine_rewards_should_be_written_in_full() {
	assert_json(
		MachineRewards::new(&MACHINE, machine_rewards()),
		json!({
			"machine": "0x1111111111111111111111111111111111111111111111111111111111111111",
			"owner": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"gradeE2": 59890,
			"baseWeightE6": "599139560",
			"rentedWeightE6": "134752500",
			"baseEarnedPlanck": "218776255707762557077",
			"bonusDuePlanck": "100000000000000000",
			"bonusCreditedPlanck": "45000000000000000",
			"bonusCapPlanck": "45000000000000000",
			"rentBurnedPlanck": "50000000000000000",
			"attesters": [
				"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
				"5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
				"5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y"
			],
			"attestersDuePlanck": "1187762557077625570",
			"attestersPaidPlanck": "1000000000000000000",
			"attestedUntil": 1853244800000u64,
			"perSecondPlanck": "2532132589210215"
		}),
	);
}

#[test]
fn machine_rewards_should_be_written_with_null_when_it_pays_no_attesters() {
	let rewards = chain::MachineRewards {
		attested_until: None,
		..machine_rewards()
	};
	let rewards = serde_json::to_value(MachineRewards::new(&MACHINE, rewards)).unwrap();
	assert_eq!(rewards["attestedUntil"], json!(null));
}

#[test]
fn network_stats_should_be_written_in_full() {
	assert_json(
		NetworkStats::from(network_rewards()),
		json!({
			"machinesOnline": 5,
			"gpusOnline": 20,
			"gpusRented": 3,
			"rentalRateBps": 1500,
			"gradeE2": 299450,
			"weightE6": "3130450300",
			"emissionStart": 1789913600000u64,
			"doubledFrom": 1790000000000u64,
			"emittedPlanck": "1095890410958904109589",
			"perSecondPlanck": "25367833587011669",
			"mintedPlanck": "1700000000000000000",
			"unmintedPlanck": "7000000000000000",
			"rentBurnedPlanck": "50000000000000000"
		}),
	);
}

#[test]
fn network_stats_should_be_written_with_null_for_what_is_not_yet() {
	let network = chain::NetworkRewards {
		doubled_from: None,
		gpus_online: 0,
		..network_rewards()
	};
	let stats = serde_json::to_value(NetworkStats::from(network)).unwrap();
	assert_eq!(stats["doubledFrom"], json!(null));
	assert_eq!(stats["rentalRateBps"], json!(null));
}

#[test]
fn rental_rate_should_be_rounded_down() {
	for (rented, online, rate) in [
		(0, 1, 0),
		(1, 3, 3_333),
		(2, 3, 6_666),
		(3, 3, 10_000),
		// Those of a machine that takes no orders do not earn but are rented.
		(3, 2, 15_000),
		(u32::MAX, 1, 42_949_672_950_000),
		(u32::MAX, u32::MAX, 10_000),
	] {
		let network = chain::NetworkRewards {
			gpus_online: online,
			gpus_rented: rented,
			..network_rewards()
		};
		assert_eq!(NetworkStats::from(network).rental_rate_bps, Some(rate));
	}
}
