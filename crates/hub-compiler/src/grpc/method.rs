//! Methods of services to operations: their names, arguments, hints and bindings.

use std::collections::BTreeMap;

use hub_model::binding::grpc::{GrpcBinding, GrpcRequest};
use hub_model::{Binding, Origin, Requirement, Skipped};
use serde_json::{Value, json};

use super::file::{File, Method, Service};
use super::options::Idempotency;
use super::registry::{Names, join};
use super::rest;
use super::schema::{Rivals, Schemas, goes, is_required, well_known};
use crate::api::{Input, Operation};
use crate::findings::Findings;
use crate::schema::Direction;

/// Name of the secret.
pub(super) const SCHEME: &str = "token";
/// Key of the upstream that the document says nothing about.
const UPSTREAM: &str = "api";
/// Methods that become tools. The largest known API has a hundredth of it.
const MOST: usize = 20_000;
/// Methods whose names begin so only read. `check`, `query` and `validate` are not in it: they change things in too many APIs.
const READING: [&str; 10] = ["get", "list", "search", "find", "read", "lookup", "describe", "count", "watch", "fetch"];

/// Reads methods.
pub(super) struct Reader<'r, 'd> {
    pub(super) names: &'r Names,
    pub(super) schemas: Schemas<'r, 'd>,
    /// Hosts by the key of their upstream.
    pub(super) upstreams: BTreeMap<String, String>,
    pub(super) skipped: Vec<Skipped>,
    /// Methods with `google.api.http` are called by REST.
    pub(super) rest: bool,
}

/// The services of some files, with their packages.
pub(super) fn services(files: &mut [File], of: &[usize]) -> Vec<(String, Service)> {
    let mut found = Vec::new();
    for position in of {
        if let Some(file) = files.get_mut(*position) {
            let package = file.package.clone();
            found.extend(std::mem::take(&mut file.services).into_iter().map(|service| (package.clone(), service)));
        }
    }
    found
}

/// The service by which servers describe themselves.
pub(super) fn is_reflection(service: &Service) -> bool {
    service.name == "ServerReflection"
}

impl Reader<'_, '_> {
    /// Reads a service's methods. `alone`: there is nothing but reflection, which is then taken for what it is.
    pub(super) fn service(
        &mut self,
        package: &str,
        service: &Service,
        alone: bool,
        operations: &mut Vec<Operation>,
        findings: &mut Findings,
    ) {
        let full = join(package, &service.name);
        for method in &service.methods {
            let key = format!("{full}/{}", method.name);
            let outcome = if operations.len() >= MOST {
                Err(("too-many-methods", format!("only the first {MOST} methods become tools")))
            } else if !is_name(&key) {
                Err(("invalid-name", "its name has characters in it that names cannot have".to_owned()))
            } else if is_reflection(service) && !alone {
                Err(("reflection-service", "it describes the server to tools and is no part of the API".to_owned()))
            } else {
                self.operation(package, service, method, &key, findings)
            };
            match outcome {
                Ok(operation) => operations.push(operation),
                Err((code, reason)) => self.skipped.push(Skipped {
                    place: format!("#/{key}"),
                    operation: key,
                    code: code.to_owned(),
                    reason,
                }),
            }
        }
    }

    fn operation(
        &mut self,
        package: &str,
        service: &Service,
        method: &Method,
        key: &str,
        findings: &mut Findings,
    ) -> Result<Operation, (&'static str, String)> {
        // Methods stand in the scope of their service.
        let input = self.type_of(key, package, &method.input)?;
        let output = self.type_of(key, package, &method.output)?;
        let verb = verb(method);
        let mut binding = super::binding(self.upstream(service), format!("/{key}"), input.clone(), output.clone());
        let (inputs, request) = self.inputs(&input, method.sends, findings);
        binding.request = request;
        binding.streams = method.streams;
        binding.idempotent = matches!(verb, "GET" | "PUT" | "DELETE");
        let requirement = Requirement { scheme: SCHEME.to_owned(), scopes: scopes(service) };
        binding.security = vec![vec![requirement], Vec::new()];
        let by_rest = self.by_rest(method, &binding, findings);
        let mut notes = Vec::new();
        if method.streams {
            notes.push("Answers with a list: the messages of a stream, up to a limit.".to_owned());
        }
        let (inputs, binding) = by_rest.unwrap_or_else(|| (inputs, Binding::Grpc(Box::new(binding))));
        Ok(Operation {
            origin: Origin {
                operation: key.to_owned(),
                place: format!("#/{key}"),
                tags: vec![service.name.clone()],
                deprecated: method.options.deprecated || service.options.deprecated,
            },
            id: Some(id(service, method)),
            verb: verb.to_owned(),
            path: format!("/{}/{}", service.name, method.name),
            summary: String::new(),
            description: method.docs.clone(),
            notes,
            inputs,
            open: false,
            output: self.output(&output, method.streams, findings),
            binding,
        })
    }

    /// The method as a REST call, where that is wanted and possible.
    fn by_rest(
        &mut self,
        method: &Method,
        grpc: &GrpcBinding,
        findings: &mut Findings,
    ) -> Option<(Vec<Input>, Binding)> {
        let http = method.options.http.as_ref().filter(|http| self.rest && !http.verb.is_empty())?;
        if method.sends || method.streams {
            return None;
        }
        let place = (grpc.upstream.clone(), grpc.security.clone());
        let (inputs, binding) = rest::read(self, http, &grpc.input, place, findings)?;
        Some((inputs, Binding::Http(Box::new(binding))))
    }

