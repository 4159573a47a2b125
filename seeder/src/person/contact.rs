//! Ways to reach a person and the number on the identity card, all from ranges that belong to nobody.

use crate::person::name::Name;
use crate::stream::Draw;

const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Area codes in front of 555-0100 to 555-0199, the numbers kept for fiction.
const AREAS: [u32; 12] = [202, 206, 213, 303, 312, 404, 415, 503, 512, 617, 702, 904];

const STREETS: [&str; 24] = [
    "Alder", "Birch", "Cedar", "Chestnut", "Clover", "Dogwood", "Elm", "Fern", "Hawthorn", "Hazel", "Heron", "Juniper",
    "Larch", "Linden", "Maple", "Meadow", "Mill", "Orchard", "Poplar", "Quarry", "River", "Rowan", "Willow", "Station",
];

const STREET_KINDS: [&str; 6] = ["Street", "Avenue", "Lane", "Road", "Court", "Way"];

/// Towns that do not exist.
const TOWNS: [&str; 16] = [
    "Alderwick",
    "Brackenford",
    "Cinderbrook",
    "Dunmere",
    "Eastmarrow",
    "Fallowby",
    "Gristhaven",
    "Hollowmere",
    "Inglefield",
    "Juniperton",
    "Kestrelby",
    "Larkspur Mills",
    "Marrowdale",
    "Netherpool",
    "Oxenbridge",
    "Pennywick",
];

/// The postal address of a home. The postal codes lie below 00501, where none was ever given out.
pub(crate) fn address(draw: &mut Draw) -> String {
    let number = draw.between(1, 2_999);
    let street = draw.pick(&STREETS);
    let kind = draw.pick(&STREET_KINDS);
    let apartment = draw.chance(300).then(|| draw.between(1, 99));
    let town = draw.pick(&TOWNS);
    let code = draw.between(100, 499);
    match apartment {
        Some(apartment) => format!("{number} {street} {kind}, Apt {apartment}, {town} {code:05}"),
        None => format!("{number} {street} {kind}, {town} {code:05}"),
    }
}

/// An address at a domain that RFC 2606 keeps for examples; the id makes it unique.
pub(crate) fn email(name: &Name, customer_id: i64, draw: &mut Draw) -> String {
    format!("{}.{customer_id}@{}", name.ascii(), draw.pick(&DOMAINS))
}

/// A telephone number kept for fiction: American 555-01xx, at times British 07700 900xxx or 01632 960xxx.
pub(crate) fn phone(draw: &mut Draw) -> String {
    match draw.below(20) {
        0 => format!("+44 7700 900{:03}", draw.below(1_000)),
        1 => format!("+44 1632 960{:03}", draw.below(1_000)),
        _ => format!("+1 {}-555-01{:02}", draw.pick(&AREAS), draw.below(100)),
    }
}

/// A number of the form of an identity document: `ZZ` (a country code left to users), two check digits by ISO 7064
/// mod 97-10, sixteen digits; or an American-looking one with the area number 666, which was never assigned.
pub(crate) fn identification(customer_id: i64, draw: &mut Draw) -> String {
    // Multiplying by a number coprime to the modulus only shuffles, so different customers keep different numbers.
    if customer_id < 1_000_000 && draw.chance(200) {
        let shuffled = (customer_id * 387_421 + 104_729) % 1_000_000;
        return format!("666-{:02}-{:04}", shuffled / 10_000, shuffled % 10_000);
    }
    let shuffled = (i128::from(customer_id) * 3_874_204_891 + 1_299_709) % 10_000_000_000;
    let digits = format!("{:06}{shuffled:010}", draw.below(1_000_000));
    format!("ZZ{:02}{digits}", 98 - remainder_97(&format!("{digits}353500")))
}

/// The remainder of a long decimal number by 97. `353500` stands for the letters `ZZ` and an empty check.
fn remainder_97(digits: &str) -> u32 {
    digits.chars().filter_map(|digit| digit.to_digit(10)).fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Aspect, Key};

    #[test]
    fn identification_numbers_check_and_differ() {
        let key = Key::new(3);
        let mut seen = std::collections::BTreeSet::new();
        for id in 1..2_000 {
            let number = identification(id, &mut key.draw(Aspect::PersonContact, id));
            if let Some(rest) = number.strip_prefix("ZZ") {
                assert_eq!(rest.len(), 18);
                assert_eq!(remainder_97(&format!("{}3535{}", &rest[2..], &rest[..2])), 1, "{number}");
            } else {
                assert!(number.starts_with("666-") && number.len() == 11, "{number}");
            }
            assert!(seen.insert(number));
        }
    }
}
