//! Descriptors for gRPC calls: the message types of a blueprint as `FileDescriptorSet`s in ProtoJSON, which the protobuf libraries of all
//! languages read. Types that need each other share a file; files come after those that they import.

mod message;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use hub_model::binding::grpc::{FieldKind, FieldType, Types};
use serde_json::{Map, Value, json};

/// Parts of a name: twice what protobuf's own compiler takes for messages within messages. A blueprint need not have come from ours.
const MOST_PARTS: usize = 64;

/// The sets by the key that bindings name.
pub(super) fn all(types: &BTreeMap<String, Types>) -> Value {
    let set = |types| Scope::of(&with_outer(types)).set();
    types.iter().map(|(key, types)| (key.clone(), set(types))).collect::<Map<_, _>>().into()
}

/// The types with the messages between them, which nothing uses but what is declared in them: a message is no package.
fn with_outer(types: &Types) -> Types {
    let mut all = types.clone();
    for name in types.messages.keys().chain(types.enums.keys()) {
        if name.split('.').count() > MOST_PARTS {
            all.messages.remove(name);
            all.enums.remove(name);
            continue;
        }
        let outer = |name: &str| name.rsplit_once('.').map(|(outer, _)| outer.to_owned());
        let around: Vec<String> = std::iter::successors(outer(name), |name| outer(name)).collect();
        let outermost = around.iter().rposition(|name| types.messages.contains_key(name)).unwrap_or(0);
        for missing in around.into_iter().take(outermost) {
            all.messages.entry(missing).or_default();
        }
    }
    all
}

/// The types of one document by their places.
struct Scope<'t> {
    types: &'t Types,
    /// What is nested in a message, by its full name.
    nested: BTreeMap<&'t str, Vec<&'t str>>,
    extensions: Vec<Extension<'t>>,
}

/// A field that a message got from elsewhere.
struct Extension<'t> {
    name: &'t str,
    extendee: &'t str,
    field: &'t FieldType,
}

impl<'t> Scope<'t> {
    fn of(types: &'t Types) -> Self {
        let extensions = types.messages.iter().flat_map(|(extendee, fields)| {
            fields.iter().filter_map(|field| {
                let name = field.name.strip_prefix('[')?.strip_suffix(']')?;
                Some(Extension { name, extendee, field })
            })
        });
        let mut scope = Self { types, nested: BTreeMap::new(), extensions: extensions.collect() };
        for name in types.messages.keys().chain(types.enums.keys()) {
            if let Some(parent) = scope.parent(name) {
                scope.nested.entry(parent).or_default().push(name);
            }
        }
        scope
    }

