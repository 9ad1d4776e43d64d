//! The plan of a project, before any language: tools in groups, typed arguments, what fills each slot, and which kinds of requests and
//! authentication are used, so that only what is used is written.

use std::collections::BTreeSet;

use hub_model::binding::Slot;
use hub_model::binding::grpc::GrpcRequest;
use hub_model::binding::http::{Assembly, Encode, Format, HttpBinding, Piece, Style};
use hub_model::binding::{GraphQlBinding, GrpcBinding, SoapBinding};
use hub_model::{Binding, Blueprint, Profile, SchemeKind, Tool};
use serde_json::Value;

use super::License;
use super::identifiers::{Case, Names, slug, words};
use super::security::Securities;
use super::settings::Environment;
use super::types::Type;

/// Names that no file of tools can have: keywords of one language or another, and names that mean something to their tools.
const FILES: [&str; 74] = [
    "mod", "init", "registry", "main", "index", "test", "tests", "tools", "doc", "con", "nul", "aux", "prn", "as",
    "and", "assert", "async", "await", "break", "case", "catch", "class", "const", "continue", "crate", "def",
    "default", "del", "do", "elif", "else", "enum", "except", "export", "extern", "false", "finally", "fn", "for",
    "from", "func", "global", "go", "if", "impl", "import", "in", "is", "lambda", "let", "loop", "match", "move",
    "none", "not", "or", "package", "pass", "pub", "raise", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "use", "where", "while", "yield",
];

/// Everything about a project that no language decides.
pub(super) struct Plan<'b> {
    pub(super) blueprint: &'b Blueprint,
    pub(super) license: License,
    /// `petstore`: what packages and folders are called after.
    pub(super) slug: String,
    pub(super) groups: Vec<Group<'b>>,
    pub(super) uses: Uses,
    pub(super) environment: Environment<'b>,
    pub(super) securities: Securities<'b>,
}

/// Tools that share a file.
pub(super) struct Group<'b> {
    /// `pet_store`: a file's name in every language.
    pub(super) file: String,
    /// The document's own word for it; empty for tools without one.
    pub(super) tag: &'b str,
    pub(super) tools: Vec<ToolPlan<'b>>,
}

/// One tool.
pub(super) struct ToolPlan<'b> {
    pub(super) tool: &'b Tool,
    pub(super) parameters: Vec<Parameter<'b>>,
    /// Arguments that the schema does not name go into the body too.
    pub(super) is_open: bool,
    /// Which of the project's securities it needs.
    pub(super) security: Option<usize>,
    slots: Vec<Filling<'b>>,
}

/// An argument that a tool's function takes.
pub(super) struct Parameter<'b> {
    pub(super) argument: &'b str,
    pub(super) ty: Type,
    pub(super) is_required: bool,
}

