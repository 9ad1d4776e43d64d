//! Numbers in base 62: letters and digits only.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Writes a number, most significant byte first, with so many digits. More than fit are left out on the left.
pub(super) fn write(number: &[u8], count: usize, text: &mut String) {
    let mut rest = zeroize::Zeroizing::new(number.to_vec());
    let mut digits = zeroize::Zeroizing::new(vec![b'0'; count]);
    for digit in digits.iter_mut().rev() {
        let remainder = divide(&mut rest);
        *digit = ALPHABET.get(remainder).copied().unwrap_or(b'0');
    }
    text.extend(digits.iter().copied().map(char::from));
}

/// Divides a number by 62 and answers what remains.
fn divide(number: &mut [u8]) -> usize {
    let mut remainder: u16 = 0;
    for byte in number {
        let value = (remainder << 8) | u16::from(*byte);
        // Less than 256, because the remainder before was less than 62.
        *byte = (value / 62) as u8;
        remainder = value % 62;
    }
    usize::from(remainder)
}

#[cfg(test)]
mod tests {
    use super::write;

    fn written(number: &[u8], count: usize) -> String {
        let mut text = String::new();
        write(number, count, &mut text);
        text
    }

    #[test]
    fn counts_in_base_62() {
        assert_eq!(written(&[0], 3), "000");
        assert_eq!(written(&[61], 3), "00z");
        assert_eq!(written(&[62], 3), "010");
        assert_eq!(written(&[0x0e, 0xff], 2), "zv");
        assert_eq!(written(&u32::MAX.to_be_bytes(), 6), "4gfFC3");
    }
}
