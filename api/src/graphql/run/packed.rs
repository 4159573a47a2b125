//! Short lists kept in a text beside the row that they belong to, so that showing them takes no statement: values with
//! commas between, rows with semicolons between. Only what has neither in it can be packed.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::Cell;
use crate::graphql::catalog::ColumnType;

const BETWEEN_VALUES: char = ',';
const BETWEEN_ROWS: char = ';';

/// Packs rows of whole numbers and dates; no rows are an empty text.
pub(crate) fn pack<const WIDTH: usize>(rows: impl IntoIterator<Item = [Cell; WIDTH]>) -> String {
    let mut packed = String::new();
    for (index, row) in rows.into_iter().enumerate() {
        if index > 0 {
            packed.push(BETWEEN_ROWS);
        }
        for (index, cell) in row.into_iter().enumerate() {
            if index > 0 {
                packed.push(BETWEEN_VALUES);
            }
            // Writing to a string cannot fail.
            let _ = match cell {
                Cell::Int(value) => write!(packed, "{value}"),
                Cell::Date(date) => write!(packed, "{date}"),
                _ => Ok(()),
            };
        }
    }
    packed
}

/// The rows of a packed text, whose values are of these types; `None` when it was not packed so.
pub(super) fn unpack(packed: &str, types: &[ColumnType]) -> Option<Vec<Vec<Cell>>> {
    if packed.is_empty() {
        return Some(Vec::new());
    }
    packed.split(BETWEEN_ROWS).map(|row| unpack_row(row, types)).collect()
}

fn unpack_row(row: &str, types: &[ColumnType]) -> Option<Vec<Cell>> {
    let mut values = row.split(BETWEEN_VALUES);
    let cells = types.iter().map(|ty| unpack_value(values.next()?, *ty)).collect::<Option<Vec<_>>>()?;
    values.next().is_none().then_some(cells)
}

fn unpack_value(value: &str, ty: ColumnType) -> Option<Cell> {
    match ty {
        ColumnType::Small | ColumnType::Int | ColumnType::BigInt | ColumnType::Hundredths => {
            value.parse().ok().map(Cell::Int)
        }
        ColumnType::Date => NaiveDate::parse_from_str(value, "%F").ok().map(Cell::Date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [ColumnType; 3] = [ColumnType::Small, ColumnType::Date, ColumnType::Hundredths];

    #[test]
    fn rows_are_unpacked_as_they_were_packed() {
        let day = |text: &str| Cell::Date(text.parse().expect("a date"));
        let row = |kind, date, confidence| [Cell::Int(kind), day(date), Cell::Int(confidence)];
        for rows in [vec![], vec![row(0, "2026-06-30", 70)], vec![row(7, "0001-01-01", 0), row(1, "9999-12-31", 100)]] {
            let packed = pack(rows.clone());
            let unpacked = unpack(&packed, &TYPES).expect("packed rows");
            assert_eq!(unpacked, rows.into_iter().map(Vec::from).collect::<Vec<_>>(), "{packed}");
        }
    }

    #[test]
    fn what_was_not_packed_is_no_list() {
        for odd in
            [";", ",", "1,2026-06-30", "1,2026-06-30,70,", "1,2026-06-31,70", "a,2026-06-30,70", "1,2026-06-30,70;"]
        {
            assert_eq!(unpack(odd, &TYPES), None, "{odd}");
        }
    }
}
