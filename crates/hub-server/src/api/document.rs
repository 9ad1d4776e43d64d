//! The OpenAPI 3.1 document of the REST API: what the endpoints say of themselves, and what is the same for all of them.

use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, ResponseBuilder,
    SecurityRequirement, ServerBuilder,
    header::HeaderBuilder,
    path::Operation,
    schema::{ObjectBuilder, Type},
    security::{Http, HttpAuthScheme, SecurityScheme},
    tag::TagBuilder,
};

use super::router;
use crate::http::problem;

const WORDS: &str = "Register APIs, turn them into MCP servers, and watch them. Sign in at `POST /sessions`, or make an API key, and send \
`Authorization: Bearer …`. Errors are problems (RFC 9457) with a stable `code`. Lists come in pages: send `next` as `cursor`. \
Requests that make something take an `Idempotency-Key`; changes take `If-Match` with the `ETag` that was read.";

/// What may go wrong everywhere, with its words.
const PROBLEMS: [(u16, &str); 11] = [
    (400, "The request cannot be read"),
    (401, "Nobody is signed in, or no longer"),
    (403, "Whoever is signed in may not do this, or a quota is used up"),
    (404, "It is not there, or not to be seen"),
    (408, "The request came too slowly"),
    (409, "Something is in the way"),
    (412, "It has changed since it was read"),
    (413, "The body is too large"),
    (415, "This type of body is not read here"),
    (422, "The request says something impossible"),
    (429, "Too many requests"),
];

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
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("bearer", [])]);
    document.tags = Some(tags());
    let components = document.components.get_or_insert_with(Components::new);
    let bearer =
        Http::builder().scheme(HttpAuthScheme::Bearer).description(Some("An access token or an API key")).build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let mut schemas = Vec::new();
    <problem::Written as utoipa::ToSchema>::schemas(&mut schemas);
    schemas.push(("Problem".to_owned(), <problem::Written as utoipa::PartialSchema>::schema()));
    components.schemas.extend(schemas);
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            add_problems(operation);
        }
    }
    document
}

fn add_problems(operation: &mut Operation) {
    for (status, words) in PROBLEMS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let mut response = ResponseBuilder::new().description(words).content(problem::MEDIA_TYPE, content);
        if status == 429 {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build();
            let header = HeaderBuilder::new()
                .schema(Some(seconds))
                .description(Some("Seconds until another attempt makes sense"))
                .build();
            response = response.header("Retry-After", header);
        }
        operation.responses.responses.entry(status.to_string()).or_insert_with(|| response.build().into());
    }
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
        ("webhooks", "Receivers of events"),
        ("admin", "The hub as a whole, for its administrators"),
        ("system", "The hub itself"),
    ]
    .into_iter()
    .map(|(name, words)| TagBuilder::new().name(name).description(Some(words)).build())
    .collect()
}
