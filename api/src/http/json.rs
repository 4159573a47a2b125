//! A body read as a GraphQL request, with bounds on nesting and members, and no key twice.

use std::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::refusal::Refusal;
use crate::graphql::{error::Code, limits::Limits, request::Request};

/// Reads `bytes` as one request. Keys that no specification names are ignored: clients send all kinds.
///
/// # Errors
/// `BATCH_DISABLED` for a list of requests, `BAD_REQUEST` for everything else that is no request. No message quotes the
/// body.
pub(super) fn request(bytes: &[u8], limits: &Limits) -> Result<Request, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::bad_request("The body is not UTF-8 text."))?;
    if text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with('[') {
        return Err(Refusal::new(
            axum::http::StatusCode::BAD_REQUEST,
            Code::BatchDisabled,
            "One request at a time: the body is a list. Send an object with \"query\".",
        ));
    }
    match bounded(text, limits)? {
        Value::Object(members) => from_members(members),
        _ => Err(Refusal::bad_request("The body is not a JSON object with \"query\".")),
    }
}

/// Reads JSON text within the bounds of bodies.
///
/// # Errors
/// `BAD_REQUEST`, without quoting the text.
pub(super) fn bounded(text: &str, limits: &Limits) -> Result<Value, Refusal> {
    let budget =
        Budget { levels: limits.json_levels, keys: RefCell::new(limits.json_keys), broken: RefCell::default() };
    let mut source = serde_json::Deserializer::from_str(text);
    let read = Bounded { budget: &budget, levels: budget.levels }
        .deserialize(&mut source)
        .and_then(|value| source.end().map(|()| value));
    read.map_err(|error| {
        Refusal::bad_request(
            budget.broken.into_inner().unwrap_or_else(|| {
                format!("The request is not JSON (line {}, column {}).", error.line(), error.column())
            }),
        )
    })
}

/// Makes a request of its members by name.
pub(super) fn from_members(mut members: Map<String, Value>) -> Result<Request, Refusal> {
    let query = match members.remove("query") {
        Some(Value::String(query)) => query,
        None | Some(Value::Null) => return Err(Refusal::bad_request("The request has no \"query\".")),
        Some(_) => return Err(Refusal::bad_request("\"query\" is the text of a document.")),
    };
    let operation_name = match members.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(Refusal::bad_request("\"operationName\" is text or null.")),
    };
    let mut object = |key: &str| match members.remove(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(Refusal::bad_request(format!("\"{key}\" is an object or null."))),
    };
    let variables = object("variables")?;
    let extensions = object("extensions")?;
    Ok(Request { query, operation_name, variables, extensions, only_queries: false })
}

/// What a body may still use up, and what it broke.
struct Budget {
    levels: usize,
    keys: RefCell<usize>,
    broken: RefCell<Option<String>>,
}

impl Budget {
    /// Notes the reason and gives the parser an error to stop with.
    fn stop<E: serde::de::Error>(&self, reason: String) -> E {
        *self.broken.borrow_mut() = Some(reason);
        E::custom("refused")
    }
}

/// A value at most so many levels deep.
struct Bounded<'a> {
    budget: &'a Budget,
    levels: usize,
}

