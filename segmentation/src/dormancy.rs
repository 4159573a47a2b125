//! How long ago a customer last did something.
//!
//! Interest and charges, refunds and corrections are the bank's doing and do not count.

use chrono::NaiveDate;

use crate::answer::Dormancy;
use crate::explanation::witness::{Tell, Witness};
use crate::explanation::{Flag, Rule, Table};
use crate::preparation::Facts;
use crate::rules::Rules;
use crate::window::days_ago;

/// How long ago a customer last did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DormancyFinding {
    /// The band.
    pub dormancy: Dormancy,
    /// Days since the last activity; `None` when there was none.
    pub inactive_days: Option<i64>,
}

pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> DormancyFinding {
    let last = facts.activities().next_back();
    tell.looked(Rule::LastActivity, Table::Transactions, None, Some(as_of));
    if let Some(last) = last {
        tell.row(Rule::LastActivity, last.seen());
        if last.has_unmapped_code() {
            tell.flag(Flag::UnmappedCode);
        }
    }
    let inactive_days = last.map(|last| days_ago(last.date(), as_of));
    DormancyFinding { dormancy: inactive_days.map_or(Dormancy::NoActivity, |days| band(days, rules)), inactive_days }
}

fn band(days: i64, rules: &Rules) -> Dormancy {
    let [slowing, inactive, dormant] = rules.dormancy.days.map(i64::from);
    if days >= dormant {
        Dormancy::Dormant
    } else if days >= inactive {
        Dormancy::Inactive
    } else if days > slowing {
        Dormancy::Slowing
    } else {
        Dormancy::Active
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_band_begins_where_the_rules_say() {
        for (days, expected) in [
            (0, Dormancy::Active),
            (180, Dormancy::Active),
            (181, Dormancy::Slowing),
            (364, Dormancy::Slowing),
            (365, Dormancy::Inactive),
            (729, Dormancy::Inactive),
            (730, Dormancy::Dormant),
        ] {
            assert_eq!(band(days, &Rules::default()), expected, "{days}");
        }
    }
}
