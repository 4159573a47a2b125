//! Counting: a few customers at a time, with all that belongs to them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, JoinType, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::distance::{Together, median};
use super::target;
use crate::calendar::age_on;
use crate::read::{ReadError, hundredths, rows};
use crate::verify::codes::{effect, tag};
use crate::verify::count;

/// How many customers are looked at together: their bookings are in memory at a time.
const CUSTOMERS: u64 = 100;

/// Months of which pay is counted, and of how many of them it must have come.
const PAY_MONTHS: u32 = 6;

/// What is compared between customers.
const THINGS: [&str; 8] =
    ["age", "pay", "assets", "bookings", "contacts", "screen share", "credit score", "credit utilization"];

/// What was counted.
pub(super) struct Gathered {
    /// Customers by the groups of [`target::AGES`].
    pub(super) ages: Vec<i128>,
    /// Pay in cents a month by the groups of [`target::INCOMES`].
    pub(super) incomes: Vec<Vec<i64>>,
    /// Actions by [`target::COHORTS`] and [`target::WAYS`].
    pub(super) channels: Vec<Vec<i128>>,
    /// Cents by [`target::SPENDING`].
    pub(super) spending: Vec<i128>,
    /// Purchases by weekday, from Monday.
    pub(super) weekdays: Vec<i128>,
    /// Cents of shopping by month, from January.
    pub(super) months: Vec<i128>,
    /// Rows by [`target::ROWS`].
    pub(super) rows: Vec<i128>,
    /// Customers by how many people they sent money to, from 1.
    pub(super) friends: Vec<i128>,
    together: BTreeMap<(usize, usize), Together>,
}

impl Gathered {
    fn new() -> Self {
        Self {
            ages: vec![0; target::AGES.len()],
            incomes: vec![Vec::new(); target::INCOMES.len()],
            channels: vec![vec![0; target::WAYS.len()]; target::COHORTS.len()],
            spending: vec![0; target::SPENDING.len()],
            weekdays: vec![0; 7],
            months: vec![0; 12],
            rows: Vec::new(),
            friends: Vec::new(),
            together: BTreeMap::new(),
        }
    }

    pub(super) fn customers(&self) -> u64 {
        self.rows.first().and_then(|rows| u64::try_from(*rows).ok()).unwrap_or_default()
    }

    /// The middle of the pay of each group; 0 where nobody has any.
    #[expect(clippy::cast_precision_loss, reason = "pay is far below 2^53 cents")]
    pub(super) fn median_incomes(&self) -> Vec<f64> {
        self.incomes.iter().map(|incomes| median(&mut incomes.clone()).unwrap_or_default() as f64).collect()
    }

    /// Things that are compared, two by two.
    pub(super) fn together(&self) -> impl Iterator<Item = (&'static str, &'static str, Together)> {
        self.together.iter().filter_map(|((one, other), sums)| Some((*THINGS.get(*one)?, *THINGS.get(*other)?, *sums)))
    }
}

/// One more at this place, if there is such a place.
fn add(counts: &mut [i128], place: Option<usize>, more: i128) {
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count += more;
    }
}

/// What is known of one customer.
#[derive(Default)]
struct Person {
    birth: Option<NaiveDate>,
    assets: i64,
    bookings: i64,
    contacts: i64,
    score: Option<i64>,
    utilization: Option<i64>,
    /// Pay by month.
    pay: BTreeMap<(i32, u32), i64>,
    /// Actions by [`target::WAYS`].
    ways: [i128; target::WAYS.len()],
    first: Option<NaiveDate>,
    /// Cents of shopping by month, from January, within the last year.
    shopping: [i128; 12],
    friends: BTreeSet<String>,
}

/// Reads the bank.
pub(super) async fn read(connection: &impl ConnectionTrait, as_of: NaiveDate) -> Result<Gathered, ReadError> {
    let mut gathered = Gathered::new();
    for (table, _) in target::ROWS {
        gathered.rows.push(count(connection, table).await?.into());
    }
    let mut after = None;
    loop {
        let mut people = people(connection, after).await?;
        let (Some(first), Some(last)) = (people.keys().next().copied(), people.keys().last().copied()) else { break };
        own(connection, (first, last), &mut people).await?;
        book(connection, (first, last), as_of, &mut people, &mut gathered).await?;
        let is_last = (people.len() as u64) < CUSTOMERS;
        for person in people.into_values() {
            gathered.take(&person, as_of);
        }
        if is_last {
            break;
        }
        after = Some(last);
    }
    Ok(gathered)
}

