//! The comments that a descriptor carries beside what they are about (`SourceCodeInfo`).

use std::cell::Cell;
use std::collections::HashMap;

use super::wire::{Value, fields, numbers};

/// Comments by the path of what they are about.
#[derive(Debug)]
pub(super) struct Comments<'r> {
    words: HashMap<Vec<i32>, String>,
    /// Fields that are still read.
    room: &'r Cell<usize>,
}

impl<'r> Comments<'r> {
    pub(super) fn of(info: &[u8], room: &'r Cell<usize>) -> Self {
        let mut comments = HashMap::new();
        for (_, location) in fields(info).filter(|(number, _)| *number == 1).take(room.get()) {
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
        Self { words: comments, room }
    }

    pub(super) fn at(&self, path: &[i32]) -> String {
        self.words.get(path).cloned().unwrap_or_default()
    }

    /// Takes the room of something that takes more of it than its bytes.
    pub(super) fn spend(&self, room: usize) {
        self.room.set(self.room.get().saturating_sub(room));
    }

    /// The fields of a message, as far as there is room.
    pub(super) fn fields<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = (u32, Value<'b>)> {
        let room = self.room;
        fields(bytes).take_while(move |_| {
            room.set(room.get().saturating_sub(1));
            room.get() > 0
        })
    }
}
