use super::*;

#[test]
fn genesis_should_hold_the_bonds_when_members_are_given() {
	let members = (1..=3).map(|n| (account(n), [n; 32], JOIN + u128::from(n)));
	ext_with(members.collect()).execute_with(|| {
		for n in 1..=3 {
			let bond = JOIN + u128::from(n);
			assert_eq!(member(n).status, MemberStatus::Active);
			assert_eq!(member(n).box_key, Some([n; 32]));
			assert_eq!(on_hold(&account(n)), bond);
			assert_eq!(spendable(&account(n)), WEALTH - bond);
			assert!(Committee::is_drawable(&account(n)));
		}
		Committee::do_try_state().unwrap();
		drawn();
	});
}

#[test]
#[should_panic(expected = "a member cannot join")]
fn genesis_should_fail_when_a_bond_is_too_low() {
	ext_with(vec![(account(1), BOX_KEY, JOIN - 1)]);
}

#[test]
#[should_panic(expected = "a member cannot join")]
fn genesis_should_fail_when_a_member_has_no_funds() {
	ext_with(vec![(account(200), BOX_KEY, JOIN)]);
}

#[test]
#[should_panic(expected = "a member cannot join")]
fn genesis_should_fail_when_a_member_comes_twice() {
	ext_with(vec![
		(account(1), BOX_KEY, JOIN),
		(account(1), BOX_KEY, JOIN),
	]);
}
