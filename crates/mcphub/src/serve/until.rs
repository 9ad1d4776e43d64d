//! Input that ends when the process is asked to end: what was read before is still answered.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};

/// `input`, which also ends once `end` is ready.
pub(super) struct Until<R> {
    input: R,
    end: Pin<Box<dyn Future<Output = ()> + Send>>,
    ended: bool,
}

impl<R> Until<R> {
    pub(super) fn new(input: R, end: impl Future<Output = ()> + Send + 'static) -> Self {
        Self { input, end: Box::pin(end), ended: false }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Until<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.ended = self.ended || self.end.as_mut().poll(context).is_ready();
        if self.ended {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.input).poll_read(context, buffer)
    }
}
