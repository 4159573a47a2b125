use tellergraph_segmentation::answer::IncomeLevel;
use tellergraph_segmentation::income::{IncomeFinding, IncomeMethod};
use tellergraph_segmentation::money::MAX_CENTS;

use crate::bank::{Bank, day};

const BORN: &str = "1985-01-01";

fn income(bank: &Bank) -> IncomeFinding {
    bank.find(1).income
}

fn outcome(bank: &Bank) -> (IncomeMethod, Option<i64>, IncomeLevel) {
    let found = income(bank);
    (found.method, found.monthly, found.level)
}

/// Books a salary every so many days, `count` times, the last on `last`.
fn book_every(bank: &mut Bank, days: u64, count: u64, last: &str, amount: &str, cp: &str) {
    for back in (0..count).rev() {
        let date = day(last) - chrono::Days::new(back * days);
        bank.book(10, "salary", amount, &date.to_string(), &format!("cp={cp}"));
    }
}

#[test]
fn a_monthly_salary_is_its_median_so_a_bonus_changes_nothing() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "3400.00", 1..=6, "cp=acme");
    bank.book(10, "salary", "5000.00", "2026-03-25", "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Median, Some(340_000), IncomeLevel::LowerMiddle));
    assert_eq!(income(&bank).confidence.in_hundredths(), 100);
}

#[test]
fn a_fortnightly_salary_is_twenty_six_pays_a_year() {
    let mut bank = Bank::with_customer(BORN);
    book_every(&mut bank, 14, 12, "2026-06-26", "1500.00", "acme");
    // 1,500.00 x 26 / 12
    assert_eq!(outcome(&bank), (IncomeMethod::Periodic, Some(325_000), IncomeLevel::LowerMiddle));
}

#[test]
fn a_weekly_salary_is_fifty_two_pays_a_year() {
    let mut bank = Bank::with_customer(BORN);
    book_every(&mut bank, 7, 24, "2026-06-26", "700.00", "acme");
    // 700.00 x 52 / 12 = 3,033.33…
    assert_eq!(outcome(&bank), (IncomeMethod::Periodic, Some(303_333), IncomeLevel::LowerMiddle));
}

#[test]
fn a_stream_goes_on_past_the_last_complete_month() {
    let mut bank = Bank::with_customer(BORN);
    bank.as_of = day("2026-06-29");
    book_every(&mut bank, 14, 13, "2026-06-26", "1500.00", "acme");
    assert_eq!(outcome(&bank).0, IncomeMethod::Periodic, "the last complete month is May");
}

#[test]
fn a_stream_that_ended_more_than_two_periods_ago_is_none() {
    let ended = |last: &str| {
        let mut bank = Bank::with_customer(BORN);
        book_every(&mut bank, 14, 10, last, "1500.00", "acme");
        outcome(&bank).0
    };
    assert_eq!(ended("2026-06-02"), IncomeMethod::Periodic, "28 days ago");
    assert_eq!(ended("2026-06-01"), IncomeMethod::Median, "29 days ago");
}

#[test]
fn a_stream_needs_four_pays_mostly_on_one_weekday() {
    let mut bank = Bank::with_customer(BORN);
    book_every(&mut bank, 14, 3, "2026-06-26", "1500.00", "acme");
    assert_ne!(outcome(&bank).0, IncomeMethod::Periodic);

    // A holiday moves one pay of eight to the day before.
    let mut bank = Bank::with_customer(BORN);
    for date in ["03-20", "04-02", "04-17", "05-01", "05-15", "05-29", "06-12", "06-26"] {
        bank.book(10, "salary", "1500.00", &format!("2026-{date}"), "cp=acme");
    }
    assert_eq!(outcome(&bank).0, IncomeMethod::Periodic);
}

#[test]
fn two_employers_add_up() {
    let mut bank = Bank::with_customer(BORN);
    book_every(&mut bank, 14, 13, "2026-06-26", "1200.00", "acme");
    bank.book_monthly(10, "salary", "800.00", 1..=6, "cp=school");
    // 1,200.00 x 26 / 12 + 800.00
    assert_eq!(outcome(&bank), (IncomeMethod::Periodic, Some(340_000), IncomeLevel::LowerMiddle));
}

