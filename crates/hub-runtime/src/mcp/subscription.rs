//! `subscriptions/listen` (2026-07-28): a stream that tells a client what changes.

use std::{
    fmt,
    future::pending,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

use super::{Outbox, RpcError, exchange::notification};

const SUBSCRIPTION_ID: &str = "io.modelcontextprotocol/subscriptionId";

/// Where a service says that something changed. Clones speak to the same listeners.
#[derive(Clone, Default)]
pub struct Changes(Arc<Listeners>);

#[derive(Default)]
struct Listeners {
    open: Mutex<Vec<Listener>>,
    next: AtomicU64,
}

struct Listener {
    key: u64,
    /// The request's id, as JSON: names the subscription.
    id: Value,
    filter: Filter,
    outbox: Outbox,
}

/// What a client wants to be told.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Filter {
    tools_list_changed: bool,
    prompts_list_changed: bool,
    resources_list_changed: bool,
    resource_subscriptions: Vec<String>,
}

/// Closes a subscription when its stream ends.
struct Open {
    key: u64,
    listeners: Arc<Listeners>,
}

impl Changes {
    /// The list of tools is another one now.
    pub fn tools(&self) {
        self.announce("notifications/tools/list_changed", &json!({}), |filter| filter.tools_list_changed);
    }

    /// The list of prompts is another one now.
    pub fn prompts(&self) {
        self.announce("notifications/prompts/list_changed", &json!({}), |filter| filter.prompts_list_changed);
    }

    /// The list of resources is another one now.
    pub fn resources(&self) {
        self.announce("notifications/resources/list_changed", &json!({}), |filter| filter.resources_list_changed);
    }

    /// The content of one resource is another one now.
    pub fn resource(&self, uri: &str) {
        self.announce("notifications/resources/updated", &json!({ "uri": uri }), |filter| {
            filter.resource_subscriptions.iter().any(|wanted| wanted == uri)
        });
    }

    fn announce(&self, method: &str, params: &Value, wanted: impl Fn(&Filter) -> bool) {
        for listener in self.0.lock().iter().filter(|listener| wanted(&listener.filter)) {
            listener.outbox.send(tagged(method, params.clone(), &listener.id));
        }
    }

    /// Serves one subscription until it is dropped.
    pub(super) async fn listen(&self, id: Value, filter: Filter, outbox: Outbox) {
        let key = self.0.next.fetch_add(1, Ordering::Relaxed);
        let _open = Open { key, listeners: Arc::clone(&self.0) };
        let accepted = json!({ "notifications": filter.accepted() });
        {
            // The acknowledgement must come first, also when something changes at this very moment.
            let mut listeners = self.0.lock();
            outbox.send(tagged("notifications/subscriptions/acknowledged", accepted, &id));
            listeners.push(Listener { key, id, filter, outbox });
        }
        pending::<()>().await;
    }
}

impl Filter {
    pub(super) fn parse(filter: Option<&RawValue>) -> Result<Self, RpcError> {
        let filter = filter.ok_or_else(|| RpcError::invalid_params("`notifications` is missing"))?;
        serde_json::from_str(filter.get())
            .map_err(|problem| RpcError::invalid_params(format!("`notifications`: {problem}")))
    }

    fn accepted(&self) -> Value {
        let mut accepted = serde_json::Map::new();
        for (name, wanted) in [
            ("toolsListChanged", self.tools_list_changed),
            ("promptsListChanged", self.prompts_list_changed),
            ("resourcesListChanged", self.resources_list_changed),
        ] {
            if wanted {
                accepted.insert(name.to_owned(), json!(true));
            }
        }
        if !self.resource_subscriptions.is_empty() {
            accepted.insert("resourceSubscriptions".to_owned(), json!(self.resource_subscriptions));
        }
        Value::Object(accepted)
    }
}

impl Listeners {
    fn lock(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.listeners.lock().retain(|listener| listener.key != self.key);
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("listeners", &self.0.lock().len()).finish()
    }
}

fn tagged(method: &str, mut params: Value, id: &Value) -> Vec<u8> {
    if let Some(params) = params.as_object_mut() {
        params.insert("_meta".to_owned(), json!({ SUBSCRIPTION_ID: id }));
    }
    notification(method, &params)
}
