//! Security: what schemes the document declares, which alternatives an operation accepts, and parameters that are credentials.

use std::collections::BTreeMap;

use hub_model::auth::OauthFlow;
use hub_model::{Alternative, ApiKeyPlace, Diagnostic, Requirement, Scheme, SchemeKind};
use serde_json::Value;

use super::{Version, operation::is_token};
use crate::documents::Node;
use crate::findings::Findings;
use crate::passes::words;
use crate::signature;

/// Parameter names that can only be credentials. Names that may be something else (`token`, `key`) stay arguments unless a
/// declared scheme uses them.
const CREDENTIALS: [&str; 16] = [
    "authorization",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "apikey",
    "api_key",
    "x-apikey",
    "x_api_key",
    "x-auth-token",
    "x-access-token",
    "access_token",
    "ocp-apim-subscription-key",
    "subscription-key",
    "x-functions-key",
    "x-rapidapi-key",
    "x-goog-api-key",
];

/// Parts of AWS Signature Version 4, declared as plain headers by AWS's documents: a signer's business, not a model's.
const SIGNATURE_PREFIX: &str = "x-amz-";
const SIGNATURE: [&str; 7] =
    ["content-sha256", "date", "algorithm", "credential", "security-token", "signature", "signedheaders"];

/// Where a document of ours says how requests are signed.
const SIGNED: &str = "x-mcphub-hmac";

/// Alternatives that an operation may have: each optional credential would otherwise double them.
const MOST_ALTERNATIVES: usize = 64;

/// A credential that a document declares as a parameter.
pub(super) struct Credential {
    name: String,
    place: ApiKeyPlace,
    required: bool,
}

impl Credential {
    /// `Some` when a parameter is no argument; `Some(None)` when nothing needs to be configured for it either.
    #[expect(clippy::option_option, reason = "argument, credential, or neither: three answers of one question")]
    pub(super) fn of_parameter(name: &str, place: &str, required: bool) -> Option<Option<Self>> {
        let lower = name.to_ascii_lowercase();
        if let Some(part) = lower.strip_prefix(SIGNATURE_PREFIX)
            && SIGNATURE.contains(&part)
            && matches!(place, "header" | "query")
        {
            return Some(None);
        }
        if !CREDENTIALS.contains(&lower.as_str()) {
            return None;
        }
        let place = match place {
            "header" => ApiKeyPlace::Header,
            "query" => ApiKeyPlace::Query,
            "cookie" => ApiKeyPlace::Cookie,
            _ => return None,
        };
        Some(Some(Self { name: name.to_owned(), place, required }))
    }
}

/// The schemes of a document and the alternatives that hold where an operation does not say.
pub(super) struct Security {
    schemes: BTreeMap<String, Scheme>,
    default: Vec<Alternative>,
}

impl Security {
    pub(super) fn of_document(root: &Node<'_>, version: Version, findings: &mut Findings) -> Self {
        let declared = match version {
            Version::V2 => root.get("securityDefinitions"),
            _ => root.get("components").and_then(|components| components.get("securitySchemes")),
        };
        let mut schemes = BTreeMap::new();
        for (name, node) in declared.iter().flat_map(Node::entries) {
            let Some(node) = node.resolved(findings) else { continue };
            let kind = match node.get(SIGNED).as_ref().and_then(Node::object).map(signature::hmac) {
                Some(Ok(hmac)) => Some(SchemeKind::Hmac(hmac)),
                Some(Err(why)) => {
                    let message = format!("`{SIGNED}` of the security scheme `{name}` {why}");
                    findings.push(Diagnostic::warning("invalid-security-scheme", message, node.place()));
                    continue;
                }
                None if is_aws(&node) => {
                    Some(SchemeKind::AwsSigv4 { service: aws_service(root), region: String::new() })
                }
                None => kind(&node),
            };
            match kind {
                Some(SchemeKind::ApiKey { place: ApiKeyPlace::Header, name: header }) if !is_token(&header) => {
                    let message = format!("security scheme `{name}` names a header that cannot exist");
                    findings.push(Diagnostic::warning("invalid-security-scheme", message, node.place()));
                }
                Some(kind) => {
                    let description = words::clean(&node.text("description").unwrap_or_default(), 300).text;
                    schemes.insert(name.clone(), Scheme { kind, description });
                }
                None => {
                    let message = format!("security scheme `{name}` is of no known type");
                    findings.push(Diagnostic::warning("unknown-security-scheme", message, node.place()));
                }
            }
        }
        let mut security = Self { schemes, default: Vec::new() };
        security.default = security.alternatives(root, findings).unwrap_or_default();
        security
    }

