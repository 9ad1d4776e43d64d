//! A file of SHA-1 hashes as "Have I Been Pwned" gives it away: a line `HASH:COUNT` each, sorted by hash. It is never read whole.

use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{Mutex, PoisonError},
};

use super::Breached;

/// Hexadecimal digits of a hash.
const DIGITS: usize = 40;
/// No line is longer: a hash, a colon, a count, and what ends the line.
const LINE: u64 = 64;
/// Lines that are looked at beforehand, to see that the file is sorted.
const SAMPLES: u64 = 64;

/// A file of hashes that is searched in place: some thirty short reads for a billion lines.
#[derive(Debug)]
pub struct HashFile<R> {
    reader: Mutex<R>,
    length: u64,
}

/// A line of the file: where it is, and its hash.
struct Line {
    begins: u64,
    ends: u64,
    hash: [u8; DIGITS],
}

impl<R: Read + Seek> HashFile<R> {
    /// A file that is open, once a look at some of its lines shows that it can be searched.
    ///
    /// # Errors
    /// When it cannot be read, is empty, or is not sorted by SHA-1 hashes.
    pub fn new(mut reader: R) -> io::Result<Self> {
        let length = reader.seek(SeekFrom::End(0))?;
        if length == 0 {
            return Err(invalid("the file of leaked passwords is empty"));
        }
        let mut before = [0; DIGITS];
        for sample in 0..=SAMPLES {
            let position = (length - 1) / SAMPLES * sample + (length - 1) % SAMPLES * sample / SAMPLES;
            let line = line_at(&mut reader, position)?;
            if line.hash < before {
                return Err(invalid("the file of leaked passwords is not sorted by hash; take the one that is"));
            }
            before = line.hash;
        }
        Ok(Self { reader: Mutex::new(reader), length })
    }
}

impl<R: Read + Seek> Breached for HashFile<R> {
    fn contains(&self, sha1_hex_upper: &str) -> io::Result<bool> {
        // Whoever panicked with the lock left nothing half done: every read begins by going somewhere.
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let line = line_at(&mut *reader, low + (high - low) / 2)?;
            match line.hash.as_slice().cmp(sha1_hex_upper.as_bytes()) {
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Less => low = line.ends,
                std::cmp::Ordering::Greater => high = line.begins,
            }
        }
        Ok(false)
    }
}

/// The line in which a byte of the file stands.
fn line_at(reader: &mut (impl Read + Seek), position: u64) -> io::Result<Line> {
    let from = position.saturating_sub(LINE);
    reader.seek(SeekFrom::Start(from))?;
    let mut around = Vec::new();
    reader.take(2 * LINE).read_to_end(&mut around)?;
    let at = usize::try_from(position - from).unwrap_or(usize::MAX);
    let (before, after) = around.split_at_checked(at).ok_or_else(malformed)?;
    let begins = match before.iter().rposition(|byte| *byte == b'\n') {
        Some(end_of_last) => end_of_last + 1,
        None if from == 0 => 0,
        None => return Err(malformed()),
    };
    let ends = match after.iter().position(|byte| *byte == b'\n') {
        Some(end) => at + end + 1,
        // Less was read than was asked for: the file ends, and its last line needs no end.
        None if (after.len() as u64) < LINE => around.len(),
        None => return Err(malformed()),
    };
    let line = around.get(begins..ends).ok_or_else(malformed)?;
    let (hash, rest) = line.split_first_chunk::<DIGITS>().ok_or_else(malformed)?;
    let is_whole = hash.iter().all(u8::is_ascii_hexdigit) && matches!(rest.first(), None | Some(b':' | b'\r' | b'\n'));
    if !is_whole {
        return Err(malformed());
    }
    Ok(Line {
        begins: from + begins as u64,
        ends: from + ends as u64,
        hash: hash.map(|digit| digit.to_ascii_uppercase()),
    })
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn malformed() -> io::Error {
    invalid("the file of leaked passwords has a line that is not like `HASH:COUNT` with a SHA-1 hash")
}
