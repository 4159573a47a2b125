//! Explanations of rows as no bank should have them: they say what the answers say, and name rows that are there.

use std::collections::HashMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use tellergraph_segmentation::explanation::{Dimension, Evidence, Flag, Limit, MAX_ROW_IDS, Rule, Table};
use tellergraph_segmentation::money::Cents;
use tellergraph_segmentation::{Explanation, Findings, Rules, explain_all, find_all};

use crate::any_rows::{Rows, any_date, any_rows, only, turned};
use crate::bank::day;

fn explain(rows: &Rows, as_of: NaiveDate) -> Vec<(Findings, Vec<Explanation>)> {
    explain_all(&rows.dossier(as_of), &Rules::default(), as_of, as_of)
}

/// Every row by table and key, with its day; the ones without a day are as good as today's.
fn visible_rows(rows: &Rows, as_of: NaiveDate) -> HashMap<(Table, i64), Option<NaiveDate>> {
    let dossier = &rows.dossier;
    let undated = rows
        .persons
        .iter()
        .map(|person| (Table::Customer, person.customer_id))
        .chain(rows.kin.iter().map(|row| (Table::Relationships, row.relationship_id)))
        .chain(dossier.accounts.iter().map(|row| (Table::Accounts, row.account_id)))
        .chain(dossier.credentials.iter().map(|row| (Table::Security, row.security_id)))
        .chain(dossier.credit_reports.iter().map(|row| (Table::CreditHistory, row.credit_id)))
        .map(|row| (row, None));
    let dated = (dossier.transactions.iter())
        .map(|row| ((Table::Transactions, row.transaction_id), row.at.map(|at| at.date())))
        .chain(dossier.payments.iter().map(|row| ((Table::Payments, row.payment_id), row.date)))
        .chain(dossier.contacts.iter().map(|row| ((Table::CommunicationLog, row.log_id), row.at.map(|at| at.date()))));
    undated.chain(dated.filter(|(_, date)| date.is_some_and(|date| date <= as_of))).collect()
}

fn assert_evidence(evidence: &Evidence, visible: &HashMap<(Table, i64), Option<NaiveDate>>) {
    let Evidence { rule, table, row_ids, count, from, to, .. } = evidence;
    assert_eq!(u64::try_from(row_ids.len()).expect("few"), (*count).min(MAX_ROW_IDS as u64), "{rule:?}");
    assert!(from.is_none_or(|from| to.is_some_and(|to| from <= to)), "{rule:?} {from:?} {to:?}");
    for id in row_ids {
        let row = visible.get(&(*table, *id));
        assert!(row.is_some(), "{rule:?} {table:?} {id}");
        if let Some(date) = row.copied().flatten() {
            assert!(*from <= Some(date) && Some(date) <= *to, "{rule:?} {table:?} {id} {date}");
        }
    }
}

fn of(explanations: &[Explanation], dimension: Dimension) -> &Explanation {
    explanations.iter().find(|explanation| explanation.dimension == dimension).expect("every dimension")
}

fn counted(explanation: &Explanation, rule: Rule) -> u64 {
    explanation.evidence.iter().filter(|evidence| evidence.rule == rule).map(|evidence| evidence.count).sum()
}

fn amount(explanation: &Explanation, rule: Rule) -> Option<Cents> {
    explanation.evidence.iter().find(|evidence| evidence.rule == rule).and_then(|evidence| evidence.amount)
}

/// The classes of the findings, by dimension.
fn assert_values(found: &Findings, explanations: &[Explanation]) {
    let values: Vec<&str> = explanations.iter().map(|explanation| explanation.value).collect();
    assert_eq!(
        values,
        [
            found.age_group.group.name(),
            found.age_band.name(),
            found.income.level.name(),
            found.digital.adoption.name(),
            found.channel.preference.name(),
            found.life_stage.primary.stage.name(),
            found.rfm.segment.name(),
            found.value.tier.name(),
            found.credit.band.name(),
            found.credit.risk.name(),
            found.lifecycle.lifecycle.name(),
            found.dormancy.dormancy.name(),
            found.churn.risk.name(),
            found.household.tier.name(),
        ]
    );
}

