//! Tests of the checked door.

use crate::{
	mock::{dynamic::theme::Rules, *},
	Error, Event,
};
use frame_support::{assert_noop, assert_ok, traits::Get};
use sp_runtime::DispatchError::BadOrigin;

fn rules() -> Windows {
	Rules::get()
}

#[test]
fn set_should_store_the_value_when_it_is_in_range() {
	new_test_ext().execute_with(|| {
		let new = Windows {
			first: 3,
			second: 4,
		};
		assert_ok!(Params::set(RuntimeOrigin::root(), set(Some(new))));
		assert_eq!(rules(), new);
		assert!(matches!(
			System::events().last().map(|record| &record.event),
			Some(RuntimeEvent::Params(Event::ParameterSet {
				old: None,
				new: Some(_),
				..
			}))
		));
	});
}

#[test]
fn set_should_return_to_the_default_when_no_value_is_given() {
	new_test_ext().execute_with(|| {
		let default = rules();
		assert_ok!(Params::set(
			RuntimeOrigin::root(),
			set(Some(Windows {
				first: 3,
				second: 4
			}))
		));
		assert_ok!(Params::set(RuntimeOrigin::root(), set(None)));
		assert_eq!(rules(), default);
	});
}

#[test]
fn set_should_name_the_field_when_it_is_out_of_range() {
	new_test_ext().execute_with(|| {
		for (windows, field) in [
			(
				Windows {
					first: 0,
					second: 1,
				},
				0,
			),
			(
				Windows {
					first: 1,
					second: 0,
				},
				1,
			),
		] {
			assert_noop!(
				Params::set(RuntimeOrigin::root(), set(Some(windows))),
				Error::<Test>::OutOfRange(field)
			);
		}
	});
}

#[test]
fn set_should_refuse_when_the_origin_is_not_the_admin() {
	new_test_ext().execute_with(|| {
		assert_noop!(Params::set(RuntimeOrigin::signed(1), set(None)), BadOrigin);
	});
}

#[test]
fn parameters_should_refuse_everybody_when_called_past_the_door() {
	new_test_ext().execute_with(|| {
		let zero = set(Some(Windows {
			first: 0,
			second: 0,
		}));
		assert_noop!(
			Parameters::set_parameter(RuntimeOrigin::root(), zero),
			BadOrigin
		);
	});
}

#[test]
fn genesis_should_set_parameters_when_the_preset_has_some() {
	new_test_ext_with(Some(7)).execute_with(|| assert_eq!(rules().first, 7));
}

#[test]
#[should_panic = "out of its range"]
fn genesis_should_panic_when_the_preset_is_out_of_range() {
	new_test_ext_with(Some(0));
}
