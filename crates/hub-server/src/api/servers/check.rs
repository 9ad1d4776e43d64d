//! What the schemas of a design and of settings cannot say.

use hub_model::server::{Design, ServerSettings};

use crate::http::problem::Problem;

/// Longest text of an edit.
const WORDS: usize = 20_000;

pub(super) fn design(design: &Design) -> Result<(), Problem> {
    let wrong = |field: String, message: &str| Err(Problem::invalid(format!("design.{field}"), message));
    if design.sources.len() > 50 {
        return wrong("sources".to_owned(), "a server is made of 50 APIs at most");
    }
    if design.instructions.as_deref().is_some_and(|text| text.len() > WORDS || text.contains('\0')) {
        return wrong("instructions".to_owned(), "instructions have at most 20000 characters");
    }
    for (number, source) in design.sources.iter().enumerate() {
        if source.space.as_deref().is_some_and(|space| !is_space(space)) {
            let message =
                "a name space has 1 to 12 lower-case letters, digits and underscores, and begins with a letter";
            return wrong(format!("sources[{number}].space"), message);
        }
        // As JSON, because a NUL anywhere in it is one that PostgreSQL does not keep.
        let written = serde_json::to_string(&source.curation).unwrap_or_default();
        if written.len() > 4 << 20 || written.contains("\\u0000") {
            return wrong(format!("sources[{number}].curation"), "the changes have more than 4 MiB, or contain a NUL");
        }
    }
    Ok(())
}

fn is_space(space: &str) -> bool {
    (1..=12).contains(&space.len())
        && space.starts_with(|letter: char| letter.is_ascii_lowercase())
        && space.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

pub(super) fn settings(settings: &ServerSettings) -> Result<(), Problem> {
    let wrong = |field: &str, message: &str| Err(Problem::invalid(format!("settings.{field}"), message));
    let is_rate = |rate: Option<u32>| rate.is_none_or(|rate| (1..=10_000_000).contains(&rate));
    if !is_rate(settings.calls_per_minute) || !is_rate(settings.caller_calls_per_minute) {
        return wrong("calls_per_minute", "choose between 1 and 10000000");
    }
    if !(1..=10_000).contains(&settings.concurrent_calls) {
        return wrong("concurrent_calls", "choose between 1 and 10000");
    }
    if !(1..=600).contains(&settings.call_seconds) {
        return wrong("call_seconds", "choose between 1 and 600 seconds");
    }
    if !(1_000..=10_000_000).contains(&settings.answer_chars) {
        return wrong("answer_chars", "choose between 1000 and 10000000 characters");
    }
    if settings.retention_days.is_some_and(|days| !(1..=3_650).contains(&days)) {
        return wrong("retention_days", "choose between a day and ten years");
    }
    let is_named = |name: &String| (1..=128).contains(&name.len()) && !name.contains('\0');
    if settings.tools.len() > 5_000 || !settings.tools.keys().all(is_named) {
        return wrong("tools", "give limits for 5000 tools at most, by their names");
    }
    if !settings.tools.values().all(|limits| is_rate(limits.calls_per_minute)) {
        return wrong("tools", "choose between 1 and 10000000 calls per minute");
    }
    Ok(())
}
