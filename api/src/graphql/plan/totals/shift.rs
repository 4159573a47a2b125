//! From the wall clock of one time zone to that of another, piece by piece of constant difference.
//!
//! The engines know time zones differently or not at all, and their rules may be older than ours. The times at which the
//! difference changes go into the statement instead, so that every engine puts a time on the same day as an answer does.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Offset as _, TimeZone as _};
use chrono_tz::Tz;

use crate::graphql::scalar::wall_clock_offset;

/// What to add to a wall-clock time, in seconds: the last piece that has begun says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Before all pieces.
    pub first: i32,
    /// From when on how much, in order.
    pub pieces: Vec<(NaiveDateTime, i32)>,
}

/// No zone had any rules before.
const FIRST_YEAR: i64 = -5_364_662_400; // 1800-01-01
/// No zone has rules beyond that differ from those of the last year known.
const LAST_YEAR: i64 = 7_258_118_400; // 2200-01-01
/// No zone changes twice within this many seconds.
const STEP: usize = 86_400;

impl Shift {
    /// Nothing is added.
    pub const NONE: Self = Self { first: 0, pieces: Vec::new() };

    /// From the wall clock of `bank` to that of `other`. A time that `bank` had twice is the first of the two.
    pub fn between(bank: Tz, other: Tz) -> Self {
        static KNOWN: LazyLock<Mutex<HashMap<(Tz, Tz), Shift>>> = LazyLock::new(Mutex::default);
        if bank == other {
            return Self::NONE;
        }
        // As many as there are zones, since the bank has one.
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&(bank, other)).cloned();
        known.unwrap_or_else(|| {
            let shift = Self::find(bank, other);
            KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert((bank, other), shift.clone());
            shift
        })
    }

    fn find(bank: Tz, other: Tz) -> Self {
        let mut turns = Vec::new();
        for at in changes(bank) {
            turns.extend(offsets_around(bank, at).map(|offset| at + offset));
        }
        for at in changes(other) {
            turns.extend(offsets_around(bank, at).map(|offset| at + offset));
        }
        turns.sort_unstable();
        turns.dedup();
        let first = added(bank, other, FIRST_YEAR);
        let mut pieces = Vec::new();
        let mut last = first;
        for turn in turns {
            let now = added(bank, other, turn);
            if let Some(time) = DateTime::from_timestamp(turn, 0)
                && now != last
            {
                pieces.push((time.naive_utc(), now));
                last = now;
            }
        }
        Self { first, pieces }
    }
}

/// What leads from the wall clock of `bank` to that of `other`; `local` counts the seconds of the wall clock.
fn added(bank: Tz, other: Tz, local: i64) -> i32 {
    let Some(time) = DateTime::from_timestamp(local, 0) else { return 0 };
    let offset = wall_clock_offset(time.naive_utc(), bank);
    offset_at(other, local - i64::from(offset)) - offset
}

/// The offset of a zone at an instant, in seconds.
fn offset_at(zone: Tz, at: i64) -> i32 {
    let time = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    zone.offset_from_utc_datetime(&time).fix().local_minus_utc()
}

/// The offsets of a zone before and after an instant, and the day before: times that were skipped keep that one.
fn offsets_around(zone: Tz, at: i64) -> impl Iterator<Item = i64> {
    [at, at - 1, at - 93_600].map(|at| i64::from(offset_at(zone, at))).into_iter()
}

/// The instants at which the offset of a zone changes.
fn changes(zone: Tz) -> Vec<i64> {
    let mut changes = Vec::new();
    for begin in (FIRST_YEAR..LAST_YEAR).step_by(STEP) {
        let end = begin + i64::try_from(STEP).unwrap_or_default();
        let (mut before, mut after) = (begin, end);
        if offset_at(zone, begin) != offset_at(zone, end) {
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset_at(zone, middle) == offset_at(zone, begin) { before = middle } else { after = middle }
            }
            changes.push(after);
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shifted(shift: &Shift, local: i64) -> i64 {
        let time = DateTime::from_timestamp(local, 0).unwrap().naive_utc();
        let begun = shift.pieces.iter().rev().find(|(from, _)| *from <= time);
        local + i64::from(begun.map_or(shift.first, |(_, seconds)| *seconds))
    }

    fn told(shift: &Shift, time: &str) -> String {
        let local = NaiveDateTime::parse_from_str(time, "%F %T").unwrap().and_utc().timestamp();
        DateTime::from_timestamp(shifted(shift, local), 0).unwrap().naive_utc().to_string()
    }

    #[test]
    fn every_time_is_shifted_as_its_instant_says() {
        use chrono_tz::{America, Asia, Europe, Pacific, UTC};
        let pairs = [
            (UTC, Europe::Berlin),
            (Europe::Berlin, America::New_York),
            (America::New_York, America::Los_Angeles),
            (Pacific::Apia, Europe::London),
            (Europe::Dublin, Pacific::Apia),
            (Asia::Kolkata, Asia::Kathmandu),
            (Europe::Berlin, Europe::Paris),
            (UTC, UTC),
        ];
        for (bank, other) in pairs {
            let shift = Shift::between(bank, other);
            let around = changes(bank).into_iter().chain(changes(other)).flat_map(|change| {
                // A quarter of an hour is as finely as offsets differ since zones are laws.
                (-120..120).map(move |quarter| change + quarter * 900).chain([change - 1, change, change + 1])
            });
            for local in around.chain((FIRST_YEAR..LAST_YEAR).step_by(13_000_003)) {
                assert_eq!(
                    shifted(&shift, local),
                    local + i64::from(added(bank, other, local)),
                    "{bank} {other} {local}"
                );
            }
        }
    }

    #[test]
    fn the_clocks_of_two_cities_differ_by_the_season() {
        use chrono_tz::{America, Europe, UTC};
        let shift = Shift::between(UTC, Europe::Berlin);
        assert_eq!(told(&shift, "2026-01-31 23:30:00"), "2026-02-01 00:30:00");
        assert_eq!(told(&shift, "2026-06-30 22:30:00"), "2026-07-01 00:30:00");
        assert_eq!(told(&shift, "2026-03-29 00:59:59"), "2026-03-29 01:59:59");
        assert_eq!(told(&shift, "2026-03-29 01:00:00"), "2026-03-29 03:00:00");
        let shift = Shift::between(Europe::Berlin, America::New_York);
        assert_eq!(told(&shift, "2026-03-15 05:30:00"), "2026-03-15 00:30:00", "summer time begins earlier there");
        assert_eq!(told(&shift, "2026-04-15 05:30:00"), "2026-04-14 23:30:00");
        assert_eq!(told(&shift, "2025-10-26 02:30:00"), "2025-10-25 20:30:00", "the first of the two");
    }

    #[test]
    fn zones_that_never_differed_need_no_shift() {
        assert_eq!(Shift::between(chrono_tz::UTC, chrono_tz::Etc::UTC), Shift::NONE);
        assert_eq!(Shift::between(chrono_tz::Asia::Kolkata, chrono_tz::Asia::Kolkata), Shift::NONE);
    }
}
