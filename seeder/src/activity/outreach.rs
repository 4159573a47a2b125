//! The communication log: who turned to whom, about what.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::{days_between, moment, shifted};
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

/// A contact that the customer began; its number is given later.
pub(crate) fn inbound(person: &Person, kind: &'static str, at: NaiveDateTime, draw: &mut Draw) -> CommunicationRow {
    let subject = match kind {
        "app_session" => "Logged in to the app",
        "web_session" => "Logged in to online banking",
        _ => draw.pick_skewed(&SUBJECTS),
    };
    let mut summary = format!("{subject}; dir=in");
    if kind != "app_session" && kind != "web_session" {
        let topic = draw.weighted(&[(950, ""), (40, "; topic=complaint"), (10, "; topic=hardship")]);
        summary.push_str(topic);
        if draw.chance(70) {
            summary.push_str(match person.habit.leaning {
                Leaning::Screen => "; pref=digital",
                Leaning::Branch => "; pref=branch",
                Leaning::Phone => "; pref=phone",
                Leaning::Mixed => draw.pick(&["; pref=digital", "; pref=branch", "; pref=phone"]),
            });
        }
    }
    CommunicationRow { log_id: 0, customer_id: person.id, communication_type: kind, timestamp: at, summary }
}

/// Adds what the bank sent, and the news of a wedding where the couple told it.
pub(crate) fn log(
    plan: &Plan,
    person: &Person,
    consent: Consent,
    wedding: Option<NaiveDate>,
    rows: &mut Vec<CommunicationRow>,
) {
    if person.is_minor() {
        return;
    }
    let mut draw = plan.key().draw(Aspect::PersonOutreach, person.id);
    let mut add = |kind, at, summary| {
        rows.push(CommunicationRow {
            log_id: 0,
            customer_id: person.id,
            communication_type: kind,
            timestamp: at,
            summary,
        });
    };
    if let Consent::Granted { from } = consent
        && from < person.last
        && draw.chance(450)
    {
        let day = shifted(from, draw.between(1, days_between(from, person.last)));
        let kind = draw.weighted(&[(6, "email"), (2, "app_message"), (1, "sms"), (1, "letter")]);
        let summary = format!("{}; dir=out; purpose=marketing", draw.pick(&CAMPAIGNS));
        add(kind, moment(day, 9..18, &mut draw), summary);
    }
    if draw.chance(250) && person.standing != Standing::Prospect {
        let day = shifted(person.joined, draw.between(0, days_between(person.joined, person.last)));
        let kind = draw.weighted(&[(4, "email"), (3, "letter"), (2, "app_message"), (2, "sms")]);
        add(kind, moment(day, 9..18, &mut draw), "Yearly statement; dir=out".to_owned());
    }
    if let Some(wedding) = wedding.filter(|day| *day >= person.joined && draw.chance(400)) {
        let day = shifted(wedding, draw.between(1, 25)).min(person.last);
        let kind = match person.habit.leaning {
            Leaning::Branch => "branch_visit",
            Leaning::Phone => "phone_call",
            Leaning::Screen | Leaning::Mixed => "web_chat",
        };
        if day >= wedding {
            add(kind, moment(day, 9..16, &mut draw), "Told us of a wedding; dir=in; event=marriage".to_owned());
        }
    }
}
