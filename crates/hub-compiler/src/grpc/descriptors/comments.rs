//! The comments that a descriptor carries beside what they are about (`SourceCodeInfo`).

use std::collections::HashMap;

use super::wire::{fields, numbers};

/// Comments by the path of what they are about.
#[derive(Debug, Default)]
pub(super) struct Comments(HashMap<Vec<i32>, String>);

impl Comments {
    pub(super) fn of(info: &[u8]) -> Self {
        let mut comments = HashMap::new();
        for (_, location) in fields(info).filter(|(number, _)| *number == 1) {
            let (mut path, mut words) = (Vec::new(), String::new());
            for (number, value) in fields(location.bytes().unwrap_or_default()) {
                match number {
                    1 => path.extend(numbers(&value).into_iter().filter_map(|part| i32::try_from(part).ok())),
                    3 => words = value.text(),
                    4 if words.is_empty() => words = value.text(),
                    _ => {}
                }
            }
            if !words.is_empty() {
                let lines: Vec<&str> = words.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
                comments.insert(path, lines.join("\n").trim().to_owned());
            }
        }
        Self(comments)
    }

    pub(super) fn at(&self, path: &[i32]) -> String {
        self.0.get(path).cloned().unwrap_or_default()
    }
}
