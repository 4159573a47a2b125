//! What a rules file must hold beyond the kinds of its values.

use super::{ALGORITHM, Ratio, RfmMode, Rules, RulesError};

/// Refuses values that make no sense, alone or beside another.
pub(super) fn check(rules: &Rules) -> Result<(), RulesError> {
    let weights = &rules.digital.weights;
    let always_available = u32::from(weights.enrolled) + u32::from(weights.regularity) + u32::from(weights.breadth);
    let votes = &rules.channel.votes;
    let demands = [
        (
            rules.algorithm == ALGORITHM,
            "algorithm",
            "these rules are written for another meaning; this program computes tellergraph-seg/2",
        ),
        (
            rules.currency.len() == 3 && rules.currency.bytes().all(|b| b.is_ascii_uppercase()),
            "currency",
            "three capital letters are expected, such as USD",
        ),
        (ascend(&rules.age.bands), "age.bands", "the ages must ascend"),
        (
            (rules.age.adult()..rules.age.senior()).contains(&rules.age.young_max),
            "age.young_max",
            "must lie between the first and the last of age.bands",
        ),
        (
            rules.age.max_age > rules.age.senior() && rules.age.max_age >= rules.age.retire_age,
            "age.max_age",
            "must be above the other ages",
        ),
        ((1..=120).contains(&rules.income.months), "income.months", "1 to 120 months are expected"),
        (
            (1..=rules.income.months).contains(&rules.income.min_months),
            "income.min_months",
            "1 to income.months are expected",
        ),
        (
            (1..=rules.income.months).contains(&rules.income.inferred_months),
            "income.inferred_months",
            "1 to income.months are expected",
        ),
        (rules.income.reference_net.0 > 0, "income.reference_net", "must be above zero"),
        (ascend(&rules.income.cuts), "income.cuts", "the shares must ascend"),
        (is_share(rules.income.inferred_tolerance), "income.inferred_tolerance", "must not be above one"),
        (is_share(rules.income.inferred_factor), "income.inferred_factor", "must not be above one"),
        (is_share(rules.income.irregular_factor), "income.irregular_factor", "must not be above one"),
        (is_share(rules.income.joint_penalty), "income.joint_penalty", "must not be above one"),
        (rules.digital.days > 0, "digital.days", "at least one day is expected"),
        (always_available > 0, "digital.weights", "enrolled, regularity or breadth must count something"),
        (
            ascend(&rules.digital.levels) && rules.digital.levels.iter().all(|l| (1..=100).contains(l)),
            "digital.levels",
            "the scores must ascend and lie between 1 and 100",
        ),
        (rules.digital.full_confidence_events > 0, "digital.full_confidence_events", "must be above zero"),
        (rules.channel.days > 0, "channel.days", "at least one day is expected"),
        (
            votes.digital > 0 && votes.in_person > 0 && votes.remote > 0,
            "channel.votes",
            "every vote must be above zero",
        ),
        (
            rules.channel.majority.denominator() < 2 * rules.channel.majority.numerator(),
            "channel.majority",
            "must be above one half",
        ),
        (
            is_share(rules.channel.strong) && rules.channel.strong >= rules.channel.majority,
            "channel.strong",
            "must lie between channel.majority and one",
        ),
        (
            rules.stage.near_retirement_years <= rules.age.retire_age,
            "stage.near_retirement_years",
            "must not be above age.retire_age",
        ),
        (
            rules.stage.young_child_max < rules.age.adult(),
            "stage.young_child_max",
            "must be below the first of age.bands",
        ),
        (rules.stage.wedding_min.0 > 0, "stage.wedding_min", "must be above zero"),
        (
            rules.rfm.mode == RfmMode::Fixed,
            "rfm.mode",
            "scores by fifths of the population are not computed by this program; fixed is expected",
        ),
        (ascend(&rules.rfm.recency), "rfm.recency", "the days must ascend"),
        (descend(&rules.rfm.frequency), "rfm.frequency", "the counts must descend"),
        (descend(&rules.rfm.monetary), "rfm.monetary", "the amounts must descend"),
        (ascend(&rules.value.cuts), "value.cuts", "the amounts must ascend"),
        (ascend(&rules.dormancy.days), "dormancy.days", "the days must ascend"),
        (ascend(&rules.churn.levels), "churn.levels", "the points must ascend"),
        (rules.household.reference_net.0 > 0, "household.reference_net", "must be above zero"),
        (rules.household.reference_size > 0, "household.reference_size", "at least one person is expected"),
        (rules.policy.min_cell > 0, "policy.min_cell", "at least one customer is expected"),
    ];
    for (is_met, key, reason) in demands {
        if !is_met {
            return Err(RulesError::Value { key: key.into(), reason: reason.into() });
        }
    }
    Ok(())
}

