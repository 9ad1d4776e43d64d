//! MCP over standard input and output: one message per line, both eras, calls side by side.
//!
//! Nothing but protocol is written. A client and a server that talk this way have each other to themselves, so what
//! `initialize` says is remembered here.

mod lines;
mod session;

use std::{collections::HashMap, io, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    select,
    task::{AbortHandle, Id, JoinError, JoinSet},
    time::timeout,
};

use self::{lines::Line, session::Session};
use crate::mcp::{Outbox, Reply, RpcError, Service, single_line};

/// How a server on standard input and output treats its client.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes of a message.
    pub message_bytes: usize,
    /// Requests in flight at the same time; further ones are refused. Reading goes on: what those in flight wait for may be next.
    pub requests: usize,
    /// For requests in flight to be answered after the input has ended.
    pub drain: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { message_bytes: 8 << 20, requests: 64, drain: Duration::from_secs(5) }
    }
}

/// Requests in flight.
#[derive(Default)]
struct Flight {
    limit: usize,
    tasks: JoinSet<Vec<u8>>,
    /// By id, as JSON text.
    by_id: HashMap<String, AbortHandle>,
    ids: HashMap<Id, String>,
}

/// Serves `service` until `input` ends.
///
/// # Errors
/// When `input` or `output` breaks.
pub async fn serve<S, R, W>(service: Arc<S>, input: R, mut output: W, options: Options) -> io::Result<()>
where
    S: Service,
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let outbox = Outbox::default();
    let mut session = Session::new(service, outbox.clone());
    let mut lines = lines::Lines::new(BufReader::new(input), options.message_bytes);
    let mut flight = Flight { limit: options.requests, ..Flight::default() };
    loop {
        select! {
            biased;
            message = outbox.next() => write(&mut output, message).await?,
            Some(done) = flight.tasks.join_next_with_id() => {
                if let Some(answer) = flight.landed(done) {
                    drain(&outbox, &mut output).await?;
                    write(&mut output, answer).await?;
                }
            }
            line = lines.next() => match line? {
                Line::Message(bytes) => {
                    if let Some(answer) = session.take(&bytes, &mut flight) {
                        write(&mut output, answer).await?;
                    }
                }
                Line::TooLong => {
                    let error = RpcError::invalid_request(format!("a message is longer than {} bytes", options.message_bytes));
                    write(&mut output, Reply::error(None, &error).body).await?;
                }
                Line::End => break,
            },
        }
    }
    session.end();
    // Whoever pipes requests in wants their answers; whoever is gone does not, and will not make us wait for long.
    let _ = timeout(options.drain, finish(&mut flight, &outbox, &mut output)).await;
    flight.tasks.shutdown().await;
    output.flush().await
}

async fn finish(flight: &mut Flight, outbox: &Outbox, output: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    while let Some(done) = flight.tasks.join_next_with_id().await {
        if let Some(answer) = flight.landed(done) {
            drain(outbox, output).await?;
            write(output, answer).await?;
        }
    }
    Ok(())
}

/// What was sent before an answer must not come after it.
async fn drain(outbox: &Outbox, output: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    while let Some(message) = outbox.take() {
        write(output, message).await?;
    }
    Ok(())
}

async fn write(output: &mut (impl AsyncWrite + Unpin), mut message: Vec<u8>) -> io::Result<()> {
    single_line(&mut message);
    message.push(b'\n');
    output.write_all(&message).await?;
    output.flush().await
}

impl Flight {
    fn start(&mut self, id: &str, work: impl Future<Output = Vec<u8>> + Send + 'static) {
        let handle = self.tasks.spawn(work);
        self.ids.insert(handle.id(), id.to_owned());
        self.by_id.insert(id.to_owned(), handle);
    }

    fn is_full(&self) -> bool {
        self.tasks.len() >= self.limit
    }

    fn is_flying(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Cancels a request: it is not answered any more.
    fn cancel(&mut self, id: &str) {
        if let Some(handle) = self.by_id.remove(id) {
            handle.abort();
        }
    }

    /// The answer of a request that has ended, if it is to be answered.
    fn landed(&mut self, done: Result<(Id, Vec<u8>), JoinError>) -> Option<Vec<u8>> {
        let (task, answer) = match done {
            Ok((task, answer)) => (task, Some(answer)),
            Err(ended) => (ended.id(), None),
        };
        let id = self.ids.remove(&task)?;
        // A request that was cancelled when it was nearly done has no entry any more, or another request's.
        if self.by_id.get(&id).is_some_and(|handle| handle.id() == task) {
            self.by_id.remove(&id);
            return answer.or_else(|| Some(Reply::error(Some(&id), &RpcError::internal("the request broke off")).body));
        }
        None
    }
}
