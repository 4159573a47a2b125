//! The notes of a booked row.

use std::fmt::Write;

use crate::account::merchant::Merchant;
use crate::vocabulary::Channel;

/// Given names of people outside the bank.
const FRIENDS: [&str; 24] = [
    "Robin", "Casey", "Jules", "Kim", "Sascha", "Noor", "Alex", "Charlie", "Dana", "Eli", "Frankie", "Gale", "Jamie",
    "Jordan", "Lee", "Morgan", "Pat", "Quinn", "Ray", "Sam", "Sidney", "Terry", "Toni", "Val",
];

/// How many friends can be told apart.
pub(crate) const ALL_FRIENDS: u16 = 24 * 26;

/// Who is on the other side.
#[derive(Clone, Copy, Debug)]
enum Party {
    Named(&'static str),
    Merchant(Merchant),
    /// One of [`ALL_FRIENDS`].
    Friend(u16),
}

/// What a row says about itself, still without the reference to its counterpart.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Note {
    text: &'static str,
    category: Option<&'static str>,
    channel: Option<Channel>,
    party: Option<Party>,
    /// The member of the household whom the money is for.
    pub(crate) on_behalf_of: Option<usize>,
}

impl Note {
    /// A note with this free text.
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text, ..Self::default() }
    }

    /// With a category (`cat`).
    pub(crate) const fn category(self, code: &'static str) -> Self {
        Self { category: Some(code), ..self }
    }

    /// With the channel (`ch`).
    pub(crate) const fn by(self, channel: Channel) -> Self {
        Self { channel: Some(channel), ..self }
    }

    /// With the counterparty (`cp`).
    pub(crate) const fn with(self, party: &'static str) -> Self {
        Self { party: Some(Party::Named(party)), ..self }
    }

    /// With a merchant as the counterparty.
    pub(crate) const fn with_merchant(self, merchant: Merchant) -> Self {
        Self { party: Some(Party::Merchant(merchant)), ..self }
    }

    /// With a private person as the counterparty.
    pub(crate) const fn with_friend(self, number: u16) -> Self {
        Self { party: Some(Party::Friend(number)), ..self }
    }

    /// With the member of the household whom the money is for (`for`).
    pub(crate) const fn on_behalf_of(self, member: Option<usize>) -> Self {
        Self { on_behalf_of: member, ..self }
    }

    /// Whether it says this category.
    pub(crate) fn is_for(&self, code: &str) -> bool {
        self.category == Some(code)
    }

    /// The column's text. `tags` says whether category, channel and counterparty are told; `customer_id` is whom the
    /// money is for, and `reference` leads to the counterpart (`ref`).
    pub(crate) fn render(&self, tags: bool, customer_id: Option<i64>, reference: Reference) -> Option<String> {
        let mut text = String::with_capacity(80);
        text.push_str(self.text);
        if tags {
            self.tag(&mut text);
        } else if let Some(party) = self.party {
            text.push(' ');
            party.write(&mut text);
        }
        // Writing into a string does not fail.
        if let Some(customer_id) = customer_id {
            let _ = write!(text, "; for={customer_id}");
        }
        let _ = match reference {
            Reference::None => Ok(()),
            Reference::Payment(id) => write!(text, "; ref=pay:{id}"),
            Reference::Transfer(id) => write!(text, "; ref=xfer:{id}"),
            Reference::Reversal(id) => write!(text, "; ref=rev:{id}"),
        };
        (!text.is_empty()).then_some(text)
    }

    fn tag(&self, text: &mut String) {
        if let Some(category) = self.category {
            text.push_str("; cat=");
            text.push_str(category);
        }
        if let Some(channel) = self.channel {
            text.push_str("; ch=");
            text.push_str(channel.code());
        }
        if let Some(party) = self.party {
            text.push_str("; cp=");
            party.write(text);
        }
    }
}

impl Party {
    fn write(self, text: &mut String) {
        match self {
            Self::Named(name) => text.push_str(name),
            // Writing into a string does not fail.
            Self::Merchant(merchant) => drop(write!(text, "{merchant}")),
            Self::Friend(number) => {
                let number = usize::from(number % ALL_FRIENDS);
                text.push_str(FRIENDS[number % FRIENDS.len()]);
                text.push(' ');
                text.push(char::from(b'A' + u8::try_from(number / FRIENDS.len()).unwrap_or(0)));
            }
        }
    }
}

/// The row that a row belongs to, by its key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reference {
    None,
    Payment(i64),
    Transfer(i64),
    Reversal(i64),
}
