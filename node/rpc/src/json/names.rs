//! Enums whose variants are mere names.

use dbc_primitives as chain;
use serde::{Deserialize, Serialize};

/// `{"type": name}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tagged<Name> {
	/// The name.
	#[serde(rename = "type")]
	pub kind: Name,
}

impl<Name> Tagged<Name> {
	/// The JSON of a value of the chain.
	pub(crate) fn of(value: impl Into<Name>) -> Self {
		Self { kind: value.into() }
	}
}

/// Mirrors an enum of the chain, so that its names in JSON are camelCase and a new variant is a compile error here.
macro_rules! mirror {
	($( $(#[$doc:meta])* $name:ident { $( $variant:ident ),+ } )+) => { $(
		$(#[$doc])*
		#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
		#[serde(rename_all = "camelCase")]
		pub enum $name {
			$(
				#[doc = concat!("See [`chain::", stringify!($name), "::", stringify!($variant), "`].")]
				$variant,
			)+
		}

		impl From<chain::$name> for $name {
			fn from(value: chain::$name) -> Self {
				match value {
					$( chain::$name::$variant => Self::$variant, )+
				}
			}
		}

		impl From<$name> for chain::$name {
			fn from(value: $name) -> Self {
				match value {
					$( $name::$variant => Self::$variant, )+
				}
			}
		}
	)+ };
}

mirror! {
	/// Why verifiers refused a machine.
	RejectReason {
		Unreachable, WrongGpu, WrongCount, WrongDisk, WrongNetwork, WrongLocation, Other
	}
	/// Why a machine is down.
	OutageCause {
		OwnerReported, Inaccessible, Malfunction, Counterfeit, RentFailed, HardwareChange
	}
	/// Why a machine takes no new order.
	NotRentable { NotActive, Outage, UnderStaked, Closed }
	/// The phase of a machine without its details.
	PhaseKind { Registered, Verifying, Active, Rejected, Undecided }
	/// Which side of the stake rule binds.
	StakeSide { Dbc, Usd }
	/// What a verification is for.
	VerificationKind { Registration, HardwareChange }
	/// Where a ballot is.
	BallotPhase { Commit, Reveal, Closed }
	/// What is expected of a member in a ballot now.
	Expected { Commit, AwaitReveal, Reveal, Nothing, AwaitEvidence }
	/// The state of a committee member.
	MemberStatus { Approved, Active, Paused, Removed }
	/// Why an order was closed.
	CloseReason {
		Expired, EndedByRenter, CancelledByRenter, CancelledByOwner, NotConfirmed, MachineDown, MachineExited,
		FaultUpheld, Forced
	}
	/// What is wrong with a machine.
	FaultKind { Inaccessible, Malfunction, Counterfeit, RentFailed }
	/// What a verifier says of a report.
	FaultOpinion { Uphold, Reject }
	/// Why somebody may use a machine.
	AccessRole { Renter, Verifier, Owner }
	/// Why somebody gets no access.
	AccessRefusal {
		MachineNotFound, PurposeTooLong, Malformed, Mismatch, Expired, TooLong, BadSignature, NoGrant
	}
}
