//! Questions of a service to a legacy client. The stateless era hands them out as a result and is asked again; before that
//! they are requests of their own, while the client's request waits. A service need not know which.

use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use super::{ClientError, Exchange, InputRequest, InputRequired, Inputs, RpcError, Unasked};

/// How often one request may lead to questions. A service that has still not enough then never will.
pub(super) const MOST_ROUNDS: u32 = 16;

/// Codes by which clients say that they know no such question: no such method, or (the Python SDK and others) no such request.
const UNKNOWN: [i64; 3] = [-32601, -32600, -32602];

/// Why there are no answers.
enum Silence {
    /// There is no stream to ask on.
    NoStream,
    /// The client does not have this capability.
    Missing(String),
    /// The client did not answer this method.
    Client(&'static str, ClientError),
    /// The client's answer to this method is none.
    Unreadable(&'static str, serde_json::Error),
    /// Nobody answered in time.
    Late,
}

/// Puts the questions to the client, all at once, and waits for the answers.
///
/// # Errors
/// When the client cannot be asked, does not know how to answer, or refuses, and the service does not go on without.
pub(super) async fn ask(exchange: &Exchange, input: InputRequired) -> Result<Inputs, RpcError> {
    let InputRequired { requests, state, wait, is_optional } = input;
    let asking = answers(exchange, requests);
    let answered = match wait {
        Some(wait) => tokio::time::timeout(wait, asking).await.unwrap_or(Err(Silence::Late)),
        None => asking.await,
    };
    match answered {
        Ok(responses) => Ok(Inputs { responses, state, unasked: None }),
        Err(silence) if is_optional => Ok(Inputs { responses: Map::new(), state, unasked: Some(silence.unasked()) }),
        Err(silence) => Err(silence.error()),
    }
}

async fn answers(exchange: &Exchange, requests: Vec<(String, InputRequest)>) -> Result<Map<String, Value>, Silence> {
    if exchange.outbox.is_none() {
        return Err(Silence::NoStream);
    }
    for (_, request) in &requests {
        // `elicitation/create` needs `elicitation`, and so on.
        let capability = request.method.split('/').next().unwrap_or(request.method);
        if exchange.supports(capability) == Some(false) {
            return Err(Silence::Missing(capability.to_owned()));
        }
    }
    let asked = requests.into_iter().map(|(key, InputRequest { method, params })| async move {
        let answer = exchange.request(method, &params).await.map_err(|error| Silence::Client(method, error))?;
        let answer = serde_json::from_str(answer.get()).map_err(|problem| Silence::Unreadable(method, problem))?;
        Ok((key, answer))
    });
    join_all(asked).await.into_iter().collect()
}

impl Silence {
    fn error(self) -> RpcError {
        match self {
            Self::NoStream => RpcError::internal(
                "this needs answers from the user: accept text/event-stream, or use protocol version 2026-07-28",
            ),
            Self::Missing(capability) => RpcError::missing_capability(&capability),
            Self::Client(method, error) => RpcError::internal(format!("`{method}`: {error}")),
            Self::Unreadable(method, problem) => {
                RpcError::invalid_params(format!("the answer to `{method}`: {problem}"))
            }
            Self::Late => RpcError::internal("nobody answered in time"),
        }
    }

    fn unasked(self) -> Unasked {
        match self {
            Self::NoStream | Self::Missing(_) => Unasked::Unable,
            Self::Client(_, ClientError::Refused(error)) if is_unknown(&error) => Unasked::Unable,
            Self::Client(_, error) => Unasked::Failed(error.to_string()),
            Self::Unreadable(_, problem) => Unasked::Failed(format!("the client's answer cannot be read: {problem}")),
            Self::Late => Unasked::Late,
        }
    }
}

fn is_unknown(error: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Error {
        code: i64,
    }
    serde_json::from_str::<Error>(error.get()).is_ok_and(|error| UNKNOWN.contains(&error.code))
}
