//! The JSON of the chain's numbers, word by word.

use serde_json::json;

use super::{fixtures, json::assert_json};
use crate::json::ChainParams;

#[test]
fn chain_params_should_be_written_in_full() {
	assert_json(
		ChainParams::from(fixtures::params()),
		json!({
			"machines": {
				"stakePerGpuPlanck": "100000000000000000000",
				"stakePerGpuMicroUsd": "800000000",
				"underStakePercent": 80,
				"registrationFeePlanck": "10000000000000000",
				"signatureLifetimeMs": 86400000,
				"restakeIntervalMs": 31536000000u64,
				"exitMinActiveMs": 31536000000u64,
				"rejectedRetryMs": 864000000,
				"abandonedAfterMs": 31536000000u64,
				"maxExtraPriceMicroUsd": "10000000000"
			},
			"price": {
				"floorNanoUsd": "10000",
				"ceilingNanoUsd": "1000000000000",
				"minFeeders": 4,
				"minQuorum": 3,
				"submitIntervalMs": 300000,
				"observationLifetimeMs": 1800000,
				"stepIntervalMs": 600000,
				"stepPercent": 10,
				"maxSteps": 6,
				"maxAgeMs": 3600000
			},
			"committee": {
				"joinBondPlanck": "20000000000000000000",
				"drawableBondPlanck": "8000000000000000000",
				"jobRiskPlanck": "1000000000000000000"
			},
			"verification": {
				"commitWindowMs": 129600000,
				"revealWindowMs": 43200000,
				"maxRounds": 3,
				"withdrawAfterMs": 3600000,
				"refusalPercent": 5,
				"refusalShareMicroUsd": "8000000",
				"repeatFeeMicroUsd": "24000000",
				"hardwareChangeFeeMicroUsd": "24000000",
				"hardwareChangePercent": 4
			},
			"rental": {
				"standardPriceMicroUsd": "17000000",
				"reservationFeePlanck": "10000000000000000",
				"reservationFeeTimeMs": 900000,
				"confirmWindowMs": 900000,
				"minDurationMs": 600000,
				"maxDurationMs": 5184000000u64,
				"maxAheadMs": 1209600000,
				"maxScheduled": 4,
				"burnPercent": 5,
				"minUseMs": 600000,
				"cancelNoticeMs": 3600000,
				"cancelTimeMs": 3600000,
				"cancelPercent": 2,
				"receiptLifetimeMs": 86400000,
				"exitAfterOrderMs": 864000000
			},
			"rewards": {
				"priceLimitMultiple": 10,
				"rentedBonusBps": 3000,
				"bonusBurnPercent": 90,
				"attesterTermMs": 63072000000u64,
				"ownerBonusGpus": 1000,
				"doublingGpus": 5000
			},
			"faults": {
				"reportDepositPlanck": "1000000000000000000",
				"quickCommitWindowMs": 300000,
				"quickRevealWindowMs": 300000,
				"commitWindowMs": 10800000,
				"revealWindowMs": 3600000,
				"evidenceWindowMs": 1800000,
				"maxRounds": 2,
				"withdrawAfterMs": 3600000,
				"reportAfterOrderMs": 86400000
			},
			"sanctions": {
				"appealWindowMs": 172800000,
				"appealDepositPlanck": "1000000000000000000",
				"decisionWindowMs": 604800000,
				"seriesGapMs": 86400000,
				"rentersPercent": 10,
				"membersSharePlanck": "1000000000000000000",
				"exemptIdleMs": 864000000,
				"exemptActiveMs": 31536000000u64
			},
			"clock": { "stallAfterMs": 60000 },
			"existentialDepositPlanck": "10000000000000",
			"maxGpus": 32,
			"blockTimeMs": 6000,
			"dayMs": 86400000
		}),
	);
}
