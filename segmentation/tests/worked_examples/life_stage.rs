use tellergraph_segmentation::answer::LifeStage;

use crate::bank::{Bank, day};

fn stage(bank: &Bank) -> LifeStage {
    bank.find(1).life_stage.primary.stage
}

fn stages(bank: &Bank) -> Vec<LifeStage> {
    let found = bank.find(1).life_stage;
    std::iter::once(found.primary).chain(found.secondary).map(|matched| matched.stage).collect()
}

#[test]
fn a_child_under_six_makes_a_young_family() {
    let with_child = |born: &str| {
        let mut bank = Bank::with_customer("1990-01-01");
        bank.customer(2, born).relate(1, "parent", 2);
        stage(&bank)
    };
    assert_eq!(with_child("2026-06-30"), LifeStage::YoungFamily);
    assert_eq!(with_child("2020-07-01"), LifeStage::YoungFamily, "five");
    assert_eq!(with_child("2020-06-30"), LifeStage::EstablishedFamily, "six");
    assert_eq!(with_child("2008-07-01"), LifeStage::EstablishedFamily, "seventeen");
    assert_eq!(with_child("2008-06-30"), LifeStage::EstablishedSingle, "eighteen");
    assert_eq!(with_child(""), LifeStage::EstablishedSingle, "age unknown");
}

#[test]
fn the_children_of_the_partner_are_family_too() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.customer(2, "1991-01-01").customer(3, "2022-01-01").relate(2, "partner", 1).relate(3, "daughter", 2);
    assert_eq!(stage(&bank), LifeStage::YoungFamily);
    assert_eq!(bank.find(3).life_stage.primary.stage, LifeStage::Minor);
}

#[test]
fn spending_on_small_children_in_three_months_shows_a_young_family() {
    let spending = |months: std::ops::RangeInclusive<u32>| {
        let mut bank = Bank::with_customer("1990-01-01");
        bank.book_monthly(10, "direct_debit", "600.00", months, "cat=childcare");
        bank.book(10, "purchase", "60.00", "2026-06-02", "cat=baby");
        (stage(&bank), bank.find(1).life_stage.primary.confidence.in_hundredths())
    };
    assert_eq!(spending(4..=5), (LifeStage::YoungFamily, 70));
    assert_eq!(spending(6..=6), (LifeStage::EstablishedSingle, 50), "two rows of one month");
}

#[test]
fn school_fees_or_a_child_benefit_show_an_established_family() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "bill_payment", "900.00", "2025-09-05", "School fees term 1");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle);
    bank.book(10, "bill_payment", "900.00", "2026-01-05", "School fees term 2");
    assert_eq!(stage(&bank), LifeStage::EstablishedFamily);

    let mut bank = Bank::with_customer("1980-01-01");
    bank.book_monthly(10, "benefit", "250.00", 4..=6, "cat=benefit_child");
    assert_eq!(stage(&bank), LifeStage::EstablishedFamily);
}

#[test]
fn a_wedding_paid_by_both_or_told_of_makes_newly_weds() {
    let couple = || {
        let mut bank = Bank::with_customer("1994-01-01");
        bank.customer(2, "1995-01-01").account(20, 2, "checking").relate(1, "husband", 2);
        bank
    };
    let mut bank = couple();
    bank.book(10, "purchase", "600.00", "2025-07-01", "cat=wedding");
    bank.book(20, "purchase", "399.99", "2026-02-01", "cat=jewelry");
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple, "999.99");
    bank.book(20, "purchase", "0.01", "2026-02-02", "Bridal shop");
    assert_eq!(stage(&bank), LifeStage::NewlyMarried, "1,000.00");
    assert_eq!(bank.find(2).life_stage.primary.stage, LifeStage::NewlyMarried);

    let mut bank = couple();
    bank.contact(2, "branch_visit", "2025-07-01", "event=marriage");
    assert_eq!(stage(&bank), LifeStage::NewlyMarried, "364 days ago");
    bank.as_of = day("2026-07-01");
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple);
}

#[test]
fn partners_without_marriage_and_wedding_guests_are_no_newly_weds() {
    let mut bank = Bank::with_customer("1994-01-01");
    bank.book(10, "purchase", "5000.00", "2026-02-01", "cat=wedding");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle);
    bank.customer(2, "1995-01-01").relate(1, "partner", 2);
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple);
}

