//! Values as text, appended to a buffer: the forms that all engines read.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _};

pub(crate) fn write_integer(text: &mut Vec<u8>, number: i64) {
    text.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// `-1.05` for 105 hundredths below nothing.
pub(crate) fn write_hundredths(text: &mut Vec<u8>, number: i64) {
    if number < 0 {
        text.push(b'-');
    }
    let number = number.unsigned_abs();
    text.extend_from_slice(itoa::Buffer::new().format(number / 100).as_bytes());
    text.push(b'.');
    write_two_digits(text, number % 100);
}

/// `2026-06-30`; years have four digits, as [`crate::Plan`] sees to.
pub(crate) fn write_date(text: &mut Vec<u8>, date: NaiveDate) {
    let year = u64::from(date.year().unsigned_abs());
    write_two_digits(text, year / 100);
    write_two_digits(text, year % 100);
    text.push(b'-');
    write_two_digits(text, date.month().into());
    text.push(b'-');
    write_two_digits(text, date.day().into());
}

/// `2026-06-30 23:59:59`
pub(crate) fn write_moment(text: &mut Vec<u8>, moment: NaiveDateTime) {
    write_date(text, moment.date());
    text.push(b' ');
    write_two_digits(text, moment.hour().into());
    text.push(b':');
    write_two_digits(text, moment.minute().into());
    text.push(b':');
    write_two_digits(text, moment.second().into());
}

/// The last two digits of a number.
fn write_two_digits(text: &mut Vec<u8>, number: u64) {
    let digit = |number: u64| b'0' + u8::try_from(number % 10).unwrap_or(0);
    text.extend_from_slice(&[digit(number / 10), digit(number)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut text = Vec::new();
        write(&mut text);
        String::from_utf8(text).expect("ASCII")
    }

    #[test]
    fn values_are_written_as_chrono_and_people_write_them() {
        for (number, expected) in [(0, "0.00"), (7, "0.07"), (-105, "-1.05"), (i64::MIN, "-92233720368547758.08")] {
            assert_eq!(written(|text| write_hundredths(text, number)), expected);
        }
        for moment in ["2026-01-02T03:04:05", "0044-12-31T23:59:59", "9999-10-10T00:00:00"] {
            let moment: NaiveDateTime = moment.parse().expect("a moment");
            assert_eq!(written(|text| write_moment(text, moment)), moment.to_string());
            assert_eq!(written(|text| write_date(text, moment.date())), moment.date().to_string());
        }
        assert_eq!(written(|text| write_integer(text, i64::MIN)), i64::MIN.to_string());
    }
}
