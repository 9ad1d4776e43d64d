//! A plan and what came of it, for people.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use super::{
    execute::{Done, Outcome},
    plan::{Action, Plan},
    read::Complaint,
};
use crate::{remote::table, report};

/// Fields of a resource that are shown; the others are counted.
const SHOWN: usize = 25;

/// Prints a plan as a table: what is done with each resource, and which fields differ.
pub(crate) fn shown(plans: &[(Option<&str>, &Plan)]) {
    let mut rows = Vec::new();
    for (organisation, plan) in plans {
        for step in plan.steps.iter().filter(|step| step.action != Action::Unchanged) {
            let resource = match organisation {
                Some(organisation) => format!("{organisation}: {}", step.resource),
                None => step.resource.clone(),
            };
            let mut begin = vec![word(step.action).to_owned(), resource];
            for change in step.changes.iter().take(SHOWN) {
                let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
                let mut row = std::mem::replace(&mut begin, vec![String::new(); 2]);
                row.extend([change.field.clone(), cell(&change.from), cell(&change.to)]);
                rows.push(row);
            }
            if step.changes.is_empty() {
                begin.extend([String::new(), String::new(), String::new()]);
                rows.push(begin);
            } else if step.changes.len() > SHOWN {
                let more = format!("… {} more", step.changes.len() - SHOWN);
                rows.push(vec![String::new(), String::new(), more, String::new(), String::new()]);
            }
        }
    }
    if !rows.is_empty() {
        table(&["action", "resource", "field", "is", "will be"], rows.into_iter());
    }
}

fn word(action: Action) -> &'static str {
    match action {
        Action::Create => "create",
        Action::Update => "update",
        Action::Unchanged => "",
        Action::Delete => "delete",
    }
}

/// How many resources there is what to do with: `1 to create, 2 unchanged`.
pub(crate) fn counts(plans: &[(Option<&str>, &Plan)]) -> String {
    let of = |action| plans.iter().map(|(_, plan)| plan.count(action)).sum::<usize>();
    let all = [
        (of(Action::Create), "to create"),
        (of(Action::Update), "to update"),
        (of(Action::Delete), "to delete"),
        (of(Action::Unchanged), "unchanged"),
    ];
    let told: Vec<String> =
        all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    told.join(", ")
}

/// Says what became of a resource.
pub(crate) fn told(done: &Done) {
    let word = match (done.outcome, done.action) {
        (Outcome::Failed, _) => "failed".red().bold().to_string(),
        (Outcome::Done, Action::Create) => "created".green().to_string(),
        (Outcome::Done, Action::Delete) => "deleted".yellow().to_string(),
        (Outcome::Done, _) => "updated".green().to_string(),
    };
    let joint = if done.message.is_empty() { "" } else { ": " };
    report::say(&format!("{word} {}{joint}{}", done.resource, done.message));
}

/// Everything that is wrong, a line for each.
pub(crate) fn explained(complaints: &[Complaint]) -> String {
    let mut text = match complaints.len() {
        1 => "the files cannot be followed, and nothing was changed".to_owned(),
        count => format!("the files cannot be followed for {count} reasons, and nothing was changed"),
    };
    for complaint in complaints {
        let _ = write!(text, "\n  {}", report::clean(&complaint.to_string()));
    }
    text
}
