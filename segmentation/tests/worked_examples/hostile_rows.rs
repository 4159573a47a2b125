//! Rows as no bank should have them: every customer still gets an answer, always the same.

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use tellergraph_segmentation::answer::{AgeGroup, Lifecycle};
use tellergraph_segmentation::household::address_key;
use tellergraph_segmentation::vocabulary::{AccountType, RelationshipType, TransactionType};
use tellergraph_segmentation::{Findings, Rules, find_all};

use crate::any_rows::{CUSTOMERS, Rows, any_date, any_rows, only, turned};
use crate::bank::day;

fn find(rows: &Rows, as_of: NaiveDate) -> Vec<Findings> {
    find_all(&rows.dossier(as_of), &Rules::default(), as_of)
}

fn assert_sound(found: &Findings) {
    let answers = found.answers();
    assert!(answers.age.is_none_or(|age| age <= 120));
    assert!(answers.monthly_income.is_none_or(|cents| cents >= 0));
    assert!(answers.digital_score.is_none_or(|score| score <= 100));
    assert!(answers.channel_strength.is_none_or(|share| share <= 100));
    assert_eq!(answers.digital_score.is_none(), answers.digital_adoption.code() == "unknown");
    assert_eq!(answers.channel_strength.is_none(), answers.channel_preference.code() == "unknown");
    assert!(!answers.secondary_life_stages.contains(&answers.life_stage));
    assert_beside_sound(found);
}

/// What is not stored with the answers.
fn assert_beside_sound(found: &Findings) {
    assert!(found.triggers.is_sorted_by(|one, other| one.trigger < other.trigger), "each once and in order");
    assert!(found.lifecycle.tenure_days.is_none_or(|days| days >= 0));
    assert!(found.dormancy.inactive_days.is_none_or(|days| days >= 0));
    assert_eq!(found.rfm.scores.code() == 0, found.dormancy.inactive_days.is_none());
    assert!(found.rfm.monetary >= 0 && found.value.total_assets.is_none_or(|cents| cents >= 0));
    assert_eq!(found.value.total_assets.is_none(), found.value.tier.code() == "unknown");
    assert_eq!(found.credit.band.code() == "unknown", found.credit.risk.code() == "unknown");
    let points = found.churn.signs.iter().map(|signal| u32::from(signal.points)).sum::<u32>();
    assert_eq!(found.churn.points.unwrap_or(0), points);
    assert_eq!(found.churn.points.is_none(), found.churn.risk.code() == "not_applicable");
    assert!(found.household.adjusted_income.is_none_or(|cents| cents >= 0));
    assert!(found.products.holdings.is_sorted_by(|one, other| one < other), "each once and in order");
    let is_held = |product: &AccountType| found.products.holdings.contains(product);
    assert!(!found.products.next_deposit.iter().chain(&found.products.next_credit).any(is_held));
    if found.lifecycle.lifecycle != Lifecycle::Open || found.age_group.group == AgeGroup::Minor {
        assert_eq!((found.products.next_deposit, found.products.next_credit.len()), (None, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_customer_gets_one_sound_answer(rows in any_rows(), as_of in any_date()) {
        let found = find(&rows, as_of);
        let customers: Vec<i64> = found.iter().map(|f| f.customer_id).collect();
        prop_assert_eq!(customers, (1..=CUSTOMERS).collect::<Vec<_>>());
        found.iter().for_each(assert_sound);
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(rows in any_rows(), by in 0_usize..40) {
        let as_of = day("2026-06-30");
        prop_assert_eq!(find(&turned(&rows, by), as_of), find(&rows, as_of));
    }

    #[test]
    fn the_other_circles_of_a_dossier_change_nothing(rows in any_rows()) {
        let as_of = day("2026-06-30");
        let households = rows.households(as_of);
        let together = rows.dossier(as_of);
        let mut alone: Vec<Findings> = Vec::new();
        for circle in households.circles() {
            let circle: Vec<i64> = circle.collect();
            alone.extend(find_all(&only(&together, &circle), &Rules::default(), as_of));
        }
        alone.sort_by_key(|found| found.customer_id);
        prop_assert_eq!(alone, find_all(&together, &Rules::default(), as_of));
    }

    #[test]
    fn rows_after_the_date_change_nothing_but_the_opening_of_accounts(rows in any_rows()) {
        let as_of = day("2025-06-30");
        let is_past = |at: Option<NaiveDateTime>| at.is_none_or(|at| at.date() <= as_of);
        let mut past = rows.clone();
        past.dossier.transactions.retain(|row| is_past(row.at));
        past.dossier.contacts.retain(|row| is_past(row.at));
        past.dossier.payments.retain(|row| row.date.is_none_or(|date| date <= as_of));
        for (with, without) in find(&rows, as_of).iter().zip(find(&past, as_of)) {
            prop_assert_eq!(with.income, without.income);
            prop_assert_eq!(with.digital, without.digital);
            prop_assert_eq!(with.channel, without.channel);
            prop_assert_eq!(with.age_group, without.age_group);
            prop_assert_eq!(with.dormancy, without.dormancy);
            prop_assert_eq!(with.rfm, without.rfm);
            prop_assert_eq!(with.household, without.household);
        }
    }

    #[test]
    fn any_text_is_a_code(text in any::<String>()) {
        TransactionType::of_row(&text, Some(-1));
        AccountType::from_text(&text);
        RelationshipType::from_text(&text);
        address_key(&text);
    }

    #[test]
    fn any_text_is_a_rules_file_or_an_error(text in any::<String>()) {
        let _ = Rules::from_toml(&text);
        let _ = Rules::from_toml(&format!("[income]\ninferred_tolerance = {text:?}"));
    }
}
