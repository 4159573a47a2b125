//! What kind of booking a transaction is.

use super::{Channel, Spellings, vocabulary};

/// The plain word for a transfer, which went out or came in by the sign of its amount.
pub(crate) const BY_SIGN: &str = "transfer";

vocabulary! {
    "transaction_type";
    /// What kind of booking a transaction is.
    pub enum TransactionType {
        /// Pay from an employer, credited.
        Salary = "salary" / "SALARY",
        /// A pension, credited.
        Pension = "pension" / "PENSION",
        /// A public benefit, credited.
        Benefit = "benefit" / "BENEFIT",
        /// A dividend, credited.
        Dividend = "dividend" / "DIVIDEND",
        /// Money paid in.
        Deposit = "deposit" / "DEPOSIT",
        /// Money received from another account.
        TransferIn = "transfer_in" / "TRANSFER_IN",
        /// Interest credited by the bank.
        Interest = "interest" / "INTEREST",
        /// Money given back by a payee.
        Refund = "refund" / "REFUND",
        /// A loan paid out to the customer.
        LoanDisbursement = "loan_disbursement" / "LOAN_DISBURSEMENT",
        /// A repayment, credited on the loan account.
        RepaymentReceived = "repayment_received" / "REPAYMENT_RECEIVED",
        /// Goods or services paid by card.
        Purchase = "purchase" / "PURCHASE",
        /// Cash taken out.
        Withdrawal = "withdrawal" / "WITHDRAWAL",
        /// Money sent to another account.
        TransferOut = "transfer_out" / "TRANSFER_OUT",
        /// A bill paid on the customer's order.
        BillPayment = "bill_payment" / "BILL_PAYMENT",
        /// A bill collected by the payee.
        DirectDebit = "direct_debit" / "DIRECT_DEBIT",
        /// An instalment of a loan.
        LoanPayment = "loan_payment" / "LOAN_PAYMENT",
        /// An instalment of a mortgage.
        MortgagePayment = "mortgage_payment" / "MORTGAGE_PAYMENT",
        /// A cheque drawn on the account.
        Cheque = "cheque" / "CHEQUE",
        /// A charge of the bank.
        Fee = "fee" / "FEE",
        /// A tax.
        Tax = "tax" / "TAX",
        /// A loan paid out, debited on the loan account.
        LoanDrawdown = "loan_drawdown" / "LOAN_DRAWDOWN",
        /// Takes back an earlier booking; the amount is signed.
        Reversal = "reversal" / "REVERSAL",
        /// Corrects a balance; the amount is signed.
        Adjustment = "adjustment" / "ADJUSTMENT",
        /// The column is empty or its text is none of the known codes; the amount is signed.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "direct_deposit" => Salary,
        "payroll" => Salary,
        "wages" => Salary,
        "credit" => Deposit,
        "debit" => Purchase,
        "pos" => Purchase,
        "payment" => BillPayment,
        "check" => Cheque,
        "atm" => Withdrawal,
        "standing_order" => DirectDebit,
        "transfer" => TransferIn,
    }
}

/// How the amount column of a transaction is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// The amount as it stands; negative is a correction.
    Credit,
    /// Minus the size of the amount, so that debits written as negative numbers mean the same.
    Debit,
    /// The amount as it stands.
    AsWritten,
}

impl TransactionType {
    /// [`Spellings::of_row`] by the built-in aliases.
    pub fn of_row(text: &str, amount: Option<i64>) -> Self {
        Spellings::new(None).of_row(text, amount)
    }

    pub(crate) const fn sign(self) -> Sign {
        match self {
            Self::Salary
            | Self::Pension
            | Self::Benefit
            | Self::Dividend
            | Self::Deposit
            | Self::TransferIn
            | Self::Interest
            | Self::Refund
            | Self::LoanDisbursement
            | Self::RepaymentReceived => Sign::Credit,
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
            | Self::LoanDrawdown => Sign::Debit,
            Self::Reversal | Self::Adjustment | Self::Unknown => Sign::AsWritten,
        }
    }

    /// Whether a booking of this type says that the customer did something. Interest and charges, for one, do not.
    pub const fn is_activity(self) -> bool {
        !matches!(
            self,
            Self::Interest
                | Self::Refund
                | Self::RepaymentReceived
                | Self::Fee
                | Self::LoanDrawdown
                | Self::Reversal
                | Self::Adjustment
        )
    }

    /// The channel of a booking of this type when neither its notes nor its payment name one.
    pub const fn usual_channel(self) -> Channel {
        match self {
            Self::Salary
            | Self::Pension
            | Self::Benefit
            | Self::Dividend
            | Self::DirectDebit
            | Self::LoanPayment
            | Self::MortgagePayment => Channel::Ach,
            Self::Interest | Self::Fee | Self::Refund | Self::Reversal => Channel::System,
            Self::Purchase => Channel::CardPos,
            Self::Cheque => Channel::Mail,
            Self::Withdrawal => Channel::Atm,
            _ => Channel::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_transfer_is_told_by_its_sign() {
        assert_eq!(TransactionType::of_row("Transfer", Some(-1)), TransactionType::TransferOut);
        assert_eq!(TransactionType::of_row("transfer", Some(0)), TransactionType::TransferIn);
        assert_eq!(TransactionType::of_row("transfer", None), TransactionType::TransferIn);
        assert_eq!(TransactionType::of_row("deposit", Some(-1)), TransactionType::Deposit);
    }

    #[test]
    fn synonyms_of_banks_are_understood() {
        assert_eq!(TransactionType::from_text("Direct Deposit"), TransactionType::Salary);
        assert_eq!(TransactionType::from_text("POS"), TransactionType::Purchase);
        assert_eq!(TransactionType::from_text("standing-order"), TransactionType::DirectDebit);
    }
}
