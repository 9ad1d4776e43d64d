//! Pushes an image, and takes away the tags that are no longer kept.

use std::collections::BTreeSet;

use hub_deploy::image::{
    Error,
    registry::{Registry, Removal},
    sign::{Key, Signature},
};
use hub_model::server::{Image, ImageState};
use hub_store::servers::images;
use serde_json::json;

use super::{
    Failure, STEPS, failed,
    gate::Scan,
    made::{self, Made},
};
use crate::{
    app::App,
    images::{self as names, Kept},
    worker::{Attempt, Reporter},
};

/// Repositories of the registry that may have the layers already; all of them have the runtime, so a few are enough.
const OTHERS: usize = 3;

pub(super) async fn push(
    app: &App,
    kept: Kept,
    made: Made,
    scan: Scan,
    reporter: &Reporter,
) -> Result<Attempt, Failure> {
    let (organisation, id) = (made.organisation, kept.registry.id);
    let (address, keep) = (kept.registry.address.clone(), kept.registry.keep);
    let signature = sign(app, &made).await.map_err(failed)?;
    let host = made.name.registry().to_owned();
    reporter.say(format!("reaching {host}"), 3, STEPS);
    let registry = kept.connect(app).await.map_err(failed)?;
    let before = images::pushed(app.store(), organisation, id, None).await?;
    let others = others(&address, &before);
    let told =
        |done: usize, all: usize| reporter.say(format!("pushing to {host}: {done} of {all} parts are there"), 3, STEPS);
    let pushed = registry.push(&made.image, &made.name, &others, signature.as_ref(), &told).await.map_err(failed)?;
    reporter.say("taking away tags that are no longer kept", 4, STEPS);
    let retained = match keep {
        Some(keep) => retain(&registry, &made, &before, keep).await,
        None => Retained::default(),
    };
    let new = made.kept(ImageState::Pushed, &scan, None, signature.is_some());
    let told = json!({
        "sent": pushed.sent,
        "is_signed": signature.is_some(),
        "removed": retained.removed,
        "retention_error": retained.error,
    });
    let (result, repository) = (made::with(made.result(&scan), told), made.order.repository);
    Ok(Attempt::Done(Box::new(move |tx| {
        Box::pin(async move {
            let image = images::create(tx, organisation, new).await?;
            images::untag(tx, organisation, id, &repository, &retained.removed).await?;
            Ok(made::with(result, json!({ "image": image.id })))
        })
    })))
}

/// With the key that the settings name, where they do.
async fn sign(app: &App, made: &Made) -> Result<Option<Signature>, String> {
    let Some(path) = app.settings().images.sign_key.clone() else { return Ok(None) };
    let reading = tokio::task::spawn_blocking(move || std::fs::read_to_string(path)).await;
    let pem = reading
        .map_err(|error| error.to_string())?
        .map_err(|error| format!("the signing key cannot be read: {error}; the setting `images.sign_key` names it"))?;
    let key = Key::from_pem(&pem).map_err(|error| error.to_string())?;
    key.sign(&made.image, &made.name).map(Some).map_err(|error| error.to_string())
}

/// Repositories of the registry, as it names them itself.
fn others(address: &str, before: &[Image]) -> Vec<String> {
    let known: BTreeSet<&str> = before.iter().map(|image| image.repository.as_str()).collect();
    let names = known.into_iter().filter_map(|repository| names::name(Some(address), repository, "x").ok());
    names.map(|name| name.repository().to_owned()).take(OTHERS).collect()
}

/// What became of tags that are no longer kept.
#[derive(Default)]
struct Retained {
    removed: Vec<String>,
    /// Why some are still there: no reason to call the push a failure.
    error: Option<String>,
}

/// Keeps so many tags of those that were pushed from here, the newest. Tags of others are nobody's business here.
async fn retain(registry: &Registry, made: &Made, before: &[Image], keep: i64) -> Retained {
    let order = &made.order;
    let of_repository = before.iter().filter(|image| image.repository == order.repository && image.tag != order.tag);
    let keep = usize::try_from(keep.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut retained = Retained::default();
    for image in of_repository.skip(keep) {
        match removed(registry, made.name.repository(), image).await {
            Ok(true) => retained.removed.push(image.tag.clone()),
            Ok(false) => {}
            Err(error) => {
                retained.error = Some(error.to_string());
                break;
            }
        }
    }
    retained
}

/// Whether the tag is gone. It stays where it names something else by now, or what other tags need.
async fn removed(registry: &Registry, repository: &str, image: &Image) -> Result<bool, Error> {
    match registry.tag(repository, &image.tag).await? {
        None => return Ok(true),
        Some(tag) if tag.digest != image.digest => return Ok(false),
        Some(_) => {}
    }
    Ok(!matches!(registry.remove(repository, &image.tag).await?, Removal::Needed(_)))
}
