//! Customers: the people the graph is about.

use sea_orm::{EntityName, IdenStatic};
use tellergraph_entity::customer::{Column, Entity};
use tellergraph_entity::{
    account, communication_log, compliance, credit_history, customer_search, customer_segment, payment, security,
    transaction,
};
use tellergraph_segmentation::age::completed_years;

use super::{
    ColumnType, Computed, Concept, Field, Grouping, InForce, Input, JoinOn, Kind, Link, Order, RootList, Search,
    Single, Through, ToOne, Via, overview, relationship,
};
use crate::graphql::run::Cell;
use crate::store::search::searched;

/// The rows beside one that are grouped by, too.
static BESIDE: [Through; 1] = [Through { path: &["segment"], measures: true, overview: Some(&overview::SEGMENTS) }];

pub(super) fn concept() -> Concept {
    Concept {
        name: "Customer",
        singular: "customer",
        plural: "customers",
        doc: "A person the bank keeps accounts for, with what the bank knows of them and the segment they are in.",
        table: Entity.table_name(),
        key: Column::CustomerId.as_str(),
        list: Some(RootList {
            field: "customers",
            doc: "All customers, by `customerId` unless ordered otherwise.",
            search: Some(Search {
                table: customer_search::Entity.table_name(),
                word: customer_search::Column::Word.as_str(),
                foreign: customer_search::Column::CustomerId.as_str(),
                words: searched,
                doc: "Words of the name or of the part of the e-mail address before the @, or the beginning of an e-mail \
                      address with its @: the customers who have a word that begins so for each of them, in any order, \
                      whatever case and accents. At least one word of two letters or digits, at most 8 words and 200 \
                      characters. Names and addresses are those of the last refresh. Null is no search.",
            }),
        }),
        single: Some(Single::By {
            field: "customer",
            doc: "One customer, found by its id or its key; null when there is none.",
        }),
        fields: fields(),
        grouping: Grouping { through: &BESIDE, no_measures: &["rfmCode"], ..Grouping::OWN },
        orders: orders(),
    }
}

fn fields() -> Vec<Field> {
    let mut fields = vec![
        Field::id("Opaque id of the customer, unique in the whole graph."),
        Field::key("customerId", Column::CustomerId, "Key of the customer in the bank's own system."),
        Field::column("name", Column::Name, ColumnType::Text, "Full name; null when the bank has none."),
        Field::column("email", Column::Email, ColumnType::Text, "E-mail address; null when the bank has none."),
        Field::column(
            "phone",
            Column::Phone,
            ColumnType::Text,
            "Telephone number as it was given; null when the bank has none.",
        ),
        Field::column(
            "address",
            Column::Address,
            ColumnType::Text,
            "Postal address on one line; null when the bank has none.",
        ),
        Field::column(
            "dateOfBirth",
            Column::DateOfBirth,
            ColumnType::Date,
            "Day of birth; null when the bank does not know it.",
        ),
        Field::column(
            "identificationNumber",
            Column::IdentificationNumber,
            ColumnType::Text,
            "Number of the identity document; null when the bank has none.",
        ),
        Field {
            name: "age",
            doc: "Age in completed years at the as-of date of the request (`serverInfo.asOf`). Null before the first \
                  segment refresh, and when the day of birth is unknown or cannot be true.",
            kind: Kind::Computed(Computed { ty: ColumnType::Int, inputs: AGE_INPUTS, compute: age, nullable: true }),
        },
        Field {
            name: "segment",
            doc: "What the segmentation rules say of this customer, at the last refresh or at another date. Without \
                  `asOf`, null before the first refresh and for a customer who came after it.",
            kind: Kind::ToOne(ToOne {
                target: "Segment",
                via: None,
                on: JoinOn::Key(Column::CustomerId.as_str()),
                filter: true,
            }),
        },
        Field {
            name: "household",
            doc: "The household that the customer lives in, as it was at the last refresh. Null before the first refresh, and \
                  for a customer who came after it.",
            kind: Kind::ToOne(ToOne {
                target: "Household",
                via: Some(Via {
                    local: Column::CustomerId.as_str(),
                    table: customer_segment::Entity.table_name(),
                    key: customer_segment::Column::CustomerId.as_str(),
                }),
                on: JoinOn::Key(customer_segment::Column::HouseholdId.as_str()),
                filter: true,
            }),
        },
    ];
    fields.extend(lists());
    fields.push(Field {
        name: "network",
        doc: "Everybody who can be reached from this customer along relationships within some hops, the nearest first, \
              then by `customerId`. The customer is not part of it.",
        kind: Kind::Network(&relationship::WALK),
    });
    fields.push(Field {
        name: "latestCredit",
        doc: "The newest credit report, that with the greatest `creditId`; null when there is none.",
        kind: Kind::ToOne(ToOne {
            target: "CreditHistory",
            via: None,
            on: JoinOn::Greatest {
                local: Column::CustomerId.as_str(),
                foreign: credit_history::Column::CustomerId.as_str(),
            },
            filter: false,
        }),
    });
    fields
}

