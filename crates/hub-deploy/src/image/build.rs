//! From runtimes and a blueprint to an image (OCI image specification 1.1).

use hub_model::Blueprint;
use serde_json::{Map, Value, json};

use super::{
    Architecture, Attached, Blob, Cache, Error, Layer, Runtime,
    layer::PROGRAM,
    {provenance, sbom},
};

/// Media types that registries and engines tell the documents of images by.
pub(super) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub(super) const INDEX: &str = "application/vnd.oci.image.index.v1+json";
pub(super) const CONFIG: &str = "application/vnd.oci.image.config.v1+json";

/// A user without a name and without rights, as images from scratch commonly have it.
const NOBODY: &str = "65532:65532";
/// Images say when they were made; one that says when cannot be made twice.
const CREATED: &str = "1970-01-01T00:00:00Z";

/// An image, ready to be written or pushed.
#[derive(Debug, Clone)]
pub struct Image {
    /// What a tag names: the manifest of the only platform, or the index of several.
    pub root: Blob,
    /// For each machine.
    pub platforms: Vec<Platform>,
}

/// The image for one kind of machine.
#[derive(Debug, Clone)]
pub struct Platform {
    /// Which.
    pub architecture: Architecture,
    /// Names the configuration and the layers.
    pub manifest: Blob,
    /// How it is started.
    pub config: Blob,
    /// The runtime, and over it the blueprint.
    pub layers: [Layer; 2],
    /// What is said of it: what it consists of, and how it was made.
    pub attached: Vec<Attached>,
}

/// Makes an image for the machines of `runtimes`. The same input gives the same bytes.
///
/// # Errors
/// When there is no runtime, or two for the same machines.
pub fn build(blueprint: &Blueprint, runtimes: &[Runtime], cache: &Cache) -> Result<Image, Error> {
    let mut runtimes: Vec<&Runtime> = runtimes.iter().collect();
    runtimes.sort_by_key(|runtime| runtime.architecture);
    if let Some([one, _]) = runtimes.array_windows().find(|[one, other]| one.architecture == other.architecture) {
        return Err(Error::new(format!("there are two runtimes for {}; give one", one.architecture.name())));
    }
    let written = serde_json::to_vec(blueprint)
        .map_err(|error| Error::new(format!("the blueprint cannot be written: {error}")))?;
    let described = Layer::of_file("blueprint.json", 0o644, &written)?;
    let labels = labels(blueprint);
    let mut platforms = Vec::new();
    for runtime in runtimes {
        let layers = [cache.layer(runtime)?, described.clone()];
        platforms.push(platform(blueprint, runtime, layers, &labels));
    }
    let root = match platforms.as_slice() {
        [] => return Err(Error::new("there is no runtime to put into an image").help("`make runtime` builds it")),
        [only] => only.manifest.clone(),
        several => Blob::json(INDEX, &index(several, &labels)),
    };
    Ok(Image { root, platforms })
}

fn platform(blueprint: &Blueprint, runtime: &Runtime, layers: [Layer; 2], labels: &Map<String, Value>) -> Platform {
    let architecture = runtime.architecture;
    let config = Blob::json(CONFIG, &config(architecture, &layers, labels));
    let manifest = Blob::json(
        MANIFEST,
        &json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": config.descriptor(),
            "layers": layers.each_ref().map(|layer| layer.blob.descriptor()),
            "annotations": labels,
        }),
    );
    let attached = vec![
        Attached::new(&manifest, sbom::MEDIA_TYPE, &sbom::of(blueprint, runtime)),
        Attached::new(&manifest, provenance::MEDIA_TYPE, &provenance::of(blueprint, runtime, &manifest)),
    ];
    Platform { architecture, manifest, config, layers, attached }
}

fn config(architecture: Architecture, layers: &[Layer; 2], labels: &Map<String, Value>) -> Value {
    let history = ["the runtime", "the blueprint"]
        .map(|what| json!({ "created": CREATED, "created_by": "mcphub image", "comment": what }));
    json!({
        "created": CREATED,
        "architecture": architecture.name(),
        "os": "linux",
        "config": {
            "User": NOBODY,
            "ExposedPorts": { "8080/tcp": {} },
            "Entrypoint": [format!("/{PROGRAM}")],
            "WorkingDir": "/",
            "Labels": labels,
            "StopSignal": "SIGTERM",
        },
        "rootfs": { "type": "layers", "diff_ids": layers.each_ref().map(|layer| &layer.diff_id) },
        "history": history,
    })
}

fn index(platforms: &[Platform], labels: &Map<String, Value>) -> Value {
    let manifests = platforms.iter().map(|platform| {
        let mut descriptor = platform.manifest.descriptor();
        if let Some(members) = descriptor.as_object_mut() {
            members
                .insert("platform".to_owned(), json!({ "architecture": platform.architecture.name(), "os": "linux" }));
        }
        descriptor
    });
    json!({
        "schemaVersion": 2,
        "mediaType": INDEX,
        "manifests": manifests.collect::<Vec<_>>(),
        "annotations": labels,
    })
}

/// What people and tools see of an image before they pull it (OCI image specification, annotations.md).
fn labels(blueprint: &Blueprint) -> Map<String, Value> {
    let title = if blueprint.title.is_empty() { &blueprint.name } else { &blueprint.title };
    let labels = [
        ("org.opencontainers.image.title", title.as_str()),
        ("org.opencontainers.image.version", blueprint.version.as_str()),
        ("org.opencontainers.image.description", blueprint.description.as_str()),
        ("io.modelcontextprotocol.server.name", blueprint.name.as_str()),
        ("mcphub.blueprint", blueprint.digest.as_str()),
        ("mcphub.version", env!("CARGO_PKG_VERSION")),
    ];
    let said = labels.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(name, value)| (name.to_owned(), Value::from(shortened(value)))).collect()
}

/// Registries and engines list labels whole; documents may describe themselves by the page.
fn shortened(text: &str) -> String {
    const MOST: usize = 500;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
