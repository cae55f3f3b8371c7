//! Tests of the feeds.

#![allow(clippy::unwrap_used)]

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
