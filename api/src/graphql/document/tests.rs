use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::graphql::error::Code;

fn verdict(text: &str) -> Result<(), Code> {
    read(text, &Limits::documented()).map(drop).map_err(|error| error.code())
}

/// Each of `count` fragments spreads the next one `times` times; the last selects a field.
fn bomb(count: usize, times: usize) -> String {
    let mut text = "{...F0}".to_owned();
    for number in 0..count {
        let spread = format!("...F{} ", number + 1).repeat(times);
        write!(text, "fragment F{number} on Query{{{spread}}}").unwrap();
    }
    write!(text, "fragment F{count} on Query{{a}}").unwrap();
    text
}

fn nested(before: &str, open: &str, inner: &str, close: &str, after: &str, levels: usize) -> String {
    format!("{before}{}{inner}{}{after}", open.repeat(levels), close.repeat(levels))
}

#[test]
fn ordinary_documents_pass() {
    for text in [
        "{ customers(first: 5) { nodes { name } } }",
        "query Q($first: Int @d = 5, $in: [[LifeStage!]!] = [[A, B]]) { customers(first: $first) { totalCount } }",
        "query A { a } query B { b } mutation C { c }",
        "# a comment with { [ ( \"\n{ a(x: \"{[(\", y: \"\"\"{[( \\\"\"\" \"[\" \"\"\") }",
        "\u{feff}{ a(x: {y: [1, -2, 0.5e10]}) ... on T { b } ...F } fragment F on T { c @skip(if: true) }",
        "{ a(s: \"grüße \\\"x\\\" \\\\\") }",
    ] {
        assert_eq!(verdict(text), Ok(()), "{text}");
    }
}

#[test]
fn nested_list_values_that_would_overflow_the_stack_are_refused_before_parsing() {
    let text = nested("{__type(name:", "[", "", "]", "){name}}", 2_000);
    assert_eq!(verdict(&text), Err(Code::DepthLimit));
    assert_eq!(verdict(&"[".repeat(4_000)), Err(Code::DepthLimit));
    assert_eq!(verdict(&nested("{a(x:", "{a:", "1", "}", ")}", 2_000)), Err(Code::DepthLimit));
    assert_eq!(verdict(&nested("query($x:", "[", "Int", "]", "){a}", 2_000)), Err(Code::DepthLimit));
    assert_eq!(verdict(&"(".repeat(4_000)), Err(Code::DepthLimit));
    assert_eq!(verdict(&"{a(x:{b:".repeat(1_000)), Err(Code::DepthLimit));
}

#[test]
fn nesting_counts_to_its_limit_and_no_further() {
    let values = |levels| nested("{a(x:", "[", "", "]", ")}", levels);
    assert_eq!((verdict(&values(16)), verdict(&values(17))), (Ok(()), Err(Code::DepthLimit)));
    let fields = |levels| nested("", "{a", "", "}", "", levels);
    assert_eq!((verdict(&fields(16)), verdict(&fields(17))), (Ok(()), Err(Code::DepthLimit)));
    let inline = |levels| nested("", "{...", "{a}", "}", "", levels);
    assert_eq!((verdict(&inline(31)), verdict(&inline(32))), (Ok(()), Err(Code::DepthLimit)));
    let introspection = |levels| nested("{__schema", "{a", "", "}", "}", levels);
    assert_eq!((verdict(&introspection(23)), verdict(&introspection(24))), (Ok(()), Err(Code::DepthLimit)));
}

#[test]
fn brackets_in_strings_and_comments_do_not_count() {
    let brackets = "[".repeat(100);
    assert_eq!(verdict(&format!("{{a(x:\"{brackets}\")}}")), Ok(()));
    assert_eq!(verdict(&format!("{{a(x:\"\\\"{brackets}\")}}")), Ok(()));
    assert_eq!(verdict(&format!("{{a(x:\"\"\"{brackets}\" \"\"\"\")}}")), Err(Code::GraphqlParseFailed));
    assert_eq!(verdict(&format!("{{a(x:\"\"\"{brackets}\" \n\"\"\")}}")), Ok(()));
    assert_eq!(verdict(&format!("{{a #{brackets}\n}}")), Ok(()));
}

