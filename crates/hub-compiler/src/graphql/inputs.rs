//! Input types as canonical JSON schemas; input objects are shared definitions, so that recursion stays a reference.

use serde_json::{Map, Value, json};

use super::model::{InputValue, Kind, Schema, Type, TypeRef};
use super::scalars;
use crate::schema::{Direction, Pool};

/// Enums up to this many values stand where they are used; longer ones are shared.
const SHORT_ENUM: usize = 12;
/// Values of an enum that are described one by one.
const DESCRIBED: usize = 40;
/// Characters of what is said about one value.
const VALUE_WORDS: usize = 80;

/// Input types on their way into a pool.
pub(super) struct Inputs<'s> {
    pub(super) schema: &'s Schema,
    /// Input objects that something refers to and that are not in the pool yet.
    waiting: Vec<String>,
}

impl<'s> Inputs<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        Self { schema, waiting: Vec::new() }
    }

    /// The canonical schema of a use of an input type.
    pub(super) fn schema_of(&mut self, pool: &mut Pool<'_>, ty: &TypeRef) -> Value {
        let made = self.written(pool, ty);
        while let Some(name) = self.waiting.pop() {
            if let Some(ty) = self.schema.types.get(&name) {
                let object = self.object(pool, ty);
                pool.define(&key(&name), Direction::Input, object);
            }
        }
        made
    }

    fn written(&mut self, pool: &mut Pool<'_>, ty: &TypeRef) -> Value {
        match ty {
            TypeRef::NonNull(inner) => self.written(pool, inner),
            TypeRef::List(inner) => json!({ "type": "array", "items": self.written(pool, inner) }),
            TypeRef::Named(name) => match self.schema.types.get(name) {
                Some(Type { kind: Kind::Input, .. }) => {
                    let (reference, new) = pool.own(&key(name), name, Direction::Input);
                    if new {
                        self.waiting.push(name.clone());
                    }
                    json!({ "$ref": reference })
                }
                Some(ty) if ty.kind == Kind::Enum && ty.values.len() <= SHORT_ENUM => enumeration(ty),
                Some(ty) if ty.kind == Kind::Enum => {
                    let (reference, new) = pool.own(&key(name), name, Direction::Input);
                    if new {
                        pool.define(&key(name), Direction::Input, enumeration(ty));
                    }
                    json!({ "$ref": reference })
                }
                Some(ty) => scalars::schema(name, &ty.description, &ty.specified_by),
                None => scalars::schema(name, "", ""),
            },
        }
    }

    fn object(&mut self, pool: &mut Pool<'_>, ty: &Type) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for input in &ty.inputs {
            properties.insert(input.name.clone(), self.described(pool, input));
            if input.is_required() && !ty.one_of {
                required.push(json!(input.name));
            }
        }
        let mut object = Map::new();
        object.insert("type".to_owned(), json!("object"));
        let mut description = ty.description.clone();
        if ty.one_of {
            object.insert("minProperties".to_owned(), json!(1));
            object.insert("maxProperties".to_owned(), json!(1));
            description = format!("{description}\nGive exactly one of the properties.").trim().to_owned();
        }
        if !description.is_empty() {
            object.insert("description".to_owned(), json!(description));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".to_owned(), Value::Array(required));
        }
        object.insert("additionalProperties".to_owned(), json!(false));
        Value::Object(object)
    }

    fn described(&mut self, pool: &mut Pool<'_>, input: &InputValue) -> Value {
        let mut schema = self.written(pool, &input.ty);
        if let Some(map) = schema.as_object_mut() {
            let words = words(input);
            if !words.is_empty() {
                map.insert("description".to_owned(), json!(words));
            }
            if let Some(default) = input.default.as_ref().filter(|default| !default.is_null()) {
                map.insert("default".to_owned(), default.clone());
            }
        }
        schema
    }
}

/// What is said about an input, with what a schema cannot say.
pub(super) fn words(input: &InputValue) -> String {
    let mut words = input.description.trim().to_owned();
    if let Some(why) = &input.deprecated {
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        words = format!("{words}\nDeprecated{why}").trim().to_owned();
    }
    words
}

fn enumeration(ty: &Type) -> Value {
    let names: Vec<&str> =
        ty.values.iter().filter(|value| !value.deprecated).map(|value| value.name.as_str()).collect();
    let names = if names.is_empty() { ty.values.iter().map(|value| value.name.as_str()).collect() } else { names };
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("string"));
    if !names.is_empty() {
        schema.insert("enum".to_owned(), json!(names));
    }
    let mut words = ty.description.trim().to_owned();
    for value in ty.values.iter().filter(|value| !value.deprecated && !value.description.is_empty()).take(DESCRIBED) {
        let said: String = value.description.split_whitespace().collect::<Vec<_>>().join(" ");
        let said: String = said.chars().take(VALUE_WORDS).collect();
        words.push_str(&format!("\n{}: {said}", value.name));
    }
    if !words.trim().is_empty() {
        schema.insert("description".to_owned(), json!(words.trim()));
    }
    Value::Object(schema)
}

fn key(name: &str) -> String {
    format!("graphql:{name}")
}

/// Where files are in the values of an input type: paths of property names and `*`. Input objects may contain themselves, so the
/// depth is bounded.
pub(super) fn uploads(schema: &Schema, ty: &TypeRef) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    search(schema, ty, &mut Vec::new(), &mut Vec::new(), &mut found);
    found
}

/// Levels of input objects in which files are looked for, and places that are found.
const UPLOAD_DEPTH: usize = 5;
const MOST_UPLOADS: usize = 20;

fn search(
    schema: &Schema,
    ty: &TypeRef,
    path: &mut Vec<String>,
    inside: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) {
    match ty {
        TypeRef::NonNull(inner) => search(schema, inner, path, inside, found),
        TypeRef::List(inner) => {
            path.push("*".to_owned());
            search(schema, inner, path, inside, found);
            path.pop();
        }
        TypeRef::Named(name) if name == scalars::UPLOAD && found.len() < MOST_UPLOADS => found.push(path.clone()),
        TypeRef::Named(name) => {
            let Some(ty) = schema.types.get(name).filter(|ty| ty.kind == Kind::Input) else { return };
            if inside.len() >= UPLOAD_DEPTH || inside.contains(name) {
                return;
            }
            inside.push(name.clone());
            for input in &ty.inputs {
                path.push(input.name.clone());
                search(schema, &input.ty, path, inside, found);
                path.pop();
            }
            inside.pop();
        }
    }
}