    fn type_of(&self, key: &str, package: &str, name: &str) -> Result<String, (&'static str, String)> {
        let scope = key.split('/').next().unwrap_or(package);
        let found = self.names.find(scope, name).filter(|full| self.schemas.registry.messages.contains_key(full));
        found.ok_or_else(|| {
            (
                "unresolved-type",
                format!("there is no message `{}` in the files that were found", name.trim_start_matches('.')),
            )
        })
    }

    /// One argument for each field of the request; one list of messages where a stream is sent.
    fn inputs(&mut self, message: &str, sends: bool, findings: &mut Findings) -> (Vec<Input>, GrpcRequest) {
        let input = |wire: &str, schema: Value, description: String, required: bool| Input {
            wire: wire.to_owned(),
            place: "body",
            schema,
            description,
            required,
            fixed: None,
        };
        if sends {
            let one = self.schemas.message(message, Direction::Input, findings);
            let schema = json!({ "type": "array", "items": one });
            let about = "The messages that are sent, in order.".to_owned();
            return (vec![input("messages", schema, about, true)], GrpcRequest::Stream(0));
        }
        if let Some(schema) = well_known(message).filter(|_| message != "google.protobuf.Empty") {
            return (vec![input("value", schema, String::new(), true)], GrpcRequest::Whole(0));
        }
        let Some(definition) = self.schemas.registry.messages.get(message) else {
            return (Vec::new(), GrpcRequest::Fields(Vec::new()));
        };
        let rivals = Rivals::of(definition);
        let (mut inputs, mut fields) = (Vec::new(), Vec::new());
        for field in definition.fields.iter().filter(|field| goes(field, Direction::Input)) {
            let mut schema = self.schemas.field(field, Direction::Input, findings);
            if let Some(map) = schema.as_object_mut().filter(|_| field.options.deprecated) {
                map.insert("deprecated".to_owned(), json!(true));
            }
            fields.push((field.json().to_owned(), inputs.len()));
            inputs.push(input(field.json(), schema, rivals.said(field), is_required(field)));
        }
        (inputs, GrpcRequest::Fields(fields))
    }

    fn output(&mut self, message: &str, streams: bool, findings: &mut Findings) -> Option<Value> {
        if message == "google.protobuf.Empty" && !streams {
            return None;
        }
        let one = self.schemas.message(message, Direction::Output, findings);
        Some(if streams { json!({ "type": "array", "items": one }) } else { one })
    }

    fn upstream(&mut self, service: &Service) -> String {
        let host = service.options.default_host.clone().unwrap_or_default();
        // A host that a document makes up must not become part of an address in any other way.
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        let host = if host.chars().all(legal) { host } else { String::new() };
        let known = self.upstreams.iter().find(|(_, known)| **known == host).map(|(key, _)| key.clone());
        known.unwrap_or_else(|| {
            let key = if self.upstreams.is_empty() {
                UPSTREAM.to_owned()
            } else {
                format!("{UPSTREAM}{}", self.upstreams.len() + 1)
            };
            self.upstreams.insert(key.clone(), host);
            key
        })
    }
}

/// What becomes part of a request's address.
fn is_name(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/'))
}

fn scopes(service: &Service) -> Vec<String> {
    let scopes = service.options.oauth_scopes.as_deref().unwrap_or_default();
    scopes.split(',').map(|scope| scope.trim().to_owned()).filter(|scope| !scope.is_empty()).collect()
}

/// What a tool is named after: the method, with the service where the method alone says too little (`Upsert` of `Points`).
fn id(service: &Service, method: &Method) -> String {
    let of = ["Service", "API", "Api"].iter().find_map(|end| service.name.strip_suffix(end)).unwrap_or(&service.name);
    let words = words(&method.name);
    let single = words.len() == 1 && !of.is_empty() && !of.eq_ignore_ascii_case(&method.name);
    if single { format!("{}_{of}", method.name) } else { method.name.clone() }
}

/// The HTTP method that comes closest to what a call does: declared, or as the method's name has it (AIP-130 and following).
fn verb(method: &Method) -> &'static str {
    match method.options.idempotency {
        Some(Idempotency::NoSideEffects) => return "GET",
        Some(Idempotency::Idempotent) => return "PUT",
        None => {}
    }
    match method.options.http.as_ref().map(|http| http.verb.as_str()) {
        Some("GET") => return "GET",
        Some("PUT") => return "PUT",
        Some("DELETE") => return "DELETE",
        Some("PATCH") => return "PATCH",
        _ => {}
    }
    let words = words(&method.name);
    let both = words.iter().any(|word| matches!(word.as_str(), "or" | "and"));
    let mut words = words.iter().map(String::as_str).skip_while(|word| matches!(*word, "batch" | "bulk" | "multi"));
    match words.next().unwrap_or_default() {
        first if READING.contains(&first) && !both => "GET",
        "update" | "patch" | "modify" => "PATCH",
        "set" | "put" | "replace" if !both => "PUT",
        "delete" | "remove" if !both => "DELETE",
        _ => "POST",
    }
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last_lower = false;
    for c in name.chars() {
        if c == '_' {
            last_lower = false;
            words.push(String::new());
            continue;
        }
        if words.is_empty() || (c.is_uppercase() && last_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        last_lower = !c.is_uppercase();
    }
    words.retain(|word| !word.is_empty());
    words
}
