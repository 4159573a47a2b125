//! `tellergraph config`

use super::{Failure, console};
use crate::config::Config;

pub(super) fn run(config: &Config) -> Result<(), Failure> {
    console::print(&config.to_toml()?)
}
