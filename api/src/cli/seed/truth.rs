//! `--truth FILE`: what is true of the people who are filled into a database.

use std::path::Path;

use tellergraph_seeder::Bank;
use tellergraph_seeder::truth::{TruthError, TruthHeader, TruthWriter};

/// Tells the truth about a bank. The file gets its name when it is finished, which should be when the rows are there.
pub(super) fn tell(bank: &Bank, path: &Path) -> Result<TruthWriter, TruthError> {
    let mut writer = TruthWriter::create(path, &TruthHeader::of(bank))?;
    for index in 0..bank.block_count() {
        for truth in bank.truths(index) {
            writer.add(truth)?;
        }
    }
    Ok(writer)
}
