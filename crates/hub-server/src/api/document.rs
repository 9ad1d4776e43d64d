//! The OpenAPI 3.1 document of the REST API: what the endpoints say of themselves, and what is the same for all of them.

mod headers;
mod parameters;
mod problems;

use utoipa::openapi::{
    Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, SecurityRequirement, ServerBuilder,
    security::{Http, HttpAuthScheme, SecurityScheme},
    tag::TagBuilder,
};

use super::{public_registry, router};

const WORDS: &str = "Register APIs, turn them into MCP servers, and watch them. Sign in at `POST /sessions`, or make an API key, and send \
`Authorization: Bearer …`. Errors are problems (RFC 9457) with a stable `code`; every answer has an `X-Request-Id`. Lists come in pages: send `next` as `cursor`. \
Requests that make something take an `Idempotency-Key`; changes take `If-Match` with the `ETag` that was read.";

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    let licence = LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("MCP Hub")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(WORDS))
        .license(Some(licence));
    let mut document = OpenApiBuilder::new().info(info.build()).build();
    document.servers = Some(vec![ServerBuilder::new().url("/api/v1").build()]);
    document.merge(router().into_openapi());
    let mut registry = public_registry().into_openapi();
    for item in registry.paths.paths.values_mut() {
        // It is not below the address of all others.
        item.servers = Some(vec![ServerBuilder::new().url("/").build()]);
    }
    document.merge(registry);
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("bearer", [])]);
    document.tags = Some(tags());
    let components = document.components.get_or_insert_with(Components::new);
    let bearer =
        Http::builder().scheme(HttpAuthScheme::Bearer).description(Some("An access token or an API key")).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    problems::declare(components);
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            parameters::describe(operation);
            headers::add(operation);
            problems::add(operation);
        }
    }
    document
}

fn tags() -> Vec<utoipa::openapi::Tag> {
    [
        ("accounts", "Accounts: the first one, and those that people make themselves"),
        ("sessions", "Signing in and out"),
        ("me", "One's own account"),
        ("organisations", "Tenants"),
        ("members", "Who is in an organisation"),
        ("roles", "Roles that an organisation made for itself"),
        ("keys", "API keys and service accounts"),
        ("apis", "Registered APIs and their health"),
        ("revisions", "What an API's documents were, and what came of them"),
        ("tools", "Tools of a revision, and trials of them"),
        ("credentials", "Sealed secrets for upstreams"),
        ("jobs", "Work that is done apart from the request that asked for it"),
        ("events", "What happened"),
        ("audit", "Who did what from where"),
        ("servers", "MCP servers made of APIs, and their versions"),
        ("deployments", "Which versions are served, and where"),
        ("images", "Images of servers"),
        ("registries", "Registries that images are pushed to"),
        ("calls", "Records of calls of tools"),
        ("logs", "What servers have to say"),
        ("registry", "The hub's servers as a registry of MCP servers tells of them"),
        ("webhooks", "Receivers of events"),
        ("admin", "The hub as a whole, for its administrators"),
        ("system", "The hub itself"),
    ]
    .into_iter()
    .map(|(name, words)| TagBuilder::new().name(name).description(Some(words)).build())
    .collect()
}
