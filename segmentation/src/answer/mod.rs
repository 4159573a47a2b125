//! The answers: what the rules say of one customer at one date.

mod activity;
mod change;
mod suggestion;
mod wealth;

pub use activity::{ChurnRisk, ChurnSign, Dormancy, RfmSegment};
pub use change::{Lifecycle, Trigger};
pub use suggestion::{SuggestionKind, SuggestionReason};
pub use wealth::{CreditBand, CreditRisk, CreditUse, HouseholdTier, ValueTier};

use crate::closed_enum::closed_enum;
use crate::money::Cents;

closed_enum! {
    /// Working life by age and by what is paid in: the first question of a campaign.
    pub enum AgeGroup {
        /// Under 18.
        Minor = "minor" / "MINOR",
        /// 18 to 34 without a salary in the last three complete months.
        YoungAdult = "young_adult" / "YOUNG_ADULT",
        /// 18 to 34 with a salary in the last three complete months.
        YoungProfessional = "young_professional" / "YOUNG_PROFESSIONAL",
        /// 35 to 64.
        MiddleAged = "middle_aged" / "MIDDLE_AGED",
        /// 65 or older and not retired by what the bank sees.
        Senior = "senior" / "SENIOR",
        /// Lives on a pension from 50 on, or is 67 or older without a salary.
        Retiree = "retiree" / "RETIREE",
        /// The date of birth is missing or cannot be right.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// Age in the bands that labour statistics publish.
    pub enum AgeBand {
        /// Under 18.
        Under18 = "under_18" / "UNDER_18",
        /// 18 to 24.
        Age18To24 = "age_18_24" / "AGE_18_24",
        /// 25 to 34.
        Age25To34 = "age_25_34" / "AGE_25_34",
        /// 35 to 44.
        Age35To44 = "age_35_44" / "AGE_35_44",
        /// 45 to 54.
        Age45To54 = "age_45_54" / "AGE_45_54",
        /// 55 to 64.
        Age55To64 = "age_55_64" / "AGE_55_64",
        /// 65 or older.
        Age65Plus = "age_65_plus" / "AGE_65_PLUS",
        /// The date of birth is missing or cannot be right.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// Net monthly income that reaches this bank, against a reference income.
    pub enum IncomeLevel {
        /// The customer is a minor.
        NotApplicable = "not_applicable" / "NOT_APPLICABLE",
        /// Enough months were seen and no income came in: it may be paid at another bank.
        NoneObserved = "none_observed" / "NONE_OBSERVED",
        /// Below two thirds of the reference income.
        Low = "low" / "LOW",
        /// From two thirds of the reference income to below it.
        LowerMiddle = "lower_middle" / "LOWER_MIDDLE",
        /// From the reference income to below one and a half of it.
        Middle = "middle" / "MIDDLE",
        /// From one and a half of the reference income to twice it.
        UpperMiddle = "upper_middle" / "UPPER_MIDDLE",
        /// More than twice the reference income.
        High = "high" / "HIGH",
        /// Too few months were seen to say anything.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// How far a customer banks digitally, by a score of the last 90 days.
    pub enum DigitalAdoption {
        /// Score 0: active, but never digitally.
        NonUser = "non_user" / "NON_USER",
        /// Score 1 to 39.
        Low = "low" / "LOW",
        /// Score 40 to 69.
        Medium = "medium" / "MEDIUM",
        /// Score 70 to 100.
        High = "high" / "HIGH",
        /// Too few events to say anything.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// The way a customer prefers to deal with the bank: as stated, else as seen over the last 180 days.
    pub enum ChannelPreference {
        /// App, online banking, chat, e-mail.
        Digital = "digital" / "DIGITAL",
        /// A branch.
        InPerson = "in_person" / "IN_PERSON",
        /// Telephone, video call, letter.
        RemoteAssisted = "remote_assisted" / "REMOTE_ASSISTED",
        /// None of them has a clear majority.
        Hybrid = "hybrid" / "HYBRID",
        /// Too few events to say anything.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// How clear the channel preference is.
    pub enum ChannelStrengthLabel {
        /// The customer said so.
        Stated = "stated" / "STATED",
        /// At least 80 % of the votes.
        Strong = "strong" / "STRONG",
        /// At least 60 % of the votes.
        Moderate = "moderate" / "MODERATE",
        /// Less than 60 % of the votes.
        Mixed = "mixed" / "MIXED",
        /// Too few events to say anything.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// The stage of life that matters first when the bank talks to a customer.
    pub enum LifeStage {
        /// Under 18.
        Minor = "minor" / "MINOR",
        /// Studies: tuition or a student loan, and no salary.
        Student = "student" / "STUDENT",
        /// Earns a first salary.
        StartingCareer = "starting_career" / "STARTING_CAREER",
        /// Married within the last year.
        NewlyMarried = "newly_married" / "NEWLY_MARRIED",
        /// Has a child under six.
        YoungFamily = "young_family" / "YOUNG_FAMILY",
        /// Has a child from six to seventeen.
        EstablishedFamily = "established_family" / "ESTABLISHED_FAMILY",
        /// Has only grown-up children.
        EmptyNester = "empty_nester" / "EMPTY_NESTER",
        /// Has a spouse or partner, and none of the stages before applies.
        EstablishedCouple = "established_couple" / "ESTABLISHED_COUPLE",
        /// Has no spouse or partner that the bank knows of, and none of the stages before applies.
        EstablishedSingle = "established_single" / "ESTABLISHED_SINGLE",
        /// Within ten years of the retirement age and still working.
        NearingRetirement = "nearing_retirement" / "NEARING_RETIREMENT",
        /// Retired.
        Retired = "retired" / "RETIRED",
        /// The customer has died or has closed every account.
        NotApplicable = "not_applicable" / "NOT_APPLICABLE",
        /// The bank knows too little to say anything.
        Unknown = "unknown" / "UNKNOWN",
    }
}

/// What the rules say of one customer at one date.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answers {
    /// Age in completed years; `None` when the date of birth is missing or cannot be right.
    pub age: Option<u16>,
    /// Working life by age and by what is paid in.
    pub age_group: AgeGroup,
    /// Age in bands.
    pub age_band: AgeBand,
    /// The band of [`Self::monthly_income`].
    pub income_level: IncomeLevel,
    /// Estimated net income a month in cents of the reporting currency, never negative; `None` for minors and when too
    /// few months were seen. Zero means that none was observed.
    pub monthly_income: Option<Cents>,
    /// The band of [`Self::digital_score`].
    pub digital_adoption: DigitalAdoption,
    /// 0 to 100; `None` when there were too few events.
    pub digital_score: Option<u8>,
    /// The preferred way of dealing with the bank.
    pub channel_preference: ChannelPreference,
    /// Share of the votes for the leading channel in percent, 100 when stated; `None` when there were too few events.
    pub channel_strength: Option<u8>,
    /// How clear the channel preference is.
    pub channel_strength_label: ChannelStrengthLabel,
    /// The stage that matters first.
    pub life_stage: LifeStage,
    /// Further stages that apply, in the order of the rules.
    pub secondary_life_stages: Vec<LifeStage>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_answer_is_well_formed() {
        assert_well_formed::<AgeGroup>();
        assert_well_formed::<AgeBand>();
        assert_well_formed::<IncomeLevel>();
        assert_well_formed::<DigitalAdoption>();
        assert_well_formed::<ChannelPreference>();
        assert_well_formed::<ChannelStrengthLabel>();
        assert_well_formed::<LifeStage>();
    }

    #[test]
    fn stored_positions_follow_the_published_order() {
        let names = |all: &[LifeStage]| all.iter().map(|s| s.name()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            names(LifeStage::ALL),
            "MINOR STUDENT STARTING_CAREER NEWLY_MARRIED YOUNG_FAMILY ESTABLISHED_FAMILY EMPTY_NESTER \
             ESTABLISHED_COUPLE ESTABLISHED_SINGLE NEARING_RETIREMENT RETIRED NOT_APPLICABLE UNKNOWN"
        );
        assert_eq!(IncomeLevel::NotApplicable.position(), 0);
        assert_eq!(AgeGroup::Unknown.position(), 6);
    }
}
