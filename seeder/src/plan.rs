//! What is to be generated.

use chrono::NaiveDate;

use crate::calendar::{Month, days_between, months_before, shifted};
use crate::dirty::MOST_PER_MILLE;
use crate::person::name::Locale;
use crate::stream::{Draw, Key};

/// Oldest as-of date: before it, half of the channels that people use here did not exist.
const EARLIEST_AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a date");

/// Latest as-of date: databases and GraphQL clients agree on dates up to the year 9999.
const LATEST_AS_OF: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

/// Most customers of one bank: keys of everything they own stay far below 2^53, which JSON clients can read, and stream
/// numbers below 2^48.
const MOST_CUSTOMERS: u64 = 1_000_000_000;

/// Longest history, in months.
const MOST_MONTHS: u32 = 120;

/// How many years after the anchor are told of lives: as many as a history can have.
pub(crate) const YEARS_AHEAD: i64 = MOST_MONTHS as i64 / 12;

/// For no longer than this the bank is closed, in days: `business_day_until` looks no further.
const LONGEST_CLOSURE: i64 = 7;

/// Greatest intensity, in thousandths.
const MOST_INTENSITY: u32 = 20_000;

/// A bank to be generated. Equal plans give equal rows, byte for byte, on every machine and any number of threads.
#[derive(Clone, Debug)]
pub struct Plan {
    customers: u64,
    seed: u64,
    anchor: NaiveDate,
    advanced: u32,
    options: PlanOptions,
    locale: Option<&'static Locale>,
    key: Key,
}

/// What a plan can be told beside how many customers, from which seed, and up to which day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// How many months of bookings lie before the as-of date, 1 to 120.
    pub months: u32,
    /// How much people do beside being paid and paying what is due, in thousandths of the usual; 0 to 20,000.
    pub intensity: u32,
    /// Where names come from: `mixed`, or one of [`locales`].
    pub locale: String,
    /// So many of a thousand customers agree to marketing; the others refuse, object or were never asked, in the usual
    /// proportions.
    pub consent: u32,
    /// How much of people's lives the rows hide or blur, in thousandths of the usual; 0 for rows that show everything.
    pub noise: u32,
    /// Whether notes carry tags (`cat`, `ch`, `cp`); references (`ref`) stand there in any case.
    pub tags: bool,
    /// Whether up to five log-ins have passwords that somebody knows: [`crate::Bank::demo_logins`].
    pub demo_logins: bool,
    /// So many of a thousand rows are spoiled on purpose; 0 to 200.
    pub dirty: u32,
    /// Whether some of the spoiled rows point nowhere. Such a bank can be written to files only.
    pub dirty_fk: bool,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self {
            months: 24,
            intensity: 1_000,
            locale: MIXED.to_owned(),
            consent: 620,
            noise: 1_000,
            tags: true,
            demo_logins: false,
            dirty: 0,
            dirty_fk: false,
        }
    }
}

/// The mixture of all places.
const MIXED: &str = "mixed";

/// The places that names can come from, beside `mixed`.
pub fn locales() -> impl Iterator<Item = &'static str> {
    Locale::codes()
}

/// Why a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A bank without customers.
    #[error("a bank needs at least one customer")]
    NoCustomers,
    /// More customers than keys are reckoned for.
    #[error("at most {MOST_CUSTOMERS} customers can be generated")]
    TooManyCustomers,
    /// The as-of date lies outside the years that the generator knows how to fill.
    #[error("the as-of date must lie between {EARLIEST_AS_OF} and {LATEST_AS_OF}")]
    AsOfOutOfRange,
    /// Spoiled rows and known passwords are chosen among the rows of one day.
    #[error("a bank with dirty rows or demo log-ins does not go on")]
    AdvancedWithChanges,
    /// More days than a history can have.
    #[error("a history has at most {MOST_MONTHS} months, those of the days that are added included")]
    AdvancedTooFar,
    /// No months, or more than can be told.
    #[error("a history has 1 to {MOST_MONTHS} months")]
    MonthsOutOfRange,
    /// More than people can do.
    #[error("the intensity must lie between 0 and {}", MOST_INTENSITY / 1_000)]
    IntensityOutOfRange,
    /// More than all.
    #[error("{what} must lie between 0 and 1")]
    ShareOutOfRange {
        /// Which share.
        what: &'static str,
    },
    /// More spoiled rows than a bank can be recognised by.
    #[error("the share of dirty rows must lie between 0 and {}.{}", MOST_PER_MILLE / 1_000, MOST_PER_MILLE % 1_000 / 100)]
    DirtyOutOfRange,
    /// A place without names.
    #[error("there are no names for the locale {locale:?}: known are {MIXED}, {}", locales().collect::<Vec<_>>().join(", "))]
    UnknownLocale {
        /// What was asked for.
        locale: String,
    },
}

