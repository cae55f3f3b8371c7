//! Reads, written once for view functions, runtime APIs and RPC. Each does a bounded amount of work.

use alloc::vec::Vec;
use codec::Encode;
use dbc_math::stake::{self, StakePerGpu};
use dbc_primitives::{
	traits::PriceProvider, Hardware, MachineFilter, MachineId, MachineInfo, Moment, NotRentable,
	Page, PhaseKind, Profile, Region, StakeQuote, StakeQuoteError, StakeSide, MAX_GPUS,
	MAX_PAGE_LIMIT, MAX_PAGE_SCAN,
};
use frame_support::traits::Get;

use crate::{
	impls::{exit_from, restake_from},
	BalanceOf, Config, HardwareOf, MachineOf, Machines, MachinesByOwner, Pallet, Profiles,
};

type InfoOf<T> = MachineInfo<<T as frame_system::Config>::AccountId, BalanceOf<T>>;
type FilterOf<T> = MachineFilter<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// Why a machine takes no new order now; `None` if it does. Calls, runtime API and RPC all ask here.
	pub fn not_rentable(record: &MachineOf<T>) -> Option<NotRentable> {
		record.not_rentable()
	}

	/// The bytes that a machine's key signs so that `owner` may register it until `expires_at`.
	pub fn registration_payload(owner: T::AccountId, expires_at: Moment) -> Vec<u8> {
		Self::payload(&owner, expires_at).encode()
	}

	/// Machines that pass `filter`, in the order of their storage keys, after `cursor`, whether or not a machine with that
	/// id still exists. `limit` is clamped to 1 … [`MAX_PAGE_LIMIT`], and at most [`MAX_PAGE_SCAN`] records are examined.
	pub fn machine_page(
		filter: FilterOf<T>,
		cursor: Option<MachineId>,
		limit: u32,
	) -> Page<InfoOf<T>, MachineId> {
		let limit = limit.clamp(1, MAX_PAGE_LIMIT);
		match (&filter.owner, cursor) {
			(Some(owner), Some(cursor)) => {
				let after = MachinesByOwner::<T>::hashed_key_for(owner, cursor);
				let ids = MachinesByOwner::<T>::iter_key_prefix_from(owner, after);
				Self::page_of(ids, &filter, limit)
			}
			(Some(owner), None) => {
				Self::page_of(MachinesByOwner::<T>::iter_key_prefix(owner), &filter, limit)
			}
			(None, Some(cursor)) => {
				let after = Machines::<T>::hashed_key_for(cursor);
				Self::page_of(Machines::<T>::iter_keys_from(after), &filter, limit)
			}
			(None, None) => Self::page_of(Machines::<T>::iter_keys(), &filter, limit),
		}
	}

	pub(crate) fn read_machine(machine: &MachineId) -> Option<InfoOf<T>> {
		let record = Machines::<T>::get(machine)?;
		let (profile, hardware) = (Profiles::<T>::get(machine), HardwareOf::<T>::get(machine));
		Some(Self::info(*machine, record, profile, hardware))
	}

	pub(crate) fn read_stake_quote(gpus: u32) -> Result<StakeQuote<BalanceOf<T>>, StakeQuoteError> {
		if !(1..=MAX_GPUS).contains(&gpus) {
			return Err(StakeQuoteError::GpuCountOutOfRange);
		}
		let price = T::Price::price().map_err(|_| StakeQuoteError::PriceUnavailable)?;
		let per_gpu = Self::per_gpu(&T::Rules::get(), Some(price));
		Ok(StakeQuote {
			requirement: stake::stake_of_machine(per_gpu, gpus),
			per_gpu: per_gpu.planck(),
			side: match per_gpu {
				StakePerGpu::Dbc(_) => StakeSide::Dbc,
				StakePerGpu::Usd(_) => StakeSide::Usd,
			},
			price,
		})
	}

	fn info(
		id: MachineId,
		record: MachineOf<T>,
		profile: Option<Profile>,
		hardware: Option<Hardware>,
	) -> InfoOf<T> {
		let rules = T::Rules::get();
		MachineInfo {
			id,
			payee: record.payee_or_owner(),
			not_rentable: Self::not_rentable(&record),
			restake_from: restake_from(&rules, &record),
			exit_from: exit_from(&rules, &record),
			owner: record.owner,
			phase: record.phase,
			registered_at: record.registered_at,
			first_active_at: record.first_active_at,
			outage: record.outage,
			profile,
			hardware,
			points: record.points,
			stake: record.stake,
			locked: record.locked,
			requirement: record.requirement,
			under_staked: record.under_staked,
			closed: record.closed,
			extra_price: record.extra_price,
		}
	}

	fn page_of(
		ids: impl Iterator<Item = MachineId>,
		filter: &FilterOf<T>,
		limit: u32,
	) -> Page<InfoOf<T>, MachineId> {
		let mut ids = ids.peekable();
		let mut page = Page {
			items: Vec::new(),
			next: None,
		};
		let (mut found, mut examined) = (0u32, 0u32);
		while let Some(id) = ids.next() {
			examined = examined.saturating_add(1);
			if let Some(info) = Self::passing(id, filter) {
				found = found.saturating_add(1);
				page.items.push(info);
			}
			if found >= limit || examined >= MAX_PAGE_SCAN {
				page.next = ids.peek().map(|_| id);
				break;
			}
		}
		page
	}

	/// The machine, if it passes every condition. The record is asked first: it decides most, and is small.
	fn passing(id: MachineId, filter: &FilterOf<T>) -> Option<InfoOf<T>> {
		let record = Machines::<T>::get(id)?;
		if !passes_record(filter, &record) {
			return None;
		}
		let hardware = HardwareOf::<T>::get(id);
		if !passes_hardware(filter, hardware.as_ref()) {
			return None;
		}
		let profile = Profiles::<T>::get(id);
		if !passes_profile(filter, profile.as_ref()) {
			return None;
		}
		Some(Self::info(id, record, profile, hardware))
	}
}

