//! The whole of it: documents guarded, requests executed, answers written.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use async_graphql::{ServerError, Value, Variables};
use async_graphql_parser::types::{ExecutableDocument, OperationType};
use async_graphql_value::RAW_VALUE_TOKEN;
use chrono::Timelike as _;
use chrono_tz::Tz;

use super::document;
use super::error::{Code, GraphError, seal};
use super::limits::{Limits, Pages};
use super::plan::{Codes, Scope};
use super::request::{Answer, Request, RequestId};
use super::run::{Recorder, too_large};
use super::schema::{self, BankSchema, Operation, Prepared};
use crate::clock::Clock;
use crate::config::EffectiveRules;
use crate::database::Connections;
use crate::store::seeding::Seeding;

/// The graph over one database.
pub struct Graph {
    schema: BankSchema,
    sdl: String,
    connections: Connections,
    limits: Limits,
    pages: Pages,
    zone: Tz,
    rules: Arc<EffectiveRules>,
    clock: Clock,
    codes: ArcSwap<Codes>,
    seeding: Option<Arc<Seeding>>,
}

impl Graph {
    /// The graph over a database, whose wall-clock times are in `zone`. It knows no codes until it is told, and computes
    /// by the rules that are built in.
    pub fn new(connections: impl Into<Connections>, limits: Limits, pages: Pages, zone: Tz) -> Self {
        let connections = connections.into();
        let schema = schema::build();
        let sdl = schema::sdl(&schema);
        let rules = Arc::default();
        let clock = Clock::System;
        let codes = ArcSwap::default();
        Self { schema, sdl, connections, limits, pages, zone, rules, clock, codes, seeding: None }
    }

    /// The same graph, computing by other rules.
    #[must_use]
    pub fn with_rules(self, rules: Arc<EffectiveRules>) -> Self {
        Self { rules, ..self }
    }

    /// The same graph, taking the time from another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same graph over a database that may be filled while it is served: until it is complete, requests are refused
    /// with [`Code::Seeding`].
    #[must_use]
    pub fn while_it_may_be_filled(self) -> Self {
        Self { seeding: Some(Arc::new(Seeding::unknown())), ..self }
    }

    pub(crate) fn seeding(&self) -> Option<&Seeding> {
        self.seeding.as_deref()
    }

    /// The schema as SDL.
    pub fn sdl(&self) -> &str {
        &self.sdl
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The codes that the bank's texts have from now on.
    pub fn know_codes(&self, codes: Codes) {
        self.codes.store(Arc::new(codes));
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request, id: &RequestId) -> Answer {
        self.answer_recorded(request, id, None).await
    }

    /// Answers a request and keeps its statements in `recorder`.
    pub async fn answer_recorded(&self, request: Request, id: &RequestId, recorder: Option<Recorder>) -> Answer {
        let executed = self.execute(request, recorder).await.unwrap_or_else(Executed::refused);
        let answer = executed.write(id, &self.limits);
        if answer.body.len() > self.limits.response_bytes {
            return Executed::refused(too_large(self.limits.response_bytes)).write(id, &self.limits);
        }
        answer
    }

    async fn execute(&self, request: Request, recorder: Option<Recorder>) -> Result<Executed, GraphError> {
        check_variables(&request.variables, self.limits.variables_bytes)?;
        let document = document::read(&request.query, &self.limits)?;
        check_operation_name(&document, request.operation_name.as_deref())?;
        let chosen = document::operation(&document, request.operation_name.as_deref());
        let is_query = chosen.is_some_and(|operation| operation.ty == OperationType::Query);
        if request.only_queries && !is_query {
            let error = GraphError::new(Code::BadRequest, "Only queries are run by GET: send this operation by POST.");
            return Ok(Executed { needs_other_method: true, ..Executed::refused(error) });
        }
        let now = self.clock.now().naive_utc();
        let scope = Scope {
            pages: self.pages.clone(),
            limits: self.limits.clone(),
            now: now.with_nanosecond(0).unwrap_or(now),
            zone: self.zone,
            rules: self.rules.clone(),
            codes: self.codes.load_full(),
            seeding: self.seeding.clone(),
        };
        let operation = Arc::new(Operation::new(Prepared {
            document,
            operation_name: request.operation_name.clone(),
            connections: self.connections.clone(),
            scope,
            recorder,
        }));
        let mut asked = async_graphql::Request::new(String::new())
            .variables(Variables::from_json(serde_json::Value::Object(request.variables)))
            .data(operation.clone());
        asked.operation_name = request.operation_name;
        let deadline = Duration::from_millis(self.limits.time_ms);
        let response = tokio::time::timeout(deadline, self.schema.execute(asked)).await.map_err(|_| {
            let most = deadline.as_secs_f64();
            GraphError::new(Code::Timeout, format!("The request took more than {most} s and was ended. Ask for less."))
        })?;
        if let Some(error) = operation.ended() {
            return Ok(Executed { cost: operation.cost(), ..Executed::refused(error) });
        }
        let data = operation.is_valid().then_some(response.data);
        Ok(Executed { data, errors: response.errors, cost: operation.cost(), needs_other_method: false })
    }
}

/// Refuses variables that come to more than `most` bytes. What was asked of a body bounds them, too, but not of an
/// address, nor by another limit than the body's.
fn check_variables(variables: &serde_json::Map<String, serde_json::Value>, most: usize) -> Result<(), GraphError> {
    let mut left = Left(most);
    match serde_json::to_writer(&mut left, variables) {
        Ok(()) => Ok(()),
        Err(_) => Err(GraphError::new(
            Code::PayloadTooLarge,
            format!("The variables come to more than {most} bytes. Send large lists of values in several requests."),
        )),
    }
}

/// Takes so many bytes and keeps none.
struct Left(usize);

impl std::io::Write for Left {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::WriteZero)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn check_operation_name(document: &ExecutableDocument, name: Option<&str>) -> Result<(), GraphError> {
    let mut operations = document.operations.iter();
    match name {
        Some(name) if operations.any(|(found, _)| found.is_some_and(|found| found == name)) => Ok(()),
        Some(_) => {
            Err(GraphError::new(Code::BadRequest, "The document has no operation of the given `operationName`."))
        }
        None if operations.count() == 1 => Ok(()),
        None => {
            Err(GraphError::new(Code::BadRequest, "The document has several operations: name one in `operationName`."))
        }
    }
}

/// What came of a request.
struct Executed {
    /// The data; `None` when the request was refused.
    data: Option<Value>,
    errors: Vec<ServerError>,
    /// How many objects the answer may hold; `None` when that was not reckoned.
    cost: Option<u64>,
    needs_other_method: bool,
}

impl Executed {
    fn refused(error: GraphError) -> Self {
        Self { data: None, errors: vec![error.into()], cost: None, needs_other_method: false }
    }

