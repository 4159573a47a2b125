//! Words: what of a name, an e-mail address or a search text is compared.
//!
//! Both sides are folded in the same way, so that a search finds a name whatever its case, accents and form of letters.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// So many characters of a word are kept and compared.
const LONGEST_WORD: usize = 64;
/// So many characters of a name or an address are looked at: more than their columns hold.
const LONGEST_TEXT: usize = 400;
/// So many words of a name are kept, and so many of an address.
const MOST_KEPT: usize = 16;
/// Longest search text, in characters.
const LONGEST_SEARCH: usize = 200;
/// Most words of a search, each of which is looked up by itself.
const MOST_SEARCHED: usize = 8;
/// Characters that at least one word of a search has: a single letter finds nearly everybody.
const SHORTEST_SEARCH: usize = 2;

/// The words that a customer is found by, each once.
pub(super) fn words_of(name: Option<&str>, email: Option<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Some(name) = name {
        found.extend(words(&folded(name)).take(MOST_KEPT).map(str::to_owned));
    }
    if let Some(email) = email {
        let address = address(email);
        let local = address.split('@').next().unwrap_or_default();
        found.extend(words(local).take(MOST_KEPT).map(cut));
        found.extend((!address.is_empty()).then(|| cut(&address)));
    }
    found.into_iter().map(|word| cut(&word)).collect()
}

/// The beginnings of words that a search text asks for, the longest first: a customer is found who has a word for each.
/// An error says what is wrong, to follow the argument's name.
pub(crate) fn searched(text: &str) -> Result<Vec<String>, String> {
    if text.chars().nth(LONGEST_SEARCH).is_some() {
        return Err(format!("has more than {LONGEST_SEARCH} characters"));
    }
    let mut wanted = BTreeSet::new();
    for term in text.split_whitespace() {
        if term.contains('@') {
            wanted.insert(cut(&address(term)));
        } else {
            wanted.extend(words(&folded(term)).map(cut));
        }
    }
    // Who has a word that begins with the longer one has one that begins with the shorter.
    let is_implied = |word: &String| wanted.iter().any(|other| other != word && other.starts_with(word.as_str()));
    let mut needed: Vec<String> = wanted.iter().filter(|word| !is_implied(word)).cloned().collect();
    needed.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    if needed.len() > MOST_SEARCHED {
        return Err(format!("has more than {MOST_SEARCHED} words"));
    }
    match needed.first() {
        Some(longest) if longest.chars().count() >= SHORTEST_SEARCH => Ok(needed),
        _ => Err(format!("needs a word of at least {SHORTEST_SEARCH} letters or digits")),
    }
}

/// Compatibility forms taken apart, marks off, case folded.
fn folded(text: &str) -> String {
    let text: String = text.chars().take(LONGEST_TEXT).collect();
    let bare = text.nfkd().filter(|character| !is_combining_mark(*character));
    // By way of upper case, which takes apart what lower case keeps, such as ß and the two small sigmas; and lower case
    // first, since a capital ß stays whole.
    let lower = bare.flat_map(char::to_lowercase);
    let folded: String = lower.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    folded.nfkd().filter(|character| !is_combining_mark(*character)).nfc().collect()
}

/// An e-mail address, folded; what cannot be in one is left out.
fn address(text: &str) -> String {
    folded(text).chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect()
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST_WORD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str, email: &str) -> String {
        words_of(Some(name), Some(email)).into_iter().collect::<Vec<_>>().join(" ")
    }

    /// Whether a search finds who has this name and this address.
    fn finds(search: &str, name: &str, email: &str) -> bool {
        let kept = words_of(Some(name), Some(email));
        searched(search)
            .expect("a search")
            .iter()
            .all(|wanted| kept.iter().any(|word| word.starts_with(wanted.as_str())))
    }

    #[test]
    fn a_customer_is_found_by_the_words_of_name_and_address() {
        assert_eq!(
            kept("Ana  Müller", "Ana.Mueller+bank@Example.ORG"),
            "ana ana.mueller+bank@example.org bank mueller muller"
        );
        assert_eq!(kept("O'Brien-Ó Súilleabháin", ""), "brien o suilleabhain");
        assert_eq!(kept("STRAẞE straße Strasse", ""), "strasse");
        assert_eq!(kept("ΣΊΣΥΦΟΣ σίσυφος", ""), "σισυφοσ");
        assert_eq!(kept("ｆｕｌｌ ﬁne №5", ""), "fine full no5");
        assert_eq!(kept("İstanbul ISTANBUL", ""), "istanbul");
        assert_eq!(kept("김철수 王伟", ""), "王伟 김철수");
        assert_eq!(kept(" \u{0}\u{301} ", " "), "");
        assert_eq!(words_of(None, None), BTreeSet::new());
    }

    #[test]
    fn a_search_finds_beginnings_in_any_order() {
        let found = |search| finds(search, "Ana Müller", "ana.mueller@example.org");
        for search in [
            "mul an",
            "MÜL",
            "Mu\u{308}ller",
            "ana.mue",
            "ana.mueller@",
            "ANA.mueller@EXAMPLE.org",
            "muller a",
            "an, ana",
        ] {
            assert!(found(search), "{search}");
        }
        for search in ["ul", "ana ben", "example", "@example.org", "ana.mueller@example.com", "anam"] {
            assert!(!found(search), "{search}");
        }
        assert!(searched("김").is_err(), "one letter is too short");
        assert!(finds("김철", "김철수", ""));
    }

    #[test]
    fn a_search_is_bounded() {
        assert_eq!(searched("an ana ANA á"), Ok(vec!["ana".to_owned()]), "the others are implied");
        assert_eq!(searched("j smith"), Ok(vec!["smith".to_owned(), "j".to_owned()]));
        for nothing in ["", " ", "a", "%", "a b", "\u{0}", "\u{301}"] {
            assert!(searched(nothing).is_err_and(|reason| reason.contains("at least 2")), "{nothing:?}");
        }
        assert!(searched("aa bb cc dd ee ff gg hh").is_ok());
        assert!(searched("aa bb cc dd ee ff gg hh ii").is_err_and(|reason| reason.contains("8 words")));
        assert!(searched(&"é".repeat(200)).is_ok_and(|words| words[0].chars().count() == LONGEST_WORD));
        assert!(searched(&"é".repeat(201)).is_err_and(|reason| reason.contains("200")));
        let hostile = words_of(Some(&"ﷺ ".repeat(100_000)), Some(&"@".repeat(100_000)));
        assert!(hostile.len() <= 2 * MOST_KEPT + 1);
        assert!(hostile.iter().all(|word| word.chars().count() <= LONGEST_WORD));
    }
}
