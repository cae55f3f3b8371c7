//! `docs/economics.md` says what the runtime does.

use std::collections::BTreeMap;

use dbc_primitives::{MachineRules, PriceRules};
use dbc_runtime::{
	params::{
		self,
		dynamic_params::{machines, price},
		Ranges, RuntimeParameters,
	},
	Runtime, RuntimeOrigin,
};
use frame_support::{assert_noop, assert_ok, traits::Get};
use serde::Serialize;
use sp_runtime::DispatchError::BadOrigin;

use crate::env::{chain, development};

/// A row of a table: default, development, lowest, highest in base units.
type Row = [u128; 4];

const DOCUMENT: &str = include_str!("../../../../docs/economics.md");

/// An amount as the document writes it, in base units.
fn amount(text: &str) -> u128 {
	let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
	let number: u128 = number.replace(',', "").parse().expect("a number");
	let unit = match unit {
		"" | "%" | "nano-USD" => 1,
		"DBC" => 10u128.pow(15),
		"USD" => 1_000_000,
		"min" => 60_000,
		"h" => 3_600_000,
		"days" => 86_400_000,
		other => panic!("no unit: {other}"),
	};
	number * unit
}

/// The table under the heading of a theme.
fn table(theme: &str) -> BTreeMap<String, Row> {
	let (_, section) = DOCUMENT
		.split_once(&format!("### `{theme}`\n"))
		.expect("the heading");
	let section = section.split("\n#").next().expect("the section");
	section
		.lines()
		.filter(|line| line.starts_with("| `"))
		.map(|line| {
			let cells: Vec<_> = line.split('|').map(str::trim).collect();
			let row = [2, 3, 4, 5].map(|at| amount(cells[at]));
			(cells[1].trim_matches('`').to_string(), row)
		})
		.collect()
}

/// The fields of rules by name.
fn fields(rules: impl Serialize) -> BTreeMap<String, u128> {
	// Through text: a JSON value holds no integer above 64 bits, its text does.
	let text = serde_json::to_string(&rules).expect("JSON");
	serde_json::from_str(&text).expect("an object of integers")
}

fn assert_documented<Rules: Ranges + Serialize>(theme: &str, default: Rules, development: Rules) {
	let documented = table(theme);
	for (column, rules) in [default, development, Rules::LOWEST, Rules::HIGHEST]
		.iter()
		.enumerate()
	{
		assert_eq!(
			rules.first_out_of_range(),
			None,
			"column {column} of {theme}"
		);
		let documented: BTreeMap<_, _> = documented
			.iter()
			.map(|(name, row)| (name.clone(), row[column]))
			.collect();
		assert_eq!(documented, fields(rules), "column {column} of {theme}");
	}
}

#[test]
fn economics_should_match_the_runtime_when_read() {
	assert_documented(
		"machines",
		params::MACHINE_RULES,
		params::DEVELOPMENT
			.machines
			.expect("the development preset changes machines"),
	);
	assert_documented(
		"price",
		params::PRICE_RULES,
		params::DEVELOPMENT
			.price
			.expect("the development preset changes the price"),
	);
	assert_documented(
		"committee",
		params::COMMITTEE_RULES,
		params::DEVELOPMENT
			.committee
			.unwrap_or(params::COMMITTEE_RULES),
	);
	assert_documented(
		"verification",
		params::VERIFICATION_RULES,
		params::DEVELOPMENT
			.verification
			.expect("the development preset changes verification"),
	);
	assert_documented(
		"rental",
		params::RENTAL_RULES,
		params::DEVELOPMENT
			.rental
			.expect("the development preset changes rental"),
	);
	assert_documented(
		"rewards",
		params::REWARD_RULES,
		params::DEVELOPMENT.rewards.unwrap_or(params::REWARD_RULES),
	);
	assert_documented(
		"faults",
		params::FAULT_RULES,
		params::DEVELOPMENT
			.faults
			.expect("the development preset changes reports"),
	);
	assert_documented(
		"sanctions",
		params::SANCTION_RULES,
		params::DEVELOPMENT
			.sanctions
			.expect("the development preset changes sanctions"),
	);
	assert_documented(
		"clock",
		params::CLOCK_RULES,
		params::DEVELOPMENT
			.clock
			.expect("the development preset changes the clock"),
	);
}

fn set_machines(rules: Option<MachineRules>) -> RuntimeParameters {
	RuntimeParameters::Machines(machines::Parameters::Rules(machines::Rules, rules))
}

fn set_price(rules: Option<PriceRules>) -> RuntimeParameters {
	RuntimeParameters::Price(price::Parameters::Rules(price::Rules, rules))
}

fn set(key_value: RuntimeParameters) -> frame_support::dispatch::DispatchResult {
	dbc_runtime::Params::set(RuntimeOrigin::root(), key_value)
}

#[test]
fn params_should_refuse_a_zero_when_the_field_is_a_window() {
	development().execute_with(|| {
		let mut rules = params::MACHINE_RULES;
		rules.exit_min_active = 0;
		assert_noop!(
			set(set_machines(Some(rules))),
			pallet_params::Error::<Runtime>::OutOfRange(6)
		);
		let mut rules = params::PRICE_RULES;
		rules.step_interval = 0;
		assert_noop!(
			set(set_price(Some(rules))),
			pallet_params::Error::<Runtime>::OutOfRange(6)
		);
	});
}

#[test]
fn params_should_apply_when_they_are_in_range() {
	development().execute_with(|| {
		let mut rules = params::PRICE_RULES;
		rules.max_steps = 7;
		assert_ok!(set(set_price(Some(rules))));
		assert_eq!(params::PriceRulesNow::get(), rules);
		assert_ok!(set(set_price(None)));
		assert_eq!(params::PriceRulesNow::get(), params::PRICE_RULES);
	});
}

#[test]
fn parameters_should_refuse_root_when_called_past_the_door() {
	development().execute_with(|| {
		assert_noop!(
			dbc_runtime::Parameters::set_parameter(RuntimeOrigin::root(), set_price(None)),
			BadOrigin
		);
	});
}

#[test]
fn rules_should_be_clamped_when_the_state_holds_nonsense() {
	development().execute_with(|| {
		let nonsense = MachineRules {
			under_stake_percent: 0,
			..params::MACHINE_RULES
		};
		pallet_parameters::Parameters::<Runtime>::insert(
			dbc_runtime::params::RuntimeParametersKey::Machines(machines::ParametersKey::Rules(
				machines::Rules,
			)),
			dbc_runtime::params::RuntimeParametersValue::Machines(
				machines::ParametersValue::Rules(nonsense),
			),
		);
		assert_eq!(params::MachineRulesNow::get().under_stake_percent, 1);
	});
}

#[test]
fn windows_should_be_those_of_a_real_network_when_the_preset_is_not_development() {
	chain(sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(params::MachineRulesNow::get(), params::MACHINE_RULES);
		assert_eq!(params::PriceRulesNow::get(), params::PRICE_RULES);
	});
	development().execute_with(|| {
		assert_eq!(
			Some(params::MachineRulesNow::get()),
			params::DEVELOPMENT.machines
		);
		assert_eq!(
			Some(params::PriceRulesNow::get()),
			params::DEVELOPMENT.price
		);
	});
}
