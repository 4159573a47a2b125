//! Random documents that are valid by construction, with the variables they need.
//!
//! A shape is a tree of choices that knows no types; writing it for a type picks among what that type has. An alias is
//! made of the field and its arguments, so that equal keys always merge, and meet often.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::reference::id;

/// A node of a shape.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Field {
        name: usize,
        arguments: usize,
        aliased: bool,
        condition: Option<Condition>,
        set: Vec<Self>,
    },
    Inline {
        on: Option<usize>,
        condition: Option<Condition>,
        set: Vec<Self>,
    },
    Fragment {
        on: usize,
        condition: Option<Condition>,
        set: Vec<Self>,
    },
    /// A fragment that is written already, if one fits.
    Again(usize, Option<Condition>),
}

/// What decides whether something is selected.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    skip: Option<usize>,
    include: Option<usize>,
    include_first: bool,
}

/// Literals, variables that must be given, and variables with a default.
const CONDITIONS: [&str; 7] = ["true", "false", "true", "$yes", "$no", "$usually", "$rarely"];

fn condition() -> impl Strategy<Value = Option<Condition>> {
    let one = || option::weighted(0.6, 0..CONDITIONS.len());
    let both = (one(), one(), any::<bool>());
    option::weighted(0.35, both.prop_map(|(skip, include, include_first)| Condition { skip, include, include_first }))
}

/// Selections for the root of queries.
pub(super) fn shape() -> impl Strategy<Value = Vec<Item>> {
    let leaf = prop_oneof![
        8 => (0..64_usize, 0..8_usize, any::<bool>(), condition()).prop_map(|(name, arguments, aliased, condition)| {
            Item::Field { name, arguments, aliased, condition, set: Vec::new() }
        }),
        1 => (0..8_usize, condition()).prop_map(|(which, condition)| Item::Again(which, condition)),
    ];
    let item = leaf.prop_recursive(7, 60, 5, |inner| {
        prop_oneof![
            4 => (0..64_usize, 0..8_usize, any::<bool>(), condition(), vec(inner.clone(), 1..6)).prop_map(
                |(name, arguments, aliased, condition, set)| Item::Field { name, arguments, aliased, condition, set }
            ),
            1 => (option::of(0..8_usize), condition(), vec(inner.clone(), 1..4))
                .prop_map(|(on, condition, set)| Item::Inline { on, condition, set }),
            1 => (0..8_usize, condition(), vec(inner, 1..4))
                .prop_map(|(on, condition, set)| Item::Fragment { on, condition, set }),
        ]
    });
    vec(item, 1..8)
}

/// How each variable is given: as one of its values, as null, or not at all.
pub(super) fn choices() -> impl Strategy<Value = Vec<usize>> {
    vec(0..8_usize, VARIABLES.len())
}

/// A variable: its name, its declaration, and what a request may give for it. `None` stands for leaving it out.
type Variable = (&'static str, &'static str, fn() -> Vec<Option<Value>>);

const VARIABLES: [Variable; 12] = [
    ("yes", "Boolean!", || vec![Some(json!(true)), Some(json!(false))]),
    ("no", "Boolean!", || vec![Some(json!(false)), Some(json!(true))]),
    ("usually", "Boolean = true", || vec![None, Some(json!(false))]),
    ("rarely", "Boolean! = false", || vec![None, Some(json!(true))]),
    ("rows", "Int", || vec![None, Some(json!(2)), Some(Value::Null)]),
    ("few", "Int = 1", || vec![None, Some(json!(3)), Some(Value::Null)]),
    ("one", "ID!", || vec![Some(json!(id("Customer", 1).0)), Some(json!(id("Account", 13).0))]),
    ("ids", "[ID!] = []", || vec![None, Some(json!([id("Account", 12).0, id("Customer", 99).0]))]),
    ("filter", "CustomerFilter", || {
        vec![None, Some(Value::Null), Some(json!({})), Some(json!({ "not": { "customerId": { "in": [1, "3"] } } }))]
    }),
    ("name", "String", || vec![None, Some(json!("Ada"))]),
    ("orders", "[CustomerOrder!]", || {
        vec![None, Some(Value::Null), Some(json!([{ "field": "NAME", "direction": "DESC" }]))]
    }),
    ("nulls", "NullsOrder = FIRST", || vec![None, Some(Value::Null), Some(json!("LAST"))]),
];

/// The same selections with every fragment used once, and with every fragment written out where it is used.
pub(super) fn spread_and_inlined(shape: &[Item]) -> (Vec<Item>, Vec<Item>) {
    shape.iter().filter_map(Item::spread_and_inlined).unzip()
}

