//! Shops and others who are paid by card: a few that everybody knows, and a long tail. None of them exists.

use std::fmt;

use crate::stream::Draw;

/// What the names of shops begin with.
#[rustfmt::skip]
const PLACES: [&str; 60] = [
    "Harbor", "Marrowdale", "Larkfield", "Stonebridge", "Copperline", "Juniper", "Tidewater", "Osprey", "Hollowmere",
    "Quarry Hill", "Clover", "Heron", "Linden", "Brackenford", "Rowan", "Millrace", "Hawthorn", "Inglefield", "Larkspur",
    "Sablecroft", "Pennywick", "Dunmere", "Fallowby", "Alder", "Kestrel", "Meridian", "Eastmarrow", "Oxenbridge",
    "Bluefern", "Wexley", "Foxglove", "Cinderford", "Saltmarsh", "Thistledown", "Greywater", "Amberley", "Ravensmoor",
    "Wrenfield", "Copse End", "Ironmill", "Bellweather", "Tarn", "Sorrel", "Ashgrove", "Winterbourne", "Candlewick",
    "Otterbrook", "Pepperhill", "Southgate", "Lanternside", "Magpie", "Willowmere", "Driftwood", "Old Mint",
    "Yarrow", "Cobbler's Row", "Bramblewood", "Seven Elms", "Nettlecombe", "Vesper",
];

/// How many merchants there are in a trade.
const MERCHANTS: u16 = 240;

/// How many names a trade has for its shops; each place has one of them four times.
const SIGNS: usize = 4;

/// Merchants of one trade by how much custom they have, in thousandths of a rank: quantiles of Zipf's law with the
/// exponent 1.1 in 64 steps. The first has a fifth of all custom, half of it goes to the first nine.
#[rustfmt::skip]
const CUSTOM: [i64; 65] = [
    0, 75, 150, 225, 300, 375, 450, 526, 601, 676, 751, 826, 901, 976, 1_110, 1_270, 1_431, 1_592, 1_753, 1_914, 2_117,
    2_369, 2_620, 2_871, 3_169, 3_514, 3_859, 4_260, 4_701, 5_174, 5_712, 6_298, 6_936, 7_665, 8_461, 9_340, 10_317,
    11_403, 12_609, 13_945, 15_448, 17_110, 18_971, 21_053, 23_386, 25_989, 28_915, 32_201, 35_892, 40_047, 44_732,
    50_016, 55_989, 62_750, 70_410, 79_101, 88_980, 100_225, 113_043, 127_679, 144_417, 163_590, 185_590, 210_879,
    239_999,
];

/// What a trade calls its shops.
pub(crate) type Trade = &'static [&'static str; SIGNS];

/// One of the merchants of a trade.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Merchant {
    trade: Trade,
    /// Its rank among them, from 0: the lower, the more custom.
    rank: u16,
}

impl Merchant {
    /// One of the trade, each as often as its custom says.
    pub(crate) fn draw(trade: Trade, draw: &mut Draw) -> Self {
        let rank = u16::try_from(draw.curve(&CUSTOM) / 1_000).unwrap_or(0).min(MERCHANTS - 1);
        Self { trade, rank }
    }
}

impl fmt::Display for Merchant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rank = usize::from(self.rank);
        let (round, place) = (rank / PLACES.len(), rank % PLACES.len());
        // Neighbours in rank are not of one sign.
        write!(formatter, "{} {}", PLACES[place], self.trade[(round + place) % SIGNS])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::stream::{Aspect, Key};

    const TRADE: Trade = &["Foods", "Market", "Grocers", "Bakery"];

    #[test]
    fn merchants_of_a_trade_have_names_of_their_own() {
        let names: BTreeSet<String> = (0..MERCHANTS).map(|rank| Merchant { trade: TRADE, rank }.to_string()).collect();
        assert_eq!(names.len(), usize::from(MERCHANTS));
        assert!(names.contains("Harbor Foods") && names.contains("Marrowdale Market"), "{names:?}");
    }

    #[test]
    fn custom_follows_the_law() {
        let mut draw = Key::new(1).draw(Aspect::PersonActivity, 1);
        let mut custom = [0_u32; MERCHANTS as usize];
        for _ in 0..20_000 {
            custom[usize::from(Merchant::draw(TRADE, &mut draw).rank)] += 1;
        }
        // 1 / k^1.1 over the sum of all: 0.208, 0.097, 0.062.
        let expected = [(0, 4_162), (1, 1_942), (2, 1_243)];
        assert!(expected.iter().all(|(rank, times)| custom[*rank].abs_diff(*times) < 150), "{:?}", &custom[..3]);
        let tail: u32 = custom[100..].iter().sum();
        assert!((2_000..2_400).contains(&tail) && custom.iter().all(|times| *times > 0), "{tail}");
    }
}
