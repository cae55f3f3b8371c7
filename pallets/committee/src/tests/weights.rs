use super::*;
use crate::WeightInfo;
use frame_support::weights::Weight;

fn empty() -> Weight {
	<() as WeightInfo>::empty_poll()
}

fn one_draw() -> Weight {
	<() as WeightInfo>::draw(0) + OnDrawWeight::get()
}

#[test]
fn poll_should_cost_a_constant_when_nothing_waits() {
	run(|| {
		committee_of(3);
		assert_eq!(block_with(1, Weight::MAX), empty());
	});
}

#[test]
fn poll_should_cost_a_constant_when_no_randomness_came() {
	run(|| {
		committee_of(3);
		request();
		assert_eq!(poll(Weight::MAX), empty());
	});
}

#[test]
fn poll_should_pay_for_each_draw_with_its_listener() {
	run(|| {
		committee_of(3);
		(0..3).for_each(|_| {
			request();
		});
		assert_eq!(block_with(2, Weight::MAX), empty() + one_draw() * 3);
	});
}

#[test]
fn poll_should_draw_only_what_the_meter_pays_for() {
	run(|| {
		committee_of(3);
		(0..3).for_each(|_| {
			request();
		});
		let limit = empty() + one_draw() * 2 - Weight::from_parts(1, 0);
		assert_eq!(block_with(2, limit), empty() + one_draw());
		assert_eq!(Listener::take().len(), 1);
		block_with(3, empty() + one_draw() * 2);
		assert_eq!(Listener::take().len(), 2);
	});
}

#[test]
fn poll_should_do_nothing_when_the_meter_is_empty() {
	run(|| {
		committee_of(3);
		request();
		assert_eq!(
			block_with(2, empty() - Weight::from_parts(1, 0)),
			Weight::zero()
		);
		assert_eq!(Listener::take(), []);
	});
}

#[test]
fn poll_should_never_use_randomness_of_an_earlier_block() {
	run(|| {
		committee_of(3);
		request();
		// It arrived, but there was no room for the hook.
		block_with(2, Weight::zero());
		System::set_block_number(System::block_number() + 1);
		poll(Weight::MAX);
		assert_eq!(Listener::take(), []);
		block(3);
		assert_eq!(Listener::take().len(), 1);
	});
}
