//! The rules in force: every threshold the answers rest on, read from a TOML file.
//!
//! What the file leaves out has its default; what it names and the rules do not know is an error.
//! `rules.default.toml` beside this crate is the documented file with every default.

mod check;
mod hash;
mod ratio;
mod section;
mod value_section;
mod words;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use ratio::Ratio;
pub use section::{Age, Channel, ChannelVotes, Digital, DigitalWeights, Income, Matching, Stage};
pub use value_section::{
    Churn, ChurnPoints, Cost, CreditBasis, Dormancy, Fatigue, Household, Policy, Rfm, RfmMode, Value,
};
pub use words::{Aliases, Keywords};

use crate::vocabulary::{Spellings, Vocabulary};

/// The name of the meaning of the rules. It changes whenever the same rows and thresholds would give another answer.
pub const ALGORITHM: &str = "tellergraph-seg/2";

/// The documented rules file with every default.
pub const DEFAULT_TOML: &str = include_str!("../../rules.default.toml");

/// A rules file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// Not TOML, an unknown key, or a value of the wrong kind. The message shows the line.
    #[error("the rules file cannot be read: {0}")]
    Syntax(#[from] Box<toml::de::Error>),
    /// A value that makes no sense, alone or beside another.
    #[error("{key}: {reason}")]
    Value {
        /// The key in the file, such as `income.cuts`.
        key: Cow<'static, str>,
        /// What is expected of it.
        reason: Cow<'static, str>,
    },
}

/// Every threshold the answers rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Must be [`ALGORITHM`]: a file written for another meaning of the rules is refused.
    pub algorithm: String,
    /// The reporting currency: three capital letters. Rows tagged with another one are no income.
    pub currency: String,
    /// Age groups and bands.
    pub age: Age,
    /// The monthly income estimate and its bands.
    pub income: Income,
    /// Which rows are two sides of one act.
    pub matching: Matching,
    /// The digital score.
    pub digital: Digital,
    /// The channel preference.
    pub channel: Channel,
    /// The life stages.
    pub stage: Stage,
    /// Recency, frequency and monetary value.
    pub rfm: Rfm,
    /// Tiers of total assets.
    pub value: Value,
    /// Days without activity.
    pub dormancy: Dormancy,
    /// Points for signs of leaving.
    pub churn: Churn,
    /// The income tier of a household.
    pub household: Household,
    /// Limits of what marketing may see and send.
    pub policy: Policy,
    /// What one contact by each channel costs.
    pub cost: Cost,
    /// The bank's own words for codes.
    pub aliases: Aliases,
    /// The bank's own words in notes.
    pub keywords: Keywords,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            algorithm: ALGORITHM.to_owned(),
            currency: "USD".to_owned(),
            age: Age::default(),
            income: Income::default(),
            matching: Matching::default(),
            digital: Digital::default(),
            channel: Channel::default(),
            stage: Stage::default(),
            rfm: Rfm::default(),
            value: Value::default(),
            dormancy: Dormancy::default(),
            churn: Churn::default(),
            household: Household::default(),
            policy: Policy::default(),
            cost: Cost::default(),
            aliases: Aliases::default(),
            keywords: Keywords::default(),
        }
    }
}

impl Rules {
    /// Reads a rules file; the empty file gives the defaults.
    ///
    /// # Errors
    /// When the text is not TOML, names an unknown key, or a value makes no sense. The message names the key or shows
    /// its line.
    pub fn from_toml(text: &str) -> Result<Self, RulesError> {
        let mut rules: Self = toml::from_str(text).map_err(Box::new)?;
        check::check(&rules)?;
        rules.aliases = rules.aliases.settled()?;
        rules.keywords = rules.keywords.settled()?;
        Ok(rules)
    }

    /// How this bank spells the codes of a vocabulary.
    pub fn vocabulary<V: Vocabulary>(&self) -> Spellings<'_, V> {
        self.aliases.of()
    }

    /// What the answers rest on, in 64 hexadecimal digits: SHA-256 over the canonical JSON of these rules with their
    /// defaults filled in, the vocabularies with the aliases and the keywords of notes that are in force, and
    /// [`ALGORITHM`].
    ///
    /// Two ways of writing the same thresholds have the same hash.
    pub fn hash(&self) -> String {
        hash::hash(self)
    }
}
