//! What must always hold. One function for each invariant; the tests run them after every test.

use alloc::{collections::BTreeMap, vec::Vec};
use dbc_math::rewards;
use dbc_primitives::{traits::MachineInspect, MachineId};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{
	agenda::AgendaOf, Account, Accounts, AgendaItems, Attesters, Config, MachineOf, Machines,
	Network, NetworkState, Pallet, PendingOrder, PendingOrders, Term, Vestings,
};

type AccountsOf<T> = BTreeMap<<T as frame_system::Config>::AccountId, Account>;
type MachinesOf<T> = Vec<(MachineId, MachineOf<T>)>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		// 9. The agenda is consistent: its own invariants.
		AgendaOf::<T>::try_state()?;
		Self::ensure_10_orders_are_of_known_machines()?;
		let Some(network) = NetworkState::<T>::get() else {
			ensure!(
				Accounts::<T>::iter().next().is_none() && Machines::<T>::iter().next().is_none(),
				"1: something is recorded before the emission has begun"
			);
			return Ok(());
		};
		let accounts: AccountsOf<T> = Accounts::<T>::iter().collect();
		let machines: MachinesOf<T> = Machines::<T>::iter().collect();
		Self::ensure_1_days_fit(&network, &accounts)?;
		Self::ensure_2_accounts_count_their_machines(&accounts, &machines)?;
		Self::ensure_3_network_counts_all(&network, &accounts, &machines)?;
		for (id, machine) in &machines {
			Self::ensure_4_machine_fits_the_registry(id, machine)?;
			Self::ensure_5_bonus_is_capped(machine)?;
			Self::ensure_6_term_is_on_the_agenda(id, machine)?;
		}
		for id in Attesters::<T>::iter_keys() {
			ensure!(
				Machines::<T>::contains_key(id),
				"4: a machine that is not known has attesters"
			);
		}
		Self::ensure_7_minted_is_recorded(&network, &accounts)?;
		Self::ensure_8_all_that_was_emitted_is_somewhere(network, accounts, machines)
	}

	/// 1. The ends of days follow on each other; no account is ahead of the network, and only owners have days.
	fn ensure_1_days_fit(
		network: &Network,
		accounts: &AccountsOf<T>,
	) -> Result<(), TryRuntimeError> {
		let mut before = 0;
		for end in network.day_ends.iter().chain([&network.per_weight]) {
			ensure!(*end >= before, "1: the ends of days fall");
			before = *end;
		}
		ensure!(
			accounts
				.values()
				.all(|account| account.day <= network.day() && account.mark <= network.per_weight),
			"1: an account is ahead of the network"
		);
		ensure!(
			Vestings::<T>::iter_keys().all(|who| accounts.contains_key(&who)),
			"1: there are days without an account"
		);
		Ok(())
	}

	/// 2. Every account counts the grades and GPUs of its machines, and apart the grades of those that pay attesters. Owners
	///    have an account.
	fn ensure_2_accounts_count_their_machines(
		accounts: &AccountsOf<T>,
		machines: &MachinesOf<T>,
	) -> Result<(), TryRuntimeError> {
		let mut sums = BTreeMap::<&T::AccountId, (u64, u64, u32)>::new();
		for (_, machine) in machines {
			let (grade, attested, gpus) = sums.entry(&machine.owner).or_default();
			*grade = grade.saturating_add(machine.grade);
			*attested = attested.saturating_add(machine.attested_grade());
			*gpus = gpus.saturating_add(machine.gpus);
		}
		for (who, account) in accounts {
			let counted = sums.remove(who).unwrap_or_default();
			ensure!(
				(account.grade, account.attested, account.gpus) == counted,
				"2: an account does not count what its machines count for"
			);
		}
		ensure!(sums.is_empty(), "2: an owner has no account");
		Ok(())
	}

	/// 3. The network counts all machines, and its weight is that of all accounts and all rented bonus.
	fn ensure_3_network_counts_all(
		network: &Network,
		accounts: &AccountsOf<T>,
		machines: &MachinesOf<T>,
	) -> Result<(), TryRuntimeError> {
		let (mut grade, mut earning, mut gpus, mut rented) = (0u64, 0u32, 0u32, 0u32);
		let mut weight = accounts
			.values()
			.fold(0u128, |sum, account| sum.saturating_add(account.weight()));
		for (_, machine) in machines {
			grade = grade.saturating_add(machine.grade);
			earning = earning.saturating_add(u32::from(machine.grade > 0));
			gpus = gpus.saturating_add(machine.gpus);
			rented = rented.saturating_add(machine.rented);
			weight = weight.saturating_add(machine.rented_weight);
		}
		ensure!(
			(network.grade, network.machines) == (grade, earning)
				&& (network.gpus, network.rented) == (gpus, rented),
			"3: the network does not count its machines"
		);
		ensure!(
			network.weight == weight,
			"3: the weight of the network is not that of its accounts and of rented bonus"
		);
		Ok(())
	}

	/// 4. A machine is that of its owner. It counts for something only while it takes orders, and then with its GPUs and at
	///    most with its points; without grade it has neither GPUs nor rented bonus.
	fn ensure_4_machine_fits_the_registry(
		id: &MachineId,
		machine: &MachineOf<T>,
	) -> Result<(), TryRuntimeError> {
		ensure!(
			T::Machines::owner(id).as_ref() == Some(&machine.owner),
			"4: a machine is not that of its owner"
		);
		if machine.grade == 0 {
			ensure!(
				machine.gpus == 0 && machine.rented_weight == 0,
				"4: a machine without grade counts for something"
			);
			return Ok(());
		}
		let offer = T::Machines::offer(id).filter(|offer| offer.barred.is_none());
		ensure!(
			offer.is_some_and(|offer| offer.gpus == machine.gpus && machine.grade <= offer.points),
			"4: a machine counts for what it does not offer"
		);
		Ok(())
	}

	/// 5. The rented bonus of a machine was never more than was due, nor more than its rent has burned.
	fn ensure_5_bonus_is_capped(machine: &MachineOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(
			machine.credited <= machine.due && machine.credited <= rewards::grains(machine.burned),
			"5: more rented bonus was credited than was due or burned"
		);
		Ok(())
	}

	/// 6. The end of every running term is on the agenda, in its slot.
	fn ensure_6_term_is_on_the_agenda(
		id: &MachineId,
		machine: &MachineOf<T>,
	) -> Result<(), TryRuntimeError> {
		if let Term::Running { slot, .. } = machine.term {
			ensure!(
				AgendaItems::<T>::get(slot.minute, slot.place) == Some(*id),
				"6: the end of a term is not on the agenda"
			);
		}
		Ok(())
	}

	/// 7. Accounts have claimed no more than what was minted, and no more than what is released.
	fn ensure_7_minted_is_recorded(
		network: &Network,
		accounts: &AccountsOf<T>,
	) -> Result<(), TryRuntimeError> {
		let mut claimed: u128 = 0;
		for (who, account) in accounts {
			claimed = claimed.saturating_add(account.claimed);
			let released = Vestings::<T>::get(who).released(account.today, 0);
			ensure!(
				account.claimed <= released,
				"7: an account has claimed more than is released"
			);
		}
		ensure!(
			claimed <= network.minted,
			"7: more was claimed than was minted"
		);
		Ok(())
	}

	/// 8. All that was emitted is what accounts earned, what attesters got or are to get, rented bonus that is not credited,
	///    what was shared among nobody, and what is left over: less than a planck may be missing, nothing may be added.
	fn ensure_8_all_that_was_emitted_is_somewhere(
		network: Network,
		accounts: AccountsOf<T>,
		machines: MachinesOf<T>,
	) -> Result<(), TryRuntimeError> {
		let mut sum = network.unminted.saturating_add(network.left);
		let (mut claimed, mut owed) = (0u128, 0u128);
		let mut updated = AccountsOf::<T>::new();
		for (who, mut account) in accounts {
			let vesting = Self::vesting(&who, account.update(&network));
			sum = sum.saturating_add(vesting.earned(account.today));
			claimed = claimed.saturating_add(account.claimed);
			owed = owed.saturating_add(account.owed);
			updated.insert(who, account);
		}
		for (_, mut machine) in machines {
			let account = updated
				.get(&machine.owner)
				.ok_or("2: an owner has no account")?;
			machine.update(account, &network);
			sum = sum
				.saturating_add(machine.attesters_due())
				.saturating_add(machine.due.saturating_sub(machine.credited));
		}
		// What attesters got: all that was minted and not claimed as an owner. What was owed and then claimed is in it.
		let attesters = network.minted.saturating_sub(claimed).saturating_add(owed);
		sum = sum.saturating_add(rewards::grains(attesters));
		let emitted = network.emitted(network.last);
		ensure!(sum <= emitted, "8: more was shared than was emitted");
		ensure!(
			emitted.saturating_sub(sum) < rewards::grains(1),
			"8: a part of what was emitted is missing"
		);
		Ok(())
	}

	/// 10. What orders have changed and nobody has applied is about a machine that is known, and changes something.
	fn ensure_10_orders_are_of_known_machines() -> Result<(), TryRuntimeError> {
		for (machine, pending) in PendingOrders::<T>::iter() {
			ensure!(
				Machines::<T>::contains_key(machine),
				"10: orders of a machine that is not known are to be applied"
			);
			ensure!(
				pending != PendingOrder::default(),
				"10: there is nothing to apply of a machine's orders"
			);
		}
		Ok(())
	}
}
