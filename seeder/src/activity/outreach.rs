//! The communication log: who turned to whom, about what.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::{Month, moment, shifted};
use crate::person::consent::Consent;
use crate::person::habit::Leaning;
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::row::CommunicationRow;
use crate::stream::{Aspect, Draw};

const SUBJECTS: [&str; 8] = [
    "Asked about a card limit",
    "Asked for a statement",
    "Changed an address",
    "Asked about savings rates",
    "Reported a lost card",
    "Asked about a standing order",
    "Asked about fees",
    "Wanted a certificate of account",
];

const CAMPAIGNS: [&str; 4] = ["Savings offer", "Card offer", "Home loan evening", "New in the app"];

/// A row of the communication log to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contact {
    pub(crate) member: usize,
    pub(crate) kind: &'static str,
    pub(crate) at: NaiveDateTime,
    pub(crate) subject: &'static str,
    /// Its tags, parts of one text.
    pub(crate) tags: [&'static str; 3],
}

impl Contact {
    /// The row with this id, of this customer.
    pub(crate) fn row(&self, log_id: i64, customer_id: i64) -> CommunicationRow {
        let [direction, topic, more] = self.tags;
        CommunicationRow {
            log_id,
            customer_id,
            communication_type: self.kind,
            timestamp: self.at,
            summary: [self.subject, direction, topic, more].concat(),
        }
    }
}

/// A contact that the customer began.
pub(crate) fn inbound(
    member: usize,
    person: &Person,
    kind: &'static str,
    at: NaiveDateTime,
    draw: &mut Draw,
) -> Contact {
    let is_session = matches!(kind, "app_session" | "web_session");
    let subject = match kind {
        "app_session" => "Logged in to the app",
        "web_session" => "Logged in to online banking",
        _ => draw.pick_skewed(&SUBJECTS),
    };
    let (topic, preference) = if is_session {
        ("", "")
    } else {
        let topic = draw.weighted(&[(991, ""), (6, "; topic=complaint"), (3, "; topic=hardship")]);
        let preference = match person.habit.leaning {
            _ if !draw.chance(12) => "",
            Leaning::Screen => "; pref=digital",
            Leaning::Branch => "; pref=branch",
            Leaning::Phone => "; pref=phone",
            Leaning::Mixed => "",
        };
        (topic, preference)
    };
    Contact { member, kind, at, subject, tags: ["; dir=in", topic, preference] }
}

/// Adds what the bank sent.
pub(crate) fn log(plan: &Plan, member: usize, person: &Person, consent: Consent, contacts: &mut Vec<Contact>) {
    if person.is_minor() {
        return;
    }
    let mut draw = plan.key().draw(Aspect::PersonOutreach, person.stream);
    let mut add = |kind, at, subject, tags| contacts.push(Contact { member, kind, at, subject, tags });
    if let Consent::Granted { from } = consent {
        let mut draw = draw.fork();
        let mut day = shifted(from, draw.between(1, 120));
        while day < person.last {
            let kind = draw.weighted(&[(6, "email"), (2, "app_message"), (1, "sms"), (1, "letter")]);
            let at = moment(day, 9..18, &mut draw);
            add(kind, at, draw.pick(&CAMPAIGNS), ["; dir=out", "; purpose=marketing", ""]);
            day = shifted(day, draw.between(45, 190));
        }
    }
    if person.told_standing != Standing::Prospect {
        let mut draw = draw.fork();
        for month in Month::span(person.joined, person.last) {
            let day = month.day(7);
            // A yearly statement, and the change of a tariff now and then.
            let due = month.number() == 1 || draw.chance(25);
            if due && day > person.joined && day <= person.last {
                let kind = draw.weighted(&[(4, "email"), (3, "letter"), (2, "app_message"), (2, "sms")]);
                add(kind, moment(day, 9..18, &mut draw), "News about your account", ["; dir=out", "", ""]);
            }
        }
    }
}

/// Adds the news of a wedding, told within a few weeks.
pub(crate) fn tell_of_wedding(
    plan: &Plan,
    member: usize,
    person: &Person,
    wedding: NaiveDate,
    contacts: &mut Vec<Contact>,
) {
    let mut draw = plan.key().draw(Aspect::PersonTold, person.stream);
    let day = shifted(wedding, draw.between(1, 25));
    let kind = match person.habit.leaning {
        Leaning::Branch => "branch_visit",
        Leaning::Phone => "phone_call",
        Leaning::Screen | Leaning::Mixed => "web_chat",
    };
    let (at, subject) = (moment(day, 9..16, &mut draw), "Told us of a wedding");
    contacts.push(Contact { member, kind, at, subject, tags: ["; dir=in", "; event=marriage", ""] });
}
