use super::*;
use codec::{Decode, Encode};
use dbc_primitives::{RegistrationPayload, REGISTER_DOMAIN};
use sp_core::{Pair, H256};

/// Registers machine 1 for Alice with a signature over anything.
fn register_with(
	expires_at: u64,
	signature: sp_core::sr25519::Signature,
) -> sp_runtime::DispatchResult {
	Machines::register(signed(ALICE), id(1), expires_at, signature)
}

#[test]
fn registration_should_hold_one_gpu_and_pay_the_fee_when_the_machine_agrees() {
	run(|| {
		register(1, ALICE);

		assert_eq!(on_hold(&ALICE), PER_GPU);
		assert_eq!(spendable(&ALICE), WEALTH - PER_GPU - FEE);
		assert_eq!(spendable(&TREASURY), FEE);
		let record = machine(1);
		assert_eq!(record.owner, ALICE);
		assert_eq!(record.phase, Phase::Registered);
		assert_eq!(record.registered_at, START);
		assert_eq!((record.stake, record.requirement), (PER_GPU, 0));
		assert!(crate::MachinesByOwner::<Test>::contains_key(ALICE, id(1)));
		let registered = Event::MachineRegistered {
			machine: id(1),
			owner: ALICE,
			stake: PER_GPU,
			fee: FEE,
		};
		assert_eq!(events(), [registered]);
	});
}

#[test]
fn registration_should_hold_the_dbc_side_when_the_price_is_low() {
	run(|| {
		MockPrice::set(6_000_000);
		register(1, ALICE);
		assert_eq!(on_hold(&ALICE), 100_000 * DBC);
	});
}

#[test]
fn registration_should_work_for_the_treasury_when_it_pays_itself() {
	run(|| {
		assert_ok!(Balances::transfer_allow_death(
			signed(ALICE),
			TREASURY,
			WEALTH / 2
		));
		register(1, TREASURY);
		assert_eq!(on_hold(&TREASURY), PER_GPU);
		assert_eq!(spendable(&TREASURY), WEALTH / 2 - PER_GPU);
	});
}

#[test]
fn registration_should_cost_only_the_stake_when_there_is_no_fee() {
	run(|| {
		Rules::set(dbc_primitives::MachineRules {
			registration_fee: 0,
			..GENESIS_RULES
		});
		register(1, ALICE);
		assert_eq!(spendable(&ALICE), WEALTH - PER_GPU);
		assert_eq!(spendable(&TREASURY), 0);
	});
}

#[test]
fn payload_should_have_92_bytes_when_encoded() {
	run(|| {
		let payload = Machines::registration_payload(ALICE, 0x0102_0304_0506_0708);
		assert_eq!(payload.len(), 92);
		assert_eq!(&payload[..20], b"dbc/machine/register");
		assert_eq!(&payload[20..52], System::block_hash(0).as_bytes());
		assert_eq!(&payload[52..84], &[1; 32]);
		assert_eq!(&payload[84..], &[8, 7, 6, 5, 4, 3, 2, 1]);
	});
}

#[test]
fn registration_should_be_refused_when_the_origin_is_not_signed() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Machines::register(origin, id(1), expires_at, signature),
				BadOrigin
			);
		}
	});
}

#[test]
fn registration_should_be_refused_when_the_key_is_registered() {
	run(|| {
		register(1, BOB);
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::AlreadyRegistered);
	});
}

#[test]
fn registration_should_be_refused_when_the_same_signature_is_used_twice() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		assert_ok!(register_with(expires_at, signature));
		assert_noop!(register_with(expires_at, signature), E::AlreadyRegistered);
	});
}

#[test]
fn registration_should_be_refused_when_the_signature_has_expired() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		set_time(expires_at - 1);
		assert_ok!(frame_support::storage::with_transaction(|| {
			sp_runtime::TransactionOutcome::Rollback(register_with(expires_at, signature))
		}));
		for now in [expires_at, expires_at + 1, u64::MAX] {
			set_time(now);
			assert_noop!(register_with(expires_at, signature), E::ExpiredSignature);
		}
	});
}

#[test]
fn registration_should_be_refused_when_the_signature_lives_too_long() {
	run(|| {
		let sign = |expires_at| key(1).sign(&Machines::registration_payload(ALICE, expires_at));
		for expires_at in [START + DAY + 1, u64::MAX] {
			assert_noop!(
				register_with(expires_at, sign(expires_at)),
				E::SignatureLifetimeTooLong
			);
		}
		assert_ok!(register_with(START + DAY, sign(START + DAY)));
	});
}