    fn write(mut self, id: &RequestId, limits: &Limits) -> Answer {
        // A request that is refused without a code of ours did not fit the schema: only the library refuses so.
        let fallback = if self.data.is_some() { Code::InternalServerError } else { Code::GraphqlValidationFailed };
        // The library tells some errors twice.
        self.errors.dedup_by(|one, other| {
            (&one.message, &one.locations, &one.path) == (&other.message, &other.locations, &other.path)
        });
        for error in &mut self.errors {
            seal(error, fallback, id);
        }
        let mut body = Vec::new();
        body.push(b'{');
        if !self.errors.is_empty() {
            body.extend_from_slice(b"\"errors\":");
            write_errors(&mut body, &self.errors, limits);
        }
        if let Some(data) = &self.data {
            if !self.errors.is_empty() {
                body.push(b',');
            }
            body.extend_from_slice(b"\"data\":");
            write_value(&mut body, data);
        }
        if let Some(cost) = self.cost {
            let told = format!(",\"extensions\":{{\"cost\":{{\"requested\":{cost},\"limit\":{}}}}}", limits.cost);
            body.extend_from_slice(told.as_bytes());
        }
        body.push(b'}');
        let code = match (&self.data, self.errors.first()) {
            (None, Some(error)) => code_of(error),
            _ => None,
        };
        let needs_other_method = self.needs_other_method;
        Answer { body, is_request_error: self.data.is_none(), code, needs_other_method }
    }
}

/// Writes the first errors, as many as there may be and as have room; one there is always.
fn write_errors(body: &mut Vec<u8>, errors: &[ServerError], limits: &Limits) {
    body.push(b'[');
    let begun = body.len();
    for (index, error) in errors.iter().take(limits.errors).enumerate() {
        let before = body.len();
        if index > 0 {
            body.push(b',');
        }
        // Errors are plain data: writing them to memory cannot fail.
        let _ = serde_json::to_writer(&mut *body, error);
        if index > 0 && body.len() - begun > limits.errors_bytes {
            body.truncate(before);
            break;
        }
    }
    body.push(b']');
}

fn code_of(error: &ServerError) -> Option<Code> {
    match error.extensions.as_ref()?.get("code") {
        Some(Value::String(name)) => Code::named(name),
        _ => None,
    }
}

/// Writes a value; finished JSON is copied as it stands, which the library's own serializer would parse again.
fn write_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Object(fields) => {
            if let (1, Some(Value::String(json))) = (fields.len(), fields.get(RAW_VALUE_TOKEN)) {
                out.extend_from_slice(json.as_bytes());
                return;
            }
            out.push(b'{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                // Plain data again.
                let _ = serde_json::to_writer(&mut *out, key.as_str());
                out.push(b':');
                write_value(out, value);
            }
            out.push(b'}');
        }
        Value::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_value(out, item);
            }
            out.push(b']');
        }
        leaf => {
            let _ = serde_json::to_writer(out, leaf);
        }
    }
}
