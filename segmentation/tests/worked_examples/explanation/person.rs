//! Age, income, stage of life.

use tellergraph_segmentation::explanation::{Dimension, Flag, Limit};

use super::{assert_explained, explain, explain_customer, line};
use crate::bank::Bank;

#[test]
fn an_age_group_names_the_salaries_that_decide_it() {
    let mut bank = Bank::with_customer("1995-01-01");
    bank.book_monthly(10, "salary", "3000.00", 1..=6, "cp=acme");
    let explanation = explain(&bank, Dimension::AgeGroup);
    assert_explained(
        &explanation,
        "YOUNG_PROFESSIONAL by age_and_salary, 100",
        &[
            "date_of_birth customer [1] x1 on 1995-01-01",
            "recent_salary transactions [4, 5, 6] x3 = 9000.00 2026-04-25 to 2026-06-25",
        ],
    );
    assert_eq!((explanation.flags, explanation.limits), (vec![], vec![Limit::OtherBanksNotSeen]));

    let mut bank = Bank::with_customer("1995-01-01");
    bank.book_monthly(10, "salary", "3000.00", 1..=3, "cp=acme");
    assert_explained(
        &explain(&bank, Dimension::AgeGroup),
        "YOUNG_ADULT by age_and_salary, 100",
        &["date_of_birth customer [1] x1 on 1995-01-01", "recent_salary transactions [] x0 2026-04-01 to 2026-06-30"],
    );
}

#[test]
fn a_retiree_by_pension_shows_the_share_of_the_pension() {
    let mut bank = Bank::with_customer("1962-01-01");
    bank.book_monthly(10, "pension", "1200.00", 1..=6, "").book(10, "dividend", "900.00", "2026-03-01", "");
    assert_explained(
        &explain(&bank, Dimension::AgeGroup),
        "RETIREE by pension, 100",
        &[
            "date_of_birth customer [1] x1 on 1962-01-01",
            "all_income transactions [1, 2, 7, 3, 4] x7 = 8100.00 2026-01-25 to 2026-06-25",
            "pension_income transactions [1, 2, 3, 4, 5] x6 = 7200.00 2026-01-25 to 2026-06-25",
        ],
    );
}

#[test]
fn an_age_band_rests_on_the_date_of_birth() {
    assert_explained(
        &explain(&Bank::with_customer("1991-06-30"), Dimension::AgeBand),
        "AGE_35_44 by age, 100",
        &["date_of_birth customer [1] x1 on 1991-06-30"],
    );
    let unknown = explain(&Bank::with_customer("1900-01-01"), Dimension::AgeBand);
    assert_explained(&unknown, "UNKNOWN by unknown, 0", &["date_of_birth customer [1] x1 on 1900-01-01"]);
    assert_eq!(unknown.flags, [Flag::DobUnknown]);
}

#[test]
fn an_income_shows_each_month_and_what_it_is_made_of() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.book(10, "deposit", "100.00", "2026-02-05", "cat=opening"); // row 1
    bank.book(10, "salary", "2800.00", "2026-05-25", "cp=acme"); // row 2
    bank.book(10, "salary", "3000.00", "2026-06-25", "cp=acme"); // row 3
    bank.book(10, "benefit", "250.00", "2026-06-28", "cat=benefit_child"); // row 4
    bank.book(10, "salary", "900.00", "2026-06-28", "cp=globex;ccy=EUR"); // row 5
    let explanation = explain(&bank, Dimension::IncomeLevel);
    // The median of 2,800.00 and 3,250.00; two of six months.
    assert_explained(
        &explanation,
        "LOWER_MIDDLE by started, 33",
        &[
            "date_of_birth customer [1] x1 on 1985-01-01",
            "first_row transactions [1] x1 on 2026-02-05",
            "salary_income transactions [2, 3] x2 = 5800.00 2026-05-25 to 2026-06-25",
            "benefit_income transactions [4] x1 = 250.00 on 2026-06-28",
            "income_month transactions [] x0 = 0.00 2026-02-01 to 2026-02-28",
            "income_month transactions [] x0 = 0.00 2026-03-01 to 2026-03-31",
            "income_month transactions [] x0 = 0.00 2026-04-01 to 2026-04-30",
            "income_month transactions [2] x1 = 2800.00 on 2026-05-25",
            "income_month transactions [3, 4] x2 = 3250.00 2026-06-25 to 2026-06-28",
            "monthly_income transactions [] x0 = 3025.00",
        ],
    );
    assert_eq!(explanation.flags, [Flag::ForeignCcy]);
    assert_eq!(explanation.limits, [Limit::HistoryTruncated, Limit::OtherBanksNotSeen]);
}

#[test]
fn a_weekly_or_fortnightly_pay_is_shown_apart_from_the_months() {
    let mut bank = Bank::with_customer("1985-01-01");
    for (day, month) in [(8, 5), (22, 5), (5, 6), (19, 6)] {
        bank.book(10, "salary", "1500.00", &format!("2026-{month:02}-{day:02}"), "cp=acme");
    }
    bank.book(10, "dividend", "90.00", "2026-05-04", "").book(10, "dividend", "110.00", "2026-06-04", "");
    // 1,500.00 x 26 / 12 = 3,250.00, and the median of 90.00 and 110.00.
    assert_explained(
        &explain(&bank, Dimension::IncomeLevel),
        "LOWER_MIDDLE by periodic, 33",
        &[
            "date_of_birth customer [1] x1 on 1985-01-01",
            "first_row transactions [5] x1 on 2026-05-04",
            "salary_income transactions [1, 2, 3, 4] x4 = 6000.00 2026-05-08 to 2026-06-19",
            "dividend_income transactions [5, 6] x2 = 200.00 2026-05-04 to 2026-06-04",
            "income_month transactions [5] x1 = 90.00 on 2026-05-04",
            "income_month transactions [6] x1 = 110.00 on 2026-06-04",
            "pay_stream transactions [1, 2, 3, 4] x4 = 6000.00 2026-05-08 to 2026-06-19",
            "pay_stream_monthly transactions [] x0 = 3250.00",
            "monthly_income transactions [] x0 = 3350.00",
        ],
    );
}

