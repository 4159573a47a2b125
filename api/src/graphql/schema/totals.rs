//! Types of totals: aggregates, groups, and what clients write to get them.

use async_graphql::registry::{MetaField, MetaInputValue, Registry};

use super::inputs::{arguments, input};
use super::outputs::{argument, build, closed_enum, described, enumeration};
use crate::graphql::catalog::{ColumnType, Concept, KeyKind, Measure, Statistic, constant_case};
use crate::graphql::plan::DateUnit;

/// What is told of a measure, by the type of it.
const AGGREGATES: [(ColumnType, &str); 4] = [
    (ColumnType::Decimal, "numbers with two decimals"),
    (ColumnType::Int, "whole numbers"),
    (ColumnType::Date, "days"),
    (ColumnType::DateTime, "times"),
];

/// The types that the totals of all concepts share.
pub(super) fn register(registry: &mut Registry) {
    for (ty, noun) in AGGREGATES {
        let outputs: Vec<_> = Statistic::of(ty).iter().map(|statistic| output(*statistic, ty)).collect();
        let name = ty.aggregate();
        build(registry, name, &format!("What some {noun} come to. Nulls are left out."), outputs);
        let operators = Statistic::of(ty).iter().map(|statistic| {
            let scalar = statistic.ty(ty).scalar();
            argument(statistic.name(), format!("{scalar}Filter"), &format!("How `{}` compares.", statistic.name()))
        });
        let doc = format!("How what some {noun} come to compares. All that are given must hold.");
        input(registry, &format!("{name}Filter"), &doc, operators);
    }
    let units = DateUnit::ALL.map(|unit| (unit.name(), unit.doc()));
    enumeration(registry, "DateUnit", "How long the time lasts that dates are put together in.", units);
}

fn output(statistic: Statistic, ty: ColumnType) -> MetaField {
    let doc = match statistic {
        Statistic::Count => "How many rows have a value.",
        Statistic::Sum => "All values added, exactly; null when there are none.",
        Statistic::Avg => {
            "The sum divided by the number, rounded half away from zero to two decimals; null when there are none."
        }
        Statistic::Min => "The least value; null when there are none.",
        Statistic::Max => "The greatest value; null when there are none.",
        Statistic::Median => {
            "The value in the middle, or the mean of the two in the middle, rounded half away from zero to two decimals; \
             null when there are none."
        }
    };
    let scalar = statistic.ty(ty).scalar();
    let required = if statistic == Statistic::Count { "!" } else { "" };
    described(statistic.name(), format!("{scalar}{required}"), doc)
}

/// The fields of a connection over a concept that tell its totals, and the types that they need. There is no `groupBy`
/// where there is nothing to group by: an enum without values would make the schema invalid.
pub(super) fn register_of(registry: &mut Registry, concept: &'static Concept) -> Vec<MetaField> {
    let (name, noun) = (concept.name, concept.plural);
    let count = || described("count", "Int!", &format!("How many {noun}."));
    let measures = concept.measures();
    let told = measures.iter().map(|measure| {
        let ty = format!("{}!", measure.type_name());
        described(measure.at.field.name, ty, &format!("What `{}` comes to.", measure.at.field.name))
    });
    let doc = format!("What some {noun} come to.");
    build(registry, &format!("{name}Aggregate"), &doc, std::iter::once(count()).chain(told));
    let aggregate = described(
        "aggregate",
        format!("{name}Aggregate"),
        "What all rows of the list come to under its filter, whatever the page.",
    );
    if concept.group_keys().is_empty() {
        return vec![aggregate];
    }
    groups(registry, concept, count());
    keys(registry, concept);
    having(registry, concept, &measures);
    order(registry, concept);
    let mut group_by = described(
        "groupBy",
        format!("{name}GroupConnection"),
        "The rows of the list under its filter, whatever the page, put together by keys. Null with an error when an \
         argument is wrong, or when there are more than 20000 groups.",
    );
    group_by.args = arguments(group_by_arguments(name));
    vec![aggregate, group_by]
}

fn group_by_arguments(name: &str) -> [MetaInputValue; 5] {
    [
        argument(
            "keys",
            format!("[{name}GroupKey!]!"),
            "What the rows of a group have in common: one key to five, each once. Two make a cross-tab.",
        ),
        argument("having", format!("{name}GroupHaving"), "Which groups; all when left out or null."),
        argument(
            "orderBy",
            format!("[{name}GroupOrder!]"),
            "The order of the groups, the most important first; always ended by the keys, ascending.",
        ),
        argument(
            "first",
            "Int",
            "How many groups from the start, or after `after`; the default and the most are those of the list's `first`.",
        ),
        argument("after", "String", "An `endCursor` of the same keys and order: the page starts behind it."),
    ]
}

