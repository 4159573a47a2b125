//! The log, on the standard error stream. It holds what happened and how long it took, never statements, variables or
//! anything about a person.

use std::panic::PanicHookInfo;

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Log, LogFormat, LogLevel};

/// Libraries that would write down statements or addresses with passwords.
const SILENCED: [&str; 6] =
    ["sqlx=warn", "sea_orm=warn", "sea_orm_migration=warn", "hyper=warn", "rustls=warn", "log=warn"];

/// Sets the log up for the rest of the process. Called twice, the second call changes nothing.
pub fn start(log: &Log) {
    let level = match log.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
        LogLevel::Trace => "trace",
    };
    let filter = SILENCED.iter().fold(EnvFilter::new(level), |filter, directive| match directive.parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    });
    let subscriber = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // An error means that a test, or the first call, has set one up already.
    let _ = match log.format {
        LogFormat::Text => subscriber.with_ansi(is_terminal()).with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
    std::panic::set_hook(Box::new(log_panic));
}

fn is_terminal() -> bool {
    use std::io::IsTerminal as _;
    std::io::stderr().is_terminal()
}

/// A message that was put together may quote values, one that was written into the program cannot.
fn log_panic(info: &PanicHookInfo<'_>) {
    let message = info.payload().downcast_ref::<&'static str>().copied().unwrap_or("message withheld");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(location, "panicked: {message}");
}
