//! The graph, asked in documents.

pub(crate) mod bank;
mod cost;
mod dated;
mod deadline;
mod documents;
mod drift;
mod filtering;
mod freshness;
mod given_up;
mod indent;
mod lists;
mod marketing;
mod nested_paging;
mod odd_rows;
mod overviews;
mod paging;
mod readme;
mod relationships;
mod sdl;
mod search;
pub(crate) mod sparse;
mod totals;
mod totals_of_rows;
mod walks;