#[test]
fn text_that_scanner_and_parser_would_read_differently_is_refused() {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    // Without a closing `"""` the parser falls back to an empty string and goes on behind it.
    assert_eq!(verdict(&format!("{{a(x:[\"\"\"\" \" {deep}])}}")), Err(Code::GraphqlParseFailed));
    // A string ends with its line, so what follows is not inside it.
    assert_eq!(verdict(&format!("{{a(x:\"\n{deep}\")}}")), Err(Code::GraphqlParseFailed));
    assert_eq!(verdict(&format!("{{a(x:\"\\\r{deep}\")}}")), Err(Code::GraphqlParseFailed));
    // Carriage returns end comments as well.
    assert_eq!(verdict(&format!("{{a(x:#\r{deep})}}")), Err(Code::DepthLimit));
    for text in [
        "{a(x:[)]}",
        "}{",
        "{a]",
        "{a(x:\"",
        "{a(x:\"\\",
        "{a(x:\"\"\"",
        "{a(x:\"\"\"\\\"\"\"",
        "{a\0}",
        "{a(x:\"\0\")}",
    ] {
        assert_eq!(verdict(text), Err(Code::GraphqlParseFailed), "{text:?}");
    }
}

#[test]
fn tokens_and_text_are_limited() {
    let fields = |count| format!("{{a{{{}}}}}", "a ".repeat(count));
    assert_eq!((verdict(&fields(1_995)), verdict(&fields(1_996))), (Ok(()), Err(Code::TokenLimit)));
    assert_eq!(verdict(&format!("{{a#{}\n}}", "x".repeat(65_536))), Err(Code::TokenLimit));
    // The grammar reads each of these digits as a number of its own.
    assert_eq!(verdict(&format!("{{a(x:[{}])}}", "0".repeat(3_000))), Err(Code::TokenLimit));
    assert_eq!(verdict(&"é".repeat(3_000)), Err(Code::TokenLimit));
}

#[test]
fn fragments_that_multiply_are_weighed_and_refused() {
    assert_eq!(verdict(&bomb(31, 2)), Err(Code::GraphqlValidationFailed));
    assert_eq!(verdict(&bomb(24, 3)), Err(Code::GraphqlValidationFailed));
    assert_eq!(verdict(&bomb(64, 2)), Err(Code::DepthLimit));
    assert_eq!(verdict(&bomb(200, 1)), Err(Code::DepthLimit));
    // The same fragments without an operation that spreads them: validation would walk them all the same.
    assert_eq!(verdict(&bomb(200, 1).replace("{...F0}", "{a}")), Err(Code::DepthLimit));
    assert_eq!(verdict(&bomb(31, 1)), Ok(()));
}

#[test]
fn a_chain_of_deep_fragments_does_not_overflow_the_guard() {
    let mut text = "{...F0}".to_owned();
    for number in 0..250 {
        let next = format!("...F{}", number + 1);
        text.push_str(&nested(&format!("fragment F{number} on Query"), "{a", &format!("{{{next}}}"), "}", "", 30));
    }
    text.push_str("fragment F250 on Query{a}");
    let limits = Limits { document_tokens: 100_000, depth_levels: 1_000, ..Limits::documented() };
    assert_eq!(read(&text, &limits).unwrap_err().code(), Code::DepthLimit);
}

#[test]
fn fragments_that_spread_each_other_in_a_circle_are_refused() {
    for text in [
        "{...A} fragment A on Query{...A}",
        "{...A} fragment A on Query{a{...B}} fragment B on Query{...on Query{...A}}",
        "{a} fragment A on Query{...B} fragment B on Query{...A}",
    ] {
        assert_eq!(verdict(text), Err(Code::GraphqlValidationFailed), "{text}");
    }
}

