//! Layers: one file in a reproducible archive, compressed. The runtime's is made once and kept.

use std::{
    collections::HashMap,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use flate2::{Compression, GzBuilder};

use super::{
    Blob, Error, Runtime,
    blob::{hex, sha256},
};

const GZIP: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
/// Told apart from the layers that other versions of this archive's form made.
const FORM: &str = "1";

/// A compressed layer, and the digest that its content has before compression.
#[derive(Debug, Clone)]
pub struct Layer {
    /// As registries keep it.
    pub blob: Blob,
    /// Of the archive (`diff_id` in the image's configuration).
    pub diff_id: String,
}

impl Layer {
    /// A layer with one file.
    pub(super) fn of_file(name: &str, mode: u32, content: &[u8]) -> Result<Self, Error> {
        let archive = archive(name, mode, content).map_err(unwritten)?;
        let blob = Blob::new(GZIP, compressed(&archive).map_err(unwritten)?);
        Ok(Self { blob, diff_id: sha256(&archive) })
    }
}

/// A folder with the layers of runtimes: compressing megabytes takes longer than everything else about an image.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    /// Layers that were made or read, by their runtime's digest.
    known: Arc<Mutex<HashMap<String, Layer>>>,
}

impl Cache {
    /// Layers are kept in `folder`, which is made when it is needed.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, known: Arc::default() }
    }

    /// The runtime's layer: as it was kept, or made and kept. A folder that cannot be written costs time and nothing else.
    pub(super) fn layer(&self, runtime: &Runtime) -> Result<Layer, Error> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(layer) = known.get(&runtime.digest) {
            return Ok(layer.clone());
        }
        let layer = self.kept(runtime)?;
        known.insert(runtime.digest.clone(), layer.clone());
        Ok(layer)
    }

    fn kept(&self, runtime: &Runtime) -> Result<Layer, Error> {
        let archive = archive(PROGRAM, 0o755, &runtime.bytes).map_err(unwritten)?;
        let diff_id = sha256(&archive);
        let path = self.folder.join(format!("layer-{FORM}-{}.tar.gz", hex(&diff_id)));
        let kept = std::fs::read(&path).ok().map(|bytes| Blob::new(GZIP, bytes.into()));
        // Its digest beside it: a file that was cut short is not the layer.
        let noted = std::fs::read_to_string(path.with_extension("digest")).unwrap_or_default();
        if let Some(blob) = kept.filter(|blob| blob.digest == noted) {
            return Ok(Layer { blob, diff_id });
        }
        let blob = Blob::new(GZIP, compressed(&archive).map_err(unwritten)?);
        let _ = keep(&path, &blob);
        Ok(Layer { blob, diff_id })
    }
}

/// Where an image has its program.
pub(super) const PROGRAM: &str = "mcphub-runtime";

fn keep(path: &Path, blob: &Blob) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    replace(path, &blob.bytes)?;
    replace(&path.with_extension("digest"), blob.digest.as_bytes())
}

/// Whoever reads at the same time sees the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path)
}

fn archive(name: &str, mode: u32, content: &[u8]) -> io::Result<Vec<u8>> {
    let mut header = tar::Header::new_ustar();
    header.set_mode(mode);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.len() as u64);
    header.set_entry_type(tar::EntryType::Regular);
    let mut archive = tar::Builder::new(Vec::with_capacity(content.len() + 4096));
    archive.append_data(&mut header, name, content)?;
    archive.into_inner()
}

fn compressed(archive: &[u8]) -> io::Result<Bytes> {
    let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    gzip.write_all(archive)?;
    gzip.finish().map(Bytes::from)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unwritten(error: io::Error) -> Error {
    Error::new(format!("a layer cannot be written: {error}"))
}
