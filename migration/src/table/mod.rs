//! What a migration says of a table, without an engine in mind; [`step`] turns it into statements.
//!
//! Released migrations are written with these words, so their meaning is frozen like the migrations themselves: the
//! snapshots of the printed statements fail when it changes.

mod statement;
pub(crate) mod step;
pub(crate) mod trigger;

pub(crate) use statement::MADE_BY_MIGRATION;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A 64-bit key of the table itself or of another.
    Key,
    /// A 64-bit key of the table itself that the database counts up.
    Serial,
    /// How many there are of something, in 64 bits.
    Count,
    /// Text of at most so many characters, by code point.
    Text(u16),
    /// Text of exactly so many ASCII characters.
    Digest(u16),
    /// Text of any length, by code point.
    LongText,
    /// An exact amount of money, 18 digits of which two are decimals.
    Money,
    /// An exact number of five digits of which two are decimals.
    Hundredths,
    /// A 32-bit number.
    Integer,
    /// A 16-bit number.
    Small,
    /// A day.
    Date,
    /// Wall-clock time to the second.
    DateTime,
    /// True or false.
    Boolean,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
}

/// A column that may be NULL.
pub(crate) const fn optional(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: false }
}

/// A column that is never NULL.
pub(crate) const fn required(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: true }
}

/// A column that refers to the key of another table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ForeignKey {
    pub(crate) name: &'static str,
    pub(crate) column: &'static str,
    pub(crate) parent: &'static str,
    pub(crate) parent_key: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Index {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) primary_key: &'static [&'static str],
    pub(crate) columns: &'static [Column],
    pub(crate) foreign_keys: &'static [ForeignKey],
    pub(crate) indexes: &'static [Index],
}

impl Table {
    /// Whether `MySQL` needs the index for a foreign key. It makes one of its own when there is none, and then refuses
    /// to drop whichever of the two is left; so there such an index comes and goes with the table.
    pub(crate) fn needs_for_foreign_key(&self, index: &Index) -> bool {
        self.foreign_keys.iter().any(|key| index.columns.first() == Some(&key.column))
    }
}
