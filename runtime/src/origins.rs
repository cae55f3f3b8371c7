//! Who may do what that no signature alone allows.

use crate::AccountId;
use frame_support::traits::EitherOfDiverse;
use frame_system::EnsureRoot;
use pallet_collective::{
	EnsureProportionAtLeast, EnsureProportionMoreThan, Instance1 as Council,
	Instance2 as TechnicalCommittee,
};

/// Root, or more than half of the council: sets parameters, approves feeders, keeps the table of GPU models and the
/// members of the committee, and appoints the technical committee.
pub type Governance =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureProportionMoreThan<AccountId, Council, 1, 2>>;

/// Root, or three quarters of the council: sets the council's own members.
pub type CouncilReform =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureProportionAtLeast<AccountId, Council, 3, 4>>;

/// Root, or half of the technical committee: decides appeals against sanctions.
pub type TechnicalDecision = TechnicalVeto;

/// Root, or half of the technical committee: stops motions of the council that would break the chain.
pub type TechnicalVeto = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionAtLeast<AccountId, TechnicalCommittee, 1, 2>,
>;