impl Item {
    fn spread_and_inlined(&self) -> Option<(Self, Self)> {
        Some(match self {
            Self::Field { name, arguments, aliased, condition, set } => {
                let field = |set| Self::Field {
                    name: *name,
                    arguments: *arguments,
                    aliased: *aliased,
                    condition: condition.clone(),
                    set,
                };
                let (spread, inlined) = spread_and_inlined(set);
                (field(spread), field(inlined))
            }
            Self::Inline { on, condition, set } => {
                let inline = |set| Self::Inline { on: *on, condition: condition.clone(), set };
                let (spread, inlined) = spread_and_inlined(set);
                (inline(spread), inline(inlined))
            }
            Self::Fragment { on, condition, set } => {
                let (spread, inlined) = spread_and_inlined(set);
                (
                    Self::Fragment { on: *on, condition: condition.clone(), set: spread },
                    Self::Inline { on: Some(*on), condition: condition.clone(), set: inlined },
                )
            }
            Self::Again(..) => return None,
        })
    }
}

/// A written document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) query: String,
    pub(super) variables: Value,
    /// The same with the defaults put in, for the reference: it forgets them in conditions.
    pub(super) with_defaults: Value,
}

/// Writes a shape as a document, with the variables chosen.
pub(super) fn write(shape: &[Item], choices: &[usize]) -> Document {
    let mut writer = Writer::default();
    let mut body = String::new();
    writer.set("Query", shape, &mut body);
    let mut text = body;
    for (at, (on, set)) in writer.fragments.iter().enumerate() {
        let _ = write!(text, "\nfragment F{at} on {on} {}", set.as_deref().unwrap_or_default());
    }
    let mut declared = Vec::new();
    let mut variables = Map::new();
    let mut with_defaults = Map::new();
    for ((name, declaration, values), choice) in VARIABLES.iter().zip(choices) {
        if !uses(&text, name) {
            continue;
        }
        declared.push(format!("${name}: {declaration}"));
        let values = values();
        match (&values[choice % values.len()], *name) {
            (Some(value), _) => {
                variables.insert((*name).to_owned(), value.clone());
                with_defaults.insert((*name).to_owned(), value.clone());
            }
            (None, "usually" | "rarely") => {
                with_defaults.insert((*name).to_owned(), json!(*name == "usually"));
            }
            (None, _) => {}
        }
    }
    let head = if declared.is_empty() { String::new() } else { format!("query Q({}) ", declared.join(", ")) };
    Document {
        query: format!("{head}{text}"),
        variables: Value::Object(variables),
        with_defaults: Value::Object(with_defaults),
    }
}

fn uses(text: &str, variable: &str) -> bool {
    text.match_indices(&format!("${variable}"))
        .any(|(at, found)| !text[at + found.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()))
}

/// A field of a type: its name, its type if that has fields, and the arguments it may be given.
type Choice = (&'static str, Option<&'static str>, &'static [&'static str]);

const PAGES: [&str; 6] =
    ["", "(first: 1)", "(last: 2)", "(first: $rows)", "(first: $few)", "(first: null, last: $rows)"];
const CUSTOMER_LISTS: [&str; 8] = [
    "",
    "(first: $few, filter: $filter)",
    "(filter: { name: { eq: $name } })",
    "(filter: { or: [{ customerId: { eq: 2 } }, { name: { isNull: true } }] })",
    "(orderBy: { field: NAME, nulls: $nulls })",
    "(orderBy: [{ field: NAME, direction: DESC, nulls: FIRST }, { field: CUSTOMER_ID }], last: 2)",
    "(orderBy: $orders, filter: null)",
    "(filter: { and: { not: { name: { eq: \"Ada\" } } } })",
];