/// What fills a slot.
#[derive(Debug, Clone, Copy)]
pub(super) enum Filling<'b> {
    /// The parameter at this position.
    Parameter(usize),
    /// The parameter at this position, or else a value.
    Defaulted(usize, &'b Value),
    /// Always this.
    Fixed(&'b Value),
    /// Nothing ever.
    Nothing,
}

/// What is used, by the names that templates ask for.
#[derive(Debug, Default)]
pub(super) struct Uses(BTreeSet<&'static str>);

impl Uses {
    pub(super) fn has(&self, what: &str) -> bool {
        self.0.contains(what)
    }

    fn note(&mut self, what: &'static str, is_used: bool) {
        if is_used {
            self.0.insert(what);
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

impl<'b> Plan<'b> {
    pub(super) fn of(blueprint: &'b Blueprint, license: License) -> Self {
        let mut securities = Securities::new(blueprint);
        let mut uses = Uses::default();
        let mut groups: Vec<Group<'b>> = Vec::new();
        let mut files = Names::new(Case::Snake, &FILES);
        for tool in &blueprint.tools {
            let planned = ToolPlan::of(tool, &mut securities);
            planned.note(&mut uses);
            let tag = tool.origin.tags.first().map_or("", String::as_str);
            // Tags that differ only in what no file's name can show are one group.
            let same = |group: &Group<'_>| words(group.tag) == words(tag);
            match groups.iter().position(same).and_then(|at| groups.get_mut(at)) {
                Some(group) => group.tools.push(planned),
                None => groups.push(Group { file: files.take(tag, "general"), tag, tools: vec![planned] }),
            }
        }
        for scheme in securities.schemes() {
            uses.0.extend(scheme_uses(&scheme.scheme.kind));
        }
        let also = [
            ("resources", !blueprint.resources.is_empty()),
            ("null_is_absent", blueprint.profile == Profile::OpenaiStrict),
            ("auth", securities.schemes().next().is_some()),
            ("json_text", blueprint.tools.iter().flat_map(|tool| &tool.arguments).any(|argument| argument.json_text)),
        ];
        uses.0.extend(also.into_iter().filter(|(_, used)| *used).map(|(name, _)| name));
        let environment = Environment::of(blueprint, &securities);
        Self { blueprint, license, slug: slug(&blueprint.name), groups, uses, environment, securities }
    }

    pub(super) fn tools(&self) -> impl Iterator<Item = &ToolPlan<'b>> {
        self.groups.iter().flat_map(|group| &group.tools)
    }
}

impl<'b> ToolPlan<'b> {
    fn of(tool: &'b Tool, securities: &mut Securities<'b>) -> Self {
        let properties = tool.input_schema.get("properties").and_then(Value::as_object);
        let required: Vec<&str> = tool
            .input_schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut parameters: Vec<Parameter<'b>> = Vec::new();
        let mut slots = Vec::with_capacity(tool.arguments.len());
        for argument in &tool.arguments {
            if let Some(value) = &argument.fixed {
                slots.push(Filling::Fixed(value));
                continue;
            }
            if argument.name.is_empty() {
                slots.push(Filling::Nothing);
                continue;
            }
            let known = parameters.iter().position(|parameter| parameter.argument == argument.name);
            let at = known.unwrap_or_else(|| {
                let schema = properties.and_then(|properties| properties.get(&argument.name)).unwrap_or(&Value::Null);
                // What is given as JSON text may have become anything when the function gets it.
                let ty = if argument.json_text { &Value::Null } else { schema };
                parameters.push(Parameter {
                    argument: &argument.name,
                    ty: Type::of(ty, &tool.input_schema),
                    is_required: required.contains(&argument.name.as_str()),
                });
                parameters.len() - 1
            });
            slots.push(argument.default.as_ref().map_or(Filling::Parameter(at), |value| Filling::Defaulted(at, value)));
        }
        let is_open = match &tool.binding {
            Binding::Http(http) => {
                matches!(http.body.as_ref().and_then(assembly), Some(Assembly::Fields { open: true, .. }))
            }
            _ => false,
        };
        let security = securities.take(tool.binding.security());
        Self { tool, parameters, is_open, security, slots }
    }

    /// The request, where it is a plain one over HTTP.
    pub(super) fn http(&self) -> Option<&'b HttpBinding> {
        match &self.tool.binding {
            Binding::Http(http) => Some(http),
            _ => None,
        }
    }

    /// What fills a slot.
    pub(super) fn filling(&self, slot: Slot) -> Filling<'b> {
        self.slots.get(slot).copied().unwrap_or(Filling::Nothing)
    }

    /// What fills the slots, in their order.
    pub(super) fn fillings(&self) -> impl Iterator<Item = Filling<'b>> {
        self.slots.iter().copied()
    }

    /// The argument that fills a slot; empty where none does.
    pub(super) fn argument(&self, slot: Slot) -> &'b str {
        self.tool.arguments.get(slot).map_or("", |argument| argument.name.as_str())
    }

    /// The names of arguments that are given as JSON text.
    pub(super) fn json_texts(&self) -> impl Iterator<Item = &'b str> {
        self.tool.arguments.iter().filter(|argument| argument.json_text).map(|argument| argument.name.as_str())
    }

    fn note(&self, uses: &mut Uses) {
        uses.note("defaults", self.slots.iter().any(|slot| matches!(slot, Filling::Defaulted(..))));
        match &self.tool.binding {
            Binding::Http(http) => self.note_http(http, uses),
            Binding::GraphQl(graphql) => note_graphql(graphql, uses),
            Binding::Soap(soap) => note_soap(soap, uses),
            Binding::Grpc(grpc) => note_grpc(grpc, uses),
        }
    }

    fn note_http(&self, http: &HttpBinding, uses: &mut Uses) {
        let mut used = |what, is_used| uses.note(what, is_used);
        used("http", true);
        let fields = || http.query.iter().chain(&http.headers).chain(&http.cookies);
        let in_path = http.target.iter().filter_map(|piece| match piece {
            Piece::Value(field) => Some(field),
            Piece::Text(_) => None,
        });
        used("path", in_path.clone().next().is_some());
        used("query", !http.query.is_empty());
        used("headers", !http.headers.is_empty());
        used("cookies", !http.cookies.is_empty());
        used("content", fields().chain(in_path).any(|field| matches!(field.format, Format::Content { .. })));
        used("projection", http.projection.is_some());
        used("open", self.is_open);
        let Some(body) = &http.body else { return };
        used("body", true);
        used("renamed", !body.renamed.is_empty());
        used("media_type", body.media_type_slot.is_some());
        match assembly(body) {
            Some(Assembly::Whole(_)) => used("whole", true),
            Some(Assembly::Fields { .. }) => used("fields", true),
            Some(Assembly::Template(_)) => used("template", true),
            None => {}
        }
        match &body.encode {
            Encode::Json(_) => used("json", true),
            Encode::JsonLines(_) => used("json_lines", true),
            Encode::Form { .. } => used("form", true),
            Encode::Text(_) => used("text", true),
            Encode::Binary(_) => {
                used("binary", true);
                used("files", true);
            }
            Encode::Xml { .. } => used("xml", true),
            Encode::Multipart { parts, .. } => {
                used("multipart", true);
                used("files", parts.values().any(|part| part.file));
            }
        }
    }
}

