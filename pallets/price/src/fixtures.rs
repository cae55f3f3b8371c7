//! Builders shared by tests and benchmarks.

use codec::{Decode, Encode};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::TrailingZeroInput;

use crate::Config;

/// The account of the feeder with this number.
#[allow(clippy::expect_used)]
pub(crate) fn feeder<T: Config>(number: u32) -> T::AccountId {
	let bytes = (b"price/feeder", number).using_encoded(blake2_256);
	T::AccountId::decode(&mut TrailingZeroInput::new(&bytes)).expect("the input never ends")
}
