//! Digital or in person: what the customer said, else what the customer did.

use chrono::NaiveDate;

use crate::answer::{ChannelPreference, ChannelStrengthLabel};
use crate::explanation::witness::{DatedRow, Seen, Tell, Witness};
use crate::explanation::{Flag, Rule, Table};
use crate::money::divide_rounded;
use crate::preparation::Facts;
use crate::rules::{Ratio, Rules};
use crate::vocabulary::{ChannelClass, ContactClass};
use crate::window::{first_of_days, in_days};

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
pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> ChannelFinding {
    let stated = facts.statements.last().filter(|s| in_days(s.at.date(), as_of, rules.channel.stated_days));
    if let Some((statement, preference)) = stated.and_then(|s| Some((s, preference_for(s.preferred)?))) {
        tell.row(
            Rule::StatedPreference,
            Seen::new(Table::CommunicationLog, statement.log_id, Some(statement.at.date())),
        );
        return ChannelFinding { preference, strength: Some(100), label: ChannelStrengthLabel::Stated };
    }
    let events = Events::of(facts, rules, as_of, tell);
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
    fn of<W: Witness>(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate, tell: Tell<'_, W>) -> Self {
        let is_recent = |date| in_days(date, as_of, rules.channel.days);
        let mut events = Self::default();
        let first = first_of_days(as_of, rules.channel.days);
        for rule in [Rule::DigitalVote, Rule::InPersonVote, Rule::RemoteVote] {
            tell.looked(rule, Table::Transactions, first, Some(as_of));
        }
        for event in facts.channel_events.iter().filter(|event| is_recent(event.row.date)) {
            if events.take(event.channel.class(), event.row, rules, tell) && event.is_unmirrored_payment() {
                tell.flag(Flag::PaymentUnmirrored);
            }
        }
        for contact in facts.contacts.iter().filter(|contact| is_recent(contact.row.date)) {
            let class = match contact.class {
                ContactClass::Digital => ChannelClass::Digital,
                ContactClass::InPerson => ChannelClass::InPerson,
                ContactClass::Remote => ChannelClass::Remote,
                ContactClass::Session => continue,
            };
            events.take(class, contact.row, rules, tell);
        }
        if facts.unmapped_days.iter().any(|date| is_recent(*date)) {
            tell.flag(Flag::UnmappedCode);
        }
        events
    }

    /// Counts an event or contact; false when it has no vote.
    fn take<W: Witness>(&mut self, class: ChannelClass, row: DatedRow, rules: &Rules, tell: Tell<'_, W>) -> bool {
        let votes = &rules.channel.votes;
        let (count, rule, vote) = match class {
            ChannelClass::Digital => (&mut self.digital, Rule::DigitalVote, votes.digital),
            ChannelClass::InPerson => (&mut self.in_person, Rule::InPersonVote, votes.in_person),
            ChannelClass::Remote => (&mut self.remote, Rule::RemoteVote, votes.remote),
            ChannelClass::SelfService | ChannelClass::Neutral => return false,
        };
        *count += 1;
        tell.worth(rule, row, u32::from(vote));
        true
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
