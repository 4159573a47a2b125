//! What the tests of the whole stand on: engines of their own, a database for each test, the program as users run it,
//! and the list of tools that a run must have.
//!
//! Nothing is installed or downloaded. Servers are started from programs found on the machine, on free ports of the
//! loopback address and in temporary folders, and they end with the test process, however it ends.

pub mod browser;
pub mod engine;
pub mod program;
pub mod require;

/// What stands between a test and what it tests.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
