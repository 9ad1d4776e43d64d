//! Requests to clients that wait for their responses.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::rand;
use serde_json::value::RawValue;
use tokio::sync::oneshot;

/// Requests in flight to the clients of one endpoint.
///
/// Over HTTP the response comes in a request of its own, with nothing but the id to tell whose it is: ids are therefore
/// random and long enough that nobody can answer in another client's place.
#[derive(Default)]
pub(crate) struct Pending(Mutex<Asked>);

/// Where the answers to questions to clients arrive. Endpoints that share one take each other's: a client's answer finds the request
/// that waits for it also when another endpoint has taken the place of the one that asked.
#[derive(Clone, Default)]
pub struct Questions(pub(super) Arc<Pending>);

/// Who waits for which id.
type Asked = HashMap<String, oneshot::Sender<Response>>;

type Response = Result<Box<RawValue>, ClientError>;

/// Why a client gave no result.
#[derive(Debug)]
pub enum ClientError {
    /// There is no way to reach the client while this request is served.
    Unreachable,
    /// The client answered with an error, given as JSON.
    Refused(Box<RawValue>),
    /// The connection went away before the answer.
    Gone,
}

/// A request that waits. Dropping it gives up.
pub(crate) struct Waiting {
    id: String,
    pending: Arc<Pending>,
    receiver: oneshot::Receiver<Response>,
}

impl Pending {
    /// Opens a request with a new id; `None` when the machine has no randomness.
    pub(crate) fn open(self: &Arc<Self>) -> Option<Waiting> {
        let mut bytes = [0_u8; 18];
        rand::fill(&mut bytes).ok()?;
        let id = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes);
        let (sender, receiver) = oneshot::channel();
        self.lock().insert(id.clone(), sender);
        Some(Waiting { id, pending: Arc::clone(self), receiver })
    }

    /// Hands a response to whoever waits for it. Responses to nothing are ignored. `id` is JSON text.
    pub(crate) fn resolve(&self, id: &str, result: Result<&RawValue, &RawValue>) {
        let Some(sender) = serde_json::from_str::<String>(id).ok().and_then(|id| self.lock().remove(&id)) else {
            return;
        };
        // The one who asked may have given up in the meantime.
        let _ = sender.send(result.map(RawValue::to_owned).map_err(|error| ClientError::Refused(error.to_owned())));
    }

    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) async fn response(mut self) -> Response {
        (&mut self.receiver).await.unwrap_or(Err(ClientError::Gone))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.pending.lock().remove(&self.id);
    }
}

impl fmt::Debug for Questions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Questions").field("waiting", &self.0.lock().len()).finish()
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("the client cannot be asked while this request is served"),
            Self::Refused(error) => write!(f, "the client refused: {error}"),
            Self::Gone => f.write_str("the client went away before it answered"),
        }
    }
}

impl std::error::Error for ClientError {}
