//! The graph, asked in documents.

mod bank;
mod documents;
mod indent;
