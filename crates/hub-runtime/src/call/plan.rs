//! What is prepared for each tool when a server starts, so that a call has little left to do.

use std::{collections::HashMap, sync::Arc};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use hub_model::{Binding, Blueprint, Profile, Tool, Upstream};

use crate::{
    authorise::{self, Access},
    bind::Slots,
    egress::{Base, Identity, Rules},
    request::{Request, Tables},
    secrets::Secrets,
    settings::Settings,
    shape::Output,
    validate::Schema,
};

/// A tool, prepared.
pub(super) struct Plan {
    pub(super) slots: Slots,
    pub(super) input: Schema,
    pub(super) output: Option<Output>,
    /// In OpenAI's strict schemas every property is required, so that null is how a model leaves one out.
    pub(super) null_is_absent: bool,
    /// Arguments that are given as JSON text.
    pub(super) json_texts: Vec<String>,
    /// Why the tool cannot be called, where it cannot: every call then says so.
    pub(super) ready: Result<Ready, String>,
}

/// The request of a tool, prepared.
pub(super) struct Ready {
    pub(super) base: Arc<Base>,
    pub(super) request: Request,
    pub(super) access: Access,
    pub(super) identity: Option<Arc<Identity>>,
}

/// What plans are made from.
pub(super) struct Maker<'a> {
    pub(super) blueprint: &'a Blueprint,
    pub(super) secrets: &'a Secrets,
    pub(super) settings: &'a Settings,
    pub(super) rules: &'a Rules,
    /// The operator's client certificate.
    pub(super) identity: Option<Arc<Identity>>,
}

/// What was prepared already and serves several tools.
pub(super) struct Prepared<'b> {
    /// Base URLs, by their key.
    pub(super) bases: HashMap<String, Result<Arc<Base>, String>>,
    pub(super) shared: authorise::Shared,
    pub(super) tables: Tables<'b>,
}

impl Maker<'_> {
    /// # Errors
    /// When a setting or a secret can never work. What a document got wrong goes into the plan instead.
    pub(super) fn plan(&self, tool: &Tool, prepared: &mut Prepared<'_>) -> Result<Plan, String> {
        Ok(Plan {
            slots: Slots::new(&tool.arguments),
            input: Schema::new(&tool.input_schema),
            output: tool.output.as_ref().map(|output| Output::new(&output.schema, output.wrap.clone())),
            json_texts: tool.arguments.iter().filter(|one| one.json_text).map(|one| one.name.clone()).collect(),
            null_is_absent: self.blueprint.profile == Profile::OpenaiStrict,
            ready: self.ready(&tool.binding, prepared)?,
        })
    }

    fn ready(&self, binding: &Binding, prepared: &mut Prepared<'_>) -> Result<Result<Ready, String>, String> {
        let url = self.base_url(binding.upstream());
        let Prepared { bases, shared, tables } = prepared;
        let base =
            bases.entry(binding.upstream().to_owned()).or_insert_with(|| Base::parse(&url, self.rules).map(Arc::new));
        let base = match base {
            Ok(base) => Arc::clone(base),
            Err(why) if self.given(binding.upstream()).is_some() => {
                return Err(format!("the upstream given cannot be used: {why}"));
            }
            Err(why) => return Ok(Err(why.clone())),
        };
        let access = authorise::access(binding.security(), &self.blueprint.schemes, self.secrets, &url, shared)?;
        let request = Request::new(binding, &base, tables);
        // What the document asks for, or what the operator gives for whatever asks.
        let identity = access.identity().cloned().or_else(|| self.identity.clone());
        Ok(request.map(|request| Ready { base, request, access, identity }))
    }

    fn base_url(&self, key: &str) -> String {
        if let Some(url) = self.given(key) {
            return url.clone();
        }
        let variables = &self.settings.variables;
        let upstream = self.blueprint.upstreams.get(key);
        upstream
            .map(|upstream: &Upstream| upstream.resolved_with(|name| variables.get(name).cloned()))
            .unwrap_or_default()
    }

    /// The base URL that the operator gave for an upstream.
    fn given(&self, key: &str) -> Option<&String> {
        let space = || self.settings.upstreams.get(key.split_once('/')?.0);
        self.settings.upstreams.get(key).or_else(space).or(self.settings.upstream.as_ref())
    }
}

/// The operator's headers.
pub(super) fn headers(settings: &Settings) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, value) in &settings.headers {
        let parsed = HeaderName::from_bytes(name.trim().as_bytes()).ok();
        let parsed = parsed
            .filter(|name| ![header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION].contains(name));
        let parsed = parsed.ok_or_else(|| format!("`{}` is no header that can be set", name.escape_debug()))?;
        let mut value = HeaderValue::from_str(value.trim())
            .map_err(|_| format!("the value of the header `{parsed}` has characters in it that no header can carry"))?;
        value.set_sensitive(is_sensitive(name));
        map.insert(parsed, value);
    }
    Ok(map)
}

/// Whether a header of this name may carry a credential.
pub(super) fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "key", "token", "secret", "cookie", "password", "credential", "session"]
        .iter()
        .any(|word| name.contains(word))
}
