//! Answers about what customers do: how much, how lately, and whether they are about to leave.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// What recency, frequency and monetary value say together.
    pub enum RfmSegment {
        /// Lately, often and much.
        Champions = "champions" / "CHAMPIONS",
        /// Often, and within the last 90 days.
        Loyal = "loyal" / "LOYAL",
        /// Much, and within the last 90 days.
        BigSpenders = "big_spenders" / "BIG_SPENDERS",
        /// Lately, but neither often nor much.
        Promising = "promising" / "PROMISING",
        /// A customer for less than 90 days, and lately.
        New = "new" / "NEW",
        /// Neither often nor much, and not within the last 30 days.
        NeedsAttention = "needs_attention" / "NEEDS_ATTENTION",
        /// Often and much, but not within the last 90 days.
        CantLose = "cant_lose" / "CANT_LOSE",
        /// Rather often or much, but not within the last 90 days.
        AtRisk = "at_risk" / "AT_RISK",
        /// Seldom and little, and not within the last 90 days.
        Hibernating = "hibernating" / "HIBERNATING",
        /// Never did anything that counts as activity.
        NoActivity = "no_activity" / "NO_ACTIVITY",
    }
}

closed_enum! {
    /// How long ago a customer last did something on an account.
    pub enum Dormancy {
        /// At most 180 days ago.
        Active = "active" / "ACTIVE",
        /// 181 to 364 days ago.
        Slowing = "slowing" / "SLOWING",
        /// 365 to 729 days ago.
        Inactive = "inactive" / "INACTIVE",
        /// 730 days ago or more.
        Dormant = "dormant" / "DORMANT",
        /// Never.
        NoActivity = "no_activity" / "NO_ACTIVITY",
    }
}

closed_enum! {
    /// How many signs of leaving a customer shows, by points.
    pub enum ChurnRisk {
        /// Not a customer any more, not one yet, or a minor.
        NotApplicable = "not_applicable" / "NOT_APPLICABLE",
        /// Less than 30 points.
        Low = "low" / "LOW",
        /// 30 to 59 points.
        Medium = "medium" / "MEDIUM",
        /// 60 points or more.
        High = "high" / "HIGH",
    }
}

closed_enum! {
    /// A sign that a customer is about to leave.
    pub enum ChurnSign {
        /// The last activity is more than 60 days ago, but not more than 180.
        Quiet = "quiet" / "QUIET",
        /// The last activity is more than 180 days ago, or there was none.
        Silent = "silent" / "SILENT",
        /// Activity of the last 90 days is at most half of the 90 days before.
        ActivityDrop = "activity_drop" / "ACTIVITY_DROP",
        /// The salary no longer comes.
        SalaryStopped = "salary_stopped" / "SALARY_STOPPED",
        /// Assets are at most half of what they were 90 days ago.
        Outflow = "outflow" / "OUTFLOW",
        /// A complaint was made within 180 days.
        Complaint = "complaint" / "COMPLAINT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_answer_is_well_formed() {
        assert_well_formed::<RfmSegment>();
        assert_well_formed::<Dormancy>();
        assert_well_formed::<ChurnRisk>();
        assert_well_formed::<ChurnSign>();
    }
}
