//! A line that moves while rows are written or read; only on a terminal, where somebody waits.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

pub(crate) struct Counting(ProgressBar);

impl Counting {
    pub(crate) fn begin() -> Self {
        let progress = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            progress.set_style(style);
        }
        progress.enable_steady_tick(Duration::from_millis(120));
        Self(progress)
    }

    /// So many rows of a table are done.
    pub(crate) fn at(&self, table: &str, rows: u64) {
        self.0.set_message(format!("{table}: {rows}"));
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
