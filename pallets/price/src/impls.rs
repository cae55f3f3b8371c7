//! What the calls do.

use dbc_math::price::{clamp_to_anchor, median_floor, quorum_ceil, steps_floor};
use dbc_primitives::{FeederInfo, Moment, NanoUsd, PriceInfo, PriceRules};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{Get, UnixTime},
};

use crate::{
	types::{self, AnchorPrice, CurrentPrice, Feeder, Observation, MAX_FEEDERS},
	Anchor, Config, Current, Error, Event, Feeders, Pallet,
};

/// What the observations of a round say.
struct Round {
	/// Their median.
	target: NanoUsd,
	/// How many there are.
	observations: u32,
}

impl<T: Config> Pallet<T> {
	/// The chain's time.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The feeders of the genesis block. Building a genesis block has no other way to refuse than to stop.
	pub(crate) fn build_feeders(accounts: &[T::AccountId]) {
		let mut feeders = types::Feeders::<T::AccountId>::default();
		for account in accounts {
			let is_new = feeders.iter().all(|feeder| feeder.account != *account);
			assert!(
				is_new,
				"genesis: {account:?} is named twice as price feeder"
			);
			let has_room = feeders.try_push(Feeder::new(account.clone())).is_ok();
			assert!(has_room, "genesis: more than {MAX_FEEDERS} price feeders");
		}
		Feeders::<T>::put(feeders);
	}

	pub(crate) fn do_submit(account: T::AccountId, price: NanoUsd) -> DispatchResult {
		let rules = T::Rules::get();
		let now = Self::now();
		let mut feeders = Feeders::<T>::get();
		let feeder = feeders
			.iter_mut()
			.find(|feeder| feeder.account == account)
			.ok_or(Error::<T>::NotFeeder)?;
		ensure!(
			feeder.is_due(now, rules.submit_interval),
			Error::<T>::TooSoon
		);
		ensure!(price > 0, Error::<T>::ZeroPrice);
		ensure!(
			(rules.floor..=rules.ceiling).contains(&price),
			Error::<T>::PriceOutOfRange
		);

		feeder.observation = Some(Observation { price, at: now });
		Feeders::<T>::put(&feeders);
		Self::deposit_event(Event::ObservationAccepted {
			feeder: account,
			price,
		});

		if let Some(round) = Self::round_of(&feeders, now, &rules) {
			Self::finish_round(round, now, &rules);
		}
		Ok(())
	}

	pub(crate) fn do_add_feeder(account: T::AccountId) -> DispatchResult {
		let mut feeders = Feeders::<T>::get();
		ensure!(
			Self::position(&feeders, &account).is_none(),
			Error::<T>::AlreadyFeeder
		);
		feeders
			.try_push(Feeder::new(account.clone()))
			.map_err(|_| Error::<T>::TooManyFeeders)?;
		Feeders::<T>::put(feeders);
		Self::deposit_event(Event::FeederAdded { feeder: account });
		Ok(())
	}

	pub(crate) fn do_remove_feeder(account: T::AccountId) -> DispatchResult {
		let mut feeders = Feeders::<T>::get();
		let position = Self::position(&feeders, &account).ok_or(Error::<T>::UnknownFeeder)?;
		feeders.remove(position);
		ensure!(
			count(feeders.len()) >= T::Rules::get().min_feeders,
			Error::<T>::TooFewFeeders
		);
		Feeders::<T>::put(feeders);
		Self::deposit_event(Event::FeederRemoved { feeder: account });
		Ok(())
	}

	pub(crate) fn do_replace_feeder(old: T::AccountId, new: T::AccountId) -> DispatchResult {
		let mut feeders = Feeders::<T>::get();
		let is_taken = Self::position(&feeders, &new).is_some();
		let feeder = feeders
			.iter_mut()
			.find(|feeder| feeder.account == old)
			.ok_or(Error::<T>::UnknownFeeder)?;
		ensure!(!is_taken, Error::<T>::AlreadyFeeder);
		*feeder = Feeder::new(new.clone());
		Feeders::<T>::put(feeders);
		Self::deposit_event(Event::FeederReplaced { old, new });
		Ok(())
	}

	pub(crate) fn do_price_info() -> PriceInfo<T::AccountId> {
		let rules = T::Rules::get();
		let now = Self::now();
		let current = Current::<T>::get();
		let feeders = Feeders::<T>::get();
		PriceInfo {
			price: current.map(|current| current.price),
			updated_at: current.map(|current| current.updated_at),
			now,
			fresh: current.is_some_and(|current| current.is_fresh(now)),
			quorum: quorum_ceil(count(feeders.len()), rules.min_quorum),
			feeders: feeders
				.into_iter()
				.map(|feeder| FeederInfo {
					account: feeder.account,
					observation: feeder.observation.map(|seen| (seen.price, seen.at)),
				})
				.collect(),
		}
	}

	fn position(feeders: &types::Feeders<T::AccountId>, account: &T::AccountId) -> Option<usize> {
		feeders.iter().position(|feeder| feeder.account == *account)
	}

	/// The round at `now`; `None` without a quorum of fresh observations.
	fn round_of(
		feeders: &types::Feeders<T::AccountId>,
		now: Moment,
		rules: &PriceRules,
	) -> Option<Round> {
		let mut prices: alloc::vec::Vec<NanoUsd> = feeders
			.iter()
			.filter_map(|feeder| feeder.fresh_price(now, rules.observation_lifetime))
			.collect();
		let observations = count(prices.len());
		if observations < quorum_ceil(count(feeders.len()), rules.min_quorum) {
			return None;
		}
		median_floor(&mut prices).map(|target| Round {
			target,
			observations,
		})
	}

	/// Takes the price as near to the target of a valid round as the anchor and the bounds let it.
	fn finish_round(round: Round, now: Moment, rules: &PriceRules) {
		let anchor = Anchor::<T>::get();
		let age = anchor.map(|anchor| now.saturating_sub(anchor.at));
		let reached = match (anchor, age) {
			(Some(anchor), Some(age)) => {
				let steps = steps_floor(age, rules.step_interval, rules.max_steps);
				clamp_to_anchor(round.target, anchor.price, steps, rules.step_percent)
			}
			_ => round.target,
		};
		// Governance may have moved the bounds since the observations: the ceiling wins should they ever cross.
		let price = reached.max(rules.floor).min(rules.ceiling);

		if age.is_none_or(|age| age >= rules.step_interval) {
			Anchor::<T>::put(AnchorPrice { price, at: now });
		}
		Current::<T>::put(CurrentPrice::new(price, now, rules.max_age));
		Self::deposit_event(Event::PriceUpdated {
			price,
			target: round.target,
			observations: round.observations,
		});
	}
}

/// A length as it is counted in rules and events.
fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}
