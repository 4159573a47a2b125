//! Daily dealings: purchases, cash, bills, transfers to friends, and the contacts with the bank in between.

use chrono::NaiveDate;

use crate::account::ledger::{Bill, Ledger};
use crate::account::note::Note;
use crate::activity::outreach;
use crate::calendar::{Month, business_day_until, days_between, is_business_day, moment, shifted};
use crate::person::Person;
use crate::person::habit::Way;
use crate::plan::Plan;
use crate::row::CommunicationRow;
use crate::stream::{Aspect, Draw};
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// A kind of spending: weight, category, shops, cheapest and dearest purchase in cents.
type Shopping = (u32, (&'static str, &'static [&'static str], i64, i64));

#[rustfmt::skip]
const SHOPPING: [Shopping; 8] = [
    (34, ("groceries", &["Greenlock Foods", "Marrowdale Market", "Clover Grocers", "Pennywick Bakery"], 1_500, 14_000)),
    (18, ("dining", &["Heron Café", "The Quarry Kitchen", "Juniper Noodles"], 900, 7_500)),
    (13, ("transport", &["Fallowby Transit", "Osprey Fuel", "Ridewise"], 400, 7_000)),
    (17, ("retail", &["Northgate Stores", "Bluefern Books", "Meridian Tools", "Linden Wear"], 1_200, 24_000)),
    (6, ("health", &["Alder Pharmacy", "Brackenford Clinic"], 800, 14_000)),
    (5, ("travel", &["Kestrel Air", "Stonebridge Hotels", "Tidewater Ferries"], 7_000, 90_000)),
    (2, ("charity", &["Wells for All", "Dunmere Food Bank"], 1_000, 12_000)),
    (5, ("other", &["Quillon Press", "Fern & Sons"], 700, 9_000)),
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
const FRIENDS: [&str; 6] = ["Robin", "Casey", "Jules", "Kim", "Sascha", "Noor"];

/// Books daily dealings: most in the latest three months, fewer in the three before, few in the time before.
pub(crate) fn book(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger, log: &mut Vec<CommunicationRow>) {
    if person.is_minor() {
        return;
    }
    let draw = plan.key().draw(Aspect::PersonActivity, person.id);
    let main = ledger.main(member);
    let card = ledger.held(member, AccountType::CreditCard);
    let mut dealings = Dealings { person, main, card, ledger, log, draw };
    let as_of = plan.as_of();
    let pace = person.habit.pace;
    for (newest, oldest, actions) in [(0, 89, pace), (90, 179, (pace * 3 + 2) / 4), (180, 730, pace / 2 + 1)] {
        let from = shifted(as_of, -oldest).max(shifted(person.joined, 1));
        let until = shifted(as_of, -newest).min(person.last);
        let days = days_between(from, until) + 1;
        if days > 0 {
            for _ in 0..(actions * days + dealings.draw.between(0, oldest - newest)) / (oldest - newest + 1) {
                let day = shifted(from, dealings.draw.between(0, days - 1));
                dealings.act(day);
            }
        }
    }
}

struct Dealings<'a> {
    person: &'a Person,
    main: Option<usize>,
    card: Option<usize>,
    ledger: &'a mut Ledger,
    log: &'a mut Vec<CommunicationRow>,
    draw: Draw,
}

impl Dealings<'_> {
    fn act(&mut self, day: NaiveDate) {
        match (self.person.habit.way(&mut self.draw), self.main) {
            (Way::Digital, main) => self.digital(main, day),
            (Way::InPerson, main) => {
                // Branches are closed on other days.
                let open = business_day_until(day);
                self.in_person(main, if open > self.person.joined { open } else { day });
            }
            (Way::Remote, main) => self.remote(main, day),
            (Way::Everyday, Some(main)) => self.everyday(main, day),
            (Way::Everyday, None) => {}
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
                let note = Note::new("Cheque").with(self.draw.pick(&FRIENDS));
                let at = moment(day, 4..6, &mut self.draw);
                self.ledger.book(main, TransactionType::Cheque, self.draw.between(2_000, 40_000), at, note);
            }
            (42..52, _) => self.contact("letter", 9..12, day),
            (52..58, _) => self.contact("video_call", 9..18, day),
            _ => self.contact("phone_call", 8..20, day),
        }
    }

    fn everyday(&mut self, main: usize, day: NaiveDate) {
        match self.draw.below(100) {
            0..62 => self.purchase(main, Channel::CardPos, day),
            62..92 => self.cash(main, Channel::Atm, TransactionType::Withdrawal, day),
            _ => self.cash(main, Channel::Atm, TransactionType::Deposit, day),
        }
    }

    fn contact(&mut self, kind: &'static str, hours: std::ops::Range<u32>, day: NaiveDate) {
        self.log.push(outreach::inbound(self.person, kind, moment(day, hours, &mut self.draw), &mut self.draw));
    }

    fn purchase(&mut self, main: usize, channel: Channel, day: NaiveDate) {
        let by_card = self.draw.chance(450);
        let account = self.card.filter(|card| by_card && self.ledger.takes(*card, day)).unwrap_or(main);
        let (category, shops, low, high) = self.draw.weighted(&SHOPPING);
        let shop = self.draw.pick_skewed(shops);
        let size = self.person.livelihood.means().clamp(120_000, 900_000) / 100;
        let season = if category == "retail" && Month::of(day).number() == 12 { 125 } else { 100 };
        let price = self.draw.between(low, high).min(self.draw.between(low, high));
        let cents = (price * (size + 2_000) / 5_000 * season / 100).max(100);
        let note = Note::new("Purchase").category(category).by(channel).with(shop);
        let at = moment(day, 8..22, &mut self.draw);
        let entry = self.ledger.book(account, TransactionType::Purchase, cents, at, note);
        let back = shifted(day, self.draw.between(1, 6));
        match (self.draw.below(1_000), entry) {
            (0..14, Some(entry)) => self.ledger.reverse(entry, moment(back, 4..6, &mut self.draw)),
            (14..40, Some(_)) => {
                let note = Note::new("Refund").category(category).by(Channel::System).with(shop);
                let at = moment(back, 4..6, &mut self.draw);
                self.ledger.book(account, TransactionType::Refund, cents, at, note);
            }
            _ => {}
        }
    }

    fn bill(&mut self, main: usize, method: &'static str, day: NaiveDate) {
        let (bill, low, high) = self.draw.weighted(&BILLS);
        let cents = self.draw.between(low, high);
        self.ledger.pay(main, method, cents, moment(day, 9..18, &mut self.draw), bill);
    }

    fn send(&mut self, main: usize, channel: Channel, day: NaiveDate) {
        let note = Note::new("To a friend").category("p2p").by(channel).with(self.draw.pick(&FRIENDS));
        let at = moment(day, 8..22, &mut self.draw);
        self.ledger.book(main, TransactionType::TransferOut, self.draw.between(500, 24_000), at, note);
    }

    fn receive(&mut self, main: usize, day: NaiveDate) {
        let note = Note::new("From a friend").category("p2p").by(Channel::Mobile).with(self.draw.pick(&FRIENDS));
        let at = moment(day, 8..22, &mut self.draw);
        self.ledger.book(main, TransactionType::TransferIn, self.draw.between(500, 18_000), at, note);
    }

    fn cash(&mut self, main: usize, channel: Channel, kind: TransactionType, day: NaiveDate) {
        let (text, hours) = match channel {
            Channel::Atm => ("Cash machine", 7..23),
            _ => ("Counter", if is_business_day(day) { 9..16 } else { 10..12 }),
        };
        let at = moment(day, hours, &mut self.draw);
        let cents = self.draw.between(2, 30).min(self.draw.between(2, 30)) * 2_000;
        self.ledger.book(main, kind, cents, at, Note::new(text).category("cash").by(channel));
    }
}

/// Books what most of an income really goes for, several months at a time: the statement of a charge card that is
/// issued elsewhere. Without it, everybody would grow rich.
pub(crate) fn statements(plan: &Plan, member: usize, person: &Person, ledger: &mut Ledger) {
    let Some(main) = ledger.main(member) else { return };
    let mut draw = plan.key().draw(Aspect::AccountStatement, ledger.accounts[main].id);
    let mut moves: Vec<_> = ledger.entries_of(main).map(|entry| (entry.at.date(), entry.effect())).collect();
    moves.sort_unstable();
    let note = Note::new("Card statement").category("other").by(Channel::Ach).with(draw.pick(&CHARGE_CARDS));
    let phase = i32::try_from(draw.between(0, 3)).unwrap_or(0);
    let mut next = 0;
    let mut left = 0;
    for month in Month::span(person.joined, person.last).filter(|month| month.ordinal() % 4 == phase) {
        let day = month.day(18);
        while let Some((_, effect)) = moves.get(next).filter(|(date, _)| *date < day) {
            left += effect;
            next += 1;
        }
        let cents = left * draw.between(550, 980) / 1_000;
        if cents > 10_000 && day <= plan.as_of() {
            let at = moment(day, 3..6, &mut draw);
            if ledger.book(main, TransactionType::DirectDebit, cents, at, note).is_some() {
                left -= cents;
            }
        }
    }
}
