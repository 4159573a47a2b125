//! Rows spoiled on purpose, as rows of real banks are: after the clean ones are made, and each noted down.
//!
//! Whether a row is spoiled, and how, is drawn from the seed and the row's key alone, so it does not matter in which
//! order or on which thread blocks are made. Rows that are added (a booking entered twice) have keys after all clean
//! ones; how many there are follows from the number of clean rows, so that they can be counted without making them.

mod added;
mod changed;
mod manifest;
mod word;

use serde::Serialize;
use serde_json::Value;

pub use manifest::Manifest;

use crate::counts::Counts;
use crate::plan::Plan;
use crate::row::Block;

/// Most rows that are spoiled, of a thousand.
pub(crate) const MOST_PER_MILLE: u32 = 200;

/// A value that is not as it should be, or a row too many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// The table.
    pub table: &'static str,
    /// The key of the row.
    pub key: i64,
    /// What is wrong with it.
    pub kind: DefectKind,
    /// The column that was changed; `None` for a row that was added.
    pub column: Option<&'static str>,
    /// What the column would hold in the clean bank, amounts in cents and percentages in hundredths; `null` for NULL. Of
    /// a row that was added, the key of the clean row that it was made from.
    pub clean: Value,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DefectKind {
    /// A day of birth is not there.
    BirthMissing,
    /// A day of birth after the as-of date.
    BirthInFuture,
    /// The first of January 1900, as systems put it where they know nothing.
    BirthIn1900,
    /// Upper case throughout.
    WrongCase,
    /// Blanks around.
    Blanks,
    /// A character that nobody sees.
    ZeroWidth,
    /// A mark that turns the direction of writing.
    BidiMark,
    /// UTF-8 read as Latin-1.
    Mojibake,
    /// A character of four bytes.
    FourBytes,
    /// A word of an older system for a code.
    LegacyWord,
    /// Nearly 64 KiB of text.
    LongNote,
    /// A debit that is stored with its sign.
    NegativeDebit,
    /// Neither text nor tags where there were some.
    TagsMissing,
    /// A date after the as-of date.
    InFuture,
    /// A payment whose amount is not that of its booking.
    Unmirrored,
    /// An account that is closed, and not empty.
    ClosedWithBalance,
    /// A credit score of nobody: 0 or 999.
    ScoreOutOfRange,
    /// More of the limit in use than there is.
    UtilizationOverWhole,
    /// A relationship told the other way round.
    Reversed,
    /// A row that is there twice.
    Duplicate,
    /// A relationship of somebody with themselves.
    WithOneself,
    /// A child who is the parent.
    ImpossibleParent,
    /// A second marriage beside the first.
    SecondSpouse,
    /// Consent given and refused on the same day.
    Contradiction,
    /// A row of somebody who is not there: only where the plan says so, since no constraint lets it in.
    PointsNowhere,
}

/// Spoils the rows of a block, of a bank that has so many clean ones, and says what it did, table by table.
pub(crate) fn spoil(plan: &Plan, clean: &Counts, block: &mut Block) -> Vec<Defect> {
    let mut defects = Vec::new();
    if plan.options().dirty > 0 {
        changed::change(plan, block, &mut defects);
        added::add(plan, clean, block, &mut defects);
    }
    defects
}

/// How many rows there are with those that are added.
pub(crate) fn counts(plan: &Plan, clean: Counts) -> Counts {
    let more = |rows: u64| rows + added::number(plan, rows);
    Counts {
        transactions: more(clean.transactions),
        relationships: more(clean.relationships),
        compliances: more(clean.compliances),
        ..clean
    }
}

#[cfg(test)]
mod tests;
