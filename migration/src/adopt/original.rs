//! The original model: which of its tables is which of ours. Its columns have the names of ours.

use crate::m20260630_000001_create_bank_tables::BANK;
use crate::table::Table;

/// A table of the original model.
#[derive(Clone, Copy)]
pub(crate) struct Original {
    pub(crate) name: &'static str,
    /// The table of ours it becomes.
    pub(crate) table: &'static Table,
}

impl Original {
    /// Whether a table of this name is it, before or after adoption. Servers that ignore the case of table names keep
    /// them in lower case, so case is ignored here.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(self.name) || name.eq_ignore_ascii_case(self.table.name)
    }

    /// Whether the two names differ by more than case, so that a view may stand under the old one on every server.
    pub(crate) fn has_another_name(&self) -> bool {
        !self.name.eq_ignore_ascii_case(self.table.name)
    }
}

/// The nine, in the order of [`BANK`].
pub(crate) static ORIGINAL: [Original; 9] = [
    Original { name: "Customer", table: &BANK[0] },
    Original { name: "Accounts", table: &BANK[1] },
    Original { name: "Transactions", table: &BANK[2] },
    Original { name: "Payments", table: &BANK[3] },
    Original { name: "CreditHistory", table: &BANK[4] },
    Original { name: "Security", table: &BANK[5] },
    Original { name: "Relationships", table: &BANK[6] },
    Original { name: "CommunicationLog", table: &BANK[7] },
    Original { name: "Compliance", table: &BANK[8] },
];

#[cfg(test)]
mod tests {
    use super::ORIGINAL;

    #[test]
    fn each_original_table_becomes_the_one_of_its_name() {
        for original in &ORIGINAL {
            assert!(original.name.eq_ignore_ascii_case(&original.table.name.replace('_', "")), "{}", original.name);
        }
    }
}