#[test]
fn three_pays_in_a_month_do_not_raise_a_fortnightly_salary() {
    let mut bank = Bank::with_customer(BORN);
    // Fridays: 2, 16 and 30 January.
    book_every(&mut bank, 14, 12, "2026-06-05", "1000.00", "acme");
    assert_eq!(outcome(&bank).1, Some(216_667));
}

#[test]
fn an_income_that_began_is_the_median_since_then() {
    let mut bank = Bank::with_customer(BORN);
    bank.book(10, "deposit", "100.00", "2026-01-05", "cat=opening");
    bank.book(10, "salary", "2800.00", "2026-05-25", "cp=acme");
    bank.book(10, "salary", "3000.00", "2026-06-25", "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Started, Some(290_000), IncomeLevel::Low));
    assert_eq!(income(&bank).confidence.in_hundredths(), 33, "2 of 6 months");
}

#[test]
fn an_income_that_stopped_is_nothing_now() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "2800.00", 1..=3, "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Stopped, Some(0), IncomeLevel::NoneObserved));
}

#[test]
fn an_irregular_income_is_its_mean() {
    let mut bank = Bank::with_customer(BORN);
    for (date, amount) in [("2026-01-10", "6000.00"), ("2026-05-20", "3000.01")] {
        bank.book(10, "salary", amount, date, "cp=acme");
    }
    // 9,000.01 / 6 = 1,500.0016…
    assert_eq!(outcome(&bank), (IncomeMethod::Irregular, Some(150_000), IncomeLevel::Low));
    assert_eq!(income(&bank).confidence.in_hundredths(), 60);
}

#[test]
fn a_job_change_within_the_months_is_no_gap() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "4000.00", 1..=3, "cp=acme");
    bank.book_monthly(10, "salary", "5000.00", 4..=6, "cp=globex");
    assert_eq!(outcome(&bank), (IncomeMethod::Median, Some(450_000), IncomeLevel::Middle));
}

#[test]
fn months_before_the_first_row_are_not_observed() {
    let mut bank = Bank::with_customer(BORN);
    bank.book(10, "deposit", "50.00", "2026-04-20", "cat=opening");
    bank.book_monthly(10, "salary", "4600.00", 4..=6, "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Median, Some(460_000), IncomeLevel::Middle));
    assert_eq!(income(&bank).confidence.in_hundredths(), 50, "3 of 6 months");
}

#[test]
fn no_income_says_something_only_after_three_months() {
    let silent_since = |date: &str| {
        let mut bank = Bank::with_customer(BORN);
        bank.book(10, "purchase", "20.00", date, "");
        outcome(&bank)
    };
    assert_eq!(silent_since("2026-04-30"), (IncomeMethod::None, Some(0), IncomeLevel::NoneObserved));
    assert_eq!(silent_since("2026-05-01"), (IncomeMethod::Unknown, None, IncomeLevel::Unknown));
    assert_eq!(outcome(&Bank::with_customer(BORN)), (IncomeMethod::Unknown, None, IncomeLevel::Unknown));
}

#[test]
fn the_running_month_and_the_future_are_not_looked_at() {
    let mut bank = Bank::with_customer(BORN);
    bank.as_of = day("2026-06-29");
    bank.book(10, "salary", "4600.00", "2026-06-25", "cp=acme");
    bank.book(10, "salary", "4600.00", "2026-07-25", "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Unknown, None, IncomeLevel::Unknown));
    assert_eq!(bank.find(1).age_group.method, tellergraph_segmentation::age_group::AgeGroupMethod::Age);
}

#[test]
fn a_minor_has_no_income_level() {
    let mut bank = Bank::with_customer("2012-01-01");
    bank.book_monthly(10, "salary", "200.00", 1..=6, "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::NotApplicable, None, IncomeLevel::NotApplicable));
}

#[test]
fn what_was_taken_back_and_paid_again_counts_once() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "3000.00", 1..=6, "cp=acme"); // rows 1 to 6
    for month in 1..=6 {
        bank.book(10, "salary", "3000.00", &format!("2026-{month:02}-26"), "cp=acme"); // rows 7 to 12
    }
    for row in 7..=12 {
        bank.book(10, "reversal", "-3000.00", "2026-06-28", &format!("ref=rev:{row}"));
    }
    assert_eq!(outcome(&bank), (IncomeMethod::Median, Some(300_000), IncomeLevel::LowerMiddle));
}

#[test]
fn a_reversal_counts_from_its_own_date_on() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "3000.00", 4..=6, "cp=acme");
    bank.book(10, "reversal", "-3000.00", "2026-07-01", "ref=rev:3");
    assert_eq!(outcome(&bank).1, Some(300_000));
}

