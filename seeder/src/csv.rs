//! Rows as files of comma-separated values (RFC 4180), one a table, for people who load them elsewhere.
//!
//! The first line has the names of the columns. Texts, days and times are in quotes, numbers and truth values (1 and 0)
//! are not, and a value that is missing is the word `NULL` without quotes: PostgreSQL and MariaDB can be told to tell it
//! from the text.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;

use crate::bank::Bank;
use crate::counts::Counts;
use crate::record::{Cell, Record, TABLES, Table, Visitor, visit};
use crate::row::Block;
use crate::sink::Progress;
use crate::sink::chunk::{Chunks, Cut, Encoder};
use crate::sink::text::{write_date, write_hundredths, write_integer, write_moment};

/// Rows that are made at once, about.
const CHUNK_ROWS: u64 = 50_000;

/// How amounts of money and percentages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// `12.50`: what the servers' columns take.
    Decimal,
    /// `1250`: what the columns of `SQLite` hold.
    Hundredths,
}

/// Why no files were written; what was begun is taken away again.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// There is something in the folder, so that files of two banks could be mixed up.
    #[error("the folder {0} is not empty: name one that is, or that is not there yet")]
    NotEmpty(String),
    /// A file or the folder cannot be written.
    #[error("{path} cannot be written: {source}")]
    Write {
        /// Which.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The rows could not be made.
    #[error("the generator ended early")]
    Generator,
}

/// How many bytes the rows come to, taking the first block for all; without the lines of names.
pub fn estimated_bytes(bank: &Bank) -> u64 {
    let sample = bank.block(0);
    let mut sizes = Sizes { format: Format(Amounts::Decimal), bytes: Vec::new() };
    visit(&sample, &mut sizes);
    let mut counted = Counts::default();
    counted.add(&sample);
    let of = |counts: &Counts| counts.by_table().map(|(_, rows)| rows);
    let tables = sizes.bytes.into_iter().zip(of(&counted)).zip(of(&bank.counts()));
    let bytes = tables.map(|((bytes, rows), all)| u128::from(bytes) * u128::from(all) / u128::from(rows.max(1)));
    u64::try_from(bytes.sum::<u128>()).unwrap_or(u64::MAX)
}

/// Bytes of each table's rows.
struct Sizes {
    format: Format,
    bytes: Vec<u64>,
}

impl Visitor for Sizes {
    fn rows<R: Record>(&mut self, rows: &[R]) {
        self.bytes.push(self.format.encode(rows).len() as u64);
    }
}

