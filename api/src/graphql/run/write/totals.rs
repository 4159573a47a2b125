//! Totals: what rows come to, in all and group by group.

use chrono::NaiveDate;

use super::super::Cell;
use super::super::totals::{Group, GroupPage, cursor_cell};
use super::Writer;
use crate::graphql::catalog::{ClosedEnum, ColumnType, Statistic};
use crate::graphql::page::write_cursor;
use crate::graphql::plan::{AggregateSlot, GroupSlot, Groups, GroupsOf, GroupsSlot, MeasureSlot, PageInfoSlot, Totals};

impl Writer<'_> {
    pub(super) fn aggregate(&mut self, fields: &[(String, AggregateSlot)], totals: &Totals, group: &Group) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                AggregateSlot::Typename(name) => self.text(name),
                AggregateSlot::Count => self.number(group.count),
                AggregateSlot::Measure(measure, fields) => {
                    self.out.push('{');
                    for (index, (key, slot)) in fields.iter().enumerate() {
                        self.key(index, key);
                        self.measured(*slot, *measure, totals, group);
                    }
                    self.out.push('}');
                }
            }
        }
        self.out.push('}');
    }

    fn measured(&mut self, slot: MeasureSlot, measure: usize, totals: &Totals, group: &Group) {
        let statistic = match slot {
            MeasureSlot::Typename(name) => return self.text(name),
            MeasureSlot::Statistic(statistic) => statistic,
        };
        let measured = group.measured.get(measure);
        if statistic == Statistic::Count {
            return self.number(measured.map_or(0, |measured| measured.count));
        }
        let Some((measured, column)) = measured.zip(totals.measures.get(measure).map(|measure| measure.column)) else {
            return self.out.push_str("null");
        };
        let ends = measured.ends.as_ref();
        let ty = statistic.ty(column.ty);
        match (statistic, ends) {
            (Statistic::Min, Some((least, _))) => self.cell(least, ty),
            (Statistic::Max, Some((_, greatest))) => self.cell(greatest, ty),
            _ => match measured.statistic(statistic, column.ty) {
                Some(number) if ty == ColumnType::Decimal => self.decimal(number),
                Some(number) => self.text(&number.to_string()),
                None => self.out.push_str("null"),
            },
        }
    }

    pub(super) fn groups(&mut self, groups: &Groups, page: &GroupPage) {
        self.out.push('{');
        for (index, (key, slot)) in groups.fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                GroupsSlot::Typename(name) => self.text(name),
                GroupsSlot::Nodes(fields) => {
                    self.out.push('[');
                    for (index, group) in page.groups.iter().enumerate() {
                        self.separate(index);
                        self.group(fields, groups, (page, group));
                    }
                    self.out.push(']');
                }
                GroupsSlot::PageInfo(fields) => self.group_page_info(fields, groups, page),
                GroupsSlot::TotalCount => self.number(i64::try_from(page.total).unwrap_or(i64::MAX)),
                // Nothing is held back yet: whoever may read the rows may count them.
                GroupsSlot::SuppressedGroups => self.number(0),
            }
        }
        self.out.push('}');
    }

    fn group(&mut self, fields: &[(String, GroupSlot)], groups: &Groups, (page, group): (&GroupPage, &Group)) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                GroupSlot::Typename(name) => self.text(name),
                GroupSlot::Key(None) => self.out.push_str("null"),
                GroupSlot::Key(Some(index)) => self.group_key(*index, groups, group),
                GroupSlot::Count => self.number(group.count),
                GroupSlot::Share => self.share(group.count, page.rows),
                GroupSlot::Aggregate(fields) => self.aggregate(fields, &groups.totals, group),
            }
        }
        self.out.push('}');
    }

    fn group_key(&mut self, index: usize, groups: &Groups, group: &Group) {
        let value = group.keys.get(index).copied().flatten();
        let Some((value, key)) = value.zip(groups.totals.keys.get(index)) else {
            return self.out.push_str("null");
        };
        let of_enum = |classes: &ClosedEnum| {
            let position = usize::try_from(value).ok()?;
            classes.values.get(position).map(|value| value.name)
        };
        let name = match &key.groups {
            GroupsOf::Classes(classes, _) => of_enum(classes),
            GroupsOf::Codes(vocabulary, _) => of_enum(&vocabulary.classes),
            GroupsOf::Numbers => return self.number(i64::try_from(value).unwrap_or_default()),
            GroupsOf::Booleans => return self.boolean(value != 0),
            GroupsOf::Dates(..) => {
                let day = i32::try_from(value).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
                return self.cell(&day.map_or(Cell::Null, Cell::Date), ColumnType::Date);
            }
        };
        match name {
            Some(name) => self.text(name),
            None => self.out.push_str("null"),
        }
    }

    fn group_page_info(&mut self, fields: &[(String, PageInfoSlot)], groups: &Groups, page: &GroupPage) {
        self.out.push('{');
        for (index, (key, slot)) in fields.iter().enumerate() {
            self.key(index, key);
            match slot {
                PageInfoSlot::Typename => self.text("PageInfo"),
                PageInfoSlot::HasNextPage => self.boolean(page.more),
                PageInfoSlot::HasPreviousPage => self.boolean(groups.page.after.is_some()),
                PageInfoSlot::StartCursor => self.group_cursor(groups, page.groups.first()),
                PageInfoSlot::EndCursor => self.group_cursor(groups, page.groups.last()),
            }
        }
        self.out.push('}');
    }

    fn group_cursor(&mut self, groups: &Groups, group: Option<&Group>) {
        let Some(group) = group else { return self.out.push_str("null") };
        let place: Vec<Cell> =
            groups.order.iter().map(|(quantity, _)| cursor_cell(group.quantity(*quantity, &groups.totals))).collect();
        self.out.push('"');
        write_cursor(&mut self.out, groups.cursors, place.iter());
        self.out.push('"');
    }
}
