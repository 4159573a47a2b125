//! The graph, asked in documents.

mod bank;
mod documents;
mod indent;
mod paging;
mod relationships;
mod sdl;
mod sparse;
