//! Daily dealings: purchases, cash, bills, transfers to friends, and the contacts with the bank in between.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::account::ledger::{Amount, Bill, Ledger};
use crate::account::merchant::{Merchant, Trade};
use crate::account::note::{ALL_FRIENDS, Note};
use crate::activity::outreach::{self, Contact};
use crate::calendar::{Month, business_day_until, days_between, is_business_day, moment, shifted};
use crate::person::Person;
use crate::person::habit::{Choices, Leaning, Turns, Way};
use crate::plan::Plan;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// A kind of spending: weight, category, trade, cheapest and dearest purchase in cents.
type Shopping = (u32, (&'static str, Trade, i64, i64));

#[rustfmt::skip]
const SHOPPING: [Shopping; 8] = [
    (34, ("groceries", &["Foods", "Market", "Grocers", "Bakery"], 1_500, 14_000)),
    (18, ("dining", &["Café", "Kitchen", "Noodles", "Tavern"], 900, 7_500)),
    (13, ("transport", &["Transit", "Fuel", "Cabs", "Parking"], 400, 7_000)),
    (17, ("retail", &["Stores", "Books", "Tools", "Wear"], 1_200, 24_000)),
    (6, ("health", &["Pharmacy", "Clinic", "Opticians", "Dental Care"], 800, 14_000)),
    (5, ("travel", &["Air", "Hotels", "Ferries", "Tours"], 7_000, 90_000)),
    (2, ("charity", &["Food Bank", "Relief Fund", "Animal Shelter", "Hospice Friends"], 1_000, 12_000)),
    (5, ("other", &["Press", "& Sons", "Repairs", "Services"], 700, 9_000)),
];

#[rustfmt::skip]
const BILLS: [(u32, (Bill, i64, i64)); 6] = [
    (30, (Bill { recipient: "Ember Energy", category: "utilities" }, 4_000, 19_000)),
    (15, (Bill { recipient: "Dunmere Water", category: "utilities" }, 2_500, 8_000)),
    (25, (Bill { recipient: "Larkline Telecom", category: "telecom" }, 2_500, 11_000)),
    (18, (Bill { recipient: "Wexley Insurance", category: "insurance" }, 6_000, 26_000)),
    (6, (Bill { recipient: "Brackenford Clinic", category: "health" }, 4_000, 40_000)),
    (6, (Bill { recipient: "Wells for All", category: "charity" }, 1_000, 10_000)),
];

const CHARGE_CARDS: [&str; 3] = ["Meridian Charge Card", "Osprey Card Services", "Tidewater Card"];

/// Books daily dealings, month by month.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger, log: &mut Vec<Contact>) {
    if person.is_minor() {
        return;
    }
    let mut draw = plan.key().draw(Aspect::PersonActivity, person.stream);
    let main = ledger.main(member);
    let card = ledger.held(member, AccountType::CreditCard);
    let friends = friends(&mut draw);
    let choices = Choices::new(&person.habit);
    let (kinds, screens) = (Turns::new(KINDS), Turns::new(SCREENS));
    let mut dealings =
        Dealings { plan, member, person, main, card, friends, choices, kinds, screens, ledger, log, draw };
    for month in Month::span(person.joined, person.last) {
        let first = month.day(1).max(shifted(person.joined, 1));
        // To the end of the month, even for who leaves in it: what they did before is the same.
        let days = days_between(first, month.last_day()) + 1;
        if days <= 0 {
            continue;
        }
        for _ in 0..dealings.number(person.habit.pace, days) {
            let day = dealings.day(first, days);
            if plan.is_plain() {
                dealings.act_in_turn(day);
            } else {
                dealings.act(day);
            }
        }
        if let Some(main) = main {
            for _ in 0..dealings.number(person.habit.shopping, days) {
                let day = dealings.day(first, days);
                dealings.purchase(main, Channel::CardPos, day);
            }
        }
    }
}

/// Without noise: of a thousand things so many are dealings, and so many times the bank is turned to.
const KINDS: [u32; 2] = [700, 300];

/// Without noise: of a thousand dealings on a screen so many are purchases, bills, transfers, and looks at the accounts.
const SCREENS: [u32; 4] = [250, 250, 200, 300];

struct Dealings<'a> {
    plan: &'a Plan,
    member: usize,
    person: &'a Person,
    main: Option<usize>,
    card: Option<usize>,
    friends: Vec<u16>,
    choices: Choices,
    kinds: Turns<2>,
    screens: Turns<4>,
    ledger: &'a mut Ledger,
    log: &'a mut Vec<Contact>,
    draw: Draw,
}