fn note_graphql(graphql: &GraphQlBinding, uses: &mut Uses) {
    uses.note("graphql", true);
    uses.note("json", true);
    uses.note("renamed", !graphql.renamed.is_empty());
    uses.note("selected", graphql.fields.is_some());
    let uploads = graphql.variables.iter().any(|variable| !variable.uploads.is_empty());
    uses.note("uploads", uploads);
    uses.note("files", uploads);
}

fn note_soap(soap: &SoapBinding, uses: &mut Uses) {
    uses.note("soap", true);
    uses.note("renamed", !soap.renamed.is_empty());
    uses.note("addressing", soap.addressing.is_some());
    uses.note("encoded", soap.encoded);
}

fn note_grpc(grpc: &GrpcBinding, uses: &mut Uses) {
    uses.note("grpc", true);
    uses.note("renamed", !grpc.renamed.is_empty());
    uses.note("grpc_streams", grpc.streams || matches!(grpc.request, GrpcRequest::Stream(_)));
    uses.note("grpc_answers", grpc.streams);
    uses.note("grpc_lists", matches!(grpc.request, GrpcRequest::Stream(_)));
    uses.note("grpc_wholes", matches!(grpc.request, GrpcRequest::Whole(_)));
}

/// The word for a style (OpenAPI 3.2 section 4.12.3), and for the two that OpenAPI has none for.
pub(super) fn word(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Tsv => "tsv",
        Style::Segments => "segments",
    }
}

/// Where a body's value comes from, where it is assembled.
pub(super) fn assembly(body: &hub_model::binding::http::Body) -> Option<&Assembly> {
    match &body.encode {
        Encode::Json(from) | Encode::Form { from, .. } | Encode::Multipart { from, .. } | Encode::Xml { from, .. } => {
            Some(from)
        }
        Encode::JsonLines(_) | Encode::Text(_) | Encode::Binary(_) => None,
    }
}

fn scheme_uses(kind: &SchemeKind) -> Vec<&'static str> {
    match kind {
        SchemeKind::ApiKey { .. } => vec!["api_key"],
        SchemeKind::Basic => vec!["basic"],
        SchemeKind::Bearer { .. } | SchemeKind::OpenIdConnect { .. } => vec!["bearer"],
        SchemeKind::Oauth2 { .. } => {
            let has = [("client_credentials", kind.client_credentials()), ("refresh", kind.refresh())];
            let has = has.into_iter().filter(|(_, url)| url.is_some()).map(|(name, _)| name);
            std::iter::once("bearer").chain(has).collect()
        }
        SchemeKind::AwsSigv4 { .. } => vec!["aws"],
        SchemeKind::Hmac(_) => vec!["hmac"],
        SchemeKind::MutualTls => vec!["mutual_tls"],
        SchemeKind::Http { scheme } if scheme.eq_ignore_ascii_case("digest") => vec!["digest", "authorization"],
        SchemeKind::Http { .. } => vec!["authorization"],
        SchemeKind::WsSecurity { .. } => vec!["ws_security"],
        // Projects sign no messages.
        SchemeKind::WsSignature => Vec::new(),
    }
}

/// A fixed piece of a target with what no URI may contain encoded, as the hosted server sends it.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '!'..='~' if !matches!(character, '"' | '#' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') => {
                out.push(character);
            }
            _ => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    out
}
