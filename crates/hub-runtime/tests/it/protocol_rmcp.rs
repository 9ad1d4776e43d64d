//! A client that somebody else wrote: the official Rust SDK, in both lifecycles, over HTTP and over a pipe.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use hub_runtime::stdio;
use rmcp::{
    ClientHandler, ClientLifecycleMode, ClientServiceExt, ErrorData, RoleClient,
    model::{
        CallToolRequestParams, ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult, ElicitationAction,
        Implementation, ProgressNotificationParam, ProtocolVersion, ReadResourceRequestParams,
    },
    service::{NotificationContext, RequestContext, RunningService},
    transport::StreamableHttpClientTransport,
};
use serde_json::json;

use crate::{
    protocol::{Running, fixture, start, the_fixture, the_server},
    tools::tool,
    upstream::{Upstream, json as reply},
};

#[derive(Clone, Default)]
struct Client {
    asked: Arc<Mutex<Vec<String>>>,
    progress: Arc<AtomicUsize>,
}

impl ClientHandler for Client {
    fn get_info(&self) -> ClientConfig {
        let capabilities: ClientCapabilities = serde_json::from_value(json!({ "elicitation": {} })).unwrap();
        ClientConfig::new(capabilities, Implementation::new("test", "1"))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        self.asked.lock().unwrap().push(serde_json::to_string(&request).unwrap());
        Ok(ElicitResult::new(ElicitationAction::Accept).with_content(json!({ "name": "Ada" })))
    }

    async fn on_progress(&self, _params: ProgressNotificationParam, _context: NotificationContext<RoleClient>) {
        self.progress.fetch_add(1, Ordering::SeqCst);
    }
}

fn lifecycles() -> [ClientLifecycleMode; 3] {
    let preferred_versions = vec![ProtocolVersion::V_2026_07_28];
    [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover { preferred_versions: preferred_versions.clone() },
        ClientLifecycleMode::Auto { preferred_versions, legacy_version: None },
    ]
}

async fn over_http(server: &Running, client: Client, mode: ClientLifecycleMode) -> RunningService<RoleClient, Client> {
    let transport = StreamableHttpClientTransport::from_uri(server.url());
    client.serve_with_lifecycle(transport, mode).await.unwrap()
}

#[tokio::test]
async fn its_client_uses_a_blueprint_in_every_lifecycle() {
    let upstream = Upstream::always(reply(r#"{"name":"Rex"}"#)).await;
    let mut blueprint = tool("GET", "/pets/{id}")
        .schema(json!({ "type": "object", "properties": { "id": { "type": "integer" } }, "required": ["id"] }))
        .output(json!({ "type": "object", "properties": { "name": { "type": "string" } } }), None)
        .blueprint(&upstream.url());
    blueprint.instructions = "A map.".into();
    let server = start(the_server(blueprint), Default::default(), Default::default()).await;
    for mode in lifecycles() {
        let label = format!("{mode:?}");
        let client = over_http(&server, Client::default(), mode).await;
        assert_eq!(client.peer().peer_info().unwrap().instructions.as_deref(), Some("A map."), "{label}");
        let tools = client.list_all_tools().await.unwrap();
        assert_eq!((tools.len(), tools[0].name.as_ref()), (1, "the_tool"), "{label}");
        let arguments = json!({ "id": 5 }).as_object().unwrap().clone();
        let answer = client.call_tool(CallToolRequestParams::new("the_tool").with_arguments(arguments)).await.unwrap();
        assert_eq!(answer.structured_content, Some(json!({ "name": "Rex" })), "{label}");
        let error = client.call_tool(CallToolRequestParams::new("no_such_tool")).await.unwrap_err();
        assert!(error.to_string().contains("-32602"), "{label}: {error}");
        assert!(client.list_all_prompts().await.unwrap().is_empty(), "{label}");
        let template = &client.list_all_resource_templates().await.unwrap()[0];
        let uri = template.uri_template.replace("{name}", "the_tool");
        let read = client.read_resource(ReadResourceRequestParams::new(uri)).await.unwrap();
        assert!(serde_json::to_string(&read).unwrap().contains("# The tool"), "{label}");
        client.cancel().await.unwrap();
    }
    assert_eq!(upstream.seen().len(), 3);
}

#[tokio::test]
async fn its_client_gets_progress_and_answers_questions_in_both_eras() {
    let server = fixture().await;
    for mode in lifecycles() {
        let label = format!("{mode:?}");
        let handler = Client::default();
        let client = over_http(&server, handler.clone(), mode).await;
        client.call_tool(CallToolRequestParams::new("test_tool_with_progress")).await.unwrap();
        assert_eq!(handler.progress.load(Ordering::SeqCst), 3, "{label}");
        let answer =
            client.call_tool(CallToolRequestParams::new("test_input_required_result_elicitation")).await.unwrap();
        assert_eq!(handler.asked.lock().unwrap().len(), 1, "{label}");
        assert!(serde_json::to_string(&answer.content).unwrap().contains("Hello, Ada!"), "{label}: {answer:?}");
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn its_client_uses_a_pipe_in_every_lifecycle() {
    for mode in lifecycles() {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        let serving = tokio::spawn(stdio::serve(the_fixture(), input, output, stdio::Options::default()));
        let client = Client::default().serve_with_lifecycle(ours, mode).await.unwrap();
        assert!(client.list_all_tools().await.unwrap().len() > 20);
        let answer = client.call_tool(CallToolRequestParams::new("test_simple_text")).await.unwrap();
        assert_eq!(answer.is_error, Some(false));
        client.cancel().await.unwrap();
        serving.await.unwrap().unwrap();
    }
}
