//! A runtime with one parameter: a window in milliseconds.

// `dynamic_params` writes the indexes of its enums as `usize as u8`.
#![allow(clippy::cast_possible_truncation)]

use crate::{self as pallet_params, CheckParameter, FieldOutOfRange};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::AsEnsureOriginWithArg,
};
use frame_system::{EnsureNever, EnsureRoot};
use scale_info::TypeInfo;
use sp_runtime::BuildStorage;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeHoldReason,
		RuntimeFreezeReason
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(2)]
	pub type Params = pallet_params;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

/// Two windows.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Windows {
	pub first: u64,
	pub second: u64,
}

#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Test>)]
pub mod dynamic {
	use super::*;

	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod theme {
		use super::*;

		#[codec(index = 0)]
		pub static Rules: Windows = Windows {
			first: 10,
			second: 20,
		};
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		set(Some(Windows {
			first: 1,
			second: 1,
		}))
	}
}

/// The parameter with a value, or without one.
pub fn set(value: Option<Windows>) -> RuntimeParameters {
	RuntimeParameters::Theme(dynamic::theme::Parameters::Rules(
		dynamic::theme::Rules,
		value,
	))
}

/// Every window is at least 1 ms long.
pub struct Checks;
impl CheckParameter<RuntimeParameters> for Checks {
	fn check(key_value: &RuntimeParameters) -> Result<(), FieldOutOfRange> {
		let RuntimeParameters::Theme(dynamic::theme::Parameters::Rules(_, Some(windows))) =
			key_value
		else {
			return Ok(());
		};
		match windows {
			Windows { first: 0, .. } => Err(FieldOutOfRange(0)),
			Windows { second: 0, .. } => Err(FieldOutOfRange(1)),
			_ => Ok(()),
		}
	}
}

/// What a preset says: the first window.
#[derive(Default, Clone, serde::Serialize, serde::Deserialize)]
pub struct Genesis(pub Option<u64>);
impl From<Genesis> for Vec<RuntimeParameters> {
	fn from(genesis: Genesis) -> Self {
		genesis
			.0
			.map(|first| set(Some(Windows { first, second: 20 })))
			.into_iter()
			.collect()
	}
}

impl pallet_parameters::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = AsEnsureOriginWithArg<EnsureNever<()>>;
	type WeightInfo = ();
}

impl pallet_params::Config for Test {
	type GovernanceOrigin = EnsureRoot<u64>;
	type Checks = Checks;
	type Genesis = Genesis;
	type WeightInfo = ();
}

/// Externalities whose preset sets the first window.
pub fn new_test_ext_with(first: Option<u64>) -> sp_io::TestExternalities {
	let storage = RuntimeGenesisConfig {
		params: crate::GenesisConfig {
			parameters: Genesis(first),
		},
		..Default::default()
	}
	.build_storage()
	.expect("the genesis of the mock is valid");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Externalities with default parameters.
pub fn new_test_ext() -> sp_io::TestExternalities {
	new_test_ext_with(None)
}
