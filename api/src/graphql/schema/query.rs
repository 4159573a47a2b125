//! The root of queries: every field is planned with the whole operation and answered with finished JSON.

use std::borrow::Cow;

use async_graphql::registry::{MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, Name, ObjectType, OutputType, Positioned, ServerResult, Value,
    resolver_utils,
};
use async_graphql_parser::types::Field;
use async_graphql_value::RAW_VALUE_TOKEN;
use indexmap::IndexMap;

use super::operation::Operation;
use super::outputs;
use crate::graphql::error::GraphError;

/// The root of queries.
pub struct Query;

impl OutputType for Query {
    fn type_name() -> Cow<'static, str> {
        Cow::Borrowed("Query")
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let fields = outputs::register(registry);
            ObjectBuilder::new("Query", fields)
                .description(Some("Everything that can be asked of the bank.".to_owned()))
                .rust_typename(std::any::type_name::<Self>())
                .build()
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _field: &Positioned<Field>) -> ServerResult<Value> {
        resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for Query {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let operation = ctx.data::<std::sync::Arc<Operation>>().map_err(|_| {
            ctx.set_error_path(GraphError::bug("a request without its operation").at(ctx.item.pos).into())
        })?;
        let key = &ctx.item.node.response_key().node;
        let is_required = ctx.item.node.name.node == "nodes";
        if !operation.is_first(key) {
            // Beside the answer that the key has already, null adds nothing.
            return Ok(Some(Value::Null));
        }
        match operation.answer(key).await {
            Ok(answer) => {
                for error in answer.errors {
                    if answer.json.is_none() && is_required {
                        return Err(error.into());
                    }
                    ctx.add_error(error.into());
                }
                Ok(Some(answer.json.map_or(Value::Null, raw)))
            }
            Err(error) => {
                let error = ctx.set_error_path(error.at(ctx.item.pos).into());
                if is_required {
                    return Err(error);
                }
                ctx.add_error(error);
                Ok(Some(Value::Null))
            }
        }
    }
}

impl ObjectType for Query {}

/// Finished JSON as a value that is written as it stands.
fn raw(json: String) -> Value {
    Value::Object(IndexMap::from([(Name::new(RAW_VALUE_TOKEN), Value::String(json))]))
}
