//! Pages of lists, newest first: the next one begins after the last row of this one, whatever was added meanwhile.

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<C> {
    /// Only what comes after this; from the beginning when absent.
    pub after: Option<C>,
    /// The most rows.
    pub limit: i64,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, C> {
    /// In order.
    pub items: Vec<T>,
    /// Where the next page begins; there is none when absent.
    pub next: Option<C>,
}

impl<C> Request<C> {
    /// One row more than wanted tells whether there is another page.
    pub(crate) fn fetched(&self) -> i64 {
        self.limit.max(1).saturating_add(1)
    }

    /// The page of what was fetched.
    pub(crate) fn page<T>(&self, mut fetched: Vec<T>, cursor: impl Fn(&T) -> C) -> Page<T, C> {
        let wanted = usize::try_from(self.limit.max(1)).unwrap_or(usize::MAX);
        let is_more = fetched.len() > wanted;
        fetched.truncate(wanted);
        let next = if is_more { fetched.last().map(cursor) } else { None };
        Page { items: fetched, next }
    }
}

/// What a row is found by, in lower case and with a line for each part. It is made here because the databases disagree on which
/// letters have a lower case.
pub(crate) fn searched(parts: &[&str]) -> String {
    parts.iter().map(|part| part.to_lowercase()).collect::<Vec<_>>().join("\n")
}

/// A `LIKE` pattern for a part of something in lower case; its own signs are escaped with a backslash.
pub(crate) fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in part.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
