//! What kind of product an account is.

use super::vocabulary;

vocabulary! {
    "account_type";
    /// What kind of product an account is.
    pub enum AccountType {
        /// A current account for daily payments.
        Checking = "checking" / "CHECKING",
        /// A savings account.
        Savings = "savings" / "SAVINGS",
        /// A credit card; what is owed is a negative balance.
        CreditCard = "credit_card" / "CREDIT_CARD",
        /// A loan without a stated purpose.
        PersonalLoan = "personal_loan" / "PERSONAL_LOAN",
        /// A loan for a vehicle.
        AutoLoan = "auto_loan" / "AUTO_LOAN",
        /// A loan for tuition and living costs of a student.
        StudentLoan = "student_loan" / "STUDENT_LOAN",
        /// A loan secured by a home.
        Mortgage = "mortgage" / "MORTGAGE",
        /// Money deposited for a fixed term.
        TermDeposit = "term_deposit" / "TERM_DEPOSIT",
        /// A securities account.
        Investment = "investment" / "INVESTMENT",
        /// A retirement account.
        Retirement = "retirement" / "RETIREMENT",
        /// An account for a minor.
        Youth = "youth" / "YOUTH",
        /// An account for a business.
        Business = "business" / "BUSINESS",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "chk" => Checking,
        "current" => Checking,
        "sav" => Savings,
        "cc" => CreditCard,
        "ira" => Retirement,
        "cd" => TermDeposit,
    }
}

impl AccountType {
    /// Whether credits to the account may be income.
    pub const fn takes_income(self) -> bool {
        matches!(self, Self::Checking | Self::Savings | Self::Unknown)
    }

    /// Whether what is on the account is the customer's own money. What a business owns is not its owner's.
    pub const fn is_asset(self) -> bool {
        matches!(
            self,
            Self::Checking
                | Self::Savings
                | Self::TermDeposit
                | Self::Investment
                | Self::Retirement
                | Self::Youth
                | Self::Unknown
        )
    }
}
