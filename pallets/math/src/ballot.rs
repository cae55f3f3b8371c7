//! The result of a ballot of three sealed votes (see `docs/protocol/ballot.md`): two that agree decide, whoever
//! stays silent or stands against two others is at fault, and nobody is at fault for an open dispute.

/// Votes of a ballot.
pub const SEATS: usize = 3;

/// What can be voted.
pub trait Vote: Clone {
	/// Whether both votes decide the same. Must be an equivalence.
	fn agrees_with(&self, other: &Self) -> bool;

	/// What agreeing votes say together; it agrees with each. Must be commutative, associative and idempotent.
	fn merged(self, other: &Self) -> Self;
}

/// What a ballot says of one seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
	/// It voted with the deciding votes.
	Valid,
	/// It stayed silent, or voted against two votes that agree.
	AtFault,
	/// It voted, and nothing was decided.
	Neutral,
}

/// The result of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<V> {
	/// What was decided; `None` without two votes that agree.
	pub decision: Option<V>,
	/// What it says of each seat, in the order of the votes.
	pub standings: [Standing; SEATS],
}

/// The result of `votes`; `None` is a seat that stayed silent. Permuting the votes permutes the standings and changes
/// nothing else.
pub fn verdict<V: Vote>(votes: [Option<V>; SEATS]) -> Verdict<V> {
	let agreeing = |vote: &V| {
		votes
			.iter()
			.flatten()
			.filter(|other| vote.agrees_with(other))
			.count()
	};
	let leader = votes.iter().flatten().find(|vote| agreeing(vote) >= 2);
	let decision = leader.map(|leader| {
		votes
			.iter()
			.flatten()
			.filter(|vote| leader.agrees_with(vote))
			.fold(leader.clone(), Vote::merged)
	});
	let standing = |vote: &Option<V>| match (vote, &decision) {
		(None, _) => Standing::AtFault,
		(Some(_), None) => Standing::Neutral,
		(Some(vote), Some(decision)) if vote.agrees_with(decision) => Standing::Valid,
		(Some(_), Some(_)) => Standing::AtFault,
	};
	let standings = votes.each_ref().map(standing);
	Verdict {
		decision,
		standings,
	}
}

#[cfg(test)]
mod tests;
