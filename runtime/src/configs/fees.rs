//! Fees of transactions: what they cost and who gets them.

use frame_support::{
	parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		ConstU128, ConstU8, Get, Imbalance, OnUnbalanced,
	},
	weights::{ConstantMultiplier, Weight, WeightToFee},
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{traits::Bounded, FixedPointNumber, Perquintill};

use crate::{
	accounts::Treasury,
	constants::fees::{
		COLLATOR_PERCENT, PER_BYTE, PER_PICOSECOND, PER_PROOF_BYTE, TREASURY_PERCENT,
	},
	AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent,
};

/// The fee of a weight: its time or its proof, whichever costs more.
pub struct TimeOrProof;
impl WeightToFee for TimeOrProof {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let time = Balance::from(weight.ref_time()).saturating_mul(PER_PICOSECOND);
		let proof = Balance::from(weight.proof_size()).saturating_mul(PER_PROOF_BYTE);
		time.max(proof)
	}
}

/// Gives what was taken to the treasury.
pub struct ToTreasury;
impl OnUnbalanced<Credit<AccountId, Balances>> for ToTreasury {
	fn on_nonzero_unbalanced(credit: Credit<AccountId, Balances>) {
		if let Err(lost) = Balances::resolve(&Treasury::get(), credit) {
			// Only when the treasury is below the existential deposit: every preset endows it.
			log::error!("{} planck are burned: no treasury", lost.peek());
		}
	}
}

/// Splits the fee of a transaction: the treasury's share is rounded down, the collator gets the rest and the whole tip.
/// Without a known author, and if an account cannot receive, the treasury gets everything.
pub struct SplitFees;
impl OnUnbalanced<Credit<AccountId, Balances>> for SplitFees {
	fn on_unbalanceds(mut fees_then_tips: impl Iterator<Item = Credit<AccountId, Balances>>) {
		let Some(fee) = fees_then_tips.next() else {
			return;
		};
		let (treasury, mut collator) = fee.ration(TREASURY_PERCENT, COLLATOR_PERCENT);
		for tip in fees_then_tips {
			collator.subsume(tip);
		}
		let rest = match Authorship::author() {
			Some(author) => Balances::resolve(&author, collator).err(),
			None => Some(collator),
		};
		let credit = match rest {
			Some(rest) => treasury.merge(rest),
			None => treasury,
		};
		ToTreasury::on_unbalanced(credit);
	}
}

parameter_types! {
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_rational(1, 10);
	pub MaximumMultiplier: Multiplier = Bounded::max_value();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, SplitFees>;
	type WeightToFee = TimeOrProof;
	type LengthToFee = ConstantMultiplier<Balance, ConstU128<PER_BYTE>>;
	// Moves slowly with the fullness of blocks, and never below a tenth.
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}
