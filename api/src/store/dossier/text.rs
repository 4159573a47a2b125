//! Codes of texts that are met again and again.

use std::collections::HashMap;

use tellergraph_segmentation::Rules;
use tellergraph_segmentation::vocabulary::Vocabulary;

/// More distinct texts than a code column has: beyond, texts are read anew rather than kept.
const MOST_TEXTS: usize = 1_000;

/// What texts were read as.
pub(super) struct Memo<'r, T> {
    read: Box<dyn Fn(&str) -> T + Send + Sync + 'r>,
    known: HashMap<String, T>,
}

impl<'r, T: Copy> Memo<'r, T> {
    pub(super) fn new(read: impl Fn(&str) -> T + Send + Sync + 'r) -> Self {
        Self { read: Box::new(read), known: HashMap::new() }
    }

    pub(super) fn read(&mut self, text: &str) -> T {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let value = (self.read)(text);
        if self.known.len() < MOST_TEXTS {
            self.known.insert(text.to_owned(), value);
        }
        value
    }
}

impl<'r, V: Vocabulary + Send + Sync> Memo<'r, V> {
    /// Reads the codes of a vocabulary as the rules spell them.
    pub(super) fn of(rules: &'r Rules) -> Self {
        let spellings = rules.vocabulary::<V>();
        Self::new(move |text| spellings.read(text))
    }
}