#[test]
fn a_negative_salary_row_takes_from_the_month() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "3200.00", 1..=6, "cp=acme");
    bank.book_monthly(10, "salary", "-200.00", 1..=6, "cp=acme correction");
    assert_eq!(outcome(&bank).1, Some(300_000));
}

#[test]
fn an_income_is_never_below_zero() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "-200.00", 1..=6, "cp=acme");
    assert_eq!(outcome(&bank), (IncomeMethod::Irregular, Some(0), IncomeLevel::NoneObserved));
}

#[test]
fn refunds_interest_loans_and_cash_are_no_income() {
    for (kind, notes) in [
        ("refund", "cat=salary"),
        ("interest", ""),
        ("loan_disbursement", ""),
        ("repayment_received", ""),
        ("deposit", "cat=cash"),
        ("deposit", "ch=branch"),
        ("deposit", "ch=atm"),
        ("deposit", "cat=opening"),
        ("salary", "ccy=EUR"),
    ] {
        let mut bank = Bank::with_customer(BORN);
        bank.book_monthly(10, kind, "9000.00", 1..=6, notes);
        assert_eq!(outcome(&bank).0, IncomeMethod::None, "{kind} {notes}");
    }
}

#[test]
fn credits_to_a_card_or_loan_are_no_income() {
    let mut bank = Bank::new();
    bank.customer(1, BORN).account(10, 1, "credit_card");
    bank.book_monthly(10, "salary", "3000.00", 1..=6, "cp=acme");
    assert_eq!(outcome(&bank).0, IncomeMethod::None);
}

#[test]
fn regular_credits_without_a_label_are_inferred_to_be_income() {
    let paid = |amounts: [&str; 3]| {
        let mut bank = Bank::with_customer(BORN);
        for (month, amount) in (4..=6).zip(amounts) {
            bank.book(10, "transfer_in", amount, &format!("2026-{month:02}-03"), "ref=x;cp=Client A");
        }
        income(&bank)
    };
    let steady = paid(["2000.00", "1500.00", "2500.00"]);
    assert_eq!((steady.method, steady.monthly), (IncomeMethod::Median, Some(200_000)), "each within 25 %");
    assert_eq!(steady.confidence.in_hundredths(), 35, "3 of 6 months x 0.7");
    assert_eq!(paid(["2000.00", "1499.99", "2500.00"]).method, IncomeMethod::None);
}

#[test]
fn inferred_income_takes_three_months_of_one_payer() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "deposit", "2000.00", 5..=6, "cp=a");
    bank.book(10, "deposit", "2000.00", "2026-05-01", "cp=a");
    bank.book_monthly(10, "deposit", "2000.00", 1..=2, "cp=b");
    assert_eq!(outcome(&bank).0, IncomeMethod::None);
}

#[test]
fn money_between_accounts_of_a_household_is_no_income() {
    let mut bank = Bank::with_customer(BORN);
    bank.customer(2, BORN).relate(1, "spouse", 2).account(20, 2, "savings");
    for month in 1..=6 {
        // One leg two days late, both without a reference.
        bank.book(20, "transfer", "-2000.00", &format!("2026-{month:02}-03"), "");
        bank.book(10, "transfer", "2000.00", &format!("2026-{month:02}-05"), "");
    }
    assert_eq!(outcome(&bank).0, IncomeMethod::None);

    let mut apart = Bank::with_customer(BORN);
    apart.customer(2, BORN).account(20, 2, "savings");
    for month in 1..=6 {
        apart.book(20, "transfer", "-2000.00", &format!("2026-{month:02}-03"), "");
        apart.book(10, "transfer", "2000.00", &format!("2026-{month:02}-05"), "");
    }
    assert_eq!(outcome(&apart).1, Some(200_000), "strangers support one another");
}

