//! Randomness as a value that is handed in, so that tests can repeat themselves.

/// Where unpredictable bytes come from: the operating system, or a test.
pub trait Entropy: Send + Sync {
    /// Fills the whole of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
