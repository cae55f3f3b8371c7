//! One file for each call or subject.
#![allow(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	clippy::cast_possible_wrap,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	clippy::unwrap_used
)]

pub(crate) use crate::{fixtures, mock::*, Error, Event, HardwareOf, Profiles};
pub(crate) use dbc_mocks::{
	MachineChange, MockOrderGuard, MockOrders, MockPrice, RecordMachineChanges,
};
pub(crate) use dbc_primitives::{
	traits::{
		MachineAvailability, MachineInspect, MachineStake, MachineVerification, OutageInspect,
	},
	OutageCause, Phase, RejectReason,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError::{self, BadOrigin};

mod activate;
mod close_open;
mod exit;
mod force;
mod genesis;
mod gpu_models;
mod hardware_change;
mod lifecycle;
mod outage;
mod payee;
mod profile;
mod reads;
mod register;
mod remove;
mod restake;
mod sequences;
mod stake;
mod top_up;
mod try_state;
mod verification;

type E = Error<Test>;
