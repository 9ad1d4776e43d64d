//! All types of all files under their full names, and the fields of messages with what they refer to resolved.

mod fields;

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use hub_model::Diagnostic;
use hub_model::binding::grpc::{FieldType, Types};

use super::file::{Enum, EnumValue, Extension, File, Holds, Message};
use super::options::Options;
use super::schema::well_known;
use crate::findings::Findings;
use fields::Maker;

/// Characters of names that are compared to find out what they mean. Names that are nested on purpose would take hours.
const MOST_WORK: usize = 1 << 26;
/// The enumeration that `google.protobuf.Value` needs.
const NULL: &str = "google.protobuf.NullValue";

/// The types of an API.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) messages: BTreeMap<String, MessageDef>,
    pub(super) enums: BTreeMap<String, EnumDef>,
}

/// A message.
#[derive(Debug, Default)]
pub(super) struct MessageDef {
    pub(super) fields: Vec<FieldDef>,
    /// Names of the groups of fields of which one may be set.
    pub(super) oneofs: Vec<String>,
    pub(super) docs: String,
    /// File that it is in.
    pub(super) file: usize,
}

/// A field.
#[derive(Debug)]
pub(super) struct FieldDef {
    /// What the runtime needs.
    pub(super) wire: FieldType,
    pub(super) options: Options,
    pub(super) docs: String,
}

/// An enumeration.
#[derive(Debug, Default)]
pub(super) struct EnumDef {
    pub(super) values: Vec<EnumValue>,
    pub(super) docs: String,
    /// File that it is in.
    pub(super) file: usize,
}

impl FieldDef {
    /// Its name in JSON.
    pub(super) fn json(&self) -> &str {
        self.wire.json.as_deref().unwrap_or(&self.wire.name)
    }
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entity {
    Message,
    Enum,
}

/// The names of all files.
pub(super) struct Names {
    known: HashMap<String, Entity>,
    /// Descriptors write maps as messages: their key and value.
    entries: HashMap<String, Holds>,
    /// Characters that may still be compared.
    work: Cell<usize>,
}

impl Names {
    fn of(files: &[File]) -> Self {
        let mut names = Self { known: HashMap::new(), entries: HashMap::new(), work: Cell::new(MOST_WORK) };
        for file in files {
            names.add(&file.package, &file.messages, &file.enums);
        }
        names
    }

    fn add(&mut self, scope: &str, messages: &[Message], enums: &[Enum]) {
        for one in enums {
            self.known.insert(join(scope, &one.name), Entity::Enum);
        }
        for message in messages {
            let name = join(scope, &message.name);
            if message.options.map_entry
                && let Some(Holds::Scalar(key)) = message.fields.iter().find(|f| f.number == 1).map(|f| f.holds.clone())
                && let Some(value) = message.fields.iter().find(|field| field.number == 2)
            {
                self.entries.insert(name, Holds::Map(key, Box::new(value.holds.clone())));
                continue;
            }
            self.add(&name, &message.messages, &message.enums);
            self.known.insert(name, Entity::Message);
        }
    }

    /// The full name that `name` means in `scope`: the innermost that there is.
    pub(super) fn find(&self, scope: &str, name: &str) -> Option<String> {
        let there = |name: &str| self.known.contains_key(name) || self.entries.contains_key(name);
        if let Some(full) = name.strip_prefix('.') {
            return there(full).then(|| full.to_owned());
        }
        let mut scope = scope;
        loop {
            let candidate = join(scope, name);
            self.work.set(self.work.get().saturating_sub(candidate.len()));
            if self.work.get() == 0 {
                return None;
            }
            if there(&candidate) {
                return Some(candidate);
            }
            if scope.is_empty() {
                return None;
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }

    fn entity(&self, name: &str) -> Option<Entity> {
        self.known.get(name).copied()
    }

    fn entry(&self, name: &str) -> Option<&Holds> {
        self.entries.get(name)
    }
}

/// A full name.
pub(super) fn join(scope: &str, name: &str) -> String {
    if scope.is_empty() { name.to_owned() } else { format!("{scope}.{name}") }
}

impl Registry {
    /// Puts the types of all files together. A field whose type is nowhere is left out, and said.
    pub(super) fn of(files: &mut [File], findings: &mut Findings) -> (Self, Names) {
        let names = Names::of(files);
        let mut registry = Self::default();
        let mut extensions = Vec::new();
        for (position, file) in files.iter_mut().enumerate() {
            let mut maker = Maker { names: &names, language: file.language, file: &file.options, findings };
            let package = file.package.clone();
            let taken = (std::mem::take(&mut file.messages), std::mem::take(&mut file.enums));
            registry.add(&mut maker, &package, taken, position, &mut extensions);
            let own = std::mem::take(&mut file.extensions);
            maker.extensions(&package, own, &mut extensions);
        }
        for (of, field) in extensions {
            if let Some(message) = registry.messages.get_mut(&of) {
                message.fields.push(field);
            }
        }
        (registry, names)
    }

    fn add(
        &mut self,
        maker: &mut Maker<'_>,
        scope: &str,
        (messages, enums): (Vec<Message>, Vec<Enum>),
        file: usize,
        extensions: &mut Vec<(String, FieldDef)>,
    ) {
        for one in enums {
            self.enums.insert(join(scope, &one.name), EnumDef { values: one.values, docs: one.docs, file });
        }
        for message in messages.into_iter().filter(|message| !message.options.map_entry) {
            let name = join(scope, &message.name);
            self.add(maker, &name, (message.messages, message.enums), file, extensions);
            let own: Vec<Extension> = message.extensions;
            maker.extensions(&name, own, extensions);
            let oneofs = message.oneofs.iter().map(|oneof| oneof.name.clone()).collect();
            let fields = maker.fields(&name, message.fields);
            self.messages.insert(name, MessageDef { fields, oneofs, docs: message.docs, file });
        }
    }

    /// What of it the runtime needs to serve methods with these requests and answers.
    /// Of the first `builtin` files only what they use.
    pub(super) fn types<'a>(&self, roots: impl IntoIterator<Item = &'a str>, builtin: usize) -> Types {
        let messages = self
            .messages
            .iter()
            .map(|(name, message)| (name.clone(), message.fields.iter().map(|field| field.wire.clone()).collect()));
        let enums = self.enums.iter().map(|(name, one)| {
            (name.clone(), one.values.iter().map(|value| (value.name.clone(), value.number)).collect())
        });
        let mut types = Types { messages: messages.collect(), enums: enums.collect() };
        let roots: Vec<&str> = roots.into_iter().collect();
        let mut reached = types.reachable(roots.iter().copied());
        reached.extend(types.details());
        let own = |name: &String| self.messages.get(name).is_some_and(|message| message.file >= builtin);
        types.messages.retain(|name, _| own(name) || reached.contains(name) || well_known(name).is_some());
        let own = |name: &String| self.enums.get(name).is_some_and(|one| one.file >= builtin);
        types.enums.retain(|name, _| own(name) || reached.contains(name) || name == NULL);
        types.keep_reachable(roots);
        types
    }
}

/// A finding about a type that is nowhere.
fn unresolved(scope: &str, field: &str, name: &str) -> Diagnostic {
    let message = format!("`{scope}.{field}` is left out: there is no type `{name}`");
    Diagnostic::warning("unresolved-type", message, format!("#/{scope}"))
        .help("give the file that defines it: imports are looked for around the document")
}
