//! The published codes: what columns and tags may say. The generator uses most of them; the others are a bank's too.

/// Bookings that add to an account.
const CREDITS: &[&str] = &[
    "salary",
    "pension",
    "benefit",
    "dividend",
    "deposit",
    "transfer_in",
    "interest",
    "refund",
    "loan_disbursement",
    "repayment_received",
];

/// Bookings that take from an account; their amounts are stored without a sign.
const DEBITS: &[&str] = &[
    "purchase",
    "withdrawal",
    "transfer_out",
    "bill_payment",
    "direct_debit",
    "loan_payment",
    "mortgage_payment",
    "cheque",
    "fee",
    "tax",
    "loan_drawdown",
];

/// Bookings that carry their sign.
const CORRECTIONS: &[&str] = &["reversal", "adjustment"];

pub(super) const ACCOUNT_TYPES: &[&str] = &[
    "checking",
    "savings",
    "credit_card",
    "personal_loan",
    "auto_loan",
    "student_loan",
    "mortgage",
    "term_deposit",
    "investment",
    "retirement",
    "youth",
    "business",
];

pub(super) const ACCOUNT_STATUSES: &[&str] =
    &["active", "inactive", "dormant", "frozen", "closed", "deceased", "pending"];

pub(super) const PAYMENT_METHODS: &[&str] = &[
    "mobile_app",
    "online_banking",
    "mobile_wallet",
    "card_online",
    "debit_card",
    "credit_card",
    "direct_debit",
    "standing_order",
    "bank_transfer",
    "wire",
    "cheque",
    "cash",
    "branch",
    "phone",
];

pub(super) const ACCESS_LEVELS: &[&str] = &["none", "disabled", "basic", "standard", "premium", "staff", "admin"];

pub(super) const RELATIONSHIP_TYPES: &[&str] = &[
    "spouse",
    "partner",
    "parent",
    "child",
    "guardian",
    "sibling",
    "joint_holder",
    "power_of_attorney",
    "ex_spouse",
    "other",
];

pub(super) const COMMUNICATION_TYPES: &[&str] = &[
    "app_message",
    "web_chat",
    "email",
    "sms",
    "app_session",
    "web_session",
    "branch_visit",
    "phone_call",
    "letter",
    "video_call",
];

/// One letter a month: in time, 30, 60 and 90 days late, in default, nothing due.
pub(super) const PAYMENT_HISTORY: &str = "C123DX";

/// Tags of bookings, and what they may say.
pub(super) const BOOKING_TAGS: &[(&str, &[&str])] = &[("cat", CATEGORIES), ("ch", CHANNELS)];

/// Tags of contacts, and what they may say.
pub(super) const CONTACT_TAGS: &[(&str, &[&str])] =
    &[("dir", &["in", "out"]), ("topic", &["complaint", "hardship"]), ("pref", &["digital", "branch", "phone"])];

const CHANNELS: &[&str] =
    &["mobile", "online", "wallet", "card_online", "branch", "phone", "mail", "atm", "card_pos", "ach", "system"];

const CATEGORIES: &[&str] = &[
    "salary",
    "pension",
    "benefit_child",
    "benefit_other",
    "opening",
    "cash",
    "groceries",
    "rent",
    "mortgage",
    "utilities",
    "telecom",
    "school_fees",
    "childcare",
    "baby",
    "tuition",
    "student_loan",
    "wedding",
    "jewelry",
    "travel",
    "health",
    "insurance",
    "transport",
    "dining",
    "retail",
    "investment",
    "retirement_contrib",
    "savings",
    "tax",
    "charity",
    "p2p",
    "fee",
    "other",
];

/// What a booking does to the balance, in cents; `None` for a type that is not known.
pub(crate) fn effect(transaction_type: &str, cents: i64) -> Option<i64> {
    if DEBITS.contains(&transaction_type) {
        return Some(-cents.saturating_abs());
    }
    is_transaction_type(transaction_type).then_some(cents)
}

/// Whether bookings have such a type.
pub(super) fn is_transaction_type(text: &str) -> bool {
    [CREDITS, DEBITS, CORRECTIONS].iter().any(|codes| codes.contains(&text))
}

/// The value of the first tag of this name in notes, a summary or disclosures.
pub(crate) fn tag<'text>(text: &'text str, name: &str) -> Option<&'text str> {
    let tags = text.split(';').filter_map(|part| part.trim().split_once('='));
    tags.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The key that a reference (`ref`) of this kind names.
pub(super) fn reference(text: Option<&str>, kind: &str) -> Option<i64> {
    tag(text?, "ref")?.strip_prefix(kind)?.strip_prefix(':')?.parse().ok()
}

/// Whether all of these tags that a text has say what they may.
pub(super) fn tags_are_known(text: &str, tags: &[(&str, &[&str])]) -> bool {
    tags.iter().all(|(name, values)| tag(text, name).is_none_or(|value| values.contains(&value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::TransactionType;

    #[test]
    fn a_booking_is_signed_as_the_ledger_signs_it() {
        for kind in [
            TransactionType::Salary,
            TransactionType::LoanDisbursement,
            TransactionType::RepaymentReceived,
            TransactionType::Purchase,
            TransactionType::LoanDrawdown,
            TransactionType::Reversal,
            TransactionType::Adjustment,
        ] {
            for cents in [-700, 0, 700] {
                assert_eq!(effect(kind.code(), cents), Some(kind.signed(cents)), "{kind:?}");
            }
        }
        assert_eq!(effect("Purchase", 5), None);
    }

    #[test]
    fn references_name_a_key() {
        assert_eq!(reference(Some("Bill; cp=A; ref=pay:17"), "pay"), Some(17));
        assert_eq!(reference(Some("Bill; ref=pay:17"), "xfer"), None);
        assert_eq!(reference(Some("Bill; ref=pay:x"), "pay"), None);
        assert_eq!(reference(None, "pay"), None);
    }
}
