//! What may happen in a history.

use super::super::*;
use dbc_math::ballot::SEATS;
use proptest::prelude::*;

/// What a member of a ballot is up to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Plan {
	/// Never says a word.
	Silent,
	/// Commits to an opinion and does not reveal it.
	Commit(FaultOpinion),
	/// Commits to an opinion and reveals it.
	Vote(FaultOpinion),
	/// Copies the commitment of the seat before it, and what it reveals.
	Copy,
	/// Commits to an opinion and reveals another.
	Lie(FaultOpinion),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
	/// The renter reports.
	Report(FaultKind),
	/// A verifier without an order reports.
	ReportAsVerifier(FaultKind),
	/// The owner reports its own machine, and meddles with the report on it.
	Meddle,
	Cancel,
	/// A stranger closes a report that waits for its draw, perhaps having waited for its end.
	Expire {
		patient: bool,
	},
	Draw(u8),
	Deliver {
		who: u8,
	},
	Commit {
		who: u8,
		opinion: FaultOpinion,
	},
	Reveal {
		who: u8,
		opinion: FaultOpinion,
		salt: u8,
	},
	/// A member reveals what it committed to.
	Open {
		seat: u8,
	},
	/// A whole round by plan: report and draw if they are missing, evidence for some, perhaps a repair, votes, and the
	/// closing if anybody bothers.
	Round {
		kind: FaultKind,
		first: u8,
		delivers: usize,
		repairs: bool,
		plans: [Plan; SEATS],
		closes: bool,
	},
	Repaired,
	Close,
	Poll,
	ForceExit,
	/// The owner says down, or up for whatever it was down for.
	OwnerDown,
	OwnerUp,
	/// The renter ends its order, or rents again.
	EndOrder,
	RentAgain,
	Wait(u64),
	Stall(u64),
	Full(bool),
	NeverAgain(bool),
}

fn opinion() -> impl Strategy<Value = FaultOpinion> {
	prop_oneof![Just(Uphold), Just(Reject)]
}

fn kind() -> impl Strategy<Value = FaultKind> {
	prop::sample::select(vec![
		Inaccessible,
		Inaccessible,
		Malfunction,
		Counterfeit,
		RentFailed,
	])
}

fn plan() -> impl Strategy<Value = Plan> {
	prop_oneof![
		2 => Just(Plan::Silent),
		1 => opinion().prop_map(Plan::Commit),
		12 => opinion().prop_map(Plan::Vote),
		1 => Just(Plan::Copy),
		1 => opinion().prop_map(Plan::Lie),
	]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let wait = prop::sample::select(vec![1, MINUTE, 2 * MINUTE, 4 * MINUTE]);
	let delivers = prop::sample::select(vec![3usize, 3, 3, 3, 2, 0]);
	prop_oneof![
		4 => kind().prop_map(Report),
		2 => kind().prop_map(ReportAsVerifier),
		1 => Just(Meddle),
		2 => Just(Cancel),
		2 => prop::bool::ANY.prop_map(|patient| Expire { patient }),
		3 => (0u8..7).prop_map(Draw),
		4 => (0u8..9).prop_map(|who| Deliver { who }),
		4 => (0u8..9, opinion()).prop_map(|(who, opinion)| Commit { who, opinion }),
		2 => (0u8..9, opinion(), 0u8..2)
			.prop_map(|(who, opinion, salt)| Reveal { who, opinion, salt }),
		3 => (0u8..3).prop_map(|seat| Open { seat }),
		10 => (
			kind(),
			0u8..7,
			delivers,
			prop::bool::weighted(0.1),
			[plan(), plan(), plan()],
			prop::bool::weighted(0.7),
		)
			.prop_map(|(kind, first, delivers, repairs, plans, closes)| Round {
				kind,
				first,
				delivers,
				repairs,
				plans,
				closes
			}),
		3 => Just(Repaired),
		2 => Just(Close),
		2 => Just(Poll),
		1 => Just(ForceExit),
		1 => Just(OwnerDown),
		2 => Just(OwnerUp),
		1 => Just(EndOrder),
		1 => Just(RentAgain),
		4 => wait.prop_map(Wait),
		1 => (1u64..4 * MINUTE).prop_map(Stall),
		1 => prop::bool::weighted(0.2).prop_map(Full),
		1 => prop::bool::weighted(0.3).prop_map(NeverAgain),
	]
}
