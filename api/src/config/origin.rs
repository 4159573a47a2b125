//! Other sites whose pages may ask, named exactly.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use url::Url;

use super::ConfigError;

/// The origin of a page, as a browser sends it: scheme, host and, where it is not the usual one, port.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

impl Origin {
    /// The origin as a browser sends it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let written =
            Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && !text.contains('*'));
        match written.map(|url| url.origin().ascii_serialization()) {
            // Whatever a browser would send otherwise would never be found equal.
            Some(origin) if origin == text => Ok(Self(origin)),
            _ => Err(ConfigError::new(format!(
                "http.allowed_origins: \"{text}\" is no origin; name each site as its browser does, such as \
                 https://reports.example.org or http://localhost:3000, without a path; `*` is not possible"
            ))),
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_a_browser_writes_it() {
        for origin in ["https://reports.example.org", "http://localhost:3000", "https://[::1]:8443"] {
            assert_eq!(origin.parse::<Origin>().unwrap().as_str(), origin);
        }
        for wrong in [
            "*",
            "null",
            "",
            "reports.example.org",
            "https://*.example.org",
            "https://reports.example.org/",
            "https://reports.example.org:443",
            "https://Reports.example.org",
            "https://user@reports.example.org",
            "file:///page",
            "ftp://example.org",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
