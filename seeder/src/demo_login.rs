//! A few log-ins with passwords that somebody knows, to try programs out that let customers in.
//!
//! All other password strings have a random digest, so that no password verifies. These have real ones, and the
//! passwords follow from the seed: whoever knows the plan knows them.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::calendar::age_on;
use crate::person::credentials::PARAMETERS;
use crate::plan::Plan;
use crate::row::Block;
use crate::stream::{Aspect, Draw};

/// What the log-ins may do, one each.
const LEVELS: [&str; 5] = ["basic", "standard", "premium", "staff", "admin"];

/// Signs of a password that nobody takes for one another.
const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A log-in and its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoLogin {
    /// Whose it is.
    pub customer_id: i64,
    /// The name to log in with.
    pub username: String,
    /// The password in clear.
    pub password: String,
    /// What the log-in may do: one of five, the least first.
    pub access_level: &'static str,
}

/// Gives the first log-ins of adults in the bank's first block their passwords, if the plan wants it; at most five, fewer
/// in a bank of a few people.
pub(crate) fn give(plan: &Plan, block: &mut Block) -> Vec<DemoLogin> {
    if !plan.options().demo_logins {
        return Vec::new();
    }
    let is_adult = |customer_id: i64| {
        let found = block.customers.binary_search_by_key(&customer_id, |row| row.customer_id).ok();
        let birth = found.and_then(|place| block.customers.get(place)?.date_of_birth);
        birth.is_some_and(|birth| age_on(birth, plan.as_of()) >= 18)
    };
    let open = block.securities.iter_mut();
    let open = open.filter(|row| !matches!(row.access_level, "none" | "disabled") && is_adult(row.customer_id));
    let given = open.zip(LEVELS).zip(1..).filter_map(|((row, access_level), number)| {
        let mut draw = plan.key().draw(Aspect::DemoLogin, number);
        let password = password(&mut draw);
        row.password = verifying(&password, &draw.bytes::<16>()).ok()?;
        row.access_level = access_level;
        Some(DemoLogin { customer_id: row.customer_id, username: row.username.clone(), password, access_level })
    });
    given.collect()
}

/// Four groups of five signs.
fn password(draw: &mut Draw) -> String {
    let groups: [String; 4] = std::array::from_fn(|_| (0..5).map(|_| char::from(draw.pick(SIGNS))).collect());
    groups.join("-")
}

/// The string that the password verifies against; an error only if the parameters were out of bounds.
fn verifying(password: &str, salt: &[u8]) -> Result<String, argon2::Error> {
    let params = Params::new(19_456, 2, 1, Some(32))?;
    let mut digest = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
        password.as_bytes(),
        salt,
        &mut digest,
    )?;
    Ok(format!("{PARAMETERS}{}${}", STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(digest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Bank;
    use crate::plan::PlanOptions;

    fn bank(seed: u64, demo_logins: bool) -> Bank {
        let options = PlanOptions { demo_logins, ..PlanOptions::default() };
        Bank::of(Plan::with(300, seed, "2026-06-30".parse().expect("a date"), options).expect("a plan"))
    }

    fn verifies(password: &str, phc: &str) -> bool {
        let salt = phc.strip_prefix(PARAMETERS).and_then(|rest| rest.split_once('$')).expect("a PHC string").0;
        verifying(password, &STANDARD_NO_PAD.decode(salt).expect("base 64")).as_deref() == Ok(phc)
    }

    #[test]
    fn each_password_verifies_against_its_own_row_and_no_other() {
        let bank = bank(7, true);
        let (block, logins) = (bank.block(0), bank.demo_logins());
        assert_eq!(logins.iter().map(|login| login.access_level).collect::<Vec<_>>(), LEVELS);
        for login in &logins {
            let right: Vec<_> = block
                .securities
                .iter()
                .filter(|row| logins.iter().any(|login| login.username == row.username))
                .filter(|row| verifies(&login.password, &row.password))
                .map(|row| (row.customer_id, row.username.clone(), row.access_level))
                .collect();
            assert_eq!(right, [(login.customer_id, login.username.clone(), login.access_level)]);
        }
    }

    #[test]
    fn nothing_else_changes_and_the_same_seed_gives_the_same() {
        let (plain, with) = (bank(7, false), bank(7, true));
        assert_eq!(plain.demo_logins(), []);
        assert_ne!(plain.dataset_id(), with.dataset_id());
        assert_eq!(with.demo_logins(), bank(7, true).demo_logins());
        assert_ne!(with.demo_logins(), bank(8, true).demo_logins());
        assert_eq!(plain.counts(), with.counts());
        let (mut plain_block, block) = (plain.block(0), with.block(0));
        let changed: Vec<_> = plain_block.securities.iter().zip(&block.securities).filter(|(a, b)| a != b).collect();
        assert_eq!(changed.len(), 5);
        plain_block.securities.clone_from(&block.securities);
        assert_eq!(plain_block, block);
    }
}