#[test]
fn registration_should_be_refused_when_another_machine_signed() {
	run(|| {
		let (expires_at, signature) = signature(2, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::BadSignature);
	});
}

#[test]
fn threat_24_registration_should_be_refused_when_the_machine_signed_for_another_owner() {
	run(|| {
		let (expires_at, signature) = signature(1, &BOB);
		assert_noop!(register_with(expires_at, signature), E::BadSignature);
	});
}

#[test]
fn registration_should_be_refused_when_another_expiry_was_signed() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at + 1, signature), E::BadSignature);
	});
}

#[test]
fn threat_25_registration_should_be_refused_when_another_chain_was_signed_for() {
	run(|| {
		let expires_at = START + HOUR;
		let foreign: RegistrationPayload<H256, AccountId> =
			(REGISTER_DOMAIN, H256([42; 32]), ALICE, expires_at);
		let signature = key(1).sign(&foreign.encode());
		assert_noop!(register_with(expires_at, signature), E::BadSignature);
	});
}

#[test]
fn registration_should_be_refused_when_another_domain_was_signed() {
	run(|| {
		let expires_at = START + HOUR;
		let payload = (
			*b"dbc/machine/registeR",
			System::block_hash(0),
			ALICE,
			expires_at,
		);
		let signature = key(1).sign(&payload.encode());
		assert_noop!(register_with(expires_at, signature), E::BadSignature);
	});
}

#[test]
fn registration_should_be_refused_when_the_signature_is_made_up() {
	run(|| {
		for bytes in [[0u8; 64], [255; 64]] {
			let signature = sp_core::sr25519::Signature::from_raw(bytes);
			assert_noop!(register_with(START + HOUR, signature), E::BadSignature);
		}
	});
}

#[test]
fn registration_should_be_refused_when_the_machine_is_no_valid_key() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		for machine in [[0u8; 32], [255; 32]] {
			assert_noop!(
				Machines::register(signed(ALICE), machine, expires_at, signature),
				E::BadSignature
			);
		}
	});
}

#[test]
fn registration_should_be_refused_when_there_is_no_price() {
	run(|| {
		MockPrice::clear();
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::PriceUnavailable);
	});
}

#[test]
fn registration_should_be_refused_when_the_price_is_stale() {
	run(|| {
		MockPrice::make_stale();
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::PriceUnavailable);
	});
}

#[test]
fn registration_should_be_refused_when_a_planck_is_missing() {
	run(|| {
		let needed = PER_GPU + FEE;
		assert_ok!(Balances::transfer_allow_death(
			signed(ALICE),
			BOB,
			WEALTH - needed + 1
		));
		assert_eq!(spendable(&ALICE), needed - 1);
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::InsufficientBalance);

		assert_ok!(Balances::transfer_allow_death(signed(BOB), ALICE, 1));
		assert_ok!(register_with(expires_at, signature));
		assert_eq!(spendable(&ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn registration_should_be_refused_when_the_funds_are_locked() {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	run(|| {
		let locked = WEALTH - PER_GPU;
		Balances::set_lock(*b"vesting ", &ALICE, locked, WithdrawReasons::all());
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::InsufficientBalance);
	});
}

#[test]
fn registration_should_be_refused_when_the_stake_is_beyond_all_money() {
	run(|| {
		Rules::set(dbc_primitives::MachineRules {
			stake_per_gpu: u128::MAX,
			stake_usd_per_gpu: u64::MAX,
			registration_fee: u128::MAX,
			..GENESIS_RULES
		});
		let (expires_at, signature) = signature(1, &ALICE);
		assert_noop!(register_with(expires_at, signature), E::InsufficientBalance);
	});
}

#[test]
fn registration_should_not_decode_when_the_call_is_cut_short() {
	run(|| {
		let (expires_at, signature) = signature(1, &ALICE);
		let call = crate::Call::<Test>::register {
			machine: id(1),
			expires_at,
			signature,
		};
		let bytes = call.encode();
		assert!(crate::Call::<Test>::decode(&mut &bytes[..]).is_ok());
		assert!(crate::Call::<Test>::decode(&mut &bytes[..bytes.len() - 1]).is_err());
	});
}

#[test]
fn registration_should_add_up_when_an_owner_has_two_machines() {
	run(|| {
		register(1, ALICE);
		MockPrice::set(2 * PRICE);
		register(2, ALICE);
		assert_eq!(machine(2).stake, 33_333_333_333_333_333_334);
		assert_eq!(on_hold(&ALICE), PER_GPU + 33_333_333_333_333_333_334);
		assert_eq!(spendable(&TREASURY), 2 * FEE);
	});
}