fn passes_record<AccountId: Clone + PartialEq>(
	filter: &MachineFilter<AccountId>,
	record: &crate::Machine<AccountId, u128>,
) -> bool {
	filter
		.owner
		.as_ref()
		.is_none_or(|owner| record.owner == *owner)
		&& filter
			.phase
			.is_none_or(|phase| PhaseKind::from(&record.phase) == phase)
		&& filter
			.rentable
			.is_none_or(|wanted| record.not_rentable().is_none() == wanted)
		&& filter
			.max_extra_price
			.is_none_or(|most| record.extra_price <= most)
}

fn passes_hardware<AccountId>(
	filter: &MachineFilter<AccountId>,
	hardware: Option<&Hardware>,
) -> bool {
	let has = |test: &dyn Fn(&Hardware) -> bool| hardware.is_some_and(test);
	filter
		.gpu_model
		.as_ref()
		.is_none_or(|model| has(&|known| known.gpu_model == *model))
		&& filter
			.min_vram_gb
			.is_none_or(|least| has(&|known| known.vram_gb >= least))
		&& filter
			.min_gpus
			.is_none_or(|least| has(&|known| known.gpu_count >= least))
}

fn passes_profile<AccountId>(filter: &MachineFilter<AccountId>, profile: Option<&Profile>) -> bool {
	filter
		.region
		.as_ref()
		.is_none_or(|region| profile.is_some_and(|known| stands_in(region, known)))
}

/// Whether a machine stands in the box, bounds included. A box with `west > east` crosses the date line.
fn stands_in(region: &Region, profile: &Profile) -> bool {
	let Region {
		west,
		east,
		south,
		north,
	} = *region;
	let between = if west <= east {
		(west..=east).contains(&profile.longitude)
	} else {
		profile.longitude >= west || profile.longitude <= east
	};
	between && (south..=north).contains(&profile.latitude)
}
