//! Messages on their way to a client beside the answers: progress, logs, requests.

use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// More than a client that reads will ever leave waiting.
const MOST_WAITING: usize = 1024;

/// A queue with many writers and one reader. Cheap to make: nearly all requests never use theirs.
#[derive(Clone, Default)]
pub(crate) struct Outbox(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    waiting: VecDeque<Vec<u8>>,
    reader: Option<Waker>,
}

impl Outbox {
    /// Queues a message. `false` when the client reads so slowly that the message had to be dropped.
    pub(crate) fn send(&self, message: Vec<u8>) -> bool {
        let reader = {
            let mut state = self.lock();
            if state.waiting.len() >= MOST_WAITING {
                return false;
            }
            state.waiting.push_back(message);
            state.reader.take()
        };
        if let Some(reader) = reader {
            reader.wake();
        }
        true
    }

    /// The next message.
    pub(crate) fn poll_next(&self, context: &Context<'_>) -> Poll<Vec<u8>> {
        let mut state = self.lock();
        match state.waiting.pop_front() {
            Some(message) => Poll::Ready(message),
            None => {
                state.reader = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// The next message, when there is one.
    pub(crate) async fn next(&self) -> Vec<u8> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The next message, if there is one already.
    pub(crate) fn take(&self) -> Option<Vec<u8>> {
        self.lock().waiting.pop_front()
    }

    /// Whether there is a message. If not, the reader is woken when there is one.
    pub(crate) fn poll_waiting(&self, context: &Context<'_>) -> bool {
        let mut state = self.lock();
        let waiting = !state.waiting.is_empty();
        if !waiting {
            state.reader = Some(context.waker().clone());
        }
        waiting
    }

    /// Whether there is a message.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.lock().waiting.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
