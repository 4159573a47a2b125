//! The segmentation rules: a customer's rows and a date in, answers out.
//!
//! The crate is pure. It reads no clock, no database and no file; the same rows, rules and date give the same answers,
//! in whatever order the rows come. Money is counted in whole cents. Odd rows are data, never a reason to fail.
//!
//! * [`household::unite`] tells, from all customers and relationships of the bank, who lives together and who is whose
//!   child. [`dossier::Dossier`] then holds the rows of some of them, and [`answer_all`] gives each an answer.
//! * [`rules`]: the thresholds, as a TOML file, and their hash
//! * [`vocabulary`]: the closed lists that the bank's code columns map to
//! * One file per dimension. The answers that are stored: [`age_group`], [`income`], [`digital_adoption`],
//!   [`channel_preference`], [`life_stage`]. Beside them: [`trigger`], [`rfm`], [`value_tier`], [`credit`],
//!   [`lifecycle`], [`dormancy`], [`churn`], [`household_tier`], [`household_holdings`], [`product`], [`suggestion`]
//! * [`explanation`]: why the rules say what they say, down to the rows

pub mod age;
pub mod age_group;
pub mod answer;
pub mod channel_preference;
pub mod churn;
mod closed_enum;
mod confidence;
pub mod credit;
pub mod digital_adoption;
pub mod dormancy;
pub mod dossier;
pub mod explanation;
pub mod finding;
pub mod household;
pub mod household_holdings;
pub mod household_tier;
pub mod income;
pub mod life_stage;
pub mod lifecycle;
mod marriage;
pub mod money;
mod notes;
mod preparation;
pub mod product;
pub mod rfm;
pub mod rules;
pub mod suggestion;
pub mod trigger;
pub mod value_tier;
pub mod vocabulary;
mod window;

pub use answer::Answers;
pub use closed_enum::ClosedEnum;
pub use confidence::Confidence;
pub use dossier::Dossier;
pub use explanation::{Explanation, explain_all};
pub use finding::{Findings, answer_all, find_all};
pub use rules::{Rules, RulesError};
