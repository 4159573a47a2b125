//! `tellergraph seed --demo-logins`: the passwords, for whoever is at the terminal.

use super::plan::Planned;
use crate::cli::{Failure, console};

/// Prints the log-ins that were given passwords, if the plan wants some.
pub(super) fn tell(planned: &Planned) -> Result<(), Failure> {
    if !planned.plan().options().demo_logins {
        return Ok(());
    }
    let logins = planned.bank().demo_logins();
    console::tell(
        "--demo-logins: somebody knows the passwords of these log-ins, and whoever knows the seed can find them out; never \
         let the bank's customers and programs use this database",
    );
    let heading = ["customer", "username", "password", "access level"].map(str::to_owned);
    let lines = logins
        .into_iter()
        .map(|login| [login.customer_id.to_string(), login.username, login.password, login.access_level.to_owned()]);
    let lines: Vec<[String; 4]> = std::iter::once(heading).chain(lines).collect();
    console::print(&console::aligned(&lines, &[0]))
}
