//! What documents write into the reference: scalars, keys, filters, orders.

use async_graphql::{Enum, ID, InputObject, InputValueError, InputValueResult, OneofObject, Scalar, ScalarType, Value};

use super::Customer;
use crate::selection::bank::CUSTOMERS;

pub(super) struct BigInt(pub(super) i64);

#[Scalar(name = "BigInt")]
impl ScalarType for BigInt {
    fn parse(value: Value) -> InputValueResult<Self> {
        tellergraph_api::graphql::scalar::big_int(&value).map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Hundredths.
pub(super) struct Decimal(pub(super) i64);

#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        let sign = if self.0 < 0 { "-" } else { "" };
        Value::String(format!("{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100))
    }
}

#[derive(OneofObject)]
pub(super) enum CustomerBy {
    Id(ID),
    CustomerId(BigInt),
}

#[derive(OneofObject)]
pub(super) enum AccountBy {
    Id(ID),
    AccountId(BigInt),
}

#[derive(InputObject)]
pub(super) struct CustomerFilter {
    and: Option<Vec<Self>>,
    or: Option<Vec<Self>>,
    not: Option<Box<Self>>,
    customer_id: Option<BigIntFilter>,
    name: Option<StringFilter>,
}

#[derive(InputObject)]
pub(super) struct BigIntFilter {
    eq: Option<BigInt>,
    #[graphql(name = "in")]
    one_of: Option<Vec<BigInt>>,
}

#[derive(InputObject)]
struct StringFilter {
    eq: Option<String>,
    is_null: Option<bool>,
}

impl CustomerFilter {
    pub(super) fn holds(&self, row: &Customer) -> bool {
        let (key, name, _) = CUSTOMERS[row.0];
        self.and.as_ref().is_none_or(|and| and.iter().all(|filter| filter.holds(row)))
            && self.or.as_ref().is_none_or(|or| or.iter().any(|filter| filter.holds(row)))
            && self.not.as_ref().is_none_or(|not| !not.holds(row))
            && self.customer_id.as_ref().is_none_or(|condition| {
                condition.eq.as_ref().is_none_or(|eq| eq.0 == key)
                    && condition.one_of.as_ref().is_none_or(|keys| keys.iter().any(|one| one.0 == key))
            })
            && self.name.as_ref().is_none_or(|condition| {
                condition.eq.as_deref().is_none_or(|eq| Some(eq) == name)
                    && condition.is_null.is_none_or(|is_null| is_null == name.is_none())
            })
    }
}

#[derive(InputObject)]
pub(super) struct CustomerOrder {
    field: CustomerOrderField,
    #[graphql(default_with = "OrderDirection::Asc")]
    direction: OrderDirection,
    nulls: Option<NullsOrder>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum CustomerOrderField {
    CustomerId,
    Name,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum OrderDirection {
    Asc,
    Desc,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum NullsOrder {
    First,
    Last,
}

impl CustomerOrder {
    pub(super) fn sort(&self, rows: &mut [Customer]) {
        let nulls_first = self.nulls == Some(NullsOrder::First);
        rows.sort_by(|one, other| {
            let (one, other) = (CUSTOMERS[one.0], CUSTOMERS[other.0]);
            let nulls = (one.1.is_none() != nulls_first).cmp(&(other.1.is_none() != nulls_first));
            let (nulls, values) = match self.field {
                CustomerOrderField::CustomerId => (std::cmp::Ordering::Equal, one.0.cmp(&other.0)),
                CustomerOrderField::Name => (nulls, one.1.cmp(&other.1)),
            };
            nulls.then(if self.direction == OrderDirection::Desc { values.reverse() } else { values })
        });
    }
}
