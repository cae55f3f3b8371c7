//! Members who do not vote, and appeals that come too late or twice.

use dbc_primitives::{FaultKind, FaultOpinion, SanctionId};
use dbc_runtime::{
	constants::time::{DAY, HOUR, MINUTE},
	Runtime, RuntimeCall,
};
use frame_support::assert_ok;
use pallet_sanctions::{Call, Decision, Error};
use sp_keyring::Sr25519Keyring::{self as Keyring, Alice, Bob, Charlie};
use sp_runtime::DispatchError;

use super::{assert_costs, assert_gains_nothing, fortunes, Fortunes};
use crate::{
	env::{advance, as_root, dispatch},
	state::{self, pass, refusal, STAKE, THOUSAND},
};

/// How a member behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
	Votes,
	Silent,
	SealsAlone,
	VotesAgainst,
}

/// A report on which two members agree, and the third does something else.
fn voting(opinion: FaultOpinion, manner: Manner) -> (Fortunes, Keyring) {
	let mut third = None;
	let fortunes = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, DAY);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		let members = state::jury(report);
		third = members.first().copied();
		let mut votes: Vec<_> = members.iter().map(|member| (*member, opinion)).collect();
		match manner {
			Manner::Votes => state::judge(report, &votes),
			Manner::Silent => state::judge(report, votes.get(1..).expect("three")),
			Manner::VotesAgainst => {
				votes[0].1 = match opinion {
					FaultOpinion::Uphold => FaultOpinion::Reject,
					FaultOpinion::Reject => FaultOpinion::Uphold,
				};
				state::judge(report, &votes);
			}
			Manner::SealsAlone => {
				for (member, opinion) in &votes {
					let call = state::sealed_opinion(report, *member, *opinion);
					assert_ok!(dispatch(*member, call));
				}
				for (member, opinion) in votes.iter().skip(1) {
					assert_ok!(dispatch(*member, state::opened_opinion(report, *opinion)));
				}
				advance(10 * MINUTE);
				pass(0);
			}
		}
		if opinion == FaultOpinion::Uphold {
			pass(HOUR);
			state::up(machine);
		}
	});
	(fortunes, third.expect("drawn"))
}

#[test]
fn threat_silent_verifiers_should_lose_what_they_have_at_risk() {
	for opinion in [FaultOpinion::Uphold, FaultOpinion::Reject] {
		let (honest, member) = voting(opinion, Manner::Votes);
		for manner in [Manner::Silent, Manner::SealsAlone, Manner::VotesAgainst] {
			let (cheating, same) = voting(opinion, manner);
			assert_eq!(member, same);
			let lost = honest.of(&[member]) - cheating.of(&[member]);
			// What it has at risk, and its part of what the others share.
			assert!(lost > THOUSAND, "{lost}");
		}
	}
}

#[test]
fn threat_verifiers_who_all_stay_silent_should_all_lose() {
	let mut members = Vec::new();
	let silent = fortunes(|machine| {
		let order = state::rented(Alice, machine, 4, DAY);
		let report = state::reported(Alice, machine, FaultKind::Inaccessible, Some(order));
		for _ in 0..2 {
			members.extend(state::jury(report));
			pass(11 * MINUTE);
		}
	});
	let honest = fortunes(|machine| {
		state::rented(Alice, machine, 4, DAY);
	});
	for member in &members {
		let lost = honest.of(&[*member]) - silent.of(&[*member]);
		assert_eq!(lost, THOUSAND, "{member:?}");
	}
	// The owner whom they spare cannot make it good to them out of what they save: they save nothing.
	let party: Vec<_> = members.into_iter().chain([Bob]).collect();
	assert_costs(&silent, &honest, &party);
	// Nobody else loses.
	assert_gains_nothing(&honest, &silent, &[Alice]);
	assert_gains_nothing(&honest, &silent, &[Bob]);
}

fn appeal(id: SanctionId) -> RuntimeCall {
	RuntimeCall::Sanctions(Call::appeal {
		id,
		reason: Default::default(),
	})
}