    /// The alternatives of an operation, with the credentials that it declares as parameters.
    pub(super) fn of_operation(
        &mut self,
        operation: &Node<'_>,
        credentials: &[Credential],
        findings: &mut Findings,
    ) -> Vec<Alternative> {
        let mut alternatives = self.alternatives(operation, findings).unwrap_or_else(|| self.default.clone());
        for credential in credentials {
            let scheme = self.scheme_for(credential);
            let covered = |alternative: &Alternative| {
                alternative
                    .iter()
                    .any(|requirement| requirement.scheme == scheme || self.sends(&requirement.scheme, credential))
            };
            if alternatives.iter().any(covered) {
                continue;
            }
            let mut with: Vec<Alternative> =
                if alternatives.is_empty() { vec![Vec::new()] } else { alternatives.clone() };
            for alternative in &mut with {
                alternative.push(Requirement { scheme: scheme.clone(), scopes: Vec::new() });
            }
            if !credential.required {
                with.extend(if alternatives.is_empty() { vec![Vec::new()] } else { alternatives });
            }
            with.truncate(MOST_ALTERNATIVES);
            alternatives = with;
        }
        alternatives
    }

    /// Whether a header is filled by who signs requests.
    pub(super) fn signs(&self, header: &str) -> bool {
        self.schemes.values().any(|scheme| match &scheme.kind {
            SchemeKind::Hmac(hmac) => hmac.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header)),
            _ => false,
        })
    }

    pub(super) fn finish(self) -> BTreeMap<String, Scheme> {
        self.schemes
    }

    /// `security` of the document or of an operation; `None` when it is not there at all.
    fn alternatives(&self, owner: &Node<'_>, findings: &mut Findings) -> Option<Vec<Alternative>> {
        let list = owner.get("security")?;
        let mut alternatives = Vec::new();
        let mut undefined = false;
        // A single object instead of a list of them is a common slip.
        let nodes: Vec<Node<'_>> = if list.value.is_object() { vec![list.clone()] } else { list.items().collect() };
        for node in nodes {
            let mut alternative = Vec::new();
            let mut usable = true;
            for (name, scopes) in node.entries() {
                if !self.schemes.contains_key(name) {
                    let message = format!("security scheme `{name}` is not defined");
                    findings.push(Diagnostic::warning("undefined-security-scheme", message, scopes.place()));
                    usable = false;
                    continue;
                }
                let list = scopes.value.as_array().into_iter().flatten();
                let scopes = list.filter_map(Value::as_str).map(str::to_owned).collect();
                alternative.push(Requirement { scheme: name.clone(), scopes });
            }
            undefined |= !usable;
            if usable && alternatives.len() < MOST_ALTERNATIVES && !alternatives.contains(&alternative) {
                alternatives.push(alternative);
            }
        }
        if alternatives.is_empty() && undefined {
            // Nothing usable is left: let the call go out and the upstream decide.
            alternatives.push(Vec::new());
        }
        Some(alternatives)
    }

    /// The declared scheme that sends this credential, or a new one named after it.
    fn scheme_for(&mut self, credential: &Credential) -> String {
        let declared: Vec<String> = self.schemes.keys().cloned().collect();
        if let Some(known) = declared.into_iter().find(|name| self.sends(name, credential)) {
            return known;
        }
        let kind = SchemeKind::ApiKey { place: credential.place, name: credential.name.clone() };
        self.schemes.insert(credential.name.clone(), Scheme { kind, description: String::new() });
        credential.name.clone()
    }

    /// Whether a scheme fills the same place of the request.
    fn sends(&self, scheme: &str, credential: &Credential) -> bool {
        match self.schemes.get(scheme).map(|scheme| &scheme.kind) {
            Some(SchemeKind::ApiKey { place, name }) => {
                *place == credential.place && name.eq_ignore_ascii_case(&credential.name)
            }
            Some(SchemeKind::Hmac(hmac)) => {
                let is = |(name, _): &(String, String)| name.eq_ignore_ascii_case(&credential.name);
                credential.place == ApiKeyPlace::Header && hmac.headers.iter().any(is)
            }
            Some(SchemeKind::MutualTls | SchemeKind::WsSecurity { .. } | SchemeKind::WsSignature) | None => false,
            Some(_) => credential.place == ApiKeyPlace::Header && credential.name.eq_ignore_ascii_case("authorization"),
        }
    }
}

