//! What people are asked, and what models are told.

use std::time::Duration;

use serde_json::Value;

use super::{Call, argument};

/// Arguments that a question shows, and characters of each.
const SHOWN: usize = 12;
const LONGEST: usize = 300;

impl Call<'_> {
    /// The question. Arguments are a model's words: what could rearrange the question or break out of its line is left out.
    pub(super) fn question(&self) -> String {
        let mut text =
            format!("“{}” ({}) may destroy something that cannot be brought back.", clean(&self.tool.title), self.name);
        let given: Vec<_> = self.arguments.iter().filter(|(_, value)| !value.is_null()).collect();
        for (name, value) in given.iter().take(SHOWN) {
            text.push_str(&format!("\n{}: {}", clean(name), shown(value)));
        }
        if given.len() > SHOWN {
            text.push_str(&format!("\n… and {} more", given.len() - SHOWN));
        }
        text.push_str("\nDo you want that?");
        text
    }

    pub(super) fn declined(&self) -> String {
        format!("{} was not called: the user declined. Do not try it again unless the user asks for it.", self.name)
    }

    pub(super) fn dismissed(&self) -> String {
        format!("{} was not called: the user left the question unanswered. Ask them what they want.", self.name)
    }

    pub(super) fn late(&self, wait: Duration) -> String {
        let seconds = wait.as_secs();
        format!(
            "{} was not called: nobody answered within {seconds} s whether it may be. Call it again when the user is there.",
            self.name
        )
    }

    pub(super) fn failed(&self, why: &str) -> String {
        format!("{} was not called: the user could not be asked whether it may be: {why}", self.name)
    }

    pub(super) fn unconfirmed(&self) -> String {
        let (name, confirm, about) = (self.name, &self.tool.confirm, self.about());
        format!(
            "{name} was not called: it may destroy something that cannot be brought back, and this client cannot ask its user. Ask the user \
             yourself; if they want it, call {name} again with `{confirm}`: {}",
            Value::from(about)
        )
    }
}

fn shown(value: &Value) -> String {
    let text = clean(&argument::text(value));
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let cut = text.get(..end).unwrap_or_default();
    if end < text.len() { format!("{cut} …") } else { text }
}

/// Text without line breaks, control characters, and characters that change the direction of others or are not seen.
fn clean(text: &str) -> String {
    let is_seen = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    let spaced = text.chars().map(|letter| if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter });
    spaced.filter(is_seen).collect()
}
