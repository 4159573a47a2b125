//! The truth as a file: JSON, a line each. The first line says which bank it is about.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Truth;
use super::runs::Runs;
use crate::bank::Bank;
use crate::new_file::{NewFile, NewFileError};
use crate::stream::GENERATOR_VERSION;

/// Longest line that is read, in bytes: hundreds of times what a customer takes.
const LONGEST_LINE: u64 = 1 << 20;

/// Which bank a truth is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TruthHeader {
    /// The identity of the bank's rows, in 64 hexadecimal digits.
    pub dataset_id: String,
    /// The generator that made it up.
    pub generator_version: String,
    /// The date that the truth is about.
    pub as_of: NaiveDate,
    /// How many customers there are, and lines after this one.
    pub customers: u64,
}

impl TruthHeader {
    /// What the file about a bank begins with.
    pub fn of(bank: &Bank) -> Self {
        Self {
            dataset_id: bank.dataset_id().to_string(),
            generator_version: GENERATOR_VERSION.to_owned(),
            as_of: bank.plan().as_of(),
            customers: bank.plan().customers(),
        }
    }
}

/// Why the truth could not be written or read. The messages name lines, never what is in them.
#[derive(Debug, thiserror::Error)]
pub enum TruthError {
    /// The file cannot be written.
    #[error(transparent)]
    New(#[from] NewFileError),
    /// The file cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is not what belongs there.
    #[error("{}, line {line}: {reason}", .path.display())]
    Line {
        /// In which file.
        path: PathBuf,
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The file does not have a line for each customer.
    #[error("{} has lines for {found} customers, and its first line says {promised}", .path.display())]
    Customers {
        /// Which.
        path: PathBuf,
        /// How many its first line promises.
        promised: u64,
        /// How many it has.
        found: u64,
    },
}

/// Writes a file that has its name only once it is complete.
#[derive(Debug)]
pub struct TruthWriter {
    file: NewFile,
    promised: u64,
    added: u64,
    runs: Runs,
}

impl TruthWriter {
    /// Begins a file beside its later name; nobody but its owner may read it.
    ///
    /// # Errors
    /// When there is a file of the name already, or none can be made.
    pub fn create(path: &Path, header: &TruthHeader) -> Result<Self, TruthError> {
        let mut file = NewFile::create(path, "truth")?;
        file.line(header).map_err(|error| file.failed(error))?;
        let runs = Runs::in_folder(file.folder());
        Ok(Self { file, promised: header.customers, added: 0, runs })
    }

    /// Adds the truth about a customer, in any order.
    pub fn add(&mut self, truth: Truth) -> Result<(), TruthError> {
        self.added += 1;
        Ok(self.runs.add(truth).map_err(|error| self.file.failed(error))?)
    }

    /// Writes everybody in the order of their keys and gives the file its name.
    ///
    /// # Errors
    /// When customers are missing or came twice, when the file does not reach the disk, or when somebody else made one of
    /// the name in the meantime. There is no file then.
    pub fn finish(self) -> Result<(), TruthError> {
        let Self { mut file, promised, added, runs } = self;
        if added != promised {
            return Err(TruthError::Customers { path: file.path().to_owned(), promised, found: added });
        }
        let mut last = None;
        let written = runs.each(|truth| {
            if last.replace(truth.customer_id) == Some(truth.customer_id) {
                return Err(io::Error::other(format!("customer {} came twice", truth.customer_id)));
            }
            file.line(truth)
        });
        written.map_err(|error| file.failed(error))?;
        Ok(file.keep()?)
    }
}

/// Reads a file, a line at a time.
#[derive(Debug)]
pub struct TruthReader {
    path: PathBuf,
    file: BufReader<File>,
    header: TruthHeader,
    line: u64,
    last: Option<i64>,
    ended: bool,
}

impl TruthReader {
    /// Opens a file and reads its first line.
    pub fn open(path: &Path) -> Result<Self, TruthError> {
        let file = File::open(path).map_err(|source| TruthError::Read { path: path.to_owned(), source })?;
        let header = TruthHeader {
            dataset_id: String::new(),
            generator_version: String::new(),
            as_of: NaiveDate::MIN,
            customers: 0,
        };
        let mut reader =
            Self { path: path.to_owned(), file: BufReader::new(file), header, line: 0, last: None, ended: false };
        let first = reader.text()?.unwrap_or_default();
        reader.header = serde_json::from_str(&first)
            .map_err(|error| reader.odd(format!("this is no file of the truth about a made-up bank ({error})")))?;
        Ok(reader)
    }

    /// Which bank the file is about.
    pub const fn header(&self) -> &TruthHeader {
        &self.header
    }

    fn text(&mut self) -> Result<Option<String>, TruthError> {
        let mut text = String::new();
        let read = self.file.by_ref().take(LONGEST_LINE).read_line(&mut text);
        let length = read.map_err(|source| TruthError::Read { path: self.path.clone(), source })?;
        self.line += 1;
        if length as u64 == LONGEST_LINE {
            return Err(self.odd(format!("a line has at most {LONGEST_LINE} bytes")));
        }
        Ok((length > 0).then_some(text))
    }

    fn truth(&mut self) -> Result<Option<Truth>, TruthError> {
        let Some(text) = self.text()? else {
            // The first line is no customer, and the line that is not there is none either.
            let found = self.line.saturating_sub(2);
            let promised = self.header.customers;
            if found != promised {
                return Err(TruthError::Customers { path: self.path.clone(), promised, found });
            }
            return Ok(None);
        };
        let truth: Truth = serde_json::from_str(&text).map_err(|error| self.odd(error.to_string()))?;
        if self.last.is_some_and(|last| last >= truth.customer_id) {
            return Err(self.odd("the customers do not come in the order of their keys".to_owned()));
        }
        self.last = Some(truth.customer_id);
        Ok(Some(truth))
    }

    fn odd(&self, reason: String) -> TruthError {
        TruthError::Line { path: self.path.clone(), line: self.line, reason }
    }
}

impl Iterator for TruthReader {
    type Item = Result<Truth, TruthError>;

    /// The next customer; nothing after the last one, or after an error.
    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let truth = self.truth().transpose();
        self.ended = !matches!(truth, Some(Ok(_)));
        truth
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::truth::{AgeGroup, Level, LifeEvent, LifeEventKind, Preference, Propensity, Stage, TrueIncome};

    fn header(customers: u64) -> TruthHeader {
        TruthHeader {
            dataset_id: "d".to_owned(),
            generator_version: "g".to_owned(),
            as_of: NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date"),
            customers,
        }
    }

    pub(in crate::truth) fn truth(customer_id: i64) -> Truth {
        Truth {
            customer_id,
            age: 31,
            age_group: AgeGroup::YoungProfessional,
            income: TrueIncome { monthly: 312_345, observable: true },
            digital: Propensity { per_mille: 700, level: Level::High },
            preference: Preference::Digital,
            stages: vec![Stage::NewlyMarried],
            events: vec![LifeEvent { kind: LifeEventKind::JustMarried, date: NaiveDate::MIN }],
            household: 1,
            settled: true,
            churned: false,
            needs: vec!["savings".to_owned()],
        }
    }

    fn written(path: &Path, customers: u64, ids: &[i64]) -> Result<(), TruthError> {
        let mut writer = TruthWriter::create(path, &header(customers))?;
        for id in ids {
            writer.add(truth(*id))?;
        }
        writer.finish()
    }

    fn read(path: &Path) -> Result<Vec<Truth>, TruthError> {
        TruthReader::open(path)?.collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.jsonl");
        written(&path, 2, &[8, 3]).unwrap();
        assert_eq!(TruthReader::open(&path).unwrap().header(), &header(2));
        assert_eq!(read(&path).unwrap(), [truth(3), truth(8)]);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3);
        assert!(text.contains("\"observable\":true") && text.contains("\"NEWLY_MARRIED\""), "{text}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.jsonl");
        let refusal = written(&path, 3, &[1, 2]).unwrap_err().to_string();
        assert!(refusal.ends_with("has lines for 2 customers, and its first line says 3"), "{refusal}");
        let refusal = written(&path, 2, &[2, 2]).unwrap_err().to_string();
        assert!(refusal.ends_with("customer 2 came twice"), "{refusal}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        written(&path, 0, &[]).unwrap();
        assert!(matches!(written(&path, 0, &[]), Err(TruthError::New(NewFileError::Exists(_)))));
        let nowhere = folder.path().join("none/truth.jsonl");
        assert!(matches!(written(&nowhere, 0, &[]), Err(TruthError::New(NewFileError::Write { .. }))));
    }

    #[test]
    fn a_file_that_came_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.jsonl");
        let writer = TruthWriter::create(&path, &header(0)).unwrap();
        std::fs::write(&path, "mine").unwrap();
        assert!(matches!(writer.finish(), Err(TruthError::New(NewFileError::Exists(_)))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn a_file_that_is_something_else_is_told_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.jsonl");
        written(&path, 2, &[3, 8]).unwrap();
        let whole = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = whole.lines().collect();
        for (text, told) in [
            (String::new(), "line 1: this is no file of the truth"),
            ("{}\n".to_owned(), "line 1: this is no file of the truth"),
            (format!("{}\n{}\n", lines[0], lines[1]), "has lines for 1 customers, and its first line says 2"),
            (format!("{}\n{}\n{{", lines[0], lines[1]), "line 3: EOF"),
            (format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1]), "line 3: the customers do not come in the order"),
            (format!("{}\n{}\n", lines[0], lines[1].replace("churned", "gone")), "line 2: unknown field `gone`"),
            (" ".repeat(1 << 20), "line 1: a line has at most"),
        ] {
            std::fs::write(&path, text).unwrap();
            let refusal = read(&path).unwrap_err().to_string();
            assert!(refusal.contains(told), "{refusal}");
        }
        let nowhere = read(&folder.path().join("none")).unwrap_err();
        assert!(matches!(nowhere, TruthError::Read { .. }));
    }
}
