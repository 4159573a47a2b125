//! A thousand passwords that people take, in the order in which they are tried.
//!
//! They are put together as people put them together: a word, and what a form that wants a digit or a sign gets.

/// What follows a word, the usual before the rare.
const ENDINGS: [&str; 10] = ["", "1", "123", "!", "12", "1!", "2026", "2025", "01", "#1"];

/// Words that passwords are made of, the usual before the rare.
const WORDS: [&str; 100] = [
    "password",
    "123456",
    "qwerty",
    "welcome",
    "letmein",
    "admin",
    "changeme",
    "secret",
    "bank",
    "money",
    "test",
    "demo",
    "abc",
    "iloveyou",
    "monkey",
    "dragon",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "master",
    "shadow",
    "login",
    "hello",
    "freedom",
    "whatever",
    "trustno",
    "superman",
    "batman",
    "passw0rd",
    "P@ssw0rd",
    "Password",
    "Welcome",
    "Summer",
    "Winter",
    "Spring",
    "Autumn",
    "summer",
    "winter",
    "spring",
    "autumn",
    "monday",
    "friday",
    "january",
    "june",
    "july",
    "august",
    "october",
    "december",
    "teller",
    "account",
    "savings",
    "credit",
    "dollar",
    "silver",
    "golden",
    "diamond",
    "coffee",
    "cookie",
    "banana",
    "orange",
    "cherry",
    "pepper",
    "ginger",
    "flower",
    "tiger",
    "eagle",
    "panther",
    "falcon",
    "wolf",
    "kitty",
    "buddy",
    "lucky",
    "happy",
    "angel",
    "heaven",
    "jesus",
    "family",
    "mother",
    "father",
    "daniel",
    "thomas",
    "michael",
    "jordan",
    "andrew",
    "charlie",
    "maggie",
    "jessica",
    "london",
    "boston",
    "chicago",
    "phoenix",
    "liverpool",
    "chelsea",
    "arsenal",
    "yankees",
    "hockey",
    "soccer",
    "guitar",
    "computer",
];

/// How many there are.
pub(super) const LENGTH: usize = WORDS.len() * ENDINGS.len();

/// The password at this place: all words as they are come first.
pub(super) fn word(index: usize) -> String {
    let word = WORDS.get(index % WORDS.len()).copied().unwrap_or_default();
    let ending = ENDINGS.get(index / WORDS.len()).copied().unwrap_or_default();
    format!("{word}{ending}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_a_thousand_different_ones() {
        let words: BTreeSet<String> = (0..LENGTH).map(word).collect();
        assert_eq!(words.len(), 1_000);
        assert_eq!(word(0), "password");
        assert!(words.contains("Summer2026"));
    }
}
