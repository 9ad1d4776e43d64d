//! Comparison that takes as long for a wrong guess as for a nearly right one.

use aws_lc_rs::constant_time::verify_slices_are_equal;

/// Whether both are the same. How long it takes depends on their lengths only.
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    verify_slices_are_equal(one, other).is_ok()
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn tells_the_same_from_the_nearly_same() {
        assert!(same(b"secret", b"secret") && same(b"", b""));
        assert!(!same(b"secret", b"secreT") && !same(b"secret", b"secrets"));
    }
}
