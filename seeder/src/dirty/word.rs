//! Texts as they get in the course of time, and words of older systems.

use super::DefectKind;
use crate::stream::Draw;

/// Ways to spoil a text.
const WAYS: [DefectKind; 6] = [
    DefectKind::WrongCase,
    DefectKind::Blanks,
    DefectKind::ZeroWidth,
    DefectKind::BidiMark,
    DefectKind::Mojibake,
    DefectKind::FourBytes,
];

/// The text spoiled in some way, in at most so many characters; always another text.
pub(super) fn spoilt(text: &str, most: usize, draw: &mut Draw) -> (DefectKind, String) {
    let kind = draw.pick(&WAYS);
    let spoilt = by(kind, text);
    if spoilt != text && spoilt.chars().count() <= most {
        return (kind, spoilt);
    }
    // Writing without cases, and texts that fill their column: a blank in front takes the place of the end.
    (DefectKind::Blanks, format!(" {text}").chars().take(most).collect())
}

fn by(kind: DefectKind, text: &str) -> String {
    match kind {
        DefectKind::WrongCase => text.to_uppercase(),
        DefectKind::Blanks => format!("  {text} "),
        DefectKind::ZeroWidth => inside(text, "\u{200b}"),
        DefectKind::BidiMark => format!("\u{202e}{text}"),
        DefectKind::Mojibake if text.is_ascii() => text.replacen(' ', "\u{c2}\u{a0}", 1),
        DefectKind::Mojibake => text.bytes().map(char::from).collect(),
        _ => format!("{text} \u{1f3e6}"),
    }
}

/// The text with something after its first character.
fn inside(text: &str, what: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().collect();
    format!("{first}{what}{}", characters.as_str())
}

/// What older systems wrote for a code of this column; `None` where they wrote the same.
pub(super) fn legacy(code: &str) -> Option<&'static str> {
    Some(match code {
        "checking" => "CHK",
        "savings" => "Sav",
        "credit_card" => "CC",
        "term_deposit" => "C.D.",
        "active" => "Open",
        "frozen" => "Blocked",
        "salary" => "Payroll",
        "deposit" => "CREDIT",
        "purchase" => "POS",
        "withdrawal" => "ATM",
        "direct_debit" => "Standing Order",
        "bill_payment" => "Payment",
        "fee" => "Misc. charge",
        "transfer_in" | "transfer_out" => "Transfer",
        "mobile_app" => "Mobile",
        "online_banking" => "e-Banking",
        "cheque" => "Check",
        "email" => "E-Mail",
        "phone_call" => "Call",
        "branch_visit" => "Visit",
        "app_message" => "Push",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Aspect, Key};

    #[test]
    fn a_spoilt_text_is_another_one_and_fits() {
        let key = Key::new(1);
        let long = "ł".repeat(100);
        for text in ["Anna Nowak", "王秀英", "शर्मा", "ANNA", long.as_str(), "x"] {
            for id in 0..200 {
                let (kind, spoilt) = spoilt(text, 100, &mut key.draw(Aspect::DirtCustomer, id));
                assert!(spoilt != text && spoilt.chars().count() <= 100, "{kind:?} {text}");
            }
        }
    }
}
