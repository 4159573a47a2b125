//! The state an account is in.

use super::vocabulary;

vocabulary! {
    "account_status";
    /// The state an account is in now; the bank keeps no history of it.
    pub enum AccountStatus {
        /// In use.
        Active = "active" / "ACTIVE",
        /// Not used for some time.
        Inactive = "inactive" / "INACTIVE",
        /// Not used for so long that the bank set it aside.
        Dormant = "dormant" / "DORMANT",
        /// Blocked: nothing may be booked for now.
        Frozen = "frozen" / "FROZEN",
        /// Closed for good.
        Closed = "closed" / "CLOSED",
        /// Its holder has died.
        Deceased = "deceased" / "DECEASED",
        /// Applied for, not opened yet.
        Pending = "pending" / "PENDING",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "open" => Active,
        "blocked" => Frozen,
        "suspended" => Frozen,
    }
}

impl AccountStatus {
    /// Whether the account has come to its end: closed, or its holder has died.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Closed | Self::Deceased)
    }
}
