//! What bank to make up, from the command line and the settings.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use tellergraph_seeder::{Bank, Plan, PlanError, PlanOptions};

use super::scale::Scale;
use crate::config::{Config, Thousandths};

/// Flags that say what the bank is like; what is left out is as in the settings of the demo.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct PlanArguments {
    /// How many customers the bank has.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    customers: Option<u64>,
    /// The same in tens of thousands: 0.1 is a thousand customers.
    #[arg(long, value_name = "S", conflicts_with = "customers")]
    scale: Option<Scale>,
    /// The number all chance is drawn from: the same number gives the same bank.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// The last day that has bookings, as YYYY-MM-DD.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// How many months of bookings the bank has.
    #[arg(long, value_name = "N")]
    months: Option<u32>,
    /// How much people buy, pay and ask beside what is due, against the usual: 0.5 for half of it.
    #[arg(long, value_name = "X")]
    intensity: Option<Thousandths>,
    /// Where names come from: mixed, or a language such as en.
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
    /// The share of customers who agree to marketing, from 0 to 1.
    #[arg(long, value_name = "SHARE")]
    consent: Option<Thousandths>,
    /// How much of people's lives the rows hide or blur, from 0 (nothing) to 1 (the usual).
    #[arg(long, value_name = "SHARE")]
    noise: Option<Thousandths>,
    /// Leave the tags out of notes, so that only their words tell what a row is.
    #[arg(long)]
    no_tags: bool,
}

/// Flags that change some of the rows on purpose. A bank that has them does not go on.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct ChangeArguments {
    /// Give up to five log-ins real passwords, and print them: one each of what log-ins may do. Whoever knows the seed
    /// knows the passwords.
    #[arg(long)]
    demo_logins: bool,
    /// The share of rows that are spoiled on purpose, from 0 to 0.2.
    #[arg(long, value_name = "SHARE")]
    dirty: Option<Thousandths>,
    /// With --dirty and --csv: some of the spoiled rows point nowhere, for tables without foreign keys.
    #[arg(long, requires = "dirty", requires = "csv")]
    dirty_fk: bool,
}

impl PlanArguments {
    /// The plan that they describe.
    pub(super) fn plan(&self, config: &Config, changes: &ChangeArguments) -> Result<Plan, PlanError> {
        let demo = &config.demo;
        let usual = demo_options(config);
        let options = PlanOptions {
            months: self.months.unwrap_or(usual.months),
            intensity: self.intensity.map_or(usual.intensity, Thousandths::count),
            locale: self.locale.clone().unwrap_or(usual.locale),
            consent: self.consent.map_or(usual.consent, Thousandths::count),
            noise: self.noise.map_or(usual.noise, Thousandths::count),
            tags: !self.no_tags,
            demo_logins: changes.demo_logins,
            dirty: changes.dirty.map_or(usual.dirty, Thousandths::count),
            dirty_fk: changes.dirty_fk,
        };
        let customers = self.scale.map(Scale::customers).or(self.customers);
        let customers = customers.unwrap_or(u64::from(demo.customers));
        Plan::with(customers, self.seed.unwrap_or(demo.seed), self.as_of.unwrap_or(demo.as_of), options)
    }
}

/// A plan whose rows are counted when that is first needed, and only once: it takes a third of the time of making them.
pub(in crate::cli) struct Planned {
    plan: Plan,
    bank: OnceLock<Arc<Bank>>,
}

impl From<Plan> for Planned {
    fn from(plan: Plan) -> Self {
        Self { plan, bank: OnceLock::new() }
    }
}

impl Planned {
    /// The plan.
    pub(super) const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The bank that it stands for.
    pub(super) fn bank(&self) -> &Arc<Bank> {
        self.bank.get_or_init(|| Arc::new(Bank::of(self.plan.clone())))
    }
}

/// The made-up bank of an empty start.
pub(in crate::cli) fn demo_plan(config: &Config) -> Result<Plan, PlanError> {
    let demo = &config.demo;
    Plan::with(u64::from(demo.customers), demo.seed, demo.as_of, demo_options(config))
}

fn demo_options(config: &Config) -> PlanOptions {
    PlanOptions { months: config.demo.months, intensity: config.demo.intensity.count(), ..PlanOptions::default() }
}
