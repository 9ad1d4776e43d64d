//! Where findings gather while a document is read: each once, and a flood of the same kind is counted instead of kept.

use std::collections::{HashMap, HashSet};

use hub_model::{Diagnostic, Severity};

/// So many findings of one code are kept; more are counted.
const MOST_OF_A_KIND: usize = 200;

/// The findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Diagnostic>,
    seen: HashSet<(String, String, String)>,
    counts: HashMap<String, usize>,
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Diagnostic) {
        let identity = (finding.code.clone(), finding.place.clone(), finding.message.clone());
        if self.counts.get(&finding.code).copied().unwrap_or_default() < MOST_OF_A_KIND && !self.seen.insert(identity) {
            return;
        }
        let count = self.counts.entry(finding.code.clone()).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.kept.push(finding);
        }
    }

    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }

    /// Whether something could not be used.
    pub(crate) fn any_error(&self) -> bool {
        self.kept.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// All of them, the worst first and otherwise in the order in which they were found.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        let mut floods: Vec<_> = self.counts.iter().filter(|(_, count)| **count > MOST_OF_A_KIND).collect();
        floods.sort();
        for (code, count) in floods {
            let message = format!("{} more findings of the kind `{code}` are not listed", count - MOST_OF_A_KIND);
            self.kept.push(Diagnostic::new(Severity::Info, "more-findings", message, "#"));
        }
        self.kept.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        self.kept
    }
}
