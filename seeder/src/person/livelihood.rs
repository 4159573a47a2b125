//! What somebody lives on.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::calendar::{Month, business_day_until, months_before, shifted};
use crate::plan::Plan;
use crate::stream::Draw;

/// Where a person's money comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Livelihood {
    /// Still looked after by others.
    Dependent,
    /// At a college; with or without a student loan at this bank, and money from home in cents a month.
    Student { borrows: bool, allowance: Option<i64> },
    /// No income of their own: keeps house, between jobs, lives on savings.
    NoIncome,
    /// Lives on a public benefit, in cents a month.
    Benefit { monthly: i64 },
    /// Employed.
    Job(Job),
    /// Lost the job and gets nothing, or a benefit in cents a month.
    LaidOff { job: Job, benefit: Option<i64> },
    /// Many small jobs over a platform; cents a month, give or take so many of a thousand.
    Gig { monthly: i64, swing: i64 },
    /// Draws pensions.
    Retired(Pension),
}

/// Employment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    /// Net pay in cents a month, on the day that lives are told from.
    pub(crate) monthly: i64,
    pub(crate) employer: &'static str,
    pub(crate) payday: Payday,
    /// Last day of work, when it ended.
    pub(crate) until: Option<NaiveDate>,
    /// Pay arrives at this bank from this day on; `None` when it goes to another bank.
    pub(crate) paid_here_from: Option<NaiveDate>,
    /// The first day of the working life, where that was lately.
    pub(crate) career: Option<NaiveDate>,
    /// A promotion: from this day on the pay is what it is, before it was this many per mille of that.
    pub(crate) promoted: Option<(NaiveDate, i64)>,
    /// The month from which pay is higher every year.
    pub(crate) raised_in: i32,
    /// A double salary in December.
    pub(crate) thirteenth: bool,
}

/// When pay arrives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Payday {
    LastBusinessDay,
    TwentyFifth,
    /// Every other Friday, in even or in odd weeks.
    AlternateFridays {
        odd: bool,
    },
}

/// What a retired person draws.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pension {
    /// State pension in cents a month that this bank sees; 0 before it is claimed.
    pub(crate) state: i64,
    /// Company pension in cents a month.
    pub(crate) company: Option<i64>,
    /// Still works a little: net pay in cents a month.
    pub(crate) side_job: Option<i64>,
    /// The state pension goes to another bank.
    pub(crate) elsewhere: bool,
}

#[rustfmt::skip]
const EMPLOYERS: [&str; 48] = [
    "Harbor Mills", "Northgate Clinic", "Bluefern Software", "Alder County Schools", "Copperline Freight",
    "Greenlock Foods", "Stonebridge Hotels", "Meridian Tools", "Fallowby Transit", "Quillon Press", "Larkfield Farms",
    "Ember Energy", "Tidewater Ports", "Wexley Insurance", "Osprey Motors", "Juniper Care Homes", "Kestrel Air",
    "Pennywick Bakery", "Sablecroft Law", "City of Dunmere", "Hollowmere Hospital", "Ironmill Works",
    "University of Hollowmere", "Candlewick Textiles", "Greywater Utilities", "Wrenfield Care",
    "Bellweather Insurance", "Saltmarsh Fisheries", "Lanternside Media", "Otterbrook Timber", "Vesper Systems",
    "Amberley Schools", "Cinderford Steel", "Thistledown Gardens", "Southgate Logistics", "Ravensmoor Police",
    "Pepperhill Foods", "Ashgrove Builders", "Winterbourne Trust", "Magpie Retail Group", "Driftwood Studios",
    "Old Mint Security", "Foxglove Pharma", "Willowmere Council", "Yarrow Cleaning", "Nettlecombe Quarries",
    "Seven Elms Hotels", "Bramblewood Joinery",
];

/// Net pay of occupations against the median of their age, per mille.
const OCCUPATIONS: [i64; 12] = [600, 680, 760, 840, 920, 1_000, 1_080, 1_180, 1_320, 1_500, 1_800, 2_200];

/// Spread within an occupation, per mille: quantiles of a lognormal distribution with sigma 0.45 in 64 steps.
#[rustfmt::skip]
const SPREAD: [i64; 65] = [
    302, 379, 432, 470, 501, 528, 553, 575, 596, 616, 635, 653, 671, 688, 705, 722, 738, 754, 771, 787, 803, 818,
    834, 850, 866, 883, 899, 915, 932, 948, 965, 983, 1_000, 1_018, 1_036, 1_054, 1_073, 1_093, 1_113, 1_133, 1_154,
    1_176, 1_198, 1_222, 1_246, 1_271, 1_298, 1_325, 1_355, 1_385, 1_418, 1_453, 1_491, 1_531, 1_575, 1_624, 1_678,
    1_739, 1_810, 1_893, 1_994, 2_126, 2_312, 2_636, 3_310,
];