async fn people(connection: &impl ConnectionTrait, after: Option<i64>) -> Result<BTreeMap<i64, Person>, ReadError> {
    let mut select = Query::select();
    select.columns(["customer_id", "date_of_birth"]).from("customer");
    select.order_by("customer_id", Order::Asc).limit(CUSTOMERS);
    if let Some(after) = after {
        select.and_where(Expr::col("customer_id").gt(after));
    }
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0)?, Person { birth: row.try_get_by_index(1)?, ..Person::default() }))
    };
    let found = rows(connection, "customer", &select).await?;
    found.iter().map(read).collect::<Result<_, DbErr>>().map_err(ReadError::of("customer"))
}

/// What customers hold, owe and how often they were in contact.
async fn own(
    connection: &impl ConnectionTrait,
    (first, last): (i64, i64),
    people: &mut BTreeMap<i64, Person>,
) -> Result<(), ReadError> {
    let range = || Expr::col("customer_id").between(first, last);
    let mut select = Query::select();
    select.columns(["customer_id", "balance"]).from("accounts").and_where(range());
    for row in rows(connection, "accounts", &select).await? {
        let mut see = || {
            let Some(person) = people.get_mut(&row.try_get_by_index(0)?) else { return Ok(()) };
            person.assets += Ord::max(hundredths(&row, 1)?.unwrap_or_default(), 0);
            Ok(())
        };
        see().map_err(ReadError::of("accounts"))?;
    }
    let mut select = Query::select();
    select.column("customer_id").expr(Func::count(Expr::col(Asterisk))).from("communication_log");
    select.and_where(range()).group_by_col("customer_id");
    for row in rows(connection, "communication_log", &select).await? {
        let mut see = || {
            let Some(person) = people.get_mut(&row.try_get_by_index(0)?) else { return Ok(()) };
            person.contacts = row.try_get_by_index(1)?;
            Ok(())
        };
        see().map_err(ReadError::of("communication_log"))?;
    }
    let mut select = Query::select();
    select.columns(["customer_id", "credit_score", "credit_utilization"]).from("credit_history").and_where(range());
    for row in rows(connection, "credit_history", &select).await? {
        let mut see = || {
            let Some(person) = people.get_mut(&row.try_get_by_index(0)?) else { return Ok(()) };
            person.score = row.try_get_by_index::<Option<i32>>(1)?.map(i64::from);
            person.utilization = hundredths(&row, 2)?;
            Ok(())
        };
        see().map_err(ReadError::of("credit_history"))?;
    }
    Ok(())
}

/// What was booked on their accounts.
async fn book(
    connection: &impl ConnectionTrait,
    (first, last): (i64, i64),
    as_of: NaiveDate,
    people: &mut BTreeMap<i64, Person>,
    gathered: &mut Gathered,
) -> Result<(), ReadError> {
    let mut select = Query::select();
    select.column(("accounts", "customer_id"));
    for column in ["transaction_type", "amount", "transaction_date", "notes"] {
        select.column(("transactions", column));
    }
    let is_on_it = Expr::col(("transactions", "account_id")).equals(("accounts", "account_id"));
    select.from("accounts").join(JoinType::InnerJoin, "transactions", is_on_it);
    select.and_where(Expr::col(("accounts", "customer_id")).between(first, last));
    for row in rows(connection, "transactions", &select).await? {
        let mut see = || {
            let Some(person) = people.get_mut(&row.try_get_by_index(0)?) else { return Ok(()) };
            let kind: Option<String> = row.try_get_by_index(1)?;
            let cents = hundredths(&row, 2)?.unwrap_or_default();
            let at: Option<NaiveDateTime> = row.try_get_by_index(3)?;
            let notes: Option<String> = row.try_get_by_index(4)?;
            if let Some((kind, at)) = kind.zip(at).filter(|(_, at)| at.date() <= as_of) {
                let booking = Booking { kind, cents, day: at.date(), notes: notes.unwrap_or_default() };
                person.see(&booking, as_of);
                gathered.see(&booking);
            }
            Ok(())
        };
        see().map_err(ReadError::of("transactions"))?;
    }
    Ok(())
}

struct Booking {
    kind: String,
    cents: i64,
    day: NaiveDate,
    notes: String,
}

impl Booking {
    fn is_purchase(&self) -> bool {
        self.kind == "purchase"
    }
}

/// Where the months begin of which the last one ends on the as-of date or before.
fn months_back(as_of: NaiveDate, months: u32) -> NaiveDate {
    let ended = as_of.succ_opt().unwrap_or(as_of).with_day(1).unwrap_or(as_of);
    ended.checked_sub_months(Months::new(months)).unwrap_or(ended)
}

