//! The notes of a booked row.

use crate::vocabulary::Channel;

/// What a row says about itself, still without the reference to its counterpart.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Note {
    text: &'static str,
    category: Option<&'static str>,
    channel: Option<Channel>,
    party: Option<&'static str>,
    on_behalf_of: Option<i64>,
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
        Self { party: Some(party), ..self }
    }

    /// With the customer whom the money is for (`for`).
    pub(crate) const fn on_behalf_of(self, customer_id: Option<i64>) -> Self {
        Self { on_behalf_of: customer_id, ..self }
    }

    /// The column's text, with the reference (`ref`); `None` when there is nothing to say.
    pub(crate) fn render(&self, reference: Option<&str>) -> Option<String> {
        let mut text = self.text.to_owned();
        let mut tag = |key: &str, value: &str| {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(key);
            text.push('=');
            text.push_str(value);
        };
        if let Some(category) = self.category {
            tag("cat", category);
        }
        if let Some(channel) = self.channel {
            tag("ch", channel.code());
        }
        if let Some(party) = self.party {
            tag("cp", party);
        }
        if let Some(customer_id) = self.on_behalf_of {
            tag("for", &customer_id.to_string());
        }
        if let Some(reference) = reference {
            tag("ref", reference);
        }
        (!text.is_empty()).then_some(text)
    }
}