/// Net pay in cents a month at this age: weekly medians of full-time earnings in the United States x 52 / 12, of which
/// four fifths are left after tax, times occupation and spread, with a thin tail of very high pay.
fn net_pay(age: i64, draw: &mut Draw) -> i64 {
    let median = match age {
        ..25 => 254_800,
        25..35 => 364_000,
        35..45 | 55..65 => 433_300,
        45..55 => 450_700,
        _ => 398_700,
    };
    let body = median * draw.pick(&OCCUPATIONS) / 1_000 * draw.curve(&SPREAD) / 1_000;
    let pay = if draw.chance(20) { body * draw.between(2_000, 6_000) / 1_000 } else { body };
    pay.max(70_000) + draw.between(0, 99)
}

impl Livelihood {
    /// What somebody of this age lives on. `joined` is when they came to the bank, `keeps_house` makes it likely that
    /// somebody looks after small children instead.
    pub(crate) fn draw(plan: &Plan, age: i64, joined: NaiveDate, keeps_house: bool, draw: &mut Draw) -> Self {
        if age < 18 {
            return Self::Dependent;
        }
        let retired = match age {
            ..56 => 0,
            56..62 => 50,
            62..65 => 300,
            65..67 => 480,
            67..70 => 740,
            _ => 930,
        };
        if draw.chance(retired) {
            return Self::Retired(Pension::draw(plan, age, draw));
        }
        // Whoever is old and does not draw a pension works.
        if age >= 67 {
            return Self::Job(Job::draw(plan, age, joined, draw));
        }
        let student = match age {
            ..22 => 480,
            22..25 => 260,
            25..28 => 70,
            _ => 0,
        };
        if draw.chance(student) {
            let allowance = draw.chance(880).then(|| draw.between(55_000, 150_000));
            return Self::Student { borrows: draw.chance(550), allowance };
        }
        let home = if keeps_house { 140 } else { 0 };
        if draw.chance(home) {
            return Self::NoIncome;
        }
        match draw.below(1_000) {
            0..835 => Self::Job(Job::draw(plan, age, joined, draw)),
            835..875 => {
                // Platforms are what few live on alone: labour platforms came to a third of the income of those who used
                // them (JPMorgan Chase Institute, 2016). So most have rounds as steady as a job, and some up and downs.
                let swing = if draw.chance(plan.noise(200)) { 650 } else { 120 };
                Self::Gig { monthly: draw.between(90_000, 380_000), swing }
            }
            875..905 => {
                let until = Some(shifted(plan.anchor(), -draw.between(52, 150)));
                let job = Job { until, career: None, promoted: None, ..Job::draw(plan, age, joined, draw) };
                Self::LaidOff { job, benefit: draw.chance(450).then(|| draw.between(95_000, 190_000)) }
            }
            905..955 => Self::Benefit { monthly: draw.between(60_000, 170_000) },
            _ => Self::NoIncome,
        }
    }

    /// Usual money in a month, in cents, whether this bank sees it or not: what spending is measured by.
    pub(crate) fn means(&self) -> i64 {
        match self {
            Self::Dependent => 5_000,
            Self::Student { allowance, .. } => allowance.unwrap_or(70_000),
            Self::NoIncome => NOTHING,
            Self::Benefit { monthly } | Self::Gig { monthly, .. } => *monthly,
            Self::Job(job) => job.monthly,
            Self::LaidOff { job, benefit } => benefit.unwrap_or(job.monthly / 2),
            Self::Retired(pension) => {
                pension.state.max(150_000) + pension.company.unwrap_or(0) + pension.side_job.unwrap_or(0)
            }
        }
    }
}

/// What somebody has to spend in a month without any income, in cents.
const NOTHING: i64 = 80_000;

impl Livelihood {
    /// Usual money in the month of that day, in cents: less before a first job begins and after one is lost.
    pub(crate) fn means_on(&self, day: NaiveDate) -> i64 {
        match self {
            Self::Job(Job { career: Some(since), .. }) if day < *since => NOTHING,
            Self::LaidOff { job: Job { until: Some(until), .. }, benefit } if day > *until => {
                benefit.unwrap_or(NOTHING)
            }
            _ => self.means(),
        }
    }
}

