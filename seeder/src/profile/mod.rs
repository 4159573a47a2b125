//! What a bank looks like, next to what it is meant to look like: distances between distributions, and what goes
//! together. Nothing here is right or wrong: see [`crate::verify`] for that.

mod distance;
mod gather;
mod target;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::read::ReadError;
use distance::{deviation, kolmogorov_smirnov, power_law, shares, total_variation};
use gather::Gathered;

/// How many pairs of things are told to go together.
const TOP_PAIRS: usize = 10;

/// What a bank looks like.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// How many customers there are.
    pub customers: u64,
    /// The last day of which rows are counted.
    pub as_of: NaiveDate,
    /// How far the bank is from its targets.
    pub measures: Vec<Measure>,
    /// What goes together most, strongest first.
    pub correlations: Vec<Correlation>,
}

/// A distribution next to its target.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Measure {
    /// Of what.
    pub name: String,
    /// How the distance is reckoned.
    pub distance: Distance,
    /// The distance; `None` when there is nothing to measure.
    pub value: Option<f64>,
    /// Up to here it is good.
    pub good: f64,
    /// What was counted: rows, people or cents.
    pub counted: i128,
    /// The parts, each with its target.
    pub parts: Vec<Part>,
}

/// How a distance is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Distance {
    /// Half the sum of the differences of shares, 0 to 1.
    TotalVariation,
    /// The greatest difference of the shares up to a point, 0 to 1.
    KolmogorovSmirnov,
    /// The greatest deviation from a target, as a part of it.
    Deviation,
}

impl Distance {
    /// In a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::TotalVariation => "total variation",
            Self::KolmogorovSmirnov => "Kolmogorov-Smirnov",
            Self::Deviation => "greatest deviation",
        }
    }
}

/// A part of a distribution.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// Which.
    pub name: &'static str,
    /// What it is meant to be; `None` where nothing is meant.
    pub target: Option<f64>,
    /// What it is.
    pub measured: f64,
}

/// Two things of customers that go together, or against each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Correlation {
    /// One of them.
    pub one: &'static str,
    /// The other one.
    pub other: &'static str,
    /// Of how many customers both are known.
    pub customers: u64,
    /// Pearson's coefficient, -1 to 1.
    pub coefficient: f64,
}

/// Reads the bank once, a few customers at a time.
pub async fn profile(connection: &impl ConnectionTrait, as_of: NaiveDate) -> Result<Profile, ReadError> {
    let gathered = gather::read(connection, as_of).await?;
    Ok(Profile {
        customers: gathered.customers(),
        as_of,
        measures: measures(&gathered),
        correlations: correlations(&gathered),
    })
}

fn measures(gathered: &Gathered) -> Vec<Measure> {
    let mut measures = vec![age(gathered), income(gathered)];
    measures.extend(channels(gathered));
    measures.extend([spending(gathered), weekdays(gathered), months(gathered), rows(gathered), friends(gathered)]);
    measures
}

