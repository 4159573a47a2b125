use tellergraph_segmentation::answer::DigitalAdoption;

use crate::bank::Bank;

const BORN: &str = "1985-01-01";

fn outcome(bank: &Bank) -> (Option<u8>, DigitalAdoption) {
    let found = bank.find(1).digital;
    (found.score, found.adoption)
}

#[test]
fn the_worked_example_adds_up() {
    let mut bank = Bank::with_customer(BORN);
    bank.enrol(1)
        .book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "transfer_out", "50.00", "2026-06-10", "ch=online")
        .book(10, "purchase", "30.00", "2026-05-10", "ch=card_online")
        .book(10, "withdrawal", "60.00", "2026-06-05", "")
        .contact(1, "web_chat", "2026-06-02", "")
        .contact(1, "branch_visit", "2026-04-10", "");
    // E 10 x 1 + T 50 x 3/4 + C 15 x 1/2 + A 15 x 2/3 (June and May) + B 10 x 3/3 = 75
    assert_eq!(outcome(&bank), (Some(75), DigitalAdoption::High));
    assert_eq!(bank.find(1).digital.confidence.in_hundredths(), 30, "6 of 20 events");
}

#[test]
fn who_does_everything_digitally_has_the_full_score() {
    let mut bank = Bank::with_customer(BORN);
    bank.enrol(1)
        .book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "bill_payment", "80.00", "2026-05-20", "ch=online")
        .book(10, "bill_payment", "80.00", "2026-04-20", "ch=wallet");
    assert_eq!(outcome(&bank), (Some(100), DigitalAdoption::High));
}

#[test]
fn who_is_active_but_never_digitally_is_a_non_user() {
    let mut bank = Bank::with_customer(BORN);
    for date in ["2026-06-01", "2026-06-02", "2026-06-03"] {
        bank.contact(1, "branch_visit", date, "");
    }
    assert_eq!(outcome(&bank), (Some(0), DigitalAdoption::NonUser));
}

#[test]
fn too_few_events_are_no_low_score() {
    let mut bank = Bank::with_customer(BORN);
    bank.contact(1, "branch_visit", "2026-06-01", "").contact(1, "branch_visit", "2026-06-02", "");
    assert_eq!(outcome(&bank), (None, DigitalAdoption::Unknown));
    assert_eq!(outcome(&Bank::with_customer(BORN)), (None, DigitalAdoption::Unknown));
}

#[test]
fn events_count_for_ninety_days() {
    let seen = |date: &str| {
        let mut bank = Bank::with_customer(BORN);
        for _ in 0..3 {
            bank.book(10, "bill_payment", "80.00", date, "ch=branch");
        }
        outcome(&bank).1
    };
    assert_eq!(seen("2026-04-02"), DigitalAdoption::NonUser);
    assert_eq!(seen("2026-04-01"), DigitalAdoption::Unknown);
    assert_eq!(seen("2026-07-01"), DigitalAdoption::Unknown);
}

#[test]
fn cash_machines_and_letters_count_below_the_line() {
    let mut bank = Bank::with_customer(BORN);
    bank.book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "withdrawal", "60.00", "2026-06-21", "")
        .book(10, "cheque", "60.00", "2026-06-22", "")
        .book(10, "purchase", "5.00", "2026-06-23", "");
    // A till says nothing: T 50 x 1/3 + A 15 x 1/3 + B 10 x 1/3 = 25 of 85
    assert_eq!(outcome(&bank), (Some(29), DigitalAdoption::Low));
}

#[test]
fn log_ins_are_evidence_but_no_contacts() {
    let mut bank = Bank::with_customer(BORN);
    for date in ["2026-06-20", "2026-05-20", "2026-04-20"] {
        bank.contact(1, "app_session", date, "");
    }
    // Neither transactions nor contacts: E 0 + A 15 + B 10 x 1/3 of 35
    assert_eq!(outcome(&bank), (Some(52), DigitalAdoption::Medium));
}

