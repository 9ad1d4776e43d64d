//! The Docker engine of this machine: images are loaded into it without a registry.

use bollard::{Docker, body_full, query_parameters::ImportImageOptionsBuilder};
use bytes::Bytes;
use futures_util::TryStreamExt as _;

use super::{Error, Image, Name, archive};

/// Loads an image under its name into the engine that `DOCKER_HOST` names, or this machine's own.
///
/// # Errors
/// When no engine answers, or it refuses the image.
pub async fn load(image: &Image, name: &Name) -> Result<(), Error> {
    let unreachable = |error: bollard::errors::Error| {
        Error::new(format!("no Docker engine answers: {error}"))
            .help("start one, or write a file with --output and load that where there is one")
    };
    let engine = Docker::connect_with_defaults().map_err(unreachable)?;
    engine.ping().await.map_err(unreachable)?;
    load_into(&engine, image, name).await
}

/// Loads an image under its name into an engine.
async fn load_into(engine: &Docker, image: &Image, name: &Name) -> Result<(), Error> {
    load_without(engine, image, name, "").await
}

/// The same by an engine that may have the runtime's layer from another image, and then does not get it again. Engines whose store takes
/// whole images only get it all the same.
pub(crate) async fn load_upon(engine: &Docker, image: &Image, name: &Name) -> Result<(), Error> {
    if let Some(platform) = image.platforms.first() {
        let [runtime, _] = &platform.layers;
        if load_without(engine, image, name, &runtime.blob.digest).await.is_ok() {
            return Ok(());
        }
    }
    load_into(engine, image, name).await
}

async fn load_without(engine: &Docker, image: &Image, name: &Name, left_out: &str) -> Result<(), Error> {
    let mut bytes = Vec::new();
    archive::write_without(image, name, left_out, &mut bytes)
        .map_err(|error| Error::new(format!("the archive cannot be written: {error}")))?;
    let options = ImportImageOptionsBuilder::default().quiet(true).build();
    let answers = engine.import_image(options, body_full(Bytes::from(bytes)), None);
    let refused = |why: String| Error::new(format!("the Docker engine refused the image: {why}"));
    let said: Vec<_> = answers.try_collect().await.map_err(|error| refused(error.to_string()))?;
    match said.into_iter().find_map(|line| line.error_detail).and_then(|detail| detail.message) {
        Some(why) => Err(refused(why)),
        None => Ok(()),
    }
}
