//! Leaves: the JSON of single values.

use std::fmt::Write as _;

use super::super::Cell;
use super::Writer;
use crate::graphql::catalog::ColumnType;
use crate::graphql::scalar;

impl Writer<'_> {
    pub(super) fn cell(&mut self, cell: &Cell, ty: ColumnType) {
        match cell {
            Cell::Null | Cell::Unreadable => self.out.push_str("null"),
            Cell::Int(value) if ty == ColumnType::BigInt => {
                self.out.push('"');
                self.number(*value);
                self.out.push('"');
            }
            Cell::Int(hundredths) if ty == ColumnType::Hundredths => self.decimal((*hundredths).into()),
            Cell::Int(value) => self.number(*value),
            Cell::Text(text) => self.text(text),
            Cell::Decimal(hundredths) => self.decimal((*hundredths).into()),
            Cell::Boolean(value) => self.boolean(*value),
            Cell::Date(date) => {
                // Writing to a string cannot fail, here and below.
                let _ = write!(self.out, "\"{date}\"");
            }
            Cell::DateTime(time) => {
                self.out.push('"');
                if ty == ColumnType::Instant {
                    scalar::write_instant(&mut self.out, *time, self.scope.zone);
                } else {
                    scalar::write_wall_clock(&mut self.out, *time, self.scope.zone);
                }
                self.out.push('"');
            }
        }
    }

    pub(super) fn decimal(&mut self, hundredths: i128) {
        let sign = if hundredths < 0 { "-" } else { "" };
        let value = hundredths.unsigned_abs();
        let _ = write!(self.out, "\"{sign}{}.{:02}\"", value / 100, value % 100);
    }

    /// A part of a whole, as the shortest decimal that is the nearest of its precision.
    pub(super) fn share(&mut self, part: i64, whole: i64) {
        #[expect(clippy::cast_precision_loss, reason = "a share is told in double precision, exact below 2^53 rows")]
        let share = part as f64 / whole as f64;
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{share:?}");
    }

    pub(super) fn number(&mut self, value: i64) {
        let _ = write!(self.out, "{value}");
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    pub(super) fn text(&mut self, text: &str) {
        self.out.push('"');
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                0..0x20 => "",
                _ => continue,
            };
            self.out.push_str(&text[written..at]);
            if escape.is_empty() {
                let _ = write!(self.out, "\\u{byte:04x}");
            } else {
                self.out.push_str(escape);
            }
            written = at + 1;
        }
        self.out.push_str(&text[written..]);
        self.out.push('"');
    }

    pub(super) fn key(&mut self, index: usize, key: &str) {
        self.separate(index);
        self.out.push('"');
        // A response key is a name: nothing in it needs escaping.
        self.out.push_str(key);
        self.out.push_str("\":");
    }

    /// Whether more was written than the answer may have: then it is never sent, and nothing more need be written.
    pub(super) fn is_full(&self) -> bool {
        self.out.len() > self.left
    }

    pub(super) fn separate(&mut self, index: usize) {
        if index > 0 {
            self.out.push(',');
        }
    }
}
