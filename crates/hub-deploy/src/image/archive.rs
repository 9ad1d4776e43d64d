//! An image as one file: an OCI layout that engines of before 25 can load too.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Blob, Image, Name, blob::hex, build::INDEX};

/// Writes a tar archive of the image under its name: an OCI image layout, with the `manifest.json` of `docker save` beside it.
///
/// # Errors
/// When it cannot be written.
pub fn write(image: &Image, name: &Name, to: impl Write) -> io::Result<()> {
    write_without(image, name, "", to)
}

/// The same without the content of one digest, which whoever reads it has already.
pub(super) fn write_without(image: &Image, name: &Name, left_out: &str, to: impl Write) -> io::Result<()> {
    let mut archive = tar::Builder::new(to);
    append(&mut archive, "oci-layout", json!({ "imageLayoutVersion": "1.0.0" }).to_string().as_bytes())?;
    append(&mut archive, "index.json", index(image, name).to_string().as_bytes())?;
    append(&mut archive, "manifest.json", docker(image, name).to_string().as_bytes())?;
    for (digest, blob) in blobs(image).into_iter().filter(|(digest, _)| *digest != left_out) {
        append(&mut archive, &path(digest), &blob.bytes)?;
    }
    archive.into_inner()?.flush()
}

fn append(archive: &mut tar::Builder<impl Write>, name: &str, content: &[u8]) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.len() as u64);
    archive.append_data(&mut header, name, content)
}

fn path(digest: &str) -> String {
    format!("blobs/sha256/{}", hex(digest))
}

fn index(image: &Image, name: &Name) -> Value {
    let mut root = image.root.descriptor();
    if let Some(members) = root.as_object_mut() {
        members.insert(
            "annotations".to_owned(),
            json!({ "io.containerd.image.name": name.whole(), "org.opencontainers.image.ref.name": name.tag() }),
        );
    }
    let attached = image.platforms.iter().flat_map(|platform| &platform.attached).map(|attached| attached.descriptor());
    let manifests: Vec<Value> = std::iter::once(root).chain(attached).collect();
    json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests })
}

/// Engines that read this load one machine's image: the first, where there are several.
fn docker(image: &Image, name: &Name) -> Value {
    let first = image.platforms.iter().take(1).map(|platform| {
        json!({
            "Config": path(&platform.config.digest),
            "RepoTags": [name.familiar()],
            "Layers": platform.layers.each_ref().map(|layer| path(&layer.blob.digest)),
        })
    });
    first.collect()
}

/// Everything, each once.
fn blobs(image: &Image) -> BTreeMap<&str, &Blob> {
    let mut blobs = BTreeMap::from([(image.root.digest.as_str(), &image.root)]);
    let mut add = |blob| blobs.insert(digest(blob), blob);
    for platform in &image.platforms {
        add(&platform.manifest);
        add(&platform.config);
        for layer in &platform.layers {
            add(&layer.blob);
        }
        for attached in &platform.attached {
            add(&attached.manifest);
            for blob in &attached.blobs {
                add(blob);
            }
        }
    }
    blobs
}

fn digest(blob: &Blob) -> &str {
    &blob.digest
}
