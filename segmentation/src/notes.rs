//! The tags and words that a bank writes into the notes of a transaction and the summary of a communication.

use std::borrow::Cow;

use crate::rules::Rules;
use crate::vocabulary::{Category, Channel, Spellings, normalise};

/// What a word in untagged notes stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    Category(Category),
    Channel(Channel),
}

impl Meaning {
    /// What a tag says, `None` when it is none of these or names no known code.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let (key, code) = split_tag(tag)?;
        match &*key {
            "cat" => Category::ALL.iter().find(|category| category.code() == code).copied().map(Self::Category),
            "ch" => Channel::ALL.iter().find(|channel| channel.code() == code).copied().map(Self::Channel),
            _ => None,
        }
    }

    /// The tag that says the same.
    pub(crate) fn as_tag(self) -> String {
        match self {
            Self::Category(category) => format!("cat={}", category.code()),
            Self::Channel(channel) => format!("ch={}", channel.code()),
        }
    }
}

/// Words that say what an untagged transaction was for or how it came, in the order in which they are looked for: the
/// first that names a category sets it, the first that names a channel sets it.
///
/// A word is found where it begins a word of the notes: `school_fee` in `School fees`, but `mobile` not in
/// `automobile`.
pub(crate) const KEYWORDS: &[(&str, Meaning)] = &[
    ("payroll", Meaning::Category(Category::Salary)),
    ("salary", Meaning::Category(Category::Salary)),
    ("wages", Meaning::Category(Category::Salary)),
    ("pension", Meaning::Category(Category::Pension)),
    ("annuity", Meaning::Category(Category::Pension)),
    ("tuition", Meaning::Category(Category::Tuition)),
    ("childcare", Meaning::Category(Category::Childcare)),
    ("nursery", Meaning::Category(Category::Childcare)),
    ("school_fee", Meaning::Category(Category::SchoolFees)),
    ("wedding", Meaning::Category(Category::Wedding)),
    ("bridal", Meaning::Category(Category::Wedding)),
    ("teller", Meaning::Channel(Channel::Branch)),
    ("branch", Meaning::Channel(Channel::Branch)),
    ("mobile", Meaning::Channel(Channel::Mobile)),
    ("online", Meaning::Channel(Channel::Online)),
    ("internet", Meaning::Channel(Channel::Online)),
];

/// The words that a bank writes into notes.
pub(crate) struct NoteWords<'r> {
    categories: Spellings<'r, Category>,
    channels: Spellings<'r, Channel>,
    /// In the order in which they are looked for.
    keywords: Vec<(&'r str, Meaning)>,
}

impl<'r> NoteWords<'r> {
    pub(crate) fn of(rules: &'r Rules) -> Self {
        Self { categories: rules.vocabulary(), channels: rules.vocabulary(), keywords: rules.keywords.in_force() }
    }
}

/// What a transaction's `ref` tag points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference<'a> {
    /// The payment that this debit carries out.
    Payment(i64),
    /// The transfer that this row is a leg of.
    Transfer(&'a str),
    /// The transaction that this row takes back.
    Reversal(i64),
    /// Something else.
    Other,
}

/// A transaction's notes, read. What only few rules ask for is still text.
#[derive(Debug, Default)]
pub(crate) struct Notes<'a> {
    pub(crate) category: Option<Category>,
    /// `Unknown` when the tag names no known channel; `None` when nothing is said.
    pub(crate) channel: Option<Channel>,
    pub(crate) reference: Option<Reference<'a>>,
    /// The customer the income belongs to.
    pub(crate) for_customer: Option<i64>,
    currency: Option<&'a str>,
    /// The `cp` tag.
    tagged: Option<&'a str>,
    text: &'a str,
}

/// The tags that say something, whatever their case.
const TAGS: [&str; 6] = ["cat", "ch", "cp", "ref", "ccy", "for"];

impl<'a> Notes<'a> {
    /// Reads notes: `key=value` tags and free text, separated by `;`. The last of two tags with the same key counts.
    pub(crate) fn read(text: &'a str, words: &NoteWords<'_>) -> Self {
        let mut notes = Self { text, ..Self::default() };
        let mut has_free_text = false;
        for segment in text.split(';') {
            let Some((key, value)) = tag(segment) else {
                has_free_text = true;
                continue;
            };
            match TAGS.into_iter().find(|tag| key.eq_ignore_ascii_case(tag)) {
                Some("cat") => notes.category = filled(value).map(|text| words.categories.read(text)),
                Some("ch") => notes.channel = filled(value).map(|text| words.channels.read(text)),
                Some("cp") => notes.tagged = filled(value),
                Some("ref") => notes.reference = filled(value).map(read_reference),
                Some("ccy") => notes.currency = filled(value),
                Some("for") => notes.for_customer = value.parse().ok(),
                _ => {}
            }
        }
        if has_free_text && notes.category.is_none() && notes.channel.is_none() {
            notes.take_keywords(&free_words(text), words);
        }
        notes
    }

