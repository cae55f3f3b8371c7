//! Pages of lists.

use dbc_primitives::{MachineId, MAX_PAGE_LIMIT};
use serde::{Deserialize, Serialize};

use super::{bytes32, hex};
use crate::Error;

/// Most items of a page whose limit is not given.
pub const DEFAULT_PAGE_LIMIT: u32 = 20;

/// Which page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageRequest {
	/// `next` of the page before; absent for the first page.
	pub cursor: Option<String>,
	/// Most items: 1 … 100, [`DEFAULT_PAGE_LIMIT`] if absent.
	pub limit: Option<u64>,
}

impl PageRequest {
	/// The cursor and the limit for the runtime.
	pub(crate) fn parse(self) -> Result<(Option<MachineId>, u32), Error> {
		let limit = match self.limit {
			None => DEFAULT_PAGE_LIMIT,
			Some(0) => return Err(Error::BadLimit),
			Some(limit) => u32::try_from(limit)
				.ok()
				.filter(|limit| *limit <= MAX_PAGE_LIMIT)
				.ok_or(Error::LimitTooLarge { limit })?,
		};
		let cursor = self.cursor.as_deref().map(bytes32).transpose();
		Ok((
			cursor.map_err(|problem| Error::BadCursor { problem })?,
			limit,
		))
	}
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List<Item> {
	/// The items: maybe fewer than asked for, even none, although there are more.
	pub items: Vec<Item>,
	/// The cursor of the next page; `null` at the end of the list.
	pub next: Option<String>,
}

impl<Item, Source: Into<Item>> From<dbc_primitives::Page<Source, MachineId>> for List<Item> {
	fn from(page: dbc_primitives::Page<Source, MachineId>) -> Self {
		Self {
			items: page.items.into_iter().map(Into::into).collect(),
			next: page.next.map(|cursor| hex(&cursor)),
		}
	}
}
