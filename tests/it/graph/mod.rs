//! The graph, asked in documents.

mod bank;
mod documents;
mod filtering;
mod given_up;
mod indent;
mod nested_paging;
mod paging;
mod readme;
mod relationships;
mod sdl;
mod sparse;