impl Plan {
    /// A bank of exactly so many customers, as it stands at the end of `as_of`, with the usual options.
    pub fn new(customers: u64, seed: u64, as_of: NaiveDate) -> Result<Self, PlanError> {
        Self::with(customers, seed, as_of, PlanOptions::default())
    }

    /// A bank of exactly so many customers, as it stands at the end of `as_of`.
    pub fn with(customers: u64, seed: u64, as_of: NaiveDate, options: PlanOptions) -> Result<Self, PlanError> {
        if customers == 0 {
            return Err(PlanError::NoCustomers);
        }
        if customers > MOST_CUSTOMERS {
            return Err(PlanError::TooManyCustomers);
        }
        if !(EARLIEST_AS_OF..=LATEST_AS_OF).contains(&as_of) {
            return Err(PlanError::AsOfOutOfRange);
        }
        if !(1..=MOST_MONTHS).contains(&options.months) {
            return Err(PlanError::MonthsOutOfRange);
        }
        if options.intensity > MOST_INTENSITY {
            return Err(PlanError::IntensityOutOfRange);
        }
        for (what, share) in [("the consent", options.consent), ("the noise", options.noise)] {
            if share > 1_000 {
                return Err(PlanError::ShareOutOfRange { what });
            }
        }
        if options.dirty > MOST_PER_MILLE {
            return Err(PlanError::DirtyOutOfRange);
        }
        let locale = match options.locale.as_str() {
            MIXED => None,
            code => match Locale::named(code) {
                Some(locale) => Some(locale),
                None => return Err(PlanError::UnknownLocale { locale: options.locale }),
            },
        };
        Ok(Self { customers, seed, anchor: as_of, advanced: 0, options, locale, key: Key::new(seed) })
    }

    /// The same bank so many days later than it was planned for: the same lives gone on, the same rows and further ones.
    pub fn advanced(self, days: u32) -> Result<Self, PlanError> {
        if days > 0 && (self.options.dirty > 0 || self.options.demo_logins) {
            return Err(PlanError::AdvancedWithChanges);
        }
        let plan = Self { advanced: days.min(MOST_MONTHS * 31), ..self };
        let as_of = plan.as_of();
        if as_of > LATEST_AS_OF || months_before(as_of, MOST_MONTHS) >= plan.opening_day() {
            return Err(PlanError::AdvancedTooFar);
        }
        Ok(plan)
    }

    /// A day of a year after the anchor, counted from 0, on which something happens that happens in that year.
    pub(crate) fn day_ahead(&self, year: i64, draw: &mut Draw) -> NaiveDate {
        shifted(self.anchor, year * 365 + draw.between(1, 365))
    }

    /// How many customers there will be.
    pub const fn customers(&self) -> u64 {
        self.customers
    }

    /// The number that all chance is drawn from.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The last day that has rows.
    pub fn as_of(&self) -> NaiveDate {
        shifted(self.anchor, self.advanced.into())
    }

    /// The day that lives are told from, backwards and onwards: the last one that has rows, unless the plan was
    /// [advanced](Self::advanced).
    pub const fn anchor(&self) -> NaiveDate {
        self.anchor
    }

