//! The files of a built console, each in the forms in which it is sent, found by the paths of requests.

use std::{collections::HashMap, fs, io, path::Path};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// What was there when the binary was built.
static EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/console.rs"));

/// Everything under here has a hash of its content in its name.
const HASHED: &str = "_next/static/";
/// How pages and scripts refer to it.
const BASE: &str = "/_next/";
/// Encodings with the ends of the names of files that have them, the smaller first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// A file.
pub(super) struct File {
    pub(super) media_type: &'static str,
    pub(super) is_hashed: bool,
    plain: Bytes,
    encoded: Vec<(&'static str, Bytes)>,
    hash: String,
}

/// Files by their paths, without a slash at the beginning.
pub(super) struct Files(HashMap<String, File>);

/// What a path leads to.
pub(super) enum Found<'f> {
    File(&'f File),
    /// The same page has another address.
    Page(&'f str),
    Nothing,
}

impl File {
    /// The smallest form that is understood, with its encoding.
    pub(super) fn body(&self, understands: impl Fn(&str) -> bool) -> (Option<&'static str>, &Bytes) {
        let best = self.encoded.iter().find(|(encoding, _)| understands(encoding));
        best.map_or((None, &self.plain), |(encoding, bytes)| (Some(*encoding), bytes))
    }

    /// The entity tag of a form. What has no encoded forms may be encoded on the way out, and is then not the same byte for byte.
    pub(super) fn tag(&self, encoding: Option<&str>) -> String {
        match encoding {
            Some(encoding) => format!("\"{}-{encoding}\"", self.hash),
            None if self.encoded.is_empty() => format!("W/\"{}\"", self.hash),
            None => format!("\"{}\"", self.hash),
        }
    }
}

impl Files {
    /// Those of the binary.
    pub(super) fn embedded(prefix: Option<&str>) -> Self {
        Self::of(EMBEDDED.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::from_static(bytes))), prefix)
    }

    /// Those of a folder.
    pub(super) fn read(folder: &Path, prefix: Option<&str>) -> io::Result<Self> {
        let mut found = Vec::new();
        collect(folder, "", &mut found).map_err(|error| {
            io::Error::new(error.kind(), format!("the console in {} cannot be read: {error}", folder.display()))
        })?;
        Ok(Self::of(found, prefix))
    }

    fn of(given: impl IntoIterator<Item = (String, Bytes)>, prefix: Option<&str>) -> Self {
        let mut given: HashMap<String, Bytes> = given.into_iter().collect();
        let names: Vec<String> = given.keys().filter(|name| media_type(name).is_some()).cloned().collect();
        let mut files = HashMap::new();
        for name in names {
            let Some(media_type) = media_type(&name) else { continue };
            let Some(mut plain) = given.remove(&name) else { continue };
            let mut encoded: Vec<_> = ENCODINGS
                .iter()
                .filter_map(|(encoding, end)| Some((*encoding, given.remove(&format!("{name}{end}"))?)))
                .collect();
            if let Some(moved) = prefix.and_then(|prefix| moved(&plain, media_type, prefix)) {
                plain = moved;
                encoded.clear();
            }
            let hash = Sha256::digest(&plain).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
            let is_hashed = name.starts_with(HASHED);
            files.insert(name, File { media_type, is_hashed, plain, encoded, hash });
        }
        Self(files)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Pages are named without `.html`, and without a slash at the end.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let name = if path.is_empty() { "index" } else { path };
        if let Some(file) = self.0.get(name).or_else(|| self.0.get(&format!("{name}.html"))) {
            return Found::File(file);
        }
        let bare = path.trim_end_matches('/');
        let page = self.0.get_key_value(&format!("{bare}.html"));
        match page.and_then(|(name, _)| name.strip_suffix(".html")) {
            Some(page) if bare != path => Found::Page(page),
            _ => Found::Nothing,
        }
    }

    /// The page for addresses that lead nowhere.
    pub(super) fn page_of_nothing(&self) -> Option<&File> {
        self.0.get("404.html")
    }
}

/// A text with its references to assets led elsewhere; nothing where it has none.
fn moved(plain: &Bytes, media_type: &str, prefix: &str) -> Option<Bytes> {
    let text = std::str::from_utf8(plain).ok().filter(|_| media_type.contains("charset=utf-8"))?;
    let base = format!("{}{BASE}", prefix.trim_end_matches('/'));
    text.contains(BASE).then(|| Bytes::from(text.replace(BASE, &base)))
}

fn collect(folder: &Path, under: &str, found: &mut Vec<(String, Bytes)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push((name, Bytes::from(fs::read(entry.path())?)));
        }
    }
    Ok(())
}

/// What is served; nothing for what only accompanies another file.
fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => return None,
    })
}
