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

pub(crate) use crate::{
	fixtures::{beacon, exclusions, BOX_KEY, SUBJECT},
	mock::*,
	Error, Event,
};
pub(crate) use dbc_primitives::{
	traits::{MemberInspect, VerifierPool},
	MemberStatus,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::DispatchError::BadOrigin;

type E = Error<Test>;

mod add_member;
mod bond;
mod box_key;
mod draw;
mod fairness;
mod genesis;
mod join;
mod leave;
mod lifecycle;
mod pause;
mod queue;
mod reads;
mod refresh;
mod remove_member;
mod sequences;
mod settle;
mod try_state;
mod weights;
