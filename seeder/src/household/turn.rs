//! How a household goes on after the day that lives are told from: weddings and births.

use chrono::NaiveDate;

use crate::calendar::age_on;
use crate::household::shape::{Bond, Shape};
use crate::plan::{Plan, YEARS_AHEAD};
use crate::stream::Draw;

/// Adds what comes to a household whose members are known. Partners marry, one in eight of them a year; couples between
/// 22 and 42 years of age have children, one in fourteen of them a year.
pub(crate) fn go_on(plan: &Plan, shape: &mut Shape, draw: &mut Draw) {
    let (weddings, births) = (draw.fork(), draw.fork());
    let [first, second, ..] = shape.members.as_slice() else { return };
    let youngest = age_on(first.birth.max(second.birth), plan.anchor());
    if shape.bond == Some(Bond::Partners) {
        shape.wedding = yearly(plan, weddings, |_| 125).next();
    }
    if matches!(shape.bond, Some(Bond::Married | Bond::Partners)) {
        let of_year = |year: i64| if (22..=42).contains(&(youngest + year)) { 70 } else { 0 };
        shape.later_births = yearly(plan, births, of_year).collect();
    }
}

/// The days of something that comes in so many of a thousand of each year ahead.
fn yearly(plan: &Plan, mut draw: Draw, per_mille: impl Fn(i64) -> u32) -> impl Iterator<Item = NaiveDate> {
    (0..YEARS_AHEAD).filter_map(move |year| {
        let comes = draw.chance(per_mille(year));
        let day = plan.day_ahead(year, &mut draw);
        comes.then_some(day)
    })
}