/// What can be selected on a type, and the types that a fragment may be on there.
fn of(ty: &str) -> (Vec<Choice>, &'static [&'static str]) {
    let leaf = |name| (name, None, &[""][..]);
    let connection = |node, edge| {
        vec![
            leaf("totalCount"),
            ("nodes", Some(node), &[""][..]),
            ("edges", Some(edge), &[""]),
            ("pageInfo", Some("PageInfo"), &[""]),
        ]
    };
    match ty {
        "Query" => (
            vec![
                ("customers", Some("CustomerConnection"), &CUSTOMER_LISTS),
                ("node", Some("Node"), &["(id: $one)", "(id: \"Q3VzdG9tZXI6Mg\")"]),
                (
                    "nodes",
                    Some("Node"),
                    &["(ids: $ids)", "(ids: [\"QWNjb3VudDoxNA\", $one])", "(ids: \"Q3VzdG9tZXI6MQ\")"],
                ),
                ("customer", Some("Customer"), &["(by: { customerId: 2 })", "(by: { customerId: \"99\" })"]),
                ("account", Some("Account"), &["(by: { accountId: 15 })", "(by: { id: \"QWNjb3VudDoxMw\" })"]),
                ("accounts", Some("AccountConnection"), &PAGES),
                ("relationships", Some("RelationshipConnection"), &PAGES),
                ("serverInfo", Some("ServerInfo"), &[""]),
            ],
            &["Query"],
        ),
        "Node" => (vec![leaf("id")], &["Customer", "Account", "Node", "Relationship"]),
        "Customer" => (
            vec![
                leaf("id"),
                leaf("customerId"),
                leaf("name"),
                leaf("email"),
                leaf("phone"),
                ("accounts", Some("AccountConnection"), &PAGES),
                ("relationships", Some("CustomerRelationshipConnection"), &PAGES),
            ],
            &["Customer", "Node"],
        ),
        "Account" => (
            vec![
                leaf("id"),
                leaf("accountId"),
                leaf("accountTypeText"),
                leaf("statusText"),
                leaf("balance"),
                ("customer", Some("Customer"), &[""]),
            ],
            &["Account", "Node"],
        ),
        "Relationship" => (
            vec![
                leaf("id"),
                leaf("relationshipId"),
                leaf("relationshipType"),
                leaf("relationshipTypeText"),
                ("customer1", Some("Customer"), &[""]),
                ("customer2", Some("Customer"), &[""]),
            ],
            &["Relationship", "Node"],
        ),
        "CustomerConnection" => (connection("Customer", "CustomerEdge"), &["CustomerConnection"]),
        "AccountConnection" => (connection("Account", "AccountEdge"), &["AccountConnection"]),
        "RelationshipConnection" => (connection("Relationship", "RelationshipEdge"), &["RelationshipConnection"]),
        "CustomerRelationshipConnection" => {
            (connection("Customer", "CustomerRelationshipEdge"), &["CustomerRelationshipConnection"])
        }
        "CustomerEdge" => (vec![("node", Some("Customer"), &[""])], &["CustomerEdge"]),
        "AccountEdge" => (vec![("node", Some("Account"), &[""])], &["AccountEdge"]),
        "RelationshipEdge" => (vec![("node", Some("Relationship"), &[""])], &["RelationshipEdge"]),
        "CustomerRelationshipEdge" => (
            vec![leaf("type"), ("relationship", Some("Relationship"), &[""]), ("node", Some("Customer"), &[""])],
            &["CustomerRelationshipEdge"],
        ),
        "PageInfo" => (vec![leaf("hasNextPage"), leaf("hasPreviousPage")], &["PageInfo"]),
        _ => (vec![leaf("asOf"), leaf("rulesHash")], &["ServerInfo"]),
    }
}

#[derive(Default)]
struct Writer {
    /// The type of each fragment and its selections; `None` while they are being written.
    fragments: Vec<(&'static str, Option<String>)>,
}

impl Writer {
    fn set(&mut self, ty: &'static str, items: &[Item], out: &mut String) {
        out.push('{');
        for item in items {
            out.push(' ');
            self.item(ty, item, out);
        }
        if items.is_empty() {
            out.push_str(" __typename");
        }
        out.push_str(" }");
    }

    fn item(&mut self, ty: &'static str, item: &Item, out: &mut String) {
        let (fields, conditions) = of(ty);
        match item {
            Item::Field { name, arguments, aliased, condition, set } => {
                if name % 7 == 0 {
                    let alias = if *aliased { "kind: " } else { "" };
                    let _ = write!(out, "{alias}__typename");
                    // The reference takes a variable for unused when it decides only on this.
                    let literal = condition.clone().filter(Condition::is_literal);
                    return directives(literal.as_ref(), out);
                }
                let index = name % fields.len();
                let (field, below, given) = fields[index];
                let which = arguments % given.len();
                if *aliased || which > 0 {
                    let _ = write!(out, "x{index}_{which}_{field}: ");
                }
                let _ = write!(out, "{field}{}", given[which]);
                directives(condition.as_ref(), out);
                if let Some(below) = below {
                    out.push(' ');
                    self.set(below, set, out);
                }
            }
            Item::Inline { on, condition, set } => {
                let on = on.map(|on| conditions[on % conditions.len()]);
                out.push_str("...");
                if let Some(on) = on {
                    let _ = write!(out, " on {on}");
                }
                directives(condition.as_ref(), out);
                out.push(' ');
                self.set(on.unwrap_or(ty), set, out);
            }
            Item::Fragment { on, condition, set } => {
                let on = conditions[on % conditions.len()];
                let at = self.fragments.len();
                self.fragments.push((on, None));
                let mut body = String::new();
                self.set(on, set, &mut body);
                self.fragments[at].1 = Some(body);
                let _ = write!(out, "...F{at}");
                directives(condition.as_ref(), out);
            }
            Item::Again(which, condition) => {
                let fitting: Vec<usize> = (0..self.fragments.len())
                    .filter(|at| self.fragments[*at].1.is_some() && conditions.contains(&self.fragments[*at].0))
                    .collect();
                match fitting.get(which % fitting.len().max(1)) {
                    Some(at) => {
                        let _ = write!(out, "...F{at}");
                        directives(condition.as_ref(), out);
                    }
                    None => out.push_str("__typename"),
                }
            }
        }
    }
}

impl Condition {
    fn is_literal(&self) -> bool {
        [self.skip, self.include].into_iter().flatten().all(|which| !CONDITIONS[which].starts_with('$'))
    }
}

fn directives(condition: Option<&Condition>, out: &mut String) {
    let Some(condition) = condition else { return };
    let mut both = [("skip", condition.skip), ("include", condition.include)];
    if condition.include_first {
        both.reverse();
    }
    for (name, which) in both {
        if let Some(which) = which {
            let _ = write!(out, " @{name}(if: {})", CONDITIONS[which]);
        }
    }
}
