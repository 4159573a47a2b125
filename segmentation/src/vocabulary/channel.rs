//! The way a customer reached the bank.

use super::vocabulary;
use crate::closed_enum::closed_enum;

vocabulary! {
    "channel";
    /// The way by which a transaction or payment reached the bank.
    pub enum Channel {
        /// The bank's mobile app.
        Mobile = "mobile" / "MOBILE",
        /// Online banking in a browser.
        Online = "online" / "ONLINE",
        /// A mobile wallet.
        Wallet = "wallet" / "WALLET",
        /// A card used in an online shop.
        CardOnline = "card_online" / "CARD_ONLINE",
        /// A counter in a branch.
        Branch = "branch" / "BRANCH",
        /// A call.
        Phone = "phone" / "PHONE",
        /// A letter or a cheque in the post.
        Mail = "mail" / "MAIL",
        /// A cash machine.
        Atm = "atm" / "ATM",
        /// A card used at a till.
        CardPos = "card_pos" / "CARD_POS",
        /// Clearing between banks, without an act of the customer.
        Ach = "ach" / "ACH",
        /// The bank's own systems.
        System = "system" / "SYSTEM",
        /// The channel is not known.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {}
}

closed_enum! {
    /// What a channel says of its user.
    pub enum ChannelClass {
        /// Self-directed over the internet.
        Digital = "digital" / "DIGITAL",
        /// Face to face with staff.
        InPerson = "in_person" / "IN_PERSON",
        /// With staff, at a distance.
        Remote = "remote" / "REMOTE",
        /// At a machine.
        SelfService = "self" / "SELF",
        /// Says nothing about the customer's choice.
        Neutral = "neutral" / "NEUTRAL",
    }
}

impl Channel {
    /// What the channel says of its user.
    pub const fn class(self) -> ChannelClass {
        match self {
            Self::Mobile | Self::Online | Self::Wallet | Self::CardOnline => ChannelClass::Digital,
            Self::Branch => ChannelClass::InPerson,
            Self::Phone | Self::Mail => ChannelClass::Remote,
            Self::Atm => ChannelClass::SelfService,
            Self::CardPos | Self::Ach | Self::System | Self::Unknown => ChannelClass::Neutral,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closed_enum::tests::assert_well_formed;

    #[test]
    fn classes_are_well_formed() {
        assert_well_formed::<ChannelClass>();
    }

    #[test]
    fn a_card_in_an_online_shop_is_digital_and_at_a_till_says_nothing() {
        assert_eq!(Channel::CardOnline.class(), ChannelClass::Digital);
        assert_eq!(Channel::CardPos.class(), ChannelClass::Neutral);
    }
}
