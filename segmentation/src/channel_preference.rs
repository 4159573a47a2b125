//! Digital or in person: what the customer said, else what the customer did.

use chrono::NaiveDate;

use crate::answer::{ChannelPreference, ChannelStrengthLabel};
use crate::money::divide_rounded;
use crate::preparation::Facts;
use crate::rules::{Ratio, Rules};
use crate::vocabulary::{ChannelClass, ContactClass};
use crate::window::in_days;

/// The channel preference of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelFinding {
    /// The preferred way.
    pub preference: ChannelPreference,
    /// Share of the leading way in percent, 100 when stated; `None` when there were too few events.
    pub strength: Option<u8>,
    /// How clear it is.
    pub label: ChannelStrengthLabel,
}

/// Events of each way that has a vote.
#[derive(Clone, Copy, Default)]
struct Events {
    digital: i128,
    in_person: i128,
    remote: i128,
}

/// The preference of a customer.
pub(crate) fn finding(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate) -> ChannelFinding {
    let stated = facts.statements.last().filter(|s| in_days(s.at.date(), as_of, rules.channel.stated_days));
    if let Some(preference) = stated.and_then(|statement| preference_for(statement.preferred)) {
        return ChannelFinding { preference, strength: Some(100), label: ChannelStrengthLabel::Stated };
    }
    let events = Events::of(facts, rules, as_of);
    if events.digital + events.in_person + events.remote < i128::from(rules.channel.min_events) {
        return ChannelFinding {
            preference: ChannelPreference::Unknown,
            strength: None,
            label: ChannelStrengthLabel::Unknown,
        };
    }
    by_votes(events, rules)
}

impl Events {
    fn of(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate) -> Self {
        let is_recent = |date| in_days(date, as_of, rules.channel.days);
        let mut events = Self::default();
        for event in facts.channel_events.iter().filter(|event| is_recent(event.date)) {
            match event.channel.class() {
                ChannelClass::Digital => events.digital += 1,
                ChannelClass::InPerson => events.in_person += 1,
                ChannelClass::Remote => events.remote += 1,
                ChannelClass::SelfService | ChannelClass::Neutral => {}
            }
        }
        for contact in facts.contacts.iter().filter(|contact| is_recent(contact.date)) {
            match contact.class {
                ContactClass::Digital => events.digital += 1,
                ContactClass::InPerson => events.in_person += 1,
                ContactClass::Remote => events.remote += 1,
                ContactClass::Session => {}
            }
        }
        events
    }
}

fn by_votes(events: Events, rules: &Rules) -> ChannelFinding {
    let votes = &rules.channel.votes;
    // In the order in which a tie is decided.
    let ways = [
        (ChannelPreference::Digital, events.digital * i128::from(votes.digital)),
        (ChannelPreference::InPerson, events.in_person * i128::from(votes.in_person)),
        (ChannelPreference::RemoteAssisted, events.remote * i128::from(votes.remote)),
    ];
    let all: i128 = ways.iter().map(|(_, votes)| votes).sum();
    let mut leading = (ChannelPreference::Hybrid, 0);
    for way in ways {
        if way.1 > leading.1 {
            leading = way;
        }
    }
    let reaches = |share: Ratio| share.compare_share(leading.1, all).is_ge();
    let (preference, label) = if reaches(rules.channel.strong) {
        (leading.0, ChannelStrengthLabel::Strong)
    } else if reaches(rules.channel.majority) {
        (leading.0, ChannelStrengthLabel::Moderate)
    } else {
        (ChannelPreference::Hybrid, ChannelStrengthLabel::Mixed)
    };
    let strength = u8::try_from(divide_rounded(100 * leading.1, all).clamp(0, 100)).unwrap_or(0);
    ChannelFinding { preference, strength: Some(strength), label }
}

fn preference_for(class: ChannelClass) -> Option<ChannelPreference> {
    match class {
        ChannelClass::Digital => Some(ChannelPreference::Digital),
        ChannelClass::InPerson => Some(ChannelPreference::InPerson),
        ChannelClass::Remote => Some(ChannelPreference::RemoteAssisted),
        ChannelClass::SelfService | ChannelClass::Neutral => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_before_they_are_rounded() {
        let of = |digital, in_person, remote| {
            let found = by_votes(Events { digital, in_person, remote }, &Rules::default());
            (found.preference, found.strength, found.label)
        };
        let (digital, hybrid) = (ChannelPreference::Digital, ChannelPreference::Hybrid);
        let (strong, moderate) = (ChannelStrengthLabel::Strong, ChannelStrengthLabel::Moderate);
        assert_eq!(of(12, 1, 0), (digital, Some(80), strong));
        assert_eq!(of(6, 0, 2), (digital, Some(60), moderate));
        assert_eq!(of(597, 133, 0), (hybrid, Some(60), ChannelStrengthLabel::Mixed), "597 of 996 is below 3/5");
        assert_eq!(of(3, 1, 0), (hybrid, Some(50), ChannelStrengthLabel::Mixed));
        assert_eq!(of(1, 4, 0), (ChannelPreference::InPerson, Some(92), strong));
        assert_eq!(of(1, 0, 4), (ChannelPreference::RemoteAssisted, Some(89), strong));
    }
}
