//! Answers about what to speak of next.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// Which list a suggested product comes from.
    pub enum SuggestionKind {
        /// Deposits and investments, by the stage of life.
        DepositOrInvestment = "deposit_or_investment" / "DEPOSIT_OR_INVESTMENT",
        /// Credit: never by stage of life, age, marriage or family. Information only, never a decision.
        Credit = "credit" / "CREDIT",
    }
}

closed_enum! {
    /// Why a product is suggested.
    pub enum SuggestionReason {
        /// The first product of the customer's stage of life that is not held yet.
        NextForLifeStage = "next_for_life_stage" / "NEXT_FOR_LIFE_STAGE",
        /// Rent was paid in each of six months, the credit risk is low, and there is no mortgage.
        PaysRent = "pays_rent" / "PAYS_RENT",
        /// Known income, credit risk low or medium, and no credit card.
        SteadyIncome = "steady_income" / "STEADY_INCOME",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn every_answer_is_well_formed() {
        assert_well_formed::<SuggestionKind>();
        assert_well_formed::<SuggestionReason>();
    }
}
