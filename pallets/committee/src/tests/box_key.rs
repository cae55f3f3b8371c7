use super::*;

#[test]
fn set_box_key_should_replace_the_key_when_the_member_has_joined() {
	run(|| {
		committee_of(1);
		assert_ok!(Committee::set_box_key(signed(1), [8; 32]));
		assert_eq!(member(1).box_key, Some([8; 32]));
		assert_eq!(
			events(),
			[Event::BoxKeySet {
				member: account(1),
				box_key: [8; 32]
			}]
		);
	});
}

#[test]
fn set_box_key_should_work_when_the_member_was_removed_but_has_a_job() {
	run(|| {
		committee_of(3);
		drawn();
		assert_ok!(Committee::remove_member(RuntimeOrigin::root(), account(1)));
		assert_ok!(Committee::set_box_key(signed(1), [8; 32]));
	});
}

#[test]
fn set_box_key_should_be_refused_when_the_key_is_zero() {
	run(|| {
		committee_of(1);
		assert_noop!(Committee::set_box_key(signed(1), [0; 32]), E::InvalidBoxKey);
	});
}

#[test]
fn set_box_key_should_be_refused_when_the_member_has_not_joined() {
	run(|| {
		add(1);
		assert_noop!(Committee::set_box_key(signed(1), BOX_KEY), E::NotJoined);
		assert_noop!(
			Committee::set_box_key(signed(2), BOX_KEY),
			E::MemberNotFound
		);
		assert_noop!(
			Committee::set_box_key(RuntimeOrigin::root(), BOX_KEY),
			BadOrigin
		);
	});
}