/// An outage of an hour while the machine is rented, and what its owner does about the sanction.
fn sanctioned(play: impl FnOnce(SanctionId)) -> Fortunes {
	fortunes(|machine| {
		state::rented(Alice, machine, 4, DAY);
		state::down(machine);
		pass(HOUR);
		state::up(machine);
		play(state::last_sanction().0);
	})
}

#[test]
fn threat_appealing_late_should_gain_nothing() {
	let honest = sanctioned(|_| {});
	// At the very end of the window, before and after the agenda has come round.
	let late = sanctioned(|id| {
		advance(10 * MINUTE);
		let over = Error::<Runtime>::AppealWindowOver;
		assert_eq!(refusal(Bob, appeal(id)), over.into());
		pass(MINUTE);
		let gone = Error::<Runtime>::SanctionNotFound;
		assert_eq!(refusal(Bob, appeal(id)), gone.into());
	});
	assert_gains_nothing(&late, &honest, &[Bob]);
	// In time, but for nothing: it costs the deposit.
	let in_time = sanctioned(|id| {
		advance(10 * MINUTE - 1);
		assert_ok!(dispatch(Bob, appeal(id)));
		pass(2 * HOUR);
	});
	let lost = honest.of(&[Bob]) - in_time.of(&[Bob]);
	assert!(lost.abs_diff(THOUSAND) <= super::DUST, "{lost}");
}

#[test]
fn threat_appealing_twice_should_gain_nothing() {
	let once = sanctioned(|id| {
		assert_ok!(dispatch(Bob, appeal(id)));
		pass(2 * HOUR);
	});
	let twice = sanctioned(|id| {
		assert_ok!(dispatch(Bob, appeal(id)));
		let again: DispatchError = Error::<Runtime>::AlreadyAppealed.into();
		assert_eq!(refusal(Bob, appeal(id)), again);
		pass(30 * MINUTE);
		assert_eq!(refusal(Bob, appeal(id)), again);
		advance(30 * MINUTE);
		// Nobody decided in time: nothing but the execution is left.
		assert_eq!(refusal(Bob, appeal(id)), again);
		pass(MINUTE);
		let gone = Error::<Runtime>::SanctionNotFound;
		assert_eq!(refusal(Bob, appeal(id)), gone.into());
		pass(30 * MINUTE);
	});
	assert_gains_nothing(&twice, &once, &[Bob]);
	let never = sanctioned(|_| {});
	for appealed in [once, twice] {
		assert_costs(&appealed, &never, &[Bob]);
	}
}

#[test]
fn threat_granted_appeal_should_leave_nothing_to_gain_by_another_outage() {
	// A minute's outage, whose sanction of 2 % is cancelled. The longer one that follows within a day costs what both
	// together cost more: the discount is never more than what an outage of that length alone would have cost.
	let play = |granted: bool, again: bool| {
		fortunes(|machine| {
			state::rented(Alice, machine, 4, DAY);
			state::down(machine);
			pass(MINUTE);
			state::up(machine);
			let (id, amount) = state::last_sanction();
			assert_eq!(amount, STAKE * 2 / 100);
			if granted {
				assert_ok!(dispatch(Bob, appeal(id)));
				let decision = Decision::Cancel;
				let decide = RuntimeCall::Sanctions(Call::decide { id, decision });
				assert_ok!(as_root(decide));
			}
			pass(HOUR);
			if again {
				state::down(machine);
				pass(HOUR);
				state::up(machine);
				let (_, amount) = state::last_sanction();
				assert_eq!(amount, STAKE * 4 / 100 - STAKE * 2 / 100);
			}
		})
	};
	let granted = play(true, false);
	assert_costs(&play(false, false), &granted, &[Bob]);
	// Nobody goes down again because an appeal was granted.
	assert_costs(&play(true, true), &granted, &[Bob]);
	assert_costs(&play(true, true), &granted, &[Bob, Alice]);
}

#[test]
fn threat_appealing_for_somebody_else_should_be_refused() {
	sanctioned(|id| {
		let stranger = Error::<Runtime>::NotConcerned;
		assert_eq!(refusal(Charlie, appeal(id)), stranger.into());
	});
}
