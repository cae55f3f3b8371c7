//! Pages of lists.

use dbc_primitives::{JobId, MachineId, MAX_PAGE_LIMIT};
use serde::{Deserialize, Serialize};

use super::{bytes32, digits, hex};
use crate::Error;

/// Most items of a page whose limit is not given.
pub const DEFAULT_PAGE_LIMIT: u32 = 20;

/// Where a list goes on: an id of the chain and its text.
pub(crate) trait Cursor: Sized {
	/// Its text.
	fn write(&self) -> String;
	/// The cursor that `text` stands for. Fails with what is wrong.
	fn read(text: &str) -> Result<Self, &'static str>;
}

impl Cursor for MachineId {
	fn write(&self) -> String {
		hex(self)
	}

	fn read(text: &str) -> Result<Self, &'static str> {
		bytes32(text)
	}
}

impl Cursor for JobId {
	fn write(&self) -> String {
		self.to_string()
	}

	fn read(text: &str) -> Result<Self, &'static str> {
		digits(text)
	}
}

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
	pub(crate) fn parse<C: Cursor>(self) -> Result<(Option<C>, u32), Error> {
		let limit = match self.limit {
			None => DEFAULT_PAGE_LIMIT,
			Some(0) => return Err(Error::BadLimit),
			Some(limit) => u32::try_from(limit)
				.ok()
				.filter(|limit| *limit <= MAX_PAGE_LIMIT)
				.ok_or(Error::LimitTooLarge { limit })?,
		};
		let cursor = self.cursor.as_deref().map(C::read).transpose();
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

impl<Item, Source: Into<Item>, C: Cursor> From<dbc_primitives::Page<Source, C>> for List<Item> {
	fn from(page: dbc_primitives::Page<Source, C>) -> Self {
		Self {
			items: page.items.into_iter().map(Into::into).collect(),
			next: page.next.map(|cursor| cursor.write()),
		}
	}
}
