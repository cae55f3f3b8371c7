use super::*;
use codec::{Decode, Encode};
use dbc_primitives::{GpuModelLimits, ModelName};

fn name(bytes: &[u8]) -> ModelName {
	ModelName::truncate_from(bytes.to_vec())
}

const LIMITS: GpuModelLimits = GpuModelLimits {
	max_cuda_cores: 10_496,
	max_vram_gb: 24,
};

#[test]
fn gpu_model_should_be_stored_when_governance_sets_it() {
	run(|| {
		let model = name(b"RTX 3090");
		assert_ok!(Machines::set_gpu_model(
			RuntimeOrigin::root(),
			model.clone(),
			LIMITS
		));
		assert_eq!(crate::GpuModels::<Test>::get(&model), Some(LIMITS));
		assert_eq!(
			events(),
			[Event::GpuModelSet {
				model,
				limits: LIMITS
			}]
		);
	});
}

#[test]
fn gpu_model_should_be_gone_when_governance_removes_it() {
	run(|| {
		activate(1, ALICE, 4);
		let model = fixtures::model();
		assert_ok!(Machines::remove_gpu_model(
			RuntimeOrigin::root(),
			model.clone()
		));
		assert_eq!(crate::GpuModels::<Test>::get(&model), None);
		assert_eq!(
			events(),
			[Event::GpuModelRemoved {
				model: model.clone()
			}]
		);
		// What was attested stays, nothing new is attested.
		assert!(HardwareOf::<Test>::contains_key(id(1)));
		register_with_profile(2, ALICE);
		assert_noop!(
			Machines::activate(&id(2), fixtures::hardware(1)),
			E::UnknownGpuModel
		);
		assert_noop!(
			Machines::remove_gpu_model(RuntimeOrigin::root(), model),
			E::UnknownGpuModel
		);
	});
}

#[test]
fn gpu_model_should_be_refused_when_it_is_not_valid() {
	run(|| {
		let set = |model, limits| Machines::set_gpu_model(RuntimeOrigin::root(), model, limits);
		assert_noop!(set(name(b""), LIMITS), E::InvalidModelName);
		assert_noop!(set(name(&[0xff]), LIMITS), E::InvalidModelName);
		let no_cores = GpuModelLimits {
			max_cuda_cores: 0,
			..LIMITS
		};
		assert_noop!(set(name(b"x"), no_cores), E::InvalidLimits);
		let no_memory = GpuModelLimits {
			max_vram_gb: 0,
			..LIMITS
		};
		assert_noop!(set(name(b"x"), no_memory), E::InvalidLimits);
	});
}

#[test]
fn gpu_model_should_not_decode_when_its_name_is_too_long() {
	run(|| {
		let decode = |len: usize| {
			let bytes = (12u8, vec![b'g'; len], LIMITS).encode();
			crate::Call::<Test>::decode(&mut &bytes[..])
		};
		assert!(decode(64).is_ok());
		assert!(decode(65).is_err());
	});
}

#[test]
fn gpu_models_should_not_change_when_the_origin_is_not_governance() {
	run(|| {
		for origin in [signed(ALICE), RuntimeOrigin::none()] {
			assert_noop!(
				Machines::set_gpu_model(origin.clone(), name(b"x"), LIMITS),
				BadOrigin
			);
			assert_noop!(
				Machines::remove_gpu_model(origin, fixtures::model()),
				BadOrigin
			);
		}
	});
}
