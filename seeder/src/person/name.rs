//! Names from word lists: frequent given names and surnames, put together at random. Nobody in particular.

use crate::stream::Draw;

/// A word of a name as it is written, and in ASCII letters for e-mail addresses and log-in names.
type Word = (&'static str, &'static str);

/// What a place calls its people.
#[derive(Debug)]
pub(crate) struct Locale {
    /// What it is asked for by: the language, as ISO 639-1 has it.
    code: &'static str,
    /// So many households of a thousand.
    weight: u32,
    given: &'static [Word],
    surnames: &'static [Word],
    /// Surname first and no space between, as Chinese names are written.
    surname_first: bool,
}

/// A person's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    given: Word,
    surname: Word,
    initial: Option<char>,
    surname_first: bool,
}

impl Name {
    /// As the `name` column holds it.
    pub(crate) fn full(&self) -> String {
        match (self.surname_first, self.initial) {
            (true, _) => format!("{}{}", self.surname.0, self.given.0),
            (false, Some(initial)) => format!("{} {initial}. {}", self.given.0, self.surname.0),
            (false, None) => format!("{} {}", self.given.0, self.surname.0),
        }
    }

    /// ASCII letters and a dot: the start of an e-mail address.
    pub(crate) fn ascii(&self) -> String {
        format!("{}.{}", self.given.1, self.surname.1)
    }

    /// The ASCII form of the given name.
    pub(crate) const fn ascii_given(&self) -> &'static str {
        self.given.1
    }
}

impl Locale {
    /// The codes of all places.
    pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
        LOCALES.iter().map(|locale| locale.code)
    }

    /// The place with this code.
    pub(crate) fn named(code: &str) -> Option<&'static Self> {
        LOCALES.iter().find(|locale| locale.code == code)
    }

    /// Where a household's names come from.
    pub(crate) fn draw(draw: &mut Draw) -> &'static Self {
        draw.weighted(&LOCALES.each_ref().map(|locale| (locale.weight, locale)))
    }

    /// A name of this place; with the surname of a spouse or a parent when there is one to share, and a given name that
    /// nobody at home has.
    pub(crate) fn name(&self, shared: Option<&Name>, home: &[Name], draw: &mut Draw) -> Name {
        let drawn = draw.pick_skewed(self.given);
        let is_free = |word: &&Word| home.iter().all(|name| name.given != **word);
        let from_drawn = self.given.iter().skip_while(|word| **word != drawn).chain(self.given);
        let given = from_drawn.into_iter().find(is_free).copied().unwrap_or(drawn);
        let own = draw.pick_skewed(self.surnames);
        let initial = draw.chance(60).then(|| draw.pick(&['A', 'B', 'C', 'D', 'E', 'J', 'L', 'M', 'R', 'S', 'T']));
        Name { given, surname: shared.map_or(own, |name| name.surname), initial, surname_first: self.surname_first }
    }
}

static LOCALES: [Locale; 10] = [
    Locale { code: "en", weight: 720, given: ENGLISH_GIVEN, surnames: ENGLISH_SURNAMES, surname_first: false },
    Locale { code: "es", weight: 120, given: SPANISH_GIVEN, surnames: SPANISH_SURNAMES, surname_first: false },
    Locale { code: "de", weight: 40, given: GERMAN_GIVEN, surnames: GERMAN_SURNAMES, surname_first: false },
    Locale { code: "fr", weight: 25, given: FRENCH_GIVEN, surnames: FRENCH_SURNAMES, surname_first: false },
    Locale { code: "pl", weight: 25, given: POLISH_GIVEN, surnames: POLISH_SURNAMES, surname_first: false },
    Locale { code: "vi", weight: 25, given: VIETNAMESE_GIVEN, surnames: VIETNAMESE_SURNAMES, surname_first: false },
    Locale { code: "tr", weight: 15, given: TURKISH_GIVEN, surnames: TURKISH_SURNAMES, surname_first: false },
    Locale { code: "uk", weight: 12, given: UKRAINIAN_GIVEN, surnames: UKRAINIAN_SURNAMES, surname_first: false },
    Locale { code: "hi", weight: 10, given: HINDI_GIVEN, surnames: HINDI_SURNAMES, surname_first: false },
    Locale { code: "zh", weight: 8, given: CHINESE_GIVEN, surnames: CHINESE_SURNAMES, surname_first: true },
];

