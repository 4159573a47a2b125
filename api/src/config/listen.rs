//! Where the server may listen: on this machine's loopback and nowhere else, as long as nobody has to log in.

use std::{fmt, net::SocketAddr, str::FromStr};

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// An address of the loopback and a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Listen(SocketAddr);

impl Listen {
    /// The address to bind. Port 0 stands for any free port.
    pub const fn address(self) -> SocketAddr {
        self.0
    }
}

impl FromStr for Listen {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        // The one name that means this machine everywhere. Others are not looked up: what a name means can change
        // between the check and the bind.
        let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
        match numeric.as_deref().unwrap_or(text).parse::<SocketAddr>() {
            Ok(address) if address.ip().is_loopback() => Ok(Self(address)),
            _ => Err(ConfigError::new(format!(
                "refusing to listen on \"{text}\": anybody who can connect could read the bank, so only a loopback \
                 address is allowed; set TELLERGRAPH_LISTEN to 127.0.0.1:PORT or [::1]:PORT"
            ))),
        }
    }
}

impl TryFrom<String> for Listen {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        text.parse()
    }
}

impl From<Listen> for String {
    fn from(listen: Listen) -> Self {
        listen.to_string()
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
