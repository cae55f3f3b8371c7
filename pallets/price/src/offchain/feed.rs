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
#[allow(clippy::unwrap_used)]
mod tests {
	use super::*;

	fn feed(url: &str, pointer: &str) -> Feed {
		Feed {
			url: url.into(),
			pointer: pointer.into(),
		}
	}

	#[test]
	fn feed_should_be_read_when_it_is_url_and_pointer() {
		for (text, expected) in [
			(
				"https://a.example/p#/usd",
				feed("https://a.example/p", "/usd"),
			),
			(
				"http://127.0.0.1:80/?k=1#/a/0/b",
				feed("http://127.0.0.1:80/?k=1", "/a/0/b"),
			),
			("https://a.example#", feed("https://a.example", "")),
			("https://a.example#/a#b", feed("https://a.example", "/a#b")),
		] {
			assert_eq!(text.parse(), Ok(expected), "{text}");
		}
	}

	#[test]
	fn feed_should_be_refused_when_it_is_malformed() {
		for (text, error) in [
			("", BadFeed::NoPointer),
			("https://a.example/p", BadFeed::NoPointer),
			("#/usd", BadFeed::Scheme),
			("a.example#/usd", BadFeed::Scheme),
			("ftp://a.example#/usd", BadFeed::Scheme),
			("https://#/usd", BadFeed::Scheme),
			("https://a.example#usd", BadFeed::Pointer),
		] {
			assert_eq!(text.parse::<Feed>(), Err(error), "{text}");
		}
	}

	#[test]
	fn feed_should_hide_its_url_when_printed() {
		let feed: Feed = "https://a.example/?key=secret#/usd".parse().unwrap();
		assert!(!format!("{feed:?}").contains("secret"));
	}
}
