use tellergraph_segmentation::answer::{AgeBand, AgeGroup};

use crate::bank::Bank;

fn group(bank: &Bank) -> AgeGroup {
    bank.find(1).age_group.group
}

#[test]
fn a_young_customer_with_a_salary_is_a_professional() {
    let mut bank = Bank::with_customer("1997-03-14");
    bank.book_monthly(10, "salary", "2800.00", 4..=6, "cp=acme");
    assert_eq!(bank.find(1).age, Some(29));
    assert_eq!(group(&bank), AgeGroup::YoungProfessional);
}

#[test]
fn a_salary_counts_for_three_complete_months() {
    let mut bank = Bank::with_customer("1997-03-14");
    bank.book(10, "salary", "2800.00", "2026-04-01", "cp=acme");
    assert_eq!(group(&bank), AgeGroup::YoungProfessional);

    let mut bank = Bank::with_customer("1997-03-14");
    bank.book(10, "salary", "2800.00", "2026-03-31", "cp=acme");
    assert_eq!(group(&bank), AgeGroup::YoungAdult);

    let mut bank = Bank::with_customer("1997-03-14");
    bank.book(10, "salary", "-2800.00", "2026-05-25", "cp=acme");
    assert_eq!(group(&bank), AgeGroup::YoungAdult, "a correction is no salary");
}

#[test]
fn a_salary_is_known_by_its_tag_and_by_its_words_too() {
    for (kind, notes) in [("deposit", "cat=salary;cp=acme"), ("transfer_in", "ACME PAYROLL 05"), ("unknown", "wages")] {
        let mut bank = Bank::with_customer("1997-03-14");
        bank.book(10, kind, "2800.00", "2026-05-25", notes);
        assert_eq!(group(&bank), AgeGroup::YoungProfessional, "{kind} {notes}");
    }
}

#[test]
fn groups_change_on_the_birthday() {
    for (born, expected) in [
        ("2008-07-01", AgeGroup::Minor),
        ("2008-06-30", AgeGroup::YoungAdult),
        ("1991-07-01", AgeGroup::YoungAdult),
        ("1991-06-30", AgeGroup::MiddleAged),
        ("1961-07-01", AgeGroup::MiddleAged),
        ("1961-06-30", AgeGroup::Senior),
        ("1959-07-01", AgeGroup::Senior),
        ("1959-06-30", AgeGroup::Retiree),
    ] {
        assert_eq!(group(&Bank::with_customer(born)), expected, "{born}");
    }
}

#[test]
fn who_earns_a_salary_at_sixty_seven_is_not_retired() {
    let mut bank = Bank::with_customer("1959-06-30");
    bank.book_monthly(10, "salary", "3000.00", 1..=6, "cp=acme");
    assert_eq!(group(&bank), AgeGroup::Senior);
}

#[test]
fn who_lives_on_a_pension_is_retired_from_fifty_on() {
    let living_on = |born: &str, pension: &str| {
        let mut bank = Bank::with_customer(born);
        bank.book_monthly(10, "salary", "1000.00", 1..=6, "cp=acme");
        bank.book_monthly(10, "pension", pension, 1..=6, "cp=fund");
        group(&bank)
    };
    assert_eq!(living_on("1976-06-30", "1000.00"), AgeGroup::Retiree, "half of the income");
    assert_eq!(living_on("1976-06-30", "999.99"), AgeGroup::MiddleAged);
    assert_eq!(living_on("1976-07-01", "1000.00"), AgeGroup::MiddleAged, "49 years old");
    assert_eq!(living_on("", "1000.00"), AgeGroup::Retiree, "age unknown");
    assert_eq!(living_on("2010-01-01", "1000.00"), AgeGroup::Minor);
}

#[test]
fn without_a_date_of_birth_that_can_be_right_there_is_no_group() {
    for born in ["", "1900-01-01", "2026-07-01", "1900-05-05"] {
        let found = Bank::with_customer(born).find(1);
        assert_eq!((found.age, found.age_band), (None, AgeBand::Unknown), "{born}");
        assert_eq!(found.age_group.group, AgeGroup::Unknown, "{born}");
    }
}

#[test]
fn the_age_is_that_of_the_date_asked_for() {
    let mut bank = Bank::with_customer("2008-02-29");
    bank.as_of = crate::bank::day("2026-02-28");
    assert_eq!(group(&bank), AgeGroup::Minor);
    bank.as_of = crate::bank::day("2026-03-01");
    assert_eq!(group(&bank), AgeGroup::YoungAdult);
    bank.as_of = crate::bank::day("2008-02-29");
    assert_eq!(bank.find(1).age, Some(0));
}