impl Bounded<'_> {
    fn inner<E: serde::de::Error>(&self) -> Result<Self, E> {
        match self.levels.checked_sub(1) {
            Some(levels) => Ok(Self { budget: self.budget, levels }),
            None => {
                Err(self.budget.stop(format!("The request is nested more than {} levels deep.", self.budget.levels)))
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(self.inner()?)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let left = *self.budget.keys.borrow();
            let Some(left) = left.checked_sub(1) else {
                return Err(self.budget.stop("The request has too many object members.".to_owned()));
            };
            *self.budget.keys.borrow_mut() = left;
            // Readers disagree on which of two values counts, so that a check on one would not hold for the other.
            if object.contains_key(&key) {
                return Err(self.budget.stop("A key stands twice in one object of the request.".to_owned()));
            }
            let value = members.next_value_seed(self.inner()?)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Request, Code> {
        request(text.as_bytes(), &Limits::documented()).map_err(|refusal| refusal.code())
    }

    #[test]
    fn a_request_has_a_query_and_may_have_more() {
        let request = read(
            r#" {"query": "{ a }", "operationName": "Q", "variables": {"x": [1, -2, 0.5, "é", null, true]},
                 "extensions": {"clientLibrary": {"name": "c"}}, "params": [], "id": 7} "#,
        )
        .unwrap();
        assert_eq!(request.query, "{ a }");
        assert_eq!(request.operation_name.as_deref(), Some("Q"));
        assert_eq!(Value::Object(request.variables), serde_json::json!({ "x": [1, -2, 0.5, "é", null, true] }));
        assert_eq!(request.extensions.len(), 1);
        let bare = read(r#"{"query":"{a}","operationName":null,"variables":null,"extensions":null}"#).unwrap();
        assert_eq!((bare.operation_name, bare.variables.len()), (None, 0));
    }

    #[test]
    fn whatever_is_no_request_is_refused() {
        for text in [
            "",
            "{",
            "null",
            "\"{ a }\"",
            "{}",
            r#"{"query":null}"#,
            r#"{"query":1}"#,
            r#"{"query":["{a}"]}"#,
            r#"{"query":"{a}","query":"{b}"}"#,
            r#"{"query":"{a}","variables":{"x":1,"x":2}}"#,
            r#"{"query":"{a}","variables":[]}"#,
            r#"{"query":"{a}","variables":"{}"}"#,
            r#"{"query":"{a}","operationName":1}"#,
            r#"{"query":"{a}","extensions":[]}"#,
            r#"{"query":"{a}"} x"#,
            r#"{"query":"{a}"}{"query":"{b}"}"#,
            r#"{"query":"\ud800"}"#,
            r#"{"query":"{a}","variables":{"x":NaN}}"#,
            r#"{"query":"{a}","variables":{"x":1e999}}"#,
            "{\"query\":\"a\nb\"}",
            "\u{feff}{\"query\":\"{a}\"}",
        ] {
            assert_eq!(read(text).err(), Some(Code::BadRequest), "{text}");
        }
        assert_eq!(request(b"{\"query\":\"\xff\"}", &Limits::documented()).unwrap_err().code(), Code::BadRequest);
    }

    #[test]
    fn a_batch_is_refused_by_its_own_code() {
        for text in [r#"[{"query":"{a}"}]"#, " \n[]", "["] {
            assert_eq!(read(text).err(), Some(Code::BatchDisabled), "{text}");
        }
    }

    #[test]
    fn nesting_and_members_are_bounded() {
        let nested = |levels: usize| {
            format!(r#"{{"query":"{{a}}","variables":{{"x":{}{}}}}}"#, "[".repeat(levels), "]".repeat(levels))
        };
        assert!(read(&nested(62)).is_ok());
        assert_eq!(read(&nested(63)).err(), Some(Code::BadRequest));
        assert_eq!(read(&nested(100_000)).err(), Some(Code::BadRequest));
        let wide = |count: usize| {
            let members: Vec<String> = (0..count).map(|number| format!("\"k{number}\":1")).collect();
            format!(r#"{{"query":"{{a}}","variables":{{{}}}}}"#, members.join(","))
        };
        assert!(read(&wide(4_998)).is_ok());
        assert_eq!(read(&wide(4_999)).err(), Some(Code::BadRequest));
    }

    #[test]
    fn a_refusal_does_not_quote_the_body() {
        let refusal = request(br#"{"query": "{a}", "variables": {"name": "Anna" "x"}}"#, &Limits::documented());
        let shown = format!("{:?}", refusal.unwrap_err());
        assert!(!shown.contains("Anna") && shown.contains("line 1"), "{shown}");
    }
}
