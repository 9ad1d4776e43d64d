//! Operations to a blueprint: names, words, schemas, hints, documentation, digest. The same for every kind of API.

mod arguments;
pub(crate) mod instructions;
mod resources;
mod select;

pub use select::narrow;
pub(crate) use select::{keep_types, not_selected, selected};

use std::collections::HashMap;

use hub_model::blueprint::FORMAT;
use hub_model::{Blueprint, Output, Skipped, SourceDocument, Tool};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::api::{Api, Operation};
use crate::documents::Documents;
use crate::findings::Findings;
use crate::passes::{hints, names, profiles, words};
use crate::schema::Room;
use crate::{Options, words::report_flags};

/// Characters of a tool's description. Longer ones are kept whole as documentation: clients cut them, and every tool's
/// description is read with every request.
const DESCRIPTION: usize = 1_024;

/// Bytes of an input schema. What is beyond is summarised: one huge tool would crowd out all others.
const INPUT_BUDGET: usize = 24_000;

/// Bytes of shared schemas that the tools of a server together may be worked out from. Real documents need less than a tenth;
/// in one where everything refers to everything, the tools beyond it are worked out from less.
const WORK: usize = 12 << 20;

/// Bytes of an output schema. It only tells a client what to expect.
const OUTPUT_BUDGET: usize = 6_000;

/// A blueprint and the operations that were left out of it.
pub(crate) struct Linked {
    pub(crate) blueprint: Blueprint,
    pub(crate) skipped: Vec<Skipped>,
}

/// Links an API into a blueprint.
pub(crate) fn link(api: &Api<'_>, documents: &Documents, options: &Options, findings: &mut Findings) -> Linked {
    let name = if options.name.is_empty() { names::server_slug(&api.title) } else { options.name.clone() };
    let tool_names = names_of(&api.operations, options);
    let mut skipped = api.skipped.clone();
    // Compressing a large document takes as long as a good part of linking it, and the two have nothing to do with each other.
    let (tools, packed) = std::thread::scope(|scope| {
        let packing = std::thread::Builder::new().spawn_scoped(scope, || resources::pack(documents));
        let tools = tools(api, tool_names, options, &mut skipped, findings);
        let packed = packing.ok().and_then(|packing| packing.join().ok()).flatten();
        (tools, packed)
    });
    let description = words::clean(&api.description, 2_000);
    report_flags(&description, "#/info/description", findings);
    let mut blueprint = Blueprint {
        format: FORMAT.to_owned(),
        digest: String::new(),
        title: if api.title.trim().is_empty() { name.clone() } else { one_line(&api.title, 120) },
        name,
        version: one_line(&api.version, 60),
        instructions: String::new(),
        description: description.text,
        profile: options.profile,
        tools,
        resources: Vec::new(),
        upstreams: api.upstreams.clone(),
        schemes: schemes_used(api),
        types: api.types.clone(),
        xml: api.xml.clone(),
        sources: sources(api, documents),
    };
    select::keep_types(&mut blueprint);
    blueprint.instructions = instructions::write(&blueprint, &api.tags);
    blueprint.resources = resources::write(&blueprint, api, documents, packed);
    blueprint.digest = digest(&blueprint);
    Linked { blueprint, skipped }
}

