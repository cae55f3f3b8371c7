//! Values of the made-up runtime: those of the protocol's examples.

mod faults;
mod rental;
mod rewards;
mod sanctions;

pub use faults::*;
pub use rental::*;
pub use rewards::*;
pub use sanctions::*;

use dbc_primitives::{
	Attester, BallotPhase, Booking, CauseSince, ChainParams, ClockRules, CommitteeRules, Expected,
	FeederInfo, Hardware, HardwareOpinion, JobBallot, JobId, JobInfo, JobSubject, MachineFilter,
	MachineId, MachineInfo, MachineRules, MemberInfo, MemberStatus, Moment, NotRentable, Outage,
	OutageCause, Phase, PriceInfo, PriceRules, Profile, RejectReason, RequestInfo, SeatInfo,
	StakeQuote, StakeSide, VerificationInfo, VerificationKind, VerificationRules,
	VerificationStage,
};
use sp_core::{crypto::AccountId32, H256};

/// 1 DBC in planck.
const DBC: u128 = 1_000_000_000_000_000;
/// 1 day in milliseconds.
const DAY: Moment = 86_400_000;
/// Some point in time.
const START: Moment = 1_790_000_000_000;

/// A machine that is Active.
pub const MACHINE: MachineId = [0x11; 32];
/// A machine that was refused.
pub const REJECTED: MachineId = [0x22; 32];
/// A job whose id is no exact JSON number.
pub const JOB: JobId = 9_007_199_254_740_993;
/// A machine that nobody registered.
pub const NOBODY: MachineId = [0x33; 32];
/// A machine that makes the runtime trap.
pub const TRAP: MachineId = [0xee; 32];

/// `//Alice` as SS58.
pub const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// `//Alice` as hex.
pub const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
/// `//Alice` with the prefix of the relay chain.
pub const ALICE_ELSEWHERE: &str = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";

/// `//Alice`.
pub fn alice() -> AccountId32 {
	AccountId32::new(hex::decode(&ALICE_HEX[2..]).unwrap().try_into().unwrap())
}

/// `//Bob`.
pub fn bob() -> AccountId32 {
	let hex = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";
	AccountId32::new(hex::decode(hex).unwrap().try_into().unwrap())
}

pub fn machine() -> MachineInfo<AccountId32, u128> {
	MachineInfo {
		id: MACHINE,
		owner: alice(),
		payee: bob(),
		phase: Phase::Active,
		registered_at: START,
		first_active_at: Some(START + 2 * DAY),
		outage: Some(Outage {
			since: START + 9 * DAY,
			causes: vec![CauseSince {
				cause: OutageCause::OwnerReported,
				since: START + 9 * DAY,
				until: None,
			}]
			.try_into()
			.unwrap(),
			base: 266_666_666_666_666_666_668,
		}),
		not_rentable: Some(NotRentable::Outage),
		profile: Some(profile()),
		hardware: Some(hardware()),
		points: 59_890,
		stake: 266_666_666_666_666_666_668,
		locked: 5_333_333_333_333_333_333,
		requirement: 266_666_666_666_666_666_668,
		under_staked: false,
		closed: false,
		extra_price: 500_000,
		restake_from: Some(START + 367 * DAY),
		exit_from: Some(START + 367 * DAY),
	}
}

pub fn rejected() -> MachineInfo<AccountId32, u128> {
	MachineInfo {
		id: REJECTED,
		payee: alice(),
		phase: Phase::Rejected {
			reason: RejectReason::WrongGpu,
			at: START + 2 * DAY,
		},
		first_active_at: None,
		outage: None,
		not_rentable: Some(NotRentable::NotActive),
		profile: None,
		hardware: None,
		points: 0,
		stake: 0,
		locked: 0,
		requirement: 0,
		extra_price: 0,
		restake_from: None,
		exit_from: None,
		..machine()
	}
}

/// `//Charlie`.
pub fn charlie() -> AccountId32 {
	let hex = "90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22";
	AccountId32::new(hex::decode(hex).unwrap().try_into().unwrap())
}