impl Dealings<'_> {
    /// How many times something is done in so many days that is done so many tenths of times a month.
    fn number(&mut self, tenths: i64, days: i64) -> i64 {
        let intensity = i64::from(self.plan.options().intensity);
        (tenths * days * intensity + self.draw.between(0, 299_999)) / 300_000
    }

    /// What there is to spend in the month of that day, in cents, as far as it shows in what people buy.
    fn purse(&self, day: NaiveDate) -> i64 {
        self.person.means_on(day).clamp(50_000, 900_000)
    }

    /// One of so many days from the first: Fridays and Saturdays more often than others.
    fn day(&mut self, first: NaiveDate, days: i64) -> NaiveDate {
        let day = shifted(first, self.draw.between(0, days - 1));
        match day.weekday() {
            Weekday::Mon | Weekday::Tue | Weekday::Wed if self.draw.chance(200) => {
                shifted(first, self.draw.between(0, days - 1))
            }
            _ => day,
        }
    }

    /// What is done when nothing is left to chance: kinds of things have their turns, and ways within each kind, so that
    /// a few weeks show the shares.
    fn act_in_turn(&mut self, day: NaiveDate) {
        let open = business_day_until(day);
        let at_counter = if open > self.person.joined { open } else { day };
        let Some(main) = self.main.filter(|_| self.kinds.next() == 0) else {
            return match self.choices.next_contact() {
                Way::Digital | Way::Machine => self.contact("web_chat", 7..23, day),
                Way::InPerson => self.contact("branch_visit", 9..16, at_counter),
                Way::Remote => self.contact("phone_call", 8..20, day),
            };
        };
        match self.choices.next(0, &mut self.draw) {
            // Who is at home elsewhere knows one way on the screen.
            Way::Digital => match (self.screens.next(), self.person.habit.leaning) {
                (0, Leaning::Screen | Leaning::Mixed) => self.purchase(main, Channel::CardOnline, day),
                (2, Leaning::Screen | Leaning::Mixed) => self.send(main, Channel::Mobile, day),
                (0..3, _) => self.bill(main, "online_banking", day),
                _ => self.contact("web_session", 6..24, day),
            },
            Way::InPerson => {
                let kind = self.draw.weighted(&[(2, TransactionType::Withdrawal), (1, TransactionType::Deposit)]);
                self.cash(main, Channel::Branch, kind, at_counter);
            }
            Way::Remote => self.send(main, Channel::Phone, day),
            Way::Machine => self.machine(main, day),
        }
    }

    fn act(&mut self, day: NaiveDate) {
        let noise = self.plan.noise(1_000);
        match (self.choices.next(noise, &mut self.draw), self.main) {
            (Way::Digital, main) => self.digital(main, day),
            (Way::InPerson, main) => {
                // Branches are closed on other days.
                let open = business_day_until(day);
                self.in_person(main, if open > self.person.joined { open } else { day });
            }
            (Way::Remote, main) => self.remote(main, day),
            (Way::Machine, Some(main)) => self.machine(main, day),
            (Way::Machine, None) => {}
        }
    }

    fn digital(&mut self, main: Option<usize>, day: NaiveDate) {
        match (self.draw.below(100), main) {
            (0..36, Some(main)) => {
                let channel = self.draw.pick(&[Channel::Wallet, Channel::CardOnline, Channel::CardOnline]);
                self.purchase(main, channel, day);
            }
            (36..52, Some(main)) => {
                let method = self.draw.weighted(&[
                    (5, "mobile_app"),
                    (4, "online_banking"),
                    (1, "mobile_wallet"),
                    (1, "card_online"),
                ]);
                self.bill(main, method, day);
            }
            (52..70, Some(main)) => {
                let channel = self.draw.pick(&[Channel::Mobile, Channel::Mobile, Channel::Online]);
                self.send(main, channel, day);
            }
            (70..74, Some(main)) => self.receive(main, day),
            (74..84, _) => self.contact("web_chat", 7..23, day),
            _ => {
                let kind = self.draw.pick(&["app_session", "app_session", "web_session"]);
                self.contact(kind, 6..24, day);
            }
        }
    }

    fn in_person(&mut self, main: Option<usize>, day: NaiveDate) {
        match (self.draw.below(100), main) {
            (0..40, Some(main)) => self.cash(main, Channel::Branch, TransactionType::Withdrawal, day),
            (40..60, Some(main)) => self.cash(main, Channel::Branch, TransactionType::Deposit, day),
            (60..70, Some(main)) => {
                let method = self.draw.pick(&["cash", "branch"]);
                self.bill(main, method, day);
            }
            _ => self.contact("branch_visit", 9..16, day),
        }
    }

    fn remote(&mut self, main: Option<usize>, day: NaiveDate) {
        match (self.draw.below(100), main) {
            (0..18, Some(main)) => self.send(main, Channel::Phone, day),
            (18..32, Some(main)) => self.bill(main, "phone", day),
            (32..42, Some(main)) => {
                let note = Note::new("Cheque").with_friend(self.friend());
                let at = moment(day, 4..6, &mut self.draw);
                let cents = self.draw.between(2_000, 40_000).min(self.purse(day) * 6 / 100);
                self.ledger.book(main, TransactionType::Cheque, Amount::Wanted(cents), at, note);
            }
            (42..52, _) => self.contact("letter", 9..12, day),
            (52..58, _) => self.contact("video_call", 9..18, day),
            _ => self.contact("phone_call", 8..20, day),
        }
    }

    fn machine(&mut self, main: usize, day: NaiveDate) {
        let kind = self.draw.weighted(&[(92, TransactionType::Withdrawal), (8, TransactionType::Deposit)]);
        self.cash(main, Channel::Atm, kind, day);
    }

    fn contact(&mut self, kind: &'static str, hours: std::ops::Range<u32>, day: NaiveDate) {
        let at = moment(day, hours, &mut self.draw);
        self.log.push(outreach::inbound(self.member, self.person, kind, at, &mut self.draw));
    }

    fn purchase(&mut self, main: usize, channel: Channel, day: NaiveDate) {
        let by_card = self.draw.chance(450);
        let account = self.card.filter(|card| by_card && self.ledger.takes(*card, day)).unwrap_or(main);
        let (category, trade, low, high) = self.draw.weighted(&SHOPPING);
        let shop = Merchant::draw(trade, &mut self.draw);
        let purse = self.purse(day) / 100;
        let season = match (category, Month::of(day).number()) {
            ("retail", 12) | ("travel", 7 | 8) => 125,
            _ => 100,
        };
        let price = self.draw.between(low, high).min(self.draw.between(low, high));
        let cents = (price * (purse + 400) / 4_400 * season / 100).max(100);
        let note = Note::new("Purchase").category(category).by(channel).with_merchant(shop);
        let at = moment(day, 8..22, &mut self.draw);
        let entry = self.ledger.book(account, TransactionType::Purchase, Amount::Wanted(cents), at, note);
        let back = shifted(day, self.draw.between(1, 6));
        let (lot, at) = (self.draw.below(1_000), moment(back, 4..6, &mut self.draw));
        match (lot, entry) {
            (0..14, Some(entry)) => self.ledger.reverse(entry, at),
            (14..40, Some(_)) => {
                let note = Note::new("Refund").category(category).by(Channel::System).with_merchant(shop);
                // Part of what was bought; how much was paid is known only when it is settled.
                self.ledger.book(account, TransactionType::Refund, Amount::Exact((cents / 4).max(50)), at, note);
            }
            _ => {}
        }
    }

    fn bill(&mut self, main: usize, method: &'static str, day: NaiveDate) {
        let (bill, low, high) = self.draw.weighted(&BILLS);
        let cents = self.draw.between(low, high).min(self.purse(day) * 4 / 100);
        self.ledger.pay(main, method, cents, moment(day, 9..18, &mut self.draw), bill);
    }

    /// One of the few or many whom somebody sends money to, the first of them most often.
    fn friend(&mut self) -> u16 {
        let nearest = self.draw.index(self.friends.len());
        self.friends[nearest.min(self.draw.index(self.friends.len()))]
    }

    fn send(&mut self, main: usize, channel: Channel, day: NaiveDate) {
        let note = Note::new("To a friend").category("p2p").by(channel).with_friend(self.friend());
        let at = moment(day, 8..22, &mut self.draw);
        let cents = self.draw.between(500, 24_000).min(self.purse(day) * 6 / 100);
        self.ledger.book(main, TransactionType::TransferOut, Amount::Wanted(cents), at, note);
    }

    fn receive(&mut self, main: usize, day: NaiveDate) {
        let note = Note::new("From a friend").category("p2p").by(Channel::Mobile).with_friend(self.friend());
        let at = moment(day, 8..22, &mut self.draw);
        let cents = self.draw.between(500, 18_000);
        self.ledger.book(main, TransactionType::TransferIn, Amount::Exact(cents), at, note);
    }

    fn cash(&mut self, main: usize, channel: Channel, kind: TransactionType, day: NaiveDate) {
        let (text, hours) = match channel {
            Channel::Atm => ("Cash machine", 7..23),
            _ => ("Counter", if is_business_day(day) { 9..16 } else { 10..12 }),
        };
        let at = moment(day, hours, &mut self.draw);
        let most = (self.purse(day) * 8 / 100_000).max(2);
        let cents = self.draw.between(2, 30).min(self.draw.between(2, 30)).min(most) * 1_000;
        let amount = if kind == TransactionType::Deposit { Amount::Exact(cents) } else { Amount::Wanted(cents) };
        self.ledger.book(main, kind, amount, at, Note::new(text).category("cash").by(channel));
    }
}

