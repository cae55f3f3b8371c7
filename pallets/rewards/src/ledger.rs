//! How records are opened, changed and stored, always in one order: the network, the account of the owner, the machine; then
//! what the machine counts for changes, and with it the weights.

use alloc::vec::Vec;
use dbc_math::{rewards, stake};
use dbc_primitives::{traits::MachineInspect, MachineId, Moment, RewardRules};
use frame_support::traits::{Get, UnixTime};

use crate::{
	agenda::AgendaOf, types::Counted, Account, Accounts, Attesters, AttestersOf, Config, Event,
	MachineOf, Machines, Network, NetworkState, Pallet, PendingOrder, PendingOrders, Term, Vesting,
	Vestings,
};

/// A machine, the account of its owner and the network, all up to date. Nothing is stored and nothing told before
/// [`Self::store`].
pub(crate) struct Opened<T: Config> {
	pub(crate) id: MachineId,
	pub(crate) network: Network,
	pub(crate) account: Account,
	pub(crate) machine: MachineOf<T>,
	/// What the owner earned on the days that are over since the last time.
	days: Vec<u128>,
	/// What could not be paid, and to whom.
	unpaid: Vec<(T::AccountId, u128)>,
	/// What orders have changed and nobody has applied. It is gone when this is stored.
	pending: Option<PendingOrder>,
	/// What is to be told.
	events: Vec<Event<T>>,
}

impl<T: Config> Pallet<T> {
	/// The chain's time in Unix milliseconds.
	pub(crate) fn now() -> Moment {
		Moment::try_from(T::Time::now().as_millis()).unwrap_or(Moment::MAX)
	}

	/// The network, with the emission shared until now. Without one it begins now.
	pub(crate) fn network() -> Network {
		let now = Self::now();
		let mut network = NetworkState::<T>::get().unwrap_or_else(|| Network::new(now));
		network.advance(now);
		network
	}

	/// `account`, or a new one, up to date, and what was earned on the days that are over since the last time.
	pub(crate) fn updated(account: Option<Account>, network: &Network) -> (Account, Vec<u128>) {
		let mut account = account.unwrap_or_else(|| Account::new(network));
		let days = account.update(network);
		(account, days)
	}

	/// What `who` earned on the days that are over, `days` included, which follow on those that are stored.
	pub(crate) fn vesting(who: &T::AccountId, days: Vec<u128>) -> Vesting {
		let mut vesting = Vestings::<T>::get(who);
		vesting.push(days);
		vesting
	}

	/// Stores an account. Its days are a large value: only when a day is over are they touched.
	fn store_account(who: &T::AccountId, account: &Account, days: Vec<u128>) {
		if !days.is_empty() {
			Vestings::<T>::insert(who, Self::vesting(who, days));
		}
		Accounts::<T>::insert(who, account);
	}

	/// Notes what could not be paid to `who`: it can be claimed once the account can receive it.
	fn owe(network: &Network, who: &T::AccountId, amount: u128) {
		let (mut account, days) = Self::updated(Accounts::<T>::get(who), network);
		account.owed = account.owed.saturating_add(amount);
		Self::store_account(who, &account, days);
	}
}

impl<T: Config> Opened<T> {
	/// Brings all up to date.
	fn new(id: MachineId, mut machine: MachineOf<T>) -> Self {
		let network = Pallet::<T>::network();
		let (account, days) = Pallet::<T>::updated(Accounts::<T>::get(&machine.owner), &network);
		machine.update(&account, &network);
		Self {
			id,
			network,
			account,
			machine,
			days,
			unpaid: Vec::new(),
			pending: PendingOrders::<T>::get(id),
			events: Vec::new(),
		}
	}

	/// The machine with this id, if this pallet knows it. What its orders have changed is in it.
	pub(crate) fn get(id: &MachineId) -> Option<Self> {
		let machine = Machines::<T>::get(id)?;
		let mut opened = Self::new(*id, machine);
		opened.apply_pending();
		Some(opened)
	}

	/// The machine with this id, whether or not this pallet knows it; `None` if there is none. Orders that a machine had
	/// before this pallet knew it count for nothing.
	pub(crate) fn get_or_new(id: &MachineId) -> Option<Self> {
		Self::get(id).or_else(|| {
			let owner = T::Machines::owner(id)?;
			Some(Self::new(*id, MachineOf::<T>::new(owner)))
		})
	}

	/// Applies what orders have changed.
	fn apply_pending(&mut self) {
		let Some(PendingOrder {
			rented,
			burned,
			open_minutes,
		}) = self.pending
		else {
			return;
		};
		let rules = T::Rules::get();
		self.machine.burned = self.machine.burned.saturating_add(burned);
		self.network.burned = self.network.burned.saturating_add(burned);
		if rented.is_some() || open_minutes.is_some() {
			self.reweigh(&rules, |record| {
				record.rented = rented.unwrap_or(record.rented);
				record.open_minutes = open_minutes.unwrap_or(record.open_minutes);
			});
		}
		self.credit_bonus(&rules);
	}

