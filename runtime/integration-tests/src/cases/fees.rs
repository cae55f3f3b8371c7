//! Who gets the fee of a transaction.

use dbc_runtime::{
	accounts::Treasury,
	constants::currency::{DBC, MILLI_DBC},
	Balance, Balances, Runtime, RuntimeCall, RuntimeEvent, System,
};
use frame_support::{assert_ok, traits::Get};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::MultiAddress;

use crate::env::{apply, development, free, signed};

fn transfer(to: Sr25519Keyring, value: Balance) -> RuntimeCall {
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
		dest: MultiAddress::Id(to.to_account_id()),
		value,
	})
}

/// The fee and the tip of the latest transaction.
fn paid() -> (Balance, Balance) {
	System::events()
		.iter()
		.rev()
		.find_map(|record| match &record.event {
			RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid {
					actual_fee, tip, ..
				},
			) => Some((*actual_fee - *tip, *tip)),
			_ => None,
		})
		.expect("a fee was paid")
}

#[test]
fn fee_should_go_to_treasury_and_collator_when_a_transfer_pays_it() {
	development().execute_with(|| {
		let (treasury, collator, issuance) = (
			free(&Treasury::get()),
			free(&Alice.to_account_id()),
			Balances::total_issuance(),
		);
		let (payer, receiver) = (free(&Bob.to_account_id()), free(&Charlie.to_account_id()));

		assert_ok!(apply(signed(Bob, transfer(Charlie, DBC), 7)).expect("valid"));

		let (fee, tip) = paid();
		assert_eq!(tip, 7);
		assert!((50 * MILLI_DBC..DBC).contains(&fee), "{fee} planck");
		let share = fee * 80 / 100;
		assert_eq!(free(&Treasury::get()) - treasury, share);
		assert_eq!(free(&Alice.to_account_id()) - collator, fee - share + tip);
		assert_eq!(payer - free(&Bob.to_account_id()), DBC + fee + tip);
		assert_eq!(free(&Charlie.to_account_id()) - receiver, DBC);
		assert_eq!(Balances::total_issuance(), issuance);
	});
}

#[test]
fn fee_should_be_returned_when_an_observation_is_accepted_and_paid_when_refused() {
	development().execute_with(|| {
		let submit = |price| RuntimeCall::Price(pallet_price::Call::submit { price });
		let before = free(&Alice.to_account_id());
		assert_ok!(apply(signed(Alice, submit(12_000_000), 0)).expect("valid"));
		assert_eq!(free(&Alice.to_account_id()), before);

		let before = free(&Bob.to_account_id());
		let refused = apply(signed(Bob, submit(12_000_000), 0)).expect("valid");
		assert_eq!(
			refused,
			Err(pallet_price::Error::<Runtime>::NotFeeder.into())
		);
		assert!(free(&Bob.to_account_id()) < before);
	});
}
