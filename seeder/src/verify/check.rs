//! The twenty promises of a generated bank.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Something that holds of every generated bank, and that can be looked up in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// V1.
    UniqueKeys,
    /// V2.
    References,
    /// V3.
    Balances,
    /// V4.
    MirroredPayments,
    /// V5.
    PairedTransfers,
    /// V6.
    EventOrder,
    /// V7.
    Spouses,
    /// V8.
    ParentAges,
    /// V9.
    MinorsAccounts,
    /// V10.
    Utilization,
    /// V11.
    ScoreRange,
    /// V12.
    Codes,
    /// V13.
    Fiction,
    /// V14.
    PasswordFormat,
    /// V15.
    PasswordStrength,
    /// V16.
    PlannedCounts,
    /// V17.
    Fingerprint,
    /// V18.
    EndDate,
    /// V19.
    Truth,
    /// V20.
    Texts,
}

impl Check {
    /// Every check, in the order of their codes.
    pub const ALL: [Self; 20] = [
        Self::UniqueKeys,
        Self::References,
        Self::Balances,
        Self::MirroredPayments,
        Self::PairedTransfers,
        Self::EventOrder,
        Self::Spouses,
        Self::ParentAges,
        Self::MinorsAccounts,
        Self::Utilization,
        Self::ScoreRange,
        Self::Codes,
        Self::Fiction,
        Self::PasswordFormat,
        Self::PasswordStrength,
        Self::PlannedCounts,
        Self::Fingerprint,
        Self::EndDate,
        Self::Truth,
        Self::Texts,
    ];

    /// Its short name: `V1` to `V20`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UniqueKeys => "V1",
            Self::References => "V2",
            Self::Balances => "V3",
            Self::MirroredPayments => "V4",
            Self::PairedTransfers => "V5",
            Self::EventOrder => "V6",
            Self::Spouses => "V7",
            Self::ParentAges => "V8",
            Self::MinorsAccounts => "V9",
            Self::Utilization => "V10",
            Self::ScoreRange => "V11",
            Self::Codes => "V12",
            Self::Fiction => "V13",
            Self::PasswordFormat => "V14",
            Self::PasswordStrength => "V15",
            Self::PlannedCounts => "V16",
            Self::Fingerprint => "V17",
            Self::EndDate => "V18",
            Self::Truth => "V19",
            Self::Texts => "V20",
        }
    }

    /// What it asserts, in a few words.
    pub const fn asserts(self) -> &'static str {
        match self {
            Self::UniqueKeys => "keys, log-in names and identification numbers are unique",
            Self::References => "every row points at rows that are there",
            Self::Balances => "a balance is the sum of the signed bookings",
            Self::MirroredPayments => "every payment is mirrored by one booking",
            Self::PairedTransfers => "a transfer is two bookings that sum to nothing",
            Self::EventOrder => "nothing comes before birth or opening, or out of order",
            Self::Spouses => "a marriage is of two adults, is told once, and is the only one",
            Self::ParentAges => "a parent is at least 14 years older than the child",
            Self::MinorsAccounts => "minors hold youth accounts only",
            Self::Utilization => "credit utilization is what is owed on cards of the limit",
            Self::ScoreRange => "credit scores lie between 300 and 850",
            Self::Codes => "codes and tags are of the vocabulary",
            Self::Fiction => "e-mails, telephones and identifications are nobody's",
            Self::PasswordFormat => "passwords are Argon2id strings of the set parameters",
            Self::PasswordStrength => "no password of the dictionary verifies",
            Self::PlannedCounts => "there are as many rows as planned",
            Self::Fingerprint => "the rows are those that were generated",
            Self::EndDate => "nothing comes after the last day",
            Self::Truth => "the truth tells of every customer once",
            Self::Texts => "texts are in normal form C and fit their columns",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A word that names no check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a check is named V1 to V20")]
pub struct UnknownCheck;

impl FromStr for Check {
    type Err = UnknownCheck;

    fn from_str(text: &str) -> Result<Self, UnknownCheck> {
        Self::ALL.into_iter().find(|check| check.code().eq_ignore_ascii_case(text)).ok_or(UnknownCheck)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_from_one_to_twenty() {
        for (check, number) in Check::ALL.into_iter().zip(1..) {
            assert_eq!(check.code(), format!("V{number}"));
            assert_eq!(check.code().to_lowercase().parse(), Ok(check));
        }
        assert!(Check::ALL.is_sorted());
        assert_eq!("V21".parse::<Check>(), Err(UnknownCheck));
    }
}
