//! One operation on its way through the library: variables coerced before it, planned once it is valid, run once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextParseQuery, NextPrepareRequest, NextValidation,
};
use async_graphql::registry::Registry;
use async_graphql::{Request, ServerError, ServerResult, ValidationResult, Value, Variables};
use async_graphql_parser::types::{ExecutableDocument, OperationDefinition};
use tokio::sync::OnceCell;

use super::judged;
use crate::database::Connections;
use crate::graphql::document;
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{Plan, Scope, compile};
use crate::graphql::run::{Answers, Recorder, execute, write_answers};
use crate::graphql::select::{Selection, check_overlaps, check_values, coerce_variables};

/// What a request needs beside the schema.
pub struct Prepared {
    /// The parsed document, checked by the guard.
    pub document: ExecutableDocument,
    /// The operation to run; `None` when the document has only one.
    pub operation_name: Option<String>,
    /// Where rows are read.
    pub connections: Connections,
    /// The surroundings.
    pub scope: Scope,
    /// Keeps the statements, if somebody asks.
    pub recorder: Option<Recorder>,
}

/// An operation: what it is, its plan once it is valid, its answers once it ran.
pub struct Operation {
    prepared: Prepared,
    state: Mutex<State>,
    answers: OnceCell<Result<Mutex<Answers>, GraphError>>,
}

#[derive(Default)]
struct State {
    /// The variables, or why they cannot be used: told after validation, as the specification orders it.
    variables: Option<Result<Variables, GraphError>>,
    plan: Option<Arc<Plan>>,
    /// How many objects the answer may hold; `None` before it is planned.
    cost: Option<u64>,
    is_valid: bool,
    /// The keys of the root fields that have been answered.
    answered: HashSet<String>,
}

/// The answer of a root field.
pub(super) struct FieldAnswer {
    /// The JSON text; `None` when the field failed as a whole.
    pub(super) json: Option<String>,
    /// The errors in it, with their paths.
    pub(super) errors: Vec<GraphError>,
}

impl Operation {
    /// An operation that is still to be validated.
    pub fn new(prepared: Prepared) -> Self {
        Self { prepared, state: Mutex::default(), answers: OnceCell::new() }
    }

    /// Whether it passed validation and its variables could be used: what fails later is not the request's fault.
    pub fn is_valid(&self) -> bool {
        self.state().is_valid
    }

    /// How many objects the answer may hold; `None` when the request was refused before that was known.
    pub fn cost(&self) -> Option<u64> {
        self.state().cost
    }

    /// Why the whole request ended without an answer, if it did: what is not the fault of a single field.
    pub fn ended(&self) -> Option<GraphError> {
        let error = self.answers.get()?.as_ref().err()?;
        error.code().ends_requests().then(|| error.clone())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn definition(&self) -> Option<&OperationDefinition> {
        document::operation(&self.prepared.document, self.prepared.operation_name.as_deref())
    }

    /// Whether nobody has asked this before for the root field with this key. The library runs every field of a key,
    /// and merges what they answer; one answer is enough.
    pub(super) fn is_first(&self, key: &str) -> bool {
        self.state().answered.insert(key.to_owned())
    }

    /// The answer of the root field with this key, which is handed out once. The first to ask for any runs the whole
    /// operation.
    pub(super) async fn answer(&self, key: &str) -> Result<FieldAnswer, GraphError> {
        let answers = self.answers.get_or_init(|| self.run()).await.as_ref().map_err(Clone::clone)?;
        let fields = &mut answers.lock().unwrap_or_else(PoisonError::into_inner).fields;
        let found = fields.iter().position(|(found, ..)| found == key);
        let found = found.ok_or_else(|| GraphError::bug(format!("no answer under {key}")))?;
        let (_, json, errors) = fields.swap_remove(found);
        Ok(FieldAnswer { json, errors })
    }

    async fn run(&self) -> Result<Mutex<Answers>, GraphError> {
        let plan = self.state().plan.clone().ok_or_else(|| GraphError::bug("an operation without a plan"))?;
        let Prepared { connections, scope, recorder, .. } = &self.prepared;
        let snapshots = execute(connections, &plan, scope, recorder.as_ref()).await?;
        Ok(Mutex::new(write_answers(&plan, &snapshots, scope)?))
    }

    /// Coerces the variables, and gives those that the library needs for what it answers itself: conditions of fields,
    /// arguments of introspection. It would judge the values of all others as if the document had them as literals.
    fn coerce(&self, registry: &Registry, given: &Variables) -> Variables {
        let definitions = self.definition().map(|operation| &operation.variable_definitions[..]).unwrap_or_default();
        let coerced = coerce_variables(registry, definitions, given);
        let mut variables = coerced.as_ref().cloned().unwrap_or_default();
        variables.retain(|_, value| matches!(value, Value::Boolean(_) | Value::String(_)));
        self.state().variables = Some(coerced);
        variables
    }

    fn plan(&self, registry: &Registry) -> Result<(), GraphError> {
        let document = &self.prepared.document;
        check_overlaps(registry, document)?;
        let variables = self.state().variables.clone().unwrap_or_else(|| Ok(Variables::default()))?;
        let operation = self.definition().ok_or_else(|| GraphError::bug("a valid request without an operation"))?;
        let selection = Selection { registry, fragments: &document.fragments, variables: &variables };
        let scope = &self.prepared.scope;
        let plan = compile(selection, &operation.selection_set.node, scope)?;
        let cost = plan.cost(scope);
        let mut state = self.state();
        state.cost = Some(cost);
        if cost > scope.limits.cost {
            return Err(GraphError::new(
                Code::CostLimit,
                format!(
                    "The answer may come to {cost} objects; at most {} are allowed. Ask for smaller pages (`first`), or \
                     for less inside them.",
                    scope.limits.cost
                ),
            ));
        }
        state.plan = Some(Arc::new(plan));
        Ok(())
    }
}

/// Makes the extension that leads an operation through the library.
pub(super) struct Operations;

impl ExtensionFactory for Operations {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Led::default())
    }
}

/// Leads one operation.
#[derive(Default)]
struct Led(std::sync::OnceLock<Arc<Operation>>);

#[async_trait::async_trait]
impl Extension for Led {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let mut request = next.run(ctx, request).await?;
        let found = request.data.get(&std::any::TypeId::of::<Arc<Operation>>());
        if let Some(operation) = found.and_then(|data| data.downcast_ref::<Arc<Operation>>()) {
            let operation = self.0.get_or_init(|| operation.clone());
            request.variables = operation.coerce(&ctx.schema_env.registry, &request.variables);
        }
        Ok(request)
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        match self.0.get() {
            // Parsed and checked before; the library's own check of nesting takes exponential time.
            Some(operation) => Ok(judged::document(&operation.prepared.document)),
            None => next.run(ctx, query, variables).await,
        }
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let Some(operation) = self.0.get() else { return next.run(ctx).await };
        let registry = &ctx.schema_env.registry;
        check_values(registry, &operation.prepared.document).map_err(|error| vec![error.into()])?;
        let result = judged::result(next.run(ctx).await)?;
        operation.plan(registry).map_err(|error| vec![error.into()])?;
        operation.state().is_valid = true;
        Ok(result)
    }
}
