//! The operating system's randomness, as it is handed in outside of tests.

use std::io::Write as _;

use hub_model::entropy::Entropy;

/// Randomness of the operating system, by way of the library that signs and seals.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// Ends the process when the system gives no randomness: whatever would be made without it, somebody could guess.
    fn fill(&self, bytes: &mut [u8]) {
        if aws_lc_rs::rand::fill(bytes).is_err() {
            let reason =
                b"the operating system gives no randomness; without it no key or token is safe, so this process ends\n";
            // Nothing is left to be done where even this cannot be written.
            let _ = std::io::stderr().write_all(reason);
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use hub_model::entropy::Entropy as _;

    use super::SystemEntropy;

    #[test]
    fn fills_the_whole_and_never_twice_the_same() {
        let (mut one, mut other) = ([0; 64], [0; 64]);
        SystemEntropy.fill(&mut one);
        SystemEntropy.fill(&mut other);
        assert_ne!(one, other);
        assert!(one.chunks(16).all(|part| part != [0; 16]), "{one:?}");
    }
}
