//! What accounts do together or for each other: batches, proxies, multisigs. Sudo where it exists.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU128, ConstU32, InstanceFilter};
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

use crate::{
	constants::currency::deposit, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent,
	System,
};

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	// One item: 32 bytes of key, 88 of value.
	type DepositBase = ConstU128<{ deposit(1, 120) }>;
	// 32 bytes for each signatory.
	type DepositFactor = ConstU128<{ deposit(0, 32) }>;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do. The encoding is storage format: never renumber.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Everything but moving money out of the account.
	#[codec(index = 1)]
	NonTransfer,
	/// Rejecting announced calls of other proxies.
	#[codec(index = 2)]
	CancelProxy,
	/// The daily work on machines: registering, describing, pricing, scheduling, topping up, taking down and up, answering
	/// reports, claiming rewards to the owner's account. Not where rent goes to, not appeals, and not leaving.
	#[codec(index = 3)]
	MachineOperator,
	/// The daily work of a committee member: voting on machines and on reports, pausing and resuming. Not the bond, not
	/// appeals, and not leaving.
	#[codec(index = 4)]
	Verifier,
	/// Renting machines with the account's money: booking, confirming, extending, ending.
	#[codec(index = 5)]
	Renter,
}

/// Whether a call does several others, each of which is looked at again.
fn is_batch(call: &RuntimeCall) -> bool {
	use pallet_utility::Call::*;
	matches!(
		call,
		RuntimeCall::Utility(batch { .. } | batch_all { .. } | force_batch { .. })
	)
}

/// Whether a call belongs to the daily work of a committee member.
fn is_verification_work(call: &RuntimeCall) -> bool {
	use pallet_committee::Call as Committee;
	use pallet_faults::Call as Faults;
	use pallet_verification::Call as Verification;
	matches!(
		call,
		RuntimeCall::Verification(
			Verification::commit { .. } | Verification::reveal { .. } | Verification::close { .. }
		) | RuntimeCall::Faults(
			Faults::commit { .. } | Faults::reveal { .. } | Faults::close { .. }
		) | RuntimeCall::Committee(
			Committee::pause { .. } | Committee::resume { .. } | Committee::set_box_key { .. }
		)
	) || is_batch(call)
}

/// Whether a call belongs to the daily work on machines.
fn is_machine_operation(call: &RuntimeCall) -> bool {
	use pallet_faults::Call as Faults;
	use pallet_machines::Call as Machines;
	use pallet_rental::Call as Rental;
	use pallet_rewards::Call as Rewards;
	use pallet_verification::Call as Verification;
	matches!(
		call,
		RuntimeCall::Machines(
			Machines::register { .. }
				| Machines::set_profile { .. }
				| Machines::set_extra_price { .. }
				| Machines::close { .. }
				| Machines::open { .. }
				| Machines::top_up { .. }
				| Machines::restake { .. }
				| Machines::report_down { .. }
				| Machines::report_up { .. }
		) | RuntimeCall::Verification(
			Verification::request { .. }
				| Verification::request_hardware_change { .. }
				| Verification::withdraw { .. }
		) | RuntimeCall::Faults(Faults::report_repaired { .. })
			| RuntimeCall::Rewards(Rewards::claim { .. })
			| RuntimeCall::Rental(
				Rental::cancel { .. } | Rental::set_schedule { .. } | Rental::prune_dates { .. }
			)
	) || is_batch(call)
}

/// Whether a call belongs to the use of an order that is paid for.
fn is_use_of_order(call: &RuntimeCall) -> bool {
	use pallet_rental::Call as Rental;
	matches!(
		call,
		RuntimeCall::Rental(
			Rental::confirm { .. }
				| Rental::end { .. }
				| Rental::cancel { .. }
				| Rental::settle { .. }
		)
	)
}

/// Whether a call belongs to the renting of machines.
fn is_renting(call: &RuntimeCall) -> bool {
	use pallet_rental::Call as Rental;
	matches!(
		call,
		RuntimeCall::Rental(Rental::rent { .. } | Rental::extend { .. })
	) || is_use_of_order(call)
		|| is_batch(call)
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			// A list of what is allowed: a pallet that comes later moves no money by oversight.
			Self::NonTransfer => {
				matches!(
					call,
					RuntimeCall::System(..)
						| RuntimeCall::Session(..)
						| RuntimeCall::Utility(..)
						| RuntimeCall::Proxy(..)
						| RuntimeCall::Multisig(..)
						| RuntimeCall::Price(..)
				) || is_machine_operation(call)
					|| is_verification_work(call)
					|| is_use_of_order(call)
			}
			Self::CancelProxy => matches!(
				call,
				RuntimeCall::Proxy(pallet_proxy::Call::reject_announcement { .. })
					| RuntimeCall::Utility(..)
			),
			Self::MachineOperator => is_machine_operation(call),
			Self::Verifier => is_verification_work(call),
			Self::Renter => is_renting(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(Self::Any, _) => true,
			(_, Self::Any) => false,
			// Rent goes to whom the renter chooses: that is a way to move money out.
			(Self::NonTransfer, Self::Renter) => false,
			(Self::NonTransfer, _) => true,
			(one, other) => one == other,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	// One item with 8 bytes, and 33 bytes for each proxy.
	type ProxyDepositBase = ConstU128<{ deposit(1, 8) }>;
	type ProxyDepositFactor = ConstU128<{ deposit(0, 33) }>;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	// One item with 16 bytes, and 68 bytes for each announcement.
	type AnnouncementDepositBase = ConstU128<{ deposit(1, 16) }>;
	type AnnouncementDepositFactor = ConstU128<{ deposit(0, 68) }>;
	type BlockNumberProvider = System;
}

#[cfg(feature = "sudo")]
impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
