use tellergraph_segmentation::answer::{CreditBand, CreditRisk, CreditUse};

use crate::bank::Bank;

fn of(score: i32, utilization: &str, history: &str) -> (CreditBand, CreditRisk) {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.credit(1, score, utilization, history);
    let found = bank.find(1).credit;
    (found.band, found.risk)
}

#[test]
fn the_risk_follows_the_score() {
    for (score, band, risk) in [
        (579, CreditBand::Poor, CreditRisk::High),
        (580, CreditBand::Fair, CreditRisk::Elevated),
        (670, CreditBand::Good, CreditRisk::Medium),
        (740, CreditBand::VeryGood, CreditRisk::Low),
        (800, CreditBand::Exceptional, CreditRisk::Low),
        (0, CreditBand::Unknown, CreditRisk::Unknown),
        (999, CreditBand::Unknown, CreditRisk::Unknown),
    ] {
        assert_eq!(of(score, "20", "CCCCCCCCCCCC"), (band, risk), "{score}");
    }
}

#[test]
fn heavy_use_or_late_payments_make_it_one_step_worse() {
    assert_eq!(of(745, "74.99", "CCCC1CCC").1, CreditRisk::Low, "30 days late once");
    assert_eq!(of(745, "75", "CCCCCCCC").1, CreditRisk::Medium);
    assert_eq!(of(745, "130", "CCC2CCCC").1, CreditRisk::Medium, "one step, for both");
    assert_eq!(of(700, "10", "D").1, CreditRisk::Elevated);
    assert_eq!(of(600, "10", "3CCC").1, CreditRisk::High);
    assert_eq!(of(500, "90", "DDDD").1, CreditRisk::High, "there is no worse");
    assert_eq!(of(745, "10", "CCCCCCCCCCCCD").1, CreditRisk::Low, "more than a year ago");
    assert_eq!(of(745, "10", "Defaulted never").1, CreditRisk::Low, "text is no history");
    assert_eq!(of(0, "90", "DDDD").1, CreditRisk::Unknown, "without a score nothing is guessed");
}

#[test]
fn the_report_with_the_greatest_key_counts() {
    let mut bank = Bank::with_customer("1980-01-01");
    bank.credit(1, 810, "10", "C").credit(1, 600, "31", "2C");
    let found = bank.find(1).credit;
    assert_eq!((found.band, found.score, found.limit_use), (CreditBand::Fair, Some(600), CreditUse::AboveAdvice));
    assert_eq!((found.risk, found.was_late), (CreditRisk::High, Some(true)));
}

#[test]
fn without_a_report_nothing_is_known() {
    let found = Bank::with_customer("1980-01-01").find(1).credit;
    assert_eq!((found.band, found.risk), (CreditBand::Unknown, CreditRisk::Unknown));
    assert_eq!((found.score, found.limit_use, found.was_late), (None, CreditUse::Unknown, None));
}
