//! protobuf's wire format, as far as descriptors use it.

/// A value on the wire.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

impl<'b> Value<'b> {
    pub(super) fn bytes(&self) -> Option<&'b [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Number(_) => None,
        }
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes().unwrap_or_default()).into_owned()
    }

    pub(super) fn number(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Bytes(_) => 0,
        }
    }

    /// An `int32` or the number of an enumeration, which travel as 64 bits.
    #[expect(clippy::cast_possible_truncation, reason = "the upper half only repeats the sign")]
    pub(super) fn signed(&self) -> i32 {
        self.number() as i32
    }
}

/// The fields of a message, in order; ends where the bytes are no message any more.
pub(super) fn fields(bytes: &[u8]) -> impl Iterator<Item = (u32, Value<'_>)> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        loop {
            let tag = varint(&mut rest)?;
            let number = u32::try_from(tag >> 3).ok()?;
            let value = match tag & 7 {
                0 => Value::Number(varint(&mut rest)?),
                1 => {
                    take(&mut rest, 8)?;
                    continue;
                }
                2 => {
                    let length = usize::try_from(varint(&mut rest)?).ok()?;
                    Value::Bytes(take(&mut rest, length)?)
                }
                5 => {
                    take(&mut rest, 4)?;
                    continue;
                }
                _ => return None,
            };
            return Some((number, value));
        }
    })
}

/// The numbers of a repeated field's value, packed or single.
pub(super) fn numbers(value: &Value<'_>) -> Vec<u64> {
    match value {
        Value::Number(number) => vec![*number],
        Value::Bytes(bytes) => {
            let mut rest = *bytes;
            std::iter::from_fn(|| varint(&mut rest)).collect()
        }
    }
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Option<&'b [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..70).step_by(7) {
        let (byte, left) = rest.split_first()?;
        *rest = left;
        number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
