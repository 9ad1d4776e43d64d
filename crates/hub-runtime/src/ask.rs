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

/// What came of asking.
enum Answered {
    /// The call may be made.
    Yes,
    /// It may not, for this reason.
    No(String),
    /// The client has to be asked.
    NotYet,
    /// There is nobody to ask.
    Nobody,
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
        let (given, confirmed) = tool.given(request.arguments.as_deref());
        // Nobody is asked about a call that cannot be made; and what is asked about is what will be sent.
        let text = match executor.checked(&request.name, &given) {
            Ok(text) => text,
            Err(why) => return Ok(Decision::Refuse(why)),
        };
        let broken = || RpcError::internal("the arguments cannot be read any more");
        let arguments = argument::object(Some(&text)).ok_or_else(broken)?;
        let written = RawValue::from_string(text).map_err(|_| broken())?;
        let sorted = argument::sorted(&Value::Object(arguments.clone()));
        let purpose = json!([bound_to(), request.name, sorted]).to_string();
        let call = Call { name: &request.name, tool, arguments: &arguments };
        Ok(match self.answered(&call, exchange, purpose.as_bytes())? {
            Answered::Yes => Decision::Go(written),
            Answered::No(why) => Decision::Refuse(why),
            Answered::NotYet => Decision::Ask(self.question(&call, exchange, purpose.as_bytes())),
            Answered::Nobody if confirmed.is_some_and(|confirmed| argument::text(&confirmed) == call.about()) => {
                Decision::Go(written)
            }
            Answered::Nobody => Decision::Refuse(call.unconfirmed()),
        })
    }

    /// What the client's user says to a call.
    fn answered(&self, call: &Call<'_>, exchange: &Exchange, purpose: &[u8]) -> Result<Answered, RpcError> {
        let inputs = exchange.inputs();
        match &inputs.unasked {
            Some(Unasked::Unable) => return Ok(Answered::Nobody),
            Some(Unasked::Late) => return Ok(Answered::No(call.late(self.asking.wait))),
            Some(Unasked::Failed(why)) => return Ok(Answered::No(call.failed(why))),
            None => {}
        }
        if let Some(sealed) = &inputs.state {
            let action = inputs.responses.get(KEY).and_then(|answer| answer.get("action")?.as_str());
            match (self.asking.seal.open(sealed, purpose), action) {
                (Err(forged @ StateError::Forged), _) => return Err(RpcError::invalid_params(forged.to_string())),
                (Ok(_), Some("accept")) => return Ok(Answered::Yes),
                (_, Some("decline")) => return Ok(Answered::No(call.declined())),
                (_, Some("cancel")) => return Ok(Answered::No(call.dismissed())),
                // Too late, or no answer: it is asked anew.
                (Ok(_) | Err(StateError::Expired), _) => {}
            }
        }
        Ok(if exchange.elicits() == Some(false) { Answered::Nobody } else { Answered::NotYet })
    }

    fn question(&self, call: &Call<'_>, exchange: &Exchange, purpose: &[u8]) -> InputRequired {
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
            state: Some(self.asking.seal.seal(b"asked", purpose)),
            wait: Some(self.asking.wait),
            is_optional: true,
        }
    }
}

impl Tool {
    /// The arguments of a call as it is made, and what confirms it. What is no object stays as it is, and will be told so.
    fn given(&self, arguments: Option<&RawValue>) -> (String, Option<Value>) {
        let text = arguments.map(RawValue::get);
        let Some(mut given) = argument::object(text) else { return (text.unwrap_or_default().to_owned(), None) };
        let confirmed = given.shift_remove(&self.confirm);
        (Value::Object(given).to_string(), confirmed)
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
