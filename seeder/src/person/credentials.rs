//! How a customer logs in, as a row of `security`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::person::habit::Leaning;
use crate::person::{Person, Standing};
use crate::plan::Plan;
use crate::row::SecurityRow;
use crate::stream::{Aspect, Draw};

/// How every password string begins: the parameters that OWASP recommends.
pub(crate) const PARAMETERS: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// Whether somebody was given a log-in, and the draws that decide the rest.
fn enrolment(plan: &Plan, person: &Person) -> (bool, Draw) {
    let mut draw = plan.key().draw(Aspect::PersonCredentials, person.stream);
    let enrolled = match (person.told_standing, person.habit.leaning) {
        _ if person.age < 13 => 0,
        (Standing::Prospect, _) => 200,
        _ if person.is_minor() => 350,
        _ if person.habit.is_offline() => plan.noise(120),
        (_, Leaning::Screen) => 1_000 - plan.noise(20),
        (_, Leaning::Mixed) => 1_000 - plan.noise(100),
        (_, Leaning::Branch | Leaning::Phone) => 1_000 - plan.noise(300),
    };
    (draw.chance(enrolled), draw)
}

/// True for somebody who was given a log-in.
pub(crate) fn are_issued(plan: &Plan, person: &Person) -> bool {
    enrolment(plan, person).0
}

/// The row of somebody who was given a log-in.
pub(crate) fn row(plan: &Plan, person: &Person, security_id: i64, customer_id: i64) -> SecurityRow {
    let (_, mut draw) = enrolment(plan, person);
    let access_level = if person.habit.is_offline() {
        draw.weighted(&[(6, "none"), (4, "disabled")])
    } else if person.is_minor() {
        "basic"
    } else {
        draw.weighted(&[
            (580, "basic"),
            (300, "standard"),
            (60, "premium"),
            (20, "none"),
            (20, "disabled"),
            (15, "staff"),
            (5, "admin"),
        ])
    };
    let is_gone = matches!(person.standing, Standing::Left | Standing::Deceased);
    let access_level = if is_gone { "disabled" } else { access_level };
    // The digest is random, so no password verifies; the parameters are those that real digests should have.
    let salt = STANDARD_NO_PAD.encode(draw.bytes::<16>());
    let digest = STANDARD_NO_PAD.encode(draw.bytes::<32>());
    SecurityRow {
        security_id,
        customer_id,
        username: format!("{}{customer_id}", person.name.ascii_given()),
        password: format!("{PARAMETERS}{salt}${digest}"),
        access_level,
    }
}
