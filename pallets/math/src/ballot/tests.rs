//! Tests of the formulas: tables computed by hand, and properties.

#![allow(clippy::arithmetic_side_effects)]

use super::{Standing::*, *};
use proptest::prelude::*;

/// A vote for `choice`, with a note of which the lowest stands for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ballot {
	choice: char,
	note: u8,
}

impl Vote for Ballot {
	fn agrees_with(&self, other: &Self) -> bool {
		self.choice == other.choice
	}

	fn merged(self, other: &Self) -> Self {
		Self {
			note: self.note.min(other.note),
			..self
		}
	}
}

const ORDERS: [[usize; SEATS]; 6] = [
	[0, 1, 2],
	[0, 2, 1],
	[1, 0, 2],
	[1, 2, 0],
	[2, 0, 1],
	[2, 1, 0],
];

/// Votes for these choices; `-` is silent. The notes go down.
fn votes(choices: &str) -> [Option<Ballot>; SEATS] {
	let mut note = 9;
	let votes: Vec<_> = choices
		.chars()
		.map(|choice| {
			note -= 1;
			(choice != '-').then_some(Ballot { choice, note })
		})
		.collect();
	votes.try_into().unwrap()
}

/// Votes, decision with its note, standings.
type Row = (&'static str, Option<(char, u8)>, [Standing; SEATS]);

/// Written by hand from the rules, with the deviating seat at each place.
const TABLE: [Row; 18] = [
	// Nobody reveals.
	("---", None, [AtFault, AtFault, AtFault]),
	// One reveals.
	("a--", None, [Neutral, AtFault, AtFault]),
	("-a-", None, [AtFault, Neutral, AtFault]),
	("--a", None, [AtFault, AtFault, Neutral]),
	// Two reveal the same.
	("aa-", Some(('a', 7)), [Valid, Valid, AtFault]),
	("a-a", Some(('a', 6)), [Valid, AtFault, Valid]),
	("-aa", Some(('a', 6)), [AtFault, Valid, Valid]),
	// Two reveal different votes.
	("ab-", None, [Neutral, Neutral, AtFault]),
	("a-b", None, [Neutral, AtFault, Neutral]),
	("-ab", None, [AtFault, Neutral, Neutral]),
	// Three reveal the same.
	("aaa", Some(('a', 6)), [Valid, Valid, Valid]),
	// Two against one.
	("aab", Some(('a', 7)), [Valid, Valid, AtFault]),
	("aba", Some(('a', 6)), [Valid, AtFault, Valid]),
	("baa", Some(('a', 6)), [AtFault, Valid, Valid]),
	("bba", Some(('b', 7)), [Valid, Valid, AtFault]),
	// All different.
	("abc", None, [Neutral, Neutral, Neutral]),
	("cab", None, [Neutral, Neutral, Neutral]),
	("cba", None, [Neutral, Neutral, Neutral]),
];

#[test]
fn verdict_should_match_the_table_when_told() {
	for (choices, decision, standings) in TABLE {
		let wanted = Verdict {
			decision: decision.map(|(choice, note)| Ballot { choice, note }),
			standings,
		};
		assert_eq!(verdict(votes(choices)), wanted, "{choices}");
	}
}

/// Every vote over three choices and two notes, and silence.
fn alphabet() -> Vec<Option<Ballot>> {
	let mut all = vec![None];
	for choice in ['a', 'b', 'c'] {
		all.extend([0, 1].map(|note| Some(Ballot { choice, note })));
	}
	all
}

/// The result by counting, without the code above: how many stand with each seat, and what their lowest note is.
fn counted(votes: &[Option<Ballot>; SEATS]) -> Verdict<Ballot> {
	let with = |choice| votes.iter().flatten().filter(move |v| v.choice == choice);
	let winner = ['a', 'b', 'c']
		.into_iter()
		.find(|choice| with(*choice).count() >= 2);
	Verdict {
		decision: winner.map(|choice| Ballot {
			choice,
			note: with(choice).map(|vote| vote.note).min().unwrap(),
		}),
		standings: votes.map(|vote| match (vote, winner) {
			(None, _) => AtFault,
			(Some(_), None) => Neutral,
			(Some(vote), Some(winner)) if vote.choice == winner => Valid,
			_ => AtFault,
		}),
	}
}

#[test]
fn verdict_should_be_the_count_when_votes_are_any() {
	let all = alphabet();
	let mut patterns = 0;
	for first in &all {
		for second in &all {
			for third in &all {
				let votes = [*first, *second, *third];
				assert_eq!(verdict(votes), counted(&votes), "{votes:?}");
				patterns += 1;
			}
		}
	}
	assert_eq!(patterns, 343);
}

fn vote() -> impl Strategy<Value = Option<Ballot>> {
	prop::option::weighted(
		0.8,
		(prop::char::range('a', 'd'), any::<u8>())
			.prop_map(|(choice, note)| Ballot { choice, note }),
	)
}

proptest! {
	#[test]
	fn verdict_should_permute_along_when_votes_are_permuted(
		votes in [vote(), vote(), vote()],
	) {
		let plain = verdict(votes);
		for order in ORDERS {
			let permuted = verdict(order.map(|seat| votes[seat]));
			prop_assert_eq!(permuted.decision, plain.decision);
			prop_assert_eq!(permuted.standings, order.map(|seat| plain.standings[seat]));
		}
	}

	#[test]
	fn nobody_who_voted_should_be_at_fault_when_nothing_is_decided(
		votes in [vote(), vote(), vote()],
	) {
		let Verdict { decision, standings } = verdict(votes);
		for (vote, standing) in votes.iter().zip(standings) {
			prop_assert!(vote.is_some() || standing == AtFault);
			prop_assert!(vote.is_none() || decision.is_some() || standing == Neutral);
		}
		let valid = standings.iter().filter(|standing| **standing == Valid).count();
		prop_assert_eq!(decision.is_some(), valid >= 2);
		prop_assert_ne!(valid, 1);
	}
}
