//! What somebody lives on.

use chrono::NaiveDate;

use crate::calendar::shifted;
use crate::stream::Draw;

/// Where a person's money comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Livelihood {
    /// Still looked after by others.
    Dependent,
    /// At a college; with or without a student loan at this bank.
    Student { borrows: bool },
    /// No income of their own: keeps house, between jobs, lives on savings.
    NoIncome,
    /// Lives on a public benefit, in cents a month.
    Benefit { monthly: i64 },
    /// Employed.
    Job(Job),
    /// Lost the job and gets nothing, or a benefit in cents a month.
    LaidOff { job: Job, benefit: Option<i64> },
    /// Many small jobs over a platform; cents a month, more or less.
    Gig { monthly: i64 },
    /// Draws pensions.
    Retired(Pension),
}

/// Employment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    /// Net pay in cents a month, as of the latest month.
    pub(crate) monthly: i64,
    pub(crate) employer: &'static str,
    pub(crate) payday: Payday,
    /// Last day of work, when it ended.
    pub(crate) until: Option<NaiveDate>,
    /// Pay arrives at this bank from this day on; `None` when it goes to another bank.
    pub(crate) paid_here_from: Option<NaiveDate>,
    /// A promotion: from this day on the pay is what it is, before it was this many per mille of that.
    pub(crate) promoted: Option<(NaiveDate, i64)>,
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
    /// State pension in cents a month; 0 when it goes to another bank.
    pub(crate) state: i64,
    /// Company pension in cents a month.
    pub(crate) company: Option<i64>,
    /// Still works a little: net pay in cents a month.
    pub(crate) side_job: Option<i64>,
}

const EMPLOYERS: [&str; 20] = [
    "Harbor Mills",
    "Northgate Clinic",
    "Bluefern Software",
    "Alder County Schools",
    "Copperline Freight",
    "Greenlock Foods",
    "Stonebridge Hotels",
    "Meridian Tools",
    "Fallowby Transit",
    "Quillon Press",
    "Larkfield Farms",
    "Ember Energy",
    "Tidewater Ports",
    "Wexley Insurance",
    "Osprey Motors",
    "Juniper Care Homes",
    "Kestrel Air",
    "Pennywick Bakery",
    "Sablecroft Law",
    "City of Dunmere",
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
    pub(crate) fn draw(age: i64, joined: NaiveDate, as_of: NaiveDate, keeps_house: bool, draw: &mut Draw) -> Self {
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
            return Self::Retired(Pension::draw(age, draw));
        }
        let student = match age {
            ..22 => 480,
            22..25 => 260,
            25..28 => 70,
            _ => 0,
        };
        if draw.chance(student) {
            return Self::Student { borrows: draw.chance(550) };
        }
        let home = if keeps_house { 140 } else { 0 };
        if draw.chance(home) {
            return Self::NoIncome;
        }
        match draw.below(1_000) {
            0..820 => Self::Job(Job::draw(age, joined, as_of, draw)),
            820..860 => Self::Gig { monthly: draw.between(90_000, 380_000) },
            860..890 => {
                let job =
                    Job { until: Some(shifted(as_of, -draw.between(50, 200))), ..Job::draw(age, joined, as_of, draw) };
                Self::LaidOff { job, benefit: draw.chance(450).then(|| draw.between(95_000, 190_000)) }
            }
            890..940 => Self::Benefit { monthly: draw.between(60_000, 170_000) },
            _ => Self::NoIncome,
        }
    }

    /// Usual money in a month, in cents, whether this bank sees it or not: what spending is measured by.
    pub(crate) fn means(&self) -> i64 {
        match self {
            Self::Dependent => 5_000,
            Self::Student { .. } => 90_000,
            Self::NoIncome => 140_000,
            Self::Benefit { monthly } | Self::Gig { monthly } => *monthly,
            Self::Job(job) => job.monthly,
            Self::LaidOff { job, benefit } => benefit.unwrap_or(job.monthly / 2),
            Self::Retired(pension) => {
                pension.state.max(150_000) + pension.company.unwrap_or(0) + pension.side_job.unwrap_or(0)
            }
        }
    }
}

impl Job {
    fn draw(age: i64, joined: NaiveDate, as_of: NaiveDate, draw: &mut Draw) -> Self {
        let monthly = net_pay(age, draw);
        let payday = match draw.below(100) {
            0..45 => Payday::LastBusinessDay,
            45..90 => Payday::TwentyFifth,
            _ => Payday::AlternateFridays { odd: draw.chance(500) },
        };
        // The young may have found their first job while they were with the bank already.
        let first_day = shifted(joined, draw.between(100, 400));
        let first_job = (18..=30).contains(&age) && draw.chance(380) && first_day < shifted(as_of, -40);
        let since = if first_job { first_day } else { shifted(joined, -draw.between(60, 3_000)) };
        // Some move their pay here only later, some never do.
        let moved = shifted(as_of, -draw.between(15, 85));
        let paid_here_from = match draw.below(1_000) {
            0..120 => None,
            120..150 if moved > shifted(joined, 100) => Some(moved),
            _ => Some(since),
        };
        let promoted = draw.chance(50).then(|| (shifted(as_of, -draw.between(70, 110)), draw.between(720, 850)));
        Self {
            monthly,
            employer: draw.pick_skewed(&EMPLOYERS),
            payday,
            until: None,
            paid_here_from,
            promoted,
            thirteenth: draw.chance(50),
        }
    }
}

impl Pension {
    fn draw(age: i64, draw: &mut Draw) -> Self {
        // The later it is claimed, the more: 1,377 on average at 62, 2,188 at 70.
        let claimed_at = draw.between(62, 70.min(age.max(62)));
        let average = 137_700 + (claimed_at - 62) * 10_138;
        let state = average * draw.between(700, 1_300) / 1_000;
        let state = if draw.chance(80) { 0 } else { state };
        let company = draw.chance(320).then(|| draw.between(30_000, 260_000));
        let works = if age < 70 { 120 } else { 20 };
        Self { state, company, side_job: draw.chance(works).then(|| draw.between(40_000, 110_000)) }
    }
}
