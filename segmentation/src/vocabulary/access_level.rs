//! What a customer's credentials allow.

use super::vocabulary;

vocabulary! {
    "access_level";
    /// What a customer's online credentials allow.
    pub enum AccessLevel {
        /// No access was given.
        None = "none" / "NONE",
        /// Access was given and then switched off.
        Disabled = "disabled" / "DISABLED",
        /// Reading only, or the smallest set of functions.
        Basic = "basic" / "BASIC",
        /// The usual set of functions for private customers.
        Standard = "standard" / "STANDARD",
        /// The extended set of functions.
        Premium = "premium" / "PREMIUM",
        /// A member of the bank's staff.
        Staff = "staff" / "STAFF",
        /// An administrator of the bank.
        Admin = "admin" / "ADMIN",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {}
}

impl AccessLevel {
    /// Whether credentials of this level count as enrolled in online banking.
    ///
    /// A level the bank names in a word of its own still gives access; an empty column does not, which only the raw
    /// text tells: see [`crate::dossier::Credentials`].
    pub const fn gives_access(self) -> bool {
        !matches!(self, Self::None | Self::Disabled)
    }
}
