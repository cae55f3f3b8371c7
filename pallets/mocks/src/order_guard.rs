//! Orders that hold machines back.

use std::cell::Cell;

use dbc_primitives::{traits::OrderGuard, MachineId};
use sp_runtime::{DispatchError, DispatchResult};

/// What the orders of [`MockOrderGuard`] are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MockOrders {
	/// There are none, and the last one ended long ago.
	None,
	/// The last one ended not long ago.
	EndedLately,
	/// One is over, but not closed.
	NotClosed,
	/// One is live.
	Live,
}

thread_local! {
	static ORDERS: Cell<MockOrders> = const { Cell::new(MockOrders::None) };
}

/// Guards every machine as the test says.
pub struct MockOrderGuard;

impl MockOrderGuard {
	/// What the orders of every machine are like from now on.
	pub fn set(orders: MockOrders) {
		ORDERS.set(orders);
	}

	fn ensure_below(limit: MockOrders) -> DispatchResult {
		if ORDERS.get() >= limit {
			return Err(DispatchError::Other("mock: orders"));
		}
		Ok(())
	}
}

impl OrderGuard for MockOrderGuard {
	fn ensure_vacant(_machine: &MachineId) -> DispatchResult {
		Self::ensure_below(MockOrders::Live)
	}
	fn ensure_all_closed(_machine: &MachineId) -> DispatchResult {
		Self::ensure_below(MockOrders::NotClosed)
	}
	fn ensure_may_exit(_machine: &MachineId) -> DispatchResult {
		Self::ensure_below(MockOrders::EndedLately)
	}
}
