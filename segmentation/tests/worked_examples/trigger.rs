use tellergraph_segmentation::answer::{LifeStage, Trigger};

use crate::bank::{Bank, day};

/// The triggers of customer 1 with their dates and confidences.
fn triggers(bank: &Bank) -> Vec<(Trigger, String, u8)> {
    let found = bank.find(1).triggers.into_iter();
    found.map(|t| (t.trigger, t.date.to_string(), t.confidence.in_hundredths())).collect()
}

fn only(trigger: Trigger, date: &str, confidence: u8) -> Vec<(Trigger, String, u8)> {
    vec![(trigger, date.to_owned(), confidence)]
}

/// A customer with a first row on one day and one salary on another.
fn paid(born: &str, first_row: &str, salary: &str) -> Bank {
    let mut bank = Bank::with_customer(born);
    bank.book(10, "deposit", "20.00", first_row, "cat=opening");
    bank.book(10, "salary", "2500.00", salary, "cp=acme");
    bank
}

#[test]
fn a_first_salary_is_news_for_ninety_days() {
    let first = |born, first_row, salary| triggers(&paid(born, first_row, salary));
    let expected = only(Trigger::FirstSalary, "2026-04-02", 100);
    assert_eq!(first("1996-01-01", "2026-01-02", "2026-04-02"), expected, "89 days ago, 90 days after the first row");
    assert_eq!(first("1996-01-01", "2026-01-01", "2026-04-01"), [], "90 days ago");
    assert_eq!(first("1996-01-01", "2026-01-03", "2026-04-02"), [], "89 days after the first row");
}

#[test]
fn up_to_twenty_five_a_first_salary_needs_no_gap_before_it() {
    let expected = only(Trigger::FirstSalary, "2026-05-25", 70);
    assert_eq!(triggers(&paid("2000-07-01", "2026-05-20", "2026-05-25")), expected, "25");
    assert_eq!(triggers(&paid("2000-06-30", "2026-05-20", "2026-05-25")), [], "26");
}

#[test]
fn a_salary_that_comes_to_an_older_customer_was_moved_here() {
    let of = |born| triggers(&paid(born, "2020-01-01", "2026-05-25"));
    assert_eq!(of("1995-07-01"), only(Trigger::FirstSalary, "2026-05-25", 100), "30");
    assert_eq!(of("1995-06-30"), only(Trigger::PayrollStarted, "2026-05-25", 100), "31");
    assert_eq!(of(""), only(Trigger::PayrollStarted, "2026-05-25", 100), "age unknown");
    assert_eq!(triggers(&paid("1980-01-01", "2026-05-20", "2026-05-25")), [], "a new customer with a job");
}

#[test]
fn a_salary_that_was_taken_back_is_not_the_first() {
    let mut bank = paid("1996-01-01", "2025-01-01", "2026-05-25");
    bank.book(10, "reversal", "-2500.00", "2026-05-26", "ref=rev:2");
    assert_eq!(triggers(&bank), []);
    bank.book(10, "salary", "2500.00", "2026-06-25", "cp=acme");
    assert_eq!(triggers(&bank), only(Trigger::FirstSalary, "2026-06-25", 100));
}

#[test]
fn a_minor_has_no_salary_triggers() {
    assert_eq!(triggers(&paid("2009-01-01", "2025-01-01", "2026-05-25")), []);
}

fn couple() -> Bank {
    let mut bank = Bank::with_customer("1994-01-01");
    bank.customer(2, "1995-01-01").account(20, 2, "checking").relate(1, "wife", 2);
    bank
}

#[test]
fn a_marriage_is_news_for_half_a_year() {
    let mut bank = couple();
    bank.contact(2, "phone_call", "2026-01-02", "event=marriage");
    assert_eq!(triggers(&bank), only(Trigger::JustMarried, "2026-01-02", 100), "179 days ago");
    bank.as_of = day("2026-07-01");
    assert_eq!(triggers(&bank), []);
    assert_eq!(bank.find(1).life_stage.primary.stage, LifeStage::NewlyMarried, "the stage lasts a year");
}

#[test]
fn a_wedding_is_dated_by_the_day_on_which_it_was_paid_or_told_of() {
    let mut bank = couple();
    bank.book(10, "purchase", "600.00", "2026-02-01", "cat=wedding");
    bank.book(20, "purchase", "399.99", "2026-03-01", "cat=jewelry");
    assert_eq!(triggers(&bank), []);
    bank.book(10, "purchase", "0.01", "2026-04-01", "cat=wedding");
    assert_eq!(triggers(&bank), only(Trigger::JustMarried, "2026-04-01", 100), "1,000.00 since then");
    bank.contact(1, "web_chat", "2026-05-01", "event=marriage");
    assert_eq!(triggers(&bank), only(Trigger::JustMarried, "2026-05-01", 100), "weddings are paid for ahead");
    bank.contact(1, "web_chat", "2026-03-15", "event=marriage");
    assert_eq!(triggers(&bank), only(Trigger::JustMarried, "2026-03-15", 100));
}

