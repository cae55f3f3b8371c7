use super::*;
use sp_runtime::BuildStorage;

fn build(gpu_models: Vec<(Vec<u8>, dbc_primitives::GpuModelLimits)>) {
	let config = crate::GenesisConfig::<Test> {
		gpu_models,
		..Default::default()
	};
	config.build_storage().unwrap();
}

#[test]
fn genesis_should_hold_the_models_when_they_are_valid() {
	run(|| {
		assert_eq!(
			crate::GpuModels::<Test>::iter().collect::<Vec<_>>(),
			[(fixtures::model(), fixtures::limits())]
		);
	});
}

#[test]
#[should_panic(expected = "the name of a GPU model is too long")]
fn genesis_should_fail_when_a_name_is_too_long() {
	build(vec![(vec![b'g'; 65], fixtures::limits())]);
}

#[test]
#[should_panic(expected = "a GPU model is not valid")]
fn genesis_should_fail_when_a_name_is_empty() {
	build(vec![(vec![], fixtures::limits())]);
}
