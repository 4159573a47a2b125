//! Answers about money: what customers own here, what a household lives on, how credit was used.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// Total assets at this bank, in tiers.
    pub enum ValueTier {
        /// Below 5,000.
        Basic = "basic" / "BASIC",
        /// From 5,000 to below 25,000.
        Core = "core" / "CORE",
        /// From 25,000 to below 100,000.
        Preferred = "preferred" / "PREFERRED",
        /// From 100,000 to below 1,000,000.
        Affluent = "affluent" / "AFFLUENT",
        /// 1,000,000 or more.
        Private = "private" / "PRIVATE",
        /// No account is open, or no balance is known.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// Net monthly income of a household, adjusted for its size, against that of three persons.
    pub enum HouseholdTier {
        /// Below two thirds of the reference income.
        Lower = "lower" / "LOWER",
        /// From two thirds of the reference income to twice it.
        Middle = "middle" / "MIDDLE",
        /// More than twice the reference income.
        Upper = "upper" / "UPPER",
        /// No income of the household is known.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// The band of the bureau's credit score. Information only, never a decision.
    pub enum CreditBand {
        /// 300 to 579.
        Poor = "poor" / "POOR",
        /// 580 to 669.
        Fair = "fair" / "FAIR",
        /// 670 to 739.
        Good = "good" / "GOOD",
        /// 740 to 799.
        VeryGood = "very_good" / "VERY_GOOD",
        /// 800 to 850.
        Exceptional = "exceptional" / "EXCEPTIONAL",
        /// No score, or one that cannot be right.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// Risk by the credit score, one step worse after late payments or when the limit is almost used up. Information
    /// only, never a decision.
    pub enum CreditRisk {
        /// A score of 740 or more.
        Low = "low" / "LOW",
        /// A score of 670 to 739.
        Medium = "medium" / "MEDIUM",
        /// A score of 580 to 669.
        Elevated = "elevated" / "ELEVATED",
        /// A score below 580.
        High = "high" / "HIGH",
        /// No score, or one that cannot be right.
        Unknown = "unknown" / "UNKNOWN",
    }
}

closed_enum! {
    /// How much of the credit limit is used.
    pub enum CreditUse {
        /// At most 30 %, the usual advice.
        Advised = "advised" / "ADVISED",
        /// More than 30 % and less than 75 %.
        AboveAdvice = "above_advice" / "ABOVE_ADVICE",
        /// 75 % or more.
        Heavy = "heavy" / "HEAVY",
        /// Not recorded, or below zero.
        Unknown = "unknown" / "UNKNOWN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_answer_is_well_formed() {
        assert_well_formed::<ValueTier>();
        assert_well_formed::<HouseholdTier>();
        assert_well_formed::<CreditBand>();
        assert_well_formed::<CreditRisk>();
        assert_well_formed::<CreditUse>();
    }
}