/// The evidence adds up to the numbers of the findings.
fn assert_sums(found: &Findings, explanations: &[Explanation]) {
    let rfm = of(explanations, Dimension::Rfm);
    assert_eq!(counted(rfm, Rule::YearActivity), u64::from(found.rfm.frequency));
    assert_eq!(amount(rfm, Rule::YearSpending).unwrap_or(0), found.rfm.monetary);
    let income = of(explanations, Dimension::IncomeLevel);
    assert_eq!(amount(income, Rule::MonthlyIncome), found.income.monthly);
    assert_eq!(income.flags.contains(&Flag::DobUnknown), found.age.is_none());
    if found.value.total_assets.is_some() {
        assert_eq!(amount(of(explanations, Dimension::ValueTier), Rule::Assets), found.value.total_assets);
    }
    let churn = of(explanations, Dimension::ChurnRisk);
    let points: u32 = churn.evidence.iter().filter_map(|evidence| evidence.points).sum();
    assert_eq!(points, found.churn.points.unwrap_or(0));
    let home = of(explanations, Dimension::HouseholdTier);
    assert_eq!(counted(home, Rule::HouseholdMember), found.household.size as u64);
    if found.household.monthly_income.is_some() {
        assert_eq!(amount(home, Rule::MemberIncome), found.household.monthly_income);
    }
    assert_eq!(amount(home, Rule::AdjustedIncome), found.household.adjusted_income);
    let last = of(explanations, Dimension::Dormancy);
    assert_eq!(counted(last, Rule::LastActivity), u64::from(found.dormancy.inactive_days.is_some()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn explanations_say_what_the_answers_say_and_name_rows_that_are_there(rows in any_rows(), as_of in any_date()) {
        let explained = explain(&rows, as_of);
        let visible = visible_rows(&rows, as_of);
        let alone = find_all(&rows.dossier(as_of), &Rules::default(), as_of);
        prop_assert_eq!(explained.iter().map(|(found, _)| found.clone()).collect::<Vec<_>>(), alone);
        for (found, explanations) in &explained {
            let dimensions: Vec<Dimension> = explanations.iter().map(|explanation| explanation.dimension).collect();
            prop_assert_eq!(dimensions, Dimension::ALL);
            assert_values(found, explanations);
            assert_sums(found, explanations);
            for explanation in explanations {
                prop_assert!(explanation.flags.is_sorted_by(|one, other| one < other));
                prop_assert!(explanation.limits.is_sorted_by(|one, other| one < other));
                let undated = explanation.limits.contains(&Limit::StatusNotHistorised);
                prop_assert!(!undated || explanation.dimension.undated_limit() == Some(Limit::StatusNotHistorised));
                prop_assert!(!explanation.method.is_empty());
                explanation.evidence.iter().for_each(|evidence| assert_evidence(evidence, &visible));
                prop_assert!(explanation.evidence.is_sorted_by_key(|evidence| evidence.rule));
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_no_explanation(rows in any_rows(), by in 0_usize..40) {
        let as_of = day("2026-06-30");
        prop_assert_eq!(explain(&turned(&rows, by), as_of), explain(&rows, as_of));
    }

    #[test]
    fn the_other_circles_of_a_dossier_change_no_explanation(rows in any_rows()) {
        let as_of = day("2026-06-30");
        let together = rows.dossier(as_of);
        let mut alone: Vec<(Findings, Vec<Explanation>)> = Vec::new();
        for circle in rows.households(as_of).circles() {
            let circle: Vec<i64> = circle.collect();
            alone.extend(explain_all(&only(&together, &circle), &Rules::default(), as_of, as_of));
        }
        alone.sort_by_key(|(found, _)| found.customer_id);
        prop_assert_eq!(alone, explain_all(&together, &Rules::default(), as_of, as_of));
    }
}
