//! Truths in the order of their customers, however many there are: keys follow the day on which somebody became a
//! customer, blocks of a bank do not.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Lines, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::Truth;

/// How many truths are held at once, some 10 MB.
const RUN: usize = 50_000;

/// Truths as they come: those that do not fit into memory lie in files without a name, sorted each.
#[derive(Debug)]
pub(super) struct Runs {
    folder: PathBuf,
    latest: Vec<Truth>,
    files: Vec<File>,
}

impl Runs {
    /// None yet; files will lie in this folder.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), latest: Vec::new(), files: Vec::new() }
    }

    pub(super) fn add(&mut self, truth: Truth) -> io::Result<()> {
        self.latest.push(truth);
        if self.latest.len() >= RUN { self.put_away() } else { Ok(()) }
    }

    fn put_away(&mut self) -> io::Result<()> {
        self.latest.sort_unstable_by_key(|truth| truth.customer_id);
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for truth in self.latest.drain(..) {
            serde_json::to_writer(&mut file, &truth)?;
            file.write_all(b"\n")?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.files.push(file);
        Ok(())
    }

    /// Gives all of them, the smallest key first.
    pub(super) fn each(mut self, mut each: impl FnMut(&Truth) -> io::Result<()>) -> io::Result<()> {
        self.latest.sort_unstable_by_key(|truth| truth.customer_id);
        let latest = Source::Memory(self.latest.into_iter());
        let files = self.files.into_iter().map(|file| Source::File(BufReader::new(file).lines()));
        let mut sources: Vec<Source> = std::iter::once(latest).chain(files).collect();
        let mut heads: Vec<Option<Truth>> = Vec::with_capacity(sources.len());
        let mut smallest = BinaryHeap::new();
        for (at, source) in sources.iter_mut().enumerate() {
            let head = source.next()?;
            smallest.extend(head.as_ref().map(|truth| Reverse((truth.customer_id, at))));
            heads.push(head);
        }
        while let Some(Reverse((_, at))) = smallest.pop() {
            let (Some(source), Some(head)) = (sources.get_mut(at), heads.get_mut(at)) else { break };
            if let Some(truth) = head.take() {
                each(&truth)?;
            }
            *head = source.next()?;
            smallest.extend(head.as_ref().map(|truth| Reverse((truth.customer_id, at))));
        }
        Ok(())
    }
}

/// One sorted run.
enum Source {
    Memory(std::vec::IntoIter<Truth>),
    File(Lines<BufReader<File>>),
}

impl Source {
    fn next(&mut self) -> io::Result<Option<Truth>> {
        match self {
            Self::Memory(truths) => Ok(truths.next()),
            Self::File(lines) => match lines.next() {
                Some(line) => Ok(Some(serde_json::from_str(&line?)?)),
                None => Ok(None),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::tests::truth;
    use super::*;

    fn none() -> Runs {
        Runs::in_folder(&std::env::temp_dir())
    }

    fn sorted(runs: Runs) -> Vec<i64> {
        let mut ids = Vec::new();
        let each = |truth: &Truth| {
            ids.push(truth.customer_id);
            Ok(())
        };
        runs.each(each).unwrap();
        ids
    }

    #[test]
    fn runs_in_files_and_in_memory_are_merged() {
        let mut runs = none();
        for (place, id) in [9, 2, 7, 1, 8, 3, 6, 4, 5].into_iter().enumerate() {
            runs.add(truth(id)).unwrap();
            if place % 3 == 1 {
                runs.put_away().unwrap();
            }
        }
        assert_eq!((runs.files.len(), runs.latest.len()), (3, 1));
        assert_eq!(sorted(runs), (1..=9).collect::<Vec<_>>());
    }

    #[test]
    fn no_truths_are_no_runs() {
        assert!(sorted(none()).is_empty());
    }

    #[test]
    fn a_run_has_an_end() {
        let mut runs = none();
        for id in (1..=i64::try_from(RUN).unwrap() + 5).rev() {
            runs.add(truth(id)).unwrap();
        }
        assert_eq!((runs.files.len(), runs.latest.len()), (1, 5));
        let ids = sorted(runs);
        assert!(ids.is_sorted() && ids.len() == RUN + 5);
    }
}
