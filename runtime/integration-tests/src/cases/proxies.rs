//! What an operator may do for an owner.

use dbc_runtime::{Runtime, RuntimeCall, RuntimeEvent, System};
use frame_support::assert_ok;
use sp_core::Pair;
use sp_keyring::Sr25519Keyring::{self, Bob, Dave, Eve};
use sp_runtime::{DispatchError, DispatchResult, MultiAddress};

use dbc_runtime::configs::ProxyType;

use crate::{
	env::{development, dispatch},
	state,
};

/// Makes Dave Bob's operator.
fn appoint() {
	assert_ok!(dispatch(
		Bob,
		RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
			delegate: MultiAddress::Id(Dave.to_account_id()),
			proxy_type: ProxyType::MachineOperator,
			delay: 0,
		})
	));
}

/// Dave does something for Bob.
fn operate(call: RuntimeCall) -> DispatchResult {
	by_proxy(Dave, Bob, call)
}

/// `delegate` does something for `real`.
fn by_proxy(delegate: Sr25519Keyring, real: Sr25519Keyring, call: RuntimeCall) -> DispatchResult {
	assert_ok!(dispatch(
		delegate,
		RuntimeCall::Proxy(pallet_proxy::Call::proxy {
			real: MultiAddress::Id(real.to_account_id()),
			force_proxy_type: None,
			call: Box::new(call),
		})
	));
	System::events()
		.iter()
		.rev()
		.find_map(|record| match record.event {
			RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => Some(result),
			_ => None,
		})
		.expect("a proxy acted")
}

#[test]
fn operator_should_do_the_daily_work_when_appointed() {
	development().execute_with(|| {
		state::feed(12_000_000);
		appoint();
		let key = state::machine_key(1);
		assert_ok!(operate(state::registration(Bob, &key)));
		let machine = key.public().0;
		for call in [
			pallet_machines::Call::set_profile {
				machine,
				profile: state::profile(),
			},
			pallet_machines::Call::set_extra_price {
				machine,
				extra_price: 1,
			},
			pallet_machines::Call::close { machine },
			pallet_machines::Call::open { machine },
		] {
			assert_ok!(operate(RuntimeCall::Machines(call)));
		}
	});
}

#[test]
fn verifier_should_vote_through_a_proxy_that_cannot_touch_its_bond() {
	use pallet_committee::Call as Committee;
	development().execute_with(|| {
		state::feed(12_000_000);
		let machine = state::registered(1);
		let (job, members) = state::drawn(machine);
		let member = members[0];
		assert_ok!(dispatch(
			member,
			RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
				delegate: MultiAddress::Id(Bob.to_account_id()),
				proxy_type: ProxyType::Verifier,
				delay: 0,
			})
		));
		let vote = state::sealed(machine, job, member, &state::acceptance());
		assert_ok!(by_proxy(Bob, member, vote));
		let request = pallet_verification::Requests::<Runtime>::get(machine).expect("open");
		let ballot = request.ballot.expect("drawn");
		assert!(ballot.seats[0].commitment.is_some());

		let refused: DispatchResult = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		for call in [Committee::reduce_bond { amount: 1 }, Committee::leave {}] {
			assert_eq!(by_proxy(Bob, member, RuntimeCall::Committee(call)), refused);
		}
		let call = Committee::pause {};
		assert_ok!(by_proxy(Bob, member, RuntimeCall::Committee(call)));
	});
}

#[test]
fn operator_should_be_refused_when_money_would_move() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let machine = state::registered(1);
		appoint();
		let eve = Eve.to_account_id();
		let refused: DispatchResult = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		for call in [
			RuntimeCall::Machines(pallet_machines::Call::exit { machine }),
			RuntimeCall::Machines(pallet_machines::Call::set_payee {
				machine,
				payee: Some(eve.clone()),
			}),
			RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
				dest: MultiAddress::Id(eve.clone()),
				value: 1,
			}),
		] {
			assert_eq!(operate(call.clone()), refused);
			// Nor inside a batch: the filter stays with the origin.
			let batch = pallet_utility::Call::batch_all { calls: vec![call] };
			assert!(matches!(
				operate(RuntimeCall::Utility(batch)),
				Err(DispatchError::Module(_))
			));
		}
	});
}

#[test]
fn renter_should_book_through_a_proxy_that_cannot_transfer() {
	development().execute_with(|| {
		state::feed(12_000_000);
		let machine = state::active(1);
		assert_ok!(dispatch(
			Eve,
			RuntimeCall::Proxy(pallet_proxy::Call::add_proxy {
				delegate: MultiAddress::Id(Dave.to_account_id()),
				proxy_type: ProxyType::Renter,
				delay: 0,
			})
		));
		let by_dave = |call| by_proxy(Dave, Eve, call);
		assert_ok!(by_dave(state::rent_call(machine, 1, 3_600_000)));
		let order = state::last_order();
		for call in [
			pallet_rental::Call::confirm { order },
			pallet_rental::Call::end { order },
		] {
			assert_ok!(by_dave(RuntimeCall::Rental(call)));
		}
		let transfer = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: MultiAddress::Id(Dave.to_account_id()),
			value: 1,
		});
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(by_dave(transfer), Err(filtered));
	});
}

#[test]
fn non_transfer_proxy_should_use_orders_but_not_rent() {
	use frame_support::traits::InstanceFilter;
	let rent = state::rent_call([1; 32], 1, 3_600_000);
	let confirm = RuntimeCall::Rental(pallet_rental::Call::confirm { order: 0 });
	assert!(!ProxyType::NonTransfer.filter(&rent));
	assert!(ProxyType::NonTransfer.filter(&confirm));
	assert!(!ProxyType::NonTransfer.is_superset(&ProxyType::Renter));
}

#[test]
fn proxies_should_do_the_daily_work_of_reports_and_rewards_but_not_appeal() {
	use frame_support::traits::InstanceFilter;
	use pallet_faults::Call as Faults;
	use ProxyType::{MachineOperator, NonTransfer, Verifier};
	let report = 0;
	let close = RuntimeCall::Faults(Faults::close { report });
	let repaired = RuntimeCall::Faults(Faults::report_repaired { report });
	let claim = RuntimeCall::Rewards(pallet_rewards::Call::claim {});
	let appeal = RuntimeCall::Sanctions(pallet_sanctions::Call::appeal {
		id: 0,
		reason: Default::default(),
	});
	let allowed =
		|kind: ProxyType| [&close, &repaired, &claim, &appeal].map(|call| kind.filter(call));
	assert_eq!(allowed(MachineOperator), [false, true, true, false]);
	assert_eq!(allowed(Verifier), [true, false, false, false]);
	assert_eq!(allowed(NonTransfer), [true, true, true, false]);
}
