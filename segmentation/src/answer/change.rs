//! Answers about change: where a customer stands with the bank, and what just happened or is about to.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// Where a customer stands with the bank.
    pub enum Lifecycle {
        /// Has no opened account yet.
        Prospect = "prospect" / "PROSPECT",
        /// Has an opened account that is not closed.
        Open = "open" / "OPEN",
        /// Has closed every opened account.
        Closed = "closed" / "CLOSED",
        /// Has died.
        Deceased = "deceased" / "DECEASED",
    }
}

closed_enum! {
    /// Something that just happened in a customer's life, or is about to.
    pub enum Trigger {
        /// The first salary ever came within 90 days, to a customer up to 30 years old.
        FirstSalary = "first_salary" / "FIRST_SALARY",
        /// A salary came for the first time within 90 days, to an older customer: it was moved here.
        PayrollStarted = "payroll_started" / "PAYROLL_STARTED",
        /// Married within 180 days.
        JustMarried = "just_married" / "JUST_MARRIED",
        /// A child was born within 365 days.
        NewChild = "new_child" / "NEW_CHILD",
        /// A child turns 18 within the next 180 days.
        ChildTurns18 = "child_turns_18" / "CHILD_TURNS_18",
        /// Reaches the retirement age within five years, and is not retired.
        RetirementWithin5y = "retirement_within_5y" / "RETIREMENT_WITHIN_5Y",
        /// Salaries came, and none for 45 days.
        SalaryStopped = "salary_stopped" / "SALARY_STOPPED",
        /// Pay of the last three months is at least 15 % above that of the three before.
        SalaryRise = "salary_rise" / "SALARY_RISE",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_answer_is_well_formed() {
        assert_well_formed::<Lifecycle>();
        assert_well_formed::<Trigger>();
    }
}