/// A hardware change in its second round: one member has revealed, one has committed, one is silent.
pub fn verification() -> VerificationInfo<AccountId32, u128> {
	let report = H256::repeat_byte(0x55);
	VerificationInfo {
		request: Some(RequestInfo {
			kind: VerificationKind::HardwareChange,
			requested_at: START,
			fee: 2_000 * DBC,
			round: 2,
			job: JOB,
			stage: VerificationStage::Voting {
				phase: BallotPhase::Reveal,
				commit_until: START + DAY,
				reveal_until: START + 2 * DAY,
				seats: vec![
					SeatInfo {
						member: alice(),
						commitment: Some(H256::repeat_byte(0x66)),
						opinion: Some(HardwareOpinion::Accept {
							hardware: hardware(),
							report,
						}),
					},
					SeatInfo {
						member: bob(),
						commitment: Some(H256::repeat_byte(0x77)),
						opinion: None,
					},
					SeatInfo {
						member: charlie(),
						commitment: None,
						opinion: None,
					},
				],
			},
		}),
		attesters: vec![
			Attester {
				member: alice(),
				report,
			},
			Attester {
				member: bob(),
				report: H256::repeat_byte(0x56),
			},
		],
	}
}

/// A request that waits for its draw, of a machine that was never attested.
pub fn waiting() -> VerificationInfo<AccountId32, u128> {
	VerificationInfo {
		request: Some(RequestInfo {
			kind: VerificationKind::Registration,
			requested_at: START,
			fee: 0,
			round: 1,
			job: 7,
			stage: VerificationStage::Waiting {
				withdraw_from: START + 3_600_000,
			},
		}),
		attesters: vec![],
	}
}

/// A job that waits for its member's reveal.
pub fn job() -> JobInfo<u128> {
	JobInfo {
		job: JOB,
		booking: Booking {
			subject: JobSubject::Verification(MACHINE),
			at_risk: 1_000 * DBC,
			drawn_at: START,
		},
		ballot: Some(JobBallot {
			phase: BallotPhase::Reveal,
			expected: Expected::Reveal,
			evidence_until: None,
			commit_until: START + DAY,
			reveal_until: START + 2 * DAY,
		}),
	}
}

/// A job of which only the penalty is pending.
pub fn closed_job() -> JobInfo<u128> {
	JobInfo {
		job: 7,
		booking: Booking {
			subject: JobSubject::Report(u64::MAX),
			at_risk: 1_000 * DBC,
			drawn_at: START,
		},
		ballot: None,
	}
}

pub fn member() -> MemberInfo<AccountId32, u128> {
	MemberInfo {
		account: alice(),
		status: MemberStatus::Active,
		drawable: true,
		bond: 20_000 * DBC,
		at_risk: 2_000 * DBC,
		box_key: Some([0x88; 32]),
		jobs: 2,
	}
}

/// A member that has not joined yet.
pub fn approved() -> MemberInfo<AccountId32, u128> {
	MemberInfo {
		account: bob(),
		status: MemberStatus::Approved,
		drawable: false,
		bond: 0,
		at_risk: 0,
		box_key: None,
		jobs: 0,
	}
}

pub fn profile() -> Profile {
	Profile {
		longitude: 1_213_737,
		latitude: -312_304,
		upload_mbps: 500,
		download_mbps: 1_000,
		telecom_operators: vec!["中国电信".as_bytes().to_vec().try_into().unwrap()]
			.try_into()
			.unwrap(),
		bare_metal: false,
	}
}

pub fn hardware() -> Hardware {
	Hardware {
		gpu_model: b"GeForce RTX 3080".to_vec().try_into().unwrap(),
		gpu_count: 4,
		cuda_cores: 8_704,
		vram_gb: 10,
		cpu_model: b"EPYC 7402".to_vec().try_into().unwrap(),
		cpu_cores: 24,
		cpu_mhz: 2_800,
		ram_gb: 440,
		system_disk_gb: 480,
		data_disk_gb: 3_840,
	}
}

