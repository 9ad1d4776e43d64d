//! What holds for whatever the compiler makes, however bad the document was.

use std::collections::HashSet;

use hub_compiler::{Compilation, Documents, Options, compile};
use hub_model::binding::grpc::{GrpcBinding, GrpcRequest};
use hub_model::binding::http::{Assembly, Body, Encode, Field, Piece, Template};
use hub_model::{Binding, Blueprint, HttpBinding, Profile, Tool};
use serde_json::Value;

/// The stack of a thread that the system starts, and the least that any caller of the compiler has.
const STACK: usize = 2 * 1024 * 1024;

/// Compiles in a thread with a small stack, answering every reference to another document as missing, and checks what
/// comes out. Running out of stack aborts the process, which no test survives.
pub(crate) fn compiled(bytes: impl Into<Vec<u8>>, profile: Profile) -> Compilation {
    let bytes = bytes.into();
    let work = move || {
        let mut documents = Documents::new("https://api.example/openapi", bytes);
        for uri in documents.missing() {
            documents.fail(&uri, "it is not to be read");
        }
        let compilation = compile(&documents, &Options { profile, ..Options::default() });
        check(&compilation);
        compilation
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap();
    match thread.join() {
        Ok(compilation) => compilation,
        Err(why) => std::panic::resume_unwind(why),
    }
}

/// Whether a compilation keeps the promises of a blueprint and of a report.
pub(crate) fn check(compilation: &Compilation) {
    let report = &compilation.report;
    assert_eq!(report.operations, report.tools + report.skipped.len(), "the report adds up");
    let Some(blueprint) = &compilation.blueprint else {
        assert_eq!(report.tools, 0);
        assert!(!report.diagnostics.is_empty(), "a document without tools says why");
        return;
    };
    assert_eq!(report.tools, blueprint.tools.len());
    let mut names = HashSet::new();
    for tool in &blueprint.tools {
        assert!(names.insert(&tool.name), "`{}` is there twice", tool.name);
        check_tool(tool, blueprint);
    }
    for (key, upstream) in &blueprint.upstreams {
        for url in std::iter::once(&upstream.url).chain(&upstream.alternatives) {
            assert!(!url.contains(control), "{key}: {url:?}");
        }
    }
    assert!(!blueprint.instructions.contains(unreadable), "{:?}", blueprint.instructions);
}

fn check_tool(tool: &Tool, blueprint: &Blueprint) {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    assert!((2..=40).contains(&tool.name.len()) && tool.name.chars().all(legal), "{:?}", tool.name);
    assert!(tool.name.starts_with(|c: char| c.is_ascii_lowercase()), "{:?}", tool.name);
    for words in [&tool.title, &tool.description] {
        assert!(!words.contains(unreadable), "{words:?}");
    }
    let mut arguments = HashSet::new();
    for argument in &tool.arguments {
        assert!(arguments.insert(&argument.name), "{}: argument `{}` is there twice", tool.name, argument.name);
        // One whose schema takes nothing (`false`) is in neither.
        let known = tool.input_schema["properties"].get(&argument.name).is_some();
        assert!(!known || argument.fixed.is_none(), "{}: `{}` is fixed and asked for", tool.name, argument.name);
    }
    assert_eq!(tool.input_schema["type"], "object");
    check_schema(&tool.input_schema, &tool.name);
    if let Some(output) = &tool.output {
        assert_eq!(output.schema["type"], "object");
        check_schema(&output.schema, &tool.name);
    }
    match &tool.binding {
        Binding::Http(binding) => check_binding(binding, tool),
        Binding::Soap(binding) => assert!(blueprint.xml.contains_key(&binding.types), "{}", tool.name),
        Binding::GraphQl(binding) => {
            assert!(binding.variables.iter().all(|variable| variable.slot < tool.arguments.len()), "{}", tool.name);
        }
        Binding::Grpc(binding) => check_grpc(binding, tool, blueprint),
    }
    assert!(blueprint.upstreams.contains_key(tool.binding.upstream()), "{}", tool.binding.upstream());
    for requirement in tool.binding.security().iter().flatten() {
        assert!(blueprint.schemes.contains_key(&requirement.scheme), "{}", requirement.scheme);
    }
}

/// Every reference leads to a definition of the same schema, and what the root requires is there.
fn check_schema(schema: &Value, tool: &str) {
    if let Some(required) = schema.get("required") {
        for name in required.as_array().unwrap() {
            assert!(schema["properties"].get(name.as_str().unwrap()).is_some(), "{tool}: {name} is required");
        }
    }
    let mut todo = vec![schema];
    while let Some(value) = todo.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap_or("no pointer");
                    assert!(schema.pointer(pointer).is_some(), "{tool}: `{reference}` leads nowhere");
                }
                let data = ["enum", "const", "default", "examples"];
                for (key, part) in map.iter().filter(|(key, _)| !data.contains(&key.as_str())) {
                    if key == "properties" {
                        // A property may be called `$ref`, `enum` or anything else.
                        todo.extend(part.as_object().into_iter().flat_map(serde_json::Map::values));
                    } else {
                        todo.push(part);
                    }
                }
            }
            Value::Array(list) => todo.extend(list),
            _ => {}
        }
    }
}

