//! The worked examples of the documentation are what the chain computes.

use super::*;
use dbc_math::{release::released_floor, rewards as math, stake::percent_floor};

const DOCS: &str = include_str!("../../../../docs/economics.md");

/// The rows of the table under the heading, without its head: what, of what, result.
fn rows() -> Vec<[String; 3]> {
	let (_, after) = DOCS.split_once("### Rewards: worked examples").unwrap();
	let section = after.split("\n#").next().unwrap();
	let table = section.lines().filter(|line| line.starts_with('|')).skip(2);
	table
		.map(|line| {
			let cells = line.trim_matches('|').split('|');
			let cells: Vec<String> = cells.map(|cell| cell.trim().to_string()).collect();
			cells.try_into().unwrap()
		})
		.collect()
}

/// The whole numbers of a cell, in order; a decimal counts in its last digit.
fn numbers(cell: &str) -> Vec<u128> {
	let digits = |char: char| char.is_ascii_digit() || matches!(char, ',' | '.');
	cell.split(|char| !digits(char))
		.map(|word| word.replace([',', '.'], ""))
		.filter(|word| !word.is_empty())
		.map(|word| word.parse().unwrap())
		.collect()
}

/// An amount of DBC with all its digits, in planck.
fn dbc(cell: &str) -> u128 {
	let text = cell.trim_end_matches(" DBC").replace(',', "");
	let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
	format!("{whole}{part:0<15}").parse().unwrap()
}

fn days(n: u128) -> u64 {
	n as u64 * DAY
}

/// What the chain computes for a row.
fn computed(what: &str, of: &str) -> u128 {
	let n = numbers(of);
	match what {
		"emitted" => math::planck_floor(math::emitted_floor(days(n[0]), None)),
		"emitted, doubled" => math::planck_floor(math::emitted_floor(days(n[0]), Some(days(n[1])))),
		"grade" => math::grade_floor(n[0] as u64, n[1] as u32).into(),
		"weight of an owner" => {
			math::owner_weight(n[0] as u64, math::owner_factor(n[1] as u32, 1_000))
		}
		"weight of rented GPUs" => {
			math::rented_weight_floor(n[0] as u64, n[1] as u32, n[2] as u32, 3_000)
		}
		"extra price per GPU, at most" => {
			let earns = |price: u128| {
				math::is_priced_to_earn(price as u64, n[1] as u32, 17_000_000, n[0] as u64, 10)
			};
			let (mut low, mut high) = (0, 1 << 40);
			while high - low > 1 {
				let middle = (low + high) / 2;
				if earns(middle) {
					low = middle;
				} else {
					high = middle;
				}
			}
			low
		}
		"earned in a day" => {
			let share = math::share_floor(math::emitted_floor(DAY, None), 0, n[1]).unwrap();
			math::planck_floor(
				math::less_attesters_floor(math::earned(n[0], 0, share.per_weight), 0).0,
			)
		}
		"attesters, each" => n[0] * DBC / 100 / 3,
		"bonus credited" => {
			let credit = math::bonus_credit_floor(math::grains(n[0] * DBC), n[1] * DBC, 90, 0);
			math::planck_floor(credit)
		}
		"burned" => percent_floor(n[0] * DBC, 5),
		"released" => released_floor(0, [(n[1] as u32, math::grains(n[0] * DBC))]),
		other => panic!("an example of an unknown kind: {other}"),
	}
}

#[test]
fn examples_should_be_what_the_chain_computes() {
	let rows = rows();
	assert!(rows.len() >= 20);
	for [what, of, result] in rows {
		let expected = if result.ends_with(" DBC") {
			dbc(&result)
		} else {
			numbers(&result)[0]
		};
		assert_eq!(computed(&what, &of), expected, "{what} of {of}");
	}
}

#[test]
fn example_of_a_machine_should_be_what_the_pallet_does() {
	run(|| {
		active(1, &ALICE, 59_890, 4);
		active(2, &BOB, 240_110, 4);
		advance(DAY);
		let row = rows()
			.into_iter()
			.find(|[what, ..]| what == "earned in a day");
		let [_, _, result] = row.unwrap();
		assert_eq!(earned(&ALICE), dbc(&result));
	});
}
