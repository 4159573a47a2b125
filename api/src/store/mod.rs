//! What feeds the segmentation rules, and what keeps the tables of our own.
//!
//! * [`refresh`]: gives every customer the answers of the rules at a date
//! * `answers`: gives some customers the answers of the rules at any date, when somebody asks
//! * [`codes`]: knows which code each text of the bank's code columns stands for
//! * [`search`]: keeps the words that customers are found by
//! * [`seeding`]: knows whether the bank is being filled
//! * `dossier`: reads what the rules look at
//! * `stored`: reads the answers in force back, customer by customer
//!
//! Who writes to these tables does so alone (`session`) and in one transaction, so readers see all of it or nothing.

pub(crate) mod answers;
pub mod codes;
pub(crate) mod dossier;
mod error;
mod overview;
pub mod refresh;
mod rows;
pub mod search;
pub mod seeding;
mod session;
pub(crate) mod stored;

pub use error::StoreError;
