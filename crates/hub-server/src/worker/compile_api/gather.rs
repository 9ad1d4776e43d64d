//! Where an API's documents come from: an address, a live endpoint, or an upload.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use hub_compiler::Documents;
use hub_model::{
    api::{Api, Source},
    id::OrganisationId,
};
use hub_store::apis::{blobs, credentials, uploads};
use secrecy::ExposeSecret as _;
use url::Url;

use super::{Attempt, Reporter, failed};
use crate::{
    api::apis::create::kind,
    app::App,
    calls,
    sources::{Cause, Found, Settings, Unobtainable, Web, is_live, uploaded},
};

/// The documents of an API, with everything that they refer to.
pub(super) async fn documents(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    reporter: &Reporter,
) -> Result<Documents, Attempt> {
    let wanted = api.settings.kind.as_deref().and_then(kind);
    let web = web(app, organisation, api, reporter).await?;
    match &api.source {
        Source::Url { url } if is_live(url) => web.describe(url).await.map_err(unobtainable),
        Source::Url { url } => match web.read(url, wanted).await.map_err(unobtainable)? {
            Found::Documents(documents) => Ok(documents),
            Found::Blueprint(..) => Err(failed("this is a blueprint; give the document that it was made of", false)),
        },
        Source::Upload { upload, root } => {
            let mut files = Vec::new();
            for file in uploads::files(app.store(), organisation, *upload).await? {
                let bytes = blobs::get(app.store(), organisation, &file.digest).await?;
                files.push(uploaded::File { name: file.name, bytes });
            }
            uploaded::documents(&files, root.as_deref(), wanted, &web).await.map_err(unobtainable)
        }
    }
}

async fn web(app: &App, organisation: OrganisationId, api: &Api, reporter: &Reporter) -> Result<Web, Attempt> {
    let teller = reporter.clone();
    let settings = Settings {
        policy: calls::policy(app),
        clock: Arc::clone(app.clock()),
        asking: Box::new(move |address| teller.say(format!("getting {address}"), 0, super::STEPS)),
        answered: Box::new(|| {}),
    };
    let web = Web::new(settings).map_err(unobtainable)?;
    let Source::Url { url } = &api.source else { return Ok(web) };
    // Only of schemes that it knows does a URL tell addresses from names.
    let root = if is_live(url) { url.replacen("grpc", "http", 1) } else { url.clone() };
    let root = Url::parse(&root).map_err(|error| failed(&format!("the address is no URL: {error}"), false))?;
    let headers = headers(app, organisation, api).await?;
    web.with_root(&root, &calls::policy(app), headers).map_err(unobtainable)
}

/// The headers with which the document itself is fetched, and nothing else.
async fn headers(app: &App, organisation: OrganisationId, api: &Api) -> Result<HeaderMap, Attempt> {
    let mut headers = HeaderMap::new();
    let Some(scheme) = &api.settings.document_credential else { return Ok(headers) };
    let opened = credentials::open(app.store(), organisation, api.id, None).await?;
    let Some(opened) = opened.into_iter().find(|opened| opened.scheme == *scheme) else {
        let error = format!("the credential `{scheme}` for the document is not set; set it, and refresh the API");
        return Err(failed(&error, false));
    };
    if calls::destinations::of_source(api).is_none_or(|origin| !opened.destinations.contains(&origin)) {
        let error = format!("the credential `{scheme}` was set for another address than the document's; set it again");
        return Err(failed(&error, false));
    }
    // `Name: value` names its header; anything else is a bearer token.
    let text = opened.value.expose_secret();
    let (name, value) = match text.split_once(": ") {
        Some((name, value)) if HeaderName::from_bytes(name.as_bytes()).is_ok() => (name, value.to_owned()),
        _ => ("authorization", format!("Bearer {text}")),
    };
    let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.trim()));
    let (Ok(name), Ok(mut value)) = pair else {
        return Err(failed(&format!("the credential `{scheme}` cannot be sent as a header"), false));
    };
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(headers)
}

/// What went wrong, and what to do about it here.
fn unobtainable(unobtainable: Unobtainable) -> Attempt {
    let Unobtainable { message, cause } = unobtainable;
    let help = match cause {
        Cause::Address => "correct the API's source",
        Cause::Absent => "check the address in a browser, or upload the document",
        Cause::Denied | Cause::EndpointDenied => {
            "set a credential for the document and name it in the API's settings, or upload the document"
        }
        Cause::NoEndpoint => "check the address, or upload the schema (SDL or an introspection result)",
        Cause::Reticent => {
            "introspection may be switched off, or want credentials: upload the schema, or set a credential for the document"
        }
        Cause::NoReflection => "switch on server reflection, or upload the .proto files or a descriptor set",
        Cause::Environment => "tell the operator of this hub",
    };
    failed(&format!("{message}; {help}"), cause.is_passing())
}
