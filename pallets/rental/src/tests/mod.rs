//! One file for each call or subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::cast_sign_loss,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

pub(crate) use crate::{mock::*, Error, Event, Ids, Occupancies, OrderRecord, Orders, OrdersOf};
pub(crate) use dbc_math::rent::{earned_floor, part_ceil};
pub(crate) use dbc_mocks::{MockPrice, MockStalls, OrderChange, RecordOrderChanges};
pub(crate) use dbc_primitives::{
	traits::{OnMachineChange, OrderClaims, OrderControl, OrderGuard, OrderInspect},
	CloseReason, DatedWindow, Moment, OrderId, OrderInfo, OrderStage, OutageCause, Receipt,
	RentRefusal, RentRequest, Schedule, ScheduleError, WeeklyWindow,
};
pub(crate) use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate};
pub(crate) use sp_runtime::DispatchError::BadOrigin;

mod agenda;
mod cancel;
mod confirm;
mod end;
mod extend;
mod force_close;
mod guards;
mod histories;
mod lifecycle;
mod machine_changes;
mod reads;
mod rent;
mod reports;
mod schedule;
mod settle;
mod sizes;
mod threats;
mod try_state;

type E = Error<Test>;

/// The receipt of a closed order.
fn receipt(order: OrderId) -> Receipt<AccountId> {
	match Orders::<Test>::get(order) {
		Some(OrderRecord::Closed(receipt)) => receipt,
		other => panic!("order {order} is {other:?}"),
	}
}

/// Why an order was closed.
fn reason(order: OrderId) -> CloseReason {
	receipt(order).reason
}

/// The share of `paid` that is burned.
fn burn(paid: u128) -> u128 {
	paid * 5 / 100
}

/// What `who` has more now than at first.
fn gained(who: &AccountId) -> u128 {
	free(who) - WEALTH - EXISTENTIAL_DEPOSIT
}

/// What `who` has less now than at first.
fn spent(who: &AccountId) -> u128 {
	WEALTH + EXISTENTIAL_DEPOSIT - free(who)
}

/// The rent of `gpus` GPUs of a machine of the mocks, at [`PRICE`].
fn rent_for(gpus: u32, duration: Moment) -> u128 {
	let per_day = 25_452_400u128 * u128::from(gpus);
	(per_day * u128::from(duration) * DBC).div_ceil(120_000 * u128::from(DAY))
}

/// Lets `who` have `amount` that nothing holds; the lender takes or gives the rest.
fn set_free(who: &AccountId, amount: u128) {
	let before = free(who);
	Balances::set_balance(who, amount);
	Balances::set_balance(&LENDER, free(&LENDER) + before - amount);
}

/// From now on the fee of an order is one planck.
fn lower_fee() {
	Rules::mutate(|rules| {
		rules.reservation_fee = 1;
		rules.reservation_fee_time = 0;
	});
}

fn settle(order: OrderId) {
	assert_ok!(Rental::settle(signed(DAVE), order));
}

fn confirm(who: AccountId, order: OrderId) {
	assert_ok!(Rental::confirm(signed(who), order));
}
