//! What one customer is to another, seen from either end of a relationship.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// What the customer that was reached is to the customer it was reached from.
    pub enum RelationshipRole {
        /// Husband or wife.
        Spouse = "spouse" / "SPOUSE",
        /// Partner without marriage.
        Partner = "partner" / "PARTNER",
        /// Mother or father.
        Parent = "parent" / "PARENT",
        /// Daughter or son.
        Child = "child" / "CHILD",
        /// Legal guardian.
        Guardian = "guardian" / "GUARDIAN",
        /// Under the guardianship of the other.
        Ward = "ward" / "WARD",
        /// Sister or brother.
        Sibling = "sibling" / "SIBLING",
        /// Holds an account together with the other.
        JointHolder = "joint_holder" / "JOINT_HOLDER",
        /// May act for the other.
        PowerOfAttorney = "power_of_attorney" / "POWER_OF_ATTORNEY",
        /// The one the other may act for.
        Principal = "principal" / "PRINCIPAL",
        /// Formerly husband or wife.
        ExSpouse = "ex_spouse" / "EX_SPOUSE",
        /// Related in another way.
        Other = "other" / "OTHER",
        /// The bank does not say how, or in a word that is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
}
