//! Makes an image of a version of a server, has it looked through, and pushes it or keeps its archive.

mod gate;
mod made;
mod push;

use std::{path::PathBuf, sync::Arc};

use hub_deploy::image::{self, Cache, Image, Runtime};
use hub_model::{
    Blueprint,
    id::{OrganisationId, UserId},
    job::ImageOrder,
    server::{ImageState, Version},
};
use hub_store::{
    apis::blobs::Blob,
    servers::{
        images,
        versions::{self, Part},
    },
};
use serde_json::json;

use self::made::{Made, machine};
use super::{Attempt, Effects, Reporter};
use crate::{app::App, images as names};

/// Steps that are told.
const STEPS: i64 = 5;

/// Why there is no image, for people.
type Failure = Attempt;

pub(super) async fn attempt(
    app: &App,
    organisation: OrganisationId,
    order: ImageOrder,
    by: Option<UserId>,
    reporter: Reporter,
) -> Attempt {
    match making(app, organisation, order, by, &reporter).await {
        Ok(attempt) | Err(attempt) => attempt,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn failed(error: impl ToString) -> Failure {
    Attempt::Failed { error: error.to_string(), may_retry: false, effects: None }
}

async fn making(
    app: &App,
    organisation: OrganisationId,
    order: ImageOrder,
    by: Option<UserId>,
    reporter: &Reporter,
) -> Result<Attempt, Failure> {
    reporter.say("finding the runtime", 0, STEPS);
    let version = versions::find(app.store(), organisation, order.server, order.version).await?;
    let version = version.ok_or_else(|| failed("the version is not there any more"))?;
    let kept = match order.registry {
        Some(id) => {
            let kept = names::open(app, organisation, id).await?;
            Some(kept.ok_or_else(|| failed("the registry is not there any more"))?)
        }
        None => None,
    };
    let address = kept.as_ref().map(|kept| kept.registry.address.as_str());
    let name = names::name(address, &order.repository, &order.tag).map_err(failed)?;
    let runtimes = runtimes(app, &order).await?;
    reporter.say("making the layers, and the list of what is in them", 1, STEPS);
    let image = layers(app, organisation, &version, runtimes).await?;
    let passed = gate::pass(app, &image, &name, reporter).await.map_err(failed)?;
    let made = Made { organisation, version, name, image, order, by };
    if let Some(why) = passed.refusal {
        // What was found is kept all the same: it says what has to be done.
        let new = made.kept(ImageState::Blocked, &passed.scan, None, false);
        let effects: Effects = Box::new(move |tx| {
            Box::pin(async move { Ok(json!({ "image": images::create(tx, organisation, new).await?.id })) })
        });
        return Ok(Attempt::Failed { error: why, may_retry: false, effects: Some(effects) });
    }
    match kept {
        Some(kept) => push::push(app, kept, made, passed.scan, reporter).await,
        None => keep(made, passed.scan, reporter).await,
    }
}

/// Those that the settings name, for the machines that are wanted.
async fn runtimes(app: &App, order: &ImageOrder) -> Result<Vec<Runtime>, Failure> {
    let paths: Vec<PathBuf> = app.settings().images.runtimes.iter().map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err(failed(names::NO_RUNTIME));
    }
    let wanted = order.platforms.clone();
    let opening = tokio::task::spawn_blocking(move || {
        let opened: Result<Vec<Runtime>, image::Error> = paths.iter().map(|path| Runtime::open(path)).collect();
        let mut opened = opened.map_err(|error| error.message().to_owned())?;
        let there: Vec<_> = opened.iter().map(|runtime| machine(runtime.architecture)).collect();
        if let Some(missing) = wanted.iter().find(|platform| !there.contains(platform)) {
            return Err(format!("there is no runtime for {missing}; name one in the setting `images.runtimes`"));
        }
        opened.retain(|runtime| wanted.is_empty() || wanted.contains(&machine(runtime.architecture)));
        Ok(opened)
    });
    opening.await.map_err(|error| failed(error.to_string()))?.map_err(failed)
}

async fn layers(
    app: &App,
    organisation: OrganisationId,
    version: &Version,
    runtimes: Vec<Runtime>,
) -> Result<Image, Failure> {
    let blueprint = versions::content(app.store(), organisation, version.id, Part::Blueprint).await?;
    let blueprint = blueprint.ok_or_else(|| failed("the version's blueprint is not there any more"))?;
    let cache = Cache::new(PathBuf::from(&app.settings().images.folder));
    // Compressing a runtime for the first time takes a second or two.
    let making = tokio::task::spawn_blocking(move || {
        let blueprint: Blueprint = serde_json::from_slice(&blueprint).map_err(|error| error.to_string())?;
        image::build(&blueprint, &runtimes, &cache).map_err(|error| error.to_string())
    });
    making.await.map_err(|error| failed(error.to_string()))?.map_err(failed)
}

/// Packs the archive, to be downloaded.
async fn keep(made: Made, scan: gate::Scan, reporter: &Reporter) -> Result<Attempt, Failure> {
    reporter.say("packing the archive", 3, STEPS);
    let made = Arc::new(made);
    let packed = Arc::clone(&made);
    let packing = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        image::write_archive(&packed.image, &packed.name, &mut bytes).map_err(|error| error.to_string())?;
        Blob::of(&bytes).map_err(|error| error.to_string())
    });
    let archive = packing.await.map_err(|error| failed(error.to_string()))?.map_err(failed)?;
    reporter.say("keeping it for download", 4, STEPS);
    let organisation = made.organisation;
    let new = made.kept(ImageState::Kept, &scan, Some(archive), false);
    let result = made.result(&scan);
    Ok(Attempt::Done(Box::new(move |tx| {
        Box::pin(async move {
            let image = images::create(tx, organisation, new).await?;
            Ok(made::with(result, json!({ "image": image.id })))
        })
    })))
}
