//! The rules by example: each test is a small bank that a person can check by hand against `docs/segmentation.md`.
//!
//! Unless a test says otherwise, the date is 2026-06-30: the last day of a month, so that June counts.

mod any_rows;
mod bank;

mod age_group;
mod channel_preference;
mod churn;
mod credit;
mod digital_adoption;
mod edge_cases;
mod explanation;
mod hostile_explanations;
mod hostile_rows;
mod household;
mod household_holdings;
mod household_tier;
mod income;
mod life_stage;
mod lifecycle;
mod product;
mod rfm;
mod trigger;
mod value_tier;