#[test]
fn what_fragments_hide_counts_as_if_it_were_written_out() {
    let fragment = "fragment F on T{b:a c:a d:a e:a f:a}";
    let spread = |times: usize| format!("{{{} }} {fragment}", "x{...F}".repeat(times));
    assert_eq!((verdict(&spread(6)), verdict(&spread(7))), (Ok(()), Err(Code::AliasLimit)));
    let written = |times: usize| format!("{{{} }}", "x{b:a c:a d:a e:a f:a}".repeat(times));
    assert_eq!((verdict(&written(6)), verdict(&written(7))), (Ok(()), Err(Code::AliasLimit)));
    let roots = |times: usize| format!("{{{} }} fragment F on Query{{a b}}", "...F ".repeat(times));
    assert_eq!((verdict(&roots(5)), verdict(&roots(6))), (Ok(()), Err(Code::RootFieldLimit)));
    let directives = |count: usize| {
        format!("query Q($v: Int @a) @b {{...F @c a{}}} fragment F on Query @d {{a}}", " @e".repeat(count))
    };
    assert_eq!((verdict(&directives(16)), verdict(&directives(17))), (Ok(()), Err(Code::DirectiveLimit)));
}

#[test]
fn an_introspection_depth_is_not_had_by_a_name() {
    let deep = nested("", "{a", "", "}", "", 20);
    assert_eq!(verdict(&format!("query __schema {deep}")), Err(Code::DepthLimit));
    assert_eq!(verdict(&format!("{{...__schema}} fragment __schema on Query {deep}")), Err(Code::DepthLimit));
    assert_eq!(verdict(&format!("{{__schema:b{deep}}}")), Err(Code::DepthLimit));
    assert_eq!(verdict(&format!("{{x:__schema{deep}}}")), Ok(()));
}

/// Pieces that documents are made of, well-formed and not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("("),
        Just(")"),
        Just("["),
        Just("]"),
        Just("\""),
        Just("\"\"\""),
        Just("\\"),
        Just("..."),
        Just("on "),
        Just("fragment "),
        Just("query "),
        Just("F "),
        Just("a "),
        Just("a:"),
        Just("x:"),
        Just("$v"),
        Just("@d"),
        Just("="),
        Just("!"),
        Just("#"),
        Just("\n"),
        Just("0"),
        Just("-1.5e3"),
        Just("é"),
        Just("\0"),
        Just("{a}"),
        Just("{...F}"),
        Just("(x:1)"),
        Just("\u{feff}"),
        Just("true"),
        Just("|"),
    ];
    prop::collection::vec(piece, 0..200).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_guard_panic(text in pieces()) {
        let _ = verdict(&text);
    }

    #[test]
    fn arbitrary_text_does_not_make_the_guard_panic(text in any::<String>()) {
        let _ = verdict(&text);
    }

    // What passes the scan nests no deeper for the parser than the scan says, so the parser's tree shows the levels.
    #[test]
    fn whatever_parses_is_within_the_limits(text in pieces()) {
        let limits = Limits { value_levels: 3, selection_levels: 4, ..Limits::documented() };
        if let Ok(document) = read(&text, &limits) {
            for (_, operation) in document.operations.iter() {
                prop_assert!(selection_levels(&operation.node.selection_set.node) <= 4);
            }
        }
    }

    // Weighing costs what the text is long, not what the fragments come to: doubling a chain of fragments that
    // doubles at every step adds as many visits as it adds fragments, so the largest allowed text is answered at once.
    #[test]
    fn the_weight_of_a_chain_saturates(count in 1_usize..45, times in 2_usize..6) {
        let limits = Limits { expanded_selections_per_token: usize::MAX, aliases: usize::MAX, root_fields: usize::MAX, ..Limits::documented() };
        prop_assert!(read(&bomb(count, times), &limits).is_ok());
    }
}

fn selection_levels(set: &async_graphql_parser::types::SelectionSet) -> usize {
    use async_graphql_parser::types::Selection;
    set.items
        .iter()
        .map(|selection| match &selection.node {
            Selection::Field(field) => selection_levels(&field.node.selection_set.node),
            Selection::InlineFragment(inline) => selection_levels(&inline.node.selection_set.node),
            Selection::FragmentSpread(_) => 0,
        })
        .max()
        .map_or(0, |levels| levels + 1)
}
