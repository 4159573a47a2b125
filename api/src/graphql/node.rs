//! Global ids: opaque to clients, typed, and strict about their form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::catalog::{CATALOG, Concept};
use super::error::GraphError;

/// The global id of a row. It starts with a letter, since concepts have upper-case names.
pub fn write_id(out: &mut String, concept: &str, key: i64) {
    URL_SAFE_NO_PAD.encode_string(format!("{concept}:{key}"), out);
}

/// The concept and the key that a global id names. An id that this server did not write is the user's mistake.
pub fn read_id(id: &str) -> Result<(&'static Concept, i64), GraphError> {
    let malformed = || GraphError::bad_input("The id is malformed: pass an `id` as this server gave it.");
    let bytes = URL_SAFE_NO_PAD.decode(id).map_err(|_| malformed())?;
    let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
    let (name, digits) = text.split_once(':').ok_or_else(malformed)?;
    let concept = CATALOG.concept(name).filter(|concept| concept.is_node()).ok_or_else(malformed)?;
    let key: i64 = digits.parse().map_err(|_| malformed())?;
    if key.to_string() != digits {
        return Err(malformed());
    }
    Ok((concept, key))
}

/// The key that a global id of `concept` names; an id of another type is the user's mistake.
pub fn read_id_of(concept: &Concept, id: &str) -> Result<i64, GraphError> {
    let (named, key) = read_id(id)?;
    if named.name == concept.name {
        Ok(key)
    } else {
        Err(GraphError::bad_input(format!("The id is of type `{}`, not `{}`.", named.name, concept.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(concept: &str, key: i64) -> String {
        let mut out = String::new();
        write_id(&mut out, concept, key);
        out
    }

    #[test]
    fn an_id_is_read_as_it_was_written() {
        for key in [0, 1, -1, i64::MAX, i64::MIN] {
            let (concept, read) = read_id(&id("Customer", key)).unwrap();
            assert_eq!((concept.name, read), ("Customer", key));
        }
        assert!(id("Account", 7).starts_with(|first: char| first.is_ascii_alphabetic()));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_or_is_read_otherwise(text in ".{0,80}", bytes: Vec<u8>, key: i64) {
            for id in [text, URL_SAFE_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(format!("Customer:{key}"))] {
                if let Ok((concept, key)) = read_id(&id) {
                    let mut again = String::new();
                    write_id(&mut again, concept.name, key);
                    proptest::prop_assert_eq!(again, id);
                }
            }
        }
    }

    #[test]
    fn what_this_server_did_not_write_is_refused() {
        let raw = |text: &str| URL_SAFE_NO_PAD.encode(text);
        for wrong in [
            "",
            "7",
            "Customer:7",
            "!!!!",
            "Q3VzdG9tZXI6Nw==",
            &raw("Customer:07"),
            &raw("Customer:+7"),
            &raw("Customer:"),
            &raw("Segment:7"),
            &raw("Nobody:7"),
            &raw("Customer:99999999999999999999"),
        ] {
            assert!(read_id(wrong).is_err(), "{wrong}");
        }
        assert!(read_id_of(CATALOG.concept("Account").unwrap(), &id("Customer", 7)).is_err());
    }
}