/// Whether a day lies in the last complete months.
fn is_within(day: NaiveDate, as_of: NaiveDate, months: u32) -> bool {
    (months_back(as_of, months)..months_back(as_of, 0)).contains(&day)
}

impl Person {
    fn see(&mut self, booking: &Booking, as_of: NaiveDate) {
        self.bookings += 1;
        self.first = Some(self.first.map_or(booking.day, |first| Ord::min(first, booking.day)));
        if booking.kind == "salary" && is_within(booking.day, as_of, PAY_MONTHS) {
            *self.pay.entry((booking.day.year(), booking.day.month())).or_default() += booking.cents;
        }
        let way = tag(&booking.notes, "ch")
            .and_then(|channel| target::WAYS.iter().position(|(_, channels)| channels.contains(&channel)));
        add(&mut self.ways, way, 1);
        if booking.is_purchase() && is_within(booking.day, as_of, 12) {
            add(&mut self.shopping, usize::try_from(booking.day.month0()).ok(), booking.cents.into());
        }
        let sends = tag(&booking.notes, "cat") == Some("p2p") && effect(&booking.kind, booking.cents) < Some(0);
        if sends && let Some(friend) = tag(&booking.notes, "cp") {
            self.friends.insert(friend.to_owned());
        }
    }

    /// What is compared between customers, in the order of [`THINGS`].
    fn things(&self, as_of: NaiveDate) -> [Option<i64>; THINGS.len()] {
        let [app, online, elsewhere] = self.ways;
        let actions = app + online + elsewhere;
        let screen = (actions > 0).then(|| (app + online) * 1_000 / actions);
        [
            self.birth.map(|birth| age_on(birth, as_of)),
            self.monthly_pay(),
            Some(self.assets),
            Some(self.bookings),
            Some(self.contacts),
            screen.and_then(|share| i64::try_from(share).ok()),
            self.score,
            self.utilization,
        ]
    }

    /// The middle of the months' pay, where nearly every month had one.
    fn monthly_pay(&self) -> Option<i64> {
        let mut months: Vec<i64> = self.pay.values().copied().collect();
        median(&mut months).filter(|_| months.len() as u64 + 1 >= u64::from(PAY_MONTHS))
    }
}

impl Gathered {
    fn see(&mut self, booking: &Booking) {
        if booking.is_purchase() {
            add(&mut self.weekdays, usize::try_from(booking.day.weekday().num_days_from_monday()).ok(), 1);
        }
        let spent = effect(&booking.kind, booking.cents).filter(|cents| *cents < 0);
        if let (Some(cents), Some(category)) = (spent, tag(&booking.notes, "cat")) {
            let kind = target::SPENDING.iter().position(|(_, categories, _)| categories.contains(&category));
            add(&mut self.spending, kind, -i128::from(cents));
        }
    }

    /// Counts a customer of whom everything is known.
    fn take(&mut self, person: &Person, as_of: NaiveDate) {
        let age = person.birth.map(|birth| age_on(birth, as_of));
        add(&mut self.ages, age.and_then(|age| target::AGES.iter().rposition(|(_, from, _)| *from <= age)), 1);
        if let Some((age, pay)) = age.zip(person.monthly_pay()) {
            let group = target::INCOMES.iter().position(|(_, from, to, _)| (*from..=*to).contains(&age));
            if let Some(incomes) = group.and_then(|group| self.incomes.get_mut(group)) {
                incomes.push(pay);
            }
        }
        let cohort = person.birth.and_then(|birth| target::COHORTS.iter().position(|(_, end, _)| birth.year() < *end));
        if let Some(channels) = cohort.and_then(|cohort| self.channels.get_mut(cohort)) {
            for (way, actions) in person.ways.iter().enumerate() {
                add(channels, Some(way), *actions);
            }
        }
        if person.first.is_some_and(|first| first < months_back(as_of, 12)) {
            for (month, cents) in person.shopping.iter().enumerate() {
                add(&mut self.months, Some(month), *cents);
            }
        }
        if let Some(place) = person.friends.len().checked_sub(1) {
            if self.friends.len() <= place {
                self.friends.resize(place + 1, 0);
            }
            add(&mut self.friends, Some(place), 1);
        }
        let things = person.things(as_of);
        for (one, value) in things.iter().enumerate() {
            for (other, another) in things.iter().enumerate().skip(one + 1) {
                if let (Some(value), Some(another)) = (value, another) {
                    self.together.entry((one, other)).or_default().add(*value, *another);
                }
            }
        }
    }
}
