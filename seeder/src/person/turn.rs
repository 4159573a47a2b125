//! How lives go on after the day that they are told from: what a plan that is advanced shows more and more of. It is the
//! same however far a plan goes, and none of it changes what was before.

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::person::Standing;
use crate::person::livelihood::{Job, Livelihood, Pension};
use crate::plan::{Plan, YEARS_AHEAD};
use crate::stream::Draw;

/// So many days without a booking, and the bank calls a customer inactive.
const SILENT_DAYS: i64 = 200;

/// Papers are complete, or given up, so many days after somebody came.
const PAPERS_DAYS: i64 = 45;

/// What somebody lives on from some day on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    /// The last day of work.
    pub(crate) on: NaiveDate,
    /// What they live on afterwards.
    pub(crate) then: Livelihood,
}

/// An end with the bank: how, and the last day on which anything is booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parting {
    standing: Standing,
    pub(crate) last: NaiveDate,
}

impl Parting {
    /// When and how somebody of this age leaves who stands like that on the day that lives are told from; `None` for
    /// those who stay. A year sees three of a hundred leave or fall silent, and the old die more often than the young.
    pub(crate) fn draw(plan: &Plan, age: i64, standing: Standing, draw: &mut Draw) -> Option<Self> {
        let mut draw = draw.fork();
        if standing != Standing::Active || age < 18 {
            return None;
        }
        (0..YEARS_AHEAD).find_map(|year| {
            let dies = if age + year >= 70 { 50 } else { 4 };
            let stays = 1_000 - 15 - 15 - dies;
            let standing = draw.weighted(&[
                (15, Some(Standing::Left)),
                (15, Some(Standing::Quiet)),
                (dies, Some(Standing::Deceased)),
                (stays, None),
            ]);
            let last = plan.day_ahead(year, &mut draw);
            standing.map(|standing| Self { standing, last })
        })
    }
}

/// How somebody stands at the end of that day who stood like `told` on the day that lives are told from.
pub(crate) fn standing_on(day: NaiveDate, told: Standing, joined: NaiveDate, parting: Option<Parting>) -> Standing {
    match (told, parting) {
        (Standing::Pending, _) if days_between(joined, day) > PAPERS_DAYS => Standing::Active,
        // Silence shows only after a while.
        (_, Some(Parting { standing: Standing::Quiet, last })) if days_between(last, day) >= SILENT_DAYS => {
            Standing::Quiet
        }
        (_, Some(Parting { standing, last })) if standing != Standing::Quiet && last <= day => standing,
        _ => told,
    }
}

impl Turn {
    /// When somebody of this age loses their work or retires; `None` for those who go on as they are. Three of a hundred
    /// lose it in a year; of those who are old enough, a quarter retire.
    pub(crate) fn draw(plan: &Plan, age: i64, livelihood: &Livelihood, draw: &mut Draw) -> Option<Self> {
        let mut draw = draw.fork();
        let Livelihood::Job(job) = *livelihood else { return None };
        (0..YEARS_AHEAD).find_map(|year| {
            let retires = if age + year >= 62 { 250 } else { 0 };
            let lot = draw.below(1_000);
            let on = plan.day_ahead(year, &mut draw);
            let mut further = draw.fork();
            if lot < retires {
                let pension = Pension::draw(plan, age + year, &mut further);
                return Some(Self { on, then: Livelihood::Retired(pension) });
            }
            (lot >= 970).then(|| {
                let benefit = further.chance(450).then(|| further.between(95_000, 190_000));
                let job = Job { until: Some(on), ..job };
                Self { on, then: Livelihood::LaidOff { job, benefit } }
            })
        })
    }
}
