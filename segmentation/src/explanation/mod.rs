//! Why the rules say what they say: each answer with its method, its confidence and the rows it rests on.
//!
//! The rules tell what they see while they find an answer, in one place of the code: see [`witness`]. A refresh has
//! nobody listening, so it pays nothing for it.

mod record;
mod rule;
mod verdict;
pub(crate) mod witness;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

pub use rule::{Rule, Table};

use crate::closed_enum::closed_enum;
use crate::confidence::Confidence;
use crate::dossier::Dossier;
use crate::finding::{Findings, find_before};
use crate::money::Cents;
use crate::rules::Rules;
use record::Record;
use verdict::Verdict;

/// Rows that a piece of evidence names at most; [`Evidence::count`] says how many there are.
pub const MAX_ROW_IDS: usize = 5;

closed_enum! {
    /// An answer that can be explained.
    pub enum Dimension {
        /// Working life by age and by what is paid in.
        AgeGroup = "age_group" / "AGE_GROUP",
        /// Age in bands.
        AgeBand = "age_band" / "AGE_BAND",
        /// Net monthly income that reaches this bank.
        IncomeLevel = "income_level" / "INCOME_LEVEL",
        /// How far the customer banks digitally.
        DigitalAdoption = "digital_adoption" / "DIGITAL_ADOPTION",
        /// The preferred way of dealing with the bank.
        ChannelPreference = "channel_preference" / "CHANNEL_PREFERENCE",
        /// The stage of life, further stages and triggers.
        LifeStage = "life_stage" / "LIFE_STAGE",
        /// Recency, frequency and monetary value.
        Rfm = "rfm" / "RFM",
        /// Total assets at this bank, in tiers.
        ValueTier = "value_tier" / "VALUE_TIER",
        /// The band of the credit score.
        CreditBand = "credit_band" / "CREDIT_BAND",
        /// Risk by the credit history.
        CreditRisk = "credit_risk" / "CREDIT_RISK",
        /// Where the customer stands with the bank.
        Lifecycle = "lifecycle" / "LIFECYCLE",
        /// How long ago the customer last did something.
        Dormancy = "dormancy" / "DORMANCY",
        /// Signs that the customer is about to leave.
        ChurnRisk = "churn_risk" / "CHURN_RISK",
        /// Income of the household, adjusted for its size.
        HouseholdTier = "household_tier" / "HOUSEHOLD_TIER",
    }
}

impl Dimension {
    /// What the answer at a past date cannot know when it is given later; `None` for dimensions that count dated rows
    /// and years of life.
    ///
    /// The others look at rows as they stand: relationships, credentials, the state and balance of accounts, credit
    /// reports.
    pub fn undated_limit(self) -> Option<Limit> {
        match self {
            Self::AgeGroup
            | Self::AgeBand
            | Self::IncomeLevel
            | Self::ChannelPreference
            | Self::Rfm
            | Self::Dormancy => None,
            Self::DigitalAdoption
            | Self::LifeStage
            | Self::ValueTier
            | Self::CreditBand
            | Self::CreditRisk
            | Self::Lifecycle
            | Self::ChurnRisk
            | Self::HouseholdTier => Some(Limit::StatusNotHistorised),
        }
    }
}

closed_enum! {
    /// Something odd about the rows that an answer rests on.
    pub enum Flag {
        /// The date of birth is missing or cannot be right.
        DobUnknown = "dob_unknown" / "DOB_UNKNOWN",
        /// A row in another currency than the bank's was left out.
        ForeignCcy = "foreign_ccy" / "FOREIGN_CCY",
        /// The customer has rows that are dated after the date of the data.
        FutureRows = "future_rows" / "FUTURE_ROWS",
        /// Two employers pay into an account that is held together with somebody: one may pay the other holder.
        JointAmbiguous = "joint_ambiguous" / "JOINT_AMBIGUOUS",
        /// A payment that no transaction carries out counts as an event of its own.
        PaymentUnmirrored = "payment_unmirrored" / "PAYMENT_UNMIRRORED",
        /// Parent and child stood the wrong way round and were turned.
        RelationSwapped = "relation_swapped" / "RELATION_SWAPPED",
        /// A parent who cannot be one was left out.
        ImplausibleParent = "implausible_parent" / "IMPLAUSIBLE_PARENT",
        /// A row that relates the customer to itself was left out.
        SelfRelation = "self_relation" / "SELF_RELATION",
        /// A row has no code, or one that maps to nothing known.
        UnmappedCode = "unmapped_code" / "UNMAPPED_CODE",
    }
}

closed_enum! {
    /// What an answer cannot know.
    pub enum Limit {
        /// Something that carries no date, such as the state of an account or a relationship, was used as it stands
        /// today.
        StatusNotHistorised = "status_not_historised" / "STATUS_NOT_HISTORISED",
        /// What came before the first row is not known: the bank keeps no date of opening, and old rows may be gone.
        HistoryTruncated = "history_truncated" / "HISTORY_TRUNCATED",
        /// What happens at other banks is not seen.
        OtherBanksNotSeen = "other_banks_not_seen" / "OTHER_BANKS_NOT_SEEN",
        /// For information only: not made for a decision about credit.
        InformationOnly = "information_only" / "INFORMATION_ONLY",
        /// The date lies after the date of the data: rows of the days between may be missing, and silence is taken for
        /// what it looks like.
        AfterData = "after_data" / "AFTER_DATA",
    }
}