#[test]
fn a_first_salary_starts_a_career() {
    let career = |born: &str, first_row: &str| {
        let mut bank = Bank::with_customer(born);
        bank.book(10, "deposit", "20.00", first_row, "cat=opening");
        bank.book_monthly(10, "salary", "2500.00", 4..=6, "cp=acme");
        let found = bank.find(1).life_stage.primary;
        (found.stage, found.confidence.in_hundredths())
    };
    assert_eq!(career("1996-01-01", "2026-01-25"), (LifeStage::StartingCareer, 100), "90 days before");
    assert_eq!(career("1996-01-01", "2026-01-26"), (LifeStage::EstablishedSingle, 50), "89 days before");
    assert_eq!(career("2000-07-01", "2026-04-01"), (LifeStage::StartingCareer, 70), "25 years old");
    assert_eq!(career("1995-06-30", "2020-01-01"), (LifeStage::EstablishedSingle, 50), "31 years old");
}

#[test]
fn a_career_is_no_longer_starting_after_two_years() {
    let mut bank = Bank::with_customer("2000-07-01");
    bank.book(10, "salary", "2500.00", "2024-06-30", "cp=acme");
    bank.book_monthly(10, "salary", "2500.00", 1..=6, "cp=acme");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle, "730 days ago");
}

#[test]
fn a_student_has_a_student_loan_or_pays_tuition_and_has_no_salary() {
    let mut bank = Bank::with_customer("2004-01-01");
    bank.account(11, 1, "student loan");
    assert_eq!(stage(&bank), LifeStage::Student);
    assert_eq!(bank.find(1).life_stage.primary.confidence.in_hundredths(), 100);
    bank.book(10, "salary", "900.00", "2026-05-05", "cp=cafe");
    assert_eq!(stage(&bank), LifeStage::StartingCareer);

    let mut bank = Bank::with_customer("2004-01-01");
    bank.account_in_state(11, 1, "student_loan", "closed");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle);
    bank.book(10, "bill_payment", "4000.00", "2025-09-01", "Tuition autumn");
    assert_eq!(stage(&bank), LifeStage::Student);

    let mut bank = Bank::with_customer("1998-06-30");
    bank.account(11, 1, "student_loan");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle, "28 years old");
}

#[test]
fn a_loan_that_is_not_open_yet_makes_no_student() {
    let mut bank = Bank::with_customer("2004-01-01");
    bank.account(11, 1, "student_loan").book(11, "loan_drawdown", "5000.00", "2026-09-01", "");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle);
}

#[test]
fn an_empty_nest_has_only_grown_children() {
    let mut bank = Bank::with_customer("1970-01-01");
    bank.customer(2, "2000-01-01").relate(2, "son", 1);
    assert_eq!(stage(&bank), LifeStage::EmptyNester);
    bank.customer(3, "").relate(1, "parent", 3);
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle, "one age is not known");

    let mut bank = Bank::with_customer("1970-01-01");
    bank.customer(2, "2000-01-01").relate(2, "son", 1);
    bank.book_monthly(10, "direct_debit", "600.00", 1..=6, "cat=childcare");
    assert_eq!(stages(&bank), [LifeStage::YoungFamily]);
}

#[test]
fn retirement_is_near_ten_years_before_it() {
    assert_eq!(stage(&Bank::with_customer("1969-06-30")), LifeStage::NearingRetirement, "57");
    assert_eq!(stage(&Bank::with_customer("1969-07-01")), LifeStage::EstablishedSingle, "56");
    assert_eq!(stage(&Bank::with_customer("1959-06-30")), LifeStage::Retired, "67 without a salary");
}

#[test]
fn the_retired_are_known_by_pension_or_by_age() {
    let confidence = |bank: &Bank| {
        let found = bank.find(1).life_stage.primary;
        assert_eq!(found.stage, LifeStage::Retired);
        found.confidence.in_hundredths()
    };
    assert_eq!(confidence(&Bank::with_customer("1955-01-01")), 70);
    for (born, expected) in [("1955-01-01", 100), ("", 50)] {
        let mut bank = Bank::with_customer(born);
        bank.book_monthly(10, "pension", "1500.00", 1..=6, "cp=fund");
        assert_eq!(confidence(&bank), expected, "{born}");
    }
}

