//! Blueprints with one tool, put together in a test's few lines, and the calls of it.

use std::collections::BTreeMap;

use hub_model::{
    Annotations, Argument, Binding, Blueprint, HttpBinding, Origin, Output, Profile, Scheme, SchemeKind, Tool,
    binding::http::{Assembly, Body, BodyField, Encode, Field, Format, Piece, Style},
};
use hub_runtime::{
    answer::{Answer, Content},
    call::{Context, Executor},
    egress::Policy,
    secrets::Secrets,
    settings::{Limits, Settings},
};
use serde_json::{Value, json, value::RawValue};

/// A tool in the making. Every argument is a slot, in the order in which they are added.
pub(crate) struct Make {
    pub(crate) arguments: Vec<Argument>,
    pub(crate) binding: HttpBinding,
    pub(crate) schema: Value,
    pub(crate) output: Option<Output>,
    pub(crate) schemes: BTreeMap<String, Scheme>,
    pub(crate) profile: Profile,
}

pub(crate) fn style(style: Style, explode: bool) -> Format {
    Format::Style { style, explode, reserved: false }
}

/// `GET /x` and so on; `{name}` in the path becomes an argument.
pub(crate) fn tool(method: &str, path: &str) -> Make {
    let mut make = Make {
        arguments: Vec::new(),
        binding: HttpBinding {
            upstream: "main".into(),
            method: method.into(),
            target: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            accept: "application/json".into(),
            security: Vec::new(),
            projection: None,
        },
        schema: json!({"type": "object"}),
        output: None,
        schemes: BTreeMap::new(),
        profile: Profile::Standard,
    };
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        make.binding.target.push(Piece::Text(before.into()));
        let field = make.field(name, style(Style::Simple, false));
        make.binding.target.push(Piece::Value(field));
        rest = after;
    }
    make.binding.target.push(Piece::Text(rest.into()));
    make
}

impl Make {
    pub(crate) fn slot(&mut self, name: &str) -> usize {
        self.arguments.push(Argument { name: name.into(), ..Argument::default() });
        self.arguments.len() - 1
    }

    pub(crate) fn field(&mut self, name: &str, format: Format) -> Field {
        Field { slot: self.slot(name), name: name.into(), format, absent: None }
    }

    pub(crate) fn query(mut self, name: &str, format: Format) -> Self {
        let field = self.field(name, format);
        self.binding.query.push(field);
        self
    }

    pub(crate) fn header(mut self, name: &str, format: Format) -> Self {
        let field = self.field(name, format);
        self.binding.headers.push(field);
        self
    }

    pub(crate) fn cookie(mut self, name: &str, format: Format) -> Self {
        let field = self.field(name, format);
        self.binding.cookies.push(field);
        self
    }

    /// A body of one argument for each name.
    pub(crate) fn fields(&mut self, names: &[&str], open: bool) -> Assembly {
        let fields = names.iter().map(|name| BodyField { slot: self.slot(name), name: (*name).into() }).collect();
        Assembly::Fields { fields, open }
    }

    pub(crate) fn body(mut self, media_type: &str, encode: impl FnOnce(&mut Self) -> Encode) -> Self {
        let encode = encode(&mut self);
        self.binding.body = Some(Body {
            required: false,
            media_type: media_type.into(),
            media_type_slot: None,
            encode,
            renamed: BTreeMap::new(),
        });
        self
    }

    pub(crate) fn fixed(mut self, slot: usize, value: Value) -> Self {
        self.arguments[slot].fixed = Some(value);
        self
    }

    pub(crate) fn schema(mut self, schema: Value) -> Self {
        self.schema = schema;
        self
    }

    pub(crate) fn output(mut self, schema: Value, wrap: Option<&str>) -> Self {
        self.output = Some(Output { schema, wrap: wrap.map(Into::into) });
        self
    }

    pub(crate) fn scheme(mut self, name: &str, kind: SchemeKind) -> Self {
        self.schemes.insert(name.into(), Scheme { kind, description: String::new() });
        self
    }

    pub(crate) fn needs(mut self, alternatives: &[&[&str]]) -> Self {
        let requirement = |name: &&str| hub_model::Requirement { scheme: (*name).into(), scopes: vec!["read".into()] };
        self.binding.security = alternatives.iter().map(|all| all.iter().map(requirement).collect()).collect();
        self
    }

    pub(crate) fn blueprint(self, url: &str) -> Blueprint {
        let tool = Tool {
            name: "the_tool".into(),
            title: "The tool".into(),
            description: String::new(),
            documentation: None,
            arguments: self.arguments,
            input_schema: self.schema,
            output: self.output,
            annotations: Annotations {
                read_only_hint: false,
                destructive_hint: false,
                idempotent_hint: false,
                open_world_hint: true,
            },
            origin: Origin::default(),
            binding: Binding::Http(Box::new(self.binding)),
        };
        Blueprint {
            format: hub_model::blueprint::FORMAT.into(),
            digest: String::new(),
            name: "test".into(),
            title: "Test".into(),
            version: "1".into(),
            description: String::new(),
            instructions: String::new(),
            profile: self.profile,
            tools: vec![tool],
            resources: Vec::new(),
            upstreams: [("main".into(), hub_model::Upstream { url: url.into(), ..Default::default() })].into(),
            schemes: self.schemes,
            types: BTreeMap::new(),
            xml: BTreeMap::new(),
            sources: Vec::new(),
        }
    }

    pub(crate) fn executor(self, url: &str, secrets: &[(&str, &str)], settings: Settings) -> Executor {
        let mut held = Secrets::new();
        for (name, value) in secrets {
            held.insert(*name, value);
        }
        Executor::new(&self.blueprint(url), held, settings).unwrap()
    }

    /// One call with everything allowed.
    pub(crate) async fn call(self, url: &str, arguments: &Value) -> Answer {
        call(&self.executor(url, &[], open()), arguments).await
    }
}

/// Settings that allow loopback.
pub(crate) fn open() -> Settings {
    Settings { egress: Policy { allow_private: true, allow: Vec::new() }, ..Settings::default() }
}

/// [`open`] with other limits.
pub(crate) fn limited(change: impl FnOnce(&mut Limits)) -> Settings {
    let mut settings = open();
    change(&mut settings.limits);
    settings
}

pub(crate) async fn call(executor: &Executor, arguments: &Value) -> Answer {
    call_raw(executor, &arguments.to_string()).await
}

pub(crate) async fn call_raw(executor: &Executor, arguments: &str) -> Answer {
    let raw = RawValue::from_string(arguments.to_owned()).unwrap();
    executor.call("the_tool", Some(&raw), &Context::default()).await.unwrap()
}

/// All texts of an answer.
pub(crate) fn text(answer: &Answer) -> String {
    let texts = answer.content.iter().filter_map(|content| match content {
        Content::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The text of an answer that must be an error.
pub(crate) fn failure(answer: &Answer) -> String {
    assert!(answer.is_error, "{answer:?}");
    assert_eq!(answer.structured, None, "errors carry nothing structured");
    text(answer)
}

/// The text of an answer that must be a success.
pub(crate) fn success(answer: &Answer) -> String {
    assert!(!answer.is_error, "{answer:?}");
    text(answer)
}

pub(crate) fn structured(answer: &Answer) -> String {
    String::from_utf8(answer.structured.clone().expect("structured content").to_vec()).unwrap()
}
