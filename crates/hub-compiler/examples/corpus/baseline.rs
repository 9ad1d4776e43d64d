//! What the corpus gave before: no document may give less.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::entry::Outcome;

/// Operations and tools by document.
type Baseline = BTreeMap<String, (usize, usize)>;

fn of(outcomes: &[Outcome]) -> Baseline {
    outcomes.iter().map(|outcome| (outcome.file.clone(), (outcome.said.operations, outcome.said.tools))).collect()
}

/// Makes what there is now the baseline.
pub(crate) fn write(path: &Path, outcomes: &[Outcome]) -> ExitCode {
    let lines: Vec<String> = of(outcomes)
        .iter()
        .map(|(file, (operations, tools))| {
            format!("  {}: [{operations}, {tools}]", serde_json::Value::from(file.as_str()))
        })
        .collect();
    match std::fs::write(path, format!("{{\n{}\n}}\n", lines.join(",\n"))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{} cannot be written: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

/// Fails when a document of the baseline gives fewer tools, leaves out more operations, broke, or is gone.
pub(crate) fn compare(path: &Path, outcomes: &[Outcome]) -> ExitCode {
    let text = std::fs::read(path).map_err(|error| error.to_string());
    let before: Baseline = match text.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()))
    {
        Ok(before) => before,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    let now = of(outcomes);
    let (mut passed, mut failed) = (0, 0);
    for (file, (operations, tools)) in &before {
        let worse = match now.get(file) {
            None => Some("it is gone".to_owned()),
            Some((_, got)) if got < tools => Some(format!("{got} tools instead of {tools}")),
            Some((found, got)) if found - got > operations - tools => {
                Some(format!("{} operations left out instead of {}", found - got, operations - tools))
            }
            Some(_) => None,
        };
        match worse {
            Some(worse) => {
                failed += 1;
                println!("WORSE {file}: {worse}");
            }
            None => passed += 1,
        }
    }
    for outcome in outcomes.iter().filter(|outcome| !outcome.broke.is_empty()) {
        failed += 1;
        println!("BROKE {}: {}", outcome.file, outcome.broke);
    }
    println!("corpus: {passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
