//! V14 and V15: the form of password strings, and whether a common password verifies against one.
//!
//! To try a password takes tens of milliseconds and 19 MiB: that is what the parameters are for. A thousand passwords on
//! every row of a bank would take days, so a sample of rows is tried, the commonest password on all of them before the
//! next one, until the time is up. What a bank gets wrong in many rows is found at once; one row among millions is not.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::check::Check;
use super::dictionary;
use super::report::{Findings, Place};

/// How every password string begins: the parameters that OWASP recommends.
const PARAMETERS: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

const SALT_BYTES: usize = 16;
const DIGEST_BYTES: usize = 32;

/// How many rows are tried.
const SAMPLE: usize = 100;

/// A salt and the digest that a password would have to have.
struct Phc {
    salt: Vec<u8>,
    digest: Vec<u8>,
}

fn parse(text: &str) -> Option<Phc> {
    let (salt, digest) = text.strip_prefix(PARAMETERS)?.split_once('$')?;
    let (salt, digest) = (STANDARD_NO_PAD.decode(salt).ok()?, STANDARD_NO_PAD.decode(digest).ok()?);
    (salt.len() == SALT_BYTES && digest.len() == DIGEST_BYTES).then_some(Phc { salt, digest })
}

/// Whether a text is an Argon2id string of the set parameters, with 16 bytes of salt and 32 of digest.
pub(super) fn is_phc(text: &str) -> bool {
    parse(text).is_some()
}

/// The rows to try: those whose keys have the smallest hashes, so that a bank always has the same ones, from all over.
#[derive(Debug, Default)]
pub(super) struct Sample {
    rows: BTreeMap<([u8; 8], i64), String>,
    seen: u64,
}

impl Sample {
    /// Takes the row in, or not.
    pub(super) fn offer(&mut self, key: i64, password: Option<String>) {
        let Some(password) = password else { return };
        self.seen += 1;
        let hash = blake3::hash(&key.to_le_bytes());
        let rank = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        self.rows.insert((rank, key), password);
        if self.rows.len() > SAMPLE {
            self.rows.pop_last();
        }
    }

    /// Tries the dictionary for so long, on all cores. Names the log-ins that were given passwords on purpose, which are
    /// held against the dictionary as the others are.
    pub(super) fn attempt(self, budget: Duration, demo_logins: &[String], findings: &mut Findings) {
        if budget.is_zero() {
            findings.skip(Check::PasswordStrength, "no time was given to it");
            return;
        }
        let rows: Vec<(i64, Phc)> =
            self.rows.into_iter().filter_map(|((_, key), text)| Some((key, parse(&text)?))).collect();
        let pairs = rows.len() * dictionary::LENGTH;
        let Ok(params) = Params::new(19_456, 2, 1, Some(DIGEST_BYTES)) else {
            findings.skip(Check::PasswordStrength, "the parameters are out of bounds");
            return;
        };
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let until = Instant::now() + budget;
        let next = AtomicUsize::new(0);
        let work = || {
            let mut memory = vec![Block::default(); argon2.params().block_count()];
            let mut digest = [0; DIGEST_BYTES];
            let (mut tried, mut verified) = (0_u64, Vec::new());
            while Instant::now() < until {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some((key, phc)) = rows.get(index % rows.len().max(1)).filter(|_| index < pairs) else { break };
                let word = dictionary::word(index / rows.len());
                let made = argon2.hash_password_into_with_memory(word.as_bytes(), &phc.salt, &mut digest, &mut memory);
                tried += 1;
                if made.is_ok() && digest.as_slice() == phc.digest {
                    verified.push(*key);
                }
            }
            (tried, verified)
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (mut tried, mut verified) = (0, Vec::new());
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            for worker in workers {
                // A thread that broke off has tried nothing that counts.
                let (some, found) = worker.join().unwrap_or_default();
                tried += some;
                verified.extend(found);
            }
        });
        verified.sort_unstable();
        verified.dedup();
        findings.looked(Check::PasswordStrength, rows.len() as u64);
        for key in verified {
            findings.violated(Check::PasswordStrength, Place { table: "security", key });
        }
        let mut note = format!(
            "{tried} of {pairs} pairs of {} sampled rows (of {}) and {} passwords, in at most {} s",
            rows.len(),
            self.seen,
            dictionary::LENGTH,
            budget.as_secs()
        );
        if !demo_logins.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(note, "; demo log-ins, whose passwords somebody knows: {}", demo_logins.join(", "));
        }
        findings.note(Check::PasswordStrength, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_set_parameters_are_accepted() {
        let salt = STANDARD_NO_PAD.encode([7; 16]);
        let digest = STANDARD_NO_PAD.encode([9; 32]);
        assert!(is_phc(&format!("{PARAMETERS}{salt}${digest}")));
        for wrong in [
            String::new(),
            "password".to_owned(),
            format!("{PARAMETERS}{salt}"),
            format!("{PARAMETERS}{salt}${}", STANDARD_NO_PAD.encode([9; 31])),
            format!("{PARAMETERS}{}${digest}", STANDARD_NO_PAD.encode([9; 8])),
            format!("$argon2id$v=19$m=4096,t=2,p=1${salt}${digest}"),
            format!("$argon2i$v=19$m=19456,t=2,p=1${salt}${digest}"),
            format!("{PARAMETERS}{salt}${digest}$"),
        ] {
            assert!(!is_phc(&wrong), "{wrong}");
        }
    }

    #[test]
    fn the_sample_is_bounded_and_does_not_go_by_the_order_of_rows() {
        let sample = |keys: &mut dyn Iterator<Item = i64>| {
            let mut sample = Sample::default();
            keys.for_each(|key| sample.offer(key, Some(key.to_string())));
            sample
        };
        let (there, back) = (sample(&mut (1..=2_000)), sample(&mut (1..=2_000).rev()));
        assert_eq!(there.rows, back.rows);
        assert_eq!((there.rows.len(), there.seen), (SAMPLE, 2_000));
    }
}
