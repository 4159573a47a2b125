//! Closed enums of the schema, taken from the vocabularies and answers of the segmentation rules.

use std::sync::LazyLock;

use tellergraph_segmentation::{Rules, answer, explanation, vocabulary};

/// An enum of the schema.
#[derive(Debug)]
pub struct ClosedEnum {
    /// The GraphQL type.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// Its values in declared order, which is the order in which lists are sorted by them.
    pub values: Vec<EnumValue>,
}

impl ClosedEnum {
    /// The position of the value of this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|value| value.name == name)
    }
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// The GraphQL name.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
}

/// An enum whose values are read from free text.
#[derive(Debug)]
pub struct Vocabulary {
    /// The enum.
    pub classes: ClosedEnum,
    /// The vocabulary's name in the table of known texts.
    pub key: &'static str,
    /// The code of each value in the table of known texts.
    pub codes: Vec<&'static str>,
    /// The position of the value for no text and for unknown text.
    pub unknown: usize,
    /// The position of the value that the rules read from a text.
    pub read: fn(&Rules, &str) -> usize,
}

macro_rules! closed_enum {
    ($name:literal, $type:ty) => {
        ClosedEnum {
            name: $name,
            doc: <$type>::DESCRIPTION,
            values: <$type>::ALL
                .iter()
                .map(|value| EnumValue { name: value.name(), doc: value.description() })
                .collect(),
        }
    };
}

macro_rules! closed_enums {
    ($($constant:ident = $name:literal: $type:ty),* $(,)?) => {
        $(pub(super) static $constant: LazyLock<ClosedEnum> = LazyLock::new(|| closed_enum!($name, $type));)*
    };
}

macro_rules! vocabularies {
    ($($constant:ident = $name:literal, $key:literal: $type:ident),* $(,)?) => {
        $(pub(super) static $constant: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary {
            classes: closed_enum!($name, vocabulary::$type),
            key: $key,
            codes: vocabulary::$type::ALL.iter().map(|value| value.code()).collect(),
            unknown: place(vocabulary::$type::ALL, &vocabulary::$type::Unknown),
            read: |rules, text| place(vocabulary::$type::ALL, &rules.vocabulary::<vocabulary::$type>().read(text)),
        });)*
    };
}

fn place<T: PartialEq>(all: &[T], value: &T) -> usize {
    all.iter().position(|other| other == value).unwrap_or_default()
}

closed_enums! {
    AGE_GROUP = "AgeGroup": answer::AgeGroup,
    AGE_BAND = "AgeBand": answer::AgeBand,
    INCOME_LEVEL = "IncomeLevel": answer::IncomeLevel,
    DIGITAL_ADOPTION = "DigitalAdoption": answer::DigitalAdoption,
    CHANNEL_PREFERENCE = "ChannelPreference": answer::ChannelPreference,
    LIFE_STAGE = "LifeStage": answer::LifeStage,
    CHANNEL_STRENGTH_LABEL = "ChannelStrengthLabel": answer::ChannelStrengthLabel,
    VALUE_TIER = "ValueTier": answer::ValueTier,
    CREDIT_BAND = "CreditBand": answer::CreditBand,
    CREDIT_RISK = "CreditRisk": answer::CreditRisk,
    LIFECYCLE = "Lifecycle": answer::Lifecycle,
    DORMANCY = "Dormancy": answer::Dormancy,
    CHURN_RISK = "ChurnRisk": answer::ChurnRisk,
    LIFE_TRIGGER = "LifeTrigger": answer::Trigger,
    SUGGESTION_KIND = "SuggestionKind": answer::SuggestionKind,
    SUGGESTION_REASON = "SuggestionReason": answer::SuggestionReason,
    HOUSEHOLD_TIER = "HouseholdTier": answer::HouseholdTier,
    RFM_SEGMENT = "RfmSegment": answer::RfmSegment,
    RELATIONSHIP_ROLE = "RelationshipRole": vocabulary::RelationshipRole,
    SEGMENT_DIMENSION = "SegmentDimension": explanation::Dimension,
    SEGMENT_FLAG = "SegmentFlag": explanation::Flag,
    SEGMENT_LIMIT = "SegmentLimit": explanation::Limit,
    EVIDENCE_RULE = "EvidenceRule": explanation::Rule,
    EVIDENCE_TABLE = "EvidenceTable": explanation::Table,
}

vocabularies! {
    ACCOUNT_TYPE = "AccountType", "account_type": AccountType,
    ACCOUNT_STATUS = "AccountStatus", "account_status": AccountStatus,
    TRANSACTION_TYPE = "TransactionType", "transaction_type": TransactionType,
    PAYMENT_METHOD = "PaymentMethod", "payment_method": PaymentMethod,
    COMMUNICATION_TYPE = "CommunicationType", "communication_type": CommunicationType,
    RELATIONSHIP_TYPE = "RelationshipType", "relationship_type": RelationshipType,
    ACCESS_LEVEL = "AccessLevel", "access_level": AccessLevel,
}
