use super::*;
use dbc_math::ballot::{verdict, Standing};
use proptest::prelude::*;

const REASONS: [RejectReason; 7] = [
	RejectReason::Unreachable,
	RejectReason::WrongGpu,
	RejectReason::WrongCount,
	RejectReason::WrongDisk,
	RejectReason::WrongNetwork,
	RejectReason::WrongLocation,
	RejectReason::Other,
];

fn hardware() -> Hardware {
	Hardware {
		gpu_model: b"A".to_vec().try_into().unwrap(),
		gpu_count: 4,
		cuda_cores: 8_704,
		vram_gb: 10,
		cpu_model: b"B".to_vec().try_into().unwrap(),
		cpu_cores: 32,
		cpu_mhz: 2_900,
		ram_gb: 440,
		system_disk_gb: 500,
		data_disk_gb: 8_000,
	}
}

fn accept(hardware: Hardware, report: u8) -> HardwareOpinion {
	HardwareOpinion::Accept {
		hardware,
		report: H256::repeat_byte(report),
	}
}

fn refuse(reason: RejectReason) -> HardwareOpinion {
	HardwareOpinion::Refuse { reason }
}

/// Opinions of which many agree: three machines, four reports, all reasons.
fn opinion() -> impl Strategy<Value = HardwareOpinion> {
	prop_oneof![
		(1u32..4, 0u8..4).prop_map(|(gpu_count, report)| {
			let seen = Hardware {
				gpu_count,
				..hardware()
			};
			accept(seen, report)
		}),
		prop::sample::select(&REASONS[..]).prop_map(refuse),
	]
}

#[test]
fn acceptances_should_not_agree_when_any_field_differs() {
	let changes: [fn(&mut Hardware); 10] = [
		|seen| seen.gpu_model = b"C".to_vec().try_into().unwrap(),
		|seen| seen.gpu_count = 5,
		|seen| seen.cuda_cores = 8_705,
		|seen| seen.vram_gb = 11,
		|seen| seen.cpu_model = b"C".to_vec().try_into().unwrap(),
		|seen| seen.cpu_cores = 33,
		|seen| seen.cpu_mhz = 2_901,
		|seen| seen.ram_gb = 441,
		|seen| seen.system_disk_gb = 501,
		|seen| seen.data_disk_gb = 8_001,
	];
	for (field, change) in changes.into_iter().enumerate() {
		let mut changed = hardware();
		change(&mut changed);
		assert!(
			!accept(changed, 1).agrees_with(&accept(hardware(), 1)),
			"{field}"
		);
	}
}

#[test]
fn acceptances_should_agree_when_only_the_reports_differ() {
	let (one, other) = (accept(hardware(), 1), accept(hardware(), 2));
	assert!(one.agrees_with(&other));
	assert_eq!(other.merged(&one), one);
}

#[test]
fn refusals_should_agree_when_the_codes_differ() {
	for one in REASONS {
		for other in REASONS {
			assert!(refuse(one).agrees_with(&refuse(other)));
			assert_eq!(refuse(one).merged(&refuse(other)), refuse(one.min(other)));
		}
		assert!(!refuse(one).agrees_with(&accept(hardware(), 1)));
		assert!(!accept(hardware(), 1).agrees_with(&refuse(one)));
	}
}

#[test]
fn codes_should_keep_their_order_when_encoded() {
	let codes = REASONS.map(|reason| reason.encode());
	assert_eq!(codes, [0u8, 1, 2, 3, 4, 5, 6].map(|code| vec![code]));
	assert!(REASONS.is_sorted());
}

#[test]
fn lowest_code_should_be_decided_when_refusals_differ() {
	let verdict = verdict([
		Some(refuse(RejectReason::Other)),
		Some(refuse(RejectReason::WrongGpu)),
		Some(refuse(RejectReason::WrongDisk)),
	]);
	assert_eq!(verdict.decision, Some(refuse(RejectReason::WrongGpu)));
	assert_eq!(verdict.standings, [Standing::Valid; 3]);
}

#[test]
fn refusal_should_be_at_fault_when_two_accept() {
	let verdict = verdict([
		Some(accept(hardware(), 9)),
		Some(refuse(RejectReason::Unreachable)),
		Some(accept(hardware(), 8)),
	]);
	assert_eq!(verdict.decision, Some(accept(hardware(), 8)));
	assert_eq!(
		verdict.standings,
		[Standing::Valid, Standing::AtFault, Standing::Valid]
	);
}

proptest! {
	#[test]
	fn agreement_should_be_an_equivalence_when_opinions_are_any(
		a in opinion(), b in opinion(), c in opinion(),
	) {
		prop_assert!(a.agrees_with(&a));
		prop_assert_eq!(a.agrees_with(&b), b.agrees_with(&a));
		if a.agrees_with(&b) && b.agrees_with(&c) {
			prop_assert!(a.agrees_with(&c));
		}
	}

	#[test]
	fn merging_should_not_depend_on_the_order_when_opinions_agree(
		a in opinion(), b in opinion(), c in opinion(),
	) {
		prop_assert_eq!(a.clone().merged(&a), a.clone());
		if a.agrees_with(&b) {
			let both = a.clone().merged(&b);
			prop_assert_eq!(&both, &b.clone().merged(&a));
			prop_assert!(both.agrees_with(&a) && both.agrees_with(&b));
			if b.agrees_with(&c) {
				prop_assert_eq!(both.merged(&c), a.merged(&b.merged(&c)));
			}
		}
	}

	#[test]
	fn opinion_should_come_back_when_encoded(opinion in opinion()) {
		let bytes = opinion.encode();
		prop_assert!(bytes.len() <= HardwareOpinion::max_encoded_len());
		prop_assert_eq!(HardwareOpinion::decode(&mut &bytes[..]), Ok(opinion));
	}
}