    /// The message that a name is declared in.
    fn parent(&self, name: &str) -> Option<&'t str> {
        let (outer, _) = name.rsplit_once('.')?;
        self.types.messages.get_key_value(outer).map(|(name, _)| name.as_str())
    }

    /// The outermost message around a name; itself where there is none.
    fn top<'n>(&self, mut name: &'n str) -> &'n str
    where
        't: 'n,
    {
        while let Some(parent) = self.parent(name) {
            name = parent;
        }
        name
    }

    /// All that is declared within a name, itself included.
    fn within(&self, name: &'t str) -> Vec<&'t str> {
        let mut found = vec![name];
        let mut at = 0;
        while let Some(name) = found.get(at) {
            found.extend(self.nested.get(name).into_iter().flatten());
            at += 1;
        }
        found
    }

    fn set(&self) -> Value {
        let declared = self.types.messages.keys().chain(self.types.enums.keys()).map(String::as_str);
        let tops: Vec<&str> = declared.filter(|name| self.parent(name).is_none()).collect();
        let needs: BTreeMap<&str, BTreeSet<&str>> = tops.iter().map(|top| (*top, self.needs(top))).collect();
        let mut files: Vec<Value> = Vec::new();
        let mut file_of: BTreeMap<&str, String> = BTreeMap::new();
        for group in order::groups(&needs) {
            let Some(first) = group.first() else { continue };
            let path = path(first);
            let imports: BTreeSet<&String> =
                group.iter().filter_map(|top| needs.get(top)).flatten().filter_map(|top| file_of.get(top)).collect();
            files.push(self.file(&path, &group, &imports));
            file_of.extend(group.into_iter().map(|top| (top, path.clone())));
        }
        for extension in self.extensions.iter().filter(|one| self.parent(one.name).is_none()) {
            let needed = [self.top(extension.extendee), self.top(&extension.field.of)];
            let imports: BTreeSet<&String> = needed.iter().filter_map(|top| file_of.get(top)).collect();
            files.push(json!({
                "name": format!("extensions/{}", path(extension.name)), "package": package(extension.name), "syntax": "proto2",
                "dependency": imports, "extension": [message::extension(extension)],
            }));
        }
        json!({ "file": files })
    }

    /// The outermost names that a top-level type refers to.
    fn needs(&self, top: &'t str) -> BTreeSet<&'t str> {
        let within = self.within(top);
        let fields = within.iter().filter_map(|name| self.types.messages.get(*name)).flatten();
        let mut needed: BTreeSet<&str> =
            fields.filter(|field| !field.name.starts_with('[')).map(|field| self.top(&field.of)).collect();
        let declared =
            self.extensions.iter().filter(|one| within.iter().any(|name| self.parent(one.name) == Some(name)));
        for extension in declared {
            needed.extend([self.top(extension.extendee), self.top(&extension.field.of)]);
        }
        needed
    }

    fn file(&self, path: &str, tops: &[&'t str], imports: &BTreeSet<&String>) -> Value {
        let is_proto2 = tops.iter().flat_map(|top| self.within(top)).any(|name| self.needs_proto2(name));
        let messages = tops.iter().filter(|top| self.types.messages.contains_key(**top));
        let enums = tops.iter().filter_map(|top| Some(message::enumeration(top, self.types.enums.get(*top)?)));
        json!({
            "name": path, "package": package(tops.first().unwrap_or(&"")),
            "syntax": if is_proto2 { "proto2" } else { "proto3" }, "dependency": imports,
            "messageType": messages.map(|top| message::message(self, top, is_proto2)).collect::<Vec<_>>(),
            "enumType": enums.collect::<Vec<_>>(),
        })
    }

    /// What only the second version of the language can say.
    fn needs_proto2(&self, name: &str) -> bool {
        let is_closed = |name: &str| {
            self.types.enums.get(name).is_some_and(|values| values.first().is_none_or(|(_, number)| *number != 0))
        };
        let fields = || self.types.messages.get(name).into_iter().flatten();
        is_closed(name)
            || fields().any(|field| {
                field.required
                    || field.kind == FieldKind::Group
                    || field.name.starts_with('[')
                    || (field.kind == FieldKind::Enum && is_closed(&field.of))
            })
    }
}

/// `a/b/Message.proto`
fn path(name: &str) -> String {
    format!("{}.proto", name.replace('.', "/"))
}

fn package(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(package, _)| package)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_stands_between_two_messages_is_one() {
        let types = json!({ "messages": { "a.One": [] }, "enums": { "a.One.Between.State": [["OFF", 0]] } });
        let set = Scope::of(&with_outer(&serde_json::from_value(types).unwrap())).set();
        assert_eq!(set["file"][0]["messageType"][0]["nestedType"][0]["name"], "Between", "{set:#}");
        assert_eq!(set["file"].as_array().unwrap().len(), 1, "{set:#}");
    }

    #[test]
    fn names_that_no_compiler_made_cost_no_stack() {
        let deep = vec!["a"; 20_000].join(".");
        let last = json!([{ "n": 4_294_967_295_u32, "name": "[x.y]", "t": "string" }]);
        let types = json!({ "messages": { "a": last, deep: [] } });
        let set = Scope::of(&with_outer(&serde_json::from_value(types).unwrap())).set();
        assert_eq!(set["file"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn types_become_files_that_import_only_earlier_ones() {
        let types: Types = serde_json::from_value(json!({
            "messages": {
                "a.One": [
                    { "n": 1, "name": "two", "t": "message", "of": "a.Two" },
                    { "n": 2, "name": "by_name", "t": "message", "of": "b.Other", "many": { "map": "string" } },
                    { "n": 3, "name": "maybe", "t": "int32", "explicit": true },
                    { "n": 4, "name": "this", "t": "string", "oneof": 0 , "explicit": true },
                    { "n": 5, "name": "that", "t": "string", "oneof": 0 , "explicit": true },
                ],
                "a.One.Inner": [{ "n": 1, "name": "numbers", "t": "int32", "many": "repeated" }],
                "a.Two": [{ "n": 1, "name": "one", "t": "message", "of": "a.One.Inner", "json": "ONE" }],
                "b.Other": [{ "n": 1, "name": "state", "t": "enum", "of": "b.State", "required": true }],
            },
            "enums": { "b.State": [["OFF", 0], ["ON", 1], ["ALSO_ON", 1]] },
        }))
        .unwrap();
        let set = Scope::of(&types).set();
        let names: Vec<_> = set["file"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["b/State.proto", "b/Other.proto", "a/One.proto"], "{set:#}");
        let one = &set["file"][2];
        assert_eq!(one["messageType"].as_array().unwrap().len(), 2, "{set:#}");
        assert_eq!((&set["file"][1]["syntax"], &one["syntax"]), (&json!("proto2"), &json!("proto3")));
        assert_eq!(one["messageType"][0]["oneofDecl"], json!([{ "name": "oneof_0" }, { "name": "_maybe" }]));
        assert_eq!(one["messageType"][0]["nestedType"][0]["name"], "Inner");
        assert_eq!(one["messageType"][0]["nestedType"][1]["name"], "ByNameEntry");
        assert_eq!(set["file"][0]["enumType"][0]["options"], json!({ "allowAlias": true }));
    }
}
