use tellergraph_segmentation::household::{DoubtKind, Households};

use crate::bank::Bank;

fn households(bank: &Bank) -> Vec<Vec<i64>> {
    bank.households().households().map(Iterator::collect).collect()
}

fn children(households: &Households, customer_id: i64) -> Vec<i64> {
    let family = households.family(customer_id).expect("a customer");
    family.children.iter().map(|child| child.customer_id).collect()
}

fn doubts(bank: &Bank) -> Vec<(i64, DoubtKind)> {
    bank.households().doubts().iter().map(|doubt| (doubt.relationship_id, doubt.kind)).collect()
}

#[test]
fn spouses_partners_and_minors_live_together() {
    let mut bank = Bank::new();
    bank.customer(7, "1980-01-01").customer(3, "1981-01-01").customer(9, "2015-01-01").customer(1, "1950-01-01");
    bank.relate(7, "spouse", 3).relate(9, "child", 7).relate(1, "parent", 7);
    assert_eq!(households(&bank), [vec![1], vec![3, 7, 9]]);
    assert_eq!(bank.households().household_of(9), Some(3), "named by its smallest member");
    assert_eq!(bank.households().household_of(99), None);
}

#[test]
fn a_minor_joins_the_parent_at_the_same_address_first() {
    let mut bank = Bank::new();
    bank.customer_at(1, "1980-01-01", "1 Elm St").customer_at(2, "1980-01-01", "2 Oak St");
    bank.customer_at(3, "2015-01-01", "2 OAK ST.").relate(1, "parent", 3).relate(2, "parent", 3);
    assert_eq!(households(&bank), [vec![1], vec![2, 3]]);

    let mut bank = Bank::new();
    bank.customer_at(1, "1980-01-01", "1 Elm St").customer_at(2, "1980-01-01", "2 Oak St");
    bank.customer_at(3, "2015-01-01", "3 Fir St").relate(2, "parent", 3).relate(1, "parent", 3);
    assert_eq!(households(&bank), [vec![1, 3], vec![2]], "else the smallest id");
}

#[test]
fn a_grown_child_lives_with_a_parent_only_at_the_same_address() {
    for born in ["2008-06-30", ""] {
        let mut bank = Bank::new();
        bank.customer_at(1, "1980-01-01", "1 Elm St").customer_at(2, born, "1 Elm St").relate(1, "parent", 2);
        assert_eq!(households(&bank), [vec![1, 2]], "{born}");

        let mut bank = Bank::new();
        bank.customer_at(1, "1980-01-01", "1 Elm St").customer_at(2, born, "2 Oak St").relate(1, "parent", 2);
        assert_eq!(households(&bank), [vec![1], vec![2]], "{born}");

        let mut bank = Bank::new();
        bank.customer(1, "1980-01-01").customer(2, born).relate(1, "parent", 2);
        assert_eq!(households(&bank), [vec![1], vec![2]], "{born}: no address is nobody's");
    }
}

#[test]
fn other_relationships_unite_nobody() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01");
    for (place, kind) in
        ["sibling", "guardian", "joint_holder", "power_of_attorney", "ex_spouse", "other", "?"].iter().enumerate()
    {
        let other = 2 + i64::try_from(place).expect("few");
        bank.customer(other, "2015-01-01").relate(1, kind, other);
    }
    assert_eq!(households(&bank).len(), 8);
}

#[test]
fn joint_holders_share_a_circle_but_no_household() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "1981-01-01").customer(3, "1982-01-01").customer(4, "1983-01-01");
    bank.relate(2, "spouse", 4).relate(3, "joint_account", 4);
    let united = bank.households();
    assert_eq!(united.circles().map(Iterator::collect).collect::<Vec<Vec<_>>>(), [vec![1], vec![2, 3, 4]]);
    assert_eq!(united.circle_of(3).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(united.circle_of(99).count(), 0);
    assert_eq!(united.member(3).expect("a customer").joint_holders, [4]);
    assert_eq!(united.member(2).expect("a customer").joint_holders, [0; 0]);
}

#[test]
fn a_parent_and_child_the_wrong_way_round_are_turned() {
    let mut bank = Bank::new();
    bank.customer(1, "2014-01-01").customer(2, "1980-01-01").relate(1, "parent", 2);
    assert_eq!(children(&bank.households(), 2), [1]);
    assert_eq!(children(&bank.households(), 1), [0; 0]);
    assert_eq!(households(&bank), [vec![1, 2]]);
    assert_eq!(doubts(&bank), [(1, DoubtKind::Swapped)]);
}

#[test]
fn a_parent_is_at_least_twelve_years_older() {
    let age_gap = |parent: &str| {
        let mut bank = Bank::new();
        bank.customer(1, parent).customer(2, "2014-02-28").relate(1, "parent", 2);
        (children(&bank.households(), 1), doubts(&bank))
    };
    assert_eq!(age_gap("2002-02-28"), (vec![2], vec![]));
    assert_eq!(age_gap("2002-03-01"), (vec![], vec![(1, DoubtKind::ImplausibleParent)]));
}

#[test]
fn rows_that_say_the_same_twice_are_one_and_rows_that_contradict_are_none() {
    let mut bank = Bank::new();
    bank.customer(1, "").customer(2, "").relate(1, "parent", 2).relate(2, "son", 1).relate(1, "father", 2);
    assert_eq!(children(&bank.households(), 1), [2]);
    bank.relate(2, "mother", 1);
    assert_eq!(children(&bank.households(), 1), [0; 0]);
    assert_eq!(children(&bank.households(), 2), [0; 0]);
    assert_eq!(doubts(&bank).len(), 4);

    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "2010-01-01").relate(1, "parent", 2).relate(2, "mother", 1);
    assert_eq!(children(&bank.households(), 1), [2], "dates of birth decide");
}

#[test]
fn nobody_is_related_to_themselves() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").relate(1, "spouse", 1).relate(1, "parent", 1).relate(1, "spouse", 2);
    assert_eq!(bank.households().family(1), Some(tellergraph_segmentation::household::Family::default()));
    assert_eq!(doubts(&bank), [(1, DoubtKind::SelfRelation), (2, DoubtKind::SelfRelation)]);
}

#[test]
fn three_spouses_are_odd_but_kept() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "1980-01-01").customer(3, "1980-01-01");
    bank.relate(1, "spouse", 2).relate(2, "spouse", 3).relate(3, "partner", 2);
    assert_eq!(households(&bank), [vec![1, 2, 3]]);
    let partners = bank.households().family(2).expect("a customer").partners;
    assert!(partners.iter().all(|partner| partner.is_married) && partners.len() == 2);
}

#[test]
fn customers_without_accounts_or_relatives_get_an_answer() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "");
    assert_eq!(bank.find(1).age, Some(46));
    assert_eq!(bank.find(2).customer_id, 2);
}
