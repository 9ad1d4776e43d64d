//! Calls that a service in this process answers: the same path, and nothing goes over the network.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, header};
use hub_model::binding::http::Style;
use hub_runtime::{call::Context, in_process::InProcess, settings::Settings};
use serde_json::{json, value::RawValue};

use crate::tools::{failure, limited, style, success, text, tool};

/// Where a redirect leads.
const ELSEWHERE: &str = "http://elsewhere.example/";

/// Who calls, as a service in this process is told.
#[derive(Clone)]
struct Caller(&'static str);

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Settings with a service that keeps what it is asked, and answers with `status` and `body`.
fn answering(status: u16, body: &'static str) -> (Settings, Seen) {
    let seen = Seen::default();
    let kept = Arc::clone(&seen);
    let service = InProcess::new(move |request| {
        kept.lock().unwrap().push(request);
        let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
        let response = if status == 307 { response.header(header::LOCATION, ELSEWHERE) } else { response };
        let response = response.body(Bytes::from(body)).unwrap();
        async move { response }
    });
    // Private addresses are refused here, and the service is reached all the same: nothing is connected to.
    (Settings { in_process: Some(service), ..Settings::default() }, seen)
}

#[tokio::test]
async fn requests_come_as_bound_with_what_their_caller_brought() {
    let (settings, seen) = answering(200, r#"{"ok":true}"#);
    let make = tool("PUT", "/pets/{pet}").query("dry", style(Style::Form, true));
    let executor = make.executor("http://hub/api/v1", &[], settings);
    let mut context = Context::default();
    context.extensions.insert(Caller("ann"));
    let arguments = RawValue::from_string(json!({ "pet": "a/b", "dry": true }).to_string()).unwrap();
    let answer = executor.call("the_tool", Some(&arguments), &context).await.unwrap();
    assert_eq!(success(&answer), r#"{"ok":true}"#);
    let seen = seen.lock().unwrap();
    let request = &seen[0];
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("PUT", "/api/v1/pets/a%2Fb?dry=true"));
    assert_eq!(request.extensions().get::<Caller>().unwrap().0, "ann");
    assert_eq!(request.headers().get(header::ACCEPT_ENCODING), None, "what is not sent is not packed");
    assert_eq!(request.headers().get(header::HOST), None);
}

#[tokio::test]
async fn a_redirect_leads_nowhere_and_nothing_is_asked_twice() {
    for (status, said) in [(307, ELSEWHERE), (404, "failed: 404"), (503, "failed: 503")] {
        let (settings, seen) = answering(status, r#"{"detail":"no"}"#);
        let executor = tool("GET", "/pets").executor("http://hub", &[], settings);
        let answer = executor.call("the_tool", None, &Context::default()).await.unwrap();
        assert!(text(&answer).contains(said), "{answer:?}");
        assert_eq!(answer.is_error, status > 400);
        assert_eq!(seen.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn limits_hold() {
    let (service, _) = answering(200, r#"{"text":"0123456789"}"#);
    let settings = Settings { in_process: service.in_process, ..limited(|limits| limits.response_bytes = 10) };
    let executor = tool("GET", "/pets").executor("http://hub", &[], settings);
    let answer = executor.call("the_tool", None, &Context::default()).await.unwrap();
    assert!(success(&answer).contains("cut") || !success(&answer).contains("0123456789"), "{answer:?}");
    let never = InProcess::new(|_| std::future::pending());
    let settings = Settings {
        in_process: Some(never),
        ..limited(|limits| limits.call_timeout = std::time::Duration::from_millis(100))
    };
    let executor = tool("GET", "/pets").executor("http://hub", &[], settings);
    let answer = executor.call("the_tool", None, &Context::default()).await.unwrap();
    assert!(failure(&answer).contains("did not answer within"), "{answer:?}");
}