fn groups(registry: &mut Registry, concept: &'static Concept, count: MetaField) {
    let (name, noun) = (concept.name, concept.plural);
    let mut fields = Vec::new();
    for key in concept.group_keys() {
        let field = key.at.field.name;
        let (ty, what) = match key.kind {
            KeyKind::Class(classes, _) => {
                closed_enum(registry, classes);
                (classes.name, "The class that they share")
            }
            KeyKind::Code(vocabulary) => {
                closed_enum(registry, &vocabulary.classes);
                (vocabulary.classes.name, "The code that they share")
            }
            KeyKind::Number => ("Int", "The number that they share"),
            KeyKind::Boolean => ("Boolean", "What they share"),
            KeyKind::Date | KeyKind::DateTime => ("Date", "The first day of the time that they share"),
        };
        let doc = format!("{what} as `{field}`; null when it is not one of `keys`, and in the group of those without.");
        fields.push(described(field, ty, &doc));
    }
    fields.push(count);
    fields.push(described(
        "share",
        "Float!",
        &format!("Which part of all {noun} under the filter that is, from 0 to 1."),
    ));
    fields.push(described("aggregate", format!("{name}Aggregate!"), "What they come to."));
    build(registry, &format!("{name}Group"), &format!("Some {noun} with the same keys."), fields);
    build(
        registry,
        &format!("{name}GroupConnection"),
        &format!("Groups of {noun}, page by page."),
        [
            described("nodes", format!("[{name}Group!]!"), "The groups of the page."),
            described("pageInfo", "PageInfo!", "Where the page lies among the groups."),
            described("totalCount", "Int!", "How many groups there are under `having`, whatever the page."),
            described(
                "suppressedGroups",
                "Int!",
                "How many groups are not shown because they are so small that they would tell of single people.",
            ),
        ],
    );
}

fn keys(registry: &mut Registry, concept: &'static Concept) {
    let (name, noun) = (concept.name, concept.plural);
    let values: Vec<_> = concept
        .group_keys()
        .iter()
        .map(|key| {
            let field = key.at.field.name;
            let doc = match key.kind {
                KeyKind::Date => format!("By `{field}`, put together by `unit`."),
                KeyKind::DateTime => format!("By `{field}`, put together by `unit` in `zone`."),
                _ => format!("By `{field}`."),
            };
            (constant_case(field), doc)
        })
        .collect();
    let values = values.iter().map(|(value, doc)| (value.as_str(), doc.as_str()));
    enumeration(registry, &format!("{name}GroupField"), &format!("What {noun} can be grouped by."), values);
    input(
        registry,
        &format!("{name}GroupKey"),
        &format!("One key of groups of {noun}."),
        [
            argument("field", format!("{name}GroupField!"), "What to group by."),
            argument(
                "unit",
                "DateUnit",
                "For dates and times, which need it: how long the time lasts that shares a group.",
            ),
            argument(
                "zone",
                "String",
                "For times: the IANA time zone in which days begin, such as `Europe/Berlin`; the bank's when left out.",
            ),
        ],
    );
}

fn having(registry: &mut Registry, concept: &'static Concept, measures: &[Measure]) {
    let name = format!("{}GroupHaving", concept.name);
    let mut fields = vec![
        argument("and", format!("[{name}!]"), "All of these hold; true when empty."),
        argument("or", format!("[{name}!]"), "At least one of these holds; false when empty."),
        argument("not", name.clone(), "This does not hold."),
        argument("count", "IntFilter", "How the number of rows compares."),
    ];
    fields.extend(measures.iter().map(|measure| {
        let field = measure.at.field.name;
        argument(field, format!("{}Filter", measure.type_name()), &format!("How what `{field}` comes to compares."))
    }));
    let doc = format!("Conditions on groups of {}. All that are given must hold.", concept.plural);
    input(registry, &name, &doc, fields);
}

fn order(registry: &mut Registry, concept: &'static Concept) {
    let name = format!("{}GroupOrderField", concept.name);
    let orders = concept.group_orders();
    let values = orders.iter().map(|(value, doc, _)| (value.as_str(), doc.as_str()));
    enumeration(registry, &name, &format!("What groups of {} can be ordered by.", concept.plural), values);
    let doc = format!("One criterion of an order of groups of {}.", concept.plural);
    super::inputs::criterion(registry, &format!("{}GroupOrder", concept.name), &doc, &name);
}
