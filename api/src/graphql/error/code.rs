//! The closed list of codes.

use std::fmt;

/// Every value that `extensions.code` of an error can take. The list is part of the interface: clients branch on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// An argument or a variable has a value that cannot be used.
    BadUserInput,
    /// The HTTP request is not a GraphQL request.
    BadRequest,
    /// The body of the request, or what it gives for variables, is larger than the server reads.
    PayloadTooLarge,
    /// The document has more tokens, or more text, than allowed.
    TokenLimit,
    /// Selections, values or the body are nested deeper than allowed.
    DepthLimit,
    /// The request would have to look at more than allowed.
    CostLimit,
    /// The document has more aliases than allowed.
    AliasLimit,
    /// An operation has more root fields than allowed.
    RootFieldLimit,
    /// The document has more directives than allowed.
    DirectiveLimit,
    /// Several requests in one body: this server takes one.
    BatchDisabled,
    /// The answer is larger than the server sends.
    ResponseTooLarge,
    /// No credential, or none that is known.
    Unauthenticated,
    /// The caller, or the page the caller comes from, may not do this.
    Forbidden,
    /// The purpose that was named is no legal basis for this use of personal data.
    ProhibitedBasis,
    /// The caller has used up what is allowed for the moment.
    RateLimited,
    /// The server has more work than it can take.
    Overloaded,
    /// The request took longer than allowed and was ended.
    Timeout,
    /// The database does not answer.
    DatabaseUnavailable,
    /// The database is still being filled.
    Seeding,
    /// The hash names no document that the server has.
    PersistedQueryNotFound,
    /// Only persisted documents are run for this caller.
    NotPersisted,
    /// Somebody else changed the same thing first.
    Conflict,
    /// A failure of the server: the log has it under the request's id.
    InternalServerError,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 25] = [
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::BadUserInput,
        Self::BadRequest,
        Self::PayloadTooLarge,
        Self::TokenLimit,
        Self::DepthLimit,
        Self::CostLimit,
        Self::AliasLimit,
        Self::RootFieldLimit,
        Self::DirectiveLimit,
        Self::BatchDisabled,
        Self::ResponseTooLarge,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::ProhibitedBasis,
        Self::RateLimited,
        Self::Overloaded,
        Self::Timeout,
        Self::DatabaseUnavailable,
        Self::Seeding,
        Self::PersistedQueryNotFound,
        Self::NotPersisted,
        Self::Conflict,
        Self::InternalServerError,
    ];

    /// The code as it stands in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::BadRequest => "BAD_REQUEST",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::TokenLimit => "TOKEN_LIMIT",
            Self::DepthLimit => "DEPTH_LIMIT",
            Self::CostLimit => "COST_LIMIT",
            Self::AliasLimit => "ALIAS_LIMIT",
            Self::RootFieldLimit => "ROOT_FIELD_LIMIT",
            Self::DirectiveLimit => "DIRECTIVE_LIMIT",
            Self::BatchDisabled => "BATCH_DISABLED",
            Self::ResponseTooLarge => "RESPONSE_TOO_LARGE",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::ProhibitedBasis => "PROHIBITED_BASIS",
            Self::RateLimited => "RATE_LIMITED",
            Self::Overloaded => "OVERLOADED",
            Self::Timeout => "TIMEOUT",
            Self::DatabaseUnavailable => "DATABASE_UNAVAILABLE",
            Self::Seeding => "SEEDING",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::NotPersisted => "NOT_PERSISTED",
            Self::Conflict => "CONFLICT",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
        }
    }

    /// Whether the failure is the server's or its database's, so that the log must have it.
    pub(super) const fn is_ours(self) -> bool {
        matches!(self, Self::InternalServerError | Self::DatabaseUnavailable)
    }

    /// Whether it ends the whole request, even one that has begun to run: then there is no `data`.
    pub(in crate::graphql) const fn ends_requests(self) -> bool {
        matches!(self, Self::ResponseTooLarge | Self::Timeout | Self::Overloaded)
    }

    /// The code that `extensions.code` names; `None` for anything outside the list.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
