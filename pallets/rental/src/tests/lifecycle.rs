//! One order from its beginning to the removal of its receipt.

use super::*;

#[test]
fn order_should_go_through_its_whole_life() {
	run(|| {
		active(1, ALICE, 4);
		assert_ok!(Rental::rent(
			signed(CHARLIE),
			id(1),
			4,
			DAY,
			u128::MAX,
			Some(START + HOUR),
			Some(BOB)
		));
		let rent = rent_for(4, DAY);
		assert_eq!(on_hold(&CHARLIE), rent + FEE);
		advance(HOUR);
		confirm(BOB, 0);
		// Half an hour of outage, a settlement, an extension.
		advance(6 * HOUR);
		down(1);
		advance(30 * MINUTE);
		up(1);
		advance(30 * MINUTE);
		settle(0);
		let paid = earned_floor(rent, 6 * HOUR + 30 * MINUTE, DAY);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		assert_ok!(Rental::extend(signed(CHARLIE), 0, DAY, rent));
		// It ends in the extension.
		set_time(START + HOUR + DAY + 12 * HOUR);
		poll();
		assert_ok!(Rental::end(signed(BOB), 0));
		let paid = earned_floor(rent, DAY - 30 * MINUTE, DAY) + earned_floor(rent, 1, 2);
		assert_eq!(gained(&ALICE), paid - burn(paid));
		assert_eq!(spent(&CHARLIE), paid + FEE);
		assert_eq!(free(&TREASURY), EXISTENTIAL_DEPOSIT + FEE);
		assert_eq!(
			(occupancy(1).rent_paid, occupancy(1).rent_burned),
			(paid, burn(paid))
		);
		assert_eq!(receipt(0).reason, CloseReason::EndedByRenter);
		advance(DAY + HOUR);
		poll();
		assert_eq!(Orders::<Test>::iter().count(), 0);
	});
}
