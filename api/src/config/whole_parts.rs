//! Decimal numbers that stand for a whole number of small parts, such as thousandths.

use std::str::FromStr;

use rust_decimal::Decimal;

/// How many parts a number comes to, of which `parts` are one; `None` when the text is no decimal number, is below 0, or
/// leaves a rest, so that nothing is ever rounded.
pub(crate) fn whole_parts(text: &str, parts: u32) -> Option<u64> {
    let number = Decimal::from_str(text).ok()?.checked_mul(parts.into())?;
    number.fract().is_zero().then(|| u64::try_from(number).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_whole_or_refused() {
        for (text, parts, whole) in [("0", 7, 0), ("2.50", 10_000, 25_000), ("0.001", 1_000, 1), ("-0", 10, 0)] {
            assert_eq!(whole_parts(text, parts), Some(whole), "{text}");
        }
        for text in ["", "x", "-1", "0.0001", "1e400", "99999999999999999999999999999"] {
            assert_eq!(whole_parts(text, 1_000), None, "{text}");
        }
    }
}
