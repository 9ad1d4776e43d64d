//! The lines of a backup, unpacked as they are asked for.

use tokio::io::{AsyncRead, AsyncReadExt as _};
use zstd::stream::raw::{Decoder, InBuffer, Operation as _, OutBuffer};

use super::{Failure, unfit};

/// Bytes that are read and unpacked at a time: a small file may unpack to a large one.
const PORTION: usize = 1 << 16;
/// The longest line: a document of the greatest size, in base64.
const MOST: usize = 1 << 30;

/// Lines on their way out of the file.
pub(super) struct Lines<R> {
    from: R,
    decoder: Decoder<'static>,
    packed: Vec<u8>,
    /// How much of `packed` is unpacked.
    used: usize,
    plain: Vec<u8>,
    /// Where the next line begins in `plain`, and how far it was searched for its end.
    begin: usize,
    searched: usize,
    /// The frame is complete.
    is_whole: bool,
}

impl<R: AsyncRead + Unpin + Send> Lines<R> {
    pub(super) fn new(from: R) -> Result<Self, Failure> {
        let (packed, plain) = (Vec::new(), Vec::new());
        let decoder = Decoder::new()?;
        Ok(Self { from, decoder, packed, used: 0, plain, begin: 0, searched: 0, is_whole: false })
    }

    /// The next line, with its end; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        loop {
            let unsearched = self.plain.get(self.searched..).unwrap_or_default();
            if let Some(found) = unsearched.iter().position(|byte| *byte == b'\n') {
                let end = self.searched + found + 1;
                let line = self.plain.get(self.begin..end).unwrap_or_default().to_vec();
                (self.begin, self.searched) = (end, end);
                return Ok(Some(line));
            }
            self.plain.drain(..self.begin);
            (self.begin, self.searched) = (0, self.plain.len());
            if self.plain.len() > MOST {
                return Err(unfit("the backup is damaged: a line does not end"));
            }
            if self.is_whole {
                return self.end().await;
            }
            self.unpack().await?;
        }
    }

    /// There is nothing after the last line.
    async fn end(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let rest = self.packed.len() - self.used + self.from.read(&mut [0]).await?;
        if rest > 0 || !self.plain.is_empty() {
            return Err(unfit("the backup is damaged: something follows after its end"));
        }
        Ok(None)
    }

    async fn unpack(&mut self) -> Result<(), Failure> {
        if self.used == self.packed.len() {
            self.packed.resize(PORTION, 0);
            let read = self.from.read(&mut self.packed).await?;
            self.packed.truncate(read);
            self.used = 0;
            if read == 0 {
                return Err(unfit("the backup is not complete: its end is missing"));
            }
        }
        let mut portion = vec![0; PORTION];
        let mut input = InBuffer::around(self.packed.get(self.used..).unwrap_or_default());
        let mut output = OutBuffer::around(&mut portion);
        let left = self
            .decoder
            .run(&mut input, &mut output)
            .map_err(|error| unfit(format!("this is no backup, or a damaged one: {error}")))?;
        self.used += input.pos();
        self.plain.extend_from_slice(output.as_slice());
        self.is_whole = left == 0;
        Ok(())
    }
}
