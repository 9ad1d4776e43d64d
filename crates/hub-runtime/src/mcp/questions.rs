//! Questions of a service to a legacy client. The stateless era hands them out as a result and is asked again; before that
//! they are requests of their own, while the client's request waits. A service need not know which.

use futures_util::future::join_all;
use serde_json::{Map, Value};

use super::{Exchange, InputRequired, Inputs, RpcError};

/// How often one request may lead to questions. A service that has still not enough then never will.
pub(super) const MOST_ROUNDS: u32 = 16;

/// Puts the questions to the client, all at once, and waits for the answers.
///
/// # Errors
/// When the client cannot be asked, does not know how to answer, or refuses.
pub(super) async fn ask(exchange: &Exchange, input: InputRequired) -> Result<Inputs, RpcError> {
    if exchange.outbox.is_none() {
        let why = "this needs answers from the user: accept text/event-stream, or use protocol version 2026-07-28";
        return Err(RpcError::internal(why));
    }
    for (_, request) in &input.requests {
        // `elicitation/create` needs `elicitation`, and so on.
        let capability = request.method.split('/').next().unwrap_or(request.method);
        if exchange.supports(capability) == Some(false) {
            return Err(RpcError::missing_capability(capability));
        }
    }
    let asked = input.requests.into_iter().map(|(key, request)| async move {
        let answer = exchange.request(request.method, &request.params).await;
        let answer = answer.map_err(|error| RpcError::internal(format!("`{}`: {error}", request.method)))?;
        let answer: Value = serde_json::from_str(answer.get())
            .map_err(|problem| RpcError::invalid_params(format!("the answer to `{}`: {problem}", request.method)))?;
        Ok::<_, RpcError>((key, answer))
    });
    let responses: Map<String, Value> = join_all(asked).await.into_iter().collect::<Result<_, _>>()?;
    Ok(Inputs { responses, state: input.state })
}
