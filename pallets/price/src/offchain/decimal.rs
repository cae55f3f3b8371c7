//! Exact reading of decimal numbers: no binary fractions anywhere.

use dbc_primitives::NanoUsd;

/// How many decimals of a USD amount a nano-USD keeps.
const DECIMALS: i64 = 9;

/// The nano-USD in a decimal amount of USD, rounded down: digits, optionally with a fraction and a power of ten, as in
/// `0.012`, `12e-3` or `1.2E-2`.
///
/// `None` for everything else, a sign included, and for amounts that do not fit. Exact and of linear time for any
/// length of digits and any exponent.
pub(super) fn nano_usd_floor(text: &str) -> Option<NanoUsd> {
	let (mantissa, exponent) = match text.split_once(['e', 'E']) {
		Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
		None => (text, 0),
	};
	let (whole, fraction) = match mantissa.split_once('.') {
		Some((whole, fraction)) => (whole, Some(fraction)),
		None => (mantissa, None),
	};
	if whole.is_empty() || fraction.is_some_and(str::is_empty) {
		return None;
	}

	// The amount is the first `kept` digits, filled up with zeros.
	let kept = i64::try_from(whole.len())
		.ok()?
		.saturating_add(DECIMALS)
		.saturating_add(exponent);
	let mut left = kept;
	let mut amount: NanoUsd = 0;
	for byte in whole.bytes().chain(fraction.unwrap_or_default().bytes()) {
		let digit = digit_of(byte)?;
		if left > 0 {
			amount = append(amount, digit)?;
			left = left.saturating_sub(1);
		}
	}
	// An amount other than 0 overflows after at most 20 zeros.
	while left > 0 && amount > 0 {
		amount = append(amount, 0)?;
		left = left.saturating_sub(1);
	}
	Some(amount)
}

/// A signed power of ten. Far beyond any use it is capped.
fn exponent_of(text: &str) -> Option<i64> {
	let (digits, is_negative) = match text.strip_prefix('-') {
		Some(digits) => (digits, true),
		None => (text.strip_prefix('+').unwrap_or(text), false),
	};
	if digits.is_empty() {
		return None;
	}
	let size = digits.bytes().try_fold(0i64, |size, byte| {
		let digit = i64::try_from(digit_of(byte)?).ok()?;
		Some(size.saturating_mul(10).saturating_add(digit))
	})?;
	Some(if is_negative {
		size.saturating_neg()
	} else {
		size
	})
}

/// The value of an ASCII digit.
fn digit_of(byte: u8) -> Option<u64> {
	char::from(byte).to_digit(10).map(u64::from)
}

/// `amount` with one more digit.
fn append(amount: u64, digit: u64) -> Option<u64> {
	amount.checked_mul(10)?.checked_add(digit)
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn amount_should_match_the_hand_computed_table() {
		for (text, amount) in [
			("0", 0),
			("0.012", 12_000_000),
			("0.0120", 12_000_000),
			("00.012", 12_000_000),
			("12e-3", 12_000_000),
			("1.2E-2", 12_000_000),
			("1.2e-02", 12_000_000),
			("0.00012e+2", 12_000_000),
			("0.00012e2", 12_000_000),
			("12", 12_000_000_000),
			("1e9", 1_000_000_000_000_000_000),
			// Rounded down, never up.
			("0.0123456789", 12_345_678),
			("0.0129999999999999999999999999999", 12_999_999),
			("0.0000000009", 0),
			("0.000000001", 1),
			("9e-10", 0),
			("10e-10", 1),
			// The largest amount.
			("18446744073.709551615", u64::MAX),
			("18446744073.7095516159", u64::MAX),
			("18446744073709551615e-9", u64::MAX),
			// A long way to say little.
			("0e999999999999999999999999", 0),
			("0.0e-999999999999999999999999", 0),
			("1e-999999999999999999999999", 0),
			("999e-9223372036854775808", 0),
		] {
			assert_eq!(nano_usd_floor(text), Some(amount), "{text}");
		}
	}

	#[test]
	fn amount_should_be_refused_when_it_is_no_plain_decimal() {
		for text in [
			"", " ", ".", "-", "+", "e", "e5", ".5", "5.", "5.e1", "1e", "1e+", "1e-", "1e1.5",
			"1e5e5", "1.2.3", "-1", "+1", "-0", "1 ", " 1", "1,5", "1_000", "0x10", "NaN", "nan",
			"Infinity", "inf", "null", "true", "１", "٣", "1\u{0}", "0.01 USD", "1e٣", "1.-5",
		] {
			assert_eq!(nano_usd_floor(text), None, "{text}");
		}
	}

	#[test]
	fn amount_should_be_refused_when_it_does_not_fit() {
		for text in [
			"18446744073.709551616",
			"18446744074",
			"1e11",
			"1e999999999999999999999999",
			"1e9223372036854775807",
			"0.1e9223372036854775807",
			"99999999999999999999999999999999999999999999",
		] {
			assert_eq!(nano_usd_floor(text), None, "{text}");
		}
	}

	#[test]
	fn amount_should_be_exact_when_it_has_thousands_of_digits() {
		let zeros = "0".repeat(50_000);
		assert_eq!(
			nano_usd_floor(&format!("{zeros}0.012{zeros}1")),
			Some(12_000_000)
		);
		assert_eq!(
			nano_usd_floor(&format!("12{zeros}e-50003")),
			Some(12_000_000)
		);
		assert_eq!(
			nano_usd_floor(&format!("0.{zeros}12e49999")),
			Some(12_000_000)
		);
		assert_eq!(nano_usd_floor(&format!("1{zeros}")), None);
	}

	proptest! {
		#[test]
		fn amount_should_be_read_back_when_it_was_written(amount: u64) {
			let text = format!("{}.{:09}", amount / 1_000_000_000, amount % 1_000_000_000);
			prop_assert_eq!(nano_usd_floor(&text), Some(amount));
		}

		#[test]
		fn amount_should_not_change_when_the_point_is_moved(amount: u64, shift in 0usize..30) {
			let zeros = "0".repeat(shift);
			prop_assert_eq!(nano_usd_floor(&format!("{amount}e-9")), Some(amount));
			let longer = format!("{amount}{zeros}e-{}", 9 + shift);
			prop_assert_eq!(nano_usd_floor(&longer), Some(amount));
			let shorter = format!("0.{zeros}{amount:020}e{}", 11 + shift);
			prop_assert_eq!(nano_usd_floor(&shorter), Some(amount));
		}

		#[test]
		fn reading_should_be_total(text: String, digits in "[0-9.eE+-]{0,40}") {
			nano_usd_floor(&text);
			nano_usd_floor(&digits);
		}
	}
}
