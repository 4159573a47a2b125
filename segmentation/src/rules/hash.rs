//! The hash that says which rules an answer rests on.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::words::WordList;
use super::{ALGORITHM, Rules};

pub(super) fn hash(rules: &Rules) -> String {
    // Rules hold texts, whole numbers, dates and lists of them: nothing that JSON cannot write.
    let mut config = serde_json::to_value(rules).unwrap_or_default();
    if let Some(config) = config.as_object_mut() {
        // The words in force are below, however they came about.
        config.remove("aliases");
        config.remove("keywords");
    }
    let vocabularies: serde_json::Map<_, _> = WordList::all()
        .into_iter()
        .map(|list| (list.name.to_owned(), json!({ "codes": list.codes, "aliases": rules.aliases.in_force(&list) })))
        .collect();
    let keywords = rules.keywords.in_force();
    let basis = json!({
        "algorithm": ALGORITHM,
        "config": config,
        "vocabularies": vocabularies,
        "keywords": keywords.iter().map(|(word, meaning)| json!([word, meaning.as_tag()])).collect::<Vec<_>>(),
    });
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(canonical(&basis)) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// JSON with sorted keys and no white space, as RFC 8785 has it for texts and whole numbers.
///
/// The order of a `serde_json` map depends on a feature that any crate of a build may switch on; the hash must not.
fn canonical(value: &Value) -> String {
    let list = |items: Vec<String>| items.join(",");
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            let members = members.into_iter();
            let pairs = members.map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", list(pairs.collect()))
        }
        Value::Array(items) => format!("[{}]", list(items.iter().map(canonical).collect())),
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_json_sorts_keys_and_leaves_no_white_space() {
        let value: Value = serde_json::from_str(r#"{ "b": [1, "x"], "a": { "d": null, "c": true } }"#).expect("JSON");
        assert_eq!(canonical(&value), r#"{"a":{"c":true,"d":null},"b":[1,"x"]}"#);
    }

    #[test]
    fn the_hash_of_the_defaults_is_stable() {
        // It changes when a default, an alias, a keyword or the algorithm does: answers stored under the old hash are
        // then of other rules, so bump `ALGORITHM` where the meaning changed.
        assert_eq!(Rules::default().hash(), "7657971defe0a54bdeae207aa254713658a7b38142d06c1f1b857cc064fd3572");
    }

    #[test]
    fn other_thresholds_have_another_hash_and_other_spellings_do_not() {
        let hash = |text: &str| Rules::from_toml(text).expect(text).hash();
        assert_eq!(hash("[channel]\nmajority = \"3/5\""), Rules::default().hash());
        assert_eq!(hash("[income]\nreference_net = \"4500\""), Rules::default().hash());
        assert_ne!(hash("[income]\nreference_net = \"4500.01\""), Rules::default().hash());
        assert_ne!(hash("[cost]\natm = \"0.86\""), Rules::default().hash());
    }
}
