//! A source of prices, as a node's operator configures it.

use alloc::vec::Vec;
use core::{fmt, str::FromStr};

use codec::{Decode, Encode};

/// Where a price is to be had: a URL that answers JSON, and where in it the price of one DBC in USD stands.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Feed {
	/// An `http` or `https` URL.
	pub url: Vec<u8>,
	/// A JSON pointer (RFC 6901); an empty one means the whole answer.
	pub pointer: Vec<u8>,
}

/// Without the URL, which may hold a secret.
impl fmt::Debug for Feed {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		formatter.write_str("Feed")
	}
}

/// Why a text is no [`Feed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadFeed {
	/// It does not begin with `http://` or `https://`.
	Scheme,
	/// There is no `#` between the URL and the pointer.
	NoPointer,
	/// The pointer is neither empty nor begins with `/`.
	Pointer,
}

impl fmt::Display for BadFeed {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		formatter.write_str(match self {
			Self::Scheme => "the URL must begin with http:// or https://",
			Self::NoPointer => "expected URL#/json/pointer: there is no '#'",
			Self::Pointer => "the JSON pointer after '#' must be empty or begin with '/'",
		})
	}
}

impl core::error::Error for BadFeed {}

/// Reads `URL#/json/pointer`.
impl FromStr for Feed {
	type Err = BadFeed;

	fn from_str(text: &str) -> Result<Self, BadFeed> {
		let (url, pointer) = text.split_once('#').ok_or(BadFeed::NoPointer)?;
		let is_web = ["http://", "https://"].iter().any(|scheme| {
			url.strip_prefix(scheme)
				.is_some_and(|rest| !rest.is_empty())
		});
		if !is_web {
			return Err(BadFeed::Scheme);
		}
		if !pointer.is_empty() && !pointer.starts_with('/') {
			return Err(BadFeed::Pointer);
		}
		Ok(Self {
			url: url.into(),
			pointer: pointer.into(),
		})
	}
}

#[cfg(test)]
mod tests;