pub fn price() -> PriceInfo<AccountId32> {
	PriceInfo {
		price: Some(12_000_000),
		updated_at: Some(START),
		now: START + 90_000,
		fresh: true,
		quorum: 3,
		feeders: vec![
			FeederInfo {
				account: alice(),
				observation: Some((12_010_000, START)),
			},
			FeederInfo {
				account: bob(),
				observation: None,
			},
		],
	}
}

pub fn no_price() -> PriceInfo<AccountId32> {
	PriceInfo {
		price: None,
		updated_at: None,
		now: START,
		fresh: false,
		quorum: 3,
		feeders: vec![],
	}
}

pub fn quote() -> StakeQuote<u128> {
	StakeQuote {
		requirement: 266_666_666_666_666_666_668,
		per_gpu: 66_666_666_666_666_666_667,
		side: StakeSide::Usd,
		price: 12_000_000,
	}
}

pub fn params() -> ChainParams {
	ChainParams {
		machines: MachineRules {
			stake_per_gpu: 100_000 * DBC,
			stake_usd_per_gpu: 800_000_000,
			under_stake_percent: 80,
			registration_fee: 10 * DBC,
			signature_lifetime: DAY,
			restake_interval: 365 * DAY,
			exit_min_active: 365 * DAY,
			rejected_retry: 10 * DAY,
			abandoned_after: 365 * DAY,
			max_extra_price: 10_000_000_000,
		},
		price: PriceRules {
			floor: 10_000,
			ceiling: 1_000_000_000_000,
			min_feeders: 4,
			min_quorum: 3,
			submit_interval: 300_000,
			observation_lifetime: 1_800_000,
			step_interval: 600_000,
			step_percent: 10,
			max_steps: 6,
			max_age: 3_600_000,
		},
		committee: CommitteeRules {
			join_bond: 20_000 * DBC,
			drawable_bond: 8_000 * DBC,
			job_risk: 1_000 * DBC,
		},
		verification: VerificationRules {
			commit_window: 129_600_000,
			reveal_window: 43_200_000,
			max_rounds: 3,
			withdraw_after: 3_600_000,
			refusal_percent: 5,
			refusal_share_usd: 8_000_000,
			repeat_fee_usd: 24_000_000,
			hardware_change_fee_usd: 24_000_000,
			hardware_change_percent: 4,
		},
		rental: rental_rules(),
		rewards: reward_rules(),
		faults: fault_rules(),
		sanctions: sanction_rules(),
		clock: ClockRules {
			stall_after: 60_000,
		},
		existential_deposit: DBC / 100,
		max_gpus: 32,
		block_time: 6_000,
		day: DAY,
	}
}

/// A filter with every condition, as the runtime gets it from [`full_filter_json`].
pub fn full_filter() -> MachineFilter<AccountId32> {
	MachineFilter {
		owner: Some(alice()),
		phase: Some(dbc_primitives::PhaseKind::Active),
		rentable: Some(true),
		gpu_model: Some(b"GeForce RTX 3080".to_vec().try_into().unwrap()),
		min_vram_gb: Some(10),
		min_gpus: Some(4),
		max_extra_price: Some(2_000_000),
		region: Some(dbc_primitives::Region {
			west: 1_700_000,
			east: -1_700_000,
			south: -900_000,
			north: 900_000,
		}),
	}
}

pub fn full_filter_json() -> serde_json::Value {
	serde_json::json!({
		"owner": ALICE,
		"phase": { "type": "active" },
		"rentable": true,
		"gpuModel": "GeForce RTX 3080",
		"minVramGb": 10,
		"minGpus": 4,
		"maxExtraPriceMicroUsd": "2000000",
		"region": { "westE4": 1_700_000, "eastE4": -1_700_000, "southE4": -900_000, "northE4": 900_000 },
	})
}
