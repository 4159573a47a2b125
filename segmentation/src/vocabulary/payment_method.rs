//! How a payment was made.

use super::{Channel, vocabulary};

vocabulary! {
    "payment_method";
    /// How a payment was made.
    pub enum PaymentMethod {
        /// In the bank's mobile app.
        MobileApp = "mobile_app" / "MOBILE_APP",
        /// In online banking.
        OnlineBanking = "online_banking" / "ONLINE_BANKING",
        /// With a mobile wallet.
        MobileWallet = "mobile_wallet" / "MOBILE_WALLET",
        /// With a card in an online shop.
        CardOnline = "card_online" / "CARD_ONLINE",
        /// With a debit card at a till.
        DebitCard = "debit_card" / "DEBIT_CARD",
        /// With a credit card at a till.
        CreditCard = "credit_card" / "CREDIT_CARD",
        /// Collected by the payee.
        DirectDebit = "direct_debit" / "DIRECT_DEBIT",
        /// Sent by the bank on a standing instruction.
        StandingOrder = "standing_order" / "STANDING_ORDER",
        /// A transfer between banks.
        BankTransfer = "bank_transfer" / "BANK_TRANSFER",
        /// A wire transfer.
        Wire = "wire" / "WIRE",
        /// By cheque.
        Cheque = "cheque" / "CHEQUE",
        /// In cash at a counter.
        Cash = "cash" / "CASH",
        /// On a slip handed in at a branch.
        Branch = "branch" / "BRANCH",
        /// Ordered by telephone.
        Phone = "phone" / "PHONE",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "mobile" => MobileApp,
        "online" => OnlineBanking,
        "check" => Cheque,
    }
}

impl PaymentMethod {
    /// The channel a payment by this method came through.
    pub const fn channel(self) -> Channel {
        match self {
            Self::MobileApp => Channel::Mobile,
            Self::OnlineBanking => Channel::Online,
            Self::MobileWallet => Channel::Wallet,
            Self::CardOnline => Channel::CardOnline,
            Self::DebitCard | Self::CreditCard => Channel::CardPos,
            Self::DirectDebit | Self::StandingOrder | Self::BankTransfer | Self::Wire => Channel::Ach,
            Self::Cheque => Channel::Mail,
            Self::Cash | Self::Branch => Channel::Branch,
            Self::Phone => Channel::Phone,
            Self::Unknown => Channel::Unknown,
        }
    }
}
