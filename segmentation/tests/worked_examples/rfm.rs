use tellergraph_segmentation::answer::RfmSegment;

use crate::bank::{Bank, day};

fn outcome(bank: &Bank) -> (u16, RfmSegment) {
    let found = bank.find(1).rfm;
    (found.scores.code(), found.segment)
}

/// So many purchases of the same amount on one day, after a first row in 2024.
fn spent(purchases: usize, amount: &str, date: &str) -> Bank {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "deposit", "20.00", "2024-01-01", "cat=opening");
    for _ in 0..purchases {
        bank.book(10, "purchase", amount, date, "");
    }
    bank
}

#[test]
fn the_code_is_recency_frequency_and_money() {
    // The last one today; 120 in a year; 120 x 250.00 = 30,000.00.
    assert_eq!(outcome(&spent(120, "250.00", "2026-06-30")), (544, RfmSegment::Champions));
    // 119 in a year, 29,750.00.
    assert_eq!(outcome(&spent(119, "250.00", "2026-06-30")), (533, RfmSegment::Promising));
    // 120 in a year, but 29,998.80.
    assert_eq!(outcome(&spent(120, "249.99", "2026-06-30")), (543, RfmSegment::Loyal));
}

#[test]
fn recency_loses_a_point_on_the_eighth_day() {
    for (date, code, segment) in [
        ("2026-06-23", 511, RfmSegment::Promising),
        ("2026-06-22", 411, RfmSegment::Promising),
        ("2026-05-31", 411, RfmSegment::Promising),
        ("2026-05-30", 311, RfmSegment::NeedsAttention),
        ("2026-04-01", 311, RfmSegment::NeedsAttention),
        ("2026-03-31", 211, RfmSegment::Hibernating),
        ("2026-01-01", 211, RfmSegment::Hibernating),
        ("2025-12-31", 111, RfmSegment::Hibernating),
    ] {
        assert_eq!(outcome(&spent(1, "10.00", date)), (code, segment), "{date}");
    }
}

#[test]
fn a_year_is_counted() {
    let bank = spent(12, "250.00", "2025-07-01");
    assert_eq!(outcome(&bank), (122, RfmSegment::Hibernating), "12 and 3,000.00, 364 days ago");
    let mut bank = bank;
    bank.as_of = day("2026-07-01");
    assert_eq!(outcome(&bank), (111, RfmSegment::Hibernating), "365 days ago");
}

#[test]
fn without_activity_there_are_no_scores() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "interest", "1.00", "2026-06-30", "");
    assert_eq!(outcome(&bank), (0, RfmSegment::NoActivity));
    assert_eq!(bank.find(1).rfm.recency_days, None);
}

#[test]
fn who_came_within_ninety_days_is_new() {
    let since = |first: &str| {
        let mut bank = Bank::with_customer("1980-01-01");
        bank.book(10, "deposit", "20.00", first, "").book(10, "purchase", "20.00", "2026-06-30", "");
        outcome(&bank)
    };
    assert_eq!(since("2026-04-02"), (511, RfmSegment::New), "89 days");
    assert_eq!(since("2026-04-01"), (511, RfmSegment::Promising), "90 days");
}

#[test]
fn money_is_what_was_spent() {
    let mut bank = spent(1, "3000.00", "2026-06-30");
    assert_eq!(bank.find(1).rfm.monetary, 300_000);
    bank.account(11, 1, "savings").account(12, 1, "mortgage");
    bank.book(10, "transfer_out", "800.00", "2026-06-29", "").book(11, "transfer_in", "800.00", "2026-06-29", "");
    bank.book(10, "fee", "9.00", "2026-06-29", "").book(12, "loan_drawdown", "200000.00", "2026-06-29", "");
    bank.book(10, "purchase", "70.00", "2026-06-29", "ccy=EUR").book(10, "salary", "4000.00", "2026-06-29", "");
    bank.book(10, "purchase", "60.00", "2026-06-28", "").book(10, "reversal", "60.00", "2026-06-29", "ref=rev:9");
    assert_eq!(bank.find(1).rfm.monetary, 300_000, "moved, charged, lent, foreign, received, taken back");
    bank.book(10, "purchase", "-1.00", "2026-06-29", "");
    assert_eq!(bank.find(1).rfm.monetary, 300_100, "a debit written as a negative number");
}

#[test]
fn a_row_of_unknown_type_is_activity_and_spending_when_it_is_negative() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "deposit", "20.00", "2024-01-01", "cat=opening");
    bank.book(10, "round-up", "-3000.00", "2026-06-30", "").book(10, "round-up", "500.00", "2026-06-30", "🏦");
    let found = bank.find(1).rfm;
    assert_eq!((found.frequency, found.monetary, found.scores.code()), (2, 300_000, 512));
}

#[test]
fn rows_of_one_moment_all_count() {
    let bank = spent(12, "250.00", "2026-06-30T09:00:00");
    assert_eq!(outcome(&bank), (522, RfmSegment::Promising));
}