/// AWS's documents, and those of API Gateway, call it an API key and say so beside it.
fn is_aws(node: &Node<'_>) -> bool {
    node.str("x-amazon-apigateway-authtype").is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4"))
}

/// The name under which a service of AWS is signed for, where its document says it.
fn aws_service(root: &Node<'_>) -> String {
    let Some(info) = root.get("info") else { return String::new() };
    info.text("x-aws-signingName").or_else(|| info.text("x-serviceName")).unwrap_or_default()
}

fn kind(node: &Node<'_>) -> Option<SchemeKind> {
    let name = node.str("type")?.to_ascii_lowercase();
    Some(match name.as_str() {
        "apikey" => SchemeKind::ApiKey {
            place: match node.str("in").unwrap_or("header").to_ascii_lowercase().as_str() {
                "query" => ApiKeyPlace::Query,
                "cookie" => ApiKeyPlace::Cookie,
                _ => ApiKeyPlace::Header,
            },
            name: node.text("name").unwrap_or_else(|| "Authorization".to_owned()),
        },
        "basic" => SchemeKind::Basic,
        "bearer" => SchemeKind::Bearer { format: String::new() },
        "http" => match node.str("scheme").unwrap_or("bearer") {
            scheme if scheme.eq_ignore_ascii_case("basic") => SchemeKind::Basic,
            scheme if scheme.eq_ignore_ascii_case("bearer") => {
                SchemeKind::Bearer { format: node.text("bearerFormat").unwrap_or_default() }
            }
            scheme if !is_token(scheme) => return None,
            scheme => SchemeKind::Http { scheme: scheme.to_owned() },
        },
        "oauth2" => SchemeKind::Oauth2 { flows: flows(node) },
        "openidconnect" => SchemeKind::OpenIdConnect { url: node.text("openIdConnectUrl").unwrap_or_default() },
        "mutualtls" => SchemeKind::MutualTls,
        _ => return None,
    })
}

/// OAuth flows of OpenAPI 3 (`flows`) and Swagger 2.0 (`flow`), under the grants' own names.
fn flows(node: &Node<'_>) -> Vec<OauthFlow> {
    let grant = |name: &str| match name {
        "application" | "clientCredentials" => "client-credentials",
        "accessCode" | "authorizationCode" => "authorization-code",
        "password" => "password",
        "deviceAuthorization" => "device-authorization",
        _ => "implicit",
    };
    let flow = |name: &str, node: &Node<'_>| OauthFlow {
        grant: grant(name).to_owned(),
        token_url: node.text("tokenUrl").unwrap_or_default(),
        authorization_url: node.text("authorizationUrl").unwrap_or_default(),
        refresh_url: node.text("refreshUrl").unwrap_or_default(),
        scopes: node
            .get("scopes")
            .iter()
            .flat_map(Node::entries)
            .map(|(scope, meaning)| (scope.clone(), words::clean(meaning.value.as_str().unwrap_or_default(), 200).text))
            .collect(),
    };
    match node.get("flows") {
        Some(flows) => {
            flows.entries().filter(|(_, node)| node.object().is_some()).map(|(name, node)| flow(name, &node)).collect()
        }
        None => node.str("flow").map(|name| flow(name, node)).into_iter().collect(),
    }
}
