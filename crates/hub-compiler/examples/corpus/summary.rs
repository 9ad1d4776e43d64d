//! The outcomes as a table for people and as JSON for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use crate::entry::Outcome;

/// Sums over a group of documents.
#[derive(Default)]
struct Sums<'o> {
    outcomes: Vec<&'o Outcome>,
}

impl<'o> Sums<'o> {
    fn usable(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.said.tools > 0).count()
    }

    fn operations(&self) -> usize {
        self.outcomes.iter().map(|outcome| outcome.said.operations).sum()
    }

    fn tools(&self) -> usize {
        self.outcomes.iter().map(|outcome| outcome.said.tools).sum()
    }

    /// Milliseconds at a quantile, nearest rank.
    fn millis(&self, quantile: f64) -> f64 {
        let mut all: Vec<f64> = self.outcomes.iter().map(|outcome| outcome.said.millis).collect();
        all.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a rank among some hundred documents"
        )]
        let rank = ((all.len() as f64 * quantile).ceil() as usize).clamp(1, all.len().max(1));
        all.get(rank - 1).copied().unwrap_or_default()
    }

    fn peak_mib(&self) -> u64 {
        self.outcomes.iter().map(|outcome| outcome.said.peak_kib).max().unwrap_or_default() / 1024
    }

    fn accepted(&self) -> impl Iterator<Item = &&'o Outcome> {
        self.outcomes.iter().filter(|outcome| outcome.accepted && outcome.expected_operations != Some(0))
    }

    fn row(&self, name: &str) -> String {
        let operations = self.operations();
        let tools = self.tools();
        format!(
            "| {name} | {} | {} | {operations} | {tools} | {} | {:.0} | {:.0} | {:.0} | {} |",
            self.outcomes.len(),
            self.usable(),
            operations - tools,
            self.millis(0.5),
            self.millis(0.99),
            self.millis(1.0),
            self.peak_mib()
        )
    }
}

fn by_version(outcomes: &[Outcome]) -> BTreeMap<String, Sums<'_>> {
    let mut groups: BTreeMap<String, Sums<'_>> = BTreeMap::new();
    for outcome in outcomes {
        groups.entry(format!("{} {}", outcome.kind, outcome.version)).or_default().outcomes.push(outcome);
    }
    groups
}

/// Markdown.
pub(crate) fn table(outcomes: &[Outcome]) -> String {
    let all = Sums { outcomes: outcomes.iter().collect() };
    let mut text =
        "| kind | documents | usable | operations | tools | skipped | ms p50 | ms p99 | ms max | peak MiB |\n"
            .to_owned();
    text += "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for (name, sums) in by_version(outcomes) {
        text += &(sums.row(&name) + "\n");
    }
    text += &(all.row("all") + "\n\n");

    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (code, count) in outcomes.iter().flat_map(|outcome| &outcome.said.skipped) {
        *reasons.entry(code).or_default() += count;
    }
    for (code, count) in &reasons {
        let _ = writeln!(text, "skipped, {code}: {count}");
    }
    for (kind, sums) in by_kind(outcomes) {
        text += &accepted(kind, &sums);
    }
    text += &oddities(outcomes);
    text
}

fn by_kind(outcomes: &[Outcome]) -> BTreeMap<&str, Sums<'_>> {
    let mut groups: BTreeMap<&str, Sums<'_>> = BTreeMap::new();
    for outcome in outcomes {
        groups.entry(&outcome.kind).or_default().outcomes.push(outcome);
    }
    groups
}

/// What is promised: documents that every validator accepts.
fn accepted(kind: &str, all: &Sums<'_>) -> String {
    let documents = all.accepted().count();
    if documents == 0 {
        return String::new();
    }
    let with_tools = all.accepted().filter(|outcome| outcome.said.tools > 0).count();
    let operations: usize = all.accepted().map(|outcome| outcome.said.operations).sum();
    let tools: usize = all.accepted().map(|outcome| outcome.said.tools).sum();
    #[expect(clippy::cast_precision_loss, reason = "some thousand operations")]
    let share = 100.0 * tools as f64 / operations.max(1) as f64;
    format!(
        "\n{kind}: of {documents} documents that every validator accepts and that have an operation, {with_tools} give a tool\n\
         of their {operations} operations, {tools} become tools: {share:.2} %\n"
    )
}

/// Documents that broke, that give nothing, or that count differently than their index.
fn oddities(outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        let said = &outcome.said;
        if !outcome.broke.is_empty() {
            let _ = writeln!(text, "BROKE {}: {}", outcome.file, outcome.broke);
        } else if said.tools == 0 {
            let why = said.reasons.first().map_or("no reason given", String::as_str);
            let _ = writeln!(text, "no tool: {} ({} operations): {why}", outcome.file, said.operations);
        }
        if let Some(expected) = outcome.expected_operations
            && expected != said.operations
            && outcome.broke.is_empty()
        {
            let _ = writeln!(
                text,
                "counts differ: {} has {expected} by its index, {} by us",
                outcome.file, said.operations
            );
        }
        if said.millis > 10_000.0 || said.peak_kib > 1 << 20 {
            let _ =
                writeln!(text, "over the limit: {}: {:.0} ms, {} MiB", outcome.file, said.millis, said.peak_kib / 1024);
        }
    }
    text
}

/// Everything, for programs.
pub(crate) fn json(outcomes: &[Outcome]) -> String {
    let totals = |sums: &Sums<'_>| {
        json!({ "documents": sums.outcomes.len(), "usable": sums.usable(), "operations": sums.operations(), "tools": sums.tools(),
                "millis_p50": sums.millis(0.5), "millis_p99": sums.millis(0.99), "millis_max": sums.millis(1.0),
                "peak_mib": sums.peak_mib() })
    };
    let versions: BTreeMap<String, _> =
        by_version(outcomes).iter().map(|(name, sums)| (name.clone(), totals(sums))).collect();
    let all = totals(&Sums { outcomes: outcomes.iter().collect() });
    let value = json!({ "all": all, "versions": versions, "documents": outcomes });
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}
