//! Bodies of responses: complete, or a stream of events that ends with the answer.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::mcp::{Outbox, Reply, Work, single_line};

/// The body of a response.
pub struct Body(Inner);

enum Inner {
    Full(Bytes),
    Events(Box<Events>),
}

/// A request that is served while its events are read. Dropping it cancels the request.
pub(super) struct Events {
    outbox: Outbox,
    progress: Progress,
    silence: Pin<Box<Sleep>>,
    keep_alive: Duration,
}

/// How far the request is.
pub(super) enum Progress {
    /// Being served.
    Working(Work),
    /// Served: the answer goes last.
    Answered(Reply),
    /// Everything is said.
    Ended,
}

impl Body {
    pub(super) fn empty() -> Self {
        Self(Inner::Full(Bytes::new()))
    }

    pub(super) fn full(body: Vec<u8>) -> Self {
        Self(Inner::Full(body.into()))
    }

    pub(super) fn events(outbox: Outbox, progress: Progress, keep_alive: Duration) -> Self {
        Self(Inner::Events(Box::new(Events { outbox, progress, silence: Box::pin(sleep(keep_alive)), keep_alive })))
    }
}

impl Events {
    /// Messages first, and before the answer once more: what was sent before it must not come after it.
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Vec<u8>>> {
        if let Poll::Ready(message) = self.outbox.poll_next(context) {
            return Poll::Ready(Some(event(message)));
        }
        if let Progress::Working(work) = &mut self.progress
            && let Poll::Ready(reply) = work.as_mut().poll(context)
        {
            self.progress = Progress::Answered(reply);
        }
        if let Some(message) = self.outbox.take() {
            return Poll::Ready(Some(event(message)));
        }
        match std::mem::replace(&mut self.progress, Progress::Ended) {
            Progress::Answered(reply) => Poll::Ready(Some(event(reply.body))),
            Progress::Ended => Poll::Ready(None),
            working @ Progress::Working(_) => {
                self.progress = working;
                ready!(self.silence.as_mut().poll(context));
                Poll::Ready(Some(b": still here\n\n".to_vec()))
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut self.0 {
            Inner::Full(body) if body.is_empty() => Poll::Ready(None),
            Inner::Full(body) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(body))))),
            Inner::Events(events) => {
                let event = ready!(events.poll_event(context));
                let next = Instant::now() + events.keep_alive;
                events.silence.as_mut().reset(next);
                Poll::Ready(event.map(|event| Ok(Frame::data(event.into()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Full(body) => body.is_empty(),
            Inner::Events(events) => matches!(events.progress, Progress::Ended),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Full(body) => SizeHint::with_exact(body.len() as u64),
            Inner::Events(_) => SizeHint::default(),
        }
    }
}

/// A message as a server-sent event.
fn event(mut message: Vec<u8>) -> Vec<u8> {
    single_line(&mut message);
    let mut event = Vec::with_capacity(message.len() + 24);
    event.extend_from_slice(b"event: message\ndata: ");
    event.extend_from_slice(&message);
    event.extend_from_slice(b"\n\n");
    event
}
