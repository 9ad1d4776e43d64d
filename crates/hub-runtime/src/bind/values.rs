//! The values of a binding's slots in one call: arguments, and what is fixed.

use std::collections::HashSet;

use hub_model::Argument;
use serde_json::Value;

use crate::json::Node;

/// The names of a tool's slots, prepared.
pub(crate) struct Slots {
    names: Vec<String>,
    /// JSON texts of the slots that are fixed.
    fixed: Vec<(usize, String)>,
    /// JSON texts of what is sent where the call gives nothing.
    defaults: Vec<(usize, String)>,
    known: HashSet<String>,
}

impl Slots {
    pub(crate) fn new(arguments: &[Argument]) -> Self {
        let texts = |value: fn(&Argument) -> Option<&Value>| {
            let slots = arguments.iter().enumerate();
            slots.filter_map(|(slot, argument)| Some((slot, value(argument)?.to_string()))).collect()
        };
        let fixed = texts(|argument| argument.fixed.as_ref());
        let defaults = texts(|argument| argument.default.as_ref());
        let names: Vec<String> = arguments.iter().map(|argument| argument.name.clone()).collect();
        Self { known: names.iter().cloned().collect(), names, fixed, defaults }
    }
}

/// The values of one call.
pub(crate) struct Values<'a> {
    slots: &'a Slots,
    arguments: &'a Node<'a>,
    fixed: Vec<(usize, Node<'a>)>,
    defaults: Vec<(usize, Node<'a>)>,
}

impl<'a> Values<'a> {
    /// `arguments` is an object.
    pub(crate) fn new(slots: &'a Slots, arguments: &'a Node<'a>) -> Self {
        let read = |texts: &'a [(usize, String)]| {
            texts.iter().filter_map(|(slot, text)| Some((*slot, Node::parse(text)?))).collect()
        };
        Self { slots, arguments, fixed: read(&slots.fixed), defaults: read(&slots.defaults) }
    }

    /// What fills the slot.
    pub(crate) fn get(&self, slot: usize) -> Option<&Node<'a>> {
        if let Some((_, node)) = self.fixed.iter().find(|(fixed, _)| *fixed == slot) {
            return Some(node);
        }
        // What has no name no model may give.
        let name = self.slots.names.get(slot).filter(|name| !name.is_empty())?;
        let default = || self.defaults.iter().find(|(default, _)| *default == slot).map(|(_, node)| node);
        self.arguments.get(name).or_else(default)
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
