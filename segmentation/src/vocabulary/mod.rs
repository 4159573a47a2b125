//! The closed vocabularies of the bank's code columns and of the tags in its notes.
//!
//! A bank writes codes as free text: `Direct Debit`, `direct-debit`, `STANDING ORDER`. [`normalise`] takes the spelling
//! out, an alias table takes the synonyms out, and what is still not known is `Unknown`, never an error.

mod access_level;
mod account_status;
mod account_type;
mod category;
mod channel;
mod communication_type;
mod payment_method;
mod relationship_role;
mod relationship_type;
mod spellings;
pub(crate) mod transaction_type;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub use access_level::AccessLevel;
pub use account_status::AccountStatus;
pub use account_type::AccountType;
pub use category::Category;
pub use channel::{Channel, ChannelClass};
pub use communication_type::{CommunicationType, ContactClass};
pub use payment_method::PaymentMethod;
pub use relationship_role::RelationshipRole;
pub use relationship_type::RelationshipType;
pub use spellings::Spellings;
pub use transaction_type::TransactionType;

use crate::closed_enum::ClosedEnum;

/// A closed list that raw text of the bank maps to.
pub trait Vocabulary: ClosedEnum {
    /// The name of the vocabulary: `transaction_type`.
    const VOCABULARY: &'static str;
    /// Other spellings, already normalised, and what they stand for, in declared order.
    const ALIASES: &'static [(&'static str, Self)];
    /// The member a raw text stands for by the built-in aliases; `Unknown` when it stands for none.
    fn from_text(text: &str) -> Self;
    /// [`Self::from_text`] of a text that is already [normal](normalise).
    fn from_normal(text: &str) -> Self;
}

/// Takes the spelling out of a code: NFKC, lower case, outer white space off, each run of white space, `-` and `/`
/// to one `_`.
///
/// Text that is already in this form is handed back without a copy: code columns repeat a few texts many times.
pub fn normalise(text: &str) -> Cow<'_, str> {
    let separates = |c: char| c.is_whitespace() || c == '-' || c == '/';
    let is_normal = text.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase() && b != b'-' && b != b'/');
    if is_normal {
        return Cow::Borrowed(text);
    }
    // NFKC leaves ASCII as it is.
    let folded =
        if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfkc().flat_map(char::to_lowercase).collect() };
    let mut normal = String::with_capacity(folded.len());
    let mut in_run = false;
    for c in folded.trim().chars() {
        if separates(c) {
            if !in_run {
                normal.push('_');
            }
            in_run = true;
        } else {
            normal.push(c);
            in_run = false;
        }
    }
    Cow::Owned(normal)
}

/// Declares a [`closed_enum`](crate::closed_enum) that raw text maps to. The last member must be `Unknown`.
macro_rules! vocabulary {
    (
        $key:literal;
        $(#[doc = $doc:literal])+
        pub enum $Enum:ident {
            $( $(#[doc = $member_doc:literal])+ $Member:ident = $code:literal / $name:literal, )+
        }
        aliases { $( $alias:literal => $Target:ident, )* }
    ) => {
        $crate::closed_enum::closed_enum! {
            $(#[doc = $doc])+
            pub enum $Enum {
                $( $(#[doc = $member_doc])+ $Member = $code / $name, )+
            }
        }

        impl $Enum {
            /// The name of the vocabulary.
            pub const VOCABULARY: &'static str = $key;

            /// Other spellings, already normalised, and what they stand for.
            pub const ALIASES: &'static [(&'static str, Self)] = &[$(($alias, Self::$Target)),*];

            /// The member a raw text stands for, whatever its case and separators; `Unknown` when it stands for none.
            ///
            /// Only the built-in aliases are known here. A bank's own come with its rules:
            /// [`Rules::vocabulary`](crate::Rules::vocabulary).
            pub fn from_text(text: &str) -> Self {
                Self::from_normal(&$crate::vocabulary::normalise(text))
            }

            /// [`Self::from_text`] of a text that is already [normal](crate::vocabulary::normalise).
            pub fn from_normal(text: &str) -> Self {
                match text {
                    $($code => Self::$Member,)+
                    $($alias => Self::$Target,)*
                    _ => Self::Unknown,
                }
            }
        }

        impl $crate::vocabulary::Vocabulary for $Enum {
            const VOCABULARY: &'static str = Self::VOCABULARY;
            const ALIASES: &'static [(&'static str, Self)] = Self::ALIASES;
            fn from_text(text: &str) -> Self {
                Self::from_text(text)
            }
            fn from_normal(text: &str) -> Self {
                Self::from_normal(text)
            }
        }
    };
}

pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    fn assert_vocabulary<V: Vocabulary + core::fmt::Debug>() {
        assert_well_formed::<V>();
        assert_eq!(V::ALL.last().map(|m| m.code()), Some("unknown"));
        for member in V::ALL {
            assert_eq!(V::from_text(member.code()), *member);
            assert_eq!(V::from_text(&format!("  {} ", member.name().replace('_', " - "))), *member);
        }
        for (alias, member) in V::ALIASES {
            assert_eq!(normalise(alias), *alias, "an alias is written in its normal form");
            assert_eq!(V::from_text(alias), *member);
            assert!(V::ALL.iter().all(|m| m.code() != *alias), "{alias} is a code");
        }
        for odd in ["", " ", "\u{0}", "🏦", "no such code", "\u{202e}elbatrop"] {
            assert_eq!(V::from_text(odd).code(), "unknown", "{odd:?}");
        }
    }

    #[test]
    fn every_vocabulary_is_well_formed() {
        assert_vocabulary::<AccessLevel>();
        assert_vocabulary::<AccountStatus>();
        assert_vocabulary::<AccountType>();
        assert_vocabulary::<Category>();
        assert_vocabulary::<Channel>();
        assert_vocabulary::<CommunicationType>();
        assert_vocabulary::<PaymentMethod>();
        assert_vocabulary::<RelationshipType>();
        assert_vocabulary::<TransactionType>();
        assert_well_formed::<RelationshipRole>();
    }

    #[test]
    fn spelling_is_taken_out_of_a_code() {
        for text in
            ["direct_debit", " Direct Debit ", "DIRECT-DEBIT", "direct / debit", "direct\u{a0}\tdebit", "direct_debit"]
        {
            assert_eq!(normalise(text), "direct_debit", "{text:?}");
        }
    }

    #[test]
    fn a_code_in_normal_form_is_not_copied() {
        assert!(matches!(normalise("bill_payment"), Cow::Borrowed(_)));
        assert!(matches!(normalise("Bill_payment"), Cow::Owned(_)));
    }
}
