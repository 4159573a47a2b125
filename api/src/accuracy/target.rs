//! What the segmentation should reach on a made-up bank.

use serde::Serialize;
use tellergraph_segmentation::answer::Trigger;

use super::Report;
use super::confusion::Scores;
use super::share::Share;

/// How good is good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Requirement {
    /// For a bank made up as usual, whose rows do not show everything.
    Usual,
    /// For a bank made up with `--noise 0`, whose rows show all of it: what is missed there is a mistake of the rules or of
    /// the generator.
    Noiseless,
}

/// One figure and what it should be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// What is measured.
    pub measure: String,
    /// The least that it should be, or the most.
    pub target: Share,
    /// Whether less is better.
    pub is_most: bool,
    /// What it is; `None` when the bank has nobody to measure it on.
    pub reached: Option<Share>,
    /// Whether it is reached; what cannot be measured is not missed.
    pub is_met: bool,
}

impl Target {
    fn least(measure: impl Into<String>, per_mille: u32, reached: Option<Share>) -> Self {
        let target = Share::per_mille(per_mille);
        let is_met = reached.is_none_or(|reached| reached >= target);
        Self { measure: measure.into(), target, is_most: false, reached, is_met }
    }

    fn most(measure: impl Into<String>, per_mille: u32, reached: Option<Share>) -> Self {
        let target = Share::per_mille(per_mille);
        let is_met = reached.is_none_or(|reached| reached <= target);
        Self { measure: measure.into(), target, is_most: true, reached, is_met }
    }
}

/// In per mille: what each figure should be.
struct Bounds {
    age_group: u32,
    income_level: u32,
    within_one_band: u32,
    median_error: u32,
    digital_adoption: u32,
    channel_preference: u32,
    life_stage: u32,
    households: u32,
    new_child: u32,
    salaries: u32,
    marriage: u32,
    /// How far the figure of a dimension should be above that of its baseline; `None` where a class may be so frequent that
    /// this cannot be.
    above_baseline: Option<u32>,
}

const USUAL: Bounds = Bounds {
    age_group: 970,
    income_level: 900,
    within_one_band: 990,
    median_error: 50,
    digital_adoption: 800,
    channel_preference: 800,
    life_stage: 800,
    households: 980,
    new_child: 900,
    salaries: 900,
    marriage: 750,
    above_baseline: Some(200),
};

const NOISELESS: Bounds = Bounds {
    age_group: 990,
    income_level: 990,
    within_one_band: 990,
    median_error: 10,
    digital_adoption: 990,
    channel_preference: 990,
    life_stage: 990,
    households: 990,
    new_child: 990,
    salaries: 990,
    marriage: 990,
    above_baseline: None,
};

/// The figures of a report beside what they should be.
pub fn targets(report: &Report, requirement: Requirement) -> Vec<Target> {
    let bounds = match requirement {
        Requirement::Usual => USUAL,
        Requirement::Noiseless => NOISELESS,
    };
    let mut targets = Vec::new();
    let accuracy = |scores: &Scores| (scores.accuracy, scores.baseline.map(|baseline| baseline.accuracy));
    let macro_f1 = |scores: &Scores| (scores.macro_f1, scores.baseline.map(|baseline| baseline.macro_f1));
    for (name, figure, bound, (reached, baseline)) in [
        ("AGE_GROUP", "accuracy", bounds.age_group, accuracy(&report.age_group)),
        ("INCOME_LEVEL", "accuracy", bounds.income_level, accuracy(&report.income_level)),
        ("DIGITAL_ADOPTION", "macro-F1", bounds.digital_adoption, macro_f1(&report.digital_adoption)),
        ("CHANNEL_PREFERENCE", "macro-F1", bounds.channel_preference, macro_f1(&report.channel_preference)),
        ("LIFE_STAGE", "macro-F1", bounds.life_stage, macro_f1(&report.life_stage)),
    ] {
        targets.push(Target::least(format!("{name} {figure}"), bound, reached));
        if let Some(bound) = bounds.above_baseline {
            let above = reached.zip(baseline).map(|(reached, baseline)| reached.above(baseline));
            targets.push(Target::least(format!("{name} {figure} above baseline"), bound, above));
        }
    }
    let income = report.income;
    targets.push(Target::least("INCOME_LEVEL within one band", bounds.within_one_band, income.within_one_band));
    targets.push(Target::most("monthly income median error", bounds.median_error, income.median_error));
    targets.push(Target::least("households F1 of pairs", bounds.households, report.households.rate.f1));
    for (kind, bound) in [
        (Trigger::NewChild, bounds.new_child),
        (Trigger::FirstSalary, bounds.salaries),
        (Trigger::PayrollStarted, bounds.salaries),
        (Trigger::SalaryStopped, bounds.salaries),
        (Trigger::SalaryRise, bounds.salaries),
        (Trigger::JustMarried, bounds.marriage),
    ] {
        let score = report.triggers.iter().find(|score| score.trigger == kind.name());
        targets.push(Target::least(format!("{} F1", kind.name()), bound, score.and_then(|score| score.rate.f1)));
    }
    targets
}
