//! The segmentation rules: those built in, or those of a file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tellergraph_segmentation::{Rules, RulesError};

use super::ConfigError;

/// Which segmentation rules are used.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Segmentation {
    /// The rules file; empty for the rules that are built in.
    pub rules: PathBuf,
    /// What it says.
    #[serde(skip)]
    effective: Arc<EffectiveRules>,
}

/// Rules, with the hash that answers are stamped with.
#[derive(Debug)]
pub struct EffectiveRules {
    /// The thresholds.
    pub rules: Rules,
    /// Their hash, in 64 hexadecimal digits.
    pub hash: String,
}

impl From<Rules> for EffectiveRules {
    fn from(rules: Rules) -> Self {
        let hash = rules.hash();
        Self { rules, hash }
    }
}

impl Default for EffectiveRules {
    fn default() -> Self {
        Rules::default().into()
    }
}

impl Segmentation {
    /// The rules in use.
    pub fn effective(&self) -> &Arc<EffectiveRules> {
        &self.effective
    }

    /// Reads the file that is named.
    pub(super) fn load(&mut self) -> Result<(), ConfigError> {
        if !self.rules.as_os_str().is_empty() {
            self.effective = Arc::new(read(&self.rules)?.into());
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Rules, ConfigError> {
    let file = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::new(format!("segmentation.rules: cannot read the rules in {file}: {error}")))?;
    Rules::from_toml(&text).map_err(|error| {
        ConfigError::new(match error {
            RulesError::Syntax(fault) => {
                let start = fault.span().map_or(0, |span| span.start);
                let (line, key) = place(&text, start);
                let key = key.map(|key| format!(", `{key}`")).unwrap_or_default();
                format!("{file}, line {line}{key}: {}", fault.message().replace('\n', "; "))
            }
            RulesError::Value { key, reason } => format!("{file}: `{key}`: {reason}"),
        })
    })
}

/// The line at an offset of a TOML text, counted from 1, and the key that is set there: of the last key that begins at
/// or before it, in the last section that does. `None` before the first key.
fn place(text: &str, offset: usize) -> (usize, Option<String>) {
    let mut section = "";
    let mut key = None;
    let mut begin = 0;
    let mut number = 0;
    for line in text.split_inclusive('\n') {
        if begin > offset {
            break;
        }
        number += 1;
        begin += line.len();
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            section = name.0.trim();
            key = None;
        } else if let Some((name, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            key = Some(name.trim());
        }
    }
    let whole = match (section, key) {
        ("", key) => key.map(str::to_owned),
        (section, None) => Some(section.to_owned()),
        (section, Some(key)) => Some(format!("{section}.{key}")),
    };
    (number.max(1), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let error = read(file.path()).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 1, "{error}");
        error.strip_prefix(&file.path().display().to_string()).unwrap().to_owned()
    }

    #[test]
    fn a_file_needs_only_what_it_changes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "[income]\nreference_net = \"3000.00\"\n").unwrap();
        let rules: EffectiveRules = read(file.path()).unwrap().into();
        assert_ne!(rules.hash, EffectiveRules::default().hash);
        assert_eq!(rules.rules.age, Rules::default().age);
    }

    #[test]
    fn a_fault_is_told_in_one_line_with_its_key() {
        let unknown = refused("# mine\n[age]\nyoung_maximum = 30\n");
        assert!(unknown.starts_with(", line 3, `age.young_maximum`: unknown field `young_maximum`"), "{unknown}");
        let wrong = refused("[age]\nyoung_max = 30\n[digital]\nweights = { enrolled = \"x\" }\n");
        assert!(wrong.starts_with(", line 4, `digital.weights`: "), "{wrong}");
        let section = refused("[ages]\n");
        assert!(section.starts_with(", line 1, `ages`: unknown field `ages`"), "{section}");
        let syntax = refused("currency = \"EUR\n");
        assert!(syntax.starts_with(", line 1, `currency`: "), "{syntax}");
        assert_eq!(refused("[age]\nbands = [18, 25, 25, 45, 55, 65]\n"), ": `age.bands`: the ages must ascend");
    }
}
