//! protobuf's wire format: tags, variable-length numbers, pieces (protobuf.dev/programming-guides/encoding).

/// A value on the wire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Raw<'b> {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(&'b [u8]),
    /// What stands between a group's marks.
    Group(&'b [u8]),
}

/// Groups within groups that are read.
const DEEPEST: usize = 64;

/// Reads a message's fields one after another.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
}

/// The bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next field; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Raw<'b>)>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (number, kind) = self.tag()?;
        let value = match kind {
            0 => Raw::Varint(self.varint()?),
            1 => Raw::Fixed64(u64::from_le_bytes(self.array()?)),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                Raw::Bytes(self.take(length)?)
            }
            3 => Raw::Group(self.group(number, DEEPEST)?),
            5 => Raw::Fixed32(u32::from_le_bytes(self.array()?)),
            _ => return Err(Malformed),
        };
        Ok(Some((number, value)))
    }

    fn tag(&mut self) -> Result<(u32, u64), Malformed> {
        let tag = self.varint()?;
        let number = u32::try_from(tag >> 3).map_err(|_| Malformed)?;
        if number == 0 { Err(Malformed) } else { Ok((number, tag & 7)) }
    }

    pub(super) fn varint(&mut self) -> Result<u64, Malformed> {
        let mut number = 0_u64;
        for shift in (0..70).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Malformed)?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Malformed)?;
        self.rest = rest;
        Ok(*taken)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// What stands before the end mark of a group.
    fn group(&mut self, number: u32, depth: usize) -> Result<&'b [u8], Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        let whole = self.rest;
        loop {
            let before = self.rest.len();
            let (inner, kind) = self.tag()?;
            match kind {
                0 => drop(self.varint()?),
                1 => drop(self.array::<8>()?),
                2 => {
                    let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
                    self.take(length)?;
                }
                3 => drop(self.group(inner, depth)?),
                4 if inner == number => return whole.get(..whole.len() - before).ok_or(Malformed),
                5 => drop(self.array::<4>()?),
                _ => return Err(Malformed),
            }
        }
    }
}

/// Writes a variable-length number.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number.to_le_bytes()[0] & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// Writes a field's number and how its value travels.
pub(super) fn tag(out: &mut Vec<u8>, number: u32, kind: u8) {
    varint(out, u64::from(number) << 3 | u64::from(kind));
}

/// Writes a piece with its length.
pub(super) fn piece(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    tag(out, number, 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Writes a piece that `write` makes, without building it elsewhere first.
pub(super) fn nested<E>(
    out: &mut Vec<u8>,
    number: u32,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    tag(out, number, 2);
    let start = out.len();
    // Most pieces are shorter than 128 bytes, whose length takes one.
    out.push(0);
    write(out)?;
    let length = out.len() - start - 1;
    let mut prefix = Vec::with_capacity(5);
    varint(&mut prefix, length as u64);
    if prefix.len() == 1 {
        if let (Some(slot), Some(byte)) = (out.get_mut(start), prefix.first()) {
            *slot = *byte;
        }
    } else {
        out.splice(start..=start, prefix);
    }
    Ok(())
}
