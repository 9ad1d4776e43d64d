//! Files as one: in a folder, in a zip or in a tar that is compressed. The same files give the same bytes.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Write as _},
};

use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;
use utoipa::ToSchema;
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// How files are packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub(crate) enum Format {
    #[default]
    #[serde(rename = "zip")]
    Zip,
    #[serde(rename = "tar.gz")]
    TarGz,
}

impl Format {
    /// How the names of such files end.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::TarGz => "tar.gz",
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Zip => "application/zip",
            Self::TarGz => "application/gzip",
        }
    }
}

/// The archive of a folder. Files are named by their path in it, with `/` between folders.
pub(crate) fn pack(format: Format, folder: &str, files: &BTreeMap<String, String>) -> io::Result<Vec<u8>> {
    let files = files.iter().map(|(name, text)| (format!("{folder}/{name}"), text.as_str()));
    match format {
        Format::Zip => zipped(files),
        Format::TarGz => tarred(files),
    }
}

/// A zip of these files, by their names.
pub(crate) fn zipped<'f>(files: impl IntoIterator<Item = (String, &'f str)>) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The moment at which it is made does not belong into it.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in files {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn tarred<'f>(files: impl IntoIterator<Item = (String, &'f str)>) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, text.as_bytes())?;
    }
    archive.into_inner()?.finish()
}
