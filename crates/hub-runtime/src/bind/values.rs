//! The values of a binding's slots in one call: arguments, and what is fixed.

use std::collections::HashSet;

use hub_model::Argument;

use crate::json::Node;

/// The names of a tool's slots, prepared.
pub(crate) struct Slots {
    names: Vec<String>,
    /// JSON texts of the slots that are fixed.
    fixed: Vec<(usize, String)>,
    known: HashSet<String>,
}

impl Slots {
    pub(crate) fn new(arguments: &[Argument]) -> Self {
        let fixed = arguments.iter().enumerate();
        let fixed = fixed.filter_map(|(slot, argument)| Some((slot, argument.fixed.as_ref()?.to_string()))).collect();
        let names: Vec<String> = arguments.iter().map(|argument| argument.name.clone()).collect();
        Self { known: names.iter().cloned().collect(), names, fixed }
    }
}

/// The values of one call.
pub(crate) struct Values<'a> {
    slots: &'a Slots,
    arguments: &'a Node<'a>,
    fixed: Vec<(usize, Node<'a>)>,
}

impl<'a> Values<'a> {
    /// `arguments` is an object.
    pub(crate) fn new(slots: &'a Slots, arguments: &'a Node<'a>) -> Self {
        let fixed = slots.fixed.iter().filter_map(|(slot, text)| Some((*slot, Node::parse(text)?))).collect();
        Self { slots, arguments, fixed }
    }

    /// What fills the slot.
    pub(crate) fn get(&self, slot: usize) -> Option<&Node<'a>> {
        if let Some((_, node)) = self.fixed.iter().find(|(fixed, _)| *fixed == slot) {
            return Some(node);
        }
        self.arguments.get(self.slots.names.get(slot)?)
    }

    /// What the model calls the slot.
    pub(crate) fn name(&self, slot: usize) -> &str {
        self.slots.names.get(slot).map_or("?", String::as_str)
    }

    /// Arguments that no slot takes.
    pub(super) fn others(&self) -> impl Iterator<Item = (&str, &Node<'a>)> {
        let entries = match self.arguments {
            Node::Object(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(name, value)| (name.as_ref(), value)).filter(|(name, _)| !self.slots.known.contains(*name))
    }
}
