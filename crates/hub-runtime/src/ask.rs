//! Tools that may destroy something ask a person before they act.
//!
//! The question goes through the client, as an elicitation. Where a client cannot ask, the call is refused unless it repeats the name of
//! what it is about in an argument of its own: weaker than a person's word, but nothing is destroyed by the way.

mod argument;
mod words;

use std::{collections::HashMap, sync::Arc, time::Duration};

use hub_model::Blueprint;
use serde_json::{Map, Value, json, value::RawValue};

use crate::{
    call::Executor,
    mcp::{CallRequest, Exchange, InputRequest, InputRequired, RpcError, StateError, StateSeal, Unasked},
};

/// The question's key, and what it is called in `inputResponses`.
const KEY: &str = "approval";

/// How a server asks.
pub struct Asking {
    seal: StateSeal,
    wait: Duration,
}

/// The tools of a server that ask.
pub(crate) struct Asks {
    asking: Arc<Asking>,
    tools: HashMap<String, Tool>,
}

/// A tool that asks.
struct Tool {
    title: String,
    /// The argument in which a model repeats the name of what it is about.
    confirm: String,
    /// The argument that names what it is about; the tool itself when absent.
    target: Option<String>,
}

/// What becomes of a call.
pub(crate) enum Decision {
    /// The tool does not ask: the call is made as it came.
    Unasked,
    /// It is made with these arguments.
    Go(Box<RawValue>),
    /// The client has to be asked.
    Ask(InputRequired),
    /// It is not made, for this reason.
    Refuse(String),
}

impl Asking {
    /// `seal` seals what is remembered of a question; servers that take each other's answers share its key. `wait` is how long a legacy
    /// client may take to answer; for others the seal's lifetime says so.
    #[must_use]
    pub fn new(seal: StateSeal, wait: Duration) -> Self {
        Self { seal, wait }
    }
}

impl Asks {
    /// Finds the tools that ask, and gives each its argument.
    pub(crate) fn prepare(asking: Arc<Asking>, blueprint: &mut Blueprint) -> Self {
        let profile = blueprint.profile;
        let asking_tools = blueprint.tools.iter_mut().filter(|tool| tool.annotations.destructive_hint);
        let tools = asking_tools.map(|tool| {
            let target = argument::target(tool);
            let confirm = argument::add(tool, target.as_deref(), profile);
            let title = if tool.title.is_empty() { tool.name.clone() } else { tool.title.clone() };
            (tool.name.clone(), Tool { title, confirm, target })
        });
        let tools = tools.collect();
        Self { asking, tools }
    }

    /// Decides on a call. `bound_to` says who calls what: a person's word is good for nothing else.
    ///
    /// # Errors
    /// When the client brings a state that was not sent to it for this call.
    pub(crate) fn decide(
        &self,
        request: &CallRequest,
        exchange: &Exchange,
        bound_to: impl FnOnce() -> String,
        executor: &Executor,
    ) -> Result<Decision, RpcError> {
        let Some(tool) = self.tools.get(&request.name) else { return Ok(Decision::Unasked) };
        let mut given = argument::object(request.arguments.as_deref().map(RawValue::get));
        let confirmed = given.as_mut().and_then(|given| given.shift_remove(&tool.confirm));
        // Nobody is asked about a call that cannot be made; and what is asked about is what will be sent.
        let text = match (&given, &request.arguments) {
            (Some(given), _) => Value::Object(given.clone()).to_string(),
            (None, Some(other)) => other.get().to_owned(),
            (None, None) => "{}".to_owned(),
        };
        let text = match executor.checked(&request.name, &text) {
            Ok(text) => text,
            Err(why) => return Ok(Decision::Refuse(why)),
        };
        let broken = || RpcError::internal("the arguments cannot be read any more");
        let arguments = argument::object(Some(&text)).ok_or_else(broken)?;
        let written = RawValue::from_string(text).map_err(|_| broken())?;
        let call = Call { name: &request.name, tool, arguments: &arguments };
        let inputs = exchange.inputs();
        let purpose = json!([bound_to(), call.name, argument::sorted(&Value::Object(arguments.clone()))]).to_string();
        let unable = match (&inputs.unasked, &inputs.state) {
            (Some(Unasked::Unable), _) => true,
            (Some(Unasked::Late), _) => return Ok(Decision::Refuse(call.late(self.asking.wait))),
            (Some(Unasked::Failed(why)), _) => return Ok(Decision::Refuse(call.failed(why))),
            (None, Some(sealed)) => {
                let is_known = match self.asking.seal.open(sealed, purpose.as_bytes()) {
                    Ok(_) => true,
                    Err(StateError::Expired) => false,
                    Err(forged @ StateError::Forged) => return Err(RpcError::invalid_params(forged.to_string())),
                };
                match inputs.responses.get(KEY).and_then(|answer| answer.get("action")?.as_str()) {
                    Some("accept") if is_known => return Ok(Decision::Go(written)),
                    Some("decline") => return Ok(Decision::Refuse(call.declined())),
                    Some("cancel") => return Ok(Decision::Refuse(call.dismissed())),
                    _ => exchange.elicits() == Some(false),
                }
            }
            (None, None) => exchange.elicits() == Some(false),
        };
        if !unable {
            return Ok(Decision::Ask(self.question(&call, exchange, &purpose)));
        }
        Ok(if confirmed.is_some_and(|given| argument::text(&given) == call.about()) {
            Decision::Go(written)
        } else {
            Decision::Refuse(call.unconfirmed())
        })
    }

    fn question(&self, call: &Call<'_>, exchange: &Exchange, purpose: &str) -> InputRequired {
        let nothing = json!({ "type": "object", "properties": {} });
        let mut params = json!({ "message": call.question(), "requestedSchema": nothing });
        // Clients from before there were other ways than forms do not expect to be told which.
        if exchange.revision().is_modern()
            && let Some(params) = params.as_object_mut()
        {
            params.insert("mode".to_owned(), json!("form"));
        }
        InputRequired {
            requests: vec![(KEY.to_owned(), InputRequest { method: "elicitation/create", params })],
            state: Some(self.asking.seal.seal(b"asked", purpose.as_bytes())),
            wait: Some(self.asking.wait),
            is_optional: true,
        }
    }
}

/// A call of a tool that asks.
struct Call<'c> {
    name: &'c str,
    tool: &'c Tool,
    arguments: &'c Map<String, Value>,
}

impl Call<'_> {
    /// The name of what it is about.
    fn about(&self) -> String {
        let named = self.tool.target.as_ref().and_then(|target| self.arguments.get(target));
        named.filter(|value| !value.is_null()).map_or_else(|| self.name.to_owned(), argument::text)
    }
}