#[test]
fn partners_do_not_marry_by_buying_a_ring() {
    let mut bank = Bank::with_customer("1994-01-01");
    bank.customer(2, "1995-01-01").relate(1, "partner", 2);
    bank.book(10, "purchase", "5000.00", "2026-05-01", "cat=jewelry");
    assert_eq!(triggers(&bank), []);
}

#[test]
fn two_spouses_are_both_looked_at() {
    let mut bank = couple();
    bank.customer(3, "1993-01-01").relate(3, "spouse", 1);
    bank.contact(3, "phone_call", "2026-06-01", "event=marriage");
    assert_eq!(triggers(&bank), only(Trigger::JustMarried, "2026-06-01", 100));
}

#[test]
fn a_birth_is_news_for_a_year() {
    let with_children = |births: &[&str]| {
        let mut bank = couple();
        for (child, born) in (5..).zip(births) {
            bank.customer(child, born).relate(child, "daughter", 2);
        }
        triggers(&bank)
    };
    assert_eq!(
        with_children(&["2025-07-01"]),
        only(Trigger::NewChild, "2025-07-01", 100),
        "the spouse's, 364 days old"
    );
    assert_eq!(with_children(&["2025-06-30"]), []);
    assert_eq!(with_children(&["2026-07-01"]), [], "not born yet");
    assert_eq!(with_children(&["2025-08-01", "2026-06-30"]), only(Trigger::NewChild, "2026-06-30", 100), "the latest");
    assert_eq!(with_children(&[""]), []);
}

#[test]
fn a_child_comes_of_age_within_half_a_year() {
    let with_child = |born: &str| {
        let mut bank = Bank::with_customer("1980-01-01");
        bank.customer(5, born).relate(1, "parent", 5);
        triggers(&bank)
    };
    let on = |date| only(Trigger::ChildTurns18, date, 100);
    assert_eq!(with_child("2008-06-29"), [], "yesterday");
    assert_eq!(with_child("2008-06-30"), on("2026-06-30"), "today");
    assert_eq!(with_child("2008-12-27"), on("2026-12-27"), "in 180 days");
    assert_eq!(with_child("2008-12-28"), [], "in 181 days");

    let mut bank = Bank::with_customer("1980-01-01");
    bank.as_of = day("2025-12-31");
    bank.customer(5, "2008-02-29").relate(1, "parent", 5);
    assert_eq!(triggers(&bank), on("2026-03-01"), "29 February has its birthday on 1 March");
}

#[test]
fn retirement_is_told_five_years_ahead() {
    let born = |date| triggers(&Bank::with_customer(date));
    assert_eq!(born("1964-07-01"), [], "61");
    assert_eq!(born("1964-06-30"), only(Trigger::RetirementWithin5y, "2031-06-30", 100), "62");
    assert_eq!(born("1959-07-01"), only(Trigger::RetirementWithin5y, "2026-07-01", 100), "66");
    assert_eq!(born("1959-06-30"), [], "67");
    let mut bank = Bank::with_customer("1962-01-01");
    bank.book_monthly(10, "pension", "1500.00", 1..=6, "cp=fund");
    assert_eq!(triggers(&bank), [], "retired already");
}

#[test]
fn a_salary_has_stopped_after_forty_five_days_without_one() {
    let paid_on = |days: &[&str]| {
        let mut bank = Bank::with_customer("1980-01-01");
        bank.book(10, "deposit", "20.00", "2020-01-01", "cat=opening");
        bank.book(10, "salary", "2500.00", "2020-02-25", "cp=acme");
        for date in days {
            bank.book(10, "salary", "2500.00", date, "cp=acme");
        }
        triggers(&bank)
    };
    let stopped = only(Trigger::SalaryStopped, "2026-05-16", 100);
    assert_eq!(paid_on(&["2025-11-18", "2026-03-25", "2026-05-16"]), stopped, "224 and 45 days ago");
    assert_eq!(paid_on(&["2025-11-17", "2026-03-25", "2026-05-16"]), [], "two of the three, and one 225 days ago");
    assert_eq!(paid_on(&["2025-11-18", "2026-03-25", "2026-05-16", "2026-05-17"]), [], "one 44 days ago");
}

/// A customer of 2025 with these salaries from January to June.
fn pay(salaries: [&str; 6]) -> Bank {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "salary", "1.00", "2025-06-25", "cp=acme");
    for (month, amount) in (1..).zip(salaries) {
        bank.book_monthly(10, "salary", amount, month..=month, "cp=acme");
    }
    bank
}

#[test]
fn a_rise_is_fifteen_percent_of_the_median_of_three_months() {
    let rise = only(Trigger::SalaryRise, "2026-04-25", 100);
    assert_eq!(triggers(&pay(["2000", "2000", "2000", "2300", "2300", "2300"])), rise);
    assert_eq!(triggers(&pay(["2000", "2000", "2000", "2299.99", "2299.99", "2299.99"])), []);
    assert_eq!(triggers(&pay(["2000", "2000", "2000", "2000", "9000", "2000"])), [], "a bonus is no rise");
    assert_eq!(triggers(&pay(["2000", "500", "2000", "2300", "2300", "100"])), rise, "medians 2,000.00 and 2,300.00");
    assert_eq!(triggers(&pay(["2000", "2000", "0", "2300", "2300", "2300"])), [], "a month without pay");
}

