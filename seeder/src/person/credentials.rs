//! How a customer logs in, as a row of `security`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::person::habit::Leaning;
use crate::person::{Person, Standing};
use crate::plan::{Ids, Plan, next};
use crate::row::SecurityRow;
use crate::stream::Aspect;

/// The row of somebody who was given a log-in; `None` for the others.
pub(crate) fn issue(plan: &Plan, person: &Person, ids: &mut Ids) -> Option<SecurityRow> {
    let mut draw = plan.key().draw(Aspect::PersonCredentials, person.id);
    let enrolled = match (person.standing, person.habit.leaning) {
        _ if person.age < 13 => 0,
        (Standing::Prospect, _) => 200,
        _ if person.is_minor() => 350,
        _ if person.habit.offline() => 120,
        (_, Leaning::Screen) => 980,
        (_, Leaning::Mixed) => 900,
        (_, Leaning::Branch | Leaning::Phone) => 600,
    };
    if !draw.chance(enrolled) {
        return None;
    }
    let access_level = match person.standing {
        Standing::Left | Standing::Deceased => "disabled",
        _ if person.habit.offline() => draw.weighted(&[(6, "none"), (4, "disabled")]),
        _ if person.is_minor() => "basic",
        _ => draw.weighted(&[
            (580, "basic"),
            (300, "standard"),
            (60, "premium"),
            (20, "none"),
            (20, "disabled"),
            (15, "staff"),
            (5, "admin"),
        ]),
    };
    // The digest is random, so no password verifies; the parameters are those that real digests should have.
    let salt = STANDARD_NO_PAD.encode(draw.bytes::<16>());
    let digest = STANDARD_NO_PAD.encode(draw.bytes::<32>());
    Some(SecurityRow {
        security_id: next(&mut ids.security),
        customer_id: person.id,
        username: format!("{}{}", person.name.ascii_given(), person.id),
        password: format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${digest}"),
        access_level,
    })
}
