//! Lines of bounded length.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

/// What was read.
pub(super) enum Line {
    /// A line that is not empty, without its end.
    Message(Vec<u8>),
    /// A line longer than allowed; it was skipped.
    TooLong,
    /// There is no more.
    End,
}

/// Reads lines. [`Lines::next`] may be dropped at any time: what was read stays here.
pub(super) struct Lines<R> {
    input: R,
    limit: usize,
    line: Vec<u8>,
    skipping: bool,
}

impl<R: AsyncBufRead + Unpin> Lines<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, line: Vec::new(), skipping: false }
    }

    pub(super) async fn next(&mut self) -> io::Result<Line> {
        loop {
            let read = self.input.fill_buf().await?;
            if read.is_empty() {
                let rest = std::mem::take(&mut self.line);
                return Ok(if rest.trim_ascii().is_empty() { Line::End } else { Line::Message(rest) });
            }
            let end = memchr::memchr(b'\n', read);
            let (piece, used) = match end {
                Some(at) => (read.get(..at).unwrap_or_default(), at + 1),
                None => (read, read.len()),
            };
            if !self.skipping && self.line.len() + piece.len() <= self.limit {
                self.line.extend_from_slice(piece);
            } else {
                self.skipping = true;
                self.line = Vec::new();
            }
            self.input.consume(used);
            if end.is_none() {
                continue;
            }
            if std::mem::take(&mut self.skipping) {
                return Ok(Line::TooLong);
            }
            let line = std::mem::take(&mut self.line);
            if !line.trim_ascii().is_empty() {
                return Ok(Line::Message(line));
            }
        }
    }
}