#[test]
fn other_income_is_no_rise_of_the_salary() {
    let mut bank = pay(["2000", "2000", "2000", "2000", "2000", "2000"]);
    bank.book_monthly(10, "benefit", "900.00", 4..=6, "cat=benefit_child");
    assert_eq!(triggers(&bank), []);
    bank.book(10, "salary", "-500.00", "2026-02-26", "cp=acme").book(10, "salary", "-500.00", "2026-03-26", "cp=acme");
    assert_eq!(triggers(&bank).len(), 1, "corrections take from their month: 2,000.00 against 1,500.00");
}

#[test]
fn six_months_must_be_seen_for_a_rise() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book_monthly(10, "salary", "2000.00", 2..=3, "cp=acme").book_monthly(
        10,
        "salary",
        "3000.00",
        4..=6,
        "cp=acme",
    );
    assert_eq!(triggers(&bank), []);
    bank.book(10, "salary", "2000.00", "2026-01-31", "cp=acme");
    assert_eq!(triggers(&bank), only(Trigger::SalaryRise, "2026-04-25", 100));
}

#[test]
fn months_with_three_fortnightly_pays_are_no_rise() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "deposit", "20.00", "2020-01-01", "cat=opening");
    // Every other Friday from 9 January: two in each of January to March, two in April, three in May, two in June.
    let fridays = (0..13).map(|k| day("2026-01-09") + chrono::Days::new(14 * k)).filter(|d| *d <= day("2026-06-30"));
    for friday in fridays {
        let amount = if friday < day("2026-04-01") { "1000.00" } else { "1200.00" };
        bank.book(10, "salary", amount, &friday.to_string(), "cp=acme");
    }
    assert!(triggers(&bank).iter().all(|(trigger, _, _)| *trigger != Trigger::SalaryRise));
}

#[test]
fn several_triggers_come_in_the_order_of_the_rules() {
    let mut bank = paid("1996-01-01", "2025-01-01", "2026-05-25");
    bank.customer(2, "1995-01-01").customer(3, "2026-03-03").relate(1, "spouse", 2).relate(2, "mother", 3);
    bank.contact(1, "web_chat", "2026-04-04", "event=marriage");
    let names: Vec<Trigger> = triggers(&bank).into_iter().map(|(trigger, _, _)| trigger).collect();
    assert_eq!(names, [Trigger::FirstSalary, Trigger::JustMarried, Trigger::NewChild]);
}

#[test]
fn who_died_or_closed_everything_has_no_triggers() {
    for status in ["deceased", "closed"] {
        let mut bank = Bank::new();
        bank.customer(1, "1962-01-01").account_in_state(10, 1, "checking", status);
        assert_eq!(triggers(&bank), [], "{status}");
    }
}

#[test]
fn a_salary_tagged_for_the_spouse_is_the_spouses_first() {
    let mut bank = couple();
    bank.book(10, "deposit", "20.00", "2025-01-01", "cat=opening");
    bank.book(20, "deposit", "20.00", "2025-01-01", "cat=opening");
    bank.book(10, "salary", "2500.00", "2026-05-25", "cp=acme;for=2");
    assert_eq!(triggers(&bank), []);
    let of_spouse = bank.find(2).triggers;
    assert_eq!(of_spouse.first().map(|found| found.trigger), Some(Trigger::PayrollStarted), "31 years old");
    bank.book(10, "salary", "2500.00", "2026-06-25", "cp=emca;for=77");
    assert_eq!(
        triggers(&bank).first().map(|(_, date, _)| date.as_str()),
        Some("2026-06-25"),
        "a stranger's is his own"
    );
}

#[test]
fn pay_that_was_corrected_away_is_no_rise() {
    let mut bank = pay(["2000", "2000", "2000", "2300", "2300", "2300"]);
    for month in ["04", "05"] {
        bank.book(10, "salary", "-400.00", &format!("2026-{month}-28"), "cp=acme");
    }
    assert_eq!(triggers(&bank), [], "1,900.00, 1,900.00 and 2,300.00");
}

#[test]
fn two_employers_are_one_salary() {
    let mut bank = pay(["2000", "2000", "2000", "2000", "2000", "2000"]);
    bank.book_monthly(10, "salary", "299.99", 4..=6, "cp=bakery");
    assert_eq!(triggers(&bank), []);
    bank.book(10, "salary", "0.01", "2026-05-25", "cp=bakery").book(10, "salary", "0.01", "2026-06-25", "cp=bakery");
    assert_eq!(triggers(&bank), only(Trigger::SalaryRise, "2026-04-25", 100), "2,300.00 in two of the three months");
}
