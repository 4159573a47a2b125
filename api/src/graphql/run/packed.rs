//! Short lists kept in a text beside the row that they belong to, so that showing them takes no statement: values with
//! commas between, rows with semicolons between. Only what has neither in it can be packed.

use std::fmt::Write as _;

use super::Cell;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_one_behind_the_other() {
        let day = Cell::Date("2026-06-30".parse().expect("a date"));
        assert_eq!(pack([[Cell::Int(1), day], [Cell::Int(70), Cell::Int(-2)]]), "1,2026-06-30;70,-2");
        assert_eq!(pack::<3>([]), "");
    }
}