#[test]
fn what_the_bank_sent_says_nothing_of_the_customer() {
    let mut bank = Bank::with_customer(BORN);
    for kind in ["email", "sms", "app_message", "letter"] {
        bank.contact(1, kind, "2026-06-20", "purpose=marketing");
    }
    assert_eq!(outcome(&bank), (None, DigitalAdoption::Unknown));
    for _ in 0..3 {
        bank.contact(1, "email", "2026-06-20", "dir=in");
    }
    // C 15 + A 15 x 1/3 + B 10 x 1/3 of 50
    assert_eq!(outcome(&bank), (Some(47), DigitalAdoption::Medium));
}

#[test]
fn a_payment_and_its_debit_are_one_event() {
    let mut bank = Bank::with_customer(BORN);
    bank.pay(10, "80.00", "2026-06-20", "mobile_app")
        .book(10, "bill_payment", "80.00", "2026-06-25", "ref=pay:1")
        .pay(10, "70.00", "2026-06-10", "mobile_app")
        .book(10, "bill_payment", "70.00", "2026-06-11", "");
    assert_eq!(outcome(&bank), (None, DigitalAdoption::Unknown), "two events, not four");
    bank.pay(10, "70.00", "2026-06-10", "branch");
    // The third payment has no debit of its own: T 50 x 2/3 + A 15 x 1/3 + B 10 x 1/3 of 85
    assert_eq!(outcome(&bank), (Some(49), DigitalAdoption::Medium));
}

#[test]
fn a_tag_in_the_notes_overrules_the_payment_method() {
    let mut bank = Bank::with_customer(BORN);
    for row in 1..=3 {
        bank.pay(10, "80.00", "2026-06-20", "mobile_app");
        bank.book(10, "bill_payment", "80.00", "2026-06-20", &format!("ref=pay:{row};ch=branch"));
    }
    assert_eq!(outcome(&bank), (Some(0), DigitalAdoption::NonUser));
}

#[test]
fn the_receiving_leg_of_an_internal_transfer_is_no_event() {
    let mut bank = Bank::with_customer(BORN);
    bank.account(11, 1, "savings");
    for row in 1..=2 {
        bank.book(10, "transfer_out", "80.00", "2026-06-20", &format!("ref=xfer:{row};ch=mobile"));
        bank.book(11, "transfer_in", "80.00", "2026-06-20", &format!("ref=xfer:{row};ch=mobile"));
    }
    assert_eq!(outcome(&bank), (None, DigitalAdoption::Unknown), "two events, not four");
}

#[test]
fn what_was_taken_back_is_no_event() {
    let mut bank = Bank::with_customer(BORN);
    bank.book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "bill_payment", "80.00", "2026-06-20", "ch=mobile")
        .book(10, "reversal", "80.00", "2026-06-21", "ref=rev:3");
    assert_eq!(outcome(&bank), (None, DigitalAdoption::Unknown));
}

#[test]
fn a_debit_two_days_from_a_payment_is_another_event() {
    let events = |debit_date: &str| {
        let mut bank = Bank::with_customer(BORN);
        bank.pay(10, "80.00", "2026-06-20", "mobile_app");
        bank.book(10, "bill_payment", "80.00", debit_date, "ch=mobile");
        bank.contact(1, "app_session", "2026-06-20", "");
        bank.find(1).digital.confidence.in_hundredths() / 5
    };
    assert_eq!(events("2026-06-19"), 0, "two events are too few for a score");
    assert_eq!(events("2026-06-21"), 0);
    assert_eq!(events("2026-06-18"), 3);
    assert_eq!(events("2026-06-22"), 3);
}

#[test]
fn of_two_equal_debits_the_first_carries_out_the_payment() {
    let mut bank = Bank::with_customer(BORN);
    bank.pay(10, "80.00", "2026-06-20", "mobile_app")
        .book(10, "bill_payment", "80.00", "2026-06-20T08:00:00", "")
        .book(10, "bill_payment", "80.00", "2026-06-20T08:00:00", "ch=branch")
        .contact(1, "app_session", "2026-06-20", "");
    // Of the two equal times the smaller id: T 50 x 1/2 + A 15 x 1/3 + B 10 x 2/3 of 85
    assert_eq!(outcome(&bank), (Some(43), DigitalAdoption::Medium));
}