	/// Lets `change` change the machine, finds out what it counts for now, and adds the weights up again.
	pub(crate) fn reweigh(&mut self, rules: &RewardRules, change: impl FnOnce(&mut MachineOf<T>)) {
		let before = self.machine.counted();
		self.uncount();
		change(&mut self.machine);
		let counted = self.counted_by(rules);
		self.machine.count_for(counted);
		self.count(rules);
		if counted != before {
			self.events.push(Event::MachineReweighed {
				machine: self.id,
				grade: counted.grade,
				rented_weight: counted.rented_weight,
			});
		}
		if self.network.double_from(rules.doubling_gpus) {
			let from = self.network.last;
			self.events.push(Event::EmissionDoubled { from });
		}
	}

	/// What the machine counts for: nothing unless it takes orders and is priced within the limit.
	fn counted_by(&self, rules: &RewardRules) -> Counted {
		let Some(offer) = T::Machines::offer(&self.id) else {
			return Counted::default();
		};
		let priced_to_earn = rewards::is_priced_to_earn(
			offer.extra_price,
			offer.gpus,
			T::StandardPrice::get(),
			offer.points,
			rules.price_limit_multiple,
		);
		let grade = rewards::grade_floor(offer.points, self.machine.open_minutes);
		if offer.barred.is_some() || !priced_to_earn || grade == 0 {
			return Counted::default();
		}
		Counted {
			grade,
			gpus: offer.gpus,
			rented_weight: rewards::rented_weight_floor(
				grade,
				self.machine.rented,
				offer.gpus,
				rules.rented_bonus_bps,
			),
		}
	}

	/// Takes the machine out of the sums of its owner and of the network.
	fn uncount(&mut self) {
		let Self {
			network,
			account,
			machine,
			..
		} = self;
		network.uncount(account, machine);
		account.uncount(machine);
	}

	/// Adds the machine to the sums of its owner and of the network.
	fn count(&mut self, rules: &RewardRules) {
		let Self {
			network,
			account,
			machine,
			..
		} = self;
		account.count(machine, rules.owner_bonus_gpus);
		network.count(account, machine);
	}

	/// Credits the owner what is due of the rented bonus, as far as the cap goes.
	pub(crate) fn credit_bonus(&mut self, rules: &RewardRules) {
		let grains = self.machine.take_bonus(rules.bonus_burn_percent);
		self.account.credit(grains);
		let amount = rewards::planck_floor(grains);
		if amount > 0 {
			self.events.push(Event::BonusCredited {
				machine: self.id,
				owner: self.machine.owner.clone(),
				amount,
			});
		}
	}

	/// Pays the attesters in equal parts what the machine owes them, rounded down; the rest stays due. Tells what each got,
	/// or is owed because its account cannot receive it.
	pub(crate) fn pay_attesters(&mut self, attesters: &AttestersOf<T>) -> u128 {
		let due = rewards::planck_floor(self.machine.attesters_due());
		let parts = u32::try_from(attesters.len()).unwrap_or(u32::MAX);
		let (share, rest) = stake::share_floor(due, parts);
		if share == 0 {
			return 0;
		}
		let paid = due.saturating_sub(rest);
		self.machine.attesters_paid = self.machine.attesters_paid.saturating_add(paid);
		for attester in attesters {
			let (machine, attester, amount) = (self.id, attester.clone(), share);
			if Pallet::<T>::mint(&attester, amount).is_ok() {
				self.network.minted = self.network.minted.saturating_add(amount);
				self.events.push(Event::AttesterPaid {
					machine,
					attester,
					amount,
				});
			} else {
				self.unpaid.push((attester.clone(), amount));
				self.events.push(Event::AttesterOwed {
					machine,
					attester,
					amount,
				});
			}
		}
		share
	}

	/// Stores all.
	pub(crate) fn store(self) {
		Machines::<T>::insert(self.id, &self.machine);
		self.store_rest();
	}

	/// Forgets the machine and stores the rest. What it owes nobody is given up.
	pub(crate) fn forget(mut self) {
		let machine = &self.machine;
		let bonus = machine.due.saturating_sub(machine.credited);
		let given_up = bonus.saturating_add(machine.attesters_due());
		self.network.unminted = self.network.unminted.saturating_add(given_up);
		if let Term::Running { slot, .. } = machine.term {
			AgendaOf::<T>::cancel(slot);
		}
		Machines::<T>::remove(self.id);
		Attesters::<T>::remove(self.id);
		self.store_rest();
	}

	fn store_rest(self) {
		if self.pending.is_some() {
			PendingOrders::<T>::remove(self.id);
		}
		NetworkState::<T>::put(&self.network);
		Pallet::<T>::store_account(&self.machine.owner, &self.account, self.days);
		// After the owner's account: it may be the same.
		for (who, amount) in self.unpaid {
			Pallet::<T>::owe(&self.network, &who, amount);
		}
		for event in self.events {
			Pallet::<T>::deposit_event(event);
		}
	}
}
