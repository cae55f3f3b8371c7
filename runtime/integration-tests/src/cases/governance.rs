//! What the council decides.

use dbc_runtime::{Committee, Council, Runtime, RuntimeCall, RuntimeOrigin};
use frame_support::{assert_ok, weights::Weight};
use pallet_committee::Call;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, One};
use sp_runtime::traits::{BlakeTwo256, Hash};

use codec::Encode;

use crate::env::chain;

/// The motion to make `One` a verifier.
fn motion() -> RuntimeCall {
	RuntimeCall::Committee(Call::add_member {
		who: One.to_account_id(),
	})
}

fn origin(who: Sr25519Keyring) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.to_account_id())
}

/// Alice moves, and `yes` vote for it, on a network whose council has three members. Whether it was carried out.
fn carried(yes: &[Sr25519Keyring]) -> bool {
	let mut carried = false;
	chain(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let call = motion();
		let (hash, length) = (
			BlakeTwo256::hash_of(&call),
			u32::try_from(call.encoded_size()).expect("small"),
		);
		let threshold = u32::try_from(yes.len()).expect("few").max(1);
		assert_ok!(Council::propose(
			origin(Alice),
			threshold,
			Box::new(call),
			length
		));
		for member in yes.iter().filter(|_| threshold > 1) {
			assert_ok!(Council::vote(origin(*member), hash, 0, true));
		}
		if threshold > 1 {
			assert_ok!(Council::close(
				origin(Alice),
				hash,
				0,
				Weight::from_parts(10_000_000_000, 100_000),
				length
			));
		}
		carried = Committee::read_member(&One.to_account_id()).is_some();
	});
	carried
}

#[test]
fn verifier_should_be_approved_when_more_than_half_of_the_council_agree() {
	assert!(carried(&[Alice, Bob]));
	assert!(carried(&[Alice, Bob, Charlie]));
}

#[test]
fn verifier_should_not_be_approved_when_one_of_three_council_members_acts_alone() {
	assert!(!carried(&[Alice]));
}

#[test]
fn verifier_should_not_be_approved_when_a_stranger_asks() {
	chain(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		assert!(Committee::add_member(origin(Bob), One.to_account_id()).is_err());
		assert!(
			Council::propose(origin(Sr25519Keyring::Ferdie), 1, Box::new(motion()), 1_000).is_err()
		);
		assert_eq!(
			pallet_collective::Members::<Runtime, pallet_collective::Instance1>::get().len(),
			3
		);
	});
}
