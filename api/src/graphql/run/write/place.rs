//! Where in the answer something is.

use async_graphql::PathSegment;

/// Where in the answer something is; kept on the stack, so that it costs nothing until an error needs it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    above: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    pub(super) fn root(key: &'a str) -> Self {
        Self { above: None, step: Step::Key(key) }
    }

    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self { above: Some(self), step: Step::Key(key) }
    }

    pub(super) fn index(&'a self, index: usize) -> Self {
        Self { above: Some(self), step: Step::Index(index) }
    }

    pub(super) fn path(&self) -> Vec<PathSegment> {
        let mut path = self.above.map(Place::path).unwrap_or_default();
        path.push(match self.step {
            Step::Key(key) => PathSegment::Field(key.to_owned()),
            Step::Index(index) => PathSegment::Index(index),
        });
        path
    }
}
