//! What holds on every chain at any time.

use dbc_runtime::{Balance, Balances, Runtime};

/// Every invariant of every pallet of ours, and that nobody has what does not exist.
pub fn check() {
	let checked = [
		pallet_clock::Pallet::<Runtime>::do_try_state(),
		pallet_price::Pallet::<Runtime>::do_try_state(),
		pallet_machines::Pallet::<Runtime>::do_try_state(),
		pallet_committee::Pallet::<Runtime>::do_try_state(),
		pallet_verification::Pallet::<Runtime>::do_try_state(),
		pallet_rental::Pallet::<Runtime>::do_try_state(),
		pallet_rewards::Pallet::<Runtime>::do_try_state(),
		pallet_faults::Pallet::<Runtime>::do_try_state(),
		pallet_sanctions::Pallet::<Runtime>::do_try_state(),
	];
	for (nth, checked) in checked.into_iter().enumerate() {
		assert_eq!(checked, Ok(()), "pallet {nth}, counted from the clock");
	}
	let accounts = frame_system::Account::<Runtime>::iter_values();
	let had = accounts.map(|info| info.data.free + info.data.reserved);
	let issuance = Balances::total_issuance();
	assert_eq!(had.sum::<Balance>(), issuance, "what everybody has");
}
