//! Connections: a page of rows, where it lies, how many there are.

use std::ops::Range;

use super::super::rows::ListRows;
use super::super::totals::{Group, GroupPage};
use super::Writer;
use super::page::{At, Shown};
use super::place::Place;
use crate::graphql::error::GraphError;
use crate::graphql::page::write_cursor;
use crate::graphql::plan::{ConnectionSlot, EdgeSlot, List, PageInfoSlot};

impl Writer<'_> {
    pub(super) fn connection(
        &mut self,
        list: &List,
        read: &ListRows,
        (of, parent): (Range<usize>, i64),
        place: &Place<'_>,
    ) {
        if self.is_full() {
            return;
        }
        let page = Shown::new(list, read, of);
        // A cursor on such a value would lose rows, or lead back to the same ones for ever.
        if let (Some(fetch), Some(rows)) = (page.fetch, page.rows)
            && let Some(cell) = rows.unreadable(page.of.clone(), &list.sort_key)
        {
            return self.unreadable(fetch, cell, place);
        }
        self.out.push('{');
        for (index, (key, slot)) in list.shape.fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                ConnectionSlot::Typename(name) => self.text(name),
                ConnectionSlot::TotalCount => {
                    let count = read.counts.get(&parent).copied().unwrap_or_default();
                    self.number(count);
                }
                ConnectionSlot::Aggregate(fields) => {
                    let nothing = Group::default();
                    let group = read.aggregate.get(&parent).and_then(|groups| groups.first()).unwrap_or(&nothing);
                    if let Some(totals) = &list.aggregate {
                        self.aggregate(fields, totals, group);
                    }
                }
                ConnectionSlot::Groups(index) => match read.groups.get(*index) {
                    Some(Ok(pages)) => {
                        let nothing = GroupPage::default();
                        self.groups(&list.groups[*index], pages.get(&parent).unwrap_or(&nothing));
                    }
                    Some(Err(error)) => self.failed(error, &place),
                    None => self.failed(&GraphError::bug("groups that were not read"), &place),
                },
                ConnectionSlot::Failed(error) => self.failed(error, &place),
                ConnectionSlot::PageInfo(fields) => self.page_info(fields, &page),
                ConnectionSlot::Nodes(object) => {
                    self.out.push('[');
                    for (index, at) in page.rows().enumerate() {
                        self.separate(index);
                        self.object(object, at, &place.index(index));
                    }
                    self.out.push(']');
                }
                ConnectionSlot::Edges(fields) => {
                    self.out.push('[');
                    for (index, at) in page.rows().enumerate() {
                        self.separate(index);
                        self.edge(fields, at, &page, &place.index(index));
                    }
                    self.out.push(']');
                }
            }
        }
        self.out.push('}');
    }

    fn edge(&mut self, fields: &[(String, EdgeSlot)], at: At<'_>, page: &Shown<'_>, place: &Place<'_>) {
        if self.is_full() {
            return;
        }
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                EdgeSlot::Typename(name) => self.text(name),
                EdgeSlot::Cursor => self.cursor(Some(at), page),
                EdgeSlot::Node(object) => self.object(object, at, &place),
                EdgeSlot::Pair(slot) => self.slot(slot, at, &place),
            }
        }
        self.out.push('}');
    }

    fn page_info(&mut self, fields: &[(String, PageInfoSlot)], page: &Shown<'_>) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                PageInfoSlot::Typename => self.text("PageInfo"),
                PageInfoSlot::HasNextPage => self.boolean(page.fetch.is_some_and(|of| of.page.has_next(page.more))),
                PageInfoSlot::HasPreviousPage => {
                    self.boolean(page.fetch.is_some_and(|of| of.page.has_previous(page.more)));
                }
                PageInfoSlot::StartCursor => self.cursor(page.rows().next(), page),
                PageInfoSlot::EndCursor => self.cursor(page.rows().next_back(), page),
            }
        }
        self.out.push('}');
    }

    fn cursor(&mut self, at: Option<At<'_>>, page: &Shown<'_>) {
        match at {
            Some(at) => {
                self.out.push('"');
                let values = page.list.sort_key.iter().map(|cell| &at.row[*cell]);
                write_cursor(&mut self.out, page.list.cursors, values);
                self.out.push('"');
            }
            None => self.out.push_str("null"),
        }
    }
}
