//! Cursors: opaque, bound to their field and order, and refused when anything in them was changed.
//!
//! A cursor is a letter and base64 of: version, scope, the values of the whole sort key, checksum. The checksum guards
//! against mistakes, not against forgery: whoever writes one himself learns nothing that the list would not show.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _};
use sha2::{Digest as _, Sha256};

use super::OrderKey;
use crate::graphql::catalog::ColumnType;
use crate::graphql::run::Cell;

const VERSION: u8 = 1;
const SCOPE_BYTES: usize = 8;
const CHECKSUM_BYTES: usize = 8;
/// The years that every engine's dates have.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9_999;

/// What a cursor is bound to: a field and its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CursorScope([u8; SCOPE_BYTES]);

impl CursorScope {
    /// The scope of `field` (such as `Customer.accounts`) in an order written as text.
    pub fn new(field: &str, order: &str) -> Self {
        Self(digest(format!("{field}|{order}").as_bytes()))
    }
}

fn digest<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let hash = Sha256::digest(bytes);
    let mut head = [0; N];
    head.copy_from_slice(&hash[..N]);
    head
}

/// Writes the cursor of the row with the sort key `values`.
pub fn write_cursor<'a>(out: &mut String, scope: CursorScope, values: impl Iterator<Item = &'a Cell>) {
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&scope.0);
    for value in values {
        match value {
            // No cursor is asked for where a value is unreadable.
            Cell::Null | Cell::Unreadable => bytes.push(0),
            Cell::Int(value) => tagged(&mut bytes, 1, &value.to_be_bytes()),
            Cell::Text(text) => {
                let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
                tagged(&mut bytes, 2, &length.to_be_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
            Cell::Decimal(value) => tagged(&mut bytes, 3, &value.to_be_bytes()),
            Cell::Date(date) => tagged(&mut bytes, 4, &date.num_days_from_ce().to_be_bytes()),
            Cell::DateTime(time) => {
                tagged(&mut bytes, 5, &time.and_utc().timestamp().to_be_bytes());
                bytes.extend_from_slice(&time.nanosecond().to_be_bytes());
            }
            Cell::Boolean(value) => tagged(&mut bytes, 6, &[u8::from(*value)]),
        }
    }
    let checksum: [u8; CHECKSUM_BYTES] = digest(&bytes);
    bytes.extend_from_slice(&checksum);
    out.push('c');
    URL_SAFE_NO_PAD.encode_string(&bytes, out);
}

fn tagged(bytes: &mut Vec<u8>, tag: u8, value: &[u8]) {
    bytes.push(tag);
    bytes.extend_from_slice(value);
}

/// The sort key in a cursor; an error says what is wrong with the cursor, to follow the argument's name.
pub fn read_cursor(cursor: &str, scope: &CursorScope, order: &[OrderKey]) -> Result<Vec<Cell>, &'static str> {
    const MALFORMED: &str = "is no cursor: pass a `cursor`, `startCursor` or `endCursor` as this server gave it.";
    // As long as the body may be: SQLite keeps texts longer than their columns say, and what was written is read.
    let bytes = cursor.strip_prefix('c').and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or(MALFORMED)?;
    let (body, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or(MALFORMED)?;
    if digest::<CHECKSUM_BYTES>(body) != *checksum {
        return Err(MALFORMED);
    }
    let (&version, rest) = body.split_first().ok_or(MALFORMED)?;
    let (of, mut rest) = rest.split_first_chunk::<SCOPE_BYTES>().ok_or(MALFORMED)?;
    if version != VERSION {
        return Err("was made by another version of this server: start again from the first page.");
    }
    if *of != scope.0 {
        return Err(
            "is a cursor of another list or of another order: page on with the field and `orderBy` it came from.",
        );
    }
    let values = order.iter().map(|key| read_value(&mut rest, key)).collect::<Option<Vec<_>>>().ok_or(MALFORMED)?;
    if rest.is_empty() { Ok(values) } else { Err(MALFORMED) }
}

fn read_value(rest: &mut &[u8], key: &OrderKey) -> Option<Cell> {
    let (&tag, value) = rest.split_first()?;
    *rest = value;
    let cell = match tag {
        0 => Cell::Null,
        1 => Cell::Int(i64::from_be_bytes(take(rest)?)),
        2 => {
            let length = usize::try_from(u32::from_be_bytes(take(rest)?)).ok()?;
            let (text, after) = rest.split_at_checked(length)?;
            *rest = after;
            Cell::Text(String::from_utf8(text.to_vec()).ok()?)
        }
        3 => Cell::Decimal(i64::from_be_bytes(take(rest)?)),
        4 => Cell::Date(NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(take(rest)?))?),
        5 => {
            let seconds = i64::from_be_bytes(take(rest)?);
            let nanoseconds = u32::from_be_bytes(take(rest)?);
            Cell::DateTime(DateTime::from_timestamp(seconds, nanoseconds)?.naive_utc())
        }
        6 => Cell::Boolean(take::<1>(rest)?[0] == 1),
        _ => return None,
    };
    let fits = match (&cell, key.column.ty) {
        (Cell::Null, _) => key.nullable,
        // Whoever writes a cursor himself may not make a database stumble over what it cannot hold.
        (Cell::Text(text), ColumnType::Text) => !text.contains('\0'),
        (Cell::Date(date), ColumnType::Date) => YEARS.contains(&date.year()),
        (Cell::DateTime(time), ColumnType::DateTime | ColumnType::Instant) => YEARS.contains(&time.year()),
        (Cell::Int(_), ColumnType::Small | ColumnType::Int | ColumnType::BigInt)
        | (Cell::Decimal(_), ColumnType::Decimal)
        | (Cell::Boolean(_), ColumnType::Boolean) => true,
        _ => false,
    };
    fits.then_some(cell)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::plan::ColumnAt;

    fn order(types: &[ColumnType]) -> Vec<OrderKey> {
        types
            .iter()
            .map(|ty| OrderKey {
                column: ColumnAt { alias: 0, name: "x", ty: *ty },
                descending: false,
                nulls_first: false,
                nullable: true,
            })
            .collect()
    }

    fn every_type() -> (Vec<OrderKey>, Vec<Cell>) {
        use ColumnType::{BigInt, Boolean, Date, DateTime, Decimal, Text};
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let values = vec![
            Cell::Int(i64::MIN),
            Cell::Text("Zoë \u{1F600} ".to_owned()),
            Cell::Decimal(-5),
            Cell::Date(day),
            Cell::DateTime(day.and_hms_opt(23, 59, 59).unwrap()),
            Cell::Boolean(true),
            Cell::Null,
        ];
        (order(&[BigInt, Text, Decimal, Date, DateTime, Boolean, Text]), values)
    }

    fn written(scope: CursorScope, values: &[Cell]) -> String {
        let mut out = String::new();
        write_cursor(&mut out, scope, values.iter());
        out
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let (order, values) = every_type();
        let cursor = written(scope, &values);
        assert_eq!(read_cursor(&cursor, &scope, &order), Ok(values));
        assert!(cursor.starts_with(|first: char| first.is_ascii_alphabetic()));
    }

    #[test]
    fn a_cursor_is_read_however_long_its_text_is() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let values = [Cell::Text("ß".repeat(10_000))];
        let cursor = written(scope, &values);
        assert_eq!(read_cursor(&cursor, &scope, &order(&[ColumnType::Text])), Ok(values.to_vec()));
    }

    #[test]
    fn a_cursor_of_another_list_or_order_is_refused() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let (order, values) = every_type();
        let cursor = written(scope, &values);
        for other in [CursorScope::new("Query.customers", "NAME:DESC"), CursorScope::new("Query.accounts", "NAME:ASC")]
        {
            assert!(read_cursor(&cursor, &other, &order).is_err());
        }
    }

    #[test]
    fn any_changed_character_is_noticed() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let (order, values) = every_type();
        let cursor = written(scope, &values);
        for at in 0..cursor.len() {
            for replacement in ['A', 'B', '_', '=', 'é'] {
                let mut changed: Vec<char> = cursor.chars().collect();
                if changed[at] != replacement {
                    changed[at] = replacement;
                    let changed: String = changed.into_iter().collect();
                    assert!(read_cursor(&changed, &scope, &order).is_err(), "{at} {replacement}");
                }
            }
            assert!(read_cursor(&cursor[..at], &scope, &order).is_err(), "cut at {at}");
        }
    }

    /// A cursor with a checksum that is right, as only somebody writes who knows how.
    fn forged(body: &[u8]) -> String {
        let checksum: [u8; CHECKSUM_BYTES] = digest(body);
        format!("c{}", URL_SAFE_NO_PAD.encode([body, &checksum].concat()))
    }

    #[test]
    fn values_that_no_database_holds_are_refused_however_they_are_signed() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let head = [&[VERSION][..], &scope.0].concat();
        let with = |tag: u8, value: &[u8]| forged(&[&head[..], &[tag], value].concat());
        for (ty, cursor) in [
            (ColumnType::Text, with(2, b"\0\0\0\x03a\0b")),
            (ColumnType::Text, with(2, b"\xff\xff\xff\xffa")),
            (ColumnType::Text, with(2, b"\0\0\0\x01\xff")),
            (ColumnType::Date, with(4, &i32::MAX.to_be_bytes())),
            (ColumnType::Date, with(4, &4_000_000_i32.to_be_bytes())),
            (ColumnType::Date, with(4, &(-5_i32).to_be_bytes())),
            (ColumnType::DateTime, with(5, &[&i64::MAX.to_be_bytes()[..], &0_u32.to_be_bytes()].concat())),
            (ColumnType::DateTime, with(5, &[&0_i64.to_be_bytes()[..], &u32::MAX.to_be_bytes()].concat())),
            (ColumnType::Int, with(9, &[0; 8])),
        ] {
            assert!(read_cursor(&cursor, &scope, &order(&[ty])).is_err(), "{ty:?} {cursor}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}", bytes: Vec<u8>) {
            let scope = CursorScope::new("Query.customers", "NAME:ASC");
            let (order, _) = every_type();
            let _ = read_cursor(&text, &scope, &order);
            let _ = read_cursor(&forged(&bytes), &scope, &order);
            let _ = read_cursor(&forged(&[&[VERSION][..], &scope.0, &bytes].concat()), &scope, &order);
        }

        #[test]
        fn whatever_is_written_is_read(number: i64, text in "[^\0]{0,80}", cents: i64, yes: bool) {
            use ColumnType::{BigInt, Boolean, Decimal, Text};
            let scope = CursorScope::new("Query.customers", "NAME:ASC");
            let values = [Cell::Int(number), Cell::Text(text), Cell::Decimal(cents), Cell::Boolean(yes)];
            let read = read_cursor(&written(scope, &values), &scope, &order(&[BigInt, Text, Decimal, Boolean]));
            proptest::prop_assert_eq!(read, Ok(values.to_vec()));
        }
    }

    #[test]
    fn a_value_of_another_type_than_the_order_has_is_refused() {
        let scope = CursorScope::new("Query.customers", "NAME:ASC");
        let cursor = written(scope, &[Cell::Int(1)]);
        assert!(read_cursor(&cursor, &scope, &order(&[ColumnType::Text])).is_err());
        assert!(read_cursor(&cursor, &scope, &order(&[ColumnType::Int, ColumnType::Int])).is_err());
    }
}
