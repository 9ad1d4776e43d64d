//! What is known of a replica from outside: where it listens, what it says, how it ended.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use hub_runtime::socket::Address;

/// Lines that are kept until somebody takes them; older ones are given up for newer ones.
const LINES: usize = 500;
/// Characters of a line.
pub(crate) const LINE: usize = 2_000;

/// What a process or a container said and did.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) listening: OnceLock<Address>,
    /// How it ended.
    pub(crate) ended: OnceLock<String>,
    lines: Mutex<VecDeque<String>>,
}

impl Said {
    pub(crate) fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a line, without what no text holds.
    pub(crate) fn keep(&self, line: &str) {
        let mut kept = self.lines();
        if kept.len() >= LINES {
            kept.pop_front();
        }
        kept.push_back(line.chars().filter(|letter| *letter != '\0').take(LINE).collect());
    }
}