#[test]
fn transfers_pair_by_reference_first_and_only_once() {
    let mut bank = Bank::with_customer(BORN);
    bank.account(11, 1, "savings");
    for month in 1..=6 {
        // The referenced legs differ in amount and are weeks apart; the second credit has no counterpart.
        bank.book(11, "transfer_out", "2010.00", &format!("2026-{month:02}-02"), &format!("ref=xfer:{month}"));
        bank.book(10, "transfer_in", "2000.00", &format!("2026-{month:02}-20"), &format!("ref=xfer:{month}"));
        bank.book(10, "transfer_in", "700.00", &format!("2026-{month:02}-21"), &format!("ref=xfer:{month};cp=aunt"));
    }
    assert_eq!(outcome(&bank).1, Some(70_000));
}

#[test]
fn a_transfer_to_the_same_account_or_three_days_late_is_not_internal() {
    for (out_account, out_day) in [(10, "05"), (11, "02")] {
        let mut bank = Bank::with_customer(BORN);
        bank.account(11, 1, "savings");
        for month in 1..=6 {
            bank.book(out_account, "transfer_out", "900.00", &format!("2026-{month:02}-{out_day}"), "");
            bank.book(10, "transfer_in", "900.00", &format!("2026-{month:02}-05"), "");
        }
        assert_eq!(outcome(&bank).1, Some(90_000), "{out_account} {out_day}");
    }
}

#[test]
fn income_belongs_to_the_one_it_is_tagged_for() {
    let mut bank = Bank::with_customer(BORN);
    bank.customer(2, BORN).relate(1, "spouse", 2);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme");
    bank.book_monthly(10, "salary", "5000.00", 1..=6, "cp=globex;for=2");
    assert_eq!(bank.find(1).income.monthly, Some(400_000));
    assert_eq!(bank.find(2).income.monthly, Some(500_000), "without an account of her own");
}

#[test]
fn income_of_a_joint_holder_elsewhere_is_theirs_and_of_a_stranger_is_not() {
    let mut bank = Bank::with_customer(BORN);
    bank.customer(2, BORN).customer(3, BORN).relate(2, "joint_holder", 1);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme;for=2");
    bank.book_monthly(10, "salary", "1000.00", 1..=6, "cp=globex;for=3");
    assert_eq!(bank.find(1).income.monthly, Some(100_000));
    assert_eq!(bank.find(2).income.monthly, Some(400_000));
    assert_eq!(bank.find(3).income.monthly, None);
}

#[test]
fn two_employers_on_a_joint_account_are_trusted_less() {
    let mut bank = Bank::with_customer(BORN);
    bank.customer(2, BORN).relate(1, "joint_holder", 2);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme");
    assert_eq!(income(&bank).confidence.in_hundredths(), 100);
    bank.book_monthly(10, "salary", "5000.00", 1..=6, "cp=globex");
    assert_eq!(income(&bank).confidence.in_hundredths(), 80);
    assert_eq!(income(&bank).level, IncomeLevel::UpperMiddle, "9,000.00 is twice the reference, not more");
}

#[test]
fn the_largest_amounts_do_not_overflow() {
    let mut bank = Bank::with_customer(BORN);
    for _ in 0..10 {
        bank.book_monthly(10, "salary", "9999999999999999.99", 1..=6, "cp=acme");
    }
    assert_eq!(outcome(&bank), (IncomeMethod::Median, Some(MAX_CENTS), IncomeLevel::High));
}

#[test]
fn who_pays_a_salary_does_not_earn_less() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme");
    bank.book_monthly(10, "transfer_out", "1500.00", 1..=6, "cat=salary;cp=nanny;ref=x");
    assert_eq!(outcome(&bank).1, Some(400_000));
}

#[test]
fn before_the_first_row_nothing_is_known() {
    let mut bank = Bank::with_customer(BORN);
    bank.book_monthly(10, "salary", "4000.00", 1..=6, "cp=acme;ch=branch");
    bank.contact(1, "branch_visit", "2026-01-01", "pref=branch");
    bank.as_of = day("2025-12-31");
    let found = bank.find(1);
    assert_eq!(outcome(&bank), (IncomeMethod::Unknown, None, IncomeLevel::Unknown));
    assert_eq!((found.digital.score, found.channel.strength), (None, None));
}
