//! The number at a JSON pointer, as text: JSON numbers are decimal, and pass through no binary fraction here.

use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};

use serde_json::value::RawValue;

use super::SourceError;

/// The text of the number, or of the string, at `pointer` (RFC 6901) in `document`. Of members with the same name the
/// last counts.
pub(super) fn number_at<'a>(
	document: &'a [u8],
	pointer: &str,
) -> Result<Cow<'a, str>, SourceError> {
	let mut value: &RawValue =
		serde_json::from_slice(document).map_err(|_| SourceError::NotJson)?;
	for token in tokens(pointer)? {
		value = child(value, &token).ok_or(SourceError::NotFound)?;
	}
	let text = value.get();
	match text.bytes().next() {
		Some(b'"') => serde_json::from_str::<String>(text)
			.map(Cow::Owned)
			.map_err(|_| SourceError::NotJson),
		Some(b'-' | b'0'..=b'9') => Ok(Cow::Borrowed(text)),
		_ => Err(SourceError::NotAPrice),
	}
}

/// The steps of a pointer.
fn tokens(pointer: &str) -> Result<Vec<String>, SourceError> {
	if pointer.is_empty() {
		return Ok(Vec::new());
	}
	let steps = pointer.strip_prefix('/').ok_or(SourceError::NotFound)?;
	steps
		.split('/')
		.map(|step| unescape(step).ok_or(SourceError::NotFound))
		.collect()
}

/// A step without its escapes: `~1` is `/`, `~0` is `~`, and no other may follow a `~`.
fn unescape(step: &str) -> Option<String> {
	let is_valid = step
		.split('~')
		.skip(1)
		.all(|rest| rest.starts_with(['0', '1']));
	is_valid.then(|| step.replace("~1", "/").replace("~0", "~"))
}

/// The member or element of `value` that `token` names.
fn child<'a>(value: &'a RawValue, token: &str) -> Option<&'a RawValue> {
	let text = value.get();
	match text.bytes().next()? {
		b'{' => serde_json::from_str::<BTreeMap<String, &RawValue>>(text)
			.ok()?
			.remove(token),
		b'[' => serde_json::from_str::<Vec<&RawValue>>(text)
			.ok()?
			.get(index_of(token)?)
			.copied(),
		_ => None,
	}
}

/// An index of an array: digits without a leading zero.
fn index_of(token: &str) -> Option<usize> {
	let is_canonical = token.bytes().all(|byte| byte.is_ascii_digit())
		&& (token == "0" || !token.starts_with('0'));
	is_canonical.then(|| token.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn at(document: &str, pointer: &str) -> Result<String, SourceError> {
		number_at(document.as_bytes(), pointer).map(Cow::into_owned)
	}

	#[test]
	fn number_should_be_found_when_the_pointer_leads_to_it() {
		for (document, pointer, number) in [
			("0.012", "", "0.012"),
			(" 1.2e-2 ", "", "1.2e-2"),
			("\"0.012\"", "", "0.012"),
			(r#"{"usd": 0.012}"#, "/usd", "0.012"),
			(r#"{"usd": -1}"#, "/usd", "-1"),
			(r#"{"a": {"b": [1, {"c": "7"}]}}"#, "/a/b/1/c", "7"),
			("[[10, 11], [20, 21]]", "/1/0", "20"),
			(r#"{"": {"": 5}}"#, "//", "5"),
			(r#"{"0": 5}"#, "/0", "5"),
			(r#"{"01": 5}"#, "/01", "5"),
			(r#"{"a/b": 1, "m~n": 2, "~1": 3}"#, "/a~1b", "1"),
			(r#"{"a/b": 1, "m~n": 2, "~1": 3}"#, "/m~0n", "2"),
			(r#"{"a/b": 1, "m~n": 2, "~1": 3}"#, "/~01", "3"),
			(r#"{"caf\u00e9": 1}"#, "/café", "1"),
			(r#"{"a b": 1}"#, "/a b", "1"),
			(r#"{"a": 1, "a": 2}"#, "/a", "2"),
			// All digits stay.
			(
				"[0.01200000000000000000000000000000001]",
				"/0",
				"0.01200000000000000000000000000000001",
			),
			("[1e400]", "/0", "1e400"),
			(r#"["1\u002e5"]"#, "/0", "1.5"),
		] {
			assert_eq!(
				at(document, pointer),
				Ok(number.into()),
				"{document} {pointer}"
			);
		}
	}

	#[test]
	fn number_should_not_be_found_when_the_pointer_leads_nowhere() {
		for (document, pointer) in [
			(r#"{"usd": 1}"#, "/eur"),
			(r#"{"usd": 1}"#, "usd"),
			(r#"{"usd": 1}"#, "/usd/x"),
			(r#"{"usd": 1}"#, "/USD"),
			(r#"{"a~": 1}"#, "/a~"),
			(r#"{"a~2": 1}"#, "/a~2"),
			("[1, 2]", "/2"),
			("[1, 2]", "/-"),
			("[1, 2]", "/01"),
			("[1, 2]", "/+1"),
			("[1, 2]", "/"),
			("[1, 2]", "/1e0"),
			("[1, 2]", "/99999999999999999999999999"),
			("[]", "/0"),
		] {
			assert_eq!(
				at(document, pointer),
				Err(SourceError::NotFound),
				"{document} {pointer}"
			);
		}
	}

	#[test]
	fn number_should_be_refused_when_something_else_is_there() {
		for document in ["null", "true", "false", "{}", "[]", r#"{"usd": 1}"#] {
			assert_eq!(at(document, ""), Err(SourceError::NotAPrice), "{document}");
		}
	}

	#[test]
	fn document_should_be_refused_when_it_is_not_json() {
		for document in [
			"",
			" ",
			"<html>",
			"{",
			"[1",
			"[1,]",
			"{\"usd\": }",
			"{usd: 1}",
			"01",
			"+1",
			".5",
			"1.",
			"NaN",
			"Infinity",
			"1 2",
			"\"",
			"'1'",
			"nul",
			"1e",
			"\u{feff}1",
		] {
			assert_eq!(at(document, ""), Err(SourceError::NotJson), "{document}");
		}
		assert_eq!(
			number_at(&[b'"', 0xff, b'"'], ""),
			Err(SourceError::NotJson)
		);
	}

	#[test]
	fn document_should_be_read_without_recursion_when_it_is_deep() {
		let deep = "[".repeat(30_000) + &"]".repeat(30_000);
		assert_eq!(at(&deep, ""), Err(SourceError::NotAPrice));
		assert_eq!(at(&deep, "/0/0"), Err(SourceError::NotAPrice));
	}

	proptest! {
		#[test]
		fn reading_should_be_total(document: Vec<u8>, json in r#"[\[\]{}:,"0-9a-z.e\\ -]{0,60}"#, pointer: String) {
			let _ = number_at(&document, &pointer);
			let _ = number_at(json.as_bytes(), &pointer);
		}
	}
}
