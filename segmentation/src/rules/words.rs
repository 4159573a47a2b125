//! The bank's own words: aliases of codes, and words in the notes of transactions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::RulesError;
use crate::notes::{KEYWORDS, Meaning};
use crate::vocabulary::transaction_type::BY_SIGN;
use crate::vocabulary::{
    AccessLevel, AccountStatus, AccountType, Category, Channel, CommunicationType, PaymentMethod, RelationshipType,
    Spellings, TransactionType, Vocabulary, normalise,
};

/// Aliases by vocabulary: `[aliases.transaction_type]` with `lohn = "salary"`.
///
/// An alias goes before a built-in one of the same word; `unknown` as its code takes the built-in one away. Of
/// transaction types, `transfer` stands for a transfer that is told by the sign of its amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Aliases(BTreeMap<String, BTreeMap<String, String>>);

/// Words of the free text in notes, and the tag each stands for: `[keywords]` with `gehalt = "cat=salary"`.
///
/// They are looked for before the built-in ones, longer ones first, then by alphabet; a built-in one of the same word
/// is not looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keywords(BTreeMap<String, String>);

/// A vocabulary's codes and built-in aliases.
pub(super) struct WordList {
    pub(super) name: &'static str,
    pub(super) codes: Vec<&'static str>,
    /// Each with its code.
    pub(super) aliases: BTreeMap<&'static str, &'static str>,
}

impl WordList {
    /// Every vocabulary.
    pub(super) fn all() -> [Self; 9] {
        [
            Self::of::<AccessLevel>(),
            Self::of::<AccountStatus>(),
            Self::of::<AccountType>(),
            Self::of::<Category>(),
            Self::of::<Channel>(),
            Self::of::<CommunicationType>(),
            Self::of::<PaymentMethod>(),
            Self::of::<RelationshipType>(),
            Self::of::<TransactionType>(),
        ]
    }

    fn of<V: Vocabulary>() -> Self {
        Self {
            name: V::VOCABULARY,
            codes: V::ALL.iter().map(|member| member.code()).collect(),
            aliases: V::ALIASES.iter().map(|(alias, member)| (*alias, member.code())).collect(),
        }
    }

    /// Whether the word has a meaning of its own, so that aliases may stand for it and it cannot be one.
    fn has_own_meaning(&self, word: &str) -> bool {
        self.codes.contains(&word) || (self.name == TransactionType::VOCABULARY && word == BY_SIGN)
    }
}

fn refusal(key: String, reason: impl Into<String>) -> RulesError {
    RulesError::Value { key: key.into(), reason: reason.into().into() }
}

impl Aliases {
    /// The same aliases in their normal form.
    ///
    /// # Errors
    /// When a vocabulary or code is not known, an alias is a code of its own, or two are one word.
    pub(super) fn settled(self) -> Result<Self, RulesError> {
        let lists = WordList::all();
        let mut settled = BTreeMap::new();
        for (vocabulary, aliases) in self.0 {
            let Some(list) = lists.iter().find(|list| list.name == vocabulary) else {
                let names = lists.map(|list| list.name).join(", ");
                return Err(refusal(format!("aliases.{vocabulary}"), format!("no such vocabulary; there are {names}")));
            };
            let aliases = settle(list, aliases)?;
            if !aliases.is_empty() {
                settled.insert(vocabulary, aliases);
            }
        }
        Ok(Self(settled))
    }

    pub(super) fn of<V: Vocabulary>(&self) -> Spellings<'_, V> {
        Spellings::new(self.0.get(V::VOCABULARY))
    }

    /// The aliases of a vocabulary that are in force, with what they stand for.
    pub(super) fn in_force<'a>(&'a self, list: &WordList) -> BTreeMap<&'a str, &'a str> {
        let mut words: BTreeMap<&str, &str> = list.aliases.iter().map(|(alias, code)| (*alias, *code)).collect();
        let own = self.0.get(list.name).into_iter().flatten();
        words.extend(own.map(|(alias, code)| (alias.as_str(), code.as_str())));
        words
    }
}

