use tellergraph_segmentation::answer::{ChannelPreference, ChannelStrengthLabel};

use crate::bank::Bank;

const BORN: &str = "1985-01-01";

fn outcome(bank: &Bank) -> (ChannelPreference, Option<u8>, ChannelStrengthLabel) {
    let found = bank.find(1).channel;
    (found.preference, found.strength, found.label)
}

/// So many digital events and visits to a branch, in June.
fn seen(digital: usize, visits: usize) -> Bank {
    let mut bank = Bank::with_customer(BORN);
    for _ in 0..digital {
        bank.book(10, "bill_payment", "20.00", "2026-06-15", "ch=mobile");
    }
    for _ in 0..visits {
        bank.contact(1, "branch_visit", "2026-06-15", "");
    }
    bank
}

#[test]
fn a_visit_counts_three_times_a_tap() {
    // 7 x 1 of 7 x 1 + 1 x 3
    let moderate = (ChannelPreference::Digital, Some(70), ChannelStrengthLabel::Moderate);
    assert_eq!(outcome(&seen(7, 1)), moderate);
    // 3 x 3 of 2 x 1 + 3 x 3
    let strong = (ChannelPreference::InPerson, Some(82), ChannelStrengthLabel::Strong);
    assert_eq!(outcome(&seen(2, 3)), strong);
}

#[test]
fn without_a_clear_majority_the_preference_is_hybrid() {
    let hybrid = (ChannelPreference::Hybrid, Some(50), ChannelStrengthLabel::Mixed);
    assert_eq!(outcome(&seen(6, 2)), hybrid);
}

#[test]
fn calls_letters_and_video_calls_are_remote() {
    let mut bank = Bank::with_customer(BORN);
    for kind in ["phone_call", "video_call", "phone_call", "phone_call"] {
        bank.contact(1, kind, "2026-06-15", "");
    }
    bank.contact(1, "letter", "2026-06-15", "dir=in");
    assert_eq!(outcome(&bank), (ChannelPreference::RemoteAssisted, Some(100), ChannelStrengthLabel::Strong));
}

#[test]
fn fewer_than_five_events_say_nothing() {
    let unknown = (ChannelPreference::Unknown, None, ChannelStrengthLabel::Unknown);
    assert_eq!(outcome(&seen(0, 4)), unknown);
    assert_eq!(outcome(&Bank::with_customer(BORN)), unknown);
    assert_ne!(outcome(&seen(0, 5)), unknown);
}

#[test]
fn cash_machines_and_log_ins_have_no_vote() {
    let mut bank = seen(0, 4);
    bank.book(10, "withdrawal", "60.00", "2026-06-15", "").contact(1, "app_session", "2026-06-15", "");
    assert_eq!(outcome(&bank).0, ChannelPreference::Unknown);
}

#[test]
fn events_count_for_a_hundred_and_eighty_days() {
    let mut bank = seen(0, 4);
    bank.contact(1, "branch_visit", "2026-01-01", "");
    assert_eq!(outcome(&bank).0, ChannelPreference::Unknown, "180 days ago");
    bank.contact(1, "branch_visit", "2026-01-02", "");
    assert_eq!(outcome(&bank).0, ChannelPreference::InPerson, "179 days ago");
}

#[test]
fn what_the_customer_said_overrules_what_the_customer_did() {
    let mut bank = seen(9, 0);
    bank.contact(1, "letter", "2025-01-10", "pref=digital").contact(1, "email", "2026-01-10", "dir=out;pref=branch");
    let stated = |preference| (preference, Some(100), ChannelStrengthLabel::Stated);
    assert_eq!(outcome(&bank), stated(ChannelPreference::InPerson), "the latest counts");
    bank.contact(1, "phone_call", "2026-01-10", "pref=Phone");
    assert_eq!(outcome(&bank), stated(ChannelPreference::RemoteAssisted), "of equal times the later row");
    bank.contact(1, "phone_call", "2026-02-10", "pref=carrier pigeon");
    assert_eq!(outcome(&bank), stated(ChannelPreference::RemoteAssisted), "what is no preference says nothing");
}

#[test]
fn a_stated_preference_holds_for_two_years() {
    let stated_on = |date: &str| {
        let mut bank = seen(9, 0);
        bank.contact(1, "phone_call", date, "pref=branch");
        outcome(&bank).2
    };
    assert_eq!(stated_on("2024-07-01"), ChannelStrengthLabel::Stated, "729 days ago");
    assert_eq!(stated_on("2024-06-30"), ChannelStrengthLabel::Strong, "730 days ago");
    assert_eq!(stated_on("2026-07-01"), ChannelStrengthLabel::Strong, "tomorrow");
}
