//! What a customer agreed to, as rows of `compliance`.

use chrono::NaiveDate;

use crate::calendar::{days_between, shifted};
use crate::person::{Person, Standing};
use crate::plan::{Ids, Plan, next};
use crate::row::ComplianceRow;
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

/// The customer's answer, and its rows.
pub(crate) fn ask(plan: &Plan, person: &Person, ids: &mut Ids, rows: &mut Vec<ComplianceRow>) -> Consent {
    let mut draw = plan.key().draw(Aspect::PersonConsent, person.id);
    let first = shifted(person.joined, draw.between(0, days_between(person.joined, person.last).min(30)));
    let later = shifted(first, draw.between(0, days_between(first, person.last)));
    let met = match person.standing {
        Standing::Pending | Standing::Prospect => None,
        Standing::Frozen => Some(false),
        _ => Some(!draw.chance(20)),
    };
    let mut add = |at: NaiveDate, given, tags: &str| {
        rows.push(ComplianceRow {
            compliance_id: next(&mut ids.compliance),
            customer_id: person.id,
            consent_given: given,
            disclosures: format!("at={at}{tags}"),
            regulatory_requirements_met: met,
        });
    };
    match draw.below(1_000) {
        0..620 => {
            let optout = draw.weighted(&[
                (80, ""),
                (8, "; optout=phone"),
                (6, "; optout=sms,phone"),
                (4, "; optout=post"),
                (2, "; optout=email,sms,phone,post"),
            ]);
            add(first, true, optout);
            Consent::Granted { from: first }
        }
        620..840 => {
            add(first, false, "");
            Consent::Refused
        }
        840..860 if later > first => {
            add(first, false, "");
            add(later, true, "");
            Consent::Granted { from: later }
        }
        840..910 => {
            add(first, true, "");
            add(later, true, "; objection=marketing");
            Consent::Objected
        }
        910..920 => {
            add(first, true, "; objection=marketing");
            add(later, true, "; objection_withdrawn=marketing");
            Consent::Granted { from: later }
        }
        _ => Consent::Unasked,
    }
}
