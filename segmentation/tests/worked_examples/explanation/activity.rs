//! What a customer does: digitally or not, how often, how long ago.

use tellergraph_segmentation::explanation::{Dimension, Flag, Limit};

use super::{assert_explained, explain};
use crate::bank::Bank;

#[test]
fn a_digital_score_can_be_added_up() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.enrol(1);
    bank.book(10, "bill_payment", "50.00", "2026-06-02", "ch=mobile"); // row 1
    bank.book(10, "transfer_out", "70.00", "2026-06-03", "ch=online"); // row 2
    bank.book(10, "withdrawal", "40.00", "2026-06-04", ""); // row 3
    bank.book(10, "purchase", "30.00", "2026-05-15", "ch=card_online"); // row 4
    bank.contact(1, "web_chat", "2026-06-05", "").contact(1, "branch_visit", "2026-04-10", "");
    let explanation = explain(&bank, Dimension::DigitalAdoption);
    // 10 x 1/1 + 50 x 3/4 + 15 x 1/2 + 15 x 2/3 + 10 x 3/3 = 75 of 100.
    assert_explained(
        &explanation,
        "HIGH by score, 30",
        &[
            "enrolled security [1] x1 (10)",
            "digital_event transactions [4, 1, 2] x3 (50) 2026-05-15 to 2026-06-03",
            "channel_event transactions [4, 1, 2, 3] x4 2026-05-15 to 2026-06-04",
            "digital_contact communication_log [1] x1 (15) on 2026-06-05",
            "contact communication_log [2, 1] x2 2026-04-10 to 2026-06-05",
            "use_period transactions [1, 2] x2 (15) 2026-06-02 to 2026-06-03",
            "use_period communication_log [1] x1 (15) on 2026-06-05",
            "use_period transactions [4] x1 (15) on 2026-05-15",
            "used_mobile transactions [1] x1 (10) on 2026-06-02",
            "used_online transactions [2] x1 (10) on 2026-06-03",
            "used_card_online transactions [4] x1 (10) on 2026-05-15",
            "used_contact communication_log [1] x1 (10) on 2026-06-05",
        ],
    );
    assert_eq!((explanation.flags, explanation.limits), (vec![], vec![Limit::StatusNotHistorised]));
}

#[test]
fn a_payment_that_no_transaction_carries_out_and_an_unknown_code_are_flagged() {
    let mut bank = Bank::with_customer("1985-01-01");
    bank.pay(10, "20.00", "2026-06-01", "mobile_app").pay(10, "20.00", "2026-06-02", "mobile_app");
    let explanation = explain(&bank, Dimension::DigitalAdoption);
    assert_explained(
        &explanation,
        "UNKNOWN by too_few_events, 0",
        &[
            "digital_event payments [1, 2] x2 2026-06-01 to 2026-06-02",
            "channel_event transactions [] x0 2026-04-02 to 2026-06-30",
            "channel_event payments [1, 2] x2 2026-06-01 to 2026-06-02",
            "contact communication_log [] x0 2026-04-02 to 2026-06-30",
            "use_period payments [1, 2] x2 2026-06-01 to 2026-06-02",
            "used_mobile payments [1, 2] x2 2026-06-01 to 2026-06-02",
        ],
    );
    assert_eq!(explanation.flags, [Flag::PaymentUnmirrored]);

    bank.book(10, "bill_payment", "20.00", "2026-06-01", "ref=pay:1").book(10, "bill", "20.00", "2026-06-02", "");
    bank.book(10, "bill_payment", "20.00", "2026-06-02", "ref=pay:2");
    let explanation = explain(&bank, Dimension::DigitalAdoption);
    assert_eq!(explanation.flags, [Flag::UnmappedCode], "`bill` is no type");
}

#[test]
fn a_channel_preference_shows_the_votes() {
    let mut bank = Bank::with_customer("1985-01-01");
    for _ in 0..2 {
        bank.book(10, "transfer_out", "1.00", "2026-06-01", "ch=mobile");
    }
    for date in ["2026-02-01", "2026-03-01", "2026-04-01"] {
        bank.contact(1, "branch_visit", date, "");
    }
    assert_explained(
        &explain(&bank, Dimension::ChannelPreference),
        "IN_PERSON by votes, 82",
        &[
            "digital_vote transactions [1, 2] x2 (2) on 2026-06-01",
            "in_person_vote transactions [] x0 2026-01-02 to 2026-06-30",
            "in_person_vote communication_log [1, 2, 3] x3 (9) 2026-02-01 to 2026-04-01",
            "remote_vote transactions [] x0 2026-01-02 to 2026-06-30",
        ],
    );
    bank.contact(1, "letter", "2025-01-01T08:00:00", "pref=phone");
    assert_explained(
        &explain(&bank, Dimension::ChannelPreference),
        "REMOTE_ASSISTED by stated, 100",
        &["stated_preference communication_log [4] x1 on 2025-01-01"],
    );
}

#[test]
fn recency_frequency_and_money_show_their_rows_and_scores() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book_monthly(10, "purchase", "1000.00", 1..=6, "").book(10, "fee", "3.00", "2026-06-30", "");
    bank.book(10, "purchase", "4000.00", "2026-02-01", "ccy=EUR");
    let explanation = explain(&bank, Dimension::Rfm);
    // 5 days ago, 7 activities, 6,000.00.
    assert_explained(
        &explanation,
        "PROMISING by fixed, 100",
        &[
            "last_activity transactions [6] x1 (5) on 2026-06-25",
            "year_activity transactions [1, 8, 2, 3, 4] x7 (1) 2026-01-25 to 2026-06-25",
            "year_spending transactions [1, 2, 3, 4, 5] x6 = 6000.00 (2) 2026-01-25 to 2026-06-25",
        ],
    );
    assert_eq!(explanation.flags, [Flag::ForeignCcy]);
}

#[test]
fn dormancy_names_the_last_thing_done() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.book(10, "purchase", "9.00", "2025-06-30", "").book(10, "interest", "1.00", "2026-06-30", "");
    assert_explained(
        &explain(&bank, Dimension::Dormancy),
        "INACTIVE by last_activity, 100",
        &["last_activity transactions [1] x1 on 2025-06-30"],
    );
}

#[test]
fn churn_points_are_shown_sign_by_sign() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.balance(10, "0.00");
    for date in ["2026-01-25", "2026-02-25", "2026-03-25"] {
        bank.book(10, "salary", "2500.00", date, "cp=acme");
    }
    bank.contact(1, "phone_call", "2026-01-02", "Card swallowed; topic=complaint");
    // 20 for the silence of 97 days, 30 for the salary, 10 for the complaint.
    assert_explained(
        &explain(&bank, Dimension::ChurnRisk),
        "HIGH by points, 100",
        &[
            "date_of_birth customer [1] x1 on 1980-01-01",
            "salary_before_stop transactions [1, 2, 3] x3 = 7500.00 (30) 2026-01-25 to 2026-03-25",
            "last_activity transactions [3] x1 (20) on 2026-03-25",
            "activity_now transactions [] x0 2026-04-02 to 2026-06-30",
            "activity_before transactions [1, 2, 3] x3 2026-01-25 to 2026-03-25",
            "assets_before accounts [10] x1 = 0.00",
            "complaint communication_log [1] x1 (10) on 2026-01-02",
        ],
    );
}
