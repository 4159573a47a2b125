//! How two customers are related.

use super::{RelationshipRole, vocabulary};

vocabulary! {
    "relationship_type";
    /// How two customers are related, read as: the first customer is the … of the second.
    pub enum RelationshipType {
        /// Husband or wife.
        Spouse = "spouse" / "SPOUSE",
        /// Partner without marriage.
        Partner = "partner" / "PARTNER",
        /// The first is mother or father of the second.
        Parent = "parent" / "PARENT",
        /// The first is daughter or son of the second.
        Child = "child" / "CHILD",
        /// The first is legal guardian of the second.
        Guardian = "guardian" / "GUARDIAN",
        /// Sister or brother.
        Sibling = "sibling" / "SIBLING",
        /// Both hold an account together.
        JointHolder = "joint_holder" / "JOINT_HOLDER",
        /// The first may act for the second.
        PowerOfAttorney = "power_of_attorney" / "POWER_OF_ATTORNEY",
        /// Formerly husband or wife.
        ExSpouse = "ex_spouse" / "EX_SPOUSE",
        /// Related in another way.
        Other = "other" / "OTHER",
        /// The column is empty or its text is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {
        "wife" => Spouse,
        "husband" => Spouse,
        "married" => Spouse,
        "mother" => Parent,
        "father" => Parent,
        "son" => Child,
        "daughter" => Child,
        "joint" => JointHolder,
        "joint_account" => JointHolder,
    }
}

impl RelationshipType {
    /// Whether it can decide who lives together, or whose rows the answers of both rest on.
    pub const fn decides_households(self) -> bool {
        matches!(self, Self::Spouse | Self::Partner | Self::Parent | Self::Child | Self::JointHolder)
    }

    /// What the first customer of the row is to the second.
    pub const fn role_of_first(self) -> RelationshipRole {
        match self {
            Self::Spouse => RelationshipRole::Spouse,
            Self::Partner => RelationshipRole::Partner,
            Self::Parent => RelationshipRole::Parent,
            Self::Child => RelationshipRole::Child,
            Self::Guardian => RelationshipRole::Guardian,
            Self::Sibling => RelationshipRole::Sibling,
            Self::JointHolder => RelationshipRole::JointHolder,
            Self::PowerOfAttorney => RelationshipRole::PowerOfAttorney,
            Self::ExSpouse => RelationshipRole::ExSpouse,
            Self::Other => RelationshipRole::Other,
            Self::Unknown => RelationshipRole::Unknown,
        }
    }

    /// What the second customer of the row is to the first.
    pub const fn role_of_second(self) -> RelationshipRole {
        match self {
            Self::Parent => RelationshipRole::Child,
            Self::Child => RelationshipRole::Parent,
            Self::Guardian => RelationshipRole::Ward,
            Self::PowerOfAttorney => RelationshipRole::Principal,
            _ => self.role_of_first(),
        }
    }

    /// Whether the row says the same when its two customers change places.
    ///
    /// Where a database holds such a row in both directions, the pair is shown once.
    pub const fn is_symmetric(self) -> bool {
        !matches!(self, Self::Parent | Self::Child | Self::Guardian | Self::PowerOfAttorney)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_read_from_either_end() {
        assert_eq!(RelationshipType::Parent.role_of_first(), RelationshipRole::Parent);
        assert_eq!(RelationshipType::Parent.role_of_second(), RelationshipRole::Child);
        assert_eq!(RelationshipType::Guardian.role_of_second(), RelationshipRole::Ward);
        assert_eq!(RelationshipType::PowerOfAttorney.role_of_second(), RelationshipRole::Principal);
    }

    #[test]
    fn symmetric_types_have_one_role() {
        for kind in RelationshipType::ALL {
            assert_eq!(kind.is_symmetric(), kind.role_of_first() == kind.role_of_second(), "{kind:?}");
        }
    }
}
