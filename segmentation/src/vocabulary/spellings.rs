//! A vocabulary as a bank spells it: with the aliases of its rules file.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::transaction_type::BY_SIGN;
use super::{TransactionType, Vocabulary, normalise};
use crate::money::Cents;

/// Reads the texts of a code column, with aliases of the bank's own before the built-in ones.
#[derive(Debug)]
pub struct Spellings<'r, V> {
    /// Normalised aliases, and what they stand for; `None` when the bank has none.
    own: Option<&'r BTreeMap<String, String>>,
    vocabulary: PhantomData<V>,
}

impl<V> Clone for Spellings<'_, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Spellings<'_, V> {}

impl<'r, V: Vocabulary> Spellings<'r, V> {
    pub(crate) const fn new(own: Option<&'r BTreeMap<String, String>>) -> Self {
        Self { own, vocabulary: PhantomData }
    }

    /// The member a raw text stands for, whatever its case and separators; `Unknown` when it stands for none.
    ///
    /// Of transaction types, the plain word `transfer` is [`TransactionType::TransferIn`]: the sign is not known here.
    pub fn read(self, text: &str) -> V {
        let word = normalise(text);
        V::from_normal(self.in_place_of(&word))
    }

    fn in_place_of<'w>(self, word: &'w str) -> &'w str
    where
        'r: 'w,
    {
        self.own.and_then(|own| own.get(word)).map_or(word, String::as_str)
    }
}

impl Spellings<'_, TransactionType> {
    /// The type of a row. Like [`Self::read`], except that the plain word `transfer`, and what the bank writes for it,
    /// is told by the sign of the row's amount: negative went out, anything else (a missing amount too) came in.
    pub fn of_row(self, text: &str, amount: Option<Cents>) -> TransactionType {
        let word = normalise(text);
        let word = self.in_place_of(&word);
        if word == BY_SIGN && amount.is_some_and(i64::is_negative) {
            return TransactionType::TransferOut;
        }
        TransactionType::from_normal(word)
    }
}