#[rustfmt::skip]
const ENGLISH_GIVEN: &[Word] = &[
    ("Olivia", "olivia"), ("James", "james"), ("Emma", "emma"), ("William", "william"), ("Grace", "grace"),
    ("Henry", "henry"), ("Alice", "alice"), ("Daniel", "daniel"), ("Hannah", "hannah"), ("Samuel", "samuel"),
    ("Ruth", "ruth"), ("Thomas", "thomas"), ("Nora", "nora"), ("Peter", "peter"), ("Clara", "clara"),
    ("Joseph", "joseph"), ("Helen", "helen"), ("Andrew", "andrew"), ("Julia", "julia"), ("Martin", "martin"),
    ("Naomi", "naomi"), ("Edward", "edward"), ("Sylvia", "sylvia"), ("Walter", "walter"), ("Irene", "irene"),
    ("Marcus", "marcus"), ("Leah", "leah"), ("Victor", "victor"), ("Paula", "paula"), ("Simon", "simon"),
    ("Zoë", "zoe"), ("Chloe", "chloe"), ("Desmond", "desmond"), ("Tamara", "tamara"), ("Owen", "owen"),
    ("Beatrice", "beatrice"), ("Arthur", "arthur"), ("Lydia", "lydia"), ("Felix", "felix"), ("Margaret", "margaret"),
    ("Leonard", "leonard"), ("Phoebe", "phoebe"), ("Gordon", "gordon"), ("Esther", "esther"), ("Hugh", "hugh"),
    ("Miriam", "miriam"), ("Conrad", "conrad"), ("Eliza", "eliza"), ("Nathan", "nathan"), ("Audrey", "audrey"),
    ("Clifford", "clifford"), ("Stella", "stella"), ("Duncan", "duncan"), ("Josephine", "josephine"), ("Raymond", "raymond"),
    ("Ivy", "ivy"), ("Gilbert", "gilbert"), ("Matilda", "matilda"), ("Stanley", "stanley"), ("Frances", "frances"),
    ("Alan", "alan"), ("Harriet", "harriet"), ("Trevor", "trevor"), ("Dorothy", "dorothy"), ("Isaac", "isaac"),
];
#[rustfmt::skip]
const ENGLISH_SURNAMES: &[Word] = &[
    ("Miller", "miller"), ("Carter", "carter"), ("Walker", "walker"), ("Turner", "turner"), ("Cooper", "cooper"),
    ("Bennett", "bennett"), ("Foster", "foster"), ("Hayes", "hayes"), ("Murphy", "murphy"), ("Brooks", "brooks"),
    ("Porter", "porter"), ("Fisher", "fisher"), ("Marsh", "marsh"), ("Webb", "webb"), ("Harper", "harper"),
    ("Dawson", "dawson"), ("Lambert", "lambert"), ("Holt", "holt"), ("Barker", "barker"), ("Whitfield", "whitfield"),
    ("Osborne", "osborne"), ("Pratt", "pratt"), ("Thornton", "thornton"), ("Waters", "waters"), ("Yates", "yates"),
    ("O'Hara", "ohara"), ("Ashby", "ashby"), ("Colby", "colby"), ("Denton", "denton"), ("Ellery", "ellery"),
    ("Fenwick", "fenwick"), ("Garland", "garland"), ("Hollis", "hollis"), ("Ingram", "ingram"), ("Kirby", "kirby"),
    ("Langford", "langford"), ("Merritt", "merritt"), ("Norwood", "norwood"), ("Prescott", "prescott"), ("Quigley", "quigley"),
    ("Radcliffe", "radcliffe"), ("Sheldon", "sheldon"), ("Tilbury", "tilbury"), ("Underhill", "underhill"), ("Vaughan", "vaughan"),
    ("Wickham", "wickham"), ("Abbott", "abbott"), ("Blakely", "blakely"), ("Crowther", "crowther"), ("Dunning", "dunning"),
    ("Eastman", "eastman"), ("Farrow", "farrow"), ("Goodwin", "goodwin"), ("Hargreave", "hargreave"), ("Ives", "ives"),
    ("Jarvis", "jarvis"), ("Kendrick", "kendrick"), ("Lockwood", "lockwood"), ("Mercer", "mercer"), ("Nesbitt", "nesbitt"),
    ("Ogden", "ogden"), ("Pemberton", "pemberton"), ("Rowley", "rowley"), ("Stanton", "stanton"), ("Talbot", "talbot"),
    ("Upton", "upton"), ("Verney", "verney"), ("Winslow", "winslow"), ("Yardley", "yardley"), ("Aldridge", "aldridge"),
];
#[rustfmt::skip]
const SPANISH_GIVEN: &[Word] = &[
    ("María", "maria"), ("Luis", "luis"), ("Carmen", "carmen"), ("Andrés", "andres"), ("Sofía", "sofia"),
    ("Diego", "diego"), ("Inés", "ines"), ("Rafael", "rafael"), ("Lucía", "lucia"), ("Tomás", "tomas"),
    ("Elena", "elena"), ("Joaquín", "joaquin"), ("Pilar", "pilar"), ("Iñaki", "inaki"), ("Rosa", "rosa"),
    ("Beatriz", "beatriz"), ("Emilio", "emilio"), ("Teresa", "teresa"), ("Gonzalo", "gonzalo"), ("Marisol", "marisol"),
    ("Héctor", "hector"), ("Nuria", "nuria"), ("Ramón", "ramon"), ("Jimena", "jimena"), ("Óscar", "oscar"),
];
#[rustfmt::skip]
const SPANISH_SURNAMES: &[Word] = &[
    ("García", "garcia"), ("Morales", "morales"), ("Núñez", "nunez"), ("Ortega", "ortega"), ("Castillo", "castillo"),
    ("Peña", "pena"), ("Vargas", "vargas"), ("Ibáñez", "ibanez"), ("Rojas", "rojas"), ("Medina", "medina"),
    ("Cárdenas", "cardenas"), ("Salinas", "salinas"), ("Fuentes", "fuentes"), ("Muñoz", "munoz"), ("Campos", "campos"),
    ("Delgado", "delgado"), ("Herrera", "herrera"), ("Quintana", "quintana"), ("Bermúdez", "bermudez"), ("Lozano", "lozano"),
    ("Zamora", "zamora"), ("Villanueva", "villanueva"), ("Escobar", "escobar"), ("Cordero", "cordero"), ("Palacios", "palacios"),
];
#[rustfmt::skip]
const GERMAN_GIVEN: &[Word] = &[
    ("Anke", "anke"), ("Jürgen", "juergen"), ("Heike", "heike"), ("Björn", "bjoern"), ("Katrin", "katrin"),
    ("Stefan", "stefan"), ("Käthe", "kaethe"), ("Uwe", "uwe"), ("Sabine", "sabine"), ("Matthias", "matthias"),
];
#[rustfmt::skip]
const GERMAN_SURNAMES: &[Word] = &[
    ("Müller", "mueller"), ("Schröder", "schroeder"), ("Weiß", "weiss"), ("Krüger", "krueger"), ("Bäcker", "baecker"),
    ("Vogel", "vogel"), ("Jäger", "jaeger"), ("Lorenz", "lorenz"), ("Böhm", "boehm"), ("Kessler", "kessler"),
];
#[rustfmt::skip]
const FRENCH_GIVEN: &[Word] = &[
    ("Élodie", "elodie"), ("Benoît", "benoit"), ("Amélie", "amelie"), ("Loïc", "loic"), ("Hélène", "helene"),
    ("François", "francois"), ("Margaux", "margaux"), ("Rémi", "remi"), ("Anaïs", "anais"), ("Gérard", "gerard"),
];
#[rustfmt::skip]
const FRENCH_SURNAMES: &[Word] = &[
    ("Lefèvre", "lefevre"), ("Moreau", "moreau"), ("Girard", "girard"), ("Béranger", "beranger"), ("Fontaine", "fontaine"),
    ("Chevalier", "chevalier"), ("Gauthier", "gauthier"), ("Rivière", "riviere"), ("Lemaître", "lemaitre"), ("Perrin", "perrin"),
];
#[rustfmt::skip]
const POLISH_GIVEN: &[Word] = &[
    ("Agnieszka", "agnieszka"), ("Łukasz", "lukasz"), ("Małgorzata", "malgorzata"), ("Paweł", "pawel"), ("Zofia", "zofia"),
    ("Michał", "michal"), ("Żaneta", "zaneta"), ("Wojciech", "wojciech"), ("Grażyna", "grazyna"), ("Stanisław", "stanislaw"),
];
#[rustfmt::skip]
const POLISH_SURNAMES: &[Word] = &[
    ("Nowak", "nowak"), ("Wójcik", "wojcik"), ("Kowalczyk", "kowalczyk"), ("Woźniak", "wozniak"), ("Mazur", "mazur"),
    ("Dąbek", "dabek"), ("Król", "krol"), ("Pająk", "pajak"), ("Gołąb", "golab"), ("Sikora", "sikora"),
];
#[rustfmt::skip]
const VIETNAMESE_GIVEN: &[Word] = &[
    ("Hương", "huong"), ("Đức", "duc"), ("Thảo", "thao"), ("Quốc", "quoc"), ("Ngọc", "ngoc"),
    ("Tuấn", "tuan"), ("Mỹ", "my"), ("Hiếu", "hieu"), ("Yến", "yen"), ("Dũng", "dung"),
];
#[rustfmt::skip]
const VIETNAMESE_SURNAMES: &[Word] = &[
    ("Nguyễn", "nguyen"), ("Trần", "tran"), ("Phạm", "pham"), ("Võ", "vo"), ("Đặng", "dang"),
    ("Bùi", "bui"), ("Đỗ", "do"), ("Lý", "ly"),
];
#[rustfmt::skip]
const TURKISH_GIVEN: &[Word] = &[
    ("Ayşe", "ayse"), ("Çağlar", "caglar"), ("Işıl", "isil"), ("Oğuz", "oguz"), ("Gülşen", "gulsen"),
    ("İbrahim", "ibrahim"), ("Özlem", "ozlem"), ("Şahin", "sahin"),
];
#[rustfmt::skip]
const TURKISH_SURNAMES: &[Word] = &[
    ("Yılmaz", "yilmaz"), ("Çelik", "celik"), ("Şimşek", "simsek"), ("Öztürk", "ozturk"), ("Güneş", "gunes"),
    ("Doğan", "dogan"), ("Aydın", "aydin"), ("Kılıç", "kilic"),
];
#[rustfmt::skip]
const UKRAINIAN_GIVEN: &[Word] = &[
    ("Оксана", "oksana"), ("Тарас", "taras"), ("Ірина", "iryna"), ("Андрій", "andrii"), ("Наталія", "nataliia"),
    ("Богдан", "bohdan"), ("Юлія", "yuliia"), ("Сергій", "serhii"),
];
#[rustfmt::skip]
const UKRAINIAN_SURNAMES: &[Word] = &[
    ("Коваленко", "kovalenko"), ("Бондаренко", "bondarenko"), ("Ткачук", "tkachuk"), ("Мельник", "melnyk"),
    ("Кравчук", "kravchuk"), ("Лисенко", "lysenko"), ("Гончар", "honchar"), ("Поліщук", "polishchuk"),
];
#[rustfmt::skip]
const HINDI_GIVEN: &[Word] = &[
    ("अनीता", "anita"), ("राजेश", "rajesh"), ("प्रिया", "priya"), ("विक्रम", "vikram"), ("सुनीता", "sunita"),
    ("अमित", "amit"), ("कविता", "kavita"), ("दीपक", "deepak"),
];
#[rustfmt::skip]
const HINDI_SURNAMES: &[Word] = &[
    ("शर्मा", "sharma"), ("वर्मा", "verma"), ("गुप्ता", "gupta"), ("मिश्रा", "mishra"), ("यादव", "yadav"),
    ("जोशी", "joshi"), ("पटेल", "patel"), ("सिंह", "singh"),
];
#[rustfmt::skip]
const CHINESE_GIVEN: &[Word] = &[
    ("秀英", "xiuying"), ("伟", "wei"), ("丽", "li"), ("建国", "jianguo"), ("敏", "min"),
    ("静", "jing"), ("志强", "zhiqiang"), ("小红", "xiaohong"),
];
#[rustfmt::skip]
const CHINESE_SURNAMES: &[Word] = &[
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"), ("周", "zhou"),
];
