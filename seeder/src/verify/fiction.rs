//! Ways to reach people that belong to nobody, and numbers of nobody's identity card.

/// Domains that RFC 2606 keeps for examples.
const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Whether an e-mail address is ASCII and at a domain kept for examples.
pub(super) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-+".contains(&byte);
        !local.is_empty() && local.bytes().all(plain) && DOMAINS.contains(&domain)
    })
}

/// Whether a telephone number is of a range kept for fiction: American 555-0100 to 555-0199, British 07700 900000 to
/// 900999 and 01632 960000 to 960999.
pub(super) fn is_phone(text: &str) -> bool {
    let digits: String = text.chars().filter(|it| !" -()".contains(*it)).collect();
    let rest_of = |start: &str, length: usize| {
        digits.strip_prefix(start).filter(|rest| rest.len() == length && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let american = rest_of("+1", 10).is_some_and(|rest| rest.get(3..8) == Some("55501"));
    american || rest_of("+447700900", 3).is_some() || rest_of("+441632960", 3).is_some()
}

/// Whether an identification number is `ZZ` with valid check digits by ISO 7064 mod 97-10 and sixteen digits, or an
/// American one of the area 666, which was never assigned.
pub(super) fn is_identification(text: &str) -> bool {
    if let Some(digits) = text.strip_prefix("ZZ") {
        // Letters count from A, which is 10, and the country and the check move to the end.
        let moved = digits.get(..2).zip(digits.get(2..)).map(|(check, rest)| format!("{rest}3535{check}"));
        return digits.len() == 18 && moved.and_then(|digits| remainder_97(&digits)) == Some(1);
    }
    let Some(rest) = text.strip_prefix("666-") else { return false };
    let shape: String = rest.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
    shape == "00-0000"
}

/// The remainder of a long decimal number by 97; `None` of what is no number.
fn remainder_97(digits: &str) -> Option<u32> {
    digits.chars().try_fold(0, |rest, digit| Some((rest * 10 + digit.to_digit(10)?) % 97))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_examples_are_nobodys() {
        assert!(is_email("zoe.o-hara.17@example.org"));
        for text in ["zoe@gmail.com", "@example.com", "zoé@example.com", "zoe@example.com.au", "zoe", "a b@example.com"]
        {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn numbers_of_fiction_are_nobodys() {
        for text in ["+1 202-555-0100", "+1 904-555-0199", "+44 7700 900000", "+44 1632 960999"] {
            assert!(is_phone(text), "{text}");
        }
        for text in ["+1 202-555-0200", "+1 202-556-0100", "+44 7700 901000", "+44 7700 90000", "555-0100", "", "+1"] {
            assert!(!is_phone(text), "{text}");
        }
    }

    #[test]
    fn identifications_check() {
        assert!(is_identification("666-12-0034"));
        for text in ["665-12-0034", "666-12-003", "666-12-00345", "ZZ00123", "ZZ990000000000000000", "", "ZZé"] {
            assert!(!is_identification(text), "{text}");
        }
        // The check of sixteen zeros: 98 - 353500 mod 97.
        let check = 98 - 353_500 % 97;
        assert!(is_identification(&format!("ZZ{check:02}0000000000000000")));
        assert!(!is_identification(&format!("ZZ{check:02}0000000000000001")));
    }
}
