//! GraphQL over HTTP: what a request must look like, what an answer looks like, and who may ask at all.
//!
//! A request passes, from the outside in: [`edge`] (an id, a net under panics, headers that every answer has, the
//! Host), [`origin`] (no other site's page), [`negotiate`] (a media type for the answer), [`body`] or [`query_string`] (a
//! bounded reading into a [`Request`](crate::graphql::request::Request)), [`admission`] (its turn), and then the graph. Whatever is refused on the way is
//! [`refusal`]'s to word, in the shape of a GraphQL answer.

mod admission;
mod body;
mod edge;
mod graphql;
mod json;
mod negotiate;
mod origin;
mod query_string;
mod refusal;
mod web;

#[cfg(test)]
mod tests;

pub(crate) use admission::Admission;
pub(crate) use edge::{Edge, at_the_edge};
pub(crate) use graphql::{GraphqlState, routes as graphql_routes};
pub(crate) use refusal::{nothing_here, wrong_method};
pub(crate) use web::routes as web_routes;