/// What a gRPC binding names is there.
fn check_grpc(binding: &GrpcBinding, tool: &Tool, blueprint: &Blueprint) {
    let types = &blueprint.types[&binding.types];
    assert!(binding.path.starts_with('/') && !binding.path.contains(|c| control(c) || c == ' '), "{:?}", binding.path);
    for name in [&binding.input, &binding.output] {
        assert!(types.messages.contains_key(name), "{}: there is no `{name}`", tool.name);
    }
    for field in types.messages.values().flatten().filter(|field| !field.of.is_empty()) {
        let known = types.messages.contains_key(&field.of) || types.enums.contains_key(&field.of);
        assert!(known, "`{}` is of `{}`, which is not there", field.name, field.of);
    }
    let slots = match &binding.request {
        GrpcRequest::Fields(fields) => fields.iter().map(|(_, slot)| *slot).collect(),
        GrpcRequest::Whole(slot) | GrpcRequest::Stream(slot) => vec![*slot],
    };
    assert!(slots.iter().all(|slot| *slot < tool.arguments.len()), "{}: {slots:?}", tool.name);
}

fn check_binding(binding: &HttpBinding, tool: &Tool) {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    assert!(!binding.method.is_empty() && binding.method.chars().all(token), "{:?}", binding.method);
    assert!(!binding.accept.is_empty() && !binding.accept.contains(control), "{:?}", binding.accept);
    let field = |field: &Field| assert!(field.slot < tool.arguments.len(), "{}: slot {}", tool.name, field.slot);
    for piece in &binding.target {
        match piece {
            Piece::Text(text) => assert!(!text.contains(|c| control(c) || c == ' '), "{text:?}"),
            Piece::Value(value) => field(value),
        }
    }
    binding.query.iter().chain(&binding.headers).chain(&binding.cookies).for_each(field);
    for header in &binding.headers {
        assert!(!header.name.is_empty() && header.name.chars().all(token), "{:?}", header.name);
    }
    for named in binding.cookies.iter().chain(&binding.headers) {
        assert!(!named.absent.as_deref().unwrap_or_default().contains(control), "{named:?}");
    }
    let Some(body) = &binding.body else { return };
    assert!(!body.media_type.contains(control), "{:?}", body.media_type);
    for slot in slots(body) {
        assert!(slot < tool.arguments.len(), "{}: slot {slot}", tool.name);
    }
}

fn slots(body: &Body) -> Vec<usize> {
    let mut slots: Vec<usize> = body.media_type_slot.into_iter().collect();
    match &body.encode {
        Encode::JsonLines(slot) | Encode::Text(slot) | Encode::Binary(slot) => slots.push(*slot),
        Encode::Json(from) | Encode::Form { from, .. } | Encode::Multipart { from, .. } | Encode::Xml { from, .. } => {
            match from {
                Assembly::Whole(slot) => slots.push(*slot),
                Assembly::Template(template) => template_slots(template, &mut slots),
                Assembly::Fields { fields, .. } => slots.extend(fields.iter().map(|field| field.slot)),
            }
        }
    }
    slots
}

fn template_slots(template: &Template, slots: &mut Vec<usize>) {
    match template {
        Template::Slot(slot) => slots.push(*slot),
        Template::Object(entries) => entries.iter().for_each(|(_, part)| template_slots(part, slots)),
        Template::Array(items) => items.iter().for_each(|item| template_slots(item, slots)),
    }
}

fn control(c: char) -> bool {
    c.is_control()
}

/// Characters that no words for a model hold: those that do not show, and those that turn the reading direction.
fn unreadable(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}')
}
