//! What a customer agreed to, as rows of `compliance`.

use chrono::NaiveDate;

use crate::calendar::{days_between, shifted};
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::stream::Aspect;

/// A customer's answer to marketing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    Granted {
        from: NaiveDate,
    },
    Refused,
    /// Agreed once, objected later.
    Objected,
    /// Never asked.
    Unasked,
}

/// A row of `compliance` to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) at: NaiveDate,
    pub(crate) given: bool,
    pub(crate) tags: &'static str,
    pub(crate) met: Option<bool>,
}

/// The customer's answer, and its rows.
pub(crate) fn ask(plan: &Plan, person: &Person) -> (Consent, Vec<Answer>) {
    let mut draw = plan.key().draw(Aspect::PersonConsent, person.stream);
    let first = shifted(person.joined, draw.between(0, days_between(person.joined, person.told_last).min(30)));
    let later = shifted(first, draw.between(0, days_between(first, person.told_last)));
    let lapsed = draw.chance(20);
    let met = match person.standing {
        Standing::Pending | Standing::Prospect => None,
        Standing::Frozen => Some(false),
        _ => Some(!lapsed),
    };
    let answer = |at, given, tags| Answer { at, given, tags, met };
    if draw.chance(plan.options().consent) {
        return match draw.below(620) {
            0..10 if later > first => {
                (Consent::Granted { from: later }, vec![answer(first, false, ""), answer(later, true, "")])
            }
            10..16 => (
                Consent::Granted { from: later },
                vec![
                    answer(first, true, "; objection=marketing"),
                    answer(later, true, "; objection_withdrawn=marketing"),
                ],
            ),
            _ => {
                let optout = draw.weighted(&[
                    (80, ""),
                    (8, "; optout=phone"),
                    (6, "; optout=sms,phone"),
                    (4, "; optout=post"),
                    (2, "; optout=email,sms,phone,post"),
                ]);
                (Consent::Granted { from: first }, vec![answer(first, true, optout)])
            }
        };
    }
    match draw.below(380) {
        0..240 => (Consent::Refused, vec![answer(first, false, "")]),
        240..250 => (Consent::Objected, vec![answer(first, true, ""), answer(later, true, "; objection=marketing")]),
        250..300 => (Consent::Objected, vec![answer(first, true, "; objection=marketing")]),
        _ => (Consent::Unasked, Vec::new()),
    }
}
