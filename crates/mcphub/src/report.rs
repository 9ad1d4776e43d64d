//! What is printed: the account of a compilation for people, and lines on both streams. Colours only on a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

use comfy_table::{Cell, CellAlignment, Table, presets};
use hub_model::{Diagnostic, Report, Severity};
use owo_colors::OwoColorize;

/// Findings of one kind that are shown with their place; the others are only counted.
const SHOWN: usize = 3;

/// Writes a line to standard error. Colours are dropped where it is no terminal.
pub(crate) fn say(line: &str) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Writes text to standard output as it is.
pub(crate) fn print(text: &str) {
    // A reader that closed the pipe has read enough.
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// The account as text with colours.
pub(crate) fn readable(report: &Report) -> String {
    let mut text = String::new();
    let title = if report.title.is_empty() { "untitled" } else { &report.title };
    let _ = writeln!(text, "{} · {} {} · {} ms", clean(title).bold(), report.kind, report.version, report.millis);
    let _ = writeln!(text, "{}", counts(report));
    skipped(&mut text, report);
    diagnostics(&mut text, &report.diagnostics);
    text
}

fn counts(report: &Report) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_header([
        "operations",
        "tools",
        "skipped",
        "errors",
        "warnings",
        "notes",
    ]);
    let of = |severity| report.diagnostics.iter().filter(|finding| finding.severity == severity).count();
    let numbers = [
        report.operations,
        report.tools,
        report.skipped.len(),
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Info),
    ];
    table.add_row(numbers.map(|number| Cell::new(number).set_alignment(CellAlignment::Right)));
    table
}

fn skipped(text: &mut String, report: &Report) {
    let mut reasons: BTreeMap<&str, Vec<&hub_model::Skipped>> = BTreeMap::new();
    for skipped in &report.skipped {
        reasons.entry(&skipped.code).or_default().push(skipped);
    }
    for (code, group) in reasons {
        let _ = writeln!(text, "{} {code} ({})", "skipped".yellow().bold(), group.len());
        for one in group.iter().take(SHOWN) {
            let _ = writeln!(text, "  {}: {}", clean(&one.operation), clean(&one.reason));
            let _ = writeln!(text, "    {}", clean(&one.place).dimmed());
        }
        and_more(text, group.len());
    }
}

/// Findings by severity and code, the gravest first.
pub(crate) fn diagnostics(text: &mut String, all: &[Diagnostic]) {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in all {
        groups.entry((std::cmp::Reverse(finding.severity), &finding.code)).or_default().push(finding);
    }
    for ((severity, code), group) in groups {
        let word = match severity.0 {
            Severity::Error => "error".red().bold().to_string(),
            Severity::Warning => "warning".yellow().bold().to_string(),
            Severity::Info => "note".cyan().bold().to_string(),
        };
        let _ = writeln!(text, "{word} {code} ({})", group.len());
        for one in group.iter().take(SHOWN) {
            let _ = writeln!(text, "  {}", clean(&one.message));
            let _ = writeln!(text, "    {}", clean(&one.place).dimmed());
        }
        and_more(text, group.len());
        if let Some(one) = group.iter().find(|one| !one.help.is_empty()) {
            let _ = writeln!(text, "  {} {}", "help:".green(), clean(&one.help));
        }
    }
}

fn and_more(text: &mut String, all: usize) {
    if all > SHOWN {
        let _ = writeln!(text, "  … and {} more", all - SHOWN);
    }
}

/// A document's words without anything that a terminal would obey.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use hub_model::{Diagnostic, Report, Skipped};

    #[test]
    fn findings_are_grouped_and_their_words_cannot_steer_the_terminal() {
        let finding =
            |n: usize| Diagnostic::warning("odd-thing", format!("thing {n} \u{1b}[2J"), "#/x").help("mend it");
        let report = Report {
            kind: "openapi".to_owned(),
            title: "Pets\u{1b}]0;x\u{7}".to_owned(),
            operations: 6,
            tools: 5,
            skipped: vec![Skipped {
                operation: "GET /x".to_owned(),
                code: "bad".to_owned(),
                reason: "because".to_owned(),
                place: "#/paths/~1x/get".to_owned(),
            }],
            diagnostics: (0..5).map(finding).collect(),
            ..Report::default()
        };
        let text = anstream::adapter::strip_str(&super::readable(&report)).to_string();
        assert!(text.contains("skipped bad (1)") && text.contains("GET /x: because"), "{text}");
        assert!(
            text.contains("warning odd-thing (5)") && text.contains("… and 2 more") && text.contains("help: mend it")
        );
        assert!(!super::readable(&report).contains("\u{1b}[2J") && !text.contains('\u{7}'));
    }
}
