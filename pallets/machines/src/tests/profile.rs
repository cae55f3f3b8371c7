use super::*;
use codec::{Decode, Encode};
use dbc_primitives::{Profile, TelecomName};

fn set(profile: Profile) -> sp_runtime::DispatchResult {
	Machines::set_profile(signed(ALICE), id(1), profile)
}

#[test]
fn profile_should_be_stored_when_it_is_valid() {
	run(|| {
		register(1, ALICE);
		events();
		assert_ok!(set(fixtures::profile()));
		assert_eq!(Profiles::<Test>::get(id(1)), Some(fixtures::profile()));
		assert_eq!(events(), [Event::ProfileSet { machine: id(1) }]);
	});
}

#[test]
fn profile_should_be_replaced_when_set_again() {
	run(|| {
		register_with_profile(1, ALICE);
		let other = Profile {
			bare_metal: false,
			..fixtures::profile()
		};
		assert_ok!(set(other.clone()));
		assert_eq!(Profiles::<Test>::get(id(1)), Some(other));
	});
}

#[test]
fn profile_should_be_accepted_when_it_is_at_the_bounds() {
	run(|| {
		register(1, ALICE);
		for (latitude, longitude) in [(900_000, 1_800_000), (-900_000, -1_800_000), (0, 0)] {
			let telecom_operators = vec![TelecomName::truncate_from(vec![b'x'])];
			assert_ok!(set(Profile {
				latitude,
				longitude,
				upload_mbps: 1,
				download_mbps: 1,
				telecom_operators: telecom_operators.try_into().unwrap(),
				bare_metal: false,
			}));
		}
	});
}

#[test]
fn profile_should_be_refused_when_the_latitude_is_91_degrees() {
	run(|| {
		register(1, ALICE);
		for latitude in [910_000, 900_001, -900_001, i32::MAX, i32::MIN] {
			let profile = Profile {
				latitude,
				..fixtures::profile()
			};
			assert_noop!(set(profile), E::LatitudeOutOfRange);
		}
	});
}

#[test]
fn profile_should_be_refused_when_the_longitude_is_out_of_range() {
	run(|| {
		register(1, ALICE);
		for longitude in [1_800_001, -1_800_001, i32::MAX, i32::MIN] {
			let profile = Profile {
				longitude,
				..fixtures::profile()
			};
			assert_noop!(set(profile), E::LongitudeOutOfRange);
		}
	});
}

#[test]
fn profile_should_be_refused_when_a_bandwidth_is_zero() {
	run(|| {
		register(1, ALICE);
		assert_noop!(
			set(Profile {
				upload_mbps: 0,
				..fixtures::profile()
			}),
			E::BandwidthZero
		);
		assert_noop!(
			set(Profile {
				download_mbps: 0,
				..fixtures::profile()
			}),
			E::BandwidthZero
		);
	});
}

#[test]
fn profile_should_be_refused_when_no_operator_is_named() {
	run(|| {
		register(1, ALICE);
		let profile = Profile {
			telecom_operators: Default::default(),
			..fixtures::profile()
		};
		assert_noop!(set(profile), E::TelecomOperatorMissing);
	});
}

#[test]
fn profile_should_be_refused_when_an_operator_has_an_empty_name() {
	run(|| {
		register(1, ALICE);
		let mut profile = fixtures::profile();
		profile.telecom_operators[3] = TelecomName::default();
		assert_noop!(set(profile), E::TelecomNameEmpty);
	});
}

#[test]
fn profile_should_be_refused_when_a_name_is_not_utf8() {
	run(|| {
		register(1, ALICE);
		let mut profile = fixtures::profile();
		profile.telecom_operators[1] = TelecomName::truncate_from(vec![0xff, 0xfe]);
		assert_noop!(set(profile), E::TelecomNameNotUtf8);
	});
}

/// A call that says what [`fixtures::profile`] says, with other operators.
fn encoded_call(operators: Vec<Vec<u8>>) -> Vec<u8> {
	let profile = fixtures::profile();
	(
		(1u8, id(1)),
		(
			profile.longitude,
			profile.latitude,
			profile.upload_mbps,
			profile.download_mbps,
		),
		operators,
		profile.bare_metal,
	)
		.encode()
}

#[test]
fn profile_should_not_decode_when_a_name_is_too_long() {
	run(|| {
		let decode = |bytes: Vec<u8>| crate::Call::<Test>::decode(&mut &bytes[..]);
		assert!(decode(encoded_call(vec![vec![b't'; 32]; 4])).is_ok());
		assert!(decode(encoded_call(vec![vec![b't'; 33]])).is_err());
	});
}

#[test]
fn profile_should_not_decode_when_five_operators_are_named() {
	run(|| {
		let bytes = encoded_call(vec![vec![b't'; 32]; 5]);
		assert!(crate::Call::<Test>::decode(&mut &bytes[..]).is_err());
	});
}

#[test]
fn profile_should_be_refused_when_the_caller_is_not_the_owner() {
	run(|| {
		register(1, ALICE);
		assert_noop!(
			Machines::set_profile(signed(BOB), id(1), fixtures::profile()),
			E::NotOwner
		);
		assert_noop!(
			Machines::set_profile(signed(ALICE), id(2), fixtures::profile()),
			E::MachineNotFound
		);
		assert_noop!(
			Machines::set_profile(RuntimeOrigin::root(), id(1), fixtures::profile()),
			BadOrigin
		);
	});
}

#[test]
fn profile_should_be_locked_when_verification_has_started() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_noop!(set(fixtures::profile()), E::ProfileLocked);
	});
}

#[test]
fn profile_should_be_locked_when_the_machine_is_active() {
	run(|| {
		activate(1, ALICE, 4);
		assert_noop!(set(fixtures::profile()), E::ProfileLocked);
	});
}

#[test]
fn profile_should_be_open_when_the_machine_was_refused() {
	run(|| {
		register_with_profile(1, ALICE);
		assert_ok!(Machines::begin_verification(&id(1)));
		assert_ok!(Machines::reject(&id(1), RejectReason::WrongLocation));
		assert_ok!(set(fixtures::profile()));
	});
}