/// A measure of shares.
fn of_shares(
    name: impl Into<String>,
    distance: Distance,
    good: f64,
    targets: &[(&'static str, f64)],
    counts: &[i128],
) -> Measure {
    let counted = counts.iter().sum();
    let measured = shares(counts);
    let target: Vec<f64> = targets.iter().map(|(_, target)| *target).collect();
    let value = match distance {
        Distance::KolmogorovSmirnov => kolmogorov_smirnov(&target, &measured),
        _ => total_variation(&target, &measured),
    };
    let value = (counted > 0).then_some(value);
    Measure { name: name.into(), distance, value, good, counted, parts: parts(targets, &measured) }
}

fn parts(targets: &[(&'static str, f64)], measured: &[f64]) -> Vec<Part> {
    let parts = targets.iter().zip(measured);
    parts.map(|((name, target), measured)| Part { name, target: Some(*target), measured: *measured }).collect()
}

fn age(gathered: &Gathered) -> Measure {
    let targets = target::AGES.map(|(name, _, share)| (name, share));
    of_shares("age of customers", Distance::KolmogorovSmirnov, 0.05, &targets, &gathered.ages)
}

fn income(gathered: &Gathered) -> Measure {
    let targets = target::INCOMES.map(|(name, _, _, median)| (name, median));
    let medians = gathered.median_incomes();
    let wanted: Vec<f64> = targets.iter().map(|(_, median)| *median).collect();
    let counted = gathered.incomes.iter().map(|incomes| incomes.len() as i128).sum();
    Measure {
        name: "median pay by age, in cents a month".to_owned(),
        distance: Distance::Deviation,
        value: (counted > 0).then(|| deviation(&wanted, &medians)),
        good: 0.25,
        counted,
        parts: parts(&targets, &medians),
    }
}

fn channels(gathered: &Gathered) -> impl Iterator<Item = Measure> {
    target::COHORTS.iter().zip(&gathered.channels).map(|((cohort, _, shares), counts)| {
        let targets: Vec<_> = target::WAYS.iter().zip(shares).map(|((way, _), share)| (*way, *share)).collect();
        of_shares(format!("channels of {cohort}"), Distance::TotalVariation, 0.15, &targets, counts)
    })
}

fn spending(gathered: &Gathered) -> Measure {
    let targets = target::SPENDING.map(|(name, _, share)| (name, share));
    of_shares("spending by category, in cents", Distance::TotalVariation, 0.15, &targets, &gathered.spending)
}

fn weekdays(gathered: &Gathered) -> Measure {
    of_shares("purchases by weekday", Distance::TotalVariation, 0.03, &target::WEEKDAYS, &gathered.weekdays)
}

fn months(gathered: &Gathered) -> Measure {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let other = 1.0 / (11.0 + target::DECEMBER);
    let targets = NAMES.map(|name| (name, if name == "December" { other * target::DECEMBER } else { other }));
    let name = "shopping by month, of those who were here all year";
    of_shares(name, Distance::TotalVariation, 0.05, &targets, &gathered.months)
}

fn rows(gathered: &Gathered) -> Measure {
    let customers = gathered.rows.first().copied().unwrap_or_default();
    let measured: Vec<f64> = gathered.rows.iter().map(|rows| distance::ratio(*rows, customers)).collect();
    let wanted: Vec<f64> = target::ROWS.iter().map(|(_, rows)| *rows).collect();
    Measure {
        name: "rows a customer".to_owned(),
        distance: Distance::Deviation,
        value: (customers > 0).then(|| deviation(&wanted, &measured)),
        good: 0.05,
        counted: gathered.rows.iter().sum(),
        parts: parts(&target::ROWS, &measured),
    }
}

fn friends(gathered: &Gathered) -> Measure {
    let law = power_law(&gathered.friends);
    let greatest = u32::try_from(gathered.friends.len()).unwrap_or(u32::MAX);
    let exponent = law.map(|(exponent, _)| Part { name: "exponent", target: None, measured: exponent });
    let greatest = Part { name: "greatest", target: None, measured: f64::from(greatest) };
    Measure {
        name: "people that money is sent to, against a power law".to_owned(),
        distance: Distance::KolmogorovSmirnov,
        value: law.map(|(_, distance)| distance),
        good: 0.15,
        counted: gathered.friends.iter().sum(),
        parts: exponent.into_iter().chain([greatest]).collect(),
    }
}

fn correlations(gathered: &Gathered) -> Vec<Correlation> {
    let mut found: Vec<Correlation> = gathered
        .together()
        .filter_map(|(one, other, sums)| {
            Some(Correlation { one, other, customers: sums.pairs(), coefficient: sums.coefficient()? })
        })
        .collect();
    // Stable: equal strengths stay in the order of their names in the list.
    found.sort_by(|one, other| other.coefficient.abs().total_cmp(&one.coefficient.abs()));
    found.truncate(TOP_PAIRS);
    found
}
