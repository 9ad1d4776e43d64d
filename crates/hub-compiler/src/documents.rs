//! The documents of one compilation, each under the address it came from.

/// A root document and the documents that it refers to.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    root: String,
}

impl Documents {
    /// Starts with the root document. `uri` is a file path or URL: references resolve against it. `bytes` are as they came;
    /// the encoding and the format (JSON, YAML) are recognised.
    #[must_use]
    pub fn new(uri: &str, bytes: &[u8]) -> Self {
        let _ = bytes;
        Self { root: uri.to_owned() }
    }

    /// Adds a document that [`Self::missing`] asked for.
    pub fn add(&mut self, uri: &str, bytes: &[u8]) {
        let _ = (uri, bytes);
    }

    /// Notes that a document could not be had, and why: references into it are then reported as dangling, with this reason.
    pub fn fail(&mut self, uri: &str, reason: &str) {
        let _ = (uri, reason);
    }

    /// Addresses that loaded documents refer to and that were neither added nor failed, in a stable order.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let _ = &self.root;
        Vec::new()
    }
}
