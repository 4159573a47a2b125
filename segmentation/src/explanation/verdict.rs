//! What a finding says of a dimension: its class, the way it was found, and how far it can be trusted.

use super::Dimension;
use crate::answer::{
    AgeBand, ChannelPreference, ChannelStrengthLabel, CreditBand, DigitalAdoption, Dormancy, HouseholdTier, Lifecycle,
    RfmSegment, ValueTier,
};
use crate::churn::ChurnFinding;
use crate::confidence::Confidence;
use crate::credit::CreditFinding;
use crate::finding::Findings;

/// What a finding says of one dimension.
pub(super) struct Verdict {
    /// The name of the class in the GraphQL schema.
    pub(super) class: &'static str,
    pub(super) method: &'static str,
    pub(super) confidence: Confidence,
}

impl Verdict {
    pub(super) fn of(dimension: Dimension, found: &Findings) -> Self {
        let of = |class, method, confidence| Self { class, method, confidence };
        match dimension {
            Dimension::AgeGroup => {
                let group = &found.age_group;
                of(group.group.name(), group.method.code(), group.confidence)
            }
            Dimension::AgeBand => known(found.age_band.name(), "age", found.age_band != AgeBand::Unknown),
            Dimension::IncomeLevel => {
                let income = &found.income;
                of(income.level.name(), income.method.code(), income.confidence)
            }
            Dimension::DigitalAdoption => {
                let digital = &found.digital;
                let is_known = digital.adoption != DigitalAdoption::Unknown;
                of(digital.adoption.name(), if is_known { "score" } else { TOO_FEW }, digital.confidence)
            }
            Dimension::ChannelPreference => Self::of_channel(found),
            Dimension::LifeStage => {
                let primary = &found.life_stage.primary;
                of(primary.stage.name(), primary.method.code(), primary.confidence)
            }
            Dimension::Rfm => {
                let has_activity = found.rfm.segment != RfmSegment::NoActivity;
                of(found.rfm.segment.name(), if has_activity { "fixed" } else { "no_activity" }, Confidence::FULL)
            }
            Dimension::ValueTier => {
                let is_known = found.value.tier != ValueTier::Unknown;
                of(found.value.tier.name(), if is_known { "balances" } else { UNKNOWN }, found.value.confidence)
            }
            Dimension::CreditBand => known(found.credit.band.name(), "score", found.credit.band != CreditBand::Unknown),
            Dimension::CreditRisk => Self::of_credit_risk(&found.credit),
            Dimension::Lifecycle => {
                let has_account = found.lifecycle.lifecycle != Lifecycle::Prospect;
                let method = if has_account { "status" } else { "no_account" };
                of(found.lifecycle.lifecycle.name(), method, Confidence::FULL)
            }
            Dimension::Dormancy => {
                let has_activity = found.dormancy.dormancy != Dormancy::NoActivity;
                let method = if has_activity { "last_activity" } else { "no_activity" };
                of(found.dormancy.dormancy.name(), method, Confidence::FULL)
            }
            Dimension::ChurnRisk => Self::of_churn(&found.churn),
            Dimension::HouseholdTier => {
                let home = &found.household;
                let is_known = home.tier != HouseholdTier::Unknown;
                of(home.tier.name(), if is_known { "adjusted_income" } else { UNKNOWN }, home.confidence)
            }
        }
    }

    fn of_channel(found: &Findings) -> Self {
        let channel = &found.channel;
        let method = match channel.label {
            ChannelStrengthLabel::Stated => "stated",
            _ if channel.preference == ChannelPreference::Unknown => TOO_FEW,
            _ => "votes",
        };
        let confidence = Confidence::hundredths(channel.strength.unwrap_or(0));
        Self { class: channel.preference.name(), method, confidence }
    }

    fn of_credit_risk(credit: &CreditFinding) -> Self {
        let method = if credit.is_worse() { "score_and_use" } else { "score" };
        known(credit.risk.name(), method, credit.band != CreditBand::Unknown)
    }

    fn of_churn(churn: &ChurnFinding) -> Self {
        let method = if churn.points.is_some() { "points" } else { "not_applicable" };
        Self { class: churn.risk.name(), method, confidence: Confidence::FULL }
    }
}

const UNKNOWN: &str = "unknown";
const TOO_FEW: &str = "too_few_events";

/// A class that is certain as soon as it is known.
fn known(class: &'static str, method: &'static str, is_known: bool) -> Verdict {
    if is_known {
        Verdict { class, method, confidence: Confidence::FULL }
    } else {
        Verdict { class, method: UNKNOWN, confidence: Confidence::NONE }
    }
}