impl Job {
    fn draw(plan: &Plan, age: i64, joined: NaiveDate, draw: &mut Draw) -> Self {
        let anchor = plan.anchor();
        let monthly = net_pay(age, draw);
        let payday = match draw.below(100) {
            0..35 => Payday::LastBusinessDay,
            35..70 => Payday::TwentyFifth,
            _ => Payday::AlternateFridays { odd: draw.chance(500) },
        };
        // The young may have found their first job while they were with the bank already.
        let first_day = shifted(joined, draw.between(100, 400));
        let is_first = (18..=30).contains(&age) && draw.chance(380) && first_day < shifted(anchor, -40);
        let since = if is_first { first_day } else { shifted(joined, -draw.between(60, 3_000)) };
        // Who is as young as that cannot have worked for long.
        let started_young = age <= 25 && !draw.chance(plan.noise(120));
        let career = (is_first || started_young).then_some(since.max(shifted(anchor, -700)));
        // Some move their pay here only later, some never do.
        let moved = shifted(anchor, -draw.between(15, 85));
        let lot = draw.below(1_000);
        let (elsewhere, later) = (plan.noise(120), 30);
        let paid_here_from = match lot {
            _ if lot < elsewhere => None,
            _ if lot < elsewhere + later && !is_first && age > 30 && moved > shifted(joined, 100) => Some(moved),
            _ => Some(since),
        };
        let rise = (shifted(anchor, -draw.between(70, 100)), draw.between(720, 850));
        let promoted = draw.chance(50) && !matches!(payday, Payday::AlternateFridays { .. });
        // Pay that began lately is the first that this bank sees of it, not a higher one.
        let promoted = promoted && paid_here_from.unwrap_or(since).max(joined) <= months_before(anchor, 8);
        Self {
            monthly,
            employer: draw.pick_skewed(&EMPLOYERS),
            payday,
            until: None,
            paid_here_from,
            career,
            promoted: promoted.then_some(rise),
            thirteenth: draw.chance(50),
            // In the middle of a half-year a raise blurs what somebody earns.
            raised_in: if plan.is_plain() { 1 } else { 4 },
        }
    }

    /// The net pay of a month, as of that day: raised by three per cent once a year, lower before a promotion. `anchor`
    /// is the day that lives are told from.
    pub(crate) fn monthly_on(&self, day: NaiveDate, anchor: NaiveDate) -> i64 {
        let steps = |date: NaiveDate| (Month::of(date).ordinal() + 1 - self.raised_in).div_euclid(12);
        let raises = steps(anchor) - steps(day);
        let pay = (0..raises).fold(self.monthly, |pay, _| pay * 97 / 100);
        let pay = (raises..0).fold(pay, |pay, _| pay * 103 / 100);
        match self.promoted {
            Some((since, before)) if day < since => pay * before / 1_000,
            _ => pay,
        }
    }

    /// The days from the one to the other on which pay arrives at this bank.
    pub(crate) fn paydays(&self, from: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
        let Some(here) = self.paid_here_from else { return Vec::new() };
        let from = from.max(here);
        let last = self.until.map_or(last, |until| until.min(last));
        if last < from {
            return Vec::new();
        }
        let days: Vec<_> = match self.payday {
            Payday::LastBusinessDay => {
                Month::span(from, last).map(|month| business_day_until(month.last_day())).collect()
            }
            Payday::TwentyFifth => Month::span(from, last).map(|month| business_day_until(month.day(25))).collect(),
            Payday::AlternateFridays { odd } => from
                .iter_days()
                .take_while(|day| *day <= last)
                .filter(|day| day.weekday() == Weekday::Fri)
                .filter(|day| (day.num_days_from_ce() / 7 % 2 == 1) == odd)
                .map(business_day_until)
                .collect(),
        };
        days.into_iter().filter(|day| *day > from && *day <= last).collect()
    }
}

impl Pension {
    pub(crate) fn draw(plan: &Plan, age: i64, draw: &mut Draw) -> Self {
        // The later it is claimed, the more: 1,377 on average at 62, 2,188 at 70.
        let claimed_at = draw.between(62, 70.min(age.max(62)));
        let average = 137_700 + (claimed_at - 62) * 10_138;
        let state = average * draw.between(700, 1_300) / 1_000;
        let elsewhere = draw.chance(plan.noise(80));
        // Before the state pays, whoever has retired has a company to thank for it.
        let state = if age < 62 || elsewhere { 0 } else { state };
        let company = (age < 62 || draw.chance(320)).then(|| draw.between(30_000, 260_000));
        let works = if age < 70 { 120 } else { 20 };
        let side_job = draw.chance(works).then(|| draw.between(40_000, 80_000));
        Self { state, company, side_job, elsewhere }
    }
}
