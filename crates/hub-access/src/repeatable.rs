//! Chance that tests can repeat.

use hub_model::entropy::Entropy;

/// Gives these bytes, from the beginning each time, over and over.
pub(crate) struct Repeatable<'b>(pub(crate) &'b [u8]);

impl Entropy for Repeatable<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        for (byte, given) in bytes.iter_mut().zip(self.0.iter().cycle()) {
            *byte = *given;
        }
    }
}
