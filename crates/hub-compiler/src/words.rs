//! Cleaned words and what was noticed in them.

use hub_model::Diagnostic;

use crate::findings::Findings;
use crate::passes::words::Words;

/// Reports text that reads like instructions to a model, with its place, for a person to judge.
pub(crate) fn report_flags(words: &Words, place: &str, findings: &mut Findings) {
    for flag in &words.flags {
        let message = format!("text that reads like an instruction to a model: {}", flag.excerpt);
        findings.push(
            Diagnostic::warning("suspicious-text", message, place)
                .help("read it before you let agents see it; rewrite the description if it was not meant for them"),
        );
    }
}
