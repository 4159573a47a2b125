//! The size of a bank in tens of thousands of customers.

use std::str::FromStr;

use crate::config::whole_parts;

/// Customers of scale 1.
const CUSTOMERS: u32 = 10_000;

/// So many customers, given as a decimal number of tens of thousands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale(u64);

impl Scale {
    pub(super) const fn customers(self) -> u64 {
        self.0
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let customers = whole_parts(text, CUSTOMERS).filter(|customers| *customers > 0);
        customers.map(Self).ok_or_else(|| {
            format!(
                "{text:?} times {CUSTOMERS} is no number of customers: a scale is a number such as 0.1, 1 or 10, and the \
                 smallest scale is 0.0001, one customer"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_an_exact_number_of_customers() {
        for (text, customers) in [("1", 10_000), ("0.1", 1_000), ("0.0001", 1), ("10", 100_000), ("2.50", 25_000)] {
            assert_eq!(text.parse::<Scale>().map(Scale::customers), Ok(customers), "{text}");
        }
    }

    #[test]
    fn an_impossible_scale_is_refused_with_the_reason() {
        for text in ["0", "-1", "0.00001", "0.00015", "1e400", "99999999999999999999", "much", ""] {
            assert!(text.parse::<Scale>().is_err(), "{text}");
        }
        assert!("0.00001".parse::<Scale>().is_err_and(|error| error.contains("smallest scale")));
    }
}
