//! Households: customers who live together.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::household::{Column, Entity};
use tellergraph_entity::{customer, customer_segment};

use super::{Column as Leaf, ColumnType, Concept, Field, Grouping, Link, Order, RootList, enums};

pub(super) fn concept() -> Concept {
    Concept {
        name: "Household",
        singular: "household",
        plural: "households",
        doc: "Customers who live together, as relationships and addresses told at the last refresh: spouses and partners, \
              minors with a parent, and grown-up children at a parent's address.",
        table: Entity.table_name(),
        key: Column::HouseholdId.as_str(),
        list: Some(RootList {
            field: "households",
            doc: "All households of the last refresh, by `householdId` unless ordered otherwise; none before the first.",
            search: None,
        }),
        single: None,
        fields: fields(),
        grouping: Grouping { number_keys: &["size"], ..Grouping::OWN },
        orders: orders(),
    }
}

fn fields() -> Vec<Field> {
    vec![
        Field::id("Opaque id of the household, unique in the whole graph."),
        Field::key(
            "householdId",
            Column::HouseholdId,
            "The smallest `customerId` of the members. It changes when that member leaves.",
        ),
        Field::with(
            "asOf",
            "The date that the household is told at: nothing later was looked at.",
            Leaf { name: Column::AsOf.as_str(), ty: ColumnType::Date, nullable: false, filter: false },
        ),
        Field::required("size", Column::Size.as_str(), ColumnType::Int, "How many of the members are alive."),
        Field::list(
            "members",
            "Customer",
            Link::Through {
                column: customer::Column::CustomerId.as_str(),
                table: customer_segment::Entity.table_name(),
                key: customer_segment::Column::CustomerId.as_str(),
                foreign: customer_segment::Column::HouseholdId.as_str(),
            },
            "Who lives in the household. Members who have died are among them, and do not count in `size`, incomes, assets \
             and products.",
        ),
        Field::column(
            "monthlyIncome",
            Column::MonthlyIncome,
            ColumnType::Decimal,
            "Estimated net income a month of all members, in the bank's currency; null when nobody's is known.",
        ),
        Field::column(
            "adjustedIncome",
            Column::AdjustedIncome,
            ColumnType::Decimal,
            "What a household of three would need a month to live as well: the income times the root of 3 over the size. \
             Null when no income is known.",
        ),
        Field::class("tier", Column::Tier, &enums::HOUSEHOLD_TIER, "The tier of the adjusted income."),
        Field::required(
            "confidence",
            Column::Confidence.as_str(),
            ColumnType::Hundredths,
            "The part of the grown-up members whose income is known, from 0 to 1.",
        ),
        Field::column(
            "totalAssets",
            Column::TotalAssets,
            ColumnType::Decimal,
            "The total assets of all members, in the bank's currency; null when nobody's can be told.",
        ),
        Field::classes(
            "products",
            Column::Products,
            &enums::ACCOUNT_TYPE.classes,
            "The kinds of open accounts that any member has, each once, in declared order.",
        ),
        Field::required(
            "productCount",
            Column::ProductCount.as_str(),
            ColumnType::Small,
            "How many different `products` there are.",
        ),
    ]
}

fn orders() -> Vec<Order> {
    let required = |name, column: Column, ty, doc| Order { nullable: false, ..Order::own(name, column, ty, doc) };
    vec![
        Order::key("HOUSEHOLD_ID", Column::HouseholdId, "By key."),
        required("SIZE", Column::Size, ColumnType::Int, "By size."),
        Order::own("MONTHLY_INCOME", Column::MonthlyIncome, ColumnType::Decimal, "By income."),
        Order::own("ADJUSTED_INCOME", Column::AdjustedIncome, ColumnType::Decimal, "By adjusted income."),
        required("TIER", Column::Tier, ColumnType::Small, "By tier, as its values are declared."),
        Order::own("TOTAL_ASSETS", Column::TotalAssets, ColumnType::Decimal, "By total assets."),
        required("PRODUCT_COUNT", Column::ProductCount, ColumnType::Small, "By the number of different products."),
    ]
}
