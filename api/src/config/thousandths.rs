//! A number with up to three places after the point, such as a share.

use std::str::FromStr;

use sea_orm::prelude::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::whole_parts;

/// A number from 0 on, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thousandths(u32);

impl Thousandths {
    /// How many thousandths.
    pub const fn count(self) -> u32 {
        self.0
    }
}

impl FromStr for Thousandths {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let count = whole_parts(text, 1_000).and_then(|count| u32::try_from(count).ok());
        count.map(Self).ok_or_else(|| format!("{text:?} is not a number from 0 on with at most three decimals"))
    }
}

impl<'de> Deserialize<'de> for Thousandths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Decimal::new(i64::from(self.0), 3).normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_decimals_are_kept_and_more_refused() {
        let parsed = |text: &str| text.parse::<Thousandths>().map(Thousandths::count);
        assert_eq!(parsed("1"), Ok(1_000));
        assert_eq!(parsed("0.125"), Ok(125));
        assert_eq!(parsed("4.8"), Ok(4_800));
        for wrong in ["", "x", "-0.1", "0.0001", "1e9", "99999999999"] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