    /// Who paid or was paid: the `cp` tag, else the free text; empty when the notes say nothing. Spelling is taken out,
    /// so that rows of one counterparty can be grouped.
    pub(crate) fn counterparty(&self) -> Cow<'a, str> {
        self.tagged.map_or_else(|| Cow::Owned(free_words(self.text)), normalise)
    }

    /// Whether the row is in another currency than the reporting one.
    pub(crate) fn is_foreign(&self, reporting_currency: &str) -> bool {
        self.currency.is_some_and(|currency| !currency.eq_ignore_ascii_case(reporting_currency))
    }

    fn take_keywords(&mut self, free_text: &str, words: &NoteWords<'_>) {
        if free_text.is_empty() {
            return;
        }
        for (word, meaning) in &words.keywords {
            match *meaning {
                Meaning::Category(category) if self.category.is_none() && begins_a_word(free_text, word) => {
                    self.category = Some(category);
                }
                Meaning::Channel(channel) if self.channel.is_none() && begins_a_word(free_text, word) => {
                    self.channel = Some(channel);
                }
                _ => {}
            }
        }
    }
}

/// A communication's summary, read: only its tags say something.
#[derive(Debug, Default)]
pub(crate) struct Summary<'a> {
    /// Whether the customer started it; `None` when the summary does not say.
    pub(crate) is_inbound: Option<bool>,
    /// The stated preference, as written.
    pub(crate) preference: Option<Cow<'a, str>>,
    pub(crate) tells_of_marriage: bool,
    pub(crate) is_complaint: bool,
}

impl<'a> Summary<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let mut summary = Self::default();
        for (key, value) in text.split(';').filter_map(split_tag) {
            match &*key {
                "dir" => {
                    summary.is_inbound = match &*normalise(value) {
                        "in" => Some(true),
                        "out" => Some(false),
                        _ => None,
                    };
                }
                "pref" => summary.preference = filled(value).map(normalise),
                "topic" => summary.is_complaint = normalise(value) == "complaint",
                "event" => summary.tells_of_marriage = normalise(value) == "marriage",
                _ => {}
            }
        }
        summary
    }
}

/// A segment of the form `key=value`; the key is one word, in whatever case. `None` for free text.
fn tag(segment: &str) -> Option<(&str, &str)> {
    // Segments are short: looking at each byte is quicker than a search made for long texts.
    let at = segment.bytes().position(|byte| byte == b'=')?;
    let (key, value) = (trimmed(segment.get(..at)?), trimmed(segment.get(at + 1..)?));
    let is_word = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_word.then_some((key, value))
}

/// The text without white space at its ends. Mostly there is none, which two bytes tell.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// [`tag`], its key in lower case.
fn split_tag(segment: &str) -> Option<(Cow<'_, str>, &str)> {
    tag(segment).map(|(key, value)| (normalise(key), value))
}

fn filled(value: &str) -> Option<&str> {
    (!value.is_empty()).then_some(value)
}

fn read_reference(value: &str) -> Reference<'_> {
    let Some((kind, target)) = value.split_once(':') else {
        return Reference::Other;
    };
    let target = target.trim();
    match (kind.trim(), target.parse()) {
        ("pay", Ok(payment_id)) => Reference::Payment(payment_id),
        ("rev", Ok(transaction_id)) => Reference::Reversal(transaction_id),
        ("xfer", _) if !target.is_empty() => Reference::Transfer(target),
        _ => Reference::Other,
    }
}

