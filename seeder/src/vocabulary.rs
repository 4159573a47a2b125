//! The bank's codes, spelt as they are stored.

/// What a booked row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransactionType {
    Salary,
    Pension,
    Benefit,
    Dividend,
    Deposit,
    TransferIn,
    Interest,
    Refund,
    LoanDisbursement,
    RepaymentReceived,
    Purchase,
    Withdrawal,
    TransferOut,
    BillPayment,
    DirectDebit,
    LoanPayment,
    MortgagePayment,
    Cheque,
    Fee,
    Tax,
    LoanDrawdown,
    Reversal,
    Adjustment,
}

impl TransactionType {
    /// The code in the `transaction_type` column.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Salary => "salary",
            Self::Pension => "pension",
            Self::Benefit => "benefit",
            Self::Dividend => "dividend",
            Self::Deposit => "deposit",
            Self::TransferIn => "transfer_in",
            Self::Interest => "interest",
            Self::Refund => "refund",
            Self::LoanDisbursement => "loan_disbursement",
            Self::RepaymentReceived => "repayment_received",
            Self::Purchase => "purchase",
            Self::Withdrawal => "withdrawal",
            Self::TransferOut => "transfer_out",
            Self::BillPayment => "bill_payment",
            Self::DirectDebit => "direct_debit",
            Self::LoanPayment => "loan_payment",
            Self::MortgagePayment => "mortgage_payment",
            Self::Cheque => "cheque",
            Self::Fee => "fee",
            Self::Tax => "tax",
            Self::LoanDrawdown => "loan_drawdown",
            Self::Reversal => "reversal",
            Self::Adjustment => "adjustment",
        }
    }

    /// What the row does to the balance: debits are stored as positive amounts and take away.
    pub(crate) const fn signed(self, cents: i64) -> i64 {
        match self {
            Self::Purchase
            | Self::Withdrawal
            | Self::TransferOut
            | Self::BillPayment
            | Self::DirectDebit
            | Self::LoanPayment
            | Self::MortgagePayment
            | Self::Cheque
            | Self::Fee
            | Self::Tax
            | Self::LoanDrawdown => -cents.abs(),
            _ => cents,
        }
    }
}

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccountType {
    Checking,
    Savings,
    CreditCard,
    PersonalLoan,
    AutoLoan,
    StudentLoan,
    Mortgage,
    TermDeposit,
    Investment,
    Retirement,
    Youth,
    Business,
}

impl AccountType {
    /// The code in the `account_type` column.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Savings => "savings",
            Self::CreditCard => "credit_card",
            Self::PersonalLoan => "personal_loan",
            Self::AutoLoan => "auto_loan",
            Self::StudentLoan => "student_loan",
            Self::Mortgage => "mortgage",
            Self::TermDeposit => "term_deposit",
            Self::Investment => "investment",
            Self::Retirement => "retirement",
            Self::Youth => "youth",
            Self::Business => "business",
        }
    }

    /// True where a sum is lent once and paid back.
    pub(crate) const fn is_loan(self) -> bool {
        matches!(self, Self::PersonalLoan | Self::AutoLoan | Self::StudentLoan | Self::Mortgage)
    }
}

/// The way by which a row came about: the `ch` tag of its notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    Mobile,
    Online,
    Wallet,
    CardOnline,
    Branch,
    Phone,
    Atm,
    CardPos,
    Ach,
    System,
}

impl Channel {
    /// The code of the `ch` tag.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Online => "online",
            Self::Wallet => "wallet",
            Self::CardOnline => "card_online",
            Self::Branch => "branch",
            Self::Phone => "phone",
            Self::Atm => "atm",
            Self::CardPos => "card_pos",
            Self::Ach => "ach",
            Self::System => "system",
        }
    }
}