/// The rows of a block as they stand in the files, table by table without the lines of names.
pub fn text_of_block(block: &Block, amounts: Amounts) -> Vec<(&'static str, Vec<u8>)> {
    struct Texts(Format, Vec<(&'static str, Vec<u8>)>);

    impl Visitor for Texts {
        fn rows<R: Record>(&mut self, rows: &[R]) {
            self.1.push((R::TABLE.name, self.0.encode(rows)));
        }
    }

    let mut texts = Texts(Format(amounts), Vec::new());
    visit(block, &mut texts);
    texts.1
}

/// Writes the files `customer.csv`, `accounts.csv` … into a folder, which is made if it is not there and must be empty
/// if it is. A file that has its name is complete: until then it ends in `.part`. `progress` is called now and then.
///
/// It writes without giving other tasks a chance in between.
pub async fn write_files(
    bank: &Arc<Bank>,
    folder: &Path,
    amounts: Amounts,
    progress: impl FnMut(Progress),
) -> Result<Counts, CsvError> {
    let mut files = Files::begin(folder)?;
    let counts = files.write(bank, Format(amounts), progress).await?;
    files.finish()?;
    Ok(counts)
}

/// Files that are being written. Dropped before they are finished, they are taken away.
struct Files {
    /// The folder, if it was made here.
    made: Option<PathBuf>,
    of_tables: Vec<(&'static Table, PathBuf, BufWriter<File>)>,
    is_finished: bool,
}

fn told(path: &Path) -> impl FnOnce(io::Error) -> CsvError {
    let path = path.display().to_string();
    move |source| CsvError::Write { path, source }
}

impl Files {
    fn begin(folder: &Path) -> Result<Self, CsvError> {
        let made = match fs::read_dir(folder) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(CsvError::NotEmpty(folder.display().to_string()));
                }
                None
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(told(folder))?;
                Some(folder.to_owned())
            }
            Err(error) => return Err(told(folder)(error)),
        };
        let mut files = Self { made, of_tables: Vec::with_capacity(TABLES.len()), is_finished: false };
        for table in TABLES {
            let path = folder.join(format!("{}.csv.part", table.name));
            let mut file = BufWriter::new(File::create_new(&path).map_err(told(&path))?);
            let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
            let written = file.write_all(format!("{}\r\n", names.join(",")).as_bytes());
            files.of_tables.push((table, path.clone(), file));
            written.map_err(told(&path))?;
        }
        Ok(files)
    }

    async fn write(
        &mut self,
        bank: &Arc<Bank>,
        format: Format,
        mut progress: impl FnMut(Progress),
    ) -> Result<Counts, CsvError> {
        let cut = Cut::by_rows(bank, CHUNK_ROWS);
        let threads = available_parallelism().map_or(1, std::num::NonZero::get);
        let chunks = Chunks::of(bank, cut, (0..cut.chunks()).collect(), &format, threads);
        let mut chunks = chunks.map_err(|_| CsvError::Generator)?;
        let mut counts = Counts::default();
        while let Some(chunk) = chunks.next().await.map_err(|_| CsvError::Generator)? {
            counts.join(&chunk.counts);
            for (table, text) in &chunk.portions {
                let file = self.of_tables.iter_mut().find(|(of, ..)| of.name == table.name);
                if let Some((_, path, file)) = file {
                    file.write_all(text).map_err(told(path))?;
                }
            }
            progress(Progress { customers: counts.customers, of: bank.plan().customers(), rows: counts.total() });
        }
        Ok(counts)
    }

    fn finish(&mut self) -> Result<(), CsvError> {
        for (_, path, file) in &mut self.of_tables {
            file.flush().and_then(|()| file.get_ref().sync_all()).map_err(told(path))?;
        }
        for (_, path, _) in &self.of_tables {
            fs::rename(path, path.with_extension("")).map_err(told(path))?;
        }
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // What cannot be taken away has no name of a complete file.
        for (_, path, _) in self.of_tables.drain(..) {
            let _ = fs::remove_file(path.with_extension(""));
            let _ = fs::remove_file(path);
        }
        if let Some(folder) = &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Lines of a file.
#[derive(Clone, Copy)]
struct Format(Amounts);

impl Encoder for Format {
    type Portion = Vec<u8>;

    fn encode<R: Record>(&self, rows: &[R]) -> Vec<u8> {
        // About the length of a transaction.
        let mut text = Vec::with_capacity(rows.len() * 100);
        for row in rows {
            row.cells(&mut |cell| {
                match cell {
                    Cell::Integer(number) => write_integer(&mut text, number),
                    Cell::Hundredths(number) if self.0 == Amounts::Hundredths => write_integer(&mut text, number),
                    Cell::Hundredths(number) => write_hundredths(&mut text, number),
                    Cell::Text(value) => quote(&mut text, |text| double(value, text)),
                    Cell::Date(date) => quote(&mut text, |text| write_date(text, date)),
                    Cell::Moment(moment) => quote(&mut text, |text| write_moment(text, moment)),
                    Cell::Flag(flag) => text.push(if flag { b'1' } else { b'0' }),
                    Cell::Null => text.extend_from_slice(b"NULL"),
                }
                text.push(b',');
            });
            text.pop();
            text.extend_from_slice(b"\r\n");
        }
        text
    }
}

fn quote(text: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    text.push(b'"');
    write(text);
    text.push(b'"');
}

/// Quotes within quotes stand twice.
fn double(value: &str, text: &mut Vec<u8>) {
    for byte in value.bytes() {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::row::TransactionRow;

    fn bank(customers: u64) -> Arc<Bank> {
        let plan = Plan::new(customers, 7, "2026-06-30".parse().expect("a date")).expect("a plan");
        Arc::new(Bank::of(plan))
    }

    #[test]
    fn a_line_says_what_the_row_says() {
        let row = TransactionRow {
            transaction_id: 5,
            account_id: 2,
            transaction_type: "reversal",
            amount: -105,
            transaction_date: "2026-01-02T03:04:05".parse().expect("a moment"),
            notes: Some("\"no\", he said\nNULL".to_owned()),
        };
        let line = |amounts, row| String::from_utf8(Format(amounts).encode(&[row])).expect("UTF-8");
        assert_eq!(
            line(Amounts::Decimal, row.clone()),
            "5,2,\"reversal\",-1.05,\"2026-01-02 03:04:05\",\"\"\"no\"\", he said\nNULL\"\r\n"
        );
        assert_eq!(
            line(Amounts::Hundredths, TransactionRow { notes: None, ..row }),
            "5,2,\"reversal\",-105,\"2026-01-02 03:04:05\",NULL\r\n"
        );
    }

    #[tokio::test]
    async fn files_have_every_row_and_are_about_as_long_as_was_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let (bank, inner) = (bank(1_100), folder.path().join("new").join("files"));
        let counts = write_files(&bank, &inner, Amounts::Decimal, |_| ()).await.expect("written");
        assert_eq!(counts, bank.counts());
        let mut bytes = 0;
        for (table, rows) in counts.by_table() {
            let text = fs::read_to_string(inner.join(format!("{table}.csv"))).expect("a file");
            assert_eq!(text.matches("\r\n").count() as u64, rows + 1, "{table}");
            bytes += text.len() as u64;
        }
        assert_eq!(fs::read_dir(&inner).expect("a folder").count(), 9);
        let told = estimated_bytes(&bank);
        assert!(told.abs_diff(bytes) * 20 < bytes, "{told} of {bytes}");
        let again = write_files(&bank, &inner, Amounts::Decimal, |_| ()).await.expect_err("refused");
        assert!(again.to_string().ends_with("is not empty: name one that is, or that is not there yet"), "{again}");
    }

    #[tokio::test]
    async fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("a file");
        for folder in [file.clone(), file.join("below")] {
            let error = write_files(&bank(5), &folder, Amounts::Decimal, |_| ()).await.expect_err("no folder");
            assert!(matches!(error, CsvError::Write { .. }), "{error}");
        }
        // Given up halfway.
        let inner = folder.path().join("inner");
        let mut files = Files::begin(&inner).expect("begun");
        files.write(&bank(5), Format(Amounts::Decimal), |_| ()).await.expect("written");
        assert_eq!(fs::read_dir(&inner).expect("a folder").count(), 9);
        drop(files);
        assert!(!inner.exists());
    }
}