/// One answer with the reasons for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Which answer.
    pub dimension: Dimension,
    /// The class that was found, by its name in the GraphQL schema: `YOUNG_FAMILY`.
    pub value: &'static str,
    /// The way it was found, a lower-case code: `median`.
    pub method: &'static str,
    /// How far it can be trusted.
    pub confidence: Confidence,
    /// What it rests on, in the order of [`Rule`].
    pub evidence: Vec<Evidence>,
    /// What is odd about the rows, each once.
    pub flags: Vec<Flag>,
    /// What the answer cannot know, each once.
    pub limits: Vec<Limit>,
}

/// Rows of one table that one rule counted.
///
/// A rule that looked and found nothing is evidence too: its count is zero, and its dates are the days it looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What the rows were counted as.
    pub rule: Rule,
    /// The table they are rows of.
    pub table: Table,
    /// The keys of the first [`MAX_ROW_IDS`] of them, by date and key.
    pub row_ids: Vec<i64>,
    /// How many there are.
    pub count: u64,
    /// The sum of their amounts as the rule reads them, in cents, or the amount that the rule made of them; `None`
    /// where the rule reads no amount.
    pub amount: Option<Cents>,
    /// What the rule counts them for, in the measure of the dimension: the weight of a part of the digital score, votes
    /// for a channel, points of the churn risk, a score from 1 to 5 of RFM, the credit score. `None` where there is no
    /// such measure.
    pub points: Option<u32>,
    /// The day of the first row (of a customer the date of birth), or the first day that was looked at when there is no
    /// row. `None` when the rows carry no date, and when a rule that found nothing looked from the beginning.
    pub from: Option<NaiveDate>,
    /// The day of the last row, or the last day that was looked at when there is no row; `None` when the rows carry no
    /// date.
    pub to: Option<NaiveDate>,
}

impl Dimension {
    /// Whether the answer rests on rows that carry a date.
    const fn rests_on_dated_rows(self) -> bool {
        !matches!(self, Self::AgeBand | Self::CreditBand | Self::CreditRisk)
    }
}

/// What the rules find of each member of a dossier at a date, by ascending customer, with the explanation of each
/// dimension in declared order.
///
/// `data_until` is the date that the bank's data are taken to be complete to, such as that of the last refresh: who has
/// rows after it is flagged [`Flag::FutureRows`], since these rows wait for a date on which nobody asked yet, or are
/// mistyped. It is the caller's, not `as_of`: at a past date, later rows are nothing odd. An `as_of` after it has the
/// limit [`Limit::AfterData`].
///
/// It takes several times as long as [`find_all`](crate::find_all), and is meant for the customers of a page.
pub fn explain_all(
    dossier: &Dossier,
    rules: &Rules,
    as_of: NaiveDate,
    data_until: NaiveDate,
) -> Vec<(Findings, Vec<Explanation>)> {
    let is_after_data = as_of > data_until;
    let ahead = customers_ahead(dossier, data_until);
    let found = find_before::<Record>(dossier, rules, as_of);
    let explained = found.into_iter().map(|(found, record)| {
        let is_ahead = ahead.contains(&found.customer_id);
        let of = |dimension: &Dimension| explain(*dimension, &found, &record, is_ahead, is_after_data);
        let explanations = Dimension::ALL.iter().map(of).collect();
        (found, explanations)
    });
    explained.collect()
}

fn explain(
    dimension: Dimension,
    found: &Findings,
    record: &Record,
    is_ahead: bool,
    is_after_data: bool,
) -> Explanation {
    let Verdict { class, method, confidence } = Verdict::of(dimension, found);
    let mut flags = record.flags(dimension);
    if is_ahead && dimension.rests_on_dated_rows() {
        flags.push(Flag::FutureRows);
        flags.sort_unstable();
    }
    let mut limits = record.limits(dimension);
    if is_after_data && dimension.rests_on_dated_rows() {
        limits.push(Limit::AfterData);
    }
    Explanation { dimension, value: class, method, confidence, evidence: record.evidence(dimension), flags, limits }
}

/// The customers with a transaction, payment or communication after a date.
fn customers_ahead(dossier: &Dossier, data_until: NaiveDate) -> HashSet<i64> {
    let holders: HashMap<i64, i64> = dossier.accounts.iter().map(|a| (a.account_id, a.customer_id)).collect();
    let is_ahead = |date: Option<NaiveDate>| date.is_some_and(|date| date > data_until);
    let transactions = dossier.transactions.iter().filter(|row| is_ahead(row.at.map(|at| at.date())));
    let payments = dossier.payments.iter().filter(|row| is_ahead(row.date));
    let contacts = dossier.contacts.iter().filter(|row| is_ahead(row.at.map(|at| at.date())));
    let accounts = transactions.map(|row| row.account_id).chain(payments.map(|row| row.account_id));
    let by_account = accounts.filter_map(|account_id| holders.get(&account_id).copied());
    by_account.chain(contacts.map(|row| row.customer_id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_list_is_well_formed() {
        assert_well_formed::<Dimension>();
        assert_well_formed::<Flag>();
        assert_well_formed::<Limit>();
        assert_well_formed::<Rule>();
        assert_well_formed::<Table>();
    }
}