fn settle(list: &WordList, aliases: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, RulesError> {
    let mut settled = BTreeMap::new();
    for (written, code) in aliases {
        let key = || format!("aliases.{}.{written}", list.name);
        let alias = normalise(&written).into_owned();
        let code = normalise(&code).into_owned();
        if alias.is_empty() {
            return Err(refusal(key(), "an alias is a word"));
        }
        if list.has_own_meaning(&alias) {
            return Err(refusal(key(), format!("{alias} is a code of its own")));
        }
        if !list.has_own_meaning(&code) {
            let codes = list.codes.join(", ");
            return Err(refusal(key(), format!("{code:?} is no code of it; there are {codes}")));
        }
        if settled.insert(alias.clone(), code).is_some() {
            return Err(refusal(key(), format!("another spelling of {alias} is there too")));
        }
    }
    Ok(settled)
}

impl Keywords {
    /// The same words in their normal form.
    ///
    /// # Errors
    /// When a word could never be found, a tag says nothing known, or two are one word.
    pub(super) fn settled(self) -> Result<Self, RulesError> {
        let mut settled = BTreeMap::new();
        for (written, tag) in self.0 {
            let key = || format!("keywords.{written}");
            let word = normalise(&written).into_owned();
            if word.is_empty() || word.chars().any(|c| c.is_numeric() || matches!(c, ';' | '=')) {
                return Err(refusal(key(), "a word is expected, without digits and without ; and ="));
            }
            let Some(meaning) = Meaning::of_tag(&tag) else {
                let reason = format!("{tag:?} is no tag such as \"cat=salary\" or \"ch=branch\" with a known code");
                return Err(refusal(key(), reason));
            };
            if settled.insert(word.clone(), meaning.as_tag()).is_some() {
                return Err(refusal(key(), format!("another spelling of {word} is there too")));
            }
        }
        Ok(Self(settled))
    }

    /// The words in force, in the order in which they are looked for.
    pub(crate) fn in_force(&self) -> Vec<(&str, Meaning)> {
        let own = self.0.iter().filter_map(|(word, tag)| Some((word.as_str(), Meaning::of_tag(tag)?)));
        let mut words: Vec<(&str, Meaning)> = own.collect();
        // The sort is stable: words of one length stay in the order of the alphabet.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        words.extend(KEYWORDS.iter().filter(|(word, _)| !self.0.contains_key(*word)));
        words
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Rules;
    use crate::vocabulary::{AccountType, Category, TransactionType};

    fn rules(text: &str) -> Rules {
        Rules::from_toml(text).expect(text)
    }

    fn refusal(text: &str) -> String {
        Rules::from_toml(text).expect_err(text).to_string()
    }

    #[test]
    fn an_alias_is_read_whatever_its_spelling() {
        let rules = rules("[aliases.transaction_type]\nlohn = \"salary\"\n\"Ein Kauf\" = \"Purchase\"");
        let types = rules.vocabulary::<TransactionType>();
        for (text, expected) in [
            ("Lohn", TransactionType::Salary),
            (" EIN-KAUF ", TransactionType::Purchase),
            ("payroll", TransactionType::Salary),
            ("tax", TransactionType::Tax),
            ("Gehalt", TransactionType::Unknown),
        ] {
            assert_eq!(types.read(text), expected, "{text}");
        }
        assert_eq!(rules.vocabulary::<AccountType>().read("lohn"), AccountType::Unknown, "of one vocabulary only");
    }

    #[test]
    fn an_alias_goes_before_a_built_in_one() {
        let rules = rules("[aliases.transaction_type]\npos = \"withdrawal\"\ncheck = \"unknown\"");
        let types = rules.vocabulary::<TransactionType>();
        assert_eq!(types.read("POS"), TransactionType::Withdrawal);
        assert_eq!(types.read("check"), TransactionType::Unknown);
    }

    #[test]
    fn a_transfer_by_another_name_is_told_by_its_sign() {
        let own = rules("[aliases.transaction_type]\nueberweisung = \"transfer\"");
        let types = own.vocabulary::<TransactionType>();
        assert_eq!(types.of_row("Ueberweisung", Some(-1)), TransactionType::TransferOut);
        assert_eq!(types.of_row("Ueberweisung", None), TransactionType::TransferIn);
        assert_eq!(types.read("Ueberweisung"), TransactionType::TransferIn);
    }

    #[test]
    fn words_that_make_no_sense_are_refused_with_their_key() {
        for (text, key) in [
            ("[aliases.colour]\nred = \"salary\"", "aliases.colour: "),
            ("[aliases.transaction_type]\nlohn = \"sallary\"", "aliases.transaction_type.lohn: "),
            ("[aliases.transaction_type]\nSALARY = \"pension\"", "aliases.transaction_type.SALARY: "),
            ("[aliases.transaction_type]\ntransfer = \"deposit\"", "aliases.transaction_type.transfer: "),
            ("[aliases.account_type]\nlohn = \"transfer\"", "aliases.account_type.lohn: "),
            ("[aliases.channel]\n\" \" = \"branch\"", "aliases.channel. : "),
            ("[aliases.channel]\nApp = \"mobile\"\napp = \"mobile\"", "aliases.channel.app: "),
            ("[keywords]\nlohn = \"salary\"", "keywords.lohn: "),
            ("[keywords]\nlohn = \"cat=sallary\"", "keywords.lohn: "),
            ("[keywords]\nlohn = \"cp=acme\"", "keywords.lohn: "),
            ("[keywords]\nlohn2 = \"cat=salary\"", "keywords.lohn2: "),
            ("[keywords]\nLohn = \"cat=salary\"\nlohn = \"cat=salary\"", "keywords.lohn: "),
        ] {
            assert!(refusal(text).starts_with(key), "{}", refusal(text));
        }
        assert!(refusal("[aliases]\nlohn = \"salary\"").contains("lohn"));
        assert!(refusal("[aliases.channel]\napp = 1").contains("app"));
    }

    #[test]
    fn keywords_are_looked_for_from_the_longest_and_before_the_built_in() {
        let rules = rules("[keywords]\nzahl = \"cat=fee\"\nGehaltszahlung = \"cat=salary\"\nsalary = \"ch=branch\"");
        let words = rules.keywords.in_force();
        let head: Vec<&str> = words.iter().take(3).map(|(word, _)| *word).collect();
        assert_eq!(head, ["gehaltszahlung", "salary", "zahl"]);
        assert_eq!(words.iter().filter(|(word, _)| *word == "salary").count(), 1, "the built-in one is gone");
    }

    #[test]
    fn the_hash_is_of_the_words_in_force() {
        let default = Rules::default().hash();
        assert_eq!(rules("[aliases.transaction_type]\nPOS = \"purchase\"").hash(), default, "it says nothing new");
        assert_eq!(rules("[keywords]\n").hash(), default);
        let lohn = rules("[aliases.transaction_type]\nlohn = \"salary\"").hash();
        assert_ne!(lohn, default);
        assert_eq!(rules("[aliases.transaction_type]\n\" LOHN \" = \"Salary\"").hash(), lohn);
        assert_ne!(rules("[aliases.category]\nlohn = \"salary\"").hash(), lohn);
        assert_ne!(rules("[keywords]\nlohn = \"cat=salary\"").hash(), default);
        assert_eq!(Category::from_text("lohn"), Category::Unknown);
    }
}
