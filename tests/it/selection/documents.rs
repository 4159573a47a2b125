//! Documents written by hand, one for each way to select, with the variables as JSON.

/// A document and its variables.
type Case = (&'static str, &'static str);

pub(super) const DOCUMENTS: [Case; 34] = [
    // Aliases, and keys in the order in which they come first.
    ("{ b: customer(by: { customerId: 1 }) { y: name x: customerId name } a: serverInfo { asOf } }", "{}"),
    ("{ customers { totalCount nodes { name } size: totalCount edges { node { id } } } }", "{}"),
    // __typename everywhere, more than once, under other names.
    (
        "{ __typename here: __typename customers { __typename edges { __typename node { t: __typename __typename } } \
         pageInfo { __typename hasNextPage } } serverInfo { __typename } }",
        "{}",
    ),
    ("{ node(id: \"Q3VzdG9tZXI6MQ\") { __typename id } }", "{}"),
    // Repeated keys: selections merge, however deep, at the place of the first.
    (
        "{ customer(by: { customerId: 1 }) { accounts { totalCount } name accounts { nodes { id } } \
         accounts { nodes { customer { name } } } } customer(by: { customerId: 1 }) { email } }",
        "{}",
    ),
    (
        "{ customers(first: 2) { nodes { name } } customers(first: 2) { edges { node { name } } nodes { email } } }",
        "{}",
    ),
    ("{ nodes(ids: [\"Q3VzdG9tZXI6MQ\"]) { id } nodes(ids: [\"Q3VzdG9tZXI6MQ\"]) { ... on Customer { name } } }", "{}"),
    ("{ serverInfo { asOf } serverInfo { rulesHash } }", "{}"),
    // Named fragments: nested, repeated, on the root.
    (
        "{ ...Root customers { nodes { ...Who ...More } } } fragment Root on Query { serverInfo { asOf } __typename } \
         fragment Who on Customer { name ...More } fragment More on Customer { email name }",
        "{}",
    ),
    (
        "{ customers { nodes { ...A ...A accounts { nodes { ...B } } } } } fragment A on Customer { accounts { totalCount } } \
         fragment B on Account { customer { ...A name } }",
        "{}",
    ),
    // Inline fragments, with a condition on the type and without.
    ("{ customers { ... { nodes { ... { name ... on Customer { email } } } } } ... on Query { __typename } }", "{}"),
    (
        "{ customers { nodes { ... on Node { id } ... on Node { ... on Customer { name } ... on Account { balance } } } } }",
        "{}",
    ),
    // Types of nodes: only what fits is answered.
    (
        "{ nodes(ids: [\"Q3VzdG9tZXI6Mg\", \"QWNjb3VudDoxMw\", \"Q3VzdG9tZXI6OTk\"]) { id ... on Customer { name n: email } \
         ... on Account { statusText n: accountTypeText customer { name } } ...R } } \
         fragment R on Relationship { relationshipType }",
        "{}",
    ),
    ("{ node(id: \"QWNjb3VudDoxMQ\") { ... on Customer { name } } }", "{}"),
    ("{ node(id: \"QWNjb3VudDoxMQ\") { ... on Node { ... on Account { balance ... on Node { id } } } } }", "{}"),
    (
        "{ nodes(ids: [\"Q3VzdG9tZXI6MQ\", \"QWNjb3VudDoxMQ\"]) { ... on Customer { list: accounts { totalCount } } \
         ... on Account { list: customer { name } } } }",
        "{}",
    ),
    // Ways back, both sides of a relationship.
    (
        "{ customer(by: { customerId: 1 }) { relationships { edges { type relationship { customer1 { name } customer2 { name } } \
         node { name relationships { nodes { name } } } } } } }",
        "{}",
    ),
    // @skip and @include: literals, variables, both, on fields, spreads and inline fragments.
    ("{ customers { totalCount @skip(if: true) nodes @include(if: true) { name @include(if: false) id } } }", "{}"),
    (
        "{ a: serverInfo @skip(if: true) { asOf } ...R @include(if: false) } fragment R on Query { b: serverInfo { asOf } }",
        "{}",
    ),
    (
        "query ($a: Boolean!, $b: Boolean!) { customers { nodes { i: id @skip(if: $a) @include(if: $b) \
         j: id @include(if: $a) @skip(if: $b) k: id @skip(if: $a) @include(if: $a) ... @include(if: $a) { name } \
         ...E @skip(if: $b) } } } fragment E on Customer { email @include(if: $a) phone @skip(if: $a) }",
        "{ \"a\": true, \"b\": false }",
    ),
    (
        "query ($a: Boolean!) { customers { nodes { name @include(if: $a) name accounts @skip(if: $a) { totalCount } \
         accounts { nodes { id } } } } }",
        "{ \"a\": true }",
    ),
    // A set of which nothing is left.
    ("{ customers { nodes { name @skip(if: true) } pageInfo { ... @include(if: false) { hasNextPage } } } }", "{}"),
    ("{ customers(first: 1) { edges @skip(if: true) { node { id } } } }", "{}"),
    // Skipped once and taken once: the place of the one that is taken.
    ("{ customer(by: { customerId: 1 }) { name @skip(if: true) email name } }", "{}"),
    // Variables: given, absent, null, with defaults; null and absent arguments.
    ("query ($n: Int) { customers(first: $n) { nodes { id } } }", "{}"),
    ("query ($n: Int) { customers(first: $n) { nodes { id } } }", "{ \"n\": null }"),
    ("query ($n: Int = 1) { customers(first: $n) { nodes { id } } }", "{}"),
    ("query ($n: Int = 1) { customers(first: $n) { nodes { id } } }", "{ \"n\": null }"),
    ("query ($n: Int = 1) { customers(first: $n) { nodes { id } } }", "{ \"n\": 2 }"),
    (
        "query ($n: Int, $f: CustomerFilter) { customers(first: null, last: $n, filter: $f) { nodes { id } } }",
        "{ \"f\": null }",
    ),
    (
        "query ($name: String) { customers(filter: { name: { eq: $name } }) { nodes { name } } }",
        "{ \"name\": \"Zoë \\\"Z\\\"\\n\" }",
    ),
    ("query ($name: String) { customers(filter: { name: { eq: $name } }) { totalCount } }", "{}"),
    (
        "query ($o: [CustomerOrder!], $keys: [BigInt!] = [1, \"2\"]) { customers(orderBy: $o, \
         filter: { customerId: { in: $keys } }) { nodes { customerId } } }",
        "{ \"o\": [{ \"field\": \"NAME\", \"direction\": \"DESC\" }] }",
    ),
    (
        "query One($id: ID!) { node(id: $id) { id } nodes(ids: [$id, $id]) { __typename } }",
        "{ \"id\": \"QWNjb3VudDoxNQ\" }",
    ),
];
