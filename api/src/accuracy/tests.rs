//! A few customers, scored by hand.

use tellergraph_seeder::truth::{self, LifeEventKind, Propensity, TrueIncome};

use super::*;

const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A middle-aged, digital, single customer with 4,000.00 a month.
fn truth(customer_id: i64) -> Truth {
    Truth {
        customer_id,
        age: 45,
        age_group: truth::AgeGroup::MiddleAged,
        income: TrueIncome { monthly: 400_000, observable: true },
        digital: Propensity { per_mille: 800, level: truth::Level::High },
        preference: truth::Preference::Digital,
        stages: vec![truth::Stage::EstablishedSingle],
        events: Vec::new(),
        household: customer_id,
        settled: true,
        churned: false,
        needs: Vec::new(),
    }
}

/// The same customer found out rightly.
fn answered(customer_id: i64) -> Answered {
    Answered {
        customer_id,
        age_group: AgeGroup::MiddleAged,
        income_level: IncomeLevel::LowerMiddle,
        monthly_income: Some(400_000),
        digital_adoption: DigitalAdoption::High,
        channel_preference: ChannelPreference::Digital,
        life_stage: LifeStage::EstablishedSingle,
        lifecycle: Lifecycle::Open,
        churn_risk: ChurnRisk::Low,
        dormancy: Dormancy::Active,
        household_id: customer_id,
        triggers: Vec::new(),
    }
}

fn report(cases: &[(Truth, Answered)]) -> Report {
    let rules = Rules::default();
    let mut assessment = Assessment::new(&rules, AS_OF);
    for (truth, answered) in cases {
        assessment.add(truth, answered);
    }
    assessment.report()
}

fn share(share: Option<Share>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| share.to_string())
}

#[test]
fn right_answers_reach_everything() {
    let report = report(&[(truth(1), answered(1)), (truth(2), answered(2))]);
    assert_eq!((report.customers, report.unobservable, report.income.estimates), (2, 0, 2));
    for scores in [
        &report.age_group,
        &report.income_level,
        &report.digital_adoption,
        &report.channel_preference,
        &report.life_stage,
        &report.churn,
    ] {
        assert_eq!((share(scores.accuracy), share(scores.macro_f1)), ("1.000".to_owned(), "1.000".to_owned()));
    }
    assert_eq!(
        (share(report.income.median_error), share(report.income.within_one_band)),
        ("0.000".into(), "1.000".into())
    );
    assert!(targets(&report, Requirement::Noiseless).iter().all(|target| target.is_met));
    // Of one class, saying it of everybody is as good.
    let missed: Vec<_> = targets(&report, Requirement::Usual).into_iter().filter(|target| !target.is_met).collect();
    assert_eq!(missed.len(), 5);
    assert!(missed.iter().all(|target| target.measure.ends_with("above baseline")), "{missed:?}");
}

#[test]
fn who_is_paid_elsewhere_is_scored_in_what_pay_does_not_show() {
    let mut elsewhere = truth(1);
    elsewhere.income.observable = false;
    let mut none = answered(1);
    none.income_level = IncomeLevel::NoneObserved;
    none.digital_adoption = DigitalAdoption::Low;
    let report = report(&[(elsewhere, none), (truth(2), answered(2))]);
    assert_eq!((report.customers, report.unobservable), (2, 1));
    assert_eq!((report.age_group.scored, report.income_level.scored, report.life_stage.scored), (1, 1, 1));
    assert_eq!(share(report.income_level.accuracy), "1.000");
    assert_eq!((report.digital_adoption.scored, share(report.digital_adoption.accuracy)), (2, "0.500".to_owned()));
}

#[test]
fn bands_of_the_truth_are_those_of_the_rules() {
    let rules = Rules::from_toml("[income]\nreference_net = \"1000.00\"\n").unwrap();
    let mut assessment = Assessment::new(&rules, AS_OF);
    let mut high = answered(1);
    high.income_level = IncomeLevel::High;
    assessment.add(&truth(1), &high);
    assert_eq!(share(assessment.report().income_level.accuracy), "1.000");
}

#[test]
fn nobody_looks_for_incomes_of_minors() {
    let mut child = truth(1);
    (child.age, child.age_group, child.income.monthly) = (12, truth::AgeGroup::Minor, 0);
    let mut answer = answered(1);
    (answer.age_group, answer.income_level, answer.monthly_income) =
        (AgeGroup::Minor, IncomeLevel::NotApplicable, None);
    answer.churn_risk = ChurnRisk::NotApplicable;
    let report = report(&[(child, answer)]);
    assert_eq!((report.income_level.scored, report.age_group.scored, report.churn.scored), (0, 1, 0));
}

#[test]
fn what_is_not_known_is_not_right() {
    let mut unknown = answered(1);
    unknown.digital_adoption = DigitalAdoption::Unknown;
    let report = report(&[(truth(1), unknown), (truth(2), answered(2))]);
    let digital = &report.digital_adoption;
    assert_eq!(
        [share(digital.coverage), share(digital.accuracy), share(digital.accuracy_of_covered)],
        ["0.500", "0.500", "1.000"]
    );
}

#[test]
fn who_is_not_there_chooses_no_way() {
    let mut newcomer = truth(1);
    newcomer.settled = false;
    let report = report(&[(newcomer, answered(1)), (truth(2), answered(2))]);
    assert_eq!((report.absent, report.digital_adoption.scored, report.channel_preference.scored), (1, 1, 1));
    assert_eq!((report.age_group.scored, report.churn.scored), (2, 2));
}

#[test]
fn who_leaves_is_at_high_risk_or_gone() {
    let mut gone = truth(1);
    gone.churned = true;
    let mut closed = answered(1);
    (closed.lifecycle, closed.churn_risk) = (Lifecycle::Closed, ChurnRisk::NotApplicable);
    let mut warned = answered(2);
    warned.churn_risk = ChurnRisk::High;
    let mut unsure = answered(3);
    unsure.churn_risk = ChurnRisk::Medium;
    let mut silent = answered(4);
    silent.dormancy = Dormancy::Slowing;
    let cases = [(gone, closed), (truth(2), warned), (truth(3), unsure), (truth(4), silent)];
    let report = report(&cases);
    let told: Vec<_> = report.churn.classes.iter().map(|class| (class.class, class.truth, class.right)).collect();
    assert_eq!(told, [("STAYS", 3, 1), ("LEAVES", 1, 1)]);
}

#[test]
fn households_and_triggers_are_compared_too() {
    let mut married = truth(1);
    married.events = vec![LifeEvent { kind: LifeEventKind::JustMarried, date: day("2026-05-02") }];
    let mut spouse = truth(2);
    spouse.household = 1;
    let mut told = answered(1);
    told.triggers = vec![(Trigger::JustMarried, day("2026-04-20"))];
    let report = report(&[(married, told), (spouse, answered(2))]);
    assert_eq!((report.households.truth, report.households.right), (1, 0));
    let married = report.triggers.iter().find(|score| score.trigger == "JUST_MARRIED").unwrap();
    assert_eq!((married.happened, married.noticed, married.told, married.right), (1, 1, 1, 1));
    let missed: Vec<String> = targets(&report, Requirement::Noiseless)
        .into_iter()
        .filter(|target| !target.is_met)
        .map(|target| target.measure)
        .collect();
    assert_eq!(missed, ["households F1 of pairs"]);
}