/// Words that stand within a line of others.
fn one_line(text: &str, longest: usize) -> String {
    words::clean(text, longest).text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tool for each operation that is selected.
fn tools(
    api: &Api<'_>,
    names: Vec<String>,
    options: &Options,
    skipped: &mut Vec<Skipped>,
    findings: &mut Findings,
) -> Vec<Tool> {
    let mut outputs = Outputs { known: HashMap::new(), room: Room::new(4 * OUTPUT_BUDGET, OUTPUT_BUDGET, WORK) };
    let mut room = Room::new(16 * INPUT_BUDGET, 2 * INPUT_BUDGET, WORK);
    let mut tools = Vec::new();
    for (operation, tool_name) in api.operations.iter().zip(names) {
        if !select::selected(&options.only, &tool_name, &operation.origin.operation) {
            skipped.push(not_selected(&operation.origin));
            continue;
        }
        tools.push(tool(api, operation, tool_name, options, (&mut room, &mut outputs), findings));
    }
    tools
}

/// SHA-256 over the blueprint's JSON with an empty digest.
pub(crate) fn digest(blueprint: &Blueprint) -> String {
    // Serialising plain data into memory cannot fail; an empty text would only give a digest that matches nothing.
    let text = serde_json::to_vec(blueprint).unwrap_or_default();
    format!("sha256:{:x}", Sha256::digest(text))
}

fn names_of(operations: &[Operation], options: &Options) -> Vec<String> {
    let hints: Vec<names::NameHints<'_>> = operations
        .iter()
        .map(|operation| names::NameHints {
            key: &operation.origin.operation,
            id: operation.id.as_deref(),
            verb: &operation.verb,
            path: &operation.path,
        })
        .collect();
    names::assign(&hints, &options.names)
}

/// Only schemes that some tool can use: nobody should be asked for a credential that nothing needs.
fn schemes_used(api: &Api<'_>) -> std::collections::BTreeMap<String, hub_model::Scheme> {
    let mut used = std::collections::BTreeSet::new();
    for operation in &api.operations {
        used.extend(operation.binding.security().iter().flatten().map(|requirement| requirement.scheme.as_str()));
    }
    api.schemes
        .iter()
        .filter(|(name, _)| used.contains(name.as_str()))
        .map(|(name, scheme)| (name.clone(), scheme.clone()))
        .collect()
}

fn sources(api: &Api<'_>, documents: &Documents) -> Vec<SourceDocument> {
    let source = |loaded: &crate::documents::Loaded| SourceDocument {
        uri: without_secrets(&loaded.uri),
        kind: api.kind.to_owned(),
        digest: loaded.digest.clone(),
    };
    documents.loaded().iter().map(source).collect()
}

/// An address without user information or query, which may carry tokens; a path without its folders.
fn without_secrets(uri: &str) -> String {
    match url::Url::parse(uri) {
        Ok(mut url) if url.has_host() => {
            // These only fail for URLs that cannot have a host.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.set_query(None);
            url.set_fragment(None);
            url.into()
        }
        _ => uri.rsplit(['/', '\\']).next().unwrap_or(uri).to_owned(),
    }
}

fn tool(
    api: &Api<'_>,
    operation: &Operation,
    name: String,
    options: &Options,
    (room, outputs): (&mut Room, &mut Outputs),
    findings: &mut Findings,
) -> Tool {
    let mut extras = operation.notes.clone();
    if operation.origin.deprecated {
        extras.push("Deprecated: the API advises against it.".to_owned());
    }
    let summary = if operation.summary.is_empty() && operation.description.is_empty() {
        operation.origin.operation.clone()
    } else {
        operation.summary.clone()
    };
    let words = words::tool_description(&summary, &operation.description, &extras, DESCRIPTION);
    report_flags(&words, &operation.origin.place, findings);
    let arguments = arguments::of(api, operation, options.profile, (INPUT_BUDGET, room), findings);
    let mut binding = operation.binding.clone();
    binding.rename(arguments.renamed);
    Tool {
        title: title(operation, &name),
        name,
        description: words.text,
        documentation: words.full,
        arguments: arguments.slots,
        input_schema: arguments.schema,
        output: operation.output.as_ref().map(|schema| outputs.of(api, schema, options)),
        annotations: hints::annotations(&operation.verb, &operation.path, operation.id.as_deref().unwrap_or_default()),
        origin: operation.origin.clone(),
        binding,
    }
}

/// A title for people: the summary, a description that is short enough to be one, or else the name.
fn title(operation: &Operation, name: &str) -> String {
    let first = operation.description.lines().next().unwrap_or_default();
    let short = operation.summary.is_empty() && (1..=80).contains(&first.trim().chars().count());
    words::title(if short { first } else { &operation.summary }, name)
}

/// Output schemas by the canonical schema they come from: operations that answer the same are worked out once.
struct Outputs {
    known: HashMap<String, Output>,
    room: Room,
}

impl Outputs {
    fn of(&mut self, api: &Api<'_>, schema: &Value, options: &Options) -> Output {
        let make = || {
            let whole = api.pool.self_contained(schema.clone(), &mut self.room);
            let (schema, wrap) = profiles::relax_output(&whole, options.profile, OUTPUT_BUDGET);
            Output { schema, wrap }
        };
        self.known.entry(schema.to_string()).or_insert_with(make).clone()
    }
}