/// How many people somebody knows well enough to send them money: few for most, many for a few.
const CIRCLES: [(u32, i64); 9] = [(20, 1), (24, 2), (18, 3), (13, 5), (10, 8), (7, 12), (4, 18), (3, 26), (1, 40)];

fn friends(draw: &mut Draw) -> Vec<u16> {
    let size = draw.weighted(&CIRCLES);
    (0..size).map(|_| u16::try_from(draw.below(u32::from(ALL_FRIENDS))).unwrap_or(0)).collect()
}

/// Books what most of an income really goes for: the monthly statement of a charge card that is issued elsewhere.
/// Without it, everybody would grow rich.
pub(crate) fn statements(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member).filter(|_| !person.is_minor()) else { return };
    let mut draw = plan.key().draw(Aspect::AccountStatement, person.stream);
    let note = Note::new("Card statement").category("other").by(Channel::Ach).with(draw.pick(&CHARGE_CARDS));
    let thrift = draw.between(300, 950);
    let floor = person.livelihood.means() * draw.between(500, 2_500) / 1_000;
    if !draw.chance(750) {
        return;
    }
    for month in Month::span(person.joined, person.last) {
        let per_mille = thrift * draw.between(700, 1_000) / 1_000;
        let at = moment(month.day(18), 3..6, &mut draw);
        ledger.book(main, TransactionType::DirectDebit, Amount::Spare { per_mille, floor }, at, note);
    }
}
