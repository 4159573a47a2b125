//! A GraphQL request in an address: `GET /graphql?query=…`, for links, caches and programs that cannot post.

use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{json, refusal::Refusal};
use crate::graphql::{limits::Limits, request::Request};

/// Reads the part of an address behind the question mark as one request, which may only run queries. Parameters that no
/// specification names are ignored.
///
/// # Errors
/// `BAD_REQUEST` for what is no request. No message quotes it.
pub(super) fn request(text: &str, limits: &Limits) -> Result<Request, Refusal> {
    let mut given = Map::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        // What is no UTF-8 has been replaced, and is not what the client meant.
        if value.contains(char::REPLACEMENT_CHARACTER) && !text.contains("%EF%BF%BD") {
            return Err(Refusal::bad_request("The address is not UTF-8 text."));
        }
        let value = match &*name {
            "query" | "operationName" => Value::String(value.into_owned()),
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => json::bounded(&value, limits)?,
            _ => continue,
        };
        // Readers disagree on which of two values counts.
        if given.insert(name.to_string(), value).is_some() {
            return Err(Refusal::bad_request("A parameter stands twice in the address."));
        }
    }
    Ok(Request { only_queries: true, ..json::from_members(given)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::error::Code;

    fn read(text: &str) -> Result<Request, Code> {
        request(text, &Limits::documented()).map_err(|refusal| refusal.code())
    }

    #[test]
    fn a_request_is_read_out_of_an_address() {
        let request = read(
            "query=query+Q%28%24x%3AInt%29%7Ba%7D&operationName=Q&variables=%7B%22x%22%3A1%7D&extensions=%7B%7D&other=1",
        )
        .unwrap();
        assert_eq!(request.query, "query Q($x:Int){a}");
        assert_eq!(request.operation_name.as_deref(), Some("Q"));
        assert_eq!(Value::Object(request.variables), serde_json::json!({ "x": 1 }));
        assert!(request.only_queries);
        assert_eq!(read("query={a}&variables=&extensions=").unwrap().variables.len(), 0);
        assert_eq!(read("query=%EF%BF%BD").unwrap().query, "\u{fffd}");
    }

    #[test]
    fn whatever_is_no_request_is_refused() {
        for text in [
            "",
            "query",
            "variables={}",
            "query={a}&query={b}",
            "query={a}&variables=1",
            "query={a}&variables=[]",
            "query={a}&variables={\"x\":1,\"x\":2}",
            "query={a}&variables=%7B",
            "query={a}&extensions=7",
            "query=%ff",
        ] {
            let refused = read(text).err();
            // An empty document is one, which the graph refuses.
            assert!(refused == Some(Code::BadRequest) || text == "query", "{text}: {refused:?}");
        }
        let deep = format!("query={{a}}&variables={{\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
        assert_eq!(read(&deep).err(), Some(Code::BadRequest));
    }
}
