//! Orders, as far as other pallets ask for them.

use std::cell::RefCell;

use codec::{Codec, Decode, Encode};
use dbc_primitives::{
	traits::{OrderClaims, OrderControl, OrderInspect, OrderParties},
	MachineId, Moment, OrderId, MAX_ORDERS,
};
use frame_support::{ensure, storage::unhashed, traits::ConstU32, BoundedVec};
use sp_runtime::{DispatchError, DispatchResult};

thread_local! {
	static FAILING: RefCell<Vec<OrderStep>> = const { RefCell::new(Vec::new()) };
}

/// What [`MockOrderBook`] can be told to fail at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStep {
	/// `freeze`.
	Freeze,
	/// `thaw`.
	Thaw,
}

/// The orders of a machine in [`MockOrderBook`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockMachineOrders<AccountId> {
	/// Whether an order is running.
	pub rented: bool,
	/// When the last confirmed order ended.
	pub idle_since: Option<Moment>,
	/// Who uses the machine by a live order.
	pub renters: Vec<AccountId>,
	/// Who pays for the orders that are running, and what is unpaid of them.
	pub claims: Vec<(AccountId, u128)>,
}

impl<AccountId> Default for MockMachineOrders<AccountId> {
	fn default() -> Self {
		Self {
			rented: false,
			idle_since: None,
			renters: Vec::new(),
			claims: Vec::new(),
		}
	}
}

/// What is kept of [`OrderParties`]: machine, renter, start, end.
type Stored<AccountId> = (MachineId, AccountId, Option<Moment>, Option<Moment>);

/// Orders as the test says. What a machine's orders are like does not depend on the time: claims are the same at any.
pub struct MockOrderBook;

fn check(step: OrderStep) -> DispatchResult {
	let fails = FAILING.with_borrow(|failing| failing.contains(&step));
	ensure!(!fails, DispatchError::Other("mock: told to fail"));
	Ok(())
}

impl MockOrderBook {
	/// At what it fails from now on.
	pub fn fail_at(steps: &[OrderStep]) {
		FAILING.set(steps.to_vec());
	}

	/// The parties of `order` are `parties` from now on; `None` forgets it.
	pub fn set_parties<AccountId: Codec + Clone>(
		order: OrderId,
		parties: Option<&OrderParties<AccountId>>,
	) {
		let key = crate::key("order", order);
		match parties {
			Some(parties) => {
				let stored: Stored<AccountId> = (
					parties.machine,
					parties.renter.clone(),
					parties.start,
					parties.end,
				);
				unhashed::put(&key, &stored);
			}
			None => unhashed::kill(&key),
		}
	}

	/// The orders of a machine.
	pub fn get<AccountId: Codec>(machine: &MachineId) -> MockMachineOrders<AccountId> {
		unhashed::get_or_default(&crate::key("orders", machine))
	}

	/// The orders of a machine are `orders` from now on.
	pub fn put<AccountId: Codec>(machine: &MachineId, orders: &MockMachineOrders<AccountId>) {
		unhashed::put(&crate::key("orders", machine), orders);
	}

	/// Since when nothing is earned by a machine's orders; `None` if something is.
	pub fn frozen(machine: &MachineId) -> Option<Moment> {
		unhashed::get(&crate::key("frozen", machine))
	}

	/// How often a machine's orders were thawed.
	pub fn thaws(machine: &MachineId) -> u32 {
		unhashed::get_or_default(&crate::key("thaws", machine))
	}
}

impl<AccountId: Codec> OrderInspect<AccountId> for MockOrderBook {
	fn parties(order: OrderId) -> Option<OrderParties<AccountId>> {
		let stored: Option<Stored<AccountId>> = unhashed::get(&crate::key("order", order));
		stored.map(|(machine, renter, start, end)| OrderParties {
			machine,
			renter,
			start,
			end,
		})
	}

	fn is_rented(machine: &MachineId) -> bool {
		Self::get::<AccountId>(machine).rented
	}

	fn idle_since(machine: &MachineId) -> Option<Moment> {
		Self::get::<AccountId>(machine).idle_since
	}

	fn renters(machine: &MachineId) -> BoundedVec<AccountId, ConstU32<MAX_ORDERS>> {
		BoundedVec::truncate_from(Self::get(machine).renters)
	}
}

impl<AccountId: Codec> OrderClaims<AccountId, u128> for MockOrderBook {
	fn claims(
		machine: &MachineId,
		_at: Moment,
	) -> BoundedVec<(AccountId, u128), ConstU32<MAX_ORDERS>> {
		BoundedVec::truncate_from(Self::get(machine).claims)
	}
}

impl OrderControl for MockOrderBook {
	fn freeze(machine: &MachineId, at: Moment) -> DispatchResult {
		check(OrderStep::Freeze)?;
		let thawed = Self::frozen(machine).is_none();
		ensure!(thawed, DispatchError::Other("mock: frozen already"));
		unhashed::put(&crate::key("frozen", machine), &at);
		Ok(())
	}

	fn thaw(machine: &MachineId) -> DispatchResult {
		check(OrderStep::Thaw)?;
		let frozen = Self::frozen(machine).is_some();
		ensure!(frozen, DispatchError::Other("mock: not frozen"));
		unhashed::kill(&crate::key("frozen", machine));
		unhashed::put(&crate::key("thaws", machine), &(Self::thaws(machine) + 1));
		Ok(())
	}
}