#[test]
fn further_stages_follow_in_the_order_of_the_rules() {
    let mut bank = Bank::with_customer("1996-01-01");
    bank.customer(2, "1996-05-05").customer(3, "2024-01-01").customer(4, "2018-01-01");
    bank.relate(1, "spouse", 2).relate(1, "parent", 3).relate(2, "parent", 4);
    bank.contact(1, "web_chat", "2026-05-05", "event=marriage");
    bank.book(10, "deposit", "20.00", "2025-01-01", "cat=opening");
    bank.book_monthly(10, "salary", "2500.00", 4..=6, "cp=acme");
    let expected =
        [LifeStage::YoungFamily, LifeStage::EstablishedFamily, LifeStage::NewlyMarried, LifeStage::StartingCareer];
    assert_eq!(stages(&bank), expected);
}

#[test]
fn who_died_or_closed_everything_has_no_stage() {
    for (states, expected) in [
        (["closed", "closed"], LifeStage::NotApplicable),
        (["deceased", "active"], LifeStage::NotApplicable),
        (["closed", "frozen"], LifeStage::EstablishedSingle),
        (["closed", "dormant"], LifeStage::EstablishedSingle),
    ] {
        let mut bank = Bank::new();
        bank.customer(1, "1980-01-01");
        bank.account_in_state(10, 1, "checking", states[0]).account_in_state(11, 1, "savings", states[1]);
        assert_eq!(stage(&bank), expected, "{states:?}");
    }
}

#[test]
fn without_anything_known_the_stage_is_unknown() {
    let mut bank = Bank::new();
    bank.customer(1, "");
    assert_eq!(stage(&bank), LifeStage::Unknown);
    bank.customer(2, "1980-01-01").relate(1, "partner", 2);
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple);
}

#[test]
fn a_wedding_in_another_currency_refunded_or_moved_between_pockets_is_no_spending() {
    for (kind, notes) in [
        ("purchase", "cat=wedding;ccy=EUR"),
        ("refund", "cat=wedding"),
        ("reversal", "cat=wedding"),
        ("transfer_out", "cat=wedding;ref=xfer:1"),
    ] {
        let mut bank = Bank::with_customer("1994-01-01");
        bank.customer(2, "1995-01-01").account(20, 2, "checking").relate(1, "spouse", 2);
        bank.book(10, kind, "5000.00", "2026-02-01", notes);
        bank.book(20, "transfer_in", "5000.00", "2026-02-01", "ref=xfer:1");
        assert_eq!(stage(&bank), LifeStage::EstablishedCouple, "{kind} {notes}");
    }
}

#[test]
fn a_wedding_that_was_taken_back_is_no_spending() {
    let mut bank = Bank::with_customer("1994-01-01");
    bank.customer(2, "1995-01-01").relate(1, "spouse", 2);
    bank.book(10, "purchase", "5000.00", "2026-02-01", "cat=wedding");
    assert_eq!(stage(&bank), LifeStage::NewlyMarried);
    bank.book(10, "reversal", "5000.00", "2026-02-03", "ref=rev:1");
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple);
}

#[test]
fn an_account_is_open_from_the_day_of_its_first_row() {
    let mut bank = Bank::with_customer("2004-01-01");
    bank.account(11, 1, "student_loan").book(11, "loan_drawdown", "5000.00", "2026-06-30", "");
    assert_eq!(stage(&bank), LifeStage::Student);
}

#[test]
fn a_death_in_the_household_leaves_the_others_their_stage() {
    let mut bank = Bank::new();
    bank.customer(1, "1980-01-01").customer(2, "1980-01-01").relate(1, "spouse", 2);
    bank.account(10, 1, "checking").account_in_state(20, 2, "checking", "deceased");
    assert_eq!(stage(&bank), LifeStage::EstablishedCouple);
    assert_eq!(bank.find(2).life_stage.primary.stage, LifeStage::NotApplicable);
}

#[test]
fn money_back_for_childcare_is_no_spending_on_it() {
    let mut bank = Bank::with_customer("1990-01-01");
    bank.book_monthly(10, "refund", "600.00", 1..=6, "cat=childcare");
    assert_eq!(stage(&bank), LifeStage::EstablishedSingle);
}
