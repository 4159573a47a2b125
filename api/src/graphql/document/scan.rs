//! The guard before the parser: one pass over the text, without recursion, that bounds size, tokens and nesting.
//!
//! The parser recurses once per bracket and has no bound for values, so 4 KB of opening brackets would overflow the
//! stack and end the process. The scan reads strings and comments exactly as the parser's grammar does: a text that the
//! two would read differently (an unclosed string, brackets that do not match) is refused here.

use async_graphql_parser::Pos;

use crate::graphql::{
    error::{Code, GraphError},
    limits::Limits,
};

/// Bounds `text` and returns how many tokens it has.
///
/// # Errors
/// `TOKEN_LIMIT` for size and tokens, `DEPTH_LIMIT` for nesting, `GRAPHQL_PARSE_FAILED` for NUL, unclosed strings and
/// brackets that do not match.
pub(super) fn scan(text: &str, limits: &Limits) -> Result<usize, GraphError> {
    if text.len() > limits.document_bytes {
        return Err(GraphError::new(
            Code::TokenLimit,
            format!(
                "The document has {} bytes; at most {} are read. Split it into several requests.",
                text.len(),
                limits.document_bytes
            ),
        ));
    }
    let mut scan = Scan { text: text.as_bytes(), at: 0, tokens: 0, open: Vec::new(), selections: 0, values: 0, limits };
    while scan.at < scan.text.len() {
        scan.step()?;
    }
    Ok(scan.tokens)
}

/// What an open bracket counts as.
#[derive(Clone, Copy)]
enum Opened {
    /// A selection set.
    Selection,
    /// A list, an object, or parentheses inside parentheses.
    Value,
    /// Arguments or variable definitions: they hold values but are no level of their own.
    Arguments,
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    tokens: usize,
    /// Closing bracket that each open one waits for. Bounded by the two nesting limits.
    open: Vec<(u8, Opened)>,
    selections: usize,
    values: usize,
    limits: &'a Limits,
}

impl Scan<'_> {
    /// Consumes one token, or one piece of what the grammar ignores.
    fn step(&mut self) -> Result<(), GraphError> {
        let rest = &self.text[self.at..];
        let length = match rest[0] {
            0 => return Err(self.unparsed("a NUL character is not part of GraphQL")),
            b' ' | b',' | b'\t' | b'\n' | b'\r' => {
                self.at += 1;
                return Ok(());
            }
            b'#' => {
                self.at += rest.iter().take_while(|byte| !is_line_end(**byte)).count();
                return Ok(());
            }
            _ if rest.starts_with("\u{feff}".as_bytes()) => {
                self.at += "\u{feff}".len();
                return Ok(());
            }
            b'"' if rest.starts_with(b"\"\"\"") => self.block_string(rest)?,
            b'"' => self.string(rest)?,
            b'.' if rest.starts_with(b"...") => 3,
            b'-' | b'0'..=b'9' => number(rest),
            byte if is_name(byte) => rest.iter().take_while(|byte| is_name(**byte)).count(),
            byte => {
                self.bracket(byte)?;
                // One token per character, of whatever length: the parser refuses what it does not know.
                1 + rest[1..].iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count()
            }
        };
        self.at += length;
        self.tokens += 1;
        if self.tokens > self.limits.document_tokens {
            return Err(GraphError::new(
                Code::TokenLimit,
                format!(
                    "The document has more than {} tokens. Ask for less at a time, or split it into several requests.",
                    self.limits.document_tokens
                ),
            ));
        }
        Ok(())
    }

    fn bracket(&mut self, byte: u8) -> Result<(), GraphError> {
        let inside_arguments = self.open.iter().any(|(_, opened)| !matches!(opened, Opened::Selection));
        let (closing, opened) = match byte {
            b'(' if inside_arguments => (b')', Opened::Value),
            b'(' => (b')', Opened::Arguments),
            b'[' => (b']', Opened::Value),
            b'{' if inside_arguments => (b'}', Opened::Value),
            b'{' => (b'}', Opened::Selection),
            b')' | b']' | b'}' => return self.close(byte),
            _ => return Ok(()),
        };
        self.open.push((closing, opened));
        match opened {
            Opened::Selection => self.selections += 1,
            Opened::Value => self.values += 1,
            Opened::Arguments => {}
        }
        if self.selections > self.limits.selection_levels {
            return Err(self.too_deep("Selections are", self.limits.selection_levels));
        }
        if self.values > self.limits.value_levels {
            return Err(self.too_deep("Values are", self.limits.value_levels));
        }
        Ok(())
    }

    fn close(&mut self, byte: u8) -> Result<(), GraphError> {
        match self.open.pop() {
            Some((expected, opened)) if expected == byte => {
                match opened {
                    Opened::Selection => self.selections -= 1,
                    Opened::Value => self.values -= 1,
                    Opened::Arguments => {}
                }
                Ok(())
            }
            _ => Err(self.unparsed(&format!("`{}` closes nothing", char::from(byte)))),
        }
    }

    /// The length of the string that `rest` starts with.
    fn string(&self, rest: &[u8]) -> Result<usize, GraphError> {
        let mut at = 1;
        loop {
            match rest.get(at) {
                None => return Err(self.unparsed("a string is not closed")),
                Some(byte) if is_line_end(*byte) => {
                    return Err(self.unparsed("a string is not closed on its line"));
                }
                Some(0) => return Err(self.unparsed("a NUL character is not part of GraphQL")),
                Some(b'"') => return Ok(at + 1),
                Some(b'\\') => at += 2,
                Some(_) => at += 1,
            }
        }
    }

    /// The length of the block string that `rest` starts with.
    fn block_string(&self, rest: &[u8]) -> Result<usize, GraphError> {
        let mut at = 3;
        loop {
            match rest.get(at) {
                None => return Err(self.unparsed("a block string is not closed")),
                Some(0) => return Err(self.unparsed("a NUL character is not part of GraphQL")),
                Some(_) if rest[at..].starts_with(b"\"\"\"") => return Ok(at + 3),
                Some(_) if rest[at..].starts_with(b"\\\"\"\"") => at += 4,
                Some(_) => at += 1,
            }
        }
    }

    fn too_deep(&self, what: &str, levels: usize) -> GraphError {
        GraphError::new(Code::DepthLimit, format!("{what} nested more than {levels} levels deep.")).at(self.position())
    }

    fn unparsed(&self, reason: &str) -> GraphError {
        let position = self.position();
        GraphError::new(
            Code::GraphqlParseFailed,
            format!("Syntax error at line {}, column {}: {reason}.", position.line, position.column),
        )
        .at(position)
    }

    /// Where the scan stands: lines and characters, counted from 1.
    fn position(&self) -> Pos {
        let before = String::from_utf8_lossy(&self.text[..self.at]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        Pos { line, column }
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of the number that `rest` starts with. As in the grammar a zero ends the whole part, so that `000` is
/// three numbers and not one.
fn number(rest: &[u8]) -> usize {
    let digits = |from: usize| rest[from.min(rest.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut length = usize::from(rest[0] == b'-');
    length += if rest.get(length) == Some(&b'0') { 1 } else { digits(length) };
    if rest.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(rest.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.get(length + 1), Some(b'+' | b'-')));
        if digits(length + 1 + sign) > 0 {
            length += 1 + sign + digits(length + 1 + sign);
        }
    }
    length.max(1)
}