/// The free text of notes without its digits and spelling; empty when nothing is left.
fn free_words(notes: &str) -> String {
    let mut words = String::new();
    for segment in notes.split(';').filter(|segment| tag(segment).is_none()) {
        words.extend(segment.trim().chars().filter(|c| !c.is_numeric()));
        words.push(' ');
    }
    normalise(&words).into_owned()
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        before.is_none_or(|c| !c.is_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Notes<'_> {
        Notes::read(text, &NoteWords::of(&Rules::default()))
    }

    #[test]
    fn tags_are_read_and_the_last_of_two_counts() {
        let notes = read("May pay; cat=rent ; CAT = salary;cp=ACME Corp;ch=online;for=7;ccy=usd;ref=xfer:9f");
        assert_eq!(notes.category, Some(Category::Salary));
        assert_eq!(notes.channel, Some(Channel::Online));
        assert_eq!(notes.counterparty(), "acme_corp");
        assert_eq!(notes.for_customer, Some(7));
        assert_eq!(notes.reference, Some(Reference::Transfer("9f")));
        assert!(!notes.is_foreign("USD") && notes.is_foreign("EUR"));
    }

    #[test]
    fn references_name_what_they_point_at() {
        let reference = |text| read(text).reference;
        assert_eq!(reference("ref=pay:12"), Some(Reference::Payment(12)));
        assert_eq!(reference("ref=rev:-3"), Some(Reference::Reversal(-3)));
        assert_eq!(reference("ref=rev:abc"), Some(Reference::Other));
        assert_eq!(reference("ref=INV-7"), Some(Reference::Other));
        assert_eq!(reference("ref="), None);
    }

    #[test]
    fn untagged_words_say_what_a_row_was_for_and_how_it_came() {
        let words = |text| {
            let notes = read(text);
            (notes.category, notes.channel)
        };
        assert_eq!(words("ACME Payroll 06/2026"), (Some(Category::Salary), None));
        assert_eq!(words("School fees, term 2"), (Some(Category::SchoolFees), None));
        assert_eq!(words("Nursery paid at the branch"), (Some(Category::Childcare), Some(Channel::Branch)));
        assert_eq!(words("automobile insurance"), (None, None));
        assert_eq!(words("mobile, then online"), (None, Some(Channel::Mobile)));
        assert_eq!(words("payroll;ch=branch"), (None, Some(Channel::Branch)));
        assert_eq!(words("payroll;cp=acme"), (Some(Category::Salary), None));
    }

    #[test]
    fn a_tag_with_an_unknown_code_is_not_guessed_at() {
        let notes = read("salary;cat=bonus");
        assert_eq!(notes.category, Some(Category::Unknown));
        assert_eq!(read("ch=carrier pigeon").channel, Some(Channel::Unknown));
    }

    #[test]
    fn rows_of_one_counterparty_look_the_same_without_their_numbers() {
        assert_eq!(read("Invoice 17 Ada").counterparty(), "invoice_ada");
        assert_eq!(read("Invoice 18 ADA ").counterparty(), "invoice_ada");
        assert_eq!(read("").counterparty(), "");
        assert_eq!(read("2026").counterparty(), "");
    }

    #[test]
    fn a_bank_may_write_words_of_its_own() {
        let rules = Rules::from_toml(
            "[aliases.category]\nlohn = \"salary\"\n[aliases.channel]\nfiliale = \"branch\"\n\
             [keywords]\ngehalt = \"cat=salary\"\nschalter = \"ch=branch\"\nmobile = \"cat=telecom\"",
        );
        let rules = rules.expect("rules");
        let words = |text| {
            let notes = Notes::read(text, &NoteWords::of(&rules));
            (notes.category, notes.channel)
        };
        assert_eq!(words("cat=Lohn;ch=Filiale"), (Some(Category::Salary), Some(Channel::Branch)));
        assert_eq!(words("Gehalt 06/2026 am Schalter"), (Some(Category::Salary), Some(Channel::Branch)));
        assert_eq!(words("Mobile GmbH, online"), (Some(Category::Telecom), Some(Channel::Online)));
        assert_eq!(words("payroll"), (Some(Category::Salary), None), "the built-in words stay");
    }

    #[test]
    fn summaries_tell_direction_preference_marriage_and_complaint() {
        let summary = Summary::read("Asked about rates; dir=IN; pref=branch; event=marriage");
        assert_eq!(summary.is_inbound, Some(true));
        assert_eq!(summary.preference.as_deref(), Some("branch"));
        assert!(summary.tells_of_marriage);
        assert_eq!(Summary::read("dir=sideways").is_inbound, None);
        assert!(!Summary::read("marriage").tells_of_marriage);
        assert!(Summary::read("Card swallowed; topic=Complaint").is_complaint);
        assert!(!Summary::read("topic=hardship").is_complaint && !Summary::read("complaint").is_complaint);
    }
}