    /// The day until which lives are lived, of which those after [`Self::as_of`] leave no rows: whole months, so that
    /// how many of their days have rows does not change what happens on the others, and a month more where something
    /// that falls on a holiday may be done in the days before it.
    pub(crate) fn horizon(&self) -> NaiveDate {
        Month::of(shifted(self.as_of(), LONGEST_CLOSURE)).last_day()
    }

    /// The first day that has rows.
    pub fn opening_day(&self) -> NaiveDate {
        shifted(months_before(self.anchor, self.options.months), 1)
    }

    /// What else was said.
    pub const fn options(&self) -> &PlanOptions {
        &self.options
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }

    /// The one place that all names come from; `None` for the mixture.
    pub(crate) const fn locale(&self) -> Option<&'static Locale> {
        self.locale
    }

    /// So many of a thousand, of something that only noise brings about.
    pub(crate) const fn noise(&self, per_mille: u32) -> u32 {
        per_mille * self.options.noise / 1_000
    }

    /// Whether rows are to show everything.
    pub(crate) const fn is_plain(&self) -> bool {
        self.options.noise == 0
    }

    /// How many days have rows.
    pub(crate) fn days(&self) -> usize {
        usize::try_from(days_between(self.opening_day(), self.as_of()) + 1).unwrap_or(1)
    }

    /// The place of a day among those that have rows; days outside count as the first or the last.
    pub(crate) fn day_index(&self, day: NaiveDate) -> usize {
        usize::try_from(days_between(self.opening_day(), day)).unwrap_or(0).min(self.days() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(customers: u64, as_of: &str) -> Result<Plan, PlanError> {
        Plan::new(customers, 7, as_of.parse().expect("a date"))
    }

    fn with(options: PlanOptions) -> Option<PlanError> {
        Plan::with(1, 7, "2026-06-30".parse().expect("a date"), options).err()
    }

    #[test]
    fn a_plan_that_cannot_be_filled_is_refused() {
        assert_eq!(plan(0, "2026-06-30").err(), Some(PlanError::NoCustomers));
        assert_eq!(plan(1_000_000_001, "2026-06-30").err(), Some(PlanError::TooManyCustomers));
        assert_eq!(plan(1, "1999-12-31").err(), Some(PlanError::AsOfOutOfRange));
        assert_eq!(plan(1, "-0044-03-15").err(), Some(PlanError::AsOfOutOfRange));
        assert_eq!(plan(1, "+10000-01-01").err(), Some(PlanError::AsOfOutOfRange));
    }

    #[test]
    fn options_that_make_no_sense_are_refused() {
        let usual = PlanOptions::default;
        assert_eq!(with(usual()), None);
        assert_eq!(with(PlanOptions { months: 0, ..usual() }), Some(PlanError::MonthsOutOfRange));
        assert_eq!(with(PlanOptions { months: 121, ..usual() }), Some(PlanError::MonthsOutOfRange));
        assert_eq!(with(PlanOptions { intensity: 20_001, ..usual() }), Some(PlanError::IntensityOutOfRange));
        assert_eq!(with(PlanOptions { dirty: 201, ..usual() }), Some(PlanError::DirtyOutOfRange));
        assert_eq!(
            with(PlanOptions { noise: 1_001, ..usual() }),
            Some(PlanError::ShareOutOfRange { what: "the noise" })
        );
        assert_eq!(
            with(PlanOptions { consent: 2_000, ..usual() }),
            Some(PlanError::ShareOutOfRange { what: "the consent" })
        );
        let unknown = with(PlanOptions { locale: "xx".to_owned(), ..usual() }).expect("refused").to_string();
        assert!(unknown.contains("\"xx\"") && unknown.contains("mixed, en"), "{unknown}");
        for locale in locales() {
            assert_eq!(with(PlanOptions { locale: locale.to_owned(), ..usual() }), None, "{locale}");
        }
    }

    #[test]
    fn days_are_counted_from_the_first() {
        let plan = plan(1, "2026-06-30").expect("a plan");
        assert_eq!(plan.opening_day(), "2024-07-01".parse().expect("a date"));
        assert_eq!(plan.days(), 730);
        assert_eq!(plan.day_index(plan.as_of()), 729);
    }
}
