//! What a bank is meant to look like: the marginals that measured ones are compared with.
//!
//! Each says where it comes from: a source of the generator's description, or an assumption.

/// Ages in completed years, the first of each group, and the share of customers in it. It follows from the mixture of
/// household types and the ages of their members: 13 % minors, a seventh retired (assumption).
pub(super) const AGES: [(&str, i64, f64); 6] = [
    ("0-17", 0, 0.130),
    ("18-24", 18, 0.057),
    ("25-34", 25, 0.234),
    ("35-49", 35, 0.262),
    ("50-66", 50, 0.172),
    ("67+", 67, 0.145),
];

/// Ages, the first and the last of each group, and the median of net pay in cents a month: weekly earnings of the US
/// Bureau of Labor Statistics (first quarter of 2024), times 52 / 12, times a net factor of 0.80 (assumption).
pub(super) const INCOMES: [(&str, i64, i64, f64); 5] = [
    ("18-24", 18, 24, 254_800.0),
    ("25-34", 25, 34, 364_000.0),
    ("35-44", 35, 44, 433_300.0),
    ("45-54", 45, 54, 450_700.0),
    ("55-64", 55, 64, 433_300.0),
];

/// Of a cohort its name, the first year of birth after it, and the shares of actions on a telephone's screen, on
/// another screen, and elsewhere. Shares of those who bank by app first are of a survey (63, 67, 56 and 38 %, boomers 35 %
/// online); what the survey does not say is an assumption.
pub(super) const COHORTS: [(&str, i32, [f64; 3]); 4] = [
    ("boomers", 1965, [0.38, 0.35, 0.27]),
    ("generation X", 1981, [0.56, 0.30, 0.14]),
    ("millennials", 1997, [0.67, 0.25, 0.08]),
    ("generation Z", 2013, [0.63, 0.30, 0.07]),
];

/// The classes of [`COHORTS`], and the channels of each. Machines, cards at tills and what runs by itself are no choice
/// between a screen and a person.
pub(super) const WAYS: [(&str, &[&str]); 3] = [
    ("app", &["mobile", "wallet"]),
    ("online", &["online", "card_online"]),
    ("elsewhere", &["branch", "phone", "mail"]),
];

/// Kinds of spending, their categories, and their shares: US households of 2022 (Consumer Expenditure Survey).
/// What is noted as `other`, such as the bill of a card elsewhere, says nothing of what it was spent on.
pub(super) const SPENDING: [(&str, &[&str], f64); 6] = [
    ("housing", &["rent", "mortgage", "utilities", "telecom"], 0.333),
    ("transport", &["transport"], 0.168),
    ("food", &["groceries", "dining"], 0.128),
    ("insurance and pensions", &["insurance", "retirement_contrib"], 0.120),
    ("health", &["health"], 0.080),
    (
        "everything else",
        &["retail", "travel", "childcare", "school_fees", "tuition", "baby", "wedding", "jewelry", "charity"],
        0.171,
    ),
];

/// Purchases by day of the week, from Monday: Fridays and Saturdays are the peaks (assumption).
pub(super) const WEEKDAYS: [(&str, f64); 7] = [
    ("Monday", 0.130),
    ("Tuesday", 0.130),
    ("Wednesday", 0.130),
    ("Thursday", 0.145),
    ("Friday", 0.160),
    ("Saturday", 0.160),
    ("Sunday", 0.145),
];

/// What December's shopping is to that of another month.
pub(super) const DECEMBER: f64 = 1.25;

/// Rows a customer of each table, over 24 months at the usual intensity.
pub(super) const ROWS: [(&str, f64); 9] = [
    ("customer", 1.0),
    ("accounts", 2.3),
    ("transactions", 240.0),
    ("payments", 42.0),
    ("credit_history", 0.77),
    ("security", 0.77),
    ("relationships", 0.82),
    ("communication_log", 25.0),
    ("compliance", 0.91),
];