fn is_share(ratio: Ratio) -> bool {
    ratio.numerator() <= ratio.denominator()
}

fn ascend<T: Ord>(values: &[T]) -> bool {
    values.is_sorted_by(|a, b| a < b)
}

fn descend<T: Ord>(values: &[T]) -> bool {
    values.is_sorted_by(|a, b| a > b)
}

#[cfg(test)]
mod tests {
    use crate::rules::{DEFAULT_TOML, Rules};

    fn refusal(text: &str) -> String {
        Rules::from_toml(text).expect_err(text).to_string()
    }

    #[test]
    fn the_documented_file_holds_every_default() {
        let rules = Rules::from_toml(DEFAULT_TOML).expect("the documented file");
        assert_eq!(rules, Rules::default());
        assert_eq!(Rules::from_toml("").expect("the empty file"), Rules::default());
        let written = toml::to_string(&rules).expect("rules as TOML");
        let keys = |text: &str| {
            let table: toml::Table = text.parse().expect("TOML");
            let mut keys = Vec::new();
            for (section, value) in &table {
                match value.as_table() {
                    Some(inner) => keys.extend(inner.keys().map(|key| format!("{section}.{key}"))),
                    None => keys.push(section.clone()),
                }
            }
            keys.sort();
            keys
        };
        assert_eq!(keys(DEFAULT_TOML), keys(&written), "every key is documented");
    }

    #[test]
    fn a_part_of_a_section_leaves_the_rest_at_its_default() {
        let rules = Rules::from_toml("[digital]\nweights = { enrolled = 5 }").expect("rules");
        assert_eq!(rules.digital.weights.enrolled, 5);
        assert_eq!(rules.digital.weights.transactions, 50);
        assert_eq!(rules.digital.days, 90);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        assert!(refusal("colour = 1").contains("colour"));
        assert!(refusal("[age]\nyoung = 30").contains("young"));
        assert!(refusal("[digital]\nweights = { luck = 5 }").contains("luck"));
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_with_its_line() {
        assert!(refusal("[income]\nreference_net = 4500.0").contains("reference_net"));
        assert!(refusal("[income]\nreference_net = \"4,500\"").contains("reference_net"));
        assert!(refusal("[income]\ncuts = [\"2/3\", \"1\"]").contains("cuts"));
        assert!(refusal("[channel]\nmajority = \"60 %\"").contains("majority"));
    }

    #[test]
    fn values_that_make_no_sense_are_refused_with_their_key() {
        for (text, key) in [
            ("algorithm = \"tellergraph-seg/0\"", "algorithm"),
            ("currency = \"usd\"", "currency"),
            ("[age]\nbands = [18, 25, 35, 35, 55, 65]", "age.bands"),
            ("[age]\nyoung_max = 70", "age.young_max"),
            ("[income]\nmonths = 0", "income.months"),
            ("[income]\ncuts = [\"1\", \"2/3\", \"3/2\", \"2\"]", "income.cuts"),
            ("[income]\nreference_net = \"0\"", "income.reference_net"),
            ("[income]\ninferred_tolerance = \"5/4\"", "income.inferred_tolerance"),
            ("[income]\njoint_penalty = \"2\"", "income.joint_penalty"),
            ("[digital]\nlevels = [40, 40, 70]", "digital.levels"),
            ("[channel]\nmajority = \"1/2\"", "channel.majority"),
            ("[channel]\nstrong = \"0.59\"", "channel.strong"),
            ("[channel]\nvotes = { digital = 0 }", "channel.votes"),
            ("[rfm]\nmode = \"quintile\"", "rfm.mode"),
            ("[rfm]\nfrequency = [12, 48, 120, 240]", "rfm.frequency"),
        ] {
            assert!(refusal(text).starts_with(&format!("{key}: ")), "{}", refusal(text));
        }
    }
}
