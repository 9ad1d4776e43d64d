//! What a hub answers, for people: tables, and times as they are felt.

use comfy_table::{Table, presets};
use hub_model::{
    Timestamp,
    clock::{Clock as _, SystemClock},
};
use serde_json::Value;

use super::Hub;
use crate::{failure::Failure, report};

/// Characters of a cell; more of them would push the others off the screen.
const CELL: usize = 72;

/// A column: its title, and what stands in it.
pub(crate) type Column<'c> = (&'c str, &'c dyn Fn(&Value) -> String);

/// Prints rows: as a table, or as JSON where that was asked for.
pub(crate) fn list(hub: &Hub, rows: &[Value], nothing: &str, columns: &[Column<'_>]) -> Result<(), Failure> {
    if hub.json {
        return json(&Value::from(rows.to_vec()));
    }
    if rows.is_empty() {
        report::say(nothing);
        return Ok(());
    }
    let titles: Vec<&str> = columns.iter().map(|(title, _)| *title).collect();
    table(&titles, rows.iter().map(|row| columns.iter().map(|(_, cell)| cell(row)).collect()));
    Ok(())
}

/// Prints a table.
pub(crate) fn table(titles: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(titles.iter().map(|title| title.to_uppercase()));
    for row in rows {
        table.add_row(row.iter().map(|cell| short(&report::clean(cell))));
    }
    let lines: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    report::print(&lines);
}

/// What fits into a cell.
fn short(text: &str) -> String {
    let mut letters = text.chars();
    let begin: String = letters.by_ref().take(CELL).collect();
    if letters.next().is_some() { begin + "…" } else { begin }
}

/// Prints one thing: a line for each of these, or as JSON where that was asked for.
pub(crate) fn show(hub: &Hub, value: &Value, lines: &[Column<'_>]) -> Result<(), Failure> {
    if hub.json {
        return json(value);
    }
    let width = lines.iter().map(|(title, _)| title.len()).max().unwrap_or(0);
    for (title, cell) in lines {
        let text = cell(value);
        if !text.is_empty() {
            report::print(&format!("{title:width$}  {}\n", report::clean(&text)));
        }
    }
    Ok(())
}

/// Prints JSON.
pub(crate) fn json(value: &Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| Failure::environment(format!("the answer cannot be written: {error}")))?;
    report::print(&(text + "\n"));
    Ok(())
}

/// A value at a path like `health.state`; null where there is none.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').try_fold(value, |value, name| value.get(name)).unwrap_or(&Value::Null)
}

/// A value at a path as a cell; nothing where there is none.
pub(crate) fn field(path: &'static str) -> impl Fn(&Value) -> String {
    move |value| match at(value, path) {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(is_so) => if *is_so { "yes" } else { "no" }.to_owned(),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    }
}

/// How long ago the time at a path is.
pub(crate) fn ago(path: &'static str) -> impl Fn(&Value) -> String {
    let now = i64::try_from(SystemClock.since_epoch().as_millis()).unwrap_or(i64::MAX);
    move |value| {
        serde_json::from_value::<Timestamp>(at(value, path).clone()).map(|at| felt(now, at.0)).unwrap_or_default()
    }
}

/// A moment as it is felt now.
fn felt(now: i64, at: i64) -> String {
    let seconds = (now - at).abs() / 1_000;
    let (count, unit) = match seconds {
        ..=4 => return "now".to_owned(),
        5..=119 => (seconds, "s"),
        120..=7_199 => (seconds / 60, "min"),
        7_200..=172_799 => (seconds / 3_600, "h"),
        _ => (seconds / 86_400, "days"),
    };
    if at > now { format!("in {count} {unit}") } else { format!("{count} {unit} ago") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{felt, field};

    #[test]
    fn times_are_told_as_they_are_felt() {
        let told: Vec<String> =
            [0, 30, 600, 7_300, 999_999].map(|seconds| felt(2_000_000_000, 2_000_000_000 - seconds * 1_000)).into();
        assert_eq!(told, ["now", "30 s ago", "10 min ago", "2 h ago", "11 days ago"]);
        assert_eq!(felt(0, 90_000), "in 90 s");
    }

    #[test]
    fn fields_are_found_by_their_path() {
        let value = json!({ "a": { "b": "c" }, "list": ["x", 1], "yes": true, "nothing": null });
        let cells = [
            field("a.b")(&value),
            field("list")(&value),
            field("yes")(&value),
            field("nothing")(&value),
            field("z.z")(&value),
        ];
        assert_eq!(cells, ["c", "x, 1", "yes", "", ""]);
    }
}
