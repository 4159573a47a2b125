//! The products to speak of next, as one list: which of the two lists each comes from, and why it is on it.

use crate::answer::{SuggestionKind, SuggestionReason};
use crate::product::ProductFinding;
use crate::vocabulary::AccountType;

/// A product to speak of next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The product.
    pub product: AccountType,
    /// The list that it comes from.
    pub kind: SuggestionKind,
    /// Why it is on the list.
    pub reason: SuggestionReason,
    /// Its place on the list, from 1.
    pub rank: i16,
}

/// The deposit or investment first, then credit.
pub fn suggestions(found: &ProductFinding) -> Vec<Suggestion> {
    let deposit = found.next_deposit.map(|product| Suggestion {
        product,
        kind: SuggestionKind::DepositOrInvestment,
        reason: SuggestionReason::NextForLifeStage,
        rank: 1,
    });
    let credit = found.next_credit.iter().zip(1..).map(|(product, rank)| Suggestion {
        product: *product,
        kind: SuggestionKind::Credit,
        reason: if *product == AccountType::Mortgage {
            SuggestionReason::PaysRent
        } else {
            SuggestionReason::SteadyIncome
        },
        rank,
    });
    deposit.into_iter().chain(credit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_counts_its_own_places() {
        let found = ProductFinding {
            holdings: vec![AccountType::Checking],
            next_deposit: Some(AccountType::Savings),
            next_credit: vec![AccountType::Mortgage, AccountType::CreditCard],
        };
        let told: Vec<_> = suggestions(&found)
            .into_iter()
            .map(|told| (told.product.code(), told.kind.code(), told.reason.code(), told.rank))
            .collect();
        let expected = [
            ("savings", "deposit_or_investment", "next_for_life_stage", 1),
            ("mortgage", "credit", "pays_rent", 1),
            ("credit_card", "credit", "steady_income", 2),
        ];
        assert_eq!(told, expected);
        let nothing = ProductFinding { next_deposit: None, next_credit: Vec::new(), ..found };
        assert_eq!(suggestions(&nothing), []);
    }
}
