//! Fields as the runtime needs them: what they refer to, how they travel, when they are there.

use std::collections::HashSet;

use hub_model::binding::grpc::{Cardinality, FieldKind, FieldType};

use super::super::file::{Extension, Field, Holds, Label, Language};
use super::super::options::{Options, Presence};
use super::{Entity, FieldDef, Names, join, unresolved};
use crate::findings::Findings;

/// Makes the fields of one file.
pub(super) struct Maker<'m> {
    pub(super) names: &'m Names,
    pub(super) language: Language,
    /// The file's options.
    pub(super) file: &'m Options,
    pub(super) findings: &'m mut Findings,
}

impl Maker<'_> {
    pub(super) fn fields(&mut self, scope: &str, fields: Vec<Field>) -> Vec<FieldDef> {
        let mut made: Vec<FieldDef> = Vec::with_capacity(fields.len());
        let mut numbers = HashSet::new();
        for field in fields {
            if let Some(field) = self.field(scope, field)
                && numbers.insert(field.wire.number)
            {
                made.push(field);
            }
        }
        made
    }

    pub(super) fn extensions(&mut self, scope: &str, from: Vec<Extension>, into: &mut Vec<(String, FieldDef)>) {
        for Extension { of, field } in from {
            // Options are extensions too, and of no interest here.
            let Some(of) = self.names.find(scope, &of).filter(|of| !of.starts_with("google.protobuf.")) else {
                continue;
            };
            let full = join(scope, &field.name);
            if let Some(mut field) = self.field(scope, field) {
                field.wire.name = format!("[{full}]");
                field.wire.json = None;
                into.push((of, field));
            }
        }
    }

    fn field(&mut self, scope: &str, field: Field) -> Option<FieldDef> {
        let Some((kind, of, map)) = self.resolve(scope, &field.holds) else {
            let (Holds::Named(name) | Holds::Group(name)) = innermost(&field.holds) else { return None };
            self.findings.push(unresolved(scope, &field.name, name));
            return None;
        };
        let presence = field.options.presence.or(self.file.presence);
        let options = &field.options;
        let many = match map {
            Some(key) => Cardinality::Map(key),
            None if field.label == Label::Repeated => self.repeated(kind, options),
            None => Cardinality::One,
        };
        let one = many == Cardinality::One;
        let delimited = options.delimited.or(self.file.delimited) == Some(true);
        let kind = if kind == FieldKind::Message && delimited && map.is_none() { FieldKind::Group } else { kind };
        let explicit = field.oneof.is_some()
            || field.label == Label::Optional
            || match presence {
                Some(presence) => presence != Presence::Implicit,
                None => self.language != Language::Proto3,
            };
        let json = options.json_name.clone().unwrap_or_else(|| json_name(&field.name));
        Some(FieldDef {
            wire: FieldType {
                number: field.number,
                json: (json != field.name).then_some(json),
                name: field.name,
                kind,
                of,
                many,
                explicit: one && explicit && !matches!(kind, FieldKind::Message | FieldKind::Group),
                required: one && (field.label == Label::Required || presence == Some(Presence::Required)),
                oneof: field.oneof.and_then(|oneof| u32::try_from(oneof).ok()),
            },
            options: field.options,
            docs: field.docs,
        })
    }

    fn repeated(&self, kind: FieldKind, options: &Options) -> Cardinality {
        let packable = !matches!(kind, FieldKind::String | FieldKind::Bytes | FieldKind::Message | FieldKind::Group);
        let packed = match (options.packed, options.expanded.or(self.file.expanded)) {
            (Some(packed), _) => packed,
            (None, Some(expanded)) => !expanded,
            (None, None) => self.language != Language::Proto2,
        };
        if packable && packed { Cardinality::Packed } else { Cardinality::Repeated }
    }

    /// Kind, full name of the type, and kind of a map's keys.
    fn resolve(&self, scope: &str, holds: &Holds) -> Option<(FieldKind, String, Option<FieldKind>)> {
        match holds {
            Holds::Scalar(kind) => Some((*kind, String::new(), None)),
            Holds::Map(key, value) => {
                let (kind, of, nested) = self.resolve(scope, value)?;
                nested.is_none().then_some((kind, of, Some(*key)))
            }
            Holds::Group(name) => Some((FieldKind::Group, self.names.find(scope, name)?, None)),
            Holds::Named(name) => {
                let full = self.names.find(scope, name)?;
                if let Some(Holds::Map(key, value)) = self.names.entry(&full) {
                    // A map of maps is no map that can be written.
                    let plain = matches!(&**value, Holds::Named(name) if self.is_entry(scope, name));
                    let (kind, of, _) = if plain { return None } else { self.resolve(scope, value)? };
                    return Some((kind, of, Some(*key)));
                }
                let kind = match self.names.entity(&full)? {
                    Entity::Message => FieldKind::Message,
                    Entity::Enum => FieldKind::Enum,
                };
                Some((kind, full, None))
            }
        }
    }

    fn is_entry(&self, scope: &str, name: &str) -> bool {
        self.names.find(scope, name).is_some_and(|full| self.names.entry(&full).is_some())
    }
}

fn innermost(holds: &Holds) -> &Holds {
    match holds {
        Holds::Map(_, value) => value,
        other => other,
    }
}

/// protobuf's own way from a field's name to its JSON name.
fn json_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut capital = false;
    for c in name.chars() {
        if c == '_' {
            capital = true;
        } else {
            out.push(if capital { c.to_ascii_uppercase() } else { c });
            capital = false;
        }
    }
    out
}