#[test]
fn no_income_is_shown_as_months_without_any() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.book(10, "purchase", "20.00", "2026-04-30", "");
    assert_explained(
        &explain(&bank, Dimension::IncomeLevel),
        "NONE_OBSERVED by none, 50",
        &[
            "date_of_birth customer [1] x1 on 1985-01-01",
            "first_row transactions [1] x1 on 2026-04-30",
            "all_income transactions [] x0 2026-04-01 to 2026-06-30",
            "monthly_income transactions [] x0 = 0.00",
        ],
    );
}

#[test]
fn two_employers_on_a_joint_account_are_flagged() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.customer(2, "1985-01-01").relate(1, "joint_holder", 2);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme").book(10, "salary", "9.00", "2026-03-01", "cp=b");
    let explanation = explain(&bank, Dimension::IncomeLevel);
    assert_eq!(explanation.flags, [Flag::JointAmbiguous]);
    assert!(explanation.evidence.iter().map(line).any(|line| line == "joint_holder customer [2] x1"));
    let other = explain_customer(&bank, 2, Dimension::IncomeLevel);
    assert_explained(&other, "UNKNOWN by unknown, 0", &["date_of_birth customer [2] x1 on 1985-01-01"]);
}

#[test]
fn a_life_stage_names_the_child_and_the_row_that_says_so() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.customer(2, "2024-05-01").relate(2, "spouse", 2).relate(1, "mother", 2).relate(2, "child", 1);
    let explanation = explain(&bank, Dimension::LifeStage);
    assert_explained(
        &explanation,
        "YOUNG_FAMILY by child, 100",
        &[
            "date_of_birth customer [1] x1 on 1990-01-01",
            "young_child customer [2] x1 on 2024-05-01",
            "child_relationship relationships [2] x1",
        ],
    );
    assert_eq!((explanation.flags, explanation.limits), (vec![], vec![Limit::StatusNotHistorised]));
    assert_eq!(explain_customer(&bank, 2, Dimension::HouseholdTier).flags, [Flag::SelfRelation]);
}

#[test]
fn a_life_stage_by_spending_shows_the_months() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.book_monthly(10, "direct_debit", "600.00", 3..=6, "cat=childcare");
    assert_explained(
        &explain(&bank, Dimension::LifeStage),
        "YOUNG_FAMILY by spending, 70",
        &[
            "date_of_birth customer [1] x1 on 1990-01-01",
            "small_child_spending transactions [1, 2, 3, 4] x4 = 2400.00 2026-03-25 to 2026-06-25",
        ],
    );
}

#[test]
fn further_stages_and_triggers_stand_with_the_life_stage() {
    let mut bank = Bank::with_customer("1996-01-01");
    bank.customer(2, "1995-01-01").customer(3, "2026-02-01").relate(1, "married", 2).relate(1, "parent", 3);
    bank.book(10, "purchase", "600.00", "2026-03-01", "cat=wedding").account(20, 2, "checking");
    bank.book(20, "purchase", "400.00", "2026-03-05", "cat=jewelry");
    bank.book(10, "purchase", "9.00", "2025-01-01", ""); // row 3
    bank.book(10, "salary", "2000.00", "2026-05-29", "cp=acme"); // row 4
    // NEWLY_MARRIED and STARTING_CAREER besides; JUST_MARRIED, NEW_CHILD and FIRST_SALARY.
    assert_explained(
        &explain(&bank, Dimension::LifeStage),
        "YOUNG_FAMILY by child, 100",
        &[
            "date_of_birth customer [1] x1 on 1996-01-01",
            "first_row transactions [3] x1 on 2025-01-01",
            "recent_salary transactions [4] x1 = 2000.00 on 2026-05-29",
            "young_child customer [3] x1 on 2026-02-01",
            "new_child customer [3] x1 on 2026-02-01",
            "child_relationship relationships [2] x1",
            "spouse_relationship relationships [1] x1",
            "wedding_spending transactions [1, 2] x2 = 1000.00 2026-03-01 to 2026-03-05",
            "first_salary transactions [4] x1 = 2000.00 on 2026-05-29",
        ],
    );
    assert_explained(
        &explain_customer(&bank, 3, Dimension::LifeStage),
        "MINOR by age, 100",
        &["date_of_birth customer [3] x1 on 2026-02-01"],
    );
}

#[test]
fn parents_who_were_turned_or_left_out_are_flagged() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "2014-01-01").customer(3, "1985-01-01");
    bank.relate(2, "parent", 1).relate(3, "parent", 1).relate(1, "kinsman", 3);
    let flags = |customer_id| explain_customer(&bank, customer_id, Dimension::LifeStage).flags;
    assert_eq!(flags(1), [Flag::RelationSwapped, Flag::ImplausibleParent, Flag::UnmappedCode]);
    assert_eq!(flags(2), []);
    assert_eq!(flags(3), [Flag::ImplausibleParent, Flag::UnmappedCode]);
    assert_eq!(explain_customer(&bank, 2, Dimension::HouseholdTier).flags, flags(1), "of the household");
}
