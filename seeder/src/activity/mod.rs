//! What customers do: what comes in, what goes out, and how they talk to the bank.

pub(crate) mod card;
pub(crate) mod income;
pub(crate) mod obligation;
pub(crate) mod outreach;
pub(crate) mod saving;
pub(crate) mod spending;
