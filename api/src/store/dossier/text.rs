//! Codes of texts that are met again and again.

use std::collections::HashMap;

/// More distinct texts than a code column has: beyond, texts are read anew rather than kept.
const MOST_TEXTS: usize = 1_000;

/// What texts were read as.
pub(super) struct Memo<T> {
    read: fn(&str) -> T,
    known: HashMap<String, T>,
}

impl<T: Copy> Memo<T> {
    pub(super) fn new(read: fn(&str) -> T) -> Self {
        Self { read, known: HashMap::new() }
    }

    pub(super) fn read(&mut self, text: String) -> T {
        if let Some(known) = self.known.get(&text) {
            return *known;
        }
        let value = (self.read)(&text);
        if self.known.len() < MOST_TEXTS {
            self.known.insert(text, value);
        }
        value
    }
}