fn lists() -> [Field; 8] {
    [
        Field::list(
            "accounts",
            "Account",
            Link::Direct(account::Column::CustomerId.as_str()),
            "The accounts the customer holds.",
        ),
        Field::list(
            "relationships",
            "Relationship",
            Link::Pair(&relationship::PAIR),
            "The other customers this one is related to; the edge says how. A relationship that the bank stores from \
             both sides shows once.",
        ),
        Field::list(
            "transactions",
            "Transaction",
            through_accounts(transaction::Column::AccountId),
            "The transactions on all accounts of the customer.",
        ),
        Field::list(
            "payments",
            "Payment",
            through_accounts(payment::Column::AccountId),
            "The payments from all accounts of the customer.",
        ),
        Field::list(
            "creditHistory",
            "CreditHistory",
            Link::Direct(credit_history::Column::CustomerId.as_str()),
            "What credit bureaus reported of the customer.",
        ),
        Field::list(
            "security",
            "Security",
            Link::Direct(security::Column::CustomerId.as_str()),
            "The credentials with which the customer signs in, without secrets.",
        ),
        Field::list(
            "communicationLog",
            "CommunicationLog",
            Link::Direct(communication_log::Column::CustomerId.as_str()),
            "The contacts between the bank and the customer.",
        ),
        Field::list(
            "compliance",
            "Compliance",
            Link::Direct(compliance::Column::CustomerId.as_str()),
            "The consents and disclosures on file for the customer.",
        ),
    ]
}

fn orders() -> Vec<Order> {
    use customer_segment::Column as Segment;
    let segment = |name, column, ty, doc| Order::through(name, "segment", column, ty, doc);
    vec![
        Order::key("CUSTOMER_ID", Column::CustomerId, "By key."),
        Order::own("NAME", Column::Name, ColumnType::Text, "By name, character by character (Unicode code points)."),
        Order::own(
            "DATE_OF_BIRTH",
            Column::DateOfBirth,
            ColumnType::Date,
            "By day of birth: the oldest first when ascending.",
        ),
        segment(
            "TOTAL_ASSETS",
            Segment::TotalAssets,
            ColumnType::Decimal,
            "By total assets; null until the next refresh if the last was by an earlier version.",
        ),
        segment("MONTHLY_INCOME", Segment::MonthlyIncome, ColumnType::Decimal, "By estimated monthly income."),
        segment("DIGITAL_SCORE", Segment::DigitalScore, ColumnType::Small, "By digital score."),
        segment("AGE_GROUP", Segment::AgeGroup, ColumnType::Small, "By age group, as its values are declared."),
        segment(
            "INCOME_LEVEL",
            Segment::IncomeLevel,
            ColumnType::Small,
            "By income level, as its values are declared.",
        ),
        segment(
            "DIGITAL_ADOPTION",
            Segment::DigitalAdoption,
            ColumnType::Small,
            "By digital adoption, as its values are declared.",
        ),
        segment(
            "CHANNEL_PREFERENCE",
            Segment::ChannelPreference,
            ColumnType::Small,
            "By preferred channel, as its values are declared.",
        ),
        segment("LIFE_STAGE", Segment::LifeStage, ColumnType::Small, "By life stage, as its values are declared."),
        segment("TENURE_DAYS", Segment::TenureDays, ColumnType::Int, "By tenure: the newest first when ascending."),
        segment("CHURN_RISK", Segment::ChurnRisk, ColumnType::Small, "By churn risk, as its values are declared."),
    ]
}

/// From a row of a table that hangs on an account, to the customer who holds it.
fn through_accounts(column: impl IdenStatic) -> Link {
    Link::Through {
        column: column.as_str(),
        table: account::Entity.table_name(),
        key: account::Column::AccountId.as_str(),
        foreign: account::Column::CustomerId.as_str(),
    }
}

const AGE_INPUTS: &[Input] = &[Input::Column("date_of_birth", ColumnType::Date), Input::AsOf];

fn age(inputs: &[&Cell], in_force: &InForce<'_>) -> Option<Cell> {
    let [Cell::Date(born), Cell::Date(as_of)] = inputs else {
        return None;
    };
    completed_years(*born, *as_of, &in_force.rules.rules).map(|years| Cell::Int(years.into()))
}
