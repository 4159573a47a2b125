//! The shape every closed list of codes has, so that the server can publish and store any of them the same way.

/// A closed list of codes with names and descriptions.
///
/// The same members exist as inherent items on every enum of this crate; the trait is for code that works on any of
/// them.
pub trait ClosedEnum: Copy + Eq + core::hash::Hash + 'static {
    /// What the list is about: one sentence for clients.
    const DESCRIPTION: &'static str;
    /// Every member, in declared order. The order is the sort order and, for answers, the stored position.
    const ALL: &'static [Self];
    /// The lower-case code: `term_deposit`.
    fn code(self) -> &'static str;
    /// The name in the GraphQL schema: `TERM_DEPOSIT`.
    fn name(self) -> &'static str;
    /// What the member means: one sentence for clients.
    fn description(self) -> &'static str;
    /// The place in [`Self::ALL`], counted from 0.
    fn position(self) -> i16;
    /// The member at a place of [`Self::ALL`]; `None` when there is none.
    fn from_position(position: i16) -> Option<Self>;
}

/// Declares an enum with everything of [`ClosedEnum`].
///
/// The doc comments are the descriptions that clients read: one source for both.
macro_rules! closed_enum {
    (
        $(#[doc = $doc:literal])+
        pub enum $Enum:ident {
            $( $(#[doc = $member_doc:literal])+ $Member:ident = $code:literal / $name:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        pub enum $Enum {
            $( $(#[doc = $member_doc])+ $Member, )+
        }

        impl $Enum {
            /// What the list is about: one sentence for clients.
            pub const DESCRIPTION: &'static str = concat!($($doc),+).trim_ascii();

            /// Every member, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$Member),+];

            /// The lower-case code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$Member => $code,)+ }
            }

            /// The name in the GraphQL schema.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Member => $name,)+ }
            }

            /// What the member means: one sentence for clients.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$Member => concat!($($member_doc),+).trim_ascii(),)+ }
            }

            /// The place in [`Self::ALL`], counted from 0.
            pub const fn position(self) -> i16 {
                self as i16
            }

            /// The member at a place of [`Self::ALL`]; `None` when there is none.
            pub fn from_position(position: i16) -> Option<Self> {
                Self::ALL.get(usize::try_from(position).ok()?).copied()
            }
        }

        impl $crate::closed_enum::ClosedEnum for $Enum {
            const DESCRIPTION: &'static str = Self::DESCRIPTION;
            const ALL: &'static [Self] = Self::ALL;
            fn code(self) -> &'static str {
                self.code()
            }
            fn name(self) -> &'static str {
                self.name()
            }
            fn description(self) -> &'static str {
                self.description()
            }
            fn position(self) -> i16 {
                self.position()
            }
            fn from_position(position: i16) -> Option<Self> {
                Self::from_position(position)
            }
        }
    };
}

pub(crate) use closed_enum;

#[cfg(test)]
pub(crate) mod tests {
    use super::ClosedEnum;

    /// What must hold for every closed enum.
    pub(crate) fn assert_well_formed<E: ClosedEnum + core::fmt::Debug>() {
        assert!(E::DESCRIPTION.ends_with('.'), "{}", E::DESCRIPTION);
        let mut codes = std::collections::BTreeSet::new();
        for (place, member) in E::ALL.iter().enumerate() {
            assert_eq!(usize::try_from(member.position()).ok(), Some(place));
            assert_eq!(E::from_position(member.position()), Some(*member));
            assert_eq!(member.name(), member.code().to_ascii_uppercase());
            assert!(member.description().ends_with('.') && !member.description().starts_with(' '), "{member:?}");
            assert!(codes.insert(member.code()), "{member:?} twice");
        }
        assert_eq!(E::from_position(-1), None);
        let beyond = i16::try_from(E::ALL.len()).expect("short list");
        assert_eq!(E::from_position(beyond), None);
    }
}
